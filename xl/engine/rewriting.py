"""Changes of references throughout a workbook: cells, names, conditional formats, validations, tables."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from openpyxl.worksheet.formula import ArrayFormula

from xl.engine import areas, references
from xl.engine.addresses import Box
from xl.engine.model import Worksheet
from xl.engine.references import Change

if TYPE_CHECKING:
    from xl.engine.book import Book
    from xl.engine.sheets import Sheet


def rewrite_book(book: "Book", change_for: Callable[[str], Change], may_concern: Callable[[str], bool]) -> None:
    """Apply a change to every formula of a book.

    Args:
        book: The book.
        change_for: Gives the change for formulas that stand on a sheet, by its name ("" for the book's names).
        may_concern: A quick test on the text that spares most formulas the tokenizer.
    """
    for ws in book.wb.worksheets:
        change = change_for(ws.title)

        def rewrite(text: str, change: Change = change) -> str:
            return references.rewrite(text, change) if text and may_concern(text) else text

        rewrite_sheet(ws, rewrite)
        for name in ws.defined_names.values():
            name.value = rewrite(name.value)
    at_book = change_for("")
    for name in book.wb.defined_names.values():
        if name.value and may_concern(name.value):
            name.value = references.rewrite(name.value, at_book)
    book.changed()


def rewrite_sheet(ws: Worksheet, rewrite: Callable[[str], str]) -> None:
    """Rewrite every formula that stands on a sheet, apart from its defined names."""
    for cell in formula_cells(ws):
        value = cell._value
        if isinstance(value, str):
            cell._value = rewrite(value)
        elif isinstance(value, ArrayFormula):
            value.text = rewrite(value.text or "")
    areas.rewrite_formulas(ws, rewrite)
    for table in ws.tables.values():
        for column in table.tableColumns:
            for formula in (column.calculatedColumnFormula, column.totalsRowFormula):
                if formula is not None and formula.attr_text:
                    formula.attr_text = rewrite(formula.attr_text)
    for cell in ws._cells.values():
        link = getattr(cell, "_hyperlink", None)  # a cell under a merge has none
        if link is not None and link.location:
            link.location = rewrite(link.location)


def formula_cells(ws: Worksheet) -> Iterator[Any]:
    """Return the sheet's formula cells."""
    return (cell for cell in ws._cells.values() if cell.data_type == "f")


def rename_sheet(book: "Book", old: str, new: str) -> None:
    """Make every reference follow a renamed sheet."""
    key = old.replace("'", "''").casefold()
    change = references.renaming(old, new)
    rewrite_book(book, lambda _: change, lambda text: key in text.casefold())


def forget_sheet(book: "Book", sheet: str) -> None:
    """Turn every reference to a deleted sheet into #REF!."""
    key = sheet.replace("'", "''").casefold()
    change = references.deleting(sheet)
    rewrite_book(book, lambda _: change, lambda text: key in text.casefold())


def move_references(sheet: "Sheet", move: Callable[[Box], Box | None]) -> None:
    """Make every reference follow moved cells of a sheet."""
    name = sheet.name
    key = name.replace("'", "''").casefold()

    def change_for(home: str) -> Change:
        return references.moving(name, home, move)

    for ws in sheet.book.wb.worksheets:
        at_home = ws.title == name
        change = change_for(ws.title)

        def rewrite(text: str, change: Change = change, at_home: bool = at_home) -> str:
            return references.rewrite(text, change) if at_home or key in text.casefold() else text

        rewrite_sheet(ws, rewrite)
        for defined in ws.defined_names.values():
            defined.value = rewrite(defined.value)
    at_book = change_for("")
    for defined in sheet.book.wb.defined_names.values():
        defined.value = references.rewrite(defined.value, at_book)
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
    del sheet.ws.tables[entry.name]
    entry.name = entry.displayName = new
    sheet.ws.tables[new] = entry
    change = references.renaming_tables({old.casefold(): new})
    rewrite_book(sheet.book, lambda _: change, lambda text: "[" in text and old.casefold() in text.casefold())
