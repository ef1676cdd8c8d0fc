"""A block of values on its way into cells: what filters, protection, columns of formulas and tables make of it."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from tests.excel.double import store
from tests.excel.double.com import ComError, refused
from tests.excel.double.store import Box, ErrorValue, Formula, Writer
from xl.cells.typed import Typed, follows, serial, typed

PROTECTED = (
    "The cell or chart you're trying to change is on a protected sheet. To make a change, unprotect the sheet. "
    "You might be requested to enter a password."
)
MAX_TEXT, MAX_FORMULA = 32_767, 8_192
TEXT = "@"
NOTHING: Any = object()  # no value for this cell: it stays
Grid = list[list[Any]]


def write(sheet: Any, box: Box, data: Any, *, value2: bool = False) -> None:
    """Write to a range as Excel does: scalar or array, `Value`, `Value2` or `Formula`."""
    scalar = not isinstance(data, list | tuple)
    rows = [] if scalar else _rows(sheet, data)
    flat = bool(rows) and len(rows) == 1
    column_fill = ColumnFill(sheet)
    refusal: ComError | None = None
    writer = Writer(sheet.file.doc, sheet.file.ws)
    landed: list[tuple[int, int]] = []
    for number, area in enumerate(areas(sheet, box)):
        grid = (
            _scalar_grid(area, box, data) if scalar else _array_grid(area, rows, swapped=bool(number % 2) and not flat)
        )
        grid = [[_formula(item) for item in line] for line in grid]
        if not scalar:
            grid = column_fill.array(area, grid)
        for row, line in enumerate(grid, area.row):
            for column, item in enumerate(line, area.column):
                if item is NOTHING or store.under_merge(sheet.file.ws, row, column):
                    continue
                if sheet.protects and store.locked(sheet.file.ws, row, column):
                    refusal = refused(PROTECTED)
                    continue
                _put(sheet, writer, row, column, item, value2=value2)
                landed.append((row, column))
    writer.done()
    column_fill.after(landed)
    if landed and not sheet.protects:
        grow(sheet, box, landed)
    if refusal:
        raise refusal


def _rows(sheet: Any, data: Sequence[Any]) -> Grid:
    rows = [list(line) for line in data] if data and isinstance(data[0], list | tuple) else [list(data)]
    if len({len(line) for line in rows}) > 1:
        raise sheet.desk.log.violate("rows of unlike length make no SAFEARRAY")
    return rows


def _scalar_grid(area: Box, box: Box, value: Any) -> Grid:
    height, width = area.shape
    item = _formula(value)
    if not isinstance(item, Formula):
        return [[item] * width for _ in range(height)]
    return [
        [item.moved((box.row, box.column), (area.row + r, area.column + c)) for c in range(width)]
        for r in range(height)
    ]


def _array_grid(area: Box, rows: Grid, *, swapped: bool) -> Grid:
    """The array laid over an area: beyond its end stands #N/A, one row or column repeats.

    At each further visible area it starts anew, its rows and columns exchanged every second time, as measured.
    """
    height, width = len(rows), len(rows[0]) if rows else 0
    if not height or not width:
        return [[NOTHING] * area.shape[1] for _ in range(area.shape[0])]
    flat = [rows[r][c] for c in range(width) for r in range(height)]
    if swapped:
        height, width = width, height
    formula_at = {}

    def at(r: int, c: int) -> Any:
        row, column = 0 if height == 1 else r, 0 if width == 1 else c
        if row >= height or column >= width:
            return ErrorValue("#N/A")
        item = flat[column * height + row]
        made = _formula(item)
        if isinstance(made, Formula) and (row, column) != (r, c):  # a repeated formula follows its place
            return made.moved(
                formula_at.setdefault((row, column), (area.row + row, area.column + column)),
                (area.row + r, area.column + c),
            )
        return item

    return [[at(r, c) for c in range(area.shape[1])] for r in range(area.shape[0])]


def _formula(item: Any) -> Any:
    if isinstance(item, str) and not isinstance(item, Formula | ErrorValue) and item.startswith("=") and len(item) > 1:
        return Formula(item)
    return item


def areas(sheet: Any, box: Box) -> list[Box]:
    """The parts of a range that an edit reaches: in filter mode the visible ones, if there is any."""
    box = sheet.clipped(box)
    if not sheet.skips_hidden:
        return [box]
    return visible(sheet, box) or [box]


def visible(sheet: Any, box: Box) -> list[Box]:
    """The parts of a range whose rows and columns are shown."""
    ws, box = sheet.file.ws, sheet.clipped(box)
    rows = _runs(box.row, box.last_row, lambda row: not store.row_hidden(ws, row))
    across = _runs(box.column, box.last_column, lambda column: not store.column_hidden(ws, column))
    return [Box(r1, c1, r2, c2) for r1, r2 in rows for c1, c2 in across]


def _runs(first: int, last: int, wanted: Any) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for number in range(first, last + 1):
        if not wanted(number):
            continue
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def _put(sheet: Any, writer: Writer, row: int, column: int, item: Any, *, value2: bool) -> None:
    """One value into one cell."""
    desk, form = sheet.desk, store.format_at(sheet.file.ws, row, column)
    if item is None or (isinstance(item, str) and item == ""):
        writer.put(row, column, None)
    elif isinstance(item, ErrorValue | bool):
        writer.put(row, column, item, prefix=False)
    elif isinstance(item, Formula):
        if form == TEXT:
            writer.put(row, column, str(item))
        else:
            _refuse_formula(desk, item)
            writer.put(row, column, item, prefix=False, form=_formula_format(sheet, item, form))
    elif isinstance(item, str):
        _put_text(sheet, writer, (row, column), item, form)
    elif isinstance(item, Decimal):
        _put_money(writer, (row, column), item, form, value2=value2)
    elif isinstance(item, dt.datetime):
        _put_moment(sheet, writer, (row, column), item, form, value2=value2)
    elif isinstance(item, int | float):
        writer.put(row, column, float(item), prefix=False)
    else:
        raise desk.log.violate(f"{type(item).__name__} cannot be handed to COM")


def _put_text(sheet: Any, writer: Writer, at: tuple[int, int], text: str, form: str) -> None:
    if len(text) > MAX_TEXT:
        raise refused(f"a text of {len(text)} characters")
    if text.startswith("'"):
        writer.put(*at, text[1:], prefix=True)
        return
    if form == TEXT:
        writer.put(*at, text)
        return
    switches = sheet.desk.switches
    found = _dotted(text, switches) or typed(text, switches.locale)
    if isinstance(found.value, str) and found.value == text:
        writer.put(*at, text, form=follows(form, found.format) if found.format else "")
        return
    value = ErrorValue(found.value) if isinstance(found.value, str) else found.value
    writer.put(*at, value, form=follows(form, found.format), prefix=False)


def _dotted(text: str, switches: Any) -> Typed | None:
    """`1.10` where the dot is between thousands: what becomes of it there nobody has measured, so it is a choice."""
    match = re.fullmatch(r" *(\d{1,2})\.(\d{1,2}) *", text)
    if switches.locale != "vi-VN" or not match or switches.dotted == "text":
        return None
    found = typed(match[1] + match[2] if switches.dotted == "number" else f"{match[1]}/{match[2]}", switches.locale)
    return found if isinstance(found.value, float) else None


def _put_money(writer: Writer, at: tuple[int, int], value: Decimal, form: str, *, value2: bool) -> None:
    """pywin32 hands a Decimal over as Currency, which has four decimals."""
    number = float(round(value, 4))
    if value2:
        writer.put(*at, number, prefix=False)
    elif form == TEXT:
        writer.put(*at, f"${number:,.2f} ", form="$#,##0.00_);($#,##0.00)")
    else:
        writer.put(*at, number, form=follows(form, "$#,##0.00_);($#,##0.00)"), prefix=False)


def _put_moment(
    sheet: Any, writer: Writer, at: tuple[int, int], moment: dt.datetime, form: str, *, value2: bool
) -> None:
    if moment.tzinfo is None:
        raise sheet.desk.log.violate("pywin32 takes no datetime without a time zone")
    moment = moment.replace(tzinfo=None)
    if value2:
        writer.put(*at, serial(moment), prefix=False)
    elif form == TEXT:
        english = sheet.desk.switches.locale == "en-US"
        day = f"{moment.month}/{moment.day}/{moment.year}" if english else f"{moment:%d/%m/%Y}"
        writer.put(*at, day)
    else:
        new = "m/d/yyyy h:mm" if moment.time() != dt.time() else "m/d/yyyy"
        writer.put(*at, serial(moment), form=follows(form, new), prefix=False)


def _refuse_formula(desk: Any, text: str) -> None:
    if len(text) > MAX_FORMULA:
        raise refused(f"a formula of {len(text)} characters")
    depth, quoted, braces = 0, False, 0
    for letter in text:
        if letter == '"':
            quoted = not quoted
        if quoted:
            continue
        depth += (letter in "([") - (letter in ")]")
        braces += (letter == "{") - (letter == "}")
        if letter == ";" and not braces:
            raise refused("a formula with semicolons")
    if depth or quoted or braces:
        desk.log.violate(f"an unbalanced formula: {text}")
        raise refused("a formula that does not balance")


def _formula_format(sheet: Any, formula: str, form: str) -> str:
    """A formula may give a cell in General a format after what it refers to."""
    if form == "General" and sheet.desk.switches.formulas_format:
        return "m/d/yyyy" if "TODAY(" in formula.upper() or "DATE(" in formula.upper() else ""
    return ""


class ColumnFill:
    """Excel's filling of a table's column with one formula.

    What wins where unlike formulas are written at once differs between reports; see `Switches.fills`. With the option
    off only columns that are calculated already are touched.
    """

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet

    def _column(self, row: int, column: int) -> tuple[Any, Box] | None:
        for table in self.sheet.file.ws.tables.values():
            body = store.body_of(table)
            if body.row <= row <= body.last_row and body.column <= column <= body.last_column:
                return table.tableColumns[column - body.column], body
        return None

    def array(self, area: Box, grid: Grid) -> Grid:
        """Unlike formulas by one array, as Excel may level them."""
        wins, option = self.sheet.desk.switches.fills, self.sheet.book.excel.auto_fill
        for offset, column in enumerate(range(area.column, area.last_column + 1)):
            found = self._column(area.row, column)
            if found is None or area.shape[0] == 1 or wins == "none":
                continue
            if option or found[0].calculatedColumnFormula is not None:
                self._level(area, grid, offset, wins)
        return grid

    def _level(self, area: Box, grid: Grid, offset: int, wins: str) -> None:
        formulas = [(r, line[offset]) for r, line in enumerate(grid) if isinstance(line[offset], Formula)]
        if len(formulas) < 2:
            return
        at, chosen = formulas[0] if wins == "first" else formulas[-1]
        blanks = self.sheet.desk.switches.fills_blanks
        for r, line in enumerate(grid):
            if isinstance(line[offset], Formula) or (blanks and line[offset] in (None, "")):
                place = area.column + offset
                line[offset] = chosen.moved((area.row + at, place), (area.row + r, place))

    def after(self, landed: Sequence[tuple[int, int]]) -> None:
        """Make a column calculated, or no longer, by what now is in it; fill it from a first formula."""
        seen = set()
        for row, column in landed:
            found = self._column(row, column)
            if found is None or (id(found[0]), column) in seen:
                continue
            seen.add((id(found[0]), column))
            self._settle(*found, column, [r for r, c in landed if c == column])

    def _settle(self, entry: Any, body: Box, column: int, rows: Sequence[int]) -> None:
        from openpyxl.worksheet.table import TableFormula  # noqa: PLC0415

        ws, every = self.sheet.file.ws, range(body.row, body.last_row + 1)
        held = {row: Formula(store.formula(ws, row, column)) for row in every if store.has_formula(ws, row, column)}
        if not held and len(rows) == len(every):
            entry.calculatedColumnFormula = None  # plain values over the whole column
        if not held or not self.sheet.book.excel.auto_fill:
            return
        origin, formula = next(iter(held.items()))
        alike = all(formula.moved((origin, column), (row, column)) == text for row, text in held.items())
        others_empty = all(store.empty(ws, row, column) for row in every if row not in held)
        if not alike or not others_empty or entry.calculatedColumnFormula is not None:
            return
        if len(held) == len(every) or len(held) == 1:
            writer = Writer(self.sheet.file.doc, ws)
            for row in every:
                writer.put(row, column, formula.moved((origin, column), (row, column)))
            writer.done()
            entry.calculatedColumnFormula = TableFormula(attr_text=str(formula)[1:])


def grow(sheet: Any, box: Box, landed: Sequence[tuple[int, int]]) -> None:
    """Let a table grow over what was written right under it or right of it."""
    if not sheet.book.excel.auto_expand:
        return
    filled = {at for at in landed if not store.empty(sheet.file.ws, *at)}
    for table in list(sheet.file.ws.tables.values()):
        area = store.box_of(table)
        if area.meets(box) and not _beyond(area, filled):
            continue
        if not table.totalsRowCount:
            _grow_down(sheet, table, area, box, filled)
        _grow_right(sheet, table, area, filled)
    _stretch_filter(sheet, filled)


def _beyond(area: Box, filled: set[tuple[int, int]]) -> bool:
    return any(row > area.last_row or column > area.last_column for row, column in filled)


def _grow_down(sheet: Any, table: Any, area: Box, box: Box, filled: set[tuple[int, int]]) -> None:
    under = {row for row, column in filled if area.column <= column <= area.last_column and row > area.last_row}
    if area.last_row + 1 not in under:
        return
    new = area._replace(last_row=max(row for row in under if row <= box.last_row))
    values = any(not store.has_formula(sheet.file.ws, *at) for at in filled if at[0] > area.last_row)
    _resize(sheet, table, new, stretch=values)  # a formula alone lets no reference follow


def _grow_right(sheet: Any, table: Any, area: Box, filled: set[tuple[int, int]]) -> None:
    right = {(row, column) for row, column in filled if column == area.last_column + 1}
    if any(area.row <= row <= area.last_row for row, _ in right):
        _resize(sheet, table, store.box_of(table)._replace(last_column=area.last_column + 1))


def _resize(sheet: Any, table: Any, new: Box, *, stretch: bool = True) -> None:
    others = [other for other in sheet.file.ws.tables.values() if other is not table]
    if any(store.box_of(other).meets(new) for other in others):
        return
    sheet.table_of(table).lay_over(new, stretch=stretch)


def _stretch_filter(sheet: Any, filled: set[tuple[int, int]]) -> None:
    """The range of a sheet's own filter takes in the row that is written right under it."""
    area = sheet.filter_box
    if area and any(row == area.last_row + 1 for row, _ in filled):
        last = area.last_row + 1
        while any(not store.empty(sheet.file.ws, last + 1, c) for c in range(area.column, area.last_column + 1)):
            last += 1
        sheet.file.ws.auto_filter.ref = str(area._replace(last_row=last))


def cells_of(box: Box) -> Iterator[tuple[int, int]]:
    for row in range(box.row, box.last_row + 1):
        for column in range(box.column, box.last_column + 1):
            yield row, column


def clear(sheet: Any, box: Box) -> None:
    """`ClearContents`: nothing at all where one cell is locked."""
    reached = areas(sheet, box)
    keys = [key for area in reached for key in store.present(sheet.file.ws, area)]
    if sheet.protects and any(store.locked(sheet.file.ws, row, column) for row, column in keys):
        raise refused(PROTECTED)
    writer = Writer(sheet.file.doc, sheet.file.ws)
    for row, column in keys:
        writer.put(row, column, None)
    writer.done()
    ColumnFill(sheet).after(keys)
