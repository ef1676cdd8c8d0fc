"""Where pages end. Pure: heights in, slices of rows out.

A row is not cut in two where it fits on a page; a taller one goes on over the next pages. Rows may be asked to stay
on a page with the row below them, and the last page to hold more than a little.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from xl.late import dataclass

_LEAST_ON_LAST = 0.25  # of a page
_LEAST_OF_ROW = 0.2  # of a page: less room than that is left empty before a row that is too tall for any


class Slice(NamedTuple):
    """A part of a row on a page: the row's place, where in it the part begins, and how high it is."""

    row: int
    start: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The rows of a printed area, by place.

    Attributes:
        heights: 0 for hidden rows.
        kept: Places of rows that stay on a page with the row below; None: Excel's own way, no care taken.
        breaks: Places of rows after which a page ends in any case.
        cut: Where in a row that is too tall a page may end: at this height or less.
    """

    heights: Sequence[float]
    kept: frozenset[int] | None
    breaks: frozenset[int]
    cut: Callable[[int, float], float]


def paginate(rows: Rows, room: Callable[[int], float]) -> list[list[Slice]]:
    """The pages, each with its slices of rows from the top down.

    Args:
        rows: The rows.
        room: The height for rows on a page that begins with this one.
    """
    pages: list[list[Slice]] = []
    rest = [Slice(row, 0.0, height) for row, height in enumerate(rows.heights) if height]
    weak = _last_rows(rows, room)
    while rest:
        height = room(rest[0].row)
        count = _count(rest, height, rows.breaks)
        page, rest = rest[:count], rest[count:]
        if rest and not (page and page[-1].row in rows.breaks):
            free = height - sum(piece.height for piece in page)
            if rest[0].height > room(rest[0].row) and (free >= height * _LEAST_OF_ROW or not page):
                piece, rest[0] = _cut(rest[0], rows.cut, free)
                page.append(piece)
            else:
                end = _good_end(page, rows.kept or frozenset(), weak)
                page, rest = page[:end], page[end:] + rest
        pages.append(page)
    return pages


def _count(rest: Sequence[Slice], room: float, breaks: frozenset[int]) -> int:
    """How many slices fit on a page."""
    used = 0.0
    for number, piece in enumerate(rest):
        used += piece.height
        if used > room + 0.01:
            return number
        if piece.row in breaks:
            return number + 1
    return len(rest)


def _good_end(page: Sequence[Slice], kept: frozenset[int], weak: frozenset[int]) -> int:
    """How much of a page stays on it: not the rows that stay with the first that no longer fits."""
    for held in (kept | weak, kept):
        end = len(page)
        while end and page[end - 1].row in held:
            end -= 1
        if end:
            return end
    return len(page)


def _last_rows(rows: Rows, room: Callable[[int], float]) -> frozenset[int]:
    """The last rows, which are to stay together until they fill a part of the last page."""
    if rows.kept is None:
        return frozenset()
    held: set[int] = set()
    shown = [row for row, height in enumerate(rows.heights) if height]
    used = 0.0
    for row, below in zip(shown[-2::-1], shown[:0:-1], strict=True):
        used += rows.heights[below]
        if used >= room(below) * _LEAST_ON_LAST:
            break
        held.add(row)
    return frozenset(held)


def _cut(piece: Slice, cut: Callable[[int, float], float], room: float) -> tuple[Slice, Slice]:
    """A row that no page holds: as much of it as fits, and the rest."""
    end = cut(piece.row, piece.start + room)
    if end <= piece.start:
        end = piece.start + room
    height = end - piece.start
    return Slice(piece.row, piece.start, height), Slice(piece.row, end, piece.height - height)
