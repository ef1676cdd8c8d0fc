"""The rows of a worksheet part as text: most hold plain cells, which are read without building a tree of them."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from xml.parsers import expat

from xl.cells.model import parse_xml
from xl.late import regex

_PART = regex(
    rb"""\s*(?:<\?xml[^>]*?encoding=["'](?i:utf-8)["'][^>]*>)?\s*(?P<root><worksheet(?:\s[^<>]*)?>).*?"""
    rb"<sheetData>(?P<rows>.*)</sheetData>",
    re.DOTALL,
)
_ROW = regex(rb"""\s*<row((?:\s+[\w:.-]+="[^"<>]*")*)\s*(?:/>|>(.*?)</row>)\s*""", re.DOTALL)
_ATTRIBUTE = regex(r'\s(\w+)="([^"&]*)"')
_CELL = regex(
    rb'<c r="([A-Z]{1,3})([1-9]\d*)"(?: s="(\d+)")?(?: t="(s|str|n|b|e)")?'
    rb"(?:/>|>(?:<f>([^<]+)</f>)?(?:<v>([^<]*)</v>)?</c>)"
)
_ODD = (b"<!", b"<?", b"\r", b"&#")  # comments, sections, letters written as numbers: left to a parser
PlainCell = tuple[bytes, ...]  # letters, row, format, type, formula, value; None for what is not there


class PlainRow(NamedTuple):
    """A row: its attributes, its cells as text, and the root's start tag, which says what their names mean."""

    attributes: dict[str, str]
    text: bytes
    root: bytes

    def cells(self) -> list[PlainCell] | None:
        """Return the cells; None where one is not that plain."""
        found, end, number = [], 0, self.attributes.get("r", "").encode()
        for match in _CELL.finditer(self.text):
            if match.start() != end or match[2] != number:
                return None
            end = match.end()
            found.append(match.groups())
        return found if end == len(self.text) else None

    def elements(self) -> list[Any]:
        """Return the cells as elements."""
        return list(parse_xml(b"%b%b</worksheet>" % (self.root, self.text)))


def plain_rows(xml: bytes) -> Iterator[PlainRow] | None:
    """Return the rows of a part; None where only a parser can tell them.

    Raises:
        ExpatError: the part is damaged.
    """
    expat.ParserCreate().Parse(xml, True)  # what follows takes the form for granted
    part = _PART.match(xml)
    if part is None:
        return None
    end, last = part.span("rows")
    if any(xml.find(mark, end, last) >= 0 for mark in _ODD):
        return None
    rows = list(_ROW.finditer(xml, end, last))
    for row in rows:
        if row.start() != end:
            return None
        end = row.end()
    if end != last:
        return None
    return (PlainRow(dict(_ATTRIBUTE.findall(row[1].decode())), row[2] or b"", part["root"]) for row in rows)
