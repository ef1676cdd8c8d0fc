"""First pages as pictures, small enough to be inside the page."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import xl.light  # noqa: F401  # must come before what imports xlwings
from cchc_macros.book.workbook import Workbook
from cchc_macros.contract import TableSpec
from xl.engine import open_book
from xl.pdf import write_pdfs
from xl.scratch import scratch_folder

_MOST = 4  # of one step
_COLORS = 32
_SCALE = 1.3  # pixels per point
_MARGIN = 12  # pixels left around what is on the page
_ALL = "Tất cả"  # the file that holds all the others


class Picture(NamedTuple):
    """A page as PNG."""

    caption: str
    png: bytes


def of_pdfs(paths: Iterable[Path]) -> list[Picture]:
    """The first pages of some PDFs, appendices first."""
    wanted = sorted((path for path in paths if path.stem != _ALL), key=lambda path: path.stem.startswith("Phiếu"))
    return [Picture(path.stem, _first_page(path)) for path in wanted[:_MOST]]


def of_sheet(workbook: Path, spec: TableSpec) -> list[Picture]:
    """The first page of the sheet that a table is on, as it would be printed; none while the table is empty."""
    book = open_book(workbook)
    if not any(True for _ in Workbook(book).table(spec).rows()):
        return []
    with scratch_folder() as folder:
        pdf = folder / "trang.pdf"
        write_pdfs(book, {spec.sheet: pdf})
        return [Picture(f"Sheet {spec.sheet}", _first_page(pdf))]


def _first_page(path: Path) -> bytes:
    """The first page, without the paper around what is on it."""
    import pypdfium2  # noqa: PLC0415  only pictures need them
    from PIL import ImageOps  # noqa: PLC0415

    with pypdfium2.PdfDocument(path.read_bytes()) as pdf:
        picture = pdf[0].render(scale=_SCALE).to_pil().convert("RGB")
    inked = ImageOps.invert(picture.convert("L")).getbbox()
    if inked:
        picture = ImageOps.expand(picture.crop(inked), _MARGIN, "white")
    png = BytesIO()
    picture.quantize(_COLORS).save(png, "PNG", optimize=True)
    return png.getvalue()
