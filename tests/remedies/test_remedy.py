"""A remedy that staff wrote becomes a task, once, and is handed out like any other."""

import pytest

from cchc_macros import contract as c
from cchc_macros.book.cells import text_of
from cchc_macros.handing_out.assign import assign
from cchc_macros.remedies.remedy import remedy
from tests.tables import read_table, write_column
from xl.engine import open_book


@pytest.fixture
def book(workbook):
    book = open_book(workbook("lang-son-2026"))
    write_column(read_table(book, c.CRITERIA), c.REMEDY, [None, None, "Rà soát hồ sơ trễ hạn", *[None] * 5])
    return book


def test_a_criterion_with_a_remedy_becomes_a_task(book):
    answer = remedy(book).data
    (task,) = answer["tasks"]
    assert (task["code"], task["criterion"], task["due"]) == ("KP.1", "3", "2026-12-31")
    rows = {text_of(row[c.STT]): row for _, row in read_table(book, c.TASKS).rows()}
    assert set(rows) == {"KP", "KP.1"}
    assert rows["KP.1"][c.REQUIREMENT] == "Rà soát hồ sơ trễ hạn"
    assert rows["KP.1"][c.RELATED] == "3"
    assert remedy(book).data["tasks"] == []
    codes = {unit["code"]: [task["code"] for task in unit["tasks"]] for unit in assign(book).data["units"]}
    assert "KP.1" in codes["VP"]
    assert "3" not in codes["VP"]  # the task is the criterion's work now


def test_only_the_criteria_asked_for_are_taken(book):
    assert remedy(book, "5").data == {"tasks": [], "skipped": [{"criterion": "5", "reason": "chưa ghi Giải pháp"}]}
    assert [one["criterion"] for one in remedy(book, "3; 1").data["tasks"]] == ["3"]
