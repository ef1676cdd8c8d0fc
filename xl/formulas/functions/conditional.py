"""Counting and summing by criteria: COUNTIF, SUMIFS and their kin."""

import math
import operator
import re
from collections.abc import Callable
from typing import Any

from xl.cells.values import CellError
from xl.formulas.areas import Area, of_box
from xl.formulas.functions.registry import function
from xl.formulas.values import DIV0, VALUE, ExcelError, Unknown, checked, finite, order, same

Test = Callable[[Any], bool]
_SPLIT = re.compile(r"^(<=|>=|<>|<|>|=)?(.*)$", re.DOTALL)
_NUMBER = re.compile(r"^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$")
_LOCAL = re.compile(r"^[+-]?[\d.,/:%\s-]*\d[\d.,/:%\s-]*$")
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge,
}  # fmt: skip


def criterion(wanted: Any) -> Test:
    """Return the test that a criterion stands for: a value, ">=5", "<>xong", "Phòng*".

    Raises:
        Unknown: it compares with text whose meaning depends on the locale.
    """
    if wanted is None:
        wanted = 0.0
    if type(wanted) is not str:
        return _equals(checked(wanted))
    match = _SPLIT.match(wanted)
    sign, rest = (match[1] or "", match[2]) if match else ("", wanted)
    if rest == "":
        return _empty(sign)
    value: Any = rest
    if _NUMBER.match(rest) and "." not in rest:
        value = float(rest)
    elif _LOCAL.match(rest):
        raise Unknown(f"criterion {wanted!r}")
    elif rest.upper() in ("TRUE", "FALSE"):
        value = rest.upper() == "TRUE"
    if sign in _COMPARE:
        return _compares(_COMPARE[sign], value)
    test = _matches(value) if type(value) is str else _equals(value)
    return (lambda item: not test(item)) if sign == "<>" else test


def _empty(sign: str) -> Test:
    """Return the test of a criterion without a value: "" and "=" and "<>" and "<"."""
    if sign == "":
        return lambda item: item is None or item == ""
    if sign == "=":
        return lambda item: item is None
    if sign == "<>":
        return lambda item: item is not None
    return lambda _item: False


def _equals(wanted: Any) -> Test:
    if type(wanted) is bool:
        return lambda item: item is wanted
    exact = float(wanted)

    def test(item: Any) -> bool:
        if type(item) is float:
            return same(item, exact)
        if type(item) is str and re.search(r"\d", item) and _LOCAL.match(item):
            return bool(_NUMBER.match(item)) and "." not in item and float(item) == exact
        return False

    return test


def _matches(wanted: str) -> Test:
    pattern = wildcard(wanted)
    return lambda item: type(item) is str and pattern.fullmatch(item) is not None


def _compares(compare: Callable[[Any, Any], bool], wanted: Any) -> Test:
    def test(item: Any) -> bool:
        return type(item) is type(wanted) and compare(order(item, wanted), 0)

    return test


def wildcard(wanted: str) -> re.Pattern[str]:
    """Return the pattern of a text with "*", "?" and "~"."""
    parts = []
    letters = iter(wanted)
    for letter in letters:
        if letter == "~":
            parts.append(re.escape(next(letters, "~")))
        else:
            parts.append({"*": ".*", "?": "."}.get(letter) or re.escape(letter))
    return re.compile("".join(parts), re.IGNORECASE | re.DOTALL)


def _area(value: Any) -> Area:
    if not isinstance(value, Area):
        raise ExcelError(VALUE)
    return value


def _hits(pairs: tuple[Any, ...]) -> tuple[list[tuple[int, int]], tuple[int, int]]:
    """Return the places that meet all criteria, and the common shape.

    Raises:
        ExcelError: #VALUE! if the areas differ in shape.
    """
    areas = [_area(value) for value in pairs[::2]]
    tests = [criterion(value) for value in pairs[1::2]]
    shape = areas[0].shape
    if any(area.shape != shape for area in areas):
        raise ExcelError(VALUE)
    grids = [area.rows for area in areas]
    hits = [
        (row, column)
        for row in range(shape[0])
        for column in range(shape[1])
        if all(test(grid[row][column]) for test, grid in zip(tests, grids, strict=True))
    ]
    return hits, shape


def _numbers(target: Any, hits: list[tuple[int, int]], shape: tuple[int, int]) -> list[float]:
    """Return the numbers at the hits in an area that begins where the target does."""
    area = _area(target)
    box = area.box
    same_size = box._replace(last_row=box.row + shape[0] - 1, last_column=box.column + shape[1] - 1)
    rows = of_box(area.source, area.ws, same_size).rows if hits else []
    found = [rows[row][column] for row, column in hits]
    for value in found:
        if type(value) is CellError:
            checked(value)
    return [value for value in found if type(value) is float]


def _same_shape(target: Any, pairs: tuple[Any, ...]) -> None:
    if len(pairs) % 2 or _area(target).shape != _area(pairs[0]).shape:
        raise ExcelError(VALUE)


_EVEN, _ODD = range(0, 255, 2), range(1, 255, 2)


@function("COUNTIF", 2, many=(0,))
def count_if(area: Any, wanted: Any) -> float:
    """Count what meets a criterion; only the used part is looked at, the rest is blank."""
    area, test = _area(area), criterion(wanted)
    rows, columns = area.shape
    used_rows, used_columns = area.used.shape
    beyond = (rows * columns - used_rows * used_columns) if test(None) else 0
    return float(sum(map(test, area.filled)) + beyond)


@function("COUNTIFS", 2, 254, many=_EVEN)
def count_ifs(*pairs: Any) -> float:
    """Count the places that meet all criteria."""
    if len(pairs) % 2:
        raise ExcelError(VALUE)
    return float(len(_hits(pairs)[0]))


@function("SUMIF", 2, 3, many=(0, 2))
def sum_if(area: Any, wanted: Any, target: Any = None) -> float:
    """Sum what stands where a criterion is met."""
    return finite(math.fsum(_numbers(area if target is None else target, *_hits((area, wanted)))))


@function("SUMIFS", 3, 255, many=(0, *_ODD))
def sum_ifs(target: Any, *pairs: Any) -> float:
    """Sum what stands where all criteria are met."""
    _same_shape(target, pairs)
    return finite(math.fsum(_numbers(target, *_hits(pairs))))


@function("AVERAGEIF", 2, 3, many=(0, 2))
def average_if(area: Any, wanted: Any, target: Any = None) -> float:
    """Return the mean of what stands where a criterion is met."""
    return _mean(_numbers(area if target is None else target, *_hits((area, wanted))))


@function("AVERAGEIFS", 3, 255, many=(0, *_ODD))
def average_ifs(target: Any, *pairs: Any) -> float:
    """Return the mean of what stands where all criteria are met."""
    _same_shape(target, pairs)
    return _mean(_numbers(target, *_hits(pairs)))


def _mean(numbers: list[float]) -> float:
    if not numbers:
        raise ExcelError(DIV0)
    return finite(math.fsum(numbers) / len(numbers))


@function("MINIFS", 3, 255, many=(0, *_ODD))
def min_ifs(target: Any, *pairs: Any) -> float:
    """Return the smallest number where all criteria are met, 0 if there is none."""
    _same_shape(target, pairs)
    return min(_numbers(target, *_hits(pairs)), default=0.0)


@function("MAXIFS", 3, 255, many=(0, *_ODD))
def max_ifs(target: Any, *pairs: Any) -> float:
    """Return the greatest number where all criteria are met, 0 if there is none."""
    _same_shape(target, pairs)
    return max(_numbers(target, *_hits(pairs)), default=0.0)
