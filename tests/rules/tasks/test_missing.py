"""Who has not returned the sheet of a round, and what a returned one lacks."""

from datetime import date

import pytest

from cchc_macros import contract as c
from cchc_macros.rules.days.rounds import Extension, Round
from cchc_macros.rules.tasks.assign import Duty
from cchc_macros.rules.tasks.missing import find_missing
from tests.mail.make import item, sheet

ON = date(2026, 3, 18)
ROUND = Round(name="Quý I/2026", last=date(2026, 3, 14), return_by=date(2026, 3, 17),
              extensions=(Extension("NV1", date(2026, 3, 20), "chờ số liệu"),))  # fmt: skip


def test_a_unit_without_a_sheet_is_missing_until_its_own_day():
    sheets = [sheet("VP", duties=[Duty(item(), "lead", "")]), sheet("NV1", duties=[Duty(item(), "lead", "")])]
    found = find_missing(sheets, ROUND, (), {}, ON)
    assert [(one.sheet.code, one.state, one.left, one.extension) for one in found] == [
        ("VP", "missing", -1, ""),
        ("NV1", "missing", 2, "chờ số liệu"),
    ]


@pytest.mark.parametrize(
    ("said", "lack"),
    [
        (None, "chưa có việc này"),
        ({c.STATUS: c.DONE}, "chưa có kết quả"),
        ({c.STATUS: c.DONE, c.PROOF: "41/KH-STP"}, None),
        ({c.STATUS: c.CANNOT}, "chưa nêu lý do"),
        ({c.STATUS: c.CANNOT, c.NOTE: "Chờ hướng dẫn"}, None),
        ({c.STATUS: c.TODO}, "đã đến hạn"),
        ({c.STATUS: c.DOING}, None),
        ({c.STATUS: c.NOT_ARISEN}, None),
    ],
)
def test_a_sheet_that_came_back_is_looked_through(said, lack):
    work = item(due=date(2026, 3, 10))
    reports = {(work.label, "VP"): said} if said is not None else {}
    found = find_missing([sheet("VP", duties=[Duty(work, "lead", "")])], ROUND, {"VP"}, reports, ON)
    assert [one.state for one in found] == (["incomplete"] if lack else [])
    assert not lack or lack in found[0].lacks[0].what


def test_work_that_falls_due_after_the_data_close_need_not_be_reported_on():
    work = item(due=date(2026, 3, 16))
    reports = {(work.label, "VP"): {c.STATUS: c.TODO}}
    assert not find_missing([sheet("VP", duties=[Duty(work, "lead", "")])], ROUND, {"VP"}, reports, ON)


def test_support_need_not_prove_anything():
    work = item(due=date(2026, 3, 10))
    reports = {(work.label, "VP"): {c.STATUS: c.DONE}}
    assert not find_missing([sheet("VP", duties=[Duty(work, "support", "")])], ROUND, {"VP"}, reports, ON)


def test_without_a_day_nothing_is_overdue():
    found = find_missing([sheet("VP", duties=[])], Round(), (), {}, ON)
    assert [(one.due, one.left) for one in found] == [(None, None)]
