"""A plan's rows merged into Criteria or Tasks by STT: what is new, what changes, what staff typed and keep."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from cchc_macros import contract as c
from cchc_macros.domain.deadlines import read_deadline
from cchc_macros.domain.findings import INFO, WARNING, Finding
from cchc_macros.domain.numbers import NotANumber, parse_number
from cchc_macros.domain.scores import clean_code
from cchc_macros.domain.text import clean_lines, fold
from cchc_macros.macros.tables import Table, is_blank, plain
from cchc_macros.plan import Plan, PlanRow

REVIEW = "? Xem lại dòng nhập"  # in `Cờ` of a doubtful row; what begins with "? " is ours to take away again
_NUMBERS = frozenset((c.MAX_SCORE, c.RESULT, c.TARGET, c.SELF_SCORE, c.APPRAISED))
# The plan's own: a second import brings them up to date. All else is filled where blank, and otherwise staff's.
_OWNED = frozenset(
    (
        c.CRITERION_NAME,
        c.MAX_SCORE,
        c.CRITERION_DEADLINE,
        c.TASK_NAME,
        c.REQUIREMENT,
        c.TASK_DEADLINE,
        c.LEAD,
        c.SUPPORT,
    )
)
_DEADLINES = {"criteria": c.CRITERION_DEADLINE, "tasks": c.TASK_DEADLINE}
_SHOWN = 60

Row = dict[str, Any]


@dataclass(slots=True)
class Merge:
    """What an import does to one table.

    Attributes:
        order: The row's index in the table by plan row, None where it is new.
        new: Values of the new rows, by plan row.
        changes: Values to write into rows that exist: row index -> {heading: value}.
        findings: What changes and what is kept, without row indexes.
    """

    order: list[int | None] = field(default_factory=list)
    new: dict[int, Row] = field(default_factory=dict)
    changes: dict[int, Row] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def merge_plan(table: Table, formulas: Sequence[Sequence[object]], plan: Plan, plan_year: int | None) -> Merge:
    """Work out what importing `plan` does to its table; nothing is written.

    Args:
        table: Criteria or Tasks as read.
        formulas: Its body as formulas; a cell that holds one is never changed.
        plan: The plan.
        plan_year: The year a deadline without a year is meant for.
    """
    merge = Merge()
    rows = _rows_by_code(table)
    for number, row in enumerate(plan.rows):
        values = row_values(plan, row, plan_year)
        same_code = rows.get(clean_code(row.code), [])
        index = same_code.pop(0) if same_code else None
        merge.order.append(index)
        if index is None:
            merge.new[number] = values | _first_values(plan, row)
        else:
            changed, differences = _update(table, index, formulas[index], row, values)
            merge.findings += differences
            if changed:
                merge.changes[index] = changed
    if any(index is not None for index in merge.order):
        merge.findings += _leftover(table, rows)
    return merge


def row_values(plan: Plan, row: PlanRow, plan_year: int | None) -> Row:
    """The values of a plan's row by heading, numbers as numbers, safe to write; blank ones are left out."""
    values: Row = {c.STT: plain(row.code)}
    for heading, text in row.cells.items():
        values[heading] = _number(text) if heading in _NUMBERS else plain(text)
    due = read_deadline(row.cells.get(_DEADLINES[plan.kind]), plan_year).due
    return values | ({c.DUE: due} if due else {})


def _first_values(plan: Plan, row: PlanRow) -> Row:
    status = {c.STATUS: c.TODO} if plan.kind == "tasks" and not row.heading else {}
    return status | ({c.FLAG: REVIEW} if row.doubts else {})


def _rows_by_code(table: Table) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = {}
    for index, row in table.rows():
        rows.setdefault(clean_code(row[c.STT]), []).append(index)
    return rows


def _update(
    table: Table, index: int, formulas: Sequence[object], row: PlanRow, values: Mapping[str, Any]
) -> tuple[Row, list[Finding]]:
    """What changes in a row that exists, and what the workbook and the plan give differently."""
    old = {heading: table.body[index][offset] for heading, offset in table.columns.items()}
    typed = {heading for heading, offset in table.columns.items() if str(formulas[offset] or "").startswith("=")}
    changed: Row = {}
    differences: list[Finding] = []
    for heading, value in values.items():
        if heading in typed or _same(old[heading], value):
            continue
        blank = is_blank(old[heading])
        if blank or heading in _OWNED:
            changed[heading] = value
        if not blank and heading != c.DUE:
            differences.append(_difference(table, row.code, heading, old[heading], value))
    if {c.TASK_DEADLINE, c.CRITERION_DEADLINE} & set(changed):
        changed[c.DUE] = values.get(c.DUE)
    mark = _mark(old[c.FLAG], doubtful=bool(row.doubts))
    return changed if mark == old[c.FLAG] else changed | {c.FLAG: mark}, differences


def _mark(old: object, *, doubtful: bool) -> object:
    ours = is_blank(old) or str(old) == REVIEW
    return (REVIEW if doubtful else None) if ours else old


def _difference(table: Table, code: str, heading: str, old: object, new: object) -> Finding:
    """A value that the plan and the workbook give differently, changed or kept."""
    shown = f"{code}, {heading}: sổ ghi '{_short(old)}', văn bản ghi '{_short(new)}'"
    if heading in _OWNED:
        return Finding("IMPORT_CHANGED", INFO, f"{shown}; đã lấy theo văn bản.",
                       "Bấm Hoàn tác nếu sổ mới đúng.", table.spec.name, None, heading, code)  # fmt: skip
    return Finding("IMPORT_KEPT", WARNING, f"{shown}; giữ giá trị trong sổ.",
                   "Sửa tay nếu văn bản mới đúng.", table.spec.name, None, heading, code)  # fmt: skip


def _leftover(table: Table, rows: Mapping[str, list[int]]) -> list[Finding]:
    """The rows of the workbook that this plan does not have: they stay."""
    return [
        Finding("IMPORT_NOT_IN_PLAN", INFO, f"Dòng {code} có trong sổ mà không có trong văn bản vừa nhập; giữ nguyên.",
                "Xóa dòng nếu không còn dùng.", table.spec.name, index, c.STT, code)
        for code, indexes in rows.items()
        for index in indexes
    ]  # fmt: skip


def _number(text: str) -> object:
    """A score as a number; what is none stays text, for the audit to report."""
    try:
        value = parse_number(text)
    except NotANumber:
        return plain(text)
    return None if value is None else float(value)


def _same(old: object, new: object) -> bool:
    if isinstance(old, datetime):
        old = old.date()
    if isinstance(old, date) or isinstance(new, date) or is_blank(old):
        return old == new
    try:
        return parse_number(old) == parse_number(new)
    except NotANumber:
        return fold(old).lstrip("'") == fold(new).lstrip("'")


def _short(value: object) -> str:
    text = clean_lines(value).replace("\n", " ")
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
