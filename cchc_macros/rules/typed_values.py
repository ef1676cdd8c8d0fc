"""What a unit typed in its own cells, read the Vietnamese way: status, progress, text, points.

Every reader gives the value in the one form in which values are compared, shown and written: a text, "" for
nothing. A progress is "50%", points are "8,5".
"""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from cchc_macros import contract as c
from cchc_macros.rules.dates import format_date
from cchc_macros.rules.numbers import NotANumber, as_float, format_known, format_number, parse_number
from cchc_macros.rules.scoring.points import advice
from cchc_macros.rules.tasks.statuses import status_named
from cchc_macros.rules.text import clean, clean_lines, shortened

ALL = "100%"
_SHOWN = 40
_WHOLE = Decimal(100)


class Percent(float):
    """A number that its cell shows as a percentage: 0.5 shown as 50%."""


class ErrorValue(str):
    """An Excel error such as #N/A."""

    __slots__ = ()


Value = str | float | bool | datetime | None


class Unreadable(ValueError):  # noqa: N818  the sister of NotANumber
    """A value that says nothing sure; the message is a Vietnamese sentence that ends in the next step."""


@lru_cache(maxsize=1024, typed=True)
def read_status(value: Value) -> str:
    """One of the statuses, whatever its case and diacritics, or another common word for it.

    Raises:
        Unreadable: it is none of them.
    """
    text = read_text(value)
    status = status_named(text)
    if text and not status:
        raise Unreadable(f"'{_short(text)}' không phải trạng thái. Chọn một trong: {'; '.join(c.STATUSES)}.")
    return status


@lru_cache(maxsize=1024, typed=True)
def read_progress(value: Value) -> str:
    """A share of the work done: `0,5`, `50%`, `50` and 0.5 are all "50%".

    A number up to 1 is a share, a larger one a percentage. A number from a cell counts as Excel keeps it, so
    that 1 is all; the text `1` has two readings and is refused, as is what lies between 1 and 2.

    Raises:
        Unreadable: no share from 0 to 100%.
    """
    typed = isinstance(value, str)
    text = clean(value) if typed else ""
    percent = text.endswith("%")
    try:
        number = parse_number(text.removesuffix("%") if typed else value)
    except NotANumber:
        raise Unreadable(f"'{_short(value)}' không phải tiến độ. Nhập ví dụ 50%.") from None
    if number is None:
        if percent:
            raise Unreadable("'%' không phải tiến độ. Nhập ví dụ 50%.")
        return ""
    if not percent and (1 < number < 2 or (typed and number == 1)):  # noqa: PLR2004
        raise Unreadable(f"'{_short(value)}' có hai cách hiểu. Nhập {_spelled(number)} hoặc {_spelled(number * 100)}.")
    if not percent and number <= 1:
        number *= _WHOLE
    if not 0 <= number <= _WHOLE:
        raise Unreadable(f"'{_short(value)}' nằm ngoài 0% đến 100%. Nhập ví dụ 50%.")
    return _spelled(number)


@lru_cache(maxsize=1024)
def share(progress: str) -> Decimal | None:
    """A progress as Excel keeps it: "50%" is 0.5."""
    number = parse_number(progress.removesuffix("%"))
    return None if number is None else number / _WHOLE


def spell_share(number: Decimal) -> str:
    """The other way round: 0.5 is "50%"."""
    return _spelled(number * _WHOLE)


def read_points(value: Value) -> str:
    """A score, not below zero.

    Raises:
        Unreadable: something else.
    """
    try:
        number = parse_number(value)
    except NotANumber:
        raise Unreadable(f"'{_short(value)}' không phải là điểm. {advice(value)}") from None
    if number is not None and number < 0:
        raise Unreadable(f"'{_short(value)}' là điểm âm. Nhập từ 0 đến điểm tối đa.")
    return format_known(number)


def read_text(value: Value) -> str:
    """The text as people see it in the cell; a number or a day the Vietnamese way, a formula as it is written.

    Raises:
        Unreadable: an Excel error.
    """
    if value is None:
        return ""
    if isinstance(value, ErrorValue):
        raise Unreadable(f"ô báo lỗi {_short(value)}. Nhập lại giá trị.")
    if isinstance(value, str):
        return clean_lines(value)
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, datetime):
        day = format_date(value.date())
        return f"{day} {value:%H:%M}" if value.hour or value.minute else day
    if isinstance(value, Percent):
        return _spelled(Decimal(repr(float(value))) * _WHOLE)
    return _dotless(value)


_READERS: dict[str, Callable[[Any], str]] = {
    c.STATUS: read_status,
    c.PROGRESS: read_progress,
    c.SELF_SCORE: read_points,
}


def in_words(heading: str, value: Any) -> str:
    """A cell of the workbook as units' words are compared; what is no such value is taken as text."""
    try:
        return _READERS.get(heading, read_text)(value)
    except Unreadable:
        return read_text(value)


def to_cell(heading: str, value: str) -> Any:
    """The other way round: what to write into a cell."""
    try:
        if heading == c.PROGRESS:
            number = share(value)
        elif heading == c.SELF_SCORE:
            number = parse_number(value)
        else:
            return value or None
    except NotANumber:
        return value
    return as_float(number)


def _spelled(number: Decimal) -> str:
    return f"{format_number(number)}%"


def _dotless(number: float) -> str:
    """A number without thousands: 2026 is a year more often than not."""
    try:
        return format_number(parse_number(number) or Decimal(0)).replace(".", "")
    except NotANumber:
        return str(number)


def _short(value: object) -> str:
    return shortened(_dotless(value) if isinstance(value, float) else clean(value), _SHOWN)
