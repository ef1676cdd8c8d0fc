"""The rows of the sheet that a paper's rows become: how high each is; one too high for a page is cut into its lines."""

from collections.abc import Iterator, Mapping
from itertools import zip_longest

from cchc_macros.paper import layout as of
from cchc_macros.paper.appendix import Paper, PaperRow
from xl.fit import MM, inner_width, wrap
from xl.late import dataclass

LINE = 15.75  # points: a line of 12 point Times New Roman in a row of Excel, and in the rows that we write
TITLE_LINE = 18.75  # of 14 points
_PAGE = (of.PAGE_MM[1] - of.MARGIN_MM["top"] - of.MARGIN_MM["bottom"]) * MM
_TALLEST = 409  # points: Excel's limit


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of the sheet.

    Attributes:
        lines: How high it is.
        look: What the conditional formats ask for; see `form`.
        kept: Whether it stays on a page with the row below it.
    """

    texts: Mapping[str, str]
    lines: int
    look: str
    kept: bool = False


def sheet_rows(paper: Paper, widths: Mapping[str, float], above: float, heading: float) -> Iterator[SheetRow]:
    """The rows of the sheet, in order, by widths in mm (0 for a column left out) and by heights in points.

    `above` is what is above the heading on the first page.
    """
    room = _PAGE - above - heading  # until a row is on the first page, which must not hold the heading alone
    for row in paper.rows:
        lines = {
            column.key: wrap(
                row.cells.get(column.key, ""), inner_width(mm), of.BODY_SIZE, bold=row.bold and column.bold
            )
            for column in paper.layout.columns
            if (mm := widths[column.key])
        }
        height = max(map(len, lines.values()))
        if height * LINE <= min(_TALLEST, room):
            yield SheetRow({key: row.cells.get(key, "") for key in lines}, height, _look(row), row.heading)
        else:
            yield from _cut(row, lines, height)
        room = room - height * LINE if row.heading else _PAGE - heading


def _cut(row: PaperRow, lines: Mapping[str, list[str]], height: int) -> Iterator[SheetRow]:
    """A row of the sheet for each line; the first two stay together, and so do the last two."""
    for number, parts in enumerate(zip_longest(*lines.values(), fillvalue="")):
        piece = of.FIRST if number == 0 else of.LAST if number == height - 1 else of.MIDDLE
        texts = {key: part.strip() for key, part in zip(lines, parts, strict=True)}
        yield SheetRow(texts, 1, _look(row) + piece, number in (0, height - 2))


def _look(row: PaperRow) -> str:
    return of.BOLD if row.bold else of.REGULAR
