"""Trying things in the Excel of this machine: one of our own, in which nobody's workbooks are open.

It is started and ended here, and only what was opened here is closed. Windows only, as `xl.windows`.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import xl.light  # noqa: F401  # must come before xlwings

import xlwings as xw  # isort: skip
from xlwings import _xlwindows as _module  # isort: skip  # as `xl.windows` does

from xl.errors import ToolError
from xl.host import FileQuestion
from xl.patience import PatientObject
from xl.reading import area_at
from xl.windows import ExcelHost

_xlwindows: Any = _module  # it has no types
_com_error: type[Exception] = _xlwindows.pywintypes.com_error
_NO_EXCEL = (
    "Không mở được Excel trên máy này. Mở Excel một lần bằng tay, trả lời hết các hộp thoại, đóng lại rồi thử lại."
)
_VALUES, _VERY_HIDDEN = 7, 2  # xlFilterValues, xlSheetVeryHidden
_SETTLED = {
    "StatusBar": False, "ScreenUpdating": True, "DisplayAlerts": True, "Interactive": True,
    "CopyObjectsWithCells": True,
}  # fmt: skip
_SETTLED_LISTS = {"AutoFillFormulasInLists": True, "AutoExpandListRange": True}


@contextmanager
def own_excel() -> Iterator[xw.App]:
    """Start an Excel that is shown and has no workbook; end it.

    Raises:
        ToolError: there is none.
    """
    try:
        excel = PatientObject(_xlwindows.DispatchEx("Excel.Application"))
    except (_com_error, OSError) as error:
        raise ToolError(_NO_EXCEL) from error
    app = xw.App(impl=_xlwindows.App(xl=excel))
    try:
        excel.Visible = True
        yield app
    finally:
        close_all(app)
        excel.Quit()  # xlwings' quit would end other programs' hidden Excels too


def close_all(app: xw.App) -> None:
    """Close every workbook of an Excel of our own, unsaved."""
    excel = app.api
    excel.DisplayAlerts = False
    for workbook in list(excel.Workbooks):
        workbook.Close(False)
    excel.DisplayAlerts = True


def facts(app: xw.App) -> dict[str, str]:
    """What Excel this is."""
    excel = app.api
    found = {"version": f"{excel.Version} ({excel.Build})", "system": str(excel.OperatingSystem), "printer": ""}
    with suppress(_com_error):  # there is none
        found["printer"] = str(excel.ActivePrinter)
    return found


def unsettled(app: xw.App) -> list[str]:
    """The options of Excel that are not as they were when it started."""
    excel = app.api
    holders = ((excel, _SETTLED), (excel.AutoCorrect, _SETTLED_LISTS))
    return [name for holder, wanted in holders for name, value in wanted.items() if getattr(holder, name) != value]


class Unattended(ExcelHost):
    """A click before which nobody sits: messages are kept, questions are answered.

    Args:
        app: The Excel.
        chosen: What dialogs for a file or folder answer; None: what they propose.

    Attributes:
        said: The messages and questions.
        warned: Whether one of them was a warning.
        homeless: Messages for which no window of Excel was there to stand over.
    """

    def __init__(self, app: xw.App, chosen: Path | None = None) -> None:
        super().__init__(int(app.api.Hwnd))
        self._chosen = chosen
        self.said: list[str] = []
        self.homeless: list[str] = []
        self.warned = False

    def say(self, text: str, *, warning: bool = False) -> None:
        """Keep a message."""
        self.said.append(text)
        self.warned |= warning
        if not self._window():
            self.homeless.append(text)

    def ask(self, text: str) -> bool:
        """Answer yes."""
        self.say(text)
        return True

    def decide(self, text: str) -> bool | None:
        """Leave it open."""
        self.say(text)
        return None

    def choose(self, question: FileQuestion, folder: Path) -> Path | None:
        """Answer what was chosen, or what is proposed."""
        return self._chosen or folder / question.suggest


# What a user may have done to a sheet


def filter_tables(sheet: xw.Sheet) -> None:
    """Filter every other text of the first column of each table away; a table without any stays."""
    for table in _filled(sheet):
        rows = table.DataBodyRange.Value
        texts = [_shown(row[0]) for row in rows] if isinstance(rows, tuple | list) else []
        if kept := sorted({text for text in texts[::2] if text}):
            table.Range.AutoFilter(1, kept, _VALUES)


def _filled(sheet: xw.Sheet) -> list[Any]:
    """The tables of a sheet that have rows."""
    return [table for table in sheet.api.ListObjects if table.DataBodyRange is not None]


def _shown(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value or "")


def hide_rows(sheet: xw.Sheet) -> None:
    """Hide every other row of each table by hand."""
    for table in _filled(sheet):
        body = area_at(str(table.DataBodyRange.Address))
        for row in range(body.row, body.row + body.height, 2):
            sheet.api.Range(f"{row}:{row}").EntireRow.Hidden = True


def hide_columns(sheet: xw.Sheet) -> None:
    """Hide every third column of each table by hand."""
    for table in sheet.api.ListObjects:
        columns = table.Range.Columns
        for number in range(3, int(columns.Count) + 1, 3):
            columns(number).EntireColumn.Hidden = True


def hide_away(sheet: xw.Sheet) -> None:
    """Make a sheet very hidden."""
    sheet.api.Visible = _VERY_HIDDEN


def copy_behind(sheet: xw.Sheet) -> None:
    """Copy a sheet behind itself, as a user does by dragging it."""
    sheet.api.Copy(None, sheet.api)


def protect_structure(book: xw.Book) -> None:
    """Protect a workbook's structure, without a password."""
    book.api.Protect("", True)


def add_chart(book: xw.Book) -> None:
    """Add a chart sheet, which is the active one then."""
    book.api.Charts.Add()


def protect(sheet: xw.Sheet) -> None:
    """Protect a sheet, half of the columns of its first table unlocked."""
    columns = sheet.api.ListObjects(1).Range.Columns
    for number in range(1, int(columns.Count) // 2 + 1):
        columns(number).Locked = False
    sheet.api.Protect()
