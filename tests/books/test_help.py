"""The two buttons of the group Trợ giúp, and Lùi một bước on a file."""

import pytest

from cchc_macros import __version__
from cchc_macros import contract as c
from cchc_macros.books.about import about
from cchc_macros.books.guide import guide
from cchc_macros.errors import WorkbookError
from xl.engine import open_book


@pytest.fixture
def book(workbook):
    book = open_book(workbook("so-cchc"))
    yield book
    book.close()


def test_guide_shows_the_sheet(book):
    book.sheets[c.SCORES_SHEET].activate()
    assert guide(book).data == {"sheet": "Hướng dẫn"}
    assert book.sheets.active.name == "Hướng dẫn"


def test_guide_tells_when_the_sheet_was_deleted(book):
    book.sheets[c.GUIDE_SHEET].delete()
    with pytest.raises(WorkbookError, match="không còn sheet 'Hướng dẫn'"):
        guide(book)


def test_about_says_version_log_and_copies(cchc):
    answer = cchc("about")
    assert answer["version"] == __version__
    message = about().message
    assert all(text in message for text in (__version__, answer["log"], answer["kept"], ".sao-luu"))
