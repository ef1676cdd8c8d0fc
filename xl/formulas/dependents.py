"""Which formulas lean on which cells, so that after a small change only those are computed that it can concern.

Formulas of a sheet that are the same but for their place are one shape, looked at once. What cannot be told counts as
leaning on everything: a function that picks its cells itself or looks at the clock, a name that is not there.
"""

from collections.abc import Callable, Iterable, Iterator
from math import inf
from typing import NamedTuple

from openpyxl.worksheet.formula import ArrayFormula

from xl.cells.addresses import Box
from xl.cells.model import Cell, Spilled, Workbook, Worksheet
from xl.cells.references import parse_reference
from xl.cells.tables import box_of
from xl.formulas.compiler import corners, plain_name, shape_of
from xl.formulas.parser import Node, parse
from xl.formulas.values import Unknown

Key = tuple[Worksheet, int, int]  # sheet, row, column
_RESTLESS = {"TODAY", "NOW", "RAND", "RANDBETWEEN", "INDIRECT", "OFFSET", "CELL", "INFO", "SUBTOTAL", "AGGREGATE"}
_RESIZED = {"SUMIF", "AVERAGEIF"}  # their last area counts as large as their first, whatever it says
_DEEPEST_NAME = 30
_MOST_STALE = 5_000  # beyond, computing all is as quick


class _Side(NamedTuple):
    """Rows or columns at which formulas look: how far away from their own, or where, if fixed."""

    first: int
    last: int
    first_fixed: bool
    last_fixed: bool

    def looking_at(self, line: int) -> tuple[float, float]:
        """Return between which lines the formulas stand that look at a line."""
        if self.first_fixed and self.last_fixed:
            return (-inf, inf) if self.first <= line <= self.last else (inf, -inf)
        if not (self.first_fixed or self.last_fixed):
            return line - max(self.first, self.last), line - min(self.first, self.last)
        edge, away = (self.first, self.last) if self.first_fixed else (self.last, self.first)
        return -inf if line <= edge else line - away, inf if line >= edge else line - away


_Reach = tuple[Worksheet, _Side, _Side]  # the rows and columns of a sheet that are looked at


class _Shape(NamedTuple):
    """Formulas of a sheet that are the same but for their place."""

    ws: Worksheet
    places: set[tuple[int, int]]

    def looking_at(self, rows: _Side, columns: _Side, row: int, column: int) -> Iterator[Key]:
        """Give those that look at a cell."""
        (top, bottom), (left, right) = rows.looking_at(row), columns.looking_at(column)
        if top > bottom or left > right:
            return
        if (bottom - top + 1) * (right - left + 1) < len(self.places):
            across = range(int(left), int(right) + 1)
            near = {(r, c) for r in range(int(top), int(bottom) + 1) for c in across} & self.places
        else:
            near = self.places
        yield from ((self.ws, r, c) for r, c in near if top <= r <= bottom and left <= c <= right)


class Dependents:
    """The formulas of a workbook by what they look at, as long as none of them changes.

    Args:
        wb: The workbook.
        cells_of: Gives the cells of a sheet.

    Attributes:
        restless: Formulas that may lean on anything.
    """

    def __init__(self, wb: Workbook, cells_of: Callable[[Worksheet], Iterable[Cell]]) -> None:
        self._wb = wb
        self._cells_of = cells_of
        self._sheets = {ws.title.casefold(): ws for ws in wb.worksheets}
        self._tables = {t.displayName.casefold(): (ws, t) for ws in wb.worksheets for t in ws.tables.values()}
        self._known: set[Worksheet] = set()
        self._by_sheet: dict[Worksheet, list[tuple[_Side, _Side, _Shape]]] = {}
        self.restless: set[Key] = set()

    def add(self, ws: Worksheet) -> None:
        """Take in the formulas of a sheet."""
        if ws in self._known:
            return
        self._known.add(ws)
        shapes: dict[str, _Shape | None] = {}
        for cell in self._cells_of(ws):
            if cell.data_type != "f":
                continue
            text, is_array = cell._value, isinstance(cell._value, ArrayFormula)
            if is_array:
                text = text.text
            key = shape_of(str(text), cell.row, cell.column, array=is_array)
            if key not in shapes:
                shapes[key] = self._shape(ws, text, cell.row, cell.column)
            shape = shapes[key]
            if shape is None:
                self.restless.add((ws, cell.row, cell.column))
            else:
                shape.places.add((cell.row, cell.column))

    def leaning_on(self, changed: Iterable[Key]) -> set[Key] | None:
        """Return the formulas that cells can concern, by whatever way; None for about all there are."""
        found: set[Key] = set()
        waiting = list(changed)
        for ws in {key[0] for key in waiting}:
            self.add(ws)
        waiting += self.restless
        found |= self.restless
        while waiting and len(found) < _MOST_STALE:
            ws, row, column = waiting.pop()
            for rows, columns, shape in self._by_sheet.get(ws, ()):
                new = set(shape.looking_at(rows, columns, row, column)) - found
                found |= new
                waiting += new
        return None if waiting else found

    def _shape(self, ws: Worksheet, text: object, row: int, column: int) -> _Shape | None:
        """Return a formula's shape, noted under all it looks at; None if that cannot be told."""
        shape = _Shape(ws, set())
        try:
            reaches = set(self._reaches(_tree(text, row, column), ws, row, column, 0))
        except (Unknown, RecursionError):
            return None
        for target, rows, columns in reaches:
            self._by_sheet.setdefault(target, []).append((rows, columns, shape))
        return shape

    def _reaches(self, node: Node, ws: Worksheet, row: int, column: int, depth: int) -> Iterator[_Reach]:
        kind = node[0]
        if kind == "ref":
            yield from self._of_reference(node[1], ws, row, column, depth)
        elif kind == "call":
            name = plain_name(node[1])
            if name in _RESTLESS or (name in _RESIZED and len(node[2]) > 2 and _differ(node[2][0], node[2][2])):  # noqa: PLR2004
                raise Unknown(name)
            for argument in node[2]:
                yield from self._reaches(argument, ws, row, column, depth)
        elif kind in ("unary", "binary"):
            for part in node[2:]:
                yield from self._reaches(part, ws, row, column, depth)

    def _of_reference(self, text: str, ws: Worksheet, row: int, column: int, depth: int) -> Iterator[_Reach]:
        reference = parse_reference(text)
        if reference.sheet is not None and ("[" in reference.sheet or ":" in reference.sheet):
            raise Unknown(text)
        target = ws if reference.sheet is None else self._sheets.get(reference.sheet.casefold())
        if target is None or "#REF!" in text.upper():
            return  # an error, whatever happens
        if reference.box is not None:
            yield _reach(target, reference.cells, reference.box, row, column)
        elif "[" in reference.cells:
            yield from self._of_table(reference.cells.partition("[")[0], target)
        elif ":" in reference.cells or "(" in reference.cells:
            raise Unknown(text)
        else:
            yield from self._of_name(reference.cells, target, depth)

    def _of_table(self, name: str, ws: Worksheet) -> Iterator[_Reach]:
        """Give the whole of a table, or of all tables of the sheet where none is named."""
        found = [self._tables.get(name.casefold())] if name else [one for one in self._tables.values() if one[0] is ws]
        for one in found:
            if one is None:
                raise Unknown(name)
            yield _whole(one[0], box_of(one[1]))

    def _of_name(self, name: str, ws: Worksheet, depth: int) -> Iterator[_Reach]:
        key = name.casefold()
        if key in self._tables:
            yield from self._of_table(name, ws)
            return
        entries = (*ws.defined_names.items(), *self._wb.defined_names.items())
        formula = next((entry.value for known, entry in entries if known.casefold() == key), None)
        if formula is None or depth > _DEEPEST_NAME:
            raise Unknown(name)
        yield from self._reaches(parse(f"={formula}"), ws, 1, 1, depth + 1)


def _tree(text: object, row: int, column: int) -> Node:
    """Return what a cell leans on as a formula, if that can be told: a spilled value on its array's first cell."""
    if isinstance(text, Spilled):
        text = f"={Box.at(row - text.down, column - text.right)}"
    if not isinstance(text, str):
        raise Unknown("data table")
    return parse(text)


def _whole(ws: Worksheet, box: Box) -> _Reach:
    return ws, _Side(box.row, box.last_row, True, True), _Side(box.column, box.last_column, True, True)


def _reach(ws: Worksheet, cells: str, box: Box, row: int, column: int) -> _Reach:
    found = corners(cells, row, column)
    if found is None:  # whole rows or columns
        return _whole(ws, box)
    (top, left, bottom, right), (top_fixed, left_fixed, bottom_fixed, right_fixed) = found
    return ws, _Side(top, bottom, top_fixed, bottom_fixed), _Side(left, right, left_fixed, right_fixed)


def _differ(first: Node, last: Node) -> bool:
    """Whether two areas may be of different shape."""
    if first[0] != "ref" or last[0] != "ref":
        return True
    one, other = parse_reference(first[1]), parse_reference(last[1])
    if one.box is not None and other.box is not None:
        return one.box.shape != other.box.shape
    return "[" not in one.cells or one.cells.partition("[")[0] != other.cells.partition("[")[0]
