"""A sheet on pages: which rows and columns each page holds."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from xl.cells.addresses import Box
from xl.cells.model import Worksheet
from xl.engine.memory.document import Document
from xl.pages.area import PrintArea
from xl.pages.breaks import Rows, Slice, paginate
from xl.pages.builder import Builder
from xl.pages.grid import Grid
from xl.pages.page import Page, Paper
from xl.pages.setup import read_setup


def lay_out(doc: Document, ws: Worksheet, kept: frozenset[int] | None = None) -> Paper:
    """Lay out a sheet on pages.

    Args:
        doc: The workbook.
        ws: The sheet.
        kept: Numbers of rows that stay on a page with the row below them, where a page can hold both; the last page
            then holds more than a little too, and rows that nobody set the height of are as high as their text.
            None: rows are as high and pages end as in Excel.
    """
    setup = read_setup(ws, doc.calculator.used(ws))
    grid = Grid(doc, ws, tight=kept is not None)
    pages: list[Page] = []
    for box in setup.boxes:
        pages += _pages(PrintArea(grid, setup, box), kept)
    for number, page in enumerate(pages, setup.first_page):
        page.number = number
    return Paper(ws.title, doc.path.name, setup, pages)


def _pages(area: PrintArea, kept: frozenset[int] | None) -> Iterator[Page]:
    """The pages of a print area, down first unless the sheet says otherwise."""
    pages, groups = _paginate(area, kept), area.groups()
    text_pages = _text_pages(area, pages)
    order = (
        [(group, number) for number in range(len(pages)) for group in groups]
        if area.setup.over_then_down
        else [(group, number) for group in groups for number in range(len(pages))]
    )
    for group, number in order:
        here = {box for box, page in text_pages.items() if page == number}
        yield Builder(area, pages[number], group, here).page()


def _paginate(area: PrintArea, kept: frozenset[int] | None) -> list[list[Slice]]:
    """The slices of each page's rows, repeated rows on top; rows by their numbers."""
    first = area.box.row
    by_hand = area.setup.breaks[0] if area.setup.fit is None else frozenset[int]()  # Excel leaves them then
    rows = Rows(
        heights=[area.heights[number] for number in range(first, area.box.last_row + 1)],
        kept=None if kept is None else frozenset(number - first for number in kept),
        breaks=frozenset(number - first for number in by_hand),
        cut=lambda place, most: area.good_cut(first + place, most),
    )
    pages = []
    for page in paginate(rows, lambda place: area.room(first + place)):
        body = [piece._replace(row=first + piece.row) for piece in page]
        pages.append([Slice(title, 0.0, area.heights[title]) for title in area.titles(body[0].row)] + body)
    return pages or [[]]


def _text_pages(area: PrintArea, pages: Sequence[Sequence[Slice]]) -> dict[Box, int]:
    """On which page the text of each merged area stands: where most of it is."""
    merged = area.grid.merged
    rows = {row for row, _ in merged}
    found: dict[Box, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for number, page in enumerate(pages):
        for row, _, height in page:
            if row in rows:
                for box in {merged[row, column] for column in area.widths if (row, column) in merged}:
                    found[box][number] += height
    return {box: max(parts, key=parts.__getitem__) for box, parts in found.items()}
