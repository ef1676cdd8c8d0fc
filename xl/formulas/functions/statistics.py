"""Counting, averages, extremes, ranks."""

import math
from collections.abc import Iterable
from typing import Any

from xl.cells.values import CellError
from xl.formulas.areas import Area, Array
from xl.formulas.functions.registry import ALL, flat, function, functions, numbers_in
from xl.formulas.values import DIV0, NA, NUM, VALUE, ExcelError, Unknown, finite, number, same


@function("COUNT", 1, 255, many=ALL, errors=True)
def count(*arguments: Any) -> float:
    """Count the numbers; an error is none."""
    found = 0
    for argument in arguments:
        if isinstance(argument, Area | Array):
            found += sum(type(value) is float for value in _filled(argument))
        elif type(argument) is str:
            raise Unknown("COUNT of a text")
        else:
            found += type(argument) is not CellError
    return float(found)


@function("COUNTA", 1, 255, many=ALL, errors=True)
def count_filled(*arguments: Any) -> float:
    """Count what is not blank; an empty text from a formula is not."""
    found = 0
    for argument in arguments:
        many = isinstance(argument, Area | Array)
        found += sum(value is not None for value in _filled(argument)) if many else 1
    return float(found)


@function("COUNTBLANK", 1, many=(0,))
def count_blank(area: Any) -> float:
    """Count what is blank or an empty text."""
    if not isinstance(area, Area):
        raise Unknown("COUNTBLANK of values")
    rows, columns = area.shape
    return float(rows * columns - sum(value is not None and value != "" for value in area.filled))


def _filled(argument: Area | Array) -> Iterable[Any]:
    return argument.filled if isinstance(argument, Area) else flat(argument)


def mean(numbers: list[float]) -> float:
    """Return the mean, if there is one."""
    if not numbers:
        raise ExcelError(DIV0)
    return finite(math.fsum(numbers) / len(numbers))


@function("MEDIAN", 1, 255, many=ALL)
def median(*arguments: Any) -> float:
    """Return the middle number."""
    numbers = sorted(numbers_in(arguments))
    if not numbers:
        raise ExcelError(NUM)
    middle = len(numbers) // 2
    return numbers[middle] if len(numbers) % 2 else (numbers[middle - 1] + numbers[middle]) / 2


functions(
    {
        "AVERAGE": lambda *arguments: mean(numbers_in(arguments)),
        "MIN": lambda *arguments: min(numbers_in(arguments), default=0.0),
        "MAX": lambda *arguments: max(numbers_in(arguments), default=0.0),
    },
    1, 255, many=ALL,
)  # fmt: skip


def _nth(area: Any, index: int, *, descending: bool) -> float:
    numbers = sorted(numbers_in((area,)), reverse=descending)
    if not 1 <= index <= len(numbers):
        raise ExcelError(NUM)
    return numbers[index - 1]


@function("LARGE", 2, many=(0,))
def nth_greatest(area: Any, place: Any) -> float:
    """Return the n-th greatest number; a fraction of a place counts as the next one, but there is none before 1."""
    wanted = number(place)
    return _nth(area, math.ceil(wanted) if wanted >= 1 else 0, descending=True)


@function("SMALL", 2, many=(0,))
def nth_least(area: Any, place: Any) -> float:
    """Return the n-th smallest number; a fraction of a place is cut off."""
    wanted = number(place)
    if wanted > len(numbers_in((area,))):
        raise ExcelError(NUM)
    return _nth(area, math.trunc(wanted), descending=False)


@function("RANK RANK.EQ", 2, 3, many=(1,))
def rank(value: Any, area: Any, ascending: Any = None) -> float:
    """Return the place of a number among others, the same for equal ones."""
    if type(ascending) is str:
        raise ExcelError(VALUE)
    wanted = number(value)
    numbers = numbers_in((area,))
    if not any(same(wanted, other) for other in numbers):
        raise ExcelError(NA)
    up = number(ascending) != 0
    before = [other for other in numbers if not same(other, wanted) and (other < wanted if up else other > wanted)]
    return 1.0 + len(before)
