"""Kiểm tra số liệu: every finding about scores, units, deadlines and addresses, with its place."""

from collections import Counter
from typing import Any

import xlwings as xw

from cchc_macros import contract as c
from cchc_macros.domain.audit import audit_scores
from cchc_macros.domain.audit_work import (
    audit_addresses,
    audit_items,
    audit_links,
    audit_task_codes,
    audit_units,
)
from cchc_macros.domain.findings import Finding
from cchc_macros.domain.text import fold
from cchc_macros.macros.tables import Table, plain, read_table, text_of, write_rows
from cchc_macros.macros.work import Work, read_work
from cchc_macros.macros.workbook import cell_link
from cchc_macros.summary import Summary


def audit(book: xw.Book) -> Summary:
    """Check the whole workbook and write the findings into the sheet `Kiểm tra`; scores are left as they are.

    Raises:
        WorkbookError: a table or column is missing.
        DataError: a setting cannot be read.
    """
    work = read_work(book)
    findings = collect_findings(work)
    tables = _tables(book, work)
    data = [describe(finding, tables) for finding in findings]
    write_findings(book, findings, data)
    counts = Counter(finding.level for finding in findings)
    parts = [f"{counts[level]} {level.lower()}" for level in c.LEVELS if counts[level]]
    message = (
        f"Kiểm tra xong: {', '.join(parts)}. Xem sheet {c.FINDINGS_SHEET}."
        if parts
        else "Kiểm tra xong: không có sai lệch."
    )
    return Summary(message, {"findings": data})


def collect_findings(work: Work) -> list[Finding]:
    """All findings, scores first."""
    scores = work.scores
    plan_year = work.settings.year(c.YEAR_PLAN)
    return [
        *scores.problems,
        *audit_scores(scores.tree, scores.by_row, scores.total, work.settings.stated()),
        *audit_task_codes(work.tasks),
        *audit_links(work.tasks, scores.criteria, scores.tree, scores.by_row),
        *audit_items(work.items, plan_year),
        *audit_units(work.assignment),
        *audit_addresses(work.assignment, work.roster),
    ]


def describe(finding: Finding, tables: dict[str, Table]) -> dict[str, Any]:
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


def write_findings(book: xw.Book, findings: list[Finding], data: list[dict[str, Any]]) -> None:
    """Make the findings the whole of the table Findings; places are links."""
    rows = [
        {
            c.LEVEL: finding.level,
            c.FINDING_CODE: finding.code,
            c.PLACE: cell_link(f"{item['sheet']}!{item['cell']}") if item["cell"] else item["sheet"],
            c.CONTENT: plain(finding.message),
            c.HINT: plain(finding.hint),
        }
        for finding, item in zip(findings, data, strict=True)
    ]
    write_rows(read_table(book, c.FINDINGS), rows)


def _tables(book: xw.Book, work: Work) -> dict[str, Table]:
    return {
        c.CRITERIA.name: work.scores.table,
        c.TASKS.name: work.task_table,
        c.SETTINGS.name: work.settings.table,
        c.UNITS.name: read_table(book, c.UNITS),
        c.GROUPS.name: read_table(book, c.GROUPS),
    }


def _row_of(table: Table, key: str) -> int | None:
    """The row whose first column, or whose name, is `key`."""
    wanted = fold(key)
    for index, row in table.rows():
        if wanted in {fold(text_of(row[heading])) for heading in table.spec.columns[:2]}:
            return index
    return None
