"""The columns and rows of a sheet in points: widths as Excel reckons them, heights as stated or as the text needs."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any

from xl.cells.addresses import MAX_COLUMN, Box
from xl.cells.model import Cell, Worksheet
from xl.engine.memory import areas
from xl.engine.memory.document import Document
from xl.fit import TALLEST
from xl.pages.graphics import Graphic, Graphics
from xl.pages.looks import Look, Looks
from xl.pages.shown import runs_of
from xl.pages.text import LEADING, Line, Run, break_lines
from xl.pages.typefaces import typeface, word_width

_WIDEST = 255  # letters of a column
PADDING = 2.0  # points that text keeps free at its sides
_AROUND = 2.0  # points above and below the text of a row that is no higher than it needs
INDENT = 7.0  # points of a step of an indent
STACKED = 255  # how a file says that letters are below one another
_PIXEL = 0.75
_LINE = 1.3125  # of the size: how high Excel makes a row for a line


class Grid:
    """A sheet's columns and rows, and what its cells show.

    Args:
        doc: The workbook.
        ws: The sheet.
        tight: Whether a row whose height a program found is only as high as its text needs here. Excel's rows are
            higher, because its lines are.
    """

    def __init__(self, doc: Document, ws: Worksheet, *, tight: bool = False) -> None:
        self.ws = ws
        self._tight = tight
        self._doc = doc
        self._looks = Looks(doc, ws)
        self._graphics = Graphics(doc, ws)
        self._known: dict[tuple[int, int], tuple[Look, list[Run], str]] = {}
        self.merged = dict(_merged_places(ws, doc.calculator.used(ws)))
        normal = (style.font for style in doc.wb._named_styles if style.builtinId == 0)  # whatever its name is
        font: Any = next(normal, doc.wb._fonts[0])
        size = float(font.sz or 11)
        self._digit = max(round(word_width(typeface(str(font.name), False, False), "0") * size / _PIXEL), 1)
        self._usual_height = _within(ws.sheet_format.defaultRowHeight or size * _LINE, TALLEST)

    # Columns

    @cached_property
    def _widths(self) -> dict[int, float]:
        found = {}
        for shared in self.ws.column_dimensions.values():
            shared.reindex()
            pixels = 0 if shared.hidden else self._pixels(float(shared.width))
            found.update(dict.fromkeys(range(shared.min, min(shared.max, MAX_COLUMN) + 1), pixels * _PIXEL))
        return found

    @cached_property
    def _usual_width(self) -> float:
        form = self.ws.sheet_format
        if form.defaultColWidth:
            return self._pixels(float(form.defaultColWidth)) * _PIXEL
        pixels = int(form.baseColWidth or 8) * self._digit + 5
        return -(-pixels // 8) * 8 * _PIXEL  # Excel's are multiples of 8 pixels

    def _pixels(self, characters: float) -> int:
        return int((256 * _within(characters, _WIDEST) + 128 // self._digit) / 256 * self._digit)

    def width(self, column: int) -> float:
        """A column's width, 0 for a hidden one."""
        return self._widths.get(column, self._usual_width)

    # Rows

    def height(self, row: int, columns: Iterable[int]) -> float:
        """A row's height, 0 for a hidden one; one that nobody set by hand is as high as the text in these columns."""
        stated = self.ws.row_dimensions.get(row)
        if stated is not None and stated.hidden:
            return 0.0
        height = _within(stated.height, TALLEST) if stated is not None and stated.height is not None else None
        if height is not None and not getattr(stated, "automatic", False):
            return height
        needed = max((self._needed(row, column, stated=height is not None) for column in columns), default=0.0)
        if self._tight and needed and height and not any((row, column) in self.merged for column in columns):
            return max(min(height, needed + 2 * _AROUND), needed)
        return max(height or self._usual_height, needed)

    def _needed(self, row: int, column: int, *, stated: bool) -> float:
        cell = self.cell(row, column)
        if cell is None or cell._value is None or (row, column) in self.merged or not self.width(column):
            return 0.0
        look, lines, _ = self.lines(cell, self.width(column))
        if look.turned:
            return 0.0
        return sum(line.height for line in lines) * (1 if stated else _LINE / LEADING)

    # Cells

    def cell(self, row: int, column: int) -> Cell | None:
        """A cell, None where nothing was ever put."""
        return self.ws._cells.get((row, column))

    def look(self, cell: Cell) -> Look:
        """How a cell looks."""
        return self._read(cell)[0]

    def graphic(self, cell: Cell) -> Graphic | None:
        """What a conditional format draws into a cell."""
        return self._graphics.of(cell)

    def is_blank(self, row: int, column: int) -> bool:
        """Whether a neighbour's text may run over a cell."""
        cell = self.cell(row, column)
        return (row, column) not in self.merged and (cell is None or not self._read(cell)[2])

    def lines(self, cell: Cell, width: float) -> tuple[Look, list[Line], str]:
        """A cell's look, its text in lines as they stand in a box of this width, and the kind of what it shows."""
        look, runs, kind = self._read(cell)
        if not kind:
            return look, [], kind
        room = max(width - 2 * PADDING - look.indent * INDENT, 1.0)
        wrapped = look.wrap or look.horizontal in ("justify", "distributed")
        if look.turned == STACKED:
            runs = [Run(run.ink, "\n".join(run.text.replace("\n", ""))) for run in runs]
        elif not wrapped:  # Excel shows line breaks only where text wraps
            runs = [Run(run.ink, run.text.replace("\n", "")) for run in runs]
        lines = break_lines(runs, room if wrapped and kind == "text" and not look.turned else None)
        if look.shrink and not wrapped and (widest := max(line.width for line in lines)) > room:
            inks = [replace(run.ink, size=run.ink.size * (room / widest)) for run in runs]
            lines = break_lines([Run(ink, run.text) for ink, run in zip(inks, runs, strict=True)], None)
        elif kind == "number" and not look.turned and lines[0].width > room:
            sign = word_width(look.ink.face, "#") * look.ink.size
            lines = break_lines([Run(look.ink, "#" * max(int(room / sign), 1))], None)
        return look, lines, kind

    def _read(self, cell: Cell) -> tuple[Look, list[Run], str]:
        key = cell.row, cell.column
        if key not in self._known:
            look = self._looks.of(cell)
            runs, kind = runs_of(self._doc, self._looks, cell, look)
            self._known[key] = look, runs, kind
        return self._known[key]


def _merged_places(ws: Worksheet, used: tuple[int, int]) -> Iterator[tuple[tuple[int, int], Box]]:
    """The cells of merged areas within what is used of a sheet, with their areas."""
    for box in areas.merged(ws):
        for row in range(box.row, min(box.last_row, max(used[0], box.row)) + 1):
            for column in range(box.column, min(box.last_column, max(used[1], box.column)) + 1):
                yield (row, column), box


def _within(size: float, most: float) -> float:
    """A size that a file states, as Excel takes it: a file may say anything, no number too."""
    return min(float(size), most) if size > 0 else 0.0
