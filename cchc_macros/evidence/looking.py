"""A look into one file of evidence: its digest, whether it is whole, what its first page says.

Files come from strangers: each is looked at in a process of its own kind, which may hang or die on one (`xl.workers`).
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from io import BytesIO
from os import SEEK_END
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from cchc_macros.errors import UserError
from cchc_macros.rules.evidence.papers import FirstPage, read_first_page
from cchc_macros.unit_contract import PROP_UNIT
from xl.late import dataclass
from xl.packages import ENCRYPTED_MARK, OLE, PACKAGE_FAULTS, has_document_type
from xl.workers import Crew, Fault

EMPTY, BROKEN, LOCKED, PROGRAM, HEAVY = "empty", "broken", "encrypted", "hostile", "heavy"
UNREADABLE = "unreadable"  # open elsewhere, or gone
SHEET = "sheet"  # a unit workbook that came back: it is no evidence
OFFICE = (".docx", ".docm", ".xlsx", ".xlsm", ".pptx")
_MOST_UNPACKED = 200_000_000
_HEAD, _TAIL = 1_024, 2_048  # bytes
_MOST_TEXT = 6_000  # characters of a first page
_MOST_ROWS = 40  # of a sheet that may begin as a paper does
_SECONDS = 60.0
PROCESSES = 2
_PROGRAM_MARKS = (b"MZ", b"\x7fELF", b"#!")
_MARKS = {  # what is in the first bytes, and in the last
    ".pdf": (b"%PDF-", b"%%EOF"), ".png": (b"\x89PNG", b"IEND"),
    ".jpg": (b"\xff\xd8", b"\xff\xd9"), ".jpeg": (b"\xff\xd8", b"\xff\xd9"),
}  # fmt: skip
_PASSWORD = 4  # pdfium's FPDF_ERR_PASSWORD
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXTS = {f"{_W}t": "", f"{_W}tab": "\t", f"{_W}br": "\n"}


@dataclass(frozen=True, slots=True)
class Look:
    """What a file is.

    Attributes:
        digest: What it shares with files of the same content, among those looked at with it, and with no others.
        problem: "" or why nobody can use it: one of the words above.
        unit: Of a unit workbook that came back, the unit's code.
    """

    digest: str
    problem: str = ""
    page: FirstPage = field(default_factory=FirstPage)
    unit: str = ""


class Unread(NamedTuple):
    """A file, the ending that tells what it should be, and its size, if no other has it: it need not be hashed."""

    path: Path
    ending: str
    own_size: str


def look_at_all(files: Sequence[tuple[Path, str]], crew: Crew) -> Iterator[Look]:
    """Begin to look at files, each with the ending that tells what it should be; the looks come in their order."""
    sizes = [_size(path) for path, _ in files]
    alike = Counter(sizes)
    asked = [
        Unread(path, ending, str(size) if alike[size] == 1 else "")
        for (path, ending), size in zip(files, sizes, strict=True)
    ]
    looks = crew.begin(look_at, asked, _SECONDS)
    return (
        Look(_digest(one), HEAVY) if isinstance(look, Fault) else look for one, look in zip(asked, looks, strict=True)
    )


def look_at(asked: Unread) -> Look:
    """Look at one file; it raises nothing."""
    try:
        look = Look(_digest(asked))
        with asked.path.open("rb") as opened:
            head = opened.read(_HEAD)
            opened.seek(max(0, opened.seek(0, SEEK_END) - _TAIL))
            tail = opened.read()
        return _inside(asked.path, asked.ending, head, tail, look)
    except OSError:
        return Look("", UNREADABLE)
    except MemoryError:
        return Look(_digest(asked), HEAVY)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _digest(asked: Unread) -> str:
    """What files of the same content share, and no others; "" for one that cannot be read."""
    if asked.own_size:
        return asked.own_size
    try:
        with asked.path.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return ""


def _inside(path: Path, ending: str, head: bytes, tail: bytes, look: Look) -> Look:
    fault = _fault(ending, head, tail)
    if fault:
        return replace(look, problem=fault)
    if head.startswith(OLE):
        locked = ENCRYPTED_MARK in path.read_bytes()
        return replace(look, problem=LOCKED) if locked else _sheet(path, look) if ending == ".xls" else look
    if ending == ".pdf":
        return _pdf(path, look)
    return _office(path, ending, look) if ending in OFFICE else look


def _fault(ending: str, head: bytes, tail: bytes) -> str:
    """What the first and last bytes of a file tell."""
    if not head.strip(b"\0"):
        return EMPTY
    if head.startswith(_PROGRAM_MARKS):
        return PROGRAM
    begin, end = _MARKS.get(ending, (b"", b""))
    return "" if begin in head and end in tail else BROKEN


def _pdf(path: Path, look: Look) -> Look:
    import pypdfium2  # noqa: PLC0415  only in the process that looks

    try:
        with pypdfium2.PdfDocument(path) as pdf:
            if not len(pdf):
                return replace(look, problem=BROKEN)
            if pdf.get_formtype():
                pdf.init_forms()
                pdf[0].flatten()  # a signed paper's number and date are stamped into form fields
            text = pdf[0].get_textpage().get_text_range()[:_MOST_TEXT]
    except pypdfium2.PdfiumError as error:
        return replace(look, problem=LOCKED if getattr(error, "err_code", 0) == _PASSWORD else BROKEN)
    return replace(look, page=read_first_page(text))


def _office(path: Path, ending: str, look: Look) -> Look:
    try:
        with ZipFile(path) as package:
            parts = package.infolist()
            if any(part.flag_bits & 1 for part in parts):
                return replace(look, problem=LOCKED)
            if sum(part.file_size for part in parts) > _MOST_UNPACKED:
                return replace(look, problem=HEAVY)
            if package.testzip() is not None:
                return replace(look, problem=BROKEN)
            if ending.startswith(".doc"):
                return replace(look, page=read_first_page(_word_text(package)))
            may_be_sheet = ending.startswith(".xls") and any("custom" in part.filename.casefold() for part in parts)
    except (*PACKAGE_FAULTS, ET.ParseError):
        return replace(look, problem=BROKEN)
    return _sheet(path, look) if may_be_sheet else look


def _sheet(path: Path, look: Look) -> Look:
    """Tell a unit workbook that came back from other sheets, and read the first rows of these."""
    from cchc_macros.returns.readers.xlsx import read_returned  # noqa: PLC0415  few files are such

    try:
        file = read_returned(path)
    except UserError:
        return look
    if unit := file.properties.get(PROP_UNIT, ""):
        return replace(look, problem=SHEET, unit=unit)
    rows = [row for sheet in file.sheets[:1] for _, row in sorted(sheet.rows.items())[:_MOST_ROWS]]
    text = "\n".join(value for row in rows for _, value in sorted(row.items()) if isinstance(value, str))
    return replace(look, page=read_first_page(text[:_MOST_TEXT]))


def _word_text(package: ZipFile) -> str:
    """The first lines of a Word file, cells of tables in their order."""
    lines: list[str] = []
    length = 0
    part = package.read("word/document.xml")
    if has_document_type(part):
        raise ValueError("document type")
    for _, element in ET.iterparse(BytesIO(part)):  # noqa: S314  without a document type there are no entities
        if element.tag == f"{_W}p":
            runs = (node for node in element.iter() if node.tag in _TEXTS)
            lines.append("".join(_TEXTS[node.tag] or node.text or "" for node in runs))
            element.clear()
            length += len(lines[-1]) + 1
        if length > _MOST_TEXT:
            break
    return "\n".join(lines)
