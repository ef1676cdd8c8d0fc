"""A workbook told in full, so that two can be compared: sheets, names, tables, cells with their kinds and formats."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from cchc_macros import contract as c
from tests.excel.double import store
from tests.excel.double.texts import kind_of, serial

MOMENTS = {c.TIME, c.COLLECTED}  # columns that tell when a click was: no two are alike


@dataclass
class Snapshot:
    """What can be told of a workbook."""

    sheets: list[tuple[str, str]]
    names: dict[str, str]
    tables: dict[str, tuple[str, str, list[str]]]
    cells: dict[str, tuple[str, Any]]
    formats: dict[str, str]
    hidden: dict[str, list[int]]  # rows, on sheets where no filter hides any
    filters: dict[str, str]
    checks: dict[str, list[str]]  # the lists of choices and the other validations of a sheet


def told(doc: Any) -> Snapshot:
    """Everything about a workbook that a user would miss."""
    found = Snapshot([], {}, {}, {}, {}, {}, {}, {})
    found.names.update({name: entry.value for name, entry in doc.wb.defined_names.items()})
    for ws in doc.wb.worksheets:
        store.lazy.read(ws)
        found.sheets.append((ws.title, ws.sheet_state))
        found.names.update({f"{ws.title}!{name}": entry.value for name, entry in ws.defined_names.items()})
        skipped = set()
        for table in ws.tables.values():
            found.tables[table.displayName] = (ws.title, table.ref, [c.name for c in table.tableColumns])
            box = store.box_of(table)
            skipped |= {box.column + n for n, entry in enumerate(table.tableColumns) if entry.name in MOMENTS}
        found.checks[ws.title] = sorted(
            f"{rule.sqref}: {rule.formula1} {rule.formula2}" for rule in ws.data_validations.dataValidation
        )
        filters = [ws.auto_filter, *(table.autoFilter for table in ws.tables.values())]
        by = [str(column) for holder in filters if holder is not None for column in holder.filterColumn]
        found.filters[ws.title] = "; ".join(by)
        if not by:
            found.hidden[ws.title] = [row for row in sorted(ws.row_dimensions) if store.row_hidden(ws, row)]
        _tell_cells(doc, ws, skipped, found)
    return found


def _tell_cells(doc: Any, ws: Any, skipped: set[int], found: Snapshot) -> None:
    for (_row, column), cell in sorted(ws._cells.items()):
        place = f"{ws.title}!{cell.coordinate}"
        if cell._value is None:
            continue
        if column in skipped and not isinstance(cell._value, str):
            continue
        found.cells[place] = _value(cell)
        found.formats[place] = _form(str(cell.number_format))


def _value(cell: Any) -> tuple[str, Any]:
    value = cell._value
    if isinstance(value, dt.datetime | dt.date):
        return "number", round(serial(value), 9)
    if isinstance(value, bool):
        return "bool", value
    if isinstance(value, int | float):
        return "number", round(float(value), 9)
    if not isinstance(value, str):
        return "formula", str(getattr(value, "text", value))
    return {"f": "formula", "e": "error"}.get(cell.data_type, "text"), str(value)


def _form(form: str) -> str:
    """Excel and openpyxl spell the short date in two ways."""
    return "date" if kind_of(form) == "date" and form in ("mm-dd-yy", "m/d/yyyy") else form


def differences(one: Snapshot, other: Snapshot, names: tuple[str, str] = ("Excel", "file")) -> list[str]:
    """Where two workbooks differ, a line for each."""
    lines = []
    if one.sheets != other.sheets:
        lines.append(f"sheets: {names[0]} {one.sheets}\n        {names[1]} {other.sheets}")
    for what in ("names", "tables", "cells", "formats", "hidden", "filters", "checks"):
        mine, theirs = getattr(one, what), getattr(other, what)
        lines += [
            f"{what} {key}: {names[0]} {mine.get(key)!r}, {names[1]} {theirs.get(key)!r}"
            for key in sorted({*mine, *theirs})
            if mine.get(key) != theirs.get(key)
        ]
    return lines
