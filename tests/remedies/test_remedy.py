"""A remedy that staff wrote becomes a task, once, and is handed out like any other."""

import io
import sys

import pytest

from cchc_macros import contract as c
from cchc_macros.book.cells import text_of
from cchc_macros.cli import main
from cchc_macros.handing_out.assign import assign
from cchc_macros.remedies.remedy import remedy
from cchc_macros.ribbon.click import click
from tests.tables import read_table, write_column
from tests.xl.engine_host import EngineHost
from xl.engine import open_book


@pytest.fixture
def book(workbook):
    book = open_book(workbook("lang-son-2026"))
    for heading, text in ((c.REMEDY, "Rà soát hồ sơ trễ hạn"), (c.PERSON, "Ông A"), (c.LEADER, "Bà B")):
        write_column(read_table(book, c.CRITERIA), heading, [None, None, text, *[None] * 5])
    return book


def test_a_criterion_with_a_remedy_becomes_a_task(book):
    answer = remedy(book).data
    (task,) = answer["tasks"]
    assert (task["code"], task["criterion"], task["due"]) == ("KP.1", "3", "2026-12-31")
    rows = {text_of(row[c.STT]): row for _, row in read_table(book, c.TASKS).rows()}
    assert set(rows) == {"KP", "KP.1"}
    assert rows["KP.1"][c.REQUIREMENT] == "Rà soát hồ sơ trễ hạn"
    assert rows["KP.1"][c.RELATED] == "3"
    assert (rows["KP.1"][c.PERSON], rows["KP.1"][c.LEADER]) == ("Ông A", "Bà B")
    assert remedy(book).data["tasks"] == []
    codes = {unit["code"]: [task["code"] for task in unit["tasks"]] for unit in assign(book).data["units"]}
    assert "KP.1" in codes["VP"]
    assert "3" not in codes["VP"]  # the task is the criterion's work now


def test_only_the_criteria_asked_for_are_taken(book):
    assert remedy(book, "5").data == {"tasks": [], "skipped": [{"criterion": "5", "reason": "chưa ghi Giải pháp"}]}
    assert [one["criterion"] for one in remedy(book, "3; 1").data["tasks"]] == ["3"]


def test_a_remedy_written_later_becomes_a_task_below_the_others(book):
    remedy(book)
    write_column(read_table(book, c.CRITERIA), c.REMEDY, [None, None, "Rà soát", None, "Số hóa", *[None] * 3])
    assert [one["code"] for one in remedy(book).data["tasks"]] == ["KP.2"]
    rows = [(text_of(row[c.STT]), row[c.RELATED]) for _, row in read_table(book, c.TASKS).rows()]
    assert rows == [("KP", None), ("KP.1", "3"), ("KP.2", "5")]


def two_remedies(path):
    """A workbook with remedies for the criteria 3 and 5; its host."""
    host = EngineHost(path)
    texts = [None, None, "Rà soát hồ sơ trễ hạn", None, "Số hóa hồ sơ", None, None, None]
    write_column(read_table(host.book(), c.CRITERIA), c.REMEDY, texts)
    host.book().save()
    return host


def taken(book):
    return [text_of(code) for code in read_table(book, c.TASKS).values(c.RELATED) if code]


@pytest.mark.parametrize(
    ("answers", "wanted"),
    [([True, True], ["3", "5"]), ([False, True], ["5"]), ([True, None], ["3"]), ([False, False], []), ([None], [])],
)
def test_a_click_can_ask_for_each_criterion(workbook, user_folder, answers, wanted):
    host = two_remedies(workbook("lang-son-2026"))
    host.decides = list(answers)
    click("remedy_each", host)
    assert "Khắc phục tiêu chí 3" in host.asked[0]
    assert "Rà soát hồ sơ trễ hạn" in host.asked[0]
    assert taken(host.book()) == wanted
    assert host.said[-1].startswith(f"Đã thêm {len(wanted)}" if wanted else "Chưa chọn tiêu chí nào")


def test_a_click_for_all_says_first_which_tasks_it_would_add(workbook, user_folder):
    host = two_remedies(workbook("lang-son-2026"))
    click("remedy", host)
    assert host.asked[0].startswith("Sẽ thêm 2 việc khắc phục vào sheet Nhiệm vụ: 3, 5.")
    assert taken(host.book()) == ["3", "5"]


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_terminal_can_ask_for_each_too(workbook, user_folder, monkeypatch, capsys):
    path = workbook("lang-son-2026")
    two_remedies(path)
    monkeypatch.setattr(sys, "stderr", Terminal())
    for answers, wanted in (("\n\n", []), ("\nc\n", ["5"])):
        monkeypatch.setattr(sys, "stdin", Terminal(answers))
        assert main(["remedy", str(path), "--each"]) == 0
        assert taken(open_book(path)) == wanted
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert main(["remedy", str(path), "--each"]) == 2


def test_why_there_is_nothing_to_add_is_told(book, workbook):
    remedy(book)
    assert remedy(book, "5").message == (
        "Chưa có việc khắc phục nào để thêm. 1 tiêu chí mất điểm chưa ghi Giải pháp ở sheet Bảng điểm: 5. "
        "Ghi rồi bấm lại."
    )
    assert "không có tiêu chí nào mất điểm" in remedy(open_book(workbook("so-cchc"))).message
