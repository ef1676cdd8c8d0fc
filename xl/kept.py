"""Where copies of a live workbook from before each click stand: what undoing a click goes back to.

Those of a saved workbook are among the command line's backups beside it, so that the button and the command undo
each other's work. Those of a workbook that was never saved are in the user's own folder.
"""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import unquote
from zlib import crc32

import xl.light  # noqa: F401  # must come before xlwings

import xlwings as xw  # isort: skip

from xl import backups
from xl.errors import WorkbookError
from xl.files import make_folder, run_mark, short_lived
from xl.folders import kept_folder
from xl.host import Host

_ONLINE = "onedrive"
MOST_DAYS = 30  # copies of workbooks that were never saved go after that


def address(book: xw.Book) -> str:
    """Return where a workbook was saved: a path, a web address, or "" when it never was.

    xlwings' own `fullname` lets a workbook's sheet redirect a web address.
    """
    excel = book.api
    if not hasattr(type(book.impl), "xl") and not hasattr(book.impl, "xl"):  # the file engine's: always a path
        return str(book.fullname)
    return str(excel.FullName) if excel.Path else ""


def is_online(place: str) -> bool:
    """Tell whether an address is one of the web, as Excel gives them for OneDrive's folders too."""
    return "://" in place


def stand_in(place: str, book: xw.Book) -> Path:
    """Return the path whose backups are this workbook's; where it is not on this machine, one that does not exist.

    A workbook that was never saved is known only by its name in its Excel: "Sổ1" is another one tomorrow. One online
    is known by its address.
    """
    if not place:
        return kept_folder() / str(book.app.pid) / f"{book.name}.xlsx"
    if is_online(place):
        return kept_folder() / _ONLINE / f"{crc32(place.encode()):08x}" / unquote(place.rpartition("/")[2])
    return Path(place)


def beside(book: xw.Book) -> Path:
    """Return the path beside which a workbook's own files lie: what was mailed, what came back.

    Raises:
        WorkbookError: it was never saved.
    """
    place = address(book)
    if not place:
        raise WorkbookError("Sổ chưa được lưu vào máy. Lưu sổ vào một thư mục trên máy rồi bấm lại.")
    path = stand_in(place, book)
    if is_online(place):
        path.parent.mkdir(parents=True, exist_ok=True)
    return path


def place(path: Path, verb: str) -> Path:
    """Return the file for the copy from before a click.

    Raises:
        FileError: its folder cannot be made.
    """
    _forget_old()
    return backups.place(path, verb)


@contextmanager
def current(host: Host, book: xw.Book, path: Path) -> Iterator[Path]:
    """The open workbook's present state as a file, which goes with the context unless it is moved away.

    Raises:
        FileError: it cannot be written.
    """
    make_folder(backups.folder(path), like=path)
    file = backups.folder(path) / f"{short_lived()}{run_mark()}{path.suffix}"
    backups.forget([file])
    try:
        host.keep(book, file)
        yield file
    finally:
        backups.forget([file])


def _forget_old() -> None:
    """Drop the copies of workbooks that were never saved, after a while."""
    oldest = time.time() - MOST_DAYS * 24 * 3600
    with suppress(OSError):
        for excel in kept_folder().iterdir():
            if excel.name != _ONLINE and excel.stat().st_mtime < oldest:
                shutil.rmtree(excel, ignore_errors=True)


def move(old: Path, new: Path) -> Path:
    """Give the copies to the path that a workbook never saved has after an undo, where Excel named it anew.

    Returns:
        The folder of its copies.
    """
    if new == old or not backups.folder(old).exists():
        return backups.folder(new)
    shutil.rmtree(backups.folder(new), ignore_errors=True)
    try:
        backups.folder(new).parent.mkdir(parents=True, exist_ok=True)
        return backups.folder(old).replace(backups.folder(new))
    except OSError:  # a file in it is open: what was undone is undone
        return backups.folder(old)
