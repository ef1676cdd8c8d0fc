"""The sheet `Kiểm tra`: findings with links to their cells."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cchc_macros import contract as c
from cchc_macros.book.cells import cell_link, text_of
from cchc_macros.book.tables import Table
from cchc_macros.book.workbook import Workbook
from cchc_macros.rules.audit.finding_codes import code_of, name_of
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
    workbook: Workbook,
    described: Sequence[Mapping[str, Any]],
    keeps: Callable[[Mapping[str, str]], bool] = lambda _: False,
) -> int:
    """Make findings, as `describe` gives them, the table Findings; places are links.

    What staff keep beside a finding stays with it as long as it is found; afterwards the log has what they wrote. Rows
    that `keeps` says yes to, given their cells as text with the code for its name, stay below. Returns how many.
    """
    table = workbook.table(c.FINDINGS)
    ours = [
        {
            c.LEVEL: item["level"],
            c.FINDING_CODE: name_of(item["code"]),
            c.PLACE: cell_link(f"{item['sheet']}!{item['cell']}") if item["cell"] else item["sheet"],
            c.CONTENT: item["message"],
            c.HINT: item["hint"],
        }
        for item in described
    ]
    places = table.contents(c.PLACE)
    older = [
        dict(row) | {c.PLACE: places[index]}
        for index, row in table.rows()
        if keeps({heading: text_of(value) for heading, value in row.items()} | {c.FINDING_CODE: _code(row)})
    ]
    gone = table.replace([*ours, *older], key=((c.FINDING_CODE, c.CONTENT), (c.FINDING_CODE, c.PLACE)))
    workbook.log_gone("Kiểm tra số liệu", gone, c.CONTENT)
    return len(older)


def _code(row: Mapping[str, Any]) -> str:
    return code_of(text_of(row[c.FINDING_CODE]))


def _row_of(table: Table, key: str) -> int | None:
    """The row whose first column, or whose name, is `key`."""
    wanted = fold(key)
    for index, row in table.rows():
        if wanted in {fold(text_of(row[heading])) for heading in table.spec.columns[:2]}:
            return index
    return None
