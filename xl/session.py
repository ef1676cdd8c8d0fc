"""One run of a macro on a workbook file: lock, open, run, keep a backup, save."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import xl.light  # noqa: F401  # must come before xlwings

import xlwings as xw  # isort: skip

from xl.backups import folder, keeping
from xl.engine import activated, open_book, uncomputed
from xl.engine.writing import saving
from xl.errors import FileError, UnrecordedError
from xl.file_faults import ELSEWHERE, explained
from xl.files import refuse_read_only, tidy
from xl.garbage import seldom_gc
from xl.locks import locked
from xl.outward import ended_by_save, rehearsed_by
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

    If the macro raises, the file is as it was; likewise where its outcome is `idle`: it found nothing to do.

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
        held.enter_context(seldom_gc())
        if write:  # reading takes no lock: it works on a read-only share, and files change whole
            with _elsewhere(out):
                held.enter_context(locked(target))
                _refuse_read_only(target)  # before the macro writes beside it what the workbook could not say
                for place in (target.resolve().parent, folder(target)):
                    tidy(place)  # also where this run will find nothing to write
        book = open_book(path)
        if write:
            ending = _Saving(book, target, verb, out, held)
            with ended_by_save(), rehearsed_by(ending.rehearse):
                summary = macro(book, **options)
                ending.save(summary)
        else:
            summary = macro(book, **options)
        if kept is not None:
            kept += uncomputed(book)
    return summary


class _Saving:
    """The save at the end of a run, with the copy from before it; `rehearse` tries it."""

    def __init__(self, book: xw.Book, target: Path, verb: str, out: Path | None, held: ExitStack) -> None:
        self._book = book
        self._target = target
        self._verb = verb
        self._out = out
        self._held = held
        self._is_kept = self._is_rehearsed = False

    def rehearse(self) -> None:
        """Keep the copy, and do all of the save but its last step.

        Raises:
            FileError: one of them cannot be done.
        """
        with _elsewhere(self._out):
            self._keep()
            saving.rehearse(self._book.impl.doc, self._target)
        self._is_rehearsed = True

    def save(self, outcome: object) -> None:
        """Save the workbook, but for one in which there was nothing to do.

        Raises:
            FileError: it cannot be written; an `UnrecordedError` after a rehearsal, when things may have gone out.
        """
        if self._target == self._book.impl.doc.path and getattr(outcome, "idle", False):
            return
        tell("lưu sổ")
        try:
            with _elsewhere(self._out):
                self._keep()
                self._book.save(str(self._target))
        except (FileError, KeyboardInterrupt) as error:
            if not self._is_rehearsed:
                raise
            raise UnrecordedError(str(error) or "đã dừng theo yêu cầu khi đang ghi sổ.", outcome) from error

    def _keep(self) -> None:
        """Keep the copy until the end of the run; where nothing comes to be written, it goes."""
        if not self._is_kept:
            self._held.enter_context(keeping(self._target, self._verb))
        self._is_kept = True


def _refuse_read_only(path: Path) -> None:
    try:
        refuse_read_only(path)
    except OSError as error:
        raise explained(error, path) from error


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
