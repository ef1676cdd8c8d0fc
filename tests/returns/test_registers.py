"""Rows of a table by key: what stands in their cells, in the words that merging compares, and back."""

from datetime import UTC, date, datetime

import pytest

from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from cchc_macros.book.workbook import Workbook
from cchc_macros.returns.registers import Register, local
from cchc_macros.rules.typed_values import in_words, to_cell
from xl.engine import open_book


@pytest.fixture
def register(workbook):
    book = Workbook(open_book(workbook("so-cchc")))
    row = {c.STT: "1", c.UNIT: "VP", c.PERIOD: "Quý I", c.STATUS: c.DONE, c.PROGRESS: 1, c.RESULT: "12"}
    book.table(c.PROGRESS_TABLE).replace([row])
    return Register(book, c.PROGRESS_TABLE, (c.STT, c.UNIT, c.PERIOD), u.UNIT_FILLS, date(2026, 5, 1))


def test_a_row_is_known_by_its_whole_key(register):
    key = ("1", "VP", "Quý I")
    assert (register.has(key), register.now(key, c.RESULT)) == (True, "12")
    for other in (("1", "VP"), ("1", "NV1", "Quý I"), ("1", "VP", "Quý II")):
        assert (register.has(other), register.now(other, c.RESULT)) == (False, None)


@pytest.mark.parametrize(
    ("heading", "words", "cell"),
    [
        (c.PROGRESS, "62,5%", 0.625), (c.SELF_SCORE, "8,5", 8.5), (c.RESULT, "12", "12"), (c.RESULT, "", None),
        (c.SELF_SCORE, "", None), (c.SELF_SCORE, "chín", "chín"), (c.STATUS, c.DOING, c.DOING),
    ],
)  # fmt: skip
def test_values_are_written_in_the_form_of_their_column_and_read_back(heading, words, cell):
    assert to_cell(heading, words) == cell
    assert in_words(heading, cell) == words


def test_a_moment_is_on_the_clerks_clock():
    moment = datetime(2026, 5, 1, 8, tzinfo=UTC)
    assert local(moment) == moment.astimezone().replace(tzinfo=None)
