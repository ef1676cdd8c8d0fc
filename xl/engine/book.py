"""A workbook file as xlwings' Book."""

from pathlib import Path

from xlwings import base_classes

from xl import files
from xl.engine.handle import Handle
from xl.engine.memory.document import Document
from xl.engine.names import Names
from xl.engine.sheets import Sheets
from xl.engine.writing import saving


class Book(Handle, base_classes.Book):
    """A workbook; `doc` holds it in memory."""

    def __init__(self, app: base_classes.App, doc: Document) -> None:
        self._app = app
        self.doc = doc

    @property
    def app(self) -> base_classes.App:
        """The application."""
        return self._app

    @property
    def name(self) -> str:
        """The file's name."""
        return self.doc.path.name

    @property
    def fullname(self) -> str:
        """The file's whole path."""
        return str(self.doc.path)

    @property
    def sheets(self) -> Sheets:
        """The worksheets."""
        return Sheets(self, self.doc)

    @property
    def names(self) -> Names:
        """All defined names, those of single sheets too."""
        return Names(self, self.doc)

    def activate(self) -> None:
        """Make it the active book."""
        self.app.books.activate(self)

    def save(self, path: str | Path | None = None, password: str | None = None) -> None:
        """Save atomically, to `path` or in place; with `path`, the book is that file from now on.

        Raises:
            FileError: the file cannot be written, or holds parts that would be lost.
            NotImplementedError: a password is asked for.
        """
        if password is not None:
            raise NotImplementedError("saving with a password")
        doc = self.doc
        target = Path(path).absolute() if path else doc.path
        saving.save(doc, target)
        doc.path, doc.stamp = target, files.stamp(target)

    def close(self) -> None:
        """Forget the workbook without saving."""
        self.app.books.remove(self)
