"""Windows on any system: windows, message boxes, a clock, and the modules of pywin32 that xlwings imports."""

import ctypes
import os
import sys
import types
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch

from tests.excel.double.application import Application
from tests.excel.double.com import CALL_REJECTED, CDispatch, ComError, ComObject, Log, busy
from tests.excel.double.outlook import Outlook
from tests.excel.double.store import TimeType
from tests.excel.double.switches import Switches

YES, NO, CANCEL, DEAD_WINDOW = 6, 7, 2, 0
YES_NO_CANCEL = 3
FRESH = ("xlwings._xlwindows", "xlwings._win32patch", "xl.patience", "xl.windows", "xl.trial")


class Win32Error(Exception):
    """`pywintypes.error`."""


class Clock:
    """Time that passes only when something waits or asks."""

    def __init__(self) -> None:
        self.now = 1000.0

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def monotonic(self) -> float:
        return self.now


@dataclass
class Busy:
    """From a call on, Excel answers nothing for a while.

    Attributes:
        code: What it answers instead.
        seconds: How long.
        after: The number of the call before, counted from the beginning of the click, or from where `since` was called.
        since: The label of a call such as "Workbook.SaveCopyAs".
    """

    code: int = CALL_REJECTED
    seconds: float = 0.005
    after: int = 0
    since: str = ""
    until: float | None = None

    def begins(self, trace: list[str]) -> bool:
        """Whether a click that has made these calls has come so far."""
        if not self.since:
            return len(trace) > self.after
        return self.since in trace and len(trace) - trace.index(self.since) > self.after


@dataclass
class Desk:
    """The desktop of a user."""

    folder: Path
    switches: Switches = field(default_factory=Switches)
    log: Log = field(default_factory=Log)
    clock: Clock = field(default_factory=Clock)
    excels: list[Application] = field(default_factory=list)
    windows: dict[int, Application] = field(default_factory=dict)
    online: dict[str, Path] = field(default_factory=dict)  # what lies in the cloud, by its address
    messages: list[tuple[int, str, int]] = field(default_factory=list)
    says_yes: bool = True
    decisions: list[int] = field(default_factory=list)  # answers to questions that can be left open
    typed: list[str] = field(default_factory=list)
    choose: Callable[[str, str], str | None] = lambda kind, start: start
    busy: Busy | None = None
    known_formats: set[str] = field(default_factory=set)
    next_hwnd: int = 4242
    has_outlook: bool = True
    is_mute: bool = False  # Windows shows no message at all
    disk_full: bool = False
    folder_shown: str = ""
    folder_chosen: str = ""
    exit_handlers: list[Any] = field(default_factory=list)  # what xlwings would do when the process ends

    def __post_init__(self) -> None:
        self.outlook = Outlook(self)

    def start_excel(self) -> Application:
        self.excels.append(Application(self))
        return self.excels[-1]

    # Windows

    def new_window(self, excel: Application) -> int:
        hwnd, self.next_hwnd = self.next_hwnd, self.next_hwnd + 2
        self.windows = {hwnd: excel, **self.windows}  # a new one is in front
        return hwnd

    def close_window(self, hwnd: int) -> None:
        self.windows.pop(hwnd, None)

    def class_name(self, hwnd: int, buffer: Any, _size: int) -> int:
        buffer.value = "XLMAIN" if self.alive(hwnd) else ""
        return len(buffer.value)

    def bring_to_front(self, hwnd: int) -> int:
        if hwnd not in self.windows:
            return 0
        self.windows = {hwnd: self.windows[hwnd], **self.windows}
        return 1

    def put_behind(self, hwnd: int, after: int, *_: int) -> int:
        """`SetWindowPos`: right behind another window."""
        order = [window for window in self.windows if window != hwnd]
        order.insert(order.index(after) + 1 if after in order else 0, hwnd)
        self.windows = {window: self.windows[window] for window in order}
        return 1

    def next_window(self, hwnd: int, _how: int) -> int:
        order = list(self.windows)
        at = order.index(hwnd) + 1
        return order[at] if at < len(order) else 0

    def alive(self, hwnd: int | None) -> bool:
        return hwnd in self.windows

    def at_exit(self, function: Any, *_: Any, **__: Any) -> Any:
        self.exit_handlers.append(function)
        return function

    def not_at_exit(self, function: Any) -> None:
        self.exit_handlers.remove(function)

    # Waiting

    def answer(self, asked: str) -> None:
        """Let a millisecond pass; refuse what is asked of Excel while it is busy: Outlook is a program of its own."""
        self.clock.sleep(0.001)
        plan = self.busy
        if plan is None or asked.startswith("Outlook.") or (plan.until is None and not plan.begins(self.log.trace)):
            return
        if plan.until is None:
            plan.until = self.clock.now + plan.seconds
        if self.clock.now < plan.until:
            raise busy(plan.code)
        self.busy = None

    # Dialogs

    def open_dialog(self, what: str) -> None:
        if not self.switches.dialogs_show:
            raise self.log.violate(f"a dialog of Excel's own opens behind its window while the click waits: {what}")

    def chosen(self, kind: str, start: str) -> str | None:
        self.log.events.append((kind, start))
        return self.choose(kind, start)

    def owned(self, owner: int | None) -> None:
        if not self.alive(owner) and self.windows:
            self.log.violate("a dialog without an owner can lie behind Excel")

    def file_dialog(self, kind: str, asked: Any) -> int:
        """Windows' own dialog for a file: fill in what is chosen."""
        self.owned(asked.owner)
        room = (ctypes.c_wchar * asked.file_room).from_address(asked.file)
        start = str(Path(asked.folder) / room.value) if kind == "save" else f"{asked.folder}{os.sep}"
        room.value = self.chosen(kind, start) or ""
        return int(bool(room.value))

    def path_of(self, _pointer: Any, room: Any) -> int:
        room.value = self.folder_chosen
        return 1

    def message_box(self, hwnd: int | None, text: str, title: str, kind: int) -> int:
        if self.is_mute or (hwnd and not self.alive(hwnd)):
            return DEAD_WINDOW  # error 1400: nothing is shown
        if not hwnd and self.windows:
            self.log.violate(f"a message without an owner can lie behind Excel: {text}")
        self.messages.append((hwnd, text, kind))
        if self.decisions and kind & 0xF == YES_NO_CANCEL:
            return self.decisions.pop(0)
        return YES if self.says_yes else NO

    def texts(self) -> list[str]:
        """What was said."""
        return [text for _, text, _ in self.messages]


def _modules(desk: Desk) -> dict[str, types.ModuleType]:
    def module(name: str, **members: Any) -> types.ModuleType:
        made = types.ModuleType(name)
        made.__dict__.update(members)
        return made

    class Unused:
        """A COM class that xlwings only compares with."""

    class Zone:
        @staticmethod
        def utc() -> Any:
            import datetime as dt  # noqa: PLC0415

            return dt.UTC

    def dispatch(what: Any) -> ComObject:
        if what == "Outlook.Application":
            if not desk.has_outlook:
                raise ComError(-2147221005, "Invalid class string")
            return desk.outlook
        return desk.windows[what].books[-1]

    def started(_name: str) -> Application:
        return desk.start_excel()

    def registered(_name: str) -> Application:
        if not desk.excels:
            raise ComError(-2147221021, "Operation unavailable")
        return desk.excels[0]

    client = module(
        "win32com.client",
        CDispatch=CDispatch, DispatchBaseClass=Unused, CoClassBaseClass=Unused, Dispatch=dispatch, DispatchEx=started,
        GetActiveObject=registered,
    )  # fmt: skip
    return {
        "pywintypes": module("pywintypes", com_error=ComError, error=Win32Error, TimeType=TimeType, IID=str),
        "win32api": module("win32api"),
        "win32con": module("win32con"),
        "pythoncom": module("pythoncom", CoInitialize=lambda: None, ole_error=ComError, __file__="pythoncom.dll"),
        "win32com": module("win32com", client=client),
        "win32com.client": client,
        "win32gui": module("win32gui", FindWindowEx=_finder(desk)),
        "win32process": module("win32process", GetWindowThreadProcessId=lambda hwnd: (1, id(desk.windows.get(hwnd)))),
        "win32timezone": module("win32timezone", TimeZoneInfo=Zone),
    }


def _finder(desk: Desk) -> Callable[..., int]:
    def find(parent: int, _after: int, name: str, _title: Any) -> int:
        # XLDESK is a child of Excel's window, EXCEL7 of XLDESK, and only where a workbook shows.
        if parent not in desk.windows:
            raise Win32Error(1400, "FindWindowEx", "Invalid window handle.")
        shows = any(book.hwnd == parent for book in desk.windows[parent].books)
        return parent if name == "XLDESK" or shows else 0

    return find


class _Browse:
    """`SHBrowseForFolderW`: tells its caller that it is there, and which folder was chosen."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def __call__(self, asked: Any) -> int:
        desk, browse = self.desk, asked._obj
        desk.owned(browse.owner)
        browse.callback(1, 1, 0, 0)
        desk.folder_chosen = desk.chosen("folder", desk.folder_shown) or ""
        return int(bool(desk.folder_chosen))


def _dlls(desk: Desk) -> dict[str, Any]:
    namespace = types.SimpleNamespace

    def accessible(hwnd: int, _kind: int, _interface: Any, pointer: Any) -> int:
        if hwnd not in desk.windows:
            raise OSError(-2147467259, "Unspecified error")
        ctypes.cast(pointer, ctypes.POINTER(ctypes.c_void_p))[0] = hwnd
        return 0

    foreign = type("Foreign", (), {"__call__": lambda self, pointer, *_: pointer.value})
    user32 = namespace(
        MessageBoxW=desk.message_box,
        GetClassNameW=desk.class_name,
        SendMessageW=lambda _window, _message, _how, folder: setattr(desk, "folder_shown", folder.value),
        IsWindow=lambda hwnd: int(desk.alive(hwnd)),
        GetForegroundWindow=lambda: next(iter(desk.windows), 0),
        SetForegroundWindow=desk.bring_to_front,
        SetWindowPos=desk.put_behind,
        GetTopWindow=lambda parent: next(iter(desk.windows), 0),
        GetWindow=desk.next_window,
    )
    real = ctypes.PyDLL
    common = namespace(
        GetOpenFileNameW=lambda asked: desk.file_dialog("open", asked._obj),
        GetSaveFileNameW=lambda asked: desk.file_dialog("save", asked._obj),
    )
    shell = namespace(SHBrowseForFolderW=_Browse(desk), SHGetPathFromIDListW=desk.path_of)
    return {
        "windll": namespace(
            user32=user32, comdlg32=common, shell32=shell, ole32=namespace(CoTaskMemFree=lambda _: None)
        ),
        "oledll": namespace(
            ole32=namespace(CLSIDFromString=lambda *_: 0), oleacc=namespace(AccessibleObjectFromWindow=accessible)
        ),
        "PyDLL": lambda name, *rest, **more: (
            namespace(PyCom_PyObjectFromIUnknown=foreign()) if name == "pythoncom.dll" else real(name, *rest, **more)
        ),
    }


@contextmanager
def _importable(modules: dict[str, types.ModuleType]) -> Iterator[None]:
    """Modules that can be imported meanwhile; whatever else is imported stays so."""
    sys.modules.update(modules)
    try:
        yield
    finally:
        for name in modules:
            del sys.modules[name]


@contextmanager
def _as_on_windows(xw: Any, windows: Any) -> Iterator[None]:
    """xlwings' engine for Excel registered and active, as it is on Windows from the start."""
    engines, active = xw.engines, xw.engines.active
    engine = xw.main.Engine(impl=windows.engine)
    engines.add(engine)
    engines.active = engine
    try:
        yield
    finally:
        engines.engines.remove(engine)
        del engines.engines_by_name[engine.name]
        engines.active = active


@contextmanager
def desktop(folder: Path, switches: Switches | None = None) -> Iterator[Desk]:
    """A desktop of Windows for as long as the context lasts: on it `xl.windows` and xlwings' Windows engine import."""
    import xlwings as xw  # noqa: PLC0415

    import xl.light  # noqa: F401, PLC0415  # must come before xlwings

    folder.mkdir(parents=True, exist_ok=True)
    desk = Desk(folder, switches or Switches())
    for name in FRESH:
        sys.modules.pop(name, None)
    try:
        with ExitStack() as around:
            around.enter_context(_importable(_modules(desk)))
            around.enter_context(patch.multiple(ctypes, create=True, **_dlls(desk)))
            with patch("atexit.register", desk.at_exit), patch("atexit.unregister", desk.not_at_exit):
                windows = import_module("xlwings._xlwindows")
                import_module("xl.windows")
            around.enter_context(_as_on_windows(xw, windows))
            around.enter_context(patch("time.sleep", desk.clock.sleep))
            around.enter_context(patch("time.monotonic", desk.clock.monotonic))
            yield desk
    finally:
        for name in FRESH:
            package, _, module_name = name.partition(".")
            vars(sys.modules[package]).pop(module_name, None)
            sys.modules.pop(name, None)
