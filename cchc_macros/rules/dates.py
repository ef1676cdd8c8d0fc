"""Dates as Vietnamese offices write them: the day first, zeros as Nghị định 30/2020/NĐ-CP asks for."""

import re
from datetime import date, datetime

from cchc_macros.rules.numbers import shorten
from cchc_macros.rules.text import unaccented
from xl.late import regex

EARLIEST_YEAR, LATEST_YEAR = 1900, 2199  # outside, a year is a slip of the keyboard
_LONGEST = 60
_ZERO_MONTHS_TO = 2
_TIME = r"(?:[ t]\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)?"
_DAY_FIRST = regex(
    r"(?:ngay )?(?P<d>\d{1,2}) ?(?P<mark>[/.-]) ?(?P<m>\d{1,2}) ?(?P=mark) ?(?P<y>\d{4})" + _TIME, re.ASCII
)
_YEAR_FIRST = regex(r"(?P<y>\d{4})(?P<mark>[/-])(?P<m>\d{1,2})(?P=mark)(?P<d>\d{1,2})" + _TIME, re.ASCII)
_SPELLED = regex(r"(?:ngay )?(?P<d>\d{1,2}) thang (?P<m>\d{1,2})(?: nam |, ?|/| )(?P<y>\d{4})", re.ASCII)


class NotADate(ValueError):  # noqa: N818 -- the sister of NotANumber
    """A value that cannot be read as a date; the message is the part to be after "Tiến độ!H7: "."""

    def __init__(self, value: object) -> None:
        self.value = value
        super().__init__(f"'{shorten(value)}' không phải là ngày. Nhập ngày/tháng/năm, ví dụ 31/12/2026.")


def parse_date(value: object) -> date | None:
    """Read a cell's value as a day.

    Text is read day first (`01/6/2026`, `31-12-2026`, `ngày 31 tháng 12 năm 2026`) or year first
    (`2026-12-31`), with or without a time of day. A two-digit year is refused: `26/12/31` has two readings.

    Returns:
        The day; None for a blank.

    Raises:
        NotADate: the value is something else, or a day the calendar lacks (31/11).
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str) and len(value) <= _LONGEST:
        text = unaccented(value)
        found = _DAY_FIRST.fullmatch(text) or _YEAR_FIRST.fullmatch(text) or _SPELLED.fullmatch(text)
        day = found and day_of(int(found["y"]), int(found["m"]), int(found["d"]))
        if day:
            return day
    raise NotADate(value)


def day_of(year: int, month: int, day: int) -> date | None:
    """Return the day, None if the calendar lacks it or the year is absurd."""
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def format_date(day: date) -> str:
    """Write a day by Nghị định 30/2020/NĐ-CP: 03/02/2026, 01/6/2026, 20/3/2026, 31/12/2026.

    Days below 10 and months 1 and 2 take a zero, other months none.
    """
    month = f"{day.month:02}" if day.month <= _ZERO_MONTHS_TO else str(day.month)
    return f"{day.day:02}/{month}/{day.year:04}"
