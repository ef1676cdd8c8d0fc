"""What is in the cells of a workbook, kept by our file engine: the double's one way to it.

The file engine's own rules for values are not used: a value goes into a cell as `texts` and `writes` say.
"""

import datetime as dt
import re
from pathlib import Path
from typing import Any
from unittest.mock import patch

from openpyxl.cell.cell import Cell as FileCell
from openpyxl.formula.translate import Translator
from openpyxl.styles import Protection
from openpyxl.styles.numbers import is_date_format
from openpyxl.worksheet.cell_range import CellRange

from xl.cells.addresses import MAX_COLUMN, MAX_ROW, Box, parse_box
from xl.cells.model import own
from xl.cells.tables import body_of, box_of
from xl.cells.typed import EPOCH, serial
from xl.cells.values import CellError
from xl.engine import engine
from xl.engine.book import Book
from xl.engine.editing import blocks, cells, columns, headings, rewriting
from xl.engine.memory import areas, lazy
from xl.engine.ranges import Range
from xl.engine.sheets import Sheet
from xl.engine.writing import saving

__all__ = ["MAX_COLUMN", "MAX_ROW", "Book", "Box", "Range", "Sheet", "body_of", "box_of", "parse_box"]

ERRORS = {
    "#DIV/0!": -2146826281, "#N/A": -2146826246, "#NAME?": -2146826259, "#NULL!": -2146826288,
    "#NUM!": -2146826252, "#REF!": -2146826265, "#VALUE!": -2146826273,
}  # fmt: skip


class TimeType(dt.datetime):
    """`pywintypes.TimeType`: always with a time zone."""


def open_book(path: Path) -> Book:
    """A workbook file in memory; nobody else sees it among the file engine's own."""
    found = engine.impl.apps.app.books.open(str(path))
    engine.impl.apps.app.books.remove(found)
    for ws in found.doc.wb.worksheets:
        lazy.read(ws)
    return found


def save(book: Book, path: Path) -> None:
    """Save; a chart sheet that was added here, which the file engine does not write, is left out."""
    wb = book.doc.wb
    sheets, active = wb._sheets, wb._active_sheet_index
    if wb.chartsheets:
        wb._sheets, wb._active_sheet_index = list(wb.worksheets), 0
    saving.save(book.doc, path)
    wb._sheets, wb._active_sheet_index = sheets, active


def range_of(sheet: Sheet, box: Box) -> Range:
    return Range(sheet, sheet.doc, sheet.ws, box)


# Cells


def present(ws: Any, box: Box) -> list[tuple[int, int]]:
    return cells.present(ws, box)


def format_at(ws: Any, row: int, column: int) -> str:
    """The number format of a cell, also of one that is not there yet."""
    cell = ws._cells.get((row, column))
    if cell is None:
        cell = FileCell(ws, row=1, column=1)
        cell._style = columns.styles(ws).get(column)
    return str(cell.number_format)


def locked(ws: Any, row: int, column: int) -> bool:
    cell = ws._cells.get((row, column))
    if cell is not None:
        return bool(cell.protection.locked)
    style = columns.styles(ws).get(column)
    blank = FileCell(ws, row=1, column=1)
    blank._style = style
    return bool(blank.protection.locked)


def unlock(ws: Any, box: Box, *, lock: bool = False) -> None:
    for cell in cells.every(ws, box):
        own(cell).protection = Protection(locked=lock)


def number_format(ws: Any, box: Box, form: str) -> None:
    for cell in cells.every(ws, box):
        own(cell).number_format = form


def raw(doc: Any, ws: Any, row: int, column: int) -> Any:
    """What a cell shows: None, float, bool, text or the number of an error."""
    cell = ws._cells.get((row, column))
    if cell is None:
        return None
    value = doc.result(cell) if cell.data_type == "f" else cell._value
    if isinstance(value, CellError) or cell.data_type == "e":
        return ERRORS.get(str(value), ERRORS["#N/A"])
    if isinstance(value, dt.datetime | dt.date):
        return serial(value)
    if isinstance(value, dt.time | dt.timedelta):
        span = value if isinstance(value, dt.timedelta) else dt.datetime.combine(EPOCH, value) - EPOCH
        return span / dt.timedelta(days=1)
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def shown(doc: Any, ws: Any, row: int, column: int) -> Any:
    """The same through `Value`, which gives a date where the format shows one."""
    value = raw(doc, ws, row, column)
    if isinstance(value, float) and is_date_format(format_at(ws, row, column)) and 0 <= value < 2958466:
        if value < 1:
            return value
        moment = EPOCH + dt.timedelta(days=value)
        moment = (moment + dt.timedelta(microseconds=500_000)).replace(microsecond=0)
        return TimeType(*moment.timetuple()[:6], tzinfo=dt.UTC)
    return str(value) if isinstance(value, str) else value


def formula(ws: Any, row: int, column: int) -> str:
    cell = ws._cells.get((row, column))
    value = "" if cell is None else blocks.read_formulas(ws, Box(row, column, row, column))[0][0]
    return str(value)


def has_formula(ws: Any, row: int, column: int) -> bool:
    cell = ws._cells.get((row, column))
    return cell is not None and cell.data_type == "f"


def empty(ws: Any, row: int, column: int) -> bool:
    cell = ws._cells.get((row, column))
    return cell is None or cell._value is None


class Writer:
    """Cells of a sheet written one at a time; `done` tells the file engine once what changed."""

    def __init__(self, doc: Any, ws: Any) -> None:
        self.doc, self.ws = doc, ws
        self._make, self._tidy, self._box = cells.creator(ws), blocks._tidier(ws), None

    def put(self, row: int, column: int, value: Any, *, form: str = "", prefix: bool | None = None) -> None:
        """Put a value as it is: a formula only if it is a `Formula`."""
        cell = self._make(row, column)
        self.doc.loaded.cached.pop(cell, None)
        if form and form != cell.number_format:
            own(cell).number_format = form
        if prefix is not None and bool(cell.quotePrefix) != prefix:
            own(cell).quotePrefix = prefix
        cell._value, cell.data_type = _kept(value)
        if cell.data_type == "f":
            cell._value = self._tidy(cell)
        if isinstance(value, str) and not isinstance(value, Formula):
            self.doc.unfitted.setdefault(self.ws, set()).add(row)
        here = Box(row, column, row, column)
        self._box = here if self._box is None else _both(self._box, here)

    def done(self) -> None:
        if self._box is not None:
            headings.follow(self.doc, self.ws, self._box)
            self.doc.mentions.forget(self.ws)
            self.doc.changed()


class Formula(str):
    """A formula on its way into a cell."""

    __slots__ = ()

    def moved(self, origin: tuple[int, int], to: tuple[int, int]) -> "Formula":
        """The same formula relative to another cell."""
        start, end = (str(Box(row, column, row, column)) for row, column in (origin, to))
        return Formula(Translator(str(self), origin=start).translate_formula(end))


class ErrorValue(str):
    """The name of an error on its way into a cell."""

    __slots__ = ()


def _kept(value: Any) -> tuple[Any, str]:
    if value is None:
        return None, "n"
    if isinstance(value, bool):
        return value, "b"
    if isinstance(value, Formula):
        return str(value), "f"
    if isinstance(value, ErrorValue):
        return str(value), "e"
    return (value, "s") if isinstance(value, str) else (value, "n")


def _both(one: Box, other: Box) -> Box:
    return Box(
        min(one.row, other.row), min(one.column, other.column),
        max(one.last_row, other.last_row), max(one.last_column, other.last_column),
    )  # fmt: skip


# Rows, columns, merged areas


def row_hidden(ws: Any, row: int) -> bool:
    return row in ws.row_dimensions and bool(ws.row_dimensions[row].hidden)


def hide_row(ws: Any, row: int, *, hidden: bool) -> None:
    ws.row_dimensions[row].hidden = hidden


def column_hidden(ws: Any, column: int) -> bool:
    return columns.is_hidden(ws, column)


def hide_column(ws: Any, column: int, *, hidden: bool) -> None:
    columns.dimension(ws, column).hidden = hidden


def under_merge(ws: Any, row: int, column: int) -> bool:
    """Whether a merged area hides the cell."""
    here = Box(row, column, row, column)
    return any(area.meets(here) and (area.row, area.column) != (row, column) for area in areas.merged(ws))


def merge(ws: Any, box: Box) -> None:
    ws.merged_cells.add(CellRange(str(box)))


def rearrange(doc: Any, ws: Any, box: Box, sources: dict[int, int]) -> None:
    """Give rows of a box the cells of others, as Excel sorts: with formats and notes, formulas as if copied."""
    across = range(box.column, box.last_column + 1)
    places = {(row, column): (source, column) for row, source in sources.items() for column in across}
    moved = {place: ws._cells.get(source) for place, source in places.items()}
    writer = Writer(doc, ws)
    for place, cell in moved.items():
        ws._cells.pop(place, None)
        if cell is not None:
            ws._cells[place], cell.row = cell, place[0]
    for place, source in places.items():
        if place != source and has_formula(ws, *place):
            writer.put(*place, Formula(formula(ws, *place)).moved(source, place))
    writer.done()
    doc.mentions.forget(ws)
    doc.changed()


def references_stay() -> Any:
    """While it lasts, a resized table takes no reference with it."""
    return patch.object(rewriting, "move_references", lambda *_: None)


def used(ws: Any) -> Box:
    return Box(ws.min_row, ws.min_column, ws.max_row, ws.max_column)


def put_plain(ws: Any, row: int, column: int, value: Any) -> None:
    """A value that a person typed, where nothing hangs on it."""
    cell = cells.one(ws, row, column)
    cell._value, cell.data_type = _kept(value)


def read_elsewhere(copy: Any, source: Any, title: str) -> None:
    """Formulas of a sheet that came from another workbook go on reading its other sheets, tables and names there."""
    origin, elsewhere = source.parent, f"'[{title}]"
    others = [re.escape(f"'{ws.title}'!") for ws in origin._sheets if ws is not source]
    tables = [f"{re.escape(name)}(?=\\[)" for ws in origin._sheets if ws is not source for name in ws.tables]
    names = [f"{re.escape(name)}\\b" for name in origin.defined_names]
    outside = re.compile("|".join([*others, *(rf"(?<![\w']){word}" for word in (*tables, *names))]))
    for cell in copy._cells.values():
        if isinstance(cell._value, str) and cell.data_type == "f":
            cell._value = outside.sub(lambda found: f"{elsewhere}{found[0].lstrip(chr(39))}", cell._value)
