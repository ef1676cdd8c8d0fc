"""Inserting and deleting cells, rows and columns: everything that hangs on a place moves along, as in Excel."""

from typing import Any

from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.print_settings import ColRange, RowRange

from xl.cells.addresses import MAX_COLUMN, MAX_ROW, Box, column_letters, parse_box
from xl.cells.model import NewCell, Worksheet, copied_dimension
from xl.engine.editing import carried_changes, columns, rewriting, rules, table_shapes
from xl.engine.editing.shift import Shift
from xl.engine.memory import areas
from xl.engine.memory.document import Document

_FROM_BELOW = "format_from_right_or_below"


def insert(doc: Document, ws: Worksheet, box: Box, shift: str | None, copy_origin: str | None) -> None:
    """Make room at a box by pushing cells down or to the right.

    New cells take their formats from above or the left, or from below or the right with `copy_origin`
    "format_from_right_or_below"; validations and conditional formats of that neighbour reach into them.

    Raises:
        ValueError: cells would fall off the sheet, or a table or merged area would be torn.
    """
    down = _direction(box, shift, "down", "right")
    change = _shift(box, down, 1)
    _push(doc, ws, change)
    _format_new(ws, change, below=copy_origin == _FROM_BELOW)


def delete(doc: Document, ws: Worksheet, box: Box, shift: str | None) -> None:
    """Remove the cells of a box and close the gap from below or the right.

    Raises:
        ValueError: a table or merged area would be torn, or a table's heading row would go without the table.
        NotImplementedError: all data rows of a table would go.
    """
    if shift is None and not _is_whole(box):
        rows, columns = box.shape
        shift = "left" if rows >= columns else "up"  # as Excel decides by the shape
    _push(doc, ws, _shift(box, _direction(box, shift, "up", "left"), -1))


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
        return Shift(down=down, at=box.row, count=sign * rows, first=box.column, last=box.last_column)
    return Shift(down=down, at=box.column, count=sign * columns, first=box.row, last=box.last_row)


def _push(doc: Document, ws: Worksheet, change: Shift) -> None:
    _refuse_tearing(doc, ws, change)
    table_shapes.check(ws, change)
    rules.shift(ws, change)
    _move_cells(doc, ws, change)
    areas.move_merges(ws, change.split)
    areas.move_print_area(ws, change.split)
    table_shapes.shift(doc, ws, change)
    _move_filter(ws, change)
    if change.whole:
        _move_dimensions(ws, change)
        _move_titles_and_breaks(ws, change)
    rewriting.move_references(doc, ws, change.moved, rules_too=False)
    carried_changes.shift(doc, ws, change.moved, change.split)
    doc.changed()


def _refuse_tearing(doc: Document, ws: Worksheet, change: Shift) -> None:
    for box in areas.merged(ws):
        _, end, across, across_end = change.along(box)
        touched = end >= change.at and across <= change.last and across_end >= change.first
        if touched and (across < change.first or across_end > change.last):
            raise ValueError(f"the merged cells {box} would be torn")
    for cell in ws._cells.values():
        fixed = isinstance(cell._value, ArrayFormula) and "cm" not in doc.loaded.attributes.get(cell, {})  # no spill
        if fixed and _tears(change, parse_box(cell._value.ref)):
            raise ValueError(f"the array {cell._value.ref} would be torn")
    if change.count > 0:
        for row, column in ws._cells:
            place, across = (row, column) if change.down else (column, row)
            beyond = place >= change.at and place + change.count > change.limit
            if beyond and change.first <= across <= change.last and ws._cells[row, column]._value is not None:
                raise ValueError("cells would be pushed off the sheet")


def _tears(change: Shift, area: Box | None) -> bool:
    """Whether an area would not move, stay or go as a whole."""
    if area is None:
        return False
    pieces = change.split(area)
    return len(pieces) > 1 or any(piece.shape != area.shape for piece in pieces)


def _move_cells(doc: Document, ws: Worksheet, change: Shift) -> None:
    cached = doc.loaded.cached
    moved: dict[tuple[int, int], Any] = {}
    for (row, column), cell in ws._cells.items():
        new = change.moved(Box.at(row, column))
        if new is None:
            cached.pop(cell, None)
            continue
        cell.row, cell.column = new.row, new.column
        moved[new.row, new.column] = cell
        if isinstance(cell._value, ArrayFormula | DataTableFormula):
            area = parse_box(cell._value.ref)
            target = change.moved(area) if area else None
            cell._value.ref = str(target or new)
            _move_inputs(cell._value, change)
    ws._cells = moved


def _move_inputs(formula: Any, change: Shift) -> None:
    """Move the cells into which a data table puts its values; Excel marks one that is gone."""
    for name in ("1", "2"):
        box = parse_box(getattr(formula, f"r{name}", None) or "")
        if box is not None:
            moved = change.moved(box)
            setattr(formula, *((f"r{name}", str(moved)) if moved else (f"del{name}", True)))


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
    dimensions = list(ws.column_dimensions.values())
    ws.column_dimensions.clear()
    for dimension in dimensions:
        dimension.reindex()
        new = change.interval(dimension.min, dimension.max)
        if new is not None:
            dimension.min, dimension.max = new
            dimension.index = column_letters(new[0])
            ws.column_dimensions[dimension.index] = dimension


def _move_titles_and_breaks(ws: Worksheet, change: Shift) -> None:
    if change.down and ws._print_rows:
        new = change.interval(ws._print_rows.min_row, ws._print_rows.max_row)
        ws._print_rows = RowRange(None, *new) if new else None
    if not change.down and ws._print_cols:
        box = parse_box(str(ws._print_cols))
        new = change.interval(box.column, box.last_column) if box else None
        letters = [column_letters(place) for place in new] if new else []
        ws._print_cols = ColRange(None, *letters) if new else None
    breaks = ws.row_breaks if change.down else ws.col_breaks
    kept = []
    for entry in breaks.brk:  # a break is after its row
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


def _format_new(ws: Worksheet, change: Shift, *, below: bool) -> None:
    """Give inserted cells the formats of their neighbours."""
    model = change.at + change.count if below else change.at - 1
    if model < 1:
        return
    new = range(change.at, change.at + change.count)
    if change.whole:
        _format_new_dimensions(ws, model, new, down=change.down)
    for (row, column), cell in list(ws._cells.items()):
        place, across = (row, column) if change.down else (column, row)
        if place == model and change.first <= across <= change.last and cell.has_style:
            for fresh in new:
                key = (fresh, column) if change.down else (row, fresh)
                made: Any = ws._cells.get(key) or NewCell(ws, *key)  # a heading is there already
                made._style = cell._style
                ws._cells[key] = made
    rules.reach(ws, change, below=below)


def _format_new_dimensions(ws: Worksheet, model: int, new: range, *, down: bool) -> None:
    if down:
        if model in ws.row_dimensions:
            for row in new:
                dimension = copied_dimension(ws.row_dimensions[model])
                dimension.index, dimension.hidden = row, False
                ws.row_dimensions[row] = dimension
        return
    widths = columns.dimension(ws, model)
    for column in new:
        dimension = columns.dimension(ws, column)
        dimension.width, dimension._style, dimension.hidden = widths.width, widths._style, False
