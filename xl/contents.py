"""What a cell holds, in the one form in which cells are compared and written.

A content is None, a bool, a float, a text, or a `Formula`. A date is its serial number: what Excel would make of a
date object, or of a Decimal, hangs on the cell's format and on Windows' locale.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from math import isclose
from typing import Any, Self

Content = Any
Grid = list[list[Content]]

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  Excel's day zero has no time zone
_DAY = 86_400
_BEGINS = ("=", "+", "-", "@", "'", "#")  # of what Excel takes for something else than text
_WORDS = {"true", "false"}


class Formula(str):  # noqa: SLOT000  a str has no room for slots of its own
    """A formula in English and A1, as `Range.formula` takes it; any other str is text, whatever it looks like.

    Attributes:
        value: What it gives, where that is known.
    """

    value: object

    def __new__(cls, text: str, value: object = None) -> Self:
        """Make one of a text that begins with "="."""
        self = super().__new__(cls, text)
        self.value = value
        return self


def content(value: object) -> Content:
    """A value of ours, or one read from a cell, as a content."""
    if type(value) is str:  # by far the most
        return value or None
    if value is None or isinstance(value, bool | Formula):
        return value
    if isinstance(value, str):
        return value or None
    if isinstance(value, date):
        return serial(value)
    if isinstance(value, int | float | Decimal):
        return float(value)
    raise TypeError(f"no cell holds a {type(value).__name__}")


def read(value: object, formula: str) -> Content:
    """What a cell holds, by its value and its `formula`: a text that begins with "=" reads the same both ways."""
    return Formula(formula) if formula.startswith("=") and formula != value else content(value)


def as_read(value: object) -> object:
    """A value of ours as a cell that holds it reads; None for a formula whose value is not known."""
    if isinstance(value, Formula):
        return value.value
    if isinstance(value, date):
        return value.replace(tzinfo=None) if isinstance(value, datetime) else datetime.combine(value, time())
    return content(value)


def same(one: Content, other: Content) -> bool:
    """Whether two contents are the same."""
    if one is None or other is None:
        return one is other
    if isinstance(one, float) and isinstance(other, float):
        return isclose(one, other, rel_tol=1e-12, abs_tol=1e-9)
    return type(one) is type(other) and bool(one == other)


def shows(expected: Content, formula: str) -> bool:
    """Whether a cell that reads `formula` holds what was written; Excel may space and capitalise it otherwise."""
    if isinstance(expected, Formula):
        return _letters(expected) == _letters(formula) and formula.startswith("=")
    if expected is None:
        return formula == ""
    if isinstance(expected, bool):
        return formula.upper() == str(expected).upper()
    if isinstance(expected, float):
        try:
            return isclose(float(formula), expected, rel_tol=1e-9, abs_tol=1e-9)
        except ValueError:
            return False
    return bool(expected == formula) or _letters(expected) == _letters(formula)


def marked(value: Content) -> Content:
    """A text with the apostrophe that keeps Excel from taking it for a number, a date or a formula in any locale."""
    if not isinstance(value, str) or isinstance(value, Formula):
        return value
    needed = value.startswith(_BEGINS) or any(map(str.isdigit, value)) or value.strip().casefold() in _WORDS
    return f"'{value}" if needed and not _is_error(value) else value


def as_text(value: Content) -> Content:
    """The same for a cell in the text format, where only an apostrophe or an "=" at the beginning means something."""
    meant = isinstance(value, str) and value.startswith(("'", "=")) and not isinstance(value, Formula)
    return f"'{value}" if meant else value


def holds_text(column: Sequence[Content]) -> bool:
    """Whether there is a text among contents."""
    return any(issubclass(kind, str) and kind is not Formula for kind in set(map(type, column)))


def holds_formula(column: Sequence[Content]) -> bool:
    """Whether there is a formula among contents."""
    return Formula in map(type, column)


def _is_error(text: str) -> bool:
    return text.startswith("#") and text.endswith(("!", "?", "/A"))  # an error typed, which reads as its name


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def serial(day: date) -> float:
    """A date as Excel counts days."""
    if not isinstance(day, datetime):
        return float((datetime(day.year, day.month, day.day) - _EPOCH).days)  # noqa: DTZ001  as above
    passed = day.replace(tzinfo=None) - _EPOCH
    return passed.days + passed.seconds / _DAY
