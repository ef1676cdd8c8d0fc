"""Sheets brought before the user, and what of them is printed: where xlwings' own ways fail."""

import xl.light  # noqa: F401  # must come before xlwings

import xlwings as xw  # isort: skip

from xl.patience import is_busy


def set_print_area(sheet: xw.Sheet, area: xw.Range) -> None:
    """Print only an area of a sheet; Excel's page set-up takes it only where there is a printer, its name always."""
    try:
        sheet.page_setup.print_area = area.address
    except Exception as error:
        if is_busy(error):
            raise
        quoted = sheet.name.replace("'", "''")
        sheet.names.add("Print_Area", f"='{quoted}'!{area.address}")


def show(sheet: xw.Sheet) -> None:
    """Make a sheet the active one of its workbook, and that the one of its Excel, which need not be in front."""
    sheet.book.impl.activate()
    sheet.impl.activate()
