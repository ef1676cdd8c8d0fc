"""Excel itself: its open workbooks, options and dialogs."""

from __future__ import annotations  # members named like the classes hide them in a class's body

from pathlib import Path
from typing import Any

from tests.excel.double.books import Workbook, Workbooks
from tests.excel.double.com import ComObject, refused

OK, CANCEL = -1, 0
FOLDER_PICKER = 4
LONGEST_STATUS = 255


class Application(ComObject):
    """One running Excel.

    Attributes:
        books: Its workbooks, the active one last.
        auto_fill: Whether formulas fill a table's column.
        auto_expand: Whether tables grow over what is written beside them.
        copies_objects: Whether pictures on cells are copied with them.
    """

    typename = "Excel.Application"

    def __init__(self, desk: Any) -> None:
        super().__init__(desk)
        self.books: list[Workbook] = []
        self.alerts = self.updates = self.interactive = self.events = True
        self.auto_fill = self.auto_expand = self.copies_objects = True
        self.status: Any = False
        self.statuses: list[str] = []
        self.cancel_key = 1
        self.copied: Any = None
        self.protected_view = self.visible = False
        self.frame = desk.new_window(self)  # the empty window of an Excel without a workbook

    def open(self, path: Path) -> Workbook:
        """Open a workbook file, as the user does."""
        return self.take(Workbook(self, Path(path)))

    def take(self, book: Workbook) -> Workbook:
        if not self.books:
            self.desk.close_window(self.frame)
        self.books.append(book)
        return book

    def front(self, book: Workbook) -> None:
        self.books.remove(book)
        self.books.append(book)
        self.desk.bring_to_front(book.hwnd)

    def closed(self, book: Workbook) -> None:
        """Its window is gone with it; the last one leaves the empty frame behind."""
        self.books.remove(book)
        self.desk.close_window(book.hwnd)
        if not self.books:
            self.frame = self.desk.new_window(self)

    @property
    def top(self) -> int:
        """The window that the ribbon was clicked in."""
        return self.books[-1].hwnd if self.books else self.frame

    # Members

    @property
    def Application(self) -> Application:
        return self

    @property
    def Hwnd(self) -> int:
        return self.top

    @property
    def Version(self) -> str:
        return "16.0"

    @property
    def Build(self) -> int:
        return 17928

    @property
    def OperatingSystem(self) -> str:
        return "Windows (64-bit) NT 10.00"

    @property
    def Visible(self) -> bool:
        return self.visible

    @Visible.setter
    def Visible(self, value: bool) -> None:
        self.visible = value

    def Quit(self) -> None:
        if self.books and self.alerts:
            raise self.desk.log.violate("Excel asks whether to save")
        self.desk.close_window(self.top)
        self.desk.excels.remove(self)

    @property
    def Workbooks(self) -> Workbooks:
        return Workbooks(self)

    @property
    def ActiveWorkbook(self) -> Workbook | None:
        return self.books[-1] if self.books and not self.protected_view else None

    @property
    def ActiveSheet(self) -> Any:
        return object.__getattribute__(self.books[-1], "tab")(self.books[-1].wb.active) if self.books else None

    @property
    def ActiveProtectedViewWindow(self) -> Any:
        return ProtectedViewWindow(self.desk) if self.protected_view else None

    @property
    def AutoCorrect(self) -> AutoCorrect:
        return AutoCorrect(self)

    @property
    def StatusBar(self) -> Any:
        return self.status

    @StatusBar.setter
    def StatusBar(self, value: Any) -> None:
        if value is not False and len(str(value)) > LONGEST_STATUS:
            raise refused("Unable to set the StatusBar property of the Application class")
        self.status = value
        if value is not False:
            self.statuses.append(str(value))

    @property
    def ScreenUpdating(self) -> bool:
        return self.updates

    @ScreenUpdating.setter
    def ScreenUpdating(self, value: bool) -> None:
        self.updates = value

    @property
    def DisplayAlerts(self) -> bool:
        return self.alerts

    @DisplayAlerts.setter
    def DisplayAlerts(self, value: bool) -> None:
        self.alerts = value

    @property
    def EnableEvents(self) -> bool:
        return self.events

    @EnableEvents.setter
    def EnableEvents(self, value: bool) -> None:
        self.events = value

    @property
    def Interactive(self) -> bool:
        return self.interactive

    @Interactive.setter
    def Interactive(self, value: bool) -> None:
        self.interactive = value

    @property
    def CopyObjectsWithCells(self) -> bool:
        return self.copies_objects

    @CopyObjectsWithCells.setter
    def CopyObjectsWithCells(self, value: bool) -> None:
        self.copies_objects = value

    @property
    def CutCopyMode(self) -> int:
        return 1 if self.copied else 0

    @CutCopyMode.setter
    def CutCopyMode(self, _value: bool) -> None:
        self.copied = None

    @property
    def EnableCancelKey(self) -> int:
        return self.cancel_key

    @EnableCancelKey.setter
    def EnableCancelKey(self, value: int) -> None:
        self.cancel_key = value

    @property
    def ActivePrinter(self) -> str:
        if not self.desk.switches.printer:
            raise refused("Method 'ActivePrinter' of object '_Application' failed")
        return "Microsoft Print to PDF on Ne00:"

    def Calculate(self) -> None:
        for book in self.books:
            book.file.doc.changed()

    def InputBox(self, Prompt: str, Title: Any = None, Default: Any = None, *_: Any) -> Any:  # noqa: N803
        self.desk.open_dialog(Prompt)
        self.desk.log.events.append(("input", Prompt))
        return self.desk.typed.pop(0) if self.desk.typed else Default

    def GetSaveAsFilename(self, InitialFilename: Any = None, FileFilter: str = "", *_: Any) -> Any:  # noqa: N803
        if FileFilter and FileFilter.count(",") % 2 == 0:
            raise refused("Method 'GetSaveAsFilename' of object '_Application' failed")
        self.desk.open_dialog("save as")
        return self.desk.chosen("save", str(InitialFilename)) or False

    def FileDialog(self, fileDialogType: int) -> FileDialog:  # noqa: N803
        return FileDialog(self.desk, fileDialogType)


class ProtectedViewWindow(ComObject):
    """A workbook shown in Protected View."""

    typename = "Excel.ProtectedViewWindow"


class AutoCorrect(ComObject):
    """The options of the user that Excel keeps beyond this session."""

    typename = "Excel.AutoCorrect"

    def __init__(self, excel: Application) -> None:
        super().__init__(excel.desk)
        self.excel = excel

    @property
    def AutoFillFormulasInLists(self) -> bool:
        return self.excel.auto_fill

    @AutoFillFormulasInLists.setter
    def AutoFillFormulasInLists(self, value: bool) -> None:
        self.excel.auto_fill = value

    @property
    def AutoExpandListRange(self) -> bool:
        return self.excel.auto_expand

    @AutoExpandListRange.setter
    def AutoExpandListRange(self, value: bool) -> None:
        self.excel.auto_expand = value


class FileDialog(ComObject):
    """Excel's dialog for files and folders."""

    typename = "Office.FileDialog"

    def __init__(self, desk: Any, kind: int) -> None:
        super().__init__(desk)
        self.kind, self.start, self.picked = kind, "", ""

    Title = property(fset=lambda self, value: None)
    AllowMultiSelect = property(fset=lambda self, value: None)
    InitialFileName = property(fset=lambda self, value: object.__setattr__(self, "start", value))

    @property
    def Filters(self) -> FileDialogFilters:
        if self.kind == FOLDER_PICKER:
            raise refused("a folder picker has no filters")
        return FileDialogFilters(self.desk)

    def Show(self) -> int:
        self.desk.open_dialog("file dialog")
        self.picked = self.desk.chosen("folder" if self.kind == FOLDER_PICKER else "open", self.start) or ""
        return OK if self.picked else CANCEL

    @property
    def SelectedItems(self) -> FileDialogSelectedItems:
        return FileDialogSelectedItems(self.desk, [self.picked])


class FileDialogFilters(ComObject):
    """The kinds of file that a dialog shows."""

    typename = "Office.FileDialogFilters"

    def Clear(self) -> None:
        """Forget them."""

    def Add(self, Description: str, Extensions: str, Position: Any = None) -> None:  # noqa: N803
        if not all(part.strip().startswith("*.") for part in Extensions.split(";")):
            raise refused("Method 'Add' of object 'FileDialogFilters' failed")


class FileDialogSelectedItems(ComObject):
    """What was chosen."""

    typename = "Office.FileDialogSelectedItems"

    def __init__(self, desk: Any, paths: list[str]) -> None:
        super().__init__(desk)
        self.paths = paths

    def default(self, number: int) -> str:
        return self.paths[number - 1]

    Item = default

    @property
    def Count(self) -> int:
        return len(self.paths)
