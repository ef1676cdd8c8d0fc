"""What operators make of one value or of two."""

import operator
from collections.abc import Callable
from typing import Any

from xl.formulas.values import DIV0, NUM, ExcelError, added, finite, number, order, short, text


def _divided(a: Any, b: Any) -> float:
    divisor = number(b)
    if divisor == 0:
        number(a)
        raise ExcelError(DIV0)
    return finite(number(a) / divisor)


def _power(a: Any, b: Any) -> float:
    base, exponent = number(a), number(b)
    if base == 0 and exponent <= 0:
        raise ExcelError(NUM if exponent == 0 else DIV0)
    try:
        result = base**exponent
    except OverflowError:
        raise ExcelError(NUM) from None
    if isinstance(result, complex):
        raise ExcelError(NUM)
    return finite(result)


def _compared(test: Callable[[int, int], bool]) -> Callable[[Any, Any], bool]:
    return lambda a, b: test(order(a, b), 0)


UNARY: dict[str, Callable[[Any], Any]] = {
    "-": lambda value: -number(value) or 0.0,
    "+": lambda value: value,
    "%": lambda value: number(value) / 100,
}
BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: added(number(a), number(b)),
    "-": lambda a, b: added(number(a), -number(b)),
    "*": lambda a, b: finite(number(a) * number(b)),
    "/": _divided,
    "^": _power,
    "&": lambda a, b: short(text(a) + text(b)),
    "=": _compared(operator.eq),
    "<>": _compared(operator.ne),
    "<": _compared(operator.lt),
    ">": _compared(operator.gt),
    "<=": _compared(operator.le),
    ">=": _compared(operator.ge),
}
