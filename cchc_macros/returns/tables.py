"""Finding our table in a returned file: by its headings, wherever on whatever sheet it is by now."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from cchc_macros import contract as c
from cchc_macros.contract import TableSpec
from cchc_macros.returns.files import ReturnedSheet
from cchc_macros.rules.text import fold
from cchc_macros.rules.typed_values import Value
from xl.cells.addresses import column_letters
from xl.late import dataclass

_SEARCHED_ROWS = 200  # with cells; a form has a dozen lines above its table
_LONGEST_HEADING = 100


@dataclass(frozen=True, slots=True)
class ReturnedTable:
    """A table as it stands in a returned file.

    Attributes:
        sheet: The sheet it was found on.
        heading_row: Its row number.
        columns: Contract heading -> column number. A column that the unit deleted or renamed is not in it.
        strangers: Columns with headings of the unit's own, heading -> column number.
    """

    sheet: ReturnedSheet
    heading_row: int
    columns: Mapping[str, int]
    strangers: Mapping[str, int]

    def rows(self) -> Iterator[tuple[int, Mapping[int, Value]]]:
        """The rows below the headings that hold anything, as (row number, cells by column number)."""
        return ((number, cells) for number, cells in self.sheet.rows.items() if number > self.heading_row)

    def above(self) -> Iterator[str]:
        """The texts above the table."""
        for number, cells in self.sheet.rows.items():
            if number < self.heading_row:
                yield from (value for value in cells.values() if isinstance(value, str))

    def place(self, row: int, heading: str = c.STT) -> str:
        """Where to look, "Phiếu giao việc!H12"."""
        column = self.columns.get(heading) or self.strangers.get(heading) or 1
        return f"{self.sheet.name}!{column_letters(column)}{row}"


def find_tables(sheets: Iterable[ReturnedSheet], spec: TableSpec) -> list[ReturnedTable]:
    """Find the tables of a spec in sheets of a file, at most one a sheet, the sheet with our name first.

    A table begins at the first row with an STT and at least half of the other headings.
    """
    ours_first = sorted(sheets, key=lambda sheet: fold(sheet.name) != fold(spec.sheet))
    return [table for sheet in ours_first if (table := _find(sheet, spec))]


def _find(sheet: ReturnedSheet, spec: TableSpec) -> ReturnedTable | None:
    wanted = _wanted(spec)
    for _, (number, cells) in zip(range(_SEARCHED_ROWS), sheet.rows.items(), strict=False):
        if len(cells) * 2 <= len(spec.columns):
            continue
        columns, strangers = _match(cells, wanted)
        if c.STT in columns and len(columns) * 2 > len(spec.columns):
            return ReturnedTable(sheet, number, columns, strangers)
    return None


@lru_cache(maxsize=8)
def _wanted(spec: TableSpec) -> dict[str, str]:
    return {fold(heading): heading for heading in spec.headings}


def _match(cells: Mapping[int, Value], wanted: Mapping[str, str]) -> tuple[dict[str, int], dict[str, int]]:
    columns: dict[str, int] = {}
    strangers: dict[str, int] = {}
    for column, value in cells.items():
        if isinstance(value, str) and len(value) <= _LONGEST_HEADING:
            heading = wanted.get(fold(value))
            if heading is None:
                strangers[value] = column
            else:
                columns.setdefault(heading, column)
    return columns, strangers
