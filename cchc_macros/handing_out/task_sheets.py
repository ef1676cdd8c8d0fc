"""What is on a unit's task sheet: its rows, its heading, its identity.

The sheet inside the workbook (`assign`) and the unit's own workbook (`export`) show the same.
"""

import os
from collections.abc import Sequence
from typing import Any

from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from cchc_macros.book.cells import text_of
from cchc_macros.book.plan_facts import agency_name, read_plan
from cchc_macros.book.settings import Settings
from cchc_macros.book.work import Work
from cchc_macros.book.workbook import Workbook
from cchc_macros.rules.dates import format_date
from cchc_macros.rules.days.rounds import Round
from cchc_macros.rules.days.rounds import heading as round_line
from cchc_macros.rules.plan_identity import earlier_identity, plan_identity
from cchc_macros.rules.provinces import full_name
from cchc_macros.rules.scoring.scores import Criterion
from cchc_macros.rules.tasks.assign import Duty, TaskSheet
from cchc_macros.rules.tasks.tasks import Progress, with_headings
from cchc_macros.rules.text import fold
from cchc_macros.rules.titles import plan_name

UNDER = "» "  # before a heading that stands above a piece of work, in its cell
_SIGNED = "Người giao: ……………………………    Người nhận: ……………………………"


def sheet_rows(sheet: TaskSheet, progress: Progress, *, may_be_sorted: bool = False) -> list[list[object]]:
    """The rows of a task sheet, in the order of `u.TASK_SHEET.columns`; a unit's own entries from Progress.

    In the first cell of a run of work that stands under the same headings of the plan, these are above its name. Where
    rows may be sorted and filtered, every other one has the last of its headings, too: else it would lose it, or stand
    under another's.
    """
    rows: list[list[object]] = []
    begun = with_headings(duty.item for duty in sheet.duties)
    for duty, (item, above) in zip(sheet.duties, begun, strict=True):
        known = progress.get((item.label, sheet.code), {})
        rows.append(
            [
                item.label, below(above or (item.headings[-1:] if may_be_sorted else ()), item.name), item.requirement,
                item.deadline.text, item.due,
                c.ROLE_LEAD if duty.role == "lead" else c.ROLE_SUPPORT, _partners(duty),
                known.get(c.STATUS) or c.TODO, *(known.get(heading) for heading in u.UNIT_FILLS[1:]),
            ]
        )  # fmt: skip
    return rows


def below(headings: Sequence[str], name: str) -> str:
    """The name of a piece of work or criterion under headings of the plan."""
    return "\n".join((*(f"{UNDER}{heading}" for heading in headings), name))


def own_name(text: Any) -> Any:
    """The name of a piece of work as a task sheet shows it, without the headings above it."""
    if not isinstance(text, str) or UNDER.strip() not in text:
        return text
    return "\n".join(line for line in text.splitlines() if not line.startswith(UNDER.strip()))


def _partners(duty: Duty) -> str:
    """Who else takes part, who is in charge and which leader directs the work."""
    named = ((c.PERSON, duty.item.person), (c.LEADER, duty.item.leader))
    return "\n".join(filter(None, (duty.partners, *(f"{what}: {who}" for what, who in named if who))))


def read_self_scores(workbook: Workbook) -> Progress:
    """The table SelfScores by (STT, unit code), of several rounds the last; nothing where there is no such table."""
    rows = workbook.table(c.SELF_SCORES).rows() if workbook.has(c.SELF_SCORES) else ()
    holding = (row for _, row in rows if not text_of(row.get(c.SUPERSEDED)))
    return {(text_of(row[c.STT]), text_of(row[c.UNIT])): row for row in holding}


def score_rows(unit: str, criteria: Sequence[Criterion], known: Progress) -> list[list[object]]:
    """What a unit scores itself on, in the order of `u.OWN_SCORES.columns`, with what it said before."""
    rows: list[list[object]] = []
    for criterion in criteria:
        said = known.get((criterion.code, unit), {})
        rows.append(
            [
                criterion.code, criterion.name, criterion.max_score, criterion.result, criterion.target,
                *(said.get(heading) for heading in u.UNIT_SCORES),
            ]
        )  # fmt: skip
    return rows


def row_ids(sheet: TaskSheet) -> list[str]:
    """The identities of a sheet's rows: "T:" or "C:" and the STT."""
    return [duty.item.id for duty in sheet.duties]


def heading(sheet: TaskSheet, settings: Settings, current: Round) -> dict[str, object]:
    """The heading of a task sheet, by the template's defined names: by when it is wanted, in which round."""
    reply, _ = current.due(sheet.names)
    wanted = f"Gửi về Văn phòng Sở chậm nhất ngày {format_date(reply)}." if reply else ""
    below = list(filter(None, [" ".join(filter(None, (round_line(current), wanted)))]))
    if fold(settings.text(c.SIGNED_SHEETS)) not in ("", "không", "khong"):
        below.append(_SIGNED)
    return {
        "Sheet_Agency": agency_name(settings).upper(),
        "Sheet_Unit": sheet.name,
        "Sheet_Plan": plan_line(settings),
        "Sheet_Reply": "    ".join(below),
    }


def plan_line(settings: Settings) -> str:
    """The plan's number and date in brackets, dots where the plan leaves them blank."""
    return f"(Kèm theo {plan_name(read_plan(settings))})"


def assignment_data(work: Work) -> dict[str, Any]:
    """The assignment as JSON: units with their tasks, and the names left over."""
    return {
        "units": [
            {
                "code": sheet.code,
                "name": sheet.name,
                "group": sheet.unit is None,
                "lead": sheet.leads,
                "support": sheet.supports,
                "tasks": [
                    {"code": duty.item.code, "role": duty.role, "due": duty.item.due and duty.item.due.isoformat()}
                    for duty in sheet.duties
                ],
            }
            for sheet in work.assignment.sheets
        ],
        "unresolved": [
            {
                "code": left.item.code,
                "role": left.role,
                "text": left.text,
                "reason": left.reason,
                "suggestions": list(left.suggestions),
            }
            for left in work.assignment.unresolved
        ],
    }


def plan_id(settings: Settings) -> str:
    """The plan's identity that travels in unit workbooks: the setting, else a new one, to be kept in the setting."""
    agency, province, number = (
        settings.text(c.AGENCY),
        full_name(settings.text(c.PROVINCE)),
        settings.text(c.PLAN_NUMBER),
    )
    kept = settings.row(c.PLAN_ID) is not None
    token = os.urandom(4).hex() if kept else ""  # a workbook that keeps none must find the same again
    return settings.text(c.PLAN_ID) or plan_identity(agency, province, settings.year(c.YEAR_PLAN), number, token)


def known_plan_ids(settings: Settings) -> tuple[str, ...]:
    """The identities with which workbooks of this plan may come back."""
    if settings.text(c.PLAN_ID):
        return (plan_id(settings),)
    named = (settings.text(key) for key in (c.AGENCY, c.PROVINCE, c.PLAN_NUMBER, c.YEAR_PLAN))
    return plan_id(settings), earlier_identity(*named)
