"""A plan's file is told by what is in it, and what cannot be read says what to do."""

import unicodedata
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from cchc_macros.errors import FileError, PlanError
from cchc_macros.plans import plan_files, read_plan, read_plans
from cchc_macros.plans.plan_files import read_file
from cchc_macros.plans.readers import text
from tests.plans.old_fonts import in_tcvn3, in_vni
from tests.plans.papers import DATA, write_docx

LANG_SON = DATA / "lang-son-2026.txt"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipped(*names: str) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as package:
        for name in names:
            package.writestr(name, "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.doc", OLE + b"\0" * 100, "tệp dạng cũ. Mở bằng Word, lưu lại dạng Word Document"),
        ("a.xls", OLE + b"\0" * 100, "tệp dạng cũ. Mở bằng Excel, lưu lại dạng Excel Workbook"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "có mật khẩu"),
        ("a.rtf", b"{\\rtf1 abc}", "Mở bằng Word"),
        ("a.txt", b"\x89PNG\r\n\x1a\n", "quét"),
        ("a.docx", b"\xff\xd8\xff\xe0", "quét"),
        ("a.zip", zipped("content.xml"), "tệp nén"),
        ("a.odt", b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.text", "OpenDocument"),
        ("a.htm", b"\xef\xbb\xbf<!DOCTYPE html><html>", "là trang web. Mở bằng Word"),
        ("a.xls", b"\r\n<HTML><table>", "là trang web. Mở bằng Excel"),
        ("a.doc", b"MIME-Version: 1.0", "là trang web"),
        ("a.docx", zipped("word/document.xml"), "hỏng"),
        ("a.xlsx", zipped("xl/workbook.xml"), "hỏng"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(tmp_path: Path, name: str, content: bytes, reason: str):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(FileError, match=reason):
        read_file(tmp_path / name)


def test_the_ending_of_the_name_does_not_matter(tmp_path: Path):
    path = write_docx(read_plan(LANG_SON.read_text(encoding="utf-8")), tmp_path / "a.docx").rename(tmp_path / "a.txt")
    assert len(read_plans(read_file(path).lines)[0].rows) == 8
    book = Workbook()
    book.active.append(["STT", "Nhiệm vụ", "Chủ trì"])
    book.active.append([1, "A", "B"])
    book.save(tmp_path / "b.docx")
    assert len(read_plans(read_file(tmp_path / "b.docx").lines)[0].rows) == 1


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path):
    with pytest.raises(FileError, match="Không mở được"):
        read_file(tmp_path)
    with pytest.raises(FileError, match="Không thấy tệp"):
        read_file(tmp_path / "khong-co.docx")


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(plan_files, "MAX_BYTES", 10)
    with pytest.raises(FileError, match="lớn hơn"):
        read_file(LANG_SON)


def test_a_text_without_end_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(text, "MAX_CHARACTERS", 10)
    with pytest.raises(PlanError, match="dài quá"):
        read_file(LANG_SON)


@pytest.mark.parametrize("encode", [in_tcvn3, in_vni])
@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_a_text_in_an_old_encoding_gives_the_same_rows(tmp_path: Path, encode, encoding: str):
    plain = LANG_SON.read_text(encoding="utf-8").lower()  # TCVN3 has no capitals with tone marks
    path = tmp_path / "a.txt"
    path.write_bytes(encode(plain).encode(encoding))
    document = read_file(path)
    assert read_plans(document.lines)[0].rows == read_plan(plain).rows
    assert len(document.remarks) == 1


def test_a_text_in_the_code_page_of_vietnamese_windows_is_read(tmp_path: Path):
    line = "STT\tNhiệm vụ\tChủ trì\n1\tRà soát, đánh giá\tVăn phòng Sở\n"
    decomposed = "".join(_cp1258(char) for char in line)
    (tmp_path / "a.txt").write_bytes(decomposed.encode("cp1258"))
    assert read_plans(read_file(tmp_path / "a.txt").lines) == read_plans(text.lines_of_text(line))


def _cp1258(char: str) -> str:
    """A letter as Windows-1258 holds it: the letter with its hat, then the tone."""
    if char.encode("cp1258", "ignore"):
        return char
    decomposed = unicodedata.normalize("NFD", char)
    tones = [mark for mark in decomposed if mark in "\u0300\u0301\u0303\u0309\u0323"]
    base = unicodedata.normalize("NFC", "".join(mark for mark in decomposed if mark not in tones))
    return base + "".join(tones)
