"""What `Log` tells and the ledger does not know: mail sent on another machine, or where the workbook was before."""

from collections.abc import Iterable

from cchc_macros.mail.entries import FROM_LOG, GIVEN_OUT, Entry, Subject
from cchc_macros.mail.journal import LoggedMessage
from cchc_macros.mail.ledger import Ledger


def catch_up(ledger: Ledger, plan: str, told: Iterable[LoggedMessage]) -> None:
    """Take over into the ledger, in its transaction, what `Log` tells of a plan's messages, oldest first.

    A message is known by its revision and content. What became of it is as `Log` tells, unless the ledger knows of
    something later.
    """
    known: dict[tuple[str, str], dict[int, Entry]] = {}
    for entry in ledger.entries("mail", plan):
        known.setdefault((entry.subject.kind, entry.subject.unit), {})[entry.revision] = entry
    newest = {(one.kind, one.unit, one.revision, one.content): one for one in told}
    for one in newest.values():
        subject = Subject("mail", one.kind, plan, one.unit)
        _take_over(ledger, subject, one, known.setdefault((one.kind, one.unit), {}))


def _take_over(ledger: Ledger, subject: Subject, one: LoggedMessage, known: dict[int, Entry]) -> None:
    mine, revision = known.get(one.revision), one.revision
    if mine and mine.is_of(one.content):
        if mine.state != one.state and mine.changed < one.moment:
            ledger.mark(mine.id, one.state)
        return
    if mine and mine.state in GIVEN_OUT:
        if any(entry.is_of(one.content) for entry in known.values()):
            return
        revision = max(known) + 1  # two ledgers gave one number to two messages
    known[revision] = ledger.put(
        subject, revision, one.recipients, FROM_LOG + one.content, one.state, one.moment.timestamp()
    )
