"""Inserting and deleting cells, rows and columns: everything that hangs on a place moves along, as in Excel."""

from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from openpyxl.cell.cell import Cell as FileCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.print_settings import ColRange, RowRange

from xl.engine import areas, blocks, carried_changes, rewriting, rules, table_shapes
from xl.engine.addresses import MAX_COLUMN, MAX_ROW, Box, parse_box
from xl.engine.model import Worksheet

if TYPE_CHECKING:
    from xl.engine.sheets import Sheet

_FROM_BELOW = "format_from_right_or_below"


@dataclass(frozen=True, slots=True)
class Shift:
    """Cells pushed along an axis.

    Attributes:
        down: True: rows move; False: columns move.
        at: The first row or column that is inserted or deleted.
        count: How many are inserted; negative: deleted.
        first, last: The columns (or rows) that take part.
    """

    down: bool
    at: int
    count: int
    first: int
    last: int

    @property
    def whole(self) -> bool:
        """Whether whole rows or columns move."""
        return self.first == 1 and self.last >= (MAX_COLUMN if self.down else MAX_ROW)

    def interval(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where a run of rows (columns) comes to lie, None if all of it is deleted."""
        if self.count > 0:
            limit = MAX_ROW if self.down else MAX_COLUMN
            if (start, end) == (1, limit):
                return start, end
            start += self.count * (start >= self.at)
            end = min(limit, end + self.count * (end >= self.at))
            return (start, end) if start <= limit else None
        gone = self.at - self.count  # the first that stays
        if self.at <= start and end < gone:
            return None
        if (start, end) == (1, MAX_ROW if self.down else MAX_COLUMN):
            return start, end
        new_start = start if start < self.at else max(self.at, start + self.count)
        new_end = end if end < self.at else max(self.at - 1, end + self.count)
        return new_start, new_end

    def moved(self, box: Box) -> Box | None:
        """Return where a reference leads: one that only partly takes part stays."""
        start, end, across, across_end = self._parts(box)
        if across < self.first or across_end > self.last:
            return box
        new = self.interval(start, end)
        return None if new is None else self._box(*new, across, across_end)

    def split(self, box: Box) -> list[Box]:
        """Return where an area comes to lie; one that only partly takes part is split."""
        start, end, across, across_end = self._parts(box)
        inside = max(across, self.first), min(across_end, self.last)
        if inside[0] > inside[1] or end < self.at:
            return [box]
        pieces = []
        if across < inside[0]:
            pieces.append(self._box(start, end, across, inside[0] - 1))
        new = self.interval(start, end)
        if new is not None:
            pieces.append(self._box(*new, *inside))
        if across_end > inside[1]:
            pieces.append(self._box(start, end, inside[1] + 1, across_end))
        return pieces

    def _parts(self, box: Box) -> tuple[int, int, int, int]:
        if self.down:
            return box.row, box.last_row, box.column, box.last_column
        return box.column, box.last_column, box.row, box.last_row

    def _box(self, start: int, end: int, across: int, across_end: int) -> Box:
        return Box(start, across, end, across_end) if self.down else Box(across, start, across_end, end)


def insert(sheet: "Sheet", box: Box, shift: str | None, copy_origin: str | None) -> None:
    """Make room at a box by pushing cells down or to the right.

    New cells take their formats from above or the left, or from below or the right with `copy_origin`
    "format_from_right_or_below"; validations and conditional formats that end there reach into them.

    Raises:
        ValueError: cells would fall off the sheet, or a table or merged area would be torn.
    """
    down = _direction(box, shift, "down", "right")
    change = _shift(box, down, 1)
    _push(sheet, change)
    _format_new(sheet, change, below=copy_origin == _FROM_BELOW)


def delete(sheet: "Sheet", box: Box, shift: str | None) -> None:
    """Remove the cells of a box and close the gap from below or the right.

    Raises:
        ValueError: a table or merged area would be torn, or a table's heading row would go without the table.
        NotImplementedError: all data rows of a table would go.
    """
    if shift is None and not _is_whole(box):
        rows, columns = box.shape
        shift = "left" if rows > columns else "up"
    _push(sheet, _shift(box, _direction(box, shift, "up", "left"), -1))


def _is_whole(box: Box) -> bool:
    return (box.column, box.last_column) == (1, MAX_COLUMN) or (box.row, box.last_row) == (1, MAX_ROW)


def _direction(box: Box, shift: str | None, along_rows: str, along_columns: str) -> bool:
    """Return whether rows move."""
    if (box.column, box.last_column) == (1, MAX_COLUMN):
        return True
    if (box.row, box.last_row) == (1, MAX_ROW):
        return False
    if shift not in (along_rows, along_columns):
        raise ValueError(f"shift must be {along_rows!r} or {along_columns!r}, not {shift!r}")
    return shift == along_rows


def _shift(box: Box, down: bool, sign: int) -> Shift:
    rows, columns = box.shape
    if down:
        return Shift(down, box.row, sign * rows, box.column, box.last_column)
    return Shift(down, box.column, sign * columns, box.row, box.last_row)


def _push(sheet: "Sheet", change: Shift) -> None:
    ws = sheet.ws
    _refuse_tearing(ws, change)
    table_shapes.check(ws, change)
    rules.shift(ws, change)
    _move_cells(sheet, change)
    areas.move_merges(ws, change.split)
    areas.move_print_area(ws, change.split)
    table_shapes.shift(sheet, change)
    _move_filter(ws, change)
    if change.whole:
        _move_dimensions(ws, change)
        _move_titles_and_breaks(ws, change)
    rewriting.move_references(sheet, change.moved, rules_too=False)
    carried_changes.shift(sheet.book, ws, change.moved, change.split)
    sheet.book.changed()


def _refuse_tearing(ws: Worksheet, change: Shift) -> None:
    for box in blocks.merged_boxes(ws):
        _, end, across, across_end = change._parts(box)
        touched = end >= change.at and across <= change.last and across_end >= change.first
        if touched and (across < change.first or across_end > change.last):
            raise ValueError(f"the merged cells {box} would be torn")
    limit = MAX_ROW if change.down else MAX_COLUMN
    if change.count > 0:
        for row, column in ws._cells:
            place, across = (row, column) if change.down else (column, row)
            beyond = place >= change.at and place + change.count > limit
            if beyond and change.first <= across <= change.last and ws._cells[row, column]._value is not None:
                raise ValueError("cells would be pushed off the sheet")


def _move_cells(sheet: "Sheet", change: Shift) -> None:
    ws, cached = sheet.ws, sheet.book.loaded.cached
    moved: dict[tuple[int, int], Any] = {}
    for (row, column), cell in ws._cells.items():
        new = change.moved(Box(row, column, row, column))
        if new is None:
            cached.pop(cell, None)
            continue
        cell.row, cell.column = new.row, new.column
        moved[new.row, new.column] = cell
        if isinstance(cell._value, ArrayFormula | DataTableFormula):
            area = parse_box(cell._value.ref)
            target = change.moved(area) if area else None
            cell._value.ref = str(target or new)
    ws._cells = moved


def _move_dimensions(ws: Worksheet, change: Shift) -> None:
    if change.down:
        old = dict(ws.row_dimensions)
        ws.row_dimensions.clear()
        for row, dimension in old.items():
            new = change.interval(row, row)
            if new is not None:
                dimension.index = new[0]
                ws.row_dimensions[new[0]] = dimension
        return
    columns = list(ws.column_dimensions.values())
    ws.column_dimensions.clear()
    for dimension in columns:
        dimension.reindex()
        new = change.interval(dimension.min, dimension.max)
        if new is not None:
            dimension.min, dimension.max = new
            dimension.index = get_column_letter(new[0])
            ws.column_dimensions[dimension.index] = dimension


def _move_titles_and_breaks(ws: Worksheet, change: Shift) -> None:
    if change.down and ws._print_rows:
        new = change.interval(ws._print_rows.min_row, ws._print_rows.max_row)
        ws._print_rows = RowRange(None, *new) if new else None
    if not change.down and ws._print_cols:
        box = parse_box(str(ws._print_cols))
        new = change.interval(box.column, box.last_column) if box else None
        letters = [get_column_letter(place) for place in new] if new else []
        ws._print_cols = ColRange(None, *letters) if new else None
    breaks = ws.row_breaks if change.down else ws.col_breaks
    kept = []
    for entry in breaks.brk:  # a break stands after its row
        new = change.interval(entry.id, entry.id)
        if new is not None:
            entry.id = new[0]
            kept.append(entry)
    breaks.brk = kept


def _move_filter(ws: Worksheet, change: Shift) -> None:
    box = parse_box(ws.auto_filter.ref or "")
    if box is not None:
        new = change.moved(box)
        ws.auto_filter.ref = str(new) if new else None


def _format_new(sheet: "Sheet", change: Shift, *, below: bool) -> None:
    """Give inserted cells the formats of their neighbours."""
    ws = sheet.ws
    model = change.at + change.count if below else change.at - 1
    if model < 1:
        return
    new = range(change.at, change.at + change.count)
    if change.whole:
        _format_new_dimensions(sheet, model, new, down=change.down)
    for (row, column), cell in list(ws._cells.items()):
        place, across = (row, column) if change.down else (column, row)
        if place == model and change.first <= across <= change.last and cell.has_style:
            for fresh in new:
                key = (fresh, column) if change.down else (row, fresh)
                made: Any = FileCell(ws, row=key[0], column=key[1])
                made._style = cell._style
                ws._cells[key] = made
    if not below:
        rules.reach(ws, change)


def _format_new_dimensions(sheet: "Sheet", model: int, new: range, *, down: bool) -> None:
    ws = sheet.ws
    if down:
        if model in ws.row_dimensions:
            for row in new:
                dimension = copy(ws.row_dimensions[model])
                dimension.index, dimension.hidden = row, False
                dimension.automatic = getattr(ws.row_dimensions[model], "automatic", False)
                ws.row_dimensions[row] = dimension
        return
    widths = sheet.column_dimension(model)
    for column in new:
        dimension = sheet.column_dimension(column)
        dimension.width, dimension._style, dimension.hidden = widths.width, widths._style, False
