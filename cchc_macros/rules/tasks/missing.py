"""Which units have not returned the sheet of a round, or returned it with something missing."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Literal

from cchc_macros import contract as c
from cchc_macros.rules.days.rounds import Round
from cchc_macros.rules.tasks.assign import Duty, TaskSheet
from cchc_macros.rules.tasks.tasks import Progress
from cchc_macros.rules.text import clean
from xl.late import dataclass


@dataclass(frozen=True, slots=True)
class Lack:
    """What a returned sheet does not say of one piece of work."""

    duty: Duty
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A unit whose sheet is missing or incomplete.

    Attributes:
        due: The day by which it was to come; None where nobody said.
        left: Days left to it; below zero it is overdue.
        extension: Why the unit has more time than the others.
        lacks: What an incomplete sheet does not say.
    """

    sheet: TaskSheet
    state: Literal["missing", "incomplete"]
    due: date | None
    left: int | None
    extension: str = ""
    lacks: tuple[Lack, ...] = ()


def find_missing(
    sheets: Sequence[TaskSheet], current: Round, returned: Collection[str], said: Progress, on: date
) -> list[Missing]:
    """The units from which something is still wanted in a round.

    `returned` are the codes of those whose sheet of it has come, filled in; `said` is what units say in that round, by
    (label of the work, unit code).
    """
    found = []
    for sheet in sheets:
        is_back = sheet.code in returned
        lacks = tuple(_lacks(sheet, current, said, on)) if is_back else ()
        if is_back and not lacks:
            continue
        due, extension = current.due(sheet.names)
        found.append(
            Missing(
                sheet=sheet, state="incomplete" if is_back else "missing", due=due,
                left=(due - on).days if due else None, extension=extension, lacks=lacks,
            )
        )  # fmt: skip
    return found


def _lacks(sheet: TaskSheet, current: Round, said: Progress, on: date) -> Iterator[Lack]:
    until = min(on, current.last or on)
    for duty in sheet.duties:
        row = said.get((duty.item.label, sheet.code))
        if row is None:
            yield Lack(duty, "sổ gửi về chưa có việc này")
        elif what := _lacking(duty, row, until):
            yield Lack(duty, what)


def _lacking(duty: Duty, row: Mapping[str, Any], until: date) -> str:
    """What a row should say and does not; only who leads the work can say it."""
    if duty.role != "lead":
        return ""

    def says(*headings: str) -> bool:
        return any(clean(row.get(heading)) for heading in headings)

    status = clean(row.get(c.STATUS))
    if status == c.DONE and not says(c.RESULT, c.PROOF):
        return "ghi Hoàn thành mà chưa có kết quả, minh chứng"
    if status == c.CANNOT and not says(c.RESULT, c.NOTE):
        return "ghi Không thực hiện được mà chưa nêu lý do"
    is_silent = status in ("", c.TODO) and not says(c.PROGRESS, c.RESULT, c.PROOF, c.NOTE)
    if is_silent and duty.item.due is not None and duty.item.due <= until:
        return "đã đến hạn mà chưa báo kết quả"
    return ""
