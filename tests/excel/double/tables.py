"""Excel's tables and filters."""

from __future__ import annotations  # members named like the classes hide them in a class's body

from contextlib import nullcontext
from typing import Any

from openpyxl.worksheet.filters import AutoFilter as FileFilter
from openpyxl.worksheet.filters import CustomFilter, CustomFilters, FilterColumn
from openpyxl.worksheet.filters import Filters as FileValues

from tests.excel.double import store, writes
from tests.excel.double.com import ComObject, refused
from tests.excel.double.ranges import Range
from tests.excel.double.store import Box

NOT_FOUND = -2146828279
VALUES = 7  # xlFilterValues


class Filtered:
    """What a sheet's and a table's filter share; each keeps it where the file does."""

    desk: Any
    sheet: Any

    @property
    def holder(self) -> FileFilter | None:
        """The file's own filter."""
        raise NotImplementedError

    @property
    def filter_box(self) -> Box | None:
        ref = self.holder.ref if self.holder is not None else None
        return store.parse_box(ref) if ref else None

    @property
    def filters(self) -> bool:
        """Whether rows are filtered, so that the sheet is in filter mode."""
        return bool(self.holder is not None and self.holder.filterColumn)

    def filter_by(self, box: Box, field: int, first: Any, operator: int = 1, second: Any = None) -> None:
        """Filter a column, as `Range.AutoFilter` does, and hide what does not fit."""
        if self.sheet.protects:
            raise refused("AutoFilter method of Range class failed")
        holder = self._made(box)
        holder.filterColumn = [entry for entry in holder.filterColumn if entry.colId != field - 1]
        if first is not None:
            holder.filterColumn.append(_entry(field - 1, first, operator, second))
        self.apply()

    def _made(self, box: Box) -> FileFilter:
        raise NotImplementedError

    def apply(self) -> None:
        box = self.filter_box
        assert box is not None
        for row in range(box.row + 1, box.last_row + 1):
            store.hide_row(self.sheet.file.ws, row, hidden=not self._fits(box, row))

    def _fits(self, box: Box, row: int) -> bool:
        doc, ws = self.sheet.file.doc, self.sheet.file.ws
        return all(
            _fits(entry, store.raw(doc, ws, row, box.column + entry.colId)) for entry in self.holder.filterColumn
        )

    def show_all(self) -> None:
        if not self.filters:
            raise refused("ShowAllData method of Worksheet class failed")
        box = self.filter_box
        self.holder.filterColumn = []
        for row in range(box.row + 1, box.last_row + 1):
            store.hide_row(self.sheet.file.ws, row, hidden=False)


def _entry(column: int, first: Any, operator: int, second: Any) -> FilterColumn:
    if operator == VALUES:
        return FilterColumn(colId=column, filters=FileValues(filter=[str(value).removeprefix("=") for value in first]))
    terms = [_term(text) for text in (first, second) if text is not None]
    return FilterColumn(colId=column, customFilters=CustomFilters(customFilter=terms, _and=operator == 1))


def _term(text: Any) -> CustomFilter:
    for mark, name in (("<>", "notEqual"), (">=", "greaterThanOrEqual"), ("<=", "lessThanOrEqual"),
                       (">", "greaterThan"), ("<", "lessThan"), ("=", "equal")):  # fmt: skip
        if str(text).startswith(mark):
            return CustomFilter(operator=name, val=str(text)[len(mark) :])
    return CustomFilter(operator="equal", val=str(text))


def _fits(entry: FilterColumn, value: Any) -> bool:
    text = "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
    if entry.filters is not None:
        return text in entry.filters.filter
    results = [_compare(term.operator or "equal", text, term.val) for term in entry.customFilters.customFilter]
    return all(results) if entry.customFilters._and else any(results)


def _compare(operator: str, text: str, wanted: str) -> bool:
    if operator in ("equal", "notEqual"):
        return (text.casefold() == wanted.casefold()) == (operator == "equal")
    try:
        value, limit = float(text), float(wanted)
    except ValueError:
        return False
    return {
        "greaterThan": value > limit, "greaterThanOrEqual": value >= limit,
        "lessThan": value < limit, "lessThanOrEqual": value <= limit,
    }[operator]  # fmt: skip


class AutoFilter(ComObject):
    """`Worksheet.AutoFilter` or `ListObject.AutoFilter`."""

    typename = "Excel.AutoFilter"

    def __init__(self, owner: Filtered) -> None:
        super().__init__(owner.desk)
        self.owner = owner

    @property
    def FilterMode(self) -> bool:
        return self.owner.filters

    @property
    def Range(self) -> Range:
        return Range(self.owner.sheet, self.owner.filter_box)

    @property
    def Filters(self) -> Filters:
        return Filters(self.owner)

    def ShowAllData(self) -> None:
        self.owner.show_all()

    def ApplyFilter(self) -> None:
        self.owner.apply()


class Filters(ComObject):
    """The filters of the columns."""

    typename = "Excel.Filters"

    def __init__(self, owner: Filtered) -> None:
        super().__init__(owner.desk)
        self.owner = owner

    @property
    def Count(self) -> int:
        return self.owner.filter_box.shape[1]

    def items(self) -> list[Filter]:
        by_column = {entry.colId: entry for entry in self.owner.holder.filterColumn}
        return [Filter(self.desk, by_column.get(column)) for column in range(self.owner.filter_box.shape[1])]

    def default(self, number: int) -> Filter:
        return self.items()[number - 1]

    Item = default


class Filter(ComObject):
    """The filter of one column; what only Excel can say of it cannot be set again."""

    typename = "Excel.Filter"

    def __init__(self, desk: Any, entry: FilterColumn | None) -> None:
        super().__init__(desk)
        self.entry_of_file = entry

    @property
    def On(self) -> bool:
        return self.entry_of_file is not None

    @property
    def Operator(self) -> int:
        entry = self.entry_of_file
        if entry is None:
            raise refused("Application-defined or object-defined error")
        if entry.colorFilter is not None:
            return 8
        if entry.top10 is not None:
            return 3
        if entry.dynamicFilter is not None:
            return 11
        if entry.filters is not None:
            return VALUES
        return (1 if entry.customFilters._and else 2) if len(entry.customFilters.customFilter) > 1 else 0

    def _criterion(self, number: int) -> Any:
        entry = self.entry_of_file
        if entry is not None and entry.filters is not None and number == 0:
            return tuple(f"={value}" for value in entry.filters.filter)
        terms = entry.customFilters.customFilter if entry is not None and entry.customFilters else []
        if number >= len(terms):
            raise refused("Application-defined or object-defined error")
        marks = {"equal": "=", "notEqual": "<>", "greaterThan": ">", "greaterThanOrEqual": ">=", "lessThan": "<",
                 "lessThanOrEqual": "<="}  # fmt: skip
        return marks[terms[number].operator or "equal"] + terms[number].val

    @property
    def Criteria1(self) -> Any:
        return self._criterion(0)

    @property
    def Criteria2(self) -> Any:
        return self._criterion(1)


class ListObject(ComObject, Filtered):
    """A table."""

    typename = "Excel.ListObject"

    def __init__(self, sheet: Any, file: Any) -> None:
        super().__init__(sheet.desk)
        self.sheet, self.file = sheet, file

    @property
    def holder(self) -> FileFilter | None:
        return self.file.entry.autoFilter

    def _made(self, box: Box) -> FileFilter:
        if self.file.entry.autoFilter is None:
            self.file.entry.autoFilter = FileFilter(ref=str(self.box))
        return self.file.entry.autoFilter

    @property
    def box(self) -> Box:
        return store.box_of(self.file.entry)

    @property
    def Name(self) -> str:
        return self.file.name

    @Name.setter
    def Name(self, value: str) -> None:
        try:
            self.file.name = value
        except ValueError as error:
            raise refused("A table name must be unique") from error

    DisplayName = Name

    @property
    def Parent(self) -> Any:
        return self.sheet

    @property
    def Range(self) -> Range:
        return Range(self.sheet, self.box)

    @property
    def DataBodyRange(self) -> Range | None:
        body = store.body_of(self.file.entry)
        return Range(self.sheet, body) if body.last_row >= body.row else None

    @property
    def HeaderRowRange(self) -> Range | None:
        return Range(self.sheet, self.box._replace(last_row=self.box.row)) if self.file.show_headers else None

    @property
    def ShowTotals(self) -> bool:
        return self.file.show_totals

    @property
    def ShowHeaders(self) -> bool:
        return self.file.show_headers

    @property
    def ShowAutoFilter(self) -> bool:
        return self.holder is not None

    @property
    def AutoFilter(self) -> AutoFilter | None:
        return AutoFilter(self) if self.holder is not None else None

    @property
    def ListRows(self) -> ListRows:
        return ListRows(self)

    @property
    def ListColumns(self) -> ListColumns:
        return ListColumns(self)

    def Resize(self, to: Any) -> None:
        if not isinstance(to, Range):
            raise self.desk.log.violate("ListObject.Resize takes a Range")
        if self.sheet.protects:
            raise refused("Resize method of ListObject class failed")
        if self.sheet.skips_hidden:
            raise refused("Resize of a filtered table")  # not measured: the worse of two ways
        self.lay_over(to.box)

    def lay_over(self, box: Box, *, stretch: bool = True) -> None:
        """Lay the table over a block with the same heading row; no cell moves, blank headings get names."""
        ws, old = self.sheet.file.ws, self.box
        others = [other for other in ws.tables.values() if other is not self.file.entry]
        if any(store.box_of(other).meets(box) for other in others) or box.row != old.row:
            raise refused("Resize method of ListObject class failed")
        writer = store.Writer(self.sheet.file.doc, ws)
        number = 1
        taken = {
            str(store.raw(self.sheet.file.doc, ws, box.row, c)).casefold()
            for c in range(box.column, box.last_column + 1)
        }
        for column in range(box.column, box.last_column + 1):
            if store.empty(ws, box.row, column):
                while f"column{number}" in taken:
                    number += 1
                writer.put(box.row, column, f"Column{number}")
                taken.add(f"column{number}")
        writer.done()
        filtered = list(self.holder.filterColumn) if self.holder is not None else []
        try:
            with nullcontext() if stretch else store.references_stay():
                self.file.resize(Range(self.sheet, box))
        except (ValueError, NotImplementedError) as error:
            raise refused("Resize method of ListObject class failed") from error
        if filtered:
            self.holder.filterColumn = filtered


class ListObjects(ComObject):
    """The tables of a sheet."""

    typename = "Excel.ListObjects"

    def __init__(self, sheet: Any) -> None:
        super().__init__(sheet.desk)
        self.sheet = sheet

    def items(self) -> list[ListObject]:
        return self.sheet.tables()

    @property
    def Count(self) -> int:
        return len(self.items())

    def default(self, key: Any) -> ListObject:
        found = self.items()
        for number, table in enumerate(found, 1):
            if key == number or str(key).casefold() == table.file.name.casefold():
                return table
        raise refused("Subscript out of range", NOT_FOUND)

    Item = default

    def Add(self, SourceType: int = 1, Source: Any = None, LinkSource: Any = None, XlListObjectHasHeaders: int = 1,  # noqa: N803
            *_: Any) -> ListObject:  # fmt: skip
        if any(table.box.meets(Source.box) for table in self.items()):
            raise refused("A table cannot overlap another table.")
        number = next(n for n in range(1, 1000) if f"table{n}" not in self.sheet.book.table_names())
        return ListObject(self.sheet, self.sheet.file.tables.add(Source, name=f"Table{number}"))


class ListRows(ComObject):
    """The rows of a table."""

    typename = "Excel.ListRows"

    def __init__(self, table: ListObject) -> None:
        super().__init__(table.desk)
        self.table = table

    @property
    def Count(self) -> int:
        return store.body_of(self.table.file.entry).shape[0]

    def Add(self, Position: int | None = None, AlwaysInsert: bool | None = None) -> Any:  # noqa: FBT001, N803
        table, box = self.table, self.table.box
        if table.sheet.protects or table.sheet.skips_hidden:
            raise refused("Insert method of Range class failed")
        row = box.last_row + 1 if Position is None else box.row + Position
        free = all(store.empty(table.sheet.file.ws, row, c) for c in range(box.column, box.last_column + 1))
        if Position is None and AlwaysInsert is False and free:
            table.lay_over(box._replace(last_row=row))
            return None
        place = Box(row, box.column, row, box.last_column)
        store.range_of(table.sheet.file, place).insert("down", "format_from_left_or_above")
        if Position is None:
            table.lay_over(box._replace(last_row=row))
        return None


class ListColumns(ComObject):
    """The columns of a table."""

    typename = "Excel.ListColumns"

    def __init__(self, table: ListObject) -> None:
        super().__init__(table.desk)
        self.table = table

    @property
    def Count(self) -> int:
        return self.table.box.shape[1]

    def default(self, key: Any) -> ListColumn:
        box = self.table.box
        for number, entry in enumerate(self.table.file.entry.tableColumns, 1):
            if key == number or str(key).casefold() == entry.name.casefold():
                return ListColumn(self.table, box.column + number - 1)
        raise refused("Subscript out of range", NOT_FOUND)

    Item = default


class ListColumn(ComObject):
    """A column of a table."""

    typename = "Excel.ListColumn"

    def __init__(self, table: ListObject, column: int) -> None:
        super().__init__(table.desk)
        self.table, self.column = table, column

    @property
    def DataBodyRange(self) -> Range:
        body = store.body_of(self.table.file.entry)
        return Range(self.table.sheet, body._replace(column=self.column, last_column=self.column))


__all__ = ["AutoFilter", "Filtered", "ListObject", "ListObjects", "writes"]
