"""The season's deadlines as work of units, so that they are reminded of as tasks are."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from cchc_macros import contract as c
from cchc_macros.book.work import Work
from cchc_macros.book.workbook import Workbook
from cchc_macros.handing_out.explaining import ToExplain, explanations
from cchc_macros.handing_out.task_sheets import read_self_scores
from cchc_macros.rules.dates import format_date
from cchc_macros.rules.days.deadlines import read_deadline
from cchc_macros.rules.scoring.self_scores import led_leaves
from cchc_macros.rules.tasks.assign import Duty, TaskSheet
from cchc_macros.rules.tasks.tasks import WorkItem


def with_season(workbook: Workbook, work: Work) -> list[TaskSheet]:
    """The task sheets, each with what its unit still owes to the season: self-scores and explanations."""
    settings = workbook.settings
    self_by, led = settings.day(c.SELF_BY), led_leaves(work.scores.tree, work.roster)
    said, questions = read_self_scores(workbook), explanations(workbook, work)
    found = []
    for sheet in work.assignment.sheets:
        mine = led.get(sheet.code, ()) if self_by else ()
        waiting = [
            row.code
            for row in mine
            if row.self_score is None and said.get((row.code, sheet.code), {}).get(c.SELF_SCORE) is None
        ]
        duties = [_duty(c.SELF_SCORE, waiting, self_by)] if waiting and self_by else []
        duties += _unanswered(sheet.code, questions.get(sheet.code, ()))
        found.append(replace(sheet, duties=(*sheet.duties, *duties)))
    return found


def season_days(workbook: Workbook, on: date, near_days: int) -> str:
    """The days of the season that are near or over, in words for the office."""
    days = ((key, workbook.settings.day(key)) for key in (c.SELF_BY, c.APPRAISED_BY, c.EXPLAINED_BY))
    told = [
        f"{key} {format_date(day)} ({_left((day - on).days)})"
        for key, day in days
        if day and abs((day - on).days) <= near_days
    ]
    return f"Mùa chấm điểm: {'; '.join(told)}." if told else ""


def _left(days: int) -> str:
    return f"còn {days} ngày" if days >= 0 else f"đã qua {-days} ngày"


def _unanswered(unit: str, questions: Sequence[ToExplain]) -> list[Duty]:
    """One duty for each day by which a unit is to explain."""
    by_day: dict[date, list[str]] = {}
    for one in questions:
        if one.due and not any(one.answer(unit)):
            by_day.setdefault(one.due, []).append(one.criterion.code)
    return [_duty(c.EXPLANATION, codes, day) for day, codes in by_day.items()]


def _duty(name: str, codes: list[str], day: date) -> Duty:
    """A duty of the season; its identity says which criteria are meant, so that each state is reminded of anew."""
    told = f"S:{name}:{','.join(codes)}"
    item = WorkItem(
        id=told, label=told, row=-1, code=name, name=f"{len(codes)} tiêu chí: {', '.join(codes)}",
        requirement="", deadline=read_deadline(format_date(day), day.year), due=day, lost=None, leads=(), supports=(),
    )  # fmt: skip
    return Duty(item, "lead", "")
