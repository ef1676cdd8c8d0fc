from dataclasses import replace
from pathlib import Path

import pytest

from cchc_macros.errors import ToolError
from cchc_macros.mail.outbox import deliver
from cchc_macros.mail.outlook import OutlookChannel
from tests.mail.make import mail
from tests.programs import is_registered

DENIED, SERVER_GONE = -2147467260, -2147023174  # E_ABORT, RPC_S_SERVER_UNAVAILABLE


class ComError(Exception):
    """As pywintypes.com_error: (hresult, text, details, argument)."""


class Collection(list):
    def Add(self, value):
        self.append(made := Added(value))
        return made

    def ResolveAll(self):
        return True


class Added:
    def __init__(self, value):
        self.value, self.Type = value, 1


class Item:
    def __init__(self, outlook):
        self.outlook = outlook
        self.Recipients, self.ReplyRecipients, self.Attachments = Collection(), Collection(), Collection()

    def Save(self):
        self.outlook.saved.append(self)

    def Send(self):
        if self.outlook.error:
            raise self.outlook.error.pop(0)
        self.outlook.sent.append(self)


class Outlook:
    """Stands in for the COM object Outlook.Application."""

    def __init__(self, error=()):
        self.saved, self.sent, self.error = [], [], list(error)

    def CreateItem(self, kind):
        assert kind == 0
        return Item(self)


def run(ledger, outlook, *, send, codes=("VP",)):
    channel = OutlookChannel(send=send, start=lambda: outlook)
    report = deliver(
        [mail(ledger, code, channel=channel.name, cc=("a@x.example",)) for code in codes], channel, ledger, waits=()
    )
    return {mail.unit: outcome for mail, outcome in report}


def test_drafts_are_saved_and_nothing_is_sent(ledger):
    outlook = Outlook()
    outcome = run(ledger, outlook, send=False)["VP"]
    assert outcome.state == "sent"
    assert "Drafts" in outcome.reason
    assert not outlook.sent
    (item,) = outlook.saved
    assert item.Subject == "Phiếu giao việc"
    assert item.HTMLBody == "<p>Kính gửi: Văn phòng Sở</p>\n"
    assert [(one.value, one.Type) for one in item.Recipients] == [("vp@stp.example", 1), ("a@x.example", 2)]
    assert [one.value for one in item.ReplyRecipients] == ["vanphong@stp.example"]


def test_the_workbook_is_attached_by_its_full_path(ledger, tmp_path, monkeypatch):
    outlook = Outlook()
    file = tmp_path / "VP - Văn phòng Sở.xlsx"
    file.write_bytes(b"x")
    monkeypatch.chdir(tmp_path)
    one = replace(mail(ledger), attachments=(Path(file.name),))
    OutlookChannel(send=False, start=lambda: outlook).send(one, lambda: None, last=True)
    assert outlook.saved[0].Attachments[0].value == str(file)


def test_sending_sends(ledger):
    outlook = Outlook()
    assert run(ledger, outlook, send=True)["VP"].state == "sent"
    assert len(outlook.sent) == 1
    assert not outlook.saved


def test_drafts_and_mail_are_different_channels():
    assert OutlookChannel(send=True).name != OutlookChannel(send=False).name
    assert OutlookChannel(send=True).name == "mail"


def test_a_refusal_by_outlook_fails_that_message_only(ledger):
    error = ComError(DENIED, "Operation aborted", (0, "Microsoft Outlook", "Người dùng từ chối", None, 0, DENIED), None)
    outcomes = run(ledger, Outlook([error]), send=True, codes=("VP", "NV1"))
    assert outcomes["VP"].state == "failed"
    assert outcomes["VP"].reason == "Outlook báo lỗi: Người dùng từ chối"
    assert outcomes["NV1"].state == "sent"


def test_an_outlook_that_dies_while_sending_leaves_the_message_unsure(ledger):
    error = ComError(SERVER_GONE, "The RPC server is unavailable.", None, None)
    outcomes = run(ledger, Outlook([error]), send=True, codes=("VP", "NV1"))
    assert outcomes["VP"].state == "unsure"
    assert outcomes["NV1"].state == "sent"


def test_an_error_before_sending_fails_the_message(ledger):
    class Broken(Outlook):
        def CreateItem(self, kind):
            raise ComError(1, "hỏng", None, None)

    assert run(ledger, Broken(), send=True)["VP"].state == "failed"


def test_outlook_is_let_go_of_at_the_end(ledger):
    channel = OutlookChannel(send=False, start=Outlook)
    channel.send(mail(ledger), lambda: None, last=True)
    channel.close()
    assert channel._outlook is None


@pytest.mark.skipif(is_registered("Outlook.Application"), reason="Outlook is there")
def test_without_outlook_the_message_says_what_else_works(ledger):
    with pytest.raises(ToolError, match=r"tệp \.eml"):
        OutlookChannel(send=False).send(mail(ledger), lambda: None, last=True)
