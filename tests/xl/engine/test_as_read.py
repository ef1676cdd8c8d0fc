"""A click that changes nothing computes nothing; one that changes a value computes all that rests on it."""

import os
import time

from cchc_macros import contract as c
from cchc_macros.scores.recalculate import recalculate
from tests.tables import read_table
from xl.engine import open_book


def fresh(workbook):
    """The example as saved today by the engine itself."""
    path = workbook("lang-son-2026")
    book = open_book(path)
    recalculate(book)
    book.app.calculate()
    book.save(str(path))
    return path


def test_writing_what_stands_there_changes_nothing(workbook):
    book = open_book(fresh(workbook))
    recalculate(book)
    assert not book.impl.doc._closures


def test_another_value_is_computed_on_at_once(workbook):
    book = open_book(fresh(workbook))
    table = read_table(book, c.CRITERIA)
    table.sheet.range(table.cell(0, c.RESULT).rpartition("!")[2]).value = 10
    assert book.names[c.TOTAL_RESULT].refers_to_range.value == 90


def test_a_workbook_of_yesterday_is_computed_anew_because_of_today(workbook):
    path = fresh(workbook)
    yesterday = time.time() - 86_400
    os.utime(path, (yesterday, yesterday))
    book = open_book(path)
    assert book.sheets["Tổng quan"].range("A1:P40").value
    assert book.impl.doc._closures
