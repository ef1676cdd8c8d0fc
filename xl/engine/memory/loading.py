"""Reading a workbook file: its frame at once, its sheets when they are looked at (see `lazy`)."""

from dataclasses import field
from pathlib import Path
from typing import Any

from openpyxl.chartsheet import Chartsheet
from openpyxl.reader.workbook import WorkbookParser
from openpyxl.xml.constants import SHEET_MAIN_NS

from xl import packages
from xl.cells.model import Cell, Workbook, Worksheet, parse_xml, reading
from xl.engine.memory import looks
from xl.engine.memory.lazy import LazySheet, Source
from xl.engine.parts import carried
from xl.engine.parts.relations import Relation, read_relations
from xl.engine.parts.strings import read_string
from xl.late import dataclass

_SI = f"{{{SHEET_MAIN_NS}}}si"
_CARRIED_SHEETS = {"chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"}


@dataclass(slots=True, kw_only=True)
class Loaded:
    """A workbook as read.

    Attributes:
        workbook: openpyxl's model; its sheets read themselves when looked at.
        package: The file's parts.
        book_part: The name of the workbook part.
        parts: Parts that openpyxl does not know.
        book, root: What is kept of the workbook part and of the package's relationships.
        strings: The shared strings.
        cached: What the file held as the value of each formula cell.
        attributes: Attributes of cells that openpyxl does not know.
        sheet_ids: The sheets' own ids, which other parts refer to.
        signed: Whether the file carries a digital signature, which holds only as long as nothing changes.
        style_counts: Numbers of cell formats, fonts, fills, borders and conditional formats read.
    """

    workbook: Workbook
    package: packages.Package
    book_part: str
    parts: carried.Parts
    book: carried.Carried
    root: carried.Carried
    strings: list[Any] = field(default_factory=list)
    cached: dict[Cell, Any] = field(default_factory=dict)
    attributes: dict[Cell, dict[str, str]] = field(default_factory=dict)
    signed: bool = False
    style_counts: dict[str, int] = field(default_factory=dict)
    sheet_ids: dict[Worksheet, int] = field(default_factory=dict)


def load(path: Path) -> Loaded:
    """Read a workbook file.

    Raises:
        FileError: it is missing, damaged, hostile, or no .xlsx.
    """
    package = packages.open_package(path)
    with reading(path.name):
        return _load(package)


def _load(package: packages.Package) -> Loaded:
    root = read_relations(package, "")
    book_part = next(r.target for r in root if r.kind == "officeDocument")
    relations = read_relations(package, book_part)
    parser: Any = WorkbookParser(package, book_part, keep_links=False)  # links are carried
    parser.parse()
    wb: Workbook = parser.wb
    wb._sheets = []
    xml = package.part(book_part)
    loaded = Loaded(
        workbook=wb, package=package, book_part=book_part, parts=carried.Parts(package), book=carried.of_book(xml,
        relations), root=carried.of_package(root),
    )  # fmt: skip
    loaded.signed = any(r.type.endswith("digital-signature/origin") for r in root)
    for relation in root:  # what is only carried is refused at once, too, where it is an attack
        if relation.target in package.NameToInfo:
            package.read(relation.target)
    loaded.strings = _read_strings(package, relations)
    looks.read(package, next((r.target for r in relations if r.kind == "styles"), ""), wb)
    loaded.style_counts = {
        "xf": len(wb._cell_styles), "font": len(wb._fonts), "fill": len(wb._fills), "border": len(wb._borders),
        "dxf": len(wb._differential_styles.styles),
    }  # fmt: skip
    _add_sheets(loaded, parser, {r.id: r for r in relations})
    _assign_names(parser, wb)
    return loaded


def _read_strings(package: packages.Package, relations: list[Relation]) -> list[Any]:
    """Return the shared strings."""
    part = next((r.target for r in relations if r.kind == "sharedStrings"), None)
    if part not in package.NameToInfo:
        return []
    return [read_string(node) for node in list(parse_xml(package.part(part)).iter(_SI))]


def _add_sheets(loaded: Loaded, parser: Any, relations: dict[str, Relation]) -> None:
    if not parser.sheets:
        raise packages.damaged(loaded.package.label)
    for entry in parser.sheets:
        relation = relations.get(entry.id)
        if relation is None or relation.target not in loaded.parts:
            raise packages.damaged(loaded.package.label)
        sheet_relations = loaded.parts.relations(relation.target)
        source = Source(relation.target, sheet_relations, loaded)
        ws: Worksheet
        if relation.kind in _CARRIED_SHEETS:
            ws = Chartsheet(parent=loaded.workbook, title=entry.name, sheet_state=entry.state)
            ws.source, ws.relation_type = source, relation.type
        else:
            ws = LazySheet(loaded.workbook, entry.name, entry.state, source)
        loaded.workbook._sheets.append(ws)
        loaded.sheet_ids[ws] = int(entry.sheetId)


def _assign_names(parser: Any, wb: Workbook) -> None:
    """Give the defined names to the workbook and its sheets."""
    for entry in parser.defined_names.definedName:
        scope = entry.localSheetId
        if scope is None:
            wb.defined_names[entry.name] = entry
        elif int(scope) < len(wb._sheets) and isinstance(wb._sheets[int(scope)], LazySheet):
            ws = wb._sheets[int(scope)]
            if entry.is_reserved is None:
                ws.defined_names[entry.name] = entry
            else:
                ws.print_names[entry.is_reserved] = entry.value
