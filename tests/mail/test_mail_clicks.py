"""A clerk who has only the buttons can answer everything that mail asks."""

from datetime import date

import pytest

from cchc_macros import contract as c
from cchc_macros.mail import outbox
from cchc_macros.ribbon.click import click
from tests.mail.test_email import LANG_SON, smtp  # noqa: F401  a fixture
from tests.tables import read_table, set_setting
from tests.xl.engine_host import EngineHost

YES, NO, LATER = True, False, None


@pytest.fixture
def clicked(workbook):
    """Click a way of a mail button, by the mail server, with answers in turn."""
    path = workbook(LANG_SON)
    host = EngineHost(path)
    set_setting(host.book(), c.TODAY, date(2026, 12, 20))  # when there is something to remind of

    def run(verb, *decided, way="server"):
        host.decides = list(decided)
        host.asked, host.said, host.warned = [], [], []
        click(f"{verb}_{way}", host)
        host.book().save()
        return host

    return run


def results(host, unit):
    return [row[c.RESULT] for _, row in read_table(host.book(), c.LOG).rows() if row[c.UNIT] == unit]


@pytest.fixture
def unsure(clicked, smtp):  # noqa: F811
    """A first click that ends with the first unit's mail of unknown fate."""
    post = smtp({"DOT": ["kept then hang up"]})
    host = clicked("email")
    assert "Không rõ đã tới chưa (1):\n- Văn phòng Sở (VP): " in host.said[0]
    assert "bấm lại nút này để trả lời" in host.said[0]
    return post


def test_a_unit_that_got_its_mail_is_settled_by_a_yes(clicked, unsure):
    host = clicked("email", YES)
    assert "đơn vị đã nhận được thư?" in host.asked[0]
    assert results(host, "VP") == ["Không rõ", "Đã gửi"]
    assert len(unsure.received) == 5
    assert "Không rõ" not in clicked("email").said[0]


def test_a_unit_that_did_not_get_its_mail_is_sent_it_again(clicked, unsure):
    host = clicked("email", NO)
    assert "Không: chưa nhận, gửi lại." in host.asked[0]
    assert "VP → vp@stp.example" in host.asked[1]
    assert len(unsure.received) == 6
    assert results(host, "VP") == ["Không rõ", "Đã gửi"]


def test_what_the_clerk_does_not_know_yet_stays_unknown(clicked, unsure):
    assert "Không rõ đã tới chưa (1)" in clicked("email", LATER).said[0]
    assert len(unsure.received) == 5


def test_mail_that_went_out_can_be_sent_again(clicked, smtp):  # noqa: F811
    post = smtp()
    clicked("email")
    host = clicked("email", NO, YES, NO, YES, LATER)
    assert "Không có thư mới: Phòng Nghiệp vụ I (NV1) đã có thư này. Gửi lại?" in host.asked[1]
    assert [to for to, _ in post.received[5:]] == [["nv1@stp.example"], ["tgpl@stp.example"]]


def test_new_mail_goes_without_a_question_about_the_old(clicked, smtp):  # noqa: F811
    smtp({"RCPT nv1@stp.example": ["550 full"]})
    assert clicked("email").said[0].startswith("Đã gửi 4 thư")
    host = clicked("email")
    assert len(host.asked) == 1  # whether to go on
    assert host.said[0].startswith("Đã gửi 1 thư")


@pytest.mark.parametrize("verb", ["email", "remind"])
def test_no_message_of_a_click_speaks_of_the_command_line(clicked, unsure, monkeypatch, verb):
    monkeypatch.setattr(outbox, "WAITS", ())
    heard = []
    for way, *decided in (
        ["server", LATER], ["server", NO], ["server", YES], ["server"], ["draft"], ["send"], ["file"],
    ):  # fmt: skip
        host = clicked(verb, *decided, way=way)
        heard += host.asked + host.said + host.warned
    assert len(heard) > 10
    assert not [text for text in heard if "--" in text]
