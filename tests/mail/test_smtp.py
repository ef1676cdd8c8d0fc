import sqlite3
import ssl
from datetime import UTC, datetime
from ipaddress import ip_address

import pytest
import trustme

from cchc_macros.errors import MailError
from cchc_macros.mail import outbox
from cchc_macros.mail import smtp as smtp_module
from tests.mail.make import mail
from tests.mail.server import HANG_UP, PASSWORD, USER, authenticate

CODES = ("VP", "NV1", "NV2")
LONG = b"Message-ID: <long@x>\r\n\r\n" + (b"x" * 70 + b"\r\n") * 200_000  # more than a line's buffers hold

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")


@pytest.fixture(scope="session")
def authority():
    return trustme.CA()


@pytest.fixture
def server_tls(authority):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture
def client_tls(authority):
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def deliver(ledger, channel, codes=CODES, waits=(0.0, 0.0), **one):
    """Deliver a mail per unit; return {unit: (state, reason, refused addresses)} and the seconds slept."""
    slept = []
    mails = [mail(ledger, code, **one) for code in codes]
    report = outbox.deliver(mails, channel, ledger, sleep=slept.append, waits=waits)
    return {
        mail.unit: (outcome.state, outcome.reason, tuple(one.address for one in outcome.refused))
        for mail, outcome in report
    }, slept


def states(results):
    return {unit: state for unit, (state, _, _) in results.items()}


def in_ledger(ledger):
    return {row[0]: row[1] for row in ledger._db.execute("SELECT unit, state FROM mail")}


def test_all_messages_go_over_one_connection(server, channel, ledger):
    post = server()
    results, slept = deliver(ledger, channel(post))
    assert states(results) == dict.fromkeys(CODES, "sent")
    assert len(post.received) == 3
    assert post.connections == 1
    assert not slept
    assert in_ledger(ledger) == dict.fromkeys(CODES, "sent")


def test_the_bytes_that_arrive_are_the_bytes_that_were_written(server, channel, ledger):
    post = server()
    content = b"Message-ID: <1@x>\r\nSubject: a\r\n\r\n.\r\n..two\r\n. \r\n\r\nend\r\n.\r\n"
    deliver(ledger, channel(post), ("VP",), content=content)
    assert post.received[0][1] == content


def test_a_message_without_a_final_line_end_gets_one(server, channel, ledger):
    post = server()
    deliver(ledger, channel(post), ("VP",), content=b"Message-ID: <1@x>\r\n\r\nend")
    assert post.received[0][1] == b"Message-ID: <1@x>\r\n\r\nend\r\n"


def test_the_server_is_told_a_name_that_needs_no_dns(server, channel, ledger):
    post = server()
    deliver(ledger, channel(post), ("VP",))
    assert post.greetings == ["stp.example"]


def test_starttls_with_login(server, channel, ledger, server_tls, client_tls):
    post = server(tls_context=server_tls, require_starttls=True, authenticator=authenticate, auth_required=True)
    out = channel(post, "starttls", USER, {"CCHC_SMTP_PASSWORD": PASSWORD}, context=client_tls)
    assert states(deliver(ledger, out)[0]) == dict.fromkeys(CODES, "sent")


def test_tls_from_the_first_byte_with_login(server, channel, ledger, server_tls, client_tls):
    post = server(ssl_context=server_tls, authenticator=authenticate, auth_required=True, auth_require_tls=False)
    out = channel(post, "tls", USER, {"CCHC_SMTP_PASSWORD": PASSWORD}, context=client_tls)
    assert states(deliver(ledger, out)[0]) == dict.fromkeys(CODES, "sent")


def test_an_unknown_certificate_stops_everything_before_the_password(server, channel, ledger, server_tls):
    post = server(tls_context=server_tls, authenticator=authenticate)
    out = channel(post, "starttls", USER, {"CCHC_SMTP_PASSWORD": PASSWORD})
    with pytest.raises(MailError, match="nơi cấp không được tin cậy"):
        deliver(ledger, out)
    assert set(in_ledger(ledger).values()) == {"queued"}


@pytest.mark.parametrize(
    ("name", "until", "words"),
    [("127.0.0.1", datetime(2020, 1, 1, tzinfo=UTC), "đã hết hạn"), ("khac.example", None, "cấp cho tên máy chủ khác")],
)
def test_a_certificate_of_another_or_out_of_date_is_told_as_such(
    server, channel, ledger, authority, client_tls, name, until, words
):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name, not_after=until).configure_cert(context)
    with pytest.raises(MailError, match=words):
        deliver(ledger, channel(server(ssl_context=context), "tls", context=client_tls))


def test_a_server_without_starttls_gets_no_mail_in_plain_text(server, channel, ledger):
    post = server()
    with pytest.raises(MailError, match="STARTTLS"):
        deliver(ledger, channel(post, "starttls"))
    assert not post.received


def test_tls_towards_a_plain_port_says_so(server, channel, ledger):
    with pytest.raises(MailError, match="bắt tay được TLS"):
        deliver(ledger, channel(server(), "tls"))


def test_a_wrong_password_stops_everything_and_is_not_in_the_message(server, channel, ledger):
    post = server(authenticator=authenticate, auth_required=True, auth_require_tls=False)
    out = channel(post, user=USER, environ={"CCHC_SMTP_PASSWORD": "sai-mat-khau"})
    with pytest.raises(MailError, match="đăng nhập") as caught:
        deliver(ledger, out)
    assert "sai-mat-khau" not in str(caught.value)
    assert set(in_ledger(ledger).values()) == {"queued"}


def test_a_password_beyond_ascii_is_refused_without_showing_it(server, channel, ledger):
    post = server(authenticator=authenticate, auth_required=True, auth_require_tls=False)
    with pytest.raises(MailError, match="ASCII") as caught:
        deliver(ledger, channel(post, user=USER, environ={"CCHC_SMTP_PASSWORD": "bí mật"}))
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_a_server_that_wants_a_login_says_so(server, channel, ledger):
    post = server(authenticator=authenticate, auth_required=True, auth_require_tls=False)
    with pytest.raises(MailError, match="đòi đăng nhập"):
        deliver(ledger, channel(post))


def test_one_unit_refused_for_good_does_not_stop_the_rest(server, channel, ledger):
    post = server({"RCPT nv1@stp.example": "550 no such user"})
    results, _ = deliver(ledger, channel(post))
    assert states(results) == {"VP": "sent", "NV1": "failed", "NV2": "sent"}
    assert results["NV1"][1] == "máy chủ trả lời 550: no such user"
    assert in_ledger(ledger)["NV1"] == "failed"
    assert post.connections == 1


@pytest.mark.parametrize(
    ("step", "answer"), [("MAIL", "552 too big"), ("DATA", "554 no data"), ("DOT", "554 looks like spam")]
)
def test_a_refusal_for_good_at_any_step_fails_only_that_message(server, channel, ledger, step, answer):
    post = server({step: [answer]})
    results, slept = deliver(ledger, channel(post))
    assert states(results) == {"VP": "failed", "NV1": "sent", "NV2": "sent"}
    assert answer[4:] in results["VP"][1]
    assert not slept


@pytest.mark.parametrize("step", ["MAIL", "RCPT vp@stp.example", "DATA", "DOT"])
def test_a_refusal_for_now_at_any_step_is_tried_again_after_the_others(server, channel, ledger, step):
    post = server({step: ["451 try later"]})
    results, slept = deliver(ledger, channel(post))
    assert states(results) == dict.fromkeys(CODES, "sent")
    assert slept == [0.0]
    assert [recipients for recipients, _ in post.received][-1] == ["vp@stp.example"]
    assert len(set(post.ids())) == 3


def test_greylisting_is_waited_out(server, channel, ledger):
    post = server({f"RCPT {code.lower()}@stp.example": ["451 greylisted"] * 2 for code in CODES})
    results, slept = deliver(ledger, channel(post), waits=(1.0, 2.0, 3.0))
    assert states(results) == dict.fromkeys(CODES, "sent")
    assert slept == [1.0, 2.0]
    assert len(post.received) == 3


def test_what_is_refused_for_now_every_time_stays_queued(server, channel, ledger):
    post = server({"RCPT nv1@stp.example": "451 try later"})
    results, slept = deliver(ledger, channel(post))
    assert states(results) == {"VP": "sent", "NV1": "later", "NV2": "sent"}
    assert slept == [0.0, 0.0]
    assert in_ledger(ledger)["NV1"] == "queued"


@pytest.mark.parametrize("step", ["EHLO", "MAIL", "RCPT vp@stp.example"])
def test_a_line_dropped_before_the_end_of_the_data_is_taken_up_again(server, channel, ledger, step):
    post = server({step: [HANG_UP]})
    results, _ = deliver(ledger, channel(post))
    assert states(results) == dict.fromkeys(CODES, "sent")
    assert len(set(post.ids())) == len(post.received) == 3


def test_a_line_dropped_in_the_middle_of_the_data_is_taken_up_again(server, channel, ledger):
    post = server({"DATA": [HANG_UP]}, data_size_limit=None)
    results, slept = deliver(ledger, channel(post), ("VP",), content=LONG)
    assert states(results) == {"VP": "sent"}
    assert slept == [0.0]
    assert [content for _, content in post.received] == [LONG]


@pytest.mark.parametrize("kept", [True, False])
def test_a_line_dropped_after_the_data_leaves_the_message_unsure(server, channel, ledger, kept):
    post = server({"DOT": ["kept then hang up" if kept else HANG_UP]})
    results, _ = deliver(ledger, channel(post))
    assert states(results) == {"VP": "unsure", "NV1": "sent", "NV2": "sent"}
    assert in_ledger(ledger)["VP"] == "unsure"
    assert len(post.received) == 2 + kept
    assert len(set(post.ids())) == len(post.received)


def test_an_answer_that_comes_too_late_leaves_the_message_unsure(server, channel, ledger):
    post = server({"DOT": [1.5]})
    results, _ = deliver(ledger, channel(post, patience=0.3))
    assert states(results) == {"VP": "unsure", "NV1": "sent", "NV2": "sent"}
    assert "hết thời gian chờ" in results["VP"][1]


def test_slow_answers_within_patience_are_waited_for(server, channel, ledger):
    post = server({"MAIL": [0.2], "RCPT vp@stp.example": [0.2], "DOT": [0.6]})
    results, _ = deliver(ledger, channel(post, timeout=0.5, patience=2.0))
    assert states(results) == dict.fromkeys(CODES, "sent")


def test_silence_before_the_data_is_tried_again(server, channel, ledger):
    post = server({"MAIL": [2.0]})
    results, _ = deliver(ledger, channel(post, patience=0.3))
    assert states(results) == dict.fromkeys(CODES, "sent")
    assert len(post.received) == 3


def test_one_copy_refused_for_good_is_told_and_the_message_goes(server, channel, ledger):
    post = server({"RCPT sai@stp.example": "550 unknown"})
    results, _ = deliver(ledger, channel(post), ("VP",), cc=("dung@stp.example", "sai@stp.example"))
    assert results["VP"][0] == "sent"
    assert results["VP"][2] == ("sai@stp.example",)
    assert post.received[0][0] == ["vp@stp.example", "dung@stp.example"]


def test_one_copy_refused_for_now_delays_the_message_and_at_last_it_goes_without(server, channel, ledger):
    post = server({"RCPT cham@stp.example": "450 busy"})
    results, slept = deliver(ledger, channel(post), ("VP",), cc=("cham@stp.example",))
    assert results["VP"][0] == "sent"
    assert results["VP"][2] == ("cham@stp.example",)
    assert slept == [0.0, 0.0]
    assert len(post.received) == 1


def test_a_message_whose_addressee_is_refused_does_not_go_to_the_copies(server, channel, ledger):
    post = server({"RCPT vp@stp.example": "550 unknown"})
    results, _ = deliver(ledger, channel(post), ("VP",), cc=("dung@stp.example",))
    assert results["VP"][0] == "failed"
    assert not post.received


def test_a_server_that_shuts_down_between_messages_is_called_again(server, channel, ledger):
    post = server({"MAIL": [None, "421 too many messages"]})
    results, _ = deliver(ledger, channel(post), waits=())
    refused = CODES[1]
    assert states(results) == dict.fromkeys(CODES, "sent") | {refused: "later"}  # the others need not wait for a round
    assert post.connections == 2


def test_a_closed_port_leaves_everything_queued(channel, ledger):
    class Nobody:
        port = 1

    results, slept = deliver(ledger, channel(Nobody), waits=(0.0,))
    assert states(results) == dict.fromkeys(CODES, "offline")
    assert slept == [0.0]
    assert set(in_ledger(ledger).values()) == {"queued"}


def test_a_server_that_goes_away_for_good_keeps_the_rest_queued(server, channel, ledger):
    post = server({"MAIL": [None, HANG_UP], "EHLO": [None, *[HANG_UP] * 9]})
    results, _ = deliver(ledger, channel(post))
    assert states(results)["VP"] == "sent"
    assert set(states(results).values()) == {"sent", "offline"}
    assert in_ledger(ledger) == {"VP": "sent", "NV1": "queued", "NV2": "queued"}


def test_a_login_refused_in_mid_run_still_tells_what_was_sent(server, channel, ledger):
    post = server({"MAIL": [None, "530 log in first"]})
    results, _ = deliver(ledger, channel(post), waits=())
    assert states(results) == {"VP": "sent", "NV1": "offline", "NV2": "offline"}
    assert "đăng nhập" in results["NV1"][1]


def test_what_a_server_says_is_shown_in_one_harmless_line(server, channel, ledger):
    post = server({"RCPT vp@stp.example": "550 \x1b[31m" + "x" * 400})
    results, _ = deliver(ledger, channel(post), ("VP",))
    assert "\x1b" not in results["VP"][1]
    assert len(results["VP"][1]) < 260


def test_a_ledger_that_cannot_be_written_stops_before_the_final_dot(server, channel, ledger):
    post = server()

    def fail():
        raise sqlite3.OperationalError("disk is full")

    with pytest.raises(sqlite3.OperationalError):
        channel(post).send(mail(ledger), fail, last=False)
    assert not post.received


def test_no_password_goes_in_clear_but_to_this_machine_itself(server, channel, ledger, monkeypatch):
    post = server(authenticator=authenticate, auth_require_tls=False)
    out = channel(post, user=USER, environ={"CCHC_SMTP_PASSWORD": PASSWORD})
    monkeypatch.setattr(smtp_module, "ip_address", lambda _: ip_address("203.0.113.7"))
    with pytest.raises(MailError, match="không mã hóa") as caught:
        deliver(ledger, out)
    assert "none" not in str(caught.value)
    assert not post.received
    monkeypatch.undo()
    deliver(ledger, channel(post, user=USER, environ={"CCHC_SMTP_PASSWORD": PASSWORD}))
    assert set(in_ledger(ledger).values()) == {"sent"}
