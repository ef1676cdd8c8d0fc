"""A range of cells: reading, writing, finding."""

from collections.abc import Iterator
from typing import Any, TypeVar

from xlwings import base_classes

from xl.cells.addresses import WHOLE_SHEET, Box, quoted
from xl.cells.model import Worksheet, own
from xl.engine.editing import blocks, cells, columns, fitting
from xl.engine.handle import Handle
from xl.engine.memory import areas
from xl.engine.memory.document import Document

_DIRECTIONS = {
    "down": (1, 0), "d": (1, 0), "up": (-1, 0), "u": (-1, 0),
    "right": (0, 1), "r": (0, 1), "left": (0, -1), "l": (0, -1),
}  # fmt: skip
_Found = TypeVar("_Found")


class Range(Handle, base_classes.Range):
    """A rectangle of a sheet. An empty one (from an empty slice) reads as None and takes no value."""

    max_cells_per_read = None  # a file needs no chunks
    max_cells_per_write = None
    has_array = False

    def __init__(self, sheet: base_classes.Sheet, doc: Document, ws: Worksheet, box: Box) -> None:
        self.sheet = sheet
        self.doc = doc
        self.ws = ws
        self.box = box
        self.options: dict[str, Any] = {}
        self.arg1_input = ""

    def __bool__(self) -> bool:
        return True

    def _at(self, box: Box) -> "Range":
        return Range(self.sheet, self.doc, self.ws, box)

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
        return self._at(self.box.corner.offset(row, column))

    # Values

    @property
    def raw_value(self) -> Any:
        """The values: a scalar for one cell, else rows of values."""
        if not len(self):
            return None
        rows = blocks.read(self.doc, self.ws, self.box)
        return rows[0][0] if self.box.is_cell else rows

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        if len(self):
            blocks.write(self.doc, self.ws, self.box, value)

    @property
    def formula(self) -> Any:
        """The formulas, and constants as text: a string for one cell, else a tuple of rows."""
        rows = blocks.read_formulas(self.ws, self.box)
        return rows[0][0] if self.box.is_cell else rows

    @formula.setter
    def formula(self, value: Any) -> None:
        blocks.write(self.doc, self.ws, self.box, value)

    def clear_contents(self) -> None:
        """Empty the cells; formats stay."""
        blocks.clear(self.doc, self.ws, self.box, formats=False)

    def clear(self) -> None:
        """Empty the cells and reset their formats."""
        blocks.clear(self.doc, self.ws, self.box, formats=True)

    # Where

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        """Return the A1 address; `external` puts book and sheet before it."""
        address = self.box.address(row_absolute=row_absolute, column_absolute=col_absolute)
        if not external:
            return address
        sheet = self.ws.title
        name = f"[{self.doc.path.name}]{sheet}"
        return f"{name if quoted(sheet) == sheet and ' ' not in name else quoted(name)}!{address}"

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
        return self._at(Box.at(*cells.end(self.ws, self.box.row, self.box.column, down, right)))

    @property
    def current_region(self) -> "Range":
        """The block around the range bounded by blank rows and columns."""
        return self._at(cells.region(self.ws, self.box))

    @property
    def table(self) -> base_classes.Table | None:
        """The table that the first cell is part of."""
        return next((table for table in self.sheet.tables if table.range.box.meets(self.box.corner)), None)

    # Looks

    @property
    def number_format(self) -> str | None:
        """The number format; None where cells differ. New cells take it from their row or column."""
        return _if_one(blocks.number_formats(self.ws, self.box))

    @number_format.setter
    def number_format(self, value: str) -> None:
        for cell in cells.every(self.ws, self.box):
            own(cell).number_format = value

    @property
    def row_height(self) -> float | None:
        """The rows' height in points; None where rows differ."""
        default = self.ws.sheet_format.defaultRowHeight or 15.0
        known = self.ws.row_dimensions
        return _if_one({float(known[row].height or default) if row in known else default for row in self._rows()})

    @row_height.setter
    def row_height(self, value: float) -> None:
        for row in self._rows():
            self.ws.row_dimensions[row].height = value

    @property
    def column_width(self) -> float | None:
        """The columns' width in characters, 0 for hidden ones; None where columns differ."""
        return _if_one({0.0 if columns.is_hidden(self.ws, n) else columns.width(self.ws, n) for n in self._columns()})

    @column_width.setter
    def column_width(self, value: float) -> None:
        for column in self._columns():
            dimension = columns.dimension(self.ws, column)
            dimension.width, dimension.hidden = value, not value

    def autofit(self, axis: str | None = None) -> None:
        """Fit the rows to their wrapped text.

        Raises:
            NotImplementedError: columns are to be fitted.
        """
        if axis not in ("rows", "r"):
            raise NotImplementedError("fitting columns to their content")
        fitting.fit_rows(self.ws, self._rows())

    def _rows(self) -> range:
        return cells.rows_of(self.ws, self.box)

    def _columns(self) -> range:
        return cells.columns_of(self.ws, self.box)

    # Merging

    @property
    def merge_cells(self) -> bool:
        """Whether the range holds merged cells."""
        return any(area.meets(self.box) for area in areas.merged(self.ws))

    @property
    def merge_area(self) -> "Range":
        """The merged area around the first cell, or that cell."""
        return self._at(next((area for area in areas.merged(self.ws) if area.meets(self.box.corner)), self.box.corner))

    def merge(self, across: bool = False) -> None:
        """Merge the cells, row by row with `across`; the first cell's content stays, the others' goes."""
        blocks.merge(self.doc, self.ws, self.box, across=across)

    def unmerge(self) -> None:
        """Take apart the merged areas that the range meets."""
        blocks.unmerge(self.ws, self.box)

    # Moving

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        """Make room by shifting cells; see `shifting`."""
        from xl.engine.editing import shifting  # noqa: PLC0415  # rarely needed

        shifting.insert(self.doc, self.ws, self.box, shift, copy_origin)

    def delete(self, shift: str | None = None) -> None:
        """Remove the cells and close the gap; see `shifting`."""
        from xl.engine.editing import shifting  # noqa: PLC0415  # rarely needed

        shifting.delete(self.doc, self.ws, self.box, shift)

    def copy(self, destination: Any = None) -> None:
        """Copy values, formulas (adjusted) and formats to another place, of this book or of another one.

        Without a place the cells wait for `paste`.

        Raises:
            NotImplementedError: formulas to another book.
        """
        from xl.engine.editing import bringing, copying  # noqa: PLC0415  # rarely needed

        if destination is None:
            self.sheet.book.app.copied = self
            return
        to = destination.impl
        if to.doc is not self.doc:
            bringing.fill_cells(self.ws, self.box, to.doc, to.ws, to.box)
        elif self.box == to.box == WHOLE_SHEET and to.ws is not self.ws:
            copying.copy_all_cells(self.doc, self.ws, to.ws)
        else:
            copying.copy_cells(self.doc, self.ws, self.box, to.ws, to.row, to.column)

    def paste(self, paste: str | None = None, *_options: Any, **_named: Any) -> None:
        """Give the cells the validation of the one that was copied.

        Raises:
            NotImplementedError: anything else is to be pasted.
        """
        from xl.engine.editing import rules  # noqa: PLC0415  # rarely needed

        copied = self.sheet.book.app.copied
        if paste != "validation" or copied is None or not copied.box.is_cell:
            raise NotImplementedError(f"pasting {paste or 'everything'}")
        rules.copy_validation(copied.ws, copied.box, self.ws, self.box)
        self.doc.mentions.forget(self.ws)
        self.doc.changed()

    # Links

    @property
    def hyperlink(self) -> str:
        """The address that the cell links to.

        Raises:
            Exception: it has no link, as xlwings words it.
        """
        cell = self.ws._cells.get((self.row, self.column))
        link = cell and cell.hyperlink
        if link is None:
            raise Exception("The cell doesn't seem to contain a hyperlink!")  # noqa: TRY002  # xlwings' own
        return str(link.target or f"#{link.location}")

    def add_hyperlink(self, address: str, text_to_display: str | None = None, screen_tip: str | None = None) -> None:
        """Link the cell to an address, or to a place in the book with "#Sheet!A1"."""
        from openpyxl.worksheet.hyperlink import Hyperlink  # noqa: PLC0415  # rarely needed

        cell = cells.one(self.ws, self.row, self.column)
        if text_to_display is not None:
            text = "'" + text_to_display if text_to_display[:1] in "='" else text_to_display
            blocks.write(self.doc, self.ws, self.box, text)
        place, target = (address[1:], None) if address.startswith("#") else (None, address)
        cell._hyperlink = Hyperlink(  # the setter would change the value
            ref=cell.coordinate, location=place, target=target, tooltip=screen_tip
        )
        self.doc.mentions.forget(self.ws)

    def select(self) -> None:
        """Make it the sheet's selection."""
        self.ws.sheet_view.selection[-1].activeCell = str(self.box.corner)
        self.ws.sheet_view.selection[-1].sqref = str(self.box)

    def __iter__(self) -> Iterator["Range"]:
        return (self(index + 1) for index in range(len(self)))


def _if_one(found: set[_Found]) -> _Found | None:
    """What all lines or cells have in common; None where they differ."""
    return found.pop() if len(found) == 1 else None
