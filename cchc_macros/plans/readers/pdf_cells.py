"""Text of a cell of a PDF from its characters: which line breaks are the author's and which the printer's."""

from collections.abc import Sequence
from itertools import groupby, pairwise

from cchc_macros.plans.words.legacy import from_font
from cchc_macros.plans.words.pieces import join, tidy
from cchc_macros.rules.units.words import begins_as_unit
from xl.late import dataclass, regex

_ITEM = regex(r"[-+–•*●▪]|\d{1,2}[.)]\s|[a-zđ]\)\s")
_GOES_ON = regex(r"(?:[,\-/–(]|\b(?:và|của|với|các|cho|tại|thuộc))\s*$")
_SAME_LINE = 0.5  # of a character's height
_GAP = 0.18  # of a character's height: a space where the file has none
_SLACK = 2.0  # points by which a word must fit to show that the line was broken on purpose
_GUTTER = 4.0  # points around the edge of a column that its text leaves free
_USUAL_PADDING = 5.4  # points left and right in a cell, as Word sets them


@dataclass(frozen=True, slots=True, kw_only=True)
class Char:
    """A character and its place in points from the page's top left corner; `font` only where it is an old one."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    font: str = ""


@dataclass(frozen=True, slots=True)
class PageArea:
    """An area of the page."""

    x0: float
    top: float
    x1: float
    bottom: float

    def holds(self, char: Char) -> bool:
        """Whether the middle of a character is inside."""
        return self.x0 <= (char.x0 + char.x1) / 2 < self.x1 and self.top <= (char.top + char.bottom) / 2 < self.bottom


def text_lines(chars: Sequence[Char]) -> list[list[Char]]:
    """Return characters as lines, each from left to right, with spaces where there are gaps."""
    lines: list[list[Char]] = []
    for char in sorted(chars, key=lambda char: ((char.top + char.bottom) / 2, char.x0)):
        middle = (char.top + char.bottom) / 2
        if lines and abs(middle - (lines[-1][0].top + lines[-1][0].bottom) / 2) < _SAME_LINE * (char.bottom - char.top):
            lines[-1].append(char)
        elif char.text.strip():
            lines.append([char])
    return [_spaced(sorted(line, key=lambda char: char.x0)) for line in lines]


def line_text(line: Sequence[Char]) -> str:
    """Return a line's text in Unicode, its end space kept: it tells that the next line is another word."""
    runs = ((font, "".join(char.text for char in run)) for font, run in groupby(line, key=lambda char: char.font))
    return "".join(from_font(text, font) if font else text for font, text in runs).lstrip()


def cell_text(chars: Sequence[Char], box: PageArea, reach: float = 0.0) -> str:
    """Return the text of a cell by its characters and outline; `reach` is the widest line of its column."""
    lines = text_lines(chars)
    if not lines:
        return ""
    room = _room(lines, box)
    text = ""
    for above, line in zip([None, *lines], lines, strict=False):
        piece = line_text(line)
        if above is None:
            text = piece
        elif (needed := _width(above) + _first_word(line) + _SLACK) < room and (
            needed < reach or not reach or begins_item(line_text(line), line_text(above))
        ):
            text = f"{text}\n{piece.strip()}"
        else:
            text = f"{text}{piece}" if text.endswith(" ") else join(text, piece)
    return tidy(text)


def widest(chars: Sequence[Char]) -> float:
    """The width of the widest line among characters."""
    return max(map(_width, text_lines(chars)), default=0.0)


def begins_item(text: str, above: str) -> bool:
    """Whether a line begins an item of a list and does not go on with the line above: *Phòng A* under *Phòng B*."""
    if _GOES_ON.search(above) or text[:1].islower():
        return False
    words = text.split()
    return bool(_ITEM.match(text)) or above.rstrip().endswith((";", ".")) or (begins_as_unit(text) and len(words) > 1)


def unmerged(box: PageArea, columns: Sequence[float], chars: Sequence[Char], *, at_least: int = 2) -> list[PageArea]:
    """Return the cells that an area is: several, where only the lines between them are not drawn.

    That shows in text that is in two columns and leaves a gap at every edge between columns; the text of a cell
    that is really merged runs across an edge, or is in one column alone.

    Args:
        box: An area with lines around it.
        columns: Left edges of the table's columns, from left to right.
        chars: Characters; those outside the area do not count.
        at_least: Columns that must hold text.
    """
    edges = [box.x0, *(left for left in columns if box.x0 + _SLACK < left < box.x1 - _SLACK), box.x1]
    if len(edges) == 2:  # noqa: PLR2004 - its own two
        return [box]
    inked = [char for char in chars if char.text.strip() and box.holds(char)]
    for edge in edges[1:-1]:
        if any(char.x0 < edge + _GUTTER / 2 and char.x1 > edge - _GUTTER / 2 for char in inked):
            return [box]
    parts = [PageArea(left, box.top, right, box.bottom) for left, right in pairwise(edges)]
    return parts if sum(any(map(part.holds, inked)) for part in parts) >= at_least else [box]


def open_row(table: PageArea, columns: Sequence[float], chars: Sequence[Char]) -> list[PageArea]:
    """Return the cells of a last row that has no line below it; none where what is there keeps to no columns."""
    under = PageArea(table.x0, table.bottom, table.x1, float("inf"))
    below = [char for char in chars if under.holds(char)]
    bottom = table.bottom
    for line in text_lines(below):
        if line[0].top - bottom > line[0].bottom - line[0].top:
            break
        bottom = max(char.bottom for char in line)
    row = PageArea(table.x0, table.bottom, table.x1, bottom)
    cells = unmerged(row, columns, below)
    return cells if len(cells) > 1 else []


def _spaced(line: list[Char]) -> list[Char]:
    spaced: list[Char] = []
    for char in line:
        if spaced and char.x0 - spaced[-1].x1 > _GAP * (char.bottom - char.top) and spaced[-1].text != " " != char.text:
            spaced.append(
                Char(text=" ", x0=spaced[-1].x1, top=char.top, x1=char.x0, bottom=char.bottom, font=char.font)
            )
        spaced.append(char)
    return spaced


def _room(lines: Sequence[Sequence[Char]], box: PageArea) -> float:
    """The width that text has in the cell: its padding is that of its leftmost line, or the usual one."""
    left = min(line[0].x0 for line in lines) - box.x0
    widest = max(_width(line) for line in lines)
    return max(box.x1 - box.x0 - 2 * min(max(left, 0), _USUAL_PADDING), widest)


def _width(line: Sequence[Char]) -> float:
    """The width of a line without the space at its end."""
    inked = [char for char in line if char.text.strip()]
    return inked[-1].x1 - inked[0].x0 if inked else 0.0


def _first_word(line: Sequence[Char]) -> float:
    """The width of a line's first word and a space before it."""
    word = []
    for char in line:
        if char.text == " ":  # no other space: a line is never broken at a no-break space
            break
        word.append(char)
    height = line[0].bottom - line[0].top
    return (word[-1].x1 - word[0].x0 if word else 0.0) + height * _GAP
