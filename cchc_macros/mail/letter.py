"""The letters: facts from a task sheet, words from the templates in `workbook_templates/`.

A template is a pair of files, `<name>.txt.j2` and `<name>.html.j2`; the first line of the text is the subject.
The office may edit them: they run in a sandbox on plain data, and a slip in one is reported with file and line.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cchc_macros.contract import ROLE_LEAD, ROLE_SUPPORT
from cchc_macros.errors import MailError
from cchc_macros.rules.dates import format_date
from cchc_macros.rules.numbers import format_number
from cchc_macros.rules.tasks.assign import Duty, TaskSheet
from cchc_macros.rules.tasks.reminders import Due, Reminder, open_duties
from cchc_macros.rules.tasks.tasks import Progress
from cchc_macros.rules.text import clean
from cchc_macros.stock import STOCK
from xl.digest import sha256
from xl.late import dataclass, regex

if TYPE_CHECKING:
    from cchc_macros.sandbox import Sandbox

TASKS_LETTER, REMINDER_LETTER = "thu-giao-viec", "thu-nhac-han"
SUBJECT = "Tiêu đề:"
_BLANK_LINES = regex(r"\n(?:[ \t]*\n){2,}")
DAYS_SHOWN, TASKS_SHOWN, UNITS_SHOWN = (3, 5, 3)  # a letter is read on a phone; everything is in the attached workbook


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Who writes, about which plan and which round of reporting. Blank settings are "" or None."""

    agency: str
    year: str
    plan_number: str = ""
    plan_date: date | None = None
    plan_about: str = ""
    reply_by: date | None = None
    reply_to: str = ""
    round: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter's subject and its two bodies."""

    subject: str
    text: str
    html: str


def task_letter(
    sheet: TaskSheet, office: Office, on: date, progress: Progress, attachment: str, *, scored: bool, update: bool,
    asked: int = 0,
) -> Letter:  # fmt: skip
    """The letter that goes with a unit's workbook.

    Args:
        sheet: The unit's work.
        office: The office.
        on: The working day, from which the nearest deadlines are counted.
        progress: What units say of their work.
        attachment: Name of the attached workbook.
        scored: The unit scores itself in that workbook.
        update: The unit was given other content before.
        asked: How many criteria it has to explain in that workbook.

    Raises:
        MailError: the template has a slip.
    """
    lost = sorted((duty for duty in sheet.duties if duty.item.lost), key=lambda duty: -(duty.item.lost or 0))
    facts = {
        "leads": sheet.leads,
        "supports": sheet.supports,
        "days": _days(open_duties(sheet, on, progress)),
        "recurring": sum(duty.item.deadline.kind == "recurring" for duty in sheet.duties),
        "lost": list(_lost(lost, sheet.code)),
        "lost_total": _points(lost),
        "lost_common": _points(duty for duty in lost if common_with(duty, sheet.code)),
        "attachment": attachment,
        "scored": scored,
        "update": update,
        "asked": asked,
    }
    return render(TASKS_LETTER, parties(sheet, office, on) | facts)


def task_digest(sheet: TaskSheet, office: Office, scored: Sequence[str]) -> str:
    """Changes exactly when what is assigned, or to be scored or explained (`scored`), or by when, does.

    What units report (status, progress) and the day of sending do not count: else a second click a week later
    would send everyone the same work as an update.
    """
    items = ((duty.item, duty) for duty in sheet.duties)
    rows = [
        [
            item.id,
            item.name,
            item.requirement,
            item.deadline.text,
            item.due,
            item.lost,
            duty.role,
            duty.partners,
            *filter(None, (item.person, item.leader)),
        ]
        for item, duty in items
    ]
    frame = [office.agency, office.year, office.plan_number, office.plan_date, office.reply_by, sheet.name]
    frame += [office.round] if office.round else []
    return digest([frame, rows, list(scored)])


def reminder_digest(reminder: Reminder) -> str:
    """Changes exactly when what is late or near does."""
    return digest([[due.duty.item.id, due.day, due.duty.role] for due in (*reminder.late, *reminder.near)])


def digest(content: list[Any]) -> str:
    """Changes exactly when the content does."""
    return sha256(json.dumps(content, ensure_ascii=False, default=str).encode())


def reminder_letter(reminder: Reminder, office: Office, on: date, near_days: int, *, update: bool) -> Letter:
    """The letter that reminds a unit of what is late or near; `update`: another of the same day went before.

    Raises:
        MailError: the template has a slip.
    """
    facts = {
        "late": [_dated(due) for due in reminder.late],
        "near": [_dated(due) for due in reminder.near],
        "near_days": near_days,
        "update": update,
    }
    return render(REMINDER_LETTER, parties(reminder.sheet, office, on) | facts)


def render(name: str, facts: Mapping[str, Any], folder: Path = STOCK) -> Letter:
    """Fill a pair of templates.

    Raises:
        MailError: a template is missing, cannot be filled, or has no subject line.
    """
    text = _fill(f"{name}.txt.j2", facts, folder)
    first, _, body = text.lstrip().partition("\n")
    subject = clean(first.removeprefix(SUBJECT))
    if not first.startswith(SUBJECT) or not subject:
        raise MailError(f"Mẫu thư '{name}.txt.j2' thiếu dòng đầu '{SUBJECT} …'. Sửa mẫu thư rồi bấm lại.")
    body = _BLANK_LINES.sub("\n\n", body.strip()) + "\n"  # conditions in a template leave gaps
    return Letter(subject, body, _fill(f"{name}.html.j2", facts, folder))


def _fill(file: str, facts: Mapping[str, Any], folder: Path) -> str:
    from cchc_macros import sandbox  # noqa: PLC0415  Jinja is not for every click

    shown = sandbox.plain(facts)
    environment = _environment(folder)
    environment.begin()
    try:
        return environment.get_template(file).render(shown)
    except Exception as error:  # an edited template may raise anything
        line = sandbox.line_in(error, file)
        place = f"'{file}', dòng {line}" if line else f"'{file}'"
        raise MailError(f"Mẫu thư {place} có lỗi: {sandbox.reason(error)}. Sửa mẫu thư rồi bấm lại.") from error


@cache
def _environment(folder: Path) -> "Sandbox":
    from jinja2 import FileSystemLoader  # noqa: PLC0415

    from cchc_macros.sandbox import Sandbox  # noqa: PLC0415

    environment = Sandbox(
        loader=FileSystemLoader(folder),
        autoescape=lambda name: name is not None and name.endswith(".html.j2"),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["ngay"] = format_date
    environment.filters["so"] = format_number
    return environment


def parties(sheet: TaskSheet, office: Office, on: date) -> dict[str, Any]:
    """Whom a letter is to, who writes, and when."""
    contact = sheet.unit.contact if sheet.unit else ""
    return {
        "unit": clean(sheet.name),
        "code": sheet.code,
        "contact": clean(contact),
        "office": asdict(office),
        "on": on,
    }


def _work(duty: Duty) -> dict[str, Any]:
    return {
        "code": duty.item.code,
        "name": clean(duty.item.name),
        "heading": clean(next(reversed(duty.item.headings), "")),
        "role": ROLE_LEAD if duty.role == "lead" else ROLE_SUPPORT,
        "person": clean(duty.item.person),
    }


def common_with(duty: Duty, code: str) -> str:
    """In words, the others that lead a piece of work: the points lost on it are theirs as well."""
    others = []
    for mention in duty.item.leads:
        rest = [unit for unit in mention.units if unit.code != code]
        if len(rest) == len(mention.units) or len(rest) > UNITS_SHOWN:
            others.append(clean(mention.text))  # the unit is not in it, or there are too many to name
        else:
            others += [clean(unit.name) for unit in rest]
    return "; ".join(dict.fromkeys(others))


def _lost(duties: Iterable[Duty], code: str) -> Iterator[dict[str, Any]]:
    """Work to win points back; `again`: the points are those of work above."""
    told: set[str] = set()
    for duty in duties:
        components = _components(duty).keys()
        yield _work(duty) | {
            "points": duty.item.lost, "common": common_with(duty, code), "again": components <= told,
        }  # fmt: skip
        told |= components


def _points(duties: Iterable[Duty]) -> Decimal:
    """What was lost on pieces of work; what several of them are about counts once."""
    lost = {component: points for duty in duties for component, points in _components(duty).items()}
    return sum(lost.values(), Decimal(0))


def _components(duty: Duty) -> dict[str, Decimal]:
    return dict(duty.item.losses or ((duty.item.id, duty.item.lost or Decimal(0)),))


def _dated(due: Due) -> dict[str, Any]:
    return _work(due.duty) | {"day": due.day, "left": due.left, "status": due.status}


def _days(dues: Sequence[Due]) -> list[dict[str, Any]]:
    """The first days on which something is due, each with its first tasks and the number of the others."""

    def day_of(day: date, of_day: Iterable[Due]) -> dict[str, Any]:
        work = [_dated(due) for due in of_day]
        return {"day": day, "late": work[0]["left"] < 0, "tasks": work[:TASKS_SHOWN], "count": len(work)}

    days = [day_of(day, of_day) for day, of_day in groupby(dues, key=lambda due: due.day)]
    return days[:DAYS_SHOWN]
