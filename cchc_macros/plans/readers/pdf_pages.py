"""The process that reads a PDF: the document on standard input, its lines as JSON on standard output."""

import io
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdftypes import resolve1
from pdfminer.psparser import LIT
from pdfplumber.page import Page
from pdfplumber.table import Table
from pdfplumber.utils.exceptions import PdfminerException

from cchc_macros.plans.readers.pdf_cells import (
    Char,
    PageArea,
    cell_text,
    line_text,
    open_row,
    text_lines,
    unmerged,
    widest,
)
from cchc_macros.plans.readers.pdf_grid import PrintedTable, Refused, Row, rows_of
from cchc_macros.plans.words.legacy import OldFonts
from cchc_macros.plans.words.pieces import tidy
from xl.memory import limit_memory

_FIELD = LIT("Widget")
MAX_PAGES = 300
MAX_OBJECTS = 60_000  # characters, lines and boxes of one page
MAX_MEMORY = 2_000_000_000  # bytes
_SAMPLED = 3  # pages that tell how old text is encoded
_MOST_OF_A_PAGE = 0.6
_PICTURES = "Trang {} là ảnh quét, chưa đọc. Tách riêng các trang ấy thành một tệp rồi nhập."
_REPEATED = 3  # pages on which the same line is at the same height: a running head, not text


def main() -> None:
    """Read the document, write the answer."""
    limit_memory(MAX_MEMORY)
    content = sys.stdin.buffer.read()
    try:
        answer = _read(content)
    except Refused as refusal:
        answer = {"reason": str(refusal)}
    sys.stdout.buffer.write(json.dumps(answer).encode())


def _read(content: bytes) -> dict[str, Any]:
    try:
        pages = pdfplumber.open(io.BytesIO(content)).pages
        if any(map(_has_fields, pages)):
            pages = pdfplumber.open(io.BytesIO(flattened(content))).pages
    except PdfminerException as error:
        locked = any(isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError) for cause in error.args)
        raise Refused("password" if locked else "broken") from error
    except Exception as error:  # broken files raise whatever the parser stumbles on
        raise Refused("broken") from error
    if len(pages) > MAX_PAGES:
        raise Refused("pages")
    sample = [char for page in pages[:_SAMPLED] for char in page.chars]
    fonts = OldFonts((char["fontname"] for char in sample), ["".join(char["text"] for char in sample)])
    items: list[Row | PrintedTable] = []
    pictures = []
    for page in pages:
        items += _page(page, fonts)
        pictures += [page.page_number] * _is_picture(page)
        page.close()
    rows = rows_of(items)
    if not any(any(row[0]) for row in rows) or (pictures and not any(row[3] for row in rows)):
        raise Refused("picture")
    return {
        "lines": _without_running_heads(rows),
        "remarks": [*fonts.remarks(), *[_PICTURES.format(", ".join(map(str, pictures)))] * bool(pictures)],
    }


def _has_fields(page: Page) -> bool:
    """Whether a page has form fields: a signed document's number and date are stamped into such."""
    annotations = resolve1(page.page_obj.annots) or ()
    return any((resolve1(one) or {}).get("Subtype") is _FIELD for one in annotations)


def _is_picture(page: Page) -> bool:
    """Whether a page is the picture of one, whatever was stamped onto it or recognised under it."""
    areas = (max(0, one["x1"] - one["x0"]) * max(0, one["bottom"] - one["top"]) for one in page.images)
    return max(areas, default=0) > _MOST_OF_A_PAGE * page.width * page.height


def flattened(content: bytes) -> bytes:
    """The document with what its form fields show drawn into its pages, as it is printed."""
    import pypdfium2  # noqa: PLC0415 - only a signed document needs it

    pdf = pypdfium2.PdfDocument(content)
    pdf.init_forms()
    for page in pdf:
        page.flatten()
    shown = io.BytesIO()
    pdf.save(shown)
    return shown.getvalue()


def _page(page: Page, fonts: OldFonts) -> Iterator[Row | PrintedTable]:
    """The tables of a page and the lines between them, from top to bottom."""
    if len(page.chars) + len(page.edges) > MAX_OBJECTS:
        raise Refused("heavy")
    chars = [
        Char(
            text=found["text"], x0=found["x0"], top=found["top"], x1=found["x1"], bottom=found["bottom"],
            font=fonts.of(found["fontname"]),
        )
        for found in page.chars if found["upright"]
    ]  # fmt: skip
    tables = [_cells(table, chars) for table in page.find_tables()]
    free = text_lines([char for char in chars if not any(box.holds(char) for cells in tables for box in cells)])
    where = f"trang {page.page_number}, dòng"
    items: list[tuple[float, Row | PrintedTable]] = [
        (line[0].top, ([tidy(line_text(line))], where, n, False, False)) for n, line in enumerate(free, start=1)
    ]
    for n, cells in enumerate(sorted(tables, key=lambda cells: cells[0].top), start=1):
        where = f"trang {page.page_number}, {f'bảng {n}, ' if len(tables) > 1 else ''}hàng"
        items.append((cells[0].top, _printed(cells, chars, where)))
    yield from (item for _, item in sorted(items, key=lambda item: item[0]))


def _cells(table: Table, chars: list[Char]) -> list[PageArea]:
    """The cells of a table, from the top; those too that no line parts, in a table with lines in every other row."""
    ruled = [PageArea(*cell) for cell in table.cells]
    columns = sorted({box.x0 for box in ruled})
    cells = ruled
    if any(len(unmerged(box, columns, chars)) > 1 for box in ruled):
        cells = [part for box in ruled for part in unmerged(box, columns, chars, at_least=1)]
        cells += open_row(PageArea(*table.bbox), columns, chars)
    return sorted(cells, key=lambda box: box.top)


def _printed(cells: list[PageArea], chars: list[Char], where: str) -> PrintedTable:
    outline = PageArea(
        min(box.x0 for box in cells), cells[0].top, max(box.x1 for box in cells), max(box.bottom for box in cells)
    )
    inside = [char for char in chars if outline.holds(char)]
    held = [(box, [char for char in inside if box.holds(char)]) for box in cells]
    reach: dict[tuple[int, int], float] = {}
    for box, own in held:
        column = round(box.x0), round(box.x1)
        reach[column] = max(reach.get(column, 0.0), widest(own))
    texts = [(box, cell_text(own, box, reach[round(box.x0), round(box.x1)])) for box, own in held]
    return PrintedTable(where, outline, sorted({box.top for box in cells}), texts)


def _without_running_heads(rows: list[Row]) -> list[Row]:
    """Leave out the lines outside tables that are on many pages."""
    seen = Counter(_likeness(row) for row in rows if not row[3])
    return [row for row in rows if row[3] or seen[_likeness(row)] < _REPEATED]


def _likeness(row: Row) -> str:
    return re.sub(r"\d+", "0", row[0][0] or "")
