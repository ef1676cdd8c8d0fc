"""The values that charts keep of the cells they show: viewers that do not calculate draw from these.

Only charts over sheets that were looked at can have changed; the others keep what they have.
"""

import re
from collections.abc import Container
from typing import Any

from xl.cells import values
from xl.cells.addresses import Box
from xl.cells.model import Worksheet
from xl.cells.references import parse_reference
from xl.engine.memory.document import Document
from xl.engine.writing.row_texts import number_text
from xl.escapes import escaped
from xl.late import regex
from xl.xmltext import decoded, encoded, escape, unescape

_CACHED = regex(
    r"<(?P<ns>\w+:)?f>(?P<formula>[^<]*)</(?P=ns)?f>\s*"
    r"<(?P=ns)?(?P<kind>num|str)Cache>(?P<content>.*?)</(?P=ns)?(?P=kind)Cache>",
    re.DOTALL,
)
_FORMAT = regex(r"<(?:\w+:)?formatCode>[^<]*</(?:\w+:)?formatCode>")
_HIDDEN_TOO = regex(r'<(?:\w+:)?plotVisOnly val="(?:0|false)"/>')
_COUNT = regex(r'<(?:\w+:)?ptCount val="(\d+)"/>')
_POINT = regex(r'<(?:\w+:)?pt idx="(\d+)"[^>]*>\s*<(?:\w+:)?v>([^<]*)</')
_MOST_POINTS = 10_000


def refresh(doc: Document, kept: Container[Worksheet]) -> None:
    """Give the charts of a book the values that their cells have now.

    Args:
        doc: The workbook.
        kept: Sheets that are written as they were read.
    """
    parts = doc.loaded.parts
    for name in parts.names():
        if parts.content_type(name).endswith("drawingml.chart+xml"):
            text = decoded(parts[name])
            changed = _refreshed(doc, kept, text)
            if changed != text:
                parts[name] = encoded(changed)


def _refreshed(doc: Document, kept: Container[Worksheet], text: str) -> str:
    hidden_too = _HIDDEN_TOO.search(text) is not None

    def cached(match: re.Match[str]) -> str:
        """Return a reference with its values, as it was if they cannot be told."""
        reference = parse_reference(unescape(match["formula"]))
        ws = next((ws for ws in doc.wb.worksheets if ws.title == reference.sheet and ws not in kept), None)
        if ws is None or reference.box is None:
            return match[0]
        points = _points(doc, ws, reference.box, hidden_too=hidden_too)
        return match[0] if points is None else _written(match, points)

    return _CACHED.sub(cached, text)


def _written(match: re.Match[str], points: list[Any]) -> str:
    ns, kind = match["ns"] or "", match["kind"]
    if kind == "str" and any(isinstance(value, float) for value in points):
        return match[0]  # numbers would have to be written in their cells' formats
    texts = {place: text for place, value in enumerate(points) if (text := _text(value, kind)) is not None}
    if _same(match["content"], texts, len(points)):
        return match[0]
    number_format = _FORMAT.search(match["content"])
    items = "".join(f'<{ns}pt idx="{place}"><{ns}v>{text}</{ns}v></{ns}pt>' for place, text in texts.items())
    content = f'{number_format[0] if number_format else ""}<{ns}ptCount val="{len(points)}"/>{items}'
    return f"<{ns}f>{match['formula']}</{ns}f><{ns}{kind}Cache>{content}</{ns}{kind}Cache>"


def _points(doc: Document, ws: Worksheet, box: Box, *, hidden_too: bool) -> list[Any] | None:
    """Return the values of the cells, those of hidden rows only on request.

    None if there are too many, or one that is not known.
    """
    rows, columns = box.shape
    if rows * columns > _MOST_POINTS:
        return None
    hidden = set() if hidden_too else {row for row, dimension in ws.row_dimensions.items() if dimension.hidden}
    found = []
    for row in range(box.row, box.last_row + 1):
        if row in hidden:
            continue
        for column in range(box.column, box.last_column + 1):
            cell = ws._cells.get((row, column))
            formula = cell is not None and cell.data_type == "f"
            value = doc.result(cell) if formula else None if cell is None else values.as_number(cell)
            if formula and value is None:
                return None
            found.append(value)
    return found


def _same(content: str, texts: dict[int, str], count: int) -> bool:
    """Whether the cache says the same already, in whatever words."""
    stated = _COUNT.search(content)
    points = {int(place): text for place, text in _POINT.findall(content)}
    if stated is None or int(stated[1]) != count or points.keys() != texts.keys():
        return False
    return all(
        unescape(texts[place]) == unescape(text) or _number(texts[place]) == _number(text)
        for place, text in points.items()
    )


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def _text(value: Any, kind: str) -> str | None:
    """Return a point's text; among numbers a text is 0, and what is blank or an error no point."""
    if kind == "num":
        return number_text(value) if type(value) is float else "0" if type(value) is str else None
    return escape(escaped(value)) if isinstance(value, str) and type(value) is not values.CellError else None
