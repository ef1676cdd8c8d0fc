"""The engine, its one "application", and the open books: what xlwings asks for above a workbook."""

import os
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from xlwings import base_classes

from xl.cells import values
from xl.engine.book import Book
from xl.engine.handle import Handle, Listed
from xl.engine.memory.document import Document


class Engine:
    """What xlwings asks of an engine beyond its objects."""

    name = "file"
    type = "desktop"  # a scalar written to a range fills it, as on a desktop

    def __init__(self) -> None:
        self.apps = Apps(self)

    @staticmethod
    def prepare_xl_data_element(x: Any, _options: dict[str, Any]) -> Any:
        """Convert one value on its way to a cell."""
        return values.prepare(x)

    @staticmethod
    def clean_value_data(
        data: list[list[Any]],
        datetime_builder: Callable[..., Any],
        empty_as: Any,
        number_builder: Callable[[float], Any] | None,
        err_to_str: bool,
    ) -> list[list[Any]]:
        """Convert a block of raw values as the reader's options ask."""

        def clean(value: Any) -> Any:
            if value is None or value == "":
                return empty_as
            if number_builder and type(value) is float:
                return number_builder(value)
            if type(value) is values.CellError:
                return str(value) if err_to_str else None
            return datetime_builder(
                year=value.year,
                month=value.month,
                day=value.day,
                hour=value.hour,
                minute=value.minute,
                second=value.second,
                microsecond=value.microsecond,
                tzinfo=None,
            )

        stay = {str, bool, *(() if number_builder else (float,)), *((type(None),) if empty_as is None else ())}
        return [[value if type(value) in stay and value != "" else clean(value) for value in row] for row in data]


class Apps(base_classes.Apps):
    """The engine has one application."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.app = App(self)

    def keys(self) -> list[int]:
        """Return the ids of the applications."""
        return [self.app.pid]

    def add(self, spec: Any = None, add_book: Any = None, xl: Any = None, visible: Any = None) -> "App":  # noqa: ARG002
        """Return the one application; a file has no second one to start."""
        return self.app

    def __iter__(self) -> Iterator["App"]:
        yield self.app

    def __len__(self) -> int:
        return 1

    def __getitem__(self, pid: int) -> "App":
        if pid != self.app.pid:
            raise KeyError(pid)
        return self.app


class App(Handle, base_classes.App):
    """Stores the switches that macros flip; on a file they have no effect."""

    # The base class has properties without storage; these are in front of them.
    visible = False
    screen_updating = True
    display_alerts = True
    enable_events = True
    interactive = True
    calculation = "automatic"
    status_bar: str | None = None
    version = "16.0"
    pid = os.getpid()

    def __init__(self, apps: Apps) -> None:
        self._apps = apps
        self._books = Books(self)
        self.copied: Any = None  # the range that waits to be pasted

    @property
    def cut_copy_mode(self) -> str | None:
        """Whether cells wait to be pasted."""
        return "copy" if self.copied else None

    @cut_copy_mode.setter
    def cut_copy_mode(self, _value: bool) -> None:
        self.copied = None

    @property
    def engine(self) -> Engine:
        """The engine."""
        return self._apps.engine

    @property
    def books(self) -> "Books":
        """The open books."""
        return self._books

    def activate(self, steal_focus: bool = False) -> None:
        """Nothing to bring to the front."""

    def calculate(self) -> None:
        """Forget computed values, so that the next read computes anew."""
        for book in self.books:
            book.doc.changed()

    def quit(self) -> None:
        """Close all books without saving."""
        for book in list(self.books):
            book.close()

    def kill(self) -> None:
        """Close all books without saving."""
        self.quit()


class Books(Listed, base_classes.Books):
    """The open books in the order of their activation, the active one first.

    As in Excel, a book opened through here stays open until it is closed. One that came by `open_book` counts as closed
    as soon as nobody holds it any more.
    """

    def __init__(self, app: App) -> None:
        self.app = app
        self._books: list[weakref.ref[Book]] = []
        self._kept: list[Book] = []

    def _list(self) -> list[Book]:
        return [book for book in (reference() for reference in self._books) if book is not None]

    @property
    def active(self) -> Book:
        """The book opened or activated last.

        Raises:
            KeyError: none is open.
        """
        books = self._list()
        if not books:
            raise KeyError("no workbook is open")
        return books[0]

    def activate(self, book: Book) -> None:
        """Make a book the active one."""
        others = [other for other in self._list() if other is not book]
        self._books = [weakref.ref(other) for other in (book, *others)]

    def remove(self, book: Book) -> None:
        """Forget a closed book."""
        self._books = [weakref.ref(other) for other in self._list() if other is not book]
        self._kept = [other for other in self._kept if other is not book]

    def open(self, fullname: str, *_args: Any, **_options: Any) -> Book:
        """Open a workbook file; see `xl.engine.open_book`."""
        book = self.read(Path(fullname))
        self._kept.append(book)
        return book

    def read(self, path: Path) -> Book:
        """Open a workbook file for as long as somebody holds it."""
        book = Book(self.app, Document(path))
        self.activate(book)
        return book
