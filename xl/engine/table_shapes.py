"""Tables while cells shift: they move, grow and shrink with their rows and columns."""

from typing import TYPE_CHECKING

from openpyxl.worksheet.table import TableColumn

from xl.engine import blocks
from xl.engine.addresses import Box, parse_box
from xl.engine.model import Worksheet

if TYPE_CHECKING:
    from xl.engine.sheets import Sheet
    from xl.engine.shifting import Shift
    from xl.engine.tables import Table


def check(ws: Worksheet, change: "Shift") -> None:
    """Refuse what Excel refuses.

    Raises:
        ValueError: a table would be torn, or lose its heading row alone.
        NotImplementedError: a table would lose all its data rows.
    """
    for entry in ws.tables.values():
        box = parse_box(entry.ref)
        if box is None:
            continue
        start, end, across, across_end = change._parts(box)
        if end < change.at or across > change.last or across_end < change.first:
            continue
        if across < change.first or across_end > change.last:
            raise ValueError(f"cells of the table {entry.displayName} would be torn apart")
        if change.count < 0:
            _check_deletion(entry.displayName, change, start, end)


def _check_deletion(name: str, change: "Shift", start: int, end: int) -> None:
    gone = range(change.at, change.at - change.count)
    if start in gone and end in gone:
        return  # the whole table goes
    if change.down and start in gone:
        raise ValueError(f"the table {name} would lose its heading row")
    if change.down and change.at <= start + 1 and end in gone:
        raise NotImplementedError(f"deleting all data rows of the table {name}")


def shift(sheet: "Sheet", change: "Shift") -> None:
    """Move the tables of a sheet whose cells have moved."""
    ws = sheet.ws
    for table in list(sheet.tables):
        old = table.box
        new = change.moved(old)
        if new is None:
            del ws.tables[table.entry.name]
            continue
        if new != old:
            table.entry.ref = str(new)
            if table.entry.autoFilter is not None:
                table.entry.autoFilter.ref = str(new)
            if not change.down and new.shape[1] != old.shape[1]:
                _fit_columns(sheet, table, old, change)


def _fit_columns(sheet: "Sheet", table: "Table", old: Box, change: "Shift") -> None:
    """Drop the columns that are gone and add those that are new, with headings as Excel makes them up."""
    by_place = {}
    for place, column in zip(range(old.column, old.last_column + 1), table.entry.tableColumns, strict=False):
        new = change.interval(place, place)
        if new is not None:
            by_place[new[0]] = column
    box = table.box
    taken = {column.name.casefold() for column in by_place.values()}
    ids = [column.id for column in table.entry.tableColumns]
    columns = []
    for place in range(box.column, box.last_column + 1):
        column = by_place.get(place)
        if column is None:
            number = 1
            while f"column{number}" in taken:
                number += 1
            taken.add(f"column{number}")
            ids.append(max(ids) + 1)
            column = TableColumn(id=ids[-1], name=f"Column{number}")
        columns.append(column)
    table.entry.tableColumns = columns
    if table.show_headers:
        blocks.write(sheet, box._replace(last_row=box.row), [[column.name for column in columns]])
