import re
import time

import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, DataBarRule, FormulaRule
from openpyxl.styles import Border, Font, PatternFill, Protection, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table
from openxml_audit import OpenXmlValidator

from tests.packages import parts
from tests.xl.engine.conftest import load
from tests.xl.engine.corpus import rich_workbook, with_parts
from xl.engine import open_book


def two_sheets(wb):
    wb.active["A1"] = 5
    wb.create_sheet("Bảng điểm")["A1"] = "=Một!A1*2"
    wb.create_sheet("Ba")["A1"] = "='Bảng điểm'!A1+Một!A1"
    wb["Ba"].sheet_state = "hidden"
    wb["Ba"].conditional_formatting.add("A1", FormulaRule(formula=["'Bảng điểm'!$A$1>1"]))
    rule = DataValidation(type="list", formula1="'Bảng điểm'!$A$1:$A$9")
    rule.add("B1")
    wb["Ba"].add_data_validation(rule)
    wb["Ba"]["C1"].hyperlink = "#'Bảng điểm'!A1"
    wb["Ba"]["C1"].hyperlink.location, wb["Ba"]["C1"].hyperlink.target = "'Bảng điểm'!A1", None
    wb.defined_names["Diem"] = DefinedName("Diem", attr_text="'Bảng điểm'!$A$1")
    wb["Một"].defined_names["Rieng"] = DefinedName("Rieng", attr_text="'Bảng điểm'!$A$2")


@pytest.fixture
def book(opened):
    return opened(two_sheets)


def test_sheets_are_found_by_name_place_and_in_order(book):
    assert [sheet.name for sheet in book.sheets] == ["Một", "Bảng điểm", "Ba"]
    assert book.sheets["bảng ĐIỂM"].index == 2
    assert book.sheets[-1].name == "Ba"
    assert "Bảng điểm" in book.sheets
    assert "Bốn" not in book.sheets
    assert [sheet.visible for sheet in book.sheets] == [True, True, False]
    with pytest.raises(KeyError):
        book.sheets["Bốn"]


def test_a_renamed_sheet_is_renamed_wherever_it_is_named(book, saved):
    book.sheets["Bảng điểm"].name = "Điểm'2026"
    assert book.sheets["Ba"].range("A1").formula == "='Điểm''2026'!A1+Một!A1"
    assert book.sheets["Ba"].range("A1").value == 15
    wb = saved(book)
    ws = wb["Ba"]
    assert next(iter(ws.conditional_formatting)).rules[0].formula == ["'Điểm''2026'!$A$1>1"]
    assert ws.data_validations.dataValidation[0].formula1 == "'Điểm''2026'!$A$1:$A$9"
    assert ws["C1"].hyperlink.location == "'Điểm''2026'!A1"
    assert wb.defined_names["Diem"].value == "'Điểm''2026'!$A$1"
    assert wb["Một"].defined_names["Rieng"].value == "'Điểm''2026'!$A$2"


def test_charts_shapes_and_sparklines_follow_a_renamed_sheet(tmp_path):
    book = open_book(rich_workbook(tmp_path / "giau.xlsx", tmp_path))
    book.sheets["Bảng điểm"].name = "Điểm số"
    book.save(tmp_path / "ra.xlsx")
    contents = parts(tmp_path / "ra.xlsx")
    for name, data in contents.items():
        if name.endswith((".xml", ".vml")) and name != "docProps/app.xml":
            assert "Bảng điểm" not in data.decode(), name
    assert "'Điểm số'!$B$2:$B$9" in contents["xl/charts/chart1.xml"].decode()
    assert "'Điểm số'!$B$2:$B$9" in contents["xl/charts/chart2.xml"].decode()  # of the chart sheet
    assert "'Điểm số'!B2:B9" in contents["xl/worksheets/sheet1.xml"].decode()


def test_names_excel_refuses_for_a_sheet_are_refused(book):
    for name in ("bảng điểm", "History", "'x", "a:b"):
        with pytest.raises(ValueError):
            book.sheets["Một"].name = name


def test_a_deleted_sheet_leaves_ref_errors(book, saved):
    book.sheets["Bảng điểm"].delete()
    assert book.sheets["Ba"].range("A1").formula == "=#REF!+Một!A1"
    assert book.names["Diem"].refers_to == "=#REF!"
    assert saved(book).sheetnames == ["Một", "Ba"]


def test_the_last_visible_sheet_stays(book):
    book.sheets["Bảng điểm"].visible = False
    with pytest.raises(ValueError, match="visible"):
        book.sheets["Một"].visible = False
    with pytest.raises(ValueError, match="visible"):
        book.sheets["Một"].delete()


def test_the_active_sheet_is_the_one_shown_on_opening(book, saved):
    book.sheets["Bảng điểm"].activate()
    assert book.sheets.active.name == "Bảng điểm"
    wb = saved(book)
    assert wb.active.title == "Bảng điểm"
    assert [ws.sheet_view.tabSelected for ws in wb] == [False, True, False]


def test_a_new_sheet_stands_where_it_was_asked_for(book, saved):
    assert book.sheets.add().name == "Sheet1"
    book.sheets.add("Cuối", after=book.sheets[-1])
    book.sheets.add("Đầu", before="Một")
    assert [sheet.name for sheet in book.sheets] == ["Sheet1", "Đầu", "Một", "Bảng điểm", "Ba", "Cuối"]
    book.sheets["Cuối"].move(before=book.sheets[0])
    assert saved(book).sheetnames[0] == "Cuối"


def test_names_of_the_book_and_of_sheets(book, saved):
    names = book.names
    assert [name.name for name in names] == ["Diem", "Một!Rieng"]
    assert "diem" in names
    assert names["Diem"].refers_to_range.address == "$A$1"
    assert names["Diem"].refers_to_range.sheet.name == "Bảng điểm"
    names.add("Tổng_điểm", "=SUM(Một!$A$1:$A$3)")
    book.sheets["Ba"].names.add("Rieng", "=Ba!$A$1")
    assert [name.name for name in book.sheets["Ba"].names] == ["Ba!Rieng"]
    names["Diem"].delete()
    names["Một!Rieng"].refers_to = "=Một!$B$1"
    for wrong in ("A1", "2x", "có trống", ""):
        with pytest.raises(ValueError):
            names.add(wrong, "=1")
    with pytest.raises(ValueError, match="not a range"):
        names["Tổng_điểm"].refers_to_range  # noqa: B018  # asking is the test
    wb = saved(book)
    assert list(wb.defined_names) == ["Tổng_điểm"]
    assert wb["Một"].defined_names["Rieng"].value == "Một!$B$1"


def careful_sheet(wb):
    """A sheet with all that a template's task sheet may hold."""
    ws = wb.active
    ws.title = "Phiếu mẫu"
    ws["A1"] = "PHIẾU GIAO VIỆC"
    ws["A1"].font = Font(name="Times New Roman", bold=True, size=14)
    ws["A1"].fill = PatternFill("solid", fgColor="FFEEEEEE")
    ws["A1"].border = Border(left=Side("thin"))
    ws["B9"].protection = Protection(locked=False)
    ws.merge_cells("A1:C1")
    ws.column_dimensions["B"].width = 42
    ws.column_dimensions["D"].hidden = True
    ws.row_dimensions[1].height = 33
    ws["A8"], ws["B8"], ws["A9"], ws["B9"] = "STT", "Nhiệm vụ", "1", 5
    ws["C2"], ws["C3"], ws["C4"] = "=SUM(TaskSheet[Nhiệm vụ])", "='Phiếu mẫu'!B9*2", "=Khác!A1"
    ws.add_table(Table(displayName="TaskSheet", ref="A8:B9"))
    ws.conditional_formatting.add(
        "A9:B20", FormulaRule(formula=["$B9>3"], font=Font(color="FFFF0000"), stopIfTrue=True)
    )
    ws.conditional_formatting.add(
        "B9:B20", CellIsRule(operator="lessThan", formula=["0"], fill=PatternFill(bgColor="FFFF0000"))
    )
    ws.conditional_formatting.add("C9:C20", DataBarRule("min", None, "max", None, "FF638EC6"))
    rule = DataValidation(type="list", formula1='"Chưa,Xong"', showErrorMessage=True, error="Chọn trong danh sách")
    rule.add("B9:B20")
    ws.add_data_validation(rule)
    ws.print_area = "A1:C20"
    ws.print_title_rows = "8:8"
    ws.page_setup.orientation = "landscape"
    ws.page_setup.paperSize = 9
    ws.page_setup.fitToHeight = 0
    ws.sheet_properties.pageSetUpPr.fitToPage = True
    ws.page_margins.left = 1.18
    ws.print_options.horizontalCentered = True
    ws.HeaderFooter.differentFirst = True
    ws.oddHeader.center.text = "&P"
    ws.firstHeader.center.text = " "
    ws.freeze_panes = "A9"
    ws.sheet_view.zoomScale = 85
    ws.sheet_view.showGridLines = False
    ws.protection.sheet = True
    ws.protection.sort = False
    ws.sheet_properties.tabColor = "FF00B050"
    ws["A9"].comment = Comment("Đừng sửa", "Văn phòng")
    ws["B2"].hyperlink = "https://stp.example/"
    ws.row_breaks.append(Break(id=30))
    ws.defined_names["Muc"] = DefinedName("Muc", attr_text="'Phiếu mẫu'!$B$9")
    wb.create_sheet("Khác")["A1"] = 1


def looks(cell):
    return cell.font.b, cell.fill.fgColor.rgb, cell.border.left.style, cell.protection.locked


def colours(rule):
    dxf = rule.dxf
    return dxf and (dxf.font and dxf.font.color.rgb, dxf.fill and dxf.fill.bgColor.rgb)


def described(ws):
    """What a copy must share with its template, as plain values."""
    return {
        "cells": {cell.coordinate: looks(cell) for row in ws["A1:D20"] for cell in row},
        "merges": sorted(map(str, ws.merged_cells.ranges)),
        "widths": {key: (d.width, d.hidden) for key, d in ws.column_dimensions.items()},
        "heights": {key: d.height for key, d in ws.row_dimensions.items() if d.height},
        "formats": [
            (str(entry.sqref), [(rule.type, rule.formula, rule.stopIfTrue, colours(rule)) for rule in entry.rules])
            for entry in ws.conditional_formatting
        ],
        "rules": [(str(v.sqref), v.type, v.formula1, v.error) for v in ws.data_validations.dataValidation],
        "print": (str(ws._print_area.ranges), ws.print_title_rows, ws.print_options.horizontalCentered),
        "page": (ws.page_setup.orientation, ws.page_setup.paperSize, ws.page_setup.fitToHeight),
        "paper": (ws.sheet_properties.pageSetUpPr.fitToPage, ws.page_margins.left),
        "header": (ws.HeaderFooter.differentFirst, ws.oddHeader.center.text, ws.firstHeader.center.text),
        "view": (ws.freeze_panes, ws.sheet_view.zoomScale, ws.sheet_view.showGridLines),
        "protection": (ws.protection.sheet, ws.protection.sort), "colour": ws.sheet_properties.tabColor.rgb,
        "comment": (ws["A9"].comment.text, ws["A9"].comment.author), "link": ws["B2"].hyperlink.target,
        "breaks": [b.id for b in ws.row_breaks.brk], "text": ws["A1"].value,
    }  # fmt: skip


def test_a_copy_of_a_sheet_keeps_everything_that_belongs_to_it(opened, saved):
    book = opened(careful_sheet)
    copy = book.sheets["Phiếu mẫu"].copy(after=book.sheets["Phiếu mẫu"], name="Phiếu VP")
    assert [sheet.name for sheet in book.sheets] == ["Phiếu mẫu", "Phiếu VP", "Khác"]
    assert [table.name for table in copy.tables] == ["TaskSheet2"]
    assert copy.range("C2").formula == "=SUM(TaskSheet2[Nhiệm vụ])"
    assert copy.range("C3").formula == "='Phiếu VP'!B9*2"
    assert copy.range("C4").formula == "=Khác!A1"
    wb = saved(book)
    assert described(wb["Phiếu VP"]) == described(wb["Phiếu mẫu"])
    assert wb["Phiếu VP"].defined_names["Muc"].value == "'Phiếu VP'!$B$9"
    assert wb["Phiếu mẫu"].defined_names["Muc"].value == "'Phiếu mẫu'!$B$9"


def test_a_copy_lives_its_own_life(opened, saved):
    book = opened(careful_sheet)
    first, copy = book.sheets["Phiếu mẫu"], book.sheets["Phiếu mẫu"].copy(name="Phiếu VP")
    copy.range("A1").value, copy.range("A9").number_format = "PHIẾU VĂN PHÒNG", "0.0"
    copy.range("5:6").insert("down")
    copy.tables[0].resize(copy.range("A10:B15"))
    wb = saved(book)
    assert first.range("A1").value == "PHIẾU GIAO VIỆC"
    assert wb["Phiếu mẫu"].tables["TaskSheet"].ref == "A8:B9"
    assert wb["Phiếu mẫu"]["A9"].number_format == "General"
    assert wb["Phiếu mẫu"]["A9"].comment is not None
    assert wb["Phiếu VP"]["A11"].comment.text == "Đừng sửa"
    assert str(next(iter(wb["Phiếu mẫu"].conditional_formatting)).sqref) == "A9:B20"


def test_every_table_has_an_id_of_its_own(opened, tmp_path):
    book = opened(careful_sheet)
    for name in ("Phiếu 1", "Phiếu 2"):
        book.sheets["Phiếu mẫu"].copy(after=book.sheets[-1], name=name)
    book.sheets["Khác"].range("A1").value = [["a"], [1]]
    book.sheets["Khác"].tables.add(book.sheets["Khác"].range("A1:A2"))
    for _ in range(2):
        book.save(tmp_path / "ra.xlsx")
        found = [data for name, data in parts(tmp_path / "ra.xlsx").items() if "tables/" in name]
        assert len(found) == 4
        assert len({re.search(rb'\sid="(\d+)"', part)[1] for part in found}) == 4


def test_copies_get_the_names_excel_gives_and_hidden_sheets_hidden_copies(opened):
    book = opened()
    book.sheets.add("x" * 31)
    assert book.sheets["x" * 31].copy().name == "x" * 27 + " (2)"
    assert book.sheets["x" * 31].copy().name == "x" * 27 + " (3)"
    book.sheets["Một"].copy(name="Hai").visible = False
    assert not book.sheets["Hai"].copy(name="Ba").visible
    with pytest.raises(ValueError, match="already"):
        book.sheets["Một"].copy(name="hai")


def test_a_copy_takes_pictures_shapes_and_charts_that_show_its_own_cells(tmp_path):
    book = open_book(rich_workbook(tmp_path / "giau.xlsx", tmp_path))
    book.sheets["Bảng điểm"].copy(name="Bản sao")
    book.save(tmp_path / "ra.xlsx")
    assert OpenXmlValidator().validate(tmp_path / "ra.xlsx").is_valid
    ws = load(tmp_path / "ra.xlsx")["Bản sao"]
    assert len(ws._charts) == 1
    # openpyxl may have come without Pillow, and see no picture
    drawings = [data for name, data in parts(tmp_path / "ra.xlsx").items() if name.startswith("xl/drawings/_rels/")]
    assert sum(b"/image" in data for data in drawings) == 4  # two of each in page headers
    assert ws._charts[0].series[0].val.numRef.f == "'Bản sao'!$B$2:$B$9"
    assert ws["B3"].comment.text == "Xem lại\nđiểm này"
    again = open_book(tmp_path / "ra.xlsx")
    assert again.sheets["Bản sao"].range("A1").value == "STT"
    extension = again.sheets["Bản sao"].impl.ws.carried.pieces.named("extLst")[0]
    assert "'Bản sao'!B2:B9" in extension


def test_two_hundred_copies_take_time_linear_in_their_number(opened):
    book = opened(careful_sheet)
    times = []
    for start in (0, 100):
        begin = time.process_time()
        for number in range(start, start + 100):
            copy = book.sheets["Phiếu mẫu"].copy(after=book.sheets[-1], name=f"Phiếu {number}")
            copy.range("A9").value = [[str(number), 1]]
        times.append(time.process_time() - begin)
    assert times[1] < 3 * times[0] + 0.5


def test_the_print_area(opened, saved):
    book = opened()
    sheet = book.sheets[0]
    assert sheet.page_setup.print_area is None
    sheet.page_setup.print_area = "$A$1:$C$9"
    assert sheet.page_setup.print_area == "$A$1:$C$9"
    sheet.page_setup.print_area = None
    assert saved(book)["Một"].print_area == ""


def test_a_deleted_sheet_leaves_errors_where_its_tables_were_named_and_shortens_spans(opened, saved):
    def fill(wb):
        for name in ("A", "B", "C"):
            wb.create_sheet(name)["A1"] = "x"
        wb["C"]["A2"] = 5
        wb["C"].add_table(Table(displayName="Bang", ref="A1:A2"))
        first = wb["Một"]
        first["A1"], first["A2"], first["A3"] = "=SUM(Bang[x])", "=SUM(A:C!A2)", "=SUM(C:C!A2,Bang)"
        first["A4"] = "=SUM(B:C!A2)"

    book = opened(fill)
    book.sheets["C"].delete()
    ws = saved(book)["Một"]
    assert [ws[f"A{row}"].value for row in range(1, 5)] == [
        "=SUM(#REF!)", "=SUM(A:B!A2)", "=SUM(#REF!,#REF!)", "=SUM(B!A2)",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["a/b", "x" * 32, "'a", "History"])
def test_a_new_sheet_has_a_name_that_excel_accepts(opened, name):
    book = opened()
    with pytest.raises(ValueError, match="Excel accepts"):
        book.sheets.add(name)
    assert len(book.sheets) == 1


def test_a_sheet_that_cannot_be_copied_leaves_no_half_copy(tmp_path):
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/ctrlProp"
    part = {"xl/ctrlProps/ctrlProp1.xml": ("<formControlPr/>", "application/vnd.ms-excel.controlproperties+xml")}
    book = open_book(
        with_parts(
            rich_workbook(tmp_path / "day-du.xlsx", tmp_path),
            tmp_path / "nut.xlsx",
            part,
            sheet_relations=[(kind, "/xl/ctrlProps/ctrlProp1.xml")],
        )
    )
    names = [sheet.name for sheet in book.sheets]
    with pytest.raises(NotImplementedError, match="ctrlProp"):
        book.sheets[0].copy(after=book.sheets[0])
    assert [sheet.name for sheet in book.sheets] == names


def test_a_copied_hidden_sheet_leaves_the_active_one_active(opened):
    book = opened(lambda wb: wb.create_sheet("Ẩn"))
    hidden = book.sheets["Ẩn"].impl
    hidden.visible = False
    hidden.copy(before=book.sheets["Một"].impl, after=None)
    assert book.sheets.active.name == "Một"


def test_sheets_beside_chart_sheets_go_where_they_are_told(opened, saved):
    def fill(wb):
        chart = BarChart()
        chart.add_data(Reference(wb.active, range_string="'Một'!$A$1:$A$3"))
        wb.create_chartsheet("Biểu đồ", 0).add_chart(chart)
        wb.create_sheet("Hai")

    book = opened(fill)
    book.sheets.add("Ba", before=book.sheets["Hai"])
    assert saved(book).sheetnames == ["Biểu đồ", "Một", "Ba", "Hai"]


def test_a_new_print_area_takes_the_place_of_the_files_own(opened, saved):
    def with_area(wb):
        wb.create_sheet("Hai").print_area = "A1:C20"

    book = opened(with_area)
    sheet = book.sheets["Hai"]
    sheet.page_setup.print_area = "$A$1:$C$9"
    sheet.range("A1").value = 1
    assert saved(book)["Hai"].print_area == "'Hai'!$A$1:$C$9"


def test_a_sheet_copied_to_another_book_keeps_its_looks_and_its_name(opened, saved, tmp_path):
    source = opened(careful_sheet)
    other = opened(two_sheets)
    copy = source.sheets["Phiếu mẫu"].copy(after=other.sheets[-1])
    assert (copy.name, [table.name for table in copy.tables]) == ("Phiếu mẫu", ["TaskSheet"])
    wb = saved(other)
    assert described(wb["Phiếu mẫu"]) == described(saved(source)["Phiếu mẫu"])
    assert source.sheets["Phiếu mẫu"].copy(after=other.sheets[-1]).name == "Phiếu mẫu (2)"


def test_cells_copied_to_another_book_fill_the_place_with_their_looks(opened, saved):
    source, other = opened(careful_sheet), opened(two_sheets)
    place = other.sheets[0].range("F2:F4")
    source.sheets["Phiếu mẫu"].range("A9").copy(place)
    ws = saved(other).worksheets[0]
    model = saved(source)["Phiếu mẫu"]["A9"]
    assert [(cell.value, looks(cell)) for (cell,) in ws["F2:F4"]] == [(model.value, looks(model))] * 3
