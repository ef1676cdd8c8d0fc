"""One worksheet part as text: its rows, read by us where they are plain, and its settings, by openpyxl.

Settings that openpyxl refuses are left out here and named in `unread`: their XML is carried.
"""

from collections.abc import Generator
from functools import cache
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element, SubElement, iterparse

from openpyxl.worksheet import _reader as reader_module
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.xml.constants import SHEET_MAIN_NS

from xl.cells.addresses import column_number
from xl.cells.values import CellError
from xl.engine.memory.plain_rows import PlainRow, plain_rows
from xl.engine.parts.elements import without_content
from xl.engine.parts.strings import read_string
from xl.escapes import unescaped
from xl.xmltext import unescape

_READER: Any = reader_module  # its stubs leave out what it imports
_MAIN = f"{{{SHEET_MAIN_NS}}}"
_X14_ID = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}id"
_V = f"{_MAIN}v"
_KINDS = set("nsfdbe")
# Row, column, value, type, number of the format, what the file held as a formula's value.
_Read = tuple[int, int, Any, str, int, Any]
_NEWER_ATTRIBUTES = ("cm", "vm", "ph")


class SheetParser(WorkSheetParser):
    """openpyxl's parser, which also notes what is beside formulas and on cells."""

    shared_strings: list[Any]  # openpyxl's stubs ask for less

    def __init__(self, xml: bytes, *args: Any, **options: Any) -> None:
        super().__init__("", *args, **options)
        self.xml = xml
        self.attributes: dict[tuple[int, int], dict[str, str]] = {}
        self._links: dict[Any, str] = {}
        self.unread: set[str] = set()

    def parse(self) -> Generator[Any, None, None]:
        """Read the sheet: give its rows, take in its settings."""
        rest: bytes = self.xml
        plain = plain_rows(rest)
        if plain is not None:
            yield from map(self._parse_plain_row, plain)
            rest = without_content(rest, b"sheetData")
        element: Any
        for _, element in iterparse(BytesIO(rest)):  # noqa: S314  # a checked package holds no entities
            tag = element.tag
            if tag == _READER.ROW_TAG:
                yield self.parse_row(element)
                element.clear()
            elif tag in _SETTINGS:
                name, kind = _SETTINGS[tag]
                try:
                    if kind is None:
                        getattr(self, name)(element)
                    else:
                        setattr(self, name, kind.from_tree(element))
                except Exception:  # noqa: BLE001  # openpyxl fails in many ways on what Excel accepts
                    self.unread.add(tag.rpartition("}")[2])
                element.clear()

    def _parse_plain_row(self, row: PlainRow) -> tuple[int, list[_Read]]:
        """Read a row from its text; by openpyxl where it holds more than numbers, texts and formulas."""
        element: Any = Element(_READER.ROW_TAG, row.attributes)
        number, _ = self.parse_row(element)
        cells = row.cells()
        if cells is None:
            return number, [self.parse_cell(element) for element in row.elements()]
        strings, dates = self.shared_strings, self.date_formats
        found: list[_Read] = []
        for letters, _row, style_text, kind, formula, text in cells:
            column, style = _column(letters), int(style_text or 0)
            if formula:
                held = None if text is None else _held((kind or b"").decode(), unescape(text.decode()), strings)
                found.append((number, column, f"={unescape(formula.decode())}", "f", style, held))
            elif not text:
                found.append((number, column, None, "n", style, None))
            elif kind == b"s":
                found.append((number, column, strings[int(text)], "s", style, None))
            elif not kind and style not in dates:
                found.append((number, column, _number(text), "n", style, None))
            else:
                place = {"r": f"{letters.decode()}{number}", "s": str(style), "t": (kind or b"n").decode()}
                element = Element(_READER.CELL_TAG, place)
                SubElement(element, _V).text = unescape(text.decode())
                found.append(self.parse_cell(element))
        return number, found

    def parse_cell(self, element: Any) -> _Read:  # type: ignore[override]  # our own `bind_cells` takes it
        """Read a cell by openpyxl, with what it leaves out."""
        read: dict[str, Any] = super().parse_cell(element)
        if read["value"] is None:
            read["data_type"] = "n"  # blank, whatever it says
        if read["data_type"] not in _KINDS:
            raise ValueError(f"no kind of cell: {read['data_type']}")
        if read["data_type"] == "e" and element.get("t", "n") == "n":  # a number that no calendar has, shown as a day
            read["value"], read["data_type"] = _number(element.findtext(_V).encode()), "n"
        key, held = (read["row"], read["column"]), None
        if read["data_type"] == "f":
            held = _held(element.get("t"), element.findtext(_V), self.shared_strings)
            formula: Any = read["value"]
            if not isinstance(formula, str):
                formula.attributes = dict(element.find(f"{_MAIN}f").items())
        elif element.get("t") == "inlineStr":
            inline = element.find(f"{_MAIN}is")
            read["value"] = read_string(inline) if inline is not None else None
        attributes = {name: element.get(name) for name in _NEWER_ATTRIBUTES if element.get(name) is not None}
        if attributes:
            self.attributes[key] = attributes
        return *key, read["value"], read["data_type"], read["style_id"], held

    def parse_formatting(self, element: Any) -> None:
        """Read conditional formats with the links to their extensions."""
        links = [self._links.get(entry.find(f"{_MAIN}extLst")) for entry in element.iter(f"{_MAIN}cfRule")]
        before = len(self.formatting)
        super().parse_formatting(element)
        if len(self.formatting) == before:
            self.unread.add("conditionalFormatting")
        for entry in self.formatting[before:]:
            for rule, link in zip(entry.rules, links, strict=True):
                rule.extension = link

    def parse_extensions(self, element: Any) -> None:
        """Note the id in a rule's extension, which openpyxl clears; the sheet's own extensions are carried."""
        link = element.findtext(f".//{_X14_ID}")
        if link is not None:
            self._links[element] = link


# What is read of a sheet besides its rows: by tag, the parser's method, or its attribute with openpyxl's class.
_SETTINGS: dict[str, tuple[str, Any]] = {
    _READER.COL_TAG: ("parse_column_dimensions", None),
    _READER.PROT_TAG: ("parse_sheet_protection", None),
    _READER.EXT_TAG: ("parse_extensions", None),
    _READER.CF_TAG: ("parse_formatting", None),
    _READER.ROW_BREAK_TAG: ("parse_row_breaks", None),
    _READER.COL_BREAK_TAG: ("parse_col_breaks", None),
    _READER.PRINT_TAG: ("print_options", _READER.PrintOptions),
    _READER.MARGINS_TAG: ("page_margins", _READER.PageMargins),
    _READER.PAGE_TAG: ("page_setup", _READER.PrintPageSetup),
    _READER.HEADER_TAG: ("HeaderFooter", _READER.HeaderFooter),
    _READER.FILTER_TAG: ("auto_filter", _READER.AutoFilter),
    _READER.VALIDATION_TAG: ("data_validations", _READER.DataValidationList),
    _READER.PROPERTIES_TAG: ("sheet_properties", _READER.WorksheetProperties),
    _READER.VIEWS_TAG: ("views", _READER.SheetViewList),
    _READER.FORMAT_TAG: ("sheet_format", _READER.SheetFormatProperties),
    _READER.SCENARIOS_TAG: ("scenarios", _READER.ScenarioList),
    _READER.HYPERLINK_TAG: ("hyperlinks", _READER.HyperlinkList),
    _READER.MERGE_TAG: ("merged_cells", _READER.MergeCells),
}


@cache
def _column(letters: bytes) -> int:
    """Return the number of a column by its letters."""
    return column_number(letters.decode())


def _number(text: bytes) -> float:
    """Return a number as openpyxl keeps it: whole ones whole."""
    return int(text) if text.isdigit() else float(text)


def _held(kind: str | None, text: str | None, strings: list[Any]) -> Any:
    """Return the value that a formula cell had."""
    if text is None:
        return None
    if kind == "str":
        return unescaped(text)
    if kind == "b":
        return text == "1"
    if kind == "e":
        return CellError(text)
    try:
        return str(strings[int(text)]) if kind == "s" else float(text)
    except (ValueError, IndexError):
        return None
