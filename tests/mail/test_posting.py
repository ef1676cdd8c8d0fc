import email
import email.policy
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from cchc_macros import contract as c
from cchc_macros.errors import MailError
from cchc_macros.mail.channels import Refusal, SendResult
from cchc_macros.mail.journal import Journal
from cchc_macros.mail.ledger import open_ledger
from cchc_macros.mail.letter import Letter
from cchc_macros.mail.outbox import deliver
from cchc_macros.mail.outcome import tell_plan
from cchc_macros.mail.posting import Draft, Orders, Posting, Recipients, Sender, left_over, recipients
from cchc_macros.rules.tasks.assign import Unresolved
from tests.mail.make import LETTER, item, sheet

SENDER = Sender("Sở Tư pháp", "vanphong@stp.example", "vanphong@stp.example")


at_once = partial(deliver, sleep=lambda _: None, waits=())


class Box:
    """A channel that keeps what it is given and answers by a script."""

    def __init__(self, outcomes=(), name="mail", *, drafts=False, repeats=False):
        self.mails, self.outcomes = [], list(outcomes)
        self.name, self.drafts, self.repeats = name, drafts, repeats

    def send(self, mail, committed, *, last):
        self.mails.append(mail)
        return self.outcomes.pop(0) if self.outcomes else SendResult("sent", "mail.stp.example")

    def close(self):
        pass


def draft(code="VP", digest="A", kind="task", **unit):
    def write(*, update):
        return replace(LETTER, subject=f"Phiếu {'cập nhật ' if update else ''}{code}")

    return Draft(sheet=sheet(code, code, **unit), kind=kind, digest=digest, write=write, what="chủ trì 1, phối hợp 0")


def journal(lines):
    """The lines as they stand in the workbook."""
    now = datetime(2026, 2, 3, 8, 0)  # noqa: DTZ001  as Excel keeps it
    return Journal(
        {c.TIME: now, c.ACTION: one.action, c.UNIT: one.unit, c.RESULT: one.result, c.DETAIL: one.detail}
        for one in lines
    )


def posting(ledger, channel, orders=Orders(), log=()):  # noqa: B008  frozen
    return Posting(ledger, journal(log), "ke-hoach", channel.name, orders, repeats=channel.repeats)


def post(ledger, *drafts, channel=None, orders=Orders(), log=()):  # noqa: B008
    channel = channel or Box()
    return posting(ledger, channel, orders, log).post(drafts, channel, SENDER, at_once), channel


def units(items):
    return [item["unit"] for item in items]


def mark(ledger, state):
    ledger._db.execute("UPDATE mail SET state = ?", (state,))


@pytest.mark.parametrize(
    ("found", "code", "words"),
    [
        (sheet(email=""), "EMAIL_MISSING", "chưa có địa chỉ"),
        (sheet(email="vp@"), "EMAIL_INVALID", "'vp@'"),
        (sheet(kind="bên ngoài"), "OUTSIDE", "bên ngoài"),
        (replace(sheet(), unit=None), "GROUP_EMPTY", "bảng bên phải"),
    ],
)
def test_who_cannot_be_mailed_is_skipped_with_a_reason(ledger, found, code, words):
    assert recipients(found)["code"] == code
    assert words in recipients(found)["reason"]
    posted, channel = post(ledger, replace(draft(), sheet=found))
    assert not channel.mails
    assert units(posted.skipped) == ["VP"]
    assert not posted.lines


def test_the_roster_gives_addressees_and_copies_each_once():
    found = recipients(
        sheet(email="a@x.example; b@x.example", cc=("B@x.example", "c@x.example", "c@x.example", "sai@"))
    )
    assert found == Recipients(
        ("a@x.example", "b@x.example"), ("c@x.example",), (Refusal("sai@", "địa chỉ không hợp lệ"),)
    )


def test_a_bad_copy_address_does_not_stop_the_letter_and_is_told(ledger):
    posted, channel = post(ledger, draft(cc=("sai@",)))
    assert channel.mails[0].cc == ()
    assert posted.sent[0]["refused"] == [{"address": "sai@", "reason": "địa chỉ không hợp lệ"}]
    assert "sai@" in posted.lines[0].detail


def test_names_outside_and_unknown_are_told_once():
    work = item()
    names = [
        Unresolved(item=work, role="support", text="UBND cấp xã", reason="outside"),
        Unresolved(item=work, role="support", text="ubnd  cấp xã", reason="outside"),
        Unresolved(item=work, role="lead", text="Phòng X", reason="unknown", suggestions=("Phòng Y",)),
    ]
    outside, unknown = left_over(names)
    assert (outside["unit"], outside["code"]) == ("UBND cấp xã", "OUTSIDE")
    assert unknown["code"] == "UNIT_UNKNOWN"
    assert "Phòng Y" in unknown["reason"]


def test_a_message_says_who_it_is_from_and_where_answers_go(ledger):
    _, channel = post(ledger, draft(cc=("cc@stp.example",)))
    message = email.message_from_bytes(channel.mails[0].content, policy=email.policy.default)
    assert message["From"].addresses[0].display_name == "Sở Tư pháp"
    assert message["Reply-To"] == "vanphong@stp.example"
    assert message["Cc"] == "cc@stp.example"
    assert message["Message-ID"].endswith("@stp.example>")


def test_the_same_content_is_sent_once(ledger):
    post(ledger, draft())
    posted, channel = post(ledger, draft())
    assert not channel.mails
    assert posted.skipped[0]["code"] == "ALREADY_SENT"


def test_addresses_typed_in_another_order_or_case_are_the_same(ledger):
    post(ledger, draft(email="a@stp.example; b@stp.example"))
    posted, channel = post(ledger, draft(email="B@stp.example, a@stp.example"))
    assert not channel.mails
    assert units(posted.skipped) == ["VP"]


def test_the_message_of_a_run_begun_again_is_the_same(ledger, tmp_path):
    _, first = post(ledger, draft(), channel=Box([SendResult("later", "bận")]))
    mark(ledger, "queued")
    _, second = post(ledger, draft())
    assert first.mails[0].content == second.mails[0].content


def test_changed_content_is_a_new_message_that_says_so(ledger):
    _, first = post(ledger, draft())
    posted, second = post(ledger, draft(digest="B"))
    assert second.mails[0].letter.subject == "Phiếu cập nhật VP"
    assert posted.sent[0]["update"]
    ids = [email.message_from_bytes(channel.mails[0].content)["Message-ID"] for channel in (first, second)]
    assert ids[0] != ids[1]


def test_a_message_told_to_go_again_goes_again_with_its_own_id(ledger):
    _, first = post(ledger, draft())
    posted, second = post(ledger, draft(), orders=Orders(resend=frozenset({"vp"})))
    assert units(posted.sent) == ["VP"]
    assert first.mails[0].content == second.mails[0].content


@pytest.mark.parametrize("state", ["sending", "unsure"])
def test_a_message_of_unknown_fate_is_asked_about_and_not_sent(ledger, state):
    post(ledger, draft())
    mark(ledger, state)
    posted, channel = post(ledger, draft())
    assert not channel.mails
    assert units(posted.unsure) == ["VP"]


def test_a_message_of_unknown_fate_goes_again_when_told(ledger):
    post(ledger, draft(), channel=Box([SendResult("unsure", "mất kết nối")]))
    posted, channel = post(ledger, draft(), orders=Orders(resend=frozenset({"vp"})))
    assert units(posted.sent) == ["VP"]
    assert len(channel.mails) == 1


def test_a_message_said_to_have_arrived_is_settled(ledger):
    post(ledger, draft(), channel=Box([SendResult("unsure", "mất kết nối")]))
    posted, channel = post(ledger, draft(), orders=Orders(received=frozenset({"vp"})))
    assert not channel.mails
    assert posted.skipped[0]["code"] == "RECEIVED"
    assert post(ledger, draft())[0].skipped[0]["code"] == "ALREADY_SENT"


def test_every_outcome_is_told_and_logged(ledger):
    outcomes = [
        SendResult("sent", "máy", (Refusal("cc@x.example", "550"),)), SendResult("failed", "550 không có"),
        SendResult("unsure", "mất kết nối"), SendResult("offline", "không nối được"),
    ]  # fmt: skip
    posting_ = Posting(ledger, Journal(), "ke-hoach", "mail", Orders(), repeats=False)
    channel = Box(outcomes)
    posted = posting_.post([draft(code) for code in ("A", "B", "C", "D")], channel, SENDER, at_once)
    assert units(posted.sent) == ["A"]
    assert units(posted.failed) == ["B", "D"]
    assert [one["temporary"] for one in posted.failed] == [False, True]
    assert units(posted.unsure) == ["C"]
    assert [(line.unit, line.result) for line in posted.lines] == [
        ("A", "Đã gửi"), ("B", "Không gửi được"), ("C", "Không rõ"), ("D", "Chưa gửi"),
    ]  # fmt: skip
    assert "cc@x.example" in posted.lines[0].detail


def test_drafts_can_be_made_again_and_name_their_file(ledger):
    channel = Box([SendResult("sent", "VP.eml", path="/thư/VP.eml")] * 2, name="eml", drafts=True, repeats=True)
    post(ledger, draft(), channel=channel)
    posted, _ = post(ledger, draft(), channel=channel)
    assert posted.sent[0]["path"] == "/thư/VP.eml"
    assert posted.lines[0].result == "Thư nháp"
    assert "/thư" not in posted.lines[0].detail  # the log travels with the workbook


def test_a_draft_does_not_count_as_sent_mail(ledger):
    post(ledger, draft(), channel=Box(name="eml", drafts=True, repeats=True))
    posted, _ = post(ledger, draft())
    assert units(posted.sent) == ["VP"]
    assert not posted.sent[0]["update"]


def test_one_letter_that_cannot_be_written_queues_nothing(ledger):
    def broken(*, update):
        raise MailError("mẫu thư")

    with pytest.raises(MailError):
        post(ledger, draft(), replace(draft("NV1"), write=broken))
    assert ledger._db.execute("SELECT count(*) FROM mail").fetchone() == (0,)


def test_a_preview_tells_everything_and_changes_nothing(ledger):
    post(ledger, draft(), draft("NV1"))
    channel = Box()
    drafts = [
        draft(),
        draft("NV1", digest="B"),
        replace(draft("NV2"), attachments=(Path("NV2.xlsx"),)),
        draft("TG", email=""),
    ]
    before = list(ledger._db.execute("SELECT * FROM mail"))
    posted = posting(ledger, channel).preview(drafts)
    assert units(posted.planned) == ["NV1", "NV2"]
    assert [one["update"] for one in posted.planned] == [True, False]
    assert posted.planned[1]["attachments"] == ["NV2.xlsx"]
    assert units(posted.skipped) == ["VP", "TG"]
    assert list(ledger._db.execute("SELECT * FROM mail")) == before


def test_what_a_dead_run_sent_is_logged_by_the_next(ledger):
    posted, _ = post(ledger, draft(), draft("NV1"))
    (line,) = posting(ledger, Box(), log=posted.lines[:1]).unlogged()  # VP's line was written, NV1's was not
    assert (line.action, line.unit, line.result) == ("Gửi email", "NV1", "Đã gửi")
    assert not posting(ledger, Box(), log=[*posted.lines[:1], line]).unlogged()


def test_a_draft_in_the_log_does_not_hide_that_the_same_letter_was_sent(ledger):
    drafted, _ = post(ledger, draft(), channel=Box(name="eml", drafts=True, repeats=True))
    post(ledger, draft())
    assert [line.result for line in posting(ledger, Box(), log=drafted.lines).unlogged()] == ["Đã gửi"]


def test_a_reminder_is_logged_late_as_a_reminder(ledger):
    post(ledger, draft(kind="remind 2026-05-31"))
    assert [line.action for line in posting(ledger, Box()).unlogged()] == ["Nhắc hạn"]


def test_what_a_unit_said_to_have_received_is_logged(ledger):
    posted, _ = post(ledger, draft(), channel=Box([SendResult("unsure", "mất kết nối")]))
    settled = posting(ledger, Box(), Orders(received=frozenset({"vp"})), posted.lines)
    settled.post([draft()], Box(), SENDER)
    (line,) = settled.unlogged()
    assert line.result == "Đã gửi"
    assert "đơn vị báo đã nhận" in line.detail


def empty_ledger(tmp_path):
    return open_ledger(tmp_path / "khac.thu.sqlite")


def test_a_workbook_without_its_ledger_still_knows_what_was_sent(ledger, tmp_path):
    first, sent = post(ledger, draft(), draft("NV1"))
    with empty_ledger(tmp_path) as other:
        posted, _ = post(other, draft(), draft("NV1", digest="B"), draft("NV2"), log=first.lines)
        assert units(posted.skipped) == ["VP"]
        assert [(one["unit"], one["update"]) for one in posted.sent] == [("NV1", True), ("NV2", False)]
        again, resent = post(other, draft(), orders=Orders(resend=frozenset({"vp"})), log=first.lines)
        assert units(again.sent) == ["VP"]
    ids = [email.message_from_bytes(one.mails[0].content)["Message-ID"] for one in (sent, resent)]
    assert ids[0] == ids[1]


def test_a_workbook_without_its_ledger_still_asks_about_unknown_fates(ledger, tmp_path):
    first, _ = post(ledger, draft(), channel=Box([SendResult("unsure", "mất kết nối")]))
    with empty_ledger(tmp_path) as other:
        posted, channel = post(other, draft(), log=first.lines)
        assert units(posted.unsure) == ["VP"]
        assert not channel.mails


def test_the_log_speaks_only_of_its_own_plan_and_of_mail_that_went_out(ledger, tmp_path):
    first, _ = post(ledger, draft(), channel=Box([SendResult("failed", "550")]))
    drafted, _ = post(ledger, draft(), channel=Box(name="eml", drafts=True, repeats=True))
    with empty_ledger(tmp_path) as other:
        assert units(post(other, draft(), log=first.lines + drafted.lines)[0].sent) == ["VP"]
    sent, _ = post(ledger, draft())
    with open_ledger(tmp_path / "nam-sau.thu.sqlite") as other:
        next_year = Posting(other, journal(sent.lines), "ke-hoach-2027", "mail", Orders(), repeats=False)
        (item,) = next_year.post([draft()], Box(), SENDER, at_once).sent
        assert not item["update"]


def test_a_ledger_that_knows_the_plan_is_not_told_by_the_log(ledger):
    first, _ = post(ledger, draft())
    post(ledger, draft(digest="B"))
    posted, _ = post(ledger, draft(digest="B"), log=first.lines)
    assert units(posted.skipped) == ["VP"]


def test_messages_of_this_run_are_not_logged_twice(ledger):
    channel = Box()
    current = posting(ledger, channel)
    current.post([draft()], channel, SENDER)
    assert not current.unlogged()


def test_a_ledger_is_found_again_by_the_next_process(tmp_path):
    for expected in (["VP"], []):
        with open_ledger(tmp_path / "so.thu.sqlite") as ledger:
            assert units(post(ledger, draft())[0].sent) == expected


def test_letters_are_not_shared_between_units(ledger):
    _, channel = post(ledger, draft(), draft("NV1"))
    assert [mail.letter for mail in channel.mails] == [
        Letter("Phiếu VP", LETTER.text, LETTER.html), Letter("Phiếu NV1", LETTER.text, LETTER.html),
    ]  # fmt: skip


def test_a_preview_tells_of_two_units_with_one_address(tmp_path):
    drafts = [draft("NV1", email="NV2@stp.example"), draft("NV2", email="nv2@stp.example"), draft("VP")]
    with open_ledger(tmp_path / "so.thu.sqlite", preview=True) as ledger:
        posted = Posting(ledger, Journal(), "ke-hoach", "mail", Orders(), repeats=False).preview(drafts)
    assert [item["shared"] for item in posted.planned] == [["NV2"], ["NV1"], []]
    assert "NV1 → NV2@stp.example: chủ trì 1, phối hợp 0; CHÚ Ý: địa chỉ này cũng là của NV2" in tell_plan(posted, "Sẽ")
