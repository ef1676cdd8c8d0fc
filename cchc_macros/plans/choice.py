"""Which of a document's tables are imported: all, or the one that the clerk picks where there are several sets."""

from collections.abc import Sequence
from dataclasses import replace

from cchc_macros.errors import PlanError
from cchc_macros.plans.model import Plan
from cchc_macros.rules.text import shortened

_SEVERAL = "Văn bản có {} bộ tiêu chí khác nhau; mỗi sổ chỉ chấm một bộ:\n{}"
PICK = "Bấm lại rồi chọn một bảng."
_COMMAND = "Ở dòng lệnh: thêm --table N, N là số của bảng."
_NAMES = {"criteria": "tiêu chí", "tasks": "nhiệm vụ"}
_SHOWN = 90


def pick(plans: Sequence[Plan], table: int) -> tuple[Plan, ...]:
    """Return what is imported: the table that was picked (0: none was), or all, the appendices of tasks as one.

    Raises:
        PlanError: several sets of criteria and none picked, or a number that no table has.
    """
    if table:
        if not 0 < table <= len(plans):
            raise PlanError(f"Văn bản không có bảng số {table}. Các bảng: \n{listed(plans)}", command=_COMMAND)
        return (plans[table - 1],)
    if must_pick(plans):
        raise PlanError(f"{several(plans)}\n{PICK}", command=_COMMAND)
    criteria = [plan for plan in plans if plan.kind == "criteria"]
    tasks = [plan for plan in plans if plan.kind == "tasks"]
    whole = [_as_one(tasks)] if tasks else []
    return tuple(sorted((*criteria, *whole), key=lambda plan: [one.kind for one in plans].index(plan.kind)))


def must_pick(plans: Sequence[Plan]) -> bool:
    """Whether the document has several sets of criteria."""
    return sum(plan.kind == "criteria" for plan in plans) > 1


def several(plans: Sequence[Plan]) -> str:
    """Return the message that lists the tables."""
    return _SEVERAL.format(sum(plan.kind == "criteria" for plan in plans), listed(plans))


def listed(plans: Sequence[Plan]) -> str:
    """Return the tables as a numbered list: title, kind, rows, where they stand."""
    return "\n".join(f"{number}. {_shown(plan)}" for number, plan in enumerate(plans, start=1))


def _shown(plan: Plan) -> str:
    title = plan.title or (plan.rows[0].cells.get("", "") if plan.rows else "") or "Bảng không tên"
    rows = sum(not row.heading for row in plan.rows)
    return f"{shortened(title, _SHOWN)} ({rows} {_NAMES[plan.kind]}, từ {plan.rows[0].source})"


def _as_one(plans: Sequence[Plan]) -> Plan:
    """Several appendices of tasks as one table: what the first says of the plan counts."""
    return replace(
        plans[0],
        rows=tuple(row for plan in plans for row in plan.rows),
        report=tuple(found for plan in plans for found in plan.report),
    )
