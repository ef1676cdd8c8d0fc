"""The sheet `Dán`: an empty sheet whose cells keep what is pasted as text, so that 3.1 never becomes a date."""

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from cchc_macros import contract as c
from workbook_templates.build import styles
from workbook_templates.build.page import set_page
from workbook_templates.build.sheets import way_back
from workbook_templates.build.tables import TEXT

_COLUMNS = 12  # more than any published appendix has


def add_paste(sheet: Worksheet) -> None:
    """Fill the sheet: a line of help, which no import takes for the plan's, and room below."""
    sheet.sheet_properties.tabColor = styles.TAB_TYPE
    for position in range(1, _COLUMNS + 1):
        column = sheet.column_dimensions[get_column_letter(position)]
        column.width = 24
        column.number_format = TEXT
        column.font = styles.font(12)
        column.alignment = styles.aligned("left")
    help_line = sheet["A1"]  # the way back too: one in the cell below would be clicked by who pastes there, and printed
    help_line.value, help_line.font = way_back(c.PASTE_HELP), styles.font(12, color=styles.LINK, italic=True)
    help_line.alignment, help_line.number_format = styles.aligned("left", wrap=False), "General"
    set_page(sheet)
