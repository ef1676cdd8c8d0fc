"""Rectangles of cells read, written, cleared, merged: what `Range` does, in time linear in the cells."""

from collections.abc import Callable, Iterator
from typing import Any

from openpyxl.worksheet.cell_range import CellRange

from xl.cells import references, values
from xl.cells.addresses import MAX_ROW, Box
from xl.cells.model import Cell, NewCell, Worksheet
from xl.cells.tables import box_of
from xl.engine.editing import cells, columns, headings, rules
from xl.engine.editing.translating import Translator
from xl.engine.memory import areas
from xl.engine.memory.document import Document
from xl.errors import DataError
from xl.garbage import without_gc

_MOST_CELLS = 20_000_000
_FEW_CELLS = 100_000
_NOTHING = object()


@without_gc()
def read(doc: Document, ws: Worksheet, box: Box) -> list[list[Any]]:
    """Return a block of values; formula cells give their computed value.

    Raises:
        DataError: the block is larger than any table of people; a hostile file can pretend one.
    """
    height, width = box.shape
    if height * width > _MOST_CELLS:
        raise DataError(
            f"{ws.title}!{box}: vùng dữ liệu quá rộng ({height} dòng × {width} cột). "
            "Xóa các ô thừa ở cuối trang tính rồi làm lại."
        )
    found = ws._cells  # one dict look-up per cell instead of two calls
    columns = range(box.column, box.last_column + 1)
    computed = doc.computed
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


@without_gc()
def read_formulas(ws: Worksheet, box: Box) -> tuple[tuple[str, ...], ...]:
    """Return a block of formulas, constants as text, blanks as ""."""
    find, columns = ws._cells.get, range(box.column, box.last_column + 1)
    return tuple(
        tuple(
            [
                ""
                if (cell := find((row, column))) is None or (value := cell._value) is None
                else value
                if type(value) is str and cell.data_type != "f"  # by far the most cells: spare the call
                else values.formula_text(cell)
                for column in columns
            ]
        )
        for row in range(box.row, box.last_row + 1)
    )


def number_formats(ws: Worksheet, box: Box) -> set[str]:
    """Return the number formats of the box; cells that are not there have their column's."""
    find, styles = ws._cells.get, columns.styles(ws)
    if box.shape[0] * box.shape[1] > _FEW_CELLS:  # looking for the last cell in use looks at all of them
        box = box._replace(
            last_row=min(box.last_row, max(ws.max_row, box.row)),
            last_column=min(box.last_column, max(ws.max_column, box.column)),
        )
    found = [
        styles.get(column) if (cell := find((row, column))) is None else cell._style
        for row in range(box.row, box.last_row + 1)
        for column in range(box.column, box.last_column + 1)
    ]
    looks = dict(zip(map(id, found), found, strict=True))  # cells share their styles
    return {str(NewCell(ws, 1, 1, style).number_format) for style in looks.values()}


@without_gc()
def write(doc: Document, ws: Worksheet, box: Box, value: Any) -> None:
    """Write a scalar to every cell of the box, or rows of values to a block of their size at its first cell.

    A scalar formula is adjusted from cell to cell, as Excel fills it. A cell hidden in a merged area takes no value.
    """
    written = _written(box, value)
    hidden = _hidden_by_merges(ws, written) if ws.merged_cells.ranges else ()
    tidy = _tidier(ws)
    cached = doc.loaded.cached
    unfitted = doc.unfitted.setdefault(ws, set())
    changed: list[Cell] = []
    formulas = False
    for cell, item in _pairs(ws, box, value):
        kind, before = cell.data_type, cell._value
        if (hidden and (cell.row, cell.column) in hidden) or (kind == "f" and _is_array(cell, item)):
            continue
        held = cached.pop(cell, _NOTHING) if kind == "f" else _NOTHING
        values.write(cell, item)
        now = cell.data_type
        if now == "f":
            cell._value = tidy(cell)
        if now == kind and cell._value == before:
            if held is not _NOTHING:
                cached[cell] = held
            continue
        changed.append(cell)
        formulas = formulas or "f" in (kind, now)
        if now == "f" and "!" in cell._value:
            doc.mentions.forget(ws)
        if _may_wrap(cell, kind, item):
            unfitted.add(cell.row)
    if changed:
        headings.follow(doc, ws, written)
        doc.changed(() if formulas else changed)


def _may_wrap(cell: Cell, kind: str, item: Any) -> bool:
    """Whether what was written into a cell may take other lines than before; a number that was typed does not."""
    if cell.data_type == "f":
        return bool(cell.alignment.wrap_text)
    return cell.data_type == "s" or (kind == "s" and isinstance(item, str))


def _is_array(cell: Cell, text: Any) -> bool:
    """Whether a formula cell holds an array formula of this text, which then stays one."""
    return type(cell._value) is not str and values.formula_text(cell) == text


def _pairs(ws: Worksheet, box: Box, value: Any) -> Iterator[tuple[Cell, Any]]:
    find, make = ws._cells.get, cells.creator(ws)
    if isinstance(value, list | tuple):
        rows = value if value and isinstance(value[0], list | tuple) else [value]
        for row, line in enumerate(rows, box.row):
            for column, item in enumerate(line, box.column):
                yield find((row, column)) or make(row, column), item
        return
    fill = None
    if isinstance(value, str) and value.startswith("=") and len(value) > 1 and not box.is_cell:
        fill = Translator(value, origin=str(box.corner))
    for row in range(box.row, box.last_row + 1):
        for column in range(box.column, box.last_column + 1):
            cell = make(row, column)
            yield cell, fill.translate_formula(cell.coordinate) if fill else value


def _written(box: Box, value: Any) -> Box:
    """Return the cells that a value fills when it is written at the box's first cell."""
    if not isinstance(value, list | tuple):
        return box
    rows = value if value and isinstance(value[0], list | tuple) else [value]
    return box._replace(last_row=box.row + len(rows) - 1, last_column=box.column + len(rows[0]) - 1)


def _tidier(ws: Worksheet) -> Callable[[Cell], str]:
    """Return a function that gives a cell's formula in the form files hold; see `references.to_file`."""
    tables = [(box_of(table), table.displayName) for table in ws.tables.values()]

    def tidy(cell: Cell) -> str:
        def around() -> str | None:
            return next((name for box, name in tables if box.holds(cell.row, cell.column)), None)

        return references.to_file(str(cell.value), around)

    return tidy


def clear(doc: Document, ws: Worksheet, box: Box, *, formats: bool) -> None:
    """Empty the cells of a box; with `formats` drop them with all that hangs on them, so that nothing is left."""
    found, cached = ws._cells, doc.loaded.cached
    if formats:
        unmerge(ws, box)
        rules.clear(ws, box)
    for key in cells.present(ws, box):
        if formats:
            cached.pop(found.pop(key), None)
        else:
            cached.pop(found[key], None)
            values.write(found[key], None)
    doc.changed()


def merge(doc: Document, ws: Worksheet, box: Box, *, across: bool) -> None:
    """Merge a box, row by row with `across`; cells that become hidden lose their content, not their format."""
    unmerge(ws, box)
    rows = range(box.row, box.last_row + 1)
    parts = [Box(row, box.column, row, box.last_column) for row in rows] if across else [box]
    for part in parts:
        if part.is_cell:
            continue
        filled = [key for key in sorted(cells.present(ws, part)) if cells.filled(ws, *key)]
        if filled and filled[0] != (part.row, part.column):
            raise NotImplementedError("merging cells whose first is empty and another is not")
        for key in filled[1:]:
            values.write(ws._cells[key], None)
        ws.merged_cells.add(CellRange(str(part)))
    doc.changed()


def unmerge(ws: Worksheet, box: Box) -> None:
    """Take apart the merged areas that meet the box."""
    ws.merged_cells.ranges = {area for area in ws.merged_cells.ranges if not areas.boxes([area])[0].meets(box)}


def _hidden_by_merges(ws: Worksheet, box: Box) -> set[tuple[int, int]]:
    """Return the cells of a box that merged areas hide: all of an area but its first."""
    return {
        (row, column)
        for area in areas.merged(ws)
        if area.meets(box)
        for row in range(max(area.row, box.row), min(area.last_row, box.last_row) + 1)
        for column in range(max(area.column, box.column), min(area.last_column, box.last_column) + 1)
        if (row, column) != (area.row, area.column)
    }
