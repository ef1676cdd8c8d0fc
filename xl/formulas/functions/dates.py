"""Days, as numbers counted from 30 December 1899; before March 1900 from a day later.

Excel counts a 29 February 1900, day 60, that never was.
"""

import datetime as dt
import math
from calendar import monthrange
from typing import Any

from xl.formulas.functions.registry import function, functions
from xl.formulas.values import NUM, VALUE, ExcelError, Unknown, number

_ZERO = dt.date(1899, 12, 30)
_AS_ONE_COUNTS = 61  # 1 March 1900
_NEVER = 60
_LAST = 2_958_465
_MONTHS = 12


def today() -> dt.date:
    """Return the day of this run."""
    return dt.date.today()  # noqa: DTZ011  # the clerk's own day


def day_number(day: dt.date) -> float:
    """Return a day as Excel counts it."""
    return float((day - _ZERO).days)


def _serial(value: Any) -> int:
    serial = math.floor(number(value))
    if serial < 0 or serial > _LAST:
        raise ExcelError(NUM)
    return serial


def _parts(value: Any) -> tuple[int, int, int]:
    """Return year, month and day."""
    serial = _serial(value)
    if serial in (0, _NEVER):
        return (1900, 1, 0) if serial == 0 else (1900, 2, 29)
    day = _ZERO + dt.timedelta(days=serial + (serial < _NEVER))
    return day.year, day.month, day.day


def _first_of(year: int, month: int) -> float:
    """Return the first day of a month."""
    serial = day_number(dt.date(year, month, 1))
    return serial if serial >= _AS_ONE_COUNTS else serial - 1


@function("DATE", 3)
def date(year: Any, month: Any, day: Any) -> float:
    """Return a day; months and days beyond their range run on."""
    y, m, d = (math.trunc(number(value)) for value in (year, month, day))
    if 0 <= y < 1900:  # noqa: PLR2004  # Excel's rule
        y += 1900
    y, m = y + (m - 1) // _MONTHS, (m - 1) % _MONTHS + 1
    if not 1900 <= y <= 9999:  # noqa: PLR2004
        raise ExcelError(NUM)
    serial = _first_of(y, m) + d - 1
    if not 0 <= serial <= _LAST:
        raise ExcelError(NUM)
    return serial


functions({"TODAY": lambda: day_number(today())}, 0)
functions(
    {
        "YEAR": lambda value: float(_parts(value)[0]),
        "MONTH": lambda value: float(_parts(value)[1]),
        "DAY": lambda value: float(_parts(value)[2]),
    },
    1,
)
functions({"DAYS": lambda end, start: float(_serial(end) - _serial(start))}, 2)


@function("WEEKDAY", 1, 2)
def weekday(value: Any, kind: Any = 1.0) -> float:
    """Return the day of the week, from Sunday = 1, or from Monday = 1 (kind 2) or 0 (kind 3)."""
    sunday = (_serial(value) - 1) % 7
    how = math.trunc(number(kind))
    if how not in (1, 2, 3):
        raise Unknown("WEEKDAY of this kind")
    return float({1: sunday + 1, 2: (sunday - 1) % 7 + 1, 3: (sunday - 1) % 7}[how])


def _moved(value: Any, months: Any) -> tuple[int, int, int]:
    if bool in (type(value), type(months)):
        raise ExcelError(VALUE)
    old_year, old_month, day = _parts(value)
    count = old_year * _MONTHS + old_month - 1 + math.trunc(number(months))
    year, month = divmod(count, _MONTHS)
    if not 1900 <= year <= 9999:  # noqa: PLR2004
        raise ExcelError(NUM)
    return year, month + 1, day


def _length(year: int, month: int) -> int:
    """Return the number of a month's days."""
    return 29 if (year, month) == (1900, 2) else monthrange(year, month)[1]


@function("EDATE", 2)
def same_day_in(value: Any, months: Any) -> float:
    """Return the same day some months on, or the last of a shorter month."""
    year, month, day = _moved(value, months)
    return _first_of(year, month) + min(day, _length(year, month)) - 1


@function("EOMONTH", 2)
def last_of_month(value: Any, months: Any) -> float:
    """Return the last day of the month some months on."""
    year, month, _ = _moved(value, months)
    return _first_of(year, month) + _length(year, month) - 1
