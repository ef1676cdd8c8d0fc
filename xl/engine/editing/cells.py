"""Cells found and made in openpyxl's store, in time linear in the cells."""

from collections.abc import Callable, Iterator

from xl.cells.addresses import MAX_COLUMN, MAX_ROW, Box
from xl.cells.model import Cell, NewCell, Worksheet
from xl.engine.editing import columns


def creator(ws: Worksheet) -> Callable[[int, int], Cell]:
    """Return a function that gives the cell at (row, column), made with its row's or column's style if missing."""
    found = ws._cells
    row_styles = {row: d._style for row, d in ws.row_dimensions.items() if d.has_style}
    column_styles = columns.styles(ws)

    def make(row: int, column: int) -> Cell:
        cell: Cell = found.get((row, column))
        if cell is None:
            cell = found[row, column] = NewCell(ws, row, column, row_styles.get(row) or column_styles.get(column))
        return cell

    return make


def one(ws: Worksheet, row: int, column: int) -> Cell:
    """Return one cell, made if missing."""
    return creator(ws)(row, column)


def every(ws: Worksheet, box: Box) -> Iterator[Cell]:
    """Return the cells of a box, made if missing; a box of whole rows or columns stops at the used range."""
    make = creator(ws)
    for row in rows_of(ws, box):
        for column in columns_of(ws, box):
            yield make(row, column)


def rows_of(ws: Worksheet, box: Box) -> range:
    """Return the rows of a box; one of whole columns stops at the used range."""
    return range(box.row, (box.last_row if box.last_row < MAX_ROW else max(ws.max_row, box.row)) + 1)


def columns_of(ws: Worksheet, box: Box) -> range:
    """Return the columns of a box; one of whole rows stops at the used range."""
    return range(box.column, (box.last_column if box.last_column < MAX_COLUMN else max(ws.max_column, box.column)) + 1)


def present(ws: Worksheet, box: Box) -> list[tuple[int, int]]:
    """Return the keys of the box's existing cells, by the cheaper of two ways."""
    found = ws._cells
    height, width = box.shape
    if height * width < len(found):
        keys = ((r, c) for r in range(box.row, box.last_row + 1) for c in range(box.column, box.last_column + 1))
        return [key for key in keys if key in found]
    return [(r, c) for r, c in found if box.row <= r <= box.last_row and box.column <= c <= box.last_column]


def filled(ws: Worksheet, row: int, column: int) -> bool:
    """Whether a cell has content."""
    cell = ws._cells.get((row, column))
    return cell is not None and cell._value is not None


def end(ws: Worksheet, row: int, column: int, down: int, right: int) -> tuple[int, int]:
    """Return where Ctrl+arrow leads: the end of the filled run, else the next filled cell, else the sheet's edge."""
    found = ws._cells.items()
    if down:
        filled = {r for (r, c), cell in found if c == column and cell._value is not None}
        place, step, edge = row, down, MAX_ROW if down > 0 else 1
    else:
        filled = {c for (r, c), cell in found if r == row and cell._value is not None}
        place, step, edge = column, right, MAX_COLUMN if right > 0 else 1
    if {place, place + step} <= filled:
        while place + step in filled:
            place += step
    else:
        ahead = (other for other in filled if (other - place) * step > 0)
        place = min(ahead, key=lambda other: abs(other - place), default=edge)
    return (place, column) if down else (row, place)


def region(ws: Worksheet, box: Box) -> Box:
    """Return the block around a box bounded by blank rows and columns."""
    row, column, last_row, last_column = box
    while True:
        across, down = range(column - 1, last_column + 2), range(row - 1, last_row + 2)
        grown = (
            row - any(filled(ws, row - 1, c) for c in across),
            column - any(filled(ws, r, column - 1) for r in down),
            last_row + any(filled(ws, last_row + 1, c) for c in across),
            last_column + any(filled(ws, r, last_column + 1) for r in down),
        )
        if grown == (row, column, last_row, last_column):
            return Box(*grown)
        row, column, last_row, last_column = grown
