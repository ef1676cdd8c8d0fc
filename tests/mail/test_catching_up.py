"""A workbook that was elsewhere, with another ledger or none, brings back in `Log` what was sent there."""

from datetime import timedelta

import pytest

from cchc_macros.mail.catching_up import catch_up
from cchc_macros.mail.entries import SHORT, Subject
from cchc_macros.mail.journal import LoggedMessage
from cchc_macros.mail.ledger import open_ledger

SUBJECT = Subject("mail", "task", "ke-hoach", "VP")
TO = ("vp@stp.example",)
LATER = timedelta(seconds=5)


@pytest.fixture
def elsewhere(tmp_path):
    """The ledger of the other place."""
    with open_ledger(tmp_path / "khac.thu.sqlite") as other:
        yield other


def send(ledger, digest, state="sent", subject=SUBJECT):
    """A message of a ledger, as `Log` tells it a moment later."""
    entry = ledger.enlist(subject, TO, digest)
    ledger.mark(entry.id, state)
    return LoggedMessage(
        kind="task",
        unit=subject.unit,
        recipients=TO,
        content=entry.content[:SHORT],
        revision=entry.revision,
        state=state,
        moment=ledger.enlist(subject, TO, digest).changed + LATER,
    )


def rows(ledger):
    return [(entry.revision, entry.state) for entry in ledger.entries("mail", "ke-hoach")]


def state_of(ledger, digest):
    entry = ledger.enlist(SUBJECT, TO, digest)
    return entry.state, entry.update


def test_an_empty_ledger_learns_all(ledger, elsewhere):
    told = [send(elsewhere, "A"), send(elsewhere, "B"), send(elsewhere, "A")]
    catch_up(ledger, "ke-hoach", told)
    assert rows(ledger) == [(1, "sent"), (2, "sent"), (3, "sent")]
    assert state_of(ledger, "A") == ("sent", True)
    assert state_of(ledger, "B") == ("queued", True)


def test_a_ledger_left_behind_learns_what_was_sent_since(ledger, elsewhere):
    told = [send(elsewhere, "A"), send(elsewhere, "B")]
    send(ledger, "A")
    catch_up(ledger, "ke-hoach", told)
    assert state_of(ledger, "B") == ("sent", True)


def test_what_waits_here_and_was_sent_there_does_not_go_again(ledger, elsewhere):
    told = [send(elsewhere, "A")]
    ledger.mark(ledger.enlist(SUBJECT, TO, "A").id, "failed", "550")
    catch_up(ledger, "ke-hoach", told)
    assert state_of(ledger, "A") == ("sent", False)
    other = [send(elsewhere, "B", subject=Subject("mail", "task", "ke-hoach", "NV1"))]
    ledger.enlist(Subject("mail", "task", "ke-hoach", "NV1"), TO, "C")
    catch_up(ledger, "ke-hoach", other)
    assert rows(ledger) == [(1, "sent"), (1, "sent")]


def test_what_was_settled_there_is_settled_here(ledger, elsewhere):
    send(ledger, "A", "unsure")
    catch_up(ledger, "ke-hoach", [send(elsewhere, "A", "unsure"), send(elsewhere, "A")])
    assert state_of(ledger, "A")[0] == "sent"


def test_what_the_ledger_knows_of_later_stays(ledger):
    told = send(ledger, "A")
    ledger._clock = lambda: told.moment.timestamp() + 60
    ledger.mark(ledger.enlist(SUBJECT, TO, "A").id, "unsure")  # sent once more, and cut off
    catch_up(ledger, "ke-hoach", [told])
    assert state_of(ledger, "A")[0] == "unsure"


def test_two_places_that_sent_different_things_keep_both(ledger, elsewhere):
    told = [send(elsewhere, "B")]
    send(ledger, "A")
    for _ in range(2):  # and the next run does not learn it a second time
        catch_up(ledger, "ke-hoach", told)
        assert rows(ledger) == [(1, "sent"), (2, "sent")]


def test_its_own_log_tells_a_ledger_nothing(ledger):
    told = [send(ledger, "A"), send(ledger, "B"), send(ledger, "A")]
    before = list(ledger._db.execute("SELECT * FROM mail"))
    catch_up(ledger, "ke-hoach", told)
    assert list(ledger._db.execute("SELECT * FROM mail")) == before
