"""A workbook file as xlwings' Book."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.datetime import from_excel
from xlwings import base_classes

from xl import files
from xl.engine import loading, saving
from xl.engine.mentions import Mentions
from xl.engine.model import Cell, Workbook, Worksheet
from xl.engine.names import Names
from xl.engine.sheets import Sheets

if TYPE_CHECKING:
    from xl.engine.app import App
    from xl.formulas.calculator import Calculator


class Book(base_classes.Book):
    """A workbook in memory, from a file and saved to a file only on request."""

    def __init__(self, app: "App", path: Path, loaded: loading.Loaded) -> None:
        self._app = app
        self.path = path
        self.loaded = loaded
        self.wb: Workbook = loaded.workbook
        self.stamp = files.stamp(path)
        self.as_read = _saved_today(path)  # the values in the file still stand: TODAY() too, and nothing was changed
        self.fresh: Worksheet | None = None  # a sheet just copied, to which nothing else can refer yet
        self.mentions = Mentions()
        self._calculator: Calculator | None = None
        self._closures: dict[str, Any] = {}
        self.unfitted: dict[Any, set[int]] = {}  # rows by worksheet whose text changed: their heights are found anew

    @classmethod
    def open(cls, app: "App", path: Path) -> "Book":
        """Read a workbook file.

        Raises:
            FileError: it is missing, in use, damaged, or no plain .xlsx.
        """
        return cls(app, path, loading.load(path))

    @property
    def api(self) -> "Book":
        """A true value, as xlwings wants."""
        return self

    @property
    def app(self) -> "App":
        """The application."""
        return self._app

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name

    @property
    def fullname(self) -> str:
        """The file's whole path."""
        return str(self.path)

    @property
    def sheets(self) -> Sheets:
        """The worksheets."""
        return Sheets(self)

    @property
    def names(self) -> Names:
        """All defined names, those of single sheets too."""
        return Names(self)

    def activate(self) -> None:
        """Make it the active book."""
        self.app.books.activate(self)

    def changed(self) -> None:
        """Forget computed values; every write that changes something calls this."""
        self.as_read = False
        self._calculator = None
        self.fresh = None

    def computed(self, cell: Cell) -> Any:
        """Return a formula cell's value as a reader gets it: a date where the format shows one."""
        value = self.result(cell)
        if isinstance(value, float) and is_date_format(cell.number_format):
            return from_excel(value, self.wb.epoch)
        return value

    def result(self, cell: Cell) -> Any:
        """Return what a formula cell computes to: float, str, bool, CellError.

        What is beyond the evaluator keeps the value that the file held, or None.
        """
        if self.as_read and self.loaded.cached.get(cell) is not None:
            return self.loaded.cached[cell]
        from xl.formulas import values  # noqa: PLC0415  # a book without formulas does without
        from xl.formulas.calculator import Calculator  # noqa: PLC0415

        if self._calculator is None:
            self._calculator = Calculator(self, self._closures)
        try:
            return self._calculator.result(cell)
        except values.Unknown:
            return self.loaded.cached.get(cell)

    def save(self, path: str | Path | None = None, password: str | None = None) -> None:
        """Save atomically, to `path` or in place; with `path`, the book is that file from now on.

        Raises:
            FileError: the file cannot be written, or holds parts that would be lost.
            NotImplementedError: a password is asked for.
        """
        if password is not None:
            raise NotImplementedError("saving with a password")
        target = Path(path).absolute() if path else self.path
        saving.save(self, target)
        self.path, self.stamp = target, files.stamp(target)

    def close(self) -> None:
        """Forget the workbook without saving."""
        self.app.books.remove(self)


def _saved_today(path: Path) -> bool:
    try:
        return date.fromtimestamp(path.stat().st_mtime) == date.today()  # noqa: DTZ011, DTZ012  as TODAY() counts
    except OSError:
        return False
