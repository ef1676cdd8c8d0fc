"""The parts of a workbook's package: what was looked at is written anew, everything else as it was read."""

import datetime as dt
import re
import zipfile
from io import BytesIO
from itertools import count
from typing import Any

from openpyxl.xml import constants

from xl.cells.model import Worksheet, reading, xml_text
from xl.engine.editing import fitting
from xl.engine.memory import lazy
from xl.engine.memory.document import Document
from xl.engine.memory.lazy import LazySheet
from xl.engine.parts.relations import Relation, rels_path, write_relations
from xl.engine.parts.strings import Strings
from xl.engine.parts.styles import Styles
from xl.engine.writing import book_part, chart_caches
from xl.engine.writing.sheet_writer import SheetWriter
from xl.errors import FileError
from xl.late import regex
from xl.xmltext import HEAD, decoded, encoded, quoted_attribute

_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_APP_TYPE = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
_DEFAULTS = (
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
)
_TERMS = f'xmlns:dcterms="{constants.DCTERMS_NS}" xmlns:xsi="{constants.XSI_NS}"'
_MODIFIED = regex(r"<(?:\w+:)?modified\b[^>]*>([^<]*)</")


class PackageWriter:
    """Collects the parts of one package."""

    def __init__(self, doc: Document, main_type: str, *, in_place: bool) -> None:
        self.doc = doc
        self.in_place = in_place
        self.main_type = main_type
        self.loaded = doc.loaded
        self.parts: dict[str, bytes | bytearray] = {}
        self.types: dict[str, str] = {}
        self.styles = Styles(doc.wb, doc.loaded.style_counts)

    def data(self) -> bytes:
        """Return the package."""
        self._fit_changed_rows()
        kept = self._kept_sheets()
        chart_caches.refresh(self.doc, kept)
        strings = self._strings(list(kept.values()))
        relations = [self._write_sheet(ws, kept, strings, place) for place, ws in enumerate(self.doc.wb._sheets, 1)]
        self._write_styles(relations)
        xml = strings.xml()
        if xml is not None:
            part = self._target(self.loaded.book_part, "sharedStrings") or constants.ARC_SHARED_STRINGS
            self._add(part, xml, constants.SHARED_STRINGS)
            relations.append(Relation("r-strings", f"{constants.REL_NS}/sharedStrings", part))
        self._write_book(relations)
        self._write_root()
        self._write_types()
        return self._zip()

    # Sheets

    def _fit_changed_rows(self) -> None:
        for ws, rows in self.doc.unfitted.items():
            if rows and ws in self.doc.wb._sheets:
                fitting.fit_changed_rows(ws, rows, self.doc.result)
        self.doc.unfitted.clear()

    def _kept_sheets(self) -> dict[Worksheet, bytes]:
        """Return the XML of the sheets that can stay as they are."""
        kept = {}
        for ws in self.doc.wb._sheets:
            if not isinstance(ws, LazySheet) or ws.is_read:
                continue
            xml = ws.source.xml
            if b"<worksheet" not in xml:  # another prefix: the strings' numbers could not be found
                ws.read()
            elif self.doc.standing.may_differ(ws) and self._recomputes(ws):
                continue
            else:
                kept[ws] = xml
        return kept

    def _recomputes(self, ws: LazySheet) -> bool:
        """Read the sheet and tell whether a formula gives another value than the file holds."""
        ws.read()
        cached = self.loaded.cached
        return any(self.doc.result(cell) != cached.get(cell) for cell in ws._cells.values() if cell.data_type == "f")

    def _strings(self, kept: list[bytes]) -> Strings:
        part = self._target(self.loaded.book_part, "sharedStrings")
        with reading(self.loaded.package.label):  # a sheet nobody read may use strings that are not there
            return Strings(self.loaded.package.part(part) if part else b"", self.loaded.strings, kept)

    def _write_sheet(self, ws: Worksheet, kept: dict[Worksheet, bytes], strings: Strings, place: int) -> Relation:
        """Write one sheet; return the workbook's relationship to it."""
        source = getattr(ws, "source", None)
        if not isinstance(ws, LazySheet) and source is not None:  # a sheet of a chart, or of Excel 4 or 5
            relation = Relation(f"r-sheet{place}", ws.relation_type, source.part)
            self._carry([relation])
            return relation
        part = source.part if source else self._free("xl/worksheets/sheet{}.xml")
        relation = Relation(f"r-sheet{place}", f"{constants.REL_NS}/worksheet", part)
        if ws in kept:
            self._carry([relation])
        else:
            writer = SheetWriter(self.doc, ws, strings, self.styles)
            self._add(part, writer.xml(), constants.WORKSHEET_TYPE)
            self._refuse_lost_elements(ws)
            self._relate(part, writer.relations({t._rel_id: self._write_table(t) for t in ws._tables.values()}))
        return relation

    def _refuse_lost_elements(self, ws: Worksheet) -> None:
        """Refuse to overwrite the file where a changed sheet would lose something; name it."""
        carried = ws.__dict__.get("carried")
        if self.in_place and carried is not None and carried.lost:
            raise FileError(
                f"Trang tính '{ws.title}' có phần mà phần mềm không giữ được: {', '.join(carried.lost)}. "
                "Dùng --out để ghi sang tệp khác, hoặc xóa phần đó."
            )

    def _write_table(self, table: Any) -> str:
        """Write a table part; return its name."""
        part: str = getattr(table, "part", "")
        if not part:
            part, table.id = self._free("xl/tables/table{}.xml"), self._free_table_id()
            table.part = part
        text = xml_text(table.to_tree())
        read = self.loaded.package.part(part) if part in self.loaded.package.NameToInfo else b""
        if not read or xml_text(lazy.parse_table(read).to_tree()) != text:
            extension = getattr(table, "extension", "")
            read = (HEAD + text.replace("</table>", f"{extension}</table>")).encode()
        self._add(part, read, constants.SPREADSHEET % "table")
        self._relate(part, self.loaded.parts.relations(part))
        return part

    def _free_table_id(self) -> int:
        """Return an id that no table of the book has: slicers refer to tables by it."""
        tables = (table for ws in self.doc.wb.worksheets for table in ws.tables.values())
        return max((int(table.id) for table in tables if getattr(table, "part", "")), default=0) + 1

    # Workbook

    def _write_styles(self, relations: list[Relation]) -> None:
        part = self._target(self.loaded.book_part, "styles")
        old = self.loaded.parts[part] if part else b""
        part = part or constants.ARC_STYLE
        self._add(part, self.styles.xml(old), constants.STYLES_TYPE)
        relations.append(Relation("r-styles", f"{constants.REL_NS}/styles", part))

    def _write_book(self, relations: list[Relation]) -> None:
        kept = self.loaded.book
        part = self.loaded.book_part
        self._add(part, book_part.xml(self.doc), self.main_type)
        relations = relations + kept.relations
        self.parts[rels_path(part)] = write_relations(relations)
        self._carry(kept.relations)

    # Package

    def _write_root(self) -> None:
        kept = self.loaded.root
        core, app = (self._target("", kind) for kind in ("core-properties", "extended-properties"))
        relations = [
            Relation("r-book", f"{constants.REL_NS}/officeDocument", self.loaded.book_part),
            Relation("r-core", f"{constants.PKG_REL_NS}/metadata/core-properties", core or constants.ARC_CORE),
            Relation("r-app", f"{constants.REL_NS}/extended-properties", app or constants.ARC_APP),
        ]
        self._add(core or constants.ARC_CORE, self._core_properties(core), _CORE_TYPE)
        self._add(app or constants.ARC_APP, self._app_properties(app), _APP_TYPE)
        self.parts[constants.ARC_ROOT_RELS] = write_relations(relations + kept.relations)
        self._carry(kept.relations)

    def _core_properties(self, part: str) -> bytes:
        """Return title, author and so on, with the time of this change."""
        now = dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        modified = f'<dcterms:modified xsi:type="dcterms:W3CDTF" {_TERMS}>{now}</dcterms:modified>'
        if not part:
            ns = constants.COREPROPS_NS
            return f'{HEAD}<cp:coreProperties xmlns:cp="{ns}">{modified}</cp:coreProperties>'.encode()
        text = decoded(self.loaded.parts[part])
        found = _MODIFIED.search(text)
        if found:
            return encoded(text[: found.start(1)] + now + text[found.end(1) :])
        end = text.rfind("</")
        return encoded(text[:end] + modified + text[end:] if end > 0 else text)

    def _app_properties(self, part: str) -> bytes:
        """Return company, manager and so on; the list of sheets in them would be stale."""
        if not part:
            made_by = "<Application>Microsoft Excel</Application>"
            return f'{HEAD}<Properties xmlns="{constants.XPROPS_NS}">{made_by}</Properties>'.encode()
        data = self.loaded.package.part(part)
        return re.sub(rb"<((?:\w+:)?)(HeadingPairs|TitlesOfParts)>.*?</\1\2>", b"", data, flags=re.DOTALL)

    def _write_types(self) -> None:
        overrides = "".join(
            f"<Override PartName={quoted_attribute('/' + name)} ContentType={quoted_attribute(kind)}/>"
            for name, kind in self.types.items()
        )
        text = f'{HEAD}<Types xmlns="{constants.CONTYPES_NS}">{_DEFAULTS}{overrides}</Types>'
        self.parts = {"[Content_Types].xml": text.encode(), **self.parts}

    def _relate(self, part: str, relations: list[Relation]) -> None:
        """Add a part's relationships, with the parts that they reach."""
        if relations:
            self.parts[rels_path(part)] = write_relations(relations)
            self._carry(relations)

    def _carry(self, relations: list[Relation]) -> None:
        """Add the parts that carried relationships reach."""
        parts = self.loaded.parts
        for name in parts.reached(relations):
            if name not in self.parts:
                self._add(name, parts[name], parts.content_type(name))
                relations_xml = parts.relations_xml(name)
                if relations_xml:
                    self.parts[rels_path(name)] = relations_xml

    def _add(self, name: str, data: bytes | bytearray, content_type: str) -> None:
        self.parts[name] = data
        self.types[name] = content_type

    def _target(self, part: str, kind: str) -> str:
        """Return the name of the part of a kind to which one of the source leads ("" is the package), "" for none."""
        parts = self.loaded.parts
        found = (r.target for r in parts.relations(part) if r.kind == kind and not r.external)
        return next((name for name in found if name in parts), "")

    def _free(self, pattern: str) -> str:
        """Return a part name that neither the source nor this package uses."""
        names = map(pattern.format, count(1))
        return next(name for name in names if name not in self.parts and name not in self.loaded.parts)

    def _zip(self) -> bytes:
        """Return the zip; the same parts give the same bytes."""
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for name, data in self.parts.items():
                entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, data)
        return out.getvalue()
