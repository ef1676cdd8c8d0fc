import email
import email.policy

import pytest

from cchc_macros.errors import FileError
from cchc_macros.mail.eml import EmlChannel
from cchc_macros.mail.outbox import deliver
from tests.mail.make import mail


def test_a_draft_per_unit_that_mail_programs_open_as_unsent(ledger, tmp_path):
    drafts = EmlChannel(tmp_path / "thư")
    report = deliver([mail(ledger, code, channel="eml") for code in ("VP", "NV1")], drafts, ledger)
    assert [outcome.state for _, outcome in report] == ["sent", "sent"]
    path = tmp_path / "thư" / "VP - VP.eml"
    assert report[0][1].path == str(path)
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert message["X-Unsent"] == "1"
    assert message["To"] == "vp@stp.example"
    assert len(list(path.parent.iterdir())) == 2


def test_a_draft_made_again_replaces_the_old(ledger, tmp_path):
    for _ in range(2):
        deliver([mail(ledger, channel="eml")], EmlChannel(tmp_path), ledger)
    assert [path.name for path in tmp_path.glob("*.eml")] == ["VP - VP.eml"]


def test_hostile_codes_stay_in_the_folder(ledger, tmp_path):
    folder = tmp_path / "thư"
    deliver([mail(ledger, "../../x", to=("a@x.example",), channel="eml")], EmlChannel(folder), ledger)
    assert len(list(folder.glob("*.eml"))) == 1
    assert not list(tmp_path.glob("*.eml"))


def test_units_of_one_name_do_not_overwrite_each_other(ledger, tmp_path):
    deliver(
        [mail(ledger, code, to=("a@x.example",), channel="eml") for code in ("a/b", "a:b")],
        EmlChannel(tmp_path),
        ledger,
    )
    assert len(list(tmp_path.glob("*.eml"))) == 2


def test_a_folder_that_cannot_be_made_is_told(ledger, tmp_path):
    (tmp_path / "thư").write_text("a file", encoding="utf-8")
    with pytest.raises(FileError):
        deliver([mail(ledger, channel="eml")], EmlChannel(tmp_path / "thư"), ledger)


def test_a_draft_that_may_not_be_replaced_is_told_and_the_others_are_written(ledger, tmp_path):
    held = tmp_path / "VP - VP.eml"
    held.write_bytes(b"open in a mail program")
    held.chmod(0o444)
    mails = [mail(ledger, code, channel="eml") for code in ("VP", "NV1")]
    states = {one.unit: outcome for one, outcome in deliver(mails, EmlChannel(tmp_path), ledger)}
    assert (states["VP"].state, states["NV1"].state) == ("failed", "sent")
    assert str(held) in states["VP"].reason
    assert held.read_bytes() == b"open in a mail program"
