"""A clerk who has only the buttons can answer everything that mail asks."""

from datetime import date

import pytest

from cchc_macros import contract as c
from cchc_macros.mail import outbox
from cchc_macros.mail.outcome import questions
from cchc_macros.mail.posting import ALREADY_SENT, Posted
from cchc_macros.registry import button
from cchc_macros.ribbon.click import click
from tests.mail.test_email import LANG_SON, set_setting, smtp  # noqa: F401  a fixture
from tests.tables import read_table
from tests.xl.engine_host import EngineHost

BY_SERVER = str([way.values.get("via") for way in button("email").ways].index("smtp") + 1)


@pytest.fixture
def clicked(workbook):
    """Click a mail button with answers typed in turn, the way by the mail server first."""
    path = workbook(LANG_SON)
    host = EngineHost(path)
    set_setting(host.book(), c.TODAY, date(2026, 12, 20))  # when there is something to remind of

    def run(verb, *typed, way=BY_SERVER):
        host.types = [way, *typed]
        host.asked, host.said, host.warned = [], [], []
        click(verb, host)
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


def test_a_unit_that_got_its_mail_is_settled_by_typing_its_code(clicked, unsure):
    host = clicked("email", "vp", "")
    assert "gõ mã đơn vị ĐÃ nhận" in host.asked[1]
    assert results(host, "VP") == ["Không rõ", "Đã gửi"]
    assert len(unsure.received) == 5
    assert "Không rõ" not in clicked("email", "").said[0]


def test_a_unit_that_did_not_get_its_mail_is_sent_it_again(clicked, unsure):
    host = clicked("email", "", "VP")
    assert "gõ mã đơn vị CHƯA nhận" in host.asked[2]
    assert "VP → vp@stp.example" in host.asked[3]
    assert len(unsure.received) == 6
    assert results(host, "VP") == ["Không rõ", "Đã gửi"]


def test_what_the_clerk_does_not_know_yet_stays_unknown(clicked, unsure):
    assert "Không rõ đã tới chưa (1)" in clicked("email", "", "").said[0]
    assert len(unsure.received) == 5


def test_a_code_that_is_none_is_told_and_nothing_is_sent(clicked, unsure):
    host = clicked("email", "", "VPP")
    assert "không có đơn vị 'VPP'" in host.warned[0]
    assert len(unsure.received) == 5


def test_mail_that_went_out_can_be_sent_again(clicked, smtp):  # noqa: F811
    post = smtp()
    clicked("email")
    host = clicked("email", "NV1; tgpl")
    assert "Không có thư mới: VP, NV1, NV2, TGPL, CC1 đã có thư này" in host.asked[1]
    assert [to for to, _ in post.received[5:]] == [["nv1@stp.example"], ["tgpl@stp.example"]]


def test_new_mail_goes_without_a_question_about_the_old(clicked, smtp):  # noqa: F811
    smtp({"RCPT nv1@stp.example": ["550 full"]})
    assert clicked("email").said[0].startswith("Đã gửi 4 thư")
    host = clicked("email")
    assert len(host.asked) == 2  # which way, and whether to go on
    assert host.said[0].startswith("Đã gửi 1 thư")


@pytest.mark.parametrize("verb", ["email", "remind"])
def test_no_message_of_a_click_speaks_of_the_command_line(clicked, unsure, monkeypatch, verb):
    monkeypatch.setattr(outbox, "WAITS", ())
    heard = []
    for way, *typed in (
        [BY_SERVER, "", ""], [BY_SERVER, "", "VPP"], [BY_SERVER, "VP", ""], [BY_SERVER, ""], ["1"], ["2"], ["3"],
    ):  # fmt: skip
        host = clicked(verb, *typed, way=way)
        heard += host.asked + host.said + host.warned
    assert len(heard) > 20
    assert not [text for text in heard if "--" in text]


def test_a_question_fits_into_excels_box():
    unsure = [{"unit": f"DONVISO{number}", "name": "", "reason": ""} for number in range(300)]
    sent = [item | {"code": ALREADY_SENT} for item in unsure]
    asked = [*questions(Posted(unsure=unsure)).values(), *questions(Posted(skipped=sent)).values()]
    assert len(asked) == 3
    assert all(len(text) <= 255 and "DONVISO0," in text for text in asked)
