"""A workbook in memory, whoever works on it: what was read, openpyxl's model of it, computed values, what changed."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl.styles.numbers import is_date_format

from xl import files
from xl.cells.model import Cell, Workbook, Worksheet
from xl.cells.values import moment
from xl.engine.memory.kept_values import KeptValues
from xl.engine.memory.loading import load
from xl.engine.memory.mentions import Mentions

if TYPE_CHECKING:
    from xl.formulas.budget import Budget
    from xl.formulas.calculator import Calculator


class Document:
    """A workbook, read from a file and saved to a file only on request.

    Args:
        path: The file; it raises FileError if that is missing, in use, damaged, or no plain .xlsx.

    Attributes:
        loaded: What was read.
        wb: openpyxl's model.
        stamp: The file's state when it was read.
        standing: Which values of the file still stand.
        fresh: A sheet just copied, to which nothing else can refer yet.
        mentions: Which sheets mention which.
        unfitted: Rows by worksheet whose text changed: their heights are found anew on saving.
        uncomputed: Formula cells that kept the value they had, which may no longer be theirs.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.stamp = files.stamp(path)  # before it is read: a later change is noticed
        self.loaded = load(path)
        self.wb: Workbook = self.loaded.workbook
        self.standing = KeptValues(path, self.loaded)
        self.fresh: Worksheet | None = None
        self.mentions = Mentions()
        self.unfitted: dict[Worksheet, set[int]] = {}
        self.uncomputed: set[Cell] = set()
        self._calculator: Calculator | None = None
        self._closures: dict[str, Any] = {}
        self._budget: Budget | None = None

    def sheet(self, name: str) -> Worksheet:
        """Return a worksheet by name, ignoring case.

        Raises:
            KeyError: there is none.
        """
        for ws in self.wb.worksheets:
            if ws.title.casefold() == name.casefold():
                return ws
        raise KeyError(name)

    def activate(self, ws: Worksheet) -> None:
        """Show a sheet on opening."""
        for other in self.wb.worksheets:
            other.sheet_view.tabSelected = other is ws
        self.wb._active_sheet_index = self.wb._sheets.index(ws)

    @contextmanager
    def active_kept(self) -> Iterator[None]:
        """Let the sheet that is shown on opening stay so while sheets are added, moved or removed."""
        active = self.wb.active
        yield
        self.wb._active_sheet_index = self.wb._sheets.index(active)

    def changed(self, cells: Iterable[Cell] = ()) -> None:
        """Forget computed values; every write that changes something calls this.

        Args:
            cells: What changed, where nothing did but values of these, which were no formulas and are none.
        """
        self.standing.change(cells)
        self.uncomputed.clear()
        self._calculator = None
        self.fresh = None

    def computed(self, cell: Cell) -> Any:
        """Return a formula cell's value as a reader gets it: a date where the format shows one."""
        value = self.result(cell)
        if isinstance(value, float) and is_date_format(cell.number_format):
            return moment(value, self.wb.epoch)
        return value

    def result(self, cell: Cell) -> Any:
        """Return what a formula cell computes to: float, str, bool, CellError.

        What is beyond the evaluator keeps the value that the file held, or None.
        """
        value = self.standing.value(cell)
        if value is not None:
            return value
        from xl.formulas.values import Unknown  # noqa: PLC0415  # a book without formulas does without

        try:
            return self.calculator.result(cell)
        except Unknown:
            self.uncomputed.add(cell)
            return self.loaded.cached.get(cell)

    @property
    def calculator(self) -> "Calculator":
        """The evaluator of the workbook as it stands."""
        if self._calculator is None:
            from xl.formulas.budget import Budget  # noqa: PLC0415  # a book without formulas does without
            from xl.formulas.calculator import Calculator  # noqa: PLC0415

            self._budget = self._budget or Budget()
            self._calculator = Calculator(self.wb, self._closures, self._budget, self.standing.value)
        return self._calculator
