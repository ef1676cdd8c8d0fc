"""What is sent, the channels it can go out by, and what may come of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal, Protocol

from cchc_macros.mail.letter import Letter
from xl.late import dataclass

NAMES = ("eml", "smtp", "outlook")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One message, ready to go.

    Attributes:
        entry: Its row in the ledger.
        unit: Code of the unit it is for.
        reply_to: Where answers go, "" where the office named no address.
        attachments: Files, under the names the reader sees.
        content: The whole message as bytes (RFC 5322).
    """

    entry: int
    unit: str
    name: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    reply_to: str
    letter: Letter
    attachments: tuple[Path, ...]
    content: bytes


@dataclass(frozen=True, slots=True)
class Refusal:
    """A recipient the server would not take, in a message that went to the others."""

    address: str
    reason: str

    def __str__(self) -> str:
        """One line for the ledger and the log."""
        return f"{self.address} không nhận được: {self.reason}"


@dataclass(frozen=True, slots=True)
class SendResult:
    """What came of one attempt.

    Attributes:
        state: "sent"; "failed", for good; "later", refused for now; "offline", the server cannot be reached, nor
            for the next message; "unsure", handed over without an answer.
        reason: Why, in Vietnamese; for "sent" where it went.
        refused: Recipients left out of a message that was sent.
        path: The file written, for a draft that is one.
    """

    state: Literal["sent", "failed", "later", "offline", "unsure"]
    reason: str = ""
    refused: tuple[Refusal, ...] = ()
    path: str = ""


class Channel(Protocol):
    """A channel.

    Attributes:
        name: What the ledger keeps apart: real mail ("mail") and each kind of draft.
        drafts: Nothing is sent: the office looks at the drafts first.
        repeats: Making the same thing again does no harm (a draft's file is written anew).
    """

    name: str
    drafts: bool
    repeats: bool

    def send(self, mail: Mail, committed: Callable[[], None], *, last: bool) -> SendResult:
        """Try once. `committed` is called right before the step that cannot be taken back.

        Args:
            mail: The message.
            committed: Records that from here on the message may have gone out.
            last: No further try follows: go without recipients that are refused only for now.
        """
        ...

    def close(self) -> None:
        """Let go of the server or program."""
        ...
