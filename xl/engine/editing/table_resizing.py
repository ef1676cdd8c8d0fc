"""Tables given another range, as when a user drags the corner."""

from typing import Any

from openpyxl.worksheet.formula import ArrayFormula

from xl.cells.addresses import Box
from xl.cells.model import NewCell, Worksheet
from xl.cells.tables import body_of, box_of, header_rows, total_rows
from xl.engine.editing import headings, rewriting, rules, table_shapes
from xl.engine.editing.translating import Translator
from xl.engine.memory import lazy
from xl.engine.memory.document import Document


def resize(doc: Document, ws: Worksheet, table: Any, box: Box) -> None:
    """Give a table another range on its sheet, as Excel does.

    New rows take formats and calculated columns from the last row; validations, conditional formats, names,
    formulas and charts that covered the whole of a column follow. Cells outside keep what they hold.

    Raises:
        ValueError: the heading row would move, no data row is left, or another table is met.
        NotImplementedError: a table with a totals row would get other rows.
    """
    old, body = box_of(table), body_of(table)
    if total_rows(table) and box.last_row != old.last_row:
        raise NotImplementedError("other rows of a table with a totals row")
    if box.row != old.row or not box.meets(old):
        raise ValueError("the heading row of a table must stay where it is")
    if box.last_row < box.row + header_rows(table):
        raise ValueError("a table needs at least one data row")
    refuse_overlap(ws, box, besides=table)
    lazy.read(ws)
    table_shapes.place(table, box)
    if (box.column, box.last_column) != (old.column, old.last_column):
        by_place = table_shapes.columns_by_place(table, old)
        names = headings.of_box(ws, box) if header_rows(table) else table_shapes.made_up_names(box, by_place)
        table_shapes.fit_columns(table, by_place, names)
    if box.last_row != old.last_row:
        _fit_rows(doc, ws, table, old, body)
    doc.changed()


def refuse_overlap(ws: Worksheet, box: Box, besides: Any = None) -> None:
    """Raise ValueError for a table that would lie over another."""
    if any(box_of(table).meets(box) for table in ws.tables.values() if table is not besides):
        raise ValueError("a table cannot overlap another table")


def _fit_rows(doc: Document, ws: Worksheet, table: Any, old: Box, body: Box) -> None:
    new = box_of(table)
    covered = Box(body.row, new.column, body.last_row, new.last_column)

    def follow(box: Box) -> Box:
        """Stretch an area that ends with the table, within its columns."""
        inside = covered.column <= box.column and box.last_column <= covered.last_column
        starts = old.row <= box.row <= body.row
        return box._replace(last_row=new.last_row) if inside and starts and box.last_row == old.last_row else box

    rewriting.move_references(doc, ws, follow)
    if new.last_row > old.last_row:
        rules.follow(ws, lambda box: [_stretch(box, covered, new.last_row)])
        _fill_rows(ws, table, body.last_row, new._replace(row=old.last_row + 1))


def _fill_rows(ws: Worksheet, table: Any, model_row: int, rows: Box) -> None:
    """Give new rows the formats of the model row, and the calculated columns' formulas."""
    found = ws._cells
    models = []
    for column, entry in zip(range(rows.column, rows.last_column + 1), table.tableColumns, strict=True):
        model, calculated = found.get((model_row, column)), entry.calculatedColumnFormula
        if model is not None and (model.has_style or calculated):
            formula = _calculated(model, calculated.attr_text) if calculated else None
            models.append((column, model._style, formula, calculated))
    for row in range(rows.row, rows.last_row + 1):
        for column, style, formula, calculated in models:
            cell: Any = found.get((row, column))
            if cell is None:
                cell = found[row, column] = NewCell(ws, row, column, style)
            elif not cell.has_style:
                cell._style = style
            if formula is not None:
                text = formula.translate_formula(cell.coordinate)
                cell.value = ArrayFormula(cell.coordinate, text) if calculated.array else text


def _calculated(model: Any, text: str) -> Translator:
    """Return the calculated column's formula, from the model cell if that holds one."""
    if model.data_type == "f" and isinstance(getattr(model.value, "text", model.value), str):
        return Translator(getattr(model.value, "text", model.value), origin=model.coordinate)
    return Translator(f"={text}", origin=model.coordinate)


def _stretch(box: Box, body: Box, new_last: int) -> Box:
    """Stretch an area that covered all rows of the body, in its columns."""
    in_columns = body.column <= box.column and box.last_column <= body.last_column
    covers = box.row <= body.row and body.last_row <= box.last_row < new_last
    return box._replace(last_row=new_last) if in_columns and covers else box
