"""Worksheets."""

from collections.abc import Iterator
from typing import Any

from xlwings import base_classes

from xl.cells.addresses import WHOLE_SHEET, Box, parse_box
from xl.cells.model import Workbook, Worksheet
from xl.cells.tables import body_of
from xl.engine.editing import rewriting
from xl.engine.handle import Handle
from xl.engine.memory.document import Document
from xl.engine.names import Names
from xl.engine.page import PageSetup
from xl.engine.ranges import Range
from xl.engine.tables import Tables
from xl.escapes import MAX_SHEET_NAME, cut_for_sheet

VERY_HIDDEN = 2  # as Excel calls a sheet that its menu does not offer to show
_STATES: dict[str, bool | int] = {"visible": True, "hidden": False, "veryHidden": VERY_HIDDEN}


class Sheets(Handle, base_classes.Sheets):
    """The worksheets of a book, in tab order."""

    def __init__(self, book: base_classes.Book, doc: Document) -> None:
        self._book = book
        self._doc = doc

    def _sheet(self, ws: Worksheet) -> "Sheet":
        return Sheet(self._book, self._doc, ws)

    @property
    def active(self) -> "Sheet":
        """The sheet that is shown on opening."""
        return self._sheet(self._doc.wb.active)

    def __call__(self, name_or_index: str | int) -> "Sheet":
        """Return a sheet by name, ignoring case, or by its place among the tabs, from 1."""
        if isinstance(name_or_index, int):
            return self._sheet(self._doc.wb.worksheets[name_or_index - 1])
        return self._sheet(self._doc.sheet(name_or_index))

    def __contains__(self, name: object) -> bool:
        return any(ws.title.casefold() == str(name).casefold() for ws in self._doc.wb.worksheets)

    def __len__(self) -> int:
        return len(self._doc.wb.worksheets)

    def __iter__(self) -> Iterator["Sheet"]:
        return map(self._sheet, self._doc.wb.worksheets)

    def add(self, before: "Sheet | None" = None, after: "Sheet | None" = None, name: str | None = None) -> "Sheet":
        """Add a blank sheet, before the active one unless told where, and make it the active one.

        Raises:
            ValueError: Excel does not accept the name.
        """
        wb = self._doc.wb
        if name is not None:
            _refuse_name(name)
        number = next(n for n in range(1, len(wb.worksheets) + 2) if f"Sheet{n}" not in self)
        place = _place(wb, before, after) if before or after else wb._active_sheet_index
        sheet = self._sheet(wb.create_sheet(name or f"Sheet{number}", place))
        sheet.activate()
        return sheet


def _refuse_name(name: str) -> None:
    """Refuse what Excel does: what is too long, holds a character that formulas need, or is kept for Excel."""
    wrong = not name or name != cut_for_sheet(name, MAX_SHEET_NAME) or set(name) & set("[]:*?/\\")
    if wrong or name.startswith("'") or name.endswith("'") or name.casefold() == "history":
        raise ValueError(f"not a name Excel accepts for a sheet: {name!r}")


def _place(wb: Workbook, before: "Sheet | None", after: "Sheet | None") -> int:
    """Return the place beside a sheet among all of them, chart sheets too."""
    if before is not None:
        return int(wb._sheets.index(before.ws))
    if after is not None:
        return int(wb._sheets.index(after.ws)) + 1
    raise ValueError("before or after which sheet?")


class Sheet(Handle, base_classes.Sheet):
    """One worksheet."""

    def __init__(self, book: base_classes.Book, doc: Document, ws: Worksheet) -> None:
        self._book = book
        self.doc = doc
        self.ws = ws

    @property
    def book(self) -> base_classes.Book:
        """The book."""
        return self._book

    def _at(self, box: Box) -> Range:
        """Return the range of a box."""
        return Range(self, self.doc, self.ws, box)

    @property
    def name(self) -> str:
        """The name on the tab."""
        return str(self.ws.title)

    @name.setter
    def name(self, value: str) -> None:
        old = self.name
        if value == old:
            return
        if any(value.casefold() == ws.title.casefold() for ws in self.doc.wb._sheets if ws is not self.ws):
            raise ValueError(f"Sheet named {value!r} already present in workbook")
        _refuse_name(value)
        rewriting.rename_sheet(self.doc, self.ws, value)

    @property
    def names(self) -> Names:
        """The names that belong to this sheet alone."""
        return Names(self._book, self.doc, self.ws)

    @property
    def index(self) -> int:
        """The place among the tabs, from 1."""
        return int(self.doc.wb.worksheets.index(self.ws)) + 1

    @property
    def visible(self) -> bool | int:
        """Whether the tab is shown; `VERY_HIDDEN` where even Excel's menu does not offer it."""
        return _STATES[self.ws.sheet_state]

    @visible.setter
    def visible(self, value: bool | int) -> None:
        state = next(name for name, known in _STATES.items() if known == value)
        others = [ws for ws in self.doc.wb.worksheets if ws is not self.ws and ws.sheet_state == "visible"]
        if state != "visible" and not others:
            raise ValueError("at least one sheet must stay visible")
        self.ws.sheet_state = state
        if state != "visible" and self.doc.wb.active is self.ws:
            self.doc.activate(others[0])

    def activate(self) -> None:
        """Show this sheet on opening."""
        self.doc.activate(self.ws)

    select = activate

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        """Return a range by address, name, (row, column), (row, column, rows, columns) or two corners.

        Raises:
            ValueError: no such range.
        """
        box = self._box(arg1)
        if arg2 is not None:
            other = self._box(arg2)
            box = Box(*map(min, box[:2], other[:2]), *map(max, box[2:], other[2:]))
        if box.row < 1 or box.column < 1:
            raise IndexError("rows and columns are counted from 1")
        return self._at(box)

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
        for names in (self.names, Names(self._book, self.doc)):
            if names.contains(name):
                found: Any = names(name).refers_to_range
                if found.ws is self.ws:
                    return Box(*found.box)
        if name in self.tables:
            return body_of(self.tables(name).entry)
        raise ValueError(f"no such range on the sheet {self.name}: {name!r}")

    @property
    def cells(self) -> Range:
        """All cells of the sheet."""
        return self._at(WHOLE_SHEET)

    @property
    def used_range(self) -> Range:
        """From the first to the last cell with content or format."""
        ws = self.ws
        return self._at(Box(ws.min_row, ws.min_column, ws.max_row, ws.max_column))

    @property
    def tables(self) -> Tables:
        """The tables."""
        return Tables(self, self.doc, self.ws)

    @property
    def page_setup(self) -> PageSetup:
        """The print set-up."""
        return PageSetup(self.ws)

    def clear_contents(self) -> None:
        """Empty all cells; formats stay."""
        self.used_range.clear_contents()

    def autofit(self, axis: str | None = None) -> None:
        """Fit the rows in use to their wrapped text.

        Raises:
            NotImplementedError: columns are to be fitted.
        """
        self.used_range.autofit(axis)

    def delete(self) -> None:
        """Remove the sheet; references to it become #REF!.

        Raises:
            ValueError: it is the last visible sheet.
        """
        if len(self.doc.wb.worksheets) == 1:
            raise ValueError("a workbook needs a sheet")
        self.visible = False
        rewriting.delete_sheet(self.doc, self.ws)

    def copy(self, before: "Sheet | None", after: "Sheet | None") -> None:
        """Copy the sheet beside another, of this book or of another one, with all that belongs to it.

        Raises:
            NotImplementedError: a new book is wanted, or this sheet holds what cannot be copied.
        """
        from xl.engine.editing import bringing, copying  # noqa: PLC0415  # rarely needed

        beside = before or after
        if beside is None:
            raise NotImplementedError("copying a sheet to a new book")
        place = _place(beside.doc.wb, before, after)
        if beside.doc is self.doc:
            copying.copy_sheet(self.doc, self.ws, place)
        else:
            bringing.bring_sheet(self.doc, self.ws, beside.doc, place)

    def move(self, before: "Sheet | None", after: "Sheet | None") -> None:
        """Move the tab."""
        wb = self.doc.wb
        with self.doc.active_kept():
            wb._sheets.remove(self.ws)  # openpyxl moves by offset only
            wb._sheets.insert(_place(wb, before, after), self.ws)
