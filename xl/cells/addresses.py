"""Columns by letters and numbers, boxes of cells, and their A1 addresses."""

import re
from functools import cache
from typing import NamedTuple

from xl.late import regex

MAX_ROW, MAX_COLUMN = 1_048_576, 16_384
_CELLS = regex(
    r"^\$?(?P<c1>[A-Za-z]{1,3})?\$?(?P<r1>[1-9]\d{0,6})?(?::\$?(?P<c2>[A-Za-z]{1,3})?\$?(?P<r2>[1-9]\d{0,6})?)?$"
)


@cache
def column_number(letters: str) -> int:
    """Return the number of a column: 1 for "A", 28 for "AB"."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


@cache
def column_letters(number: int) -> str:
    """Return the letters of a column: "A" for 1, "AB" for 28."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


class Box(NamedTuple):
    """A rectangle of cells: first and last row and column, 1-based, inclusive."""

    row: int
    column: int
    last_row: int
    last_column: int

    @staticmethod
    def at(row: int, column: int) -> "Box":
        """Return the box of a single cell."""
        return Box(row, column, row, column)

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell is inside."""
        return self.row <= row <= self.last_row and self.column <= column <= self.last_column

    @property
    def shape(self) -> tuple[int, int]:
        """Numbers of rows and columns."""
        return self.last_row - self.row + 1, self.last_column - self.column + 1

    @property
    def is_cell(self) -> bool:
        """Whether it is a single cell."""
        return self.row == self.last_row and self.column == self.last_column

    def __str__(self) -> str:
        """Return the relative address, e.g. "B2:C9"."""
        return self.address(row_absolute=False, column_absolute=False)

    def address(self, *, row_absolute: bool = True, column_absolute: bool = True) -> str:
        """Return the A1 address; whole rows and columns as Excel writes them ("$2:$5", "$B:$B")."""
        rows, columns = "$" * row_absolute, "$" * column_absolute
        first, last = column_letters(self.column), column_letters(self.last_column)
        if (self.column, self.last_column) == (1, MAX_COLUMN):
            return f"{rows}{self.row}:{rows}{self.last_row}"
        if (self.row, self.last_row) == (1, MAX_ROW):
            return f"{columns}{first}:{columns}{last}"
        start = f"{columns}{first}{rows}{self.row}"
        return start if self.is_cell else f"{start}:{columns}{last}{rows}{self.last_row}"

    def contains(self, other: "Box") -> bool:
        """Whether `other` lies wholly inside."""
        return self.common(other) == other

    @property
    def corner(self) -> "Box":
        """Its first cell."""
        return Box.at(self.row, self.column)

    def offset(self, down: int, right: int) -> "Box":
        """Return the box of the same size so many rows down and columns to the right."""
        return Box(self.row + down, self.column + right, self.last_row + down, self.last_column + right)

    def common(self, other: "Box") -> "Box | None":
        """Return the cells of both."""
        if not self.meets(other):
            return None
        return Box(*map(max, self[:2], other[:2]), *map(min, self[2:], other[2:]))

    def minus(self, other: "Box") -> "list[Box]":
        """Return what is left of it without the cells of `other`, from the top down."""
        common = self.common(other)
        if common is None:
            return [self]
        pieces = [
            self._replace(last_row=common.row - 1),
            common._replace(column=self.column, last_column=common.column - 1),
            common._replace(column=common.last_column + 1, last_column=self.last_column),
            self._replace(row=common.last_row + 1),
        ]
        return [piece for piece in pieces if piece.row <= piece.last_row and piece.column <= piece.last_column]

    def meets(self, other: "Box") -> bool:
        """Whether the two share a cell."""
        return (
            self.row <= other.last_row
            and other.row <= self.last_row
            and self.column <= other.last_column
            and other.column <= self.last_column
        )


WHOLE_SHEET = Box(1, 1, MAX_ROW, MAX_COLUMN)


def parse_box(address: str) -> Box | None:
    """Read "B2", "$B$2:C9", "B:C" or "2:5"; None for anything else (a defined name, say)."""
    match = _CELLS.match(address)
    if match is None:
        return None
    c1, r1, c2, r2 = match.group("c1", "r1", "c2", "r2")
    if ":" not in address:
        if c1 is None or r1 is None:
            return None
        c2, r2 = c1, r1
    if (c1 is None) != (c2 is None) or (r1 is None) != (r2 is None) or (c1 is None and r1 is None):
        return None
    columns = sorted((column_number(c1), column_number(c2))) if c1 else [1, MAX_COLUMN]
    rows = sorted((int(r1), int(r2))) if r1 else [1, MAX_ROW]
    if rows[1] > MAX_ROW or columns[1] > MAX_COLUMN:
        return None
    return Box(rows[0], columns[0], rows[1], columns[1])


def quoted(sheet_name: str) -> str:
    """Return a sheet name as formulas write it: quoted where Excel quotes it."""
    if re.fullmatch(r"[^\W\d][\w.]*", sheet_name) and parse_box(sheet_name) is None:
        return sheet_name
    return "'" + sheet_name.replace("'", "''") + "'"
