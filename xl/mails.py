"""Files attached to saved mails: `.eml` of any program, `.msg` of Outlook; also those of mails attached to a mail.

A mail comes from a stranger: it is read in a process of its own (`attachments_of`), no name in it is used as a path,
and what goes beyond what a mail holds is nothing.
"""

import email
from collections.abc import Iterator, Sequence
from contextlib import suppress
from email.header import decode_header, make_header
from email.message import Message
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from xl.late import regex
from xl.packages import OLE
from xl.safe_names import safe_file_name
from xl.workers import Fault, in_processes

_MOST_BYTES = 60_000_000  # of a mail, and of all that is attached to it
_MOST_FILES = 200
_DEEPEST = 3  # mails attached to mails
_MOST_PARTS, _MOST_LINES = 200, 1_000_000  # a reader's work grows with both
_SECONDS = 30.0
_ENDING = regex(r"\.[A-Za-z0-9]{1,5}$")
_ADDRESS = regex(r"[^\s<>,;\"']+@[^\s<>,;\"']+")
_LONGEST = 1_000  # letters of a name or an address
_ATTACHED = "__attach_version1.0_"
_DATA, _INSIDE = "37010102", "3701000D"
_NAMES, _KIND, _CONTENT_ID = ("3707", "3704"), "370E", "3712"
_SENDERS = ("5D01", "0C1F", "5D02", "0065")


class Attachment(NamedTuple):
    """A file that was attached: where it lies now, under its own name, and who sent the mail ("" for unknown)."""

    path: Path
    sender: str


class _Found(NamedTuple):
    name: str
    sender: str
    data: bytes


def attachments_of(mails: Sequence[Path], folder: Path) -> list[list[Attachment] | None]:
    """Save what is attached to mails into a folder; for each mail what it was, None for a mail that nobody can read.

    Args:
        mails: The files.
        folder: An empty folder, for us alone.
    """
    asked = [(path, folder / f"{number}") for number, path in enumerate(mails)]
    found = in_processes(_save, asked, 1, _SECONDS)
    return [None if isinstance(files, Fault) else files for files in found]


def _save(asked: tuple[Path, Path]) -> list[Attachment] | None:
    """Save what is attached to one mail; it raises nothing."""
    path, folder = asked
    try:
        with path.open("rb") as opened:
            content = opened.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            return None
        saved, room = list[Attachment](), _MOST_BYTES
        for found in _in_outlook(content) if content.startswith(OLE) else _in_mime(content):
            room -= len(found.data)
            if room < 0 or len(saved) == _MOST_FILES:
                return None
            target = folder / str(len(saved)) / _file_name(found.name)
            target.parent.mkdir(parents=True)
            target.write_bytes(found.data)
            saved.append(Attachment(target, found.sender))
    except Exception:  # noqa: BLE001  whatever a stranger's bytes make of the readers
        return None
    return saved


def _file_name(name: str) -> str:
    found = _ENDING.search(name)
    ending = found[0] if found else ""
    return safe_file_name(name[: len(name) - len(ending)]) + ending


def _in_mime(content: bytes) -> Iterator[_Found]:
    if content.lower().count(b"boundary") > _MOST_PARTS or content.count(b"\n") > _MOST_LINES:
        raise ValueError("no mail has so many parts")
    yield from _in_message(email.message_from_bytes(content), 0)


def _in_message(mail: Message, depth: int, sender: str = "") -> Iterator[_Found]:
    """What is attached to a mail or to a part of one."""
    if mail.get_content_type() == "message/rfc822":
        for inner in mail.get_payload() if depth < _DEEPEST and mail.is_multipart() else ():
            yield from _in_message(inner, depth + 1)  # type: ignore[arg-type]
        return
    sender = _address(mail["From"]) or sender
    if mail.is_multipart():
        for part in mail.get_payload():
            yield from _in_message(part, depth, sender)  # type: ignore[arg-type]
        return
    name = _text(mail.get_filename())
    is_picture_in_text = mail.get_content_maintype() == "image" and mail["Content-ID"]
    data = mail.get_payload(decode=True)
    if name and not is_picture_in_text and isinstance(data, bytes):
        yield _Found(name, sender, data)


def _address(header: object) -> str:
    """The address in a header, which may bear a name before it that looks like another."""
    return next(reversed(_ADDRESS.findall(str(header or "")[:_LONGEST])), "")


def _text(header: object) -> str:
    """A header's words, whatever their letters were packed in."""
    said = str(header or "")[:_LONGEST]
    with suppress(ValueError, LookupError):
        said = str(make_header(decode_header(said)))
    return " ".join(said.split())


def _in_outlook(content: bytes) -> Iterator[_Found]:
    import olefile  # type: ignore[import-untyped]  # noqa: PLC0415  only in the process that reads such a mail

    with olefile.OleFileIO(BytesIO(content)) as opened:
        yield from _in_storage(opened, [], 0)


def _in_storage(opened: Any, path: list[str], depth: int) -> Iterator[_Found]:
    """What is attached to the mail that a storage holds."""
    texts = partial(_property, opened, path)
    said = (*map(texts, _SENDERS), email.message_from_string(texts("007D"))["From"])
    sender = next(filter(None, map(_address, said)), "")
    below = {
        tuple(entry[: len(path) + 1])
        for entry in opened.listdir()
        if entry[: len(path)] == path and entry[len(path)].startswith(_ATTACHED)
    }
    for place in map(list, sorted(below)):
        attached = partial(_property, opened, place)
        name = next(filter(None, map(attached, _NAMES)), "")
        if opened.exists([*place, f"__substg1.0_{_DATA}"]):
            if name and not (attached(_KIND).startswith("image/") and attached(_CONTENT_ID)):
                yield _Found(name, sender, opened.openstream([*place, f"__substg1.0_{_DATA}"]).read())
        elif depth < _DEEPEST and opened.exists([*place, f"__substg1.0_{_INSIDE}"]):
            yield from _in_storage(opened, [*place, f"__substg1.0_{_INSIDE}"], depth + 1)


def _property(opened: Any, place: list[str], tag: str) -> str:
    """A text that Outlook keeps of a mail or of an attachment, "" for none."""
    for kind, letters in (("001F", "utf-16-le"), ("001E", "cp1258")):
        stream = [*place, f"__substg1.0_{tag}{kind}"]
        if opened.exists(stream):
            said: bytes = opened.openstream(stream).read()
            return said.decode(letters, "replace").strip("\0 ")[: 50 * _LONGEST]
    return ""
