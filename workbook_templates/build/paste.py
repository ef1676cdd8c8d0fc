"""The sheet `Dán`: an empty sheet whose cells keep what is pasted as text, so that 3.1 never becomes a date."""

from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.build import styles
from workbook_templates.build.page import set_page
from workbook_templates.build.tables import TEXT

_COLUMNS = 12  # more than any published appendix has
_HOW = "Dán bảng phụ lục vào đây (bấm chuột phải, chọn Chỉ giữ văn bản), rồi bấm Nhập phụ lục."


def add_paste(sheet: Worksheet) -> None:
    """Fill the sheet; the way to use it is a note, because a line of text would be read as the plan's."""
    sheet.sheet_properties.tabColor = styles.TAB_TYPE
    for position in range(1, _COLUMNS + 1):
        column = sheet.column_dimensions[get_column_letter(position)]
        column.width = 24
        column.number_format = TEXT
        column.font = styles.font(12)
        column.alignment = styles.aligned("left")
    sheet["A1"].number_format = TEXT
    sheet["A1"].comment = Comment(_HOW, "CCHC")
    set_page(sheet)
