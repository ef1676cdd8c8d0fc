"""The sheet `Kiểm tra`: findings with links to their cells."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import xlwings as xw

from cchc_macros import contract as c
from cchc_macros.book.tables import Table, as_written, plain, read_table, text_of, write_rows
from cchc_macros.book.workbook import cell_link
from cchc_macros.rules.findings import Finding
from cchc_macros.rules.text import fold

OF_IMPORT = "IMPORT_"  # codes of what an import finds, which no audit can find again


def describe(finding: Finding, tables: Mapping[str, Table]) -> dict[str, Any]:
    """A finding as a JSON object with its sheet and cell."""
    table = tables.get(finding.table or "")
    row = finding.row
    if table is not None and row is None and finding.row_code is not None:
        row = _row_of(table, finding.row_code)
    cell = table.cell(row, finding.column or table.spec.columns[0]) if table is not None and row is not None else None
    sheet, _, address = (cell or "").rpartition("!")
    return {
        "code": finding.code,
        "level": finding.level,
        "sheet": sheet or (table.sheet.name if table else None),
        "cell": address or None,
        "row_code": finding.row_code,
        "message": finding.message,
        "hint": finding.hint,
    }


def write_findings(
    book: xw.Book,
    described: Sequence[Mapping[str, Any]],
    keeps: Callable[[Mapping[str, str]], bool] = lambda _: False,
) -> int:
    """Make findings, as `describe` gives them, the table Findings; places are links.

    Rows that `keeps` says yes to, given their cells as text, stay below. Returns how many.
    """
    table = read_table(book, c.FINDINGS)
    ours = [
        {
            c.LEVEL: item["level"],
            c.FINDING_CODE: item["code"],
            c.PLACE: cell_link(f"{item['sheet']}!{item['cell']}") if item["cell"] else item["sheet"],
            c.CONTENT: plain(item["message"]),
            c.HINT: plain(item["hint"]),
        }
        for item in described
    ]
    older = [
        {heading: row[offset] for heading, offset in table.columns.items()}
        for row in as_written(table)
        if any(row) and keeps({heading: text_of(row[offset]) for heading, offset in table.columns.items()})
    ]
    write_rows(table, [*ours, *older])
    return len(older)


def _row_of(table: Table, key: str) -> int | None:
    """The row whose first column, or whose name, is `key`."""
    wanted = fold(key)
    for index, row in table.rows():
        if wanted in {fold(text_of(row[heading])) for heading in table.spec.columns[:2]}:
            return index
    return None
