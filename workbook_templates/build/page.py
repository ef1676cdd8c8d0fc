"""Paper: A4 or, for the widest, A3, with the margins of Nghị định 30/2020/NĐ-CP, the page number, repeated headings."""

from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.build.styles import TYPEFACE

_A3, _A4 = 8, 9
_MOST_ON_A4 = 200  # characters in a row: more would be too small to read
MM = 1 / 25.4  # page set-up counts in inches


def set_page(sheet: Worksheet, *, landscape: bool = True, heading_row: int | None = None) -> None:
    """Give a sheet its paper: one page wide, any number of pages long.

    Args:
        sheet: The sheet.
        landscape: Wide tables lie; letters and guides stand.
        heading_row: The row that is repeated on every page, None for no repeat.
    """
    wide = sum(column.width for column in sheet.column_dimensions.values() if not column.hidden)
    sheet.page_setup.paperSize = _A3 if landscape and wide > _MOST_ON_A4 else _A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.page_setup.firstPageNumber = 1  # each sheet numbers its own pages
    sheet.page_setup.useFirstPageNumber = True
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = sheet.page_margins
    margins.top = margins.bottom = 20 * MM
    margins.left, margins.right = 30 * MM, 15 * MM
    margins.header = margins.footer = 10 * MM
    sheet.print_options.horizontalCentered = True
    # The number is in the middle of the top margin and not on the first page.
    number = _HeaderFooterPart(text="&P", font=f"{TYPEFACE},Regular", size=13)
    sheet.HeaderFooter.differentFirst = True
    sheet.HeaderFooter.oddHeader = HeaderFooterItem(center=number)
    if heading_row is not None:
        sheet.print_title_rows = f"{heading_row}:{heading_row}"
