"""Lines of the log that tell of mail, as they are written and read back."""

from datetime import UTC, datetime

import pytest

from cchc_macros import contract as c
from cchc_macros.mail import journal


@pytest.mark.parametrize(
    ("kind", "action"),
    [
        ("task", journal.TASKS), ("task Quý I", f"{journal.TASKS} – Quý I"), ("remind 2026-03-01", journal.REMINDER),
        ("return 2026-03-01", journal.action_of("")), ("return 2026-03-01 Quý I", journal.action_of("Quý I")),
    ],
)  # fmt: skip
def test_each_kind_of_message_is_an_action_of_its_own(kind, action):
    assert journal.action(kind) == action


def test_a_moment_is_written_as_the_office_writes_it():
    assert journal.moment_text(datetime(2026, 2, 3, 10, 20, tzinfo=UTC)) == "10:20 ngày 03/02/2026"


def test_recipients_are_what_comes_before_the_rest_of_the_line():
    row = {c.DETAIL: "a@stp.example, b@stp.example; bản 2; mã thư 1234"}
    assert journal._recipients(row) == ("a@stp.example", "b@stp.example")
