"""The rows of the sheet that a paper's rows become: how high each is; one too high for a page is cut into its lines."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from cchc_macros.paper import layout as of
from cchc_macros.paper.appendix import Paper, PaperRow
from cchc_macros.paper.pages import KEPT, LINE, LOOSE, PAGE, Strip
from xl.fit import inner_width, wrap

_TALLEST = 409  # points: Excel's limit


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of the sheet.

    Attributes:
        texts: By column.
        lines: How high it is.
        look: What the conditional formats ask for; see `form`.
        hold: Of `pages`.
    """

    texts: Mapping[str, str]
    lines: int
    look: str
    hold: int = LOOSE

    def strip(self) -> Strip:
        """What it is for the pages; a heading would look wrong if it were higher, and a piece that goes on."""
        piece = self.look[1:]
        rigid = self.hold == KEPT or piece in (of.FIRST, of.MIDDLE)
        return Strip(self.lines * LINE, self.hold, rigid, piece in (of.MIDDLE, of.LAST))


def sheet_rows(paper: Paper, widths: Mapping[str, float], above: float, heading: float) -> Iterator[SheetRow]:
    """The rows of the sheet, in order.

    Args:
        paper: The table.
        widths: Of the columns, in mm; 0 for one that is left out.
        above: What stands above the heading on the first page, in points.
        heading: The height of the heading, in points.
    """
    room = PAGE - above - heading  # until a row stands on the first page, which must not hold the heading alone
    for row in paper.rows:
        lines = {
            column.key: wrap(row.text(column.key), inner_width(mm), of.BODY_SIZE, bold=row.bold and column.bold)
            for column in paper.layout.columns
            if (mm := widths[column.key])
        }
        height = max(map(len, lines.values()))
        if height * LINE <= min(_TALLEST, room):
            hold = KEPT if row.heading else LOOSE
            yield SheetRow({key: row.text(key) for key in lines}, height, _look(row), hold)
        else:
            yield from _cut(row, lines, height)
        room = room - height * LINE if row.heading else PAGE - heading


def _cut(row: PaperRow, lines: Mapping[str, list[str]], height: int) -> Iterator[SheetRow]:
    """A row of the sheet for each line; the first two stay together, and so do the last two."""
    for number, parts in enumerate(zip_longest(*lines.values(), fillvalue="")):
        piece = of.FIRST if number == 0 else of.LAST if number == height - 1 else of.MIDDLE
        texts = {key: part.strip() for key, part in zip(lines, parts, strict=True)}
        yield SheetRow(texts, 1, _look(row) + piece, KEPT if number in (0, height - 2) else LOOSE)


def _look(row: PaperRow) -> str:
    return of.BOLD if row.bold else of.REGULAR
