"""Tính lại điểm: live formulas that agree with the domain, and nothing changed on bad input."""

from datetime import datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc_macros import contract as c
from cchc_macros.book.scores import read_scores
from cchc_macros.book.workbook import Workbook
from cchc_macros.errors import DataError, WorkbookError
from cchc_macros.rules.numbers import format_number
from cchc_macros.rules.scoring.so_far import so_far
from cchc_macros.scores.recalculate import recalculate
from cchc_macros.setting_defaults import SETTING_DEFAULTS
from tests.libreoffice import recalculated
from tests.tables import read_table, set_setting, write_rows
from xl.engine import open_book


def fill(path, *rows, **options):
    """A workbook with these criteria, (STT, max, result) or dicts by heading."""
    book = open_book(path)
    table = [
        row if isinstance(row, dict) else dict(zip((c.STT, c.MAX_SCORE, c.RESULT), row, strict=True)) for row in rows
    ]
    write_rows(read_table(book, c.CRITERIA), table)
    for key, value in options.items():
        set_setting(book, getattr(c, key), value)
    return book


def shown(book, heading):
    book.app.calculate()
    return read_table(book, c.CRITERIA).values(heading)


def total(book, name):
    book.app.calculate()
    return book.names[name].refers_to_range.value


def test_parents_are_live_sums_of_their_children(workbook):
    book = fill(workbook("so-cchc"), ("1", None, None), ("1.1", 5, 4), ("1.2", 5, 4.5))
    recalculate(book)
    assert shown(book, c.RESULT) == [8.5, 4, 4.5]
    row = read_table(book, c.CRITERIA).top
    book.sheets[c.SCORES_SHEET].range((row + 1, 5)).value = 3  # a clerk types between two clicks
    assert shown(book, c.RESULT)[0] == 7.5
    assert total(book, c.TOTAL_RESULT) == 7.5
    assert total(book, c.INDEX_RESULT) == 75


def test_a_formula_a_clerk_typed_in_a_leaf_stays(workbook):
    book = fill(workbook("so-cchc"), ("1", None, None), ("1.1", 5, "=2+2"), ("1.2", 5, 4.5))
    recalculate(book)
    table = read_table(book, c.CRITERIA)
    assert book.sheets[c.SCORES_SHEET].range((table.top + 1, 5)).formula == "=2+2"
    assert shown(book, c.RESULT)[0] == 8.5


def test_a_number_typed_as_text_becomes_a_number_and_is_told(workbook):
    book = fill(workbook("so-cchc"), ("1", 10, "9,5"))
    summary = recalculate(book)
    assert shown(book, c.RESULT) == [9.5]
    assert "Bảng điểm!E" in summary.message


def test_a_typed_sum_that_differs_is_replaced_and_kept_in_the_log(workbook):
    book = fill(workbook("so-cchc"), ("1", 10, 9), ("1.1", 5, 5), ("1.2", 5, 5))
    summary = recalculate(book)
    assert "Nhật ký" in summary.message
    details = [row[c.DETAIL] for _, row in read_table(book, c.LOG).rows()]
    assert any("9 thay bằng 10" in detail for detail in details)


def test_the_message_says_the_numbers(workbook):
    summary = recalculate(open_book(workbook("lang-son-2026")))
    assert summary.message == "Đã tính lại 8 lĩnh vực: 91/100 điểm, chỉ số 91,00%. 4 tiêu chí mất điểm."


@pytest.mark.parametrize(
    ("rows", "cell", "words"),
    [
        ([("1", 10, "chín")], "E", "'chín' không phải là số. Nhập số, ví dụ 9 hoặc 9,5."),
        ([("1", 10, 11)], "E", "lớn hơn điểm tối đa 10"),
        ([("1", 10, -1)], "E", "nhỏ hơn 0"),
        ([("1", 10, 1), ("1", 10, 1)], "A", "trùng"),
        ([("2.1", 10, 1)], "A", "không có dòng cấp trên"),
        ([(None, 10, 1)], "A", "không có STT"),
    ],
)
def test_bad_input_names_the_cell_and_changes_nothing(workbook, refused, rows, cell, words):
    path = workbook("so-cchc")
    fill(path, *rows).save(str(path))
    before = path.read_bytes()
    line = refused("recalculate", path)
    assert f"{c.SCORES_SHEET}!{cell}" in line
    assert words in line
    assert path.read_bytes() == before


def test_a_missing_column_is_named(workbook, refused):
    path = workbook("lang-son-2026")
    book = open_book(path)
    table = read_table(book, c.CRITERIA)
    table.sheet.range((table.top - 1, table.left + table.columns[c.RESULT])).value = "Điểm"
    book.save(str(path))
    assert f"thiếu cột '{c.RESULT}'" in refused("recalculate", path)


def test_a_heading_with_stray_spaces_in_decomposed_unicode_is_found(workbook):
    book = open_book(workbook("lang-son-2026"))
    table = read_table(book, c.CRITERIA)
    heading = table.sheet.range((table.top - 1, table.left + table.columns[c.RESULT]))
    heading.value = "  Kê\u0301t  qua\u0309 "
    assert recalculate(book).data["total"]["result"] == 91


def test_a_workbook_that_is_not_ours_is_told(tmp_path, refused):
    path = tmp_path / "khac.xlsx"
    openpyxl.Workbook().save(path)
    assert "Không thấy bảng" in refused("recalculate", path)


def test_more_children_than_one_formula_can_name_are_matched_by_their_number(tmp_path, workbook):
    rows = []
    for number in range(1, 90):  # 89 domains, each with children: no two domains are neighbours
        rows += [(f"{number}", None, None), (f"{number}.1", 2, 1), (f"{number}.2", 2, 1.5)]
    book = fill(workbook("so-cchc"), *rows)
    summary = recalculate(book)
    assert total(book, c.TOTAL_RESULT) == summary.data["total"]["result"] == 89 * 2.5
    assert total(book, c.TOTAL_MAX) == 89 * 4
    assert max(len(f.formula) for f in (book.names[n].refers_to_range for n in (c.TOTAL_MAX, c.TOTAL_RESULT))) < 8192


scores = st.decimals(0, 10, places=2)


@st.composite
def criteria(draw):
    """Criteria rows of two or three levels with marks, blanks and decimals."""
    rows = []
    for domain in range(1, draw(st.integers(1, 3)) + 1):
        children = draw(st.integers(0, 3))
        rows.append(row(draw, f"{domain}", leaf=not children))
        for child in range(1, children + 1):
            grandchildren = draw(st.integers(0, 2))
            rows.append(row(draw, f"{domain}.{child}", leaf=not grandchildren))
            rows += [row(draw, f"{domain}.{child}.{leaf}", leaf=True) for leaf in range(1, grandchildren + 1)]
    return rows


def row(draw, code, *, leaf):
    filled = {c.STT: code, c.NOT_SCORED: draw(st.sampled_from([None, None, None, "x"]))}
    filled[c.POINTS_FROM] = draw(st.sampled_from([None, None, None, *c.SOURCES]))
    if leaf:
        for heading, points in ((c.SURVEY, st.decimals(0, 5, places=2)), (c.BONUS, st.decimals(-3, 3, places=2))):
            value = draw(st.none() | points)
            filled[heading] = None if value is None else float(value)
        filled[c.MAX_SCORE] = 10
        for heading in (c.RESULT, c.TARGET, c.SELF_SCORE, c.APPRAISED):
            value = draw(st.none() | (scores if filled[c.SURVEY] is None else st.decimals(0, 5, places=2)))
            filled[heading] = None if value is None else float(value)
    return filled


def close(value, expected):
    return (value in (None, "") and expected is None) or Decimal(str(value)) == pytest.approx(Decimal(str(expected)))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=criteria(),
    chosen=st.fixed_dictionaries(
        {
            "DENOMINATOR": st.sampled_from(c.DENOMINATORS),
            "SURVEY_SETTING": st.sampled_from(c.SURVEY_COUNTS),
            "BONUS_SETTING": st.sampled_from(c.BONUS_COUNTS),
            "BONUS_CAP": st.sampled_from([None, 0, 1.5]),
        }
    ),
)
def test_formulas_and_figures_agree_on_any_tree(workbook, rows, chosen):
    book = fill(workbook("so-cchc"), *rows, **chosen)
    data = recalculate(book).data
    book.app.calculate()
    for name, key in (
        (c.TOTAL_RESULT, "result"),
        (c.TOTAL_TARGET, "target"),
        (c.TOTAL_CURRENT, "current"),
        (c.TOTAL_MAX, "max"),
        (c.TOTAL_SURVEY, "survey"),
        (c.TOTAL_BONUS, "bonus"),
    ):
        assert close(book.names[name].refers_to_range.value, data["total"][key]), name
    for name, key in ((c.INDEX_RESULT, "result"), (c.INDEX_TARGET, "target"), (c.INDEX_CURRENT, "current")):
        assert close(book.names[name].refers_to_range.value, data["index"][key]), name


def formula_cells(path):
    """Every formula cell that people see in a saved workbook, with the value saved beside it."""
    formulas, cached = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    return {
        (sheet.title, cell.coordinate): cached[sheet.title][cell.coordinate].value
        for sheet in formulas.worksheets
        if sheet.sheet_state == "visible"
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def test_the_saved_values_are_those_that_libreoffice_computes(workbook, cchc):
    mixed = workbook("so-cchc", "mixed.xlsx")
    rows = [
        ("1", None, None),
        ("1.1", 5, 4.1),
        ("1.2", 5.5, 0.2),
        ("1.2.1", 3, 0.1),
        ("1.2.2", 2.5, None),
        ("II", 8, 8),
    ]
    rows += [
        {c.STT: "2.1", c.MAX_SCORE: 4, c.RESULT: 0, c.NOT_SCORED: "x"},
        {c.STT: "3", c.MAX_SCORE: 1, c.SELF_SCORE: 0.7},
    ]
    fill(mixed, *rows).save(str(mixed))
    paths = [workbook("lang-son-2026"), workbook("thai-nguyen-2026"), mixed]
    for path in paths:
        cchc("recalculate", path)
        cchc("flag", path)
    for path, computed in zip(paths, recalculated(*paths), strict=True):
        saved = formula_cells(path)
        assert len(saved) > 20
        for place, value in saved.items():
            expected = computed.get(place)
            if isinstance(expected, float | int):
                assert value == pytest.approx(expected), (path.name, place)
            elif not isinstance(expected, datetime):
                assert (value or "") == (expected or ""), (path.name, place)


def test_a_score_above_the_maximum_is_not_accepted_in_silence(workbook):
    with pytest.raises(DataError):
        recalculate(fill(workbook("so-cchc"), {c.STT: "1", c.MAX_SCORE: 5, c.RESULT: 5, c.TARGET: 6}))


@pytest.mark.parametrize(
    "refers_to",
    [
        "=1E+400",
        "=#REF!",
        "='Bảng điểm'!#REF!",
        "='Không có'!$A$1",
        "='Bảng điểm'!$D$5,'Bảng điểm'!$E$5",
        "='Bảng điểm'!$D$5:$E$5",
        "=OFFSET('Bảng điểm'!$A$1,1,1)",
        "=[1]S!$A$1",
        "='[1]S'!$A$1",
    ],
)
def test_a_total_whose_name_stands_for_no_cell_is_told(refers_to, workbook):
    book = open_book(workbook("lang-son-2026"))
    book.names[c.INDEX_RESULT].refers_to = refers_to
    with pytest.raises(WorkbookError, match=f"tên {c.INDEX_RESULT} .*dòng Chỉ số .*cột Kết quả"):
        recalculate(book)


def test_a_total_whose_name_is_gone_is_told(workbook):
    book = open_book(workbook("lang-son-2026"))
    book.names[c.INDEX_RESULT].delete()
    with pytest.raises(WorkbookError, match=f"thiếu tên ô {c.INDEX_RESULT}"):
        recalculate(book)


def test_a_heading_row_that_is_switched_off_is_told(workbook):
    path = workbook("lang-son-2026")
    wb = openpyxl.load_workbook(path)
    ws = wb["Bảng điểm"]
    table = ws.tables[c.CRITERIA.name]
    first, last = table.ref.split(":")
    row = int(first.lstrip("A"))
    for cell in ws[row]:
        cell.value = None
    table.ref, table.headerRowCount, table.autoFilter = f"A{row + 1}:{last}", 0, None
    wb.save(path)
    with pytest.raises(WorkbookError, match=r"Criteria .*tắt hàng tiêu đề"):
        recalculate(open_book(path))


SURVEYED = [{c.STT: "1", c.MAX_SCORE: 70, c.SELF_SCORE: 62}, {c.STT: "2", c.MAX_SCORE: 30, c.SURVEY: 24}]


@pytest.mark.parametrize(("counts", "points", "index"), [(c.INSIDE, 86, 86), (c.NOT_INSIDE, 62, 62 / 0.7)])
def test_points_of_a_survey_count_or_leave_with_their_maximum(workbook, counts, points, index):
    book = fill(workbook("so-cchc"), *SURVEYED, SURVEY_SETTING=counts)
    summary = recalculate(book)
    assert total(book, c.TOTAL_CURRENT) == summary.data["total"]["current"] == points
    assert total(book, c.INDEX_CURRENT) == pytest.approx(index)
    assert total(book, c.TOTAL_SURVEY) == 24
    outside = counts == c.NOT_INSIDE
    assert read_table(book, c.CRITERIA).values(c.POINTS_FROM) == [None, c.FROM_SURVEY if outside else None]
    assert ("Nguồn điểm của 1 tiêu chí" in summary.message) is outside


@pytest.mark.parametrize(
    ("options", "points"),
    [
        ({}, 99),
        ({"BONUS_SETTING": c.INSIDE}, 101.5),
        ({"BONUS_SETTING": c.INSIDE, "BONUS_CAP": 2}, 101),
        ({"BONUS_SETTING": c.INSIDE_BOUNDED}, 100),
    ],
)
def test_bonus_and_penalty_count_as_the_settings_say(workbook, options, points):
    rows = [
        {c.STT: "1", c.MAX_SCORE: 100, c.SELF_SCORE: 99, c.BONUS: -0.5},
        {c.STT: "2", c.MAX_SCORE: 5, c.POINTS_FROM: c.FROM_BONUS},
        {c.STT: "2.1", c.BONUS: 3},
    ]
    book = fill(workbook("so-cchc"), *rows, **options)
    assert recalculate(book).data["total"]["current"] == total(book, c.TOTAL_CURRENT) == points
    assert total(book, c.TOTAL_MAX) == 100
    assert total(book, c.TOTAL_BONUS) == 2.5
    note = next(
        note for key, _, note in SETTING_DEFAULTS if key == (c.BONUS_CAP if len(options) > 1 else c.BONUS_SETTING)
    )
    assert str(points).replace(".", ",") in note  # the example beside the setting


def test_a_setting_that_is_no_choice_stops_with_the_choices(workbook):
    with pytest.raises(DataError, match=r"'một nửa' không phải là một lựa chọn\. Chọn trong tổng hoặc ngoài tổng"):
        recalculate(fill(workbook("so-cchc"), ("1", 10, 9), SURVEY_SETTING="một nửa"))


def test_points_that_would_count_twice_stop_with_the_next_step(workbook):
    rows = [{c.STT: "1", c.MAX_SCORE: 3, c.APPRAISED: 2.4, c.SURVEY: 2.4}]
    with pytest.raises(DataError, match=r"2,4 điểm cộng 2,4 điểm XHH lớn hơn điểm tối đa 3.*Nguồn điểm"):
        recalculate(fill(workbook("so-cchc"), *rows))
    rows[0][c.POINTS_FROM] = c.FROM_SURVEY
    assert recalculate(fill(workbook("so-cchc", "xhh.xlsx"), *rows)).data["total"]["current"] == 2.4


@pytest.mark.parametrize(("counts", "told"), [(c.INSIDE, "Mới chấm 2/3 tiêu chí"), (c.NOT_INSIDE, "Mới chấm 1/2")])
def test_what_was_scored_so_far_is_told_alike_in_the_sheet_and_in_figures(workbook, counts, told):
    rows = (
        {c.STT: "1", c.MAX_SCORE: 10, c.SELF_SCORE: 8.5},  # new: nothing from the year before
        {c.STT: "2", c.MAX_SCORE: 10, c.RESULT: 9},
        {c.STT: "3", c.MAX_SCORE: 10, c.RESULT: 9, c.SURVEY: 7, c.POINTS_FROM: c.FROM_SURVEY},
        {c.STT: "4", c.MAX_SCORE: 10, c.RESULT: 9, c.NOT_SCORED: "x"},
        {c.STT: "5", c.BONUS: 1, c.POINTS_FROM: c.FROM_BONUS},
    )
    book = fill(workbook("so-cchc"), *rows, SURVEY_SETTING=counts)
    recalculate(book)
    book.app.calculate()
    texts = [str(value) for line in book.sheets[c.SCORES_SHEET].used_range.value for value in line]
    (text,) = [value for value in texts if "Mới chấm" in value]
    assert text.startswith(told)
    read = Workbook(book)
    scores = read.once(read_scores)
    done = so_far(scores, "current")
    assert (
        text
        == f"Mới chấm {done.count}/{done.of} tiêu chí, đạt {format_number(done.points)}/{format_number(done.max)} điểm"
    )


@pytest.mark.parametrize(
    ("results", "told"), [((9, None, 8), " (2/3 tiêu chí)"), ((9, 0, 8), ""), ((None, None, None), "")]
)
def test_a_total_over_some_criteria_says_so_wherever_the_sheets_show_it(workbook, results, told):
    rows = [{c.STT: str(n), c.MAX_SCORE: 10, c.RESULT: points} for n, points in enumerate(results, 1)]
    rows[0][c.TARGET] = 10
    book = fill(workbook("so-cchc"), *rows)
    recalculate(book)
    book.app.calculate()
    texts = [
        str(value)
        for name in (c.SCORES_SHEET, c.OVERVIEW)
        for line in book.sheets[name].used_range.value
        for value in line
    ]
    for label in ("Năm đánh giá", "Kết quả năm đánh giá", "Điểm mất", "Nếu lấy lại số điểm thử"):
        assert f"{label}{told}" in texts
    assert (f"Kết quả mới có{told}; Mục tiêu mới có (1/3 tiêu chí)" in texts) is bool(told)
    assert "Mục tiêu năm kế hoạch (1/3 tiêu chí)" in texts
    assert "Đã lấy lại so với kết quả" in texts


@pytest.mark.parametrize(
    ("results", "now", "won"),
    [((8, None, 7), (9, 10, 8), 2), ((None, None, None), (9, 10, 8), None), ((8, 0, 7), (9, None, 8), 2)],
)
def test_points_won_back_are_of_criteria_with_a_result(workbook, results, now, won):
    rows = [
        {c.STT: str(n), c.MAX_SCORE: 10, c.RESULT: points, c.APPRAISED: current}
        for n, (points, current) in enumerate(zip(results, now, strict=True), 1)
    ]
    book = fill(workbook("so-cchc"), *rows)
    recalculate(book)
    book.app.calculate()
    lines = book.sheets[c.OVERVIEW].range("C1:G40").value
    ((label, found),) = (
        (label, figure) for label, *_, figure in lines if str(label).startswith("Đã lấy lại so với kết quả")
    )
    assert (found or None) == won
    assert label.endswith(" (2/3 tiêu chí)") is (won is not None)
