"""What a package holds that openpyxl does not know, kept as it is.

That is drawings with charts, shapes and pictures, comments, controls, slicers, pivot tables, printer settings,
macros, sensitivity labels and the rest. openpyxl never sees these parts. They stay bytes, with their relationships,
and are written back beside what openpyxl writes; `carried_changes` moves the references inside them.
"""

import re
from collections.abc import Iterable
from dataclasses import field

from xl.cells.model import parse_xml
from xl.engine.parts.elements import Pieces, cut
from xl.engine.parts.relations import Relation, read_relations, rels_path, write_relations
from xl.late import dataclass, regex
from xl.packages import Package

# Children of a sheet's root that openpyxl would drop; `sheet_writer` knows their places.
_SHEET_ELEMENTS = """
sheetCalcPr protectedRanges sortState dataConsolidate customSheetViews phoneticPr customProperties cellWatches
ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls webPublishItems
extLst
"""
_BOOK_ELEMENTS = """
fileVersion fileSharing workbookPr revisionPtr workbookProtection bookViews functionGroups externalReferences calcPr
oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes webPublishing fileRecoveryPr webPublishObjects extLst
"""
SHEET_ELEMENTS, BOOK_ELEMENTS = frozenset(_SHEET_ELEMENTS.split()), frozenset(_BOOK_ELEMENTS.split())
# Children of a sheet's root that openpyxl reads and writes.
_OPENPYXL_ELEMENTS = """
sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetProtection scenarios autoFilter mergeCells
conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks
tableParts
"""
_REWRITTEN = frozenset(_OPENPYXL_ELEMENTS.split()) - {"dimension", "sheetData", "hyperlinks", "tableParts"}
_KNOWN = SHEET_ELEMENTS | set(_OPENPYXL_ELEMENTS.split()) | {"AlternateContent"}
# Relationships that the engine or openpyxl writes itself, or that a changed file must not keep.
_SHEET_OWN = {"hyperlink", "table"}
_BOOK_OWN = {"worksheet", "chartsheet", "styles", "sharedStrings", "calcChain"}
_PACKAGE_OWN = {"officeDocument", "core-properties", "extended-properties", "origin"}
_RELATION_ID = regex(r"""(\s[\w.-]+:id\s*=\s*["'])([^"']*)""")
_WITH_REFERENCES = ("chart", "drawing", "controlproperties", "pivotCacheDefinition", "vmlDrawing")
ID_PREFIX = "c-"  # keeps carried relationship ids apart from those openpyxl gives


@dataclass(slots=True, kw_only=True)
class Carried:
    """What is kept of one part (a sheet, the workbook, the package).

    Attributes:
        pieces: XML elements.
        relations: Relationships.
        lost: What neither openpyxl nor this module knows: a changed sheet would lose it.
        as_read: The elements that openpyxl writes anew, as they were read, by name.
        unread: Names of those that openpyxl could not read.
    """

    pieces: Pieces = field(default_factory=Pieces)
    relations: list[Relation] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    as_read: dict[str, list[str]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)


class Parts:
    """The carried parts themselves: read from the source package when asked for, changed or added by name."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._changed: dict[str, bytes] = {}
        self._relations: dict[str, list[Relation]] = {}
        self._copies: set[str] = set()
        self._types: dict[str, str] = {}
        self._defaults: dict[str, str] = {}
        self._refers: dict[str, bool] = {}
        for entry in parse_xml(package.part("[Content_Types].xml")):
            if entry.tag.endswith("Override"):
                self._types[entry.get("PartName", "").lstrip("/")] = entry.get("ContentType", "")
            elif entry.tag.endswith("Default"):
                self._defaults[entry.get("Extension", "").lower()] = entry.get("ContentType", "")

    def __contains__(self, name: str) -> bool:
        return name in self._changed or name in self._package.NameToInfo

    def __getitem__(self, name: str) -> bytes:
        return self._changed[name] if name in self._changed else self._package.part(name)

    def __setitem__(self, name: str, data: bytes) -> None:
        self._changed[name] = data
        self._refers.pop(name, None)

    def names(self) -> list[str]:
        """Return the names of all parts with a content type of their own, and of old drawings."""
        old_drawings = (name for name in self._package.NameToInfo if name.endswith(".vml"))
        return [name for name in dict.fromkeys([*self._types, *old_drawings, *self._changed]) if name in self]

    def referring(self) -> list[str]:
        """Return the names of the parts that may refer to cells of a sheet."""
        names = self.names()
        for name in names:
            if name not in self._refers:
                self._refers[name] = self._may_refer(name)
        return [name for name in names if self._refers[name]]

    def _may_refer(self, name: str) -> bool:
        kind = self.content_type(name)
        if "pivotCacheDefinition" in kind:  # names sheet and cells apart
            return True
        return any(word in kind or word in name for word in _WITH_REFERENCES) and name in self and b"!" in self[name]

    def relations(self, name: str) -> list[Relation]:
        """Return a part's relationships."""
        if name not in self._relations:
            self._relations[name] = read_relations(self._package, name)
        return self._relations[name]

    def relations_xml(self, name: str) -> bytes:
        """Return the part that holds a part's relationships, empty if there is none."""
        if name in self._copies:
            return write_relations(self._relations[name]) if self._relations[name] else b""
        path = rels_path(name)
        return self._package.part(path) if path in self._package.NameToInfo else b""

    def content_type(self, name: str) -> str:
        """Return a part's content type."""
        return self._types.get(name) or self._defaults.get(name.rpartition(".")[2].lower(), "application/xml")

    def copy(self, name: str, relations: list[Relation], origin: "Parts") -> str:
        """Add a copy of a part, of these or of another package's, with other relationships; return its name."""
        stem, _, ending = name.rpartition(".")
        stem = stem.rstrip("0123456789")
        number = next(n for n in range(2, 1_000_000) if f"{stem}{n}.{ending}" not in self)
        new = f"{stem}{number}.{ending}"
        self._changed[new] = origin[name]
        self._types[new] = origin.content_type(name)
        self._relations[new] = relations
        self._copies.add(new)
        return new

    def reached(self, relations: Iterable[Relation]) -> list[str]:
        """Return the names of all parts reached by relationships, each once."""
        found: dict[str, None] = {}
        waiting = [r.target for r in relations if not r.external]
        while waiting:
            name = waiting.pop()
            if name not in found and name in self:
                found[name] = None
                waiting += [r.target for r in self.relations(name) if not r.external]
        return list(found)


def of_sheet(xml: bytes, relations: list[Relation]) -> Carried:
    """Return what is kept of a worksheet; its relationship ids get a prefix, in the pieces too."""
    kept = [r for r in relations if r.kind not in _SHEET_OWN]
    pieces = cut(xml, SHEET_ELEMENTS | _REWRITTEN | {"AlternateContent"}, skip=b"sheetData")
    pieces.children = [
        (_inner_name(text) if name == "AlternateContent" else name, text) for name, text in pieces.children
    ]
    carried = _prefixed(Carried(pieces=pieces, relations=kept, lost=sorted(pieces.names - _KNOWN)))
    for name in _REWRITTEN & pieces.names:
        carried.as_read[name] = pieces.named(name)
    pieces.children = [(name, text) for name, text in pieces.children if name not in _REWRITTEN]
    return carried


def _inner_name(alternative: str) -> str:
    """Return the name of the element that an mc:AlternateContent stands for, which gives it its place."""
    names = re.findall(r"<(?:[\w.-]+:)?(\w+)", alternative)
    return next((name for name in names if name in SHEET_ELEMENTS), "controls")


def of_book(xml: bytes, relations: list[Relation]) -> Carried:
    """Return what is kept of the workbook part."""
    kept = [r for r in relations if r.kind not in _BOOK_OWN]
    return _prefixed(Carried(pieces=cut(xml, BOOK_ELEMENTS), relations=kept))


def of_package(relations: list[Relation]) -> Carried:
    """Return what is kept of the package's own relationships; signatures go, a changed file is not signed."""
    own = {kind: next((r for r in relations if r.kind == kind), None) for kind in _PACKAGE_OWN}
    return _prefixed(Carried(relations=[r for r in relations if r is not own.get(r.kind)]))


def _prefixed(carried: Carried) -> Carried:
    ids = {relation.id for relation in carried.relations}
    # Those of an earlier save have it already: saving once more changes nothing.
    clash = any(ID_PREFIX + name in ids for name in ids)
    new = {name: name if name.startswith(ID_PREFIX) and not clash else ID_PREFIX + name for name in ids}

    def prefix(match: re.Match[str]) -> str:
        return f"{match[1]}{new[match[2]]}" if match[2] in ids else match[0]

    carried.pieces.children = [(name, _RELATION_ID.sub(prefix, text)) for name, text in carried.pieces.children]
    carried.relations = [Relation(new[r.id], r.type, r.target, r.external) for r in carried.relations]
    return carried
