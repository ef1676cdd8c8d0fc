"""Work that a unit writes into its sheet waits for the office, and becomes its task once accepted."""

import shutil

import openpyxl
import pytest

from cchc_macros import contract as c
from cchc_macros.book.cells import text_of
from cchc_macros.handing_out.assign import assign
from cchc_macros.handing_out.export import export
from cchc_macros.returns.collect import collect
from tests.returns.make import find_headings
from tests.tables import read_table, write_column
from xl.engine import open_book


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
        write_column(read_table(book, c.PROPOSALS), c.CHOICE, chosen)
        collect(book, folder / "back")
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
