"""A look into one file of evidence: its digest, whether it is whole, what its first page says.

Files come from strangers: each is looked at in a process of its own kind, which may hang or die on one (`xl.workers`).
"""

import hashlib
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import BadZipFile, ZipFile

from cchc_macros.contract import PROP_UNIT
from cchc_macros.rules.papers import FirstPage, read_first_page
from xl.packages import ENCRYPTED_MARK, OLE
from xl.workers import Fault, in_processes

EMPTY, BROKEN, LOCKED, PROGRAM, HEAVY = "empty", "broken", "encrypted", "hostile", "heavy"
UNREADABLE = "unreadable"  # open elsewhere, or gone
SHEET = "sheet"  # a unit workbook that came back: it is no evidence
OFFICE = (".docx", ".docm", ".xlsx", ".xlsm", ".pptx")
_MOST_UNPACKED = 200_000_000
_HEAD, _TAIL = 1_024, 2_048  # bytes
_MOST_TEXT = 6_000  # characters of a first page
_SECONDS = 60.0
PROCESSES = 2
_PROGRAM_MARKS = (b"MZ", b"\x7fELF", b"#!")
_MARKS = {  # what stands in the first bytes, and in the last
    ".pdf": (b"%PDF-", b"%%EOF"), ".png": (b"\x89PNG", b"IEND"),
    ".jpg": (b"\xff\xd8", b"\xff\xd9"), ".jpeg": (b"\xff\xd8", b"\xff\xd9"),
}  # fmt: skip
_PASSWORD = 4  # pdfium's FPDF_ERR_PASSWORD
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXTS = {f"{_W}t": "", f"{_W}tab": "\t", f"{_W}br": "\n"}
_UNIT = re.compile(rf'name="{re.escape(PROP_UNIT)}"[^>]*>\s*<vt:lpwstr>([^<]*)<')


@dataclass(frozen=True, slots=True)
class Look:
    """What a file is.

    Attributes:
        digest: Of its bytes; files alike are one.
        problem: "" or why nobody can use it: one of the words above.
        page: What its first page says.
        unit: Of a unit workbook that came back, the unit's code.
    """

    digest: str
    problem: str = ""
    page: FirstPage = field(default_factory=FirstPage)
    unit: str = ""


def look_at_all(files: Sequence[tuple[Path, str]]) -> list[Look]:
    """Look at files, each with the ending that tells what it should be."""
    looks = in_processes(look_at, files, PROCESSES, _SECONDS) if files else []
    return [
        Look(_digest(path), HEAVY) if isinstance(look, Fault) else look
        for (path, _), look in zip(files, looks, strict=True)
    ]


def look_at(file: tuple[Path, str]) -> Look:
    """Look at one file; it raises nothing."""
    path, ending = file
    try:
        look = Look(_digest(path))
        with path.open("rb") as opened:
            head = opened.read(_HEAD)
            opened.seek(max(0, path.stat().st_size - _TAIL))
            tail = opened.read()
        return _inside(path, ending, head, tail, look)
    except OSError:
        return Look("", UNREADABLE)
    except MemoryError:
        return Look(_digest(path), HEAVY)


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return ""


def _inside(path: Path, ending: str, head: bytes, tail: bytes, look: Look) -> Look:
    fault = _fault(ending, head, tail)
    if fault or head.startswith(OLE):
        locked = not fault and ENCRYPTED_MARK in path.read_bytes()
        return replace(look, problem=LOCKED if locked else fault)
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
            return _read_package(package, ending, look)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, KeyError, ET.ParseError):
        return replace(look, problem=BROKEN)


def _read_package(package: ZipFile, ending: str, look: Look) -> Look:
    if ending.startswith(".doc"):
        return replace(look, page=read_first_page(_word_text(package)))
    return _sheet(package, look) if ending.startswith(".xls") else look


def _sheet(package: ZipFile, look: Look) -> Look:
    if "docProps/custom.xml" not in package.namelist():
        return look
    found = _UNIT.search(package.read("docProps/custom.xml").decode("utf-8", "replace"))
    return replace(look, problem=SHEET, unit=found[1]) if found else look


def _word_text(package: ZipFile) -> str:
    """The first lines of a Word file, cells of tables in their order."""
    lines: list[str] = []
    length = 0
    with package.open("word/document.xml") as part:
        if b"<!DOCTYPE" in part.read(_HEAD):
            raise ValueError(part.name)
    with package.open("word/document.xml") as part:
        for _, element in ET.iterparse(part):  # noqa: S314  without a document type there are no entities
            if element.tag == f"{_W}p":
                runs = (node for node in element.iter() if node.tag in _TEXTS)
                lines.append("".join(_TEXTS[node.tag] or node.text or "" for node in runs))
                element.clear()
                length += len(lines[-1]) + 1
            if length > _MOST_TEXT:
                break
    return "\n".join(lines)
