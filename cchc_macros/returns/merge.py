"""Merging what units say into what the workbook holds: nothing newer, agreed or edited is overwritten in silence.

Of every row the workbook remembers what its unit said last, as a short mark per value. A value that still is
what the unit said may follow the unit; one that is not has been edited by the office, and then the office
decides. A blank says nothing: it never takes a value's place unless the office says so.
"""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

_NEVER = datetime(1, 1, 1, tzinfo=UTC)
_BLANK = "-"
_STAMP = "%Y%m%dT%H%M%S"

TWO_RETURNS = "Hai phiếu ghi khác nhau"
OLDER = "Phiếu cũ hơn số liệu trong sổ"
EDITED = "Cơ quan đã sửa sau lần tổng hợp trước"
ERASED = "Đơn vị đã xóa trống"


@dataclass(frozen=True, slots=True)
class Said:
    """What one file says of one row: values by heading ("" for blank), none for what could not be read."""

    source: str
    saved: datetime
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Memory:
    """What the unit said last of one row: when the file was saved, and a mark per heading."""

    saved: datetime = _NEVER
    marks: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, text: str, headings: Sequence[str]) -> "Memory":
        """Read it back from its cell; what is no memory is no memory at all."""
        stamp, *marks = text.split() or [""]
        try:
            saved = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
        except ValueError:
            return cls()
        return cls(saved, {heading: mark for heading, mark in zip(headings, marks, strict=False) if mark != "."})

    def write(self, headings: Sequence[str]) -> str:
        """As one short text for a cell."""
        return " ".join([self.saved.strftime(_STAMP), *(self.marks.get(heading, ".") for heading in headings)])

    def knows(self, heading: str, value: str) -> bool:
        """Whether the unit said this value last."""
        return self.marks.get(heading) == mark(value)

    def after(self, saved: datetime, settled: Mapping[str, str]) -> "Memory":
        """The memory once these values are settled: taken, or refused by the office."""
        marks = {**self.marks, **{heading: mark(value) for heading, value in settled.items()}}
        return Memory(max(self.saved, saved), marks)


class Conflict(NamedTuple):
    """Two values for one cell, for the office to choose."""

    heading: str
    mine: str
    theirs: str
    reason: str
    source: str
    saved: datetime


@dataclass(slots=True)
class Merged:
    """What becomes of a row: the entries whose values to write, by heading; what to remember; what to ask."""

    taken: dict[str, Said]
    memory: Memory
    conflicts: list[Conflict]

    def by_source(self) -> dict[str, dict[str, str]]:
        """The values to write, by the file they come from."""
        found: dict[str, dict[str, str]] = {}
        for heading, entry in self.taken.items():
            found.setdefault(entry.source, {})[heading] = entry.values[heading]
        return found


def mark(value: str) -> str:
    """The mark of a value."""
    return f"{zlib.crc32(value.encode()):08x}" if value else _BLANK


def merge_row(mine: Mapping[str, str], memory: Memory, said: Sequence[Said], asked: Mapping[str, set[str]]) -> Merged:
    """Merge what files say of one row.

    Args:
        mine: The workbook's values by heading, "" for blank.
        memory: What the unit said last.
        said: What the files not seen before say.
        asked: Values already in question, by heading; such a cell waits for the office.
    """
    if len(said) == 1 and not (memory.marks or asked or any(mine.values())):
        # the first report of a row: there is nothing to weigh
        first = {heading: value for heading, value in said[0].values.items() if value}
        return Merged(dict.fromkeys(first, said[0]), memory.after(said[0].saved, first), [])
    taken: dict[str, Said] = {}
    settled: dict[str, str] = {}
    conflicts: list[Conflict] = []
    latest = memory.saved
    for heading, value in mine.items():
        entries = [entry for entry in said if heading in entry.values]
        if not entries:
            continue
        outcome = _settle(heading, value, memory, entries, asked.get(heading, set()))
        if isinstance(outcome, list):
            conflicts += outcome
        elif outcome is not None:
            settled[heading] = outcome.values[heading]
            latest = max(latest, outcome.saved)
            if settled[heading] != value:
                taken[heading] = outcome
    return Merged(taken, memory.after(latest, settled), conflicts)


def _settle(
    heading: str, mine: str, memory: Memory, said: Sequence[Said], asked: set[str]
) -> Said | list[Conflict] | None:
    """The entry whose value settles a cell, or the conflicts, or None where nothing new is said."""
    if len(said) == 1 and said[0].values[heading] == mine:  # by far the most cells: spare the rest
        return said[0] if mine else None
    newest = sorted(said, key=lambda entry: entry.saved, reverse=True)
    filled: dict[str, Said] = {}
    for entry in newest:
        if entry.values[heading]:
            filled.setdefault(entry.values[heading], entry)
    news = [entry for value, entry in filled.items() if value != mine and not memory.knows(heading, value)]
    if not filled:
        erased = mine and memory.knows(heading, mine) and newest and newest[0].saved > memory.saved
        reason, contenders = (ERASED, newest[:1]) if erased else ("", [])
    elif not news:
        reason, contenders = "", [filled[mine]] if set(filled) == {mine} else []
    else:
        reason = TWO_RETURNS if len(filled) > 1 else _objection(heading, mine, memory, news[0], asked)
        contenders = [entry for value, entry in filled.items() if value != mine]
    if not reason:
        return contenders[0] if contenders else None
    return [
        Conflict(heading, mine, entry.values[heading], reason, entry.source, entry.saved)
        for entry in contenders
        if entry.values[heading] not in asked
    ]


def _objection(heading: str, mine: str, memory: Memory, entry: Said, asked: set[str]) -> str:
    """Why a new value may not take the place of the workbook's; "" where it may."""
    if not asked and not mine and memory.marks.get(heading, _BLANK) == _BLANK:
        return ""
    if asked or not memory.knows(heading, mine):
        return EDITED
    return OLDER if entry.saved <= memory.saved else ""
