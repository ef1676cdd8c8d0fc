"""Trees to closures. Formulas that are the same but for their place share one closure, parsed once.

A closure takes a `Place` and returns a scalar, an `Area` or an `Array`. In array mode (arguments of SUMPRODUCT, array
formulas) functions and operators of scalars work on every cell of an area; elsewhere they take the cell in the
formula's own row or column.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from xl.cells.addresses import MAX_COLUMN, MAX_ROW, Box, column_number, parse_box
from xl.cells.references import parse_reference
from xl.cells.values import CellError
from xl.formulas import structured
from xl.formulas.areas import Array, Place, is_many, lifted, of_box, scalar, worked_out
from xl.formulas.functions import FUNCTIONS, Function
from xl.formulas.operators import BINARY, UNARY
from xl.formulas.parser import Node, parse
from xl.formulas.values import REF, ExcelError, Unknown, checked
from xl.late import regex

Closure = Callable[[Place], Any]
_CELL = regex(r"^(\$?)([A-Za-z]{1,3})(\$?)([1-9]\d{0,6})$")
# Cells in a formula's text; strings, brackets and quoted sheet names are matched first and passed over.
_CELLS = regex(
    r"""("(?:[^"]|"")*"|'(?:[^']|'')*'|\[[^\[\]]*\])|(?<![\w.$])(\$?)([A-Za-z]{1,3})(\$?)([1-9]\d{0,6})(?![\w.(!\[])"""
)
_WHOLE = regex(r"\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}|\$?\d+:\$?\d+")
_OF_DAYS = {"TODAY", "DATE", "YEAR", "MONTH", "DAY", "WEEKDAY", "EDATE", "EOMONTH", "TEXT"}


def compiled(formula: str, row: int, column: int, cache_: dict[str, Closure], *, array: bool = False) -> Closure:
    """Return the closure of a formula that is in a cell.

    Args:
        formula: The text, with "=".
        row: The cell's row.
        column: The cell's column.
        cache_: The closures so far, by the formula's text relative to its cell.
        array: The cell holds an array formula.

    Raises:
        Unknown: the formula cannot be read.
    """
    key = shape_of(formula, row, column, array=array)
    closure = cache_.get(key)
    if closure is None:
        closure = cache_[key] = _compile(parse(formula), row, column, array)
    return closure


def shape_of(formula: str, row: int, column: int, *, array: bool) -> str:
    """Return a formula's text relative to its cell: those that are the same but for their place have it in common."""

    def relative(match: re.Match[str]) -> str:
        if match[1]:
            return match[1]
        c = match[3].upper() if match[2] else f"[{column_number(match[3].upper()) - column}]"
        return f"R{match[5]}C{c}" if match[4] else f"R[{int(match[5]) - row}]C{c}"

    key = _CELLS.sub(relative, formula) + ("{}" if array else "")
    return f"{key}@{row},{column}" if ":" in formula and _WHOLE.search(formula) else key


def _compile(node: Node, row: int, column: int, array: bool) -> Closure:  # noqa: FBT001, PLR0911  # one per kind
    kind = node[0]
    if kind == "value":
        value = node[1]
        return lambda _place: value
    if kind == "missing":
        return lambda _place: None
    if kind == "array":
        constant = Array(node[1])
        return lambda _place: constant
    if kind == "error":
        return _raising(node[1])
    if kind == "ref":
        return _reference(node[1], row, column)
    if kind == "call":
        return _call(node[1], node[2], row, column, array)
    function = (UNARY if kind == "unary" else BINARY)[node[1]]
    return _lifting(function, node[2:], row, column) if array else _on_scalars(function, node[2:], row, column)


def _one_cell(cell: str, row: int, column: int) -> Closure:
    (down, right, *_), (row_fixed, column_fixed, *_) = corners(cell, row, column) or ((), ())

    def value(place: Place) -> Any:
        source, ws, row, column, _ = place
        at_row, at_column = down if row_fixed else row + down, right if column_fixed else column + right
        if not (0 < at_row <= MAX_ROW and 0 < at_column <= MAX_COLUMN):
            raise ExcelError(REF)
        return checked(source.cell_value(ws, at_row, at_column))

    return value


def _raising(code: str) -> Closure:
    def error(_place: Place) -> Any:
        raise ExcelError(code)

    return error


def _lifting(run: Callable[..., Any], nodes: Sequence[Node], row: int, column: int) -> Closure:
    """Return the call of a function of scalars, which in array mode works place by place."""
    inner = [_compile(node, row, column, True) for node in nodes]

    def call(place: Place) -> Any:
        values = [argument(place) for argument in inner]
        if any(map(is_many, values)):
            return lifted(place, run, values)
        return run(*map(checked, values))

    return call


def _on_scalars(run: Callable[..., Any], nodes: Sequence[Node], row: int, column: int) -> Closure:
    """Return the call of a function of scalars on one value each."""
    inner = [_scalar(node, row, column) for node in nodes]
    if len(inner) == 1:
        only = inner[0]
        return lambda place: run(only(place))
    if len(inner) == 2:  # noqa: PLR2004
        left, right = inner
        return lambda place: run(left(place), right(place))
    return lambda place: run(*[argument(place) for argument in inner])


def _scalar(node: Node, row: int, column: int) -> Closure:
    """Return a closure that gives one value; a single cell, of which most formulas are made, is asked for by itself."""
    if node[0] == "ref":
        parsed = parse_reference(node[1])
        if parsed.sheet is None and parsed.box is not None and ":" not in parsed.cells:
            return _one_cell(parsed.cells, row, column)
    closure = _compile(node, row, column, False)
    return lambda place: scalar(closure(place), place.row, place.column)


def plain_name(name: str) -> str:
    """Return a function's name without the mark of what came after the file format."""
    return name.removeprefix("_XLFN.").removeprefix("_XLWS.")


def _only_from_1900(closure: Closure) -> Closure:
    """Return the call of a function that knows the days of the usual calendar only."""

    def guarded(place: Place) -> Any:
        if place.source.from_1904:
            raise Unknown("days counted from 1904")
        return closure(place)

    return guarded


def _call(name: str, arguments: list[Node], row: int, column: int, array: bool) -> Closure:  # noqa: FBT001
    closure = _plain_call(name, arguments, row, column, array)
    return _only_from_1900(closure) if name in _OF_DAYS else closure


def _plain_call(name: str, arguments: list[Node], row: int, column: int, array: bool) -> Closure:  # noqa: FBT001
    name = plain_name(name)
    function: Function | None = FUNCTIONS.get(name)
    if function is None:
        raise Unknown(f"function {name}")
    if not function.least <= len(arguments) <= function.most:
        raise Unknown(f"{name} with {len(arguments)} arguments")
    run = function.run
    if not (function.lazy or function.placed or function.many):
        of = _lifting if array or function.arrays else _on_scalars
        return of(run, arguments, row, column)
    inner = [_compile(argument, row, column, array or function.arrays) for argument in arguments]
    if function.lazy:
        return lambda place: run(place, inner, array)
    if function.placed:
        return lambda place: run(place, *(argument(place) for argument in inner))
    return _wide_call(function, inner, array)


def _wide_call(function: Function, inner: list[Closure], array: bool) -> Closure:  # noqa: FBT001
    """Return the call of a function that takes areas in some of its arguments."""
    run, many = function.run, function.many
    if function.errors:
        inner = [_with_errors(argument) for argument in inner]

    def one(value: Any, place: Place) -> Any:
        if function.errors:
            return _with_errors(lambda at: scalar(value, at.row, at.column))(place)
        return scalar(value, place.row, place.column)

    def call(place: Place) -> Any:
        values = [argument(place) for argument in inner]
        spread = [index for index, value in enumerate(values) if array and index not in many and is_many(value)]
        for index, value in enumerate(values):
            if index not in many and index not in spread:
                values[index] = one(value, place)
        if not spread:
            return run(*values)

        def for_one(*picked: Any) -> Any:
            """COUNTIF(area, criteria) counts for each criterion."""
            for index, value in zip(spread, picked, strict=True):
                values[index] = value
            return run(*values)

        return worked_out(place, for_one, [values[index] for index in spread], errors=function.errors)

    return call


def _with_errors(closure: Closure) -> Closure:
    """Return a closure that gives errors as values."""

    def caught(place: Place) -> Any:
        try:
            return closure(place)
        except ExcelError as error:
            return CellError(error.code)

    return caught


def _reference(reference: str, row: int, column: int) -> Closure:
    parsed = parse_reference(reference)
    if parsed.sheet is not None and ("[" in parsed.sheet or ":" in parsed.sheet):
        raise Unknown(f"reference {reference!r}")
    if parsed.box is not None:
        return _cells(parsed.sheet, parsed.cells, parsed.box, row, column)
    if "#REF!" in reference.upper():
        return _raising("#REF!")
    if "[" in parsed.cells:
        return lambda p: of_box(p.source, *structured.resolve(p.source, parsed.cells, p.ws, p.row, p.column))
    if ":" in parsed.cells or "(" in parsed.cells:
        raise Unknown(f"reference {reference!r}")
    return lambda place: place.source.named(parsed.sheet, parsed.cells, place)


def _cells(sheet: str | None, cells: str, box: Box, row: int, column: int) -> Closure:
    """Return a closure for a reference to cells; what has no "$" is kept relative to the formula's cell."""
    found = corners(cells, row, column)
    if found is None:  # their key holds the place
        return lambda place: of_box(place.source, place.source.sheet(sheet, place.ws), box)
    deltas, fixed = found

    def area(place: Place) -> Any:
        r1 = deltas[0] + (0 if fixed[0] else place.row)
        c1 = deltas[1] + (0 if fixed[1] else place.column)
        r2 = deltas[2] + (0 if fixed[2] else place.row)
        c2 = deltas[3] + (0 if fixed[3] else place.column)
        here = Box(min(r1, r2), min(c1, c2), max(r1, r2), max(c1, c2))
        return of_box(place.source, place.source.sheet(sheet, place.ws), here)

    return area


def corners(cells: str, row: int, column: int) -> tuple[tuple[int, ...], tuple[bool, ...]] | None:
    """Return first row and column, last row and column of cells, and which of them have a "$"; the others are relative.

    None for whole rows or columns.

    Raises:
        Unknown: they are none.
    """
    deltas: list[int] = []
    fixed: list[bool] = []
    for corner in (*cells.split(":"), cells)[:2]:
        match = _CELL.match(corner)
        if match is None:
            return None
        box = parse_box(corner.replace("$", ""))
        if box is None:
            raise Unknown(cells)
        fixed += [match[3] == "$", match[1] == "$"]
        deltas += [box.row - (0 if match[3] else row), box.column - (0 if match[1] else column)]
    return tuple(deltas), tuple(fixed)
