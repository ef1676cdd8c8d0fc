"""Work that a second process takes a part of while the caller does it too: whichever is sooner does more."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from typing import Any, TypeVar

from xl.log import log_error
from xl.workers import Worker

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
        if len(self._parts) > 1:
            self._go_on(-1)

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
        """End the process."""
        if self._worker:
            self._worker.end()
            self._worker = None

    def _do_here(self) -> None:
        """Do the first part that nobody has begun with."""
        number, done = self._left.pop(0), list[Any]()
        for thing in self._parts[number]:
            done.append(self._work(thing))
            self._look()
        self._done[number] = done

    def _look(self) -> None:
        """Take over what the process did if it is ready."""
        try:
            ready = self._worker and self._there >= 0 and self._worker.pipe.poll()
        except OSError:  # on Windows, of a process that died: to receive from it says so too
            ready = True
        if ready:
            self._receive()

    def _go_on(self, place: int = 0) -> None:
        """Let the process begin with another part."""
        if self._worker and self._left:
            try:
                self._worker.take(partial(_do_all, self._work), self._parts[self._left[place]], 0.0)
            except OSError:
                self._give_up()
            else:
                self._there = self._left.pop(place)

    def _receive(self) -> None:
        """Take over what the process did of its part, or do that here."""
        answer, number, self._there = None, self._there, -1
        if self._worker:
            try:
                answer = self._worker.pipe.recv()
            except (EOFError, OSError):
                self._give_up()
        self._done[number] = [self._work(thing) for thing in self._parts[number]] if answer is None else answer
        self._go_on()

    def _give_up(self) -> None:
        log_error("helping")
        self.close()


def _do_all(work: Callable[[T], R], things: Sequence[T]) -> list[R] | None:
    """The results, None where there is none of one."""
    try:
        return [work(thing) for thing in things]
    except Exception:  # noqa: BLE001  who asked does it again, and meets what it raises
        log_error("helping")
        return None
