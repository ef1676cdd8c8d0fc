"""Merging what units say into what the workbook holds: nothing newer, agreed or edited is overwritten in silence.

Of every row the workbook remembers what its unit said last, as a short mark per value. A value that still is
what the unit said may follow the unit; one that is not has been edited by the office, and then the office
decides. A blank says nothing: it never takes a value's place unless the office says so.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from cchc_macros.rules.tasks.memory import BLANK, Memory
from xl.late import dataclass

TWO_RETURNS = "Hai phiếu ghi khác nhau"
OLDER = "Phiếu cũ hơn số liệu trong sổ"
EDITED = "Cơ quan đã sửa sau lần tổng hợp trước"
ERASED = "Đơn vị đã xóa trống"


class Reply(NamedTuple):
    """What one file says of one row: values by heading ("" for blank), none for what could not be read."""

    source: str
    saved: datetime
    values: Mapping[str, str]


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

    taken: dict[str, Reply]
    memory: Memory
    conflicts: list[Conflict]

    def by_source(self) -> dict[str, dict[str, str]]:
        """The values to write, by the file they come from."""
        found: dict[str, dict[str, str]] = {}
        for heading, entry in self.taken.items():
            found.setdefault(entry.source, {})[heading] = entry.values[heading]
        return found


def merge_row(mine: Mapping[str, str], memory: Memory, said: Sequence[Reply], asked: Mapping[str, set[str]]) -> Merged:
    """Merge what files not seen before say of one row into the workbook's values, by heading, "" for blank.

    What is `asked` is in question already: such a cell waits for the office. `memory` is what the unit said last.
    """
    if len(said) == 1 and not (memory.marks or asked or any(mine.values())):
        # the first report of a row: there is nothing to weigh
        first = {heading: value for heading, value in said[0].values.items() if value}
        return Merged(dict.fromkeys(first, said[0]), memory.after(said[0].saved, first), [])
    taken: dict[str, Reply] = {}
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
    heading: str, mine: str, memory: Memory, said: Sequence[Reply], asked: set[str]
) -> Reply | list[Conflict] | None:
    """The entry whose value settles a cell, or the conflicts, or None where nothing new is said."""
    if len(said) == 1 and said[0].values[heading] == mine:  # by far the most cells: spare the rest
        return said[0] if mine else None
    newest = sorted(said, key=lambda entry: entry.saved, reverse=True)
    filled: dict[str, Reply] = {}
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


def _objection(heading: str, mine: str, memory: Memory, entry: Reply, asked: set[str]) -> str:
    """Why a new value may not take the place of the workbook's; "" where it may."""
    if not asked and not mine and memory.marks.get(heading, BLANK) == BLANK:
        return ""
    if asked or not memory.knows(heading, mine):
        return EDITED
    return OLDER if entry.saved <= memory.saved else ""
