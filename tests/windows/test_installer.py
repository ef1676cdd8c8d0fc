"""The setup program, double-clicked: installed, clicked, upgraded and uninstalled as a clerk without rights would.

`CCHC_SETUP` names the file; the zip of the same version lies beside it. `CCHC_OLDER_SETUP` names that of an older
version, which is upgraded. It works on the user's own profile.
"""

import json
import os
import shutil
import subprocess
import time
import winreg
import zipfile
from pathlib import Path
from statistics import median

import keyring
import pytest
import win32com.client

from cchc_macros import __version__
from cchc_macros.mail.account import SERVICE
from tests.ribbon.vba_excel import Addin
from tests.windows.desktop import PICTURES, go_on, shown
from xl.addin.package import read_cells

SETUP, OLDER = Path(os.environ.get("CCHC_SETUP", "")), Path(os.environ.get("CCHC_OLDER_SETUP", ""))
IN_APPS = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\CCHC"
FAILED, EXCEL_IS_OPEN, FOREIGN_FOLDER = 2, 3, 4
MOST_FIRST_CLICK = 1.5  # of a later one, beyond what a clock and a busy machine add
SLACK_SECONDS = 0.5

pytestmark = [
    pytest.mark.skipif(not SETUP.is_file(), reason="CCHC_SETUP names no setup program"),
    pytest.mark.timeout(1200),  # thousands of files are unpacked, and removed again
]


def programs():
    return Path(os.environ["LOCALAPPDATA"], "Programs", "CCHC")


def addin_file():
    return Path(os.environ["APPDATA"], "Microsoft", "Excel", "XLSTART", "cchc.xlam")


def example():
    """The workbook that the last page offers."""
    return Path.home() / "CCHC" / "Sổ ví dụ Lạng Sơn.xlsx"


def run_setup(*arguments, setup=SETUP):
    """Run it silently; NSIS takes a folder as it is, with its spaces and without quotes."""
    return subprocess.run(" ".join([f'"{setup}"', "/S", *arguments]), check=False, timeout=600).returncode


def uninstall():
    """The uninstaller goes on as a copy of itself, so its end is seen by what it removes."""
    program = programs() / "uninstall.exe"
    if program.exists():
        subprocess.run([program, "/S"], check=False, timeout=600)
        for _ in range(600):
            if not program.exists() and in_apps() is None:
                return
            time.sleep(0.1)


def in_apps():
    """What Windows' list of apps says of CCHC."""
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, IN_APPS) as key:
            return {
                name: value for name, value, _ in (winreg.EnumValue(key, n) for n in range(winreg.QueryInfoKey(key)[1]))
            }
    except FileNotFoundError:
        return None


def cchc(*arguments, program="python.exe"):
    """Run a command with the Python that was installed."""
    command = [programs() / "app" / program, "-I", "-m", "cchc_macros.cli", *map(str, arguments), "--json"]
    done = subprocess.run(command, capture_output=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def installed():
    """The program, installed once by a double click and its pages: unpacking takes its time."""
    uninstall()
    shutil.rmtree(example().parent, ignore_errors=True)
    (programs() / "app").mkdir(parents=True, exist_ok=True)  # as a run that was cut off leaves it
    (programs() / "app" / "python.exe").touch()
    with subprocess.Popen(str(SETUP)) as setup:
        go_on(setup.pid, "Không cần quyền quản trị", "setup-1-welcome")
        go_on(setup.pid, "Mọi nút của tab CCHC", "setup-2-components")
        go_on(setup.pid, "Đã cài CCHC", "setup-3-finish", wait=900)
        assert setup.wait(300) == 0
    yield programs()
    uninstall()
    shutil.rmtree(example().parent, ignore_errors=True)


def test_installed_it_is_whole_and_its_own(installed):
    code = (
        "import json, sys, xl.windows, cchc_macros.ribbon.click; print(json.dumps([sys.path, sys.prefix, sorted("
        "getattr(m, '__file__', None) or '' for m in sys.modules.values())]))"
    )
    done = subprocess.run([installed / "app" / "python.exe", "-I", "-c", code], capture_output=True, check=True)
    search, prefix, files = json.loads(done.stdout)
    assert Path(prefix) == installed / "app"
    assert all(Path(place).is_relative_to(installed / "app") for place in search)
    assert all(Path(file).is_relative_to(installed / "app") for file in files if file)
    assert read_cells(addin_file().read_bytes())["Python"] == str(installed / "app" / "pythonw.exe")
    entry = in_apps()
    assert (entry["DisplayName"], entry["DisplayVersion"]) == ("CCHC", __version__)
    assert entry["UninstallString"] == f'"{installed / "uninstall.exe"}"'
    status = cchc("addin", "status")
    assert (status["works"], status["current"]) == (True, True)


def test_its_last_page_opens_the_example(installed):
    assert cchc("recalculate", example())["index"]["result"] == 91


def test_its_buttons_work_and_the_first_click_is_not_slow(installed):
    shell = win32com.client.Dispatch("WScript.Shell")
    addin = Addin(addin_file(), lambda command: shell.Run(command, 1, True))
    seconds = []
    for _ in range(4):
        began = time.monotonic()
        message = shown(lambda: addin.click("cchc_about"), "click-installed")
        seconds.append(time.monotonic() - began)
    assert __version__ in message.text
    (PICTURES / "seconds-of-clicks.json").write_text(json.dumps(seconds), encoding="utf-8")
    assert seconds[0] <= MOST_FIRST_CLICK * median(seconds[1:]) + SLACK_SECONDS


def test_the_whole_main_job_runs_on_it(installed, tmp_path):
    made = cchc("demo", tmp_path / "làm thử")
    assert len(made["workbooks"]) == 2
    assert made["files"] > 40


@pytest.mark.wine("numpy calls C99's complex functions, of which Wine's runtime has only stubs")
def test_the_comparison_of_agencies_runs_on_it(installed, tmp_path):
    cchc("new", tmp_path / "a" / "so.xlsx", "--example", "lang-son-2026")
    assert cchc("gather", tmp_path / "a", "--to", tmp_path / "so-sanh.xlsx")["agencies"]


def test_with_excel_open_nothing_is_changed(installed):
    before = sorted(path.name for path in (installed / "app").iterdir())
    handle = win32_open_alone(addin_file())
    try:
        assert run_setup() == EXCEL_IS_OPEN
    finally:
        handle.close()
    assert sorted(path.name for path in (installed / "app").iterdir()) == before
    assert cchc("addin", "status")["works"]


def win32_open_alone(path):
    """Open a file as Excel does: nobody else may write it meanwhile."""
    import win32con  # noqa: PLC0415
    import win32file  # noqa: PLC0415

    return win32file.CreateFile(
        str(path), win32con.GENERIC_READ, win32con.FILE_SHARE_READ, None, win32con.OPEN_EXISTING, 0, None
    )


def test_a_folder_with_other_things_in_it_is_refused(tmp_path):
    (tmp_path / "của tôi.txt").write_bytes(b"mine")
    assert run_setup(f"/D={tmp_path}") == FOREIGN_FOLDER
    assert [path.name for path in tmp_path.iterdir()] == ["của tôi.txt"]


def test_an_upgrade_takes_the_old_program_away_and_leaves_what_is_not_ours(installed):
    stale, workbook = installed / "app" / "Lib" / "site-packages" / "old.py", installed / "so.xlsx"
    stale.touch()
    workbook.write_bytes(b"mine")
    assert run_setup() == 0
    assert not stale.exists()
    assert not (installed / "app.cu").exists()
    assert cchc("addin", "status")["current"]
    assert workbook.read_bytes() == b"mine"


def test_what_an_antivirus_took_away_is_told_and_put_back_by_the_same_program(installed):
    (installed / "app" / "pythonw.exe").unlink()
    status = cchc("addin", "status")
    assert (status["gone"], status["works"]) == (["pythonw.exe"], False)
    assert run_setup() == 0
    status = cchc("addin", "status")
    assert (status["gone"], status["works"]) == ([], True)


def test_an_upgrade_that_fails_puts_the_old_program_back(installed):
    old, excels = installed / "app" / "old.txt", addin_file().parent
    old.touch()
    aside = excels.rename(excels.with_name("aside"))
    excels.touch()  # where the folder should be: the add-in cannot be put into Excel
    try:
        assert run_setup() == FAILED
    finally:
        excels.unlink()
        aside.rename(excels)
    assert old.exists()
    old.unlink()
    assert not (installed / "app.cu").exists()
    assert cchc("addin", "status")["works"]


def test_uninstalled_it_leaves_no_trace(installed, tmp_path):
    book = tmp_path / "so.xlsx"
    cchc("new", book, "--example", "lang-son-2026")
    content = book.read_bytes()
    keyring.set_password(SERVICE, "vanphong@mail.stp.example", "bí mật")
    uninstall()
    assert keyring.get_credential(SERVICE, None) is None
    assert [path.name for path in installed.iterdir()] == ["so.xlsx"]  # what the upgrade left: it is the clerk's
    (installed / "so.xlsx").unlink()
    installed.rmdir()
    assert not addin_file().exists()
    assert not Path(os.environ["LOCALAPPDATA"], "cchc").exists()
    assert in_apps() is None
    assert book.read_bytes() == content


@pytest.mark.skipif(not OLDER.is_file(), reason="CCHC_OLDER_SETUP names no setup program of an older version")
def test_an_older_version_is_upgraded_with_its_workbook(tmp_path):
    uninstall()
    assert run_setup(setup=OLDER) == 0
    try:
        older, book = in_apps()["DisplayVersion"], tmp_path / "so.xlsx"
        cchc("new", book, "--example", "lang-son-2026")
        assert run_setup() == 0
        assert older != in_apps()["DisplayVersion"] == __version__
        status, app = cchc("addin", "status"), programs() / "app"
        assert (status["version"], status["works"], status["current"]) == (__version__, True, True)
        there = {path.relative_to(app).as_posix() for path in app.rglob("*") if path.is_file()}
        lists = ("files.txt", "Lib/comparing/files.txt")
        listed = {line.partition(" ")[2] for name in lists for line in (app / name).read_text("utf-8").splitlines()}
        assert there - listed == {*lists, "from.txt"}  # nothing of the older one
        cchc("upgrade", book)
        assert cchc("recalculate", book)["index"]["result"] == 91
    finally:
        uninstall()
    assert not programs().exists()


def test_without_the_comparison_it_is_smaller_and_says_what_is_missing(tmp_path):
    uninstall()
    assert run_setup("/KHONGSOSANH") == 0
    try:
        assert not (programs() / "app" / "Lib" / "comparing").exists()
        cchc("new", tmp_path / "a" / "so.xlsx", "--example", "lang-son-2026")
        with pytest.raises(AssertionError, match="So sánh cơ quan"):
            cchc("gather", tmp_path / "a", "--to", tmp_path / "so-sanh.xlsx")
    finally:
        uninstall()


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    """The folder of the zip, for an office that forbids setup programs."""
    folder = tmp_path_factory.mktemp("zip")
    with zipfile.ZipFile(SETUP.with_name(f"CCHC-{__version__}.zip")) as package:
        package.extractall(folder)
    return folder / "CCHC"


def run_command_file(file):
    return subprocess.run(["cmd", "/c", file], env=os.environ | {"CCHC_SILENT": "1"}, check=False).returncode


def test_the_zip_does_the_same_without_a_setup_program(unpacked):
    uninstall()
    assert run_command_file(unpacked / "Cài CCHC.cmd") == 0
    assert cchc("addin", "status")["works"]
    assert (programs() / "Gỡ CCHC.cmd").exists()
    assert run_command_file(unpacked / "Gỡ CCHC.cmd") == 0
    assert not programs().exists()
    assert not addin_file().exists()


def test_the_zip_takes_away_what_an_antivirus_has_left(unpacked):
    assert run_command_file(unpacked / "Cài CCHC.cmd") == 0
    (programs() / "app" / "python311.dll").unlink()
    handle = win32_open_alone(addin_file())
    try:
        assert run_command_file(unpacked / "Gỡ CCHC.cmd") == 2  # Excel is open
    finally:
        handle.close()
    assert (programs() / "app").exists()
    assert run_command_file(unpacked / "Gỡ CCHC.cmd") == 0
    assert not programs().exists()
    assert not addin_file().exists()
