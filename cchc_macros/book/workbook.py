"""The workbook of a click: each table is looked for and read once, and what is read of them is worked out once."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, TypeVar, cast
from weakref import ref

import xl.light  # noqa: F401  # must come before xlwings

import xlwings as xw  # isort: skip

from cchc_macros import contract as c
from cchc_macros.book.cells import text_of
from cchc_macros.book.find import SheetNames, TablePlace, find_table, look_for, lost_name, named_cells, read_table
from cchc_macros.book.settings import Settings, settings_in
from cchc_macros.book.tables import Gone, Table
from cchc_macros.contract import TableSpec
from xl.guard import guard
from xl.reading import ReadArea, cells_of

T = TypeVar("T")


class Workbook:
    """A CCHC workbook, made once per macro and handed down.

    Attributes:
        book: xlwings' own object of it.
        sheets: Its sheets by name.
    """

    def __init__(self, book: xw.Book) -> None:
        self.book = book
        known = _at_hand.get()
        self.sheets: SheetNames = known.sheets if known is not None and known.book is book else SheetNames(book)
        self._tables: dict[str, Table] = {}
        self._worked_out = _WorkedOut()

    def table(self, spec: TableSpec) -> Table:
        """A table, read when first asked for, and again after formulas were written into it.

        Raises:
            WorkbookError: the table, or a column of the contract, is missing.
        """
        table = self._tables.get(spec.name)
        if table is None or table.is_stale:
            place = self._place(spec) or find_table(self.sheets, spec)
            table = self._tables[spec.name] = read_table(place, spec, _forgetting(self._worked_out))
        return table

    def has(self, spec: TableSpec) -> bool:
        """Whether there is such a table: workbooks made before it lack one."""
        return self._place(spec) is not None

    def once(self, work_out: Callable[["Workbook"], T]) -> T:
        """What a function makes of the workbook, worked out once until a table is written."""
        if work_out not in self._worked_out:
            self._worked_out[work_out] = work_out(self)
        return cast("T", self._worked_out[work_out])

    @property
    def settings(self) -> Settings:
        """The table Settings.

        Raises:
            WorkbookError: it is missing, or a later version of ours, with other names, made the workbook.
        """
        return self.once(_settings)

    def cells(self, names: Iterable[str], may_lack: Collection[str] = ()) -> dict[str, tuple[xw.Sheet, ReadArea]]:
        """The cells with defined names; of those that may be missing only the ones that are there.

        Raises:
            WorkbookError: there is no such name, or it stands for no cell.
        """
        cells = {}
        for name, (sheet_name, area) in named_cells(self.book, names, may_lack).items():
            sheet = self.sheets.get(sheet_name)
            if sheet is None:
                raise lost_name(self.book, name, is_there=True)
            guard().meet(sheet)
            cells[name] = sheet, area
        return cells

    def cell(self, name: str) -> xw.Range:
        """One such cell.

        Raises:
            WorkbookError: as `cells`.
        """
        return cells_of(*self.cells([name])[name])

    def sheets_changed(self) -> None:
        """Forget the sheets: some were added, renamed or deleted, tables of ours with them perhaps."""
        self.sheets.forget()

    @contextmanager
    def at_hand(self) -> Iterator[None]:
        """Let macros that are given the same book know its sheets."""
        token = _at_hand.set(self)
        try:
            yield
        finally:
            _at_hand.reset(token)

    def will_reshape(self, *specs: TableSpec, sheets: Sequence[xw.Sheet] = ()) -> None:
        """Find, before anything is written, what would keep rows of these tables and sheets from coming and going.

        Raises:
            WorkbookError: naming the sheet and the next step.
        """
        all_sheets = [*(place.sheet for spec in specs if (place := self._place(spec))), *sheets]
        guard().check(all_sheets, reshaped=all_sheets)

    def will_write(self, *names: str) -> None:
        """Let sheets without a table be looked at for protection with the first that is written."""
        for sheet in filter(None, map(self.sheets.get, names)):
            guard().meet(sheet)

    def log(self, action: str, lines: Sequence[tuple[str, str, str]]) -> None:
        """Add lines to the table Log, each (unit, result, detail), with the present time."""
        now = datetime.now().replace(microsecond=0)  # noqa: DTZ005  the clerk's own clock is meant
        if lines:
            self.table(c.LOG).update(
                {},
                new=[
                    {c.TIME: now, c.ACTION: action, c.UNIT: unit, c.RESULT: result, c.DETAIL: detail}
                    for unit, result, detail in lines
                ],
            )

    def log_gone(self, action: str, gone: Sequence[Gone], name: str) -> None:
        """Keep in the log what staff typed beside rows that are no more, each called by the value of a column."""
        self.log(
            action,
            [
                (text_of(row.values.get(c.UNIT)), "Dòng không còn", f"{text_of(row.values[name])} — {_listed(row.own)}")
                for row in gone
                if row.own
            ],
        )

    def _place(self, spec: TableSpec) -> TablePlace | None:
        places = self.sheets.places
        if spec.name not in places:
            places[spec.name] = look_for(self.sheets, spec)
        if place := places[spec.name]:
            guard().meet(place.sheet, place.tables, place.table)
        return places[spec.name]


_at_hand: ContextVar[Workbook | None] = ContextVar("_at_hand", default=None)


class _WorkedOut(dict[Callable[[Workbook], Any], Any]):
    """What was made of a workbook, by the function that made it."""


def _forgetting(worked_out: _WorkedOut) -> Callable[[], None]:
    """What a table calls after it was written: weakly held, else all tables would last till the end of the run."""
    held = ref(worked_out)

    def forget() -> None:
        found = held()
        if found is not None:
            found.clear()

    return forget


def _listed(own: Mapping[str, str]) -> str:
    return "; ".join(f"{heading}: {text}" for heading, text in own.items())


def _settings(workbook: Workbook) -> Settings:
    return settings_in(workbook.table(c.SETTINGS))
