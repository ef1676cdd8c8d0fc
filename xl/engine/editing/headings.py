"""The headings of tables: each column's name is the text of its heading cell."""

from xl.cells import references
from xl.cells.addresses import Box
from xl.cells.model import Worksheet
from xl.cells.tables import box_of, header_rows
from xl.engine.editing import cells, rewriting
from xl.engine.memory.document import Document


def of_box(ws: Worksheet, box: Box) -> list[str]:
    """Return the headings in the box's first row; blank or repeated ones are made up, and written."""
    headings: list[str] = []
    make = cells.creator(ws)
    for number, column in enumerate(range(box.column, box.last_column + 1), 1):
        cell = make(box.row, column)
        text = "" if cell.value is None else str(cell.value)
        taken = {heading.casefold() for heading in headings}
        heading, count = text or f"Column{number}", 2
        while heading.casefold() in taken:
            heading, count = f"{text or 'Column'}{count}", count + 1
        if heading != cell.value:
            cell.value = heading
        headings.append(heading)
    return headings


def follow(doc: Document, ws: Worksheet, written: Box) -> None:
    """Give the columns of tables whose heading cells were written their new names, in formulas too."""
    for table in ws.tables.values():
        box = box_of(table)
        if not (header_rows(table) and box._replace(last_row=box.row).meets(written)):
            continue
        changed = {}
        for column, heading in zip(table.tableColumns, of_box(ws, box), strict=False):
            if column.name != heading:
                changed[column.name.casefold()] = heading
                column.name = heading
        if changed:
            change = references.renaming_columns(table.displayName, changed)
            rewriting.follow_table(doc, table.displayName, change)
