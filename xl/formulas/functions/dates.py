"""Days, as numbers counted from 30 December 1899."""

import datetime as dt
import math
from calendar import monthrange
from typing import Any

from xl.formulas.functions.registry import function
from xl.formulas.values import NUM, ExcelError, Unknown, number

_ZERO = dt.date(1899, 12, 30)
_FIRST_SURE = 61  # before it, Excel counts a 29 February 1900 that never was
_LAST = 2_958_465
_MONTHS = 12


def today() -> dt.date:
    """Return the day of this run."""
    return dt.date.today()  # noqa: DTZ011  # the clerk's own day


def day_number(day: dt.date) -> float:
    """Return a day as Excel counts it."""
    return float((day - _ZERO).days)


def _day(value: Any) -> dt.date:
    serial = math.floor(number(value))
    if serial < 0 or serial > _LAST:
        raise ExcelError(NUM)
    if serial < _FIRST_SURE:
        raise Unknown("a day before March 1900")
    return _ZERO + dt.timedelta(days=serial)


@function("TODAY", 0)
def this_day() -> float:
    """Return today."""
    return day_number(today())


@function("DATE", 3)
def date(year: Any, month: Any, day: Any) -> float:
    """Return a day; months and days beyond their range run on."""
    y, m, d = (math.trunc(number(value)) for value in (year, month, day))
    if 0 <= y < 1900:  # noqa: PLR2004  # Excel's rule
        y += 1900
    y, m = y + (m - 1) // _MONTHS, (m - 1) % _MONTHS + 1
    if not 1900 <= y <= 9999:  # noqa: PLR2004
        raise ExcelError(NUM)
    serial = day_number(dt.date(y, m, 1)) + d - 1
    if not 0 <= serial <= _LAST:
        raise ExcelError(NUM)
    if serial < _FIRST_SURE:
        raise Unknown("a day before March 1900")
    return serial


@function("YEAR", 1)
def year_of(value: Any) -> float:
    """Return the year of a day."""
    return float(_day(value).year)


@function("MONTH", 1)
def month_of(value: Any) -> float:
    """Return the month of a day."""
    return float(_day(value).month)


@function("DAY", 1)
def day_of(value: Any) -> float:
    """Return the day of the month."""
    return float(_day(value).day)


@function("WEEKDAY", 1, 2)
def weekday(value: Any, kind: Any = None) -> float:
    """Return the day of the week, from Sunday = 1, or from Monday = 1 (kind 2) or 0 (kind 3)."""
    monday = _day(value).weekday()
    how = 1 if kind is None else math.trunc(number(kind))
    if how not in (1, 2, 3):
        raise Unknown("WEEKDAY of this kind")
    return float({1: (monday + 1) % 7 + 1, 2: monday + 1, 3: monday}[how])


def _moved(value: Any, months: Any) -> tuple[int, int, int]:
    day = _day(value)
    count = day.year * _MONTHS + day.month - 1 + math.trunc(number(months))
    year, month = divmod(count, _MONTHS)
    if not 1900 <= year <= 9999:  # noqa: PLR2004
        raise ExcelError(NUM)
    return year, month + 1, day.day


@function("EDATE", 2)
def same_day_in(value: Any, months: Any) -> float:
    """Return the same day some months on, or the last of a shorter month."""
    year, month, day = _moved(value, months)
    return day_number(dt.date(year, month, min(day, monthrange(year, month)[1])))


@function("EOMONTH", 2)
def last_of_month(value: Any, months: Any) -> float:
    """Return the last day of the month some months on."""
    year, month, _ = _moved(value, months)
    return day_number(dt.date(year, month, monthrange(year, month)[1]))


@function("DAYS", 2)
def days_between(end: Any, start: Any) -> float:
    """Return the number of days from one day to another."""
    return float((_day(end) - _day(start)).days)
