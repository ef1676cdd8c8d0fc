"""A line in the terminal that says a command is still at work, for what takes longer than a second.

In Excel the status bar says it. Nothing is written where nobody watches: a file, a pipe, a script.
"""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

_EVERY = 1.0  # seconds; a command that is done sooner shows nothing
_CLEAR = "\r\x1b[K"
_lock = threading.Lock()  # held by whoever writes to the terminal


@contextmanager
def shown(doing: str, stream: TextIO | None = None, every: float = _EVERY) -> Iterator[None]:
    """Show what is being done and for how long, until the block ends; the line is gone then.

    Args:
        doing: What, as a Vietnamese phrase.
        stream: A terminal, standard error by default; any other stream gets nothing.
        every: Seconds until the line first appears, and between its changes.
    """
    stream = stream or sys.stderr
    if stream is None or not stream.isatty():
        yield
        return
    done = threading.Event()
    line = threading.Thread(target=_keep_saying, args=(doing, stream, every, done), daemon=True)
    line.start()
    try:
        yield
    finally:
        done.set()
        line.join()


@contextmanager
def paused(stream: TextIO | None = None) -> Iterator[None]:
    """Take the line away while the terminal is used for a question."""
    stream = stream or sys.stderr
    with _lock:
        if stream is not None and stream.isatty():
            stream.write(_CLEAR)
        yield


def _keep_saying(doing: str, stream: TextIO, every: float, done: threading.Event) -> None:
    steps = 0
    while not done.wait(every):
        steps += 1
        with _lock:
            if not done.is_set():
                stream.write(f"{_CLEAR}{doing}… {steps * every:.0f} giây")
                stream.flush()
    if steps:
        stream.write(_CLEAR)
        stream.flush()
