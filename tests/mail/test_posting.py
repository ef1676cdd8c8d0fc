import email
import email.policy
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from cchc_macros.domain.assign import Unresolved
from cchc_macros.errors import MailError
from cchc_macros.mail.ledger import open_ledger
from cchc_macros.mail.letter import Letter
from cchc_macros.mail.outbox import deliver
from cchc_macros.mail.posting import Draft, Orders, Posting, Recipients, Sender, left_over, recipients
from cchc_macros.mail.ways import Outcome, Refusal
from tests.mail.make import LETTER, item, sheet

SENDER = Sender("Sở Tư pháp", "vanphong@stp.example", "vanphong@stp.example")


at_once = partial(deliver, sleep=lambda _: None, waits=())


class Box:
    """A way out that keeps what it is given and answers by a script."""

    def __init__(self, outcomes=(), channel="mail", *, drafts=False, repeats=False):
        self.mails, self.outcomes = [], list(outcomes)
        self.channel, self.drafts, self.repeats = channel, drafts, repeats

    def send(self, mail, committed, *, last):
        self.mails.append(mail)
        return self.outcomes.pop(0) if self.outcomes else Outcome("sent", "mail.stp.example")

    def close(self):
        pass


def draft(code="VP", digest="A", kind="task", **unit):
    def write(*, update):
        return replace(LETTER, subject=f"Phiếu {'cập nhật ' if update else ''}{code}")

    return Draft(sheet(code, code, **unit), kind, digest, write, "chủ trì 1, phối hợp 0")


def posting(ledger, way, orders=Orders()):  # noqa: B008  frozen
    return Posting(ledger, "ke-hoach", way.channel, orders, repeats=way.repeats)


def post(ledger, *drafts, way=None, orders=Orders()):  # noqa: B008
    way = way or Box()
    return posting(ledger, way, orders).post(drafts, way, SENDER, at_once), way


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
    posted, way = post(ledger, replace(draft(), sheet=found))
    assert not way.mails
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
    posted, way = post(ledger, draft(cc=("sai@",)))
    assert way.mails[0].cc == ()
    assert posted.sent[0]["refused"] == [{"address": "sai@", "reason": "địa chỉ không hợp lệ"}]
    assert "sai@" in posted.lines[0][2]


def test_names_outside_and_unknown_are_told_once():
    work = item()
    names = [
        Unresolved(work, "support", "UBND cấp xã", "outside"),
        Unresolved(work, "support", "ubnd  cấp xã", "outside"),
        Unresolved(work, "lead", "Phòng X", "unknown", ("Phòng Y",)),
    ]
    outside, unknown = left_over(names)
    assert (outside["unit"], outside["code"]) == ("UBND cấp xã", "OUTSIDE")
    assert unknown["code"] == "UNIT_UNKNOWN"
    assert "Phòng Y" in unknown["reason"]


def test_a_message_says_who_it_is_from_and_where_answers_go(ledger):
    _, way = post(ledger, draft(cc=("cc@stp.example",)))
    message = email.message_from_bytes(way.mails[0].content, policy=email.policy.default)
    assert message["From"].addresses[0].display_name == "Sở Tư pháp"
    assert message["Reply-To"] == "vanphong@stp.example"
    assert message["Cc"] == "cc@stp.example"
    assert message["Message-ID"].endswith("@stp.example>")


def test_the_same_content_is_sent_once(ledger):
    post(ledger, draft())
    posted, way = post(ledger, draft())
    assert not way.mails
    assert posted.skipped[0]["code"] == "ALREADY_SENT"
    assert "--resend VP" in posted.skipped[0]["reason"]


def test_the_message_of_a_run_begun_again_is_the_same(ledger, tmp_path):
    _, first = post(ledger, draft(), way=Box([Outcome("later", "bận")]))
    mark(ledger, "queued")
    _, second = post(ledger, draft())
    assert first.mails[0].content == second.mails[0].content


def test_changed_content_is_a_new_message_that_says_so(ledger):
    _, first = post(ledger, draft())
    posted, second = post(ledger, draft(digest="B"))
    assert second.mails[0].letter.subject == "Phiếu cập nhật VP"
    assert posted.sent[0]["update"]
    ids = [email.message_from_bytes(way.mails[0].content)["Message-ID"] for way in (first, second)]
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
    posted, way = post(ledger, draft())
    assert not way.mails
    assert units(posted.unsure) == ["VP"]
    assert "--resend VP" in posted.unsure[0]["reason"]
    assert "--received VP" in posted.unsure[0]["reason"]


def test_a_message_of_unknown_fate_goes_again_when_told(ledger):
    post(ledger, draft(), way=Box([Outcome("unsure", "mất kết nối")]))
    posted, way = post(ledger, draft(), orders=Orders(resend=frozenset({"vp"})))
    assert units(posted.sent) == ["VP"]
    assert len(way.mails) == 1


def test_a_message_said_to_have_arrived_is_settled(ledger):
    post(ledger, draft(), way=Box([Outcome("unsure", "mất kết nối")]))
    posted, way = post(ledger, draft(), orders=Orders(received=frozenset({"vp"})))
    assert not way.mails
    assert posted.skipped[0]["code"] == "RECEIVED"
    assert post(ledger, draft())[0].skipped[0]["code"] == "ALREADY_SENT"


def test_every_outcome_is_told_and_logged(ledger):
    outcomes = [
        Outcome("sent", "máy", (Refusal("cc@x.example", "550"),)), Outcome("failed", "550 không có"),
        Outcome("unsure", "mất kết nối"), Outcome("offline", "không nối được"),
    ]  # fmt: skip
    posting_ = Posting(ledger, "ke-hoach", "mail", Orders(), repeats=False)
    way = Box(outcomes)
    posted = posting_.post(
        [draft(code) for code in ("A", "B", "C", "D")],
        way,
        SENDER,
        at_once,
    )
    assert units(posted.sent) == ["A"]
    assert units(posted.failed) == ["B", "D"]
    assert [one["temporary"] for one in posted.failed] == [False, True]
    assert units(posted.unsure) == ["C"]
    assert [line[:2] for line in posted.lines] == [
        ("A", "Đã gửi"), ("B", "Không gửi được"), ("C", "Không rõ"), ("D", "Chưa gửi"),
    ]  # fmt: skip
    assert "cc@x.example" in posted.lines[0][2]


def test_drafts_can_be_made_again_and_name_their_file(ledger):
    way = Box([Outcome("sent", "VP.eml", path="/thư/VP.eml")] * 2, channel="eml", drafts=True, repeats=True)
    post(ledger, draft(), way=way)
    posted, _ = post(ledger, draft(), way=way)
    assert posted.sent[0]["path"] == "/thư/VP.eml"
    assert posted.lines[0][1] == "Thư nháp"
    assert "/thư" not in posted.lines[0][2]  # the log travels with the workbook


def test_a_draft_does_not_count_as_sent_mail(ledger):
    post(ledger, draft(), way=Box(channel="eml", drafts=True, repeats=True))
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
    way = Box()
    drafts = [
        draft(),
        draft("NV1", digest="B"),
        replace(draft("NV2"), attachments=(Path("NV2.xlsx"),)),
        draft("TG", email=""),
    ]
    before = list(ledger._db.execute("SELECT * FROM mail"))
    posted = posting(ledger, way).preview(drafts)
    assert units(posted.planned) == ["NV1", "NV2"]
    assert [one["update"] for one in posted.planned] == [True, False]
    assert posted.planned[1]["attachments"] == ["NV2.xlsx"]
    assert units(posted.skipped) == ["VP", "TG"]
    assert list(ledger._db.execute("SELECT * FROM mail")) == before


def test_what_a_dead_run_sent_is_logged_by_the_next(ledger):
    posted, _ = post(ledger, draft(), draft("NV1"))
    way = Box()
    current = posting(ledger, way)
    current.post([draft()], way, SENDER)
    logged = posted.lines[0][2]  # VP's line was written, NV1's was not
    (line,) = current.unlogged(logged)
    assert line[:2] == ("NV1", "Đã gửi")
    assert line[2] not in logged
    assert not current.unlogged(logged + line[2])


def test_messages_of_this_run_are_not_logged_twice(ledger):
    way = Box()
    current = posting(ledger, way)
    current.post([draft()], way, SENDER)
    assert not current.unlogged("")


def test_a_ledger_is_found_again_by_the_next_process(tmp_path):
    for expected in (["VP"], []):
        with open_ledger(tmp_path / "so.thu.sqlite") as ledger:
            assert units(post(ledger, draft())[0].sent) == expected


def test_letters_are_not_shared_between_units(ledger):
    _, way = post(ledger, draft(), draft("NV1"))
    assert [mail.letter for mail in way.mails] == [
        Letter("Phiếu VP", LETTER.text, LETTER.html), Letter("Phiếu NV1", LETTER.text, LETTER.html),
    ]  # fmt: skip
