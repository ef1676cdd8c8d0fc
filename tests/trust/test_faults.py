"""Full disks, read-only places, files that are open, clocks, odd paths: a clear message and nothing lost."""

import errno
import os
import shutil
import subprocess
import time
import unicodedata
from pathlib import Path

import pytest

from tests.conftest import TEMPLATES
from tests.trust.content import ours_left
from xl import backups

WRITING = {
    "recalculate": (),
    "flag": (),
    "audit": (),
    "assign": (),
    "export": ("--to", "{folder}/Sổ đơn vị"),
    "email": ("--via", "eml", "--to", "{folder}/Thư", "--yes"),
}
ODD_NAMES = (
    "Sổ CCHC & bản=chính 'mới' (100%) ^2.xlsx",
    unicodedata.normalize("NFD", "Điểm của Sở Tư pháp tỉnh Lạng Sơn.xlsx"),
    "%TEMP%;$(reboot)`x`!#@{}[]~.xlsx",
    "-yes --json.xlsx",
    "CON.xlsx",
)


def command(verb, book):
    """The arguments of a verb on a workbook, its output beside it."""
    return [verb, book, *(option.format(folder=book.parent) for option in WRITING[verb])]


def full_after(monkeypatch, syncs):
    """Let the disk be full once `syncs` files were written out."""
    real, done = os.fsync, 0

    def sync(handle):
        nonlocal done
        if not Path(f"/proc/self/fd/{handle}").is_dir():
            done += 1
            if done > syncs:
                raise OSError(errno.ENOSPC, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", sync)


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="tells files from folders by /proc")
@pytest.mark.parametrize("syncs", [0, 1])
@pytest.mark.parametrize("verb", ["recalculate", "assign"])
def test_on_a_full_disk_the_workbook_stays(verb, syncs, workbook, refused, monkeypatch):
    book = workbook("lang-son-2026")
    before = book.read_bytes()
    full_after(monkeypatch, syncs)
    assert "đĩa đã đầy. Xóa bớt tệp" in refused(*command(verb, book))
    assert book.read_bytes() == before
    assert not ours_left(book.parent)


@pytest.fixture
def small_disk(tmp_path):
    """Mount a tiny disk; where that is not allowed the test is skipped, and says so."""
    mounted = []

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


@pytest.mark.parametrize("verb", WRITING)
def test_a_disk_that_fills_up_loses_nothing(verb, small_disk, refused):
    disk = small_disk("80k")  # the workbook and hardly more
    book = shutil.copy(TEMPLATES / "lang-son-2026.xlsx", disk / "Sổ.xlsx")
    before = book.read_bytes()
    line = refused(*command(verb, book))
    assert "đầy" in line, line
    assert book.read_bytes() == before
    assert not ours_left(disk)


@pytest.mark.parametrize("verb", WRITING)
def test_a_read_only_folder_is_told(verb, small_disk, refused):
    disk = small_disk("10m")
    book = shutil.copy(TEMPLATES / "lang-son-2026.xlsx", disk / "Sổ.xlsx")
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    line = refused(*command(verb, book))
    assert "chỉ cho đọc" in line, line


def test_what_only_reads_works_in_a_read_only_folder(small_disk, cchc):
    disk = small_disk("10m")
    book = shutil.copy(TEMPLATES / "lang-son-2026.xlsx", disk / "Sổ.xlsx")
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    cchc("guide", book)
    cchc("import", TEMPLATES / "data" / "lang-son-2026.txt", book, "--dry-run")


@pytest.mark.parametrize("verb", ["recalculate", "assign"])
def test_a_read_only_workbook_is_told_and_stays(verb, workbook, refused):
    book = workbook("lang-son-2026")
    before = book.read_bytes()
    book.chmod(0o444)
    assert "tệp chỉ cho đọc" in refused(*command(verb, book))
    assert book.read_bytes() == before


def test_a_workbook_open_in_excel_or_libreoffice_is_told_with_the_user(workbook, refused):
    book = workbook("lang-son-2026")
    name = "Nguyễn Văn An"
    owner = book.with_name(f"~${book.name}")
    owner.write_bytes(b"\0" * 55 + len(name).to_bytes(2, "little") + name.encode("utf-16-le"))
    assert f"đang mở trong Excel (người dùng {name})" in refused("recalculate", book)
    owner.unlink()
    book.with_name(f".~lock.{book.name}#").write_text(f",{name},may,,", encoding="utf-8")
    assert "đang mở trong LibreOffice" in refused("recalculate", book)


def test_a_clock_that_goes_backwards_does_not_change_the_order_of_undo(workbook, cchc, monkeypatch):
    book = workbook("lang-son-2026")
    states = [book.read_bytes()]
    for verb, day in (("recalculate", "20260301-080000"), ("flag", "20200101-000000"), ("assign", "19991231-235959")):
        monkeypatch.setattr(backups.time, "strftime", lambda _format, day=day: day)
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
    assert len(cchc("email", book, "--via", "eml", "--to", folder / "Thư", "--yes")["sent"]) == 5
    cchc("undo", book)


def test_a_path_near_windows_limit_works(tmp_path, cchc):
    folder = tmp_path
    while len(str(folder)) < 190:
        folder = folder / "Cải cách hành chính"[: 200 - len(str(folder))]
    folder.mkdir(parents=True)
    book = folder / ("Bảng điểm" + "i" * (259 - len(str(folder)) - 15) + ".xlsx")
    assert len(str(book)) == 259
    shutil.copy(TEMPLATES / "lang-son-2026.xlsx", book)
    cchc("recalculate", book)
    cchc("undo", book)


def test_a_name_too_long_for_its_backups_is_told_and_nothing_changes(tmp_path, refused):
    book = tmp_path / ("b" * 250 + ".xlsx")
    shutil.copy(TEMPLATES / "lang-son-2026.xlsx", book)
    before = book.read_bytes()
    assert "đường dẫn quá dài" in refused("recalculate", book)
    assert book.read_bytes() == before


def test_a_day_in_the_past_or_far_future_stops_no_command(workbook, cchc, monkeypatch):
    book = workbook("lang-son-2026")
    for moment in (0.0, 32_503_680_000.0):  # 1970 and the year 3000
        monkeypatch.setattr(time, "time", lambda moment=moment: moment)
        cchc("recalculate", book)
