"""What a clerk sorted, and put in columns of their own, stays with its row, whatever button is pressed."""

import shutil

import pytest

from cchc_macros import contract as c
from cchc_macros.book.workbook import Workbook
from cchc_macros.selftest.cases import BOOKS, by_file
from tests.excel import clerks
from tests.excel.double import store
from tests.excel.double.desktop import desktop
from tests.excel.pressing import CASES, WRITING, check, run
from tests.excel.scenes import Scene, filter_tables, hide_columns, together
from xl.engine import activated, open_book

SORTED = Scene("sorted", clerks.sort_tables)
OWN = Scene("own columns", clerks.own_columns)
ALL = Scene(
    "own columns, sorted, filtered, columns hidden",
    together(clerks.own_columns, clerks.sort_tables, hide_columns, filter_tables),
    switches={"fills": "last", "fills_blanks": True},
)


@pytest.mark.parametrize("case", CASES, ids=str)
@pytest.mark.parametrize("name", BOOKS[:2])
@pytest.mark.parametrize("scene", [SORTED, OWN, ALL], ids=str)
def test_what_a_clerk_keeps_stays_with_its_row(case, name, scene, books, tmp_path):
    outcome = run(case, books[name], scene, tmp_path)
    check(outcome)
    if scene is not SORTED:
        rows = list(clerks.rows_with_own(outcome.desk.excels[0].books[-1]))
        assert [row for row in rows if not row.is_right] == []
        assert any(row.noted for row in rows)


@pytest.mark.parametrize("control", ["audit", "assign", "collect", "evidence", "import"])
def test_what_is_typed_around_a_table_is_never_taken_into_it(control, books, tmp_path):
    case = next(case for case in CASES if case.control == control)
    outcome = run(case, books[BOOKS[0]], Scene("words around", clerks.words_around), tmp_path)
    check(outcome)
    assert not outcome.pressed.warned
    assert clerks.words_in_tables(outcome.desk.excels[0].books[-1]) == []


def by_row(path, case):
    """The rows of both tables after a button did its work on a file, by what tells them apart.

    The rank of lost points is left out: of equals the upper row comes first.
    """
    by_file(case, path)
    with activated():
        book = Workbook(open_book(path))
        return {
            (spec.name, row[c.STT], row[heading]): {**row, c.LOST_RANK: None}
            for spec, heading in ((c.CRITERIA, c.CRITERION_NAME), (c.TASKS, c.REQUIREMENT))
            for _, row in book.table(spec).rows()
        }


@pytest.mark.parametrize("case", WRITING, ids=str)
@pytest.mark.parametrize("name", BOOKS[:2])
def test_a_row_gets_the_same_in_whatever_order_the_rows_are(case, name, books, tmp_path):
    for folder in ("sorted", "unsorted"):
        shutil.copytree(books[name].parent, tmp_path / folder)
    path = tmp_path / "sorted" / books[name].name
    with desktop(tmp_path / "desktop") as desk:
        book = desk.start_excel().open(path)
        clerks.sort_tables(desk, book)
        store.save(book.file, path)
    assert by_row(path, case) == by_row(tmp_path / "unsorted" / books[name].name, case)
