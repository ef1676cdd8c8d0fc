"""Tables while cells shift: they move, grow and shrink with their rows and columns."""

from typing import Any

from openpyxl.worksheet.table import TableColumn

from xl.cells.addresses import Box
from xl.cells.model import Worksheet
from xl.cells.tables import box_of, header_rows
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
        table.autoFilter.ref = str(box)


def _fit_columns(doc: Document, ws: Worksheet, table: Any, old: Box, change: Shift) -> None:
    """Drop the columns that are gone and add those that are new, with headings as Excel makes them up."""
    by_place = {}
    for column_place, column in zip(range(old.column, old.last_column + 1), table.tableColumns, strict=False):
        new = change.interval(column_place, column_place)
        if new is not None:
            by_place[new[0]] = column
    box = box_of(table)
    taken = {column.name.casefold() for column in by_place.values()}
    ids = [column.id for column in table.tableColumns]
    columns = []
    for column_place in range(box.column, box.last_column + 1):
        column = by_place.get(column_place)
        if column is None:
            number = 1
            while f"column{number}" in taken:
                number += 1
            taken.add(f"column{number}")
            ids.append(max(ids) + 1)
            column = TableColumn(id=ids[-1], name=f"Column{number}")
        columns.append(column)
    table.tableColumns = columns
    if header_rows(table):
        blocks.write(doc, ws, box._replace(last_row=box.row), [[column.name for column in columns]])
