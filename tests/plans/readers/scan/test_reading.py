"""Scans read, refused and told: with the extra, with Tesseract alone, without any reader."""

import importlib.util
import io
import sys
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from cchc_macros import contract as c
from cchc_macros.errors import FileError, PlanError
from cchc_macros.plans import read_plans
from cchc_macros.plans.plan_files import read_file
from cchc_macros.plans.readers.scan import reading
from cchc_macros.plans.readers.scan.reading import read_scan
from tests.plans.scans import DEADLINES, POINTS, Compared, Scanner, printed, scanned
from xl import progress

needs_extra = pytest.mark.skipif(
    importlib.util.find_spec("cv2") is None or importlib.util.find_spec("trueocr") is None,
    reason="the extra cchc[scan] is not installed",
)


@pytest.fixture(scope="module")
def lang_son(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return printed("lang-son-2026", tmp_path_factory.mktemp("scan"))


@needs_extra
@pytest.mark.parametrize(
    "scanner",
    [Scanner(dpi=150), Scanner(turn=-1.2, noise=0.7, stamp=True), Scanner(dpi=300, turn=1.5, noise=1)],
    ids=["150 dpi", "stamped", "askew"],
)
def test_every_row_number_and_deadline_is_read(scanner: Scanner, lang_son: Path, tmp_path: Path):
    file = tmp_path / "quet.pdf"
    file.write_bytes(scanned(lang_son, scanner))
    told: list[str] = []
    with progress.watched(told.append, every=0):
        document = read_file(file)
    (found,) = read_plans(document.lines)
    compared = Compared()
    compared.add(read_plans(read_file(lang_son).lines)[0], found)
    assert compared.rows == [8, 8]
    assert compared.wrong((*DEADLINES, *POINTS)) == 0
    assert compared.letters[0] / compared.letters[1] > 0.97
    assert told[:2] == ["đọc ảnh trang 1/2", "đọc ảnh trang 2/2"]
    assert len(document.pieces) == sum(line.table for line in document.lines)
    assert all(piece.jpeg for piece in document.pieces.values())


@needs_extra
def test_a_page_on_its_head_is_turned(lang_son: Path):
    picture = Image.open(io.BytesIO(_png(lang_son))).rotate(180)
    file = io.BytesIO()
    picture.save(file, "PNG")
    (plan,) = read_plans(read_scan(file.getvalue(), "quet.png").lines)
    assert [row.code for row in plan.rows] == ["1", "2", "3", "4"]
    assert plan.rows[1].cells[c.LEAD] == "Phòng Nghiệp vụ I"


def _png(pdf: Path) -> bytes:
    file = io.BytesIO()
    Scanner().scan(pypdfium2.PdfDocument(pdf)[0]).save(file, "PNG")
    return file.getvalue()


@needs_extra
@pytest.mark.parametrize(
    ("content", "error", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, FileError, "đã hỏng"),
        (b"%PDF-1.7 nothing", FileError, "đã hỏng"),
        (b"II*\0" + b"\xff" * 64, FileError, "đã hỏng"),
    ],
)
def test_what_is_no_scan_is_refused(content: bytes, error: type[Exception], reason: str):
    with pytest.raises(error, match=reason):
        read_scan(content, "quet")


def picture(size: tuple[int, int], kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    Image.new("1", size, 1).save(file, kind)
    return file.getvalue()


@needs_extra
def test_a_bomb_is_refused():
    with pytest.raises(FileError, match="quá lớn"):
        read_scan(picture((20_000, 20_000)), "bom.png")


@needs_extra
def test_a_strip_is_no_page():
    with pytest.raises(FileError, match="không phải trang giấy"):
        read_scan(picture((4_000, 20)), "dai.png")


@needs_extra
def test_a_page_without_a_table_is_told():
    with pytest.raises(PlanError, match="không thấy bảng kẻ khung"):
        read_scan(picture((800, 1100)), "trang.png")


@needs_extra
def test_too_many_pages_are_refused():
    file = io.BytesIO()
    page = Image.new("1", (80, 100), 1)
    page.save(file, "TIFF", save_all=True, append_images=[page] * 200)
    with pytest.raises(FileError, match="quá nhiều trang ảnh"):
        read_scan(file.getvalue(), "sach.tif")


@needs_extra
def test_a_page_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reading, "PAGE_LIMIT", 0.01)
    with pytest.raises(FileError, match=r"quá lớn để đọc|đã hỏng"):
        read_scan(picture((800, 1100)), "cham.png")


def test_without_the_extra_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "cv2", None)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(PlanError, match=r'pip install "cchc\[scan\]"'):
        read_scan(picture((800, 1100)), "quet.png")
