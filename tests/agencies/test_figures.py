"""How the work of an agency is counted."""

from datetime import date

from cchc_macros.agencies.figures import WorkCounts, count_work
from cchc_macros.rules.days.deadlines import read_deadline
from cchc_macros.rules.tasks.tasks import WorkItem

TODAY = date(2026, 6, 1)


def work(deadline, status):
    read = read_deadline(deadline, 2026)
    return WorkItem(
        id="T:1",
        row=0,
        code="1",
        name="",
        requirement="",
        deadline=read,
        due=read.due,
        lost=None,
        leads=(),
        supports=(),
    ), status


def test_work_is_late_the_day_after_its_last_day():
    assert count_work([work("31/5/2026", "")], TODAY).late == 1
    assert count_work([work("01/6/2026", "")], TODAY).late == 0


def test_done_work_is_never_late_and_neither_is_recurring():
    assert count_work([work("31/5/2026", "Hoàn thành"), work("Thường xuyên", "")], TODAY) == WorkCounts(2, 1, 0, 0)


def test_what_did_not_arise_is_no_work_and_never_late():
    assert count_work([work("31/5/2026", "Không phát sinh"), work("31/5/2026", "")], TODAY) == WorkCounts(1, 0, 0, 1)


def test_work_under_way_may_be_late_and_what_cannot_be_done_is():
    pairs = [work("31/5/2026", "đang  thực hiện"), work("31/5/2026", "Không thực hiện được"), work("", "Lạ")]
    assert count_work(pairs, TODAY) == WorkCounts(work=3, done=0, doing=1, late=2)
