"""Draw docs/hinh/*.png, the pictures of the guide, from the product itself: an example workbook, clicked through.

Needs LibreOffice, which turns the workbooks into pages; the pages are cut to what is on them.

    python docs/draw_pictures.py
"""

import tempfile
from collections.abc import Iterator
from contextlib import redirect_stdout
from email import message_from_bytes
from email.policy import default
from io import StringIO
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageOps

from cchc_macros.cli import main
from xl.libreoffice import convert

FOLDER = Path(__file__).with_name("hinh")
WIDTH = 1440  # pixels of a page before its edges are cut: twice what the guide shows, so that small letters stay sharp
MARGIN = 12
COLOURS = 256  # enough that none is seen to differ

# Picture: the file it is taken from, a text that the wanted page bears, the share of its width that is kept: the
# columns at the left of the widest sheet can be read in the guide, all of them could not.
PICTURES = {
    "bang-diem": ("so.pdf", "BẢNG ĐIỂM CHỈ SỐ", 0.568),
    "tong-quan": ("so.pdf", "TỔNG QUAN", 1.0),
    "thong-tin": ("so.pdf", "THÔNG TIN CHUNG", 1.0),
    "kiem-tra": ("so.pdf", "KẾT QUẢ KIỂM TRA", 1.0),
    "so-don-vi": ("TGPL.pdf", "PHIẾU GIAO VIỆC", 1.0),
    "thu": ("TGPL.thu.pdf", "Kính gửi", 1.0),
}


def draw(folder: Path) -> None:
    """Draw all pictures into a folder."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        _click_through(work)
        for picture, (source, text, share) in PICTURES.items():
            page = _page(work / source, text, round(WIDTH / share))
            _cut(page.crop((0, 0, WIDTH, page.height))).save(folder / f"{picture}.png", optimize=True)


def _click_through(work: Path) -> None:
    """Run the year on the Lạng Sơn example and turn what came out into PDF files."""
    book = work / "so.xlsx"
    for arguments in (
        ("new", str(book), "--example", "lang-son-2026"),
        ("recalculate", str(book)),
        ("flag", str(book)),
        ("audit", str(book)),
        ("assign", str(book)),
        ("export", str(book), "--to", str(work / "don-vi")),
        ("email", str(book), "--via", "eml", "--to", str(work / "thu"), "--yes"),
    ):
        with redirect_stdout(StringIO()):
            if main(arguments) != 0:
                raise SystemExit(f"cchc {arguments[0]} failed")
    (unit,) = (work / "don-vi").glob("TGPL*.xlsx")
    unit.rename(work / "TGPL.xlsx")
    (letter,) = (work / "thu").glob("TGPL*.eml")
    (work / "TGPL.thu.html").write_text(_letter(letter), encoding="utf-8")
    convert([book, work / "TGPL.xlsx", work / "TGPL.thu.html"], work)


def _letter(file: Path) -> str:
    message = message_from_bytes(file.read_bytes(), policy=default)
    body = message.get_body(("html",))
    if body is None:
        raise SystemExit(f"{file.name} has no HTML body")
    return f"<meta charset=utf-8><p><b>{message['Subject']}</b></p>{body.get_content()}"


def _page(file: Path, text: str, width: int) -> Image.Image:
    """The first page that bears a text, that many pixels wide."""
    with pypdfium2.PdfDocument(file) as document:
        for page in _pages(document):
            if text in page.get_textpage().get_text_bounded():
                return page.render(scale=width / page.get_width()).to_pil().convert("RGB")
    raise SystemExit(f"no page of {file.name} bears {text!r}")


def _pages(document: pypdfium2.PdfDocument) -> Iterator[pypdfium2.PdfPage]:
    return (document[number] for number in range(len(document)))


def _cut(page: Image.Image) -> Image.Image:
    """Cut off the white edges."""
    used = ImageChops.difference(page, Image.new("RGB", page.size, "white")).getbbox()
    framed = ImageOps.expand(page.crop(used), MARGIN, "white")
    return framed.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    draw(FOLDER)
