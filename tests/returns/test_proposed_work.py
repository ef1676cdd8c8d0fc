"""Work that a unit writes into its sheet waits for the office, and becomes its task once accepted."""

import shutil
from datetime import UTC, datetime

import openpyxl
import pytest

from cchc_macros import contract as c
from cchc_macros.book.cells import text_of
from cchc_macros.handing_out.assign import assign
from cchc_macros.handing_out.export import export
from cchc_macros.returns.collect import collect
from tests.returns.make import find_headings, stamp
from tests.tables import read_table, write_column, write_rows
from xl.engine import open_book

NAMES = ("Quý I", "6 tháng", "Quý III", "Năm")


@pytest.fixture
def office(workbook, tmp_path):
    book = open_book(workbook("lang-son-2026"))
    export(book, tmp_path / "out")
    return book, tmp_path


def send(folder, name, rows, unit="NV1"):
    """A unit's sheet with rows of its own below the others: (STT, name, deadline, status)."""
    path = shutil.copy(next((folder / "out").glob(f"{unit} -*")), folder / name)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    _, columns = find_headings(sheet)
    for number, (stt, words, deadline, status) in enumerate(rows, start=sheet.max_row + 1):
        values = {c.STT: stt, c.SHEET_TASK: words, c.TASK_DEADLINE: deadline, c.STATUS: status}
        for heading, value in values.items():
            sheet.cell(number, columns[heading]).value = value
    back = folder / "back"
    back.mkdir(exist_ok=True)
    book.save(back / name)
    return back


def send_in(book, folder, name, rows):
    """The same in a round that is opened for it, the only one; collect it."""
    rounds = read_table(book, c.ROUNDS)
    if name not in [text_of(value) for value in rounds.values(c.PERIOD)]:
        assign(book)
        rounds = read_table(book, c.ROUNDS)
        write_column(rounds, c.PERIOD, NAMES)
    write_column(rounds, c.STATUS, [c.ROUND_OPEN if one == name else None for one in NAMES])
    export(book, folder / "out")
    return collect(book, send(folder, f"{name}.xlsx", rows))


def choose(book, *choices):
    write_column(read_table(book, c.PROPOSALS), c.CHOICE, choices)


def proposals(book):
    return [row for _, row in read_table(book, c.PROPOSALS).rows()]


def test_what_a_unit_adds_waits_and_is_told(office):
    book, folder = office
    back = send(
        folder, "a.xlsx", [(None, "Tập huấn chuyển đổi số", "Tháng 8/2026", c.DOING), ("PS", "Họp", None, None)]
    )
    answer = collect(book, back).data
    assert answer["proposed"] == 2
    assert [(row[c.UNIT], row[c.SHEET_TASK], row[c.STATUS]) for row in proposals(book)] == [
        ("NV1", "Tập huấn chuyển đổi số", c.DOING), ("NV1", "Họp", None),
    ]  # fmt: skip
    assert "Tập huấn chuyển đổi số" in answer["merged"][0]["notes"][0]["message"]
    assert not list(read_table(book, c.TASKS).rows())


def test_the_same_again_is_no_second_proposal(office):
    book, folder = office
    send(folder, "a.xlsx", [(None, "Tập huấn", None, c.TODO)])
    collect(book, folder / "back")
    collect(book, send(folder, "b.xlsx", [(None, "tập huấn", None, c.DONE)]))
    (row,) = proposals(book)
    assert row[c.STATUS] == c.DONE


def test_what_the_unit_goes_on_to_say_of_it_in_its_old_file_is_of_the_task(office):
    book, folder = office
    collect(book, send(folder, "a.xlsx", [(None, "Tập huấn", None, c.TODO)]))
    write_column(read_table(book, c.PROPOSALS), c.CHOICE, [c.ACCEPT])
    collect(book, folder / "back")
    answer = collect(book, send(folder, "b.xlsx", [(None, "Tập huấn", None, c.DONE), ("9", "Khác", None, None)])).data
    assert answer["proposed"] == 1
    said = {row[c.STT]: row[c.STATUS] for _, row in read_table(book, c.PROGRESS_TABLE).rows()}
    assert said["PS.1"] == c.DONE
    assert [row[c.STATUS] for _, row in read_table(book, c.TASKS).rows() if row[c.STT] == "PS.1"] == [c.DONE]


def test_what_the_office_accepts_becomes_a_task_of_the_unit_once(office):
    book, folder = office
    back = send(folder, "a.xlsx", [(None, "Tập huấn", "Tháng 8/2026", c.DOING), (None, "Họp", None, c.TODO)])
    collect(book, back)
    write_column(read_table(book, c.PROPOSALS), c.CHOICE, [c.ACCEPT, c.DECLINE])
    for _ in range(2):
        collect(book, back)
    tasks = [row for _, row in read_table(book, c.TASKS).rows()]
    assert [(text_of(row[c.STT]), row[c.LEAD]) for row in tasks] == [("PS", None), ("PS.1", "Phòng Nghiệp vụ I")]
    assert tasks[1][c.DUE].date().isoformat() == "2026-08-31"
    assert [row[c.STT] for row in proposals(book)] == ["PS.1", None]
    codes = {unit["code"]: [task["code"] for task in unit["tasks"]] for unit in assign(book).data["units"]}
    assert "PS.1" in codes["NV1"]


def test_what_the_unit_said_of_accepted_work_is_its_answer_and_no_change_by_the_office(office):
    book, folder = office
    collect(book, send(folder, "a.xlsx", [(None, "Tập huấn", "Tháng 8/2026", c.DOING)]))
    write_column(read_table(book, c.PROPOSALS), c.CHOICE, [c.ACCEPT])
    collect(book, folder / "back")
    (row,) = (row for _, row in read_table(book, c.PROGRESS_TABLE).rows() if row[c.STT] == "PS.1")
    assert (row[c.UNIT], row[c.STATUS], row[c.SOURCE], row[c.ROLE]) == ("NV1", c.DOING, "a.xlsx", c.ROLE_LEAD)
    assert not list(read_table(book, c.CONFLICTS).rows())
    export(book, folder / "out")
    assert collect(book, send(folder, "b.xlsx", [])).data["conflicts"] == []
    (task,) = (row for _, row in read_table(book, c.TASKS).rows() if row[c.STT] == "PS.1")
    assert task[c.STATUS] == c.DOING


@pytest.mark.parametrize("first", [[c.ACCEPT, c.ACCEPT], [c.ACCEPT, None]])
def test_what_a_unit_proposes_in_two_rounds_is_one_task(office, first):
    book, folder = office
    assign(book)
    names, statuses = ("Quý I", "6 tháng"), (c.DOING, c.DONE)
    rounds = read_table(book, c.ROUNDS)
    write_column(rounds, c.PERIOD, [*names, "Quý III", "Năm"])
    for place, name in enumerate(names):
        write_column(rounds, c.STATUS, [c.ROUND_OPEN if one == place else None for one in range(4)])
        export(book, folder / "out")
        collect(book, send(folder, f"{name}.xlsx", [(None, ("Tập huấn", "tập  huấn")[place], None, statuses[place])]))
    for chosen in (first, [c.ACCEPT, c.ACCEPT]):
        choose(book, *chosen)
        told = collect(book, folder / "back").message
    assert ("Đã nhận" in told) == (None in first)
    assert sum(row[c.RESULT] == c.ACCEPT for _, row in read_table(book, c.LOG).rows()) == 1 + (None in first)
    said = [(row[c.STT], row[c.PERIOD], row[c.STATUS]) for _, row in read_table(book, c.PROGRESS_TABLE).rows()]
    assert [row for row in said if row[0] == "PS.1"] == [
        ("PS.1", name, status) for name, status in zip(names, statuses, strict=True)
    ]
    tasks = [(text_of(row[c.STT]), row[c.STATUS]) for _, row in read_table(book, c.TASKS).rows()]
    assert tasks == [("PS", None), ("PS.1", c.DONE)]
    assert not list(read_table(book, c.CONFLICTS).rows())


def test_a_workbook_of_before_there_was_such_a_sheet_goes_without(office):
    book, folder = office
    book.sheets[c.PROPOSALS_SHEET].delete()
    assert collect(book, send(folder, "a.xlsx", [(None, "Tập huấn", None, c.TODO)])).data["proposed"] == 1


def test_a_row_whose_words_are_known_is_no_proposal(office):
    book, folder = office
    known = next(row for _, row in read_table(book, c.CRITERIA).rows())[c.CRITERION_NAME]
    answer = collect(book, send(folder, "a.xlsx", [("X", known, None, c.DONE)])).data
    assert answer["proposed"] == 0
    assert "không khớp" in answer["merged"][0]["notes"][0]["message"]


@pytest.mark.parametrize("place", [c.STT, c.SHEET_TASK, c.RESULT])
def test_a_remark_under_the_table_is_told_and_is_no_work(office, place):
    book, folder = office
    back = send(folder, "a.xlsx", [])
    sheet = openpyxl.load_workbook(back / "a.xlsx")
    _, columns = find_headings(sheet.worksheets[0])
    bottom = sheet.worksheets[0].max_row
    sheet.worksheets[0].cell(bottom + 1, columns[place]).value = "Ghi chú: phòng thiếu người từ tháng 9"
    sheet.worksheets[0].cell(bottom + 2, columns[c.STT]).value = "Ghi chú:"
    sheet.worksheets[0].cell(bottom + 2, columns[c.SHEET_TASK]).value = "Số liệu đến ngày 14/9"
    sheet.worksheets[0].cell(bottom + 3, columns[c.SHEET_TASK]).value = "NGƯỜI LẬP"
    sheet.worksheets[0].cell(bottom + 3, columns[c.RESULT]).value = "TRƯỞNG PHÒNG"
    sheet.save(back / "a.xlsx")
    answer = collect(book, back).data
    assert (answer["proposed"], proposals(book)) == (0, [])
    told = [note["message"] for note in answer["merged"][0]["notes"]]
    assert any("phòng thiếu người từ tháng 9" in text for text in told)
    assert any("TRƯỞNG PHÒNG" in text for text in told)


def test_what_was_declined_is_not_asked_again_in_a_later_round_and_says_so(office):
    book, folder = office
    send_in(book, folder, NAMES[0], [(None, "Tập huấn", "Tháng 8/2026", c.TODO), (None, "Họp", None, c.TODO)])
    choose(book, c.DECLINE, None)
    answer = send_in(
        book, folder, NAMES[1], [(None, "- tập  huấn.", "tháng 8/2026", c.DOING), (None, "Họp", None, c.DONE)]
    )
    assert (answer.data["proposed"], answer.data["declined"]) == (2, 1)
    assert "1 việc phát sinh đã không nhận từ trước, không hỏi lại." in answer.message
    told = [(row[c.PERIOD], row[c.SHEET_TASK], row[c.STATUS], row[c.CHOICE]) for row in proposals(book)]
    assert told == [
        (NAMES[0], "Tập huấn", c.TODO, c.DECLINE), (NAMES[0], "Họp", c.TODO, None),
        (NAMES[1], "- tập huấn.", c.DOING, c.DECLINE), (NAMES[1], "Họp", c.DONE, None),
    ]  # fmt: skip
    notes = [note["message"] for note in answer.data["merged"][0]["notes"]]
    assert any(f"đã chọn {c.DECLINE} ở kỳ {NAMES[0]}, không hỏi lại" in text for text in notes)
    choose(book, c.DECLINE, c.DECLINE, c.ACCEPT, c.DECLINE)  # the office thinks better of one
    collect(book, folder / "back")
    assert [row[c.STT] for row in proposals(book)] == [None, None, "PS.1", None]


@pytest.mark.parametrize("again", [("Tập huấn kỹ năng", "Tháng 8/2026"), ("Tập huấn", "Tháng 9/2026")])
@pytest.mark.parametrize("round_of_it", [NAMES[0], NAMES[1]])
def test_other_words_than_those_declined_are_asked_about(office, again, round_of_it):
    book, folder = office
    send_in(book, folder, NAMES[0], [(None, "Tập huấn", "Tháng 8/2026", c.TODO)])
    choose(book, c.DECLINE)
    answer = send_in(book, folder, round_of_it, [(None, *again, c.DOING)])
    assert (answer.data["proposed"], answer.data["declined"]) == (1, 0)
    told = [(row[c.SHEET_TASK], row[c.TASK_DEADLINE], row[c.CHOICE]) for row in proposals(book)]
    assert told == [("Tập huấn", "Tháng 8/2026", c.DECLINE), (*again, None)]


def test_a_proposal_nobody_decided_on_follows_its_unit_and_not_its_older_file(office):
    book, folder = office
    rows = {
        "a.xlsx": [(None, "Tập huấn", "Tháng 8/2026", c.TODO), (None, "Tập huấn", "Tháng 9/2026", c.TODO)],
        "b.xlsx": [(None, "Tập huấn", "Tháng 10/2026", c.DOING), (None, "Tập huấn", "Tháng 9/2026", None)],
    }
    for day, (name, lines) in enumerate(rows.items(), 1):
        stamp(send(folder, name, lines) / name, datetime(2026, 3, day, tzinfo=UTC))
        collect(book, folder / "back")
    want = [("Tháng 10/2026", c.DOING), ("Tháng 9/2026", c.TODO)]
    assert [(row[c.TASK_DEADLINE], row[c.STATUS]) for row in proposals(book)] == want
    late = send(folder, "c.xlsx", [(None, "Tập huấn", "Tháng 7/2026", c.DONE)]) / "c.xlsx"
    stamp(late, datetime(2026, 2, 1, tzinfo=UTC))
    collect(book, folder / "back")
    assert [(row[c.TASK_DEADLINE], row[c.STATUS]) for row in proposals(book)] == want


def test_two_works_of_one_name_are_two_tasks(office):
    book, folder = office
    collect(
        book, send(folder, "a.xlsx", [(None, "Họp", "Tháng 8/2026", c.TODO), (None, "Họp", "Tháng 9/2026", c.TODO)])
    )
    choose(book, c.ACCEPT, c.ACCEPT)
    collect(book, folder / "back")
    tasks = {row[c.STT]: row[c.TASK_DEADLINE] for _, row in read_table(book, c.TASKS).rows()}
    assert (tasks["PS.1"], tasks["PS.2"]) == ("Tháng 8/2026", "Tháng 9/2026")


def test_work_accepted_under_other_words_is_known_by_those_of_its_unit(office):
    book, folder = office
    send_in(book, folder, NAMES[0], [(None, "Tập huấn", None, c.TODO)])
    choose(book, c.ACCEPT)
    collect(book, folder / "back")
    tasks = read_table(book, c.TASKS)
    write_column(
        tasks, c.TASK_NAME, [{"Tập huấn": "Tổ chức tập huấn công chức"}.get(v, v) for v in tasks.values(c.TASK_NAME)]
    )
    answer = send_in(book, folder, NAMES[1], [(None, "Tập huấn", None, c.DONE)]).data
    assert answer["proposed"] == 0
    assert "là việc PS.1 đã nhận" in answer["merged"][0]["notes"][-1]["message"]
    assert [(row[c.CHOICE], row[c.STT]) for row in proposals(book)] == [(c.ACCEPT, "PS.1")] * 2
    said = {
        row[c.PERIOD]: row[c.STATUS] for _, row in read_table(book, c.PROGRESS_TABLE).rows() if row[c.STT] == "PS.1"
    }
    assert said == {NAMES[0]: c.TODO, NAMES[1]: c.DONE}


def test_work_whose_task_was_deleted_is_asked_about_again(office):
    book, folder = office
    send_in(book, folder, NAMES[0], [(None, "Tập huấn", None, c.TODO)])
    choose(book, c.ACCEPT)
    collect(book, folder / "back")
    write_rows(read_table(book, c.TASKS), [])
    assert send_in(book, folder, NAMES[1], [(None, "Tập huấn", None, c.DONE)]).data["proposed"] == 1


def test_what_is_accepted_click_by_click_is_a_task_each(office):
    book, folder = office
    for unit in ("NV1", "NV2", "VP"):
        collect(book, send(folder, f"{unit}.xlsx", [(None, "Tập huấn", None, c.DOING)], unit))
        choose(book, *[c.ACCEPT] * len(proposals(book)))
        collect(book, folder / "back")
    tasks = [(text_of(row[c.STT]), row[c.LEAD]) for _, row in read_table(book, c.TASKS).rows()]
    assert tasks[1:] == [("PS.1", "Phòng Nghiệp vụ I"), ("PS.2", "Phòng Nghiệp vụ II"), ("PS.3", "Văn phòng Sở")]
    assert [row[c.STT] for row in proposals(book)] == ["PS.1", "PS.2", "PS.3"]
