"""What reaches out of a workbook (a letter) cannot be taken back: what may fail at the save is tried before it.

A macro calls `rehearse` right before the first such step. Who saves the workbook after the macro says how.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

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
