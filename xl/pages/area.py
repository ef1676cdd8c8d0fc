"""A print area: its rows and columns, how large it is drawn, what pages repeat."""

from itertools import accumulate, pairwise

from xl.cells.addresses import Box
from xl.pages.grid import Grid
from xl.pages.setup import Setup, scale_to_fit


class PrintArea:
    """A print area of a sheet.

    Attributes:
        heights, widths: Of its rows and columns, of repeated rows above it too; 0 for hidden ones.
        scale: How large it is drawn.
    """

    def __init__(self, grid: Grid, setup: Setup, box: Box) -> None:
        self.grid, self.setup, self.box = grid, setup, box
        columns = range(box.column, box.last_column + 1)
        self.heights = {row: grid.height(row, columns) for row in range(box.row, box.last_row + 1)}
        self.widths = {column: grid.width(column) for column in columns}
        self.scale = scale_to_fit(setup, sum(self.widths.values()), sum(self.heights.values()))
        first, last = setup.repeated_rows or (1, 0)
        for row in range(first, min(last + 1, box.row)):
            self.heights[row] = grid.height(row, columns)
        self._titles = [row for row in range(first, last + 1) if self.heights.get(row)]

    def titles(self, row: int) -> list[int]:
        """The rows that are repeated on top of a page that begins with this row."""
        return self._titles if self._titles and row > self._titles[-1] else []

    def room(self, row: int) -> float:
        """The height for rows on a page that begins with this one, before scaling."""
        return self.setup.room[1] / self.scale - sum(self.heights[title] for title in self.titles(row))

    def good_cut(self, row: int, most: float) -> float:
        """Where a row may end on a page without cutting a line of text in two."""
        spans = []
        for column in self.widths:
            cell = self.grid.cell(row, column)
            if cell is not None and cell._value is not None and (row, column) not in self.grid.merged:
                _, lines, _ = self.grid.lines(cell, self.widths[column])
                spans += list(pairwise(accumulate((line.height for line in lines), initial=0.0)))
        ends = sorted({end for _, end in spans if end <= most}, reverse=True)
        return next((end for end in ends if not any(a < end - 0.01 < b - 0.02 for a, b in spans)), most)

    def groups(self) -> list[list[int]]:
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
