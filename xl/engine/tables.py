"""Excel tables."""

from typing import Any

from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table as FileTable
from openpyxl.worksheet.table import TableColumn, TableStyleInfo
from xlwings import base_classes

from xl.cells.addresses import Box
from xl.cells.model import Worksheet
from xl.cells.tables import body_of, box_of, filtered, header_rows, total_rows
from xl.engine.editing import cells, headings, rewriting, table_resizing
from xl.engine.handle import Handle, Listed
from xl.engine.memory import lazy
from xl.engine.memory.document import Document
from xl.engine.ranges import Range


class Tables(Listed, base_classes.Collection):
    """The tables of a sheet."""

    def __init__(self, sheet: base_classes.Sheet, doc: Document, ws: Worksheet) -> None:
        self._sheet = sheet
        self._doc = doc
        self._ws = ws

    @property
    def parent(self) -> base_classes.Sheet:
        """The sheet."""
        return self._sheet

    def _list(self) -> list["Table"]:
        return [Table(self._sheet, self._doc, self._ws, entry) for entry in self._ws.tables.values()]

    def add(self, source: Any, name: str | None = None, has_headers: bool = True, **options: Any) -> "Table":
        """Make a table of a range whose first row holds the headings.

        Raises:
            ValueError: the name is taken, or the range meets another table.
            NotImplementedError: the range has no headings.
        """
        if not has_headers:
            raise NotImplementedError("a table without headings")
        box = source.impl.box
        alone = box.row == box.last_row
        if alone:  # headings alone get a blank row for data
            box = box._replace(last_row=box.row + 1)
        table_resizing.refuse_overlap(self._ws, box)
        taken = rewriting.taken_names(self._doc)
        name = name or next(f"Table{n}" for n in range(1, len(taken) + 2) if f"table{n}" not in taken)
        _refuse_taken(name, taken)
        entry = FileTable(displayName=name, ref=str(box))
        entry.tableColumns = [
            TableColumn(id=index, name=heading) for index, heading in enumerate(headings.of_box(self._ws, box), 1)
        ]
        entry.autoFilter = AutoFilter(ref=str(box))
        entry.insertRow = alone or None
        style = options.get("table_style_name")
        entry.tableStyleInfo = TableStyleInfo(name=style, showRowStripes=True) if style else None
        self._ws.add_table(entry)
        self._doc.changed()
        return Table(self._sheet, self._doc, self._ws, entry)


def _refuse_taken(name: str, taken: set[str]) -> None:
    if name.casefold() in taken:
        raise ValueError(f"the name {name!r} is taken already")


class Table(Handle, base_classes.Table):
    """One table."""

    def __init__(self, sheet: base_classes.Sheet, doc: Document, ws: Worksheet, entry: FileTable) -> None:
        self._sheet = sheet
        self._doc = doc
        self._ws = ws
        self.entry = entry

    @property
    def parent(self) -> base_classes.Sheet:
        """The sheet."""
        return self._sheet

    @property
    def name(self) -> str:
        """The name that formulas use."""
        return str(self.entry.displayName)

    @name.setter
    def name(self, value: str) -> None:
        if value.casefold() != self.name.casefold():
            _refuse_taken(value, rewriting.taken_names(self._doc))
        rewriting.rename_table(self._doc, self._ws, self.entry, value)

    display_name = name

    def _range(self, box: Box) -> Range:
        return Range(self._sheet, self._doc, self._ws, box)

    @property
    def range(self) -> Range:
        """The whole table."""
        return self._range(box_of(self.entry))

    @property
    def header_row_range(self) -> Range | None:
        """The headings."""
        box = box_of(self.entry)
        return self._range(box._replace(last_row=box.row)) if self.show_headers else None

    @property
    def data_body_range(self) -> Range | None:
        """The data rows."""
        body = body_of(self.entry)
        return self._range(body) if body.last_row >= body.row else None

    @property
    def insert_row_range(self) -> Range | None:
        """The blank row of a table that has no data yet."""
        body = body_of(self.entry)
        empty = self.entry.insertRow and not any(self._ws._cells[key]._value for key in cells.present(self._ws, body))
        return self._range(body) if empty else None

    @property
    def totals_row_range(self) -> Range | None:
        """The totals row."""
        box = box_of(self.entry)
        return self._range(box._replace(row=box.last_row)) if self.show_totals else None

    @property
    def show_autofilter(self) -> bool:
        """Whether the headings have filter buttons."""
        return self.entry.autoFilter is not None

    @show_autofilter.setter
    def show_autofilter(self, value: bool) -> None:
        if bool(value) != self.show_autofilter:
            lazy.read(self._ws)
            self.entry.autoFilter = AutoFilter(ref=str(filtered(self.entry))) if value else None

    @property
    def show_headers(self) -> bool:
        """Whether there is a heading row; switching it is not offered."""
        return bool(header_rows(self.entry))

    @show_headers.setter
    def show_headers(self, value: bool) -> None:
        if bool(value) != self.show_headers:
            raise NotImplementedError("switching a table's heading row")

    @property
    def show_totals(self) -> bool:
        """Whether there is a totals row; switching it is not offered."""
        return bool(total_rows(self.entry))

    @show_totals.setter
    def show_totals(self, value: bool) -> None:
        if bool(value) != self.show_totals:
            raise NotImplementedError("switching a table's totals row")

    @property
    def table_style(self) -> str | None:
        """The style's name; another style is not offered."""
        return self.entry.tableStyleInfo.name if self.entry.tableStyleInfo else None

    @table_style.setter
    def table_style(self, value: str) -> None:
        if value != self.table_style:
            raise NotImplementedError("another style for a table")

    def resize(self, target: Any) -> None:
        """Give the table another range of its sheet; see `table_resizing`.

        Raises:
            ValueError: the range is on another sheet, or what `table_resizing.resize` refuses.
            NotImplementedError: the table has a totals row.
        """
        if target.impl.ws is not self._ws:
            raise ValueError("a table cannot move to another sheet")
        table_resizing.resize(self._doc, self._ws, self.entry, target.impl.box)
