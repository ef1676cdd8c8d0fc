"""What the ledger keeps of a message: what it is about, its content, what became of it."""

from datetime import datetime, timedelta, timezone
from typing import Literal

from xl.digest import sha256
from xl.late import dataclass

EntryState = Literal["queued", "sending", "sent", "failed", "unsure"]
GIVEN_OUT = ("sent", "unsure")  # the unit has it, or may have it
VIETNAM = timezone(timedelta(hours=7))  # what the letters' dates are in, wherever the program runs
SHORT = 10  # hexadecimal digits of a content in a reference
FROM_LOG = "nhật ký:"  # before a content of which only the reference is known


@dataclass(frozen=True, slots=True)
class Subject:
    """What a message is about: at most one message of each revision goes out for it."""

    channel: str
    kind: str
    plan: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row of the ledger; `update` tells that the same addresses were given other content before."""

    id: int
    subject: Subject
    revision: int
    recipients: tuple[str, ...]
    digest: str
    state: EntryState
    created: datetime
    changed: datetime
    reason: str
    update: bool

    @property
    def content(self) -> str:
        """What tells this content, for these addresses, from every other."""
        return self.digest.removeprefix(FROM_LOG) if self.is_restored else _content(self)

    @property
    def fingerprint(self) -> str:
        """What tells this message from every other: its Message-ID is made of it."""
        return f"{self.content}.{self.revision}"

    @property
    def reference(self) -> str:
        """The short form of it in `Log`, after that of the plan: a workbook may come without its ledger."""
        return f"{plan_mark(self.subject.plan)}-{self.content[:SHORT]}-{self.revision}"

    @property
    def is_restored(self) -> bool:
        """Whether all that is known of its content is the reference."""
        return self.digest.startswith(FROM_LOG)

    def is_of(self, content: str) -> bool:
        """Whether a content, in full or in its short form, is this one's."""
        return self.content[:SHORT] == content[:SHORT]


def plan_mark(plan: str) -> str:
    """The short form of a plan in references."""
    return sha256(plan.encode())[:4]


def _content(entry: Entry) -> str:
    about = (entry.subject.kind, entry.subject.plan, entry.subject.unit, *entry.recipients, entry.digest)
    return sha256("\0".join(about).encode())[:40]
