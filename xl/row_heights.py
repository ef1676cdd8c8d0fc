"""How tall a row must be for its wrapped text, as Excel would find out by itself.

Excel fits the rows of a file that states no heights; LibreOffice, phones and mail previews do not, and show
text cut or overlapping. So what we write states heights.
"""

from collections.abc import Iterable
from functools import lru_cache
from math import ceil

from cchc_macros.paper.fit import CELL_PADDING, SAFETY, wrap

_CHARACTER = 6.0  # points of a character of a column's width: a digit of the house's 12 point type
_LEADING = 1.3125  # Excel's height of a line of Times New Roman, in sizes: 15,75 points for 12
_PIXEL = 0.75  # points; Excel's heights are whole pixels
_TALLEST = 409.5
_ENOUGH = 60  # letters, for each character of the width, that fill the tallest row even if all are narrow


@lru_cache(maxsize=8192)
def text_height(text: str, column_width: float, size: float, *, bold: bool = False) -> float:
    """The height in points of a wrapped text.

    Args:
        text: The text; line breaks count.
        column_width: Width of the column in characters, as Excel states it.
        size: Size of the type in points.
        bold: Whether it is bold.
    """
    text = text[: int(column_width * _ENOUGH)]
    room = max((column_width * _CHARACTER - CELL_PADDING) * SAFETY, 1.0)
    return len(wrap(text, room, size, bold=bold)) * size * _LEADING


def row_height(cells: Iterable[tuple[str, float]], size: float) -> float:
    """The height of a row in points, in whole pixels.

    Args:
        cells: (text, column width) of each wrapped cell.
        size: Size of the type in points.
    """
    most = max((text_height(text, width, size) for text, width in cells), default=size * _LEADING)
    return min(ceil(most / _PIXEL) * _PIXEL, _TALLEST)
