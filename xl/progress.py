"""How far the work is, for what takes longer than a second: in the terminal's last line, in Excel's status bar.

Whoever works through many things takes them from `each`; who watches is decided above (`shown`, `watched`). A
watcher is told at most once a second, however many things there are. Nothing is written where nobody watches: a
file, a pipe, a script.
"""

import sys
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TextIO, TypeVar

T = TypeVar("T")

_EVERY = 1.0  # seconds; what is done sooner shows nothing
_CLEAR = "\r\x1b[K"
_lock = threading.Lock()  # held by whoever writes to the terminal
_watcher: ContextVar[Callable[[str], None] | None] = ContextVar("_watcher", default=None)


def each(doing: str, things: Collection[T]) -> Iterator[T]:
    """Hand out the things one by one, telling the watcher which one is at work: "ghi tệp 12/300"."""
    for number, thing in enumerate(things, start=1):
        tell(doing, number, len(things))
        yield thing
    tell()


def tell(doing: str = "", number: int = 0, count: int = 0) -> None:
    """Tell the watcher what is being done, and which of how many things; without arguments that they are done."""
    if watcher := _watcher.get():
        watcher(f"{doing} {number}/{count}" if count else doing)


@contextmanager
def watched(watcher: Callable[[str], None], every: float = _EVERY) -> Iterator[None]:
    """Let a watcher be told how far the work in the block is, at most once every so many seconds.

    Args:
        watcher: Takes "ghi tệp 12/300", or "" when the things are done but the work goes on.
        every: Seconds until the first word, and between words.
    """
    said = time.monotonic()

    def seldom(text: str) -> None:
        nonlocal said
        if time.monotonic() - said >= every:
            watcher(text)
            said = time.monotonic()

    token = _watcher.set(seldom)
    try:
        yield
    finally:
        _watcher.reset(token)


@contextmanager
def shown(who: str, stream: TextIO | None = None, every: float = _EVERY) -> Iterator[None]:
    """Show in a terminal that a command is at work, how far and for how long, until the block ends.

    Args:
        who: The command.
        stream: A terminal, standard error by default; any other stream gets nothing.
        every: Seconds until the line first appears, and between its changes.
    """
    stream = stream or sys.stderr
    if stream is None or not stream.isatty():
        yield
        return
    line = _Line(who, stream, every)
    thread = threading.Thread(target=line.keep_saying, daemon=True)
    thread.start()
    try:
        with watched(line.tell, every=0):
            yield
    finally:
        line.done.set()
        thread.join()


@contextmanager
def paused(stream: TextIO | None = None) -> Iterator[None]:
    """Take the line away while the terminal is used for a question."""
    stream = stream or sys.stderr
    with _lock:
        if stream is not None and stream.isatty():
            stream.write(_CLEAR)
        yield


class _Line:
    """The last line of a terminal, written anew every so often."""

    def __init__(self, who: str, stream: TextIO, every: float) -> None:
        self.done = threading.Event()
        self._who, self._stream, self._every = who, stream, every
        self._doing = ""

    def tell(self, doing: str) -> None:
        self._doing = doing

    def keep_saying(self) -> None:
        steps = 0
        while not self.done.wait(self._every):
            steps += 1
            with _lock:
                if not self.done.is_set():
                    doing = self._doing or "đang làm"
                    self._write(f"{_CLEAR}{self._who}: {doing}… {steps * self._every:.0f} giây")
        if steps:
            self._write(_CLEAR)

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()
