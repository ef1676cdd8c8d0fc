"""What of a sheet is printed."""

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
