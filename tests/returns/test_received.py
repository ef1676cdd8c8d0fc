"""Sổ gửi về: which of a unit's files counts."""

import shutil
from datetime import UTC, datetime

import openpyxl
import pytest

from cchc_macros import contract as c
from cchc_macros.handing_out.export import export
from cchc_macros.returns.collect import collect
from tests.returns.make import fill, stamp
from tests.tables import read_table, write_rows
from xl.engine import open_book


@pytest.fixture
def office(workbook, tmp_path):
    book = open_book(workbook("lang-son-2026"))
    export(book, tmp_path / "out")
    return book, tmp_path


def send(folder, name, cells, day, unit="NV1", note=None):
    """A unit's sheet saved on a day of March: {STT: {heading: value}}, a remark of its own beside the table."""
    path = fill(next((folder / "out").glob(f"{unit} -*")), cells, folder / "back" / name)
    if note:
        book = openpyxl.load_workbook(path)
        book.worksheets[0].cell(book.worksheets[0].max_row + 1, 2).value = note
        book.save(path)
    stamp(path, datetime(2026, 3, day, tzinfo=UTC))
    return folder / "back"


def told(book):
    return {
        row[c.SOURCE]: (row[c.RESULT], row[c.REMARKS])
        for _, row in read_table(book, c.RETURNS).rows()
        if row[c.UNIT] == "NV1" and row[c.SOURCE]
    }


def test_a_sheet_after_which_another_came_says_so_and_keeps_its_remarks(office):
    book, folder = office
    collect(book, send(folder, "a.xlsx", {"2": {c.STATUS: c.DOING}}, 1, note="Chờ số liệu"))
    result, own = told(book)["a.xlsx"]
    assert (result, "Chờ số liệu" in own) == (c.RETURN_MERGED, True)
    collect(book, send(folder, "b.xlsx", {"2": {c.STATUS: c.DONE}}, 2))
    result, remarks = told(book)["a.xlsx"]
    assert (result, remarks.splitlines()[1:]) == (c.RETURN_OLDER, own.splitlines())
    assert remarks.startswith("Bản mới: 'b.xlsx'. Sổ còn giữ theo bản này những ô mà bản mới để trống.")
    assert told(book)["b.xlsx"] == (c.RETURN_MERGED, None)
    before = told(book)
    answer = collect(book, folder / "back").data
    assert (len(answer["unchanged"]), told(book)) == (2, before)


def test_the_last_saved_counts_and_not_the_last_come(office):
    book, folder = office
    collect(book, send(folder, "b.xlsx", {"2": {c.STATUS: c.DONE}}, 3))
    collect(book, send(folder, "a.xlsx", {"2": {c.STATUS: c.DONE}}, 1))
    collect(book, send(folder, "c.xlsx", {}, 4))  # nothing filled in: takes no one's place
    assert {name: result for name, (result, _) in told(book).items()} == {
        "a.xlsx": c.RETURN_OLDER, "b.xlsx": c.RETURN_MERGED, "c.xlsx": c.RETURN_EMPTY,
    }  # fmt: skip
    assert "NV1" not in collect(book, folder / "back").data["missing"]


def test_once_the_row_of_the_new_file_is_deleted_the_older_one_counts_again(office):
    book, folder = office
    collect(book, send(folder, "a.xlsx", {"2": {c.STATUS: c.DOING}}, 1, note="Chờ số liệu"))
    first = told(book)
    collect(book, send(folder, "b.xlsx", {"2": {c.STATUS: c.DONE}}, 2))
    table = read_table(book, c.RETURNS)
    write_rows(table, [row for _, row in table.rows() if row[c.SOURCE] != "b.xlsx"])
    shutil.rmtree(folder / "back")
    (folder / "back").mkdir()
    answer = collect(book, folder / "back").data
    assert ("NV1" in answer["missing"], told(book)) == (False, first)
