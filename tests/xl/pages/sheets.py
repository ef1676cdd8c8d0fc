"""Small workbooks to print, and what is on their pages."""

from io import BytesIO

import pdfplumber
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.properties import PageSetupProperties

from xl.engine.memory.document import Document
from xl.pages.drawing import draw
from xl.pages.layout import lay_out

TIMES = Font(name="Times New Roman", size=12)


def new_sheet(widths=(10, 30, 20)):
    """An A4 page lying, one page wide, set in Times New Roman."""
    book = Workbook()
    book._named_styles["Normal"].font = TIMES
    sheet = book.worksheets[0]
    for letter, width in zip("ABCDEFGHIJ", widths, strict=False):
        sheet.column_dimensions[letter].width = width
    sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    return sheet


def put(sheet, address, value, *, font=TIMES, wrap=True, **aligned):
    cell = sheet[address]
    cell.value, cell.font, cell.alignment = value, font, Alignment(wrap_text=wrap, **aligned)
    return cell


def reopened(sheet, path):
    """The sheet's workbook as the engine reads it from a file."""
    sheet.parent.save(path / "a.xlsx")
    return Document(path / "a.xlsx")


def paper_of(sheet, path, kept=None):
    doc = reopened(sheet, path)
    return lay_out(doc, doc.sheet(sheet.title), kept)


def pages_of(sheet, path, kept=None):
    """The printed pages of a sheet, for pdfplumber."""
    content = draw("Bản in", paper_of(sheet, path, kept))
    return pdfplumber.open(BytesIO(content)).pages


def words(page):
    return [word["text"] for word in page.extract_words()]
