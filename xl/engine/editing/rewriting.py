"""Changes of references throughout a workbook: cells, names, conditional formats, validations, tables."""

from collections.abc import Callable
from typing import Any

from xl.cells import references
from xl.cells.addresses import Box
from xl.cells.model import Worksheet
from xl.cells.references import Change
from xl.engine.editing import carried_changes
from xl.engine.memory import lazy
from xl.engine.memory.document import Document
from xl.engine.memory.lazy import LazySheet
from xl.engine.memory.mentions import each_formula


def rename_sheet(doc: Document, ws: Worksheet, new: str) -> None:
    """Rename a sheet, and make every reference follow; to one just copied only its own can refer."""
    old, fresh = ws.title, doc.fresh is ws
    ws._WorkbookChild__title = new  # openpyxl's setter renames what it finds too similar
    _follow_sheet(doc, old, references.renaming(old, new), [ws] if fresh else doc.wb.worksheets)


def delete_sheet(doc: Document, ws: Worksheet) -> None:
    """Remove a sheet, and turn every reference to it and its tables into #REF!."""
    sheets = doc.wb._sheets
    place, tables = sheets.index(ws), [table.displayName for table in ws.tables.values()]
    before = sheets[place - 1].title if place else None
    after = sheets[place + 1].title if place + 1 < len(sheets) else None
    with doc.active_kept():
        doc.wb.remove(ws)
    _follow_sheet(doc, ws.title, references.deleting(ws.title, before, after), doc.wb.worksheets)
    for table in tables:
        follow_table(doc, table, references.deleting_tables({table.casefold()}))


def _follow_sheet(doc: Document, old: str, change: Change, sheets: list[Worksheet]) -> None:
    rewrite = _where_named(old, change)
    for ws in sheets:
        if doc.mentions.may_hold(ws, old):
            each_formula(ws, rewrite)
            _rewrite_names(ws.defined_names, rewrite)
    _rewrite_names(doc.wb.defined_names, rewrite)
    if len(sheets) > 1 or sheets[0].carried.relations:
        carried_changes.rewrite_everywhere(doc, rewrite, old)
    for ws in sheets:
        doc.mentions.forget(ws)
    doc.changed()


def _where_named(name: str, change: Change) -> Callable[[str], str]:
    """Return the rewriting of formulas in which a sheet or table is named; others, the most by far, are not read."""
    key = name.replace("'", "''").casefold()
    return lambda text: references.rewrite(text, change) if text and key in text.casefold() else text


def _rewrite_names(names: dict[str, Any], rewrite: Callable[[str], str]) -> None:
    for name in names.values():
        name.value = rewrite(name.value)


def move_references(doc: Document, ws: Worksheet, move: Callable[[Box], Box | None], *, rules_too: bool = True) -> None:
    """Make every reference follow moved cells of a sheet.

    Args:
        doc: The workbook.
        ws: The sheet.
        move: Gives a reference's new place, None if it is gone.
        rules_too: Also the sheet's own conditional formats and validations.
    """
    name = ws.title
    for other in doc.wb.worksheets:
        if other is ws or doc.mentions.may_hold(other, name):
            change = references.moving(name, other.title, move)
            rewrite = _where_named("" if other is ws else name, change)
            each_formula(other, rewrite, rules=rules_too or other is not ws)
            _rewrite_names(other.defined_names, rewrite)
    elsewhere = _where_named(name, references.moving(name, "", move))
    _rewrite_names(doc.wb.defined_names, elsewhere)
    carried_changes.rewrite_everywhere(doc, elsewhere, name)
    doc.changed()


def taken_names(doc: Document) -> set[str]:
    """Return the casefolded names of all tables and the workbook's defined names: no table may have one of them."""
    tables = (name for ws in doc.wb.worksheets for name in ws.tables)
    return {name.casefold() for name in (*tables, *doc.wb.defined_names)}


def rename_table(doc: Document, ws: Worksheet, table: Any, new: str) -> None:
    """Rename a table and every structured reference to it."""
    lazy.read(ws)
    old = table.displayName
    del ws.tables[table.name]
    table.name = table.displayName = new
    ws.tables[new] = table
    follow_table(doc, old, references.renaming_tables({old.casefold(): new}))


def follow_table(doc: Document, table: str, change: Change) -> None:
    """Apply a change of a table's name or columns to every formula that names the table."""
    rewrite = _where_named(table, change)
    for ws in doc.wb.worksheets:
        if not isinstance(ws, LazySheet) or ws.is_read or ws.mentions(table):
            each_formula(ws, rewrite)
        _rewrite_names(ws.defined_names, rewrite)
    _rewrite_names(doc.wb.defined_names, rewrite)
    doc.changed()
