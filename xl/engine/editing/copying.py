"""Copies of sheets and ranges, with all that belongs to them."""

from collections.abc import Callable, Iterable
from copy import copy, deepcopy
from itertools import chain, count
from typing import Any

from openpyxl.formatting.formatting import ConditionalFormatting, ConditionalFormattingList
from openpyxl.worksheet.formula import ArrayFormula

from xl.cells import references
from xl.cells.addresses import Box
from xl.cells.model import Cell, NewCell, Worksheet, copied_dimension
from xl.engine.editing import blocks, carried_changes, cells, rules
from xl.engine.editing.translating import Translator
from xl.engine.memory import areas
from xl.engine.memory.document import Document
from xl.engine.memory.mentions import each_formula
from xl.safe_names import safe_sheet_name

_SETTINGS = (
    "sheet_format", "sheet_properties", "views", "protection", "page_margins", "page_setup", "print_options",
    "HeaderFooter", "auto_filter", "row_breaks", "col_breaks", "data_validations", "scenarios", "merged_cells",
)  # fmt: skip


def copy_sheet(doc: Document, source: Worksheet, place: int) -> None:
    """Copy a sheet to a place among the sheets; the copy becomes the active sheet, named as Excel names it.

    Tables get new names, and structured references inside the copy follow; references of the sheet to itself
    stay with the copy.

    Raises:
        NotImplementedError: the sheet holds controls, embedded objects or slicers.
    """
    carried_changes.check_copy(source)
    with doc.active_kept():
        target = doc.wb.create_sheet(free_name(doc, source.title), place)
    copy_each_cell(source, target, held=(doc.loaded.cached, doc.loaded.attributes))
    copy_settings(source, target)
    copy_rules(source, target, copy_rule)
    _copy_names(source, target)
    rewrite = _following(source, target, copy_tables(doc, source, target))
    each_formula(target, rewrite)
    for name in target.defined_names.values():
        name.value = rewrite(name.value)
    target.carried = carried_changes.copied(source, doc.loaded.parts, doc.loaded.parts, rewrite)
    if target.sheet_state == "visible":
        doc.activate(target)
    else:
        target.sheet_view.tabSelected = False
    doc.changed()
    doc.fresh = target


def free_name(doc: Document, name: str) -> str:
    """Return a sheet's name, or the one that Excel gives a copy where it is taken: "Tên (2)"."""
    return safe_sheet_name(name, (ws.title for ws in doc.wb._sheets))


def copy_each_cell(
    source: Worksheet,
    target: Worksheet,
    translate: Callable[[Any], Any] | None = None,
    held: Iterable[dict[Cell, Any]] = (),
) -> None:
    """Copy cells to the same places of another sheet.

    Args:
        source: The sheet they are on.
        target: The other sheet.
        translate: Gives the format of a copy, where that is not the same.
        held: What is known of some cells, and of their copies then too.
    """
    for (row, column), old in source._cells.items():
        new: Cell = NewCell(target, row, column, translate(old._style) if translate else old._style)
        value = old._value
        new._value = value if isinstance(value, str) else copy(value)
        new.data_type = old.data_type
        if old._hyperlink is not None:
            new._hyperlink = copy(old._hyperlink)
        for known in held:
            if old in known:
                known[new] = known[old]
        target._cells[row, column] = new


def copy_all_cells(doc: Document, source: Worksheet, target: Worksheet) -> None:
    """Put all cells of a sheet in place of another's, with sizes, merges and rules; the target's page stays its own.

    Raises:
        NotImplementedError: one of the two holds a table.
    """
    if source.tables or target.tables:
        raise NotImplementedError("copying all cells of a sheet with tables")
    for held in (target._cells, target.row_dimensions, target.column_dimensions):
        held.clear()
    copy_each_cell(source, target, held=(doc.loaded.cached, doc.loaded.attributes))
    _copy_dimensions(source, target)
    for name in ("data_validations", "merged_cells"):
        setattr(target, name, deepcopy(getattr(source, name), {id(source): target}))
    copy_rules(source, target, copy_rule)
    doc.mentions.forget(target)
    doc.changed()


def copy_rules(source: Worksheet, target: Worksheet, copied: Callable[[Any], Any]) -> None:
    """Copy the conditional formats of a sheet, each as `copied` makes it."""
    target.conditional_formatting = ConditionalFormattingList()
    target.conditional_formatting.max_priority = source.conditional_formatting.max_priority
    for entry in source.conditional_formatting:
        key = ConditionalFormatting(sqref=str(entry.sqref), pivot=entry.pivot)
        target.conditional_formatting._cf_rules[key] = [copied(rule) for rule in entry.rules]


def copy_settings(source: Worksheet, target: Worksheet) -> None:
    """Copy what belongs to a sheet as a whole: rows and columns, views, page, validations, merges."""
    _copy_dimensions(source, target)
    for name in _SETTINGS:
        setattr(target, name, deepcopy(getattr(source, name), {id(source): target}))
    target._print_area = deepcopy(source._print_area)
    target._print_rows, target._print_cols = copy(source._print_rows), copy(source._print_cols)
    target.sheet_state = source.sheet_state


def _copy_dimensions(source: Worksheet, target: Worksheet) -> None:
    for name in ("row_dimensions", "column_dimensions"):
        for key, old in getattr(source, name).items():
            new = getattr(target, name)[key] = copied_dimension(old)
            new.parent = target


def copy_rule(rule: Any) -> Any:
    """Return a copy of a conditional format that looks the same."""
    new = copy(rule)
    new.formula = list(rule.formula)
    new.dxf = rule.dxf
    return new


def _copy_names(source: Worksheet, target: Worksheet) -> None:
    for key, name in source.defined_names.items():
        new = copy(name)
        new.localSheetId = None
        target.defined_names[key] = new


def copy_tables(doc: Document, source: Worksheet, target: Worksheet) -> dict[str, str]:
    """Copy the tables, under new names where theirs are taken; return new names by old, casefolded."""
    taken = {name.casefold() for ws in doc.wb.worksheets for name in ws.tables}
    names = {}
    for old in source.tables.values():
        stem = old.displayName.rstrip("0123456789") or old.displayName
        names_in_turn = (f"{stem}{number}" for number in count(2))
        name = next(name for name in chain([old.displayName], names_in_turn) if name.casefold() not in taken)
        taken.add(name.casefold())
        names[old.displayName.casefold()] = name
        new = deepcopy(old)
        new.name = new.displayName = name
        new.part = ""
        target.add_table(new)
    return names


def _following(source: Worksheet, target: Worksheet, tables: dict[str, str]) -> Callable[[str], str]:
    """Return the rewriting that makes a copy's references to the source and its tables point at the copy."""
    to_copy = references.renaming(source.title, target.title)
    to_tables = references.renaming_tables(tables)
    keys = [source.title.replace("'", "''").casefold(), *tables]

    def rewrite(text: str) -> str:
        if not text or not any(key in text.casefold() for key in keys):
            return text
        return references.rewrite(text, lambda reference: to_tables(to_copy(reference)))

    return rewrite


def _moved(formula: Any, origin: str, target: str) -> Any:
    """Return the formula of a cell as it is in a copy elsewhere."""
    if isinstance(formula, ArrayFormula):
        new = copy(formula)
        new.text = _moved(formula.text or "", origin, target)
        new.ref = Translator(f"={formula.ref}", origin=origin).translate_formula(target)[1:]
        return new
    return Translator(formula, origin=origin).translate_formula(target) if isinstance(formula, str) else formula


def copy_cells(doc: Document, source: Worksheet, box: Box, sheet: Worksheet, row: int, column: int) -> None:
    """Copy cells with formats, formulas adjusted and merges, on the same sheet with rules too.

    Args:
        doc: The workbook.
        source: The sheet they are on.
        box: The cells.
        sheet: The sheet they are copied to.
        row: Where the first goes.
        column: Where the first goes.
    """
    down, right = row - box.row, column - box.column
    make = cells.creator(sheet)
    copies = [(key, copy(source._cells[key])) for key in sorted(cells.present(source, box))]
    target = box.offset(down, right)
    merged = [area for area in areas.merged(source) if box.contains(area)]
    blocks.clear(doc, sheet, target, formats=True)
    for (old_row, old_column), old in copies:
        new = make(old_row + down, old_column + right)
        new._style, new.data_type = old._style, old.data_type
        value = old._value
        if old.data_type == "f":
            value = _moved(value, old.coordinate, new.coordinate)
        new._value = value
        if old._hyperlink is not None:
            new._hyperlink = copy(old._hyperlink)
    for area in merged:
        blocks.merge(doc, sheet, area.offset(down, right), across=False)
    if sheet is source:
        rules.extend(sheet, box, down, right)
    doc.mentions.forget(sheet)
    doc.changed()
