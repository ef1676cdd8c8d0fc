"""Copies of sheets, at a cost that does not grow with the book, and none of which can be mistaken for another sheet.

Excel puts a sheet that is copied after a hidden one somewhere before it, and may refuse to copy a very hidden one at
all. So a hidden original is shown for the moment, copies go after sheets that are shown and never before their
original (whose names would move to the copy), and a copy is renamed only when its name was not there before.

xlwings' own `Sheet.copy` finds the copy by asking every sheet for its name, three times over.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import takewhile

import xl.light  # noqa: F401  # must come before xlwings

import xlwings as xw  # isort: skip

from xl.errors import WorkbookError
from xl.guard import guard
from xl.progress import each
from xl.reading import ReadArea, cells_of, formulas_of, used_area

_LOST = "Excel không chép được sheet '{name}' vào đúng chỗ. Đóng Excel, mở lại sổ rồi bấm lại."
_SHOWN = (True, -1)


class SheetCopies:
    """Copies of sheets into a workbook, in which no other sheets come, go or move while this is used.

    Args:
        book: The workbook.
        sheets: All its worksheets in order, by name.

    Every method raises WorkbookError if Excel makes no copy, or not where it should be, and the engine's own error if a
    name is none that Excel accepts; then no copy is left.
    """

    def __init__(self, book: xw.Book, sheets: Mapping[str, xw.Sheet]) -> None:
        self._book, self._sheets, self._names = book, book.sheets, list(sheets)
        hidden = takewhile(lambda sheet: sheet.visible not in _SHOWN, reversed(list(sheets.values())))
        self._last_shown = len(sheets) - 1 - sum(1 for _ in hidden)

    def under_names(self, original: xw.Sheet, names: Sequence[str], doing: str = "") -> dict[str, xw.Sheet]:
        """Copy a sheet under each of the names, behind all sheets that are shown; the copies are shown.

        Args:
            original: The sheet.
            names: Of the copies; none is taken.
            doing: Told to who watches the progress.

        Returns:
            The copies by name.
        """
        made: dict[str, xw.Sheet] = {}
        with _shown(original), _active_kept(self._book):
            try:
                for name in each(doing, names):
                    made[name] = self._copy(original)
                    made[name].name = self._names[self._last_shown] = name
            except BaseException:
                for copy in made.values():
                    with suppress(Exception):  # as many as can be
                        copy.delete()
                raise
        return made

    def remake(self, original: xw.Sheet, old: xw.Sheet | None, name: str, fill: Callable[[xw.Sheet], None]) -> xw.Sheet:
        """Make a sheet from its original: one that is there gets a new copy's cells, so that formulas still find it.

        Its page set-up stays its own, and it is shown.

        Args:
            original: What it is copied from.
            old: The sheet as it was made before, None for the first time.
            name: Its name.
            fill: Called with the copy, to write into it.
        """
        if old is None:
            sheet = self.under_names(original, [name])[name]
            fill(sheet)
            return sheet
        guard().check([old])
        with _shown(original), _active_kept(self._book):
            copy = self._copy(original)
            fill(copy)
            with guard().writing():
                copy.cells.copy(old.cells)
            copy.delete()
            del self._names[self._last_shown]
            self._last_shown -= 1
            if old.visible not in _SHOWN:
                old.visible = True
                self._last_shown = max(self._last_shown, self._names.index(old.name))
        return old

    def bring(self, original: xw.Sheet, behind: xw.Sheet | None = None) -> None:
        """Copy a sheet of another workbook under its own name, hidden if it is, behind all sheets that are shown.

        Its formulas, which Excel lets read the other workbook from then on, read this one.

        Args:
            original: The sheet.
            behind: A sheet that is shown, behind which the copy goes instead.
        """
        state = original.visible
        with _shown(original), _active_kept(self._book):
            copy = self._copy(original, None if behind is None else self._names.index(behind.name))
        copy.visible = state
        self._last_shown -= state not in _SHOWN
        area = used_area(original)
        meant, found = formulas_of(original, area), formulas_of(copy, area)
        rows = [i for i, (row, other) in enumerate(zip(meant, found, strict=True)) if row != other]
        if rows:
            block = ReadArea(area.row + rows[0], area.column, rows[-1] - rows[0] + 1, area.width)
            cells_of(copy, block).formula = meant[rows[0] : rows[-1] + 1]

    def _copy(self, original: xw.Sheet, behind: int | None = None) -> xw.Sheet:
        place = (self._last_shown if behind is None else behind) + 1  # of the copy, from 0
        try:
            original.impl.copy(before=None, after=self._sheets(place).impl)
        except Exception as error:
            if getattr(error, "excepinfo", None) is None:
                raise
            raise WorkbookError(_LOST.format(name=original.name)) from error
        copy = self._sheets(place + 1)
        found = str(copy.name)
        if found in self._names:
            raise self._lost(found)
        self._last_shown += 1
        self._names.insert(place, found)
        return copy

    def _lost(self, name: str) -> WorkbookError:
        """Take the stray copy away; nothing else may be touched."""
        for sheet in list(self._sheets):
            if sheet.name not in self._names:
                sheet.delete()
        return WorkbookError(_LOST.format(name=name))


@contextmanager
def _shown(sheet: xw.Sheet) -> Iterator[None]:
    """Show a hidden sheet meanwhile; a protected one has copies that nothing can be written into."""
    guard().check([sheet])
    state = sheet.visible
    if state in _SHOWN:
        yield
        return
    sheet.visible = True
    try:
        yield
    finally:
        sheet.visible = state


@contextmanager
def _active_kept(book: xw.Book) -> Iterator[None]:
    """Let the sheet that the user looks at stay the active one."""
    active = book.sheets.active
    yield
    with suppress(Exception):  # it went, or cannot be shown: any other is as good
        active.impl.activate()


def copy_validation(model: xw.Range, cells: xw.Range) -> None:
    """Give cells the choices or the check of one cell, of this workbook or another; their contents and looks stay."""
    model.copy()
    cells.paste(paste="validation")
    model.sheet.book.app.cut_copy_mode = False
