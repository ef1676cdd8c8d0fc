"""Writing one worksheet part: openpyxl's elements, our rows with computed values, carried elements in their places."""

import re
from collections.abc import Callable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, ClassVar

from openpyxl.compat import safe_string
from openpyxl.packaging.relationship import Relationship, RelationshipList
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel as _to_excel
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.xml.constants import REL_NS, SHEET_MAIN_NS

from xl.engine.addresses import Box, parse_box
from xl.engine.carried import Carried
from xl.engine.model import Cell, Worksheet, new_element, xml_text
from xl.engine.relations import Relation
from xl.engine.strings import Strings, escaped
from xl.engine.styles import Styles
from xl.engine.xmltext import decoded, escape, quoted_attribute

if TYPE_CHECKING:
    from xl.engine.book import Book

_EXACT = 1e15  # whole numbers below it are written without a fraction
_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_X14_LINK = "{B025F937-C7B1-47D3-B67F-A62EFF666E3E}"  # the extension that links a rule to its x14 half

# What stands after the rows, in the order of the schema: our writers, and the names of carried elements.
_TAIL = (
    "sheetCalcPr", "write_protection", "protectedRanges", "write_scenarios", "write_filter", "sortState",
    "dataConsolidate", "customSheetViews", "write_merged_cells", "phoneticPr", "write_formatting",
    "write_validations", "write_hyperlinks", "write_print", "write_margins", "write_page", "write_header",
    "write_breaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing",
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "write_tables", "extLst",
)  # fmt: skip


class SheetWriter(WorksheetWriter):
    """openpyxl's writer of settings, with our own rows and output.

    Args:
        book: The book.
        ws: The sheet.
        strings: The file's shared strings.
        styles: The numbers of the file's formats.
    """

    ws: Worksheet
    xf: Any
    _rels: Any

    def __init__(self, book: "Book", ws: Worksheet, strings: Strings, styles: Styles) -> None:
        self.ws = ws
        self.book = book
        self.strings = strings
        self.styles = styles
        self.xf = self  # openpyxl sends elements to a generator; here they come to `send`
        self.texts: list[str] = []
        self.carried: Carried = getattr(ws, "carried", None) or Carried()
        self._rels = RelationshipList()
        ws._hyperlinks, ws._comments = [], []

    def send(self, element: Any) -> None:
        """Take one element."""
        if element is not None:
            self.texts.append(xml_text(element))

    def xml(self) -> bytes:
        """Return the part."""
        self.write_top()
        self.texts.append("<sheetData>")
        self.texts += self._row_texts()
        self.texts.append("</sheetData>")
        self._take_links()
        for step in _TAIL:
            if step.startswith("write_"):
                getattr(self, step)()
            else:
                self.texts += self.carried.pieces.named(step)
        root = f'<worksheet xmlns="{SHEET_MAIN_NS}"{self.carried.pieces.attributes}>'
        return (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{root}{"".join(self.texts)}</worksheet>'.encode()
        )

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
            attributes = {name: value for name, value in _dimension(column).items() if name != "style"}
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
                    extension = new_element("ext", {"uri": _X14_LINK}, new_element("extLst", {}, part))
                    new_element(f"{{{_X14}}}id", {}, extension).text = link
            self.send(element)

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

    # Rows

    def _row_texts(self) -> Iterator[str]:
        dimensions = self.ws.row_dimensions
        rows = {row: list(group) for row, group in groupby(sorted(self.ws._cells.items()), key=lambda item: item[0][0])}
        cell_text = self._cell_writer()
        for row in sorted(rows.keys() | dimensions.keys()):
            attributes = f'<row r="{row}"{self._row_attributes(dimensions[row]) if row in dimensions else ""}'
            cells = "".join(map(cell_text, map(itemgetter(1), rows.get(row, ()))))
            if cells:
                yield f"{attributes}>{cells}</row>"
            elif not attributes.endswith(f'r="{row}"'):
                yield f"{attributes}/>"

    def _row_attributes(self, dimension: Any) -> str:
        attributes = _dimension(dimension)
        if getattr(dimension, "automatic", False):
            attributes.pop("customHeight", None)
        style = self.styles.number(dimension._style)
        if style:
            attributes |= {"s": str(style), "customFormat": "1"}
        return "".join(f' {name}="{text}"' for name, text in attributes.items())

    def _cell_writer(self) -> Callable[[Cell], str]:
        """Return a function that gives a cell's XML."""
        letters = {column: get_column_letter(column) for _, column in self.ws._cells}
        styles: dict[int, str] = {}
        style_number = self.styles.number
        extra = self.book.loaded.attributes

        def write(cell: Cell) -> str:
            array = cell._style
            style = styles.get(id(array))
            if style is None:
                index = style_number(array)
                style = styles[id(array)] = f' s="{index}"' if index else ""
            head = f'<c r="{letters[cell.column]}{cell.row}"{style}'
            if extra and cell in extra:
                head += "".join(f" {name}={quoted_attribute(text)}" for name, text in extra[cell].items())
            if cell._value is None:
                return f"{head}/>" if style else ""
            return f"{head}{self._content[cell.data_type](self, cell)}</c>"

        return write

    def _number_content(self, cell: Cell) -> str:
        return f"><v>{number_text(cell._value)}</v>"

    def _string_content(self, cell: Cell) -> str:
        return f' t="s"><v>{self.strings.number(cell._value)}</v>'

    def _date_content(self, cell: Cell) -> str:
        return f"><v>{number_text(_serial(cell._value, self.ws.parent.epoch))}</v>"

    def _bool_content(self, cell: Cell) -> str:
        return f' t="b"><v>{int(cell._value)}</v>'

    def _error_content(self, cell: Cell) -> str:
        return f' t="e"><v>{escape(str(cell._value))}</v>'

    def _formula_content(self, cell: Cell) -> str:
        """Return a formula with the value it computes to."""
        value = cell._value
        attributes, text = "", value
        if isinstance(value, ArrayFormula | DataTableFormula):
            attributes = "".join(f" {name}={quoted_attribute(part)}" for name, part in dict(value).items())
            text = value.text if isinstance(value, ArrayFormula) else "="
        formula = f"<f{attributes}>{escape((text or '=')[1:])}</f>"
        result = self.book.result(cell)
        if result is None:
            return f">{formula}"
        kind, content = _result(result)
        return f"{kind}>{formula}<v>{content}</v>"

    _content: ClassVar[dict[str, Callable[["SheetWriter", Cell], str]]] = {
        "n": _number_content, "s": _string_content, "f": _formula_content, "d": _date_content,
        "b": _bool_content, "e": _error_content,
    }  # fmt: skip


def _result(value: Any) -> tuple[str, str]:
    """Return the type attribute and the text of a computed value."""
    if isinstance(value, bool):
        return ' t="b"', str(int(value))
    if isinstance(value, float | int):
        return "", number_text(value)
    if isinstance(value, str):
        kind = ' t="e"' if type(value) is not str else ' t="str"'
        return kind, escaped(value)
    raise TypeError(f"not a cell value: {value!r}")


def number_text(value: Any) -> str:
    """Return a number as the file writes it."""
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    return repr(value) if isinstance(value, float) else str(value)


def _serial(value: Any, epoch: Any) -> Any:
    """Return a date or time as Excel's number."""
    to_excel: Any = _to_excel
    return to_excel(value, epoch)


def _dimension(dimension: Any) -> dict[str, str]:
    """Return the attributes of a row or column but for its format; openpyxl would look the format up by value."""
    found = {}
    for name in dimension.__fields__:
        if name not in ("s", "style", "customFormat"):
            value = getattr(dimension, name, None)
            if value:
                found[name] = safe_string(value)
    return found


_FORMULA = re.compile(r"<f(?:\s[^>]*)?(?:/>|>([^<]*)</f>)")
_LOOKS_OUT = re.compile(r"[!\[]|TODAY|NOW|RAND|INDIRECT|OFFSET", re.IGNORECASE)


def lacks_values(xml: bytes) -> bool:
    """Whether a formula of an unread sheet stands without a value, as openpyxl writes them all."""
    return any(mark in xml for mark in (b"</f></c>", b"</f><v/>", b"</f><v />"))


def may_change(xml: bytes, names: list[str]) -> bool:
    """Whether a formula of an unread sheet could give another value after changes on other sheets.

    Args:
        xml: The sheet.
        names: The workbook's defined names.
    """
    known = [name.casefold() for name in names]
    if b"<f" not in xml:
        return False
    for match in _FORMULA.finditer(decoded(xml)):
        text = match[1] or ""
        if _LOOKS_OUT.search(text) or (known and any(name in text.casefold() for name in known)):
            return True
    return False
