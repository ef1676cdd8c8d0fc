"""One run of a macro on a workbook file: lock, open, run, keep a backup, save."""

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any, TypeVar

from xl.backups import back_up
from xl.engine import open_book
from xl.files import locked
from xl.progress import tell

T = TypeVar("T")


def run_on_file(
    path: Path, macro: Callable[..., T], *, verb: str, write: bool = True, out: Path | None = None, **options: Any
) -> T:
    """Run a macro on a workbook file and save what it changed.

    If the macro raises, the file is as it was.

    Args:
        path: The workbook.
        macro: A function on an `xw.Book`.
        verb: Names the backup.
        write: Whether the macro changes the workbook.
        out: Save there instead and leave `path` as it is.
        options: The macro's own options.

    Raises:
        FileError: the workbook cannot be opened, is in use, or cannot be written.
        UserError: what the macro raises.
    """
    target = out or path
    with locked(target) if write else nullcontext():  # reading works on a read-only share, and files change whole
        book = open_book(path)
        summary = macro(book, **options)
        if write:
            tell("lưu sổ")
            back_up(target, verb)
            book.save(str(target))
    return summary
