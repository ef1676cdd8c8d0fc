"""A stand-in for the clicked Excel: the file engine behind the same questions."""

import shutil
from contextlib import contextmanager
from pathlib import Path

import xlwings as xw

from xl.engine import engine, open_book
from xl.engine.writing import saving
from xl.host import NoWorkbookError


class EngineHost:
    """See `xl.host.Host`. Answers yes, and chooses and types what is proposed, unless told otherwise."""

    def __init__(self, path: Path | None = None) -> None:
        for book in list(engine.impl.apps.app.books):
            book.close()
        self.app = xw.App(impl=engine.impl.apps.app)
        self.says_yes = True
        self.chooses, self.decides, self.sections, self.dialogs = {}, [], [], []
        self.said, self.warned, self.asked, self.opened, self.previewed = [], [], [], [], []
        self.released, self.wrote = 0, []
        self.readonly = self.guarded = False
        self.held = []  # the engine keeps no book that nobody holds
        if path:
            self.held.append(open_book(path))

    def book(self):
        if not len(self.app.books):
            raise NoWorkbookError(protected_view=False)
        return xw.Book(impl=self.app.impl.books.active)

    def address(self, book):
        return book.fullname

    def read_only(self, book):
        return self.readonly

    def protected(self, book):
        return self.guarded

    def keep(self, book, copy):
        saving.save(book.impl.doc, copy)

    def bring_back(self, book, copy):
        path = Path(book.fullname)
        book.close()
        shutil.copyfile(copy, path)
        self.held.append(open_book(path))
        return self.held[-1]

    @contextmanager
    def writing(self, book):
        self.wrote.append(book.name)
        yield

    @property
    def changes(self):
        """What tells one state of the open workbooks from another."""
        sheets = [ws for book in self.app.impl.books for ws in book.doc.wb.worksheets]
        return hash(tuple((ws.title, *(str(cell._value) for cell in ws._cells.values())) for ws in sheets))

    def open(self, path):
        self.opened.append(path)
        self.held.append(open_book(path))

    def say(self, text, *, warning=False):
        text, _, see = text.partition("\n\nXem thêm ")
        (self.warned if warning else self.said).append(text)
        self.sections.append(see)

    def ask(self, text):
        self.asked.append(text)
        return self.says_yes

    def decide(self, text):
        self.asked.append(text)
        return self.decides.pop(0) if self.decides else None

    def preview(self, book, sheets):
        self.previewed.append(list(sheets))

    def choose(self, option, folder):
        self.dialogs.append(option.keyword)
        return self.chooses.get(option.keyword, folder / option.suggest)

    def is_busy(self, error):
        return False

    def release(self):
        self.released += 1
