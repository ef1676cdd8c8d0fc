"""Which row of the workbook a returned row is where the plan has changed since the file went out."""

import pytest

from cchc_macros import contract as c
from cchc_macros.returns.finder import ExpectedRow, Finder, is_worded
from cchc_macros.returns.rows import WORK, read_rows
from tests.returns.test_rows import table

OLD = "Triển khai Nghị quyết về đổi mới công tác xây dựng pháp luật"
YEAR = "Trong năm 2026"


def row(name, requirement=None, deadline=YEAR):
    return {c.STT: "2.1", c.SHEET_TASK: name, c.REQUIREMENT: requirement, c.TASK_DEADLINE: deadline, c.RESULT: "xong"}


@pytest.mark.parametrize(
    ("name", "deadline", "is_same"),
    [
        ("Tổ chức rà soát, xử lý các văn bản quy phạm pháp luật", YEAR, False),
        ("Triển khai Nghị quyết về đổi mới công tác xây dựng và thi hành pháp luật", "Quý I/2026", True),
        ("Triển khai Nghị quyết về kiểm tra công tác xây dựng văn bản", YEAR, True),
        ("Triển khai Nghị quyết về kiểm tra công tác xây dựng văn bản", "Quý I/2026", False),
        ("", YEAR, True),
    ],
)
def test_an_stt_that_means_other_work_now_takes_no_answer_to_the_old(name, deadline, is_same):
    known = {"T:2.1": ExpectedRow("2.1", {c.SHEET_TASK: name, c.TASK_DEADLINE: deadline})}
    found = read_rows(table(WORK, row(f"» II. Thể chế\n{OLD}")), WORK, known, ["T:2.1"])
    assert [report.values[c.RESULT] for report in found.reports] == (["xong"] if is_same else [])
    told = f"Dòng STT '2.1' có nội dung khác trong sổ ('{name}'); không ghép (Kết quả: xong)."
    assert any(note.text.startswith(told) for note in found.notes) is not is_same


def test_work_that_went_on_under_another_stt_is_named():
    known = {
        "T:2.1": ExpectedRow("2.1", {c.SHEET_TASK: "Việc mới"}), "T:2.2": ExpectedRow("2.2", {c.SHEET_TASK: OLD}),
    }  # fmt: skip
    notes = read_rows(table(WORK, row(OLD)), WORK, known, ["T:2.1"]).notes
    assert "Nội dung là của STT 2.2: nếu đúng, sửa STT trong tệp" in notes[0].text


def test_a_number_of_one_row_names_it_and_that_of_none_or_two_does_not():
    finder = Finder(
        {f"T:{code}": ExpectedRow(code, {c.SHEET_TASK: code}) for code in ("1.1", "1.10")}, c.SHEET_TASK, []
    )
    assert [finder.name_of(stt) for stt in ("1.10", "9", 1.1)] == ["1.10", "", ""]


def test_a_first_level_may_be_numbered_in_roman_numerals_since():
    known = {"T:II.1": ExpectedRow("II.1", {c.SHEET_TASK: OLD}), "C:II": ExpectedRow("II", {c.SHEET_TASK: "Tiêu chí"})}
    finder = Finder(known, c.SHEET_TASK, ["T:2.1", "C:2"])
    assert [finder.find(stt, name, {}, {}) for stt, name in (("2.1", OLD), ("2", "Tiêu chí"))] == ["T:II.1", "C:II"]


@pytest.mark.parametrize(
    ("value", "has_words"), [("Việc", True), ("1.2 …", False), ("", False), (1.5, False), (None, False)]
)
def test_a_row_has_words_where_its_text_has_letters(value, has_words):
    assert is_worded(value) is has_words
