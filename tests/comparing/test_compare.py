"""Last year's workbook beside this one: index, points, what was won back and lost again."""

import shutil

import pytest

from cchc_macros import contract as c
from cchc_macros.book.cells import text_of
from cchc_macros.comparing.compare import compare
from cchc_macros.errors import FileError
from tests.conftest import TEMPLATES
from tests.tables import read_table, write_column
from xl.engine import open_book


def test_every_criterion_stands_beside_last_year_s(workbook, tmp_path):
    old = open_book(shutil.copy(TEMPLATES / "lang-son-2026.xlsx", tmp_path / "2025.xlsx"))
    write_column(read_table(old, c.CRITERIA), c.RESULT, [10, 8, 20, 10, 10, 11, 14, 9])
    old.save(str(tmp_path / "2025.xlsx"))
    book = open_book(workbook("lang-son-2026"))
    answer = compare(book, tmp_path / "2025.xlsx").data
    assert answer["index"] == {"before": 92.0, "now": 91.0}
    found = {one["code"]: one for one in answer["criteria"]}
    assert (found["1"]["before"], found["1"]["now"], found["1"]["verdict"]) == (10.0, 11.0, "Lấy lại hết")
    assert found["3"]["verdict"] == "Mất lại"
    assert found["6"]["verdict"] == "Mất mới"
    rows = [row for _, row in read_table(book, c.COMPARISON).rows()]
    assert [text_of(row[c.STT]) for row in rows] == [str(n) for n in range(1, 9)]
    assert [row[c.DOMAIN_NUMBER] for row in rows] == [*range(1, 9)]
    compare(book, tmp_path / "2025.xlsx")
    assert len(list(read_table(book, c.COMPARISON).rows())) == 8


def test_what_is_no_workbook_is_refused(workbook, tmp_path):
    book = open_book(workbook("lang-son-2026"))
    with pytest.raises(FileError):
        compare(book, tmp_path / "không có.xlsx")
