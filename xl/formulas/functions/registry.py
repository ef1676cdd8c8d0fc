"""Registering functions, and how their arguments are taken."""

from collections.abc import Callable, Container
from typing import Any, NamedTuple

from xl.formulas.areas import Area, Array, Rows
from xl.formulas.values import checked, number

ALL = range(255)  # every argument


class Function(NamedTuple):
    """A worksheet function.

    Attributes:
        run: Takes the arguments' values; a left-out argument is None.
        least, most: Numbers of arguments.
        many: Places of the arguments that take areas and arrays; the others take one value each.
        arrays: Arguments are computed in array mode.
        lazy: `run` takes (place, closures, array mode) and computes what it needs.
        placed: `run` takes the place first, and its arguments as they come.
        errors: Errors among the arguments are values.
    """

    run: Callable[..., Any]
    least: int
    most: int
    many: Container[int] = ()
    arrays: bool = False
    lazy: bool = False
    placed: bool = False
    errors: bool = False


FUNCTIONS: dict[str, Function] = {}


def function(
    names: str, least: int, most: int | None = None, **how: Any
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a function under its names.

    Args:
        names: The names, separated by blanks.
        least: The least number of arguments.
        most: The greatest number; the least if not given.
        how: Further attributes of `Function`.
    """

    def register(run: Callable[..., Any]) -> Callable[..., Any]:
        for name in names.split():
            FUNCTIONS[name] = Function(run, least, least if most is None else most, **how)
        return run

    return register


def functions(runs: dict[str, Callable[..., Any]], least: int, most: int | None = None, **how: Any) -> None:
    """Register functions, by name, that take alike arguments and that one expression says whole; see `function`."""
    for name, run in runs.items():
        function(name, least, most, **how)(run)


def rows_of(value: Any) -> Rows:
    """Return an argument as rows of values."""
    return value.rows if isinstance(value, Area | Array) else [[value]]


def flat(value: Any) -> list[Any]:
    """Return an argument's values row by row, blanks included."""
    return [item for row in rows_of(value) for item in row]


def numbers_in(arguments: tuple[Any, ...]) -> list[float]:
    """Return the numbers in arguments as SUM takes them: in areas only numbers count, elsewhere text is converted.

    Raises:
        ExcelError: an argument is or holds an error.
    """
    found: list[float] = []
    for argument in arguments:
        if isinstance(argument, Area):
            found += [value for value in map(checked, argument.filled) if type(value) is float]
        elif isinstance(argument, Array):
            found += [value for value in map(checked, flat(argument)) if type(value) is float]
        elif argument is not None:
            found.append(number(checked(argument)))
    return found
