"""What a workbook is asked, in as few calls as can be: in Excel each one is a round trip between processes.

xlwings asks a range for its sheet, row, column, height and width before it converts values, and a collection twice
for a member that may not be there.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple, TypeVar
from weakref import ReferenceType, WeakKeyDictionary, ref

import xl.light  # noqa: F401  # must come before xlwings

import xlwings as xw  # isort: skip

from xl.cells.addresses import column_letters, column_number

T = TypeVar("T")

# By the class of their sheets, held by none.
_engines: WeakKeyDictionary[type, ReferenceType[Any]] = WeakKeyDictionary()


class ReadArea(NamedTuple):
    """Cells of a sheet: the first row and column, counted from 1, and how many."""

    row: int
    column: int
    height: int
    width: int

    @property
    def address(self) -> str:
        """Their address, "B4:D7"."""
        first, last = (self.row, self.column), (self.row + self.height - 1, self.column + self.width - 1)
        return ":".join(f"{column_letters(column)}{row}" for row, column in (first, last))


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Neighbouring rows or columns together, in order, as (first, last)."""
    groups = groupby(enumerate(sorted(numbers)), lambda item: item[1] - item[0])
    found = [[number for _, number in group] for _, group in groups]
    return [(run[0], run[-1]) for run in found]


def around(areas: Iterable[ReadArea]) -> ReadArea:
    """The smallest area that holds all of some."""
    parts = list(areas)
    row, column = min(part.row for part in parts), min(part.column for part in parts)
    height = max(part.row + part.height for part in parts) - row
    return ReadArea(row, column, height, max(part.column + part.width for part in parts) - column)


def area_at(address: str) -> ReadArea:
    """The area of an address such as $B$4:$D$7."""
    first, _, last = address.partition(":")
    (row, column), (last_row, last_column) = (_cell(part) for part in (first, last or first))
    return ReadArea(row, column, last_row - row + 1, last_column - column + 1)


def _cell(address: str) -> tuple[int, int]:
    letters, row = address.lstrip("$").split("$")
    return int(row), column_number(letters)


def cells_of(sheet: xw.Sheet, area: ReadArea) -> xw.Range:
    """The cells of an area."""
    return sheet.range(area.address)


def values_of(sheet: xw.Sheet, area: ReadArea) -> list[list[Any]]:
    """The values of an area, as `values_in`."""
    return values_in(sheet, cells_of(sheet, area))


def values_in(sheet: xw.Sheet, cells: xw.Range) -> list[list[Any]]:
    """The values of a sheet's cells, row by row, as xlwings gives them; errors as their names."""
    known = _engines.get(type(sheet.impl))
    engine = known() if known else None
    if engine is None:
        engine = sheet.book.app.engine.impl
        _engines[type(sheet.impl)] = ref(engine)
    cleaned: list[list[Any]] = engine.clean_value_data(_rows(cells.raw_value), datetime, None, None, err_to_str=True)
    return cleaned


def formulas_of(sheet: xw.Sheet, area: ReadArea) -> list[list[str]]:
    """An area as formulas and constants, as `formulas_in`."""
    return formulas_in(cells_of(sheet, area))


def formulas_in(cells: xw.Range) -> list[list[str]]:
    """The cells as formulas and constants, row by row."""
    return [list(row) for row in _rows(cells.formula)]


def formulas_at(cells: Mapping[str, tuple[xw.Sheet, ReadArea]]) -> dict[str, str]:
    """The formulas of single cells, read in one block a sheet."""
    found: dict[str, str] = {}
    sheets = {id(sheet): sheet for sheet, _ in cells.values()}
    for key, sheet in sheets.items():
        own = {name: area for name, (on, area) in cells.items() if id(on) == key}
        whole = around(own.values())
        block = formulas_of(sheet, whole)
        found |= {name: block[area.row - whole.row][area.column - whole.column] for name, area in own.items()}
    return found


def used_area(sheet: xw.Sheet) -> ReadArea:
    """The cells from the first to the last that hold anything."""
    return area_at(sheet.used_range.address)


def _rows(block: Any) -> Any:
    return block if isinstance(block, list | tuple) else [[block]]


def member(collection: Callable[[str], T], name: str) -> T | None:
    """The sheet, table or name of that name; None where there is none."""
    try:
        return collection(name)
    except Exception as error:
        if isinstance(error, KeyError) or getattr(error, "excepinfo", None):
            return None
        raise
