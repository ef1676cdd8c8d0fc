"""Which cells of a table are written: what changed, in few blocks, for each is a round trip to Excel.

Only what changed, in at most three blocks a column, else from its first change to its last.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from xl.contents import Content, holds_formula, same
from xl.reading import runs

Column = Sequence[Content]
_MOST_BLOCKS = 3


class Block(NamedTuple):
    """A rectangle of a table's cells, counted from 0."""

    row: int
    column: int
    height: int
    width: int


def changed_blocks(before: Mapping[int, Column], after: Mapping[int, Column]) -> Iterator[Block]:
    """What is to be written: the smallest rectangle, where it holds nothing else but blanks; else the same changes."""
    changed = {column: _changed(before[column], after[column]) for column in sorted(after)}
    changes = {column: _runs(rows) for column, rows in changed.items() if rows}
    alone = {c for c, rows in changes.items() if any(holds_formula(after[c][row : last + 1]) for row, last in rows)}
    for first, last in runs(set(after) - alone):
        columns = [column for column in range(first, last + 1) if column in changes]
        yield from _around(columns, changed, after) or _alike(columns, changes)
    for column in alone:
        yield from _alike([column], changes)


def _around(columns: Sequence[int], changed: Mapping[int, Sequence[int]], after: Mapping[int, Column]) -> list[Block]:
    """The one block around all changes of columns, if every other cell in it is blank; else none."""
    rows = {row for column in columns for row in (changed[column][0], changed[column][-1])}
    if not rows:
        return []
    top, bottom = min(rows), max(rows)
    for column in range(columns[0], columns[-1] + 1):
        others = set(range(top, bottom + 1)).difference(changed[column])
        if any(after[column][row] is not None for row in others):
            return []
    return [Block(top, columns[0], bottom - top + 1, columns[-1] - columns[0] + 1)]


def _alike(columns: Sequence[int], changes: Mapping[int, Sequence[tuple[int, int]]]) -> Iterator[Block]:
    """Neighbouring columns together where the same rows of them change."""
    for _, group in groupby(enumerate(columns), lambda item: (item[1] - item[0], changes[item[1]])):
        together = [column for _, column in group]
        for first, last in changes[together[0]]:
            yield Block(first, together[0], last - first + 1, len(together))


def _changed(before: Column, after: Column) -> list[int]:
    """The rows of a column that change."""
    return [row for row, (old, new) in enumerate(zip(before, after, strict=True)) if not same(old, new)]


def _runs(changed: Sequence[int]) -> list[tuple[int, int]]:
    """The rows as (first, last); of many one around all."""
    whole = [(changed[0], changed[-1])]
    found = whole if len(changed) > changed[-1] - changed[0] else runs(changed)
    return found if len(found) <= _MOST_BLOCKS else whole
