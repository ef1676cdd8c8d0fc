"""An xlwings engine that runs the xlwings API on .xlsx files, with openpyxl.

Macros see the same `xw.Book` as in Excel:

    book = open_book(Path("so.xlsx"))
    book.sheets["Bảng"].range("A1").value = "STT"
    book.save()

What it offers it does as Excel does: values, formulas and their results, tables, names, sheets with their copies,
inserting and deleting cells, merging, sizes, links, print areas. Whatever else xlwings knows raises
NotImplementedError. Five floors, each standing on those below it (`tests/test_layers.py` holds them apart):

    app, book, sheets, ranges, …    xlwings' objects; each knows what holds it by xlwings' own base classes only
    writing     the file again: unread sheets byte for byte, the rest with computed values
    editing     what xlwings' objects do: cells, tables, shifted and copied sheets, and all references that follow
    memory      the workbook as read and changed: `Document`; sheets that are parsed when they are looked at
    parts       parts of the file as text: what openpyxl does not know, strings, styles

Below them `xl.formulas` works out values, and `xl.cells` holds addresses, references and values.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import xl.light_openpyxl  # noqa: F401  # must come before xlwings and openpyxl

import xlwings as xw  # isort: skip

from xl.engine.app import Engine  # isort: skip
from xl.cells import values  # isort: skip
from xl.cells.model import Spilled  # isort: skip

__all__ = ["activated", "engine", "open_book", "uncomputed"]

engine = xw.Engine(impl=Engine())
xw.engines.add(engine)
if xw.engines.active is None:  # no Excel on this system
    engine.activate()


@contextmanager
def activated() -> Iterator[None]:
    """Let this engine be xlwings' active one while the context lasts.

    xlwings' `activate` of a sheet or workbook asks the active engine, which is Excel's wherever Excel could be.
    """
    engines: Any = xw.engines  # xlwings types the active engine as None
    before, engines.active = engines.active, engine
    try:
        yield
    finally:
        engines.active = before


def open_book(path: Path) -> xw.Book:
    """Open a workbook file.

    The file is read once and not held open; `book.save()` writes it.

    Raises:
        FileError: it is missing, in use, damaged, hostile, or no plain .xlsx; the message is Vietnamese.
    """
    return xw.Book(impl=engine.impl.apps.app.books.read(Path(path).absolute()))


def uncomputed(book: xw.Book) -> list[str]:
    """Return the cells of a book whose formulas were beyond us, or beyond the time a click may take.

    They keep the value that the file held, which may be an old one; Excel computes them on opening.
    """
    doc = book.impl.doc
    cells = [
        cell
        for cell in doc.uncomputed  # an array is told by its first cell
        if cell.parent in doc.wb.worksheets and cell.data_type == "f" and not isinstance(cell._value, Spilled)
    ]
    return [values.place(cell) for cell in sorted(cells, key=lambda cell: (cell.parent.title, cell.row, cell.column))]
