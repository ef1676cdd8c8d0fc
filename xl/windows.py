"""The lines that only Windows can run: reaching the very Excel that was clicked, its dialogs and messages.

Everything goes through COM objects that tests replace by stand-ins. Only a window's number comes in, so that of
several Excels the right one is found, and no workbook is ever opened by its path to be worked on.
"""

import atexit
import ctypes
import gc
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import xl.light  # noqa: F401  # must come before xlwings

import xlwings as xw  # isort: skip
from xlwings import _xlwindows as _module  # isort: skip  # not public, but the one way to an Excel by its window

from xl import dialogs, kept, patience
from xl.errors import FileError
from xl.excel_guard import ExcelGuard
from xl.guard import guarding
from xl.host import FileQuestion, NoWorkbookError
from xl.product import product

_xlwindows: Any = _module  # it has no types
# xlwings would end every Excel that it cannot see when this process ends.
atexit.unregister(_xlwindows.cleanup)
# And it would ask an Excel that is busy again for ever.
patience.install(_xlwindows)

_com_error: type[Exception] = _xlwindows.pywintypes.com_error

_MB_YESNO, _MB_YESNOCANCEL = 0x4, 0x3
_MB_INFORMATION, _MB_WARNING, _MB_QUESTION = 0x40, 0x30, 0x20
_MB_SET_FOREGROUND = 0x10000
_MB_TOPMOST = 0x40000
_ID_YES, _ID_NO = 6, 7
_EXCELS_WINDOW = "XLMAIN"  # its class
_WAITING = "Excel đang bận, chờ {seconds} giây… Nhấn Enter hoặc Esc nếu đang sửa một ô."
_NOT_KEPT = (
    "Không ghi được bản sao lưu trước khi làm nên sổ giữ nguyên:\n{copy}\n"
    "Kiểm tra ổ đĩa còn chỗ, thư mục cho phép ghi và đường dẫn không dài quá 218 ký tự (giới hạn của Excel), "
    "rồi bấm lại."
)
_NOT_RESTORED = (
    "Không lưu được bản cũ vào chỗ của sổ '{name}' nên sổ vẫn như cũ.\n"
    "Bản trước lần bấm nút ở tệp dưới đây; mở tệp đó rồi bấm Tệp > Lưu như (Save As):\n{copy}"
)


class ExcelHost:
    """The Excel whose window was clicked; see `xl.host.Host`.

    Args:
        hwnd: `Application.Hwnd` of that Excel.
        protected: Its active window is in Protected View.
    """

    def __init__(self, hwnd: int, *, protected: bool = False) -> None:
        self._hwnd = hwnd
        self._protected = protected
        self._app: xw.App | None = None
        self._waits = patience.patience
        self._waits.limit = patience.SHORT  # until something is written
        self._waits.tell = self._tell_waiting

    @property
    def app(self) -> xw.App | None:
        """The application; None if it has no workbook window and is not registered with Windows either."""
        if self._app is None:
            excel = _by_window(self._hwnd) or _registered(self._hwnd)
            self._app = xw.App(impl=excel) if excel else None
        return self._app

    def book(self) -> xw.Book:
        """Return the active workbook."""
        if self._protected:
            raise NoWorkbookError(protected_view=True)
        excel = self.app.api if self.app else None
        workbook = excel.ActiveWorkbook if excel else None
        if workbook is None:
            protected = excel is not None and excel.ActiveProtectedViewWindow is not None
            raise NoWorkbookError(protected_view=protected)
        return xw.Book(impl=_xlwindows.Book(xl=workbook))

    def address(self, book: xw.Book) -> str:
        """Return path or web address."""
        return kept.address(book)

    def read_only(self, book: xw.Book) -> bool:
        """Tell whether the workbook is open for reading only."""
        return bool(book.api.ReadOnly)

    def protected(self, book: xw.Book) -> bool:
        """Tell whether its structure is."""
        return bool(book.api.ProtectStructure)

    def keep(self, book: xw.Book, copy: Path) -> None:
        """Write a copy of the workbook as it stands."""
        try:
            book.api.SaveCopyAs(str(copy))
        except _com_error as error:
            if self.is_busy(error):
                raise
            raise FileError(_NOT_KEPT.format(copy=copy)) from error

    def bring_back(self, book: xw.Book, copy: Path) -> xw.Book:
        """Open the copy, close the workbook, save the copy under the workbook's address."""
        self._waits.wait_long()
        workbook, excel = book.api, book.app.api
        name, address, file_format = workbook.Name, self.address(book), workbook.FileFormat
        alerts, excel.DisplayAlerts = excel.DisplayAlerts, False
        try:
            if not address:
                restored = _as_unsaved(excel, copy, name)
                workbook.Close(False)
                return xw.Book(impl=_xlwindows.Book(xl=restored))
            restored = excel.Workbooks.Open(str(copy), 0)
            workbook.Close(False)
            try:
                restored.SaveAs(address, file_format)
            except _com_error:
                excel.Workbooks.Open(address, 0)
                restored.Close(False)
                raise
        except _com_error as error:
            raise FileError(_NOT_RESTORED.format(name=name, copy=copy)) from error
        finally:
            excel.DisplayAlerts = alerts
        return xw.Book(impl=_xlwindows.Book(xl=restored))

    def open(self, path: Path) -> None:
        """Open a workbook in this Excel."""
        if self.app:
            with suppress(ValueError, _com_error):  # one of that name is open; the message says where the new one is
                self.app.books.open(str(path))

    def say(self, text: str, *, warning: bool = False) -> None:
        """Show a message over Excel; MessageBoxW is Unicode whatever the machine's code page."""
        self._message(text, _MB_WARNING if warning else _MB_INFORMATION)

    def ask(self, text: str) -> bool:
        """Ask a yes-or-no question over Excel."""
        return self._message(text, _MB_YESNO | _MB_QUESTION) == _ID_YES

    def decide(self, text: str) -> bool | None:
        """Ask a question over Excel that can be left open."""
        return {_ID_YES: True, _ID_NO: False}.get(self._message(text, _MB_YESNOCANCEL | _MB_QUESTION))

    def preview(self, book: xw.Book, sheets: Sequence[str]) -> None:
        """Select the sheets; the VBA shows their print preview, which Excel itself must open."""
        book.api.Sheets(tuple(sheets)).Select()

    def choose(self, question: FileQuestion, folder: Path) -> Path | None:
        """Show Windows' own dialog over Excel."""
        if question.dialog != "folder":
            new = question.dialog == "save"
            start = folder / question.suggest if new else folder
            return dialogs.pick_file(self._window(), question.help, start, question.patterns, new=new)
        chosen = dialogs.pick_folder(self._window(), question.help, folder)
        # Files are not strewn about the workbook's own folder, and the dialog offers no folder that is not there yet.
        return chosen / question.suggest if chosen == folder else chosen

    def is_busy(self, error: BaseException) -> bool:
        """Tell whether Excel refused a call because a cell is being edited or a dialog is open."""
        return patience.is_busy(error)

    @contextmanager
    def writing(self, book: xw.Book) -> Iterator[None]:
        """Wait long for answers, keep Excel's own doings and the user's hands off, ask the live guard."""
        app = self.app or book.app
        guard = ExcelGuard(book, app)
        self._waits.wait_long()
        with guarding(guard), guard.writing():
            app.interactive = False
            try:
                yield
            finally:
                app.interactive = True

    @property
    def changes(self) -> int:
        """How many calls of this click may have changed a workbook."""
        return self._waits.changes

    def release(self) -> None:
        """Drop every COM object now: Excel stays in memory after closing while one is held."""
        self._app = None
        gc.unfreeze()  # some were there while modules were loaded
        gc.collect()

    def _tell_waiting(self, seconds: float) -> None:
        """Say in the status bar that Excel is waited for; while it is busy it may not even take that."""
        if self._app is not None:
            with suppress(Exception):
                text = _WAITING.format(seconds=int(seconds)) if seconds else False
                self._app.api._inner.StatusBar = text  # noqa: SLF001  # without waiting

    def _message(self, text: str, kind: int) -> int:
        """Return the button that was pressed."""
        for window in (self._window(), 0):
            over = _MB_SET_FOREGROUND if window else _MB_SET_FOREGROUND | _MB_TOPMOST
            if answer := int(_user32().MessageBoxW(window, text, product.title, kind | over)):
                return answer
        raise OSError("MessageBoxW shows nothing")  # the log's words: nobody can be told

    def _window(self) -> int:
        """Return the window that was clicked, or the one Excel has now; 0 if neither is there.

        A window goes with its workbook, and Windows gives the numbers of gone windows to new ones of anybody.
        """
        if _is_excels(self._hwnd):
            return self._hwnd
        with suppress(_com_error, patience.BusyError, AttributeError, OSError):
            now = int(self._app.api.Hwnd) if self._app else 0
            return now if _is_excels(now) else 0
        return 0


def _user32() -> Any:
    return ctypes.windll.user32  # type: ignore[attr-defined,unused-ignore]  # Windows only


def _is_excels(window: int) -> bool:
    name = ctypes.create_unicode_buffer(len(_EXCELS_WINDOW) + 2)
    return bool(_user32().GetClassNameW(window, name, len(name))) and name.value == _EXCELS_WINDOW


def _by_window(hwnd: int) -> Any:
    """Return xlwings' App for a window that shows a workbook, or None."""
    excel = _xlwindows.App(xl=hwnd)
    try:
        excel.xl  # noqa: B018  # reaches for the COM object behind the window
    except (OSError, _xlwindows.pywintypes.error):
        return None
    return excel


def _registered(hwnd: int) -> Any:
    """Return xlwings' App for the Excel that Windows has registered, if it is the one with this window."""
    try:
        excel = _xlwindows.win32com.client.GetActiveObject("Excel.Application")
        if excel.Hwnd == hwnd:
            return _xlwindows.App(xl=patience.PatientObject(excel))
    except (_com_error, OSError):
        pass
    return None


def _as_unsaved(excel: Any, copy: Path, name: str) -> Any:
    """Open a copy as a new unsaved workbook; Excel names it after the file, with a number."""
    template = copy.with_name(f"{name}{copy.suffix}")
    shutil.copyfile(copy, template)
    try:
        return excel.Workbooks.Add(str(template))
    finally:
        template.unlink(missing_ok=True)
