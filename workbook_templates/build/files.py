"""Saving so that the same content gives the same bytes, in the order of elements that Excel itself writes."""

import re
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring, register_namespace, tostring
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.xml.constants import ARC_CORE, ARC_STYLE, SHEET_MAIN_NS

from workbook_templates.build.workbook import MADE

_STAMP = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_FIRST = ("[Content_Types].xml", "_rels/.rels")
_FONT_ORDER = (
    "b",
    "i",
    "strike",
    "condense",
    "extend",
    "outline",
    "shadow",
    "u",
    "vertAlign",
    "sz",
    "color",
    "name",
)


def to_bytes(workbook: Workbook) -> bytes:
    """The workbook as .xlsx with fixed dates."""
    raw, out = BytesIO(), BytesIO()
    workbook.save(raw)
    with ZipFile(raw) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in (*_FIRST, *(name for name in old.namelist() if name not in _FIRST)):
            data = old.read(name)
            if name == ARC_CORE:  # openpyxl stamps the hour of saving
                data = _STAMP.sub(rb"\g<1>" + MADE.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), data)
            elif name == ARC_STYLE:
                data = _order_fonts(data)
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            new.writestr(entry, data)
    return out.getvalue()


def _order_fonts(styles: bytes) -> bytes:
    """Put the parts of each font in Excel's order; openpyxl writes another, which Excel's schema does not know."""
    register_namespace("", SHEET_MAIN_NS)
    root = fromstring(styles)  # noqa: S314  written by openpyxl a moment ago
    for font in root.iter(f"{{{SHEET_MAIN_NS}}}font"):
        font[:] = sorted(font, key=_font_place)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _font_place(part: Element) -> int:
    name = part.tag.rpartition("}")[2]
    return _FONT_ORDER.index(name) if name in _FONT_ORDER else len(_FONT_ORDER)


def write(workbook: Workbook, path: Path) -> None:
    """Write a template; a file that is the same already is left alone."""
    data = to_bytes(workbook)
    if not path.exists() or path.read_bytes() != data:
        path.write_bytes(data)
