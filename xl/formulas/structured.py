"""Structured references: Table[Column], Table[[#This Row],[Column]], Table[[A]:[B]], Table[#All] and the like."""

import re
from typing import Any

from xl.cells.addresses import Box
from xl.cells.model import Worksheet
from xl.cells.tables import body_of, box_of, header_rows, total_rows
from xl.formulas.areas import Source
from xl.formulas.values import NAME, REF, VALUE, ExcelError, Unknown
from xl.late import regex

_PART = regex(r"\[((?:'.|[^'\[\]])*)\]")
_ITEMS = {"#all", "#data", "#headers", "#totals", "#this row"}


def resolve(source: Source, reference: str, home: Worksheet, row: int, column: int) -> tuple[Worksheet, Box]:
    """Return sheet and cells of a structured reference in a formula at a place.

    Raises:
        ExcelError: #NAME? or #REF! for an unknown table or column, #VALUE! for "this row" outside the table.
        Unknown: a form that is not known.
    """
    name, bracket, rest = reference.partition("[")
    ws, table = _find(source, name, home, row, column)
    whole = box_of(table)
    items, columns = _parse(bracket + rest)
    box = _rows(table, items, row)
    if columns:
        names = [column.name.casefold() for column in table.tableColumns]
        try:
            places = [names.index(wanted.casefold()) for wanted in columns]
        except ValueError:
            raise ExcelError(REF) from None
        box = box._replace(column=whole.column + min(places), last_column=whole.column + max(places))
    return ws, box


def _find(source: Source, name: str, home: Worksheet, row: int, column: int) -> tuple[Worksheet, Any]:
    if name:
        found: tuple[Worksheet, Any] | None = source.tables.get(name.casefold())
        if found is None:
            raise ExcelError(NAME)
        return found
    for ws, table in source.tables.values():
        if ws is home and box_of(table).holds(row, column):
            return ws, table
    raise ExcelError(NAME)


def _parse(brackets: str) -> tuple[set[str], list[str]]:
    """Return the items ("#headers") and the columns that a bracket names."""
    inner = brackets[1:-1].strip()
    items: set[str] = set()
    if inner.startswith("@"):
        items.add("#this row")
        inner = inner[1:]
    if not inner:
        return items, []
    parts = [_unescaped(part) for part in _PART.findall(inner)] if inner.startswith("[") else [_unescaped(inner)]
    left = re.sub(r"[\s,:]", "", _PART.sub("", inner)) if inner.startswith("[") else ""
    if left:
        raise Unknown(f"structured reference {brackets!r}")
    items |= {part.casefold() for part in parts if part.casefold() in _ITEMS}
    return items, [part for part in parts if part.casefold() not in _ITEMS]


def _unescaped(name: str) -> str:
    return re.sub(r"'(.)", r"\1", name, flags=re.DOTALL)


def _rows(table: Any, items: set[str], row: int) -> Box:
    whole, body = box_of(table), body_of(table)
    first, last = body.row, body.last_row
    if "#this row" in items:
        if not first <= row <= last:
            raise ExcelError(VALUE)
        return whole._replace(row=row, last_row=row)
    if "#all" in items:
        return whole
    if ("#headers" in items and not header_rows(table)) or ("#totals" in items and not total_rows(table)):
        raise ExcelError(REF)
    places = {"#headers": (whole.row, whole.row), "#data": (first, last), "#totals": (whole.last_row, whole.last_row)}
    tops, bottoms = zip(*(places[item] for item in items or ("#data",)), strict=True)
    return whole._replace(row=min(tops), last_row=max(bottoms))
