"""Computing the formula cells of a book, each once, however deep they lean on one another."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.formula import ArrayFormula

from xl.cells import values as cell_values
from xl.cells.addresses import Box, parse_box
from xl.cells.model import Cell, Spilled, Workbook, Worksheet
from xl.cells.values import CellError
from xl.formulas.areas import Area, Array, Kept, Place, is_many, scalar
from xl.formulas.budget import Budget
from xl.formulas.compiler import Closure, compiled
from xl.formulas.values import NA, NAME, REF, ExcelError, Unknown, checked
from xl.log import log_error

_UNKNOWN = object()
_ROOM_FOR_BLOCKS, _ROOM_FOR_ARRAYS = 1_000_000, 1_600_000  # values that are kept


class _Needs(Exception):  # noqa: N818  # a signal, not a fault
    """Formula cells that must be computed first."""

    def __init__(self, cells: list[Cell]) -> None:
        super().__init__()
        self.cells = cells


class Calculator:
    """The values of a book's formulas as long as nothing in it changes.

    Args:
        wb: openpyxl's model of the workbook.
        closures: Compiled formulas, kept from one calculator of the workbook to the next.
        budget: The work left for the workbook's formulas.
        known: Gives the value of a formula cell that need not be computed, None of others.
    """

    def __init__(
        self,
        wb: Workbook,
        closures: dict[str, Closure],
        budget: Budget,
        known: Callable[[Cell], Any] = lambda _cell: None,
    ) -> None:
        self._given = known
        self._wb = wb
        self._budget = budget
        self.spend = budget.spend
        self._closures = closures
        self._known: dict[Cell, Any] = {}
        self._arrays: dict[Cell, Area | Array] = {}  # what array formulas give
        self._blocks, self.kept = Kept(_ROOM_FOR_BLOCKS), Kept(_ROOM_FOR_ARRAYS)
        self._home: Worksheet = None
        self._used: dict[Worksheet, tuple[int, int]] = {}
        self.from_1904: bool = wb.epoch == CALENDAR_MAC_1904
        self._sheets = {ws.title.casefold(): ws for ws in wb.worksheets}

    def result(self, cell: Cell) -> Any:
        """Return what a formula cell computes to: float, str, bool or CellError.

        Raises:
            Unknown: the formula, or one it leans on, is beyond this evaluator or leans on itself.
        """
        if cell.parent is not self._home:  # formulas of a sheet share arrays, those of another ask for others
            self._home = cell.parent
            self._blocks, self.kept = Kept(_ROOM_FOR_BLOCKS), Kept(_ROOM_FOR_ARRAYS)
        if cell not in self._known:
            self._compute(cell)
        value = self._known[cell]
        if value is _UNKNOWN:
            raise Unknown(cell.coordinate)
        return value

    def closure(self, formula: str, row: int, column: int) -> Closure:
        """Return what `evaluated` takes of a formula, in a cell of its own or in none; raise Unknown as `compiled`."""
        return compiled(formula, row, column, self._closures)

    def evaluated(self, closure: Closure, ws: Worksheet, row: int, column: int) -> Any:
        """Return what a formula gives as if it was in another cell, as conditional formats are meant.

        Raises:
            Unknown: it leans on something beyond this evaluator.
        """
        while True:
            self._budget.begin()
            try:
                return scalar(closure(Place(self, ws, row, column)), row, column)
            except ExcelError as error:
                return CellError(error.code)
            except _Needs as needs:
                for cell in needs.cells:
                    self._compute(cell)
            except Unknown:
                raise
            except Exception as error:  # too deep, or as in `_compute`
                raise Unknown(type(error).__name__) from error

    def _compute(self, wanted: Cell) -> None:
        """Compute a cell and, first, all it leans on, without recursion."""
        stack, begun = [wanted], set()
        while stack:
            cell = stack[-1]
            begun.add(cell)
            try:
                value = self._evaluate(cell)
            except _Needs as needs:
                if begun.isdisjoint(needs.cells):
                    stack += needs.cells
                    continue
                value = _UNKNOWN  # a circle
            except (Unknown, RecursionError):
                value = _UNKNOWN
            except Exception:  # noqa: BLE001  # what nobody foresaw costs this formula, not the click
                log_error(f"formula in {cell.coordinate}")
                value = _UNKNOWN
            self._known[cell] = value
            stack.pop()
            begun.discard(cell)

    def _evaluate(self, cell: Cell) -> Any:
        if cell in self._known:
            return self._known[cell]
        given = self._given(cell)
        if given is not None:
            return given
        formula = cell._value
        self._budget.begin()
        try:
            if isinstance(formula, str):
                closure = compiled(formula, cell.row, cell.column, self._closures)
                value = closure(Place(self, cell.parent, cell.row, cell.column))
            else:
                value = self._of_array(cell, *(formula if isinstance(formula, Spilled) else (0, 0)))
            value = scalar(value, cell.row, cell.column)
        except ExcelError as error:
            return CellError(error.code)
        return 0.0 if value is None else float(value) if type(value) is int else value

    def _of_array(self, cell: Cell, down: int, right: int) -> Any:
        """Return what a cell gets of the array formula that stands so far up and left of it."""
        source = Spilled(down, right).source(cell)
        formula = source and source._value
        if not isinstance(formula, ArrayFormula):
            raise Unknown("data table")
        if source not in self._arrays:
            closure = compiled(formula.text or "", source.row, source.column, self._closures, array=True)
            value = closure(Place(self, source.parent, source.row, source.column))
            self._arrays[source] = value if is_many(value) else Array([[checked(value)]])
        array = self._arrays[source]
        rows, columns = array.shape
        if getattr(formula, "dynamic", False) and array.shape != (parse_box(formula.ref) or Box.at(1, 1)).shape:
            raise Unknown("an array that fills other cells than it did")
        down, right = down if rows > 1 else 0, right if columns > 1 else 0
        if down >= rows or right >= columns:
            raise ExcelError(NA)
        if isinstance(array, Array):
            return array.rows[down][right]
        return self.cell_value(array.ws, array.box.row + down, array.box.column + right)

    # What closures ask for

    def cell_value(self, ws: Worksheet, row: int, column: int) -> Any:
        """Return a cell's value.

        Raises:
            Unknown: it is not known.
        """
        cell = ws._cells.get((row, column))
        if cell is None:
            return None
        if cell.data_type != "f":
            return self._constant(cell)
        if cell not in self._known:
            raise _Needs([cell])
        value = self._known[cell]
        if value is _UNKNOWN:
            raise Unknown(cell.coordinate)
        return value

    def values(self, ws: Worksheet, box: Box) -> list[list[Any]]:
        """Return the values of a block, which must not be changed.

        Raises:
            Unknown: one is not known.
        """
        found: list[list[Any]] | None = self._blocks.get((ws, box))
        if found is not None:
            return found
        cells, known = ws._cells, self._known
        rows, needed = [], []
        for row in range(box.row, box.last_row + 1):
            line: list[Any] = []
            for column in range(box.column, box.last_column + 1):
                cell = cells.get((row, column))
                if cell is None:
                    line.append(None)
                elif cell.data_type != "f":
                    line.append(self._constant(cell))
                elif cell in known:
                    line.append(known[cell])
                else:
                    needed.append(cell)
            rows.append(line)
        if needed:
            raise _Needs(needed)
        if any(value is _UNKNOWN for line in rows for value in line):
            raise Unknown(str(box))
        self._blocks.put((ws, box), rows, box.shape)  # running totals ask for a longer one each
        return rows

    def _constant(self, cell: Cell) -> Any:
        value = cell._value
        if type(value) is float or value is None:
            return value
        return cell_values.as_number(cell)

    def used(self, ws: Worksheet) -> tuple[int, int]:
        """Return the last row and column in use."""
        if ws not in self._used:
            keys = ws._cells
            self._used[ws] = max((row for row, _ in keys), default=1), max((column for _, column in keys), default=1)
        return self._used[ws]

    def bottom(self) -> int:
        """Return the last row in use on any sheet."""
        return max(self.used(ws)[0] for ws in self._wb.worksheets)

    def sheet(self, name: str | None, home: Worksheet) -> Worksheet:
        """Return a sheet by name.

        Raises:
            ExcelError: #REF! if there is none.
        """
        if name is None:
            return home
        ws = self._sheets.get(name.casefold())
        if ws is None:
            raise ExcelError(REF)
        return ws

    @cached_property
    def tables(self) -> dict[str, tuple[Worksheet, Any]]:
        """All tables by casefolded name."""
        return {table.displayName.casefold(): (ws, table) for ws in self._wb.worksheets for table in ws.tables.values()}

    @cached_property
    def _names(self) -> dict[tuple[Any, str], str]:
        """Formulas of the defined names by sheet (None: the whole book) and casefolded name."""
        names = {(None, name.casefold()): entry.value for name, entry in self._wb.defined_names.items()}
        for ws in self._wb.worksheets:
            names.update({(ws, name.casefold()): entry.value for name, entry in ws.defined_names.items()})
        return names

    def named(self, sheet: str | None, name: str, place: Place) -> Area | Array | Any:
        """Return what a defined name, or a table's name, stands for.

        Raises:
            ExcelError: #NAME? if there is none.
            Unknown: its formula is beyond this evaluator.
        """
        home = self.sheet(sheet, place.ws)
        key = name.casefold()
        formula = self._names.get((home, key)) or self._names.get((None, key))
        if formula is None:
            if key in self.tables:
                return compiled(f"={name}[]", 1, 1, self._closures)(place)
            raise ExcelError(NAME)
        if self._depth > _DEEPEST_NAME:
            raise Unknown("names that lean on one another")
        self._depth += 1
        try:
            return compiled(f"={formula}", 1, 1, self._closures, array=True)(place)
        finally:
            self._depth -= 1

    _depth = 0


_DEEPEST_NAME = 30
