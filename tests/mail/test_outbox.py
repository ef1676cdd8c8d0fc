import pytest

from cchc_macros.errors import MailError, ToolError
from cchc_macros.mail.channels import Refusal, SendResult
from cchc_macros.mail.outbox import deliver
from tests.mail.make import mail


class Script:
    """A channel that answers by a script: {unit: [state, …]}; a unit without one is sent."""

    name, drafts, repeats = "mail", False, False

    def __init__(self, ledger, script=None):
        self.ledger = ledger
        self.script = script or {}
        self.tried = []
        self.closed = 0

    def send(self, mail, committed, *, last):
        self.tried.append((mail.unit, last))
        answers = self.script.get(mail.unit, [])
        answer = answers.pop(0) if answers else "sent"
        if isinstance(answer, Exception):
            raise answer
        if answer in ("sent", "unsure", "stopped by hand amid the data"):
            committed()
            assert state(self.ledger, mail.unit) == "sending"
        if answer.startswith("stopped by hand"):
            raise KeyboardInterrupt
        return SendResult(answer, f"vì {answer}", (Refusal("x@y.example", "550"),) if answer == "sent" else ())

    def close(self):
        self.closed += 1


def state(ledger, unit):
    return ledger._db.execute("SELECT state FROM mail WHERE unit = ?", (unit,)).fetchone()[0]


def run(ledger, script, units=("VP", "NV1"), waits=(1.0, 2.0)):
    channel, slept = Script(ledger, script), []
    report = deliver([mail(ledger, unit) for unit in units], channel, ledger, sleep=slept.append, waits=waits)
    return channel, slept, {mail.unit: outcome.state for mail, outcome in report}


def test_each_message_is_marked_before_and_after_its_last_step(ledger):
    _, slept, results = run(ledger, {})
    assert results == {"VP": "sent", "NV1": "sent"}
    assert state(ledger, "VP") == "sent"
    assert not slept


def test_waits_grow_and_the_line_is_let_go_of_meanwhile(ledger):
    channel, slept, results = run(ledger, {"VP": ["later", "later"]})
    assert results == {"NV1": "sent", "VP": "sent"}
    assert slept == [1.0, 2.0]
    assert channel.closed == 2


def test_only_the_last_round_is_told_to_be_the_last(ledger):
    channel, _, results = run(ledger, {"VP": ["later"] * 9}, units=("VP",))
    assert channel.tried == [("VP", False), ("VP", False), ("VP", True)]
    assert results == {"VP": "later"}
    assert state(ledger, "VP") == "queued"


def test_a_server_out_of_reach_is_not_called_for_every_message(ledger):
    channel, _, results = run(ledger, {"VP": ["offline"]}, waits=())
    assert channel.tried == [("VP", True)]
    assert results == {"VP": "offline", "NV1": "offline"}
    assert state(ledger, "NV1") == "queued"


def test_a_server_out_of_reach_is_called_again_after_the_wait(ledger):
    channel, slept, results = run(ledger, {"VP": ["offline"]}, waits=(1.0,))
    assert (channel.tried, slept) == ([("VP", False), ("VP", True), ("NV1", True)], [1.0])
    assert results == {"VP": "sent", "NV1": "sent"}


def test_an_unsure_message_is_never_tried_again(ledger):
    channel, _, results = run(ledger, {"VP": ["unsure"]})
    assert results["VP"] == "unsure"
    assert [unit for unit, _ in channel.tried] == ["VP", "NV1"]
    assert state(ledger, "VP") == "unsure"


@pytest.mark.parametrize("error", [MailError("sai mật khẩu"), ToolError("không có Outlook")])
def test_an_error_for_everyone_is_raised_while_nothing_was_sent(ledger, error):
    with pytest.raises(type(error)):
        run(ledger, {"VP": [error]})
    assert state(ledger, "VP") == "queued"


def test_an_error_for_everyone_in_mid_run_does_not_hide_what_was_sent(ledger):
    _, _, results = run(ledger, {"NV1": [MailError("đòi đăng nhập")]}, waits=())
    assert results == {"VP": "sent", "NV1": "offline"}


@pytest.mark.parametrize(
    ("where", "told", "kept"),
    [("stopped by hand", "offline", "queued"), ("stopped by hand amid the data", "unsure", "unsure")],
)
def test_a_run_stopped_by_hand_tells_what_went_out(ledger, where, told, kept):
    _, _, results = run(ledger, {"NV1": [where]}, units=("VP", "NV1", "NV2"))
    assert results == {"VP": "sent", "NV1": told, "NV2": "offline"}
    assert [state(ledger, unit) for unit in results] == ["sent", kept, "queued"]


def test_a_run_stopped_by_hand_before_anything_went_out_is_only_stopped(ledger):
    with pytest.raises(KeyboardInterrupt):
        run(ledger, {"VP": ["stopped by hand"]})
    assert state(ledger, "VP") == "queued"


def test_a_run_stopped_by_hand_while_it_waits_tells_what_went_out(ledger):
    def stop(_):
        raise KeyboardInterrupt

    channel = Script(ledger, {"VP": ["later"]})
    report = deliver([mail(ledger, unit) for unit in ("VP", "NV1")], channel, ledger, sleep=stop)
    assert {mail.unit: outcome.state for mail, outcome in report} == {"NV1": "sent", "VP": "offline"}


def test_refused_copies_are_in_the_ledger(ledger):
    run(ledger, {}, units=("VP",))
    (reason,) = ledger._db.execute("SELECT reason FROM mail").fetchone()
    assert reason == f"vì sent; {Refusal('x@y.example', '550')}"
