"""Where the pages of a printed table end: no heading ends a page, no signature stands alone, the last is not empty.

Excel and LibreOffice end a page before the row that no longer fits, and cannot be told to keep rows together; a page
break set by hand is ignored by Excel where a sheet is fitted to the width of the page. So rows are made higher, by
whole lines shared among those of a page, until the rows that belong together no longer begin below them. Every page
ends by a margin, because both programs may print a little smaller than they were asked to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from cchc_macros.paper import layout as of
from xl.fit import MM

LINE = 15.75  # points: a line of 12 point Times New Roman in a row of Excel, and in the rows that we write
TITLE_LINE = 18.75  # of 14 points
PAGE = (of.PAGE_MM[1] - of.MARGIN_MM["top"] - of.MARGIN_MM["bottom"]) * MM

_LAST_PAGE = PAGE / 4  # at least so much stands on the last page
_MARGIN = PAGE * 0.022  # LibreOffice prints at 98 % where that saves a page

LOOSE, TAIL, KEPT, BOUND = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Strip:
    """One row of the sheet.

    Attributes:
        height: In points.
        hold: Whether it stays on a page with the next row: LOOSE, KEPT where a page can hold both, BOUND still where
            what is KEPT had to be let go. (TAIL, the weakest, is for the last rows of the table.)
        rigid: Whether it is to keep its height.
        goes_on: Whether it is the rest of the row above it, so that a page may begin with it or not.
    """

    height: float
    hold: int = LOOSE
    rigid: bool = True
    goes_on: bool = False


def added_lines(strips: Sequence[Strip], above: float, heading: float) -> list[int]:
    """How many lines to add to each row.

    Args:
        strips: The rows below the heading, in order.
        above: What stands above the heading on the first page, in points.
        heading: The height of the heading, which every page repeats.
    """
    holds = _holds(strips)
    heights = [strip.height for strip in strips]
    start, room = 0, PAGE - above - heading
    while (full := _full_page(heights, start, room)) < len(strips):
        end = _good_end(holds, start, full)
        if not strips[end].goes_on:
            _end_page(strips, heights, range(start, end), room)
        start, room = end, PAGE - heading
    return [round((height - strip.height) / LINE) for height, strip in zip(heights, strips, strict=True)]


def _holds(strips: Sequence[Strip]) -> list[int]:
    """The rows' holds, the last rows held together so that they do not leave the last page nearly empty."""
    holds, used = [strip.hold for strip in strips], 0.0
    for number in range(len(strips) - 1, 0, -1):
        used += strips[number].height
        if used >= _LAST_PAGE:
            break
        holds[number - 1] = max(TAIL, holds[number - 1])
    return holds


def _end_page(strips: Sequence[Strip], heights: list[float], rows: range, room: float) -> None:
    """Make rows higher so that the row below them fits neither a page of this room nor one a margin larger."""
    spare = room - sum(heights[row] for row in rows)
    lines = max(ceil((spare + _MARGIN - heights[rows.stop]) / LINE), 0)
    if lines * LINE > spare:  # no room for the last of these lines: the row below them is made higher instead
        lines -= 1
        heights[rows.stop] += LINE
    free = [row for row in rows if not strips[row].rigid]
    for place, row in enumerate(free):
        heights[row] += LINE * ((lines * (place + 1)) // len(free) - (lines * place) // len(free))


def _full_page(heights: Sequence[float], start: int, room: float) -> int:
    """The first row that no longer fits on the page that begins at `start`."""
    used = heights[start]
    end = start + 1
    while end < len(heights) and used + heights[end] <= room:
        used += heights[end]
        end += 1
    return end


def _good_end(holds: Sequence[int], start: int, full: int) -> int:
    """Where the page is to end: before the rows that stay with the first that no longer fits."""
    for weakest in (TAIL, KEPT, BOUND):
        end = full
        while end > start and holds[end - 1] >= weakest:
            end -= 1
        if end > start:
            return end
    return full
