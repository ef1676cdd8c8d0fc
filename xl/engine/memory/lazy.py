"""Worksheets that are read when first looked at.

A click looks at a few sheets of many. One that nobody looked at is never parsed, and is written back byte for byte.
"""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from openpyxl.workbook.defined_name import DefinedName, DefinedNameDict
from openpyxl.worksheet.header_footer import HeaderFooter
from openpyxl.worksheet.table import Table, TableList
from openpyxl.worksheet.worksheet import Worksheet as FileSheet

from xl.cells.model import Cell, Workbook, Worksheet, parse_xml, reading
from xl.cells.tables import box_of
from xl.engine.memory import print_names
from xl.engine.memory.sheet_reader import SheetReader
from xl.engine.parts.carried import Carried, of_sheet
from xl.engine.parts.elements import children, cut, without_content
from xl.engine.parts.relations import Relation
from xl.errors import FileError
from xl.late import regex
from xl.xmltext import decoded, escape, unescape


class Source:
    """Where a lazy sheet's content comes from.

    Attributes:
        part: The name of the worksheet part.
        relations: Its relationships.
        book: The loaded workbook (`loading.Loaded`).
    """

    def __init__(self, part: str, relations: list[Relation], book: Any) -> None:
        self.part = part
        self.relations = relations
        self.book = book

    @cached_property
    def xml(self) -> bytes:
        """The part's bytes."""
        data: bytes = self.book.package.part(self.part)
        return data

    def tables(self) -> list[bytes]:
        """Return the sheet's table parts."""
        return [self.book.package.part(r.target) for r in self.relations if r.kind == "table"]


class LazySheet(FileSheet):
    """A worksheet that reads itself when an attribute is asked for that only reading can tell.

    `bare` is one that only looks at what the file has: nobody asks for its values, and it is not written.
    """

    bare = False

    # Not called: openpyxl's __init__ sets up everything at once.
    def __init__(self, parent: Workbook, title: str, state: Any, source: Source) -> None:
        self._parent = parent
        self._WorkbookChild__title = title
        self.sheet_state = state
        self.source = source
        self.defined_names = DefinedNameDict()
        self.print_names: dict[str, str] = {}
        self.is_read = False

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or self.__dict__.get("is_read", True):
            raise AttributeError(name)
        if name == "_tables":
            with reading(self.source.book.package.label):
                self._tables = _read_tables(self.source)
            return self._tables
        self.read()
        return getattr(self, name)

    def read(self) -> None:
        """Parse the sheet; nothing happens if that was done.

        Raises:
            FileError: the sheet is damaged; it stays unread.
        """
        if self.is_read:
            return
        tables, before = self._tables, dict(self.__dict__)
        self.is_read = True
        try:
            with reading(self.source.book.package.label):
                self._read(tables)
        except FileError:
            self.__dict__.clear()
            self.__dict__.update(before)
            raise

    def _read(self, tables: TableList) -> None:
        names, state = self.defined_names, self.sheet_state
        self._setup()  # makes every sheet visible
        self._tables, self.defined_names, self.sheet_state = tables, names, state
        self.HeaderFooter = HeaderFooter()
        xml = self.source.xml
        reader = SheetReader(self, xml, self.source.book.strings)
        reader.bind_all()
        if not self.bare:
            self.source.book.cached.update(reader.cached)
            self.source.book.attributes.update(reader.attributes)
        self.carried: Carried = of_sheet(xml, self.source.relations)
        self.carried.unread = reader.parser.unread
        self._settings = without_content(xml, b"sheetData")
        del self.source.xml, reader  # as large as all else of the sheet; unpacked again if asked for
        _keep_alternatives(self)
        for name, value in self.print_names.items():
            if not print_names.apply(self, name, value):
                hidden = name == "_FilterDatabase" or None
                self.defined_names[f"_xlnm.{name}"] = DefinedName(f"_xlnm.{name}", hidden=hidden, attr_text=value)

    def settings_as_read(self) -> "LazySheet":
        """Return the sheet without its rows as the file has it: what it says there can be written as it stands."""
        return self._apart(self._settings)

    def _apart(self, xml: bytes) -> "LazySheet":
        source = Source(self.source.part, self.source.relations, self.source.book)
        source.xml = xml
        bare = LazySheet(self._parent, self.title, self.sheet_state, source)
        bare._tables, bare.bare = TableList(), True
        bare.read()
        return bare

    def cells_as_read(self) -> Iterable[Cell]:
        """Return cells as the file has them, apart from those of the sheet, which stays unread."""
        return self._apart(self.source.xml)._cells.values()

    def mentions(self, text: str) -> bool:
        """Whether the unread sheet's XML holds a text (a sheet's or table's name)."""
        wanted = escape(text).casefold()
        return any(wanted in decoded(data).casefold() for data in (self.source.xml, *self.source.tables()))


def read(ws: Worksheet) -> None:
    """Read a sheet if nobody looked at it yet; before it is changed."""
    if isinstance(ws, LazySheet):
        ws.read()


def cells_of(ws: Worksheet) -> Iterable[Cell]:
    """Return the cells of a sheet, which stays unread if it was."""
    found: Iterable[Cell] = ws.cells_as_read() if isinstance(ws, LazySheet) and not ws.is_read else ws._cells.values()
    return found


def _read_tables(source: Source) -> TableList:
    tables = TableList()
    for relation in _in_sheets_order(source):
        if relation.kind == "table":
            table = parse_table(source.book.package.part(relation.target))
            box = box_of(table)
            if len(table.tableColumns) != box.last_column - box.column + 1:
                raise ValueError("a table with more or fewer columns than its area")
            table.part = relation.target
            table.extension = _extension(source.book.package.part(relation.target))
            tables.add(table)
    return tables


def parse_table(xml: bytes) -> Any:
    """Return openpyxl's table of a part."""
    return Table.from_tree(parse_xml(xml))


def _in_sheets_order(source: Source) -> list[Relation]:
    """Return the relationships, those of tables in the order in which the sheet lists them."""
    xml = source.xml
    ids = [found.decode() for found in _TABLE_PART.findall(xml, max(xml.find(b"tableParts"), 0))]
    places = {key: place for place, key in enumerate(ids)}
    return sorted(source.relations, key=lambda relation: places.get(relation.id, len(places)))


_TABLE_PART = regex(rb"""<(?:\w+:)?tablePart\s[^>]*?\bid\s*=\s*["']([^"']*)""")


def _extension(xml: bytes) -> str:
    """Return what a table part holds beyond openpyxl's knowledge: its description for people who cannot see it."""
    return "".join(cut(xml, frozenset({"extLst"})).named("extLst")) if b"extLst" in xml else ""


_FALLBACK = regex(r"<(?:[\w.-]+:)?Fallback\b[^>]*>.*?<(?:[\w.-]+:)?formula1>([^<]*)<", re.DOTALL)
_CHOICE = regex(r"<(?:[\w.-]+:)?list>([^<]*)<")


def _keep_alternatives(ws: Worksheet) -> None:
    """Give drop-down lists with commas in their items what they show: Excel writes such lists in two ways at once."""
    pieces = ws.carried.as_read.get("dataValidations", [])
    if not any("AlternateContent" in piece for piece in pieces):
        return
    found = [child for piece in pieces for child in children(piece)]
    rules = ws.data_validations.dataValidation
    if len(found) != len(rules):
        raise ValueError("data validations that cannot be told apart")
    for rule, text in zip(rules, found, strict=True):
        kept = next((inner for inner in children(text) if "AlternateContent" in inner.split(">")[0]), None)
        if kept is not None and rule.formula1 is None:
            items = _FALLBACK.search(kept) or _CHOICE.search(kept)
            rule.formula1 = unescape(items[1]) if items else '""'
            rule.alternative = (rule.formula1, kept)
