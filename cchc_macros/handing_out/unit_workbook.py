"""Unit workbooks, stamped from their template at the level of the package: fast, and nothing but the unit's work.

The template is read once. Each unit then gets a package of its own in which the sheet, its table, the shared
strings and the custom properties are written anew. Text is always typed as text, so nothing a cell holds can
become a formula, and the one formula carries its value for readers that do not calculate.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import NamedTuple
from xml.etree import ElementTree as ET
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo
from zlib import crc32

from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from cchc_macros.stock import STOCK
from xl.cell_xml import MAIN, SharedStrings, cell, computed_cell, properties
from xl.digest import sha256
from xl.fit import row_height
from xl.late import dataclass, regex
from xl.xmltext import escape

SUMMARY = "Sheet_Summary"  # the one cell with a formula
_BODY = "body"
_WORKBOOK, _STRINGS, _PROPERTIES = "xl/workbook.xml", "xl/sharedStrings.xml", "docProps/custom.xml"
_SHORTEN = "Rút ngắn mục Mã kế hoạch ở sheet Thông tin rồi làm lại."
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NS = {"": MAIN}
_SIZE = 12  # points, of the template's body
_SLOT = regex(r'<slot name="(\w+)" />')
_REACH = regex(r'sqref="[A-Z]+\d+:[A-Z]+(\d{4,})"')
_ROLE, _STATUS = u.TASK_SHEET.columns.index(c.ROLE), u.TASK_SHEET.columns.index(c.STATUS)
# Codes are meant to be text: no green triangles. openpyxl, which builds the template, cannot say so.
_IGNORED = '<ignoredErrors><ignoredError sqref="A{}:{}{}" numberStoredAsText="1"/></ignoredErrors><legacyDrawing'


class _Place(NamedTuple):
    """A cell of the heading: its address and style, and its formula as escaped XML if it has one."""

    address: str
    style: str
    formula: str = ""


class _Column(NamedTuple):
    """A column of the table: its letter, the style of its body, its width."""

    letter: str
    style: str
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetForm:
    """One sheet of the template, cut at the cells that stamping fills.

    Attributes:
        part: The sheet's part; `table_part` is its table's, and `table` what is in it.
        pieces: The sheet's XML cut at its slots: text, slot name, text, … text.
        places: Defined name -> its cell.
        columns: The columns of the table.
        first: The first body row.
        reach: The row (as text) to which formats, formulas and the table reach before stamping.
    """

    part: str
    table_part: str
    table: str
    pieces: Sequence[str]
    places: Mapping[str, _Place]
    columns: Sequence[_Column]
    first: int
    reach: str

    def fill(
        self, rows: Sequence[Sequence[object]], header: Mapping[str, object], strings: SharedStrings
    ) -> dict[str, str]:
        """The sheet and its table with a unit's rows, as part name -> XML."""
        last = str(self.first + max(len(rows), 1) - 1)
        slots = {name: cell(place.address, place.style, None, strings) for name, place in self.places.items()}
        for name, value in header.items():
            slots[name] = cell(self.places[name].address, self.places[name].style, value, strings)
        if SUMMARY in self.places:
            summary = self.places[SUMMARY]
            formula = summary.formula.replace(self.reach, last)
            slots[SUMMARY] = computed_cell(summary.address, summary.style, formula, summarise(rows))
        slots[_BODY] = "".join(self._body(rows, strings))
        sheet = "".join(
            slots[piece] if odd % 2 else piece.replace(self.reach, last) for odd, piece in enumerate(self.pieces)
        )
        return {self.part: sheet, self.table_part: self.table.replace(self.reach, last)}

    def _body(self, rows: Sequence[Sequence[object]], strings: SharedStrings) -> Iterator[str]:
        """The rows; a table without rows keeps a blank one."""
        for number, row in enumerate(rows or [[None] * len(self.columns)], start=self.first):
            pairs = list(zip(self.columns, row, strict=True))
            height = row_height([(value, column.width) for column, value in pairs if isinstance(value, str)], _SIZE)
            cells = [cell(f"{column.letter}{number}", column.style, value, strings) for column, value in pairs]
            yield f'<row r="{number}" ht="{height}">{"".join(cells)}</row>'


@dataclass(frozen=True, slots=True)
class UnitTemplate:
    """The template, prepared: what stays in every workbook, and the sheets into which the rest goes.

    Attributes:
        parts: Part name -> content, in the template's order.
        forms: Its sheets: the task sheet, then what the unit gives itself and what it has to explain, where it has.
        strings: The texts the template itself shows.
    """

    parts: Mapping[str, bytes]
    forms: Sequence[SheetForm]
    strings: Sequence[str]

    @classmethod
    def load(cls, *, scored: bool = False, asked: bool = False) -> "UnitTemplate":
        """Read the template that comes with the product: `scored` with the sheet for self-scores, `asked` for answers.

        Raises:
            ValueError: the template holds a formula whose value nobody computes.
        """
        source = STOCK / f"so-don-vi{'-diem' * scored}{'-giai-trinh' * asked}.xlsx"
        with ZipFile(BytesIO(source.read_bytes())) as package:
            return _prepare({name: package.read(name) for name in package.namelist()})

    def stamp(
        self,
        rows: Sequence[Sequence[object]],
        header: Mapping[str, object],
        properties_: Mapping[str, str],
        *beside: Sequence[Sequence[object]],
    ) -> bytes:
        """Return a unit's workbook.

        Args:
            rows: The body of the table, each row in the order of `u.TASK_SHEET.columns`: text, numbers
                (Tiến độ as a share, 0.6), dates or None.
            header: Defined name of the template -> value. Names left out stay blank.
            properties_: Custom document properties; the template's version is added.
            beside: The rows of the further sheets, in their order: `u.OWN_SCORES`, `u.EXPLANATIONS`.

        Raises:
            DataError: a text is longer than a cell or a property holds.
            KeyError: the template has no such name.
            ValueError: a row has more or fewer cells than the table has columns.
        """
        strings = SharedStrings(self.strings)
        written = self.forms[0].fill(rows, header, strings)
        for form, more in zip(self.forms[1:], beside, strict=True):
            known = {name: value for name, value in header.items() if name in form.places}
            written |= form.fill(more, known, strings)
        written[_STRINGS] = strings.xml()
        parts = {**self.parts, **{name: xml.encode() for name, xml in written.items()}}
        sums = {name: crc32(content) for name, content in parts.items()}
        identity = {u.PROP_VERSION: u.TEMPLATE_VERSION, **properties_, u.PROP_CONTENT: _fingerprint(sums)}
        return _pack(parts | {_PROPERTIES: properties(identity, _SHORTEN).encode()})


def is_as_stamped(package: ZipFile, told: str) -> bool:
    """Whether nobody has saved a unit's workbook since; `told` is its part with the custom properties."""
    return _fingerprint({part.filename: part.CRC for part in package.infolist()}) in told


def _fingerprint(sums: Mapping[str, int]) -> str:
    """What changes with whatever is saved into a workbook, its properties excepted."""
    kept = sorted((name, crc) for name, crc in sums.items() if name != _PROPERTIES)
    return sha256(repr(kept).encode())[:16]


def summarise(rows: Sequence[Sequence[object]]) -> str:
    """What the template's formula gives: how much work, in which role, how much of it done or not arisen."""
    roles, statuses = [row[_ROLE] for row in rows], [row[_STATUS] for row in rows]
    leads, supports = roles.count(c.ROLE_LEAD), roles.count(c.ROLE_SUPPORT)
    none = statuses.count(c.NOT_ARISEN)
    return (
        f"Tổng số {leads + supports} việc: chủ trì {leads}, phối hợp {supports}; "
        f"đã hoàn thành {statuses.count(c.DONE)}{f'; không phát sinh {none}' if none else ''}."
    )


def _prepare(parts: dict[str, bytes]) -> UnitTemplate:
    # Values are right as stamped: no recalculation at opening, no question at closing.
    parts[_WORKBOOK] = parts[_WORKBOOK].replace(b' fullCalcOnLoad="1"', b"")
    sheets = sum(name.startswith("xl/worksheets/sheet") for name in parts)
    forms = [_form(parts, index) for index in range(sheets)]
    return UnitTemplate(parts, forms, _texts(parts[_STRINGS]))


def _form(parts: Mapping[str, bytes], index: int) -> SheetForm:
    """Cut a sheet at the cells that stamping fills. The template's builder numbers sheets and tables alike."""
    part, table_part = f"xl/worksheets/sheet{index + 1}.xml", f"xl/tables/table{index + 1}.xml"
    sheet = ET.fromstring(parts[part])  # noqa: S314  our own template
    table = ET.fromstring(parts[table_part])  # noqa: S314
    names = _names(parts[_WORKBOOK], index)
    places: dict[str, _Place] = {}
    for found in sheet.iterfind("sheetData/row/c", _NS):
        formula, name = found.findtext("f", None, _NS), names.get(found.attrib["r"])
        if formula and name != SUMMARY:
            raise ValueError(f"nobody computes the formula in {found.attrib['r']}")
        if name:
            places[name] = _Place(found.attrib["r"], found.attrib["s"], escape(formula or ""))
            _make_slot(found, name)
    data = sheet.find("sheetData", _NS)
    body = data[-1] if data is not None else ET.Element("row")
    widths = [float(column.attrib["width"]) for column in sheet.iterfind("cols/col", _NS)]
    columns = [
        _Column(found.attrib["r"].rstrip("0123456789"), found.attrib["s"], width)
        for found, width in zip(body, widths, strict=True)
    ]
    first = int(body.attrib["r"])
    _make_slot(body, _BODY)
    text = _serialise(sheet)
    reach = _REACH.findall(text)[0]
    area = table.attrib["ref"]
    table_xml = parts[table_part].decode().replace(area, re.sub(r"\d+$", reach, area))
    text = re.sub(r'<dimension ref="(\w+:[A-Z]+)\d+"', rf'<dimension ref="\g<1>{reach}"', text)
    text = text.replace("<legacyDrawing", _IGNORED.format(first, columns[-1].letter, reach), 1)
    return SheetForm(
        part=part,
        table_part=table_part,
        table=table_xml,
        pieces=_SLOT.split(text),
        places=places,
        columns=columns,
        first=first,
        reach=reach,
    )


def _make_slot(element: ET.Element, name: str) -> None:
    element.clear()
    element.tag = f"{{{MAIN}}}slot"
    element.set("name", name)


def _serialise(sheet: ET.Element) -> str:
    ET.register_namespace("", MAIN)
    ET.register_namespace("r", _REL)
    return ET.tostring(sheet, encoding="unicode")


def _names(workbook: bytes, index: int) -> dict[str, str]:
    """Cell address -> defined name of one sheet."""
    names = ET.fromstring(workbook).iterfind("definedNames/definedName", _NS)  # noqa: S314  our own template
    return {
        (name.text or "").rpartition("!")[2].replace("$", ""): name.attrib["name"]
        for name in names
        if not name.attrib["name"].startswith("_xlnm.") and name.get("localSheetId") == str(index)
    }


def _texts(strings: bytes) -> list[str]:
    return [text.text or "" for text in ET.fromstring(strings).iterfind("si/t", _NS)]  # noqa: S314  our own template


def _pack(parts: Mapping[str, bytes]) -> bytes:
    """Zip the parts with a fixed date: the same work gives the same file."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            package.writestr(entry, content)
    return out.getvalue()
