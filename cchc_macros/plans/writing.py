"""An import written down: rows and settings, each table in one call a column."""

from collections.abc import Mapping, Sequence
from typing import Any

import xlwings as xw

from cchc_macros import contract as c
from cchc_macros.book.tables import Table, append_rows, as_written, read_table, write_column, write_rows
from cchc_macros.book.workbook import Settings
from cchc_macros.plans.merging import Merge

Row = Mapping[str, Any]


def write_merge(book: xw.Book, table: Table, merge: Merge) -> Table:
    """Write new rows where the plan has them and changes where they belong; return the table as it is then."""
    used = [index for index, _ in table.rows()]
    if not used:
        write_rows(table, list(merge.new.values()))
        return table
    write_cells(table, merge.changes)
    blocks: dict[int, list[Row]] = {}  # table row below which new rows come
    last = -1
    for number, index in enumerate(merge.order):
        last = last if index is None else index
        if index is None:
            blocks.setdefault(last, []).append(merge.new[number])
    append_rows(table, blocks.pop(used[-1], []))
    return _insert(book, table, blocks) if blocks else table


def _insert(book: xw.Book, table: Table, blocks: Mapping[int, Sequence[Row]]) -> Table:
    """Insert rows in the middle, from the bottom up; what stands below moves along with its formulas and formats."""
    cells: dict[int, Row] = {}
    for after in sorted(blocks, reverse=True):
        first, height = table.top + after + 1, len(blocks[after])
        table.sheet.range(f"{first}:{first + height - 1}").insert("down")
        cells = {index + height: values for index, values in cells.items()}
        cells |= {after + 1 + offset: values for offset, values in enumerate(blocks[after])}
    table = read_table(book, table.spec)
    write_cells(table, cells)
    return table


def write_settings(settings: Settings, known: Row) -> None:
    """Write the values beside their keys; a key that an older workbook lacks is added."""
    rows = {key: settings.row(key) for key in known}
    write_cells(settings.table, {row: {c.VALUE: known[key]} for key, row in rows.items() if row is not None})
    append_rows(settings.table, [{c.KEY: key, c.VALUE: known[key]} for key, row in rows.items() if row is None])


def write_cells(table: Table, cells: Mapping[int, Row]) -> None:
    """Write values by row index and heading, a column in one call; formulas in the column stay formulas."""
    if not cells:
        return
    body = as_written(table)
    for heading in dict.fromkeys(heading for values in cells.values() for heading in values):
        offset = table.columns[heading]
        column = [row[offset] for row in body]
        for index, values in cells.items():
            if heading in values:
                column[index] = table.body[index][offset] = values[heading]
        write_column(table, heading, column)
