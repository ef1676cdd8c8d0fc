"""An import written down: rows, settings and findings, each table in one call a column."""

from collections.abc import Mapping, Sequence
from typing import Any

import xlwings as xw

from cchc_macros import contract as c
from cchc_macros.domain.findings import Finding
from cchc_macros.macros.plan_merge import Merge
from cchc_macros.macros.tables import (
    Table,
    append_rows,
    plain,
    read_formulas,
    read_table,
    text_of,
    write_column,
    write_rows,
)
from cchc_macros.macros.workbook import Settings, cell_link

OURS = "IMPORT_"  # codes of the findings of an import

Row = Mapping[str, Any]


def write_merge(book: xw.Book, table: Table, merge: Merge) -> Table:
    """Write new rows where the plan has them and changes where they belong; return the table as it is then."""
    used = [index for index, _ in table.rows()]
    if not used:
        write_rows(table, list(merge.new.values()))
        return table
    _write_cells(table, merge.changes)
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
    _write_cells(table, cells)
    return table


def write_settings(settings: Settings, known: Row) -> None:
    """Write the values beside their keys; a key that an older workbook lacks is added."""
    rows = {key: settings.row(key) for key in known}
    _write_cells(settings.table, {row: {c.VALUE: known[key]} for key, row in rows.items() if row is not None})
    append_rows(settings.table, [{c.KEY: key, c.VALUE: known[key]} for key, row in rows.items() if row is None])


def write_import_findings(book: xw.Book, findings: Sequence[Finding], described: Sequence[Mapping[str, Any]]) -> None:
    """Put the import's findings first in the table Findings.

    Those of the audit stay, and so do those of an earlier import into another sheet.
    """
    table = read_table(book, c.FINDINGS)
    formulas = read_formulas(table)
    sheets = {str(item["sheet"]) for item in described}
    older = []
    for index, row in table.rows():
        cells = {heading: _kept(formulas[index][offset], row[heading]) for heading, offset in table.columns.items()}
        again = any(sheet in text_of(cells[c.PLACE]) for sheet in sheets)
        if not (again and text_of(row[c.FINDING_CODE]).startswith(OURS)):
            older.append(cells)
    ours = [
        {
            c.LEVEL: found.level,
            c.FINDING_CODE: found.code,
            c.PLACE: cell_link(f"{item['sheet']}!{item['cell']}") if item["cell"] else item["sheet"],
            c.CONTENT: plain(found.message),
            c.HINT: plain(found.hint),
        }
        for found, item in zip(findings, described, strict=True)
    ]
    write_rows(table, [*ours, *older])


def _write_cells(table: Table, cells: Mapping[int, Row]) -> None:
    """Write values by row index and heading, a column in one call; formulas in the column stay formulas."""
    if not cells:
        return
    formulas = read_formulas(table)
    for heading in dict.fromkeys(heading for values in cells.values() for heading in values):
        offset = table.columns[heading]
        column = [_kept(formulas[index][offset], row[offset]) for index, row in enumerate(table.body)]
        for index, values in cells.items():
            if heading in values:
                column[index] = table.body[index][offset] = values[heading]
        write_column(table, heading, column)


def _kept(formula: object, value: object) -> object:
    """What to write into a cell so that it stays as it is: its formula, or its value."""
    return formula if isinstance(formula, str) and formula.startswith("=") else plain(value)
