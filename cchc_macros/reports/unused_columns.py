"""Columns of a Word table in which no row says anything are left out; the one that needs it most takes their room."""

from bisect import bisect
from collections.abc import Collection, Sequence
from io import BytesIO
from itertools import accumulate
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from cchc_macros.rules.text import fold

_NOTHING = ("", "–", "-")


def without_unused_columns(content: bytes, headings: Collection[str]) -> bytes:
    """Return a Word file without the columns under some headings that hold nothing, in every table that has rows."""
    document, wanted = Document(BytesIO(content)), set(map(fold, headings))
    dropped = False
    for table in document.tables:
        rows = [row.tc_lst for row in table._tbl.tr_lst]  # noqa: SLF001  merged cells count once
        names = [fold(_text(cell)) for cell in rows[0]] if len(rows) > 1 else []
        for place in reversed([number for number, name in enumerate(names) if name in wanted and number]):
            if all(_text(row[place]) in _NOTHING for row in rows[1:] if len(row) == len(names)):
                _drop(table._tbl, rows, place)  # noqa: SLF001
                names.pop(place)
                dropped = True
    if not dropped:
        return content
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _drop(table: Any, rows: Sequence[list[Any]], place: int) -> None:
    columns = table.tblGrid.gridCol_lst
    full = [list(map(_text, cells)) for cells in rows if len(cells) == len(columns)]
    lines = [max(len(texts[number]) for texts in full) / columns[number].w for number in range(len(columns))]
    fullest = max((number for number in range(len(columns)) if number != place), key=lines.__getitem__)
    columns[fullest].w += columns[place].w
    table.tblGrid.remove(columns[place])
    for cells in rows:
        ends = list(accumulate(cell.grid_span for cell in cells))
        at, taker = (bisect(ends, column) for column in (place, fullest))
        cell = cells[at]
        if cell.grid_span > 1:
            cell.grid_span -= 1
            continue
        cells[taker].width += cell.width
        cell.getparent().remove(cell)
        cells.remove(cell)


def _text(cell: Any) -> str:
    return "".join(node.text or "" for node in cell.iter(qn("w:t"))).strip()
