"""The process that reads a scan: the file on standard input, on standard output a line of JSON a page and the whole.

An argument says how many pages to read; all without one.
"""

import base64
import io
import json
import sys
import warnings
from collections.abc import Iterator
from itertools import islice
from typing import Any

import cv2
import numpy as np
import pypdfium2
from PIL import Image, ImageSequence

from cchc_macros.plans.readers.pdf_cells import PageArea
from cchc_macros.plans.readers.pdf_grid import PrintedTable, Refused, Row, rows_of
from cchc_macros.plans.readers.scan.page import DPI, Page, around, lines_in, outside, read_page
from cchc_macros.plans.readers.scan.words import Reader, Words, find_reader
from xl.memory import limit_memory

MAX_PAGES = 200
MAX_MEMORY = 6_000_000_000  # bytes of addresses: the libraries reserve far more than they use
_LONG_SIDE = 11.7  # inches of A4; a larger sheet up to A3 has more pixels, any other size is a picture without one
_A3 = 16.6
_MOST_PIXELS = 60_000_000
_WIDTH = 1000.0  # of every table, so that the columns of all pages agree
_DOUBTED = 0.8  # below this sureness a cell is marked in the review
_GARBAGE = 0.3  # below this it is no letter
_READABLE = 0.85  # mean sureness below which the page may be on its head; one that does has 0.6 to 0.7
_SHOWN, _QUALITY = 1100, 45  # width in pixels and JPEG quality of the piece of a row


def main() -> int:
    """Read the file, write the answer."""
    limit_memory(MAX_MEMORY)
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    try:
        for answer in read(sys.stdin.buffer.read(), int(sys.argv[1]) if sys.argv[1:] else None):
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()
    except Refused as refusal:
        sys.stdout.write(json.dumps({"reason": str(refusal)}))
    return 0


def read(content: bytes, pages: int | None = None) -> Iterator[dict[str, Any]]:
    """Yield how far the reading is, and at last the lines with the pieces of the pages they were read from."""
    reader = find_reader()
    if reader is None:
        raise Refused("reader")
    items: list[Row | PrintedTable] = []
    rows: dict[str, dict[str, Any]] = {}
    for number, count, colours in islice(_pictures(content), pages):
        yield {"page": number, "count": count}
        items += _page(colours, number, reader, rows)
    yield {"lines": rows_of(items), "pieces": rows}


def _page(colours: Any, number: int, reader: Reader, rows: dict[str, dict[str, Any]]) -> Iterator[Row | PrintedTable]:
    """The tables of a page and the lines between them, from the top; the page turned until it can be read."""
    page, cells, free = _upright(colours, reader)
    found: list[tuple[int, Row | PrintedTable]] = [
        (top, ([words.text], f"trang {number}, dòng", n, False, False)) for n, (top, words) in enumerate(free, start=1)
    ]
    read_so_far = 0
    for n, table in enumerate(page.tables, start=1):
        where = f"trang {number}, {f'bảng {n}, ' if len(page.tables) > 1 else ''}hàng"
        texts = [cells[read_so_far + at] for at in range(len(table))]
        read_so_far += len(table)
        printed = _printed(table, texts, where)
        found.append((table[0].top, printed))
        rows |= _pieces(page, table, texts, where)
    yield from (item for _, item in sorted(found, key=lambda item: item[0]))


def _upright(colours: Any, reader: Reader) -> tuple[Page, dict[int, list[Words]], list[tuple[int, Words]]]:
    """The page and its words, turned as it is read best; only one that cannot be read as it lies is turned."""
    readings = []
    for turn in range(4):
        page = read_page(np.ascontiguousarray(np.rot90(colours, turn)))
        cells, free = _read_words(page, reader)
        sureness = [words.sure for found in cells.values() for words in found] + [words.sure for _, words in free]
        readings.append((float(np.mean(sureness)) if sureness else 0.0, page, cells, free))
        if not sureness or readings[-1][0] >= _READABLE:
            break
    _, page, cells, free = max(readings, key=lambda reading: reading[0])
    return page, cells, free


def _read_words(page: Page, reader: Reader) -> tuple[dict[int, list[Words]], list[tuple[int, Words]]]:
    """The lines of every cell, and those outside the tables with their height, read in one go."""
    pictures: list[Any] = []
    owners: list[int] = []
    boxes = [cell for table in page.tables for cell in table]
    for at, box in enumerate(boxes):
        for line in lines_in(box.of(page.print)):
            pictures.append(line)
            owners.append(at)
    free = list(outside(page))
    words = [
        found if found.sure >= _GARBAGE else Words("", found.sure)
        for found in reader.read([*pictures, *(picture for _, picture in free)])
    ]
    cells: dict[int, list[Words]] = {at: [] for at in range(len(boxes))}
    for at, found in zip(owners, words, strict=False):
        cells[at].append(found)
    heights = [top for top, _ in free]
    return cells, [(top, one) for top, one in zip(heights, words[len(pictures) :], strict=True) if one.text]


def _printed(table: list[Any], texts: list[list[Words]], where: str) -> PrintedTable:
    outline = around(table)
    scale = _WIDTH / (outline.right - outline.left)
    boxes = [
        PageArea((cell.left - outline.left) * scale, cell.top, (cell.right - outline.left) * scale, cell.bottom)
        for cell in table
    ]
    whole = PageArea(0.0, outline.top, _WIDTH, outline.bottom)
    cells = [(box, " ".join(words.text for words in found).strip()) for box, found in zip(boxes, texts, strict=True)]
    return PrintedTable(where, whole, sorted({float(cell.top) for cell in table}), cells)


def _pieces(page: Page, table: list[Any], texts: list[list[Words]], where: str) -> dict[str, dict[str, Any]]:
    """The piece of the page that each row was read from, with the texts in it that are doubtful."""
    outline = around(table)
    tops = sorted({cell.top for cell in table})
    pieces = {}
    for n, (top, end) in enumerate(zip(tops, [*tops[1:], outline.bottom], strict=True), start=1):
        piece = page.paper[max(0, top - 4) : end + 4, max(0, outline.left - 4) : outline.right + 4]
        scale = min(1.0, _SHOWN / piece.shape[1])
        small = cv2.resize(piece, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        _, jpeg = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
        unsure = [
            " ".join(words.text for words in found).strip()
            for cell, found in zip(table, texts, strict=True)
            if cell.top == top and any(words.sure < _DOUBTED for words in found)
        ]
        pieces[f"{where} {n}"] = {"jpeg": base64.b64encode(jpeg.tobytes()).decode(), "unsure": unsure}
    return pieces


def _pictures(content: bytes) -> Iterator[tuple[int, int, Any]]:
    """The pages, each with its number and how many there are, as pixels at `DPI`."""
    if b"%PDF-" in content[:1024]:
        try:
            pdf = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            raise Refused("password" if "password" in str(error).casefold() else "broken") from error
        count = len(pdf)
        if count > MAX_PAGES:
            raise Refused("pages")
        pdf.init_forms()
        for number in range(count):
            page = pdf[number]
            sheet = page.render(scale=_scale(page.get_size(), 72)).to_pil().convert("RGB")
            page.close()
            yield number + 1, count, np.asarray(sheet)
        return
    try:
        picture = Image.open(io.BytesIO(content))
        count = getattr(picture, "n_frames", 1)
        if count > MAX_PAGES:
            raise Refused("pages")
        for number, frame in enumerate(ImageSequence.Iterator(picture), start=1):
            scale = _scale(frame.size, 0)
            pixels = frame.convert("RGB").resize((round(frame.width * scale), round(frame.height * scale)))
            yield number, count, np.asarray(pixels)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused("heavy") from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:  # whatever Pillow's readers stumble on
        raise Refused("broken") from error


def _scale(size: tuple[float, float], inch: int) -> float:
    """By how much a page grows to have `DPI`; what is no sheet of paper is taken for A4."""
    long, short = max(size), min(size)
    if short <= 0 or long / short > 10:  # noqa: PLR2004 - a strip, no page
        raise Refused("broken")
    inches = long / inch if inch and _LONG_SIDE * 0.7 < long / inch < _A3 else _LONG_SIDE
    return inches * DPI / long


if __name__ == "__main__":
    sys.exit(main())
