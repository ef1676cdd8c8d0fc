"""Workbooks and their windows."""

from __future__ import annotations  # members named like the classes hide them in a class's body

import shutil
from pathlib import Path
from typing import Any

from openpyxl.workbook.protection import WorkbookProtection

from tests.excel.double import store
from tests.excel.double.com import ComObject, refused
from tests.excel.double.sheets import OUT_OF_RANGE, STRUCTURE, Chart, Charts, Names, Sheets, Worksheet, scoped_names

MAX_PATH = 218


class Workbook(ComObject):
    """An open workbook.

    Attributes:
        home: The file it was opened from or saved to; None for one never saved.
        url: Where it lies online; None for one on this machine.
    """

    typename = "Excel.Workbook"

    def __init__(self, excel: Any, path: Path, *, saved: bool = True, name: str = "") -> None:
        super().__init__(excel.desk)
        self.excel, self.file = excel, store.open_book(path)
        self.home: Path | None = path if saved else None
        self.title = name or path.name
        self.url: str | None = None
        self.auto_save: bool | None = None
        self.is_read_only = False
        self.hwnd = excel.desk.new_window(excel)
        self._tabs: dict[Any, Any] = {}

    @property
    def wb(self) -> Any:
        return self.file.doc.wb

    @property
    def protects(self) -> bool:
        return bool(self.wb.security and self.wb.security.lockStructure)

    def tab(self, ws: Any) -> Any:
        """The object of a sheet, always the same one."""
        if ws not in self._tabs:
            self._tabs[ws] = Worksheet(self, ws) if ws in self.wb.worksheets else Chart(self, ws)
        return self._tabs[ws]

    def table_names(self) -> set[str]:
        return {name.casefold() for ws in self.wb.worksheets for name in ws.tables}

    def take_copy(self, source: Worksheet, anchor: Any, *, before: bool) -> None:
        """Put a copy of a sheet beside another; after a hidden one it lands behind the last visible one before it."""
        switches, shown = self.desk.switches, self.wb.active
        sheets_before = list(self.wb._sheets)
        source.file.copy(anchor.file if before else None, None if before else anchor.file)
        copy = next(ws for ws in self.wb._sheets if ws not in sheets_before)
        store.lazy.read(copy)
        if not before and anchor.ws.sheet_state != "visible":
            self.wb._sheets.remove(copy)
            at = sheets_before.index(anchor.ws)
            while at >= 0 and sheets_before[at].sheet_state != "visible":
                at -= 1
            self.wb._sheets.insert(at + 1, copy)
        if source.ws.sheet_state != "visible" and not switches.copy_stays_hidden:
            copy.sheet_state = "visible"
        self.file.doc.activate(copy if copy.sheet_state == "visible" and switches.copy_is_active else shown)
        if source.book is not self:
            store.read_elsewhere(copy, source.ws, source.book.title)
        if source.book is self:
            scoped_names(
                self, source.ws, copy, before=before and self.wb._sheets.index(copy) < self.wb._sheets.index(source.ws)
            )

    # Members

    @property
    def Application(self) -> Any:
        return self.excel

    @property
    def Name(self) -> str:
        return self.title

    @property
    def Path(self) -> str:
        if self.url:
            return self.url.rpartition("/")[0]
        return str(self.home.parent) if self.home else ""

    @property
    def FullName(self) -> str:
        return self.url or (str(self.home) if self.home else self.title)

    @property
    def ReadOnly(self) -> bool:
        return self.is_read_only

    @property
    def ProtectStructure(self) -> bool:
        return self.protects

    @property
    def FileFormat(self) -> int:
        return 52 if self.title.endswith(".xlsm") else 51

    @property
    def AutoSaveOn(self) -> bool:
        return bool(self.auto_save)

    @AutoSaveOn.setter
    def AutoSaveOn(self, value: bool) -> None:
        if self.auto_save is None:
            raise refused("Method 'AutoSaveOn' of object '_Workbook' failed")
        self.auto_save = value

    @property
    def Worksheets(self) -> Sheets:
        return Sheets(self, charts=False)

    @property
    def Sheets(self) -> Sheets:
        return Sheets(self, charts=True)

    @property
    def Charts(self) -> Charts:
        return Charts(self, charts=True)

    def Protect(self, Password: str | None = None, Structure: Any = None, *_: Any) -> None:  # noqa: N803
        if Password:
            raise self.desk.log.violate("a password that nobody knows")
        self.wb.security = WorkbookProtection(lockStructure=bool(Structure))

    @property
    def Names(self) -> Names:
        return Names(self, self.file.names)

    @property
    def ActiveSheet(self) -> Any:
        return self.tab(self.wb._sheets[self.wb._active_sheet_index])

    @property
    def Windows(self) -> Windows:
        return Windows(self)

    def Activate(self) -> None:
        self.excel.front(self)

    def SaveCopyAs(self, Filename: str) -> None:  # noqa: N803
        if self.desk.disk_full or len(Filename) > MAX_PATH or "://" in Filename or not Path(Filename).parent.is_dir():
            raise refused("Microsoft Excel cannot access the file. There are several possible reasons.")
        store.save(self.file, Path(Filename))

    def SaveAs(self, Filename: str, FileFormat: int | None = None, *_: Any, **__: Any) -> None:  # noqa: N803
        if "://" in Filename:
            self._save_online(Filename)
            return
        path = Path(Filename)
        if path.exists() and self.excel.alerts:
            raise self.desk.log.violate("Excel asks whether the file may be replaced")
        if any(book is not self and book.title.casefold() == path.name.casefold() for book in self.excel.books):
            raise refused("You cannot save this workbook with the same name as another open workbook or add-in.")
        if self.desk.disk_full or not path.parent.is_dir() or len(Filename) > MAX_PATH:
            raise refused("Microsoft Excel cannot access the file. There are several possible reasons.")
        store.save(self.file, path)
        self.home, self.title, self.url = path, path.name, None

    def _save_online(self, url: str) -> None:
        if url == self.url:
            raise refused("SaveAs method of Workbook class failed")
        place = self.desk.online.get(url)
        if place is None:
            raise refused("Microsoft Excel cannot access the file. There are several possible reasons.")
        store.save(self.file, place)
        self.home, self.url, self.title, self.auto_save = place, url, url.rpartition("/")[2], True

    def Save(self) -> None:
        if self.home is None or self.is_read_only:
            raise self.desk.log.violate("Excel asks where to save")
        store.save(self.file, self.home)

    def Close(self, SaveChanges: Any = None, *_: Any) -> None:  # noqa: N803
        if SaveChanges is None and self.excel.alerts:
            raise self.desk.log.violate("Excel asks whether to save")
        self.excel.closed(self)


class Windows(ComObject):
    """The windows of a workbook: one, unless the user made more."""

    typename = "Excel.Windows"

    def __init__(self, book: Workbook) -> None:
        super().__init__(book.desk)
        self.book = book

    @property
    def Count(self) -> int:
        return 1

    def items(self) -> list[Window]:
        return [Window(self.book)]

    def default(self, number: int) -> Window:
        return self.items()[number - 1]

    Item = default


class Window(ComObject):
    """A workbook's window."""

    typename = "Excel.Window"

    def __init__(self, book: Workbook) -> None:
        super().__init__(book.desk)
        self.book = book

    @property
    def Hwnd(self) -> int:
        return self.book.hwnd

    @property
    def Caption(self) -> str:
        return self.book.title

    @property
    def Visible(self) -> bool:
        return True

    def Activate(self) -> None:
        self.book.excel.front(self.book)


class Workbooks(ComObject):
    """The open workbooks."""

    typename = "Excel.Workbooks"

    def __init__(self, excel: Any) -> None:
        super().__init__(excel.desk)
        self.excel = excel

    def items(self) -> list[Workbook]:
        return list(self.excel.books)

    @property
    def Count(self) -> int:
        return len(self.excel.books)

    @property
    def Application(self) -> Any:
        return self.excel

    def default(self, key: Any) -> Workbook:
        for number, book in enumerate(self.excel.books, 1):
            if key == number or str(key).casefold() == book.title.casefold():
                return book
        raise refused("Subscript out of range", OUT_OF_RANGE)

    Item = default

    def Open(self, Filename: str, UpdateLinks: Any = None, ReadOnly: Any = None, *_: Any) -> Workbook:  # noqa: N803
        path = self.desk.online.get(Filename) or Path(Filename)
        if any(
            book.title.casefold() == Filename.replace("\\", "/").rpartition("/")[2].casefold()
            for book in self.excel.books
        ):
            raise refused("Sorry, Excel can't open two workbooks with the same name at the same time.")
        if not path.exists():
            raise refused("Sorry, we couldn't find it. Is it possible it was moved, renamed or deleted?")
        book = self.excel.open(path)
        book.is_read_only = bool(ReadOnly)
        if Filename in self.desk.online:
            book.url, book.title, book.auto_save = Filename, Filename.rpartition("/")[2], True
        return book

    def Add(self, Template: str) -> Workbook:  # noqa: N803
        path = Path(Template)
        made = self.desk.folder / f"{path.stem}1{path.suffix}"
        shutil.copyfile(path, made)
        return self.excel.take(Workbook(self.excel, made, saved=False, name=f"{path.stem}1"))


__all__ = ["STRUCTURE", "Workbook", "Workbooks"]
