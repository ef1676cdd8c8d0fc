"""PDF files that are no plans: each refused with its own next step, in a process that cannot take the clerk's along."""

from io import BytesIO

import pytest
from pypdf import PdfWriter

from cchc_macros.errors import FileError, PlanError
from cchc_macros.plans.readers import pdf
from cchc_macros.plans.readers.pdf import read_pdf
from cchc_macros.plans.readers.pdf_pages import MAX_PAGES


def written(pages: int = 1, password: str = "") -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    if password:
        writer.encrypt(password)
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def test_pages_without_text_are_a_scan():
    with pytest.raises(PlanError, match="là ảnh quét"):
        read_pdf(written(), "quet.pdf")


def test_a_password_is_named():
    with pytest.raises(FileError, match="có mật khẩu"):
        read_pdf(written(password="bi mat"), "khoa.pdf")  # noqa: S106 - of the test


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.7\n%\xff" + b"obj <<" * 500, written()[:200]])
def test_a_broken_file_is_refused(content: bytes):
    with pytest.raises((FileError, PlanError), match=r"đã hỏng|là ảnh quét"):
        read_pdf(content, "hong.pdf")


def test_a_book_of_pages_is_refused():
    with pytest.raises(FileError, match="quá nhiều trang"):
        read_pdf(written(MAX_PAGES + 1), "sach.pdf")


def test_a_file_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pdf, "TIME_LIMIT", 0.01)
    with pytest.raises(FileError, match="quá phức tạp"):
        read_pdf(written(), "nang.pdf")
