"""Agencies' workbooks for tests: the committed ones with other settings and scores."""

from pathlib import Path

from cchc_macros import contract as c
from tests.conftest import TEMPLATES
from tests.tables import read_table, write_column
from xl.engine import open_book


def agency(path, *, settings=None, results=None, base="lang-son-2026", columns=None):
    """Write an agency's workbook.

    `settings` is {key: value}, `results` is {STT: points reached}, `columns` is {heading of Criteria: {STT: value}}.
    """
    book = open_book(TEMPLATES / f"{base}.xlsx")
    _set(read_table(book, c.SETTINGS), c.KEY, c.VALUE, settings or {})
    for heading, values in {c.RESULT: results or {}, **(columns or {})}.items():
        _set(read_table(book, c.CRITERIA), c.STT, heading, values)
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(str(path))
    book.close()
    return path


def _set(table, key, heading, values):
    known = [str(value) for value in table.values(key)]
    assert set(values) <= set(known)
    cells = [values.get(name, old) for name, old in zip(known, table.values(heading), strict=True)]
    if values:
        write_column(table, heading, cells)
