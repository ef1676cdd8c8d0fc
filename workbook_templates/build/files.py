"""Saving so that the same content gives the same bytes, in the order of elements that Excel writes."""

import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring, register_namespace, tostring
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.xml.constants import (
    ARC_CONTENT_TYPES,
    ARC_CORE,
    ARC_SHARED_STRINGS,
    ARC_STYLE,
    ARC_WORKBOOK_RELS,
    REL_NS,
    SHARED_STRINGS,
    SHEET_MAIN_NS,
)

from workbook_templates.build.workbook import MADE

_STAMP = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_INLINE = re.compile(rb't="inlineStr"><is>(.*?)</is></c>', re.DOTALL)
_FIRST = ("[Content_Types].xml", "_rels/.rels")
_FONT_ORDER = ("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name")


def to_bytes(workbook: Workbook) -> bytes:
    """The workbook as .xlsx with fixed dates."""
    raw = BytesIO()
    workbook.save(raw)
    return settled(raw)


def settled(raw: BytesIO | Path) -> bytes:
    """A saved .xlsx with fixed dates, so that the same content gives the same bytes."""
    with ZipFile(raw) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts[ARC_CORE] = _STAMP.sub(rb"\g<1>" + MADE.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), parts[ARC_CORE])
    parts[ARC_STYLE] = _order_fonts(parts[ARC_STYLE])
    _share_strings(parts)
    return packed({name: parts[name] for name in (*_FIRST, *(name for name in parts if name not in _FIRST))})


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A package of parts in this order, without a date."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name, part in parts.items():
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system = ZIP_DEFLATED, 3  # the same on every system
            new.writestr(entry, part)
    return out.getvalue()


def _share_strings(parts: dict[str, bytes]) -> None:
    """Move texts from the cells into the table of shared strings, where Excel keeps them."""
    if ARC_SHARED_STRINGS in parts:  # the engine keeps them there itself
        return
    places: dict[bytes, int] = {}
    total = 0

    def share(found: re.Match[bytes]) -> bytes:
        nonlocal total
        total += 1
        return b't="s"><v>%d</v></c>' % places.setdefault(found[1], len(places))

    parts.update(
        {name: _INLINE.sub(share, part) for name, part in parts.items() if name.startswith("xl/worksheets/sheet")}
    )
    items = b"".join(b"<si>%s</si>" % text for text in places)
    parts[ARC_SHARED_STRINGS] = b'<sst xmlns="%s" count="%d" uniqueCount="%d">%s</sst>' % (
        SHEET_MAIN_NS.encode(),
        total,
        len(places),
        items,
    )
    for name, root, entry in (
        (
            ARC_CONTENT_TYPES,
            b"</Types>",
            f'<Override PartName="/{ARC_SHARED_STRINGS}" ContentType="{SHARED_STRINGS}" />',
        ),
        (
            ARC_WORKBOOK_RELS,
            b"</Relationships>",
            f'<Relationship Id="strings" Type="{REL_NS}/sharedStrings" Target="/{ARC_SHARED_STRINGS}" />',
        ),
    ):
        if ARC_SHARED_STRINGS.encode() not in parts[name]:
            parts[name] = parts[name].replace(root, entry.encode() + root)


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


def write(path: Path, content: bytes) -> None:
    """Write a template; a file that is the same already is left alone."""
    if not path.exists() or path.read_bytes() != content:
        path.write_bytes(content)
