"""Reading one worksheet part into openpyxl's model, with what openpyxl would lose or spoil on the way.

Kept besides what openpyxl keeps: the values that formula cells had, rows whose height is automatic, cell attributes
of newer Excels (dynamic arrays, values with pictures), links from conditional formats to their extensions. Merged
areas keep their cells' own formats.
"""

from copy import copy
from itertools import product
from math import isfinite
from typing import Any

from openpyxl.utils import range_boundaries
from openpyxl.worksheet._reader import WorksheetReader
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange

from xl.cells.addresses import Box, parse_box
from xl.cells.model import Cell, NewCell, Spilled, Worksheet
from xl.cells.values import as_number, read
from xl.engine.memory.sheet_parser import SheetParser

_ROOM, _NEW = 1_000_000, 10  # cells that arrays of a sheet may fill; one that is not there counts for so many
_TRUE = ("1", "true")
_DEFAULT_WIDTH = 9.140625  # Excel's, for its default font


class SheetReader(WorksheetReader):
    """openpyxl's reader with our bindings of cells, merges, links and rows."""

    ws: Worksheet
    parser: Any

    def __init__(self, ws: Worksheet, xml: bytes, strings: list[Any]) -> None:
        self.ws = ws
        book = ws.parent
        self.parser = SheetParser(
            xml, strings, epoch=book.epoch, date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats, rich_text=False,
        )  # fmt: skip
        self.cached: dict[Cell, Any] = {}
        self.attributes: dict[Cell, dict[str, str]] = {}

    def bind_cells(self) -> None:
        """Make the cells."""
        ws, parser = self.ws, self.parser
        styles, cells = ws.parent._cell_styles, ws._cells
        known = len(styles)
        arrays: list[Cell] = []
        for _, line in parser.parse():
            for row, column, value, kind, style, held in line:
                cell: Cell = NewCell(ws, row, column, styles[style if style < known else 0])  # shared; see `styles`
                cell._value, cell.data_type = value, kind
                cells[row, column] = cell
                if kind == "f":
                    self.cached[cell] = held
                    if not isinstance(value, str):
                        arrays.append(cell)
                if parser.attributes and (row, column) in parser.attributes:
                    self.attributes[cell] = parser.attributes.pop((row, column))
        for cell in arrays:
            cell._value.dynamic = "cm" in self.attributes.get(cell, ())
        self._bind_spilled(arrays)

    def _bind_spilled(self, sources: list[Cell]) -> None:
        """Mark the cells that array formulas and data tables give their values; the file holds them as constants."""
        cells, room = self.ws._cells, _ROOM
        for source in sources:
            box = parse_box(source._value.ref) or Box.at(1, 1)
            for row, column in product(range(box.row, box.last_row + 1), range(box.column, box.last_column + 1)):
                cell = cells.get((row, column))
                room -= 1 if cell else _NEW
                if room < 0:
                    return
                if cell is None:
                    cell = cells[row, column] = NewCell(self.ws, row, column)
                if cell.data_type == "f":
                    continue  # the source, or what another program put there
                self.cached[cell] = as_number(cell) if cell.data_type == "d" else read(cell)
                cell._value, cell.data_type = Spilled(row - source.row, column - source.column), "f"

    def bind_merged_cells(self) -> None:
        """Set the merged areas; openpyxl would replace the formats of the cells they hide."""
        found = self.parser.merged_cells
        if found:
            self.ws.merged_cells = MultiCellRange([CellRange(entry.ref) for entry in found.mergeCell])

    def bind_hyperlinks(self) -> None:
        """Set each link on the first cell of its area."""
        targets = {relation.id: relation.target for relation in self.ws.source.relations}
        for link in self.parser.hyperlinks.hyperlink:
            if link.id:
                link.target = targets[link.id]
            column, row, _, _ = range_boundaries(link.ref)
            cell = self.ws._cells.get((row, column))
            if cell is None:
                cell = self.ws._cells[row, column] = NewCell(self.ws, row or 1, column or 1)
            cell._hyperlink = copy(link)

    def bind_col_dimensions(self) -> None:
        """Set the columns; a column without a width has the sheet's, not openpyxl's 13."""
        _drop_unreal(self.parser.column_dimensions, "width")
        for attributes in self.parser.column_dimensions.values():
            attributes.setdefault("width", str(self.ws.sheet_format.defaultColWidth or _DEFAULT_WIDTH))
        styles = self._style_numbers(self.parser.column_dimensions, "style")
        super().bind_col_dimensions()
        for key, number in styles.items():
            self.ws.column_dimensions[key]._style = self.ws.parent._cell_styles[number]

    def bind_row_dimensions(self) -> None:
        """Set the rows, those with an automatic height marked."""
        _drop_unreal(self.parser.row_dimensions, "ht")
        styles = self._style_numbers(self.parser.row_dimensions, "s")
        super().bind_row_dimensions()
        for key, number in styles.items():
            self.ws.row_dimensions[int(key)]._style = self.ws.parent._cell_styles[number]
        for row, attributes in self.parser.row_dimensions.items():
            dimension = self.ws.row_dimensions[int(row)]
            dimension.automatic = attributes.get("ht") and attributes.get("customHeight") not in _TRUE
            dimension.formatted = attributes.get("customFormat") in _TRUE

    def bind_formatting(self) -> None:
        """Set the conditional formats; a look that is not there is written as it was read."""
        looks = self.ws.parent._differential_styles.styles
        for entry in self.parser.formatting:
            for rule in entry.rules:
                if rule.dxfId is not None and rule.dxfId < len(looks):
                    rule.dxf = looks[rule.dxfId]
                self.ws.conditional_formatting[entry] = rule

    @staticmethod
    def _style_numbers(dimensions: dict[str, dict[str, str]], name: str) -> dict[str, int]:
        """Take the numbers of formats out of rows or columns; openpyxl would copy the formats."""
        return {key: int(found.pop(name)) for key, found in dimensions.items() if name in found}

    def bind_all(self) -> None:
        """Bind everything; the sheet's own settings first, the columns look at them."""
        self.bind_cells()
        self.bind_properties()
        self.bind_merged_cells()
        self.bind_hyperlinks()
        self.bind_formatting()
        self.bind_col_dimensions()
        self.bind_row_dimensions()
        self.ws.legacy_drawing = None  # comments are carried, with their drawing


def _drop_unreal(dimensions: dict[str, dict[str, str]], size: str) -> None:
    """Take away sizes that are no numbers."""
    for attributes in dimensions.values():
        if not isfinite(float(attributes.get(size, 0))):
            del attributes[size]
