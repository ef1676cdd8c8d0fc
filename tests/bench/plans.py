"""Plans: a signed PDF of 40 pages against pdfplumber reading the same tables in the same run."""

import io
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pdfplumber
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from cchc_macros.plans.readers.pdf_pages import _read
from tests.bench.measure import Ratio, alternate
from tests.plans.scans import printed

PAGES = 40


def ratios() -> Iterator[Ratio]:
    """The limit of reading a plan."""
    with tempfile.TemporaryDirectory() as folder:
        content = signed(printed("thai-nguyen-2026", Path(folder)))
    rows = len(_read(content)["lines"])

    def pdfplumber_alone() -> None:
        for page in pdfplumber.open(io.BytesIO(content)).pages:
            page.extract_tables()
            page.close()

    ratio = alternate(lambda: _read(content), pdfplumber_alone, 3)
    yield Ratio(f"a signed plan of {PAGES} pages / pdfplumber reading its tables", ratio, 1.5, f"{rows} lines")


def signed(pdf: Path) -> bytes:
    """The pages of a plan over and over, under a first page whose number is stamped into a form field."""
    cover = io.BytesIO()
    page = Canvas(cover)
    page.drawString(72, 780, "Số:")
    page.acroForm.textfield(name="so", value="31/KH-STP", x=100, y=770, width=120, height=20)
    page.save()
    writer = PdfWriter()
    writer.append(PdfReader(cover))
    while len(writer.pages) < PAGES:
        writer.append(PdfReader(pdf), pages=(0, min(len(PdfReader(pdf).pages), PAGES - len(writer.pages))))
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()
