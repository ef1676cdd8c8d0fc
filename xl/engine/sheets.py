"""Worksheets."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import ColumnDimension
from xlwings import base_classes

from xl.engine import fitting, references, rewriting
from xl.engine.addresses import Box, parse_box
from xl.engine.lazy import LazySheet
from xl.engine.model import Cell, Worksheet
from xl.engine.names import Names
from xl.engine.page import FreezePanes, PageSetup
from xl.engine.ranges import WHOLE_SHEET, Range
from xl.engine.tables import Tables

if TYPE_CHECKING:
    from xl.engine.book import Book

_MAX_NAME = 31
_STATES = {"visible": True, "hidden": False, "veryHidden": False}


class Sheets(base_classes.Sheets):
    """The worksheets of a book, in tab order."""

    def __init__(self, book: "Book") -> None:
        self.book = book

    @property
    def api(self) -> "Sheets":
        """A true value, as xlwings wants."""
        return self

    @property
    def active(self) -> "Sheet":
        """The sheet that is shown on opening."""
        return Sheet(self.book, self.book.wb.active)

    def __call__(self, name_or_index: str | int) -> "Sheet":
        """Return a sheet by name, ignoring case, or by its place among the tabs, from 1."""
        sheets = self.book.wb.worksheets
        if isinstance(name_or_index, int):
            return Sheet(self.book, sheets[name_or_index - 1])
        for ws in sheets:
            if ws.title.casefold() == name_or_index.casefold():
                return Sheet(self.book, ws)
        raise KeyError(name_or_index)

    def __contains__(self, name: object) -> bool:
        return any(ws.title.casefold() == str(name).casefold() for ws in self.book.wb.worksheets)

    def __len__(self) -> int:
        return len(self.book.wb.worksheets)

    def __iter__(self) -> Iterator["Sheet"]:
        return (Sheet(self.book, ws) for ws in self.book.wb.worksheets)

    def add(self, before: "Sheet | None" = None, after: "Sheet | None" = None, name: str | None = None) -> "Sheet":
        """Add a blank sheet, before the active one unless told where, and make it the active one."""
        wb = self.book.wb
        number = next(n for n in range(1, len(wb.worksheets) + 2) if f"Sheet{n}" not in self)
        place = before.index - 1 if before else after.index if after else wb.index(wb.active)
        sheet = Sheet(self.book, wb.create_sheet(name or f"Sheet{number}", place))
        sheet.activate()
        return sheet


class Sheet(base_classes.Sheet):
    """One worksheet."""

    def __init__(self, book: "Book", ws: Worksheet) -> None:
        self._book = book
        self.ws = ws

    @property
    def book(self) -> "Book":
        """The book."""
        return self._book

    @property
    def api(self) -> "Sheet":
        """A true value, as xlwings wants."""
        return self

    def at(self, box: Box) -> Range:
        """Return the range of a box."""
        return Range(self, box)

    @property
    def name(self) -> str:
        """The name on the tab."""
        return str(self.ws.title)

    @name.setter
    def name(self, value: str) -> None:
        old = self.name
        if value == old:
            return
        if value.casefold() != old.casefold() and value in self.book.sheets:
            raise ValueError(f"Sheet named {value!r} already present in workbook")
        if value.startswith("'") or value.endswith("'") or ":" in value or value.casefold() == "history":
            raise ValueError(f"not a name Excel accepts for a sheet: {value!r}")
        self.ws._WorkbookChild__title = value  # openpyxl's setter renames what it finds too similar
        rewriting.rename_sheet(self.book, old, value, fresh=self.ws if self.book.fresh is self.ws else None)

    @property
    def names(self) -> Names:
        """The names that belong to this sheet alone."""
        return Names(self.book, self.ws)

    @property
    def index(self) -> int:
        """The place among the tabs, from 1."""
        return int(self.book.wb.worksheets.index(self.ws)) + 1

    @property
    def visible(self) -> bool:
        """Whether the tab is shown."""
        return _STATES[self.ws.sheet_state]

    @visible.setter
    def visible(self, value: bool) -> None:
        others = [ws for ws in self.book.wb.worksheets if ws is not self.ws and ws.sheet_state == "visible"]
        if not value and not others:
            raise ValueError("at least one sheet must stay visible")
        self.ws.sheet_state = "visible" if value else "hidden"
        if not value and self.book.wb.active is self.ws:
            self.book.sheets(others[0].title).activate()

    def activate(self) -> None:
        """Show this sheet on opening."""
        for ws in self.book.wb.worksheets:
            ws.sheet_view.tabSelected = ws is self.ws
        self.book.wb.active = self.book.wb.index(self.ws)

    select = activate

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        """Return a range by address, name, (row, column), (row, column, rows, columns) or two corners.

        Raises:
            ValueError: no such range.
        """
        box = self._box(arg1)
        if arg2 is not None:
            other = self._box(arg2)
            box = Box(
                min(box.row, other.row),
                min(box.column, other.column),
                max(box.last_row, other.last_row),
                max(box.last_column, other.last_column),
            )
        if box.row < 1 or box.column < 1:
            raise IndexError("rows and columns are counted from 1")
        return self.at(box)

    def _box(self, arg: Any) -> Box:
        if isinstance(arg, Range):
            return arg.box
        if isinstance(arg, tuple):
            row, column, *shape = arg
            rows, columns = shape or (1, 1)
            return Box(row, column, row + rows - 1, column + columns - 1)
        box = parse_box(arg)
        return box if box is not None else self._named(arg)

    def _named(self, name: str) -> Box:
        for names in (self.names, self.book.names):
            if names.contains(name):
                found = names(name).refers_to_range
                if found.sheet.ws is self.ws:
                    return found.box
        if name in self.tables:
            return self.tables(name).body
        raise ValueError(f"no such range on the sheet {self.name}: {name!r}")

    @property
    def cells(self) -> Range:
        """All cells of the sheet."""
        return self.at(WHOLE_SHEET)

    @property
    def used_range(self) -> Range:
        """From the first to the last cell with content or format."""
        ws = self.ws
        return self.at(Box(ws.min_row, ws.min_column, ws.max_row, ws.max_column))

    @property
    def tables(self) -> Tables:
        """The tables."""
        return Tables(self)

    @property
    def page_setup(self) -> PageSetup:
        """The print set-up."""
        return PageSetup(self)

    @property
    def freeze_panes(self) -> FreezePanes:
        """The frozen rows and columns."""
        return FreezePanes(self)

    @property
    def show_gridlines(self) -> bool:
        """Whether grid lines are shown."""
        return self.ws.sheet_view.showGridLines is not False

    @show_gridlines.setter
    def show_gridlines(self, value: bool) -> None:
        self.ws.sheet_view.showGridLines = bool(value)

    def clear_contents(self) -> None:
        """Empty all cells; formats stay."""
        self.used_range.clear_contents()

    def clear(self) -> None:
        """Empty all cells and reset their formats."""
        self.used_range.clear()

    def autofit(self, axis: str | None = None) -> None:
        """Fit the rows in use to their wrapped text.

        Raises:
            NotImplementedError: columns are to be fitted.
        """
        if axis not in ("rows", "r"):
            raise NotImplementedError("fitting columns to their content")
        fitting.fit_rows(self.ws, {row for row, _ in self.ws._cells}, self.column_width)

    def delete(self) -> None:
        """Remove the sheet; references to it become #REF!.

        Raises:
            ValueError: it is the last visible sheet.
        """
        if len(self.book.wb.worksheets) == 1:
            raise ValueError("a workbook needs a sheet")
        self.visible = False
        wb, name = self.book.wb, self.name
        active = wb.active
        wb.remove(self.ws)
        wb.active = wb.index(active)
        rewriting.forget_sheet(self.book, name)

    def copy(self, before: "Sheet | None", after: "Sheet | None") -> None:
        """Copy the sheet beside another of the same book, with all that belongs to it."""
        from xl.engine import copying  # noqa: PLC0415  # rarely needed

        copying.copy_sheet(self, before, after)

    def move(self, before: "Sheet | None", after: "Sheet | None") -> None:
        """Move the tab."""
        wb = self.book.wb
        active = wb.active
        wb._sheets.remove(self.ws)  # openpyxl moves by offset only
        beside = before if before is not None else after
        place = wb._sheets.index(beside and beside.ws) + (after is not None)
        wb._sheets.insert(place, self.ws)
        wb.active = wb.index(active)

    # Helpers of the other modules

    def read(self) -> None:
        """Read the sheet if nobody looked at it yet; before it is changed."""
        if isinstance(self.ws, LazySheet):
            self.ws.read()

    def column_dimension(self, column: int) -> Any:
        """Return the column's own settings, taken out of a group that shared them."""
        found = self.ws.column_dimensions
        for key, shared in list(found.items()):
            shared.reindex()
            if shared.min <= column <= shared.max and shared.min != shared.max:
                del found[key]
                for single in range(shared.min, shared.max + 1):
                    part: Any = ColumnDimension(
                        self.ws, index=get_column_letter(single), width=shared.width, hidden=shared.hidden,
                        outlineLevel=shared.outlineLevel, min=single, max=single, bestFit=shared.bestFit,
                    )  # fmt: skip
                    part._style = shared._style
                    found[get_column_letter(single)] = part
        return found[get_column_letter(column)]

    def column_width(self, column: int) -> float:
        """Return a column's width in characters."""
        for shared in self.ws.column_dimensions.values():
            shared.reindex()
            if shared.min <= column <= shared.max:
                return float(shared.width)
        return float(self.ws.sheet_format.defaultColWidth or 8.43)

    def column_styles(self) -> dict[int, Any]:
        """Return the styles that new cells take from their column."""
        styles = {}
        for shared in self.ws.column_dimensions.values():
            if shared.has_style:
                shared.reindex()
                styles.update(dict.fromkeys(range(shared.min, shared.max + 1), shared._style))
        return styles

    def formula_tidier(self) -> Callable[[Cell], str]:
        """Return a function that gives a cell's formula in the form files hold; see `references.to_file`."""
        tables = [(table.box, table.name) for table in self.tables]

        def tidy(cell: Cell) -> str:
            def around() -> str | None:
                here = Box(cell.row, cell.column, cell.row, cell.column)
                return next((name for box, name in tables if box.meets(here)), None)

            return references.to_file(str(cell.value), around)

        return tidy
