"""Sends what is queued, message by message, so that a run killed anywhere can be taken up again.

A message is queued, then (only around the step that cannot be taken back) sending, then sent, failed or unsure.
What is found as sending when a run begins was cut off there: nobody knows whether it arrived, and it is not sent
again unless someone says so.
"""

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from cchc_macros.errors import FileError, MailError, ToolError
from cchc_macros.mail.channels import Channel, Mail, SendResult
from cchc_macros.mail.ledger import Ledger
from xl.progress import each

if TYPE_CHECKING:
    from cchc_macros.mail.entries import EntryState

Results = list[tuple[Mail, SendResult]]

STOPPED = "đã dừng theo yêu cầu"
WAITS = (2.0, 10.0, 30.0)  # seconds before the second, third and fourth round of what was refused for now


def deliver(
    mails: Sequence[Mail],
    channel: Channel,
    ledger: Ledger,
    sleep: Callable[[float], None] = time.sleep,
    waits: Sequence[float] = WAITS,
) -> Results:
    """Send messages queued in the ledger, in rounds: what is refused for now waits for the next and holds up nobody.

    The channel is left open; `waits` are the seconds before each further round.

    Returns:
        What came of each message, in the order tried; "later" and "offline" messages are still queued.

    Raises:
        MailError, ToolError, FileError: nothing can be sent at all.
        KeyboardInterrupt: the user stopped before anything went out; later than that, the report tells.
    """
    results: Results = []
    waiting = mails
    try:
        for number, wait in enumerate((0.0, *waits)):
            if number:
                channel.close()  # no server keeps an idle line for long
                sleep(wait)
            waiting = _round(waiting, channel, ledger, results, last=number == len(waits))
            if not waiting:
                break
    except KeyboardInterrupt:
        told = {mail.entry for mail, _ in results}
        results += [(mail, _when_stopped(mail, ledger)) for mail in mails if mail.entry not in told]
        if not any(outcome.state in ("sent", "unsure") for _, outcome in results):
            raise
    return results


def _round(mails: Sequence[Mail], channel: Channel, ledger: Ledger, results: Results, *, last: bool) -> list[Mail]:
    """Try each message once; return those to try again. In the last round these are reported instead."""
    again: list[Mail] = []
    offline: SendResult | None = None
    with ledger.sending([mail.entry for mail in mails]):
        for mail in each("gửi thư", mails):
            try:
                outcome = offline or _attempt(mail, channel, ledger, last=last)
            except (FileError, MailError, ToolError) as error:
                if not results:
                    raise
                outcome = SendResult("offline", str(error))  # what was sent so far must be told
            if outcome.state == "offline":
                offline = outcome
            if outcome.state in ("later", "offline") and not last:
                again.append(mail)
            else:
                results.append((mail, outcome))
    return again


def _attempt(mail: Mail, channel: Channel, ledger: Ledger, *, last: bool) -> SendResult:
    outcome = channel.send(mail, lambda: ledger.mark(mail.entry, "sending"), last=last)
    state: EntryState = "queued" if outcome.state in ("later", "offline") else outcome.state  # type: ignore[assignment]
    try:
        ledger.mark(mail.entry, state, "; ".join([outcome.reason, *map(str, outcome.refused)]))
    except FileError:
        if outcome.state != "sent":
            raise
        # It is told now; the ledger holds it as unsure, and the next message finds out that it cannot be written.
    return outcome


def _when_stopped(mail: Mail, ledger: Ledger) -> SendResult:
    """What became of a message that no outcome was heard of: the ledger knows how far it had come."""
    state = ledger.state(mail.entry)
    if state == "sending":
        ledger.mark(mail.entry, "unsure", STOPPED)
        return SendResult("unsure", STOPPED)
    return SendResult("offline" if state == "queued" else state, STOPPED)
