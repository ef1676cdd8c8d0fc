"""A revised plan brought into a workbook in which work has begun."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from cchc_macros import contract as c
from cchc_macros.book.cells import text_of
from cchc_macros.plans.import_plan import import_plan
from cchc_macros.plans.merging import RENAMED
from tests.tables import append_rows, read_table, write_column
from xl.engine import open_book

HEADER = "STT\tNhiệm vụ\tYêu cầu\tThời hạn\tĐơn vị chủ trì\tĐơn vị phối hợp\n"
FIRST = ("1\tBan hành kế hoạch", "2\tBáo cáo định kỳ", "3\tKiểm tra công vụ")

Import = Callable[..., dict[str, Any]]


@pytest.fixture
def book(workbook: Callable[[str], Path]) -> xw.Book:
    return open_book(workbook("so-cchc"))


@pytest.fixture
def tasks(book: xw.Book, tmp_path: Path) -> Import:
    """Import a plan of these tasks; return what the import says."""

    def tasks(*rows: str) -> dict[str, Any]:
        path = tmp_path / "ke-hoach.txt"
        path.write_text(HEADER + "".join(f"{row}\tYêu cầu\t\tVăn phòng\t\n" for row in rows), encoding="utf-8")
        return import_plan(book, path).data

    return tasks


def begin(book: xw.Book, **statuses: str) -> None:
    """Let work begin: a status by task, and what a unit reported of it."""
    table = read_table(book, c.TASKS)
    codes = [text_of(row[c.STT]) for _, row in table.rows()]
    write_column(table, c.STATUS, [statuses.get(f"t{code}", c.TODO) for code in codes])
    reported = [{c.STT: name[1:], c.UNIT: "VP", c.RESULT: status} for name, status in statuses.items()]
    append_rows(read_table(book, c.PROGRESS_TABLE), reported)


def states(book: xw.Book) -> list[tuple[str, str, str]]:
    rows = (row for _, row in read_table(book, c.TASKS).rows())
    return [(text_of(row[c.STT]), text_of(row[c.TASK_NAME]), text_of(row[c.STATUS])) for row in rows]


def reports(book: xw.Book) -> dict[str, str]:
    return {text_of(row[c.STT]): text_of(row[c.RESULT]) for _, row in read_table(book, c.PROGRESS_TABLE).rows()}


def messages(data: dict[str, Any], code: str) -> list[str]:
    return [found["message"] for found in data["findings"] if found["code"] == code]


def test_work_begun_follows_its_name_when_a_task_is_put_in_before_it(book: xw.Book, tasks: Import):
    tasks(*FIRST)
    begin(book, t2=c.DONE, t3=c.DOING)
    data = tasks("1\tBan hành kế hoạch", "2\tXây dựng phần mềm", "3\tBáo cáo định kỳ", "4\tKiểm tra công vụ")
    assert states(book) == [
        ("1", "Ban hành kế hoạch", c.TODO), ("2", "Xây dựng phần mềm", c.TODO),
        ("3", "Báo cáo định kỳ", c.DONE), ("4", "Kiểm tra công vụ", c.DOING),
    ]  # fmt: skip
    assert reports(book) == {"3": c.DONE, "4": c.DOING}
    assert len(messages(data, "IMPORT_RENUMBERED")) == 2


def test_a_task_left_out_keeps_its_work_under_an_stt_of_its_own(book: xw.Book, tasks: Import):
    tasks(*FIRST)
    begin(book, t2=c.DONE, t3=c.DOING)
    data = tasks("1\tBan hành kế hoạch", "2\tKiểm tra công vụ")
    assert sorted(states(book)) == [
        ("1", "Ban hành kế hoạch", c.TODO), ("2", "Kiểm tra công vụ", c.DOING), ("2a", "Báo cáo định kỳ", c.DONE),
    ]  # fmt: skip
    assert reports(book) == {"2": c.DOING, "2a": c.DONE}
    (message,) = messages(data, "IMPORT_NOT_IN_PLAN")
    assert message.startswith("2a: 'Báo cáo định kỳ' không có trong văn bản vừa nhập; giữ lại với STT 2a")
    again = tasks("1\tBan hành kế hoạch", "2\tKiểm tra công vụ")
    assert (again["new"], again["changed"]) == (0, 0)


def test_other_work_under_the_stt_of_work_begun_is_marked(book: xw.Book, tasks: Import):
    tasks(*FIRST)
    begin(book, t2=c.DOING)
    data = tasks("1\tBan hành kế hoạch", "2\tXây dựng phần mềm quản lý", "3\tKiểm tra công vụ đột xuất")
    told = ["2: tên đã khác, mà trạng thái, tiến độ, điểm đang ghi là của tên cũ."]
    assert messages(data, "IMPORT_OTHER_WORK") == told
    tasks("1\tBan hành kế hoạch", "2\tXây dựng phần mềm quản lý", "3\tKiểm tra công vụ đột xuất")
    flags = [row[c.FLAG] for _, row in read_table(book, c.TASKS).rows()]
    assert flags == [None, RENAMED, None]  # a second import does not take it away


def test_names_that_stand_twice_are_told_apart_by_stt(book: xw.Book, tasks: Import):
    tasks("1\tBáo cáo", "2\tBáo cáo", "3\tKiểm tra")
    begin(book, t2=c.DONE)
    data = tasks("1\tBáo cáo", "2\tBáo cáo", "3\tKiểm tra", "4\tBáo cáo")
    assert [status for _, _, status in states(book)] == [c.TODO, c.DONE, c.TODO, c.TODO]
    assert not messages(data, "IMPORT_RENUMBERED")


def test_what_the_plan_now_leaves_blank_stays_and_is_said(book: xw.Book, tasks: Import, tmp_path: Path):
    tasks("1\tA", "2\tB")
    path = tmp_path / "sua.txt"
    path.write_text(HEADER + "1\tA\t\t\tVăn phòng\t\n2\tB\tYêu cầu\t\tVăn phòng\t\n", encoding="utf-8")
    data = import_plan(book, path).data
    assert messages(data, "IMPORT_KEPT") == ["1, Yêu cầu: sổ ghi 'Yêu cầu', văn bản để trống; giữ giá trị trong sổ."]
    assert data["changed"] == 0


def test_criteria_numbered_anew_take_their_scores_and_links_along(book: xw.Book, tasks: Import, tmp_path: Path):
    header = "STT\tTiêu chí\tĐiểm tối đa\n"
    path = tmp_path / "diem.txt"
    path.write_text(header + "1\tChỉ đạo\t5\n2\tThể chế\t4\n", encoding="utf-8")
    import_plan(book, path)
    scores = read_table(book, c.CRITERIA)
    write_column(scores, c.SELF_SCORE, [None, 3])
    tasks("1\tA", "2\tB")
    write_column(read_table(book, c.TASKS), c.RELATED, ["2", "1; 2"])
    append_rows(read_table(book, c.SELF_SCORES), [{c.STT: "2", c.UNIT: "VP", c.SELF_SCORE: 3}])
    begin(book, t2=c.DONE)
    append_rows(read_table(book, c.PROGRESS_TABLE), [{c.STT: "TC 2", c.UNIT: "VP", c.RESULT: "của tiêu chí"}])
    path.write_text(header + "1\tChỉ đạo\t5\n2\tThủ tục\t6\n3\tThể chế\t4\n", encoding="utf-8")
    import_plan(book, path)
    rows = {text_of(row[c.STT]): row for _, row in read_table(book, c.CRITERIA).rows()}
    assert (rows["3"][c.CRITERION_NAME], rows["3"][c.SELF_SCORE]) == ("Thể chế", 3)
    assert [text_of(row[c.RELATED]) for _, row in read_table(book, c.TASKS).rows()] == ["3", "1; 3"]
    assert [text_of(row[c.STT]) for _, row in read_table(book, c.SELF_SCORES).rows()] == ["3"]
    assert reports(book) == {"2": c.DONE, "TC 3": "của tiêu chí"}


def test_of_two_rows_with_one_name_neither_is_taken_for_a_third_one_with_it(book: xw.Book, tasks: Import):
    tasks("1\tBáo cáo", "2\tBáo cáo", "3\tKiểm tra")
    begin(book, t1=c.DONE, t2=c.DOING)
    tasks("1\tKhảo sát sự hài lòng", "2\tKiểm tra", "3\tBáo cáo")
    assert ("3", "Báo cáo", c.TODO) in states(book)  # which of the two it was, nobody can tell
    assert ("2a", "Báo cáo", c.DOING) in states(book)


def test_a_name_put_a_little_otherwise_is_the_same_work(book: xw.Book, tasks: Import):
    tasks(*FIRST)
    begin(book, t2=c.DOING)
    data = tasks("1\tBan hành kế hoạch", "2\tBáo cáo định kỳ hằng quý", "3\tKiểm tra công vụ")
    assert not messages(data, "IMPORT_OTHER_WORK")
    assert [text_of(row[c.FLAG]) for _, row in read_table(book, c.TASKS).rows()] == [""] * 3


def test_open_conflicts_follow_the_task_they_are_about(book: xw.Book, tasks: Import):
    tasks(*FIRST)
    about = (c.PROGRESS_SHEET, c.TASKS_SHEET, c.SCORES_SHEET)
    append_rows(read_table(book, c.CONFLICTS), [{c.IN_TABLE: sheet, c.STT: "2"} for sheet in about])
    tasks("1\tBan hành kế hoạch", "2\tXây dựng phần mềm", "3\tBáo cáo định kỳ", "4\tKiểm tra công vụ")
    conflicts = {row[c.IN_TABLE]: text_of(row[c.STT]) for _, row in read_table(book, c.CONFLICTS).rows()}
    assert conflicts == {c.PROGRESS_SHEET: "3", c.TASKS_SHEET: "3", c.SCORES_SHEET: "2"}
