"""The report's charts as pictures, in the typeface of its text; none so high that it leaves much of a page blank."""

import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from math import ceil
from textwrap import wrap
from typing import TYPE_CHECKING

from cchc_macros import contract as c
from cchc_macros.reports.year import YearStatus
from cchc_macros.rules.numbers import format_number
from xl.late import dataclass

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw as Draw
    from PIL.ImageFont import FreeTypeFont

CHARTS = ("bieu_do_diem", "bieu_do_mat_diem", "bieu_do_don_vi")
# Pixels of a picture 160 mm wide and at most 66 high, a quarter of a page, 200 to the inch.
_WIDE, _TALL, _DPI = 1260, 520, 200
_SIZE = 25  # of letters: 9 points
_ROW, _AXIS, _LEGEND, _GAP = 60, 40, 45, 12
_FEW, _MANY = 9, 16  # rows of a picture: names on two lines, or on one
_NAME = 36  # characters of a line of a name beside its bar
_TICKS = 8
# The colours of the overview sheet.
_GREY, _BLUE, _GREEN, _RED, _AMBER = "#BFBFBF", "#5B8DB8", "#6FAE6B", "#C65B50", "#E0A84E"
_BLACK, _GRID = "#000000", "#E2E2E2"
_POINTS = (
    ("Tối đa", "max", _GREY), ("Mục tiêu", "target", _AMBER), ("Kết quả", "result", _BLUE),
    ("Hiện nay", "current", _GREEN),
)  # fmt: skip
_STATUSES = ((c.DONE, _GREEN), (c.DOING, _BLUE), (c.CANNOT, _RED), (c.TODO, _GREY))


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of bar: its name, its colour and a value for each row."""

    name: str
    color: str
    values: Sequence[Decimal | None]


def draw_charts(status: YearStatus) -> dict[str, list[bytes]]:
    """The charts, each as one or more PNG under its name in the template, none where it has nothing to show."""
    pictures: dict[str, list[bytes]] = {name: [] for name in CHARTS}
    if status.year.scores.total.max:
        pictures["bieu_do_diem"] = _points(status)
    lost = status.year.scores.lost_leaves()
    if lost:
        names = [f"{node.criterion.code}. {node.criterion.name}" for node, _ in lost]
        pictures["bieu_do_mat_diem"] = _bars(
            names, [Series("Điểm mất", _RED, [points for _, points in lost])], labelled=True
        )
    counts = status.counts_by_unit()
    if counts:
        series = [
            Series(status, color, [Decimal(counted[status]) for counted in counts.values()])
            for status, color in _STATUSES
        ]
        pictures["bieu_do_don_vi"] = _bars(list(counts), series, stacked=True)
    return pictures


def _points(status: YearStatus) -> list[bytes]:
    """Points by domain against the maximum and the target; a series without a figure is left out."""
    nodes = status.year.scores.tree.roots
    scores = [status.year.scores.of(node) for node in nodes]
    series = [Series(name, color, [getattr(score, of) for score in scores]) for name, of, color in _POINTS]
    known = [one for one in series if any(value is not None for value in one.values)]
    return _bars([f"{node.criterion.code}. {node.criterion.name}" for node in nodes], known)


def _bars(
    names: Sequence[str], series: Sequence[Series], *, stacked: bool = False, labelled: bool = False
) -> list[bytes]:
    """Lying bars, the first name on top; so many pictures as the rows need, all of one scale."""
    parts = ceil(len(names) / (_FEW if len(names) <= _FEW else _MANY))
    rows = ceil(len(names) / parts)
    sums = [sum((one.values[row] or Decimal(0) for one in series), Decimal(0)) for row in range(len(names))]
    longest = max(sums if stacked else [value or Decimal(0) for one in series for value in one.values])
    pictures = []
    for first in range(0, len(names), rows):
        part = slice(first, first + rows)
        shown = [Series(one.name, one.color, one.values[part]) for one in series]
        pictures.append(_Chart(names[part], shown, longest, stacked=stacked, labelled=labelled).png())
    return pictures


class _Chart:
    """One picture. `longest` is the value that the axis must hold; stacked bars of a row stand end to end."""

    def __init__(
        self, names: Sequence[str], series: Sequence[Series], longest: Decimal, *, stacked: bool, labelled: bool
    ) -> None:
        from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415  only a report may cost it

        from xl.pages.typefaces import typeface  # noqa: PLC0415

        self._names = [_in_lines(name, 2 if len(names) <= _FEW else 1) for name in names]
        self._series, self._stacked, self._labelled = series, stacked, labelled
        below = _AXIS + (_LEGEND if len(series) > 1 else 0)
        self._row = min(_ROW, (_TALL - below) // len(names))
        self._bottom = self._row * len(names)
        self._image = Image.new("RGB", (_WIDE, self._bottom + below), "white")
        self._draw: Draw = ImageDraw.Draw(self._image)
        file = typeface("Times New Roman", False, False).file
        layout = ImageFont.Layout.BASIC  # the other is not in Pillow for Windows: one picture on all systems
        self._font: FreeTypeFont = ImageFont.truetype(file, _SIZE, layout_engine=layout)
        widest = max(self._draw.multiline_textbbox((0, 0), name, self._font)[2] for name in self._names)
        self._left = int(widest) + _GAP
        self._step = _step(longest)
        self._top = max(ceil(longest / self._step), 1) * self._step

    def png(self) -> bytes:
        """Draw it."""
        self._draw_axis()
        for row, name in enumerate(self._names):
            middle = (row + 0.5) * self._row
            self._draw.multiline_text((self._left - _GAP, middle), name, _BLACK, self._font, "rm", align="right")
            self._draw_row(row)
        if len(self._series) > 1:
            self._draw_legend()
        content = BytesIO()
        self._image.quantize(64).save(content, "png", dpi=(_DPI, _DPI), optimize=True)
        return content.getvalue()

    def _x(self, value: Decimal) -> float:
        room = _WIDE - self._left - 3 * _SIZE  # for the last figure
        return self._left + float(value / self._top) * room

    def _draw_axis(self) -> None:
        for number in range(int(self._top / self._step) + 1):
            x = self._x(number * self._step)
            self._draw.line((x, 0, x, self._bottom), _GRID if number else _BLACK, 2)
            text = format_number(number * self._step)
            self._draw.text((x, self._bottom + _GAP / 2), text, _BLACK, self._font, "ma")
        self._draw.line((self._left, self._bottom, self._x(self._top), self._bottom), _BLACK, 2)

    def _draw_row(self, row: int) -> None:
        high = self._row * 0.76 / (1 if self._stacked else len(self._series))
        y, start = row * self._row + self._row * 0.12, Decimal(0)
        for one in self._series:
            value = one.values[row] or Decimal(0)
            if value > 0:
                end = self._x(start + value)
                self._draw.rectangle((self._x(start), y, end, y + high), one.color)
                if self._labelled:
                    at = end + _GAP / 2, y + high / 2
                    self._draw.text(at, format_number(value), _BLACK, self._font, "lm")
            start, y = (start + value, y) if self._stacked else (start, y + high)

    def _draw_legend(self) -> None:
        widths = [self._draw.textlength(one.name, self._font) + 4 * _GAP + _SIZE for one in self._series]
        x, y = (_WIDE - sum(widths)) / 2, self._bottom + _AXIS + _LEGEND / 2
        for one, width in zip(self._series, widths, strict=True):
            self._draw.rectangle((x, y - _SIZE / 2, x + _SIZE, y + _SIZE / 2), one.color)
            self._draw.text((x + _SIZE + _GAP, y), one.name, _BLACK, self._font, "lm")
            x += width


def _step(longest: Decimal) -> Decimal:
    """A round distance between the figures of the axis: 1, 2, 5, 10 and so on, never a part of one."""
    scale = Decimal(1)
    while True:
        for step in (scale, 2 * scale, 5 * scale):
            if longest <= step * _TICKS:
                return step
        scale *= 10


def _in_lines(name: str, lines: int) -> str:
    whole = unicodedata.normalize("NFC", name)
    return "\n".join(wrap(whole, _NAME, max_lines=lines, placeholder=" …"))
