"""The lines of `Log` about mail: written for every message, and read back.

`Log` travels inside the workbook. So it is a second witness of what was sent, for where the workbook comes without
its ledger; see `catching_up`.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from cchc_macros import contract as c
from cchc_macros.book.wanted import FOR_DAY, REMINDING, action_of, reminded_day
from cchc_macros.book.wanted import OF_ROUND as _OF_ROUND
from cchc_macros.mail.entries import SHORT, VIETNAM, Entry, EntryState, plan_mark
from cchc_macros.rules.dates import format_date
from cchc_macros.rules.text import clean
from xl.late import dataclass, regex

TASKS, REMINDER = "Gửi email", "Nhắc hạn"  # `Việc` of a line
_DRAFTED = "Thư nháp"
_RESULTS = {
    "sent": "Đã gửi", "failed": "Không gửi được", "unsure": "Không rõ", "later": "Chưa gửi", "offline": "Chưa gửi",
}  # fmt: skip
_GIVEN_OUT: dict[str, EntryState] = {_RESULTS["sent"]: "sent", _RESULTS["unsure"]: "unsure"}
_NOTE_END = "; "
_REFERENCE = regex(rf"mã thư ([0-9a-f]{{4}})-([0-9a-f]{{{SHORT}}})-([0-9]{{1,6}})$")


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line of `Log`."""

    action: str
    unit: str
    result: str
    detail: str

    @property
    def key(self) -> tuple[str, str]:
        """What it tells, in whatever words: a result and the message it is about."""
        return self.result, self.detail.rpartition(_NOTE_END)[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedMessage:
    """A message that went out, or may have, as a line tells it; `content` is the short form."""

    kind: str
    unit: str
    recipients: tuple[str, ...]
    content: str
    revision: int
    state: EntryState
    moment: datetime


def line(entry: Entry, state: str, *notes: str) -> LogLine:
    """What became of a message; `notes` are put between its addresses and its reference."""
    drafted = state == "sent" and entry.subject.channel != "mail"
    detail = (", ".join(entry.recipients), *notes, _day_note(entry.subject.kind), f"mã thư {entry.reference}")
    return LogLine(
        action(entry.subject.kind),
        entry.subject.unit,
        _DRAFTED if drafted else _RESULTS[state],
        _NOTE_END.join(filter(None, detail)),
    )


def _day_note(kind: str) -> str:
    """The day a reminder of a sheet was for: clicks may be made for another day than today. Read back below."""
    head, _, rest = kind.partition(" ")
    return f"{FOR_DAY}{format_date(date.fromisoformat(rest.partition(' ')[0]))}" if head == "return" else ""


def overdue_line(entry: Entry) -> LogLine:
    """The line of a message of a run that died before it wrote any."""
    return line(entry, entry.state, entry.reason, f"lúc {moment_text(entry.changed)}")


def action(kind: str) -> str:
    """The action under which a kind of message is in `Log`."""
    head, _, rest = kind.partition(" ")
    if head == "task":
        return f"{TASKS}{_OF_ROUND}{rest}" if rest else TASKS
    return REMINDER if head == "remind" else action_of(rest.partition(" ")[2])


def moment_text(moment: datetime) -> str:
    """A moment as the office writes it: 10:20 ngày 03/02/2026."""
    return f"{moment:%H:%M} ngày {format_date(moment.date())}"


class Journal:
    """The lines of `Log` that tell of mail.

    Attributes:
        known: The keys of its lines.
    """

    def __init__(self, rows: Iterable[Mapping[str, Any]] = ()) -> None:
        self._lines = [(row, found) for row in rows if (found := _REFERENCE.search(clean(row[c.DETAIL])))]
        self.known = {(clean(row[c.RESULT]), found[0]) for row, found in self._lines}

    def messages(self, plan: str) -> list[LoggedMessage]:
        """The messages of a plan that went out or may have, oldest first."""
        return [
            LoggedMessage(
                kind=_kind(row), unit=clean(row[c.UNIT]), recipients=_recipients(row), content=found[2],
                revision=int(found[3]),
                state=_GIVEN_OUT[clean(row[c.RESULT])], moment=_moment(row),
            )
            for row, found in self._lines
            if found[1] == plan_mark(plan) and clean(row[c.RESULT]) in _GIVEN_OUT
        ]  # fmt: skip


def _kind(row: Mapping[str, Any]) -> str:
    """The kind the ledger knows; a reminder is taken to be of the day it was sent."""
    told, _, name = clean(row[c.ACTION]).partition(_OF_ROUND)
    day = (reminded_day(clean(row[c.DETAIL])) or _moment(row).date()).isoformat()
    parts = {TASKS: ("task",), REMINDING: ("return", day)}.get(told, ("remind", day))
    return " ".join(filter(None, (*parts, name)))


def _recipients(row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(clean(row[c.DETAIL]).partition(";")[0].split(", "))


def _moment(row: Mapping[str, Any]) -> datetime:
    moment = row[c.TIME]
    return moment.astimezone(VIETNAM) if isinstance(moment, datetime) else datetime.fromtimestamp(0, VIETNAM)
