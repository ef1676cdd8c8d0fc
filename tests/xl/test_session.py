"""A run of a macro on a file: what is told where it cannot be written, and which engine is at work."""

import errno

import pytest
import xlwings as xw

from cchc_macros.errors import FileError
from xl import engine
from xl.session import run_on_file


@pytest.fixture
def read_only(workbook):
    path = workbook("lang-son-2026")
    path.chmod(0o444)
    return path


def test_where_the_workbook_cannot_be_written_the_option_that_helps_is_told(read_only):
    with pytest.raises(FileError, match="chỉ cho đọc") as raised:
        run_on_file(read_only, lambda book: book, verb="flag")
    assert "--out" in raised.value.command


def test_where_the_other_place_cannot_be_written_it_is_not(workbook, tmp_path):
    other = tmp_path / "khác.xlsx"
    other.write_bytes(b"")
    other.chmod(0o444)
    with pytest.raises(FileError, match="chỉ cho đọc") as raised:
        run_on_file(workbook("lang-son-2026"), lambda book: book, verb="flag", out=other)
    assert raised.value.command == ""


def test_what_a_macro_could_not_write_is_not_helped_by_the_option(workbook):
    def macro(book):
        raise FileError("thư.eml: không có quyền ghi.") from PermissionError(errno.EACCES, "denied")

    with pytest.raises(FileError) as raised:
        run_on_file(workbook("lang-son-2026"), macro, verb="email")
    assert raised.value.command == ""


def test_our_engine_is_the_active_one_for_the_run(workbook, monkeypatch):
    excels = xw.Engine(impl=type("Excels", (), {"name": "excel"})())
    monkeypatch.setattr(xw.engines, "active", excels)

    def macro(book):
        book.sheets[-1].activate()
        return xw.engines.active

    assert run_on_file(workbook("lang-son-2026"), macro, verb="guide", write=False) is engine.engine
    assert xw.engines.active is excels
