"""Where copies of a live workbook from before each click stand: what the button `Hoàn tác` goes back to.

Those of a saved workbook are among the command line's backups beside it, so that the button and the command undo
each other's work. Those of a workbook that was never saved stand in the user's own folder.
"""

import shutil
import time
from pathlib import Path

import xl.light  # noqa: F401  # must come before xlwings

import xlwings as xw  # isort: skip

from xl import backups
from xl.folders import kept_folder

MOST_DAYS = 30  # copies of workbooks that were never saved go after that
_DROPPED = "ban-vua-bo"


def stand_in(address: str, book: xw.Book) -> Path:
    """Return the path whose backups are this workbook's; for one never saved, a path that does not exist.

    Such a workbook is known only by its name in its Excel: "Sổ1" is another one tomorrow.
    """
    return Path(address) if address else kept_folder() / str(book.app.pid) / f"{book.name}.xlsx"


def place(path: Path, verb: str) -> Path:
    """Return the file for the copy from before a click; older ones make room.

    Raises:
        FileError: its folder cannot be made.
    """
    oldest = time.time() - MOST_DAYS * 24 * 3600
    for excel in kept_folder().iterdir() if kept_folder().exists() else ():
        if excel.stat().st_mtime < oldest:
            shutil.rmtree(excel, ignore_errors=True)
    return backups.place(path, verb)


def place_dropped(path: Path) -> Path:
    """Return the file for the state that an undo is about to replace; the next undo overwrites it."""
    file = backups.folder(path) / f"{_DROPPED}{path.suffix}"
    file.unlink(missing_ok=True)
    return file


def move(old: Path, new: Path) -> Path:
    """Give the copies to the path that a workbook never saved has after an undo, where Excel named it anew."""
    if new != old and backups.folder(old).exists():
        shutil.rmtree(backups.folder(new), ignore_errors=True)
        backups.folder(new).parent.mkdir(parents=True, exist_ok=True)
        backups.folder(old).replace(backups.folder(new))
    return backups.folder(new)
