"""Finding values: MATCH, INDEX, VLOOKUP, XLOOKUP, and where a reference is."""

import math
from bisect import bisect_right
from itertools import pairwise
from typing import Any

from xl.formulas.areas import Area, Array, is_many, of_box
from xl.formulas.functions.registry import flat, function, functions, rows_of
from xl.formulas.functions.wildcards import wildcard
from xl.formulas.values import NA, REF, VALUE, ExcelError, Unknown, checked, number, order, text


def _exact(values: list[Any], wanted: Any) -> int:
    """Return the place of the first value that equals the wanted one, or #N/A; "*" and "?" stand for letters."""
    if wanted is None:
        wanted = 0.0
    kind = type(wanted)
    pattern = wildcard(wanted) if kind is str and any(mark in wanted for mark in "*?~") else None
    for index, value in enumerate(values):
        if type(value) is not kind:
            continue
        if pattern.fullmatch(value) if pattern else order(value, wanted) == 0:
            return index
    raise ExcelError(NA)


def _sorted(values: list[Any], wanted: Any) -> int:
    """Return the place of the last value not above the wanted one, or #N/A; values out of order are not for us."""
    if wanted is None:
        wanted = 0.0
    kind = type(wanted)
    places = [index for index, value in enumerate(values) if type(value) is kind]
    keys = [values[index].casefold() if kind is str else values[index] for index in places]
    if any(a > b for a, b in pairwise(keys)):
        raise Unknown("search among values out of order")
    found = bisect_right(keys, wanted.casefold() if kind is str else wanted)
    if not found:
        raise ExcelError(NA)
    return places[found - 1]


def _vector(value: Any) -> list[Any]:
    """Return one row or column as a list, only its used part if it is long."""
    if is_many(value) and 1 not in value.shape:
        raise ExcelError(NA)
    if isinstance(value, Area):
        return list(value.filled)
    return flat(value)


@function("MATCH", 2, 3, many=(1,))
def match(wanted: Any, values: Any, kind: Any = 1.0) -> float:
    """Return the place of a value in a row or column."""
    how = number(kind)
    if how < 0:
        raise Unknown("MATCH in descending order")
    found = _exact(_vector(values), wanted) if how == 0 else _sorted(_vector(values), wanted)
    return 1.0 + found


@function("INDEX", 2, 3, many=(0,))
def index(area: Any, row: Any, column: Any = None) -> Any:
    """Return the cell at a row and column of an area, or a whole row or column for 0."""
    rows, columns = area.shape if is_many(area) else (1, 1)
    r, c = math.trunc(number(row)), math.trunc(number(column))
    if column is None and rows == 1 and columns > 1:
        r, c = 1, r
    elif column is None and columns == 1:
        c = 1
    if r < 0 or c < 0:
        raise ExcelError(VALUE)
    if r > rows or c > columns:
        raise ExcelError(REF)
    if isinstance(area, Area):
        box = area.box
        if r:
            box = box._replace(row=box.row + r - 1, last_row=box.row + r - 1)
        if c:
            box = box._replace(column=box.column + c - 1, last_column=box.column + c - 1)
        return of_box(area.source, area.ws, box)
    grid = rows_of(area)
    picked = grid[r - 1 : r] if r else grid
    return Array([line[c - 1 : c] if c else line for line in picked])


def _look_up(wanted: Any, grid: list[list[Any]], place: Any, near: Any) -> Any:
    """Search the first column of a grid and return what is in another column."""
    target = math.trunc(number(place))
    if target < 1:
        raise ExcelError(VALUE)
    if target > len(grid[0]):
        raise ExcelError(REF)
    nearest = number(near) != 0
    keys = [row[0] for row in grid]
    return checked(grid[_sorted(keys, wanted) if nearest else _exact(keys, wanted)][target - 1])


@function("VLOOKUP", 3, 4, many=(1,))
def vlookup(wanted: Any, table: Any, place: Any, near: Any = True) -> Any:  # noqa: FBT002
    """Search down the first column."""
    _refuse_single(table)
    return _look_up(wanted, _used_rows(table), place, near)


@function("HLOOKUP", 3, 4, many=(1,))
def hlookup(wanted: Any, table: Any, place: Any, near: Any = True) -> Any:  # noqa: FBT002
    """Search along the first row."""
    _refuse_single(table)
    turned = [list(line) for line in zip(*rows_of(table), strict=True)]
    return _look_up(wanted, turned, place, near)


def _refuse_single(table: Any) -> None:
    """Raise #VALUE! where a text is in a table's place."""
    if type(table) is str:
        raise ExcelError(VALUE)


def _used_rows(table: Any) -> list[list[Any]]:
    if not isinstance(table, Area):
        return rows_of(table)
    box = table.box._replace(last_row=table.used.last_row)
    return of_box(table.source, table.ws, box).rows


@function("XLOOKUP", 3, 6, many=(1, 2))
def xlookup(wanted: Any, keys: Any, results: Any, missing: Any = None, how: Any = 0.0, way: Any = 1.0) -> Any:
    """Search a row or column and return what is at the same place of another.

    Raises:
        Unknown: a kind of search other than for the first equal value.
    """
    if number(how) != 0 or number(way) != 1 or not is_many(results) or 1 not in results.shape:
        raise Unknown("XLOOKUP of this kind")
    if isinstance(wanted, str) and any(mark in wanted for mark in "*?~"):
        raise Unknown("XLOOKUP takes * and ? for what they are")
    if not is_many(keys) or max(keys.shape) != max(results.shape):
        raise ExcelError(VALUE)
    try:
        place = _exact(_vector(keys), wanted)
    except ExcelError:
        if missing is None:
            raise
        return missing
    values = flat(results)
    return checked(values[place] if place < len(values) else None)


def _referred(place: Any, reference: Any) -> Any:
    """Return what has the row and column that are asked for: a reference, or the formula's own place."""
    if reference is None:
        return place
    if not isinstance(reference, Area):
        raise ExcelError(VALUE)
    if not reference.box.is_cell:
        raise Unknown("ROW or COLUMN of several cells")
    return reference.box


functions(
    {
        "ROW": lambda place, reference=None: float(_referred(place, reference).row),
        "COLUMN": lambda place, reference=None: float(_referred(place, reference).column),
    },
    0, 1, placed=True,
)  # fmt: skip
functions(
    {
        "ROWS": lambda area: float(area.shape[0] if is_many(area) else 1),
        "COLUMNS": lambda area: float(area.shape[1] if is_many(area) else 1),
    },
    1, many=(0,),
)  # fmt: skip
functions({"HYPERLINK": lambda address, shown=None: text(address) if shown is None else shown}, 1, 2)
