"""How tall a row must be for its wrapped text, as Excel would find out by itself.

Excel fits the rows of a file that states no heights; LibreOffice, phones and mail previews do not, and show
text cut or overlapping. So what we write states heights.
"""

from collections.abc import Iterable
from functools import lru_cache
from math import ceil

from xl.fit import CELL_PADDING, SAFETY, wrap

# How high a line of Times New Roman stands in Excel, as a share of the size; LibreOffice needs less.
LEADING = 1.3125  # 15.75 points for each line of 12
_CHARACTER = 6.0  # points of a character of a column's width: a digit of the house's 12 point type
_PIXEL = 0.75  # points; Excel's heights are whole pixels
_TALLEST = 409.5
_ENOUGH = 60  # letters, for each character of the width, that fill the tallest row even if all are narrow


@lru_cache(maxsize=8192)  # units and deadlines stand in row after row
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
    return min(ceil(height / _PIXEL) * _PIXEL, _TALLEST)


def row_height(cells: Iterable[tuple[str, float]], size: float) -> float:
    """The height of a row in points, in whole pixels.

    Args:
        cells: (text, column width) of each wrapped cell.
        size: Size of the type in points.
    """
    return whole_pixels(max((text_height(text, width, size) for text, width in cells), default=size * LEADING))
