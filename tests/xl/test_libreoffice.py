import os
import shutil
import stat
import sys
import time
from pathlib import Path

import pdfplumber
import pytest
from openpyxl import Workbook

from cchc_macros.errors import ToolError
from tests.programs import require_libreoffice
from xl import libreoffice
from xl.libreoffice import OVERRIDE, convert, find_libreoffice
from xl.product import product

posix_only = pytest.mark.skipif(os.name != "posix", reason="the stand-in program is a shell script")


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    """Put a shell script in LibreOffice's place; it notes its arguments in `calls`."""

    def put(body):
        program = tmp_path / "soffice"
        program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$*" >> "{tmp_path}/calls"\n{body}\n', encoding="utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv(product.variable(OVERRIDE), str(program))
        return program

    return put


def calls(tmp_path):
    return (tmp_path / "calls").read_text(encoding="utf-8").splitlines()


def touch(place):
    place.parent.mkdir(parents=True, exist_ok=True)
    place.touch()
    return place


def nowhere(monkeypatch, tmp_path):
    monkeypatch.delenv(product.variable(OVERRIDE), raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))


def test_it_is_found_in_windows_program_files(monkeypatch, tmp_path):
    nowhere(monkeypatch, tmp_path)
    monkeypatch.setattr(shutil, "which", lambda _name: None)  # from 3.12 on it asks Windows itself
    monkeypatch.setattr(sys, "platform", "win32")
    for variable in ("ProgramW6432", "ProgramFiles", "LOCALAPPDATA"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("ProgramFiles(x86)", str(tmp_path / "x86"))
    assert find_libreoffice() is None
    program = touch(tmp_path / "x86" / "LibreOffice" / "program" / "soffice.exe")
    assert find_libreoffice() == program
    console = touch(program.with_suffix(".com"))
    assert find_libreoffice() == console  # soffice.exe does not wait for the conversion


def test_it_is_found_in_macos_applications(monkeypatch, tmp_path):
    nowhere(monkeypatch, tmp_path)
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    program = touch(tmp_path / "Applications" / "LibreOffice.app" / "Contents" / "MacOS" / "soffice")
    assert find_libreoffice() == program


@posix_only
def test_it_is_found_on_the_search_path(monkeypatch, tmp_path, stand_in):
    program = stand_in("true")
    monkeypatch.delenv(product.variable(OVERRIDE))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_libreoffice() == program


def test_without_it_the_message_says_where_to_get_it(monkeypatch, tmp_path):
    monkeypatch.setenv(product.variable(OVERRIDE), str(tmp_path / "none"))
    with pytest.raises(ToolError, match=r"Không thấy LibreOffice.*libreoffice\.org.*chạy lại"):
        convert([tmp_path / "a.xlsx"], tmp_path)


@posix_only
def test_all_files_go_into_one_run_with_a_profile_of_its_own(tmp_path, stand_in):
    stand_in('shift 8; to="$1"; shift; for f in "$@"; do touch "$to/$(basename "${f%.*}").pdf"; done')
    files = [tmp_path / "một.xlsx", tmp_path / "hai ba.xlsx"]
    to = tmp_path / "kết quả"
    to.mkdir()
    assert convert(files, to) == [to / "một.pdf", to / "hai ba.pdf"]
    assert len(calls(tmp_path)) == 1
    profile = calls(tmp_path)[0].split()[0].removeprefix("-env:UserInstallation=file://")
    assert "cchc-tam-" in profile
    assert not Path(profile).exists()  # thrown away


@posix_only
def test_a_result_of_an_earlier_run_is_not_taken_for_this_ones(tmp_path, stand_in):
    stand_in("echo 'Error: source file could not be loaded'")
    (tmp_path / "a.pdf").touch()
    with pytest.raises(ToolError, match=r"không chuyển được a\.xlsx.*could not be loaded.*chạy lại"):
        convert([tmp_path / "a.xlsx"], tmp_path)


@posix_only
def test_at_the_time_limit_the_program_and_what_it_started_are_ended(tmp_path, stand_in):
    stand_in(f"sleep 60 & echo $! > {tmp_path}/child; wait")
    started = time.monotonic()
    with pytest.raises(ToolError, match="không xong sau 1 giây"):
        convert([tmp_path / "a.xlsx"], tmp_path, time_limit=1)
    assert time.monotonic() - started < 10
    child = int((tmp_path / "child").read_text(encoding="utf-8"))
    for _ in range(50):
        if not _runs(child):
            break
        time.sleep(0.1)
    assert not _runs(child)


def _runs(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    try:
        return (
            Path(f"/proc/{process}/stat").read_text(encoding="utf-8").split(")")[-1].split()[0] != "Z"
        )  # a zombie is ended
    except OSError:
        return True


def test_more_files_have_more_time(monkeypatch, tmp_path):
    limits = []
    monkeypatch.setattr(libreoffice, "_run", lambda _command, limit: limits.append(limit) or [])
    monkeypatch.setattr(libreoffice, "find_libreoffice", lambda: Path("soffice"))
    for count in (1, 200):
        with pytest.raises(ToolError):
            convert([tmp_path / f"{i}.xlsx" for i in range(count)], tmp_path)
    assert limits[1] >= 10 * limits[0]


def test_numbers_and_dates_are_shown_the_vietnamese_way(tmp_path):
    require_libreoffice()
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet["A1"], sheet["A2"], sheet["A3"] = 9.5, 1250.5, "=A1*2"
    sheet["A2"].number_format = "#,##0.0"
    workbook.save(tmp_path / "a.xlsx")
    (pdf,) = convert([tmp_path / "a.xlsx"], tmp_path)
    with pdfplumber.open(pdf) as opened:
        assert opened.pages[0].extract_text().split() == ["9,5", "1.250,5", "19"]
