"""The styles of a workbook in openpyxl's model. The file's own styles part stays the one that is written."""

from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import tostring

from openpyxl.styles.borders import Border
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.fills import Fill
from openpyxl.styles.fonts import Font
from openpyxl.styles.numbers import BUILTIN_FORMATS_MAX_SIZE
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.xml.constants import ARC_STYLE, SHEET_MAIN_NS

from xl.cells.model import Workbook, parse_xml
from xl.packages import Package

_MAIN = f"{{{SHEET_MAIN_NS}}}"
# The lists whose items openpyxl may refuse: their element, and a plain item that takes a refused one's place.
_LISTS: dict[str, tuple[Any, str]] = {
    "fonts": (Font, "font"), "fills": (Fill, "fill"), "borders": (Border, "border"), "dxfs": (DifferentialStyle, "dxf"),
}  # fmt: skip


def read(package: Package, part: str, wb: Workbook) -> None:
    """Give a workbook its styles; what openpyxl refuses of them, and Excel takes, looks plain here."""
    if part not in package.NameToInfo:
        return
    xml = package.part(part)
    apply: Any = apply_stylesheet
    try:
        apply(SimpleNamespace(read={ARC_STYLE: xml}.__getitem__), wb)
    except Exception:  # noqa: BLE001  # openpyxl fails in many ways: an empty fill, a colour of another length
        apply(SimpleNamespace(read={ARC_STYLE: _mended(xml)}.__getitem__), wb)
    most = BUILTIN_FORMATS_MAX_SIZE + len(wb._number_formats)
    for style in wb._cell_styles:
        if style.numFmtId >= most:  # openpyxl would fail when the cell is used
            raise ValueError("no such number format")


def _mended(xml: bytes) -> bytes:
    root = parse_xml(xml)
    for name, (kind, tag) in _LISTS.items():
        entries = root.find(f"{_MAIN}{name}")
        for place, entry in enumerate(entries if entries is not None else ()):
            if not _is_read(kind, entry):
                entries[place] = root.makeelement(f"{_MAIN}{tag}", {})
                if tag == "fill":
                    entries[place].append(root.makeelement(f"{_MAIN}patternFill", {}))
    for child in list(root):
        if child.tag in (f"{_MAIN}colors", f"{_MAIN}tableStyles", f"{_MAIN}extLst"):
            root.remove(child)  # nothing of the model looks at these
    return bytes(tostring(root))


def _is_read(kind: Any, entry: Any) -> bool:
    try:
        return kind.from_tree(entry) is not None
    except Exception:  # noqa: BLE001  # as above
        return False
