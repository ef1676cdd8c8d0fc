"""Types of openpyxl's objects as the engine sees them.

openpyxl's stubs leave out the private parts that the engine works on (the cell store, values, styles), and type
much of the rest too widely; so these are untyped on purpose, and named for the reader.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any, NamedTuple, TypeAlias
from xml.etree.ElementTree import fromstring

import xl.light_openpyxl  # noqa: F401  # must come before openpyxl

from openpyxl.cell.cell import Cell as FileCell  # isort: skip
from openpyxl.styles.cell_style import StyleArray
from openpyxl.xml import functions

from xl.cells.addresses import parse_box
from xl.errors import UserError
from xl.garbage import without_gc
from xl.packages import damaged

_xml: Any = functions
Cell: TypeAlias = Any
Worksheet: TypeAlias = Any
Workbook: TypeAlias = Any


class NewCell(FileCell):
    """A blank cell, made in one step; openpyxl takes three, and a sheet has a hundred thousand cells."""

    __slots__ = ()

    # Not called: openpyxl's __init__ copies the style, which cells share here.
    def __init__(self, ws: Worksheet, row: int, column: int, style: StyleArray | None = None) -> None:
        self.parent, self.row, self.column, self._style = ws, row, column, style
        self._value = self._hyperlink = self._comment = None
        self.data_type = "n"


class Spilled(NamedTuple):
    """What a cell holds that gets its value from an array formula, or a data table, so many cells up and left of it."""

    down: int
    right: int

    def source(self, cell: Cell) -> Cell:
        """Return the cell of the formula; None if it is gone."""
        found = cell.parent._cells.get((cell.row - self.down, cell.column - self.right))
        box = parse_box(getattr(found and found._value, "ref", None) or "")
        return found if box and box.holds(cell.row, cell.column) else None


def own(cell: Cell) -> Cell:
    """Give a cell a format of its own, which may be changed; return the cell."""
    cell._style = StyleArray() if cell._style is None else copy(cell._style)
    return cell


def copied_dimension(dimension: Any) -> Any:
    """Return a copy of what a sheet says of a row or of columns, with what we keep there beside openpyxl."""
    new = copy(dimension)
    new._style = dimension._style
    for name in ("automatic", "formatted"):
        if hasattr(dimension, name):
            setattr(new, name, getattr(dimension, name))
    return new


def parse_xml(data: bytes) -> Any:
    """Return the root element of a part read from a checked package, which holds no entities."""
    return fromstring(data)  # noqa: S314  # see above


def xml_text(element: Any) -> str:
    """Return the XML of an element that openpyxl made, with whichever library it found (lxml, if it is imported)."""
    text: str = _xml.tostring(element, encoding="unicode")
    return text


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Turn whatever goes wrong while a file's content is read into one error that names the file.

    openpyxl fails in countless ways on damaged or hostile XML. Its warnings of what it drops are of no interest: that
    is kept elsewhere.

    Raises:
        FileError: the content is damaged.
    """
    try:
        with without_gc(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except UserError:
        raise
    except Exception as error:
        raise damaged(name) from error
