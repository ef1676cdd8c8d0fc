"""Lùi một bước by command: back one change at a time, until nothing is left."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cchc_macros.cli import main
from xl import backups
from xl.engine import open_book


@pytest.fixture
def path(workbook, cchc):
    """The Lạng Sơn example, changed twice by command."""
    path = workbook("lang-son-2026")
    cchc("audit", path)
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
    answer = cchc("undo", path)
    assert (answer["restored"], answer["left"]) == (str(path), 0)
    assert notes(path) == fresh
    assert "không còn bản sao lưu" in refused("undo", path)
    assert notes(path) == fresh


def test_a_command_that_changes_nothing_is_no_step(cchc, path):
    before = backups.copies(path)
    assert cchc("upgrade", path)["added"] == []  # strings are numbered anew, and the moment of saving is another
    cchc("flag", path)
    assert backups.copies(path) == before


def test_undo_refuses_a_workbook_open_in_excel(refused, path):
    path.with_name("~$" + path.name).write_bytes(b"\x03Lan" + b"\0" * 160)
    assert "đang mở trong Excel" in refused("undo", path)


def test_undo_brings_back_a_workbook_that_was_deleted(cchc, path):
    path.unlink()
    cchc("undo", path)
    assert notes(path)


def test_undo_tells_its_step_and_keeps_what_was_typed_since(cchc, capsys, path):
    book = open_book(path)
    book.sheets["Bảng điểm"].range("A1").value = "gõ sau lệnh cuối"
    book.save()
    book.close()
    typed = path.read_bytes()
    assert main(["undo", str(path), "--yes"]) == 0
    said = capsys.readouterr().out
    assert re.search(r"Đã lùi bước 'Đánh dấu mất điểm' lúc \d\d:\d\d ngày \d\d/\d\d/\d{4}", said)
    dropped = path.with_name("lang-son-2026.sao-luu") / "ban-vua-bo.xlsx"
    assert str(dropped) in said
    assert dropped.read_bytes() == typed


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo terminals")
@pytest.mark.parametrize(("answer", "done"), [("c", True), ("", False)])
def test_at_a_terminal_undo_asks_first(path, answer, done):
    before = path.read_bytes()
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "cchc_macros.cli", "undo", str(path)]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    shown = b""
    while "Tiếp tục?".encode() not in shown:
        shown += os.read(ours, 4096)
    os.write(ours, f"{answer}\n".encode())
    assert process.wait(60) == (0 if done else 2)
    os.close(ours)
    assert "trước bước 'Đánh dấu mất điểm'" in shown.decode()
    assert (path.read_bytes() == before) is not done


def test_refused_runs_push_out_no_copy(cchc, refused, path):
    before = [copy.name for copy in backups.copies(path)]
    for _ in range(backups.KEPT + 1):
        refused("import", path.with_name("không có.txt"), path)
        refused("assign", path, "--out", path.with_name("x.txt"))
    assert [copy.name for copy in backups.copies(path)] == before


def test_an_undo_that_cannot_be_tidied_up_is_done_and_says_so(cchc, path, monkeypatch):
    first = backups.copies(path)[0].read_bytes()
    real = Path.unlink

    def refuse(self, *, missing_ok=False):
        if self.parent.suffix == ".sao-luu" and self.exists():
            raise PermissionError
        real(self, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    assert cchc("undo", path)["left"] == 1
    assert path.read_bytes() == first
    assert cchc("undo", path)["left"] == 0  # the copy that stayed is not gone back to once more
    assert path.read_bytes() != first
