"""Drop-down lists and colours that Excel keeps in a sheet's extensions are where their cells are, like any others."""

import re

import openpyxl
import pytest
from openpyxl.worksheet.table import Table

from tests.packages import packed, parts
from xl.engine import open_book

SHEET = "xl/worksheets/sheet1.xml"
EXTENSIONS = """<extLst xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}">
<x14:dataValidations count="1"><x14:dataValidation type="list"><x14:formula1><xm:f>Hai!$A1:$A$9</xm:f></x14:formula1>
<xm:sqref>B2:B3</xm:sqref></x14:dataValidation></x14:dataValidations></ext>
<ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}"><x14:conditionalFormattings><x14:conditionalFormatting>
<x14:cfRule type="expression" priority="1" id="{1}"><xm:f>AND(C2&gt;Hai!$A$1,$F$2=1,'Một'!$F$3=1)</xm:f></x14:cfRule>
<xm:sqref>C2:C3</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext>
<ext uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}"><x14:sparklineGroups><x14:sparklineGroup><x14:sparklines>
<x14:sparkline><xm:f>Hai!A1:A9</xm:f><xm:sqref>C3</xm:sqref></x14:sparkline></x14:sparklines></x14:sparklineGroup>
</x14:sparklineGroups></ext></extLst>"""


@pytest.fixture
def book(tmp_path):
    wb = openpyxl.Workbook()
    wb.active.title = "Một"
    for row in (("STT", "Chọn", "Điểm"), ("1", "a", 1), ("2", "b", 2)):
        wb.active.append(row)
    wb.active.add_table(Table(displayName="T", ref="A1:C3"))
    wb.create_sheet("Hai")
    wb.save(tmp_path / "goc.xlsx")
    contents = parts(tmp_path / "goc.xlsx")
    contents[SHEET] = contents[SHEET].decode().replace("</worksheet>", f"{EXTENSIONS}</worksheet>")
    return open_book(packed(tmp_path / "so.xlsx", contents))


@pytest.fixture
def held(book, tmp_path):
    """Save; return what the lists, the colours and the small charts say: formula and cells."""

    def read():
        book.save(tmp_path / "ra.xlsx")
        text = parts(tmp_path / "ra.xlsx")[SHEET].decode()
        return re.findall(r"<xm:f>(.*?)</xm:f>.*?<xm:sqref>(.*?)</xm:sqref>", text, re.DOTALL)

    return read


COLOURS = "AND({}&gt;Hai!$A$1,{}=1,{}=1)"
CHART = ("Hai!A1:A9", "C3")


def test_they_grow_with_their_table_and_small_charts_stay(book, held):
    sheet = book.sheets["Một"]
    sheet.tables["T"].resize(sheet.range("A1:C6"))
    colours = COLOURS.format("C2", "$F$2", "'Một'!$F$3")
    assert held() == [("Hai!$A1:$A$9", "B2:B6"), (colours, "C2:C6"), CHART]


def test_rows_that_come_amid_or_behind_them_are_of_them(book, held):
    sheet = book.sheets["Một"]
    sheet.range("3:3").insert("down")
    sheet.range("5:5").insert("down")
    colours = COLOURS.format("C2", "$F$2", "Một!$F$4")
    assert held() == [("Hai!$A1:$A$9", "B2:B5"), (colours, "C2:C5"), ("Hai!A1:A9", "C4")]


@pytest.mark.parametrize(("origin", "first", "corner"), [("format_from_right_or_below", 2, 1), (None, 3, 2)])
def test_what_is_relative_in_them_goes_with_their_first_cell(book, held, origin, first, corner):
    book.sheets["Một"].range("2:2").insert("down", *filter(None, [origin]))
    lists, colours, chart = held()
    assert lists == (f"Hai!$A{corner}:$A$9", f"B{first}:B4")
    assert colours == (COLOURS.format(f"C{first}", "$F$3", "Một!$F$4"), f"C{first}:C4")
    assert chart == ("Hai!A1:A9", "C4")


def test_cells_written_over_are_no_longer_of_them_and_the_last_takes_its_list_along(book, held, tmp_path):
    sheet = book.sheets["Một"]
    sheet.range("E9").copy(sheet.range("B2"))
    assert held()[0] == ("Hai!$A2:$A$9", "B3")
    sheet.range("E9").copy(sheet.range("B3"))
    assert len(held()) == 2
    text = parts(tmp_path / "ra.xlsx")[SHEET].decode()
    assert "dataValidation" not in text
    assert text.count("<ext ") == 2


def test_a_check_pasted_over_them_is_alone_there_and_the_colours_stay(book, held):
    sheet = book.sheets["Một"]
    sheet.range("E9").copy()
    sheet.range("B3:C3").paste(paste="validation")
    assert [cells for _, cells in held()] == ["B2", "C2:C3", "C3"]
