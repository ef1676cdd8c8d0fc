"""The page set-up of a sheet: paper, margins, what is printed and how large, headers and footers."""

from collections.abc import Iterator
from typing import Any

from xl.cells.addresses import Box, column_number
from xl.cells.model import Cell, Worksheet
from xl.engine.memory import areas
from xl.late import dataclass, regex

INCH, MM = 72.0, 72 / 25.4
# Width and height by the number that a file gives a paper: letter, legal, A3, A4, A5, B4, B5.
_PAPERS = {
    1: (215.9, 279.4), 5: (215.9, 355.6), 8: (297.0, 420.0), 9: (210.0, 297.0), 11: (148.0, 210.0),
    12: (257.0, 364.0), 13: (182.0, 257.0),
}  # fmt: skip
_A4 = 9
_SMALLEST, _LARGEST = 0.1, 4.0
_HEADER_SIZE = 10.0
_CODE = regex(r'&(?P<code>"[^"]*"|\d{1,3}|[A-Za-z&]|[+-]\d+)')


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """A part of a header or footer.

    Attributes:
        place: "left", "center" or "right".
        text: Its text with the codes &P, &N, &A, &F, &D and &T.
    """

    place: str
    text: str
    family: str
    bold: bool
    italic: bool
    size: float
    color: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """A page set-up; measures in points.

    Attributes:
        margins: Left, top, right, bottom.
        header, footer: How far they stand from the edge of the paper.
        headers, footers: By kind of page: "first", "even", "odd".
        fit: How many pages wide and high all is to be, 0 for any number; None: the scale as stated.
        boxes: What is printed, each area on pages of its own.
        repeated_rows, repeated_columns: First and last of what is on every page.
    """

    width: float
    height: float
    margins: tuple[float, float, float, float]
    header: float
    footer: float
    headers: dict[str, list[Strip]]
    footers: dict[str, list[Strip]]
    scale: float
    fit: tuple[int, int] | None
    centered: tuple[bool, bool]
    gridlines: bool
    boxes: list[Box]
    repeated_rows: tuple[int, int] | None
    repeated_columns: tuple[int, int] | None
    first_page: int
    over_then_down: bool
    breaks: tuple[frozenset[int], frozenset[int]]

    @property
    def room(self) -> tuple[float, float]:
        """Width and height between the margins."""
        left, top, right, bottom = self.margins
        return self.width - left - right, self.height - top - bottom

    def kind(self, place: int, number: int) -> str:
        """Which header a page has, by its place and its number."""
        if place == 0 and "first" in self.headers:
            return "first"
        return "even" if number % 2 == 0 and "even" in self.headers else "odd"


def read_setup(ws: Worksheet, used: tuple[int, int]) -> Setup:
    """Read a sheet's page set-up; what a file leaves open is as Excel has it.

    Args:
        ws: The sheet.
        used: Its last row and column in use.
    """
    page, margins, options = ws.page_setup, ws.page_margins, ws.print_options
    paper = _PAPERS.get(int(page.paperSize or _A4), _PAPERS[_A4])
    width, height = (side * MM for side in (reversed(paper) if page.orientation == "landscape" else paper))
    properties = ws.sheet_properties.pageSetUpPr
    fits = bool(properties and properties.fitToPage)
    left, right = _beside(margins.left, margins.right, width)
    top, bottom = _beside(margins.top, margins.bottom, height)
    numbered = page.useFirstPageNumber and page.firstPageNumber is not None
    return Setup(
        width=width, height=height,
        margins=(left, top, right, bottom),
        header=_inches(margins.header, height), footer=_inches(margins.footer, height),
        headers=_strips(ws, "Header"), footers=_strips(ws, "Footer"),
        scale=min(max((page.scale or 100) / 100, _SMALLEST), _LARGEST),
        fit=(_or_one(page.fitToWidth), _or_one(page.fitToHeight)) if fits else None,
        centered=(bool(options.horizontalCentered), bool(options.verticalCentered)),
        gridlines=bool(options.gridLines), boxes=_printed(ws, used),
        repeated_rows=_repeated(ws.print_title_rows), repeated_columns=_repeated(ws.print_title_cols),
        first_page=int(page.firstPageNumber) if numbered else 1,
        over_then_down=page.pageOrder == "overThenDown",
        breaks=(_breaks(ws.row_breaks), _breaks(ws.col_breaks)),
    )  # fmt: skip


def scale_to_fit(setup: Setup, width: float, height: float) -> float:
    """How large a printed area of this size becomes: whole percents, as Excel has it, never more than all of it."""
    if setup.fit is None:
        return setup.scale
    wide, high = setup.fit
    room_wide, room_high = setup.room
    factors = [1.0]
    if wide and width:
        factors.append(room_wide * wide / width)
    if high and height:
        factors.append(room_high * high / height)
    return max(int(min(factors) * 100 + 1e-6) / 100, _SMALLEST)


def _inches(stated: float, most: float) -> float:
    """A distance from an edge in points: a file may say anything, no number too."""
    return min(stated * INCH, most) if stated > 0 else 0.0


def _beside(before: float, after: float, side: float) -> tuple[float, float]:
    """Two margins, less than stated where they would leave no inch of the paper between them."""
    first, last = _inches(before, side), _inches(after, side)
    kept = min(1.0, (side - INCH) / (first + last)) if first + last else 1.0
    return first * kept, last * kept


def _or_one(number: Any) -> int:
    return 1 if number is None else int(number)


def _printed(ws: Worksheet, used: tuple[int, int]) -> list[Box]:
    """The print areas, of whole rows or columns what is used; without one all that has something in it."""
    area = ws._print_area
    if area:
        boxes = [
            box.common(Box(1, 1, max(used[0], box.row), max(used[1], box.column))) for box in areas.boxes(area.ranges)
        ]
        return [box for box in boxes if box is not None]
    merged = areas.merged(ws)
    keys = [key for key, cell in ws._cells.items() if cell._value is not None or _is_dressed(cell)]
    keys += [(box.last_row, box.last_column) for box in merged]
    if not keys:
        return [Box.at(1, 1)]
    return [Box(1, 1, max(row for row, _ in keys), max(column for _, column in keys))]


def _is_dressed(cell: Cell) -> bool:
    return cell._style is not None and bool(cell._style.fillId or cell._style.borderId)


def _repeated(text: Any) -> tuple[int, int] | None:
    """Rows "$8:$9" or columns "$A:$B" that every page repeats."""
    parts = str(text or "").replace("$", "").split("!")[-1].split(":")
    if len(parts) != 2:  # noqa: PLR2004
        return None
    first, last = (int(part) if part.isdigit() else column_number(part) for part in parts)
    return first, last


def _breaks(found: Any) -> frozenset[int]:
    """The rows or columns after which a page ends by hand."""
    return frozenset(entry.id for entry in found.brk)


def _strips(ws: Worksheet, what: str) -> dict[str, list[Strip]]:
    """Headers or footers by kind of page; "first" and "even" only where they differ."""
    settings = ws.HeaderFooter
    kinds = {"odd": getattr(settings, f"odd{what}")}
    if settings.differentFirst:
        kinds["first"] = getattr(settings, f"first{what}")
    if settings.differentOddEven:
        kinds["even"] = getattr(settings, f"even{what}")
    return {kind: list(_parts(item)) for kind, item in kinds.items()}


def _parts(item: Any) -> Iterator[Strip]:
    for place in ("left", "center", "right"):
        part = getattr(item, place)
        if part is None or not part.text:
            continue
        family, _, style = (part.font or "Times New Roman").partition(",")
        size, bold, italic = float(part.size or _HEADER_SIZE), "Bold" in style, "Italic" in style
        text = ""
        end = 0
        for match in _CODE.finditer(part.text):
            text += part.text[end : match.start()]
            end = match.end()
            code = match["code"]
            if code.isdigit():
                size = float(code)
            elif code[0] == '"':
                family, _, style = code.strip('"').partition(",")
                bold, italic = "Bold" in style, "Italic" in style
            elif code == "B":
                bold = not bold
            elif code == "I":
                italic = not italic
            elif code in "PNAFDT&":
                text += f"&{code}"
        text += part.text[end:]
        yield Strip(
            place=place, text=text, family=family if family != "-" else "Times New Roman", bold=bold, italic=italic,
            size=size, color=part.color,
        )  # fmt: skip
