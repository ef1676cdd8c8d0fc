"""Tables while cells shift: they move, grow and shrink with their rows and columns."""

from itertools import count
from typing import Any

from openpyxl.worksheet.table import TableColumn

from xl.cells.addresses import Box
from xl.cells.model import Worksheet
from xl.cells.tables import box_of, filtered, header_rows
from xl.engine.editing import blocks
from xl.engine.editing.shift import Shift
from xl.engine.memory.document import Document


def check(ws: Worksheet, change: Shift) -> None:
    """Refuse what Excel refuses.

    Raises:
        ValueError: a table would be torn, or lose its heading row alone.
        NotImplementedError: a table would lose all its data rows.
    """
    for entry in ws.tables.values():
        start, end, across, across_end = change.along(box_of(entry))
        if end < change.at or across > change.last or across_end < change.first:
            continue
        if across < change.first or across_end > change.last:
            raise ValueError(f"cells of the table {entry.displayName} would be torn apart")
        if change.count < 0:
            _check_deletion(entry.displayName, change, start, end)


def _check_deletion(name: str, change: Shift, start: int, end: int) -> None:
    gone = range(change.at, change.at - change.count)
    if start in gone and end in gone:
        return  # the whole table goes
    if change.down and start in gone:
        raise ValueError(f"the table {name} would lose its heading row")
    if change.down and change.at <= start + 1 and end in gone:
        raise NotImplementedError(f"deleting all data rows of the table {name}")


def shift(doc: Document, ws: Worksheet, change: Shift) -> None:
    """Move the tables of a sheet whose cells have moved."""
    for table in list(ws.tables.values()):
        old = box_of(table)
        new = change.moved(old)
        if new is None:
            del ws.tables[table.name]
        elif new != old:
            place(table, new)
            if not change.down and new.shape[1] != old.shape[1]:
                _fit_columns(doc, ws, table, old, change)


def place(table: Any, box: Box) -> None:
    """Give a table other cells."""
    table.ref = str(box)
    if table.autoFilter is not None:
        table.autoFilter.ref = str(filtered(table))


def _fit_columns(doc: Document, ws: Worksheet, table: Any, old: Box, change: Shift) -> None:
    """Drop the columns that are gone and add those that are new, with headings as Excel makes them up."""
    by_place = {}
    for column_place, column in columns_by_place(table, old).items():
        new = change.interval(column_place, column_place)
        if new is not None:
            by_place[new[0]] = column
    box = box_of(table)
    names = made_up_names(box, by_place)
    fit_columns(table, by_place, names)
    if header_rows(table):
        blocks.write(doc, ws, box._replace(last_row=box.row), [names])


def columns_by_place(table: Any, box: Box) -> dict[int, Any]:
    """Return the columns of a table by the sheet's, where its cells are these."""
    return dict(zip(range(box.column, box.last_column + 1), table.tableColumns, strict=False))


def made_up_names(box: Box, by_place: dict[int, Any]) -> list[str]:
    """Return the names of a table's columns, new ones as Excel makes them up."""
    taken = {column.name.casefold() for column in by_place.values()}
    free = (name for name in (f"Column{number}" for number in count(1)) if name.casefold() not in taken)
    places = range(box.column, box.last_column + 1)
    return [by_place[place].name if place in by_place else next(free) for place in places]


def fit_columns(table: Any, by_place: dict[int, Any], names: list[str]) -> None:
    """Give a table the columns of its cells: those that are there, and new ones with their names."""
    ids = [column.id for column in table.tableColumns]
    columns = []
    for column_place, name in enumerate(names, box_of(table).column):
        column = by_place.get(column_place)
        if column is None:
            ids.append(max(ids, default=0) + 1)
            column = TableColumn(id=ids[-1], name=name)
        columns.append(column)
    table.tableColumns = columns
