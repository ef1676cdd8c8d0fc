"""Copies of a file from before each change, in the folder `<name>.sao-luu` beside it: of a workbook, of a report.

They are numbered, so that a clock set back does not change their order: `0007-recalculate-20260301-140512.xlsx`.
"""

import re
import time
from pathlib import Path

from xl import files
from xl.errors import FileError
from xl.file_faults import explained

KEPT = 20
ENDING = ".sao-luu"
_NAME = re.compile(r"^(\d{4,})-.*(\.\w+)$")
_WORKBOOKS = (".xlsx", ".xlsm")  # a workbook stays the same one when macros are added


def folder(path: Path) -> Path:
    """Return the backup folder of a workbook."""
    return path.with_name(f"{path.stem}{ENDING}")


def back_up(path: Path, verb: str) -> Path | None:
    """Keep a copy of a workbook as it is now, and only the newest copies.

    Args:
        path: The workbook; if it does not exist there is nothing to keep.
        verb: What is about to change it.

    Returns:
        The copy.

    Raises:
        FileError: the copy cannot be written.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise explained(error, path) from error
    copy = place(path, verb)
    files.write_atomic(copy, data)
    return copy


def place(path: Path, verb: str) -> Path:
    """Return the file that the next copy goes to, with its folder made and room for it among the copies.

    Raises:
        FileError: the folder cannot be made.
    """
    kept = _list(path)
    number = kept[-1][0] + 1 if kept else 1
    name = re.sub(r"\W+", "-", verb).strip("-") or "ghi"
    copy = folder(path) / f"{number:04d}-{name}-{time.strftime('%Y%m%d-%H%M%S')}{path.suffix}"
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise explained(error, copy.parent) from error
    for _, old in kept[: max(0, len(kept) + 1 - KEPT)]:
        old.unlink(missing_ok=True)
    return copy


def copies(path: Path) -> list[Path]:
    """Return the copies of a workbook, the newest first."""
    return [copy for _, copy in reversed(_list(path))]


def undo(path: Path) -> Path:
    """Put the workbook back as it was before the last change, and drop that copy; again goes one further back.

    A copy equal to the workbook (the change was never written) is passed over.

    Returns:
        The copy that was restored; it no longer exists.

    Raises:
        FileError: there is no copy, or the workbook cannot be written.
    """
    try:
        current = path.read_bytes() if path.exists() else None
        for _, copy in reversed(_list(path)):
            data = copy.read_bytes()
            if data != current:
                files.write_atomic(path, data)
                copy.unlink(missing_ok=True)
                return copy
            copy.unlink(missing_ok=True)
    except OSError as error:
        raise explained(error, path) from error
    raise FileError(f"{path.name}: không còn bản sao lưu nào để lùi lại.")


def _list(path: Path) -> list[tuple[int, Path]]:
    """Return the copies, oldest first; a file of another kind with the same name has copies of its own there."""
    kind = path.suffix.casefold()
    kinds = _WORKBOOKS if kind in _WORKBOOKS else (kind,)
    try:
        found = [(_NAME.match(entry.name), entry) for entry in folder(path).iterdir()]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise explained(error, path) from error
    return sorted((int(match[1]), entry) for match, entry in found if match and match[2].casefold() in kinds)
