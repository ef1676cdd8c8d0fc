"""The names that Excel keeps for a sheet's print area and titles: what of them is known, and how they are written."""

from openpyxl.worksheet.print_settings import ColRange, RowRange

from xl.cells.addresses import MAX_COLUMN, MAX_ROW, Box, quoted
from xl.cells.model import Worksheet
from xl.cells.references import parse_reference
from xl.engine.memory import areas
from xl.late import regex

_BETWEEN = regex(r"""((?:[^',]|'(?:[^']|'')*')+)""")  # commas inside a quoted sheet name separate nothing


def apply(ws: Worksheet, name: str, value: str) -> bool:
    """Set print area or titles from the formula of their name; tell whether they are cells of the sheet."""
    places = [_box(ws, text.strip()) for text in _BETWEEN.findall(value)]
    boxes = [box for box in places if box is not None]
    if not boxes or len(boxes) < len(places):
        return False
    if name == "_FilterDatabase":  # follows the filter, which is read apart
        return bool(ws.auto_filter.ref)
    if name == "Print_Area":
        ws._print_area = areas.print_area(boxes)
        return True
    return name == "Print_Titles" and _apply_titles(ws, boxes)


def _box(ws: Worksheet, text: str) -> Box | None:
    reference = parse_reference(text)
    here = reference.sheet is None or reference.sheet.casefold() == ws.title.casefold()
    return reference.box if here else None


def _apply_titles(ws: Worksheet, boxes: list[Box]) -> bool:
    rows = [box for box in boxes if (box.column, box.last_column) == (1, MAX_COLUMN)]
    columns = [box for box in boxes if (box.row, box.last_row) == (1, MAX_ROW)]
    if len(rows) > 1 or len(columns) > 1 or len(rows) + len(columns) != len(boxes):  # all of the sheet is both
        return False
    if rows:
        ws._print_rows = RowRange(None, rows[0].row, rows[0].last_row)
    if columns:
        ws._print_cols = ColRange(columns[0].address())
    return True


def area_text(ws: Worksheet) -> str:
    """Return the formula of the name for the print area, empty if there is none."""
    area = ws._print_area
    return ",".join(f"{quoted(ws.title)}!{box.address()}" for box in areas.boxes(area.ranges)) if area else ""
