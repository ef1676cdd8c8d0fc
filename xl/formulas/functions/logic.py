"""Conditions, errors, and what a value is."""

from collections.abc import Callable
from functools import partial
from typing import Any

from xl.cells.values import CellError
from xl.formulas.areas import Area, Array, is_many, lifted, scalar, worked_out
from xl.formulas.functions.registry import ALL, flat, function, functions
from xl.formulas.values import NA, VALUE, ExcelError, Unknown, checked, number, order, truth

Closure = Callable[[Any], Any]


@function("IF", 1, 3, lazy=True)
def choose_by_condition(place: Any, parts: list[Closure], array: bool) -> Any:  # noqa: FBT001
    """Return one of two values; the other is not computed, except place by place in array mode."""
    condition = parts[0](place)
    if array and is_many(condition):
        branches = [part(place) for part in parts[1:]]
        return lifted(place, _pick, [condition, *branches], errors=True)
    holds = truth(scalar(condition, place.row, place.column))
    if holds:
        return parts[1](place) if len(parts) > 1 else True
    return parts[2](place) if len(parts) > 2 else False  # noqa: PLR2004


def _pick(condition: Any, yes: Any = True, no: Any = False) -> Any:  # noqa: FBT002
    return yes if truth(checked(condition)) else no


def _guarded(place: Any, parts: list[Closure], array: bool, *, codes: tuple[str, ...]) -> Any:  # noqa: FBT001
    """Return the first value, or the second where the first is one of the errors (any, if none is named)."""

    def caught(code: str) -> bool:
        return not codes or code in codes

    try:
        value = parts[0](place)
        if array and is_many(value):
            return worked_out(
                place,
                lambda v, other: other if type(v) is CellError and caught(v) else v,
                [value, parts[1](place)],
                errors=True,
            )
        value = scalar(value, place.row, place.column)
    except ExcelError as error:
        if caught(error.code):
            return parts[1](place)
        raise
    return 0.0 if value is None else value


functions({"IFERROR": partial(_guarded, codes=()), "IFNA": partial(_guarded, codes=(NA,))}, 2, lazy=True)


def _single(part: Closure, place: Any, array: bool) -> Any:  # noqa: FBT001
    """Return an argument's one value; where it is many, a choice would have to be made for each."""
    value = part(place)
    if array and is_many(value):
        raise Unknown("a choice place by place")
    return scalar(value, place.row, place.column)


@function("IFS", 2, 254, lazy=True)
def first_that_holds(place: Any, parts: list[Closure], array: bool) -> Any:  # noqa: FBT001
    """Return the value after the first condition that holds."""
    for condition, value in zip(parts[::2], parts[1::2], strict=False):
        if truth(_single(condition, place, array)):
            return value(place)
    raise ExcelError(NA)


@function("CHOOSE", 2, 255, lazy=True)
def choose(place: Any, parts: list[Closure], array: bool) -> Any:  # noqa: FBT001
    """Return the n-th of the values."""
    index = int(number(_single(parts[0], place, array)))
    if not 1 <= index < len(parts):
        raise ExcelError(VALUE)
    return parts[index](place)


@function("SWITCH", 3, 255, lazy=True)
def switch(place: Any, parts: list[Closure], array: bool) -> Any:  # noqa: FBT001
    """Return the value after the case that equals the first value, or the last one over."""
    wanted = _single(parts[0], place, array)
    cases = parts[1:]
    for case, value in zip(cases[::2], cases[1::2], strict=False):
        if order(wanted, _single(case, place, array)) == 0:
            return value(place)
    if len(cases) % 2:
        return cases[-1](place)
    raise ExcelError(NA)


def _truths(arguments: tuple[Any, ...]) -> list[bool]:
    """Return the truth values in arguments; text and blanks in areas do not count."""
    found = []
    for argument in arguments:
        if isinstance(argument, Area | Array):
            values = map(checked, argument.filled if isinstance(argument, Area) else flat(argument))
            found += [value != 0 for value in values if type(value) in (bool, float)]
        elif argument is not None and argument != "":
            found.append(truth(argument.strip() if type(argument) is str else checked(argument)))
    if not found:
        raise ExcelError(VALUE)
    return found


functions(
    {
        "AND": lambda *arguments: all(_truths(arguments)),
        "OR": lambda *arguments: any(_truths(arguments)),
        "XOR": lambda *arguments: sum(_truths(arguments)) % 2 == 1,
    },
    1, 255, many=ALL,
)  # fmt: skip
functions({"TRUE": lambda: True, "FALSE": lambda: False}, 0)
functions(
    {
        "NOT": lambda value: not truth(value),
        "N": lambda value: float(value) if type(value) in (float, bool) else 0.0,  # what is no number is 0
        "T": lambda value: value if type(value) is str else "",
    },
    1,
)


@function("NA", 0)
def not_available() -> Any:
    """Raise #N/A."""
    raise ExcelError(NA)


def _is(names: str, test: Callable[[Any], bool]) -> None:
    """Register a function that tells what a value is, errors among them."""

    @function(names, 1, lazy=True)
    def run(place: Any, parts: list[Closure], array: bool) -> Any:  # noqa: FBT001
        try:
            value = parts[0](place)
            if array and is_many(value):
                return lifted(place, test, [value], errors=True)
            value = scalar(value, place.row, place.column)
        except ExcelError as error:
            value = CellError(error.code)
        return test(value)


_is("ISNUMBER", lambda value: type(value) is float)
_is("ISTEXT", lambda value: type(value) is str)
_is("ISNONTEXT", lambda value: type(value) is not str)
_is("ISLOGICAL", lambda value: type(value) is bool)
_is("ISBLANK", lambda value: value is None)
_is("ISERROR", lambda value: type(value) is CellError)
_is("ISERR", lambda value: type(value) is CellError and value != NA)
_is("ISNA", lambda value: type(value) is CellError and value == NA)
