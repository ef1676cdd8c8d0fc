"""A run of a macro on a file: what is told where it cannot be written, and which engine is at work."""

import errno
from contextlib import contextmanager

import pytest
import xlwings as xw

from cchc_macros.errors import FileError
from xl import engine
from xl.engine.writing.package_writer import PackageWriter
from xl.outward import going_on
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


def test_nothing_is_done_beside_a_workbook_that_cannot_be_written(read_only):
    beside = set(read_only.parent.iterdir())
    with pytest.raises(FileError, match="chỉ cho đọc"):
        run_on_file(read_only, lambda _: pytest.fail("the macro ran"), verb="export")
    assert set(read_only.parent.iterdir()) == beside


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


@pytest.fixture
def beside():
    """Work that goes on beside a macro and its save; what it met, and the error that it ends with."""

    class Beside:
        error, met = None, ()

        @contextmanager
        def work(self, path=None):
            before = path and path.read_bytes()
            try:
                yield "begun"
            except BaseException as error:
                self.met += (("stopped", error),)
                raise
            if self.error:
                raise self.error
            self.met += (("whole", before == (path and path.read_bytes())),)

    return Beside()


def change(book):
    book.sheets[0].range("A1").value = "mới"


def test_what_a_macro_began_goes_on_until_the_last_step_of_the_save(workbook, beside, monkeypatch):
    path, packed = workbook("lang-son-2026"), []
    data = PackageWriter.data
    monkeypatch.setattr(PackageWriter, "data", lambda self: packed.append(beside.met) or data(self))
    before = path.read_bytes()

    def macro(book):
        with going_on(beside.work(path)) as begun:
            change(book)
        assert begun == "begun"

    run_on_file(path, macro, verb="flag")
    assert packed == [()]
    assert beside.met == (("whole", True),)
    assert path.read_bytes() != before


@pytest.mark.parametrize("where", ["macro", "work"])
def test_where_a_macro_or_what_it_began_fails_the_workbook_stays_and_the_work_is_told(where, workbook, beside):
    path, error = workbook("lang-son-2026"), FileError("không")
    before = path.read_bytes()

    def macro(book):
        change(book)
        with going_on(beside.work()):
            pass
        if where == "macro":
            raise error
        beside.error = error

    with pytest.raises(FileError) as raised:
        run_on_file(path, macro, verb="flag")
    assert raised.value is error
    assert beside.met == ((("stopped", error),) if where == "macro" else ())
    assert path.read_bytes() == before


def test_where_nobody_saves_the_workbook_the_work_ends_with_its_block(workbook, beside):
    def macro(_book):
        with going_on(beside.work()):
            assert beside.met == ()
        assert beside.met == (("whole", True),)

    run_on_file(workbook("lang-son-2026"), macro, verb="flag", write=False)


def test_our_engine_is_the_active_one_for_the_run(workbook, monkeypatch):
    excels = xw.Engine(impl=type("Excels", (), {"name": "excel"})())
    monkeypatch.setattr(xw.engines, "active", excels)

    def macro(book):
        book.sheets[-1].activate()
        return xw.engines.active

    assert run_on_file(workbook("lang-son-2026"), macro, verb="guide", write=False) is engine.engine
    assert xw.engines.active is excels
