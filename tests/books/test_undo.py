"""Lùi một bước by command: back one change at a time, until nothing is left."""

import pytest

from xl.engine import open_book


@pytest.fixture
def path(workbook, cchc):
    """The Lạng Sơn example, changed twice by command."""
    path = workbook("lang-son-2026")
    cchc("recalculate", path)
    cchc("flag", path)
    return path


def notes(path):
    book = open_book(path)
    try:
        return [row[:] for row in book.sheets["Bảng điểm"].used_range.options(ndim=2).value]
    finally:
        book.close()


def test_undo_goes_back_one_change_at_a_time(cchc, refused, workbook, path):
    fresh = notes(workbook("lang-son-2026", "mới.xlsx"))
    assert cchc("undo", path)["left"] == 1
    assert cchc("undo", path) | {"from": ""} == {"restored": str(path), "from": "", "left": 0}
    assert notes(path) == fresh
    assert "không còn bản sao lưu" in refused("undo", path)
    assert notes(path) == fresh


def test_undo_refuses_a_workbook_open_in_excel(refused, path):
    path.with_name("~$" + path.name).write_bytes(b"\x03Lan" + b"\0" * 160)
    assert "đang mở trong Excel" in refused("undo", path)


def test_undo_brings_back_a_workbook_that_was_deleted(cchc, path):
    path.unlink()
    cchc("undo", path)
    assert notes(path)
