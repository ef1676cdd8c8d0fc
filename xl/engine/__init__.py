"""An xlwings engine that runs the xlwings API on .xlsx files, with openpyxl.

Macros see the same `xw.Book` as in Excel:

    book = open_book(Path("so-cchc.xlsx"))
    book.sheets["Bảng điểm"].range("A1").value = "STT"
    book.save()

What it offers it does as Excel does; what it cannot do right raises NotImplementedError.
"""

from pathlib import Path

import xl.light  # noqa: F401  # must come before xlwings and openpyxl

import xlwings as xw  # isort: skip

from xl.engine.app import Engine  # isort: skip
from xl.engine.counting import counted  # isort: skip

__all__ = ["counted", "engine", "open_book"]

engine = xw.Engine(impl=Engine())
xw.engines.add(engine)
if xw.engines.active is None:  # no Excel on this system, and xlwings' `activate` asks for the active engine
    engine.activate()


def open_book(path: Path) -> xw.Book:
    """Open a workbook file.

    The file is read once and not held open; `book.save()` writes it.

    Raises:
        FileError: it is missing, in use, damaged, hostile, or no plain .xlsx; the message is Vietnamese.
    """
    return xw.Book(impl=engine.impl.apps.app.books.open(str(Path(path).absolute())))
