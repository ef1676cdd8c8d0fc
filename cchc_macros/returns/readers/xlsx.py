"""Reading a workbook that came back from a unit: the cells' values, fast and with distrust.

openpyxl takes many times as long, and calamine lays a sheet out densely, so that one stray cell at the far
corner takes all memory. So the parts are read here directly: only the values, only as much as a task sheet may
need. Formulas are never computed: their stored value counts, and where there is none their text.
"""

import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from posixpath import join, normpath
from xml.etree import ElementTree as ET

from cchc_macros.errors import FileError
from cchc_macros.returns.files import TITLE, ReturnedFile, ReturnedSheet
from cchc_macros.returns.folder import about_other_kinds
from cchc_macros.returns.readers.beyond import beyond
from cchc_macros.returns.readers.links import add_links
from cchc_macros.returns.readers.xls import read_old_workbook
from cchc_macros.returns.readers.xlsx_cells import TRUE, Values, formats_in, namespace, rows_of, strings_in, tall_merges
from xl.packages import Package, open_package

MAX_XML_BYTES = 12_000_000  # of all parts that are read, unpacked: 8,000 rows filled to the brim
MAX_SECONDS = 20.0
_MACRO_PARTS = ("vbaproject", "/macrosheets/", "/dialogsheets/")
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001  cells know no zone


def read_returned(path: Path, name: str | None = None, content: bytes | None = None) -> ReturnedFile:
    """Read a returned workbook, from its bytes where they are at hand; messages and sources call it `name`.

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
    values = Values(
        strings_in(parts.content(of_workbook["sharedStrings"])) if "sharedStrings" in of_workbook else [],
        formats_in(parts.content(of_workbook["styles"])) if "styles" in of_workbook else (frozenset(), frozenset()),
        epoch,
    )
    sheets: list[ReturnedSheet] = []
    read: list[str] = []
    for name, reference in named:
        kind, part = inside.get(reference, ("", ""))
        if kind == "worksheet":
            content = parts.content(part)
            rows = dict(rows_of(content, values, parts.check_time))
            if links := parts.links(part):
                add_links(rows, content, links)
            sheets.append(ReturnedSheet(name, rows, tall_merges(content)))
            read.append(part)
    properties = of_file.get("custom-properties")
    core = _core_properties(parts.tree(of_file["core-properties"])) if "core-properties" in of_file else {}
    return (
        (_properties(parts.tree(properties)) if properties else {}) | _title(core),
        tuple(replace(sheet, beyond=_beyond(parts, part)) for sheet, part in zip(sheets, read, strict=True)),
        _modified(core),
    )


@lru_cache(maxsize=64)
def _outline(workbook: bytes) -> tuple[list[tuple[str, str]], datetime]:
    """The sheets as (name, id of what it refers to), and the day from which dates are counted."""
    root = ET.fromstring(workbook)  # noqa: S314  a part of a checked package
    space = namespace(root)
    sheets = [
        (sheet.get("name", ""), next((value for key, value in sheet.items() if key.endswith("}id")), ""))
        for sheet in root.iterfind(f"{space}sheets/{space}sheet")
    ]
    settings = root.find(f"{space}workbookPr")
    return sheets, _EPOCH_1904 if settings is not None and settings.get("date1904") in TRUE else _EPOCH


def _beyond(parts: _Parts, part: str) -> tuple[tuple[str, str, str], ...]:
    """What is on a sheet outside its cells; what cannot be read there does not hold up the cells."""
    found: list[tuple[str, str, str]] = []
    with suppress(LookupError, ValueError, ET.ParseError, FileError):
        found.extend(beyond(part, parts.relations, parts.content))
    return tuple(found)


def _properties(root: ET.Element) -> dict[str, str]:
    return {item.get("name", ""): "".join(item.itertext()) for item in root if item.get("name")}


def _core_properties(root: ET.Element) -> dict[str, str | None]:
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
