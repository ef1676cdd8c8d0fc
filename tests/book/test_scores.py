"""Criteria as staff leave it: what is read, and what is told instead of guessed."""

from datetime import datetime

import pytest

from cchc_macros import contract as c
from cchc_macros.book.scores import read_scores
from cchc_macros.book.work import read_work
from cchc_macros.book.workbook import Workbook
from cchc_macros.errors import DataError
from cchc_macros.scores.audit import audit
from cchc_macros.scores.recalculate import recalculate
from tests.scores.test_recalculate import fill, total


def told(book, code):
    return [f["message"] for f in audit(book).data["findings"] if f["code"] == code]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("=1/0", "Công thức báo lỗi #DIV/0!"),
        (datetime(2026, 5, 9), "'09/5/2026' không phải là số"),  # noqa: DTZ001  what Excel makes of 9/5
        ("9,5 điểm", "'9,5 điểm' không phải là số"),
        ("KAD", "'KAD' không phải là số. Không chấm thì đánh x vào cột Không chấm"),
    ],
)
def test_a_score_that_is_none_is_told_with_its_cell_and_not_taken_for_blank(workbook, value, message):
    book = fill(workbook("so-cchc"), ("1", 10, value))
    with pytest.raises(DataError, match=f"{c.SCORES_SHEET}!E8: {message}"):
        recalculate(book)


def test_a_cell_that_cannot_be_read_is_not_called_blank_too(workbook):
    book = fill(workbook("so-cchc"), ("1", 10, "chín"), ("2", 10, None))
    assert told(book, "SCORE_MISSING") == ["Tiêu chí 2 chưa có điểm kết quả."]


def test_a_broken_formula_of_a_parent_is_written_anew(workbook):
    book = fill(workbook("so-cchc"), ("1", 10, "=1/0"), ("1.1", 5, 4))
    recalculate(book)
    assert total(book, c.TOTAL_RESULT) == 4


@pytest.mark.parametrize(("mark", "shown"), [("không", "không"), (0, "0"), ("\u00a0", "dấu cách lạ")])
def test_a_mark_that_is_no_x_counts_as_the_formulas_count_it_and_is_told(workbook, mark, shown):
    book = fill(workbook("so-cchc"), {c.STT: "1", c.MAX_SCORE: 10, c.RESULT: 9, c.NOT_SCORED: mark}, ("2", 5, 5))
    data = recalculate(book).data
    assert data["total"]["max"] == total(book, c.TOTAL_MAX) == 5
    assert [shown in message for message in told(book, "NOT_SCORED_MARK")] == [True]


@pytest.mark.parametrize("mark", ["x", " X ", " ", None])
def test_an_x_and_blanks_need_no_word(workbook, mark):
    book = fill(workbook("so-cchc"), {c.STT: "1", c.MAX_SCORE: 10, c.RESULT: 9, c.NOT_SCORED: mark})
    assert told(book, "NOT_SCORED_MARK") == []


def test_units_on_lines_of_their_own_are_told_apart(workbook):
    lead = "Văn phòng Sở\nPhòng Chuyển đổi số"
    book = fill(workbook("lang-son-2026"), {c.STT: "1", c.MAX_SCORE: 10, c.RESULT: 10, c.LEAD: lead})
    (item,) = read_work(Workbook(book)).items
    assert [(mention.kind, mention.text) for mention in item.leads] == [
        ("unit", "Văn phòng Sở"),
        ("unknown", "Phòng Chuyển đổi số"),
    ]


def test_a_deadline_that_excel_made_a_date_is_shown_as_offices_write_it(workbook):
    when = datetime(2026, 6, 1)  # noqa: DTZ001  Excel's dates have no time zone
    book = fill(workbook("so-cchc"), {c.STT: "1", c.CRITERION_DEADLINE: when})
    (criterion,) = read_scores(Workbook(book)).criteria
    assert criterion.deadline == "01/6/2026"
