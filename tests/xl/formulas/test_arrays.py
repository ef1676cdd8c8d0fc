"""Array formulas fill all their cells; what fills cells otherwise than we can tell keeps its values and is told."""

import pytest
import xlsxwriter
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.table import Table, TableColumn, TableFormula

from tests.packages import packed, parts
from xl.engine import open_book, uncomputed

NA = "#N/A"


def filled(wb):
    """Three numbers, and arrays of several cells beside them, as openpyxl writes them: without values."""
    ws = wb.active
    for row in (1, 2, 3):
        ws.cell(row, 1, row)
    ws["C1"] = ArrayFormula("C1:C3", "=A1:A3*2")
    ws["D1"] = ArrayFormula("D1:E4", "=A1:A3")
    ws["F1"] = ArrayFormula("F1:F2", "=SUM(A1:A3*A1:A3)")
    ws["G1"] = "=SUM(C1:C3)"
    ws["H1"] = ArrayFormula("H1:H2", "=UPPERCASE(A1:A3)")
    ws["I1"] = "=H2&1"


def test_an_array_formula_gives_each_of_its_cells_its_own_value(opened, saved):
    book = opened(filled)
    sheet = book.sheets[0]
    assert sheet.range("C1:C3").value == [2, 4, 6]
    assert sheet.range("D1:E4").options(err_to_str=True).value == [[1, 1], [2, 2], [3, 3], [NA, NA]]
    assert sheet.range("F1:F2").value == [14, 14]
    sheet.range("A2").value = 10
    assert sheet.range("C1:C3").value == [2, 20, 6]
    assert sheet.range("G1").value == 28
    assert saved(book, values=True).active["C2"].value == 20
    again = open_book(book.fullname)
    again.sheets[0].range("A3").value = 100  # what the file holds of the others still stands
    assert again.sheets[0].range("C1:C3").value == [2, 20, 200]
    assert again.sheets[0].range("G1").value == 222


def test_an_array_beyond_us_keeps_all_its_values_and_is_told_by_its_first_cell(opened):
    book = opened(filled)
    assert book.sheets[0].range("H1:I1").value == [None, None]
    assert book.sheets[0].range("H2").value is None
    assert uncomputed(book) == ["Một!H1", "Một!I1"]


def test_an_array_that_would_spill_over_other_cells_is_left_to_excel(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as wb:
        sheet = wb.add_worksheet("Một")
        sheet.write_column("A1", [1, 2, 3])
        sheet.write_dynamic_array_formula("C1:C3", "=IF(A1:A3>0,A1:A3,0)", None, 1)
        sheet.write_dynamic_array_formula("D1:D2", "=A1:A3*2", None, 7)
    book = open_book(path)
    sheet = book.sheets[0]
    sheet.range("A2").value = 5
    assert sheet.range("C1:C3").value == [1, 5, 3]
    assert sheet.range("D1").value == 7
    assert uncomputed(book) == ["Một!D1"]


def test_a_data_table_and_what_leans_on_it_keep_their_values_and_are_told(opened):
    def fill(wb):
        ws = wb.active
        ws["A1"], ws["B1"], ws["B2"], ws["B3"] = 1, "=A1*2", None, 9
        ws["B2"] = DataTableFormula("B2:B3", r1="A1")
        ws["C1"] = "=B3+1"

    book = opened(fill)
    book.sheets[0].range("A1").value = 3
    assert book.sheets[0].range("B2:B3").value == [None, 9]
    assert book.sheets[0].range("C1").value is None
    assert uncomputed(book) == ["Một!C1", "Một!B2"]
    book.sheets[0].range("1:1").insert("down")
    assert book.impl.doc.wb.active["B3"].value.r1 == "A2"


def test_arrays_stay_arrays_where_their_text_is_written_again_or_they_are_copied(opened, saved):
    book = opened(filled)
    sheet = book.sheets[0]
    sheet.range("C1:F1").formula = sheet.range("C1:F1").formula
    sheet.range("C1:C3").copy(sheet.range("C11"))
    sheet.copy(name="Hai")
    sheet.range("A3").value = book.sheets["Hai"].range("A3").value = 7
    assert sheet.range("C1:C3").value == book.sheets["Hai"].range("C1:C3").value == [2, 4, 14]
    assert sheet.range("C11:C13").value == [0, 0, 0]
    assert saved(book).worksheets[0]["C11"].value.ref == "C11:C13"


@pytest.mark.parametrize("array", [True, None])
def test_new_rows_of_a_table_take_an_array_formula_as_one(opened, array):
    def fill(wb):
        ws = wb.active
        for row in ([1, None], [2, None]):
            ws.append(row)
        ws.insert_rows(1)
        ws["A1"], ws["B1"] = "a", "b"
        for row in (2, 3):
            ws.cell(row, 2).value = ArrayFormula(f"B{row}", f"=SUM((A$2:A$4>A{row})*1)")
        table = Table(displayName="T", ref="A1:B3")
        table.tableColumns = [TableColumn(id=1, name="a"), TableColumn(id=2, name="b")]
        table.tableColumns[1].calculatedColumnFormula = TableFormula(attr_text="SUM((A$2:A$4>A2)*1)", array=array)
        ws.add_table(table)

    book = opened(fill)
    sheet = book.sheets[0]
    sheet.tables["T"].resize(sheet.range("A1:B4"))
    sheet.range("A4").value = 0
    assert isinstance(book.impl.doc.wb.active["B4"].value, ArrayFormula) is bool(array)
    if array:
        assert sheet.range("B2:B4").value == [1, 0, 2]


def test_texts_that_an_array_spills_are_read_also_where_one_is_empty(opened, tmp_path):
    """Excel writes them as texts of formulas without a formula."""
    book = opened(lambda wb: wb.active.append([ArrayFormula("A1:A3", "=UNIQUE(B1:B3)")]))
    texts = (f'<row r="{n}"><c r="A{n}" t="str"><v>{text}</v></c></row>' for n, text in ((2, "x"), (3, "")))
    contents, rows = parts(book.fullname), f"{''.join(texts)}</sheetData>".encode()
    data = (
        contents["xl/worksheets/sheet1.xml"]
        .replace(b"</sheetData>", rows)
        .replace(b'<f t="array"', b'<f t="array" aca="1"')
    )
    book = open_book(packed(tmp_path / "a.xlsx", contents | {"xl/worksheets/sheet1.xml": data}))
    assert book.sheets[0].range("A1:A3").value == [None, "x", None]
    assert uncomputed(book) == ["Một!A1"]
    book.sheets[0].range("D1").value = 1
    book.save(tmp_path / "b.xlsx")
    xml = parts(tmp_path / "b.xlsx")["xl/worksheets/sheet1.xml"].decode()
    assert 'aca="1"' in xml
    assert '<c r="A2" t="str"><v>x</v></c>' in xml
