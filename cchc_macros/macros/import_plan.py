"""Nhập phụ lục: a published appendix into Criteria or Tasks, by STT, so that a second import doubles nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlwings as xw

from cchc_macros import contract as c
from cchc_macros.contract import TableSpec
from cchc_macros.domain.findings import INFO, WARNING, Finding
from cchc_macros.domain.proposals import GROUP, Proposal, propose_units
from cchc_macros.domain.scores import clean_code
from cchc_macros.errors import CchcError
from cchc_macros.macros.audit import describe
from cchc_macros.macros.plan_files import read_file, read_pasted
from cchc_macros.macros.plan_merge import Merge, merge_plan
from cchc_macros.macros.plan_write import write_import_findings, write_merge, write_settings
from cchc_macros.macros.recalculate import recalculate
from cchc_macros.macros.tables import Table, is_blank, plain, read_formulas, read_table
from cchc_macros.macros.work import read_roster
from cchc_macros.macros.workbook import Settings, append_log, read_settings
from cchc_macros.plan import Plan, read_plans
from cchc_macros.plan.model import Kind
from cchc_macros.summary import Summary

_SPECS: dict[Kind, TableSpec] = {"criteria": c.CRITERIA, "tasks": c.TASKS}
_STATED = {
    "max": c.STATED_MAX, "result": c.STATED_RESULT, "target": c.STATED_TARGET,
    "index": c.STATED_INDEX, "target_index": c.STATED_TARGET_INDEX,
}  # fmt: skip
_PERCENT = 100


def import_plan(book: xw.Book, plan: Path | str = c.PASTE_SHEET, *, dry_run: bool = False) -> Summary:
    """Read the appendices of a plan into the workbook.

    A row whose STT is in the table is brought up to date in the plan's own columns; results, self scores, notes,
    status and progress that are filled stay. Totals the plan states, its number, date and title go to Settings.

    Args:
        book: The workbook.
        plan: The plan's file, or `contract.PASTE_SHEET` for the table pasted into that sheet.
        dry_run: Only say what would be done; nothing is written.

    Raises:
        FileError: the file cannot be read.
        PlanError: it holds no appendix.
        WorkbookError: a table or column is missing.
    """
    document = read_pasted(book) if str(plan) == c.PASTE_SHEET else read_file(Path(plan))
    plans = read_plans(document.lines)
    settings = read_settings(book)
    known = _setting_values(plans, settings)
    year = int(known.get(c.YEAR_PLAN) or settings.year(c.YEAR_PLAN) or 0) or None
    tables = {published.kind: read_table(book, _SPECS[published.kind]) for published in plans}
    merges = [_merge(tables[published.kind], published, year) for published in plans]
    units = _proposals(book, plans)
    findings = [
        *(Finding("IMPORT_CONVERTED", INFO, remark) for remark in document.remarks),
        *(
            found
            for published, merge in zip(plans, merges, strict=True)
            for found in (*published.report, *merge.findings)
        ),
        *map(_unit_finding, units),
    ]
    message = _message(plans, merges, units, dry_run=dry_run)
    if not dry_run:
        write_settings(settings, known)
        for published, merge in zip(plans, merges, strict=True):
            tables[published.kind] = write_merge(book, tables[published.kind], merge)
        message += _recalculated(book, plans)
    placed = _placed(findings, tables)
    named = {table.spec.name: table for table in (*tables.values(), settings.table, read_table(book, c.UNITS))}
    described = [describe(found, named) for found in placed]
    if not dry_run:
        write_import_findings(book, placed, described)
        append_log(book, "Nhập phụ lục", [("", message, Path(plan).name)])
    proposed = [
        {"name": unit.name, "kind": unit.kind, "code": unit.code, "suggestions": list(unit.suggestions)}
        for unit in units
    ]
    return Summary(message, _counts(plans, merges) | {"dry_run": dry_run, "units": proposed, "findings": described})


def _merge(table: Table, plan: Plan, year: int | None) -> Merge:
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


def _proposals(book: xw.Book, plans: Sequence[Plan]) -> tuple[Proposal, ...]:
    cells = [row.cells.get(heading, "") for plan in plans for row in plan.rows for heading in (c.LEAD, c.SUPPORT)]
    return propose_units(cells, read_roster(book))


def _unit_finding(unit: Proposal) -> Finding:
    """A name that the roster lacks, with what it may be."""
    names = " hay ".join(f"'{name}'" for name in unit.suggestions)
    meant = f"Có phải {names}? Nếu không, " if names else ""
    if unit.kind == GROUP:
        add = f"thêm vào bảng nhóm ở sheet {c.UNITS_SHEET}, điền cột {c.GROUP_KINDS} hoặc {c.GROUP_UNITS}."
    else:
        kind = f", {c.UNIT_KIND} '{unit.kind}'" if unit.kind else ""
        add = f"thêm vào sheet {c.UNITS_SHEET}: {c.UNIT_CODE} {unit.code}{kind}."
    message = f"'{unit.name}' ({unit.cells} ô) chưa có trong sheet {c.UNITS_SHEET}."
    hint = f"{meant}{add}" if meant else add[0].upper() + add[1:]
    return Finding("IMPORT_UNIT_PROPOSED", WARNING, message, hint, c.UNITS.name)


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
        replace(found, row=rows.get((found.table or "", clean_code(found.row_code)))) if found.row_code else found
        for found in findings
    ]


def _counts(plans: Sequence[Plan], merges: Sequence[Merge]) -> dict[str, Any]:
    rows = {"criteria": 0, "tasks": 0, "headings": 0}
    for plan in plans:
        for row in plan.rows:
            rows["headings" if row.heading else plan.kind] += 1
    changes = {
        "new": sum(len(merge.new) for merge in merges),
        "changed": sum(len(merge.changes) for merge in merges),
    }
    return rows | changes


def _message(plans: Sequence[Plan], merges: Sequence[Merge], units: Sequence[Proposal], *, dry_run: bool) -> str:
    counts = _counts(plans, merges)
    words = (("criteria", "tiêu chí"), ("tasks", "nhiệm vụ"), ("headings", "đề mục"))
    read = ", ".join(f"{counts[key]} {word}" for key, word in words if counts[key])
    parts = [f"{'Sẽ nhập' if dry_run else 'Đã nhập'} {read}: {counts['new']} dòng mới, {counts['changed']} dòng sửa."]
    doubtful = sum(bool(row.doubts) for plan in plans for row in plan.rows)
    parts += [f"{doubtful} dòng cần xem lại."] * bool(doubtful)
    parts += [f"{len(units)} tên đơn vị chưa có trong sheet {c.UNITS_SHEET}."] * bool(units)
    parts += [f"Xem sheet {c.FINDINGS_SHEET}."] * (not dry_run and bool(doubtful or units))
    return " ".join(parts)
