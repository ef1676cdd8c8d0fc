"""Rows that are to be a table's, matched with those that are: what stays, what goes, what is new."""

from collections.abc import Sequence

from xl.late import dataclass
from xl.reading import runs

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moves:
    """How rows come to their new places.

    Attributes:
        sources: For each row to be, the index of the row that it was; None for a new one.
        gone: The rows that are to be no more, in order.
    """

    sources: Sequence[int | None]
    gone: Sequence[int]

    @property
    def is_in_order(self) -> bool:
        """Whether the rows that stay keep their order."""
        kept = [source for source in self.sources if source is not None]
        return kept == sorted(kept)

    def going(self) -> list[tuple[int, int]]:
        """The rows that go, as runs (first, how many) from the bottom up."""
        return [(first, last - first + 1) for first, last in runs(self.gone)][::-1]

    def coming(self) -> list[tuple[int, int]]:
        """The new rows that have others below them, as runs (place to be, how many) from the top down."""
        last = max((place for place, source in enumerate(self.sources) if source is not None), default=-1)
        new = [place for place, source in enumerate(self.sources[: last + 1]) if source is None]
        return [(first, last - first + 1) for first, last in runs(new)]


def match_rows(old: Sequence[Sequence[Key]], new: Sequence[Sequence[Key]]) -> Moves:
    """Match rows by keys, each row with those of its keys; a blank key matches nothing, a row only once."""
    sources: list[int | None] = [None] * len(new)
    free = set(range(len(old)))
    for number in range(max(map(len, [*old, *new]), default=0)):
        by_key: dict[Key, list[int]] = {}
        for index in sorted(free, reverse=True):
            by_key.setdefault(old[index][number], []).append(index)
        for place, keys in enumerate(new):
            if sources[place] is None and any(keys[number]) and (found := by_key.get(keys[number])):
                sources[place] = index = found.pop()
                free.discard(index)
    return Moves(sources, sorted(free))
