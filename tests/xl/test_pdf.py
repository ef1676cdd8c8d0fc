from pathlib import Path
from types import SimpleNamespace

import pypdf
import pytest
from openpyxl import Workbook

from cchc_macros.errors import FileError, ToolError
from tests.programs import require_libreoffice
from xl import libreoffice, pdf
from xl.engine import open_book


def workbook(path, *names, rows=70):
    """A workbook whose sheets are two pages long and number their pages as the templates do."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name in names:
        sheet = book.create_sheet(name)
        for row in range(1, rows):
            sheet.cell(row, 1, f"{name} dòng {row}")
        sheet.page_setup.firstPageNumber, sheet.page_setup.useFirstPageNumber = 1, True
        sheet.HeaderFooter.differentFirst = True
        sheet.oddHeader.center.text = "trang &P"
    book.save(path)
    return open_book(path)


def texts(path):
    return [page.extract_text() for page in pypdf.PdfReader(path).pages]


def test_each_sheet_is_a_pdf_and_one_holds_all_in_the_order_asked_for(tmp_path):
    book = workbook(tmp_path / "a.xlsx", "Bảng điểm", "Phụ lục I", "Phiếu VP")
    files = {name: tmp_path / f"{name}.pdf" for name in ("Phiếu VP", "Phụ lục I")}
    pdf.write_pdfs(book, files, tmp_path / "Tất cả.pdf")
    for name, path in files.items():
        pages = texts(path)
        assert len(pages) == 2
        assert all(name in page for page in pages)
        assert "trang" not in pages[0]
        assert "trang 2" in pages[1]
    everything = texts(tmp_path / "Tất cả.pdf")
    assert ["Phiếu VP" in page for page in everything] == [True, True, False, False]
    assert [("trang 2" in page, "trang" in page) for page in everything] == [(False, False), (True, True)] * 2


def test_the_workbook_stays_as_it_was(tmp_path):
    book = workbook(tmp_path / "a.xlsx", "Bảng điểm", "Phụ lục I", "Phiếu VP")
    book.sheets["Phiếu VP"].visible = False
    book.sheets["Bảng điểm"].activate()
    pdf.write_pdfs(book, {"Phụ lục I": tmp_path / "I.pdf"})
    assert [sheet.visible for sheet in book.sheets] == [True, True, False]
    assert book.sheets.active.name == "Bảng điểm"
    assert book.fullname == str(tmp_path / "a.xlsx")


def test_a_hidden_sheet_that_is_asked_for_is_printed(tmp_path):
    book = workbook(tmp_path / "a.xlsx", "Một", "Hai")
    book.sheets["Hai"].visible = False
    pdf.write_pdfs(book, {"Hai": tmp_path / "2.pdf"})
    assert all("Hai" in page for page in texts(tmp_path / "2.pdf"))


def test_what_stands_in_the_workbook_now_is_printed_not_what_was_saved(tmp_path):
    book = workbook(tmp_path / "a.xlsx", "Một")
    book.sheets["Một"].range("A1").value = "sửa rồi"
    pdf.write_pdfs(book, {"Một": tmp_path / "1.pdf"})
    assert "sửa rồi" in texts(tmp_path / "1.pdf")[0]


def test_a_sheet_with_nothing_to_print_is_a_blank_page(tmp_path):
    book = workbook(tmp_path / "a.xlsx", "Một", "Trống")
    book.sheets["Trống"].clear_contents()
    pdf.write_pdfs(book, {"Một": tmp_path / "1.pdf", "Trống": tmp_path / "2.pdf"})
    assert texts(tmp_path / "2.pdf") == [""]


def test_libreoffice_prints_where_it_is_asked_for(tmp_path):
    require_libreoffice()
    book = workbook(tmp_path / "a.xlsx", "Bảng điểm", "Phụ lục I", "Phiếu VP")
    files = {name: tmp_path / f"{name}.pdf" for name in ("Phiếu VP", "Phụ lục I")}
    pdf.write_pdfs(book, files, tmp_path / "Tất cả.pdf", through_libreoffice=True)
    assert [len(texts(path)) for path in files.values()] == [2, 2]
    reader = pypdf.PdfReader(tmp_path / "Tất cả.pdf")
    assert [(mark.title, reader.get_destination_page_number(mark)) for mark in reader.outline] == [
        ("Phiếu VP", 0), ("Phụ lục I", 2),
    ]  # fmt: skip
    assert "LibreOffice" not in str(reader.metadata)
    assert [sheet.visible for sheet in book.sheets] == [True] * 3


def test_libreoffice_that_prints_nothing_of_a_sheet_is_told(tmp_path):
    require_libreoffice()
    book = workbook(tmp_path / "a.xlsx", "Một", "Trống")
    book.sheets["Trống"].clear_contents()
    with pytest.raises(ToolError, match=r"'Trống'.*chạy lại"):
        pdf.write_pdfs(book, {"Một": tmp_path / "1.pdf", "Trống": tmp_path / "2.pdf"}, through_libreoffice=True)


def test_libreoffice_that_is_asked_for_and_missing_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(libreoffice, "find_libreoffice", lambda: None)
    with pytest.raises(ToolError, match="Không thấy LibreOffice"):
        pdf.write_pdfs(workbook(tmp_path / "a.xlsx", "Một"), {"Một": tmp_path / "1.pdf"}, through_libreoffice=True)


def test_a_pdf_names_no_author_and_no_program_but_this_one(tmp_path):
    pdf.write_pdfs(workbook(tmp_path / "a.xlsx", "Một"), {"Một": tmp_path / "1.pdf"})
    metadata = pypdf.PdfReader(tmp_path / "1.pdf").metadata
    assert (metadata.title, metadata.author, metadata.creator) == ("1", "", "")


def test_a_folder_that_cannot_be_written_is_a_message(tmp_path):
    with pytest.raises(FileError):
        pdf.write_pdfs(workbook(tmp_path / "a.xlsx", "Một"), {"Một": tmp_path / "none" / "1.pdf"})


class Area:
    """A range of live Excel that writes a blank PDF."""

    def __init__(self, calls, address, pages):
        self.calls, self.address, self.pages = calls, address, pages

    def to_pdf(self, path):
        self.calls.append((self.address, Path(path).name))
        writer = pypdf.PdfWriter()
        for _ in range(self.pages):
            writer.add_blank_page(842, 595)
        writer.write(path)


def test_in_excel_each_sheet_is_printed_by_excel_and_libreoffice_is_not_asked_for(tmp_path, monkeypatch):
    monkeypatch.setattr(libreoffice, "convert", lambda *_: pytest.fail("LibreOffice was called"))
    calls = []
    sheets = {
        name: SimpleNamespace(
            page_setup=SimpleNamespace(print_area=area),
            range=lambda address, pages=pages: Area(calls, address, pages),
            used_range=Area(calls, "used", pages),
        )
        for name, area, pages in (("Phụ lục I", "$A$1:$H$20", 3), ("Phiếu VP", None, 2))
    }
    book = SimpleNamespace(impl=object(), sheets=sheets)
    pdf.write_pdfs(book, {name: tmp_path / f"{name}.pdf" for name in sheets}, tmp_path / "Tất cả.pdf")
    assert calls == [("$A$1:$H$20", "Phụ lục I.pdf"), ("used", "Phiếu VP.pdf")]
    assert len(pypdf.PdfReader(tmp_path / "Tất cả.pdf").pages) == 5
