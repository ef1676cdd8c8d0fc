"""Changes of references throughout a workbook: cells, names, conditional formats, validations, tables."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from xl.engine import carried_changes, references
from xl.engine.addresses import Box
from xl.engine.lazy import LazySheet
from xl.engine.mentions import each_formula
from xl.engine.model import Worksheet
from xl.engine.references import Change

if TYPE_CHECKING:
    from xl.engine.book import Book
    from xl.engine.sheets import Sheet


def rename_sheet(book: "Book", old: str, new: str, *, fresh: Worksheet | None) -> None:
    """Make every reference follow a renamed sheet.

    Args:
        book: The book.
        old: The old name.
        new: The new name.
        fresh: The renamed sheet if it was just made: then only it can refer to itself.
    """
    _follow_sheet(book, old, references.renaming(old, new), [fresh] if fresh is not None else book.wb.worksheets)


def forget_sheet(book: "Book", sheet: str) -> None:
    """Turn every reference to a deleted sheet into #REF!."""
    _follow_sheet(book, sheet, references.deleting(sheet), book.wb.worksheets)


def _follow_sheet(book: "Book", old: str, change: Change, sheets: list[Worksheet]) -> None:
    written = old.replace("'", "''")
    key = written.casefold()

    def rewrite(text: str) -> str:
        return references.rewrite(text, change) if text and key in text.casefold() else text

    for ws in sheets:
        if book.mentions.may_hold(ws, old):
            each_formula(ws, rewrite)
            _rewrite_names(ws.defined_names, rewrite)
    _rewrite_names(book.wb.defined_names, rewrite)
    if len(sheets) > 1 or sheets[0].carried.relations:
        carried_changes.rewrite_everywhere(book, rewrite, old)
    for ws in sheets:
        book.mentions.forget(ws)
    book.changed()


def _rewrite_names(names: dict[str, Any], rewrite: Callable[[str], str]) -> None:
    for name in names.values():
        name.value = rewrite(name.value)


def move_references(sheet: "Sheet", move: Callable[[Box], Box | None], *, rules_too: bool = True) -> None:
    """Make every reference follow moved cells of a sheet.

    Args:
        sheet: The sheet.
        move: Gives a reference's new place, None if it is gone.
        rules_too: Also the sheet's own conditional formats and validations.
    """
    name = sheet.name
    written = name.replace("'", "''")
    key = written.casefold()

    def rewriting_at(home: str) -> Callable[[str], str]:
        change = references.moving(name, home, move)
        at_home = home == name
        return lambda text: references.rewrite(text, change) if text and (at_home or key in text.casefold()) else text

    for ws in sheet.book.wb.worksheets:
        if ws is sheet.ws or sheet.book.mentions.may_hold(ws, name):
            rewrite = rewriting_at(ws.title)
            each_formula(ws, rewrite, rules=rules_too or ws is not sheet.ws)
            _rewrite_names(ws.defined_names, rewrite)
    elsewhere = rewriting_at("")
    _rewrite_names(sheet.book.wb.defined_names, elsewhere)
    carried_changes.rewrite_everywhere(sheet.book, elsewhere, name)
    sheet.book.changed()


def rename_table(sheet: "Sheet", entry: Any, new: str) -> None:
    """Rename a table and every structured reference to it.

    Raises:
        ValueError: the name is taken.
    """
    old = entry.displayName
    tables = {name.casefold() for ws in sheet.book.wb.worksheets for name in ws.tables}
    if new.casefold() != old.casefold() and new.casefold() in tables:
        raise ValueError(f"there is a table named {new!r} already")
    sheet.read()
    del sheet.ws.tables[entry.name]
    entry.name = entry.displayName = new
    sheet.ws.tables[new] = entry
    _follow_table(sheet.book, old, references.renaming_tables({old.casefold(): new}))


def rename_columns(book: "Book", table: str, names: dict[str, str]) -> None:
    """Make structured references follow renamed columns of a table (old names casefolded)."""
    _follow_table(book, table, references.renaming_columns(table, names))


def _follow_table(book: "Book", table: str, change: Change) -> None:
    """Apply a change of a table's name or columns to every formula that names the table."""

    def rewrite(text: str) -> str:
        return references.rewrite(text, change) if "[" in text and table.casefold() in text.casefold() else text

    for ws in book.wb.worksheets:
        if not isinstance(ws, LazySheet) or ws.is_read or ws.mentions(table):
            each_formula(ws, rewrite)
        _rewrite_names(ws.defined_names, rewrite)
    _rewrite_names(book.wb.defined_names, rewrite)
    book.changed()
