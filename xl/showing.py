"""Sheets brought before the user.

xlwings' own `activate` of a sheet or book fails where another Excel is in front.
"""

import xl.light  # noqa: F401  # must come before xlwings

import xlwings as xw  # isort: skip


def show(sheet: xw.Sheet) -> None:
    """Make a sheet the active one of its workbook, and that the active one of its Excel."""
    sheet.book.impl.activate()
    sheet.impl.activate()
