"""One page of a sheet: the fills, lines and texts of its cells."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from xl.cells.addresses import Box
from xl.pages import placing
from xl.pages.area import PrintArea
from xl.pages.breaks import Slice
from xl.pages.graphics import Graphic
from xl.pages.grid import PADDING, STACKED
from xl.pages.looks import Rule
from xl.pages.page import Fill, Frame, Page, Shape, Stroke, Writing

_SIDES = ("left", "right", "top", "bottom")
_GRIDLINE = Rule(0.25, (), "A6A6A6")
_ICON = 9.0  # points


class Builder:
    """One page being made.

    Args:
        area: Of what it is a page.
        slices: The rows on it, repeated ones too.
        columns: The columns on it.
        texts: The merged areas whose texts are on it, rather than on another page that they reach.
    """

    def __init__(self, area: PrintArea, slices: Sequence[Slice], columns: Sequence[int], texts: set[Box]) -> None:
        self.area, self.grid, self.slices, self.columns = area, area.grid, slices, columns
        self._texts = texts
        self._x = dict(zip(columns, accumulate((area.widths[c] for c in columns), initial=0.0), strict=False))
        self._width = sum(area.widths[c] for c in columns)
        tops = list(accumulate((piece.height for piece in slices), initial=0.0))
        self._height = tops.pop()
        self._y = {piece.row: top for piece, top in zip(slices, tops, strict=True)}
        self._sliced = {piece.row: piece for piece in slices}
        self._lines: dict[tuple[bool, float, Rule], list[tuple[float, float]]] = defaultdict(list)
        self._page = Page(number=0)

    def page(self) -> Page:
        """Make it."""
        for piece in self.slices:
            for column in self.columns:
                self._add_cell(piece, column)
        self._page.strokes = list(_joined(self._lines))
        setup, scale = self.area.setup, self.area.scale
        left, top, _, _ = setup.margins
        across, down = setup.room
        if setup.centered[0]:
            left += max(across - self._width * scale, 0) / 2
        if setup.centered[1]:
            top += max(down - self._height * scale, 0) / 2
        self._page.origin, self._page.scale = (left, top), scale
        return self._page

    def _add_cell(self, piece: Slice, column: int) -> None:
        row = piece.row
        box = self.grid.merged.get((row, column))
        cell = self.grid.cell(row, column)
        frame = Frame(self._x[column], self._y[row], self.area.widths[column], piece.height)
        rules = dict.fromkeys(_SIDES, _GRIDLINE) if self.area.setup.gridlines else {}
        if cell is not None:
            look, graphic = self.grid.look(cell), self.grid.graphic(cell)
            corner = self.grid.cell(box.row, box.column) if box else None
            fill = self.grid.look(corner).fill if corner is not None else look.fill
            fill = (graphic and graphic.fill) or fill
            if fill and fill != "FFFFFF":
                self._add_fill(frame, fill)
            rules |= look.rules
            if graphic:
                self._add_graphic(frame, graphic)
            if box is None and cell._value is not None and (graphic is None or graphic.shows_value):
                self._write(row, column, frame, merged=False)
        self._add_rules(frame, rules, piece, column, box)
        if box is not None and self._begins(box, row, column):
            self._write(box.row, box.column, self._frame_of(box), merged=True)

    def _begins(self, box: Box, row: int, column: int) -> bool:
        """Whether a place is the first of a merged area on this page, and its text is here."""
        above = any(r in self._y for r in range(box.row, row))
        before = any(c in self._x for c in range(box.column, column))
        repeated = row in self.area.titles(self.slices[-1].row)
        return not above and not before and (repeated or box in self._texts)

    def _frame_of(self, box: Box) -> Frame:
        """The part of a merged area that is on this page."""
        rows = [r for r in range(box.row, box.last_row + 1) if r in self._y]
        columns = [c for c in range(box.column, box.last_column + 1) if c in self._x]
        width = sum(self.area.widths[c] for c in columns)
        height = sum(self._sliced[r].height for r in rows)
        return Frame(self._x[columns[0]], self._y[rows[0]], width, height)

    def _add_fill(self, frame: Frame, color: str) -> None:
        fills = self._page.fills
        if fills:
            last, before = fills[-1].frame, fills[-1].color
            if before == color and last.y == frame.y and abs(last.x + last.width - frame.x) < 0.01:  # noqa: PLR2004
                fills[-1] = Fill(last._replace(width=last.width + frame.width), color)
                return
        fills.append(Fill(frame, color))

    def _add_graphic(self, frame: Frame, graphic: Graphic) -> None:
        x, y, width, height = frame
        if graphic.bar and graphic.bar[0] > 0:
            share, color = graphic.bar
            bar = Frame(x + PADDING / 2, y + PADDING / 2, (width - PADDING) * share, height - PADDING)
            self._page.fills.append(Fill(bar, color))
        if graphic.icon:
            corners, color = graphic.icon
            side = min(_ICON, height - PADDING, width - PADDING)
            left, top = x + PADDING, y + (height - side) / 2
            self._page.shapes.append(Shape(tuple((left + side * a, top + side * b) for a, b in corners), color))

    def _add_rules(self, frame: Frame, rules: dict[str, Rule], piece: Slice, column: int, box: Box | None) -> None:
        """The lines of a cell, none inside a merged area nor where a row goes on on another page."""
        x, y, width, height = frame
        whole = self.area.heights[piece.row]
        for side, rule in rules.items():
            if side in ("left", "right"):
                inside = box and (column > box.column if side == "left" else column < box.last_column)
                if not inside:
                    self._lines[False, round(x if side == "left" else x + width, 2), rule].append((y, y + height))
            else:
                inside = box and (piece.row > box.row if side == "top" else piece.row < box.last_row)
                goes_on = piece.start > 0 if side == "top" else piece.start + piece.height < whole - 0.01
                if not inside and not goes_on:
                    self._lines[True, round(y if side == "top" else y + height, 2), rule].append((x, x + width))

    # Texts

    def _write(self, row: int, column: int, frame: Frame, *, merged: bool) -> None:
        """Write a cell's text into its frame; one that is not merged may run over blank neighbours."""
        cell = self.grid.cell(row, column)
        look, lines, kind = self.grid.lines(cell, frame.width) if cell is not None else (None, [], "")
        if look is not None and not merged and self._is_cut(row):
            look, lines = replace(look, vertical="top"), placing.sliced(lines, self._sliced[row])
        if look is None or not lines:
            return
        if look.turned not in (0, STACKED):
            self._page.writings.append(placing.turned(lines, look, frame))
            return
        side, limits, width = placing.side_of(look, kind), frame, max(line.width for line in lines)
        if not merged and not look.wrap and kind == "text" and width > frame.width - 2 * PADDING:
            limits = self._over_blanks(row, column, side, width)
        written = list(placing.placed(lines, look, side, limits if side == "continuous" else frame))
        self._page.writings.append(Writing(written, None if placing.inside(written, lines, limits) else limits))

    def _is_cut(self, row: int) -> bool:
        """Whether only a part of a row is on this page."""
        return self._sliced[row].height < self.area.heights[row] - 0.01

    def _over_blanks(self, row: int, column: int, side: str, width: float) -> Frame:
        """The frame of a cell with as many blank neighbours as a text of this width needs."""
        shared = 2 if side == "center" else 1  # blanks on both sides take half each

        def reach(step: int) -> int:
            place, room = self.columns.index(column), self.area.widths[column] - PADDING
            while room < width and 0 <= place + step < len(self.columns):
                if not self.grid.is_blank(row, self.columns[place + step]):
                    break
                place += step
                room += self.area.widths[self.columns[place]] / shared
            return self.columns[place]

        first = reach(-1) if side in ("right", "center") else column
        last = reach(1) if side in ("left", "center", "continuous") else column
        return Frame(
            self._x[first], self._y[row], self._x[last] + self.area.widths[last] - self._x[first],
            self._sliced[row].height,
        )  # fmt: skip


def _joined(lines: dict[tuple[bool, float, Rule], list[tuple[float, float]]]) -> Iterator[Stroke]:
    """Lines that touch, as one; the strongest are drawn last."""
    for (lying, at, rule), spans in sorted(lines.items(), key=lambda item: (item[0][2].width, item[0][2].color)):
        start, end = None, 0.0
        for a, b in sorted(spans):
            if start is None or a > end + 0.01:
                if start is not None:
                    yield _stroke(start, end, at, rule, lying=lying)
                start, end = a, b
            end = max(end, b)
        if start is not None:
            yield _stroke(start, end, at, rule, lying=lying)


def _stroke(start: float, end: float, at: float, rule: Rule, *, lying: bool) -> Stroke:
    return Stroke(start, at, end, at, rule) if lying else Stroke(at, start, at, end, rule)
