"""Counting and summing by criteria: COUNTIF, SUMIFS and their kin."""

import math
import operator
import re
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from xl.cells.typed import ERRORS
from xl.cells.values import CellError
from xl.formulas.areas import Area, of_box
from xl.formulas.functions.registry import function, functions
from xl.formulas.functions.statistics import mean
from xl.formulas.functions.wildcards import wildcard
from xl.formulas.values import VALUE, ExcelError, Unknown, checked, finite, order, same
from xl.late import regex

Test = Callable[[Any], bool]
_SPLIT = regex(r"^(<=|>=|<>|<|>|=)?(.*)$", re.DOTALL)
_NUMBER = regex(r"^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$")
_LOCAL = regex(r"^[+-]?[\d.,/:%\s-]*\d[\d.,/:%\s-]*$")
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge,
}  # fmt: skip

# What a criterion without a value means, by its sign.
_BLANK: dict[str, Test] = {
    "": lambda item: item is None or item == "", "=": lambda item: item is None, "<>": lambda item: item is not None,
}  # fmt: skip


def criterion(wanted: Any) -> Test:
    """Return the test that a criterion stands for: a value, ">=5", "<>xong", "Phòng*".

    Raises:
        Unknown: it compares with text whose meaning depends on the locale.
    """
    if wanted is None:
        wanted = 0.0
    if type(wanted) is CellError or wanted in ERRORS:
        return lambda item: type(item) is CellError and item == wanted
    if type(wanted) is not str:
        return _equals(wanted)
    match = _SPLIT.match(wanted)
    sign, rest = (match[1] or "", match[2]) if match else ("", wanted)
    if rest == "":
        return _BLANK.get(sign, lambda _item: False)
    value: Any = rest
    if _NUMBER.match(rest) and "." not in rest:
        value = float(rest)
    elif _LOCAL.match(rest):
        raise Unknown(f"criterion {wanted!r}")
    elif rest.upper() in ("TRUE", "FALSE"):
        value = rest.upper() == "TRUE"
    if sign in _COMPARE:
        return _compares(_COMPARE[sign], value)
    if sign == "<>" and type(value) is float:  # a text of the same letters is another value here
        return lambda item: not (type(item) is float and same(item, value))
    test = _matches(value) if type(value) is str else _equals(value)
    return (lambda item: not test(item)) if sign == "<>" else test


def _equals(wanted: Any) -> Test:
    if type(wanted) is bool:
        word = str(wanted).upper()
        return lambda item: item is wanted or (type(item) is str and item.upper() == word)
    exact = float(wanted)

    def test(item: Any) -> bool:
        if type(item) is float:
            return same(item, exact)
        if type(item) is str and re.search(r"\d", item) and _LOCAL.match(item):
            return bool(_NUMBER.match(item)) and "." not in item and float(item) == exact
        return False

    return test


def _matches(wanted: str) -> Test:
    if any(mark in wanted for mark in "*?"):  # without them "~" is a letter like any other
        pattern = wildcard(wanted)
        return lambda item: type(item) is str and pattern.fullmatch(item) is not None
    folded = wanted.casefold()
    return lambda item: type(item) is str and item.casefold() == folded


def _compares(compare: Callable[[Any, Any], bool], wanted: Any) -> Test:
    def test(item: Any) -> bool:
        return type(item) is type(wanted) and compare(order(item, wanted), 0)

    return test


def _area(value: Any) -> Area:
    if not isinstance(checked(value), Area):
        raise ExcelError(VALUE)
    return value  # type: ignore[no-any-return]  # just seen


class _Hits(NamedTuple):
    """The places that meet all criteria, by row and column within the areas; `beyond` counts those in rows not read."""

    places: list[tuple[int, int]]
    beyond: int
    shape: tuple[int, int]


def _hits(pairs: tuple[Any, ...]) -> _Hits:
    """Return the places that meet all criteria of areas of one shape; only rows in use are read, the rest is blank."""
    areas = [_area(value) for value in pairs[::2]]
    tests = [criterion(value) for value in pairs[1::2]]
    shape = areas[0].shape
    if any(area.shape != shape for area in areas):
        raise ExcelError(VALUE)
    height = max(area.used.shape[0] for area in areas)
    blank = all(test(None) for test in tests)
    if blank:  # what is blank here may be beside something there
        height = min(shape[0], max(height, areas[0].source.bottom() - min(area.box.row for area in areas) + 1))
    tops = (area._replace(box=area.box._replace(last_row=area.box.row + height - 1)) for area in areas)
    grids = [area.rows for area in tops]
    places = [
        (row, column)
        for row in range(height)
        for column in range(shape[1])
        if all(test(grid[row][column]) for test, grid in zip(tests, grids, strict=True))
    ]
    return _Hits(places, (shape[0] - height) * shape[1] if blank else 0, shape)


def _numbers(target: Any, hits: _Hits) -> list[float]:
    """Return the numbers at the hits in an area that begins where the target does."""
    area = _area(target)
    if not hits.places:
        return []
    box, (_, width) = area.box, hits.shape
    height = 1 + hits.places[-1][0]
    rows = of_box(
        area.source, area.ws, box._replace(last_row=box.row + height - 1, last_column=box.column + width - 1)
    ).rows
    found = [checked(rows[row][column]) for row, column in hits.places]
    return [value for value in found if type(value) is float]


_EVEN, _ODD = range(0, 255, 2), range(1, 255, 2)


@function("COUNTIF", 2, many=(0,), errors=True)
def count_if(area: Any, wanted: Any) -> float:
    """Count what meets a criterion; only the used part is looked at, the rest is blank."""
    area, test = _area(area), criterion(wanted)
    rows, columns = area.shape
    used_rows, used_columns = area.used.shape
    beyond = (rows * columns - used_rows * used_columns) if test(None) else 0
    return float(sum(map(test, area.filled)) + beyond)


@function("COUNTIFS", 2, 254, many=_EVEN, errors=True)
def count_ifs(*pairs: Any) -> float:
    """Count the places that meet all criteria."""
    if len(pairs) % 2:
        raise ExcelError(VALUE)
    hits = _hits(pairs)
    return float(len(hits.places) + hits.beyond)


def _sum(numbers: list[float]) -> float:
    return finite(math.fsum(numbers))


def _of_one(total: Callable[[list[float]], float], area: Any, wanted: Any, target: Any = None) -> float:
    """Return a total of what stands where a criterion is met."""
    return total(_numbers(area if target is None else target, _hits((area, wanted))))


def _of_all(total: Callable[[list[float]], float], target: Any, *pairs: Any) -> float:
    """Return a total of what stands where all criteria are met."""
    if len(pairs) % 2 or _area(target).shape != _area(pairs[0]).shape:
        raise ExcelError(VALUE)
    return total(_numbers(target, _hits(pairs)))


functions(
    {"SUMIF": partial(_of_one, _sum), "AVERAGEIF": partial(_of_one, mean)},
    2, 3, many=(0, 2), errors=True,
)  # fmt: skip
functions(
    {
        "SUMIFS": partial(_of_all, _sum),
        "AVERAGEIFS": partial(_of_all, mean),
        "MINIFS": partial(_of_all, partial(min, default=0.0)),
        "MAXIFS": partial(_of_all, partial(max, default=0.0)),
    },
    3, 255, many=(0, *_ODD), errors=True,
)  # fmt: skip
