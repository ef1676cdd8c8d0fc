"""Reading a workbook that came back from a unit: the cells' values, fast and with distrust.

openpyxl takes many times as long, and calamine lays a sheet out densely, so that one stray cell at the far
corner takes all memory. So the parts are read here directly: only the values, only as much as a task sheet may
need. Formulas are never computed: their stored value counts, and where there is none their text.
"""

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from posixpath import join, normpath
from xml.etree import ElementTree as ET

from cchc_macros.errors import FileError
from cchc_macros.returns.files import TITLE, ErrorValue, Percent, ReturnedFile, ReturnedSheet, Value
from cchc_macros.returns.folder import about_other_kinds
from cchc_macros.returns.readers.beyond import beyond
from cchc_macros.returns.readers.links import add_links
from cchc_macros.returns.readers.xls import read_old_workbook
from xl.cells.addresses import column_number
from xl.escapes import unescaped
from xl.late import regex
from xl.packages import Package, open_package

MAX_XML_BYTES = 12_000_000  # of all parts that are read, unpacked: 8,000 rows filled to the brim
MAX_SECONDS = 20.0
_MACRO_PARTS = ("vbaproject", "/macrosheets/", "/dialogsheets/")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_MERGED = regex(rb'mergeCell ref="([A-Z]{1,3})([0-9]{1,7}):[A-Z]{1,3}([0-9]{1,7})"')
_LETTERS = regex("[A-Z]{1,3}")
_FORMAT_NOISE = regex(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')  # literal text, escapes, colours, padding
_DATE_LETTERS = regex(r"[dmyhs]", re.IGNORECASE)
_BUILT_IN_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_BUILT_IN_PERCENTS = frozenset([9, 10])
_LARGEST_SERIAL = 2_958_465  # 31/12/9999
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001  cells know no zone
_TRUE = ("1", "true", "on")

Formats = tuple[frozenset[int], frozenset[int]]  # the styles that show a date, those that show a percentage


def read_returned(path: Path, name: str | None = None, content: bytes | None = None) -> ReturnedFile:
    """Read a returned workbook.

    Args:
        path: The file.
        name: What to call it in messages and sources; by default the file's name.
        content: Its bytes, where they are at hand.

    Raises:
        FileError: missing, too large when unpacked, damaged, encrypted, with macros, hostile, or no .xlsx.
    """
    try:
        opened = open_package(path, content=content)
    except FileError as refusal:
        old = read_old_workbook(path, name or path.name)
        if old is None:
            raise about_other_kinds(path) or refusal from refusal
        return old
    with opened as package:
        try:
            properties, sheets, saved = _read(_Parts(package, time.monotonic() + MAX_SECONDS))
        except (LookupError, ValueError, ArithmeticError, StopIteration, ET.ParseError) as error:
            raise FileError(f"{path.name} đã hỏng. Đề nghị đơn vị mở lại, lưu dạng .xlsx rồi gửi lại.") from error
    on_disk = datetime.fromtimestamp(path.stat().st_mtime, UTC)  # Google Sheets says nothing about when
    now = datetime.now(UTC)  # a unit's clock in the future would make every later file an old one
    saved = min(saved or on_disk, now).replace(microsecond=0)
    return ReturnedFile(name or path.name, properties, sheets, saved)


class _Parts:
    """The package's parts, all of them held to a size and a time."""

    def __init__(self, package: Package, deadline: float) -> None:
        self._package, self._deadline, self._room = package, deadline, MAX_XML_BYTES
        self._names = {part.filename.casefold(): part for part in package.infolist()}
        self._lists: dict[str, bytes] = {}
        listed = "\n".join(self._names)
        if any(mark in listed for mark in _MACRO_PARTS):
            raise FileError(f"{package.label} là sổ có macro. Không nhận; đề nghị đơn vị lưu dạng .xlsx rồi gửi lại.")

    def content(self, name: str) -> bytes:
        """A part's bytes."""
        self.check_time()
        part = self._names[name.casefold()]
        self._room -= part.file_size
        if self._room < 0:
            raise FileError(
                f"{self._package.label} bung ra quá lớn (hơn {MAX_XML_BYTES // 1_000_000} MB). "
                "Đề nghị đơn vị điền lại vào tệp đã nhận rồi gửi lại."
            )
        return self._package.read(part)

    def check_time(self) -> None:
        """Give up on a file that takes too long."""
        if time.monotonic() > self._deadline:
            raise FileError(f"{self._package.label}: đọc quá lâu. Đề nghị đơn vị điền lại vào tệp đã nhận rồi gửi lại.")

    def tree(self, name: str) -> ET.Element:
        """A part as XML; the package refuses document types and entities."""
        return ET.fromstring(self.content(name))  # noqa: S314

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part refers to: id -> (kind, part name)."""
        listed = self._listed(part)
        return _relations(listed, part.rpartition("/")[0]) if listed else {}

    def links(self, part: str) -> bytes:
        """The list of what a part refers to, where links out of the package are among it."""
        listed = self._listed(part)
        return listed if b"/hyperlink" in listed else b""

    def _listed(self, part: str) -> bytes:
        name = _list_beside(part)
        if name not in self._lists:
            self._lists[name] = self.content(name) if name.casefold() in self._names else b""
        return self._lists[name]


@lru_cache(maxsize=64)
def _list_beside(part: str) -> str:
    """The part that lists what a part refers to."""
    folder, _, file = part.rpartition("/")
    return join(folder, "_rels", f"{file}.rels")


@lru_cache(maxsize=64)  # returned files of one program share this, as they do their styles
def _relations(content: bytes, folder: str) -> dict[str, tuple[str, str]]:
    return {
        relation.get("Id", ""): (
            relation.get("Type", "").rpartition("/")[2],
            normpath(join("/", folder, relation.get("Target", ""))).lstrip("/"),
        )
        for relation in ET.fromstring(content)  # noqa: S314  a part of a checked package
    }


def _read(parts: _Parts) -> tuple[dict[str, str], tuple[ReturnedSheet, ...], datetime | None]:
    """The custom properties, the sheets, and when the file says it was saved."""
    of_file = dict(parts.relations("").values())
    workbook = of_file["officeDocument"]
    inside = parts.relations(workbook)
    of_workbook = dict(inside.values())
    named, epoch = _outline(parts.content(workbook))
    values = _Values(
        _strings(parts.tree(of_workbook["sharedStrings"])) if "sharedStrings" in of_workbook else [],
        _formats(parts.content(of_workbook["styles"])) if "styles" in of_workbook else (frozenset(), frozenset()),
        epoch,
    )
    sheets: list[ReturnedSheet] = []
    read: list[str] = []
    for name, reference in named:
        kind, part = inside.get(reference, ("", ""))
        if kind == "worksheet":
            content = parts.content(part)
            cells = ET.fromstring(_cells_only(content))  # noqa: S314
            rows = dict(_rows(cells, values, parts.check_time))
            if links := parts.links(part):
                add_links(rows, content, links)
            sheets.append(ReturnedSheet(name, rows, _tall_merges(content)))
            read.append(part)
    properties = of_file.get("custom-properties")
    core = _said(parts.tree(of_file["core-properties"])) if "core-properties" in of_file else {}
    return (
        (_properties(parts.tree(properties)) if properties else {}) | _title(core),
        tuple(replace(sheet, beyond=_beyond(parts, part)) for sheet, part in zip(sheets, read, strict=True)),
        _modified(core),
    )


@lru_cache(maxsize=64)
def _outline(workbook: bytes) -> tuple[list[tuple[str, str]], datetime]:
    """The sheets as (name, id of what it refers to), and the day from which dates are counted."""
    root = ET.fromstring(workbook)  # noqa: S314  a part of a checked package
    space = _space(root)
    sheets = [
        (sheet.get("name", ""), next((value for key, value in sheet.items() if key.endswith("}id")), ""))
        for sheet in root.iterfind(f"{space}sheets/{space}sheet")
    ]
    settings = root.find(f"{space}workbookPr")
    return sheets, _EPOCH_1904 if settings is not None and settings.get("date1904") in _TRUE else _EPOCH


def _beyond(parts: _Parts, part: str) -> tuple[tuple[str, str, str], ...]:
    """What is on a sheet outside its cells; what cannot be read there does not hold up the cells."""
    found: list[tuple[str, str, str]] = []
    with suppress(LookupError, ValueError, ET.ParseError, FileError):
        found.extend(beyond(part, parts.relations, parts.content))
    return tuple(found)


def _cells_only(sheet: bytes) -> bytes:
    """A sheet without what is before and after its cells: formats, lists, drawings are a third of the parsing."""
    root, start, end = (
        sheet.find(b">", sheet.find(b"<worksheet")),
        sheet.find(b"<sheetData>"),
        sheet.rfind(b"</sheetData>"),
    )
    if not 0 <= root < start < end:  # another dialect
        return sheet
    return sheet[: root + 1] + sheet[start:end] + b"</sheetData></worksheet>"


def _tall_merges(sheet: bytes) -> tuple[tuple[int, int, int], ...]:
    """The cells that were merged over several rows, as (column, first row, last row)."""
    found = _MERGED.findall(sheet, max(sheet.rfind(b"sheetData"), 0))
    spans = ((letters.decode(), int(first), int(last)) for letters, first, last in found)
    return tuple((_column(letters), first, last) for letters, first, last in spans if first < last)


class _Values:
    """What a cell's stored text means."""

    def __init__(self, strings: Sequence[str], formats: Formats, epoch: datetime) -> None:
        self._strings, self._epoch = strings, epoch
        self._dates, self._percents = formats

    def of(self, kind: str, stored: str, style: str) -> Value:
        """The value of a cell of kind `t`, with style `s`."""
        if kind == "s":
            return self._strings[int(stored)]
        if kind == "n":
            return self._number(float(stored), int(style))
        if kind == "b":
            return stored in _TRUE
        if kind == "e":
            return ErrorValue(stored)
        if kind == "d":
            return datetime.fromisoformat(stored).replace(tzinfo=None)
        return _unescape(stored)

    def _number(self, number: float, style: int) -> Value:
        if style in self._dates and 0 <= number <= _LARGEST_SERIAL:
            return self._epoch + timedelta(seconds=round(number * 86400))
        return Percent(number) if style in self._percents else number


def _rows(sheet: ET.Element, values: _Values, check_time: Callable[[], None]) -> Iterator[tuple[int, dict[int, Value]]]:
    """The rows that hold anything, as (row number, {column number: value})."""
    space = _space(sheet)
    stored, formula, inline = f"{space}v", f"{space}f", f"{space}is"
    number = 0
    for row in sheet.iterfind(f"{space}sheetData/{space}row"):
        number = int(row.get("r") or number + 1)
        if not 1 <= number <= _LAST_ROW:
            raise ValueError(number)
        if not number % 512:
            check_time()
        cells: dict[int, Value] = {}
        column = 0
        for cell in row:
            reference = cell.get("r")
            column = _column(reference.rstrip("0123456789")) if reference else column + 1
            value: Value = None
            if text := cell.findtext(stored):
                value = values.of(cell.get("t", "n"), text, cell.get("s", "0"))
            elif (part := cell.find(inline)) is not None:
                value = _text(part)
            elif text := cell.findtext(formula):
                value = f"={_unescape(text)}"
            if value is not None and value != "":
                cells[column] = value
        if cells:
            yield number, cells


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    if not _LETTERS.fullmatch(letters) or column_number(letters) > _LAST_COLUMN:
        raise ValueError(letters)
    return column_number(letters)


def _strings(root: ET.Element) -> list[str]:
    return [_text(item) for item in root]


def _text(item: ET.Element) -> str:
    """The text of a string item: plain or in runs; readings of Asian characters left out."""
    if len(item) == 1 and item[0].tag.endswith("}t"):
        return _unescape(item[0].text or "")
    space = _space(item)
    pieces = [item.find(f"{space}t"), *(run.find(f"{space}t") for run in item.iterfind(f"{space}r"))]
    return _unescape("".join(piece.text or "" for piece in pieces if piece is not None))


def _unescape(text: str) -> str:
    """Undo Excel's _x000D_ notation; halves of letters and what no file may hold become signs of their absence."""
    if "_x" not in text:
        return text
    return (
        unescaped(text)
        .encode("utf-16-le", "surrogatepass")
        .decode("utf-16-le", "replace")
        .translate({0xFFFE: "", 0xFFFF: ""})
    )


@lru_cache(maxsize=64)
def _formats(styles: bytes) -> Formats:
    """Which cell styles show their number as a date, and which as a percentage."""
    root = ET.fromstring(styles)  # noqa: S314  a part of a checked package
    space = _space(root)
    own = {
        int(item.get("numFmtId", "0")): _FORMAT_NOISE.sub("", item.get("formatCode", ""))
        for item in root.iterfind(f"{space}numFmts/{space}numFmt")
    }
    dates, percents = set(), set()
    for style, item in enumerate(root.iterfind(f"{space}cellXfs/{space}xf")):
        number_format = int(item.get("numFmtId", "0"))
        code = own.get(number_format, "")
        if "%" in code or (not code and number_format in _BUILT_IN_PERCENTS):
            percents.add(style)
        elif _DATE_LETTERS.search(code) if code else number_format in _BUILT_IN_DATES:
            dates.add(style)
    return frozenset(dates), frozenset(percents)


def _properties(root: ET.Element) -> dict[str, str]:
    return {item.get("name", ""): "".join(item.itertext()) for item in root if item.get("name")}


def _said(root: ET.Element) -> dict[str, str | None]:
    return {item.tag.rpartition("}")[2]: item.text for item in root}


def _title(said: Mapping[str, str | None]) -> dict[str, str]:
    return {TITLE: title} if (title := said.get("title")) else {}


def _modified(said: Mapping[str, str | None]) -> datetime | None:
    """When the file says it was saved; None where it says nothing, or only when it was made."""
    if not said.get("modified") or said["modified"] == said.get("created"):
        return None
    try:
        when = datetime.fromisoformat((said["modified"] or "").strip())
    except ValueError:
        return None
    return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)


def _space(root: ET.Element) -> str:
    """The namespace of an element, in ElementTree's braces: files come in two dialects of it."""
    return root.tag[: root.tag.find("}") + 1]
