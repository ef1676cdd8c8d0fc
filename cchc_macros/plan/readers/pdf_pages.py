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
from pdfplumber.page import Page
from pdfplumber.table import Table
from pdfplumber.utils.exceptions import PdfminerException

from cchc_macros.plan.legacy import encoding_of_font
from cchc_macros.plan.pieces import tidy
from cchc_macros.plan.readers.pdf_cells import Box, Char, cell_text, text_lines
from cchc_macros.plan.readers.pdf_grid import Grids, PrintedTable
from cchc_macros.plan.readers.text import CONVERTED

MAX_PAGES = 300
MAX_OBJECTS = 60_000  # characters, lines and boxes of one page
MAX_MEMORY = 2_000_000_000  # bytes
_REPEATED = 3  # pages on which the same line stands at the same height: a running head, not text

Row = tuple[list[str | None], str, int, bool, bool]  # cells, where, number, table, fresh: see `Line`


class Refused(Exception):  # noqa: N818 - not an error of this process: its answer
    """The document will not be read; the argument is a key of `pdf._REASONS`."""


def main() -> int:
    """Read the document, write the answer."""
    _limit_memory()
    content = sys.stdin.buffer.read()
    try:
        answer = _read(content)
    except Refused as refusal:
        answer = {"reason": str(refusal)}
    sys.stdout.buffer.write(json.dumps(answer).encode())
    return 0


def _limit_memory() -> None:
    try:
        import resource  # noqa: PLC0415 - not on Windows, where the time limit must do
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))


def _read(content: bytes) -> dict[str, Any]:
    try:
        pdf = pdfplumber.open(io.BytesIO(content))
        pages = pdf.pages
    except PdfminerException as error:
        locked = any(isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError) for cause in error.args)
        raise Refused("password" if locked else "broken") from error
    except Exception as error:  # broken files raise whatever the parser stumbles on
        raise Refused("broken") from error
    if len(pages) > MAX_PAGES:
        raise Refused("pages")
    items: list[Row | PrintedTable] = []
    converted: set[str] = set()
    for page in pages:
        items += _page(page, converted)
        page.close()
    grids = Grids([item for item in items if isinstance(item, PrintedTable)])
    rows: list[Row] = []
    for item in items:
        rows += _rows(item, grids.columns(item)) if isinstance(item, PrintedTable) else [item]
    if not any(any(row[0]) for row in rows):
        raise Refused("picture")
    return {"lines": _without_running_heads(rows), "remarks": [CONVERTED.format(name) for name in sorted(converted)]}


def _rows(table: PrintedTable, columns: list[float]) -> Iterator[Row]:
    for number, top in enumerate(table.tops, start=1):
        yield table.row(top, columns), table.where, number, True, number == 1


def _page(page: Page, converted: set[str]) -> Iterator[Row | PrintedTable]:
    """The tables of a page and the lines between them, from top to bottom."""
    if len(page.chars) + len(page.edges) > MAX_OBJECTS:
        raise Refused("heavy")
    chars = _chars(page, converted)
    tables = page.find_tables()
    boxes = [Box(*table.bbox) for table in tables]
    free = text_lines([char for char in chars if not any(box.holds(char) for box in boxes)])
    where = f"trang {page.page_number}, dòng"
    items: list[tuple[float, Row | PrintedTable]] = [
        (line[0].top, ([tidy("".join(char.text for char in line))], where, n, False, False))
        for n, line in enumerate(free, start=1)
    ]
    for n, table in enumerate(sorted(tables, key=lambda table: table.bbox[1]), start=1):
        where = f"trang {page.page_number}, {f'bảng {n}, ' if len(tables) > 1 else ''}hàng"
        items.append((table.bbox[1], _printed(table, chars, where)))
    yield from (item for _, item in sorted(items, key=lambda item: item[0]))


def _chars(page: Page, converted: set[str]) -> list[Char]:
    """The upright characters of a page, those of old fonts in Unicode."""
    chars = []
    for found in page.chars:
        font = found["fontname"]
        encoding = encoding_of_font(font)
        if encoding:
            converted.add(encoding)
        if found["upright"]:
            chars.append(
                Char(found["text"], found["x0"], found["top"], found["x1"], found["bottom"], font if encoding else "")
            )
    return chars


def _printed(table: Table, chars: list[Char], where: str) -> PrintedTable:
    inside = [char for char in chars if Box(*table.bbox).holds(char)]
    boxes = [Box(*cell) for cell in table.cells]
    cells = [(box, cell_text([char for char in inside if box.holds(char)], box)) for box in boxes]
    return PrintedTable(where, Box(*table.bbox), sorted({row.bbox[1] for row in table.rows}), cells)


def _without_running_heads(rows: list[Row]) -> list[Row]:
    """Leave out the lines outside tables that stand on many pages."""
    seen = Counter(_likeness(row) for row in rows if not row[3])
    return [row for row in rows if row[3] or seen[_likeness(row)] < _REPEATED]


def _likeness(row: Row) -> str:
    return re.sub(r"\d+", "0", row[0][0] or "")


if __name__ == "__main__":
    sys.exit(main())
