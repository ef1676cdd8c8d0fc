"""Which piece of work a returned row is, and what it says."""

import pytest

from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from cchc_macros.returns.files import ReturnedSheet
from cchc_macros.returns.finder import ExpectedRow
from cchc_macros.returns.rows import SCORES, WORK, read_rows
from cchc_macros.returns.tables import find_tables


def table(kind, *rows):
    """A table with these rows, {heading: value}, as it comes back."""
    headings = dict(enumerate(kind.spec.columns, start=1))
    body = [{column: row[heading] for column, heading in headings.items() if heading in row} for row in rows]
    cells = {number: row for number, row in enumerate([headings, *body], start=8) if row}
    (found,) = find_tables([ReturnedSheet("S", cells)], kind.spec)
    return found


def work(*rows):
    return table(WORK, *({c.STT: stt, c.SHEET_TASK: name, c.RESULT: said} for stt, name, said in rows))


def expected(**names):
    """Rows of the workbook: T1_10="Việc" is the task 1.10."""
    found = {f"{key[0]}:{key[1:].replace('_', '.')}": name for key, name in names.items()}
    return {key: ExpectedRow(key[2:], {c.SHEET_TASK: name}) for key, name in found.items()}


def read(rows, known, exported=()):
    found = read_rows(rows, WORK, known, exported)
    return {report.id: report.values[c.RESULT] for report in found.reports}, [note.text for note in found.notes]


@pytest.mark.parametrize(
    ("name", "identity"),
    [("Việc A", "T:1.1"), ("Việc B", "T:1.10"), ("việc  b", "T:1.10"), ("Việc C", None), (None, None)],
)
def test_a_number_that_may_be_two_codes_is_told_by_its_text_or_not_at_all(name, identity):
    reports, notes = read(work((1.1, name, "xong")), expected(T1_1="Việc A", T1_10="Việc B"))
    assert reports == ({identity: "xong"} if identity else {})
    assert any("'1,1' không khớp" in note for note in notes) is (identity is None)


def test_a_number_that_is_one_code_only_is_that_code():
    known = expected(T1_2="Việc A", T1_30="Việc B")
    assert read(work((1.2, "Việc A", "a"), (1.3, "Việc B", "b")), known)[0] == {"T:1.2": "a", "T:1.30": "b"}


def test_a_number_whose_text_was_changed_is_still_its_one_code():
    known = expected(T1_1="Việc A", T2_5="Việc B")
    assert read(work((1.1, "Việc A, sửa", "x")), known)[0] == {"T:1.1": "x"}


def test_later_work_with_the_words_of_a_row_that_went_out_is_not_taken_for_it():
    known = expected(T20="Việc A")
    reports, notes = read(work(("12", "Việc A", "x")), known, ["T:12"])
    assert reports == {}
    assert any("Nội dung là của STT 20: nếu đúng, sửa STT" in note for note in notes)
    assert read(work((None, "Việc A", "x")), known, ["T:12"])[0] == {"T:20": "x"}  # the unit's own, taken since


@pytest.mark.parametrize(
    ("row", "is_work"),
    [
        ({c.SHEET_TASK: "Họp"}, False),
        ({c.SHEET_TASK: "Họp", c.STT: "Ghi chú:"}, False),
        ({c.SHEET_TASK: "Họp", c.STT: "9"}, True),
        ({c.SHEET_TASK: "Họp", c.STATUS: c.DOING}, True),
        (dict.fromkeys(u.TASK_SHEET.columns, "chữ") | {c.STT: "Ghi thêm: việc", c.STATUS: c.DOING}, True),
    ],
)
def test_a_row_of_the_units_own_is_work_where_it_says_what_only_work_has(row, is_work):
    found = read_rows(table(WORK, row), WORK, expected(T1="A"), ())
    assert [one.name for one in found.proposed] == ([row[c.SHEET_TASK]] if is_work else [])


def test_a_code_means_what_it_meant_when_the_file_went_out():
    """A task 3 came into the plan later; the file was made when 3 was the criterion."""
    known = expected(T3="Việc mới", C3="Tiêu chí")
    known["C:3"] = ExpectedRow("TC 3", known["C:3"].locked)
    assert read(work(("3", "Tiêu chí", "xong")), known, ["C:3"])[0] == {"C:3": "xong"}
    assert read(work(("3", "Tiêu chí", "xong")), known)[0] == {}
    assert read(work(("TC 3", "Tiêu chí", "xong")), known)[0] == {"C:3": "xong"}
    known = expected(C3="Tiêu chí")  # and the other way round: the task is gone
    assert read(work(("TC 3", "Tiêu chí", "xong")), known, ["C:3", "T:3"])[0] == {"C:3": "xong"}


def test_rows_that_went_out_later_are_not_missed():
    known = expected(T1="A", T2="B")
    assert read(work(("1", "A", None)), known, ["T:1"])[1] == []
    assert read(work(("1", "A", None)), known)[1] == ["Phiếu thiếu 1 việc đã giao: STT 2."]


def test_the_headings_once_more_are_no_row():
    rows = table(WORK, {heading: heading for heading in u.TASK_SHEET.columns}, {c.STT: "1", c.RESULT: "x"})
    assert read(rows, expected(T1="A")) == ({"T:1": "x"}, ["'Nhiệm vụ' là '', khác sổ ('A'); sổ giữ nguyên."])


@pytest.mark.parametrize(
    ("status", "progress", "told"), [(c.DONE, 0.5, True), (c.DOING, 1.0, True), (c.DONE, 1.0, False)]
)
def test_a_status_that_its_progress_contradicts_is_told_and_both_are_taken(status, progress, told):
    rows = table(WORK, {c.STT: "1", c.SHEET_TASK: "A", c.STATUS: status, c.PROGRESS: progress})
    found = read_rows(rows, WORK, expected(T1="A"), ())
    assert found.reports[0].values[c.STATUS] == status
    assert bool(found.notes) is told


@pytest.mark.parametrize(("given", "taken"), [(10.0, "10"), (10.5, None), (0.0, "0")])
def test_a_score_above_the_maximum_is_not_taken(given, taken):
    known = {"1": ExpectedRow("1", {c.CRITERION_NAME: "A", c.MAX_SCORE: 10.0})}
    rows = table(SCORES, {c.STT: "1", c.CRITERION_NAME: "A", c.MAX_SCORE: 10.0, c.SELF_SCORE: given, c.NOTE: "x"})
    found = read_rows(rows, SCORES, known, ())
    assert found.reports[0].values.get(c.SELF_SCORE) == taken
    assert found.reports[0].values[c.NOTE] == "x"
    assert bool(found.notes) is (taken is None)
