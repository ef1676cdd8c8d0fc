"""Work through things in processes of their own: one on which a process hangs or dies costs only itself."""

import gc
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from enum import Enum
from functools import partial
from itertools import takewhile
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

from xl.log import log_error
from xl.memory import limit_memory

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

T = TypeVar("T")
R = TypeVar("R")

MAX_MEMORY = 2_000_000_000  # bytes of one process
_AT_ONCE = 20  # things between two collections of garbage: looking through each on the way takes a third of the time
_PART = 20  # things that a process is given at a time where the caller works too
_AHEAD = 6  # of so many things it is given one at first, from the end: the caller has yet to begin


class Fault(Enum):
    """Why there is no result."""

    SLOW = "slow"
    DIED = "died"


def in_processes(work: Callable[[T], R], things: Iterable[T], processes: int, seconds: float) -> list[R | Fault]:
    """Do the work on each thing; return the results in the order of the things.

    Args:
        work: A function of a module; what it takes and gives is pickled. It raises nothing.
        things: What to work on.
        processes: How many processes at a time.
        seconds: How long one thing may take; a new process takes the place of one that takes longer.
    """
    results = dict(_results(work, things, processes, seconds))
    return [results[number] for number in range(len(results))]


def meanwhile(work: Callable[[T], R], things: Sequence[T], processes: int, seconds: float) -> Iterator[R | Fault]:
    """The same, each result as soon as it is there; the processes go on while the caller is at work on it."""
    ready: SimpleQueue[tuple[int, Any]] = SimpleQueue()
    stopped = threading.Event()

    def feed() -> None:
        try:
            for result in _results(work, takewhile(lambda _: not stopped.is_set(), things), processes, seconds):
                ready.put(result)
        except Exception as error:  # noqa: BLE001  the caller's own thread raises it
            ready.put((-1, error))

    thread = threading.Thread(target=feed, daemon=True)
    thread.start()
    held: dict[int, Any] = {}
    try:
        for number in range(len(things)):
            while number not in held:
                place, result = ready.get()
                if place < 0:
                    raise result
                held[place] = result
            yield held.pop(number)
    finally:
        stopped.set()
        thread.join()


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
        self._worker: _Worker | None = _Worker(partial(_do_all, work))
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
                self._worker.take(self._left[place], self._parts[self._left[place]], 0.0)
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


def _results(
    work: Callable[[T], R], things: Iterable[T], processes: int, seconds: float
) -> Iterator[tuple[int, R | Fault]]:
    """The results with the numbers of the things, as they come."""
    from multiprocessing.connection import wait  # noqa: PLC0415  # a click waits for it, and asks something first

    waiting = enumerate(things)
    busy: list[_Worker] = []
    try:
        for _, (number, thing) in zip(range(processes), waiting, strict=False):
            busy.append(_Worker(work))
            busy[-1].take(number, thing, seconds)
        while busy:
            soonest = min(worker.deadline for worker in busy)
            ready = wait([worker.pipe for worker in busy], max(0.0, soonest - time.monotonic()))
            for worker in [w for w in busy if w.pipe in ready or time.monotonic() >= w.deadline]:
                number, result = worker.number, worker.answer() if worker.pipe in ready else Fault.SLOW
                following = next(waiting, None)
                if following is None or isinstance(result, Fault):
                    worker.end()
                if following is None:
                    busy.remove(worker)
                else:
                    worker.take(*following, seconds)
                yield number, result
    finally:
        for worker in busy:
            worker.end()


class _Worker:
    """A process, and what it is at."""

    pipe: "Connection[Any, Any]"
    number: int
    deadline: float

    def __init__(self, work: Callable[[Any], Any]) -> None:
        self._work = work
        self._process: SpawnProcess | None = None

    def take(self, number: int, thing: Any, seconds: float) -> None:
        """Begin with a thing, in a new process if need be."""
        if self._process is None:
            from multiprocessing import get_context  # noqa: PLC0415  # as above

            spawn = get_context("spawn")  # as on Windows: a fork would copy the thread that shows the progress
            self.pipe, theirs = spawn.Pipe()
            process = spawn.Process(target=_serve, args=(theirs, self._work), daemon=True)
            process.start()
            self._process = process
            theirs.close()  # else nobody would notice the end of the process
        self.number, self.deadline = number, time.monotonic() + seconds
        with suppress(OSError):  # the process died; `answer` says so
            self.pipe.send(thing)

    def answer(self) -> Any:
        """The result that is ready."""
        try:
            return self.pipe.recv()
        except (EOFError, OSError):
            return Fault.DIED

    def end(self) -> None:
        """End the process, whatever it is at."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self.pipe.close()
            self._process = None


def _end_with_parent() -> None:
    """Wait for the command that started this process, and end with it even in the midst of work."""
    from multiprocessing import parent_process  # noqa: PLC0415  # as above

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _serve(pipe: "Connection[Any, Any]", work: Callable[[Any], Any]) -> None:
    """What a process does: take a thing, give its result, until the other side is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C ends the command, which ends this process
    threading.Thread(target=_end_with_parent, daemon=True).start()
    limit_memory(MAX_MEMORY)
    gc.disable()
    done = 0
    while True:
        try:
            thing = pipe.recv()
        except EOFError:
            return
        pipe.send(work(thing))
        done += 1
        if done == 1 or done % _AT_ONCE == 0:
            gc.collect()
        if done == 1:
            gc.freeze()  # libraries are loaded now: looking through them again takes more than most things do
