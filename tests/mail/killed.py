"""A run of the outbox that kills itself: `python -m tests.mail.killed LEDGER PORT STEP`.

Every call that touches the line or the ledger is a step before and a step after it; at STEP the process is
killed. With STEP 0 it runs to its end and prints the number of steps and what became of each unit, as JSON.
"""

import json
import smtplib
import sys
from pathlib import Path

from cchc_macros.mail import outbox
from cchc_macros.mail.account import Account, Passwords
from cchc_macros.mail.journal import Journal
from cchc_macros.mail.ledger import Ledger, open_ledger
from cchc_macros.mail.posting import Draft, Orders, Posting, Sender
from cchc_macros.mail.smtp import SmtpChannel
from tests.killing import end_this_process
from tests.mail.make import LETTER, sheet

UNITS = ("VP", "NV1", "NV2")
steps = 0


def main(path, port, deadly):
    for owner, name in (
        (smtplib.SMTP, "send"),
        (smtplib.SMTP, "getreply"),
        (SmtpChannel, "_connect"),
        (Ledger, "mark"),
        (Ledger, "enlist"),
        (Ledger, "recover"),
        (outbox, "deliver"),
    ):
        setattr(owner, name, _stepping(getattr(owner, name), deadly))
    account = Account(host="127.0.0.1", port=port, security="none", user="", sender="vanphong@stp.example")
    drafts = [
        Draft(sheet=sheet(code, code), kind="task", digest="noi dung", write=lambda update: LETTER, what="")
        for code in UNITS
    ]
    channel = SmtpChannel(account, Passwords({}), timeout=10.0, patience=10.0)
    with open_ledger(path) as ledger:
        posting = Posting(ledger, Journal(), "ke-hoach", channel.name, Orders(), repeats=False)
        posted = posting.post(drafts, channel, Sender("Sở", account.sender, ""), outbox.deliver)
    channel.close()
    answer = {
        "steps": steps,
        "sent": [item["unit"] for item in posted.sent],
        "skipped": [item["unit"] for item in posted.skipped],
        "unsure": [item["unit"] for item in posted.unsure],
        "failed": [item["unit"] for item in posted.failed],
    }
    sys.stdout.write(json.dumps(answer))


def _stepping(function, deadly):
    def stepping(*arguments, **options):
        _step(deadly)
        result = function(*arguments, **options)
        _step(deadly)
        return result

    return stepping


def _step(deadly):
    global steps  # noqa: PLW0603  counted across the whole process
    steps += 1
    if steps == deadly:
        end_this_process()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
