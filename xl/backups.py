"""Copies of a file from before each change, in the folder `<name>.sao-luu` beside it: of a workbook, of a report.

They are numbered, so that a clock set back does not change their order: `0007-recalculate-20260301-140512.xlsx`.
No copy says the same as the next one or as the file itself: going back a step always changes something. A copy that
cannot be deleted stays, and stops nothing.
"""

import re
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from xl import files
from xl.errors import FileError
from xl.file_faults import explained
from xl.late import regex
from xl.sameness import same_content

KEPT = 20
ENDING = ".sao-luu"
_DROPPED = "ban-vua-bo"
_PASSED_OVER = "bo-qua.txt"
_NAME = regex(r"^(\d{4,})-(.*?)(?:-(\d{8}-\d{6}))?(\.\w+)$")
_WORKBOOKS = (".xlsx", ".xlsm")  # a workbook stays the same one when macros are added


def folder(path: Path) -> Path:
    """Return the backup folder of a workbook."""
    return path.parent / f"{path.stem}{ENDING}"  # a path without a name is asked about too


@contextmanager
def keeping(path: Path, verb: str) -> Iterator[Path | None]:
    """Keep a copy of a file as it is now while it is written; where nothing new was written there is no copy.

    Args:
        path: The file; if it does not exist there is nothing to keep, and the context gives None.
        verb: What is about to change it.

    Raises:
        FileError: the copy cannot be written.
    """
    copy = _copy(path, verb)
    try:
        yield copy
    except BaseException:
        forget([copy] if copy else [])
        raise
    if copy and same_content(copy, path):
        forget([copy])
    elif copy:
        settle(path, copy)


def _copy(path: Path, verb: str) -> Path | None:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise explained(error, path) from error
    copy = place(path, verb)
    try:
        files.write_atomic(copy, data, like=path)
    except FileError:
        forget([copy])
        raise
    return copy


def place(path: Path, verb: str) -> Path:
    """Return the file that the next copy goes to, with its folder made; see `settle`.

    Raises:
        FileError: the folder cannot be made.
    """
    kept = _list(path)
    number = kept[-1][0] + 1 if kept else 1
    name = re.sub(r"\W+", "-", verb).strip("-") or "ghi"
    files.make_folder(folder(path), like=path)
    return folder(path) / f"{number:04d}-{name}-{time.strftime('%Y%m%d-%H%M%S')}{path.suffix}"


def settle(path: Path, copy: Path) -> None:
    """Take a new copy in among the others: one before it that says the same goes, and the oldest beyond `KEPT`."""
    older = [other for _, other in _list(path) if other != copy]
    if older and same_content(older[-1], copy):
        forget([older.pop()])
    forget(older[: max(0, len(older) + 1 - KEPT)])


def copies(path: Path) -> list[Path]:
    """Return the copies of a workbook, the newest first."""
    return [copy for _, copy in reversed(_list(path))]


def steps(path: Path, current: Path) -> list[Path]:
    """Return the copies that one can go back to from the file's current state, the newest first.

    Args:
        path: The file.
        current: Where its current state is to be read: the file itself, unless a program holds a newer one.
    """
    found = copies(path)
    while found and same_content(found[0], current):
        found.pop(0)  # its change was never written
    return found


def step_of(copy: Path) -> tuple[str, str]:
    """Return the verb before which a copy was made, and when: "14:05 ngày 01/03/2026"."""
    found = _NAME.match(copy.name)
    verb, moment = (found[2], found[3] or "") if found else ("", "")
    with suppress(ValueError):
        return verb, time.strftime("%H:%M ngày %d/%m/%Y", time.strptime(moment, "%Y%m%d-%H%M%S"))
    return verb, ""


def place_dropped(path: Path) -> Path:
    """Return the file for the state that an undo is about to replace; the next undo overwrites it, if it can."""
    files.make_folder(folder(path), like=path)
    names = (f"{_DROPPED}{number}{path.suffix}" for number in ("", *(f"-{n}" for n in range(2, 100))))
    for file in map(folder(path).joinpath, names):
        with suppress(OSError):  # it is open, or may not be changed
            file.unlink(missing_ok=True)
            return file
    raise FileError(f"{folder(path)}: không ghi được vào thư mục này. Đóng các tệp đang mở ở đó rồi làm lại.")


def restore(path: Path, copy: Path) -> Path | None:
    """Put a file back as it was in a copy, and drop the copy; return where the state is that it replaced.

    Raises:
        FileError: the copy cannot be read or the file not be written; it is as it was.
    """
    dropped = None
    try:
        data = copy.read_bytes()
        now = path.read_bytes() if path.exists() else None
    except OSError as error:
        raise explained(error, path) from error
    if now is not None:
        dropped = place_dropped(path)
        files.write_atomic(dropped, now, like=path)
    files.write_atomic(path, data, like=copy)
    forget_from(path, copy)
    return dropped


def forget_from(path: Path, copy: Path) -> None:
    """Drop a copy that was gone back to, and those after it."""
    found = copies(path)
    forget(found[: found.index(copy) + 1] if copy in found else [])


def forget(gone: Iterable[Path]) -> None:
    """Drop copies, and the folder with the last; one that cannot be deleted stays, on a list of what is passed over."""
    for copy in gone:
        try:
            copy.unlink(missing_ok=True)
            with suppress(OSError):  # others are in it
                copy.parent.rmdir()
        except OSError:
            with suppress(OSError, FileError):
                passed = copy.with_name(_PASSED_OVER)
                known = passed.read_text("utf-8") if passed.exists() else ""
                files.write_atomic(passed, f"{known}{copy.name}\n".encode(), like=copy)


def _list(path: Path) -> list[tuple[int, Path]]:
    """Return the copies, oldest first; a file of another kind with the same name has copies of its own there."""
    kind = path.suffix.casefold()
    kinds = _WORKBOOKS if kind in _WORKBOOKS else (kind,)
    passed = folder(path) / _PASSED_OVER
    try:
        gone = passed.read_text("utf-8").splitlines() if passed.exists() else []
        found = [(_NAME.match(entry.name), entry) for entry in folder(path).iterdir() if entry.name not in gone]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise explained(error, path) from error
    return sorted((int(match[1]), entry) for match, entry in found if match and match[4].casefold() in kinds)


def aside(directory: Path) -> Path:
    """Where files of a folder go that stand in the way of new ones."""
    return directory / f"Bản trước {datetime.now():%Y-%m-%d %H%M%S}{ENDING}"  # noqa: DTZ005  the clerk's own clock


def set_aside(paths: Iterable[Path], to: Path) -> tuple[list[Path], list[str]]:
    """Move files into a folder; return which went, and what kept others."""
    moved, faults = [], []
    for path in paths:
        try:
            files.make_folder(to, like=path)
            files.rename_new(path, to / path.name)
        except FileError as error:
            faults.append(str(error))
        else:
            moved.append(path)
    return moved, faults
