"""Ditto marks: a cell that only says *nt* (như trên) or `"` repeats the cell above it."""

import re
from collections.abc import Iterable

from xl.late import regex

_DITTO = regex(r"[-–\s]*(?:n\.?t\.?|như (?:dòng |mục )?trên|[\"”“″〃]|'')[-–.\s]*", re.IGNORECASE)


def fill_dittos(rows: Iterable[dict[str, str]]) -> int:
    """Write into the cells of `rows` what their ditto marks stand for; return how many there were.

    The row above is the last that is no heading; where its cell is empty, so is the one with the mark. A mark in the
    very first row stays as it is.
    """
    above: dict[str, str] = {}
    filled = 0
    for cells in rows:
        marked = [column for column, text in cells.items() if above and _DITTO.fullmatch(text)]
        for column in marked:
            del cells[column]
        cells |= {column: above[column] for column in marked if column in above}
        filled += len(marked)
        if len(cells) > 1:
            above = dict(cells)
    return filled
