"""A workbook written down, so that two can be compared: sheets, names, tables, cells with their kinds and formats."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field, fields
from typing import Any

import xl.light_openpyxl  # noqa: F401  # must come before xlwings and openpyxl

import xlwings as xw  # isort: skip

from xl.cells.tables import box_of
from xl.cells.values import to_serial
from xl.engine.memory import lazy

_SHORT_DATE = {"mm-dd-yy", "m/d/yyyy"}  # as openpyxl and Excel spell it


@dataclass(kw_only=True)
class Snapshot:
    """What there is to a workbook; `differences` compares all of it."""

    sheets: dict[str, Any] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    tables: dict[str, tuple[str, list[str]]] = field(default_factory=dict)  # by their place on a sheet
    table_names: dict[str, str] = field(default_factory=dict)
    cells: dict[str, tuple[str, Any]] = field(default_factory=dict)
    results: dict[str, Any] = field(default_factory=dict)  # of formulas
    formats: dict[str, str] = field(default_factory=dict)
    hidden: dict[str, list[int]] = field(default_factory=dict)  # rows, on sheets where no filter hides any
    filters: dict[str, str] = field(default_factory=dict)
    checks: dict[str, list[str]] = field(default_factory=dict)  # the lists of choices and the other validations


def book_snapshot(book: xw.Book, moments: Collection[str] = (), named: Collection[str] | None = None) -> Snapshot:
    """Everything about a workbook of the file engine that a user would miss; see `document_snapshot`."""
    return document_snapshot(book.impl.doc, moments, named)


def document_snapshot(doc: Any, moments: Collection[str] = (), named: Collection[str] | None = None) -> Snapshot:
    """Everything about a document of the file engine that a user would miss.

    Args:
        doc: The document.
        moments: Columns that tell when something was done: no two are alike.
        named: The tables whose names count; None for all. How Excel names the tables of a copied sheet is its own.
    """
    found = Snapshot()
    found.sheets["order"] = [(ws.title, ws.sheet_state) for ws in doc.wb.worksheets]
    found.names.update({name: entry.value for name, entry in doc.wb.defined_names.items()})
    for ws in doc.wb.worksheets:
        lazy.read(ws)
        found.names.update({f"{ws.title}!{name}": entry.value for name, entry in ws.defined_names.items()})
        skipped: set[int] = set()
        for number, table in enumerate(sorted(ws.tables.values(), key=box_of), start=1):
            headings = [column.name for column in table.tableColumns]
            found.tables[f"{ws.title}!{number}"] = (table.ref, headings)
            if named is None or table.displayName in named:
                found.table_names[table.displayName] = ws.title
            skipped |= {box_of(table).column + n for n, heading in enumerate(headings) if heading in moments}
        _tell_rows(ws, found)
        _tell_cells(doc, ws, skipped, found)
    return found


def _tell_rows(ws: Any, found: Snapshot) -> None:
    found.checks[ws.title] = sorted(
        f"{rule.sqref}: {rule.formula1} {rule.formula2}" for rule in ws.data_validations.dataValidation
    )
    filters = [ws.auto_filter, *(table.autoFilter for table in ws.tables.values())]
    by = [str(column) for holder in filters if holder is not None for column in holder.filterColumn]
    found.filters[ws.title] = "; ".join(by)
    if not by:
        rows = ws.row_dimensions
        found.hidden[ws.title] = [row for row in sorted(rows) if rows[row].hidden]


def _tell_cells(doc: Any, ws: Any, skipped: set[int], found: Snapshot) -> None:
    for (_row, column), cell in sorted(ws._cells.items()):
        place, value = f"{ws.title}!{cell.coordinate}", cell._value
        if value is None or (column in skipped and not isinstance(value, str)):
            continue
        found.cells[place] = _value(cell)
        found.formats[place] = "date" if cell.number_format in _SHORT_DATE else str(cell.number_format)
        if cell.data_type == "f":
            found.results[place] = _plain(doc.result(cell))


def _value(cell: Any) -> tuple[str, Any]:
    value = _plain(cell._value)
    if isinstance(value, bool):
        return "bool", value
    if isinstance(value, float):
        return "number", value
    if not isinstance(value, str):
        return "formula", str(getattr(value, "text", value))
    return {"f": "formula", "e": "error"}.get(cell.data_type, "text"), value


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime | dt.date | dt.time | dt.timedelta):
        value = to_serial(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return round(float(value), 9)
    return "" if value is None else str(value) if isinstance(value, str) else value


def differences(one: Snapshot, other: Snapshot, names: tuple[str, str] = ("Excel", "file")) -> list[str]:
    """Where two workbooks differ, a line for each."""
    lines = []
    for what in (part.name for part in fields(Snapshot)):
        mine, theirs = getattr(one, what), getattr(other, what)
        lines += [
            f"{what} {key}: {names[0]} {mine.get(key)!r}, {names[1]} {theirs.get(key)!r}"
            for key in sorted({*mine, *theirs})
            if mine.get(key) != theirs.get(key)
        ]
    return lines
