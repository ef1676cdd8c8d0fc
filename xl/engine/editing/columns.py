"""The columns of a sheet: their widths and formats."""

from typing import Any

from xl.cells.addresses import column_letters
from xl.cells.model import Worksheet, copied_dimension


def dimension(ws: Worksheet, column: int) -> Any:
    """Return the column's own settings, taken out of a group that shared them."""
    found = ws.column_dimensions
    for key, shared in list(found.items()):
        shared.reindex()
        if shared.min <= column <= shared.max and shared.min != shared.max:
            del found[key]
            for single in range(shared.min, shared.max + 1):
                part = found[column_letters(single)] = copied_dimension(shared)
                part.index, part.min, part.max = column_letters(single), single, single
    return found[column_letters(column)]


def width(ws: Worksheet, column: int) -> float:
    """Return a column's width in characters."""
    shared = _shared(ws, column)
    return float(ws.sheet_format.defaultColWidth or 8.43) if shared is None else float(shared.width)


def is_hidden(ws: Worksheet, column: int) -> bool:
    """Whether a column is hidden."""
    shared = _shared(ws, column)
    return shared is not None and bool(shared.hidden)


def _shared(ws: Worksheet, column: int) -> Any:
    """Return the settings that a column has, alone or with others; None where it has none."""
    for shared in ws.column_dimensions.values():
        shared.reindex()
        if shared.min <= column <= shared.max:
            return shared
    return None


def styles(ws: Worksheet) -> dict[int, Any]:
    """Return the styles that new cells take from their column."""
    found = {}
    for shared in ws.column_dimensions.values():
        if shared.has_style:
            shared.reindex()
            found.update(dict.fromkeys(range(shared.min, shared.max + 1), shared._style))
    return found
