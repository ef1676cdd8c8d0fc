"""Nhập phụ lục: a published appendix into Criteria or Tasks, by STT, so that a second import doubles nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlwings as xw

from cchc_macros import contract as c
from cchc_macros.contract import TableSpec
from cchc_macros.domain.findings import INFO, Finding
from cchc_macros.domain.scores import clean_code
from cchc_macros.errors import CchcError
from cchc_macros.macros.audit import describe
from cchc_macros.macros.plan_files import read_file
from cchc_macros.macros.plan_merge import Merge, merge_plan
from cchc_macros.macros.recalculate import recalculate
from cchc_macros.macros.tables import (
    Table,
    append_rows,
    is_blank,
    plain,
    read_formulas,
    read_table,
    text_of,
    write_column,
    write_rows,
)
from cchc_macros.macros.workbook import Settings, append_log, cell_link, read_settings
from cchc_macros.plan import Plan, read_plans
from cchc_macros.plan.model import Kind
from cchc_macros.summary import Summary

OURS = "IMPORT_"  # codes of the findings of an import
_SPECS: dict[Kind, TableSpec] = {"criteria": c.CRITERIA, "tasks": c.TASKS}
_STATED = {
    "max": c.STATED_MAX, "result": c.STATED_RESULT, "target": c.STATED_TARGET,
    "index": c.STATED_INDEX, "target_index": c.STATED_TARGET_INDEX,
}  # fmt: skip
_PERCENT = 100


def import_plan(book: xw.Book, plan: Path | str, *, dry_run: bool = False) -> Summary:
    """Read the appendices of a plan into the workbook.

    A row whose STT is in the table is brought up to date in the plan's own columns; results, self scores, notes,
    status and progress that are filled stay. Totals the plan states, its number, date and title go to Settings.

    Args:
        book: The workbook.
        plan: The plan's file.
        dry_run: Only say what would be done; nothing is written.

    Raises:
        FileError: the file cannot be read.
        PlanError: it holds no appendix.
        WorkbookError: a table or column is missing.
    """
    document = read_file(Path(plan))
    plans = read_plans(document.lines)
    settings = read_settings(book)
    known = _setting_values(plans, settings)
    year = int(known.get(c.YEAR_PLAN) or settings.year(c.YEAR_PLAN) or 0) or None
    tables = {published.kind: read_table(book, _SPECS[published.kind]) for published in plans}
    merges = [_merge(tables, published, year) for published in plans]
    findings = [Finding("IMPORT_CONVERTED", INFO, remark) for remark in document.remarks]
    findings += [
        found for published, merge in zip(plans, merges, strict=True) for found in (*published.report, *merge.findings)
    ]
    message = _message(plans, merges, dry_run=dry_run)
    if not dry_run:
        _write_settings(settings, known)
        for published, merge in zip(plans, merges, strict=True):
            tables[published.kind] = _write_table(book, tables[published.kind], merge)
        message += _recalculated(book, plans)
    placed = _placed(findings, tables)
    described = [
        describe(found, {table.spec.name: table for table in (*tables.values(), settings.table)}) for found in placed
    ]
    if not dry_run:
        _write_findings(book, placed, described)
        append_log(book, "Nhập phụ lục", [("", message, Path(plan).name)])
    return Summary(message, _counts(plans, merges) | {"dry_run": dry_run, "findings": described})


def _merge(tables: Mapping[Kind, Table], plan: Plan, year: int | None) -> Merge:
    table = tables[plan.kind]
    return merge_plan(table, read_formulas(table), plan, year)


def _setting_values(plans: Sequence[Plan], settings: Settings) -> dict[str, Any]:
    """What the plans say for Settings: totals as stated, the rest only where the setting is blank."""
    said: dict[str, Any] = {}
    for plan in plans:
        said |= {
            key: value
            for key, value in (
                (c.AGENCY, plain(plan.agency)), (c.PROVINCE, plain(plan.province)),
                (c.YEAR_ASSESSED, plan.year_assessed), (c.YEAR_PLAN, plan.year_plan),
                (c.PLAN_NUMBER, plain(plan.number)), (c.PLAN_DATE, plan.date), (c.PLAN_TITLE, plain(plan.title)),
            )
            if value and key not in said and is_blank(settings.raw(key))
        }  # fmt: skip
        said |= {_STATED[key]: _stated(key, value) for key, value in plan.stated.items()}
    return said


def _stated(key: str, value: Decimal) -> float:
    return float(value / _PERCENT if "index" in key else value)


def _write_settings(settings: Settings, known: Mapping[str, Any]) -> None:
    """Write the values beside their keys; a key that an older workbook lacks is added."""
    _write_cells(
        settings.table,
        {row: {c.VALUE: value} for key, value in known.items() if (row := settings.row(key)) is not None},
    )
    append_rows(
        settings.table, [{c.KEY: key, c.VALUE: value} for key, value in known.items() if settings.row(key) is None]
    )


def _write_table(book: xw.Book, table: Table, merge: Merge) -> Table:
    """Write new rows where the plan has them and changes where they belong; return the table as it is then."""
    used = [index for index, _ in table.rows()]
    if not used:
        write_rows(table, list(merge.new.values()))
        return table
    blocks: dict[int, list[dict[str, Any]]] = {}  # table row below which new rows come
    last = -1
    for number, index in enumerate(merge.order):
        last = last if index is None else index
        if index is None:
            blocks.setdefault(last, []).append(merge.new[number])
    append_rows(table, blocks.pop(used[-1], []))
    cells: dict[int, Mapping[str, Any]] = dict(merge.changes)
    for after in sorted(blocks, reverse=True):
        first, height = table.top + after + 1, len(blocks[after])
        table.sheet.range(f"{first}:{first + height - 1}").insert("down")
        cells = {index + height * (index > after): values for index, values in cells.items()}
        cells |= {after + 1 + offset: values for offset, values in enumerate(blocks[after])}
    if blocks:
        table = read_table(book, table.spec)
    _write_cells(table, cells)
    return table


def _write_cells(table: Table, cells: Mapping[int, Mapping[str, Any]]) -> None:
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


def _recalculated(book: xw.Book, plans: Sequence[Plan]) -> str:
    """Lay the formulas of the scores again; what stops that is the clerk's next step, not the import's failure."""
    if not any(plan.kind == "criteria" for plan in plans):
        return ""
    try:
        return f" {recalculate(book).message}"
    except CchcError as error:
        return f" Chưa tính lại được điểm: {error}"


def _placed(findings: Sequence[Finding], tables: Mapping[Kind, Table]) -> list[Finding]:
    """The findings with the row index that their STT has now."""
    rows = {
        (table.spec.name, clean_code(row[c.STT])): index for table in tables.values() for index, row in table.rows()
    }
    return [
        found
        if found.row_code is None
        else replace(found, row=rows.get((found.table or "", clean_code(found.row_code))))
        for found in findings
    ]


def _write_findings(book: xw.Book, findings: Sequence[Finding], described: Sequence[Mapping[str, Any]]) -> None:
    """Put the import's findings first in the table Findings; those of the audit stay, older ones of imports go."""
    table = read_table(book, c.FINDINGS)
    formulas = read_formulas(table)
    older = [
        {heading: _kept(formulas[index][offset], row[heading]) for heading, offset in table.columns.items()}
        for index, row in table.rows()
        if not text_of(row[c.FINDING_CODE]).startswith(OURS)
    ]
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


def _counts(plans: Sequence[Plan], merges: Sequence[Merge]) -> dict[str, Any]:
    rows = {"criteria": 0, "tasks": 0, "headings": 0}
    for plan in plans:
        for row in plan.rows:
            rows["headings" if row.heading else plan.kind] += 1
    return {
        **rows,
        "new": sum(len(merge.new) for merge in merges),
        "changed": sum(len(merge.changes) for merge in merges),
    }


def _message(plans: Sequence[Plan], merges: Sequence[Merge], *, dry_run: bool) -> str:
    counts = _counts(plans, merges)
    read = [
        f"{counts[key]} {word}"
        for key, word in (("criteria", "tiêu chí"), ("tasks", "nhiệm vụ"), ("headings", "đề mục"))
        if counts[key]
    ]
    doubtful = sum(bool(row.doubts) for plan in plans for row in plan.rows)
    verb = "Sẽ nhập" if dry_run else "Đã nhập"
    parts = [f"{verb} {', '.join(read)}: {counts['new']} dòng mới, {counts['changed']} dòng sửa."]
    if doubtful:
        parts.append(f"{doubtful} dòng cần xem lại (sheet {c.FINDINGS_SHEET}).")
    return " ".join(parts)
