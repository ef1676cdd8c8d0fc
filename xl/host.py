"""What a click needs of the Excel it came from, beyond the xlwings API.

`xl.windows` is the real one; tests stand others in its place.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import xl.light  # noqa: F401  # must come before xlwings

import xlwings as xw  # isort: skip


class NoWorkbookError(Exception):
    """No workbook can be worked on.

    Attributes:
        protected_view: There is one, but in Protected View.
    """

    def __init__(self, *, protected_view: bool) -> None:
        super().__init__("Protected View" if protected_view else "no workbook is open")
        self.protected_view = protected_view


class FileQuestion(Protocol):
    """What a dialog for a file or folder asks.

    Attributes:
        help: Its title.
        dialog: "open", "save" or "folder".
        suggest: The name proposed.
        patterns: The files it shows, e.g. "*.txt;*.docx".
    """

    @property
    def help(self) -> str: ...  # noqa: D102
    @property
    def dialog(self) -> str: ...  # noqa: D102
    @property
    def suggest(self) -> str: ...  # noqa: D102
    @property
    def patterns(self) -> str: ...  # noqa: D102


class Host(Protocol):
    """The Excel of a click and the desktop around it."""

    @property
    def app(self) -> xw.App | None:
        """The application; None where no workbook is open and Excel cannot be reached."""

    def book(self) -> xw.Book:
        """Return the active workbook.

        Raises:
            NoWorkbookError: there is none, or it is in Protected View.
        """

    def address(self, book: xw.Book) -> str:
        """Return where the workbook was saved: a path, a web address, or "" when it never was."""

    def read_only(self, book: xw.Book) -> bool:
        """Tell whether Excel would refuse to save it in place."""

    def protected(self, book: xw.Book) -> bool:
        """Tell whether the workbook's structure is protected: no sheet can come, go or be shown."""

    def keep(self, book: xw.Book, copy: Path) -> None:
        """Write the workbook as it stands, unsaved changes included, to a file; it stays the same workbook.

        Raises:
            FileError: the file cannot be written.
        """

    def bring_back(self, book: xw.Book, copy: Path) -> xw.Book:
        """Put the kept copy in the workbook's place and return it; nothing asks.

        It is saved under the workbook's old address; where there was none it is a new unsaved workbook.

        Raises:
            FileError: it cannot be done; the workbook is still open as it was.
        """

    def writing(self, book: xw.Book) -> AbstractContextManager[None]:
        """While it lasts the workbook is written: Excel is waited for long, and does nothing by itself."""

    @property
    def changes(self) -> int:
        """How many calls so far may have changed a workbook."""

    def open(self, path: Path) -> None:
        """Open a workbook file for the user; do nothing where Excel cannot be reached."""

    def say(self, text: str, *, warning: bool = False) -> None:
        """Show a message and wait for OK."""

    def ask(self, text: str) -> bool:
        """Ask a yes-or-no question."""

    def decide(self, text: str) -> bool | None:
        """Ask a question that can be left open; None: not now."""

    def preview(self, book: xw.Book, sheets: Sequence[str]) -> None:
        """Select the sheets, so that Excel shows them as they would be printed when the click has ended."""

    def choose(self, question: FileQuestion, folder: Path) -> Path | None:
        """Let the user choose a file or folder as `question.dialog` says; None: they cancelled."""

    def is_busy(self, error: BaseException) -> bool:
        """Tell whether an error means that Excel did not answer."""

    def release(self) -> None:
        """Let go of Excel, so that it can close."""
