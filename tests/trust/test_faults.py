"""Full disks, read-only places, files that are open, clocks, odd paths: a clear message and nothing lost."""

import contextlib
import errno
import getpass
import io
import os
import shutil
import stat
import subprocess
import tempfile
import time
import unicodedata
from pathlib import Path

import pytest

from cchc_macros.cli import main
from cchc_macros.registry import BUTTONS
from tests.conftest import TEMPLATES
from tests.trust.content import ours_left
from tests.trust.verbs import VERBS, places
from xl import backups, locks

READING = {"guide", "about"}

CHANGING = [verb for verb, command in VERBS.items() if command.writes == "{book}" and command.workbook]
ODD_NAMES = (
    "Sổ CCHC & bản=chính 'mới' (100%) ^2.xlsx",
    unicodedata.normalize("NFD", "Điểm của Sở Tư pháp tỉnh Lạng Sơn.xlsx"),
    "%TEMP%;$(reboot)`x`!#@{}[]~.xlsx",
    "-yes --json.xlsx",
    *(() if os.name == "nt" else ("CON.xlsx",)),  # a device there: see tests/xl/test_file_faults.py
)


def slow_print(verbs):
    """The verbs as parameters; LibreOffice takes seconds."""
    return [pytest.param(verb, marks=pytest.mark.slow) if verb == "print" else verb for verb in verbs]


def started(verb, folder):
    """What a verb starts from, in a folder of its own; return its content."""
    folder.mkdir(exist_ok=True)
    VERBS[verb].start(folder, run)
    return held(folder)


def run(*arguments):
    with contextlib.redirect_stdout(io.StringIO()):
        assert main([*map(str, arguments)]) == 0


def held(folder):
    """All files below a folder but backups and ledgers: these are made before what may fail."""
    files = (path for path in folder.rglob("*") if path.is_file() and ".sao-luu" not in str(path))
    return {path.relative_to(folder): path.read_bytes() for path in files if ".sqlite" not in path.name}


def test_every_verb_that_writes_is_here():
    assert {command.arguments[0] for command in VERBS.values()} == {button.verb for button in BUTTONS} - READING


def full_after(monkeypatch, syncs):
    """Let the disk be full once `syncs` files were written out."""
    real, done = os.fsync, 0

    def sync(handle):
        nonlocal done
        if not stat.S_ISDIR(os.fstat(handle).st_mode):
            done += 1
            if done > syncs:
                raise OSError(errno.ENOSPC, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", sync)


@pytest.mark.parametrize("syncs", [0, 1])
@pytest.mark.parametrize("verb", slow_print(CHANGING))
def test_on_a_full_disk_the_workbook_stays(verb, syncs, tmp_path, refused, monkeypatch):
    folder = tmp_path / "việc"
    before = started(verb, folder)
    if verb == "undo":
        syncs = 0  # it makes no backup
    full_after(monkeypatch, syncs)
    assert "đĩa đã đầy. Xóa bớt tệp" in refused(*VERBS[verb].order(folder))
    after = held(folder)
    assert {name: after[name] for name in before} == before
    assert not ours_left(folder)


@pytest.fixture
def small_disk(tmp_path):
    """Mount a tiny disk; where that is not allowed the test is skipped, and says so."""
    mounted = []
    if not shutil.which("mount"):
        pytest.skip("no small disks can be mounted here")

    def mount(size):
        place = tmp_path / f"đĩa {size}"
        place.mkdir()
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", place], check=False, capture_output=True
        )
        if done.returncode:
            pytest.skip("no right to mount a small disk")
        mounted.append(place)
        return place

    yield mount
    for place in mounted:
        subprocess.run(["umount", "-l", place], check=False)


@pytest.mark.parametrize("verb", slow_print(VERBS))
def test_a_disk_that_fills_up_loses_nothing(verb, small_disk, refused, tmp_path):
    start = tmp_path / "việc"
    before = started(verb, start)
    pages = sum(-(-path.stat().st_size // 4096) for path in start.rglob("*") if path.is_file())
    disk = small_disk(f"{4 * (pages + 2)}k")  # what is there, a lock, and hardly more
    folder = Path(shutil.copytree(start, disk, dirs_exist_ok=True))
    line = refused(*VERBS[verb].order(folder))
    assert "đầy" in line, line
    after = held(folder)
    assert {name: after[name] for name in before} == before
    assert not ours_left(folder)


@pytest.mark.parametrize("verb", slow_print(VERBS))
def test_a_read_only_folder_is_told(verb, small_disk, refused):
    disk = small_disk("10m")
    before = started(verb, disk)
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    line = refused(*VERBS[verb].order(disk))
    assert "chỉ cho đọc" in line, line
    assert held(disk) == before


@pytest.mark.parametrize("mode", ["ro", "rw"])
@pytest.mark.parametrize("verb", ["email"])
def test_a_full_or_read_only_disk_for_temporary_files_is_told(verb, mode, small_disk, refused, tmp_path, monkeypatch):
    before = started(verb, tmp_path / "việc")
    disk = small_disk("4k")
    subprocess.run(["mount", "-o", f"remount,{mode}", disk], check=True)
    monkeypatch.setattr(tempfile, "tempdir", str(disk))
    line = refused(*VERBS[verb].order(tmp_path / "việc"))
    assert "Lỗi ngoài dự kiến" not in line, line
    assert str(disk) in line, line
    after = held(tmp_path / "việc")
    assert {name: after[name] for name in before} == before


def test_what_only_reads_works_in_a_read_only_folder(small_disk, cchc):
    disk = small_disk("10m")
    book = shutil.copy(TEMPLATES / "lang-son-2026.xlsx", disk / "Sổ.xlsx")
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    cchc("guide", book)
    cchc("import", TEMPLATES / "data" / "lang-son-2026.txt", book, "--dry-run")


@pytest.mark.parametrize("verb", slow_print(CHANGING))
def test_a_read_only_workbook_is_told_and_stays(verb, tmp_path, refused):
    before = started(verb, tmp_path)
    places(tmp_path)["book"].chmod(0o444)
    assert "tệp chỉ cho đọc" in refused(*VERBS[verb].order(tmp_path))
    after = held(tmp_path)
    assert {name: after[name] for name in before} == before


@pytest.mark.parametrize("verb", CHANGING)
def test_a_workbook_that_another_run_holds_is_told_and_stays(verb, tmp_path, refused, monkeypatch):
    before = started(verb, tmp_path)
    monkeypatch.setitem(locks.locked.__wrapped__.__kwdefaults__, "wait", 0.0)
    with locks.locked(places(tmp_path)["book"]):
        assert f"đang được {getpass.getuser()}@" in refused(*VERBS[verb].order(tmp_path))
    assert held(tmp_path) == before


@pytest.mark.parametrize("verb", CHANGING)
def test_a_workbook_open_in_excel_or_libreoffice_is_told_with_the_user(verb, tmp_path, refused):
    before = started(verb, tmp_path)
    book = places(tmp_path)["book"]
    name = "Nguyễn Văn An"
    owner = book.with_name(f"~${book.name}")
    owner.write_bytes(b"\0" * 55 + len(name).to_bytes(2, "little") + name.encode("utf-16-le"))
    assert f"đang mở trong Excel (người dùng {name})" in refused(*VERBS[verb].order(tmp_path))
    owner.unlink()
    owner = book.with_name(f".~lock.{book.name}#")
    owner.write_text(f",{name},may,,", encoding="utf-8")
    assert "đang mở trong LibreOffice" in refused(*VERBS[verb].order(tmp_path))
    owner.unlink()
    assert held(tmp_path) == before


def test_a_clock_that_goes_backwards_does_not_change_the_order_of_undo(workbook, cchc, monkeypatch):
    book = workbook("lang-son-2026")
    states = [book.read_bytes()]
    for verb, day in (("audit", "20260301-080000"), ("flag", "20200101-000000"), ("assign", "19991231-235959")):
        monkeypatch.setattr(backups.time, "strftime", lambda *_, day=day: day)
        cchc(verb, book)
        states.append(book.read_bytes())
    monkeypatch.undo()
    for state in reversed(states[:-1]):
        cchc("undo", book)
        assert book.read_bytes() == state


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_file_names_work_through_the_year(name, tmp_path, cchc):
    folder = tmp_path / "Sở Tư pháp & Cải cách %PATH% ^ ' ="
    folder.mkdir()
    book = folder / name
    shutil.copy(TEMPLATES / "lang-son-2026.xlsx", book)
    cchc("recalculate", book)
    files = cchc("export", book, "--to", folder / "Sổ đơn vị")["files"]
    assert len(files) == 5
    assert len(cchc("collect", book, folder / "Sổ đơn vị")["rejected"]) == 0
    assert len(cchc("email", book, "--via", "eml", "--to", folder / "Thư", "--yes")["sent"]) == 4
    cchc("undo", book)


def test_a_path_near_windows_limit_works(tmp_path, cchc):
    folder = tmp_path
    while len(str(folder)) < 190:
        folder = folder / "Cải cách hành chính"[: 200 - len(str(folder))]
    folder.mkdir(parents=True)
    book = folder / ("Bảng điểm" + "i" * (259 - len(str(folder)) - 15) + ".xlsx")
    assert len(str(book)) == 259
    shutil.copy(TEMPLATES / "lang-son-2026.xlsx", book)
    cchc("audit", book)
    cchc("undo", book)


def test_a_name_too_long_for_its_backups_is_told_and_nothing_changes(tmp_path, refused):
    book = tmp_path / ("b" * 250 + ".xlsx")
    shutil.copy(TEMPLATES / "lang-son-2026.xlsx", book)
    before = book.read_bytes()
    assert "đường dẫn quá dài" in refused("recalculate", book)
    assert book.read_bytes() == before


@pytest.mark.parametrize("verb", slow_print(VERBS))
def test_a_clock_far_off_stops_no_command(verb, tmp_path, cchc, monkeypatch):
    for moment in (315_619_200.0, 4_354_646_400.0):  # 1980 and 2107: between them Windows and zip archives live
        folder = tmp_path / str(moment)
        started(verb, folder)
        with monkeypatch.context() as patched:
            patched.setattr(time, "time", lambda moment=moment: moment)
            cchc(*VERBS[verb].order(folder))
