"""Reading and writing rectangles of cells: what `Range` does, on openpyxl's cells, in time linear in the cells."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from openpyxl.cell.cell import Cell as FileCell
from openpyxl.formula.translate import Translator
from openpyxl.worksheet.cell_range import CellRange

from cchc_macros.errors import DataError
from xl.engine import values
from xl.engine.addresses import MAX_COLUMN, MAX_ROW, Box
from xl.engine.model import Cell, Worksheet

if TYPE_CHECKING:
    from xl.engine.sheets import Sheet


_MOST_CELLS = 20_000_000


_NOTHING = object()


def read(sheet: "Sheet", box: Box) -> list[list[Any]]:
    """Return a block of values; formula cells give their computed value.

    Raises:
        DataError: the block is larger than any table of people; a hostile file can pretend one.
    """
    height, width = box.shape
    if height * width > _MOST_CELLS:
        raise DataError(
            f"{sheet.name}!{box}: vùng dữ liệu quá rộng ({height} dòng × {width} cột). "
            "Xóa các ô thừa ở cuối trang tính rồi làm lại."
        )
    found = sheet.ws._cells  # one dict look-up per cell instead of two calls
    columns = range(box.column, box.last_column + 1)
    computed = sheet.book.computed
    lines: list[list[Any]] = []
    for row in range(box.row, min(box.last_row, MAX_ROW) + 1):
        line: list[Any] = []
        for column in columns:
            cell = found.get((row, column))
            if cell is None:
                line.append(None)
            elif cell.data_type == "f":
                line.append(computed(cell))
            else:
                line.append(values.read(cell))
        lines.append(line)
    return lines


def read_formulas(sheet: "Sheet", box: Box) -> tuple[tuple[str, ...], ...]:
    """Return a block of formulas, constants as text, blanks as ""."""
    found = sheet.ws._cells
    return tuple(
        tuple(
            values.formula_text(found[row, column]) if (row, column) in found else ""
            for column in range(box.column, box.last_column + 1)
        )
        for row in range(box.row, box.last_row + 1)
    )


def write(sheet: "Sheet", box: Box, value: Any) -> None:
    """Write a scalar to every cell of the box, or rows of values to a block of their size at its first cell.

    A scalar formula is adjusted from cell to cell, as Excel fills it. A cell hidden in a merged area takes no value.
    """
    make = creator(sheet)
    hidden = _hidden_by_merges(sheet.ws, _written(box, value)) if sheet.ws.merged_cells.ranges else ()
    tidy = sheet.formula_tidier()
    cached = sheet.book.loaded.cached
    unfitted = sheet.book.unfitted.setdefault(sheet.ws, set())
    changed = False
    for cell, item in _pairs(make, box, value):
        if hidden and (cell.row, cell.column) in hidden:
            continue
        before, held = (cell.data_type, cell._value), cached.pop(cell, _NOTHING)
        values.write(cell, item)
        if cell.data_type == "f":
            cell._value = tidy(cell)
        if (cell.data_type, cell._value) == before:
            if held is not _NOTHING:
                cached[cell] = held
            continue
        changed = True
        if cell.data_type == "f":
            if "!" in cell._value:
                sheet.book.mentions.forget(sheet.ws)
        elif isinstance(item, str):
            unfitted.add(cell.row)
    if changed:
        sheet.tables.follow_headings(_written(box, value))
        sheet.book.changed()


def _pairs(make: Callable[[int, int], Cell], box: Box, value: Any) -> Iterator[tuple[Cell, Any]]:
    if isinstance(value, list | tuple):
        rows = value if value and isinstance(value[0], list | tuple) else [value]
        for row, line in enumerate(rows, box.row):
            for column, item in enumerate(line, box.column):
                yield make(row, column), item
        return
    fill = None
    if isinstance(value, str) and value.startswith("=") and len(value) > 1 and not box.is_cell:
        fill = Translator(value, origin=str(Box(box.row, box.column, box.row, box.column)))
    for row in range(box.row, box.last_row + 1):
        for column in range(box.column, box.last_column + 1):
            cell = make(row, column)
            yield cell, fill.translate_formula(cell.coordinate) if fill else value


def creator(sheet: "Sheet") -> Callable[[int, int], Cell]:
    """Return a function that gives the cell at (row, column), made with its row's or column's style if missing."""
    ws = sheet.ws
    found = ws._cells
    row_styles = {row: d._style for row, d in ws.row_dimensions.items() if d.has_style}
    column_styles = sheet.column_styles()

    def make(row: int, column: int) -> Cell:
        cell: Cell = found.get((row, column))
        if cell is None:
            cell = found[row, column] = FileCell(ws, row=row, column=column)
            cell._style = row_styles.get(row) or column_styles.get(column)
        return cell

    return make


def cell(sheet: "Sheet", row: int, column: int) -> Cell:
    """Return one cell, made if missing."""
    return creator(sheet)(row, column)


def cells(sheet: "Sheet", box: Box) -> Iterator[Cell]:
    """Return the cells of a box, made if missing; a box of whole rows or columns stops at the used range."""
    make = creator(sheet)
    last_row = box.last_row if box.last_row < MAX_ROW else max(sheet.ws.max_row, box.row)
    last_column = box.last_column if box.last_column < MAX_COLUMN else max(sheet.ws.max_column, box.column)
    for row in range(box.row, last_row + 1):
        for column in range(box.column, last_column + 1):
            yield make(row, column)


def clear(sheet: "Sheet", box: Box, *, formats: bool) -> None:
    """Empty the cells of a box; with `formats` drop them with links and notes, so that nothing of them is left."""
    found = sheet.ws._cells
    for key in present(sheet.ws, box):
        if formats:
            sheet.book.loaded.cached.pop(found.pop(key), None)
        else:
            sheet.book.loaded.cached.pop(found[key], None)
            values.write(found[key], None)
    sheet.book.changed()


def present(ws: Worksheet, box: Box) -> list[tuple[int, int]]:
    """Return the keys of the box's existing cells, by the cheaper of two ways."""
    found = ws._cells
    rows, columns = box.shape
    if rows * columns < len(found):
        keys = ((r, c) for r in range(box.row, box.last_row + 1) for c in range(box.column, box.last_column + 1))
        return [key for key in keys if key in found]
    return [(r, c) for r, c in found if box.row <= r <= box.last_row and box.column <= c <= box.last_column]


def number_formats(sheet: "Sheet", box: Box) -> Iterator[set[str]]:
    """Return the number formats of the box, a set per row."""
    found = sheet.ws._cells
    columns = sheet.column_styles()
    blank: Cell = FileCell(sheet.ws, row=1, column=1)
    last_row = min(box.last_row, max(sheet.ws.max_row, box.row))
    for row in range(box.row, last_row + 1):
        formats = set()
        for column in range(box.column, min(box.last_column, max(sheet.ws.max_column, box.column)) + 1):
            cell = found.get((row, column))
            if cell is None:
                blank._style = columns.get(column)
                cell = blank
            formats.add(str(cell.number_format))
        yield formats


def _filled(ws: Worksheet, row: int, column: int) -> bool:
    cell = ws._cells.get((row, column))
    return cell is not None and cell._value is not None


def end(ws: Worksheet, row: int, column: int, down: int, right: int) -> tuple[int, int]:
    """Return where Ctrl+arrow leads: the end of the filled run, else the next filled cell, else the sheet's edge."""
    last_row, last_column = ws.max_row, ws.max_column

    def inside(r: int, c: int) -> bool:
        return 1 <= r <= MAX_ROW and 1 <= c <= MAX_COLUMN

    def beyond(r: int, c: int) -> bool:
        return (down > 0 and r > last_row) or (right > 0 and c > last_column)

    nxt = (row + down, column + right)
    if not inside(*nxt):
        return row, column
    run = _filled(ws, row, column) and _filled(ws, *nxt)
    while inside(*nxt):
        if run and not _filled(ws, *nxt):
            return row, column
        row, column = nxt
        if not run and _filled(ws, row, column):
            return row, column
        if not run and beyond(row, column):
            return (MAX_ROW if down else row), (MAX_COLUMN if right else column)
        nxt = (row + down, column + right)
    return row, column


def region(ws: Worksheet, box: Box) -> Box:
    """Return the block around a box bounded by blank rows and columns."""
    filled = {key for key, cell in ws._cells.items() if cell._value is not None}
    row, column, last_row, last_column = box
    while True:
        grown = [(r, c) for r, c in filled if row - 1 <= r <= last_row + 1 and column - 1 <= c <= last_column + 1]
        rows, columns = [r for r, _ in grown] + [row, last_row], [c for _, c in grown] + [column, last_column]
        new = Box(min(rows), min(columns), max(rows), max(columns))
        if new == (row, column, last_row, last_column):
            return new
        row, column, last_row, last_column = new


def merged_boxes(ws: Worksheet) -> list[Box]:
    """Return the merged areas."""
    return [Box(m.min_row, m.min_col, m.max_row, m.max_col) for m in ws.merged_cells.ranges]


def _written(box: Box, value: Any) -> Box:
    """Return the cells that a value fills when it is written at the box's first cell."""
    if not isinstance(value, list | tuple):
        return box
    rows = value if value and isinstance(value[0], list | tuple) else [value]
    return box._replace(last_row=box.row + len(rows) - 1, last_column=box.column + len(rows[0]) - 1)


def _hidden_by_merges(ws: Worksheet, box: Box) -> set[tuple[int, int]]:
    """Return the cells of a box that merged areas hide: all of an area but its first."""
    return {
        (row, column)
        for area in merged_boxes(ws)
        if area.meets(box)
        for row in range(max(area.row, box.row), min(area.last_row, box.last_row) + 1)
        for column in range(max(area.column, box.column), min(area.last_column, box.last_column) + 1)
        if (row, column) != (area.row, area.column)
    }


def merge(sheet: "Sheet", box: Box, *, across: bool) -> None:
    """Merge a box, row by row with `across`; cells that become hidden lose their content, not their format."""
    unmerge(sheet, box)
    rows = range(box.row, box.last_row + 1)
    parts = [Box(row, box.column, row, box.last_column) for row in rows] if across else [box]
    for part in parts:
        if part.is_cell:
            continue
        filled = [key for key in sorted(present(sheet.ws, part)) if _filled(sheet.ws, *key)]
        if filled and filled[0] != (part.row, part.column):
            raise NotImplementedError("merging cells whose first is empty and another is not")
        for key in filled[1:]:
            values.write(sheet.ws._cells[key], None)
        sheet.ws.merged_cells.add(CellRange(str(part)))
    sheet.book.changed()


def unmerge(sheet: "Sheet", box: Box) -> None:
    """Take apart the merged areas that meet the box."""
    ws = sheet.ws
    ws.merged_cells.ranges = {
        m for m in ws.merged_cells.ranges if not Box(m.min_row, m.min_col, m.max_row, m.max_col).meets(box)
    }
