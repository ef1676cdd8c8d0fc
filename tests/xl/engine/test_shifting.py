import re
import time

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table

from tests.xl.engine.corpus import rich_workbook
from xl.cells.addresses import Box, parse_box
from xl.engine import open_book

SIZE = 7
places = st.tuples(st.integers(1, SIZE), st.integers(1, SIZE))
operations = st.lists(
    st.tuples(
        st.sampled_from(["insert", "delete"]), st.sampled_from(["rows", "columns", "down", "right"]),
        st.integers(1, SIZE), st.integers(1, SIZE), st.integers(1, 3), st.integers(1, 3),
    ),
    min_size=1, max_size=3,
)  # fmt: skip


class Naive:
    """A sheet as a plain dict of labels, shifted the slow and obvious way."""

    def __init__(self):
        self.labels = {(row, column): f"{row}-{column}" for row in range(1, SIZE + 1) for column in range(1, SIZE + 1)}

    def shift(self, kind, along, box):
        by_rows = along in ("rows", "down")
        moved = {}
        for (row, column), label in self.labels.items():
            place, across = (row, column) if by_rows else (column, row)
            start, end = (box.row, box.last_row) if by_rows else (box.column, box.last_column)
            side = (box.column, box.last_column) if by_rows else (box.row, box.last_row)
            new = place
            if side[0] <= across <= side[1] and place >= start:
                if kind == "insert":
                    new = place + end - start + 1
                elif place <= end:
                    continue
                else:
                    new = place - (end - start + 1)
            moved[(new, column) if by_rows else (row, new)] = label
        self.labels = moved


def box_of(along, row, column, height, width):
    if along == "rows":
        return Box(row, 1, row + height - 1, 16_384)
    if along == "columns":
        return Box(1, column, 1_048_576, column + width - 1)
    return Box(row, column, row + height - 1, column + width - 1)


@pytest.fixture(scope="module")
def labelled(tmp_path_factory):
    """A sheet of labels; the sheet "Hai" refers to each of them, once with and once without "$"."""
    wb = openpyxl.Workbook()
    ws, two = wb.active, wb.create_sheet("Hai")
    ws.title = "Một sheet"
    for row in range(1, SIZE + 1):
        for column in range(1, SIZE + 1):
            ws.cell(row, column, f"{row}-{column}")
            two.cell(row, column, f"='Một sheet'!{get_column_letter(column)}{row}")
            two.cell(row, column + SIZE, f"='Một sheet'!${get_column_letter(column)}${row}")
    path = tmp_path_factory.mktemp("shift") / "nhan.xlsx"
    wb.save(path)
    return path


@settings(max_examples=60, deadline=None)
@given(steps=operations)
def test_cells_move_as_in_a_naive_model_and_references_follow_their_cell(labelled, steps):
    book, naive = open_book(labelled), Naive()
    sheet, two = book.sheets["Một sheet"], book.sheets["Hai"]
    for kind, along, *numbers in steps:
        box = box_of(along, *numbers)
        target = sheet.range(box.address())
        if kind == "insert":
            target.insert("down" if along in ("rows", "down") else "right")
        else:
            target.delete("up" if along in ("rows", "down") else "left")
        naive.shift(kind, along, box)
    found = {
        (row, column): value
        for row, line in enumerate(sheet.range((1, 1), (SIZE * 3, SIZE * 3)).value, 1)
        for column, value in enumerate(line, 1)
        if value is not None
    }
    assert found == naive.labels
    where = {label: place for place, label in naive.labels.items()}
    formulas = two.range((1, 1), (SIZE, 2 * SIZE)).formula
    for row in range(1, SIZE + 1):
        for column in range(1, SIZE + 1):
            place = where.get(f"{row}-{column}")
            for offset, dollar in ((0, ""), (SIZE, "$")):
                cell = f"{dollar}{get_column_letter(place[1])}{dollar}{place[0]}" if place else "#REF!"
                assert formulas[row - 1][column - 1 + offset] == f"='Một sheet'!{cell}"
    book.close()


@settings(max_examples=60, deadline=None)
@given(a=places, b=places, steps=operations)
def test_a_range_keeps_exactly_its_surviving_cells_when_whole_rows_or_columns_move(labelled, a, b, steps):
    book, naive = open_book(labelled), Naive()
    area = Box(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))
    sheet = book.sheets["Một sheet"]
    book.sheets["Hai"].range("Z1").formula = f"=COUNTA('Một sheet'!{area})"
    mine = {label for place, label in naive.labels.items() if area.contains(Box(*place, *place))}
    for kind, along, *numbers in steps:
        whole = {"down": "rows", "right": "columns"}.get(along, along)
        box = box_of(whole, *numbers)
        target = sheet.range(box.address())
        target.insert("down") if kind == "insert" else target.delete()
        naive.shift(kind, whole, box)
    mine &= set(naive.labels.values())
    formula = book.sheets["Hai"].range("Z1").formula
    reference = re.search(r"!([^)]+)\)", formula)[1]
    if mine:
        now = parse_box(reference)
        assert {label for place, label in naive.labels.items() if now.contains(Box(*place, *place))} == mine
        assert book.sheets["Hai"].range("Z1").value == len(mine)
    else:
        assert reference == "#REF!"
    book.close()


def test_inserting_rows_moves_formulas_merges_rules_tables_names_heights_and_links(opened, saved):
    def fill(wb):
        ws, two = wb.active, wb.create_sheet("Hai")
        ws["A10"], ws["B12"] = "=A11+SUM(B12:B14)", 5
        ws.merge_cells("C10:D11")
        ws.row_dimensions[10].height = 40
        ws["E10"].hyperlink = "https://stp.example/"
        ws.conditional_formatting.add("A10:A14", FormulaRule(formula=["$B10>$B$9"]))
        rule = DataValidation(type="list", formula1="$F$10:$F$12")
        rule.add("B10:B14")
        ws.add_data_validation(rule)
        ws["G20"], ws["H20"], ws["G21"], ws["H21"] = "STT", "Điểm", "1", 2
        ws.add_table(Table(displayName="Criteria", ref="G20:H21"))
        ws.print_area = "A1:H21"
        ws.print_title_rows = "9:10"
        two["A1"], two["A2"] = "='Một'!B12", "=SUM(Criteria[Điểm])"
        wb.defined_names["Total"] = DefinedName("Total", attr_text="'Một'!$B$12")

    book = opened(fill)
    book.sheets["Một"].range("5:6").insert("down")
    wb = saved(book)
    ws = wb["Một"]
    assert ws["A12"].value == "=A13+SUM(B14:B16)"
    assert [str(m) for m in ws.merged_cells.ranges] == ["C12:D13"]
    assert (ws.row_dimensions[12].height, ws.row_dimensions[10].height) == (40, None)
    assert ws["E12"].hyperlink.ref == "E12"
    entry = next(iter(ws.conditional_formatting))
    assert (str(entry.sqref), entry.rules[0].formula) == ("A12:A16", ["$B12>$B$11"])
    rule = ws.data_validations.dataValidation[0]
    assert (str(rule.sqref), rule.formula1) == ("B12:B16", "$F$12:$F$14")
    assert ws.tables["Criteria"].ref == ws.tables["Criteria"].autoFilter.ref == "G22:H23"
    assert ws.print_area == "'Một'!$A$1:$H$23"
    assert ws.print_title_rows == "$11:$12"
    assert wb["Hai"]["A1"].value in ("='Một'!B14", "=Một!B14")
    assert wb.defined_names["Total"].value in ("'Một'!$B$14", "Một!$B$14")


def test_rows_inserted_in_a_table_make_it_longer_and_take_the_format_above(opened, saved):
    def fill(wb):
        ws = wb.active
        for row in (("STT", "Điểm"), ("1", 2), ("2", 3)):
            ws.append(row)
        ws["B2"].number_format = "0.00"
        ws.add_table(Table(displayName="T", ref="A1:B3"))
        rule = DataValidation(type="whole")
        rule.add("B2:B2")
        ws.add_data_validation(rule)

    book = opened(fill)
    book.sheets[0].range("3:4").insert("down")
    assert book.sheets[0].tables["T"].range.address == "$A$1:$B$5"
    ws = saved(book)["Một"]
    assert [ws.cell(row, 2).number_format for row in (2, 3, 4, 5)] == ["0.00", "0.00", "0.00", "General"]
    assert str(ws.data_validations.dataValidation[0].sqref) == "B2:B4"


def test_rules_of_the_row_below_reach_into_rows_that_take_their_looks_from_it(opened, saved):
    def fill(wb):
        ws = wb.active
        ws.conditional_formatting.add("A5:B10", FormulaRule(formula=["$B5>$C$2"]))
        lists = DataValidation(type="list", formula1='"x,y"')
        lists.add("A5:A10")
        ws.add_data_validation(lists)

    book = opened(fill)
    book.sheets[0].range("A5:B6").insert("down", "format_from_right_or_below")
    ws = saved(book)["Một"]
    entry = next(iter(ws.conditional_formatting))
    assert (str(entry.sqref), entry.rules[0].formula) == ("A5:B12", ["$B5>$C$2"])
    assert str(ws.data_validations.dataValidation[0].sqref) == "A5:A12"


def test_a_rule_keeps_its_meaning_when_its_first_row_is_deleted(opened, saved):
    def fill(wb):
        wb.active["A12"] = 1
        wb.active.conditional_formatting.add("A5:A10", FormulaRule(formula=["B5>$C$2"]))

    book = opened(fill)
    book.sheets[0].range("4:6").delete()
    entry = next(iter(saved(book)["Một"].conditional_formatting))
    assert (str(entry.sqref), entry.rules[0].formula) == ("A4:A7", ["B4>$C$2"])


def test_a_block_between_tables_side_by_side_moves_alone(opened):
    def fill(wb):
        ws = wb.active
        ws["A1"], ws["A2"], ws["D1"], ws["D2"] = "Mã", "VP", "Nhóm", "các phòng"
        ws.add_table(Table(displayName="Units", ref="A1:B2"))
        ws.add_table(Table(displayName="Groups", ref="D1:E2"))
        ws["B1"], ws["E1"] = "Tên", "Gồm"

    book = opened(fill)
    sheet = book.sheets[0]
    sheet.range("A2:B3").insert("down")
    assert sheet.tables["Units"].range.address == "$A$1:$B$4"
    assert sheet.tables["Groups"].range.address == "$D$1:$E$2"
    assert sheet.range("D2").value == "các phòng"
    with pytest.raises(ValueError, match="torn"):
        sheet.range("A2:A2").insert("down")


def test_cells_of_a_merged_area_are_not_torn_apart(opened):
    book = opened(lambda wb: wb.active.merge_cells("B2:C3"))
    with pytest.raises(ValueError, match="torn"):
        book.sheets[0].range("B1").insert("down")


def test_the_heading_row_of_a_table_cannot_go_without_the_table(opened):
    def fill(wb):
        wb.active["A3"], wb.active["A4"] = "STT", "1"
        wb.active.add_table(Table(displayName="T", ref="A3:A5"))

    sheet = opened(fill).sheets[0]
    with pytest.raises(ValueError, match="heading"):
        sheet.range("2:3").delete()
    with pytest.raises(NotImplementedError, match="all data rows"):
        sheet.range("4:5").delete()
    sheet.range("3:5").delete()
    assert len(sheet.tables) == 0


def test_columns_inserted_in_a_table_get_headings(opened, saved):
    def fill(wb):
        wb.active["A1"], wb.active["B1"], wb.active["B2"] = "STT", "Điểm", 3
        wb.active["A1"].number_format = "@"  # a look of its own, which the new headings take
        wb.active.column_dimensions["B"].width = 33
        wb.active.add_table(Table(displayName="T", ref="A1:B2"))

    book = opened(fill)
    book.sheets[0].range("B:C").insert("right")
    assert book.sheets[0].tables["T"].header_row_range.value == ["STT", "Column1", "Column2", "Điểm"]
    ws = saved(book)["Một"]
    assert ws.tables["T"].column_names == ["STT", "Column1", "Column2", "Điểm"]
    assert [cell.value for cell in ws[1]] == ws.tables["T"].column_names  # else Excel offers to repair the file
    assert ws["B1"].number_format == "@"
    assert ws.column_dimensions["D"].width == 33


def test_notes_move_with_their_cells(opened, saved):
    def fill(wb):
        wb.active["B5"].comment = Comment("Xem lại", "Lan")

    book = opened(fill)
    book.sheets[0].range("2:3").insert("down")
    ws = saved(book)["Một"]
    assert ws["B7"].comment.text == "Xem lại"
    assert ws["B5"].comment is None


def test_charts_pictures_and_sparklines_move_along(tmp_path):
    book = open_book(rich_workbook(tmp_path / "giau.xlsx", tmp_path))
    book.sheets["Bảng điểm"].range("1:3").insert("down")
    parts = book.impl.doc.loaded.parts
    drawing, chart = parts["xl/drawings/drawing1.xml"].decode(), parts["xl/charts/chart1.xml"].decode()
    assert {"4", "22", "10"} <= set(re.findall(r"<xdr:from>.*?<xdr:row>(\d+)</xdr:row>", drawing))
    assert "<x:Anchor>12, 0, 14, 0, 13, 0, 15, 0</x:Anchor>" in parts["xl/drawings/vmlDrawing1.vml"].decode()
    assert "'Bảng điểm'!$B$5:$B$12" in chart
    assert "textlink=\"'Bảng điểm'!$B$4\"" in drawing
    extensions = book.sheets["Bảng điểm"].impl.ws.carried.pieces.named("extLst")[0]
    assert "B5:B12" in extensions
    assert "<xm:sqref>E5</xm:sqref>" in extensions
    book.close()


def test_nothing_falls_off_the_sheet(opened):
    sheet = opened(lambda wb: wb.active.cell(1_048_576, 1, "cuối")).sheets[0]
    with pytest.raises(ValueError, match="pushed off"):
        sheet.range("1:1").insert("down")


def test_an_array_formula_is_not_torn_and_moves_whole(opened):
    def fill(wb):
        ws = wb.active
        ws["A1"], ws["A2"], ws["C2"] = 1, 2, ArrayFormula("C2:C3", "=A1:A2*2")

    book = opened(fill)
    sheet = book.sheets[0]
    with pytest.raises(ValueError, match="C2:C3"):
        sheet.range("3:3").insert("down")
    sheet.range("2:2").insert("down")
    assert sheet.range("C3").formula == "=A1:A3*2"
    assert book.impl.doc.sheet("Một")["C3"].value.ref == "C3:C4"


def test_an_area_whose_two_ends_name_their_sheet_follows(opened):
    def fill(wb):
        wb.create_sheet("Hai ba")
        wb["Một"]["C1"], wb["Một"]["C2"] = "=SUM(Một!A1:Một!A2)", "=SUM('Hai ba'!A1:'Hai ba'!$A$2)"

    book = opened(fill)
    book.sheets["Một"].range("1:1").insert("down")
    book.sheets["Hai ba"].range("2:2").insert("down")
    book.sheets["Hai ba"].name = "Bốn"
    sheet = book.sheets["Một"]
    assert sheet.range("C2").formula == "=SUM(Một!A2:Một!A3)"
    assert sheet.range("C3").formula == "=SUM(Bốn!A1:Bốn!$A$3)"


def test_long_formulas_on_other_sheets_do_not_hold_up_rows_that_come(opened):
    def fill(wb):
        other = wb.create_sheet("Hai")
        for row in range(1, 41):
            other.cell(row, 1, "=1" + "+1" * 4_000)
        other["B1"] = "=Một!A2"

    book = opened(fill)
    begin = time.process_time()
    book.sheets["Một"].range("1:1").insert("down")
    assert time.process_time() - begin < 1
    assert book.sheets["Hai"].range("B1").formula == "=Một!A3"


@pytest.mark.parametrize(("place", "left"), [("A1", ["b", "c"]), ("A1:B1", [None, None]), ("A1:A2", ["b", "c"])])
def test_which_way_the_gap_closes_follows_from_the_shape(opened, place, left):
    sheet = opened().sheets[0]
    sheet.range("A1").value = ["a", "b", "c"]
    sheet.range(place).delete()
    assert sheet.range("A1:B1").value == left
