"""What reaches out of a workbook (a letter) cannot be taken back: what may fail at the save is tried before it.

A macro calls `rehearse` right before the first such step. Who saves the workbook after the macro says how, and lets
what a macro began go on (`going_on`) while the new workbook is put together; it ends before that takes the place of the
old one.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")

_later: ContextVar[ExitStack | None] = ContextVar("later", default=None)
_rehearsal: ContextVar[Callable[[], None] | None] = ContextVar("rehearsal", default=None)


def rehearse() -> None:
    """Try the save that follows the macro.

    Raises:
        FileError: it would fail.
    """
    if trial := _rehearsal.get():
        trial()


@contextmanager
def rehearsed_by(trial: Callable[[], None]) -> Iterator[None]:
    """While the context lasts, `rehearse` calls this."""
    token = _rehearsal.set(trial)
    try:
        yield
    finally:
        _rehearsal.reset(token)


@contextmanager
def going_on(work: AbstractContextManager[T]) -> Iterator[T]:
    """Begin work that ends before the workbook is saved; with the block, if nobody saves it after the macro."""
    later = _later.get()
    if later is None:
        with work as begun:
            yield begun
    else:
        yield later.enter_context(work)


@contextmanager
def ended_by_save() -> Iterator[None]:
    """While the context lasts, work may go on after a block of `going_on`: until `end_work`, or the context's end."""
    with ExitStack() as later:
        token = _later.set(later)
        try:
            yield
        finally:
            _later.reset(token)


def end_work() -> None:
    """Wait for what goes on.

    Raises:
        UserError: as that does.
    """
    if later := _later.get():
        later.close()
