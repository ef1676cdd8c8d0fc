"""Copies from another workbook, with their looks: formats are numbered by workbook, so each is found anew."""

from collections.abc import Callable
from copy import copy, deepcopy
from typing import Any

from openpyxl.styles.cell_style import StyleArray
from openpyxl.styles.numbers import BUILTIN_FORMATS_MAX_SIZE

from xl.cells.addresses import Box
from xl.cells.model import Workbook, Worksheet
from xl.engine.editing import carried_changes, cells, copying, rules
from xl.engine.memory.document import Document

Translate = Callable[[Any], Any]
# The parts of a format: the number it has of each, and where a workbook keeps them.
_PARTS = {
    "fontId": "_fonts", "fillId": "_fills", "borderId": "_borders", "alignmentId": "_alignments",
    "protectionId": "_protections",
}  # fmt: skip


def bring_sheet(origin: Document, source: Worksheet, doc: Document, place: int) -> None:
    """Copy a sheet of one workbook to a place among the sheets of another; the copy becomes the active sheet.

    It keeps its name and its tables theirs where these are free. Formulas stay as they are written, and so mean the
    sheets of their new workbook.

    Raises:
        NotImplementedError: the sheet holds controls, embedded objects or slicers.
    """
    carried_changes.check_copy(source)
    target = doc.wb.create_sheet(copying.free_name(doc, source.title), place)
    translate = _translation(source.parent, doc.wb)
    copying.copy_each_cell(source, target, translate)
    copying.copy_settings(source, target)
    for dimensions in (target.row_dimensions, target.column_dimensions):
        for dimension in dimensions.values():
            dimension._style = translate(dimension._style)
    copying.copy_rules(source, target, _rule)
    copying.copy_tables(doc, source, target)
    target.carried = carried_changes.copied(source, origin.loaded.parts, doc.loaded.parts, lambda text: text)
    doc.activate(target)
    doc.changed()


def fill_cells(source: Worksheet, box: Box, doc: Document, sheet: Worksheet, target: Box) -> None:
    """Copy values and formats of cells of another workbook; one cell fills the whole target, with its validation.

    Raises:
        NotImplementedError: the target is larger than one cell, and of another shape.
    """
    if target.shape not in ((1, 1), box.shape) and box.shape != (1, 1):
        raise NotImplementedError("filling a range with copies of another workbook's range")
    height, width = box.shape if target.shape == (1, 1) else target.shape
    translate, make = _translation(source.parent, doc.wb), cells.creator(sheet)
    for down in range(height):
        for right in range(width):
            old = source.cell(box.row + down % box.shape[0], box.column + right % box.shape[1])
            new = make(target.row + down, target.column + right)
            new._style, new._value, new.data_type = translate(old._style), copy(old._value), old.data_type
    if box.is_cell:
        rules.copy_validation(
            source, box, sheet, Box(target.row, target.column, target.row + height - 1, target.column + width - 1)
        )
    doc.mentions.forget(sheet)
    doc.changed()


def _translation(origin: Workbook, book: Workbook) -> Translate:
    """Return the function that gives for a format of one workbook the same one of another."""
    known: dict[int, Any] = {}

    def translate(old: Any) -> Any:
        if old is None:
            return None
        if id(old) not in known:
            new = StyleArray()
            for number, items in _PARTS.items():
                part = getattr(origin, items)[getattr(old, number)]
                setattr(new, number, getattr(book, items).add(part))
            custom = old.numFmtId - BUILTIN_FORMATS_MAX_SIZE
            new.numFmtId = (
                old.numFmtId
                if custom < 0
                else book._number_formats.add(origin._number_formats[custom]) + BUILTIN_FORMATS_MAX_SIZE
            )
            new.quotePrefix = old.quotePrefix
            known[id(old)] = new
        return known[id(old)]

    return translate


def _rule(rule: Any) -> Any:
    new = copying.copy_rule(rule)
    new.dxf, new.dxfId = deepcopy(rule.dxf), None
    return new
