from datetime import date

import pytest

from cchc_macros import contract as c
from cchc_macros.rules.tasks.assign import Duty
from cchc_macros.rules.tasks.reminders import open_duties, remind
from tests.mail.make import item, sheet

ON = date(2026, 5, 31)


def found(*items, near=15, progress=None):
    reminder = remind(sheet(duties=[Duty(one, "lead", "") for one in items]), ON, near, progress or {})
    if reminder is None:
        return None
    return [due.duty.item.code for due in reminder.late], [due.duty.item.code for due in reminder.near]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 5, 30), (["1"], [])),
        (date(2026, 5, 31), ([], ["1"])),  # due today is not late
        (date(2026, 6, 15), ([], ["1"])),
        (date(2026, 6, 16), None),
    ],
)
def test_the_day_itself_counts_as_near_and_the_next_as_late(day, expected):
    assert found(item(due=day)) == expected


@pytest.mark.parametrize("status", ["Hoàn thành", "hoàn thành ", "HOÀN THÀNH"])
def test_finished_work_is_never_reminded(status):
    assert found(item(due=date(2026, 1, 1), status=status)) is None


def test_recurring_work_is_never_reminded():
    assert found(item(due=None, kind="recurring")) is None
    assert found(item(due=date(2026, 5, 31), kind="recurring")) is None


def test_work_without_a_day_is_never_reminded():
    assert found(item(due=None, kind="event")) is None


def test_work_is_finished_when_the_unit_or_the_office_says_so():
    late = item(due=date(2026, 5, 1), status="Đang thực hiện")
    assert found(late, progress={("1", "VP"): {c.STATUS: "Hoàn thành"}}) is None
    done = item(due=date(2026, 5, 1), status="Hoàn thành")
    assert found(done, progress={("1", "VP"): {c.STATUS: "Đang thực hiện"}}) is None
    assert found(late, progress={("1", "NV1"): {c.STATUS: "Hoàn thành"}}) == (["1"], [])


def test_work_that_cannot_be_done_is_still_late():
    assert found(item(due=date(2026, 5, 1), status="Không thực hiện được")) == (["1"], [])


def test_an_instalment_falls_due_but_only_the_last_makes_late():
    parts = (date(2026, 3, 31), date(2026, 6, 5), date(2026, 12, 31))
    work = item(due=date(2026, 12, 31), instalments=parts)
    assert found(work) == ([], ["1"])
    reminder = remind(sheet(duties=[Duty(work, "lead", "")]), ON, 15, {})
    assert [due.day for due in reminder.near] == [date(2026, 6, 5)]


def test_what_is_due_is_sorted_by_day():
    items = [item("a", due=date(2026, 6, 3)), item("b", due=date(2026, 6, 1)), item("c", due=date(2026, 6, 1))]
    duties = open_duties(sheet(duties=[Duty(one, "support", "") for one in items]), ON, {})
    assert [due.duty.item.code for due in duties] == ["b", "c", "a"]
    assert [due.left for due in duties] == [1, 1, 3]


def test_zero_days_ahead_reminds_of_today_only():
    assert found(item(due=date(2026, 6, 1)), near=0) is None
    assert found(item(due=ON), near=0) == ([], ["1"])
