"""A range of cells: reading, writing, finding."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xl.engine import blocks, fitting, styles
from xl.engine.addresses import MAX_COLUMN, MAX_ROW, Box, quoted

if TYPE_CHECKING:
    from xl.engine.sheets import Sheet
    from xl.engine.tables import Table

_DIRECTIONS = {
    "down": (1, 0), "d": (1, 0), "up": (-1, 0), "u": (-1, 0),
    "right": (0, 1), "r": (0, 1), "left": (0, -1), "l": (0, -1),
}  # fmt: skip


class Range(base_classes.Range):
    """A rectangle of a sheet. An empty one (from an empty slice) reads as None and takes no value."""

    max_cells_per_read = None  # a file needs no chunks
    max_cells_per_write = None
    has_array = False

    def __init__(self, sheet: "Sheet", box: Box) -> None:
        self.sheet = sheet
        self.box = box
        self.options: dict[str, Any] = {}
        self.arg1_input = ""

    @property
    def api(self) -> "Range":
        """A true value: xlwings writes only where there is one."""
        return self

    def __bool__(self) -> bool:
        return True

    @property
    def ws(self) -> Any:
        """The openpyxl worksheet."""
        return self.sheet.ws

    @property
    def coords(self) -> tuple[str, int, int, int, int]:
        """Sheet name and corners."""
        return (self.sheet.name, *self.box)

    @property
    def row(self) -> int:
        """The first row."""
        return self.box.row

    @property
    def column(self) -> int:
        """The first column."""
        return self.box.column

    @property
    def shape(self) -> tuple[int, int]:
        """Numbers of rows and columns."""
        return self.box.shape

    def __len__(self) -> int:
        rows, columns = self.shape
        return rows * columns

    def __call__(self, arg1: int, arg2: int | None = None) -> "Range":
        """Return the cell at (row, column) counted from the range's first, or the n-th cell row by row."""
        row, column = (arg1 - 1, arg2 - 1) if arg2 is not None else divmod(arg1 - 1, self.shape[1])
        return self.sheet.at(
            Box(self.box.row + row, self.box.column + column, self.box.row + row, self.box.column + column)
        )

    # Values

    @property
    def raw_value(self) -> Any:
        """The values: a scalar for one cell, else rows of values."""
        if not len(self):
            return None
        rows = blocks.read(self.sheet, self.box)
        return rows[0][0] if self.box.is_cell else rows

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        if len(self):
            blocks.write(self.sheet, self.box, value)

    @property
    def formula(self) -> Any:
        """The formulas, and constants as text: a string for one cell, else a tuple of rows."""
        rows = blocks.read_formulas(self.sheet, self.box)
        return rows[0][0] if self.box.is_cell else rows

    @formula.setter
    def formula(self, value: Any) -> None:
        blocks.write(self.sheet, self.box, value)

    @property  # type: ignore[misc]  # writing raises as well
    def formula2(self) -> Any:
        """Not offered: dynamic arrays need Excel."""
        raise NotImplementedError("formula2: dynamic arrays")

    def clear_contents(self) -> None:
        """Empty the cells; formats stay."""
        blocks.clear(self.sheet, self.box, formats=False)

    def clear(self) -> None:
        """Empty the cells and reset their formats."""
        blocks.clear(self.sheet, self.box, formats=True)

    def clear_formats(self) -> None:
        """Reset the formats; contents stay."""
        raise NotImplementedError("clear_formats")

    # Where

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        """Return the A1 address; `external` puts book and sheet before it."""
        address = self.box.address(row_absolute=row_absolute, column_absolute=col_absolute)
        if not external:
            return address
        name = f"[{self.sheet.book.name}]{self.sheet.name}"
        return f"{name if quoted(self.sheet.name) == self.sheet.name and ' ' not in name else quoted(name)}!{address}"

    @property
    def address(self) -> str:
        """The absolute A1 address."""
        return self.box.address()

    def end(self, direction: str) -> "Range":
        """Return the cell that Ctrl+arrow reaches from the first cell.

        Raises:
            ValueError: no such direction.
        """
        if direction not in _DIRECTIONS:
            raise ValueError(f"not a direction: {direction!r}")
        down, right = _DIRECTIONS[direction]
        row, column = blocks.end(self.ws, self.box.row, self.box.column, down, right)
        return self.sheet.at(Box(row, column, row, column))

    @property
    def current_region(self) -> "Range":
        """The block around the range bounded by blank rows and columns."""
        return self.sheet.at(blocks.region(self.ws, self.box))

    @property
    def table(self) -> "Table | None":
        """The table that the first cell is part of."""
        for table in self.sheet.tables:
            if table.box.meets(Box(self.row, self.column, self.row, self.column)):
                return table
        return None

    # Looks

    @property
    def number_format(self) -> str | None:
        """The number format; None where cells differ. New cells take it from their row or column."""
        formats = {cell_format for row in blocks.number_formats(self.sheet, self.box) for cell_format in row}
        return formats.pop() if len(formats) == 1 else None

    @number_format.setter
    def number_format(self, value: str) -> None:
        for cell in blocks.cells(self.sheet, self.box):
            styles.own(cell).number_format = value

    @property
    def row_height(self) -> float | None:
        """The rows' height in points; None where rows differ."""
        default = self.ws.sheet_format.defaultRowHeight or 15.0
        heights = {
            self.ws.row_dimensions[row].height or default if row in self.ws.row_dimensions else default
            for row in self._rows()
        }
        return float(heights.pop()) if len(heights) == 1 else None

    @row_height.setter
    def row_height(self, value: float) -> None:
        for row in self._rows():
            self.ws.row_dimensions[row].height = value

    @property
    def column_width(self) -> float | None:
        """The columns' width in characters; None where columns differ."""
        widths = {self.sheet.column_width(column) for column in self._columns()}
        return widths.pop() if len(widths) == 1 else None

    @column_width.setter
    def column_width(self, value: float) -> None:
        for column in self._columns():
            dimension = self.sheet.column_dimension(column)
            dimension.width, dimension.hidden = value, not value

    def autofit(self, axis: str | None = None) -> None:
        """Fit the rows to their wrapped text.

        Raises:
            NotImplementedError: columns are to be fitted.
        """
        if axis not in ("rows", "r"):
            raise NotImplementedError("fitting columns to their content")
        fitting.fit_rows(self.ws, self._rows(), self.sheet.column_width)

    def _rows(self) -> range:
        last = self.box.last_row if self.box.last_row < MAX_ROW else max(self.ws.max_row, self.box.row)
        return range(self.box.row, last + 1)

    def _columns(self) -> range:
        last = self.box.last_column if self.box.last_column < MAX_COLUMN else max(self.ws.max_column, self.box.column)
        return range(self.box.column, last + 1)

    @property
    def row_hidden(self) -> bool | None:
        """Whether the rows are hidden; None where they differ."""
        states = {row in self.ws.row_dimensions and bool(self.ws.row_dimensions[row].hidden) for row in self._rows()}
        return states.pop() if len(states) == 1 else None

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        for row in self._rows():
            self.ws.row_dimensions[row].hidden = value

    # Merging

    @property
    def merge_cells(self) -> bool:
        """Whether the range holds merged cells."""
        return any(Box(m.min_row, m.min_col, m.max_row, m.max_col).meets(self.box) for m in self.ws.merged_cells)

    @property
    def merge_area(self) -> "Range":
        """The merged area around the first cell, or that cell."""
        cell = Box(self.row, self.column, self.row, self.column)
        for merged in self.ws.merged_cells:
            box = Box(merged.min_row, merged.min_col, merged.max_row, merged.max_col)
            if box.meets(cell):
                return self.sheet.at(box)
        return self.sheet.at(cell)

    def merge(self, across: bool = False) -> None:
        """Merge the cells, row by row with `across`; the first cell's content stays, the others' goes."""
        blocks.merge(self.sheet, self.box, across=across)

    def unmerge(self) -> None:
        """Take apart the merged areas that the range meets."""
        blocks.unmerge(self.sheet, self.box)

    # Moving

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        """Make room by shifting cells; see `shifting`."""
        from xl.engine import shifting  # noqa: PLC0415  # rarely needed

        shifting.insert(self.sheet, self.box, shift, copy_origin)

    def delete(self, shift: str | None = None) -> None:
        """Remove the cells and close the gap; see `shifting`."""
        from xl.engine import shifting  # noqa: PLC0415  # rarely needed

        shifting.delete(self.sheet, self.box, shift)

    def copy(self, destination: Any = None) -> None:
        """Copy values, formulas (adjusted) and formats to another place."""
        from xl.engine import copying  # noqa: PLC0415  # rarely needed

        if destination is None:
            raise NotImplementedError("copying to the clipboard")
        copying.copy_range(self, destination.impl)

    # Links

    @property
    def hyperlink(self) -> str:
        """The address that the cell links to.

        Raises:
            Exception: it has no link, as xlwings words it.
        """
        link = blocks.cell(self.sheet, self.row, self.column).hyperlink
        if link is None:
            raise Exception("The cell doesn't seem to contain a hyperlink!")  # noqa: TRY002  # xlwings' own
        return str(link.target or f"#{link.location}")

    def add_hyperlink(self, address: str, text_to_display: str | None = None, screen_tip: str | None = None) -> None:
        """Link the cell to an address, or to a place in the book with "#Sheet!A1"."""
        from openpyxl.worksheet.hyperlink import Hyperlink  # noqa: PLC0415  # rarely needed

        cell = blocks.cell(self.sheet, self.row, self.column)
        if text_to_display is not None:
            blocks.write(
                self.sheet,
                self.box,
                "'" + text_to_display if text_to_display[:1] in "='" else text_to_display,
            )
        place, target = (address[1:], None) if address.startswith("#") else (None, address)
        cell._hyperlink = Hyperlink(  # the setter would change the value
            ref=cell.coordinate, location=place, target=target, tooltip=screen_tip
        )
        self.sheet.book.mentions.forget(self.sheet.ws)

    def select(self) -> None:
        """Make it the sheet's selection."""
        self.ws.sheet_view.selection[-1].activeCell = str(Box(self.row, self.column, self.row, self.column))
        self.ws.sheet_view.selection[-1].sqref = str(self.box)

    def __iter__(self) -> Iterator["Range"]:
        return (self(index + 1) for index in range(len(self)))


WHOLE_SHEET = Box(1, 1, MAX_ROW, MAX_COLUMN)
