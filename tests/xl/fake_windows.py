"""Stand-ins of pywin32 and of Excel's COM objects, under xlwings' own Windows code and ours, both unchanged.

What they do is what Microsoft's and pywin32's documentation says; none of it was recorded from a real Excel.
"""

import atexit
import ctypes
import importlib
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cchc_macros.contract import SETTINGS, SETTINGS_SHEET, UNITS, UNITS_SHEET

FRESH = ("xlwings._xlwindows", "xlwings._win32patch", "xl.windows")  # imported anew on each stand-in
BUSY, CELL_IN_EDIT, EXCEPTION = -2147418111, -2146777998, -2147352567
NO_ROOM = (0, "Microsoft Excel", "no room", None, 0, -2146827284)
_register, _unregister = atexit.register, atexit.unregister


class ComError(Exception):
    """pywintypes.com_error."""

    def __init__(self, hresult: int, text: str = "", details: tuple[Any, ...] | None = None) -> None:
        super().__init__(hresult, text, details, None)
        self.hresult, self.excepinfo = hresult, details


class Win32Error(Exception):
    """pywintypes.error."""


class ComObject:
    """What Dispatch returns; `busy` calls are refused as Excel refuses them while a cell is edited."""

    def __init__(self, **members: Any) -> None:
        self.__dict__.update(members)

    @property
    def _oleobj_(self) -> "ComObject":
        return self

    def GetIDsOfNames(self, _: int, name: str) -> int:
        raise ComError(-2147352570, f"Unknown name: {name}")


class Excel(ComObject):
    """An Excel.Application: workbooks, dialogs that answer at once, and a count of refused calls to come."""

    def __init__(self, hwnd: int) -> None:
        self.Hwnd = hwnd
        self.Workbooks = Workbooks(self)
        self.ActiveWorkbook: Workbook | None = None
        self.ActiveProtectedViewWindow: Any = None
        self.StatusBar: Any = False
        self.ScreenUpdating = True
        self.DisplayAlerts = True
        self.Application = self
        self.busy = 0  # calls to refuse
        self.has_window = True
        self.disk_full = False
        self.answers: list[str | None] = []
        self.asked: list[tuple[str, str]] = []

    def __getattribute__(self, name: str) -> Any:
        if name[0].isupper() and object.__getattribute__(self, "__dict__").get("busy"):
            self.__dict__["busy"] -= 1
            raise ComError(BUSY, "Call was rejected by callee.")
        return object.__getattribute__(self, name)

    def GetSaveAsFilename(self, start: str, filters: str, index: int, title: str) -> str | bool:
        self.asked.append(("save", start))
        return self.answers.pop(0) or False

    def InputBox(self, prompt: str, title: str, default: str) -> str | bool:
        assert title == "CCHC"
        self.asked.append((prompt, default))
        return False if (typed := self.answers.pop(0)) is None else typed

    def FileDialog(self, kind: int) -> "FileDialog":
        return FileDialog(self, kind)


class FileDialog(ComObject):
    def __init__(self, excel: Excel, kind: int) -> None:
        self.excel, self.kind, self.AllowMultiSelect = excel, kind, True
        self.Filters = ComObject(Clear=list, Add=lambda *_: None)

    def Show(self) -> int:
        self.excel.asked.append(({3: "open", 4: "folder"}[self.kind], self.InitialFileName))
        self.chosen = self.excel.answers.pop(0)
        return -1 if self.chosen else 0

    def SelectedItems(self, number: int) -> str:
        assert number == 1
        assert not self.AllowMultiSelect, "only the first of several would be taken"
        return self.chosen


class Workbooks(ComObject):
    def __init__(self, excel: Excel) -> None:
        self.excel, self.open = excel, []

    def Open(self, path: str, *_: Any) -> "Workbook":
        if not Path(path).exists():
            raise ComError(EXCEPTION, "Exception occurred.", NO_ROOM)
        return self._added(
            Workbook(self.excel, Path(path).name, str(Path(path).parent), Path(path).read_text(encoding="utf-8"))
        )

    def Add(self, template: str) -> "Workbook":
        return self._added(
            Workbook(self.excel, Path(template).stem + "1", "", Path(template).read_text(encoding="utf-8"))
        )

    def __call__(self, name: str) -> "Workbook":
        for book in self.open:
            if book.Name == name:
                return book
        raise ComError(EXCEPTION, "Exception occurred.", (0, "Microsoft Excel", "Subscript out of range", None, 0, 0))

    def _added(self, book: "Workbook") -> "Workbook":
        # Excel refuses a second workbook of the same name.
        assert book.Name not in [other.Name for other in self.open]
        self.open.append(book)
        self.excel.ActiveWorkbook = book
        return book


class Workbook(ComObject):
    """A workbook whose content is one text; a file of it holds that text."""

    def __init__(self, excel: Excel, name: str, folder: str, content: str) -> None:
        self.Application, self.Name, self.Path, self.content = excel, name, folder, content
        self.FileFormat, self.ReadOnly, self.ProtectStructure = 51, False, False
        self.Worksheets = Worksheets(self, [SETTINGS_SHEET, UNITS_SHEET])
        self.ActiveSheet = self.Worksheets.sheets[0]

    @property
    def FullName(self) -> str:
        if "://" in self.Path:
            return f"{self.Path}/{self.Name}"
        return str(Path(self.Path) / self.Name) if self.Path else self.Name

    def Sheets(self, names: tuple[str, ...]) -> ComObject:
        return ComObject(PrintPreview=lambda: self.Application.asked.append(("preview", names)))

    def SaveCopyAs(self, path: str) -> None:
        if self.Application.disk_full:
            raise ComError(EXCEPTION, "Exception occurred.", NO_ROOM)
        assert not Path(path).exists(), "whether Excel asks before it overwrites a copy is not documented"
        Path(path).write_text(self.content, encoding="utf-8")

    def SaveAs(self, path: str, file_format: int) -> None:
        assert file_format == self.FileFormat
        assert not self.Application.DisplayAlerts, "Excel would ask whether to replace the file"
        if self.Application.disk_full:
            raise ComError(EXCEPTION, "Exception occurred.", NO_ROOM)
        Path(path).write_text(self.content, encoding="utf-8")
        self.Name, self.Path = Path(path).name, str(Path(path).parent)

    def Close(self, save: object) -> None:
        assert save is False
        excel = self.Application
        excel.Workbooks.open.remove(self)
        excel.ActiveWorkbook = excel.Workbooks.open[-1] if excel.Workbooks.open else None
        excel.Hwnd += 1  # every workbook has a window of its own, which goes with it


class Worksheets(ComObject):
    """The worksheets of a CCHC workbook, each with a table; a chart sheet is none of them."""

    def __init__(self, book: Workbook, names: list[str]) -> None:
        self.Parent = book
        self.sheets = [
            ComObject(Name=name, ListObjects=[ComObject(Name=table.name)], ProtectContents=False)
            for name, table in zip(names, (SETTINGS, UNITS), strict=True)
        ]

    @property
    def Count(self) -> int:
        return len(self.sheets)

    def __iter__(self) -> Iterator[ComObject]:
        return iter(self.sheets)


class Windows:
    """The desktop: Excels by window, message boxes, the registered Excel."""

    def __init__(self) -> None:
        self.excels: dict[int, Excel] = {}
        self.registered: Excel | None = None
        self.messages: list[tuple[int, str, int]] = []
        self.says_yes = True
        self.is_mute = False  # nothing can be shown at all
        self.others: set[int] = set()  # windows of other programs
        self.at_exit: list[Any] = []  # what xlwings would do when the process ends

    def register(self, function: Any, *arguments: Any) -> Any:
        if function.__module__ == "xlwings._xlwindows":
            self.at_exit.append(function)
            return function
        return _register(function, *arguments)

    def unregister(self, function: Any) -> None:
        if function in self.at_exit:
            self.at_exit.remove(function)
        else:
            _unregister(function)

    def excel(self, hwnd: int = 4242) -> Excel:
        """Start an Excel; windows of it that show no workbook cannot be reached by their number."""
        self.excels[hwnd] = Excel(hwnd)
        return self.excels[hwnd]

    def by_window(self, hwnd: int) -> Excel | None:
        """Return the Excel that has this window now."""
        return next((excel for excel in self.excels.values() if excel.has_window and vars(excel)["Hwnd"] == hwnd), None)

    def GetClassNameW(self, hwnd: int, name: Any, size: int) -> int:
        name.value = "XLMAIN" if self.by_window(hwnd) else "Notepad" if hwnd in self.others else ""
        assert len(name.value) < size
        return len(name.value)

    def MessageBoxW(self, hwnd: int, text: str, title: str, kind: int) -> int:
        assert title == "CCHC"
        if self.is_mute or (hwnd and not self.by_window(hwnd) and hwnd not in self.others):
            return 0  # as Windows does, with error 1400 for a window that is gone
        self.messages.append((hwnd, text, kind))
        return {True: 6, False: 7}[self.says_yes]

    def find_window(self, parent: int, after: int, name: str, title: None) -> int:
        # XLDESK is a child of Excel's window, EXCEL7 of XLDESK, and only where a workbook shows.
        if name == "XLDESK":
            if not self.by_window(parent):
                raise Win32Error(1400, "FindWindowEx", "Invalid window handle.")
            return parent
        return parent if vars(self.by_window(parent))["Workbooks"].open else 0

    def accessible_object(self, hwnd: int, kind: int, interface: Any, pointer: Any) -> int:
        if not hwnd:
            raise OSError(-2147467259, "Unspecified error")
        ctypes.cast(pointer, ctypes.POINTER(ctypes.c_void_p))[0] = hwnd
        return 0

    def get_active_object(self, name: str) -> Excel:
        assert name == "Excel.Application"
        if self.registered is None:
            raise ComError(-2147221021, "Operation unavailable")
        return self.registered


class Libraries:
    """`ctypes.windll` with our desktop for user32; what else there is stays."""

    def __init__(self, real: Any, desktop: Windows) -> None:
        self._real, self.user32 = real, desktop

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Windows:
    """A Windows on which `xl.windows` and xlwings' Windows engine import and run."""
    desktop = Windows()

    def module(name: str, **members: Any) -> types.ModuleType:
        made = types.ModuleType(name)
        made.__dict__.update(members)
        monkeypatch.setitem(sys.modules, name, made)
        return made

    class Unused:
        """A COM class that xlwings only compares with."""

    module("pywintypes", com_error=ComError, error=Win32Error, TimeType=type("TimeType", (), {}), IID=str)
    module("win32api")
    module("win32con")
    module("pythoncom", CoInitialize=lambda: None, ole_error=ComError, __file__="pythoncom.dll")
    client = module(
        "win32com.client",
        CDispatch=ComObject, DispatchBaseClass=Unused, CoClassBaseClass=Unused,
        Dispatch=lambda pointer: ComObject(Application=desktop.by_window(pointer)),
        DispatchEx=Unused, GetActiveObject=desktop.get_active_object,
    )  # fmt: skip
    module("win32com", client=client)
    module("win32gui", FindWindowEx=desktop.find_window)
    module("win32process", GetWindowThreadProcessId=lambda hwnd: (1, hwnd + 1))
    module("win32timezone")

    namespace = types.SimpleNamespace
    from_pointer = type("Foreign", (), {"__call__": lambda self, pointer, *_: pointer.value})
    monkeypatch.setattr(ctypes, "windll", Libraries(getattr(ctypes, "windll", None), desktop), raising=False)
    monkeypatch.setattr(
        ctypes, "oledll",
        namespace(
            ole32=namespace(CLSIDFromString=lambda *_: 0),
            oleacc=namespace(AccessibleObjectFromWindow=desktop.accessible_object),
        ),
        raising=False,
    )  # fmt: skip
    monkeypatch.setattr(ctypes, "PyDLL", lambda _: namespace(PyCom_PyObjectFromIUnknown=from_pointer()))
    monkeypatch.setattr("atexit.register", desktop.register)
    monkeypatch.setattr("atexit.unregister", desktop.unregister)
    real = forgotten()
    desktop.host = importlib.import_module("xl.windows").ExcelHost
    yield desktop
    forgotten()
    for name, there in real.items():
        sys.modules[name] = there
        package, _, module_name = name.partition(".")
        setattr(sys.modules[package], module_name, there)


def forgotten() -> dict[str, types.ModuleType]:
    """Forget the modules that stand on pywin32, as if never imported; return those that were."""
    for name in FRESH:
        package, _, module_name = name.partition(".")
        vars(sys.modules[package]).pop(module_name, None)
    return {name: sys.modules.pop(name) for name in FRESH if name in sys.modules}
