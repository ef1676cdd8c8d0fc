"""500 messages over one connection: our outbox, with its ledger on the disk, against plain smtplib."""

import contextlib
import os
import smtplib
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from cchc_macros.mail.account import Account, Passwords
from cchc_macros.mail.ledger import open_ledger
from cchc_macros.mail.message import compose
from cchc_macros.mail.outbox import deliver
from cchc_macros.mail.smtp import SmtpChannel
from tests.bench.measure import Ratio, alternate
from tests.mail.make import LETTER, MOMENT, mail

MESSAGES = 500
ATTACHED = 12_000  # bytes, about a unit workbook
TURN = 25


def ratios() -> Iterator[Ratio]:
    """The limit of the mail job."""
    with _server() as port, tempfile.TemporaryDirectory() as folder:
        yield time_per_message(port, Path(folder))


def time_per_message(port: int, folder: Path) -> Ratio:
    """500 messages over our one connection against 500 over smtplib's, in turns of 25 each."""
    content = _content(folder)
    channel = SmtpChannel(
        Account(host="127.0.0.1", port=port, security="none", user="", sender="vanphong@stp.example"), Passwords({})
    )
    with open_ledger(folder / "so.thu.sqlite") as ledger, smtplib.SMTP("127.0.0.1", port, "stp.example") as smtp:
        with ledger.transaction(keep=True):
            mails = [
                replace(mail(ledger, f"DV{number}", to=("don-vi@stp.example",)), content=content)
                for number in range(MESSAGES)
            ]
        turns = iter([mails[start : start + TURN] for start in range(0, MESSAGES, TURN)])

        def ours() -> None:
            report = deliver(next(turns), channel, ledger)
            if {outcome.state for _, outcome in report} != {"sent"}:
                raise RuntimeError("not every message was sent")

        def plain() -> None:
            for _ in range(TURN):
                smtp.sendmail("vanphong@stp.example", ["don-vi@stp.example"], content)

        value = alternate(ours, plain, MESSAGES // TURN)
        channel.close()
    return Ratio("500 messages over one connection, time per message / plain smtplib", value, 1.15)


def _content(folder: Path) -> bytes:
    file = folder / "VP - Văn phòng Sở.xlsx"
    file.write_bytes(os.urandom(ATTACHED))
    return compose(
        LETTER,
        sender=("Sở Tư pháp", "vanphong@stp.example"),
        to=[("Văn phòng Sở", "don-vi@stp.example")],
        cc=[],
        reply_to="vanphong@stp.example",
        message_id="<cchc.1@stp.example>",
        date=MOMENT,
        attachments=[file],
    )


@contextlib.contextmanager
def _server() -> Iterator[int]:
    """A server in a process of its own, so that it does not share our interpreter's lock."""
    command = [sys.executable, "-c", _SERVE]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as process:
        try:
            yield int(process.stdout.readline())
        finally:
            process.stdin.close()  # it ends when its input does


_SERVE = """
import sys
from tests.mail.server import Post, start
class Sink(Post):
    async def handle_DATA(self, server, session, envelope):
        return "250 OK"
post = Sink()
controller = start(post)
print(post.port, flush=True)
sys.stdin.read()
controller.stop()
"""
