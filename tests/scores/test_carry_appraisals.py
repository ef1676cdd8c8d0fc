"""Rounds of appraisal and the score sheet in step: what counts, what is kept, what is closed."""

from datetime import datetime

import pytest

from cchc_macros import contract as c
from cchc_macros.errors import DataError
from cchc_macros.returns.collect import collect
from cchc_macros.scores.audit import audit
from cchc_macros.scores.recalculate import recalculate
from tests.scores.test_recalculate import fill, shown, total
from tests.tables import read_table, set_setting, write_rows

ROWS = [
    {c.STT: "1", c.MAX_SCORE: 10, c.SELF_SCORE: 9},
    {c.STT: "2", c.MAX_SCORE: 5, c.SELF_SCORE: 4},
    {c.STT: "3", c.MAX_SCORE: 5, c.SELF_SCORE: 3},
]


@pytest.fixture
def book(workbook):
    return fill(workbook("so-cchc"), *ROWS)


def rounds(book, *headings):
    return [tuple(row[heading] for heading in headings) for _, row in read_table(book, c.APPRAISALS).rows()]


def appraise(book, *rows):
    write_rows(
        read_table(book, c.APPRAISALS), [dict(zip((c.STT, c.ROUND, c.POINTS), row, strict=True)) for row in rows]
    )


def put(book, heading, row, value):
    table = read_table(book, c.CRITERIA)
    table.sheet.range((table.top + row, table.left + table.columns[heading])).value = value


def codes(book):
    return {found["code"] for found in audit(book).data["findings"]}


def test_the_total_takes_the_last_round_that_has_a_value_and_says_which(book):
    first, second = "Thẩm định lần 1", "Thẩm định lần 2"
    appraise(book, ("1", first, 7), ("2", first, 3.5), ("1", second, 8), ("2", second, None))
    summary = recalculate(book)
    assert shown(book, c.APPRAISED) == [8, 3.5, None]
    assert total(book, c.TOTAL_CURRENT) == summary.data["total"]["current"] == 8 + 3.5 + 3
    assert shown(book, c.CURRENT_BY) == ["Thẩm định lần 2", "Thẩm định lần 1", c.SELF_SCORE]
    assert summary.data["current_by"] == {"Thẩm định lần 2": 1, "Thẩm định lần 1": 1, c.SELF_SCORE: 1}
    assert "Hiện nay 14,5 điểm (Thẩm định lần 2: 1 tiêu chí" in summary.message
    assert "APPRAISAL_DIFFERS" not in codes(book)


def test_points_typed_into_the_score_sheet_become_rows_that_say_who_and_when(book):
    set_setting(book, c.TODAY, datetime(2026, 11, 20))  # noqa: DTZ001  a cell's own day
    put(book, c.APPRAISED, 0, 8)
    recalculate(book)
    put(book, c.APPRAISED, 0, 8.5)
    recalculate(book)
    recalculate(book)
    assert rounds(book, c.STT, c.ROUND, c.POINTS) == [("1", c.FIRST_ROUND, 8), ("1", c.FIRST_ROUND, 8.5)]
    ((day, source), _) = rounds(book, c.RECORDED, c.SOURCE)
    assert day == datetime(2026, 11, 20)  # noqa: DTZ001
    assert source.startswith("Nhập ở Bảng điểm (")
    assert any("1: 8 thành 8,5" in str(row[c.DETAIL]) for _, row in read_table(book, c.LOG).rows())


def test_points_changed_in_both_places_stay_and_are_told(book):
    appraise(book, ("1", "Thẩm định lần 1", 7))
    recalculate(book)
    appraise(book, ("1", "Thẩm định lần 1", 6))
    put(book, c.APPRAISED, 0, 8)
    recalculate(book)
    assert shown(book, c.APPRAISED)[0] == 8
    assert rounds(book, c.POINTS) == [(6,)]
    assert "APPRAISAL_DIFFERS" in codes(book)


def test_points_of_a_round_that_cannot_be_stop_at_their_own_cell_before_anything_is_counted(book):
    appraise(book, ("1", "Thẩm định lần 1", 11))
    place = read_table(book, c.APPRAISALS).cell(0, c.POINTS)
    with pytest.raises(DataError, match=f"{place}: 1, Thẩm định lần 1: 11 điểm không nằm trong 0 đến 10"):
        recalculate(book)
    assert shown(book, c.APPRAISED) == [None, None, None]


@pytest.mark.parametrize(
    ("typed", "shown_as", "step"),
    [("KAD", "KAD", "Không chấm thì đánh x"), (datetime(2026, 5, 9), "09/5/2026", "Nhập số")],  # noqa: DTZ001
)
def test_points_of_a_round_that_are_no_number_stop_before_an_earlier_round_counts(book, typed, shown_as, step):
    appraise(book, ("2", "Thẩm định lần 1", 4), ("2", "Thẩm định lần 2", typed))
    message = f"'{shown_as}' không phải là số."
    with pytest.raises(DataError, match=f"{c.APPRAISALS_SHEET}!C[0-9]+: 2, Thẩm định lần 2: {message} {step}"):
        recalculate(book)
    assert shown(book, c.APPRAISED) == [None, None, None]
    found = [one for one in audit(book).data["findings"] if one["code"] == "NOT_A_NUMBER"]
    assert [one["sheet"] for one in found] == [c.APPRAISALS_SHEET]
    assert f"'{shown_as}' không phải là số" in found[0]["message"]
    assert found[0]["hint"].startswith(step)


def test_self_scores_are_closed_and_a_change_is_a_finding_and_a_conflict(book, tmp_path):
    set_setting(book, c.SELF_BY, datetime(2026, 11, 10))  # noqa: DTZ001
    set_setting(book, c.TODAY, datetime(2026, 11, 10))  # noqa: DTZ001
    recalculate(book)
    assert rounds(book, c.STT) == []
    set_setting(book, c.TODAY, datetime(2026, 11, 11))  # noqa: DTZ001
    assert "Đã chốt điểm tự đánh giá của 3 tiêu chí" in recalculate(book).message
    assert rounds(book, c.ROUND, c.POINTS) == [(c.SELF_SCORE, 9), (c.SELF_SCORE, 4), (c.SELF_SCORE, 3)]
    assert "SELF_SCORE_CHANGED" not in codes(book)
    put(book, c.SELF_SCORE, 1, 5)
    assert "SELF_SCORE_CHANGED" in codes(book)
    (conflict,) = collect(book, tmp_path).data["conflicts"]
    assert (conflict["code"], conflict["workbook"], conflict["returned"]) == ("2", "5", "4")
    choose(book, c.KEEP_BOOK)
    assert collect(book, tmp_path).data["conflicts"] == []
    assert rounds(book, c.STT, c.POINTS)[-1] == ("2", 5)
    assert "SELF_SCORE_CHANGED" not in codes(book)
    put(book, c.SELF_SCORE, 2, 1)
    collect(book, tmp_path)
    choose(book, c.TAKE_RETURN)
    collect(book, tmp_path)
    assert shown(book, c.SELF_SCORE) == [9, 5, 3]


def choose(book, choice):
    table = read_table(book, c.CONFLICTS)
    table.sheet.range((table.top, table.left + table.columns[c.CHOICE])).value = choice


def test_what_is_wrong_with_rounds_is_told(book):
    set_setting(book, c.EXPLAINED_BY, datetime(2026, 11, 20))  # noqa: DTZ001
    set_setting(book, c.TODAY, datetime(2026, 11, 21))  # noqa: DTZ001
    appraise(book, ("9", "Thẩm định lần 1", 1), ("1", "Thẩm định lần 1", 8), ("2", "Thẩm định lần 1", 6))
    assert {"APPRAISAL_UNKNOWN", "SCORE_ABOVE_MAX", "EXPLANATION_LATE", "APPRAISAL_DIFFERS"} <= codes(book)
