"""A plan's rows merged into Criteria or Tasks by STT: what is new, what changes, what staff typed and keep."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import field
from datetime import date
from decimal import Decimal
from functools import partial
from string import ascii_lowercase
from typing import Any

from cchc_macros import contract as c
from cchc_macros.book.cells import day_or_none, is_blank, text_of
from cchc_macros.book.tables import Table
from cchc_macros.plans import Plan, PlanRow
from cchc_macros.plans.matching import match_rows
from cchc_macros.rules.codes import clean_code
from cchc_macros.rules.dates import format_date
from cchc_macros.rules.days.deadlines import due_after_issue, read_deadline
from cchc_macros.rules.findings import INFO, WARNING, Finding
from cchc_macros.rules.numbers import NotANumber, format_number, number_or_none, parse_number
from cchc_macros.rules.text import clean, fold, shortened
from cchc_macros.scores.flag import MARK
from xl.late import dataclass

REVIEW = "? Xem lại dòng nhập"  # in `Cờ` of a doubtful row; ours to take away again
RENAMED = "? Tên đã khác: xem lại những gì đã ghi"  # stays until staff take it away
_NUMBERS = frozenset((c.MAX_SCORE, c.RESULT, c.TARGET, c.SELF_SCORE, c.APPRAISED, c.SURVEY, c.BONUS))
# The plan's own: a second import brings them up to date. All else is filled where blank, and otherwise staff's.
_OWNED = frozenset((
    c.CRITERION_NAME, c.MAX_SCORE, c.CRITERION_DEADLINE, c.TASK_NAME, c.REQUIREMENT, c.TASK_DEADLINE, c.LEAD, c.SUPPORT,
))  # fmt: skip
_DEADLINES = {"criteria": c.CRITERION_DEADLINE, "tasks": c.TASK_DEADLINE}
_OF_THE_WORK = (
    c.STATUS, c.PROGRESS, c.RESULT, c.SELF_SCORE, c.APPRAISED, c.SURVEY, c.BONUS, c.EVIDENCE, c.CAUSE, c.REMEDY,
)  # fmt: skip
_ALIKE = 0.8  # share of the words of two names that is the same: below it they may be two pieces of work
_SHOWN = 60

Row = dict[str, Any]


@dataclass(slots=True, kw_only=True)
class Merge:
    """What an import does to one table.

    Attributes:
        order: The row's index in the table by plan row, None where it is new.
        new: Values of the new rows, by plan row.
        changes: Values to write into rows that exist: row index -> {heading: value}.
        moved: STT in the workbook -> STT in the plan, of rows that are numbered anew.
        findings: What changes and what is kept, without row indexes.
    """

    order: list[int | None] = field(default_factory=list)
    new: dict[int, Row] = field(default_factory=dict)
    changes: dict[int, Row] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def write(self, table: Table) -> None:
        """Write it down: new rows where the plan has them, changes where they belong."""
        blocks: dict[int, list[Row]] = {}  # table row below which new rows come
        last = -1
        for number, index in enumerate(self.order):
            if index is None:
                blocks.setdefault(last, []).append(self.new[number])
            else:
                last = index
        at_the_end = blocks.pop(max((index for index, _ in table.rows()), default=-1), [])
        table.update(self.changes, new=at_the_end, inserted=blocks)


def merge_plan(
    table: Table, plan: Plan, plan_year: int | None, issued: date | None = None, *, rounds: bool = False
) -> Merge:
    """Work out what importing `plan` does to Criteria or Tasks; nothing is written, a formula is never changed.

    `plan_year` is meant by a deadline without a year, `issued` is the day from which some deadlines count. With
    `rounds` appraised points that differ become a round of their own, which the scores follow.
    """
    merge = Merge(order=match_rows(table, plan))
    shown = {heading for row in plan.rows for heading in row.cells}
    for number, (row, index) in enumerate(zip(plan.rows, merge.order, strict=True)):
        values = row_values(plan, row, plan_year)
        merge.findings += _count_from_issue(table, plan, row, values, issued)
        if index is None:
            merge.new[number] = _first_values(plan, row) | values
            continue
        old = {heading: table.body[index][offset] for heading, offset in table.columns.items()}
        if rounds and not is_blank(old.get(c.APPRAISED)):
            values.pop(c.APPRAISED, None)
        changed, differences = _update(table, old, table.formulas_in(index), row, values)
        before = text_of(old[c.STT])
        if clean_code(before) != clean_code(row.code):
            merge.moved[before] = row.code
            differences.insert(0, _moved(table, before, row.code))
        merge.findings += differences
        merge.findings += _emptied(table, old, row, shown)
        if changed:
            merge.changes[index] = changed
    merge.findings += _without_place(table, plan)
    if any(index is not None for index in merge.order):
        _keep_leftover(table, merge)
    return merge


def _without_place(table: Table, plan: Plan) -> Iterator[Finding]:
    """What the plan says and a workbook of an earlier version has no column for."""
    lacking = Counter(heading for row in plan.rows for heading in row.cells if heading not in table.columns)
    for heading, number in lacking.items():
        text = f"Sổ chưa có cột '{heading}' ({number} ô của văn bản)."
        hint = f"Gõ '{heading}' vào ô ngay bên phải hàng tiêu đề của bảng rồi nhập lại."
        yield Finding(code="IMPORT_COLUMN_UNUSED", level=WARNING, message=text, hint=hint, table=table.spec.name)


def _count_from_issue(table: Table, plan: Plan, row: PlanRow, values: Row, issued: date | None) -> Iterator[Finding]:
    """Fill in the due day of a deadline that counts from the plan's date, and say so."""
    heading = _DEADLINES[plan.kind]
    text = row.cells.get(heading, "")
    due = due_after_issue(text, issued) if issued and c.DUE not in values else None
    if due and issued:
        values[c.DUE] = due
        message = f"{row.code}: hạn {format_date(due)} tính từ ngày kế hoạch {format_date(issued)} ('{short(text)}')."
        about, hint = _about(table, row.code, heading), "Sửa cột Hạn cuối nếu tính khác."
        yield about(code="IMPORT_DUE_COUNTED", level=INFO, message=message, hint=hint)


def row_values(plan: Plan, row: PlanRow, plan_year: int | None) -> Row:
    """The values of a plan's row by heading, numbers as numbers; blank ones are left out."""
    values: Row = {c.STT: row.code}
    for heading, text in row.cells.items():
        values[heading] = _value(heading, text)
    due = read_deadline(row.cells.get(_DEADLINES[plan.kind]), plan_year).due
    return values | ({c.DUE: due} if due else {})


def _first_values(plan: Plan, row: PlanRow) -> Row:
    status = {c.STATUS: c.TODO} if plan.kind == "tasks" and not row.heading else {}
    return status | ({c.FLAG: REVIEW} if row.doubts else {})


def _update(table: Table, old: Row, typed: Collection[str], row: PlanRow, values: Row) -> tuple[Row, list[Finding]]:
    """What changes in a row that exists, and what the workbook and the plan give differently."""
    changed: Row = {}
    differences: list[Finding] = []
    for heading, value in values.items():
        if heading not in old or heading in typed or same(old[heading], value):
            continue
        if heading == c.STT:
            changed |= {c.STT: value} if clean_code(old[c.STT]) != clean_code(value) else {}
            continue
        blank = is_blank(old[heading]) or (heading == c.STATUS and old[heading] == c.TODO)
        if blank or heading in _OWNED:
            changed[heading] = value
        if not blank and heading != c.DUE:
            differences.append(_difference(table, row.code, heading, old[heading], value))
    if {c.TASK_DEADLINE, c.CRITERION_DEADLINE} & set(changed):
        changed[c.DUE] = values.get(c.DUE)
    other_work = _is_other_work(table, old, changed)
    if other_work:
        differences.append(_other_work(table, row.code))
    mark = _mark(old[c.FLAG], REVIEW if row.doubts else None)
    mark = RENAMED if other_work and (mark in (None, REVIEW) or str(mark).startswith(MARK)) else mark
    return changed if mark == old[c.FLAG] else changed | {c.FLAG: mark}, differences


def _is_other_work(table: Table, old: Row, changed: Row) -> bool:
    """Whether the row is another piece of work now, while what staff wrote beside it is about the one before."""
    name = table.spec.columns[1]
    begun = any(not is_blank(old.get(heading)) and old[heading] != c.TODO for heading in _OF_THE_WORK)
    if not begun or name not in changed:
        return False
    from difflib import SequenceMatcher  # noqa: PLC0415  # few imports find a row that is begun and reads otherwise

    words = SequenceMatcher(None, fold(old[name]).split(), fold(changed[name]).split(), autojunk=False)
    return words.ratio() < _ALIKE


def _mark(old: object, ours: str | None) -> object:
    return ours if is_blank(old) or str(old) == REVIEW else old


def _about(table: Table, code: str, heading: str) -> partial[Finding]:
    """A finding of the import about a cell of a row, by the row's STT: where the row will stand is not known yet."""
    return partial(Finding, table=table.spec.name, column=heading, row_code=code)


def _difference(table: Table, code: str, heading: str, old: object, new: object) -> Finding:
    """A value that the plan and the workbook give differently, changed or kept."""
    about = _about(table, code, heading)
    shown = f"{code}, {heading}: sổ ghi '{short(old)}', văn bản ghi '{short(new)}'"
    if heading in _OWNED:
        message, hint = f"{shown}; đã lấy theo văn bản.", "Bấm Lùi một bước nếu sổ mới đúng."
        return about(code="IMPORT_CHANGED", level=INFO, message=message, hint=hint)
    message, hint = f"{shown}; giữ giá trị trong sổ.", "Sửa tay nếu văn bản mới đúng."
    return about(code="IMPORT_KEPT", level=WARNING, message=message, hint=hint)


def _moved(table: Table, before: str, now: str) -> Finding:
    message = f"{now}: trong sổ là {before}, cùng tên; đã đổi STT, những gì đã ghi đi theo."
    hint = "Tạo lại phiếu giao việc và gửi cho đơn vị có việc này."
    return _about(table, now, c.STT)(code="IMPORT_RENUMBERED", level=INFO, message=message, hint=hint)


def _other_work(table: Table, code: str) -> Finding:
    message = f"{code}: tên đã khác, mà trạng thái, tiến độ, điểm đang ghi là của tên cũ."
    hint = "Nếu là việc khác, xóa những gì đã ghi ở dòng này; xong thì xóa cờ."
    about = _about(table, code, table.spec.columns[1])
    return about(code="IMPORT_OTHER_WORK", level=WARNING, message=message, hint=hint)


def _emptied(table: Table, old: Row, row: PlanRow, shown: Collection[str]) -> Iterator[Finding]:
    """The plan's own columns that it leaves blank in this row, and the workbook does not."""
    for heading in _OWNED.intersection(shown):
        if heading not in row.cells and not row.heading and not is_blank(old[heading]):
            message = f"{row.code}, {heading}: sổ ghi '{short(old[heading])}', văn bản để trống; giữ giá trị trong sổ."
            hint = "Xóa tay nếu văn bản mới đúng."
            yield _about(table, row.code, heading)(code="IMPORT_KEPT", level=INFO, message=message, hint=hint)


def _keep_leftover(table: Table, merge: Merge) -> None:
    """Keep the rows that this plan does not have; one whose STT is another row's now gets one beside it."""
    taken = set(map(clean_code, merge.moved.values()))
    codes = {clean_code(row[c.STT]) for _, row in table.rows()} | taken
    for index, row in table.rows():
        if index in merge.order:
            continue
        code = text_of(row[c.STT])
        now, level, beside = code, INFO, ""
        if clean_code(code) in taken:
            now = next(free for letter in ascii_lowercase if clean_code(free := code + letter) not in codes)
            level, beside = WARNING, f" với STT {now}, vì {code} nay là STT của dòng khác"
            merge.changes[index], merge.moved[code] = {c.STT: now}, now
        message = f"{now}: '{short(row[table.spec.columns[1]])}' không có trong văn bản vừa nhập; giữ lại{beside}."
        about, hint = _about(table, now, c.STT), "Xóa dòng nếu không còn dùng."
        merge.findings.append(about(code="IMPORT_NOT_IN_PLAN", level=level, message=message, hint=hint))


def _value(heading: str, text: str) -> object:
    if heading == c.PROGRESS:
        share = parse_number(text.removesuffix("%"))
        return None if share is None else float(share / 100)
    number = number_or_none(text) if heading in _NUMBERS else None
    return text if number is None else float(number)  # what is no number stays text, for the audit to report


def same(old: object, new: object) -> bool:
    """Whether a cell says what a plan says: numbers, dates and words may be written differently."""
    if isinstance(old, date) or isinstance(new, date):
        return day_or_none(old) == day_or_none(new)
    if is_blank(old):
        return False
    try:
        return parse_number(old) == parse_number(new)
    except NotANumber:
        return fold(old) == fold(new)


def short(value: object) -> str:
    """A value for a message, in a few words."""
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, int | float):
        return format_number(parse_number(value) or Decimal(0))
    return shortened(clean(value), _SHOWN)
