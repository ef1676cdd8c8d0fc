"""Arithmetic."""

import math
from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from functools import reduce
from typing import Any

from xl.cells.addresses import MAX_ROW
from xl.formulas.areas import Area, Array, Clip, Place, listed
from xl.formulas.functions.registry import ALL, FUNCTIONS, function, functions, numbers_in
from xl.formulas.values import DIV0, NUM, VALUE, ExcelError, Unknown, added, checked, finite, number, order, same

_DIGITS = 15  # what Excel shows of a number, and rounds by


@function("SUM", 1, 255, many=ALL)
def total(*arguments: Any) -> float:
    """Return the sum."""
    return finite(math.fsum(numbers_in(arguments)) + 0.0)


@function("PRODUCT", 1, 255, many=ALL)
def product(*arguments: Any) -> float:
    """Return the product."""
    numbers = numbers_in(arguments)
    return finite(reduce(lambda a, b: a * b, numbers)) if numbers else 0.0


@function("SUMPRODUCT", 1, 255, arrays=True, lazy=True)
def sum_of_products(place: Place, parts: list[Callable[[Place], Any]], _array: bool) -> float:  # noqa: FBT001
    """Return the sum of products place by place; what is no number counts as 0."""
    clip = Clip(min(place.source.bottom() + 1, MAX_ROW))
    place = place._replace(clip=clip)
    grids = [listed(place, part(place)) for part in parts]
    shapes = {(len(grid), len(grid[0])) for grid in grids}
    if len(shapes) != 1:
        raise ExcelError(VALUE)
    products = [_product_of(rows) for rows in zip(*grids, strict=True)]
    if clip.taken:
        products[-1] *= MAX_ROW - clip.last + 1  # this row stands for all below it
    return finite(math.fsum(products))


def _product_of(rows: tuple[list[Any], ...]) -> float:
    """Return the sum of the products along rows."""
    found = []
    for items in zip(*rows, strict=True):
        if {*map(type, items)} == _NUMBERS:
            found.append(math.prod(items))
        else:
            for item in items:
                checked(item)
    return math.fsum(found)


_NUMBERS = {float}


def _rounded(value: Any, places: Any, how: str) -> float:
    """Round by the number's 15 digits."""
    exact = Decimal(f"{number(value):.{_DIGITS}g}")
    digits = max(-400, min(400, math.trunc(number(places))))
    if digits >= -exact.as_tuple().exponent:  # type: ignore[operator]  # a number, not NaN
        return float(exact)
    return finite(float(exact.quantize(Decimal(1).scaleb(-digits), rounding=how))) + 0.0


functions(
    {
        "ROUND": lambda value, places: _rounded(value, places, ROUND_HALF_UP),
        "ROUNDUP": lambda value, places: _rounded(value, places, ROUND_UP),
        "ROUNDDOWN": lambda value, places: _rounded(value, places, ROUND_DOWN),
    },
    2,
)
functions({"TRUNC": lambda value, places=None: _rounded(value, places, ROUND_DOWN)}, 1, 2)
functions({"ABS": lambda value: abs(number(value)), "SIGN": lambda value: float(order(number(value), 0.0))}, 1)


@function("INT", 1)
def whole(value: Any) -> float:
    """Round down."""
    exact = number(value)
    nearest = round(exact)
    return float(nearest) if same(exact, float(nearest)) else float(math.floor(exact))


@function("MOD", 2)
def remainder(value: Any, divisor: Any) -> float:
    """Return the remainder, with the divisor's sign."""
    a, b = number(value), number(divisor)
    if b == 0:
        raise ExcelError(DIV0)
    return added(a, -b * math.floor(finite(a / b)))


@function("SQRT", 1)
def square_root(value: Any) -> float:
    """Return the square root."""
    exact = number(value)
    if exact < 0:
        raise ExcelError(NUM)
    return math.sqrt(exact)


_SUBTOTALS = {1: "AVERAGE", 2: "COUNT", 3: "COUNTA", 4: "MAX", 5: "MIN", 6: "PRODUCT", 9: "SUM"}
_HIDDEN_TOO = 100  # 101 to 111 leave out rows hidden by hand


@function("SUBTOTAL", 2, 255, many=range(1, 255))
def subtotal(which: Any, *areas: Any) -> Any:
    """Return a total that leaves out other subtotals.

    Raises:
        Unknown: rows are hidden, by hand or by a filter, or the kind of total is not known.
    """
    kind = math.trunc(number(which))
    name = _SUBTOTALS.get(kind % _HIDDEN_TOO)
    if name is None or not all(isinstance(area, Area) for area in areas):
        raise Unknown("SUBTOTAL")
    return FUNCTIONS[name].run(*(_without_subtotals(area) for area in areas))


def _without_subtotals(area: Area) -> Array:
    used = area.used
    rows = area.source.values(area.ws, used)
    if any(area.ws.row_dimensions[row].hidden for row in area.ws.row_dimensions if used.row <= row <= used.last_row):
        raise Unknown("SUBTOTAL over hidden rows")

    def keeps(row: int, column: int) -> bool:
        cell = area.ws._cells.get((row, column))
        return not (cell is not None and cell.data_type == "f" and "SUBTOTAL(" in str(cell.value).upper())

    return Array(
        [
            [value if keeps(row, column) else None for column, value in enumerate(line, used.column)]
            for row, line in enumerate(rows, used.row)
        ]
    )
