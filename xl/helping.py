"""Work that a second process takes a part of while the caller does it too: whichever is sooner does more."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from typing import Any, TypeVar

from xl.log import log_error
from xl.workers import NoProcessError, Worker

T = TypeVar("T")
R = TypeVar("R")

_PART = 20  # things that the process is given at a time
_AHEAD = 4  # of so many things it is given one at first, from the end: the caller has yet to begin


@contextmanager
def helped(work: Callable[[T], R], things: Sequence[T]) -> Iterator[Iterator[R]]:
    """The results of work, in order, that another process begins with at once, and the caller's own does too.

    Whichever is sooner does more: a process that is slow to start costs nothing. What one fails at is logged and done
    again here, so that what the work raises, it raises here.

    Args:
        work: A function of a module; what it takes and gives is pickled.
        things: What to work on.
    """
    with closing(_Helper(work, things)) as helper:
        yield helper.results()


class _Helper:
    """A process that works on parts of things, as who asks for the results does, and what is done of them."""

    def __init__(self, work: Callable[[Any], Any], things: Sequence[Any]) -> None:
        self._work = work
        last = len(things) - max(len(things) // _AHEAD, _PART)
        self._parts = [things[first : min(first + _PART, last)] for first in range(0, last, _PART)]
        self._parts.append(things[max(last, 0) :])
        self._left = list(range(len(self._parts)))  # the parts that nobody has begun with
        self._done: dict[int, list[Any]] = {}
        self._there = -1  # the part that the process is at
        self._worker: Worker | None = Worker()
        self._first = threading.Thread(target=self._give, daemon=True)  # on Windows it takes until the process is up
        if len(self._parts) > 1:
            try:
                self._worker.start()
            except NoProcessError:
                self._give_up()
            else:
                self._there = self._left.pop()
                self._first.start()

    def results(self) -> Iterator[Any]:
        """The results, in the order of the things: what is not there yet is worked on, or what comes after it."""
        for number in range(len(self._parts)):
            while number not in self._done:
                if self._left:
                    self._do_here()
                else:
                    self._receive()
            for result in self._done.pop(number):
                yield result
                self._look()

    def close(self) -> None:
        """End the process; one that is given something has to be up first."""
        if self._first.is_alive():
            self._first.join()
        if self._worker:
            self._worker.end()

    def _do_here(self) -> None:
        """Do the first part that nobody has begun with."""
        number, done = self._left.pop(0), list[Any]()
        for thing in self._parts[number]:
            done.append(self._work(thing))
            self._look()
        self._done[number] = done

    def _look(self) -> None:
        """Take over what the process did if it is ready."""
        if self._there < 0 or self._first.is_alive():
            return
        try:
            ready = self._worker is None or self._worker.pipe.poll()
        except OSError:  # on Windows, of a process that died: to receive from it says so too
            ready = True
        if ready:
            self._receive()

    def _give(self) -> None:
        """Let the process begin with a part."""
        if self._worker:
            self._worker.take(partial(_do_all, self._work), self._parts[self._there], 0.0)

    def _receive(self) -> None:
        """Take over what the process did of its part, or do that here; let it go on with another."""
        if self._first.is_alive():
            self._first.join()
        answer, number, self._there = None, self._there, -1
        if self._worker:
            try:
                answer = self._worker.pipe.recv()
            except (EOFError, OSError):
                self._give_up()
        self._done[number] = [self._work(thing) for thing in self._parts[number]] if answer is None else answer
        if self._worker and self._left:
            self._there = self._left.pop(0)
            self._give()

    def _give_up(self) -> None:
        log_error("helping")
        if self._worker:
            self._worker.end()
        self._worker = None


def _do_all(work: Callable[[T], R], things: Sequence[T]) -> list[R] | None:
    """The results, None where there is none of one."""
    try:
        return [work(thing) for thing in things]
    except Exception:  # noqa: BLE001  who asked does it again, and meets what it raises
        log_error("helping")
        return None
