"""What a benchmark gives, and how times are taken."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ratio:
    """One measured ratio and the most it may be."""

    name: str
    value: float
    limit: float
    note: str = ""

    @property
    def holds(self) -> bool:
        return self.value <= self.limit


def seconds(work: Callable[[], object]) -> float:
    """The time that one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def alternate(first: Callable[[], object], second: Callable[[], object], rounds: int) -> float:
    """The median over rounds of first's time over second's, both run in turn, so that a busy machine slows both."""
    return statistics.median(seconds(first) / seconds(second) for _ in range(rounds))


def python(code: str) -> Callable[[], object]:
    """A cold interpreter of this environment that runs some code."""
    return lambda: subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


# Code that gives the most memory that the process running it had, in MB. Not ru_maxrss: that one begins with the
# peak of the process that forked.
PEAK = r"""int(__import__("re").search(r"VmHWM:\s*(\d+)", open("/proc/self/status").read())[1]) // 1024"""
