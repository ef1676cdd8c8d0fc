"""Text."""

import math
from collections.abc import Iterable
from typing import Any

from xl.escapes import MAX_TEXT
from xl.formulas.areas import Area, Array
from xl.formulas.functions.registry import ALL, flat, function, functions
from xl.formulas.functions.wildcards import place_of
from xl.formulas.number_text import formatted
from xl.formulas.values import VALUE, ExcelError, Unknown, checked, number, short, text, truth


def _count(value: Any) -> int:
    """Return a number of letters; there is none below zero."""
    found = math.trunc(number(value))
    if found < 0:
        raise ExcelError(VALUE)
    return found


def _start(value: Any) -> int:
    """Return a place among letters, from 0; people count from 1."""
    start = _count(value)
    if start < 1:
        raise ExcelError(VALUE)
    return start - 1


functions(
    {
        "LEN": lambda value: float(len(text(value))),
        "TRIM": lambda value: " ".join(part for part in text(value).split(" ") if part),  # other white space stays
        "CLEAN": lambda value: "".join(letter for letter in text(value) if letter >= " "),
        "UPPER": lambda value: text(value).upper(),
        "LOWER": lambda value: text(value).lower(),
    },
    1,
)
functions(
    {
        "EXACT": lambda a, b: text(a) == text(b),
        "TEXT": lambda value, pattern: formatted(value, text(pattern)),  # written as in the users' locale
    },
    2,
)
functions({"LEFT": lambda value, letters=1.0: text(value)[: _count(letters)]}, 1, 2)
functions({"CONCATENATE": lambda *values: short("".join(map(text, values)))}, 1, 255)


@function("RIGHT", 1, 2)
def right(value: Any, letters: Any = 1.0) -> str:
    """Return the last letters."""
    whole, count = text(value), _count(letters)
    return whole[max(0, len(whole) - count) :]


@function("MID", 3)
def middle(value: Any, start: Any, letters: Any) -> str:
    """Return letters from a place on."""
    first = _start(start)
    return text(value)[first : first + _count(letters)]


@function("SUBSTITUTE", 3, 4)
def substituted(value: Any, old: Any, new: Any, *which: Any) -> str:
    """Replace a text, everywhere or at its n-th place."""
    whole, wanted, other = text(value), text(old), text(new)
    if not wanted:
        return whole
    if not which:
        if len(whole) + whole.count(wanted) * (len(other) - len(wanted)) > MAX_TEXT:
            raise ExcelError(VALUE)
        return whole.replace(wanted, other)
    count = _start(which[0]) + 1
    parts = whole.split(wanted)
    if count >= len(parts):
        return whole
    return short(wanted.join(parts[:count]) + other + wanted.join(parts[count:]))


@function("REPLACE", 4)
def replaced(value: Any, start: Any, letters: Any, new: Any) -> str:
    """Replace letters at a place."""
    whole, first, count = text(value), _start(start), _count(letters)
    return short(whole[:first] + text(new) + whole[first + count :])


@function("FIND", 2, 3)
def find(wanted: Any, value: Any, start: Any = 1.0) -> float:
    """Return the place of a text, case counting."""
    whole, first = text(value), _start(start)
    place = whole.find(text(wanted), first)
    if place < 0 or first > len(whole):
        raise ExcelError(VALUE)
    return 1.0 + place


@function("SEARCH", 2, 3)
def search(wanted: Any, value: Any, start: Any = 1.0) -> float:
    """Return the place of a text, case not counting, "*" and "?" standing for letters."""
    found = place_of(text(wanted), text(value), _start(start))
    if found is None:
        raise ExcelError(VALUE)
    return 1.0 + found


@function("REPT", 2)
def repeated(value: Any, times: Any) -> str:
    """Return the text several times over."""
    whole, count = text(value), _count(times)
    if len(whole) * count > MAX_TEXT:
        raise ExcelError(VALUE)
    return whole * count if whole else ""


@function("TEXTJOIN", 3, 255, many=range(2, 255))
def joined(separator: Any, skip: Any, *arguments: Any) -> str:
    """Join values with a separator, blanks left out on request."""
    keep = not truth(skip)
    parts = (text(checked(value)) for argument in arguments for value in _listed(argument))
    return _joined(text(separator), (part for part in parts if part or keep))


functions({"CONCAT": lambda *arguments: joined("", False, *arguments)}, 1, 255, many=ALL)


def _joined(separator: str, parts: Iterable[str]) -> str:
    """Join texts; stop as soon as no cell could hold them."""
    kept: list[str] = []
    length = 0
    for part in parts:
        length += len(part) + len(separator)
        if length - len(separator) > MAX_TEXT:
            raise ExcelError(VALUE)
        kept.append(part)
    return separator.join(kept)


def _listed(argument: Any) -> list[Any]:
    if isinstance(argument, Area):
        return list(argument.filled)
    return flat(argument) if isinstance(argument, Array) else [argument]


@function("VALUE", 1)
def value_of(value: Any) -> float:
    """Return a text as a number."""
    if value == "" or type(value) is bool:
        raise ExcelError(VALUE)
    return number(value)


@function("CHAR", 1)
def character(value: Any) -> str:
    """Return a letter by its number; beyond ASCII it depends on the system."""
    code = _count(value)
    if not 1 <= code <= 126:  # noqa: PLR2004  # ASCII
        raise Unknown("CHAR beyond ASCII")
    return chr(code)
