"""In Excel every call into the engine is a round trip between processes: their number must not grow with rows."""

import pytest

from cchc_macros.scores.audit import audit
from cchc_macros.scores.flag import flag
from cchc_macros.scores.recalculate import recalculate
from tests.bench.main_job import many_criteria
from tests.counting import counted
from xl.engine import open_book


def calls(macro, path):
    book = open_book(path)
    with counted() as counts:
        macro(book)
    return counts.total()


@pytest.mark.parametrize("macro", [recalculate, flag, audit])
def test_calls_do_not_grow_with_the_criteria(macro, tmp_path):
    few, many = (calls(macro, many_criteria(tmp_path, rows)) for rows in (60, 400))
    assert few >= many  # a few rows are written each, many in one block
