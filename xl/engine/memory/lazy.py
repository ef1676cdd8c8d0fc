"""Worksheets that are read when first looked at.

A click looks at a few sheets of many. One that nobody looked at is never parsed, and is written back byte for byte.
"""

from typing import Any

from openpyxl.packaging.relationship import Relationship, RelationshipList
from openpyxl.workbook.defined_name import DefinedNameDict
from openpyxl.worksheet.header_footer import HeaderFooter
from openpyxl.worksheet.print_settings import PrintArea, PrintTitles
from openpyxl.worksheet.table import Table, TableList
from openpyxl.worksheet.worksheet import Worksheet as FileSheet

from xl.cells.model import Workbook, Worksheet, parse_xml, reading
from xl.cells.tables import box_of
from xl.engine.memory.sheet_reader import SheetReader
from xl.engine.parts.carried import Carried, of_sheet
from xl.engine.parts.elements import cut
from xl.engine.parts.relations import Relation
from xl.engine.parts.xmltext import decoded, escape
from xl.errors import FileError


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

    @property
    def xml(self) -> bytes:
        """The part's bytes."""
        data: bytes = self.book.package.part(self.part)
        return data

    def tables(self) -> list[bytes]:
        """Return the sheet's table parts."""
        return [self.book.package.part(r.target) for r in self.relations if r.kind == "table"]


class LazySheet(FileSheet):
    """A worksheet that reads itself when an attribute is asked for that only reading can tell."""

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
        self._rels = RelationshipList(
            Relationship(Id=r.id, Type=r.type, Target=r.target, TargetMode="External" if r.external else None)
            for r in self.source.relations
        )
        xml = self.source.xml
        reader = SheetReader(self, xml, self.source.book.strings)
        reader.bind_all()
        self.source.book.cached.update(reader.cached)
        self.source.book.attributes.update(reader.attributes)
        self.carried: Carried = of_sheet(xml, self.source.relations)
        self.carried.lost += reader.parser.lost
        _apply_print_names(self)

    def mentions(self, text: str) -> bool:
        """Whether the unread sheet's XML holds a text (a sheet's or table's name)."""
        wanted = escape(text).casefold()
        return any(wanted in decoded(data).casefold() for data in (self.source.xml, *self.source.tables()))


def read(ws: Worksheet) -> None:
    """Read a sheet if nobody looked at it yet; before it is changed."""
    if isinstance(ws, LazySheet):
        ws.read()


def _read_tables(source: Source) -> TableList:
    tables = TableList()
    for relation in source.relations:
        if relation.kind == "table":
            table: Any = Table.from_tree(parse_xml(source.book.package.part(relation.target)))
            box = box_of(table)
            if len(table.tableColumns) != box.last_column - box.column + 1:
                raise ValueError("a table with more or fewer columns than its area")
            table.part = relation.target
            table.extension = _extension(source.book.package.part(relation.target))
            tables.add(table)
    return tables


def _extension(xml: bytes) -> str:
    """Return what a table part holds beyond openpyxl's knowledge: its description for people who cannot see it."""
    return "".join(cut(xml, frozenset({"extLst"})).named("extLst")) if b"extLst" in xml else ""


def _apply_print_names(ws: Worksheet) -> None:
    """Set print area and titles from the reserved names."""
    titles, area = ws.print_names.get("Print_Titles"), ws.print_names.get("Print_Area")
    if titles:
        parsed = PrintTitles.from_string(titles)
        ws._print_rows, ws._print_cols = parsed.rows, parsed.cols
    if area:
        ws._print_area = PrintArea.from_string(area)
