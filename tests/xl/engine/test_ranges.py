"""Reading and writing cells through xlwings' public interface."""

import datetime as dt
import time
import tracemalloc
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
import xlwings as xw
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formatting.rule import FormulaRule
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.datavalidation import DataValidation

from cchc_macros.errors import DataError
from tests.counting import counted
from xl.cells.addresses import Box


def moment(*parts):
    """A date and time as Excel knows it, without a zone."""
    return dt.datetime(*parts)  # noqa: DTZ001


@pytest.fixture
def sheet(opened):
    return opened().sheets[0]


def test_values_come_back_as_from_excel(sheet):
    sheet.range("A1").value = [
        ["văn bản", 5, 2.5, True],
        [None, moment(2026, 3, 1, 8, 30), dt.date(2026, 3, 1), Decimal("9.35")],
    ]
    assert sheet.range("A1:D2").value == [
        ["văn bản", 5.0, 2.5, True],
        [None, moment(2026, 3, 1, 8, 30), moment(2026, 3, 1), 9.35],
    ]
    assert type(sheet.range("B1").value) is float
    assert sheet.range("A1:D1").value == ["văn bản", 5.0, 2.5, True]
    assert sheet.range("A1:A2").value == ["văn bản", None]
    assert sheet.range("A1").options(ndim=2).value == [["văn bản"]]


def test_a_scalar_fills_a_range_and_none_clears_it(sheet):
    sheet.range("A1:B2").value = "x"
    assert sheet.range("A1:B2").value == [["x", "x"], ["x", "x"]]
    sheet.range("A1:B2").value = None
    assert sheet.range("A1:B2").value == [[None, None], [None, None]]
    sheet.range("A1").value = [[1, 2], [3, 4]]
    sheet.range("A1").value = [[None, ""]]
    assert sheet.range("A1:B2").value == [[None, None], [3.0, 4.0]]


def test_a_text_with_an_equals_sign_is_a_formula_unless_the_cell_holds_text(sheet):
    sheet.range("B1").number_format = "@"
    sheet.range("A1:C1").value = ["=1+1", "=1+1", "'=1+1"]
    assert sheet.range("A1:C1").formula == (("=1+1", "=1+1", "=1+1"),)
    assert sheet.range("A1:C1").value == [2.0, "=1+1", "=1+1"]


def test_a_leading_apostrophe_makes_text_and_is_marked_in_the_file(sheet, saved):
    sheet.range("A1:B1").value = ["'001", "''x"]
    assert sheet.range("A1:B1").value == ["001", "'x"]
    ws = saved(sheet.book)["Một"]
    assert ws["A1"].quotePrefix
    assert ws["A1"].value == "001"


LOOKING = ["1.10", "9,5", "2026-06-01", "TRUE", "5%", "#N/A", "1e5", "tháng 6", "1.2.3", " "]


def test_texts_that_look_like_numbers_stay_text_in_cells_of_text_and_behind_an_apostrophe(sheet):
    sheet.range("A1:J1").number_format = "@"
    sheet.range("A1:J1").value = LOOKING
    sheet.range("A2:J2").value = [f"'{text}" for text in LOOKING]
    assert sheet.range("A1:J2").value == [LOOKING, LOOKING]


def test_texts_that_look_like_numbers_become_them_elsewhere(sheet, saved):
    sheet.range("A1:J1").value = LOOKING
    assert sheet.range("A1:J1").options(err_to_str=True).value == [
        1.1, "9,5", moment(2026, 6, 1), True, 0.05, "#N/A", 100_000.0, "tháng 6", "1.2.3", " "
    ]  # fmt: skip
    assert sheet.range("E1").number_format == "0%"
    row = saved(sheet.book)["Một"][1]
    assert [cell.data_type for cell in row] == ["n", "s", "d", "b", "n", "e", "n", "s", "s", "s"]


def test_a_day_that_locales_read_differently_stays_a_text(sheet):
    days = ["01/6/2026", "31/12/2026", "12/31/2026", "5/5/2026"]
    sheet.range("A1:D1").value = days
    assert sheet.range("A1:D1").value == [*days[:3], moment(2026, 5, 5)]


def test_what_no_cell_holds_is_refused_with_its_place_or_cleaned(sheet):
    sheet.range("A1").value = "a\x00b\x1fc\ud800d\ufffee\r\nf\rg"
    assert sheet.range("A1").value == "abcde\nf\ng"
    sheet.range("A2").value = "x" * 32_767
    with pytest.raises(DataError, match=r"Một!B3: văn bản dài 32768"):
        sheet.range("B3").value = "x" * 32_768
    with pytest.raises(DataError, match=r"Một!B3.*vô hạn"):
        sheet.range("B3").value = float("inf")
    with pytest.raises(DataError, match=r"Một!C2.*kiểu set"):
        sheet.range("B2").value = [[1, set()]]


def test_blanks_and_numbers_of_numpy_and_pandas_are_taken(sheet):
    sheet.range("A1").value = [
        [float("nan"), np.float64(2.5), np.int64(3), pd.NaT, pd.Timestamp(2026, 3, 1), np.bool_(1)]
    ]
    assert sheet.range("A1:F1").value == [None, 2.5, 3.0, None, moment(2026, 3, 1), True]


def test_errors_are_none_or_text_on_request(sheet):
    sheet.range("A1").formula = "=1/0"
    assert sheet.range("A1").value is None
    assert sheet.range("A1").options(err_to_str=True).value == "#DIV/0!"


def test_options_for_numbers_and_dates_work(sheet):
    sheet.range("A1").value = [5, dt.date(2026, 3, 1), None]
    assert sheet.range("A1:C1").options(numbers=int, dates=dt.date, empty="-").value == [5, dt.date(2026, 3, 1), "-"]


def test_a_computed_number_in_a_date_format_is_a_moment_or_stays_a_number(sheet):
    sheet.range("A1:A4").number_format = "dd/mm/yyyy"
    sheet.range("A1").formula = [["=C1"], ["=0.5"], ["=46082"], ["=1E+10"]]  # a deadline taken from a blank cell is 0
    assert sheet.range("A1:A4").value == [moment(1899, 12, 30), moment(1899, 12, 30, 12), moment(2026, 3, 1), 1e10]


def test_a_new_cell_takes_the_format_of_its_row_or_column(opened, saved):
    def fill(wb):
        wb.active.column_dimensions["B"].number_format = "0.00"
        wb.active.row_dimensions[3].number_format = "0%"

    book = opened(fill)
    assert book.sheets[0].range("B7").number_format == "0.00"
    book.sheets[0].range("A1").value = [[1] * 3] * 3
    ws = saved(book)["Một"]
    assert [[ws.cell(row, column).number_format for column in (1, 2)] for row in (1, 3)] == [
        ["General", "0.00"],
        ["0%", "0%"],
    ]


def test_a_date_gives_a_plain_cell_the_short_date_format_and_leaves_others(sheet):
    sheet.range("A2").number_format = "dd/mm/yyyy"
    sheet.range("A1").value = [[dt.date(2026, 3, 1)], [dt.date(2026, 3, 1)], [moment(2026, 3, 1, 9, 0)]]
    assert [sheet.range(f"A{row}").number_format for row in (1, 2, 3)] == ["mm-dd-yy", "dd/mm/yyyy", "m/d/yy h:mm"]


def test_a_formula_fills_a_range_adjusted_as_excel_fills_it(sheet):
    sheet.range("B1:C2").formula = "=A1+$A$1"
    assert sheet.range("B1:C2").formula == (("=A1+$A$1", "=B1+$A$1"), ("=A2+$A$1", "=B2+$A$1"))


def test_formulas_of_constants_are_their_text(sheet):
    sheet.range("A1").value = [9.5, 5, True, "x", None, dt.date(2026, 3, 1)]
    assert sheet.range("A1:F1").formula == (("9.5", "5", "TRUE", "x", "", "46082"),)


def test_newer_functions_and_this_row_are_written_as_files_want_them(sheet, saved):
    sheet.range("A1").value = [["Điểm", "Gấp đôi"], [2, None]]
    sheet.tables.add(sheet.range("A1:B2"), name="T")
    sheet.range("B2").formula = '=[@Điểm]*2&TEXTJOIN(";",TRUE,"XLOOKUP(",T[[#This Row],[Điểm]])'
    assert sheet.range("B2").formula.startswith("=T[[#This Row],[Điểm]]*2&TEXTJOIN(")
    assert saved(sheet.book)["Một"]["B2"].value == (
        '=T[[#This Row],[Điểm]]*2&_xlfn.TEXTJOIN(";",TRUE,"XLOOKUP(",T[[#This Row],[Điểm]])'
    )
    assert sheet.range("B2").value == "4XLOOKUP(;2"


def test_ranges_are_found_by_every_way_of_naming_them(opened):
    book = opened()
    sheet = book.sheets[0]
    book.names.add("Vùng", "=Một!$B$2:$C$3")
    assert sheet.range((2, 2), (3, 3)).address == sheet.range("B2:C3").address == sheet["Vùng"].address == "$B$2:$C$3"
    assert sheet.range(sheet.range("B2"), sheet.range("C3")).address == "$B$2:$C$3"
    assert sheet[1:3, 1:3].address == "$B$2:$C$3"
    assert sheet.range("$C$3:B2").address == "$B$2:$C$3"
    assert sheet.range("B2").offset(1, 2).resize(2, 3).address == "$D$3:$F$4"
    assert (sheet.range("B:C").address, sheet.range("2:3").address) == ("$B:$C", "$2:$3")
    assert sheet.range("A1:C3")(2, 3).address == sheet.range("A1:C3")(6).address == "$C$2"
    assert sheet.range("B2:C3").get_address(False, True, include_sheetname=True) == "Một!$B2:$C3"
    with pytest.raises(ValueError, match="no such range"):
        sheet.range("không có")
    with pytest.raises(IndexError):
        sheet.range((0, 1))


def test_end_and_expand_stop_where_ctrl_arrow_stops(sheet):
    sheet.range("A1").value = [["a", "b", None, "d"], ["e", "f", None, None], ["g", None, None, None]]
    assert sheet.range("A1").end("down").address == "$A$3"
    assert sheet.range("B1").end("right").address == "$D$1"
    assert sheet.range("A3").end("down").address == "$A$1048576"
    assert sheet.range("A1048576").end("up").address == "$A$3"
    assert sheet.range("D1").end("left").address == "$B$1"
    assert sheet.range("A1").expand().address == "$A$1:$B$3"
    assert sheet.range("B2").current_region.address == "$A$1:$B$3"


def test_clearing_contents_keeps_formats_and_clearing_does_not(sheet):
    sheet.range("A1").number_format = "0.00"
    sheet.range("A1").value = 1
    sheet.range("A1").clear_contents()
    assert (sheet.range("A1").value, sheet.range("A1").number_format) == (None, "0.00")
    sheet.range("A1").clear()
    assert sheet.range("A1").number_format == "General"


def test_only_the_first_cell_of_a_merged_area_takes_a_value(sheet, saved):
    sheet.range("A1").value = [["a", None], [None, None]]
    sheet.range("A1:B2").merge()
    sheet.range("A1").value = [["b", "c"], ["d", "e"], ["f", "g"]]
    assert sheet.range("A1:B3").value == [["b", None], [None, None], ["f", "g"]]
    assert sheet.range("B2").merge_area.address == "$A$1:$B$2"
    assert sheet.range("A1").merge_cells
    sheet.range("B2").unmerge()
    assert not sheet.range("A1").merge_cells
    sheet.range("D1:E2").merge(across=True)
    assert {str(m) for m in saved(sheet.book)["Một"].merged_cells.ranges} == {"D1:E1", "D2:E2"}


def test_widths_and_heights(sheet, saved):
    sheet.range("B:D").column_width = 20
    sheet.range("C1").column_width = 30
    sheet.range("2:3").row_height = 33
    ws = saved(sheet.book)["Một"]
    assert [ws.column_dimensions[letter].width for letter in "BC"] == [20, 30]
    assert (ws.row_dimensions[2].height, sheet.range("A2:A4").row_height) == (33, None)


def test_links_lead_out_and_into_the_book(sheet, saved):
    sheet.range("A1").add_hyperlink("https://stp.example/", "Trang Sở", "mở")
    sheet.range("A2").add_hyperlink("#'Một'!B5", "xuống")
    assert sheet.range("A1").value == "Trang Sở"
    assert sheet.range("A1").hyperlink == "https://stp.example/"
    ws = saved(sheet.book)["Một"]
    assert (ws["A1"].hyperlink.target, ws["A2"].hyperlink.location) == ("https://stp.example/", "'Một'!B5")


def test_copying_a_range_adjusts_formulas_and_takes_formats_merges_and_validations(opened, saved):
    def fill(wb):
        ws = wb.active
        ws["A1"], ws["B1"] = 5, "=A1*$A$1"
        ws["B1"].number_format = "0.00"
        ws.merge_cells("A2:B2")
        rule = DataValidation(type="whole")
        rule.add("A1")
        ws.add_data_validation(rule)

    book = opened(fill)
    sheet = book.sheets[0]
    sheet.range("A1:B2").copy(sheet.range("D5"))
    assert sheet.range("E5").formula == "=D5*$A$1"
    ws = saved(book)["Một"]
    assert ws["E5"].number_format == "0.00"
    assert "D6:E6" in {str(m) for m in ws.merged_cells.ranges}
    assert "D5" in str(ws.data_validations.dataValidation[0].sqref)


def test_ten_thousand_rows_are_written_and_read_in_well_under_a_second_and_little_memory(sheet):
    rows = [[f"1.{row}.", "tên tiêu chí", 2.5, None, True, *range(12)] for row in range(10_000)]
    tracemalloc.start()
    sheet.range("A1").value = rows
    used = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert used < 80_000_000  # 170,000 cells
    start = time.process_time()
    sheet.range("A1").value = rows
    assert sheet.range("A1:Q10000").value[-1][:3] == ["1.9999.", "tên tiêu chí", 2.5]
    assert time.process_time() - start < 2


def test_calls_into_the_engine_can_be_counted(sheet):
    counts = []
    for size in (50, 5000):
        with counted() as calls:
            sheet.range((1, 1), (size, 3)).value = [[1, 2, 3]] * size
            assert len(sheet.range((1, 1), (size, 3)).value) == size
        assert calls["Range.raw_value"] == calls["Range.raw_value="] == 1
        counts.append(dict(calls))
    assert counts[0] == counts[1]
    sheet.range("A1").value = 1
    assert calls["Range.raw_value="] == 1


@pytest.mark.parametrize(
    "ask",
    [
        "sheet.range('A1').color", "sheet.charts", "sheet.pictures", "sheet.range('A1').formula2",
        "sheet.range('A1').clear_formats()", "sheet.book.macro('x')()", "sheet.range('A1').sort(1)",
        "sheet.book.save('x.xlsx', password='p')", "sheet.range('A1').paste('formats')",
        "sheet.book.app.selection",
    ],
)  # fmt: skip
def test_what_is_not_offered_says_so(sheet, ask):
    with pytest.raises(NotImplementedError):
        eval(ask, {"sheet": sheet})  # noqa: S307  # the questions are above


def test_the_engine_stands_at_xlwings_own_extension_point(opened):
    book = opened(name="một sổ khác.xlsx")
    assert isinstance(book, xw.Book)
    assert xw.engines["file"].name == book.app.engine.name == "file"
    assert book.app.books.active.name == book.name == "một sổ khác.xlsx"
    with book.app.properties(screen_updating=False, status_bar="Đang tính"):
        assert book.app.status_bar == "Đang tính"
    assert book.app.screen_updating
    book.close()
    assert "một sổ khác.xlsx" not in book.app.books


def with_rules(wb):
    ws = wb.active
    for row in range(5, 8):
        ws.cell(row, 1, row)
    ws.conditional_formatting.add("A5:A7", FormulaRule(formula=["B5>$C$1"]))
    ws.add_data_validation(DataValidation("custom", formula1="A5>0", sqref="A5:A7"))


def rules_of(ws):
    formats = [(str(entry.sqref), rule.formula) for entry in ws.conditional_formatting for rule in entry.rules]
    return formats, [(str(rule.sqref), rule.formula1) for rule in ws.data_validations.dataValidation]


@pytest.mark.parametrize(
    ("formula", "copied"),
    [
        ("=B4+$A$1", "=B1+$A$1"), ("=B3", "=#REF!"), ("=SUM(B3:B4)", "=SUM(#REF!)"), ("=Hai!B2*2", "=Hai!#REF!*2"),
        ("='Hai ba'!B2", "='Hai ba'!#REF!"), ("=SUM(2:3)", "=SUM(#REF!)"), ("=B$2", "=B$2"),
    ],
)  # fmt: skip
def test_a_copied_formula_has_no_reference_where_it_would_lie_above_the_sheet(opened, formula, copied):
    sheet = opened(lambda wb: [wb.create_sheet(name) for name in ("Hai", "Hai ba")]).sheets[0]
    sheet.range("B5").formula = formula
    sheet.range("B5").copy(sheet.range("B2"))
    assert sheet.range("B2").formula == copied


@pytest.mark.parametrize(
    ("to", "areas", "formula", "checked"),
    [("D6", {"A5:A7", "D6:D8"}, "B5>$C$1", "A5>0"), ("D1", {"A5:A7", "D1:D3"}, "E1>$C$1", "D1>0")],
)
def test_copied_cells_take_their_rules_along(opened, saved, to, areas, formula, checked):
    book = opened(with_rules)
    sheet = book.sheets[0]
    sheet.range("A5:A7").copy(sheet.range(to))
    formats, validations = rules_of(saved(book).active)
    assert [(set(area.split()), texts) for area, texts in formats] == [(areas, [formula])]
    assert [(set(area.split()), text) for area, text in validations] == [(areas, checked)]


def test_cleared_cells_lose_rules_and_merges_and_the_others_keep_theirs(opened, saved):
    def fill(wb):
        with_rules(wb)
        wb.active.merge_cells("A5:C5")

    book = opened(fill)
    book.sheets[0].range("A5").clear()
    ws = saved(book).active
    assert rules_of(ws) == ([("A6:A7", ["B6>$C$1"])], [("A6:A7", "A6>0")])
    assert not ws.merged_cells.ranges


def test_a_day_in_a_workbook_that_counts_from_1904(opened):
    def fill(wb):
        wb.epoch = CALENDAR_MAC_1904
        ws = wb.active
        ws["A1"], ws["A2"], ws["A3"] = dt.date(2026, 1, 2), "=A1+1", "=YEAR(A1)"
        ws["A1"].number_format = ws["A2"].number_format = "dd/mm/yyyy"

    sheet = opened(fill).sheets[0]
    assert sheet.range("A1").formula == "44562"
    assert sheet.range("A2").value.date() == dt.date(2026, 1, 3)
    assert sheet.range("A3").value is None  # not computed here, rather than by the wrong calendar


@given(st.tuples(*[st.integers(1, 5)] * 4), st.tuples(*[st.integers(1, 5)] * 4))
def test_what_is_left_of_a_box_is_all_of_it_but_the_other_once(first, second):
    def box(numbers):
        return Box(min(numbers[0], numbers[2]), min(numbers[1::2]), max(numbers[0], numbers[2]), max(numbers[1::2]))

    def cells(one):
        return [(r, c) for r in range(one.row, one.last_row + 1) for c in range(one.column, one.last_column + 1)]

    left = [cell for piece in box(first).minus(box(second)) for cell in cells(piece)]
    assert sorted(left) == sorted(set(cells(box(first))) - set(cells(box(second))))
