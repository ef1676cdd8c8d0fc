"""The dossier's folder: a folder per criterion, its files numbered in the order in which they came.

A file is copied, never moved, to a name that is free; what is there is known by its content, so that a run that was
ended in the midst, or repeated, files nothing twice.
"""

import os
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import xlwings as xw

from cchc_macros.errors import FileError
from cchc_macros.evidence.incoming import Sent
from cchc_macros.evidence.looking import Look
from cchc_macros.returns.folder import is_litter
from xl.files import copy_new, is_copied, make_folder, rename_new, tidy
from xl.kept import address, beside, is_online
from xl.late import regex
from xl.progress import each
from xl.safe_names import safe_file_name
from xl.workers import Crew, Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = "Hồ sơ kiểm chứng - {}"
UNPLACED = "Chưa rõ tiêu chí"
_NUMBERED = regex(r"(\d{2,}) - ")
_LONGEST = 80  # characters of a file's own name
_SECONDS = 3_600.0  # of copies made together, some of which may be large and go over a slow network


def default_folder(book: xw.Book, near: Path) -> Path:
    """Where a workbook's dossier is: beside it; for one that is online, beside what the units sent."""
    place = beside(book)
    folder = near.absolute().parent if is_online(address(book)) else place.parent
    return folder / FOLDER.format(place.stem)


class Dossier:
    """The folder; `paths` are the files in it by their place, "3.1.2/01 - 41-KH-STP.pdf"."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.paths: dict[str, Path] = {}
        self.by_digest: dict[str, str] = {}
        self.looks: dict[str, Look] = {}
        self._last: dict[str, int] = defaultdict(int)
        self._made: set[str] = set()
        self._copies: list[tuple[Path, Path]] = []
        self._done: Iterator[bool | Fault] = iter(())
        for parent, folders, names in os.walk(folder):
            tidy(Path(parent))  # a run that was ended may have left half a copy, or a second one
            folders.sort()
            for name in sorted(name for name in names if not is_litter(name)):
                path = Path(parent, name)
                self.paths[path.relative_to(folder).as_posix()] = path
                self._count(path.parent.name, name)

    def copy(self, crew: Crew) -> None:
        """Begin to copy what was added, while the caller goes on."""
        self._done = crew.begin(is_copied, self._copies, _SECONDS)

    def finish(self) -> None:
        """Wait until all of it is there.

        Raises:
            FileError: a file cannot be written.
        """
        for (source, target), done in zip(each("chép tệp", self._copies), self._done, strict=True):
            if done is not True:
                try:
                    copy_new(source, target)  # it fails again, and says why
                except FileError as error:
                    raise FileError(str(error)) from None  # another place for the workbook is no help
        self._copies.clear()

    def files(self) -> list[Sent]:
        """The files that are there."""
        return [Sent(path, place) for place, path in self.paths.items()]

    def know(self, place: str, look: Look) -> None:
        """Take note of what a file in it is."""
        self.looks[place] = look
        self.by_digest.setdefault(look.digest, place)

    def add(self, sent: Sent, look: Look, code: str, stem: str) -> str:
        """Take a file under a criterion ("" for one that nobody knows), which `copy` puts there; return its place."""
        folder = safe_file_name(code) if code else UNPLACED
        number = self._last[folder] + 1
        name = f"{number:02} - {safe_file_name(stem[:_LONGEST])}"
        return self._copy(sent, look, folder, name)

    def add_beside(self, sent: Sent, look: Look, place: str) -> str:
        """Take the other form of a paper that is there: same number and name, another ending."""
        folder, _, name = place.rpartition("/")
        return self._copy(sent, look, folder, name[: name.rindex(".")])

    def move(self, place: str, code: str) -> str:
        """Give a file whose criterion has become known to that criterion; return its new place.

        Raises:
            FileError: it cannot be moved.
        """
        folder = safe_file_name(code)
        name = f"{self._last[folder] + 1:02} - {_NUMBERED.sub('', place.rpartition('/')[2], count=1)}"
        make_folder(self.folder / folder)
        rename_new(self.paths.pop(place), self.folder / folder / name)
        return self._enter(folder, name, self.looks.pop(place))

    def _copy(self, sent: Sent, look: Look, folder: str, stem: str) -> str:
        name = f"{stem}{sent.ending}"
        if f"{folder}/{name}" in self.paths:
            taken = [
                place.rpartition("/")[2].rpartition(".")[0] for place in self.paths if place.startswith(f"{folder}/")
            ]
            name = f"{safe_file_name(stem, taken)}{sent.ending}"
        if folder not in self._made:
            make_folder(self.folder / folder)
            tidy(self.folder / folder)  # before others write there
            self._made.add(folder)
        self._copies.append((sent.path, self.folder / folder / name))
        return self._enter(folder, name, look)

    def _enter(self, folder: str, name: str, look: Look) -> str:
        place = f"{folder}/{name}"
        self.paths[place] = self.folder / folder / name
        self._count(folder, name)
        self.looks[place], self.by_digest[look.digest] = look, place
        return place

    def _count(self, folder: str, name: str) -> None:
        if found := _NUMBERED.match(name):
            self._last[folder] = max(self._last[folder], int(found[1]))
