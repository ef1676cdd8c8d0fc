"""Installing into a made-up Windows profile with Vietnamese letters and spaces in its name."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from unittest.mock import Mock

import pytest

from cchc_macros import __version__
from cchc_macros.books.about import about
from cchc_macros.errors import FileError, ToolError
from cchc_macros.ribbon import addin as commands
from cchc_macros.ribbon import place
from cchc_macros.ribbon.addin import built
from cchc_macros.ribbon.cells import AddinCells
from xl.addin.package import read_cells
from xl.log import log_error


@pytest.fixture
def profile(tmp_path, monkeypatch):
    """A user's folder as `APPDATA` names it, with the log and the kept copies in it too."""
    folder = tmp_path / "Nguyễn Văn Ất" / "App Data" / "Roaming"
    monkeypatch.setenv("CCHC_PLATFORM", "win32")
    monkeypatch.setenv("APPDATA", str(folder))
    log = folder / "state" / "cchc.log"
    for module in (place, sys.modules["xl.log"]):
        monkeypatch.setattr(module, "log_file", lambda: log)
    monkeypatch.setattr(place, "kept_folder", lambda: folder / "data" / "truoc-khi-bam")
    return folder


@pytest.fixture
def python(profile, monkeypatch):
    """A Python in a folder with Vietnamese letters and a space; nothing here runs it."""
    folder = profile / "Phần mềm" / "venv" / "Scripts"
    folder.mkdir(parents=True)
    path = folder / "python.exe"
    path.touch()
    monkeypatch.setattr(sys, "executable", str(path))
    monkeypatch.setattr(place, "check_runs", lambda click: None)
    return path


def files_in(folder):
    return [path for path in folder.rglob("*") if path.is_file() and "Phần mềm" not in path.parts]


def test_install_puts_the_addin_where_excel_loads_it_with_this_python(profile, python):
    summary = commands.install()
    path = profile / "Microsoft" / "Excel" / "XLSTART" / "cchc.xlam"
    assert path.read_bytes() == built(str(python))
    assert AddinCells.of(read_cells(path.read_bytes())) == AddinCells(str(python), __version__)
    assert summary.data == {
        "path": str(path), "version": __version__, "interpreter": str(python), "replaced": None,
    }  # fmt: skip
    assert files_in(profile) == [path]


def test_a_python_without_console_is_preferred(profile, python):
    windowless = python.with_name("pythonw.exe")
    windowless.touch()
    assert commands.install().data["interpreter"] == str(windowless)


def test_a_second_install_upgrades(profile, python):
    path = Path(commands.install().data["path"])
    path.write_bytes(built("C:\\old\\python.exe", version="0.0.9"))
    before = commands.status().data
    assert (before["version"], before["works"], before["current"]) == ("0.0.9", False, False)
    summary = commands.install()
    assert summary.data["replaced"] == "0.0.9"
    assert summary.message.startswith(f"Đã thay bản 0.0.9 bằng tab CCHC {__version__}")
    assert commands.status().data["current"]
    assert files_in(profile) == [path]


def test_a_damaged_addin_is_told_and_replaced(profile, python):
    path = Path(commands.install().data["path"])
    path.write_bytes(b"damaged")
    assert not commands.status().data["works"]
    assert "không đọc được" in commands.status().message
    commands.install()
    assert commands.status().data["current"]


def test_status_says_versions_and_paths(profile, python):
    assert commands.status().data["installed"] is False
    path = commands.install().data["path"]
    summary = commands.status()
    assert summary.data == {
        "path": path, "installed": True, "cchc": __version__, "version": __version__,
        "interpreter": str(python), "works": True, "current": True, "gone": [], "newer": None,
    }  # fmt: skip
    assert path in summary.message
    assert str(python) in summary.message


def test_status_and_about_tell_what_an_antivirus_took_and_of_a_newer_version(profile, python, monkeypatch, tmp_path):
    setup = tmp_path / "CCHC-99.0.0-setup.exe"
    monkeypatch.setattr("cchc_macros.books.about.taken_away", lambda: ["pythonw.exe", "Lib/a.py"])
    monkeypatch.setattr("cchc_macros.books.about.newer_setup", lambda name, version: setup)
    for summary in (commands.status(), about()):
        assert (summary.data["gone"], summary.data["newer"]) == (["pythonw.exe", "Lib/a.py"], str(setup))
        assert "Thiếu 2 tệp của CCHC (tệp đầu tiên: pythonw.exe)" in summary.message
        assert f"Có bản CCHC mới hơn ở máy này: {setup}" in summary.message


def test_status_tells_when_python_was_removed(profile, python):
    commands.install()
    python.unlink()
    summary = commands.status()
    assert not summary.data["works"]
    assert "không còn ở đó" in summary.message


def test_uninstall_leaves_nothing(profile, python):
    xlstart = Path(commands.install().data["path"]).parent
    xlstart.with_name("cchc.xlam.moi").touch()  # an install was killed
    log_error("test")
    assert commands.uninstall().data["removed"] is True
    assert files_in(profile) == []
    assert commands.uninstall().data["removed"] is False
    assert commands.status().data["installed"] is False


@pytest.mark.parametrize("action", ["install", "uninstall"])
def test_a_file_that_excel_holds_gets_a_clear_message_and_stays(profile, python, monkeypatch, action):
    path = Path(commands.install().data["path"])
    before = path.read_bytes()

    def held(self, *_, **__):
        if place.NAME in str(self):
            raise PermissionError(13, "The process cannot access the file because it is being used")

    monkeypatch.setattr(Path, "replace", held)
    monkeypatch.setattr(Path, "unlink", held)
    with pytest.raises(FileError, match=r"Excel đang mở.*Đóng hết các cửa sổ Excel"):
        getattr(commands, action)()
    assert path.read_bytes() == before


@pytest.mark.parametrize("action", ["install", "uninstall", "status"])
def test_elsewhere_than_on_windows_a_message_says_what_works(monkeypatch, action):
    monkeypatch.delenv("CCHC_PLATFORM", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(ToolError, match=r"chỉ cài được trên Windows.*cchc addin build"):
        getattr(commands, action)()


def test_build_works_everywhere(tmp_path, monkeypatch):
    monkeypatch.delenv("CCHC_PLATFORM", raising=False)
    path = tmp_path / "tiện ích.xlam"
    assert commands.build(path).data == {"path": str(path), "version": __version__}
    assert AddinCells.of(read_cells(path.read_bytes())) == AddinCells("", __version__)


def test_a_profile_that_windows_does_not_name_is_told(profile, monkeypatch):
    monkeypatch.delenv("APPDATA")
    with pytest.raises(FileError, match="APPDATA"):
        commands.status()


def test_pythons_that_could_not_run_a_click_are_refused(profile, monkeypatch):
    monkeypatch.setattr(sys, "executable", r"C:\100%PATH%\python.exe")
    with pytest.raises(ToolError, match="dấu %"):
        place.interpreter()
    store = r"C:\Users\a\AppData\Local\Microsoft\WindowsApps\PythonSoftwareFoundation.Python.3.11_q\python.exe"
    monkeypatch.setattr(sys, "executable", store)
    with pytest.raises(ToolError, match="Microsoft Store"):
        place.interpreter()


def test_this_python_can_run_a_click():
    place.check_runs("cchc_macros.ribbon.click")


def bare_python(folder):
    """This Python without the packages that were installed for it."""
    if os.name == "posix":
        bare = folder / "python"
        bare.symlink_to(os.path.realpath(sys.executable))  # outside its venv
        return bare
    for path in Path(sys.base_prefix).iterdir():
        if path.suffix in {".exe", ".dll"}:
            shutil.copy(path, folder)
    [library] = folder.glob("python3[0-9]*.dll")
    places = [Path(sys.base_prefix, name) for name in ("Lib", "DLLs")]
    library.with_suffix("._pth").write_text("\n".join(map(str, places)), encoding="utf-8")
    return folder / "python.exe"


def test_a_python_that_does_not_see_cchc_is_refused(tmp_path, monkeypatch):
    bare = bare_python(tmp_path)
    probe = subprocess.run([bare, "-I", "-c", "import xl"], capture_output=True, check=False)
    assert probe.returncode != 0
    monkeypatch.setattr(sys, "executable", str(bare))
    with pytest.raises(ToolError, match=r"No module named 'cchc_macros'.*venv"):
        place.check_runs("cchc_macros.ribbon.click")


def test_nothing_is_installed_for_a_python_that_could_not_run_a_click(profile, python, monkeypatch):
    monkeypatch.setattr(place, "check_runs", Mock(side_effect=ToolError("Không chạy được. Cài lại.")))
    with pytest.raises(ToolError):
        commands.install()
    assert files_in(profile) == []
