"""What units attached: the files of a folder, and those in archives and mails, each with the name it was sent under.

A name from outside is only ever read, never used as a path. Links, programs, names that lead out of an archive and
archives that unpack to far more than they hold are told and left where they are.
"""

import os
import stat
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import field
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import NamedTuple
from zipfile import ZipFile, ZipInfo

from cchc_macros.errors import FileError
from cchc_macros.evidence.looking import BROKEN, EMPTY, LOCKED, PROGRAM
from cchc_macros.returns.folder import MAILS, is_litter, name_in
from cchc_macros.rules.text import clean
from xl.backups import ENDING
from xl.file_faults import ELSEWHERE, explained
from xl.late import dataclass, regex

LINK, ARCHIVE, BOMB, MAIL = "link", "archive", "bomb", "mail"
_MOST_FILES = 5_000  # of one archive
_MOST_BYTES = 2_000_000_000  # unpacked
_SMALL, _MOST_RATIO = 20_000_000, 400  # as of workbooks: deflate reaches 1,000, scans stay under 2
_DEEPEST = 2  # archives inside archives
_CHUNK = 1 << 20
# What Outlook lets nobody open as an attachment, by its public list, and what else Windows starts by a double click.
_PROGRAMS = frozenset(
    """
    ade adp app appcontent-ms appinstaller application appref-ms appx asp aspx asx bas bat bgi cab cdxml cer chm cmd cnt
    com cpl crt csh der diagcab dll exe fxp gadget gadgets grp hlp hpj hta htc img inf ins iso isp its jar jnlp js jse
    ksh library-ms lnk mad maf mag mam maq mar mas mat mau mav maw mcf mda mdb mde mdt mdw mdz msc msh msi msix msp mst
    msu ocx ops osd pcd pif pl plg prf prg ps1 ps1xml ps2 psc1 psc2 psd1 psdm1 psm1 pst py pyc pyo pyw pyz pyzw rdp reg
    scf scr sct search-ms settingcontent-ms shb shs slk sys theme themepack url vb vbe vbp vbs vhd vhdx vsmacros vsw
    webpnp website ws wsc wsf wsh xbap xla xlam xll xnk
    """.split()  # noqa: SIM905  a hundred words in quotes are no easier to read
)
_ARCHIVES = (".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")
# Windows, and the name under which a file is kept, leave out what stands behind an ending: "a.exe. " is a program.
_ENDING = regex(r"(\.[A-Za-z0-9]{1,5})\W*$")
_WHOLE_ENDING = regex(r"\.([\w-]+)\W*$")


class Sent(NamedTuple):
    """A file: where its bytes are, and the name it was sent under, its folders and archives included."""

    path: Path
    name: str

    @property
    def ending(self) -> str:
        """Its ending in lower case, "" for none that one could trust."""
        found = _ENDING.search(self.name)
        return found[1].lower() if found else ""

    @property
    def stem(self) -> str:
        """Its own name without the ending."""
        own = self.name.rpartition("/")[2]
        found = _ENDING.search(own)
        return own[: found.start()] if found else own

    @property
    def is_program(self) -> bool:
        """Tell whether a double click would start it, or a page or list that can do as much."""
        found = _WHOLE_ENDING.search(self.name.casefold())
        return found is not None and found[1] in _PROGRAMS


class Left(NamedTuple):
    """What was left where it is: the name, and why, as one of the words here and in `looking`."""

    name: str
    why: str


@dataclass(slots=True)
class Incoming:
    """What a folder holds; `senders` are the addresses that mails came from, by the mail's name."""

    files: list[Sent] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    senders: dict[str, str] = field(default_factory=dict)


def read_folder(folder: Path, passed_over: Collection[Path], scratch: Path) -> Incoming:
    """Find the files of a folder, PDF files first, and of the archives in it, which are unpacked into `scratch`.

    Files and folders that are none of the units' are passed over.

    Raises:
        FileError: there is no such folder.
    """
    if not folder.is_dir():
        raise FileError(f"Không thấy thư mục {folder}. Chọn thư mục chứa tài liệu các đơn vị gửi.")
    found = Incoming()
    ours = {path.resolve() for path in passed_over}
    for path in _walk(folder, ours):
        name = name_in(folder, path)
        if path.is_symlink():
            found.left.append(Left(name, LINK))
        elif path.is_file():
            _take(Sent(path, name), scratch, found)
    _open_mails(scratch, found)
    found.files.sort(key=lambda sent: sent.ending != ".pdf")  # a draft comes after what was signed
    return found


def _open_mails(scratch: Path, found: Incoming) -> None:
    """Put what is attached to mails in their place; mails in archives in mails are left."""
    mails = _take_out_mails(found)
    if not mails:
        return
    from xl.mails import attachments_of  # noqa: PLC0415  a click would wait for it, and few folders hold mails

    for mail, attached in zip(mails, attachments_of([mail.path for mail in mails], scratch / "mails"), strict=True):
        if not attached:
            found.left.append(Left(mail.name, MAIL))
        for one in attached or ():
            found.senders[mail.name] = one.sender
            _take(Sent(one.path, f"{mail.name}/{one.path.name}"), scratch, found)
    found.left += [Left(mail.name, MAIL) for mail in _take_out_mails(found)]


def _take_out_mails(found: Incoming) -> list[Sent]:
    mails = [sent for sent in found.files if sent.ending in MAILS]
    found.files = [sent for sent in found.files if sent.ending not in MAILS]
    return mails


def _walk(folder: Path, ours: Collection[Path]) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        here, real = Path(parent), Path(parent).resolve()
        links = [name for name in folders if (here / name).is_symlink()]
        folders[:] = sorted(
            name
            for name in folders
            if name not in links and not is_litter(name) and not name.endswith(ENDING) and real / name not in ours
        )
        for name in sorted([*names, *links]):
            if not is_litter(name) and real / name not in ours and not name.endswith((".sqlite", ".sqlite-wal")):
                yield here / name


def _take(sent: Sent, scratch: Path, found: Incoming) -> None:
    """Take a file, or what is in it."""
    if sent.ending == ".zip":
        held = Incoming()
        try:
            _Archive(scratch, held, sent.path.stat().st_size).unpack(sent, 1)
        except _BombError:
            held = Incoming(left=[Left(sent.name, BOMB)])
        found.files += held.files
        found.left += held.left
    else:
        _take_plain(sent, found)


def _take_plain(sent: Sent, found: Incoming) -> None:
    if sent.is_program:
        found.left.append(Left(sent.name, PROGRAM))
    elif sent.ending in _ARCHIVES:
        found.left.append(Left(sent.name, ARCHIVE))
    else:
        found.files.append(sent)


class _BombError(Exception):
    """An archive, with those inside it, unpacks to more than it may."""


class _Archive:
    """One archive that was sent, with those inside it, on its way into a scratch folder.

    What it may hold is counted over all of them: two hundred small archives in one are a bomb as well.
    """

    def __init__(self, scratch: Path, found: Incoming, packed: int) -> None:
        self._scratch, self._found = scratch, found
        self._files = _MOST_FILES
        self._bytes = min(_MOST_BYTES, max(_SMALL, _MOST_RATIO * packed))

    def unpack(self, archive: Sent, depth: int) -> None:
        """Take what is in an archive.

        Raises:
            _BombError: it is too much.
            FileError: it cannot be written.
        """
        try:
            with ZipFile(archive.path) as package:
                parts = [part for part in package.infolist() if not part.filename.endswith("/")]
                self._count(parts)
                if not parts:
                    self._found.left.append(Left(archive.name, EMPTY))
                for part in parts:
                    self._take(package, part, archive, depth)
        except (FileError, _BombError):
            raise
        except Exception:  # noqa: BLE001  the library raises almost anything at what strangers make
            self._found.left.append(Left(archive.name, BROKEN))

    def _count(self, parts: Sequence[ZipInfo]) -> None:
        self._files -= len(parts)
        self._bytes -= sum(part.file_size for part in parts)
        if self._files < 0 or self._bytes < 0:
            raise _BombError

    def _take(self, package: ZipFile, part: ZipInfo, archive: Sent, depth: int) -> None:
        inner = _spelled(part).replace("\\", "/")
        steps, name = inner.split("/"), f"{archive.name}/{clean(inner)}"
        if any((is_litter(step) and step != "..") or step == "__MACOSX" for step in steps):
            return
        if inner.startswith("/") or not inner or ":" in inner or ".." in steps:
            self._found.left.append(Left(name, PROGRAM))
        elif stat.S_ISLNK(part.external_attr >> 16):
            self._found.left.append(Left(name, LINK))
        elif part.flag_bits & 1:
            self._found.left.append(Left(name, LOCKED))
        else:
            self._take_file(package, part, name, depth)

    def _take_file(self, package: ZipFile, part: ZipInfo, name: str, depth: int) -> None:
        try:
            sent = Sent(_written(package, part, self._scratch), name)
        except Exception as error:
            if isinstance(error, OSError) and error.errno in ELSEWHERE:
                raise explained(error, self._scratch) from error
            self._found.left.append(Left(name, BROKEN))
            return
        if sent.ending == ".zip" and depth < _DEEPEST:
            self.unpack(sent, depth + 1)
        else:
            _take_plain(sent, self._found)


def _written(package: ZipFile, part: ZipInfo, scratch: Path) -> Path:
    """Unpack one file, no further than the archive says it goes.

    Raises:
        ValueError: it goes further.
        OSError: the disk is full. The library raises almost anything else.
    """
    with package.open(part) as packed, NamedTemporaryFile(dir=scratch, delete=False) as out:
        while piece := packed.read(_CHUNK):
            out.write(piece)
            if out.tell() > part.file_size:
                raise ValueError(part.filename)
    return Path(out.name)


def _spelled(part: ZipInfo) -> str:
    """A name inside an archive; many programs write UTF-8 without saying so."""
    if not part.flag_bits & 0x800:
        with suppress(UnicodeError):
            return part.orig_filename.encode("cp437").decode("utf-8")
    return part.orig_filename
