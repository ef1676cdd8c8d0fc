"""What units attached: the files of a folder, and those inside archives, each with the name it was sent under.

A name from outside is only ever read, never used as a path. Links, programs, names that lead out of an archive and
archives that unpack to far more than they hold are told and left where they are.
"""

import os
import stat
import zlib
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import field
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile, ZipInfo

from cchc_macros.errors import FileError
from cchc_macros.evidence.looking import BROKEN, LOCKED, PROGRAM
from cchc_macros.returns.folder import is_litter
from cchc_macros.rules.text import clean
from xl.backups import ENDING
from xl.late import dataclass, regex

LINK, ARCHIVE, BOMB = "link", "archive", "bomb"
_MOST_FILES = 5_000  # of one archive
_MOST_BYTES = 2_000_000_000  # unpacked
_SMALL, _MOST_RATIO = 20_000_000, 400  # as of workbooks: deflate reaches 1,000, scans stay under 2
_DEEPEST = 2  # archives inside archives
_CHUNK = 1 << 20
_PROGRAMS = (
    ".exe", ".com", ".bat", ".cmd", ".scr", ".pif", ".js", ".jse", ".vbs", ".vbe", ".wsf", ".ps1", ".msi", ".hta",
    ".jar", ".dll", ".reg", ".lnk", ".url", ".cpl", ".chm", ".iso",
)  # fmt: skip
_OTHER_ARCHIVES = (".rar", ".7z", ".tar", ".gz", ".tgz")
_ENDING = regex(r"\.[a-z0-9]{1,5}$")


class Sent(NamedTuple):
    """A file: where its bytes are, and the name it was sent under, its folders and archives included."""

    path: Path
    name: str

    @property
    def ending(self) -> str:
        """Its ending in lower case, "" for none that one could trust."""
        found = _ENDING.search(self.name.casefold())
        return found[0] if found else ""

    @property
    def stem(self) -> str:
        """Its own name without the ending."""
        return self.name.rpartition("/")[2][: len(self.name.rpartition("/")[2]) - len(self.ending)]


class Left(NamedTuple):
    """What was left where it is: the name, and why, as one of the words here and in `looking`."""

    name: str
    why: str


@dataclass(slots=True)
class Incoming:
    """What a folder holds."""

    files: list[Sent] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)


def read_folder(folder: Path, passed_over: Collection[Path], scratch: Path) -> Incoming:
    """Find the files of a folder and of the archives in it, which are unpacked into `scratch`.

    Args:
        folder: The folder.
        passed_over: Files and folders in it that are none of the units'.
        scratch: An empty folder.

    Raises:
        FileError: there is no such folder.
    """
    if not folder.is_dir():
        raise FileError(f"Không thấy thư mục {folder}. Chọn thư mục chứa tài liệu các đơn vị gửi.")
    found = Incoming()
    ours = {path.resolve() for path in passed_over}
    for path in _walk(folder, ours):
        name = clean(path.relative_to(folder).as_posix().encode("utf-8", "replace").decode())
        if path.is_symlink():
            found.left.append(Left(name, LINK))
        elif path.is_file():
            _take(Sent(path, name), scratch, found, 0)
    return found


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


def _take(sent: Sent, scratch: Path, found: Incoming, depth: int) -> None:
    """Take a file, or what is in it."""
    if sent.ending in _PROGRAMS:
        found.left.append(Left(sent.name, PROGRAM))
    elif sent.ending in _OTHER_ARCHIVES or (sent.ending == ".zip" and depth == _DEEPEST):
        found.left.append(Left(sent.name, ARCHIVE))
    elif sent.ending == ".zip":
        _unpack(sent, scratch, found, depth)
    else:
        found.files.append(sent)


def _unpack(archive: Sent, scratch: Path, found: Incoming, depth: int) -> None:
    try:
        with ZipFile(archive.path) as package:
            parts = [part for part in package.infolist() if not part.is_dir()]
            whole = sum(part.file_size for part in parts)
            packed = archive.path.stat().st_size
            if len(parts) > _MOST_FILES or whole > _MOST_BYTES or (whole > _SMALL and whole > _MOST_RATIO * packed):
                found.left.append(Left(archive.name, BOMB))
                return
            for part in parts:
                _take_part(package, part, archive, (scratch, found, depth))
    except (BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError):
        found.left.append(Left(archive.name, BROKEN))


def _take_part(package: ZipFile, part: ZipInfo, archive: Sent, into: tuple[Path, Incoming, int]) -> None:
    scratch, found, depth = into
    inner = _spelled(part).replace("\\", "/")
    name = f"{archive.name}/{clean(inner)}"
    if any((is_litter(step) and step != "..") or step == "__MACOSX" for step in inner.split("/")):
        return
    if inner.startswith("/") or ":" in inner or ".." in inner.split("/"):
        found.left.append(Left(name, PROGRAM))
    elif stat.S_ISLNK(part.external_attr >> 16):
        found.left.append(Left(name, LINK))
    elif part.flag_bits & 1:
        found.left.append(Left(name, LOCKED))
    else:
        target = scratch / f"{sum(1 for _ in scratch.iterdir())}"
        try:
            _write(package, part, target)
        except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
            target.unlink(missing_ok=True)
            found.left.append(Left(name, BROKEN))
            return
        _take(Sent(target, name), scratch, found, depth + 1)


def _write(package: ZipFile, part: ZipInfo, target: Path) -> None:
    """Unpack one file, no further than the archive says it goes.

    Raises:
        ValueError: it goes further.
    """
    size = 0
    with package.open(part) as packed, target.open("wb") as out:
        while piece := packed.read(_CHUNK):
            size += len(piece)
            if size > part.file_size:
                raise ValueError(part.filename)
            out.write(piece)


def _spelled(part: ZipInfo) -> str:
    """A name inside an archive; many programs write UTF-8 without saying so."""
    if not part.flag_bits & 0x800:
        with suppress(UnicodeError):
            return part.orig_filename.encode("cp437").decode("utf-8")
    return part.orig_filename
