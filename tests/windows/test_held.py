"""What Windows alone does to files: those that a program has open cannot be moved, replaced or written."""

import subprocess
import sys
from contextlib import contextmanager

import pytest
import win32con
import win32file

from cchc_macros.demo import folder
from cchc_macros.errors import FileError

AS_EXCEL, ALONE = win32con.FILE_SHARE_READ, 0  # others may read it and no more; others may not even read it


@contextmanager
def held(path, share=AS_EXCEL):
    """Hold a file as a program does."""
    handle = win32file.CreateFile(str(path), win32con.GENERIC_READ, share, None, win32con.OPEN_EXISTING, 0, None)
    try:
        yield
    finally:
        handle.close()


def told_by(*arguments):
    """Run a command that must end with one line; say which."""
    command = [sys.executable, "-m", "cchc_macros.cli", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=False)
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    return line


def test_a_demo_with_one_of_its_workbooks_open_is_left_as_it_is(tmp_path):
    book = tmp_path / "a" / "so.xlsx"
    for path in (tmp_path / folder.MADE_BY, book, tmp_path / "b" / "thư.eml"):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    before = sorted(tmp_path.rglob("*"))
    with held(book), pytest.raises(FileError, match="đang mở"):
        folder.clear(tmp_path)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("share", [AS_EXCEL, ALONE])
def test_one_unit_s_open_file_stops_only_itself(cchc, workbook, tmp_path, share):
    book, units = workbook("lang-son-2026"), tmp_path / "sổ đơn vị"
    files = {file["unit"]: file["path"] for file in cchc("export", book, "--to", units)["files"]}
    with held(files.pop("NV1"), share):
        told = cchc("export", book, "--to", units)
    assert [one["unit"] for one in told["failed"]] == ["NV1"]
    assert {file["unit"] for file in told["files"]} == set(files)


def test_one_unit_s_open_letter_stops_only_itself(cchc, workbook, tmp_path):
    book, letters = workbook("lang-son-2026"), tmp_path / "thư"
    cchc("email", book, "--via", "eml", "--to", letters, "--yes")
    letter = next(letters.glob("*NV1*.eml"))
    with held(letter):
        told = cchc("email", book, "--via", "eml", "--to", letters, "--yes", "--resend", "NV1")
    assert [one["unit"] for one in told["failed"]] == ["NV1"]


@pytest.mark.parametrize("name", ["CON", "AUX", "con.xlsx", "nul.xlsx", "sổ.xlsx.", "a:b.xlsx"])
def test_a_name_that_windows_keeps_is_refused_and_nothing_hangs(tmp_path, name):
    assert name.partition(":")[0].rstrip(".") in told_by("new", f"{tmp_path}\\{name}")
    assert not any(tmp_path.iterdir())


def test_a_share_that_is_not_there_is_called_so():
    assert "mất kết nối" in told_by("audit", r"\\may-chu-khong-co\cchc\so.xlsx")


@pytest.mark.parametrize("verb", ["guide", "upgrade"])
def test_a_command_does_without_excel_s_own_engine(workbook, verb):
    command = [sys.executable, "-m", "cchc_macros.cli", verb, str(workbook("lang-son-2026"))]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
