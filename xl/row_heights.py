"""How tall a row must be for its wrapped text, as Excel would find out by itself.

Excel fits the rows of a file that states no heights; LibreOffice, phones and mail previews do not, and show
text cut or overlapping. So what we write states heights, measured with the widths of Times New Roman.
"""

from collections.abc import Iterable
from functools import lru_cache
from unicodedata import normalize

# Advance widths of Times New Roman, in thousandths of the size; other letters have their base letter's width.
_GROUPS = {
    250: " .,|",
    278: "ijlt/:;\\",
    333: "fIr-()[]!°'`",
    389: "sJ",
    444: 'acezêéèăâ?*"“”',
    500: "bdghknopquvxy0123456789$_–đơ+=<>«»",
    556: "PSFư",
    611: "ELTZ",
    667: "BCR",
    722: "ADGHKNOQUVXYwĐƠ",
    778: "m&Ư",
    833: "%",
    889: "M@—",
    944: "W",
    1000: "…",
}
_UNKNOWN = 600
_PADDING = 6.0  # points a cell keeps free at its sides
_SLACK = 1.1  # screens draw letters wider than the typeface says; better a line too many than a cut one
_BOLD = 1.06


class _Widths(dict[str, int]):
    """Letter -> width; a letter with marks is looked up by its base letter once."""

    def __missing__(self, letter: str) -> int:
        base = normalize("NFD", letter)[0]
        width = 0 if 0x300 <= ord(letter) < 0x370 else self.get(base, _UNKNOWN)  # noqa: PLR2004  combining marks
        self[letter] = width
        return width


_WIDTHS = _Widths({letter: width for width, letters in _GROUPS.items() for letter in letters})


@lru_cache(maxsize=4096)
def count_lines(text: str, column_width: float, size: float, *, bold: bool = False) -> int:
    """How many lines a text takes in a column.

    Args:
        text: The text; line breaks count.
        column_width: Width of the column in characters of 12 points, as Excel states it.
        size: Size of the type in points.
        bold: Bold letters are wider.
    """
    room = (column_width * 6 - _PADDING) * 1000 / (size * _SLACK * (_BOLD if bold else 1))
    lines = 0
    for paragraph in text.split("\n"):
        lines += 1
        used = 0.0
        for word in paragraph.split(" "):
            width = float(sum(_WIDTHS[letter] for letter in word))
            if used and used + width > room:
                lines += 1
                used = 0.0
            if width > room:  # a word longer than the column is broken
                lines += int(width // room)
                width %= room
            used += width + 250
    return lines


def row_height(cells: Iterable[tuple[str, float]], size: float, *, bold: bool = False) -> float:
    """The height of a row in points.

    Args:
        cells: (text, column width) of each wrapped cell.
        size: Size of the type in points.
        bold: Whether the row is bold.
    """
    most = max((count_lines(text, width, size, bold=bold) for text, width in cells if text), default=1)
    return round(most * size * 1.17 + 3.5, 2)
