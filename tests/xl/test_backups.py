import pytest

from cchc_macros.errors import FileError
from xl import backups


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "sổ.xlsx"
    path.write_bytes(b"0")
    return path


def change(path, verb, content):
    copy = backups.back_up(path, verb)
    path.write_bytes(content)
    return copy


def test_each_change_leaves_a_numbered_copy_that_tells_its_verb(book):
    first, second = change(book, "recalculate", b"1"), change(book, "assign", b"2")
    assert first.parent == book.parent / "sổ.sao-luu"
    assert [first.name[:16], second.name[:11]] == ["0001-recalculate", "0002-assign"]
    assert (first.read_bytes(), second.read_bytes()) == (b"0", b"1")
    assert backups.copies(book)[0] == second


def test_undo_goes_back_one_change_at_a_time(book):
    for content in (b"1", b"2"):
        change(book, "flag", content)
    backups.undo(book)
    assert book.read_bytes() == b"1"
    backups.undo(book)
    assert book.read_bytes() == b"0"
    with pytest.raises(FileError, match="không còn bản sao lưu"):
        backups.undo(book)


def test_a_copy_whose_change_was_never_written_is_passed_over(book):
    change(book, "flag", b"1")
    backups.back_up(book, "audit")  # and then the run failed
    backups.undo(book)
    assert book.read_bytes() == b"0"


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
    backups.undo(book)
    assert book.read_bytes() == b"1"


def test_a_file_of_another_kind_with_the_same_name_has_copies_of_its_own(book):
    change(book, "flag", b"1")
    report = book.with_suffix(".docx")
    report.write_bytes(b"report")
    kept = change(report, "report", b"new")
    assert kept.name.startswith("0001-")
    assert [copy.read_bytes() for copy in backups.copies(book)] == [b"0"]
    backups.undo(book)
    assert book.read_bytes() == b"0"


def test_strangers_in_the_folder_are_left_alone(book):
    change(book, "flag", b"1")
    stranger = backups.folder(book) / "ghi chú của Lan.xlsx"
    stranger.write_bytes(b"x")
    backups.undo(book)
    with pytest.raises(FileError):
        backups.undo(book)
    assert stranger.exists()


def test_a_workbook_that_does_not_exist_yet_needs_no_copy(tmp_path):
    assert backups.back_up(tmp_path / "mới.xlsx", "new") is None
    assert backups.copies(tmp_path / "mới.xlsx") == []


def test_a_verb_cannot_lead_out_of_the_folder(book):
    assert backups.back_up(book, "../../x y").parent == backups.folder(book)
