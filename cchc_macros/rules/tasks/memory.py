"""What a row of the register of progress remembers: what its unit said last, what its task sheet showed last.

Each value is kept as a short mark; that is enough to tell whether a value is one that was there before.
"""

import zlib
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

NEVER = datetime(1, 1, 1, tzinfo=UTC)
BLANK = "-"
_UNKNOWN = "."
_STAMP = "%Y%m%dT%H%M%S"
_SHOWN = "|"  # before the marks of what the task sheet showed


class Memory(NamedTuple):
    """What a row remembers.

    Attributes:
        saved: When the file was saved in which the unit said it.
        marks: A mark of what the unit said last, by heading.
        shown: A mark of what the office's own task sheet of the unit showed last, by heading.
    """

    saved: datetime = NEVER
    marks: Mapping[str, str] = {}
    shown: Mapping[str, str] = {}

    @classmethod
    def read(cls, text: str, headings: Sequence[str]) -> "Memory":
        """Read it back from its cell; what is no memory is no memory at all."""
        said, _, shown = text.partition(_SHOWN)
        stamp, *marks = said.split() or [""]
        try:
            saved = NEVER if stamp == _UNKNOWN else datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
        except ValueError:
            return cls()
        return cls(saved, _by_heading(headings, marks), _by_heading(headings, shown.split()))

    def write(self, headings: Sequence[str]) -> str:
        """As one short text for a cell."""
        said = [_stamp(self.saved), *(self.marks.get(heading, _UNKNOWN) for heading in headings)]
        shown = [_SHOWN, *(self.shown.get(heading, _UNKNOWN) for heading in headings)] if self.shown else []
        return " ".join(said + shown)

    def knows(self, heading: str, value: str) -> bool:
        """Whether the unit said this value last."""
        return self.marks.get(heading) == mark(value)

    def showed(self, heading: str, value: str, first: str = "") -> bool:
        """Whether the task sheet showed this value last; `first` is what a sheet shows of which nothing is known."""
        return self.shown.get(heading, mark(first)) == mark(value)

    def after(self, saved: datetime, settled: Mapping[str, str]) -> "Memory":
        """The memory once these values are settled: taken, or refused by the office."""
        marks = {**self.marks, **{heading: mark(value) for heading, value in settled.items()}}
        return Memory(max(self.saved, saved), marks, self.shown)

    def without(self, headings: Collection[str]) -> "Memory":
        """The memory without what it knows of some headings: what is there now is the office's own."""
        return self._replace(marks={name: mark for name, mark in self.marks.items() if name not in headings})

    def showing(self, values: Mapping[str, str]) -> "Memory":
        """The memory once the task sheet shows these values."""
        return self._replace(shown={**self.shown, **{heading: mark(value) for heading, value in values.items()}})


@lru_cache(maxsize=64)  # the rows of a file have one
def _stamp(saved: datetime) -> str:
    return _UNKNOWN if saved == NEVER else saved.strftime(_STAMP)


@lru_cache(maxsize=1024)  # of most columns the values are few
def mark(value: str) -> str:
    """The mark of a value."""
    return f"{zlib.crc32(value.encode()):08x}" if value else BLANK


def _by_heading(headings: Sequence[str], marks: Sequence[str]) -> dict[str, str]:
    return {heading: mark for heading, mark in zip(headings, marks, strict=False) if mark != _UNKNOWN}
