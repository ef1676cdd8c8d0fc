"""What of a unit's work is late or falls due soon. Finished and recurring work is never in it."""

from collections.abc import Iterator
from datetime import date

from cchc_macros.contract import CLOSED, STATUS
from cchc_macros.rules.tasks.assign import Duty, TaskSheet
from cchc_macros.rules.tasks.tasks import Progress
from cchc_macros.rules.text import clean, fold
from xl.late import dataclass

_CLOSED = set(map(fold, CLOSED))


@dataclass(frozen=True, slots=True)
class Due:
    """A duty with its day.

    Attributes:
        left: Days left to it; below zero it is late.
        status: How the unit stands with it, "" where nobody said.
    """

    duty: Duty
    day: date
    left: int
    status: str


@dataclass(frozen=True, slots=True)
class Reminder:
    """What one unit is reminded of, both by day."""

    sheet: TaskSheet
    late: tuple[Due, ...]
    near: tuple[Due, ...]


def remind(sheet: TaskSheet, on: date, near_days: int, progress: Progress) -> Reminder | None:
    """What is late on a day and what falls due within so many days (that day included); None where nothing is.

    An instalment of a deadline falls due like a day of its own, but only the last day makes work late: whether
    an instalment was met the status does not say.
    """
    late, near = [], []
    for due in open_duties(sheet, on, progress):
        if due.left < 0 and due.day == due.duty.item.due:
            late.append(due)
        elif 0 <= due.left <= near_days:
            near.append(due)
    return Reminder(sheet, tuple(late), tuple(near)) if late or near else None


def open_duties(sheet: TaskSheet, on: date, progress: Progress) -> list[Due]:
    """Every day of every unfinished duty that has one, by day; for one day in the order of the sheet.

    Finished is what the unit says is finished, or did not arise, for its part, or the office for everyone.
    """
    found: list[Due] = []
    for duty in sheet.duties:
        said = progress.get((duty.item.label, sheet.code), {})
        own, whole = clean(said.get(STATUS)), duty.item.status
        if not {fold(own), fold(whole)} & _CLOSED:
            found += (Due(duty, day, (day - on).days, own or whole) for day in _days(duty))
    return sorted(found, key=lambda due: due.day)


def _days(duty: Duty) -> Iterator[date]:
    item = duty.item
    if item.deadline.kind == "recurring":
        return
    days = set(item.deadline.instalments)
    if item.due:
        days.add(item.due)
    yield from sorted(days)
