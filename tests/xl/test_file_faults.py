import errno
from pathlib import Path, PureWindowsPath

import pytest

from xl import file_faults
from xl.errors import FileError


@pytest.fixture
def on_windows(monkeypatch):
    monkeypatch.setattr(file_faults, "_WINDOWS", True)


@pytest.mark.parametrize(
    "name", ["CON", "aux", "con.xlsx", "nul.tar.gz", "Com1.xlsx", "LPT¹", "CONIN$", "prn .xlsx", "conout$.txt"]
)
def test_names_of_devices_are_told(name):
    assert "thiết bị" in file_faults.name_fault(name)


@pytest.mark.parametrize(
    ("name", "letter"), [("a:b.xlsx", ":"), ("sổ?.xlsx", "?"), ('"a"', '"'), ("a\tb", "điều khiển")]
)
def test_letters_that_windows_does_not_take_are_told(name, letter):
    assert f"ký tự {letter} " in file_faults.name_fault(name)


@pytest.mark.parametrize("name", ["sổ.", "sổ "])
def test_endings_that_windows_drops_are_told(name):
    assert "kết thúc bằng" in file_faults.name_fault(name)


@pytest.mark.parametrize(
    "name", [".", "..", "cong.xlsx", "con số.xlsx", "COM10", "auxiliary", "Sổ & 100%^'=.xlsx", ".cchc"]
)
def test_other_names_are_taken(name):
    assert file_faults.name_fault(name) == ""


def test_a_path_is_refused_for_any_of_its_names(on_windows):
    with pytest.raises(FileError, match=r"'nul' là tên Windows dành cho thiết bị.*Chọn tên khác"):
        file_faults.refuse_name(PureWindowsPath(r"C:\sổ\nul\a.xlsx"))
    file_faults.refuse_name(PureWindowsPath(r"C:\sổ\..\a.xlsx"))


def test_other_systems_have_no_such_names(monkeypatch):
    monkeypatch.setattr(file_faults, "_WINDOWS", False)
    file_faults.refuse_name(Path("aux"))


@pytest.mark.parametrize(
    ("path", "beyond"), [("a" * 257, True), ("b\\" * 126 + "so.xlsx", True), ("a" * 256, True), ("a" * 254, False)]
)
def test_paths_beyond_windows_limit_are_known(path, beyond):
    assert file_faults.is_too_long(f"C:\\{path}") == beyond


def test_a_path_that_is_too_long_is_not_called_missing(on_windows, tmp_path):
    path = tmp_path / ("đ" * 250) / "so.xlsx"
    error = file_faults.explained(FileNotFoundError(errno.ENOENT, "No such file or directory"), path)
    assert "đường dẫn quá dài" in str(error)


def test_a_share_that_dropped_is_told(on_windows, monkeypatch):
    monkeypatch.setattr(file_faults, "_lost_place", lambda _: "\\\\may-chu\\cchc\\")
    error = file_faults.explained(OSError(errno.EINVAL, "Invalid argument"), Path("so.xlsx"))
    assert r"không tới được \\may-chu\cchc" in str(error)
    assert "mất kết nối" in str(error)


def test_a_drive_that_is_there_is_not_lost(tmp_path):
    assert file_faults._lost_place(tmp_path / "không có" / "so.xlsx") == ""
