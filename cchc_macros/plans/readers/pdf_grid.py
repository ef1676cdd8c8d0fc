"""The columns of a table printed over several pages.

A page shows only the lines it needs: where all its rows have merged cells, a column is missing there. So the tables
of one width share their columns over the whole document.
"""

from bisect import insort
from collections.abc import Iterator

from cchc_macros.plans.readers.pdf_cells import PageArea
from xl.late import dataclass

_SAME = 3.0  # points within which two lines are the same line
_MOST_COLUMNS = 60

Row = tuple[list[str | None], str, int, bool, bool]  # cells, where, number, table, fresh: see `Line`


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table on one page.

    Attributes:
        where: For `Place.where`.
        box: Its outline.
        tops: Upper edges of its rows, from the top.
        cells: Outlines of its cells with their texts.
    """

    where: str
    box: PageArea
    tops: list[float]
    cells: list[tuple[PageArea, str]]

    def row(self, top: float, columns: list[float]) -> list[str | None]:
        """Return a row's cells; None where a cell reaches down from above, "" beside a merged one."""
        cells: list[str | None] = [""] * len(columns)
        for box, text in self.cells:
            column = next((n for n, left in enumerate(columns) if abs(left - box.x0) < _SAME), None)
            if column is not None and abs(box.top - top) < 1:
                cells[column] = text
            elif column is not None and box.top < top < box.bottom - 1:
                cells[column] = None
        return cells


class Refused(Exception):  # noqa: N818 - not an error of the process that reads: its answer
    """The document will not be read; the argument is a key of `_REASONS` of the module that asks."""


def rows_of(items: list[Row | PrintedTable]) -> list[Row]:
    """Return the rows of tables and the lines between them."""
    grids = Grids([item for item in items if isinstance(item, PrintedTable)])
    return [row for item in items for row in (grids.rows(item) if isinstance(item, PrintedTable) else (item,))]


class Grids:
    """The columns of all tables of a document, by the tables' outlines."""

    def __init__(self, tables: list[PrintedTable]) -> None:
        self._grids: list[tuple[PageArea, list[float]]] = []
        for table in tables:
            lefts = self.columns(table)
            for box, _ in table.cells:
                if all(abs(left - box.x0) >= _SAME for left in lefts) and len(lefts) < _MOST_COLUMNS:
                    insort(lefts, box.x0)

    def rows(self, table: PrintedTable) -> Iterator[Row]:
        """The rows of a table."""
        columns = self.columns(table)
        for number, top in enumerate(table.tops, start=1):
            yield table.row(top, columns), table.where, number, True, number == 1

    def columns(self, table: PrintedTable) -> list[float]:
        """Return the left edges of the columns of a table and of all that stand as it does."""
        for box, lefts in self._grids:
            if abs(box.x0 - table.box.x0) < _SAME and abs(box.x1 - table.box.x1) < _SAME:
                return lefts
        self._grids.append((table.box, []))
        return self._grids[-1][1]
