"""The workbook part: the list of sheets, the defined names, what is shown on opening; the rest as it was read."""

import re

from openpyxl.workbook.defined_name import DefinedName
from openpyxl.xml.constants import REL_NS, SHEET_MAIN_NS

from xl.cells.addresses import parse_box, quoted
from xl.cells.model import Worksheet
from xl.engine.memory import print_names
from xl.engine.memory.document import Document
from xl.engine.memory.kept_values import OURS
from xl.engine.memory.lazy import LazySheet
from xl.late import regex
from xl.xmltext import HEAD, escape, quoted_attribute

# The order of the part's children.
_ORDER = (
    "fileVersion", "fileSharing", "workbookPr", "revisionPtr", "workbookProtection", "bookViews", "sheets",
    "functionGroups", "externalReferences", "definedNames", "calcPr", "oleSize", "customWorkbookViews",
    "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst",
)  # fmt: skip


_FIRST_SHEET = regex(r"""\sfirstSheet\s*=\s*["'](\d+)["']""")  # the first tab in sight


def xml(doc: Document) -> bytes:
    """Return the part. A sheet's relationship is "r-sheet" and its place among the sheets."""
    kept = doc.loaded.book.pieces
    own = {
        "bookViews": _views(doc),
        "sheets": _sheet_list(doc),
        "definedNames": _names(doc),
        "calcPr": _calculation(doc),
    }
    if not kept.named("workbookPr"):
        own["workbookPr"] = "<workbookPr/>"
    texts = [text for name in _ORDER for text in ([own[name]] if name in own else kept.named(name))]
    return f'{HEAD}<workbook xmlns="{SHEET_MAIN_NS}"{kept.attributes}>{"".join(texts)}</workbook>'.encode()


def _views(doc: Document) -> str:
    """Return the windows, the active sheet set in the first."""
    text = "".join(doc.loaded.book.pieces.named("bookViews")) or "<bookViews><workbookView/></bookViews>"
    text = re.sub(r'\sactiveTab\s*=\s*("[^"]*"|\'[^\']*\')', "", text)
    first = _FIRST_SHEET.search(text)
    if first and int(first[1]) >= len(doc.wb._sheets):
        text = _FIRST_SHEET.sub("", text)
    active = doc.wb._active_sheet_index
    return re.sub(r"(<(?:\w+:)?workbookView\b)", rf'\1 activeTab="{active}"', text, count=1)


def _sheet_list(doc: Document) -> str:
    ids = doc.loaded.sheet_ids
    texts = []
    for place, ws in enumerate(doc.wb._sheets, 1):
        number = ids.setdefault(ws, max(ids.values(), default=0) + 1)
        state = "" if ws.sheet_state == "visible" else f' state="{ws.sheet_state}"'
        name = quoted_attribute(ws.title)
        texts.append(f'<sheet name={name} sheetId="{number}"{state} xmlns:r="{REL_NS}" r:id="r-sheet{place}"/>')
    return f"<sheets>{''.join(texts)}</sheets>"


def _names(doc: Document) -> str:
    entries = list(doc.wb.defined_names.values())
    for index, ws in enumerate(doc.wb._sheets):
        for entry in getattr(ws, "defined_names", {}).values():
            entry.localSheetId = index
            entries.append(entry)
        entries += [
            DefinedName(name, localSheetId=index, hidden=name == "_FilterDatabase" or None, attr_text=value)
            for name, value in _reserved_names(ws).items()
        ]
    texts = []
    for entry in entries:
        attributes = "".join(f" {key}={quoted_attribute(str(value))}" for key, value in entry)
        texts.append(f"<definedName{attributes}>{escape(entry.value or '')}</definedName>")
    return f"<definedNames>{''.join(texts)}</definedNames>" if texts else ""


def _calculation(doc: Document) -> str:
    """Return the calculation settings, so that Excel computes everything anew on opening."""
    text = "".join(doc.loaded.book.pieces.named("calcPr")) or "<calcPr/>"
    text = re.sub(r'\s(?:fullCalcOnLoad|calcCompleted)\s*=\s*("[^"]*"|\'[^\']*\')', "", text)
    return re.sub(r"(<(?:\w+:)?calcPr\b)", rf'\1 {OURS} fullCalcOnLoad="1"', text, count=1)


def _reserved_names(ws: Worksheet) -> dict[str, str]:
    """Return a sheet's names for its filter, print titles and print area."""
    if isinstance(ws, LazySheet) and not ws.is_read:
        return {name: value for name, value in ws.print_names.items() if value}
    found = {}
    if getattr(ws, "auto_filter", None):
        box = parse_box(ws.auto_filter.ref)
        if box is not None:
            found["_FilterDatabase"] = f"{quoted(ws.title)}!{box.address()}"
    if getattr(ws, "print_titles", None):
        found["Print_Titles"] = ws.print_titles
    if getattr(ws, "_print_area", None):
        found["Print_Area"] = print_names.area_text(ws)
    return found
