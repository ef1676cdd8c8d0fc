"""Days and periods named in a text: `30/6/2026`, *ngày 30 tháng 6*, *quý I, II*, *6 tháng đầu năm*, *năm 2026-2028*.

The text is given without diacritics, in lower case, with plain hyphens and no spaces around slashes.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import zip_longest

from cchc_macros.rules.dates import day_of
from xl.late import dataclass, regex

_NUMERALS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "ba": 3, "sau": 6, "chin": 9}
_D, _M = r"(?P<day>\d{1,2})", r"(?P<month>\d{1,2})(?!\d)"
_Y = r"(?: ?[/,.-]? ?(?:(?:cua |trong )?nam )?(?P<year>\d{4}))?(?!\d)"  # 12/2026, 12 năm 2026, 12 của năm 2026
_AFTER_LIST = r"(?= ?(?:$|[,;/).-]| va | den | nam | cua nam | trong nam ))"  # *tháng 6 và 02 báo cáo* is no list


def _list_of(item: str, unit: str) -> str:
    """Return a pattern of a list, `unit` written again or not: *6, 9 và tháng 12*, *6-9*."""
    link = r"(?: ?[,;+&] ?| va | ?- ?| den (?:het )?)"
    return rf"(?P<list>{item}(?:{link}(?:{unit} )?{item}{_AFTER_LIST})*)"


_MONTHS = _list_of(r"\d{1,2}(?!\d|/\d{1,2}(?!\d))", "thang")
_QUARTERS = _list_of(r"(?:iv|i{1,3}|[1-4])(?!\w)", "quy")
_YEARS = _list_of(r"\d{4}(?!\d)", "nam")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A day or a period as named; the calendar may lack it.

    Attributes:
        start: Where its words begin in the text.
        end: Where they end.
        first_month: 1 to 12.
        last_month: 1 to 12; the same for a day or a month.
        day: The day of the month, None for a period.
        year: None where none is written.
        is_start: It is only where a range begins.
    """

    start: int
    end: int
    first_month: int = 1
    last_month: int = 12
    day: int | None = None
    year: int | None = None
    is_start: bool = False

    def days(self) -> tuple[date, date] | None:
        """Return the first and last day, None if the calendar lacks them or no year is known."""
        if self.year is None:
            return None
        first = day_of(self.year, self.first_month, self.day or 1)
        if first is None or self.day == 0 or day_of(self.year, self.last_month, 1) is None:
            return None
        if self.day:
            return first, first
        return first, date(self.year, self.last_month, monthrange(self.year, self.last_month)[1])


def find_periods(text: str) -> list[Period]:
    """Return the days and periods that a text names, in its order."""
    found: list[Period] = []
    position = 0
    while True:
        matches = [(match, build) for pattern, build in _PATTERNS if (match := pattern.search(text, position))]
        if not matches:
            return found
        match, build = min(matches, key=lambda pair: pair[0].start())
        found += build(match, Period(start=match.start(), end=match.end(), year=_number(match.groupdict().get("year"))))
        position = match.end()


_Build = Callable[[re.Match[str], Period], Iterator[Period]]


def _day(found: re.Match[str], base: Period) -> Iterator[Period]:
    month = int(found["month"])
    begins = found.groupdict().get("from_day")
    if begins:
        yield replace(base, first_month=month, last_month=month, day=int(begins), is_start=True)
    yield replace(base, first_month=month, last_month=month, day=int(found["day"]))


def _months(found: re.Match[str], base: Period) -> Iterator[Period]:
    for month, is_start in _listed(found["list"]):
        yield replace(base, first_month=month, last_month=month, is_start=is_start)


def _quarters(found: re.Match[str], base: Period) -> Iterator[Period]:
    for quarter, is_start in _listed(found["list"]):
        yield replace(base, first_month=3 * quarter - 2, last_month=3 * quarter, is_start=is_start)


def _part_of_year(found: re.Match[str], base: Period) -> Iterator[Period]:
    months = _number(found.groupdict().get("months")) or 6
    first, last = (1, months) if found["end"] == "dau" else (13 - months, 12)
    yield replace(base, first_month=first, last_month=last)


def _years(found: re.Match[str], base: Period) -> Iterator[Period]:
    for year, is_start in _listed(found["list"]):
        yield replace(base, year=year, is_start=is_start)


def _this_year(_: re.Match[str], base: Period) -> Iterator[Period]:
    yield base


_PATTERNS: list[tuple[re.Pattern[str], _Build]] = [
    (regex(r"(?<![\w/.])(?<![a-z]-)" + pattern, re.ASCII), build)
    for pattern, build in (
        (
            r"(?:ngay )?(?P<year>\d{4})(?P<mark>[-/])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?!\d)",
            _day,
        ),  # 2026-06-30
        (rf"(?:ngay )?(?P<from_day>\d{{1,2}}) ?- ?{_D}/{_M}(?!/\d{{1,2}}(?!\d)){_Y}", _day),  # 15-20/6/2026
        (rf"(?:ngay )?{_D} ?(?P<mark>[/.-]) ?{_M} ?(?P=mark) ?(?P<year>\d{{4}})(?!\d)", _day),  # 30/6/2026
        (rf"(?:ngay )?{_D}/{_M}(?!/)(?: (?:cua )?nam (?P<year>\d{{4}})(?!\d))?", _day),  # 30/6
        (rf"(?:ngay )?{_D}(?:/|,? )(?:cua )?thang {_M}{_Y}", _day),  # 30 tháng 6 năm 2026
        (r"(?P<months>\d{1,2}|ba|sau|chin) thang (?P<end>dau|cuoi) nam(?: (?P<year>\d{4})(?!\d))?", _part_of_year),
        (r"nua (?P<end>dau|cuoi) nam(?: (?P<year>\d{4})(?!\d))?", _part_of_year),
        (rf"thang {_MONTHS}{_Y}", _months),
        (r"(?:t\.? ?)?(?P<list>\d{1,2})[/-](?P<year>\d{4})(?!\d)", _months),  # 12/2026, T12/2026
        (rf"(?:quy ?|q\.? ?){_QUARTERS}{_Y}", _quarters),
        (rf"(?:nam|giai doan) {_YEARS}", _years),
        (r"(?:trong|ca|het|cuoi|suot) nam(?: ke hoach)?(?= ?(?:$|[;,.()]))", _this_year),
    )
]


def _listed(words: str) -> Iterator[tuple[int, bool]]:
    """Yield the numbers of a list, each with whether a range begins with it: of *6, 9-12* it is 9."""
    items = list(re.finditer(r"\b(?:\d+|iv|i+)\b", words))
    for item, following in zip_longest(items, items[1:]):
        link = words[item.end() : following.start()] if following else ""
        yield _number(item[0]) or 0, link.strip().startswith(("-", "den"))


def _number(word: str | None) -> int | None:
    return None if not word else _NUMERALS.get(word) or int(word)
