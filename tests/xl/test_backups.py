import os
import stat
from pathlib import Path

import pytest

from xl import backups
from xl.errors import FileError


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "sổ.xlsx"
    path.write_bytes(b"0")
    return path


def change(path, verb, content):
    with backups.keeping(path, verb) as copy:
        path.write_bytes(content)
    return copy


def undo(path):
    [step, *_] = backups.steps(path, path)
    return backups.restore(path, step)


def test_each_change_leaves_a_numbered_copy_that_tells_its_verb(book):
    first, second = change(book, "recalculate", b"1"), change(book, "assign", b"2")
    assert first.parent == book.parent / "sổ.sao-luu"
    assert [first.name[:16], second.name[:11]] == ["0001-recalculate", "0002-assign"]
    assert (first.read_bytes(), second.read_bytes()) == (b"0", b"1")
    assert backups.copies(book)[0] == second


def test_where_nothing_was_written_there_is_no_copy(book):
    with pytest.raises(ZeroDivisionError), backups.keeping(book, "flag"):
        raise ZeroDivisionError
    change(book, "flag", b"0")
    assert backups.copies(book) == []
    assert list(book.parent.iterdir()) == [book]


def test_where_the_copy_cannot_be_written_nothing_stays_beside_the_workbook(book, monkeypatch):
    def full(*_, **__):
        raise FileError("đĩa đã đầy")

    monkeypatch.setattr(backups.files, "write_atomic", full)
    with pytest.raises(FileError), backups.keeping(book, "flag"):
        pytest.fail("the run went on without a copy")
    assert list(book.parent.iterdir()) == [book]


def test_the_copy_of_a_killed_run_is_passed_over(book):
    change(book, "flag", b"1")
    backups.place(book, "audit").write_bytes(b"1")  # and then the power went
    undo(book)
    assert book.read_bytes() == b"0"


def test_an_undo_keeps_what_it_replaces(book):
    change(book, "flag", b"1")
    book.write_bytes(b"typed")
    dropped = undo(book)
    assert (dropped.name, dropped.read_bytes()) == ("ban-vua-bo.xlsx", b"typed")


def test_a_copy_that_cannot_be_deleted_is_not_gone_back_to_again(book, monkeypatch):
    for content in (b"1", b"2"):
        change(book, "flag", content)
    monkeypatch.setattr(Path, "unlink", refuse)
    assert undo(book)
    assert book.read_bytes() == b"1"
    undo(book)
    assert book.read_bytes() == b"0"
    assert backups.steps(book, book) == []


def refuse(path, *, missing_ok=False):
    if path.exists():
        raise PermissionError


def test_a_copy_tells_its_step_and_moment(book, monkeypatch):
    monkeypatch.setattr(backups.time, "strftime", lambda _: "20260301-140512")
    copy = backups.place(book, "recalculate")
    monkeypatch.undo()
    assert backups.step_of(copy) == ("recalculate", "14:05 ngày 01/03/2026")
    assert backups.step_of(copy.with_name("0003-flag.xlsx")) == ("flag", "")
    assert backups.step_of(copy.with_name("0003-flag-99999999-999999.xlsx")) == ("flag", "")


@pytest.mark.skipif(os.name == "nt", reason="Windows has rights of folders instead")
@pytest.mark.parametrize(("mode", "folder"), [(0o600, 0o700), (0o640, 0o770), (0o664, 0o775)])
def test_copies_are_for_the_workbooks_own_people(book, mode, folder):
    book.parent.chmod(0o775)
    book.chmod(mode)
    copy = change(book, "flag", b"1")
    dropped = undo(book)
    assert [stat.S_IMODE(file.stat().st_mode) for file in (dropped, book, copy.parent)] == [mode, mode, folder]


def test_only_the_newest_copies_are_kept_and_numbers_go_on(book):
    for number in range(1, 31):
        change(book, "flag", str(number).encode())
    names = sorted(entry.name[:4] for entry in backups.folder(book).iterdir())
    assert names == [f"{number:04d}" for number in range(11, 31)]


def test_a_clock_set_back_does_not_change_the_order(book, monkeypatch):
    monkeypatch.setattr(backups.time, "strftime", lambda _: "20300101-000000")
    change(book, "flag", b"1")
    monkeypatch.setattr(backups.time, "strftime", lambda _: "20200101-000000")
    change(book, "flag", b"2")
    undo(book)
    assert book.read_bytes() == b"1"


def test_a_file_of_another_kind_with_the_same_name_has_copies_of_its_own(book):
    change(book, "flag", b"1")
    report = book.with_suffix(".docx")
    report.write_bytes(b"report")
    kept = change(report, "report", b"new")
    assert kept.name.startswith("0001-")
    assert [copy.read_bytes() for copy in backups.copies(book)] == [b"0"]
    undo(book)
    assert book.read_bytes() == b"0"


def test_strangers_in_the_folder_are_left_alone(book):
    change(book, "flag", b"1")
    stranger = backups.folder(book) / "ghi chú của Lan.xlsx"
    stranger.write_bytes(b"x")
    undo(book)
    assert backups.steps(book, book) == []
    assert stranger.exists()


def test_a_workbook_that_does_not_exist_yet_needs_no_copy(tmp_path):
    with backups.keeping(tmp_path / "mới.xlsx", "new") as copy:
        assert copy is None
    assert backups.copies(tmp_path / "mới.xlsx") == []


def test_a_verb_cannot_lead_out_of_the_folder(book):
    assert backups.place(book, "../../x y").parent == backups.folder(book)
