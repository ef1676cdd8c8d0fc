"""A sheet on pages: which rows and columns each page holds."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from xl.cells.addresses import Box
from xl.cells.model import Worksheet
from xl.engine.memory.document import Document
from xl.pages.breaks import Rows, Slice, paginate
from xl.pages.builder import Builder
from xl.pages.grid import Grid
from xl.pages.page import Page, Paper
from xl.pages.setup import Setup, read_setup, scale_to_fit


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
        pages += Area(grid, setup, box, kept).pages()
    for number, page in enumerate(pages, setup.first_page):
        page.number = number
    return Paper(ws.title, doc.path.name, setup, pages)


class Area:
    """One print area.

    Attributes:
        heights, widths: Of its rows and columns, of repeated rows above it too; 0 for hidden ones.
        titles: The rows that pages repeat.
        scale: How large it is drawn.
    """

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
            yield Builder(self, slices[number], group, parts, number).page()

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
