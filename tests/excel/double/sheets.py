"""Worksheets, chart sheets, defined names, page set-up."""

from __future__ import annotations  # members named like the classes hide them in a class's body

from typing import TYPE_CHECKING, Any

from openpyxl.workbook.defined_name import DefinedName

from tests.excel.double import store
from tests.excel.double.com import EXCEPTION, ComError, ComObject, refused
from tests.excel.double.ranges import Range
from tests.excel.double.store import MAX_COLUMN, MAX_ROW, Box
from tests.excel.double.tables import AutoFilter, Filtered, ListObject, ListObjects

if TYPE_CHECKING:
    from openpyxl.worksheet.filters import AutoFilter as FileFilter

VISIBLE, HIDDEN, VERY_HIDDEN = -1, 0, 2
STATES = {"visible": VISIBLE, "hidden": HIDDEN, "veryHidden": VERY_HIDDEN}
OUT_OF_RANGE = -2147352565
STRUCTURE = "Workbook is protected and cannot be changed."


class Tab(ComObject):
    """What worksheets and chart sheets share."""

    def __init__(self, book: Any, ws: Any) -> None:
        super().__init__(book.desk)
        self.book, self.ws = book, ws

    @property
    def Application(self) -> Any:
        return self.book.excel

    @property
    def Parent(self) -> Any:
        return self.book

    @property
    def Name(self) -> str:
        return str(self.ws.title)

    @property
    def Index(self) -> int:
        return self.book.wb._sheets.index(self.ws) + 1

    @property
    def Visible(self) -> int:
        return STATES[self.ws.sheet_state]

    @Visible.setter
    def Visible(self, value: Any) -> None:
        if self.book.protects:
            raise refused("Unable to set the Visible property of the Worksheet class")
        state = next(name for name, number in STATES.items() if number == (VISIBLE if value is True else int(value)))
        shown = [ws for ws in self.book.wb._sheets if ws.sheet_state == "visible"]
        if state != "visible" and shown == [self.ws]:
            raise refused("Unable to set the Visible property of the Worksheet class")
        self.ws.sheet_state = state
        if state != "visible" and self.book.wb.active is self.ws:
            self.book.file.doc.activate(next(ws for ws in shown if ws is not self.ws))

    def Activate(self) -> None:
        if self.ws.sheet_state != "visible":
            raise refused("Activate method of Worksheet class failed")
        self.book.wb._active_sheet_index = self.book.wb._sheets.index(self.ws)


class Chart(Tab):
    """A chart sheet."""

    typename = "Excel.Chart"


class Worksheet(Tab, Filtered):
    """A worksheet; `protection` is as the file holds it."""

    typename = "Excel.Worksheet"

    def __init__(self, book: Any, ws: Any) -> None:
        super().__init__(book, ws)
        self.file = store.Sheet(book.file, book.file.doc, ws)

    @property
    def sheet(self) -> Worksheet:  # a filter's sheet
        return self

    # What the double itself asks

    @property
    def protects(self) -> bool:
        return bool(self.ws.protection.sheet)

    @property
    def skips_hidden(self) -> bool:
        """Whether edits skip hidden cells: the sheet is in filter mode."""
        own = self.filters or self.advanced
        return own or (self.desk.switches.table_filter_skips and any(table.filters for table in self.tables()))

    @property
    def advanced(self) -> bool:
        """Whether an advanced filter hides rows in place."""
        return bool(self.ws.sheet_properties.filterMode)

    @property
    def holder(self) -> FileFilter | None:
        return self.ws.auto_filter if self.ws.auto_filter and self.ws.auto_filter.ref else None

    def _made(self, box: Box) -> FileFilter:
        if self.holder is None:
            self.ws.auto_filter.ref = str(box)
        return self.ws.auto_filter

    def tables(self) -> list[ListObject]:
        return [ListObject(self, table) for table in self.file.tables]

    def table_of(self, entry: Any) -> ListObject:
        return next(table for table in self.tables() if table.file.entry is entry)

    def clipped(self, box: Box) -> Box:
        """Whole rows and columns end where the sheet does."""
        if box.last_row < MAX_ROW and box.last_column < MAX_COLUMN:
            return box
        used = store.used(self.ws)
        last_row = max(used.last_row, box.row) if box.last_row == MAX_ROW else box.last_row
        last_column = max(used.last_column, box.column) if box.last_column == MAX_COLUMN else box.last_column
        return box._replace(last_row=last_row, last_column=last_column)

    def range(self, one: Any, other: Any = None) -> Range:
        boxes = [self._box(part) for part in (one, other) if part is not None]
        row, column = min(box.row for box in boxes), min(box.column for box in boxes)
        return Range(self, Box(row, column, max(b.last_row for b in boxes), max(b.last_column for b in boxes)))

    def _box(self, part: Any) -> Box:
        if isinstance(part, Range):
            if part.sheet.ws is not self.ws:
                raise refused("Method 'Range' of object '_Worksheet' failed")
            return part.box
        try:
            return self.file.range(part).box
        except (ValueError, KeyError) as error:
            raise refused("Method 'Range' of object '_Worksheet' failed") from error

    # Members

    Name = Tab.Name

    @Name.setter
    def Name(self, value: str) -> None:
        if self.book.protects:
            raise refused(STRUCTURE)
        if any(ws is not self.ws and ws.title.casefold() == value.casefold() for ws in self.book.wb._sheets):
            raise refused("That name is already taken. Try a different one.")
        try:
            self.file.name = value
        except ValueError as error:
            raise refused("You typed an invalid name for a sheet or chart.") from error

    @property
    def ProtectContents(self) -> bool:
        return self.protects

    @property
    def FilterMode(self) -> bool:
        told = self.desk.switches.sheet_tells_table_filter and any(table.filters for table in self.tables())
        return self.filters or self.advanced or told

    @property
    def AutoFilterMode(self) -> bool:
        return self.holder is not None

    @property
    def AutoFilter(self) -> AutoFilter | None:
        return AutoFilter(self) if self.holder is not None else None

    def ShowAllData(self) -> None:
        if self.advanced:
            self.ws.sheet_properties.filterMode = None
            for row in list(self.ws.row_dimensions):
                store.hide_row(self.ws, row, hidden=False)
        else:
            self.show_all()

    def Range(self, one: Any, other: Any = None) -> Range:
        return self.range(one, other)

    @property
    def Cells(self) -> Range:
        return Range(self, Box(1, 1, MAX_ROW, MAX_COLUMN))

    @property
    def Rows(self) -> Range:
        return Range(self, Box(1, 1, MAX_ROW, MAX_COLUMN), "rows")

    @property
    def Columns(self) -> Range:
        return Range(self, Box(1, 1, MAX_ROW, MAX_COLUMN), "columns")

    @property
    def UsedRange(self) -> Range:
        return Range(self, store.used(self.ws))

    @property
    def ListObjects(self) -> ListObjects:
        return ListObjects(self)

    @property
    def Names(self) -> Names:
        return Names(self.book, self.file.names)

    @property
    def PageSetup(self) -> PageSetup:
        return PageSetup(self)

    def Copy(self, Before: Any = None, After: Any = None) -> None:  # noqa: N803
        anchor = Before or After
        if anchor is None:
            raise self.desk.log.violate("Copy without Before and After makes a new workbook")
        if anchor.book.protects:
            raise refused(STRUCTURE)
        hidden_away = VERY_HIDDEN in (STATES[self.ws.sheet_state], STATES[anchor.ws.sheet_state])
        if hidden_away and not self.desk.switches.copies_very_hidden:
            raise refused("Copy method of Worksheet class failed")
        anchor.book.take_copy(self, anchor, before=Before is not None)

    def Move(self, Before: Any = None, After: Any = None) -> None:  # noqa: N803
        if self.book.protects or self.ws.sheet_state == "veryHidden":
            raise refused("Move method of Worksheet class failed")
        self.file.move(Before and Before.file, After and After.file)

    def Delete(self) -> bool:
        if self.book.excel.alerts:
            raise self.desk.log.violate("Excel asks whether the sheet may be deleted")
        shown = [ws for ws in self.book.wb._sheets if ws.sheet_state == "visible"]
        if self.book.protects or self.ws.sheet_state == "veryHidden" or shown == [self.ws]:
            raise refused("Delete method of Worksheet class failed")
        self.file.delete()
        return True

    def Protect(self, Password: str | None = None, *_: Any, **__: Any) -> None:  # noqa: N803
        self.ws.protection.sheet = True

    def Unprotect(self, Password: str | None = None) -> None:  # noqa: N803
        if self.ws.protection.password and Password is None:
            raise self.desk.log.violate("Unprotect without the password opens a dialog")
        self.ws.protection.sheet = False


class Sheets(ComObject):
    """`Worksheets`, or `Sheets` with chart sheets among them."""

    typename = "Excel.Sheets"

    def __init__(self, book: Any, *, charts: bool, chosen: list[Any] | None = None) -> None:
        super().__init__(book.desk)
        self.book, self.charts, self.chosen = book, charts, chosen

    def items(self) -> list[Any]:
        if self.chosen is not None:
            return self.chosen
        sheets = self.book.wb._sheets if self.charts else self.book.wb.worksheets
        return [self.book.tab(ws) for ws in sheets]

    @property
    def Count(self) -> int:
        return len(self.items())

    @property
    def Parent(self) -> Any:
        return self.book

    @property
    def Application(self) -> Any:
        return self.book.excel

    def default(self, key: Any) -> Any:
        if isinstance(key, tuple | list):
            return Sheets(self.book, charts=self.charts, chosen=[self.default(one) for one in key])
        for number, sheet in enumerate(self.items(), 1):
            if key == number or (isinstance(key, str) and sheet.ws.title.casefold() == key.casefold()):
                return sheet
        raise refused("Subscript out of range", OUT_OF_RANGE)

    Item = default

    def Add(self, Before: Any = None, After: Any = None, Count: Any = None, Type: Any = None) -> Any:  # noqa: N803
        if self.book.protects:
            raise refused("Add method of Sheets class failed")
        return self.book.tab(self.book.file.sheets.add(Before and Before.file, After and After.file).ws)

    def Select(self, Replace: Any = None) -> None:  # noqa: N803
        if any(sheet.ws.sheet_state != "visible" for sheet in self.items()):
            raise refused("Select method of Sheets class failed")
        self.desk.log.events.append(("selected", [sheet.ws.title for sheet in self.items()]))

    def PrintPreview(self, EnableChanges: Any = None) -> None:  # noqa: N803
        if any(sheet.ws.sheet_state != "visible" for sheet in self.items()):
            raise refused("PrintPreview method of Sheets class failed")
        if not self.desk.switches.printer:
            raise refused("No printers are installed.")
        self.desk.open_dialog("print preview")
        self.desk.log.events.append(("preview", [sheet.ws.title for sheet in self.items()]))


class Charts(Sheets):
    """The chart sheets."""

    def items(self) -> list[Any]:
        return [self.book.tab(ws) for ws in self.book.wb.chartsheets]

    def Add(self, *_: Any) -> Any:
        if self.book.protects:
            raise refused("Add method of Charts class failed")
        chart = self.book.wb.create_chartsheet("Biểu đồ")
        self.book.wb._active_sheet_index = self.book.wb._sheets.index(chart)
        return self.book.tab(chart)


class PageSetup(ComObject):
    """The print set-up."""

    typename = "Excel.PageSetup"

    def __init__(self, sheet: Worksheet) -> None:
        super().__init__(sheet.desk)
        self.sheet = sheet

    @property
    def PrintArea(self) -> str:
        return self.sheet.file.page_setup.print_area or ""

    @PrintArea.setter
    def PrintArea(self, value: str) -> None:
        if not self.desk.switches.printer:
            raise refused("Unable to set the PrintArea property of the PageSetup class")
        if len(value) > 255:
            raise refused("Unable to set the PrintArea property of the PageSetup class")
        self.sheet.file.page_setup.print_area = value


class Name(ComObject):
    """A defined name."""

    typename = "Excel.Name"

    def __init__(self, book: Any, file: Any) -> None:
        super().__init__(book.desk)
        self.book, self.file = book, file

    @property
    def Name(self) -> str:
        return self.file.name

    @property
    def RefersTo(self) -> str:
        return self.file.refers_to

    @RefersTo.setter
    def RefersTo(self, value: str) -> None:
        self.file.refers_to = value

    @property
    def RefersToRange(self) -> Range:
        try:
            found = self.file.refers_to_range
        except (ValueError, KeyError) as error:
            raise refused("Application-defined or object-defined error") from error
        return Range(self.book.tab(found.ws), found.box)

    def Delete(self) -> None:
        self.file.delete()


class Names(ComObject):
    """The names of a book, or of one sheet."""

    typename = "Excel.Names"

    def __init__(self, book: Any, file: Any) -> None:
        super().__init__(book.desk)
        self.book, self.file = book, file

    @property
    def Count(self) -> int:
        return len(self.file)

    def items(self) -> list[Name]:
        return [Name(self.book, name) for name in self.file]

    def default(self, key: Any, *_: Any) -> Name:
        if not self.file.contains(key):
            raise ComError(EXCEPTION, "Exception occurred.", (0, None, None, None, 0, -2147024809))
        return Name(self.book, self.file(key))

    Item = default

    def Add(self, name: str = "", refers_to: str = "", *_: Any, **named: Any) -> Name:
        if self.file.ws is not None and named.get("Name", name) == "Print_Area":
            area = named.get("RefersTo", refers_to).rpartition("!")[2]
            self.book.tab(self.file.ws).file.page_setup.print_area = area
            return None
        try:
            made = self.file.add(named.get("Name", name), named.get("RefersTo", refers_to))
        except ValueError as error:
            raise refused("The syntax of this name isn't correct.") from error
        return Name(self.book, made)


def scoped_names(book: Any, source: Any, copy: Any, *, before: bool) -> None:
    """Give a copied sheet the workbook's names of its original, as names of its own.

    A copy put before its original takes the plain names over, and the original is left with those of its own.
    """
    old, new = (f"'{title}'!" for title in (source.title.replace("'", "''"), copy.title.replace("'", "''")))
    bare_old = f"{source.title}!"
    for key, name in list(book.wb.defined_names.items()):
        text = name.value
        if not text.startswith((old, bare_old)):
            continue
        moved = new + text.partition("!")[2]
        if before:
            source.defined_names[key] = DefinedName(key, attr_text=text)
            name.value = moved
        elif key not in copy.defined_names:
            copy.defined_names[key] = DefinedName(key, attr_text=moved)
