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
from cchc_macros.plan.readers.text import CONVERTED, MAX_COLUMNS

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
    rows: list[Row] = []
    converted: set[str] = set()
    for page in pages:
        rows += _page(page, converted)
        page.close()
    if not any(any(row[0]) for row in rows):
        raise Refused("picture")
    return {"lines": _without_running_heads(rows), "remarks": [CONVERTED.format(name) for name in sorted(converted)]}


def _page(page: Page, converted: set[str]) -> Iterator[Row]:
    """The rows of a page's tables and the lines between them, from top to bottom."""
    if len(page.chars) + len(page.edges) > MAX_OBJECTS:
        raise Refused("heavy")
    chars = _chars(page, converted)
    tables = sorted(page.find_tables(), key=lambda table: table.bbox[1])
    boxes = [Box(*table.bbox) for table in tables]
    free = [char for char in chars if not any(box.holds(char) for box in boxes)]
    items: list[tuple[float, list[Row]]] = [
        (
            line[0].top,
            [([tidy("".join(char.text for char in line))], f"trang {page.page_number}, dòng", n, False, False)],
        )
        for n, line in enumerate(text_lines(free), start=1)
    ]
    for n, table in enumerate(tables, start=1):
        where = f"trang {page.page_number}, {f'bảng {n}, ' if len(tables) > 1 else ''}hàng"
        items.append((table.bbox[1], list(_table(table, chars, where))))
    for _, rows in sorted(items, key=lambda item: item[0]):
        yield from rows


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


def _table(table: Table, chars: list[Char], where: str) -> Iterator[Row]:
    inside = [char for char in chars if Box(*table.bbox).holds(char)]
    columns = len(max(table.rows, key=lambda row: len(row.cells)).cells)
    texts: dict[Any, str] = {}
    for cell in table.cells:
        box = Box(*cell)
        texts[cell] = cell_text([char for char in inside if box.holds(char)], box)
    for number, row in enumerate(table.rows, start=1):
        cells = [_text_at(table, row, column, texts) for column in range(min(columns, MAX_COLUMNS))]
        yield cells, where, number, True, number == 1


def _text_at(table: Table, row: Any, column: int, texts: dict[Any, str]) -> str | None:
    """The text of a cell; None where a cell from above reaches down here; "" to the right of a merged cell."""
    cell = row.cells[column] if column < len(row.cells) else None
    if cell is not None:
        return texts[cell]
    middle = (row.bbox[1] + row.bbox[3]) / 2
    left = table.columns[column].bbox[0] + 1
    over = next((c for c in table.cells if c[1] < middle < c[3] and c[0] < left < c[2]), None)
    return None if over is not None and over[1] < row.bbox[1] - 1 and abs(over[0] + 1 - left) < 2 else ""  # noqa: PLR2004 - points


def _without_running_heads(rows: list[Row]) -> list[Row]:
    """Leave out the lines outside tables that stand on many pages."""
    seen = Counter(_likeness(row) for row in rows if not row[3])
    return [row for row in rows if row[3] or seen[_likeness(row)] < _REPEATED]


def _likeness(row: Row) -> str:
    return re.sub(r"\d+", "0", row[0][0] or "")


if __name__ == "__main__":
    sys.exit(main())
