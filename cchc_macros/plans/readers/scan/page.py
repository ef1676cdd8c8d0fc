"""A scanned page: straightened, its ruled lines found, its cells and lines of print cut out."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

import cv2
import numpy as np

from xl.late import dataclass

Picture = Any  # an array of grey values, 0 is black
DPI = 200  # of the pages as they are read
_INK = 150  # grey value below which a pixel is ink
_MOST_TURN, _COARSE, _FINE = 3.0, 0.25, 0.05  # degrees a page may lie askew, and steps in which that is looked for
_TALLEST = 0.24  # inches of a line of print with its marks
_ARC, _SPARSE = 0.3, 0.17  # inches that no letter is long, and the share of its box that an arc fills
_LETTER = 0.055  # inches that a letter without marks is high, and a mark alone is not


class PixelArea(NamedTuple):
    """An area of a page in pixels."""

    left: int
    top: int
    right: int
    bottom: int

    def of(self, picture: Picture) -> Picture:
        """Return the piece of a picture."""
        return picture[self.top : self.bottom, self.left : self.right]


@dataclass(frozen=True, slots=True)
class Page:
    """A page with its tables.

    Attributes:
        paper: As scanned, straightened.
        print: Without the ruled lines.
        tables: The cells of each table, from the top.
    """

    paper: Picture
    print: Picture
    tables: list[list[PixelArea]]


def read_page(colours: Picture) -> Page:
    """Find the tables of a page.

    Args:
        colours: Its pixels, red, green and blue, at `DPI`. What is stamped or signed in one colour is bright in
            another, so that only black stays dark.
    """
    paper = _straightened(colours.max(axis=2))
    ruled = _ruled(paper)
    bare = paper.copy()
    bare[cv2.dilate(ruled, _square(3)) > 0] = 255
    return Page(paper, _without_arcs(bare), _tables(ruled))


def lines_in(area: Picture) -> list[Picture]:
    """Return the lines of print in a cell, from the top, each cut out close."""
    clean = _without_specks(area)
    lines = (clean[max(0, top - 3) : bottom + 3] for top, bottom in _bands(clean))
    return [_close(line) for line in lines if (line < _INK).any(axis=0).sum() > 2]  # noqa: PLR2004 - pixels


def outside(page: Page) -> Iterator[tuple[int, Picture]]:
    """The lines of print outside the tables: height on the page and picture, cut where a wide gap parts two columns."""
    free = page.print.copy()
    for cells in page.tables:
        around(cells).of(free)[:] = 255
    clean = _without_specks(free)
    for top, bottom in _bands(clean):
        line = clean[max(0, top - 3) : bottom + 3]
        for left, right in _runs((line < _INK).any(axis=0), int(0.3 * DPI)):
            if right - left > _LETTER * DPI:
                yield top, _close(line[:, left:right])


def around(cells: Sequence[PixelArea]) -> PixelArea:
    """Return the outline of cells."""
    lefts, tops, rights, bottoms = zip(*cells, strict=True)
    return PixelArea(min(lefts), min(tops), max(rights), max(bottoms))


def _straightened(grey: Picture) -> Picture:
    """Turn a page so that its rows of ink are level."""
    ink = (cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA) < _INK).astype(np.uint8)
    middle, span = 0.0, _MOST_TURN
    for step in (_COARSE, _FINE):
        angles = np.arange(middle - span, middle + span + step / 2, step)
        middle, span = max(angles, key=lambda angle: _levelness(ink, angle)), step
    return _turned(grey, middle, cv2.INTER_CUBIC, 255)


def _levelness(ink: Picture, angle: float) -> float:
    rows = _turned(ink, angle, cv2.INTER_NEAREST, 0).sum(axis=1, dtype=np.float64)
    return float(((rows[1:] - rows[:-1]) ** 2).sum())


def _turned(picture: Picture, angle: float, how: int, paper: int) -> Picture:
    height, width = picture.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(angle), 1)
    return cv2.warpAffine(picture, turn, (width, height), flags=how, borderValue=paper)


def _ruled(paper: Picture) -> Picture:
    """The ruled lines: long level or upright runs of ink, their gaps closed."""
    dark = 255 - cv2.adaptiveThreshold(paper, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, DPI // 6 | 1, 12)
    level = _long_runs(dark, 0.12, 0.1, 0.3, level=True)
    return level | _long_runs(dark, 0.17, 0.05, 0.22, level=False)


def _long_runs(dark: Picture, shortest: float, gap: float, long: float, *, level: bool) -> Picture:
    for how, inches in ((cv2.MORPH_OPEN, shortest), (cv2.MORPH_CLOSE, gap), (cv2.MORPH_OPEN, long)):
        pixels = int(inches * DPI)
        dark = cv2.morphologyEx(dark, how, np.ones((1, pixels) if level else (pixels, 1), np.uint8))
    return dark


def _tables(ruled: Picture) -> list[list[PixelArea]]:
    """The cells of each net of lines: pieces of paper that lines close in."""
    height, width = ruled.shape
    nets = [box for box, _ in _pieces(cv2.dilate(ruled, _square(7)))]
    cells = [
        box for box, area in _pieces(255 - cv2.dilate(ruled, _square(5)))
        if box.right - box.left > 0.2 * DPI and box.bottom - box.top > 0.1 * DPI and box.left > 0 and box.top > 0
        and area > 0.75 * (box.right - box.left) * (box.bottom - box.top) and area < 0.6 * height * width
    ]  # fmt: skip
    tables = [_in_rows([cell for cell in cells if _inside(cell, net)]) for net in nets]
    return sorted((table for table in tables if len(table) > 2), key=lambda table: table[0].top)  # noqa: PLR2004


def _inside(cell: PixelArea, net: PixelArea) -> bool:
    return net.left <= cell.left and net.top <= cell.top and net.right >= cell.right and net.bottom >= cell.bottom


def _in_rows(cells: list[PixelArea]) -> list[PixelArea]:
    """The cells from the top, those of a row at one height."""
    tops = _levels([cell.top for cell in cells])
    return sorted((cell._replace(top=tops[cell.top]) for cell in cells), key=lambda cell: (cell.top, cell.left))


def _levels(heights: list[int]) -> dict[int, int]:
    """The first of every run of heights that lie close together, by height."""
    level: dict[int, int] = {}
    for height in sorted(heights):
        last = next(reversed(level.values()), None)
        level[height] = last if last is not None and height - last < 0.05 * DPI else height
    return level


def _pieces(mask: Picture) -> Iterator[tuple[PixelArea, int]]:
    _, _, found, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    for left, top, width, height, area in found[1:].tolist():
        yield PixelArea(left, top, left + width, top + height), area


def _without_arcs(paper: Picture) -> Picture:
    """The page without what is larger than a letter and mostly empty: the rings of a stamp, a signature's strokes."""
    ink = (paper < _INK).astype(np.uint8)
    _, labels, found, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    gone = (found[:, 2:4].max(axis=1) > _ARC * DPI) & (found[:, 4] < _SPARSE * found[:, 2] * found[:, 3])
    gone[0] = False
    return np.where(gone[labels], 255, paper).astype(np.uint8)


def _without_specks(area: Picture) -> Picture:
    """The area without dust, and without what is left of lines at its edges."""
    ink = (area < _INK).astype(np.uint8)
    _, labels, found, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    height, width = area.shape
    thin, speck = int(0.02 * DPI), (0.012 * DPI) ** 2
    gone = [
        n for n, (left, top, wide, high, size) in enumerate(found.tolist())
        if n and (size < speck or (min(wide, high) <= thin and (
            left <= 1 or top <= 1 or left + wide >= width - 1 or top + high >= height - 1)))
    ]  # fmt: skip
    return np.where(np.isin(labels, gone), 255, area).astype(np.uint8) if gone else area


def _bands(clean: Picture) -> list[tuple[int, int]]:
    """From where to where lines of print reach: rows of ink, marks put to their letters."""
    bands: list[tuple[int, int]] = []
    letter = _LETTER * DPI
    for top, bottom in _runs((clean < _INK).any(axis=1), 1):
        above, end = bands[-1] if bands else (top, -DPI)
        is_mark = bottom - top < letter or end - above < letter or top - end <= 0.012 * DPI
        if bands and is_mark and bottom - above < _TALLEST * DPI:
            bands[-1] = above, bottom
        else:
            bands.append((top, bottom))
    return [(top, bottom) for top, bottom in bands if bottom - top > 0.03 * DPI]


def _runs(marked: Picture, gap: int) -> list[tuple[int, int]]:
    """The runs of marked places, those less than a gap apart taken together."""
    runs: list[tuple[int, int]] = []
    for is_marked, group in groupby(enumerate(marked.tolist()), key=lambda item: item[1]):
        if not is_marked:
            continue
        places = [place for place, _ in group]
        if runs and places[0] - runs[-1][1] < gap:
            runs[-1] = runs[-1][0], places[-1] + 1
        else:
            runs.append((places[0], places[-1] + 1))
    return runs


def _close(line: Picture) -> Picture:
    """A line cut to where its ink begins and ends."""
    inked = np.flatnonzero((line < _INK).any(axis=0))
    return line[:, max(0, inked[0] - 5) : inked[-1] + 6] if len(inked) else line


def _square(side: int) -> Picture:
    return np.ones((side, side), np.uint8)
