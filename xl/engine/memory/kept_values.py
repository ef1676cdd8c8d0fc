"""Which of the values that a file holds of its formulas still stand."""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xl.cells.model import Cell
from xl.engine.memory.lazy import LazySheet, cells_of
from xl.engine.memory.loading import Loaded
from xl.late import regex
from xl.xmltext import decoded

if TYPE_CHECKING:
    from xl.formulas.dependents import Dependents, Key

_FORMULA = regex(r"<f(?:\s[^>]*)?(?:/>|>([^<]*)</f>)")
_LOOKS_OUT = regex(r"[!\[]|TODAY|NOW|RAND|INDIRECT|OFFSET", re.IGNORECASE)
_BY_HAND = regex(r"""\bcalcMode\s*=\s*["']manual|\bcalcCompleted\s*=\s*["'](?:0|false)""")
_TO_BE_COMPUTED = regex(r"""\bfullCalcOnLoad\s*=\s*["'](?:1|true)""")
OURS = 'calcCompleted="1"'  # marks what we computed: whoever else asks Excel to compute a file has not done so
_MOST_CHANGED = 200  # cells; beyond, computing all is as quick


class KeptValues:
    """What is still true of the values in a file, while the workbook changes and days pass.

    Args:
        path: The file.
        loaded: What was read of it.
    """

    def __init__(self, path: Path, loaded: Loaded) -> None:
        self._loaded = loaded
        settings = "".join(loaded.book.pieces.named("calcPr"))
        not_computed = _TO_BE_COMPUTED.search(settings) and OURS not in settings
        self._nothing = bool(not_computed or _BY_HAND.search(settings))
        self._is_of_today = _saved_today(path)
        self._changed: set[Key] = set()
        self._stale: set[Key] | None = None  # not known yet
        self._dependents: Dependents | None = None

    def change(self, cells: Iterable[Cell]) -> None:
        """Note that values of cells changed that were no formulas and are none; without cells, that anything may have.

        As soon as much changed, nothing stands.
        """
        new = list(cells)
        self._nothing = self._nothing or not new or len(new) + len(self._changed) > _MOST_CHANGED
        if not self._nothing:
            self._changed |= {(cell.parent, cell.row, cell.column) for cell in new}
        self._stale = None

    def value(self, cell: Cell) -> Any:
        """Return what the file holds of a formula cell if that is still its value, else None."""
        value = self._loaded.cached.get(cell)
        if value is None or self._nothing:
            return None
        stale = self._stale if self._stale is not None else self._find_stale()
        is_stale = self._nothing or (stale and (cell.parent, cell.row, cell.column) in stale)
        return None if is_stale else value

    def may_differ(self, ws: LazySheet) -> bool:
        """Whether a formula of an unread sheet could have another value now than the file holds, or lacks one."""
        xml = ws.source.xml
        if not (self._nothing or _lacks_values(xml)):
            stale = self._find_stale()
            if not self._nothing:
                return any(key[0] is ws for key in stale)
        return self._looks_out(ws)

    def _find_stale(self) -> "set[Key]":
        """Find the formulas that what changed can concern, and the day."""
        if self._stale is None and (self._changed or not self._is_of_today):
            from xl.formulas.dependents import Dependents  # noqa: PLC0415  # most clicks do without

            if self._dependents is None:
                self._dependents = Dependents(self._loaded.workbook, cells_of)
                for ws in self._loaded.workbook.worksheets:
                    if not isinstance(ws, LazySheet) or ws.is_read or self._looks_out(ws):
                        self._dependents.add(ws)
            found = self._dependents.leaning_on(self._changed)
            self._nothing, self._stale = found is None, found
        self._stale = self._stale or set()
        return self._stale

    def _looks_out(self, ws: LazySheet) -> bool:
        """Whether a formula of an unread sheet could give another value after changes on other sheets."""
        xml = ws.source.xml
        if b"<f" not in xml:
            return False
        known = [name.casefold() for name in (*self._loaded.workbook.defined_names, *ws.defined_names)]
        for match in _FORMULA.finditer(decoded(xml)):
            text = match[1] or ""
            if _LOOKS_OUT.search(text) or (known and any(name in text.casefold() for name in known)):
                return True
        return False


def _lacks_values(xml: bytes) -> bool:
    """Whether a formula stands without a value, as openpyxl writes them all."""
    return any(mark in xml for mark in (b"</f></c>", b"</f><v/>", b"</f><v />"))


def _saved_today(path: Path) -> bool:
    try:
        return date.fromtimestamp(path.stat().st_mtime) == date.today()  # noqa: DTZ011, DTZ012  as TODAY() counts
    except OSError:
        return False
