"""Links of a returned sheet: where a cell leads is written beside its text, for texts are what is collected."""

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from cchc_macros.rules.typed_values import Value
from xl.cells.addresses import column_number
from xl.late import regex
from xl.xmltext import unescape

_LINK = regex(r"<(?:\w+:)?hyperlink\b[^>]*>")
_ATTRIBUTE = regex(r'(?:\w+:)?(\w+)\s*=\s*"([^"]*)"')
_CELL = regex(r"([A-Z]{1,3})(\d{1,7})")
_MOST, _LONGEST = 500, 1000


def add_links(rows: dict[int, dict[int, Value]], sheet: bytes, relations: bytes) -> None:
    """Add where links lead to the cells of a sheet, by row and column; `relations` are the package's own part."""
    targets = {
        one.get("Id", ""): one.get("Target", "")
        for one in ET.fromstring(relations)  # noqa: S314  a part of a checked package
        if one.get("TargetMode") == "External" and one.get("Type", "").endswith("/hyperlink")
    }
    for row, column, reference in _links(sheet[sheet.rfind(b"</sheetData>") :].decode("utf-8", "replace")):
        target, shown = targets.get(reference, "")[:_LONGEST], rows.get(row, {}).get(column)
        if not target or not (shown is None or isinstance(shown, str)):
            continue
        if not shown:
            rows.setdefault(row, {})[column] = target
        elif shown.strip() not in target and target not in shown:
            rows[row][column] = f"{shown} ({target})"


def _links(after_cells: str) -> Iterator[tuple[int, int, str]]:
    """The row, the column and the reference of each link."""
    for number, link in enumerate(_LINK.finditer(after_cells)):
        found = dict(_ATTRIBUTE.findall(link[0]))
        cell = _CELL.match(found.get("ref", ""))
        if cell and number < _MOST:
            yield int(cell[2]), column_number(cell[1]), unescape(found.get("id", ""))
