"""How much text fits: widths of Times New Roman, lines in a column, heights of rows.

Excel and LibreOffice fit the height of a row to its wrapped text by themselves, but not where cells are merged, not
beyond 409 points, and Excel's printer wraps a little earlier than its screen; phones and mail previews do not at all.
So lines are reckoned here as well, and what we write states its heights.

The advance widths are those of Times New Roman, which Liberation Serif shares by design (in 1/1000 of the size).
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from math import ceil

MM = 72 / 25.4  # points
CELL_PADDING = 5  # points that a cell keeps free at its sides, in whichever program keeps more
SAFETY = 0.97  # of a cell's width that is counted on
_MORE_SAFETY = 0.99  # of that, so that what was reckoned here never needs a line more on the sheet

# How high a line of Times New Roman is in Excel, as a share of the size; LibreOffice needs less.
LEADING = 1.3125  # 15.75 points for each line of 12
_CHARACTER = 6.0  # points of a character of a column's width: a digit of the house's 12 point type
_PIXEL = 0.75  # points; Excel's heights are whole pixels
TALLEST = 409.5
_ENOUGH = 60  # letters, for each character of the width, that fill the tallest row even if all are narrow

_REGULAR = (
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500,
    500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889,
    722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500,
    444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480,
    200, 480, 541,
)  # fmt: skip
_BOLD = (
    250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500,
    500, 500, 500, 333, 333, 570, 570, 570, 500, 930, 722, 667, 722, 722, 667, 611, 778, 778, 389, 500, 778, 667, 944,
    722, 778, 611, 778, 722, 556, 667, 722, 722, 1000, 722, 722, 667, 333, 278, 333, 581, 500, 333, 500, 556, 444, 556,
    444, 333, 500, 556, 278, 333, 556, 278, 833, 556, 500, 556, 556, 444, 389, 333, 556, 500, 722, 500, 500, 444, 394,
    220, 394, 520,
)  # fmt: skip
_OTHERS = {"đ": 556, "Đ": 722}  # every other letter is as wide as its base, but for the horn of ơ and ư
_HORN, _HORN_WIDTH = "\u031b", 56
_UNKNOWN = 1000


@lru_cache(maxsize=4096)
def _char_width(char: str, bold: bool) -> int:  # noqa: FBT001  a cached helper
    if char in _OTHERS:
        return _OTHERS[char]
    base, marks = (letters := unicodedata.normalize("NFD", char))[0], letters[1:]
    if unicodedata.combining(base):
        return 0
    if not " " <= base <= "~":
        return _UNKNOWN
    return (_BOLD if bold else _REGULAR)[ord(base) - 32] + (_HORN_WIDTH if _HORN in marks else 0)


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of one line of text in points."""
    return _units(text, bold=bold) * size / 1000


def _units(text: str, *, bold: bool) -> int:
    """The width in thousandths of the size: whole numbers, so that what fits once fits again."""
    return sum(_char_width(char, bold) for char in text)


def wrap(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """The lines of a text in a column of this width (points), broken at spaces, or inside a word that is wider.

    Each line keeps the space or line break it ends in: joined, the lines are the text again.
    """
    *paragraphs, last = text.split("\n")
    return [
        line
        for paragraph in (*(f"{paragraph}\n" for paragraph in paragraphs), last)
        for line in _wrap(paragraph, width * 1000 / size, bold=bold)
    ]


def _wrap(paragraph: str, room: float, *, bold: bool) -> list[str]:
    lines: list[str] = []
    line, used = "", 0
    space = _char_width(" ", bold)
    for word in re.findall(r"\S+ ?|\s", paragraph):
        length = _units(word.rstrip(), bold=bold)
        if line and length and used + length > room:
            lines.append(line)
            line, used = "", 0
        while length > room and len(word.rstrip()) > 1:
            head = _head(word, room, bold=bold)
            lines.append(head)
            word = word[len(head) :]  # noqa: PLW2901  what is left of it goes on the next line
            length = _units(word.rstrip(), bold=bold)
        line, used = line + word, used + length + space * word.endswith(" ")
    return [*lines, line] if line or not lines else lines


def _head(word: str, room: float, *, bold: bool) -> str:
    """As many letters as fit, at least one."""
    used = 0
    for position, char in enumerate(word):
        used += _char_width(char, bold)
        if used > room and position:
            return word[:position]
    return word


def inner_width(mm: float) -> float:
    """The width that text can count on, in points, in a column of a table."""
    return max((mm * MM - CELL_PADDING) * SAFETY * _MORE_SAFETY, 1.0)


def balance(title: str, width: float, size: float) -> str:
    """A bold title in as few lines as it needs, of like length; two lines break after a comma near the middle.

    A title that has line breaks already keeps them.
    """
    if "\n" in title or text_width(title, size, bold=True) <= width:
        return title
    count = len(wrap(title, width, size, bold=True))
    low, high = text_width(title, size, bold=True) / count, width
    while high - low > 1:
        middle = (low + high) / 2
        if len(wrap(title, middle, size, bold=True)) > count:
            low = middle
        else:
            high = middle
    if count == 2:  # noqa: PLR2004
        at_commas = [title[:i] for i in range(1, len(title)) if title[i] == " " and title[i - 1] == ","]
        for head in sorted(at_commas, key=lambda head: abs(len(title) / 2 - len(head))):
            parts = head, title[len(head) + 1 :]
            if all(text_width(part, size, bold=True) <= min(width, high * 1.3) for part in parts):
                return "\n".join(parts)
    return "\n".join(line.rstrip() for line in wrap(title, high, size, bold=True))


@lru_cache(maxsize=8192)  # the same texts recur in row after row
def count_lines(text: str, column_width: float, size: float, *, bold: bool = False) -> int:
    """The lines of a wrapped text, no more than the tallest row holds.

    Args:
        text: The text; line breaks count.
        column_width: Width of the column in characters, as Excel states it.
        size: Size of the type in points.
        bold: Whether it is bold.
    """
    room = max((column_width * _CHARACTER - CELL_PADDING) * SAFETY, 1.0)
    if len(text) * size < room and "\n" not in text:
        return 1  # no letter is wider than its size
    return len(wrap(text[: int(column_width * _ENOUGH)], room, size, bold=bold))


def text_height(text: str, column_width: float, size: float, *, bold: bool = False) -> float:
    """The height in points of a wrapped text in Excel; arguments as for `count_lines`."""
    return count_lines(text, column_width, size, bold=bold) * size * LEADING


def whole_pixels(height: float) -> float:
    """A row's height as Excel states it: whole pixels, not beyond its limit."""
    return min(ceil(height / _PIXEL) * _PIXEL, TALLEST)


def row_height(cells: Iterable[tuple[str, float]], size: float) -> float:
    """The height of a row in points, in whole pixels, by the text and the column width of its wrapped cells."""
    return whole_pixels(max((text_height(text, width, size) for text, width in cells), default=size * LEADING))
