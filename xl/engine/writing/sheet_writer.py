"""Writing one worksheet part: openpyxl's elements, our rows with computed values, carried elements in their places.

An element that says what it said when the sheet was read is written as it was in the file: openpyxl would lose what
it does not know of it.
"""

from typing import Any

from openpyxl.packaging.relationship import Relationship, RelationshipList
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.xml.constants import REL_NS, SHEET_MAIN_NS
from openpyxl.xml.functions import SubElement

from xl.cells.addresses import Box, parse_box
from xl.cells.model import Worksheet, xml_text
from xl.engine.memory.document import Document
from xl.engine.memory.lazy import LazySheet
from xl.engine.parts.carried import Carried
from xl.engine.parts.elements import children
from xl.engine.parts.relations import Relation
from xl.engine.parts.strings import Strings
from xl.engine.parts.styles import Styles
from xl.engine.writing.row_texts import RowTexts, attributes_of
from xl.xmltext import HEAD, escape

_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_X14_LINK = "{B025F937-C7B1-47D3-B67F-A62EFF666E3E}"  # the extension that links a rule to its x14 half

# What is before and after the rows, in the order of the schema: our writers, and the names of carried elements.
_TOP = ("write_properties", "write_dimensions", "write_views", "write_format", "write_cols")
_TAIL = (
    "sheetCalcPr", "write_protection", "protectedRanges", "write_scenarios", "write_filter", "sortState",
    "dataConsolidate", "customSheetViews", "write_merged_cells", "phoneticPr", "write_formatting",
    "write_validations", "write_hyperlinks", "write_print", "write_margins", "write_page", "write_header",
    "write_breaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing",
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "write_tables", "extLst",
)  # fmt: skip
# The elements that may be written as they were read, by our writer.
_REWRITTEN = {
    "write_properties": ("sheetPr",), "write_views": ("sheetViews",), "write_format": ("sheetFormatPr",),
    "write_cols": ("cols",), "write_protection": ("sheetProtection",), "write_scenarios": ("scenarios",),
    "write_filter": ("autoFilter",), "write_merged_cells": ("mergeCells",),
    "write_formatting": ("conditionalFormatting",), "write_validations": ("dataValidations",),
    "write_print": ("printOptions",), "write_margins": ("pageMargins",), "write_page": ("pageSetup",),
    "write_header": ("headerFooter",), "write_breaks": ("rowBreaks", "colBreaks"),
}  # fmt: skip


class SheetWriter(WorksheetWriter):
    """openpyxl's writer of settings, with our own rows and output.

    Args:
        doc: The workbook.
        ws: The sheet.
        strings: The file's shared strings.
        styles: The numbers of the file's formats.
    """

    ws: Worksheet
    xf: Any
    _rels: Any

    def __init__(self, doc: Document, ws: Worksheet, strings: Strings, styles: Styles) -> None:
        self.ws = ws
        self.styles = styles
        self.row_texts = RowTexts(doc, ws, strings, styles)
        self.xf = self  # openpyxl sends elements to a generator; here they come to `send`
        self.texts: list[str] = []
        self.carried: Carried = getattr(ws, "carried", None) or Carried()
        self._rels = RelationshipList()
        ws._hyperlinks, ws._comments = [], []
        self._as_read: SheetWriter | None = None
        if isinstance(ws, LazySheet) and not ws.bare:
            self._as_read = SheetWriter(doc, ws.settings_as_read(), strings, styles)

    def send(self, element: Any) -> None:
        """Take one element."""
        if element is not None:
            self.texts.append(xml_text(element))

    def xml(self) -> bytearray:
        """Return the part; what would be lost of it is added to what is carried."""
        root = f'<worksheet xmlns="{SHEET_MAIN_NS}"{self.carried.pieces.attributes}>'
        top = "".join(text for step in _TOP for text in self._step(step))
        part = bytearray(f"{HEAD}{root}{top}<sheetData>".encode())  # grows in place: rows may be tens of megabytes
        for text in self.row_texts:
            part += text.encode()
        self._take_links()
        tail: list[str] = []
        for step in _TAIL:
            tail += self._step(step) if step.startswith("write_") else self.carried.pieces.named(step)
        part += f"</sheetData>{''.join(tail)}</worksheet>".encode()
        return part

    def _step(self, step: str) -> list[str]:
        """Return what one writer gives, as it was read where that says the same."""
        names = _REWRITTEN.get(step)
        texts = self._written(step)
        if names is None or self._as_read is None:
            return texts
        read = [piece for name in names for piece in self.carried.as_read.get(name, ())]
        before = self._as_read._written(step)
        if texts == before:
            return read or texts
        lost = sorted(self.carried.unread.intersection(names))
        self.carried.lost += [name for name in lost if name not in self.carried.lost]
        if step == "write_validations":
            return [_list_kept(texts[0], before[0], read[0])] if texts and before and read else texts
        return _kept(texts, before, read)

    def _written(self, step: str) -> list[str]:
        self.texts = []
        getattr(self, step)()
        return self.texts

    def relations(self, tables: dict[str, str]) -> list[Relation]:
        """Return the part's relationships: links, tables (part by relationship id), and what is carried."""
        own = [Relation(r.Id, r.Type, tables.get(r.Id) or r.Target, r.TargetMode == "External") for r in self._rels]
        return own + self.carried.relations

    def write_dimensions(self) -> None:
        """Write the used range."""
        cells = self.ws._cells
        if cells:
            rows, columns = [row for row, _ in cells], [column for _, column in cells]
            ref = Box(min(rows), min(columns), max(rows), max(columns))
            self.texts.append(f'<dimension ref="{ref}"/>')

    def write_format(self) -> None:
        """Write the sheet's default sizes."""
        levels = [column.outlineLevel or 0 for column in self.ws.column_dimensions.values()]
        self.ws.sheet_format.outlineLevelCol = max(levels, default=0) or None
        self.send(self.ws.sheet_format.to_tree())

    def write_cols(self) -> None:
        """Write the columns."""
        found = list(self.ws.column_dimensions.values())
        for column in found:
            column.reindex()
        texts = []
        for column in sorted(found, key=lambda column: column.min):
            attributes = {name: value for name, value in attributes_of(column).items() if name != "style"}
            style = self.styles.number(column._style)
            attributes |= {"style": str(style)} if style else {}
            if attributes.keys() - {"min", "max"}:
                texts.append("<col" + "".join(f' {name}="{value}"' for name, value in attributes.items()) + "/>")
        if texts:
            self.texts.append(f"<cols>{''.join(texts)}</cols>")

    def write_page(self) -> None:
        """Write the page set-up, with the printer settings that are carried."""
        printer = next((r.id for r in self.carried.relations if r.kind == "printerSettings"), None)
        setup = self.ws.page_setup
        if setup or printer:
            element = setup.to_tree()
            if printer:
                element.set(f"{{{REL_NS}}}id", printer)
            self.send(element)

    def write_formatting(self) -> None:
        """Write the conditional formats, with the links to their extensions."""
        styles = self.ws.parent._differential_styles
        for entry in self.ws.conditional_formatting:
            for rule in entry.rules:
                if rule.dxf is not None and rule.dxfId is None:
                    rule.dxfId = styles.add(rule.dxf)
            element = entry.to_tree()
            for rule, part in zip(entry.rules, element, strict=True):
                link = getattr(rule, "extension", None)
                if link:
                    extension = SubElement(SubElement(part, "extLst"), "ext", {"uri": _X14_LINK})
                    SubElement(extension, f"{{{_X14}}}id").text = link
            self.send(element)

    def write_validations(self) -> None:
        """Write the validations; lists with commas in their items in both of Excel's ways."""
        super().write_validations()
        for rule in self.ws.data_validations.dataValidation:
            items, kept = getattr(rule, "alternative", ("", ""))
            if kept and rule.formula1 == items:
                plain = f"<formula1>{escape(items)}</formula1>"
                self.texts = [text.replace(plain, kept, 1) for text in self.texts]

    def write_tables(self) -> None:
        """Write the list of tables."""
        tables = list(self.ws._tables.values())
        if not tables:
            return
        for table in tables:
            relation: Any = Relationship(Type=table._rel_type, Target="")  # type: ignore[call-overload]
            self._rels.append(relation)
            table._rel_id = relation.Id
        parts = "".join(f'<tablePart xmlns:r="{REL_NS}" r:id="{table._rel_id}"/>' for table in tables)
        self.texts.append(f'<tableParts count="{len(tables)}">{parts}</tableParts>')

    def _take_links(self) -> None:
        """Collect the hyperlinks, each at its cell's place."""
        for cell in self.ws._cells.values():
            link = getattr(cell, "_hyperlink", None)  # a cell under a merge has none
            if link is not None:
                box = parse_box(link.ref or "")
                rows, columns = box.shape if box else (1, 1)
                area = Box(cell.row, cell.column, cell.row + rows - 1, cell.column + columns - 1)
                link.ref = str(area)
                self.ws._hyperlinks.append(link)


def _kept(texts: list[str], before: list[str], read: list[str]) -> list[str]:
    """Return texts, those that stood so before as they were read.

    Args:
        texts: What is written now.
        before: What would have been written of the sheet as it was read.
        read: The same as it was read.
    """
    if len(before) != len(read):
        return texts
    as_read = dict(zip(before, read, strict=True))
    return [as_read.get(text, text) for text in texts]


def _list_kept(text: str, before: str, read: str) -> str:
    """Return a list element with those items as they were read that stood so before."""
    items = _kept(children(text), children(before), children(read))
    return text[: text.index(">") + 1] + "".join(items) + text[text.rindex("</") :]
