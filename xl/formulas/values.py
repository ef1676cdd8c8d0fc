"""Excel's values: blank (None), number (float), text, truth value, error; how they turn into each other and compare.

Errors travel as the exception `ExcelError` while a formula is computed, and as `CellError` inside ranges and results.
"""

import math
import re
from typing import Any

from xl.cells.values import CellError, format_number
from xl.escapes import MAX_TEXT
from xl.late import regex

DIV0, VALUE, REF, NAME, NUM, NA = "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"
_PLAIN_NUMBER = regex(r"^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*%?\s*$")
_CLOSE = 2.0**-48  # doubles nearer than this, relatively, are one number to a spreadsheet


class ExcelError(Exception):
    """An Excel error value on its way out of a formula; `code` is "#N/A" or the like."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Unknown(Exception):  # noqa: N818  # not a fault: the evaluator knows its limits
    """The formula asks for what this evaluator does not know."""


def checked(value: Any) -> Any:
    """Return a value of a cell, an error raised."""
    if type(value) is CellError:
        raise ExcelError(str(value))
    return value


def number(value: Any) -> float:
    """Return a scalar as a number, as arithmetic takes it.

    Raises:
        ExcelError: #VALUE! for text that is no number.
        Unknown: for text whose meaning depends on the user's locale ("9,5", a date).
    """
    kind = type(value)
    if kind is float:
        return value  # type: ignore[no-any-return]
    if value is None:
        return 0.0
    if kind is bool or kind is int:
        return float(value)
    if kind is str:
        return _number_in(value)
    raise ExcelError(str(checked(value)))


def _number_in(text: str) -> float:
    if _PLAIN_NUMBER.match(text) and "." not in text:
        stripped = text.strip()
        found = float(stripped[:-1]) / 100 if stripped.endswith("%") else float(stripped)
        if not math.isfinite(found):  # "1E400" is no number to Excel
            raise ExcelError(VALUE)
        return found
    if re.search(r"\d", text):
        raise Unknown(f"text as a number: {text!r}")
    raise ExcelError(VALUE)


def text(value: Any) -> str:
    """Return a scalar as text, as "&" takes it."""
    kind = type(value)
    if kind is str:
        return value  # type: ignore[no-any-return]
    if value is None:
        return ""
    if kind is bool:
        return "TRUE" if value else "FALSE"
    return format_number(number(value)).replace(".", ",")


def short(result: str) -> str:
    """Return a text; raise #VALUE! for one that no cell could hold."""
    if len(result) > MAX_TEXT:
        raise ExcelError(VALUE)
    return result


def truth(value: Any) -> bool:
    """Return a scalar as a truth value, as IF takes it.

    Raises:
        ExcelError: #VALUE! for text other than TRUE and FALSE.
    """
    if type(value) is str:
        word = value.upper()
        if word in ("TRUE", "FALSE"):
            return word == "TRUE"
        raise ExcelError(VALUE)
    return number(value) != 0


def finite(value: float) -> float:
    """Return a number; raise #NUM! for one beyond what Excel holds."""
    if math.isfinite(value):
        return value
    raise ExcelError(NUM)


def same(a: float, b: float) -> bool:
    """Whether two numbers are one to a spreadsheet: 0.1 + 0.2 is 0.3."""
    return a == b or abs(a - b) < abs(a) * _CLOSE


def added(a: float, b: float) -> float:
    """Return a + b, where what is left of two opposite numbers is nothing."""
    return 0.0 if a != 0 and same(a, -b) else finite(a + b)


def order(a: Any, b: Any) -> int:
    """Compare two scalars: -1, 0 or 1. Numbers come before text, text before truth values; case does not count."""
    if type(a) is float and type(b) is float:
        return 0 if same(a, b) else (-1 if a < b else 1)
    if type(a) is str and type(b) is str:
        a, b = a.casefold(), b.casefold()
        return int(a > b) - int(a < b)
    a, b = _like(a, b), _like(b, a)
    rank_a, rank_b = _rank(a), _rank(b)
    if rank_a == rank_b and type(a) is not bool:
        return order(a, b)  # now that blanks are replaced
    return int((rank_a, a) > (rank_b, b)) - int((rank_a, a) < (rank_b, b))


def _like(value: Any, other: Any) -> Any:
    """Turn a blank into what it equals beside another value: "", FALSE or 0."""
    if value is not None:
        return float(value) if type(value) is int else value
    return {str: "", bool: False}.get(type(other), 0.0)


def _rank(value: Any) -> int:
    kind = type(value)
    if kind is bool:
        return 2
    if kind is str:
        return 1
    number(value)
    return 0
