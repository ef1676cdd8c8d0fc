"""The file of a plan, whatever its kind, to the lines of its document."""

import codecs
from pathlib import Path

from cchc_macros.errors import FileError, PlanError
from cchc_macros.plan import Line
from cchc_macros.plan.text import lines_of_text

MAX_BYTES = 50_000_000
TEXTS = (".txt", ".md", ".tsv", ".csv")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_file(path: Path) -> list[Line]:
    """Return the lines of a plan's document.

    Raises:
        FileError: the file is missing, too big, or of a kind that cannot be read.
        PlanError: its content is no document that can be read.
    """
    content = _content(path)
    if path.suffix.casefold() not in TEXTS:
        raise FileError(f"Không đọc được tệp '{path.name}'. Dùng tệp văn bản .txt hoặc .md có bảng phụ lục.")
    return lines_of_text(decode(content, path.name))


def decode(content: bytes, name: str) -> str:
    """Return a text file's text: UTF-8, UTF-16, else Windows-1258, the code page of Vietnamese Windows.

    Raises:
        PlanError: it is no text.
    """
    encoding = next((encoding for bom, encoding in _BOMS if content.startswith(bom)), None)
    try:
        return content.decode(encoding or _guess(content))
    except UnicodeDecodeError as error:
        raise PlanError(f"'{name}' không phải tệp văn bản. Lưu lại dạng .txt mã UTF-8 rồi nhập.") from error


def _guess(content: bytes) -> str:
    half = len(content) // 2
    if content[: half * 2 : 2].count(0) > half // 3 or content[1::2].count(0) > half // 3:
        return "utf-16-be" if content[::2].count(0) > content[1::2].count(0) else "utf-16-le"
    if b"\0" in content:
        return "ascii"  # a binary file: refused
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1258"
    return "utf-8"


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FileError(f"Tệp '{path.name}' lớn hơn {MAX_BYTES // 1_000_000} MB. Tách riêng phần phụ lục rồi nhập.")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise FileError(f"Không thấy tệp '{path}'. Kiểm tra lại đường dẫn.") from error
    except OSError as error:
        raise FileError(
            f"Không mở được tệp '{path}' ({error.strerror}). Đóng tệp ở chương trình khác rồi thử lại."
        ) from error
