"""The file of a plan, told by its content, or a table pasted into the workbook, to the lines of a document."""

import codecs
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import xlwings as xw

from cchc_macros.contract import LEAD_BACK, PASTE_HELP, PASTE_SHEET
from cchc_macros.errors import FileError, PlanError
from cchc_macros.plans.model import Document, Line, Place
from cchc_macros.plans.readers.text import MAX_COLUMNS, read_text
from cchc_macros.plans.words.legacy import font_by_content, from_font
from cchc_macros.plans.words.pieces import tidy
from cchc_macros.rules.dates import format_date
from cchc_macros.rules.numbers import format_number, parse_number
from xl.late import regex
from xl.packages import refuse_old, save_again
from xl.reading import member, used_area, values_of

MAX_BYTES = 50_000_000
_ZIP, _PDF, _RTF = b"PK\x03\x04", b"%PDF-", b"{\\rtf"
_HEAD = 1024  # bytes in which a PDF says that it is one
_OPEN_DOCUMENT, _FORMAT_AT = b"mimetypeapplication/vnd.oasis.opendocument", 30  # its first entry, uncompressed
_WEB_PAGE = regex(rb"\s*(<!doctype html|<html|mime-version:)", re.IGNORECASE)  # also what is saved as .doc or .xls
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"BM")


def read_file(path: Path) -> Document:
    """Return a plan's document.

    Raises:
        FileError: the file is missing, too big, damaged, locked by a password, or of a kind that cannot be read.
        PlanError: its content is no document that can be read.
    """
    content = _content(path)
    name = path.name
    if _PDF in content[:_HEAD]:
        from cchc_macros.plans.readers.pdf import read_pdf  # noqa: PLC0415 - only what this plan needs is loaded

        return read_pdf(content, name)
    if content.startswith(_ZIP):
        return _office(path, content)
    refuse_old(name, content)
    if content.startswith(_RTF):
        raise FileError(f"{name} là tệp dạng cũ. {save_again(name)}")
    if content.startswith(_PICTURES):
        from cchc_macros.plans.readers.scan.reading import read_scan  # noqa: PLC0415 - as above

        return read_scan(content, name)
    if _WEB_PAGE.match(content.removeprefix(codecs.BOM_UTF8)):
        raise FileError(f"'{name}' là trang web. {save_again(name)} Hoặc chép bảng dán vào sheet Dán.")
    return read_text(content, name)


def read_pasted(book: xw.Book) -> Document:
    """Return the lines of the sheet `Dán`, whatever stands where on it.

    Raises:
        PlanError: there is no such sheet, or nothing on it.
    """
    sheet = member(book.sheets, PASTE_SHEET)
    block = values_of(sheet, used_area(sheet)) if sheet is not None else []
    block = [[None if value in (PASTE_HELP, LEAD_BACK) else value for value in row] for row in block]
    lines = tuple(_pasted_lines(block))
    if not lines:
        raise PlanError(
            f"Chưa có bảng nào để nhập. Dán bảng phụ lục vào sheet '{PASTE_SHEET}' "
            "(chưa có thì thêm sheet tên này) rồi nhập lại."
        )
    return Document(lines)


def _pasted_lines(block: list[list[object]]) -> Iterator[Line]:
    font = font_by_content(" ".join(value for row in block for value in row if isinstance(value, str)))
    fresh = True
    for number, row in enumerate(block, start=1):
        cells = tuple(tidy(from_font(_shown(value), font)) for value in row[:MAX_COLUMNS])
        if any(cells):
            yield Line(cells, Place(f"sheet '{PASTE_SHEET}', hàng", number), fresh=fresh)
        fresh = not any(cells)


def _shown(value: object) -> str:
    """A cell's value as a Vietnamese plan writes it."""
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = parse_number(value)
        return format_number(number).replace(".", "") if number is not None else ""
    return "" if value is None else str(value)


def _office(path: Path, content: bytes) -> Document:
    if b"word/" in content:
        from cchc_macros.plans.readers.docx import read_docx  # noqa: PLC0415 - as above

        return read_docx(content, path.name)
    if b"xl/" in content:
        from cchc_macros.plans.readers.foreign import read_foreign  # noqa: PLC0415 - as above

        return read_foreign(content, path.name)
    if content[_FORMAT_AT : _FORMAT_AT + len(_OPEN_DOCUMENT)] == _OPEN_DOCUMENT:
        raise FileError(f"'{path.name}' là tệp dạng OpenDocument. Mở, lưu lại dạng .docx hoặc .xlsx rồi nhập.")
    raise FileError(
        f"'{path.name}' là tệp nén, không phải văn bản. Giải nén rồi nhập tệp .docx, .xlsx, .pdf bên trong."
    )


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FileError(f"Tệp '{path.name}' lớn hơn {MAX_BYTES // 1_000_000} MB. Tách riêng phần phụ lục rồi nhập.")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise FileError(f"Không thấy tệp '{path}'. Kiểm tra lại đường dẫn.") from error
    except (OSError, ValueError) as error:
        raise FileError(f"Không mở được tệp '{path}'. Đóng tệp ở chương trình khác rồi thử lại.") from error
