"""The dossier's folder: a folder per criterion, its files numbered in the order in which they came.

A file is copied, never moved, to a name that is free; what is there is known by its content, so that a run that was
ended in the midst, or repeated, files nothing twice.
"""

import os
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_macros.evidence.incoming import Sent
from cchc_macros.evidence.looking import Look
from cchc_macros.returns.folder import is_litter
from xl.files import copy_new, make_folder, rename_new, tidy
from xl.late import regex
from xl.safe_names import safe_file_name

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

UNPLACED = "Chưa rõ tiêu chí"
_NUMBERED = regex(r"(\d{2,}) - ")
_LONGEST = 80  # characters of a file's own name
_AT_ONCE = 2  # copies


class Dossier:
    """The folder; `paths` are the files in it by their place, "3.1.2/01 - 41-KH-STP.pdf"."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.paths: dict[str, Path] = {}
        self.by_digest: dict[str, str] = {}
        self.looks: dict[str, Look] = {}
        self._last: dict[str, int] = defaultdict(int)
        self._made: set[str] = set()
        self._copier: ThreadPoolExecutor
        self._copies: list[Future[None]] = []
        for parent, folders, names in os.walk(folder):
            tidy(Path(parent))  # a run that was ended may have left half a copy, or a second one
            folders.sort()
            for name in sorted(name for name in names if not is_litter(name)):
                path = Path(parent, name)
                self.paths[path.relative_to(folder).as_posix()] = path
                self._count(path.parent.name, name)

    @contextmanager
    def copying(self) -> Iterator[None]:
        """Copy what is added, while the caller goes on; all of it is there at the end.

        Raises:
            FileError: a file cannot be written.
        """
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  a click waits for it

        self._copier = ThreadPoolExecutor(_AT_ONCE)
        try:
            yield
            for copy in self._copies:
                copy.result()
        finally:
            self._copier.shutdown(cancel_futures=True)

    def files(self) -> list[Sent]:
        """The files that are there."""
        return [Sent(path, place) for place, path in self.paths.items()]

    def know(self, place: str, look: Look) -> None:
        """Take note of what a file in it is."""
        self.looks[place] = look
        self.by_digest.setdefault(look.digest, place)

    def add(self, sent: Sent, look: Look, code: str, stem: str) -> str:
        """Copy a file under a criterion ("" for one that nobody knows), in `copying`; return its place."""
        folder = safe_file_name(code) if code else UNPLACED
        number = self._last[folder] + 1
        name = f"{number:02} - {safe_file_name(stem[:_LONGEST])}"
        return self._copy(sent, look, folder, name)

    def add_beside(self, sent: Sent, look: Look, place: str) -> str:
        """Copy the other form of a paper that is there: same number and name, another ending."""
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
            tidy(self.folder / folder)  # before the threads write there
            self._made.add(folder)
        self._copies.append(self._copier.submit(copy_new, sent.path, self.folder / folder / name))
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
