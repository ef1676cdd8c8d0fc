"""References to cells and arrays of values, and how a scalar is taken from them."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice, repeat
from typing import Any, NamedTuple, TypeAlias

from xl.cells.addresses import MAX_COLUMN, MAX_ROW, Box
from xl.cells.model import Worksheet
from xl.cells.values import CellError
from xl.formulas.values import NA, VALUE, ExcelError, Unknown, checked

Rows = list[list[Any]]
_TOO_MANY = 1_100_000  # cells of one column, and some


# Whoever knows what is in cells: `calculator.Calculator`, which stands on this module.
Source: TypeAlias = Any


class Array(NamedTuple):
    """A rectangle of values."""

    rows: Rows

    @property
    def shape(self) -> tuple[int, int]:
        """Numbers of rows and columns."""
        return len(self.rows), len(self.rows[0])


class Area(NamedTuple):
    """A reference to a rectangle of cells; values are computed when asked for."""

    source: Source
    ws: Worksheet
    box: Box

    @property
    def shape(self) -> tuple[int, int]:
        """Numbers of rows and columns."""
        return self.box.shape

    def value(self, row: int, column: int) -> Any:
        """Return the value of a cell by its place on the sheet."""
        return self.source.cell_value(self.ws, row, column)

    @property
    def used(self) -> Box:
        """The part of the area within the sheet's used range; below and right of it all is blank."""
        last_row, last_column = self.source.used(self.ws)
        box = self.box
        return box._replace(
            last_row=max(box.row, min(box.last_row, last_row)),
            last_column=max(box.column, min(box.last_column, last_column)),
        )

    @property
    def rows(self) -> Rows:
        """The values of the whole area.

        Raises:
            Unknown: it is too large to be listed.
        """
        rows, columns = self.shape
        used = self.used
        self.source.spend(used.shape[0] * used.shape[1])
        found: Rows = self.source.values(self.ws, used)
        if (rows, columns) == used.shape:
            return found
        if rows * columns > _TOO_MANY:
            raise Unknown("an area too large to list")
        self.source.spend(rows * columns)
        blank = [None] * columns
        width = columns - used.shape[1]
        return [row + [None] * width for row in found] + [blank] * (rows - used.shape[0])

    @property
    def filled(self) -> Iterator[Any]:
        """The values of the used part; blanks may be left out."""
        used = self.used
        self.source.spend(used.shape[0] * used.shape[1])
        for row in self.source.values(self.ws, used):
            yield from row


def of_box(source: Source, ws: Worksheet, box: Box) -> Area:
    """Return a reference; raise #REF! for one beyond the sheet."""
    if box.row < 1 or box.column < 1 or box.last_row > MAX_ROW or box.last_column > MAX_COLUMN:
        raise ExcelError("#REF!")
    return Area(source, ws, box)


def scalar(value: Any, row: int, column: int) -> Any:
    """Return the one value of an argument, as a formula in (row, column) takes it: implicit intersection.

    Raises:
        ExcelError: the value is an error, or the area does not cross the cell's row or column.
    """
    if type(value) is Area:
        box = value.box
        if box.is_cell:
            return checked(value.value(box.row, box.column))
        if box.column == box.last_column and box.row <= row <= box.last_row:
            return checked(value.value(row, box.column))
        if box.row == box.last_row and box.column <= column <= box.last_column:
            return checked(value.value(box.row, column))
        raise ExcelError(VALUE)
    if type(value) is Array:
        return checked(value.rows[0][0])
    return checked(value)


def is_many(value: Any) -> bool:
    """Whether a value is an area or an array."""
    return type(value) is Area or type(value) is Array


class Clip:
    """Where whole columns may end for SUMPRODUCT: one row below all that is in use, which stands for the rest.

    Attributes:
        last: That row.
        taken: Whether a whole column ended there.
    """

    def __init__(self, last: int) -> None:
        self.last = last
        self.taken = False


class Place(NamedTuple):
    """Where a formula stands."""

    source: Source
    ws: Worksheet
    row: int
    column: int
    clip: Clip | None = None


def listed(place: Place, value: Any) -> Rows:
    """Return the values of an argument for work place by place."""
    if place.clip is not None and _is_whole(value):
        place.clip.taken = True
        clipped: Area = value._replace(box=value.box._replace(last_row=place.clip.last))
        return clipped.rows
    return value.rows if is_many(value) else [[value]]


class Kept:
    """Values worked out or looked up once: many formulas of a sheet ask for the same of the same cells.

    They hold as long as no cell changes, which is as long as their calculator.

    Args:
        room: How many values there is room for.
    """

    def __init__(self, room: int) -> None:
        self._found: dict[Any, tuple[Any, Any]] = {}
        self._room = self._all = room

    def get(self, key: Any) -> Any:
        """Return what was kept, None where nothing was."""
        found = self._found.get(key)
        return found[0] if found else None

    def put(self, key: Any, found: Any, shape: tuple[int, int], arguments: Any = ()) -> None:
        """Keep values of so many rows and columns, all others forgotten where there is no room left.

        Their arguments are kept with them: arrays among these are known by their place in memory.
        """
        taken = shape[0] * (shape[1] + 7)  # a row takes about as much as seven values
        if taken > self._room:
            self._found.clear()
            self._room = self._all
        self._room -= taken
        self._found[key] = found, arguments


def _key(argument: Any) -> Any:
    """What tells an argument from any other; an array is known by itself, as long as it is kept."""
    return id(argument.rows) if type(argument) is Array else (type(argument), argument)


def lifted(place: Place, function: Callable[..., Any], arguments: list[Any], *, errors: bool = False) -> Array:
    """Do `worked_out`, or return what the same gave before."""
    key = (function, errors, place.clip is None, *map(_key, arguments))
    found: Array | None = place.source.kept.get(key)
    if found is None:
        found = worked_out(place, function, arguments, errors=errors)
        place.source.kept.put(key, found, found.shape, arguments)
    elif place.clip is not None and any(_is_whole(argument) for argument in arguments):
        place.clip.taken = True
    return found


def _is_whole(value: Any) -> bool:
    return type(value) is Area and (value.box.row, value.box.last_row) == (1, MAX_ROW)


def worked_out(place: Place, function: Callable[..., Any], arguments: list[Any], *, errors: bool = False) -> Array:
    """Apply a function of scalars place by place to arguments of which some are many.

    A single row, column or value is repeated; a place that one argument lacks gives #N/A.

    Args:
        place: The formula's.
        function: The function.
        arguments: Its arguments.
        errors: The function takes errors as values; else an error at a place is what the place gives.
    """
    grids = [listed(place, argument) for argument in arguments]
    height = max(len(grid) for grid in grids)
    width = max(len(grid[0]) for grid in grids)
    if height * width > _TOO_MANY:
        raise Unknown("more places than can be kept")
    place.source.spend(height * width)

    def one(*values: Any) -> Any:
        try:
            return function(*values) if errors else function(*map(checked, values))
        except ExcelError as error:
            return CellError(error.code)

    def results(compute: Callable[..., Any]) -> Rows:
        places = map(compute, *(_spread(grid, height, width) for grid in grids))
        if width == 1:  # most are columns
            return [[value] for value in islice(places, height)]
        return [list(line) for line in islice(zip(*[places] * width, strict=False), height)]

    if not any(CellError in map(type, chain.from_iterable(grid)) for grid in grids):
        try:
            return Array(results(function))  # errors are rare: looking at each place for one takes twice as long
        except ExcelError:
            pass
    return Array(results(one))


def _spread(grid: Rows, height: int, width: int) -> Iterable[Any]:
    """Return a grid's values row by row, as many as the other grids have or more."""
    rows, columns = len(grid), len(grid[0])
    if (rows, columns) == (height, width):
        return chain.from_iterable(grid)
    if (rows, columns) == (1, 1):
        return repeat(grid[0][0])
    missing = CellError(NA)

    def at(row: int, column: int) -> Any:
        row, column = row if rows > 1 else 0, column if columns > 1 else 0
        return grid[row][column] if row < rows and column < columns else missing

    return (at(row, column) for row in range(height) for column in range(width))
