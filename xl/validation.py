"""Lists of choices and checks of cells, brought from a template: set by formula they would follow Windows' locale."""

import xl.light  # noqa: F401  # must come before xlwings

import xlwings as xw  # isort: skip


def copy_validation(model: xw.Range, cells: xw.Range) -> None:
    """Give cells the choices or the check of one cell, of this workbook or another; their contents and looks stay."""
    model.copy()
    cells.paste(paste="validation")
    model.sheet.book.app.cut_copy_mode = False
