import os
import subprocess
import sys
import tempfile

import pytest

from xl.files import run_mark
from xl.scratch import scratch_folder


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def of_killed_run(place):
    command = [sys.executable, "-c", "import os; print(os.getpid())"]
    ended = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout.strip()
    return place / f"cchc-tam-{run_mark().rpartition('-')[0]}-{ended}-abcd"


def test_a_scratch_folder_is_gone_afterwards(place):
    with scratch_folder() as folder:
        (folder / "VP.xlsx").write_bytes(b"x")
        assert folder.parent == place
    assert not any(place.iterdir())


def test_what_a_killed_run_left_goes_with_the_next_run(place):
    of_killed_run(place).mkdir()
    with scratch_folder():
        assert [path.name for path in place.iterdir() if "abcd" in path.name] == []


def test_folders_of_running_processes_and_of_others_stay(place, living_process):
    host = run_mark().rpartition("-")[0]
    kept = [f"cchc-tam-{host}-{living_process}-a", f"cchc-tam-{run_mark()}-b", "cchc-tam-may-khac-1-c", "cchc-khac"]
    for name in kept:
        (place / name).mkdir()
    os.utime(place / kept[0], (0, 0))  # as a clock set forward sees it
    with scratch_folder():
        assert all((place / name).is_dir() for name in kept)


def test_a_folder_of_another_machine_goes_after_a_day(place):
    old = place / "cchc-tam-may-khac-1-c"
    old.mkdir()
    os.utime(old, (0, 0))
    with scratch_folder():
        assert not old.exists()


def test_what_a_killed_runs_libreoffice_puts_back_meanwhile_goes_too(place):
    with scratch_folder():
        of_killed_run(place).mkdir()
    assert not any(place.iterdir())
