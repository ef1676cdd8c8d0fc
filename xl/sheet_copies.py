"""Copies of sheets, at a cost that does not grow with the book, and none of which can be mistaken for another sheet.

Excel puts a sheet that is copied after a hidden one somewhere before it, and may refuse to copy a very hidden one at
all. So a hidden original is shown for the moment, copies go after sheets that are shown and never before their
original (whose names would move to the copy), and a copy is renamed only when its name was not there before.

xlwings' own `Sheet.copy` finds the copy by asking every sheet for its name, three times over.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

import xl.light  # noqa: F401  # must come before xlwings

import xlwings as xw  # isort: skip

from xl.errors import WorkbookError
from xl.guard import guard
from xl.progress import each

_LOST = "Excel không chép được sheet '{name}' vào đúng chỗ. Đóng Excel, mở lại sổ rồi bấm lại."
_SHOWN = (True, -1)


def copy_sheet(original: xw.Sheet, names: Sequence[str], doing: str = "") -> dict[str, xw.Sheet]:
    """Copy a sheet under each of the names, behind all sheets that are shown; the copies are shown.

    Args:
        original: The sheet.
        names: Of the copies; none is taken.
        doing: Told to who watches the progress.

    Returns:
        The copies by name.

    Raises:
        WorkbookError: a copy did not land where it should.
        Exception: the engine's own, if a name is none that Excel accepts. In both cases no copy is left.
    """
    made: dict[str, xw.Sheet] = {}
    with _shown(original), _active_kept(original.book):
        places = _Places(original.book)
        anchor = places.last_shown
        try:
            for name in each(doing, names):
                made[name] = places.copy(original, anchor, name)
                anchor += 1
        except BaseException:
            _take_away(made)
            raise
    return made


def remake_sheet(original: xw.Sheet, old: xw.Sheet | None, name: str, fill: Callable[[xw.Sheet], None]) -> xw.Sheet:
    """Make a sheet from its original: one that is there gets the cells of a new copy, so that formulas still find it.

    Its page set-up stays its own.

    Args:
        original: What it is copied from.
        old: The sheet as it was made before, None for the first time.
        name: Its name.
        fill: Called with the copy, to write into it.

    Raises:
        WorkbookError: as `copy_sheet`, or the sheet that is there is protected.
    """
    if old is None:
        sheet = copy_sheet(original, [name])[name]
        fill(sheet)
        return sheet
    guard().check([old])
    with _shown(original), _active_kept(original.book):
        places = _Places(original.book)
        copy = places.copy(original, places.last_shown)
        fill(copy)
        with guard().writing(old.book):
            copy.cells.copy(old.cells)
        copy.delete()
        if old.visible not in _SHOWN:
            old.visible = True
    return old


def bring_sheet(original: xw.Sheet, book: xw.Book) -> None:
    """Copy a sheet of another workbook behind all sheets that are shown, under its own name, hidden if it is.

    Raises:
        WorkbookError: as `copy_sheet`.
    """
    state = original.visible
    with _shown(original), _active_kept(book):
        places = _Places(book)
        copy = places.copy(original, places.last_shown)
    copy.visible = state


class _Places:
    """The worksheets of a book in order, as they stand when it is made and after each copy."""

    def __init__(self, book: xw.Book) -> None:
        self._book = book
        seen = [(str(sheet.name), sheet.visible in _SHOWN) for sheet in book.sheets]
        self.names = [name for name, _ in seen]
        self.last_shown = max(number for number, (_, shown) in enumerate(seen) if shown)

    def copy(self, original: xw.Sheet, anchor: int, name: str = "") -> xw.Sheet:
        """Copy a sheet after the one at a place, and name the copy if a name is given."""
        original.impl.copy(before=None, after=self._book.sheets[anchor].impl)
        copy = self._book.sheets[anchor + 1]
        found = str(copy.name)
        if found in self.names:
            raise self._lost(found)
        if name:
            copy.name = found = name
        self.names.insert(anchor + 1, found)
        return copy

    def _lost(self, name: str) -> WorkbookError:
        """Take the stray copy away; nothing else may be touched."""
        for sheet in list(self._book.sheets):
            if sheet.name not in self.names:
                sheet.delete()
        return WorkbookError(_LOST.format(name=name))


@contextmanager
def _shown(sheet: xw.Sheet) -> Iterator[None]:
    """Show a hidden sheet meanwhile."""
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


def _take_away(made: dict[str, xw.Sheet]) -> None:
    for copy in made.values():
        with suppress(Exception):  # as many as can be
            copy.delete()
