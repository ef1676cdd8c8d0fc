"""Lines of the log that tell of mail, as they are written and read back."""

from datetime import UTC, datetime

import pytest

from cchc_macros import contract as c
from cchc_macros.mail import journal
from cchc_macros.mail.entries import SHORT, VIETNAM, Subject, plan_mark


@pytest.mark.parametrize(
    ("kind", "action"),
    [
        ("task", journal.TASKS), ("task Quý I", f"{journal.TASKS} – Quý I"), ("remind 2026-03-01", journal.REMINDER),
        ("return 2026-03-01", journal.action_of("")), ("return 2026-03-01 Quý I", journal.action_of("Quý I")),
    ],
)  # fmt: skip
def test_each_kind_of_message_is_an_action_of_its_own(kind, action):
    assert journal.action(kind) == action
    assert journal._kind({c.ACTION: action, c.DETAIL: "", c.TIME: datetime(2026, 3, 1, 8, tzinfo=VIETNAM)}) == kind


def test_a_line_of_a_plan_tells_of_the_message():
    moment = datetime(2026, 3, 1, 8, tzinfo=VIETNAM)
    content = "0123456789abcdef"[:SHORT]
    row = {
        c.TIME: moment, c.ACTION: journal.TASKS, c.UNIT: "VP", c.RESULT: journal._RESULTS["sent"],
        c.DETAIL: f"vp@stp.example; mã thư {plan_mark('kế hoạch')}-{content}-3",
    }  # fmt: skip
    (told,) = journal.Journal([row, row | {c.RESULT: "khác"}, row | {c.DETAIL: "không có mã"}]).messages("kế hoạch")
    assert told == journal.LoggedMessage(
        kind="task", unit="VP", recipients=("vp@stp.example",), content=content, revision=3, state="sent", moment=moment
    )
    assert not journal.Journal([row]).messages("kế hoạch khác")


def test_a_line_written_is_known_again_by_its_message_whatever_its_words(ledger):
    entry = ledger.enlist(Subject("mail", "task", "kế hoạch", "VP"), ("vp@stp.example",), "A")
    line = journal.line(entry, "unsure", "máy chủ không trả lời", "gửi lúc 10:20")
    row = {c.RESULT: line.result, c.DETAIL: f"{line.detail}"}
    assert line.detail.split("; ")[:3] == ["vp@stp.example", "máy chủ không trả lời", "gửi lúc 10:20"]
    assert journal.Journal([row]).known == {line.key, journal.line(entry, "unsure").key}


def test_a_moment_is_written_as_the_office_writes_it():
    assert journal.moment_text(datetime(2026, 2, 3, 10, 20, tzinfo=UTC)) == "10:20 ngày 03/02/2026"


def test_recipients_are_what_comes_before_the_rest_of_the_line():
    row = {c.DETAIL: "a@stp.example, b@stp.example; bản 2; mã thư 1234"}
    assert journal._recipients(row) == ("a@stp.example", "b@stp.example")
