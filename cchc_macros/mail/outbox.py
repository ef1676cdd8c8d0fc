"""Sends what is queued, message by message, so that a run killed anywhere can be taken up again.

A message is queued, then (only around the step that cannot be taken back) sending, then sent, failed or unsure.
What is found as sending when a run begins was cut off there: nobody knows whether it arrived, and it is not sent
again unless someone says so.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from cchc_macros.errors import MailError, ToolError
from cchc_macros.mail.ledger import Ledger, State
from cchc_macros.mail.ways import Mail, Outcome, Way
from cchc_macros.progress import each

WAITS = (2.0, 10.0, 30.0)  # seconds before the second, third and fourth round of what was refused for now


@dataclass(slots=True)
class Report:
    """What came of each message, in the order tried; "later" and "offline" messages are still queued."""

    results: list[tuple[Mail, Outcome]] = field(default_factory=list)


def deliver(
    mails: Sequence[Mail],
    way: Way,
    ledger: Ledger,
    sleep: Callable[[float], None] = time.sleep,
    waits: Sequence[float] = WAITS,
) -> Report:
    """Send all messages, in rounds: what is refused for now waits for the next round and holds up nobody.

    Args:
        mails: Messages whose rows in the ledger are queued.
        way: The way out; left open.
        ledger: The open ledger.
        sleep: Waits; tests pass their own.
        waits: Seconds before each further round.
    """
    report = Report()
    waiting: Sequence[Mail] = mails
    for number, wait in enumerate((0.0, *waits)):
        if number:
            way.close()  # no server keeps an idle line for long
            sleep(wait)
        last = number == len(waits)
        waiting = _round(waiting, way, ledger, report, last=last)
        if not waiting:
            break
    return report


def _round(mails: Sequence[Mail], way: Way, ledger: Ledger, report: Report, *, last: bool) -> list[Mail]:
    """Try each message once; return those to try again. In the last round these are reported instead."""
    again: list[Mail] = []
    offline: Outcome | None = None
    for mail in each("gửi thư", mails):
        try:
            outcome = offline or _attempt(mail, way, ledger, last=last)
        except (MailError, ToolError) as error:
            if not report.results:
                raise
            outcome = Outcome("offline", str(error))  # what was sent so far must be told
        if outcome.state == "offline":
            offline = outcome
        if outcome.state in ("later", "offline") and not last:
            again.append(mail)
        else:
            report.results.append((mail, outcome))
    return again


def _attempt(mail: Mail, way: Way, ledger: Ledger, *, last: bool) -> Outcome:
    outcome = way.send(mail, lambda: ledger.mark(mail.entry, "sending"), last=last)
    state: State = "queued" if outcome.state in ("later", "offline") else outcome.state  # type: ignore[assignment]
    ledger.mark(mail.entry, state, "; ".join([outcome.reason, *map(str, outcome.refused)]))
    return outcome
