"""A sheet as pages of fills, lines and texts; measures in points from the top left, before scaling."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import NamedTuple

from xl.cells.addresses import Box
from xl.cells.model import Worksheet
from xl.engine.memory.document import Document
from xl.pages.breaks import Rows, Slice, paginate
from xl.pages.grid import INDENT, PADDING, Grid
from xl.pages.looks import Look, Rule
from xl.pages.setup import Setup, read_setup, scale_to_fit
from xl.pages.text import ASCENT, LEADING, Line, Piece
from xl.pages.typefaces import word_width


class Frame(NamedTuple):
    """A rectangle on a page."""

    x: float
    y: float
    width: float
    height: float


class Fill(NamedTuple):
    """A rectangle of one colour."""

    frame: Frame
    color: str


class Stroke(NamedTuple):
    """A straight line."""

    x: float
    y: float
    to_x: float
    to_y: float
    rule: Rule


class Written(NamedTuple):
    """A line of text: where its base line begins."""

    x: float
    y: float
    pieces: tuple[Piece, ...]


class Writing(NamedTuple):
    """Lines of text of one cell; cut off at `clip`, turned to the left about the middle of `about`."""

    lines: list[Written]
    clip: Frame | None = None
    turned: float = 0.0
    about: Frame | None = None


@dataclass(slots=True)
class Page:
    """One page: its number, and what is on it."""

    number: int
    fills: list[Fill] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    writings: list[Writing] = field(default_factory=list)
    origin: tuple[float, float] = (0.0, 0.0)
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Paper:
    """A printed sheet."""

    title: str
    file: str
    setup: Setup
    pages: list[Page]


def lay_out(doc: Document, ws: Worksheet, kept: frozenset[int] | None = None) -> Paper:
    """Lay out a sheet on pages.

    Args:
        doc: The workbook.
        ws: The sheet.
        kept: Numbers of rows that stay on a page with the row below them, where a page can hold both; the last page
            then holds more than a little too. None: pages end where Excel ends them.
    """
    setup = read_setup(ws)
    grid = Grid(doc, ws)
    pages: list[Page] = []
    for box in setup.boxes:
        pages += _Area(grid, setup, box, kept).pages()
    for number, page in enumerate(pages, setup.first_page):
        page.number = number
    return Paper(ws.title, doc.path.name, setup, pages)


class _Area:
    """One print area."""

    def __init__(self, grid: Grid, setup: Setup, box: Box, kept: frozenset[int] | None) -> None:
        self.grid, self.setup, self.box = grid, setup, box
        columns = range(box.column, box.last_column + 1)
        self.heights = {row: grid.height(row, columns) for row in range(box.row, box.last_row + 1)}
        self.widths = {column: grid.width(column) for column in columns}
        self.titles = self._repeated(setup.repeated_rows, self.heights, grid, columns)
        self.scale = scale_to_fit(setup, sum(self.widths.values()), sum(self.heights.values()))
        self._kept = kept

    def _repeated(self, span: tuple[int, int] | None, known: dict[int, float], grid: Grid, columns: range) -> list[int]:
        rows = list(range(span[0], span[1] + 1)) if span else []
        for row in rows:
            if row not in known and row < self.box.row:
                known[row] = grid.height(row, columns)
        return [row for row in rows if known.get(row)]

    def pages(self) -> Iterator[Page]:
        """The pages, down first unless the sheet says otherwise."""
        slices, groups = self._paginate(), self._groups()
        parts = self._merged_parts(slices)
        order = (
            [(group, number) for number in range(len(slices)) for group in groups]
            if self.setup.over_then_down
            else [(group, number) for group in groups for number in range(len(slices))]
        )
        for group, number in order:
            yield _Builder(self, slices[number], group, parts, number).page()

    def _paginate(self) -> list[list[Slice]]:
        """The slices of each page's rows, repeated rows on top; rows by their numbers."""
        numbers = range(self.box.row, self.box.last_row + 1)
        first, whole = self.box.row, self.setup.room[1] / self.scale
        by_hand = self.setup.breaks[0] if self.setup.fit is None else frozenset[int]()  # Excel leaves them then

        def titles(row: int) -> list[int]:
            return [title for title in self.titles if title < row] if self.titles and row > self.titles[-1] else []

        def room(place: int) -> float:
            return whole - sum(self.heights[title] for title in titles(first + place))

        rows = Rows(
            heights=[self.heights[number] for number in numbers],
            kept=None if self._kept is None else frozenset(number - first for number in self._kept),
            breaks=frozenset(number - first for number in by_hand),
            cut=lambda place, most: self._good_cut(first + place, most),
        )
        pages = []
        for page in paginate(rows, room):
            body = [piece._replace(row=first + piece.row) for piece in page]
            pages.append([Slice(title, 0.0, self.heights[title]) for title in titles(body[0].row)] + body)
        return pages or [[]]

    def _good_cut(self, row: int, most: float) -> float:
        """Where a row may end on a page without cutting a line of text in two."""
        spans = []
        for column in self.widths:
            cell = self.grid.cell(row, column)
            if cell is not None and cell._value is not None and (row, column) not in self.grid.merged:
                _, lines, _ = self.grid.lines(cell, self.widths[column])
                spans += list(pairwise(accumulate((line.height for line in lines), initial=0.0)))
        ends = sorted({end for _, end in spans if end <= most}, reverse=True)
        return next((end for end in ends if not any(a < end - 0.01 < b - 0.02 for a, b in spans)), most)

    def _groups(self) -> list[list[int]]:
        """The columns of each page across."""
        room = self.setup.room[0] / self.scale + 0.01
        by_hand = self.setup.breaks[1] if self.setup.fit is None else frozenset[int]()
        span = self.setup.repeated_columns
        titles = [c for c in range(span[0], span[1] + 1) if self.widths.get(c)] if span else []
        groups: list[list[int]] = [[]]
        for column, width in self.widths.items():
            if not width:
                continue
            used = sum(self.widths[c] for c in groups[-1])
            ended = groups[-1] and max(groups[-1]) in by_hand
            if groups[-1] and (used + width > room or ended):
                groups.append([c for c in titles if c < column])
            groups[-1].append(column)
        return groups

    def _merged_parts(self, pages: Sequence[Sequence[Slice]]) -> dict[Box, int]:
        """On which page the text of an area merged over rows stands: where most of it is."""
        rows = {row for row, _ in self.grid.merged}
        found: dict[Box, dict[int, float]] = defaultdict(lambda: defaultdict(float))
        for number, page in enumerate(pages):
            for row, _, height in page:
                if row in rows:
                    for box in {self.grid.merged[row, c] for c in self.widths if (row, c) in self.grid.merged}:
                        found[box][number] += height
        return {box: max(parts, key=parts.__getitem__) for box, parts in found.items()}


class _Builder:
    """One page being made."""

    def __init__(
        self, area: _Area, slices: Sequence[Slice], columns: Sequence[int], parts: dict[Box, int], number: int
    ) -> None:
        self.area, self.grid, self.slices, self.columns = area, area.grid, slices, columns
        self._parts, self._number = parts, number
        self._x = dict(zip(columns, accumulate((area.widths[c] for c in columns), initial=0.0), strict=False))
        self._width = sum(area.widths[c] for c in columns)
        tops = list(accumulate((piece.height for piece in slices), initial=0.0))
        self._height = tops.pop()
        self._y = {piece.row: top for piece, top in zip(slices, tops, strict=True)}
        self._sliced = {piece.row: piece for piece in slices}
        self._lines: dict[tuple[bool, float, Rule], list[tuple[float, float]]] = defaultdict(list)
        self._page = Page(0)

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
        if cell is not None:
            frame = Frame(self._x[column], self._y[row], self.area.widths[column], piece.height)
            look = self.grid.look(cell)
            corner = self.grid.cell(box.row, box.column) if box else None
            fill = self.grid.look(corner).fill if corner is not None else look.fill
            if fill and fill != "FFFFFF":
                self._add_fill(frame, fill)
            self._add_rules(frame, look, piece, column, box)
            if box is None and cell._value is not None:
                self._write(row, column, frame, frame)
        if box is not None and self._begins(box, row, column):
            self._write(box.row, box.column, self._frame_of(box), None)

    def _begins(self, box: Box, row: int, column: int) -> bool:
        """Whether a place is the first of a merged area on this page, and its text stands here."""
        above = any(r in self._y for r in range(box.row, row))
        before = any(c in self._x for c in range(box.column, column))
        repeated = row in self.area.titles
        return not above and not before and (repeated or self._parts.get(box) == self._number)

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

    def _add_rules(self, frame: Frame, look: Look, piece: Slice, column: int, box: Box | None) -> None:
        """The lines of a cell, none inside a merged area nor where a row goes on on another page."""
        x, y, width, height = frame
        whole = self.area.heights[piece.row]
        for side, rule in look.rules.items():
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

    def _write(self, row: int, column: int, frame: Frame, own: Frame | None) -> None:
        """Write a cell's text into its frame; `own` is that frame where its text may run over blank neighbours."""
        cell = self.grid.cell(row, column)
        if cell is None:
            return
        look, lines, kind = self.grid.lines(cell, frame.width)
        if not lines:
            return
        side = _side(look, kind)
        if look.turned and look.turned != 255:  # noqa: PLR2004
            self._page.writings.append(_turned(lines, look, frame))
            return
        piece = self._sliced.get(row) if own else None
        if piece is not None and piece.height < self.area.heights[row] - 0.01:
            lines, frame = _slice(lines, piece, frame)
            look_vertical = "top"
        else:
            look_vertical = look.vertical
        limits = frame
        if own and not look.wrap and kind == "text" and max(line.width for line in lines) > frame.width - 2 * PADDING:
            limits = self._over_blanks(row, column, side, max(line.width for line in lines))
            if side == "continuous":
                frame = limits
        written = list(_placed(lines, look, side, look_vertical, frame))
        self._page.writings.append(Writing(written, None if _inside(written, lines, limits) else limits))

    def _over_blanks(self, row: int, column: int, side: str, width: float) -> Frame:
        """The frame of a cell with as many blank neighbours as a text of this width needs."""
        place = self.columns.index(column)
        first = last = place
        room = self.area.widths[column] - PADDING
        while side in ("left", "center", "continuous") and last + 1 < len(self.columns) and room < width:
            if not self.grid.is_blank(row, self.columns[last + 1]):
                break
            last += 1
            room += self.area.widths[self.columns[last]] / (2 if side == "center" else 1)
        room = self.area.widths[column] - PADDING
        while side in ("right", "center") and first > 0 and room < width:
            if not self.grid.is_blank(row, self.columns[first - 1]):
                break
            first -= 1
            room += self.area.widths[self.columns[first]] / (2 if side == "center" else 1)
        x = self._x[self.columns[first]]
        end = self._x[self.columns[last]] + self.area.widths[self.columns[last]]
        return Frame(x, self._y[row], end - x, self._sliced[row].height)


def _side(look: Look, kind: str) -> str:
    if look.horizontal == "general":
        return {"number": "right", "other": "center"}.get(kind, "left")
    return {"center": "center", "centerContinuous": "continuous", "right": "right"}.get(look.horizontal, "left")


def _slice(lines: Sequence[Line], piece: Slice, frame: Frame) -> tuple[list[Line], Frame]:
    """The lines that stand in a part of a row that is cut."""
    tops = accumulate((line.height for line in lines), initial=0.0)
    end = piece.start + piece.height
    shown = [line for line, top in zip(lines, tops, strict=False) if piece.start - 0.01 <= top < end - 0.01]
    return shown, frame


def _placed(lines: Sequence[Line], look: Look, side: str, vertical: str, frame: Frame) -> Iterator[Written]:
    """Lines at their places in a frame."""
    height = sum(line.height for line in lines)
    spare = frame.height - height
    y = frame.y + {"top": 0.0, "bottom": spare}.get(vertical, spare / 2)
    indent = PADDING + look.indent * INDENT
    justified = look.horizontal in ("justify", "distributed")
    for line in lines:
        size = line.height / LEADING
        base = y + (line.height - size * (ASCENT + 0.216)) / 2 + size * ASCENT
        x = {
            "right": frame.x + frame.width - indent - line.width,
            "center": frame.x + (frame.width - line.width) / 2,
            "continuous": frame.x + (frame.width - line.width) / 2,
        }.get(side, frame.x + indent)
        pieces = line.pieces
        if justified and not line.last:
            pieces = _spread(pieces, frame.width - indent - PADDING - line.width)
        yield Written(x, base, pieces)
        y += line.height


def _spread(pieces: tuple[Piece, ...], spare: float) -> tuple[Piece, ...]:
    """A line whose words stand farther apart, to fill its width."""
    gaps = sum(piece.text.count(" ") for piece in pieces)
    if not gaps or spare <= 0:
        return pieces
    spread, moved = [], 0.0
    for x, _, ink, text in pieces:
        words = text.split(" ")
        for number, word in enumerate(words):
            width = word_width(ink.face, word) * ink.size
            spread.append(Piece(x + moved, width, ink, word))
            x += width + word_width(ink.face, " ") * ink.size  # noqa: PLW2901
            moved += spare / gaps if number < len(words) - 1 else 0
    return tuple(spread)


def _turned(lines: Sequence[Line], look: Look, frame: Frame) -> Writing:
    """Text turned about the middle of its cell; 91 to 180 stand for turns to the right."""
    width, height = max(line.width for line in lines), sum(line.height for line in lines)
    flat = Frame(frame.x + (frame.width - width) / 2, frame.y + (frame.height - height) / 2, width, height)
    placed = list(_placed(lines, look, "center", "center", flat))
    return Writing(placed, frame, look.turned if look.turned <= 90 else 90 - look.turned, frame)  # noqa: PLR2004


def _inside(written: Sequence[Written], lines: Sequence[Line], limits: Frame) -> bool:
    """Whether text stays in its frame, so that nothing need be cut off."""
    slack = 0.01
    height = sum(line.height for line in lines)
    across = all(
        limits.x - slack <= at.x and at.x + line.width <= limits.x + limits.width + slack
        for at, line in zip(written, lines, strict=True)
    )
    return across and height <= limits.height + slack


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
