"""Work through things in processes of their own: one on which a process hangs or dies costs only itself."""

import gc
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from enum import Enum
from functools import partial
from itertools import islice
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

from xl.errors import UserError
from xl.memory import limit_memory

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

T = TypeVar("T")
R = TypeVar("R")

MAX_MEMORY = 2_000_000_000  # bytes of one process
_AT_ONCE = 20  # things between two collections of garbage: looking through each on the way takes a third of the time
_TOGETHER, _TIMES = 10, 10  # things of a crew's that a process is given at a time, where there are so many times more


_REFUSED = (
    "Máy không cho chạy tiến trình phụ ({program}) để đọc tệp; có thể phần mềm diệt virus chặn. Nhờ cán bộ tin học cho "
    "phép chương trình ấy rồi làm lại."
)


class NoProcessError(UserError):
    """The system lets no process come up: nothing that it was to work on is to blame."""

    def __init__(self) -> None:
        super().__init__(_REFUSED.format(program=sys.executable))


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

    Raises:
        NoProcessError: no process comes up.
    """
    workers = [Worker() for _ in range(processes)]
    try:
        results = dict(_results(work, things, workers, seconds))
    finally:
        for worker in workers:
            worker.end()
    return [results[number] for number in range(len(results))]


class Crew:
    """Processes that work while the caller does, on some things and then on others: to start one takes time."""

    def __init__(self, processes: int) -> None:
        self._workers = [Worker() for _ in range(processes)]
        self._feeder: threading.Thread | None = None
        self._is_stopped = False

    def begin(self, work: Callable[[T], R], things: Sequence[T], seconds: float) -> Iterator[R | Fault]:
        """Begin as `in_processes` does, once all from before is done; each result is there as soon as it can be.

        Of many things a process is given some together, which the time is for; where it dies or takes longer, each of
        them is given out again, alone.
        """
        if self._feeder:
            self._feeder.join()
        ready: SimpleQueue[tuple[int, Any]] = SimpleQueue()
        together = max(1, min(_TOGETHER, len(things) // (_TIMES * len(self._workers))))

        def feed() -> None:
            try:
                for result in _results(work, things, self._workers, seconds, together):
                    ready.put(result)
                    if self._is_stopped:
                        return
            except Exception as error:  # noqa: BLE001  the caller's own thread raises it
                ready.put((-1, error))

        self._feeder = threading.Thread(target=feed, daemon=True)
        self._feeder.start()
        return _in_order(ready, len(things))

    def close(self) -> None:
        """End the processes, when those that are at work are done with that."""
        self._is_stopped = True
        if self._feeder:
            self._feeder.join()
        for worker in self._workers:
            worker.end()


def _in_order(ready: "SimpleQueue[tuple[int, Any]]", count: int) -> Iterator[Any]:
    held: dict[int, Any] = {}
    for number in range(count):
        while number not in held:
            place, result = ready.get()
            if place < 0:
                raise result
            held[place] = result
        yield held.pop(number)


def _results(
    work: Callable[[T], R], things: Iterable[T], workers: Iterable["Worker"], seconds: float, together: int = 1
) -> Iterator[tuple[int, R | Fault]]:
    """The results with the numbers of the things, as they come."""
    from multiprocessing.connection import wait  # noqa: PLC0415  # a click waits for it, and asks something first

    waiting, alone = enumerate(things), deque[tuple[int, T]]()
    busy: dict[Worker, list[tuple[int, T]]] = {}

    def go_on(worker: Worker) -> None:
        if part := [alone.popleft()] if alone else list(islice(waiting, together)):
            worker.take(partial(_do_each, work), [thing for _, thing in part], seconds)
            busy[worker] = part

    try:
        for worker in workers:
            go_on(worker)
        while busy:
            soonest = min(worker.deadline for worker in busy)
            ready = wait([worker.pipe for worker in busy], max(0.0, soonest - time.monotonic()))
            for worker in [w for w in busy if w.pipe in ready or time.monotonic() >= w.deadline]:
                part, results = busy.pop(worker), worker.answer() if worker.pipe in ready else Fault.SLOW
                if isinstance(results, Fault):
                    worker.end()
                    results = [results] if len(part) == 1 else []
                    alone += part[len(results) :]
                go_on(worker)
                yield from zip((number for number, _ in part), results, strict=False)
    finally:
        for worker in busy:
            worker.end()


def _do_each(work: Callable[[T], R], things: Sequence[T]) -> list[R]:
    return [work(thing) for thing in things]


class Worker:
    """A process, and what it is at."""

    pipe: "Connection[Any, Any]"
    deadline: float
    _up: "Connection[Any, Any]"  # where it says so, once

    def __init__(self) -> None:
        self._process: SpawnProcess | None = None

    def start(self) -> None:
        """Start the process, if need be.

        Raises:
            NoProcessError: the system allows none.
        """
        if self._process is None:
            from multiprocessing import get_context  # noqa: PLC0415  # as above

            spawn = get_context("spawn")  # as on Windows: a fork would copy the thread that shows the progress
            (self.pipe, theirs), (self._up, up) = spawn.Pipe(), spawn.Pipe(duplex=False)
            process = spawn.Process(target=_serve, args=(theirs, up), daemon=True)
            try:
                process.start()
            except OSError as error:
                raise NoProcessError from error
            self._process = process
            for end in (theirs, up):
                end.close()  # else nobody would notice the end of the process

    def take(self, work: Callable[[Any], Any], things: Sequence[Any], seconds: float) -> None:
        """Begin with things, in a new process if need be; on Windows it has to be up for many of them.

        Raises:
            NoProcessError: as `start`.
        """
        self.start()
        self.deadline = time.monotonic() + seconds
        with suppress(OSError):  # the process died; `answer` says so
            self.pipe.send((work, things))

    def answer(self) -> Any:
        """The result that is ready.

        Raises:
            NoProcessError: the process never came up.
        """
        try:
            return self.pipe.recv()
        except (EOFError, OSError):
            try:
                self._up.recv_bytes()
            except (EOFError, OSError) as error:
                raise NoProcessError from error
            self._up.close()
            return Fault.DIED

    def end(self) -> None:
        """End the process, whatever it is at."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self.pipe.close()
            self._up.close()
            self._process = None


def _end_with_parent() -> None:
    """Wait for the command that started this process, and end with it even in the midst of work."""
    from multiprocessing import parent_process  # noqa: PLC0415  # as above

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _serve(pipe: "Connection[Any, Any]", up: "Connection[Any, Any]") -> None:
    """What a process does: say that it is up, take things, give the results, until the other side is gone."""
    up.send_bytes(b"up")
    up.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C ends the command, which ends this process
    threading.Thread(target=_end_with_parent, daemon=True).start()
    limit_memory(MAX_MEMORY)
    gc.disable()
    is_first, done = True, 0
    while True:
        try:
            work, things = pipe.recv()
        except (EOFError, OSError):
            return
        results = work(things)
        with suppress(OSError):  # nobody waits for them any more: the next `recv` says so
            pipe.send(results)
        del results
        done += len(things)
        if is_first or done >= _AT_ONCE:
            gc.collect()
            done = 0
        if is_first:
            gc.freeze()  # libraries are loaded now: looking through them again takes more than most things do
        is_first = False
