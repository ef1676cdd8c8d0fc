"""Rounds of reporting: which there are in a year, which is open, by when a unit is to return its sheet.

A round is in use while staff mark it *Đang mở*; where none is, the whole year is one round without a name.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from cchc_macros.contract import ROUND_OPEN
from cchc_macros.rules.dates import day_of, format_date
from cchc_macros.rules.text import clean, fold, unaccented
from xl.late import dataclass, regex

UNIT_DAYS = 2  # working days after the data close that units are given where nobody said otherwise
OFFICE_DAY = 20  # of the closing month: when the office reports to the Ministry (581/BNV-CCHC)
CLOSING_DAY = 14  # data close on the 14th, and begin on the 15th
_SATURDAY = 5
_ENTRY = regex(r"\n|;(?![^()]*\))")  # a reason in brackets may hold semicolons
_DAY = regex(r"(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?(?![\d/])")
_UNTIL = regex(r"(?:\s|[:,–-]|\bđến\b|\bngày\b|\bgia hạn\b|\bhết\b|\bhạn\b)+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Extension:
    """More time for one unit, or for all (`who` is ""), and why."""

    who: str
    day: date
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A round of reporting.

    Attributes:
        row: Its row in the table Rounds (0-based), -1 for a round from elsewhere.
        name: What sheets and tables call it; "" for a year without rounds.
        first: The first day of its data.
        last: The day on which its data close.
        return_by: The day by which units return their sheets.
        report_by: The day by which the office reports.
        status: "Đang mở", "Đã đóng" or "".
        note: Staff's own words.
        unread: Lines of the cell of extensions that give no day.
        bad_days: Headings of days with what stands there and is none.
    """

    row: int = -1
    name: str = ""
    first: date | None = None
    last: date | None = None
    return_by: date | None = None
    report_by: date | None = None
    extensions: tuple[Extension, ...] = ()
    status: str = ""
    note: str = ""
    unread: tuple[str, ...] = ()
    bad_days: tuple[tuple[str, str], ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether sheets of this round are out or coming in now."""
        return fold(self.status) == fold(ROUND_OPEN)

    def due(self, names: Iterable[str]) -> tuple[date | None, str]:
        """The day by which a unit of these names is to return its sheet, and why it is later than the others'."""
        known = {"", *map(fold, names)}
        longest = max((one for one in self.extensions if fold(one.who) in known), key=lambda one: one.day, default=None)
        if longest is None or (self.return_by and longest.day <= self.return_by):
            return self.return_by, ""
        return longest.day, longest.reason


def starting_rounds(year: int) -> tuple[Round, ...]:
    """The four periodic reports of a year: data from 15/12 to 14/12, the third quarter by itself.

    Units are given two working days after the data close, the office reports by the 20th of the closing month.
    """
    begin = (date(year - 1, 12, CLOSING_DAY + 1), date(year, 6, CLOSING_DAY + 1))
    return tuple(
        Round(
            name=name, first=begin[half], last=(last := date(year, month, CLOSING_DAY)),
            return_by=after_working_days(last, UNIT_DAYS), report_by=date(year, month, OFFICE_DAY),
        )
        for name, half, month in (
            (f"Quý I/{year}", 0, 3), (f"6 tháng đầu năm {year}", 0, 6),
            (f"Quý III/{year}", 1, 9), (f"Năm {year}", 0, 12),
        )
    )  # fmt: skip


def after_working_days(day: date, count: int) -> date:
    """The day so many working days later; Saturdays and Sundays are none, public holidays are not known here."""
    while count > 0:
        day += timedelta(1)
        count -= day.weekday() < _SATURDAY
    return day


def _between_commas(text: str) -> list[str]:
    return text.split(",")


def open_rounds(rounds: Iterable[Round]) -> list[Round]:
    """The rounds marked open; more than one is a slip that the caller tells."""
    return [one for one in rounds if one.is_open]


def ranks(rounds: Sequence[Round]) -> dict[str, int]:
    """The order of rounds by folded name, by the day their data close; no round ("") comes before all."""
    ordered = sorted(rounds, key=lambda one: (one.last or date.max, one.row))
    found = {"": 0}
    for number, one in enumerate(ordered, start=1):
        found.setdefault(fold(one.name), number)
    return found


def before(rounds: Sequence[Round], name: str) -> Round | None:
    """The round whose data closed before one's own did, as `Kỳ trước` above the table has it.

    None for the first, for one that is not in the table, and where the day its data close is not known. Of rounds that
    close on one day (Quý III and 9 tháng) none is before the other.
    """
    last = next((one.last for one in rounds if fold(one.name) == fold(name)), None)
    closed = [(one.last, -one.row, one) for one in rounds if one.name and one.last and last and one.last < last]
    return max(closed, key=lambda known: known[:2], default=(None, 0, None))[2]


def read_extensions(
    text: str, near: date | None, whose: Callable[[str], Iterable[str]] = _between_commas
) -> tuple[tuple[Extension, ...], tuple[str, ...]]:
    """Read the cell `Gia hạn`: "NV1: 20/3/2026 (chờ số liệu thống kê)", one a line or parted by semicolons.

    A day without a unit is everyone's; several units are before one day, parted by commas. A day without a year is the
    one nearest to the day `near`: 05/01 after 16/12/2026 is next year's. `whose` parts what names several units.

    Returns:
        The extensions, and the lines that give no day.
    """
    found: list[Extension] = []
    unread: list[str] = []
    for line in filter(None, map(clean, _ENTRY.split(text))):
        match = _DAY.search(line)
        day = _day(match, near) if match else None
        if match is None or day is None:
            unread.append(line)
            continue
        head = _UNTIL.sub("", line[: match.start()])
        reason = line[match.end() :].strip(" ()–-:,.")
        found += (Extension(clean(who), day, reason) for who in (whose(head) if head else [""]))
    return tuple(found), tuple(unread)


def _day(match: re.Match[str], near: date | None) -> date | None:
    if match[3] or near is None:
        return day_of(int(match[3] or 0), int(match[2]), int(match[1]))
    found = (day_of(near.year + years, int(match[2]), int(match[1])) for years in (-1, 0, 1))
    return min(filter(None, found), key=lambda day: abs(day - near), default=None)


def heading(one: Round) -> str:
    """What a sheet says of its round: "Kỳ báo cáo: Quý I/2026 (số liệu từ 15/12/2025 đến 14/3/2026)."."""
    if not one.name:
        return ""
    days = f" (số liệu từ {format_date(one.first)} đến {format_date(one.last)})" if one.first and one.last else ""
    return f"{_HEADING}{one.name}{days}."


_HEADING = "Kỳ báo cáo: "


def round_in(lines: Iterable[str], names: Iterable[str]) -> str | None:
    """The round that lines above a table name, where the file lost its own word of it; None where none does.

    Of names that begin alike the longest is meant.
    """
    told = [fold(line) for line in lines if fold(line).startswith(fold(_HEADING))]
    known = sorted((name for name in names if name), key=len, reverse=True)
    return next((name for line in told for name in known if line.startswith(fold(_HEADING + name))), None)


def reminding_days(text: str) -> tuple[int, ...]:
    """Read the setting of the days before the due day on which units are reminded, the most first: "7; 3; 1; 0".

    Raises:
        ValueError: something else is there.
    """
    words = re.findall(r"[^\s;,]+", unaccented(text))
    days = sorted({int(word) for word in words if word.isascii() and word.isdigit()}, reverse=True)
    if len(days) != len(set(words)):
        raise ValueError(text)
    return tuple(days)


def is_reminding_day(left: int, stages: Sequence[int], reminded: Sequence[int]) -> bool:
    """Whether a unit that has not returned its sheet is reminded today.

    A day that nobody clicked on is made up for: of the days 7, 3, 1, 0 the one of 3 days is also met with 2 left. What
    is overdue is reminded of every day.

    Args:
        left: Days left; below zero it is overdue.
        stages: On which days before the due day units are reminded.
        reminded: How many days were left when it was reminded before.
    """
    if left < 0:
        return left not in reminded
    stage = min((one for one in stages if one >= left), default=None)
    return stage is not None and not any(left <= one <= stage for one in reminded)
