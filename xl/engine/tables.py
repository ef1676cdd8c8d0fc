"""Excel tables: found by name, resized as Excel does when a user drags the corner."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from openpyxl.cell.cell import Cell as FileCell
from openpyxl.formula.translate import Translator
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table as FileTable
from openpyxl.worksheet.table import TableColumn, TableStyleInfo
from xlwings import base_classes

from xl.engine import areas, blocks, rewriting
from xl.engine.addresses import Box, parse_box

if TYPE_CHECKING:
    from xl.engine.ranges import Range
    from xl.engine.sheets import Sheet


class Tables(base_classes.Collection):
    """The tables of a sheet."""

    def __init__(self, sheet: "Sheet") -> None:
        self._sheet = sheet

    @property
    def api(self) -> "Tables":
        """A true value, as xlwings wants."""
        return self

    @property
    def parent(self) -> "Sheet":
        """The sheet."""
        return self._sheet

    def _list(self) -> list["Table"]:
        return [Table(self.parent, entry) for entry in self.parent.ws.tables.values()]

    def __call__(self, key: str | int) -> "Table":
        """Return a table by name, ignoring case, or by its place in the list, from 1."""
        if isinstance(key, int):
            return self._list()[key - 1]
        for table in self._list():
            if table.name.casefold() == key.casefold():
                return table
        raise KeyError(key)

    def __contains__(self, key: object) -> bool:
        return any(table.name.casefold() == str(key).casefold() for table in self._list())

    def __len__(self) -> int:
        return len(self.parent.ws.tables)

    def __iter__(self) -> Iterator["Table"]:
        return iter(self._list())

    def add(self, source: Any, name: str | None = None, has_headers: bool = True, **options: Any) -> "Table":
        """Make a table of a range whose first row holds the headings.

        Raises:
            ValueError: the name is taken, or the range meets another table.
            NotImplementedError: the range has no headings.
        """
        if not has_headers:
            raise NotImplementedError("a table without headings")
        ws, box = self.parent.ws, source.impl.box
        if any(table.box.meets(box) for table in self._list()):
            raise ValueError("a table cannot overlap another table")
        taken = {n.casefold() for other in self.parent.book.wb.worksheets for n in other.tables}
        name = name or next(f"Table{n}" for n in range(1, len(taken) + 2) if f"table{n}" not in taken)
        if name.casefold() in taken:
            raise ValueError(f"there is a table named {name!r} already")
        entry = FileTable(displayName=name, ref=str(box))
        entry.tableColumns = [
            TableColumn(id=index, name=heading) for index, heading in enumerate(_headings(self.parent, box), 1)
        ]
        entry.autoFilter = AutoFilter(ref=str(box))
        style = options.get("table_style_name")
        entry.tableStyleInfo = TableStyleInfo(name=style, showRowStripes=True) if style else None
        ws.add_table(entry)
        self.parent.book.changed()
        return Table(self.parent, entry)

    def follow_headings(self, written: Box) -> None:
        """Give the columns of tables whose heading cells were written their new names, in formulas too."""
        for table in self._list():
            box = table.box
            if not (table.show_headers and box._replace(last_row=box.row).meets(written)):
                continue
            changed = {}
            for column, heading in zip(table.entry.tableColumns, _headings(self.parent, box), strict=False):
                if column.name != heading:
                    changed[column.name.casefold()] = heading
                    column.name = heading
            if changed:
                rewriting.rename_columns(self.parent.book, table.name, changed)


def _headings(sheet: "Sheet", box: Box) -> list[str]:
    """Return the headings in the box's first row; blank or repeated ones are made up, and written."""
    headings: list[str] = []
    for number, column in enumerate(range(box.column, box.last_column + 1), 1):
        cell = blocks.cell(sheet, box.row, column)
        text = "" if cell.value is None else str(cell.value)
        taken = {heading.casefold() for heading in headings}
        heading, count = text or f"Column{number}", 2
        while heading.casefold() in taken:
            heading, count = f"{text or 'Column'}{count}", count + 1
        if heading != cell.value:
            cell.value = heading
        headings.append(heading)
    return headings


class Table(base_classes.Table):
    """One table."""

    def __init__(self, sheet: "Sheet", entry: FileTable) -> None:
        self._sheet = sheet
        self.entry = entry

    @property
    def api(self) -> "Table":
        """A true value, as xlwings wants."""
        return self

    @property
    def parent(self) -> "Sheet":
        """The sheet."""
        return self._sheet

    @property
    def name(self) -> str:
        """The name that formulas use."""
        return str(self.entry.displayName)

    @name.setter
    def name(self, value: str) -> None:
        rewriting.rename_table(self.parent, self.entry, value)

    display_name = name

    @property
    def box(self) -> Box:
        """The cells of the whole table."""
        box = parse_box(self.entry.ref)
        if box is None:
            raise ValueError(f"table {self.name} has no range: {self.entry.ref}")
        return box

    @property
    def body(self) -> Box:
        """The cells of the data rows; `last_row` is above `row` if there are none."""
        box = self.box
        return box._replace(row=box.row + self._header_rows, last_row=box.last_row - (self.entry.totalsRowCount or 0))

    @property
    def _header_rows(self) -> int:
        return 1 if self.entry.headerRowCount is None else int(self.entry.headerRowCount)

    @property
    def range(self) -> "Range":
        """The whole table."""
        return self.parent.at(self.box)

    @property
    def header_row_range(self) -> "Range | None":
        """The headings."""
        box = self.box
        return self.parent.at(box._replace(last_row=box.row)) if self._header_rows else None

    @property
    def data_body_range(self) -> "Range | None":
        """The data rows."""
        body = self.body
        return self.parent.at(body) if body.last_row >= body.row else None

    @property
    def insert_row_range(self) -> None:
        """None: in a file, an empty table has one blank data row."""
        return

    @property
    def totals_row_range(self) -> "Range | None":
        """The totals row."""
        box = self.box
        return self.parent.at(box._replace(row=box.last_row)) if self.entry.totalsRowCount else None

    @property
    def show_autofilter(self) -> bool:
        """Whether the headings have filter buttons."""
        return self.entry.autoFilter is not None

    @show_autofilter.setter
    def show_autofilter(self, value: bool) -> None:
        if bool(value) != self.show_autofilter:
            self.parent.read()
            self.entry.autoFilter = AutoFilter(ref=self.entry.ref) if value else None

    @property  # type: ignore[misc]  # writing raises
    def show_headers(self) -> bool:
        """Whether there is a heading row."""
        return bool(self._header_rows)

    @property  # type: ignore[misc]  # writing raises
    def show_totals(self) -> bool:
        """Whether there is a totals row."""
        return bool(self.entry.totalsRowCount)

    @property  # type: ignore[misc]  # writing raises
    def table_style(self) -> str | None:
        """The style's name."""
        return self.entry.tableStyleInfo.name if self.entry.tableStyleInfo else None

    def resize(self, target: Any) -> None:
        """Give the table another range, as Excel does.

        New rows take formats and calculated columns from the last row; validations, conditional formats, names,
        formulas and charts that covered the whole of a column follow. Cells outside keep what they hold.

        Raises:
            ValueError: the heading row would move, no data row is left, or another table is met.
            NotImplementedError: the table has a totals row.
        """
        box = target.impl.box
        old, body = self.box, self.body
        if self.entry.totalsRowCount:
            raise NotImplementedError("resizing a table with a totals row")
        if box.row != old.row or not box.meets(old) or target.impl.sheet.ws is not self.parent.ws:
            raise ValueError("the heading row of a table must stay where it is")
        if box.last_row < box.row + self._header_rows:
            raise ValueError("a table needs at least one data row")
        others = (table for table in self.parent.tables if table.name != self.name)
        if any(table.box.meets(box) for table in others):
            raise ValueError("a table cannot overlap another table")
        self.entry.ref = str(box)
        if self.entry.autoFilter is not None:
            self.entry.autoFilter.ref = str(box)
        if (box.column, box.last_column) != (old.column, old.last_column):
            self._fit_columns(old)
        if box.last_row != old.last_row:
            self._fit_rows(old, body)
        self.parent.book.changed()

    def _fit_columns(self, old: Box) -> None:
        by_place = dict(zip(range(old.column, old.last_column + 1), self.entry.tableColumns, strict=False))
        ids = [column.id for column in by_place.values()]
        columns = []
        for place, heading in zip(
            range(self.box.column, self.box.last_column + 1), _headings(self.parent, self.box), strict=True
        ):
            column = by_place.get(place)
            if column is None:
                ids.append(max(ids, default=0) + 1)
                column = TableColumn(id=ids[-1], name=heading)
            columns.append(column)
        self.entry.tableColumns = columns

    def _fit_rows(self, old: Box, body: Box) -> None:
        new_last = self.box.last_row
        covered = Box(body.row, self.box.column, body.last_row, self.box.last_column)

        def follow(box: Box) -> Box:
            """Stretch an area that ends with the table, within its columns."""
            inside = covered.column <= box.column and box.last_column <= covered.last_column
            starts = old.row <= box.row <= body.row
            return box._replace(last_row=new_last) if inside and starts and box.last_row == old.last_row else box

        rewriting.move_references(self.parent, follow)
        if new_last > old.last_row:
            areas.move_formats(self.parent.ws, lambda box: [_stretch(box, covered, new_last)])
            areas.move_validations(self.parent.ws, lambda box: [_stretch(box, covered, new_last)])
            self._fill_rows(body.last_row, Box(old.last_row + 1, self.box.column, new_last, self.box.last_column))

    def _fill_rows(self, model_row: int, rows: Box) -> None:
        """Give new rows the formats of the model row, and the calculated columns' formulas."""
        ws = self.parent.ws
        found = ws._cells
        for column, entry in zip(range(rows.column, rows.last_column + 1), self.entry.tableColumns, strict=True):
            model = found.get((model_row, column))
            calculated = entry.calculatedColumnFormula
            if model is None or not (model.has_style or calculated):
                continue
            formula = _calculated(model, calculated.attr_text) if calculated else None
            for row in range(rows.row, rows.last_row + 1):
                cell = found.get((row, column))
                if cell is None:
                    cell = found[row, column] = FileCell(ws, row=row, column=column, style_array=model._style)
                elif not cell.has_style:
                    cell._style = model._style
                if formula is not None:
                    cell.value = formula.translate_formula(cell.coordinate)


def _calculated(model: Any, text: str) -> Translator:
    """Return the calculated column's formula, from the model cell if that holds one."""
    if model.data_type == "f" and isinstance(model.value, str):
        return Translator(model.value, origin=model.coordinate)
    return Translator(f"={text}", origin=model.coordinate)


def _stretch(box: Box, body: Box, new_last: int) -> Box:
    """Stretch an area that covered all rows of the body, in its columns."""
    in_columns = body.column <= box.column and box.last_column <= body.last_column
    covers = box.row <= body.row and body.last_row <= box.last_row < new_last
    return box._replace(last_row=new_last) if in_columns and covers else box
