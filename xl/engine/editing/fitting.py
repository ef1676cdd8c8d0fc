"""Row heights that fit wrapped text, as Excel finds them by itself and LibreOffice does not when it opens a file.

A height found here is marked as automatic, so that Excel fits the row anew when its text changes.
"""

from collections.abc import Callable, Iterable
from functools import cache

from xl.cells.model import Cell, Worksheet
from xl.engine.editing import cells, columns
from xl.engine.memory import areas
from xl.fit import LEADING, text_height, whole_pixels

Shown = Callable[[Cell], object]  # what a formula shows


def fit_rows(ws: Worksheet, rows: Iterable[int], shown: Shown | None = None) -> None:
    """State the height that the wrapped text of each row needs.

    Merged cells and hidden columns count for nothing, as in Excel.

    Args:
        ws: The sheet.
        rows: Row numbers; hidden rows keep what they have.
        shown: Tells what a formula shows; without it formulas count for a line.
    """
    wanted = {row for row in rows if not ws.row_dimensions[row].hidden}
    merged = {key for area in areas.merged(ws) for key in cells.present(ws, area)}

    @cache
    def width(column: int) -> float:
        return columns.width(ws, column)

    heights: dict[int, float] = {}
    for (row, column), cell in ws._cells.items():
        if row in wanted and (row, column) not in merged and cell._value is not None and width(column):
            heights[row] = max(heights.get(row, 0), _height(cell, width(column), shown))
    for row, height in heights.items():
        dimension = ws.row_dimensions[row]
        dimension.height = whole_pixels(height)
        dimension.automatic = True  # what the writer and the reader call a height that nobody set by hand


def fit_changed_rows(ws: Worksheet, rows: Iterable[int], shown: Shown | None = None) -> None:
    """Fit rows whose text changed, as Excel does at once; a row whose height someone set by hand keeps it."""
    by_hand = {
        row for row, d in ws.row_dimensions.items() if d.height is not None and not getattr(d, "automatic", False)
    }
    fit_rows(ws, (row for row in rows if row not in by_hand), shown)


def _height(cell: Cell, width: float, shown: Shown | None) -> float:
    size, text = float(cell.font.sz or 11), cell._value
    if cell.alignment.wrap_text:
        if cell.data_type == "f":
            text = shown(cell) if shown else None
        if isinstance(text, str):
            return text_height(text, width, size, bold=bool(cell.font.b))
    return size * LEADING
