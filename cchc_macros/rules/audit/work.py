"""The audit of the work: units, deadlines, links between tasks and criteria."""

import re
from collections.abc import Iterator, Sequence
from functools import partial

from cchc_macros import contract as c
from cchc_macros.rules.audit.rows import CODE_HINT
from cchc_macros.rules.codes import CodeIndex, arabic, is_code, parent_code
from cchc_macros.rules.dates import format_date
from cchc_macros.rules.findings import ERROR, INFO, WARNING, Finding, row_finding
from cchc_macros.rules.numbers import format_number
from cchc_macros.rules.scoring.scores import ScoredTree
from cchc_macros.rules.tasks.assign import Assignment, Unresolved
from cchc_macros.rules.tasks.tasks import Task, WorkItem, is_covered
from cchc_macros.rules.text import first_few, fold
from cchc_macros.rules.units.roster import Roster

_SHOWN_CODES = 8
_task = partial(row_finding, table=c.TASKS)


def audit_task_codes(tasks: Sequence[Task]) -> Iterator[Finding]:
    """Task numbers that occur twice, have no heading above them or are none."""
    codes = [task.code for task in tasks]
    index = CodeIndex(codes)
    for position, task in enumerate(tasks):
        if not task.code:
            yield _task("CODE_MISSING", ERROR, task, c.STT, f"Nhiệm vụ '{task.name[:60]}' không có STT.", "Điền STT.")
        elif not is_code(task.code):
            yield _task("CODE_UNREADABLE", ERROR, task, c.STT, f"'{task.code[:40]}' không phải là STT.", CODE_HINT)
        elif index.find(task.code) != position:
            yield _task(
                "CODE_DUPLICATE", ERROR, task, c.STT, f"STT '{task.code}' trùng với một dòng phía trên.",
                "Sửa STT của một trong hai dòng; sổ gửi về được ghép theo STT.",
            )  # fmt: skip
        elif "." in task.code and index.find(parent_code(task.code)) is None and not _is_appendix(task.code, codes):
            yield _task(
                "CODE_ORPHAN", WARNING, task, c.STT, f"STT '{task.code}' không có dòng đề mục cấp trên.",
                f"Thêm dòng đề mục '{parent_code(task.code)}' hoặc sửa lại STT.",
            )  # fmt: skip


def _is_appendix(code: str, codes: Sequence[str]) -> bool:
    """Whether an STT begins with the number of its appendix (*II.1*, *PL2.1*), which is no row of the table."""
    number = parent_code(code)
    is_number = arabic(number) != number or re.fullmatch(r"PL\d+", number) is not None
    return is_number and not any(other and "." not in other and not other.isdecimal() for other in codes)


def audit_links(tasks: Sequence[Task], scored: ScoredTree) -> Iterator[Finding]:
    """Tasks that name an unknown criterion; criteria that lost points with nobody at work on them."""
    index = CodeIndex(criterion.code for criterion in scored.criteria)
    for task in tasks:
        for code in task.related:
            if index.find(code) is None:
                yield _task(
                    "TASK_CRITERION_UNKNOWN", ERROR, task, c.RELATED,
                    f"Nhiệm vụ {task.code} liên quan tiêu chí '{code}' không có trong Bảng điểm.",
                    "Sửa STT tiêu chí, hoặc thêm tiêu chí vào Bảng điểm.",
                )  # fmt: skip
    covered = {arabic(code) for task in tasks for code in task.related}
    led = {arabic(criterion.code) for criterion in scored.criteria if criterion.lead}
    for node in scored.tree.leaves():
        row, lost = node.criterion, scored.of(node).lost
        if lost and lost > 0 and not is_covered(row.code, covered | led):
            yield row_finding(
                "LOST_WITHOUT_TASK", WARNING, row, c.LEAD,
                f"Tiêu chí {row.code} mất {format_number(lost)} điểm mà không có nhiệm vụ và đơn vị chủ trì.",
                "Ghi đơn vị chủ trì ở Bảng điểm, hoặc thêm nhiệm vụ có Tiêu chí liên quan là dòng này.",
            )  # fmt: skip


def audit_items(items: Sequence[WorkItem], plan_year: int | None) -> Iterator[Finding]:
    """Work without a lead, deadlines that cannot be read or lie outside the plan year."""
    for item in items:
        if not item.leads:
            yield _item("LEAD_MISSING", ERROR, item, c.LEAD, f"Việc {item.code} chưa có đơn vị chủ trì.",
                        "Ghi đơn vị chủ trì.")  # fmt: skip
        column = c.TASK_DEADLINE if item.is_task else c.CRITERION_DEADLINE
        if item.deadline.kind == "unreadable" and item.due is None:
            yield _item(
                "DEADLINE_UNREADABLE", WARNING, item, column,
                f"Việc {item.code}: không đọc được thời hạn '{item.deadline.text[:80]}'.",
                "Ghi lại, ví dụ 'Trước 01/6/2026', 'Quý II/2026', hoặc nhập thẳng ngày vào cột Hạn cuối.",
            )  # fmt: skip
        elif item.deadline.kind == "unreadable" and item.due is not None:
            yield _item(
                "DEADLINE_UNREADABLE", INFO, item, column,
                f"Việc {item.code}: không đọc được thời hạn '{item.deadline.text[:80]}'; đang theo cột Hạn cuối, "
                f"{format_date(item.due)}.", "Không phải sửa, nếu ngày ở cột Hạn cuối đúng.",
            )  # fmt: skip
        if item.typed_due not in (None, item.due):
            said = format_date(item.due) if item.due else "không có ngày"
            yield _item(
                "DUE_DIFFERS", WARNING, item, c.DUE,
                f"Việc {item.code}: {c.DUE} ghi {format_date(item.typed_due)}, {column} '{item.deadline.text[:80]}' là "
                f"{said}; lần tạo phiếu sau ghi lại theo {column}.",
                f"Muốn hạn khác thì sửa ô {column}; không thì bấm Tạo phiếu giao việc.",
            )  # fmt: skip
        if item.due is not None and plan_year is not None and item.due.year != plan_year:
            yield _item(
                "DEADLINE_OUTSIDE_YEAR", WARNING, item, column if item.deadline.kind == "day" else c.DUE,
                f"Việc {item.code}: hạn {format_date(item.due)} ngoài năm kế hoạch {plan_year}.",
                f"Sửa năm trong ô này, hoặc mục {c.YEAR_PLAN} ở sheet {c.SETTINGS_SHEET}; hạn đúng thì để nguyên.",
            )  # fmt: skip


def audit_units(assignment: Assignment, roster: Roster) -> Iterator[Finding]:
    """Names no sheet is made for, and groups whose members nobody knows."""
    for left in assignment.unresolved:
        if left.reason == "unknown":
            guess = f" Có phải '{left.suggestions[0]}'?" if left.suggestions else ""
            yield _item(
                "UNIT_UNKNOWN", ERROR, left.item, c.LEAD if left.role == "lead" else c.SUPPORT,
                f"Việc {left.item.code}: không có đơn vị '{left.text[:120]}' trong sheet Đơn vị.{guess}",
                "Sửa tên trong ô, hoặc thêm đơn vị (Loại 'bên ngoài' nếu ngoài Sở), nhóm vào sheet Đơn vị.",
            )  # fmt: skip
    kinds = {fold(group.name): ", ".join(group.kinds) for group in roster.groups}
    for sheet in assignment.sheets:
        if sheet.unit is None:
            of_kind = kinds.get(fold(sheet.name))
            codes = first_few((duty.item.code for duty in sheet.duties), _SHOWN_CODES)
            yield Finding(
                code="GROUP_EMPTY", level=WARNING,
                message=f"Nhóm '{sheet.name}' chưa có đơn vị thành viên; {len(sheet.duties)} việc ({codes}) "
                f"nằm ở phiếu chung '{c.TASK_SHEET_PREFIX}{sheet.code}'.",
                hint=f"Thêm vào bảng bên trái các đơn vị có Loại là {of_kind}, hoặc ghi mã đơn vị vào cột Gồm đơn vị."
                if of_kind
                else "Điền cột Gồm loại hoặc Gồm đơn vị của nhóm ở sheet Đơn vị.",
                table=c.GROUPS.name, row=None, column=c.GROUP_UNITS, row_code=sheet.name,
            )  # fmt: skip
    yield from _outside(assignment.unresolved)


def _outside(unresolved: Sequence[Unresolved]) -> Iterator[Finding]:
    """One line per outside body, not one per task: it is told, not to be mended."""
    bodies: dict[str, tuple[str, list[str]]] = {}
    for left in unresolved:
        if left.reason == "outside":
            bodies.setdefault(fold(left.text), (left.text, []))[1].append(left.item.code)
    for name, codes in bodies.values():
        yield Finding(
            code="UNIT_OUTSIDE", level=INFO,
            message=f"'{name}' là bên ngoài Sở, có ở {len(codes)} việc ({first_few(codes, _SHOWN_CODES)}); "
            "không lập phiếu, không gửi thư.",
            hint="Gửi văn bản đề nghị phối hợp nếu cần.", table=c.UNITS.name, row=None, column=c.UNIT_KIND,
            row_code=name,
        )  # fmt: skip


def _item(code: str, level: str, item: WorkItem, column: str, message: str, hint: str) -> Finding:
    return row_finding(code, level, item, column, message, hint, table=c.TASKS if item.is_task else c.CRITERIA)
