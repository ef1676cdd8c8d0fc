"""One run of a macro on a workbook file: lock, open, run, keep a backup, save."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from xl.backups import back_up
from xl.engine import activated, open_book, uncomputed
from xl.errors import FileError
from xl.file_faults import ELSEWHERE
from xl.files import locked
from xl.progress import tell

T = TypeVar("T")

_OUT = "Ở dòng lệnh: thêm --out TỆP để ghi sổ sang nơi khác."


def run_on_file(
    path: Path,
    macro: Callable[..., T],
    *,
    verb: str,
    write: bool = True,
    out: Path | None = None,
    kept: list[str] | None = None,
    **options: Any,
) -> T:
    """Run a macro on a workbook file and save what it changed.

    If the macro raises, the file is as it was.

    Args:
        path: The workbook.
        macro: A function on an `xw.Book`.
        verb: Names the backup.
        write: Whether the macro changes the workbook.
        out: Save there instead and leave `path` as it is.
        kept: Takes the cells whose formulas could not be computed, so that they keep the values they had.
        options: The macro's own options.

    Raises:
        FileError: the workbook cannot be opened, is in use, or cannot be written.
        UserError: what the macro raises.
    """
    target = out or path
    with ExitStack() as held:
        held.enter_context(activated())
        if write:  # reading takes no lock: it works on a read-only share, and files change whole
            with _elsewhere(out):
                held.enter_context(locked(target))
        book = open_book(path)
        summary = macro(book, **options)
        if write:
            tell("lưu sổ")
            with _elsewhere(out):
                back_up(target, verb)
                book.save(str(target))
        if kept is not None:
            kept += uncomputed(book)
    return summary


@contextmanager
def _elsewhere(out: Path | None) -> Iterator[None]:
    """Tell of `--out` where the workbook cannot be written in its place and the option was not used."""
    try:
        yield
    except FileError as error:
        cause = error.__cause__
        if out is None and isinstance(cause, OSError) and cause.errno in ELSEWHERE:
            raise FileError(str(error), command=_OUT) from cause
        raise
