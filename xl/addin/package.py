"""The parts of the .xlam that are ours, as XML, and reading our cells back out of one."""

import zipfile
from collections.abc import Sequence
from io import BytesIO
from xml.etree import ElementTree as ET

from xl.packages import PACKAGE_FAULTS
from xl.xmltext import HEAD, escape

CUSTOM_UI_PART = "customUI/customUI14.xml"
CUSTOM_UI_RELATIONSHIP = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
SHEET_PART = "xl/worksheets/sheet1.xml"
STRINGS_PART = "xl/sharedStrings.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRINGS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


def with_cells(parts: dict[str, bytes], rows: Sequence[tuple[str, str]]) -> dict[str, bytes]:
    """Return the parts with the rows on the add-in's sheet, as shared strings."""
    body = "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>{2 * n - 2}</v></c><c r="B{n}" t="s"><v>{2 * n - 1}</v></c></row>'
        for n in range(1, len(rows) + 1)
    )
    texts = [text for row in rows for text in row]
    count = f'count="{len(texts)}" uniqueCount="{len(texts)}"'
    items = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in texts)
    return parts | {
        SHEET_PART: _replaced(
            _replaced(parts[SHEET_PART], "<sheetData/>", f"<sheetData>{body}</sheetData>"),
            '<dimension ref="A1"/>',
            f'<dimension ref="A1:B{len(rows)}"/>',
        ),
        STRINGS_PART: (f'{HEAD}<sst xmlns="{_MAIN}" {count}>{items}</sst>').encode(),
        "[Content_Types].xml": _replaced(
            parts["[Content_Types].xml"],
            "</Types>",
            f'<Override PartName="/{STRINGS_PART}" ContentType="{_STRINGS_TYPE}"/></Types>',
        ),
        "xl/_rels/workbook.xml.rels": _related(
            parts["xl/_rels/workbook.xml.rels"], "addinStrings", f"{_RELATIONSHIPS}/sharedStrings", "sharedStrings.xml"
        ),
    }


def with_ribbon(parts: dict[str, bytes], ribbon: str) -> dict[str, bytes]:
    """Return the parts with the ribbon document and its relationship from the package."""
    return parts | {
        CUSTOM_UI_PART: ribbon.encode(),
        "_rels/.rels": _related(parts["_rels/.rels"], "addinRibbon", CUSTOM_UI_RELATIONSHIP, CUSTOM_UI_PART),
    }


def with_properties(parts: dict[str, bytes], *, title: str, description: str) -> dict[str, bytes]:
    """Return the parts with what Excel's list of add-ins shows; the dates are fixed, for equal builds."""
    core = (
        f"{HEAD}<cp:coreProperties"
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(title)}</dc:creator>"
        f"<dc:description>{escape(description)}</dc:description>"
        '<dcterms:created xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z</dcterms:created>'
        '<dcterms:modified xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z</dcterms:modified>'
        "</cp:coreProperties>"
    )
    return parts | {"docProps/core.xml": core.encode()}


def to_zip(parts: dict[str, bytes]) -> bytes:
    """Return the parts as a zip that is the same on every system: fixed dates, nothing compressed."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system = 0
            package.writestr(info, content)
    return out.getvalue()


def from_zip(content: bytes) -> dict[str, bytes]:
    """Return the parts of a package, in their order."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def read_cells(content: bytes) -> dict[str, str]:
    """Return what an add-in made by us holds in its cells, column B by column A.

    Raises:
        ValueError: the file is not an add-in made by us.
    """
    try:
        strings = ET.fromstring(from_zip(content)[STRINGS_PART])  # noqa: S314  # the user's own file
        texts = [item.findtext(f"{{{_MAIN}}}t") or "" for item in strings]
        return dict(zip(texts[::2], texts[1::2], strict=True))
    except (OSError, *PACKAGE_FAULTS, ET.ParseError) as error:
        raise ValueError(str(error)) from error


def _related(part: bytes, identity: str, kind: str, target: str) -> bytes:
    relationship = f'<Relationship Id="{identity}" Type="{kind}" Target="{target}"/></Relationships>'
    return _replaced(part, "</Relationships>", relationship)


def _replaced(part: bytes, old: str, new: str) -> bytes:
    text = part.decode()
    if text.count(old) != 1:
        # The blank add-in is pyOpenVBA's: if a release changes it, stop rather than build a wrong file.
        message = f"expected {old!r} once in the blank add-in, found {text.count(old)}"
        raise ValueError(message)
    return text.replace(old, new).encode()
