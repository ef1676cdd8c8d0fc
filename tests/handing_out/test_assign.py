"""Tạo phiếu giao việc: a sheet per unit, refreshed without losing what was typed."""

import pytest

from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from cchc_macros.book.find import table_on
from cchc_macros.errors import DataError
from cchc_macros.handing_out.assign import assign
from cchc_macros.handing_out.export import export
from tests.bench.main_job import many_tasks
from tests.counting import counted
from tests.tables import read_table, write_column, write_rows
from xl.engine import open_book


def sheet_rows(book, code):
    return [row for _, row in table_on(book.sheets[f"Phiếu {code}"], u.TASK_SHEET).rows()]


def test_every_unit_has_its_sheet_with_its_work(workbook):
    book = open_book(workbook("lang-son-2026"))
    assign(book)
    assert [s.name for s in book.sheets if s.name.startswith("Phiếu ") and s.visible] == [
        f"Phiếu {code}" for code in ("VP", "NV1", "NV2", "TGPL", "CC1")
    ]
    rows = sheet_rows(book, "NV1")
    assert [(row[c.STT], row[c.ROLE]) for row in rows if row[c.ROLE] == "Chủ trì"] == [
        ("2", "Chủ trì"),
        ("8", "Chủ trì"),
    ]
    assert len(rows) == 8
    assert all(row[c.STATUS] == "Chưa thực hiện" for row in rows)


def test_what_was_typed_on_a_sheet_stays_with_its_number(workbook):
    book = open_book(workbook("lang-son-2026"))
    assign(book)
    table = table_on(book.sheets["Phiếu VP"], u.TASK_SHEET)
    book.sheets["Phiếu VP"].range(table.cell(2, c.RESULT).rpartition("!")[2]).value = "Đã ban hành 02 văn bản"
    code = table.values(c.STT)[2]
    criteria = read_table(book, c.CRITERIA)
    rows = [row for _, row in criteria.rows()]
    write_rows(criteria, rows[::-1])  # the office sorts its table
    assign(book)
    kept = {row[c.STT]: row[c.RESULT] for row in sheet_rows(book, "VP")}
    assert kept[code] == "Đã ban hành 02 văn bản"
    assert sum(value is not None for value in kept.values()) == 1


def test_twice_changes_nothing(workbook):
    book = open_book(workbook("thai-nguyen-2026"))
    first = assign(book).data
    names = [sheet.name for sheet in book.sheets]
    assert assign(book).data == first
    assert [sheet.name for sheet in book.sheets] == names


@pytest.mark.parametrize("text", ["sau hội nghị", "Theo Kế hoạch của UBND tỉnh", "Khi có yêu cầu"])
def test_due_dates_are_written_and_a_day_typed_where_the_text_gives_none_stays(workbook, text):
    book = open_book(workbook("thai-nguyen-2026"))
    tasks = read_table(book, c.TASKS)
    sheet = book.sheets[c.TASKS_SHEET]
    sheet.range(tasks.cell(1, c.TASK_DEADLINE).rpartition("!")[2]).value = text
    sheet.range(tasks.cell(1, c.DUE).rpartition("!")[2]).value = "30/9/2026"
    assign(book)
    due = read_table(book, c.TASKS).values(c.DUE)
    assert due[1] == "30/9/2026"
    assert f"{due[2]:%Y-%m-%d}" == "2026-12-31"
    code = read_table(book, c.TASKS).values(c.STT)[1]
    row = next(row for row in sheet_rows(book, "VP") if row[c.STT] == code)
    assert f"{row[c.DUE]:%Y-%m-%d}" == "2026-09-30"


def test_a_criterion_that_a_task_covers_has_the_due_day_of_its_own_text(workbook):
    book = open_book(workbook("lang-son-2026"))
    write_column(read_table(book, c.CRITERIA), c.CRITERION_DEADLINE, ["Trước 01/6/2026", "Thường xuyên"])
    write_rows(read_table(book, c.TASKS), [{c.STT: "1", c.REQUIREMENT: "A", c.LEAD: "VP", c.RELATED: "1; 2"}])
    assign(book)
    first, second, *_ = read_table(book, c.CRITERIA).values(c.DUE)
    assert (f"{first:%Y-%m-%d}", second) == ("2026-05-31", None)


def test_work_with_one_number_twice_is_refused(workbook):
    book = open_book(workbook("thai-nguyen-2026"))
    tasks = read_table(book, c.TASKS)
    book.sheets[c.TASKS_SHEET].range(tasks.cell(2, c.STT).rpartition("!")[2]).value = "1.1"
    with pytest.raises(DataError, match=r"Nhiệm vụ!A\d+: STT '1\.1' trùng"):
        assign(book)


def test_a_unit_without_work_left_keeps_an_empty_sheet(workbook):
    book = open_book(workbook("thai-nguyen-2026"))
    assign(book)
    tasks = read_table(book, c.TASKS)
    leads = [None if value and "Bộ phận" in value else value for value in tasks.values(c.LEAD)]
    for row, value in enumerate(leads):
        if value is None and tasks.values(c.LEAD)[row]:
            book.sheets[c.TASKS_SHEET].range(tasks.cell(row, c.LEAD).rpartition("!")[2]).value = "Văn phòng Sở"
    assign(book)
    assert sheet_rows(book, "TNTKQ") == []


def test_calls_into_the_engine_do_not_grow_with_tasks(tmp_path):
    counts = []
    for tasks in (40, 400):
        book = open_book(many_tasks(tmp_path, tasks, 5))
        with counted() as calls:
            assign(book)
        counts.append(sum(calls.values()))
    assert counts[0] == counts[1]


def test_a_task_sheet_costs_the_same_calls_in_a_workbook_of_many(tmp_path):
    counts = []
    for units in (20, 40, 60):
        book = open_book(many_tasks(tmp_path, 120, units))
        with counted() as calls:
            assign(book)
        counts.append(sum(calls.values()))
    assert counts[2] - counts[1] == counts[1] - counts[0]


def test_a_workbook_without_work_says_what_to_do_first(workbook, tmp_path):
    book = open_book(workbook("so-cchc"))
    for summary in (assign(book), export(book, tmp_path / "đơn vị")):
        assert summary.message.startswith("Chưa có việc nào giao được cho đơn vị. Nhập phụ lục")
