"""Draw docs/hinh/phu-luc-i.png and phu-luc-ii.png: the published tables' shape beside the page we print.

At the left the beginning of the plan's table as its text gives it, redrawn (not a picture of the document); at the
right the first page of our PDF. Needs LibreOffice and the packages of the tests.

    python docs/draw_paper.py
"""

import re
import tempfile
from pathlib import Path

import docx
import pypdfium2
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from PIL import Image

from cchc_macros.paper.print_ import print_appendices
from xl import libreoffice
from xl.engine import open_book

HERE = Path(__file__).parent
TEMPLATES = HERE.parent / "workbook_templates"
APPENDICES = (("lang-son-2026", "phu-luc-i.png", 3), ("thai-nguyen-2026", "phu-luc-ii.png", 7))
WIDTH, DPI, GAP = 760, 110, 16
GREYS = 16
TITLE_LINES = 4


def main() -> None:
    """Write both pictures."""
    with tempfile.TemporaryDirectory() as folder:
        for example, name, rows in APPENDICES:
            to = Path(folder, example)
            print_appendices(open_book(TEMPLATES / f"{example}.xlsx"), to)
            published = to / "published.docx"
            write_published(example, rows, published)
            (drawn,) = libreoffice.convert([published], to)
            pages = [page(drawn), page(to / "Phụ lục.pdf")]
            side_by_side(pages).save(HERE / "hinh" / name, optimize=True)


def write_published(example: str, rows: int, path: Path) -> None:
    """Write the beginning of the plan's table, as its text gives it, as a Word file."""
    text = (TEMPLATES / "data" / f"{example}.txt").read_text(encoding="utf-8")
    before, after = text.split("STT\t", 1)
    table = [line.split("\t") for line in f"STT\t{after}".splitlines() if "\t" in line][: rows + 2]
    document = docx.Document()
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Times New Roman", Pt(12)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin, section.right_margin, section.top_margin = Mm(30), Mm(15), Mm(20)
    for line in [line for line in before.splitlines() if line.strip()][-TITLE_LINES:]:
        paragraph = document.add_paragraph(plain(line))
        paragraph.alignment, paragraph.paragraph_format.space_after = WD_ALIGN_PARAGRAPH.CENTER, Pt(0)
    document.add_paragraph()
    drawn = document.add_table(len(table), len(table[0]), style="Table Grid")
    for row, cells in zip(drawn.rows, table, strict=True):
        for cell, content in zip(row.cells, cells, strict=True):
            cell.text = plain(content)
    document.save(path)


def plain(text: str) -> str:
    """Text without marks of bold and italics."""
    return re.sub(r"</?[bi]>|\*+", "", text).strip()


def page(pdf: Path) -> Image.Image:
    """The first page of a PDF, grey, of the wanted width."""
    with pypdfium2.PdfDocument(pdf) as opened:
        picture = opened[0].render(scale=DPI / 72, grayscale=True).to_pil()
    return picture.resize((WIDTH, round(picture.height * WIDTH / picture.width)), Image.Resampling.LANCZOS)


def side_by_side(pages: list[Image.Image]) -> Image.Image:
    """Pages beside each other on grey."""
    height = max(picture.height for picture in pages)
    whole = Image.new("L", (len(pages) * WIDTH + (len(pages) + 1) * GAP, height + 2 * GAP), 170)
    for place, picture in enumerate(pages):
        whole.paste(picture, (GAP + place * (WIDTH + GAP), GAP))
    return whole.quantize(GREYS)


if __name__ == "__main__":
    main()
