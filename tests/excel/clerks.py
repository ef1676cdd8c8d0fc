"""What a clerk does to our tables by Excel's own means: rows sorted, columns of their own put in."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from cchc_macros import contract as c
from cchc_macros.contract import TableSpec
from tests.excel.double import store
from tests.excel.double.desktop import Desk
from tests.excel.double.tables import ListObject
from tests.excel.scenes import ours

NOTED, LENGTH = "Ghi riêng", "Độ dài"  # headings of a clerk's own columns: what they typed, what they compute
WORD = "Lời riêng"
_NAMED_BY = {c.CRITERIA: (c.CRITERION_NAME,), c.TASKS: (c.REQUIREMENT, c.TASK_NAME)}  # the first that is filled


class Row(NamedTuple):
    """A row of a table, with what the clerk keeps beside it."""

    name: str
    noted: str | None
    length: float | None

    @property
    def is_right(self) -> bool:
        """Whether what the clerk keeps is of this row."""
        return self.noted in (None, _note(self.name)) and self.length == len(self.noted or "")


def sort_tables(_desk: Desk, book: Any) -> None:
    """*Bảng điểm* sorted by the points, the highest first, and *Nhiệm vụ* by the deadline."""
    _sort(_table(book, c.CRITERIA), c.RESULT, falling=True)
    _sort(_table(book, c.TASKS), c.TASK_DEADLINE)


def own_columns(_desk: Desk, book: Any) -> None:
    """In both tables a column amid ours that tells which row it is, and one right of all with a formula."""
    for spec in _NAMED_BY:
        table = _table(book, spec)
        _put_amid(table, {row: _note(name) for row, name in _names(table).items() if name})
        _put_beside(_table(book, spec))


def words_around(_desk: Desk, book: Any) -> None:
    """A word right under each of our tables and one right of it, typed while Excel let no table grow."""
    for table in _tables(book):
        box = table.box
        for row, column in ((box.last_row + 1, box.column + 1), (box.row + 1, box.last_column + 1)):
            if store.empty(table.sheet.ws, row, column):
                store.put_plain(table.sheet.ws, row, column, WORD)


def words_in_tables(book: Any) -> list[str]:
    """The tables that hold such a word now."""
    return [
        table.file.name
        for table in _tables(book)
        if WORD in {table.sheet.ws._cells[at]._value for at in store.present(table.sheet.ws, table.box)}
    ]


def _tables(book: Any) -> list[ListObject]:
    return [table for sheet in ours(book) for table in sheet.tables()]


def rows_with_own(book: Any) -> Iterator[Row]:
    """What stands in both tables."""
    for spec in _NAMED_BY:
        table = _table(book, spec)
        for row, name in _names(table).items():
            yield Row(name, *(_value(table, row, heading) for heading in (NOTED, LENGTH)))


def _note(name: str) -> str | None:
    return f"của {name}" if name else None


def _table(book: Any, spec: TableSpec) -> ListObject:
    sheet = book.tab(next(ws for ws in book.wb.worksheets if ws.title == spec.sheet))
    return next(table for table in sheet.tables() if table.file.name == spec.name)


def _rows(table: ListObject) -> range:
    body = store.body_of(table.file.entry)
    return range(body.row, body.last_row + 1)


def _names(table: ListObject) -> dict[int, str]:
    headings = next(headings for spec, headings in _NAMED_BY.items() if spec.name == table.file.name)
    return {row: next(filter(None, (_value(table, row, heading) for heading in headings)), "") for row in _rows(table)}


def _column(table: ListObject, heading: str) -> int:
    return table.box.column + [entry.name for entry in table.file.entry.tableColumns].index(heading)


def _value(table: ListObject, row: int, heading: str) -> Any:
    return store.raw(table.sheet.file.doc, table.sheet.ws, row, _column(table, heading))


def _sort(table: ListObject, heading: str, *, falling: bool = False) -> None:
    """Sort as Excel does: blank cells come last either way."""
    by = {row: _value(table, row, heading) for row in _rows(table)}
    filled = sorted((row for row in by if by[row] is not None), key=lambda row: _rank(by[row]), reverse=falling)
    order = [*filled, *(row for row in by if by[row] is None)]
    store.rearrange(table.sheet.file.doc, table.sheet.ws, table.box, dict(zip(by, order, strict=True)))


def _rank(value: Any) -> tuple[int, Any]:
    return (0, value) if isinstance(value, float) else (1, str(value).casefold())


def _put_amid(table: ListObject, notes: dict[int, str]) -> None:
    """A column of the sheet inserted before our third, as by a right click on its letter, and filled."""
    sheet, column = table.sheet, table.box.column + 2
    sheet.Cells(1, column).EntireColumn.Insert()
    sheet.Cells(table.box.row, column).Value = NOTED
    for row, text in notes.items():
        sheet.Cells(row, column).Value = text


def _put_beside(table: ListObject) -> None:
    """A heading typed right of the table makes it wider; a formula in one cell fills the column."""
    sheet, column, row = table.sheet, table.box.last_column + 1, table.box.row + 1
    noted = sheet.Cells(row, _column(table, NOTED)).file.address.replace("$", "")
    sheet.Cells(table.box.row, column).Value = LENGTH
    sheet.Cells(row, column).Formula = f"=LEN({noted})"
