"""pyOpenVBA's Excel in memory with our add-in loaded: a ribbon click, up to the process that the VBA would start."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.apps.excel._bridge import ExcelBridge
from pyopenvba.apps.excel._model import Application
from pyopenvba.exceptions import VBARuntimeError
from pyopenvba.interpreter._objects import VBAObject, member, method, setter
from pyopenvba.interpreter._values import NOTHING, VBAInt

from cchc_macros.ribbon.tab import ON_ACTION


class Control(VBAObject):
    """What the ribbon hands to a callback."""

    vba_type_name = "IRibbonControl"

    def __init__(self, identity: str) -> None:
        self.identity = identity

    @member(name="ID")
    def vba_id(self) -> str:
        return self.identity


class ScriptHost(VBAObject):
    """`WScript.Shell`: keeps what was started and said."""

    vba_type_name = "WshShell"

    def __init__(self, start: Callable[[str], int]) -> None:
        self.start = start
        self.runs: list[tuple[str, int, bool]] = []
        self.popups: list[tuple[str, str, int]] = []

    @method(name="Run")
    def vba_run(self, command: Any, style: Any, wait: Any) -> int:
        self.runs.append((str(command), int(style), bool(wait)))
        try:
            return self.start(str(command))
        except FileNotFoundError as error:
            raise VBARuntimeError(-2147024894, "The system cannot find the file specified.") from error

    @method(name="Popup")
    def vba_popup(self, text: Any, seconds: Any, title: Any, kind: Any) -> int:
        assert int(seconds) == 0
        self.popups.append((str(text), str(title), int(kind)))
        return 1


class ClickedExcel(Application):
    """An Application with a window."""

    vba_type_name = "Application"
    hwnd = 0x2C0A1E
    protected = False
    interactive = True
    cancel_key = 1
    previews = 0

    @member(name="EnableCancelKey")
    def vba_cancel_key(self) -> int:
        return self.cancel_key

    @setter("EnableCancelKey")
    def vba_set_cancel_key(self, value: Any) -> None:
        self.cancel_key = int(value)

    @member(name="Interactive")
    def vba_interactive(self) -> bool:
        return self.interactive

    @setter("Interactive")
    def vba_set_interactive(self, value: Any) -> None:
        self.interactive = bool(value)

    @member(name="ActiveWindow")
    def vba_active_window(self) -> "ShownWindow":
        return ShownWindow(self)

    @member(name="Hwnd")
    def vba_hwnd(self) -> VBAInt:
        return VBAInt(self.hwnd, "Long")

    @member(name="ActiveProtectedViewWindow")
    def vba_protected(self) -> object:
        return self if self.protected else NOTHING


class ShownWindow(VBAObject):
    """The window in front, and the sheets selected in it."""

    vba_type_name = "Window"

    def __init__(self, excel: ClickedExcel) -> None:
        self.excel = excel

    @member(name="SelectedSheets")
    def vba_selected(self) -> "ShownWindow":
        return self

    @method(name="PrintPreview")
    def vba_print_preview(self) -> None:
        self.excel.previews += 1


class Bridge(ExcelBridge):
    script_host: ScriptHost | None

    def create(self, type_name_: str) -> object:
        assert type_name_ == "WScript.Shell"
        if self.script_host is None:
            raise VBARuntimeError(429, "ActiveX component can't create object")
        return self.script_host


@dataclass
class Addin:
    """The add-in in an Excel.

    Args:
        path: The .xlam.
        start: Takes the place of starting a process: gets the command, returns the exit code.
    """

    path: Path
    start: Callable[[str], int] = field(default=lambda _: 0)

    def __post_init__(self) -> None:
        self.excel = ExcelApplication.open(self.path, with_vba=False)
        self.excel.application.__class__ = ClickedExcel
        self.script_host = ScriptHost(self.start)
        bridge = Bridge(self.excel.application)
        bridge.script_host = self.script_host
        self.bridge = self.excel.interpreter.host = bridge
        self.excel.load_vba(self.path)

    @property
    def application(self) -> Any:
        return self.excel.application

    def click(self, identity: str) -> None:
        """Click the ribbon control of that id."""
        self.excel.run(ON_ACTION, Control(identity))


def windows_arguments(command: str) -> list[str]:
    """Split a command line as Windows' CommandLineToArgvW does."""
    arguments: list[str] = []
    current, quoted, started, slashes = "", False, False, 0
    for letter in command + " ":
        if letter == "\\":
            slashes += 1
            continue
        if letter == '"':
            current += "\\" * (slashes // 2)
            if slashes % 2:
                current += '"'
            else:
                quoted = not quoted
            started, slashes = True, 0
            continue
        current += "\\" * slashes
        started = started or bool(slashes)
        slashes = 0
        if letter in " \t" and not quoted:
            if started:
                arguments.append(current)
            current, started = "", False
        else:
            current += letter
            started = True
    return arguments
