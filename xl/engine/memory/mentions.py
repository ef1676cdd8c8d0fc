"""Which sheets mention which: a change of one sheet looks only at the sheets whose formulas can concern it.

Without this, growing a table on each of 300 sheets would go through all cells of all 300 sheets each time.
"""

from collections.abc import Callable, Iterator
from typing import Any

from openpyxl.worksheet.formula import ArrayFormula

from xl.cells.model import Worksheet
from xl.engine.memory import areas
from xl.engine.memory.lazy import LazySheet
from xl.late import regex
from xl.xmltext import unescape

# An element's text or a whole tag that may refer to a sheet; begun at its start alone, so that no long text takes long.
_PIECE = regex(r"(?<![^<>])[^<>!]*![^<>]*")


class Mentions:
    """The references to other sheets that are on each sheet, as one text each; every one of them holds a "!"."""

    def __init__(self) -> None:
        self._texts: dict[Worksheet, str] = {}

    def forget(self, ws: Worksheet) -> None:
        """A formula, name or link on the sheet changed."""
        self._texts.pop(ws, None)

    def may_hold(self, ws: Worksheet, sheet: str) -> bool:
        """Whether a sheet could refer to the sheet of a name."""
        text = self._texts.get(ws)
        if text is None:
            text = self._texts[ws] = "\n".join(piece for piece in _pieces(ws) if "!" in piece).casefold()
        return sheet.replace("'", "''").casefold() in text


def _pieces(ws: Worksheet) -> Iterator[str]:
    yield from (str(name.value) for name in ws.defined_names.values())
    if isinstance(ws, LazySheet) and not ws.is_read:
        for data in (ws.source.xml, *ws.source.tables()):
            yield from map(unescape, _PIECE.findall(data.decode("utf-8", "replace")))
        return
    found: list[str] = []

    def note(text: str) -> str:
        found.append(text)
        return text

    each_formula(ws, note)
    yield from found
    carried = ws.__dict__.get("carried")
    yield from (unescape(text) for _, text in carried.pieces.children) if carried else ()


def each_formula(ws: Worksheet, change: Callable[[str], str], *, rules: bool = True) -> None:
    """Give every formula that is on a sheet, apart from its defined names, the value that `change` makes of it.

    Args:
        ws: The sheet.
        change: Gives the new formula.
        rules: Also those of conditional formats and validations.
    """
    for cell in ws._cells.values():
        if cell.data_type == "f":
            value = cell._value
            if isinstance(value, str):
                cell._value = change(value)
            elif isinstance(value, ArrayFormula):
                value.text = change(value.text or "")
        link = cell._hyperlink
        if link is not None and link.location:
            link.location = change(link.location)
    if rules:
        areas.rewrite_formulas(ws, change)
    for table in ws.tables.values():
        for column in table.tableColumns:
            _change_column(column, change)


def _change_column(column: Any, change: Callable[[str], str]) -> None:
    """Change the formulas that a table column keeps for new rows and its total."""
    for formula in (column.calculatedColumnFormula, column.totalsRowFormula):
        if formula is not None and formula.attr_text:
            formula.attr_text = change(formula.attr_text)
