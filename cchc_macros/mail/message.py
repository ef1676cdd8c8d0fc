"""The message as bytes: MIME, UTF-8, the same bytes for the same content.

File names travel twice: in full by RFC 2231, and in plain ASCII for programs that know no better. The full name
is first and in numbered pieces (`filename*0*`): so Python and JavaMail (Zimbra) both prefer it to the plain one.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import quote

from cchc_macros.mail.letter import Letter
from cchc_macros.rules.text import clean, unaccented
from xl.digest import sha256
from xl.late import regex

_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# ASCII lines only, so that no server on the way has to convert anything; our own headers are folded already.
_POLICY = SMTP.clone(cte_type="7bit", refold_source="none")
_PIECE = 60  # characters of a file name's piece: with the parameter's name a line stays under 78
_NOT_PLAIN = regex(r"[^A-Za-z0-9.-]+")

Party = tuple[str, str]  # the name shown, "" for none, and the address


def compose(
    letter: Letter,
    *,
    sender: Party,
    to: Sequence[Party],
    cc: Sequence[Party],
    reply_to: str,
    message_id: str,
    date: datetime,
    attachments: Sequence[Path],
) -> bytes:
    """Build a message; line breaks in names or the subject cannot begin a header.

    Args:
        letter: Subject and bodies.
        sender: From; an empty address leaves the header out (a draft gets it from the mail program).
        to: Addressees.
        cc: Copies.
        reply_to: Reply-To, "" for none.
        message_id: With its angle brackets; the parts' boundaries come from it.
        date: With its time zone.
        attachments: Workbooks.
    """
    message = EmailMessage(policy=_POLICY)
    for heading, parties in (("From", [sender]), ("To", to), ("Cc", cc), ("Reply-To", [("", reply_to)])):
        if value := _parties([party for party in parties if party[1]], heading):
            message.set_raw(heading, value)
    message.set_raw("Subject", _encoded(letter.subject, "Subject"))
    message.set_raw("Date", format_datetime(date))
    message.set_raw("Message-ID", message_id)
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    seed = sha256(message_id.encode())[:24]
    message.set_boundary(f"=_text_{seed}")
    for path in attachments:
        _attach(message, path)
    if attachments:
        message.set_boundary(f"=_mixed_{seed}")
    message.set_raw("Content-Language", "vi")  # last: setting content moves or drops what begins with Content-
    for part in message.walk():
        if part is not message:
            del part["MIME-Version"]  # the whole message says it
    return message.as_bytes()


def plain_name(name: str) -> str:
    """A file name in plain ASCII without spaces: "Phiếu - Văn phòng.xlsx" gives "Phieu-Van_phong.xlsx"."""
    plain = "".join(_unmark(char) for char in clean(name))
    return _NOT_PLAIN.sub("_", plain).replace("_-_", "-")


def _unmark(char: str) -> str:
    plain = unaccented(char)
    return plain.upper() if char.isupper() else plain or char


def _parties(parties: Sequence[Party], heading: str) -> str:
    """An address header, one party a line, names as encoded words where they are more than ASCII words."""
    return ",\r\n ".join(
        f"{_name(shown, heading)}\r\n <{address}>" if (shown := clean(name)) else address for name, address in parties
    )


def _name(name: str, heading: str) -> str:
    if name.replace(" ", "").isascii() and name.replace(" ", "").isalnum() and len(name) <= _PIECE:
        return name
    return _encoded(name, heading)


def _encoded(text: str, heading: str) -> str:
    """Text as encoded words (RFC 2047), folded; plain where it is ASCII, short and needs none."""
    text = clean(text)
    if text.isascii() and len(text) <= _PIECE and heading == "Subject" and "=?" not in text:
        return text
    return Header(text, "utf-8", header_name=heading).encode(linesep="\r\n")


def _attach(message: EmailMessage, path: Path) -> None:
    message.add_attachment(path.read_bytes(), *_KIND.split("/"))
    part = list(message.iter_attachments())[-1]
    name = plain_name(path.name)
    for heading, value in (
        ("Content-Type", f'{_KIND};\r\n name="{name}"'),
        ("Content-Disposition", ";\r\n ".join(["attachment", *_pieces(clean(path.name)), f'filename="{name}"'])),
    ):
        del part[heading]
        part.set_raw(heading, value)


def _pieces(name: str) -> Iterator[str]:
    """A file name by RFC 2231, in pieces of whole characters."""
    pieces = ["UTF-8''"]
    for char in name:
        encoded = quote(char, safe="")
        if len(pieces[-1]) + len(encoded) > _PIECE:
            pieces.append("")
        pieces[-1] += encoded
    for number, piece in enumerate(pieces):
        yield f"filename*{number}*={piece}"
