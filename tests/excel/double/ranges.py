"""A range of cells."""

from __future__ import annotations  # members named like the classes hide them in a class's body

from pathlib import Path
from typing import Any

from pypdf import PdfWriter

from tests.excel.double import store, writes
from tests.excel.double.com import ComObject, refused
from tests.excel.double.store import MAX_COLUMN, MAX_ROW, Box

SHIFTS = {None: None, -4121: "down", -4161: "right", -4162: "up", -4159: "left"}
ORIGINS = {None: "format_from_left_or_above", 0: "format_from_left_or_above", 1: "format_from_right_or_below"}
VISIBLE_CELLS = 12
PASTE_VALIDATION = 6
MAX_PRINT_PATH = 218


class Range(ComObject):
    """One rectangle; `axis` tells whether it is counted by rows or columns."""

    typename = "Excel.Range"

    def __init__(self, sheet: Any, box: Box, axis: str = "") -> None:
        super().__init__(sheet.desk)
        self.sheet, self.box, self.axis = sheet, box, axis

    @property
    def file(self) -> store.Range:
        return store.range_of(self.sheet.file, self.box)

    @property
    def impl(self) -> store.Range:  # what the file engine asks a destination for
        return self.file

    # Where

    @property
    def Application(self) -> Any:
        return self.sheet.book.excel

    @property
    def Worksheet(self) -> Any:
        return self.sheet

    Parent = Worksheet

    @property
    def Row(self) -> int:
        return self.box.row

    @property
    def Column(self) -> int:
        return self.box.column

    @property
    def Rows(self) -> Range:
        return Range(self.sheet, self.box, "rows")

    @property
    def Columns(self) -> Range:
        return Range(self.sheet, self.box, "columns")

    @property
    def Cells(self) -> Range:
        return Range(self.sheet, self.box)

    @property
    def Count(self) -> int:
        height, width = self.box.shape
        return {"rows": height, "columns": width}.get(self.axis, height * width)

    @property
    def Address(self) -> str:
        return self.box.address()

    @property
    def EntireRow(self) -> Range:
        return Range(self.sheet, Box(self.box.row, 1, self.box.last_row, MAX_COLUMN), "rows")

    @property
    def EntireColumn(self) -> Range:
        return Range(self.sheet, Box(1, self.box.column, MAX_ROW, self.box.last_column), "columns")

    def default(self, row: Any, column: Any = None) -> Range:
        if self.axis == "rows" and column is None:
            at = self.box.row + row - 1
            return Range(self.sheet, self.box._replace(row=at, last_row=at), "rows")
        if self.axis == "columns" and column is None:
            at = self.box.column + row - 1
            return Range(self.sheet, self.box._replace(column=at, last_column=at), "columns")
        if column is None:
            down, right = divmod(row - 1, self.box.shape[1])
            row, column = down + 1, right + 1
        return Range(self.sheet, self._corner(self.box.row + row - 1, self.box.column + column - 1))

    Item = default

    def items(self) -> list[Range]:
        if self.axis:
            return [self.default(number) for number in range(1, self.box.shape[self.axis == "columns"] + 1)]
        return [Range(self.sheet, self._corner(*at)) for at in writes.cells_of(self.box)]

    @staticmethod
    def _corner(row: int, column: int) -> Box:
        return Box(row, column, row, column)

    def Range(self, one: Any, other: Any = None) -> Range:
        return self.sheet.range(one, other)

    def Resize(self, rows: int | None = None, columns: int | None = None, **named: int) -> Range:
        rows, columns = rows or named.get("RowSize"), columns or named.get("ColumnSize")
        height, width = self.box.shape
        return Range(self.sheet, self.box._replace(
            last_row=self.box.row + (rows or height) - 1, last_column=self.box.column + (columns or width) - 1,
        ))  # fmt: skip

    def Offset(self, rows: int = 0, columns: int = 0) -> Range:
        return Range(self.sheet, self.box.offset(rows, columns))

    @property
    def table(self) -> Any:
        return next((table for table in self.sheet.tables() if table.box.meets(self.box.corner)), None)

    @property
    def ListObject(self) -> Any:
        return self.table

    # What is there

    def _read(self, one: Any) -> Any:
        doc, ws, box = self.sheet.file.doc, self.sheet.file.ws, self.sheet.clipped(self.box)
        if box.is_cell:
            return one(doc, ws, box.row, box.column)
        return tuple(
            tuple(one(doc, ws, row, column) for column in range(box.column, box.last_column + 1))
            for row in range(box.row, box.last_row + 1)
        )

    @property
    def Value(self) -> Any:
        return self._read(store.shown)

    @Value.setter
    def Value(self, data: Any) -> None:
        writes.write(self.sheet, self.box, data)

    @property
    def Value2(self) -> Any:
        return self._read(store.raw)

    @Value2.setter
    def Value2(self, data: Any) -> None:
        writes.write(self.sheet, self.box, data, value2=True)

    @property
    def Formula(self) -> Any:
        return self._read(lambda _doc, ws, row, column: store.formula(ws, row, column))

    @Formula.setter
    def Formula(self, data: Any) -> None:
        writes.write(self.sheet, self.box, data)

    Formula2 = Formula

    @property
    def HasFormula(self) -> Any:
        found = {store.has_formula(self.sheet.file.ws, *at) for at in writes.cells_of(self.box)}
        return found.pop() if len(found) == 1 else None

    @property
    def HasArray(self) -> bool:
        return False

    @property
    def PrefixCharacter(self) -> str:
        cell = self.sheet.file.ws._cells.get((self.box.row, self.box.column))
        return "'" if cell is not None and cell.quotePrefix and cell._value is not None else ""

    @property
    def NumberFormat(self) -> Any:
        ws, box = self.sheet.file.ws, self.sheet.clipped(self.box)
        found = {store.format_at(ws, *at) for at in writes.cells_of(box)}
        self.desk.known_formats |= found
        return found.pop() if len(found) == 1 else None

    @NumberFormat.setter
    def NumberFormat(self, form: str) -> None:
        if self.sheet.protects:
            raise refused("Unable to set the NumberFormat property of the Range class")
        if form != "@" and form not in self.desk.known_formats:
            self.desk.log.violate(f"a number format that no cell gave, so spelled for one locale only: {form}")
        for area in writes.areas(self.sheet, self.box):
            store.number_format(self.sheet.file.ws, area, form)

    @property
    def Locked(self) -> Any:
        found = {store.locked(self.sheet.file.ws, *at) for at in writes.cells_of(self.sheet.clipped(self.box))}
        return found.pop() if len(found) == 1 else None

    @Locked.setter
    def Locked(self, value: bool) -> None:
        if self.sheet.protects:
            raise refused("Unable to set the Locked property of the Range class")
        store.unlock(self.sheet.file.ws, self.sheet.clipped(self.box), lock=value)

    def ClearContents(self) -> None:
        writes.clear(self.sheet, self.box)

    @property
    def MergeCells(self) -> bool:
        return self.file.merge_cells

    @property
    def MergeArea(self) -> Range:
        return Range(self.sheet, self.file.merge_area.box)

    def Merge(self, Across: Any = None) -> None:  # noqa: N803
        if self.sheet.protects:
            raise refused("Application-defined or object-defined error")
        store.merge(self.sheet.file.ws, self.box)

    # Shown or not

    @property
    def Hidden(self) -> Any:
        ws = self.sheet.file.ws
        if self.axis == "columns":
            found = {store.column_hidden(ws, n) for n in range(self.box.column, self.box.last_column + 1)}
        else:
            found = {store.row_hidden(ws, n) for n in range(self.box.row, self.box.last_row + 1)}
        return found.pop() if len(found) == 1 else None

    @Hidden.setter
    def Hidden(self, value: bool) -> None:
        if self.sheet.protects:
            raise refused("Unable to set the Hidden property of the Range class")
        ws, box = self.sheet.file.ws, self.sheet.clipped(self.box)
        if self.axis == "columns":
            for column in range(box.column, box.last_column + 1):
                store.hide_column(ws, column, hidden=value)
            return
        for area in writes.areas(self.sheet, box):
            for row in range(area.row, area.last_row + 1):
                store.hide_row(ws, row, hidden=value)

    def SpecialCells(self, kind: int, Value: int | None = None) -> Any:  # noqa: N803
        if kind != VISIBLE_CELLS:
            raise self.desk.log.violate(f"the double knows no SpecialCells of type {kind}")
        found = writes.visible(self.sheet, self.box)
        if not found:
            raise refused("No cells were found.")
        return Areas(self.sheet, found)

    def AutoFilter(self, Field: int, Criteria1: Any = None, Operator: int = 1, Criteria2: Any = None, **_: Any) -> bool:  # noqa: N803
        holder = self.table or self.sheet
        holder.filter_by(self.box, Field, Criteria1, Operator, Criteria2)
        return True

    # Moving

    def Insert(self, Shift: int | None = None, CopyOrigin: int | None = None) -> bool:  # noqa: N803
        if self.sheet.protects:
            raise refused("Insert method of Range class failed")
        whole = self.box.column == 1 and self.box.last_column == MAX_COLUMN
        if self.sheet.skips_hidden and not whole:
            raise refused("Insert method of Range class failed")
        box = self.box
        if self.sheet.skips_hidden:  # only as many rows as are visible
            shown = sum(area.shape[0] for area in writes.areas(self.sheet, box))
            box = box._replace(last_row=box.row + shown - 1)
        store.range_of(self.sheet.file, box).insert(SHIFTS[Shift], ORIGINS[CopyOrigin])
        return True

    def Delete(self, Shift: int | None = None) -> bool:  # noqa: N803
        if self.sheet.protects:
            raise refused("Delete method of Range class failed")
        for area in reversed(writes.areas(self.sheet, self.box)):
            store.range_of(self.sheet.file, area).delete(SHIFTS[Shift])
        return True

    def Copy(self, Destination: Any = None) -> bool:  # noqa: N803
        if Destination is None:
            self.Application.copied = self
            return True
        if Destination.sheet.protects:
            raise refused(writes.PROTECTED)
        if self.sheet.skips_hidden and writes.areas(self.sheet, self.box) != [self.box]:
            raise self.desk.log.violate("copying from a filtered range takes visible cells only")
        self.file.copy(Destination)
        return True

    def PasteSpecial(self, Paste: int, Operation: int, **_: Any) -> bool:  # noqa: N803
        copied = self.Application.copied
        if copied is None or self.sheet.protects:
            raise refused("PasteSpecial method of Range class failed")
        if (Paste, Operation) != (PASTE_VALIDATION, -4142):
            raise self.desk.log.violate(f"the double does not paste {Paste}")
        copied.file.copy()  # what is hidden takes it too
        self.file.paste("validation")
        return True

    # Sizes

    def AutoFit(self) -> None:
        if self.axis not in ("rows", "columns"):
            raise refused("AutoFit method of Range class failed")
        if self.sheet.protects:
            raise refused("AutoFit method of Range class failed")
        self.file.autofit(self.axis)

    @property
    def ColumnWidth(self) -> Any:
        return self.file.column_width

    @ColumnWidth.setter
    def ColumnWidth(self, value: float) -> None:
        if self.sheet.protects or not 0 <= value <= 255:
            raise refused("Unable to set the ColumnWidth property of the Range class")
        self.file.column_width = value

    @property
    def RowHeight(self) -> Any:
        return self.file.row_height

    @RowHeight.setter
    def RowHeight(self, value: float) -> None:
        if self.sheet.protects or not 0 <= value <= 409.5:
            raise refused("Unable to set the RowHeight property of the Range class")
        self.file.row_height = value

    def ExportAsFixedFormat(self, Type: int, Filename: str, *_: Any, **__: Any) -> None:  # noqa: N803
        if not self.desk.switches.printer:
            raise refused("Document not saved. The document may be open, or an error may have been encountered.")
        if self.sheet.file.ws.sheet_state != "visible" or len(Filename) > MAX_PRINT_PATH:
            raise refused("ExportAsFixedFormat method of Range class failed")
        writer = PdfWriter()
        writer.add_blank_page(842, 595)
        with Path(Filename).open("wb") as file:
            writer.write(file)
        self.desk.log.events.append(("pdf", self.sheet.file.name))


class Areas(Range):
    """Several rectangles at once, as `SpecialCells` finds them."""

    def __init__(self, sheet: Any, boxes: list[Box]) -> None:
        super().__init__(sheet, boxes[0])
        self.boxes = boxes

    @property
    def Areas(self) -> AreaList:
        return AreaList(self.sheet, self.boxes)

    @property
    def Address(self) -> str:
        return ",".join(box.address() for box in self.boxes)


class AreaList(ComObject):
    """`Range.Areas`."""

    typename = "Excel.Areas"

    def __init__(self, sheet: Any, boxes: list[Box]) -> None:
        super().__init__(sheet.desk)
        self.sheet, self.boxes = sheet, boxes

    @property
    def Count(self) -> int:
        return len(self.boxes)

    def items(self) -> list[Range]:
        return [Range(self.sheet, box) for box in self.boxes]

    def default(self, number: int) -> Range:
        return Range(self.sheet, self.boxes[number - 1])

    Item = default
