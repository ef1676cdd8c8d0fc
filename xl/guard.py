"""Whether and how cells can be written in the Excel at hand: filters, hidden rows and columns, protection.

A click's host hands its own guard in (`guarding`); whoever writes tables asks `guard()`. In a file nothing is in the
way. Nobody above touches Excel's own objects for it.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar

import xl.light  # noqa: F401  # must come before xlwings

import xlwings as xw  # isort: skip

from xl.reading import ReadArea


class Guard:
    """What is in the way of writing: in a file nothing is; the guard of an Excel says otherwise."""

    def check(self, sheets: Sequence[xw.Sheet], *, reshaped: Sequence[xw.Sheet] = ()) -> None:
        """Find what is in the way before anything is written.

        Args:
            sheets: Cells of these are to be written.
            reshaped: On these, rows may come or go and tables be resized as well.

        Raises:
            WorkbookError: a sheet is protected, or one to be reshaped has a filter that could not be put back exactly;
                the message names the sheet and the next step.
        """

    def meet(self, sheet: xw.Sheet, tables: xw.main.Tables | None = None, table: xw.main.Table | None = None) -> None:
        """Look at a sheet that may be written with the first that is, so that a protected one is found before.

        Args:
            sheet: The sheet.
            tables: Its tables, where they were looked for.
            table: One of them.
        """

    def pieces(self, sheet: xw.Sheet, area: ReadArea) -> Sequence[ReadArea]:  # noqa: ARG002
        """Cut an area into pieces of equal visibility, each to be written by a call of its own."""
        return (area,)

    def reshaping(self, sheet: xw.Sheet) -> AbstractContextManager[None]:  # noqa: ARG002
        """Take the sheet's filters off while rows come or go or a table is resized, and put them back.

        Raises:
            WorkbookError: as `check`.
        """
        return nullcontext()

    def writing(self) -> AbstractContextManager[None]:
        """Keep Excel from filling columns and growing tables by itself while cells are written."""
        return nullcontext()


_guard: ContextVar[Guard] = ContextVar("_guard", default=Guard())  # noqa: B039  it holds nothing


def guard() -> Guard:
    """The guard of the Excel at hand."""
    return _guard.get()


@contextmanager
def guarding(by: Guard) -> Iterator[None]:
    """Let a guard be asked in the block."""
    token = _guard.set(by)
    try:
        yield
    finally:
        _guard.reset(token)
