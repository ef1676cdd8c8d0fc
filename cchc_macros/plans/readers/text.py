"""Lines of a plan that comes as text: tab-separated or pipe tables between paragraphs."""

import codecs
from collections.abc import Iterator

from cchc_macros.errors import PlanError
from cchc_macros.plans.model import Document, Line, Place
from cchc_macros.plans.words.legacy import CONVERTED, recognise, to_unicode
from cchc_macros.plans.words.pieces import strip_markup, tidy
from xl.late import regex

MAX_CHARACTERS = 5_000_000  # some 2,000 pages: beyond that it is no plan
MAX_COLUMNS = 60
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_PIPE_RULE = regex(r"^[\s|:+-]*-[\s|:+-]*$")
_PIPES = regex(r"(?<!\\)\|")
_HEADING_MARK = regex(r"^#{1,6}\s+|^>\s+")


def read_text(content: bytes, name: str) -> Document:
    """Return the lines of a text file.

    Raises:
        PlanError: it is no text, or far too long to be a plan.
    """
    text = _decode(content, name)
    encoding = recognise(text)
    if encoding:
        text = to_unicode(text, encoding)
    return Document(tuple(lines_of_text(text)), (CONVERTED.format(encoding),) if encoding else ())


def lines_of_text(text: str) -> list[Line]:
    """Return the lines of a plan's text.

    Raises:
        PlanError: it is far too long to be a plan.
    """
    if len(text) > MAX_CHARACTERS:
        raise PlanError(
            f"Văn bản dài quá {MAX_CHARACTERS // 1_000_000} triệu ký tự. Chỉ nhập phần phụ lục của kế hoạch."
        )
    return list(_lines(text.replace("\r\n", "\n").replace("\r", "\n")))


def _decode(content: bytes, name: str) -> str:
    """Return a file's text: UTF-8, UTF-16, else a code page of Windows (Vietnamese, or Western for old fonts).

    Raises:
        PlanError: it is no text.
    """
    encoding = next((encoding for bom, encoding in _BOMS if content.startswith(bom)), None)
    try:
        return content.decode(encoding or _guess(content))
    except UnicodeDecodeError as error:
        raise PlanError(f"'{name}' không phải tệp văn bản. Lưu lại dạng .txt mã UTF-8 rồi nhập.") from error


def _guess(content: bytes) -> str:
    zeros = content[::2].count(0), content[1::2].count(0)
    if max(zeros) > len(content) // 6:
        return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
    if 0 in content:
        return "ascii"  # a binary file: its other bytes are refused
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        # Old fonts use letters that Windows-1258 has other meanings for, so they are looked for first.
        return "latin-1" if recognise(content.decode("latin-1")) else "cp1258"
    return "utf-8"


def _lines(text: str) -> Iterator[Line]:
    fresh = True
    for number, raw in enumerate(text.replace("\f", "\n\n").split("\n"), start=1):
        cells = _cells(raw)
        if not any(cells):
            fresh = True
            continue
        table = len(cells) > 1
        yield Line(cells if table else (_HEADING_MARK.sub("", cells[0]),), Place("dòng", number), table, fresh)
        fresh = not table


def _cells(raw: str) -> tuple[str, ...]:
    line = strip_markup(raw)
    if "\t" in line:
        parts = line.split("\t")
    elif line.count("|") > 1:
        if _PIPE_RULE.match(line):
            return ("",)
        parts = [part.replace("\\|", "|") for part in _PIPES.split(line.strip())]
        parts = parts[1 if not parts[0] else 0 : -1 if not parts[-1] else None]
    else:
        parts = [line]
    return tuple(tidy(part) for part in parts[:MAX_COLUMNS])
