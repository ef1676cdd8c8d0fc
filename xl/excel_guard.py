"""The guard of a live Excel: what its filters, hidden rows and columns, protection and options do to what is written.

While a sheet is in filter mode Excel skips hidden cells of whatever range is written, and lays an array anew over
each visible part; a range that is hidden as a whole is written whole. So areas are cut where visibility changes.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import xl.light  # noqa: F401  # must come before xlwings

import xlwings as xw  # isort: skip

from xl.errors import WorkbookError
from xl.guard import Guard
from xl.options import options_off
from xl.reading import ReadArea, area_at, runs

PROTECTED = (
    "Sheet '{sheet}' đang được bảo vệ nên không ghi được. "
    "Mở sheet đó, bấm Xem lại > Bỏ bảo vệ trang tính (Review > Unprotect Sheet) rồi bấm lại."
)
FILTERED = (
    "Sheet '{sheet}' đang lọc theo cách không bật lại y như cũ được (theo màu, biểu tượng, nhóm ngày, lọc nâng cao …), "
    "mà lần bấm này phải thêm hoặc bớt dòng ở đó. Mở sheet đó, bấm Dữ liệu > Xóa lọc (Data > Clear) rồi bấm lại."
)
_VISIBLE = 12  # xlCellTypeVisible
_AND, _OR, _VALUES = 1, 2, 7
_RESTORABLE = {0, _AND, _OR, _VALUES}


class ExcelGuard(Guard):
    """See `xl.guard.Guard`."""

    def __init__(self, book: xw.Book, app: xw.App) -> None:
        self._book, self._app = book, app
        self._filtering: dict[object, bool] = {}  # by xlwings' own object of a sheet
        self._unlocked: set[object] = set()
        self._met: list[xw.Sheet] = []
        self._tables: dict[object, tuple[xw.main.Tables, xw.main.Table]] = {}  # some, by their sheet, that are known
        self._depth = 0

    def meet(self, sheet: xw.Sheet, tables: xw.main.Tables | None = None, table: xw.main.Table | None = None) -> None:
        """Remember them."""
        self._met.append(sheet)
        if tables is not None and table is not None:
            self._tables[sheet.impl] = tables, table

    def check(self, sheets: Sequence[xw.Sheet], *, reshaped: Sequence[xw.Sheet] = ()) -> None:
        """Refuse what is protected, and filters that would be lost."""
        for sheet in (*sheets, *reshaped, *self._met):
            if sheet.impl not in self._unlocked and sheet.api.ProtectContents:
                raise WorkbookError(PROTECTED.format(sheet=sheet.name))
            self._unlocked.add(sheet.impl)
        self._met.clear()
        for sheet in reshaped:
            if self._in_filter_mode(sheet):
                self._filters(sheet)

    def pieces(self, sheet: xw.Sheet, area: ReadArea) -> Sequence[ReadArea]:
        """Cut an area where rows or columns begin or cease to be hidden."""
        if area.height * area.width == 1 or not self._in_filter_mode(sheet):
            return (area,)
        shown = _visible(sheet.api, area)
        rows = {row for part in shown for row in range(part.row, part.row + part.height)}
        columns = {column for part in shown for column in range(part.column, part.column + part.width)}
        return [
            ReadArea(row, column, height, width)
            for row, height in _runs(area.row, area.height, rows)
            for column, width in _runs(area.column, area.width, columns)
        ]

    @contextmanager
    def reshaping(self, sheet: xw.Sheet) -> Iterator[None]:
        """Show everything meanwhile, and filter as before afterwards."""
        if not self._in_filter_mode(sheet):
            yield
            return
        filters = self._filters(sheet)
        for holder, _ in filters:
            holder.ShowAllData()
        self._filtering[sheet.impl] = False
        try:
            yield
        finally:
            for holder, criteria in filters:
                for again in criteria:
                    holder.Range.AutoFilter(*again)
            del self._filtering[sheet.impl]

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Switch off what Excel does by itself; only the outermost of several does it."""
        self._depth += 1
        try:
            if self._depth == 1:
                with options_off(self._book, self._app):
                    yield
            else:
                yield
        finally:
            self._depth -= 1

    def _in_filter_mode(self, sheet: xw.Sheet) -> bool:
        """Tell whether writes skip hidden cells; asked once for each sheet of a click.

        A sheet may not tell of a filter of one of its tables.
        """
        if sheet.impl not in self._filtering:
            told = bool(sheet.api.FilterMode)
            self._filtering[sheet.impl] = told or any(own.FilterMode for own in self._table_filters(sheet))
        return self._filtering[sheet.impl]

    def _filters(self, sheet: xw.Sheet) -> list[tuple[Any, list[tuple[Any, ...]]]]:
        """Return each filter of a sheet that hides something, with what sets it again; refuse one that nothing does."""
        api = sheet.api
        own = [api.AutoFilter] if api.AutoFilterMode else []
        found = [holder for holder in (*own, *self._table_filters(sheet)) if holder.FilterMode]
        if not found:  # an advanced filter in place, whose criteria stand somewhere in cells
            raise WorkbookError(FILTERED.format(sheet=sheet.name))
        return [(holder, _criteria(holder, sheet)) for holder in found]

    def _table_filters(self, sheet: xw.Sheet) -> list[Any]:
        """The filters of a sheet's tables, also those that hide nothing."""
        known = self._tables.get(sheet.impl)
        tables = [known[1].api] if known and len(known[0]) == 1 else sheet.api.ListObjects
        return [own for own in (table.AutoFilter for table in tables) if own is not None]


def _criteria(holder: Any, sheet: xw.Sheet) -> list[tuple[Any, ...]]:
    """What sets the filter of each column again."""
    criteria: list[tuple[Any, ...]] = []
    for field, own in enumerate(holder.Filters, start=1):
        if not own.On:
            continue
        operator = own.Operator
        if operator not in _RESTORABLE:
            raise WorkbookError(FILTERED.format(sheet=sheet.name))
        if operator in {_AND, _OR}:
            criteria.append((field, own.Criteria1, operator, own.Criteria2))
        elif operator == _VALUES:
            criteria.append((field, list(own.Criteria1), _VALUES))
        else:
            criteria.append((field, own.Criteria1))
    return criteria


def _visible(api: Any, area: ReadArea) -> list[ReadArea]:
    """The visible parts of an area of more than one cell; for one cell Excel would look at the whole sheet."""
    cells = api.Range(
        api.Cells(area.row, area.column), api.Cells(area.row + area.height - 1, area.column + area.width - 1)
    )
    try:
        parts = cells.SpecialCells(_VISIBLE).Areas
    except Exception as error:
        if getattr(error, "excepinfo", None) is None:
            raise
        return []  # none is visible
    return [area_at(str(part.Address)) for part in parts]


def _runs(first: int, count: int, shown: set[int]) -> list[tuple[int, int]]:
    """Neighbours that are all shown or all hidden, as (first, how many)."""
    asked = set(range(first, first + count))
    return [(start, end - start + 1) for start, end in sorted([*runs(asked & shown), *runs(asked - shown)])]
