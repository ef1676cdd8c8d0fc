"""Rows of a table that come, go, or change places: whatever hangs on a cell moves along where Excel moves it."""

from collections.abc import Sequence
from contextlib import AbstractContextManager

import xl.light  # noqa: F401  # must come before xlwings

import xlwings as xw  # isort: skip

from xl.cell_writing import Body, Held
from xl.guard import guard
from xl.reading import cells_of, used_area, values_in

_FROM_BELOW = "format_from_right_or_below"


def insert_rows(body: Body, width: int, row: int, count: int) -> None:
    """Make room above a row of a table; what is there moves down, with notes and formats."""
    place = _rows(body, width, row, count)
    with _reshaping(body):
        if row:
            place.insert("down")
        else:  # rather than the looks of the headings
            place.insert("down", _FROM_BELOW)


def delete_rows(body: Body, width: int, row: int, count: int) -> None:
    """Take rows out of a table; not all of them."""
    with _reshaping(body):
        _rows(body, width, row, count).delete("up")


def resize_rows(body: Body, table: xw.main.Table, width: int, rows: tuple[int, int]) -> None:
    """Give a table another number of rows: those it loses are emptied, what is under it is pushed down.

    Args:
        body: Where its cells stand.
        table: The table.
        width: Its columns.
        rows: How many rows it has, and is to have.
    """
    before, after = rows
    with _reshaping(body):
        if after < before:
            body.cells(body.area(after, 0, before - after, width)).clear_contents()
        else:
            room = cells_of(body.sheet, body.area(before, 0, after - before, width))
            if any(line != [None] * width for line in values_in(body.sheet, room)):
                room.insert("down")
        table.resize(body.cells(body.area(-1, 0, after + 1, width)))


def widen_table(body: Body, table: xw.main.Table, width: int, height: int) -> None:
    """Give a table another number of columns; `height` is its rows, headings and totals included."""
    with _reshaping(body):
        table.resize(body.cells(body.area(-1, 0, height, width)))


def rearranged(held: Held, sources: Sequence[int | None], height: int) -> Held:
    """The contents with each row where it is to be, as Excel sorts: formulas point where they would if copied there.

    Args:
        held: The contents, of `height` rows at least.
        sources: For each row the one that comes there, None for a new one.
        height: How many rows there are to be.
    """
    width = len(held.formulas[0])
    values, formulas = [], []
    for row in range(height):
        source = sources[row] if row < len(sources) else None
        values.append([None] * width if source is None else list(held.values[source]))
        formulas.append([""] * width if source is None else _moved(held.formulas[source], row - source))
    return Held(values, formulas)


def _moved(formulas: Sequence[str], rows: int) -> list[str]:
    if not rows or not any(formula.startswith("=") for formula in formulas):
        return list(formulas)
    from xl.cells.references import copied_down  # noqa: PLC0415  # rarely needed, and it needs openpyxl

    return [copied_down(formula, rows) if formula.startswith("=") else formula for formula in formulas]


def _rows(body: Body, width: int, row: int, count: int) -> xw.Range:
    """Rows of a table: of the whole sheet, so that their heights go along, where nothing is beside the table."""
    cells = body.cells(body.area(row, 0, count, width))
    if len(body.sheet.tables) == 1:
        used = used_area(body.sheet)
        if used.column >= body.left and used.column + used.width <= body.left + width:
            first = body.top + row
            return body.sheet.range(f"{first}:{first + count - 1}")
    return cells


def _reshaping(body: Body) -> AbstractContextManager[None]:
    guard().check([body.sheet], reshaped=[body.sheet])
    return guard().reshaping(body.sheet)
