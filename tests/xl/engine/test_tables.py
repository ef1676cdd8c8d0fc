import re

import pytest
from openpyxl.formatting.rule import FormulaRule
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableColumn, TableFormula

from tests.packages import packed, parts
from tests.xl.engine.corpus import rich_workbook
from xl.engine import open_book


def criteria(wb):
    ws, two = wb.active, wb.create_sheet("Hai")
    for row in (("STT", "Điểm", "Mất"), ("1", 10, "=T[[#This Row],[Điểm]]-9"), ("2", 8, "=T[[#This Row],[Điểm]]-9")):
        ws.append(row)
    ws["B3"].number_format = "0.00"
    ws.add_table(Table(displayName="T", ref="A1:C3"))
    ws.tables["T"]._initialise_columns()
    for column, name in zip(ws.tables["T"].tableColumns, ("STT", "Điểm", "Mất"), strict=True):
        column.name = name
    ws.tables["T"].tableColumns[2].calculatedColumnFormula = TableFormula(attr_text="T[[#This Row],[Điểm]]-9")
    rule = DataValidation(type="decimal", formula1="0", formula2="20")
    rule.add("B2:B3")
    part = DataValidation(type="whole")
    part.add("A2:A2")
    for entry in (rule, part):
        ws.add_data_validation(entry)
    ws.conditional_formatting.add("A2:C3", FormulaRule(formula=["$B2<9"]))
    ws["F1"], ws["F2"], ws["F3"] = "=SUM(B2:B3)", "=SUM(T[Điểm])", "=SUM(B2:B2)"
    two["A1"] = "=SUM('Một'!B2:B3)"
    wb.defined_names["Diem"] = DefinedName("Diem", attr_text="'Một'!$B$2:$B$3")


@pytest.fixture
def book(opened):
    return opened(criteria)


def test_tables_are_found_by_name_and_told_apart(book):
    tables = book.sheets["Một"].tables
    assert "t" in tables
    assert "Không" not in tables
    assert [table.name for table in tables] == ["T"]
    table = tables["T"]
    assert (table.range.address, table.header_row_range.address) == ("$A$1:$C$3", "$A$1:$C$1")
    assert table.data_body_range.address == "$A$2:$C$3"
    assert book.sheets["Một"].range("B2").table.name == "T"
    assert book.sheets["Một"].range("F9").table is None
    with pytest.raises(KeyError):
        tables["Không"]


def test_a_longer_table_takes_formats_formulas_rules_names_and_references_along(book, saved):
    sheet = book.sheets["Một"]
    sheet.tables["T"].resize(sheet.range("A1:C6"))
    sheet.range("B4").options(transpose=True).value = [7, 6, 5]
    assert sheet.range("C2:C6").value == [1, -1, -2, -3, -4]
    assert [sheet.range(f"F{row}").value for row in (1, 2, 3)] == [36, 36, 10]
    assert book.sheets["Hai"].range("A1").value == 36
    wb = saved(book)
    ws = wb["Một"]
    assert ws.tables["T"].ref == ws.tables["T"].autoFilter.ref == "A1:C6"
    assert [ws.cell(row, 2).number_format for row in (3, 4, 6, 7)] == ["0.00", "0.00", "0.00", "General"]
    assert [str(rule.sqref) for rule in ws.data_validations.dataValidation] == ["B2:B6", "A2"]
    assert str(next(iter(ws.conditional_formatting)).sqref) == "A2:C6"
    assert wb.defined_names["Diem"].value == "Một!$B$2:$B$6"
    assert ws["C6"].value == "=T[[#This Row],[Điểm]]-9"


def test_a_shorter_table_leaves_the_cells_below_and_takes_references_along(book, saved):
    sheet = book.sheets["Một"]
    sheet.tables["T"].resize(sheet.range("A1:C2"))
    assert sheet.range("B3").value == 8
    assert sheet.range("F1").formula == "=SUM(B2:B2)"
    ws = saved(book)["Một"]
    assert str(ws.data_validations.dataValidation[0].sqref) == "B2:B3"


def test_a_wider_table_gets_headings_and_a_narrower_one_drops_them(book, saved):
    sheet = book.sheets["Một"]
    sheet.range("D1").value = "Ghi chú"
    sheet.tables["T"].resize(sheet.range("A1:E3"))
    assert sheet.tables["T"].header_row_range.value == ["STT", "Điểm", "Mất", "Ghi chú", "Column5"]
    sheet.tables["T"].resize(sheet.range("A1:B3"))
    assert saved(book)["Một"].tables["T"].column_names == ["STT", "Điểm"]


def test_what_excel_refuses_is_refused(book):
    sheet = book.sheets["Một"]
    table = sheet.tables["T"]
    for address, why in (("A2:C4", "heading row"), ("A1:C1", "data row"), ("H1:K4", "heading row")):
        with pytest.raises(ValueError, match=why):
            table.resize(sheet.range(address))
    sheet.range("E8").value = [["a", "b"], [1, 2]]
    sheet.tables.add(sheet.range("E8:F9"), name="U")
    with pytest.raises(ValueError, match="overlap"):
        table.resize(sheet.range("A1:E9"))
    with pytest.raises(ValueError, match="already"):
        sheet.tables.add(sheet.range("H1:I2"), name="u")


def test_a_new_table_has_distinct_headings_a_filter_and_a_style(opened, saved):
    book = opened()
    sheet = book.sheets[0]
    sheet.range("A1").value = [["a", "a", None], [1, 2, 3]]
    table = sheet.tables.add(sheet.range("A1:C2"), table_style_name="TableStyleLight1")
    assert (table.name, table.header_row_range.value) == ("Table1", ["a", "a2", "Column3"])
    assert table.show_autofilter
    table.show_autofilter = False
    entry = saved(book)["Một"].tables["Table1"]
    assert (entry.autoFilter, entry.tableStyleInfo.name) == (None, "TableStyleLight1")


def test_a_heading_that_is_written_names_its_column_in_formulas_too(book, saved):
    sheet = book.sheets["Một"]
    sheet.range("B1").value = "Điểm [mới]"
    assert sheet.range("F2").formula == "=SUM(T[Điểm '[mới']])"
    assert sheet.range("F2").value == 18
    assert sheet.range("C2").value == 1
    assert saved(book)["Một"].tables["T"].column_names == ["STT", "Điểm [mới]", "Mất"]


def test_a_renamed_table_is_renamed_in_formulas(book, saved):
    table = book.sheets["Một"].tables["T"]
    table.name = "Criteria"
    assert book.sheets["Một"].range("F2").formula == "=SUM(Criteria[Điểm])"
    assert book.sheets["Một"].range("F2").value == 18
    assert list(saved(book)["Một"].tables) == ["Criteria"]


def test_charts_over_a_table_grow_with_it(tmp_path):
    book = open_book(rich_workbook(tmp_path / "giau.xlsx", tmp_path))
    sheet = book.sheets["Bảng điểm"]
    sheet.range("A12").value = None
    sheet.impl.ws.auto_filter.ref = None
    table = sheet.tables.add(sheet.range("A1:C9"), name="Diem")
    table.resize(sheet.range("A1:C12"))
    chart = book.impl.doc.loaded.parts["xl/charts/chart1.xml"].decode()
    assert "'Bảng điểm'!$B$2:$B$12" in chart
    assert "'Bảng điểm'!$C$2:$C$12" in chart
    assert "<c:f>'Bảng điểm'!$B$1</c:f>" in chart


def test_a_table_is_told_from_its_part_without_reading_the_sheet(tmp_path):
    book = open_book(rich_workbook(tmp_path / "giau.xlsx", tmp_path))
    sheet = book.sheets["Hai"]
    assert sheet.tables["Criteria"].data_body_range.address == "$B$3:$D$4"
    assert sheet.tables["Criteria"].totals_row_range.address == "$B$5:$D$5"
    assert not sheet.impl.ws.is_read
    with pytest.raises(NotImplementedError, match="totals"):
        sheet.tables["Criteria"].resize(sheet.range("B2:D9"))


def test_a_table_with_totals_takes_in_a_column_and_keeps_them_last(tmp_path):
    book = open_book(rich_workbook(tmp_path / "giau.xlsx", tmp_path))
    sheet = book.sheets["Hai"]
    sheet.range("1:1").insert("down")
    sheet.range("E3").value = "Mới"
    sheet.tables["Criteria"].resize(sheet.range("B3:E6"))
    book.save(tmp_path / "ra.xlsx")
    sheet = open_book(tmp_path / "ra.xlsx").sheets["Hai"]
    table = sheet.tables["Criteria"]
    assert table.header_row_range.value == ["STT", "Điểm", "Gấp đôi", "Mới"]
    assert (table.data_body_range.address, table.totals_row_range.address) == ("$B$4:$E$5", "$B$6:$E$6")
    assert sheet.range("C6").formula == "=SUBTOTAL(109,[Điểm])"
    for _ in range(2):
        assert table.impl.entry.autoFilter.ref == "B3:E5"  # else Excel mends the file
        table.show_autofilter = False
        table.show_autofilter = True


def test_a_table_takes_no_name_that_is_defined_already(opened):
    book = opened()
    book.names.add("Tong", "='Một'!$A$1")
    sheet = book.sheets[0]
    with pytest.raises(ValueError, match="taken"):
        sheet.tables.add(sheet.range("A1:B3"), name="tong")


def test_tables_come_in_the_order_in_which_the_sheet_lists_them(opened, saved, tmp_path):
    book = opened()
    sheet = book.sheets[0]
    for place, name in (("A1:B3", "Sau"), ("D1:E3", "Truoc")):
        sheet.tables.add(sheet.range(place), name=name)
    book.save(tmp_path / "so.xlsx")
    contents, rels = parts(tmp_path / "so.xlsx"), "xl/worksheets/_rels/sheet1.xml.rels"
    head, *entries = re.split(rb"(?=<Relationship )", contents[rels].replace(b"</Relationships>", b""))
    contents[rels] = head + b"".join(reversed(entries)) + b"</Relationships>"
    turned = open_book(packed(tmp_path / "lon.xlsx", contents))
    assert [table.name for table in turned.sheets[0].tables] == ["Sau", "Truoc"]


def test_a_table_of_headings_alone_gets_a_blank_row_to_fill(opened, saved):
    book = opened()
    sheet = book.sheets[0]
    sheet.range("A1").value = ["a", "b"]
    table = sheet.tables.add(sheet.range("A1:B1"), name="T")
    assert table.range.address == "$A$1:$B$2"
    assert table.insert_row_range.address == "$A$2:$B$2"
    sheet.range("A2").value = 1
    assert table.insert_row_range is None


def test_a_table_without_headings_keeps_its_data_when_it_grows(opened, saved):
    def fill(wb):
        wb.active["A1"] = 1
        table = Table(displayName="T", ref="A1:A2", headerRowCount=0)
        table.tableColumns = [TableColumn(id=1, name="Column1")]
        wb.active.add_table(table)

    book = opened(fill)
    table = book.sheets[0].tables["T"]
    assert table.header_row_range is None
    table.resize(book.sheets[0].range("A1:C4"))
    book.sheets[0].range("A1").value = [[1, 2, 3]]
    assert book.sheets[0].range("A1:C1").value == [1, 2, 3]
    assert [column.name for column in saved(book)["Một"].tables["T"].tableColumns] == ["Column1", "Column2", "Column3"]


def test_what_is_not_offered_says_so(opened):
    book = opened()
    sheet = book.sheets[0]
    sheet.range("A1").value = [["a", "b"], [1, 2]]
    table = sheet.tables.add(sheet.range("A1:B2"), name="T")
    table.show_headers = True  # as it is
    for name, value in (("show_headers", False), ("show_totals", True), ("table_style", "TableStyleDark1")):
        with pytest.raises(NotImplementedError):
            setattr(table, name, value)
