"""The published tables as plain rows, read here without the product's own reader; and the printed ones, from a PDF."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pdfplumber

DATA = Path(__file__).parent.parent.parent / "workbook_templates" / "data"


def plain(text):
    """Text without marks of bold and italics, with single spaces."""
    return " ".join(re.sub(r"</?[bi]>|\*+", "", text or "").split())


def published_rows(example):
    """The rows of the plan's table, headers left out, rows broken across pages joined."""
    rows = []
    for line in (DATA / f"{example}.txt").read_text(encoding="utf-8").splitlines():
        cells = [plain(cell) for cell in line.split("\t")]
        if len(cells) < 6 or cells[0] == "STT" or "Đơn vị chủ trì" in cells or "Cơ quan chủ trì thực hiện" in cells:
            continue
        if cells[0]:
            rows.append([cells[0].rstrip("."), *cells[1:]])
        elif rows and not any(cell.startswith(("Điểm tối đa", "Kết quả chỉ")) for cell in cells):
            rows[-1] = [plain(f"{old} {new}") for old, new in zip(rows[-1], cells, strict=True)]
    return rows


@dataclass(frozen=True)
class PrintedPage:
    """A page as read once: its size, its letters, and its tables as (cells' places, cells' texts) by row."""

    width: float
    height: float
    chars: list
    places: list
    rows: list

    def lines(self, top, bottom):
        """The lines of text that stand between two heights."""
        inside = [char for char in self.chars if top <= (char["top"] + char["bottom"]) / 2 <= bottom]
        return pdfplumber.utils.extract_text(inside).split("\n") if inside else []


@cache
def read_pdf(path):
    """The pages of a PDF; tables are read between the lines that are drawn."""
    with pdfplumber.open(path) as opened:
        return [_read_page(page) for page in opened.pages]


def _read_page(page):
    tables = page.find_tables()
    places = [cell for table in tables for row in table.rows for cell in row.cells if cell]
    rows = [[plain(cell) for cell in row] for table in tables for row in table.extract()]
    return PrintedPage(page.width, page.height, page.chars, places, rows)


def printed_pages(path):
    """The rows of the table of every page of a PDF."""
    return [page.rows for page in read_pdf(path)]


def printed_columns(path):
    """The whole text of each column below the headings, over all pages, whatever lines are drawn between the rows."""
    columns = {}
    for page in read_pdf(path):
        top = min(cell[1] for cell in page.places)
        headings = [cell for cell in page.places if cell[1] == top]
        below = max(bottom for _, upper, _, bottom in page.places if upper < headings[0][3])
        for number, (x0, _, x1, _) in enumerate(sorted(headings)):
            inside = [
                char for char in page.chars if x0 <= (char["x0"] + char["x1"]) / 2 <= x1 and char["top"] >= below - 1
            ]
            columns.setdefault(number, []).append(plain(pdfplumber.utils.extract_text(inside)))
    return [" ".join(texts) for texts in columns.values()]
