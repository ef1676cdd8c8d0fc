"""Work that a second process helps with: nothing is lost or done twice, whatever becomes of that process."""

import multiprocessing
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from xl.files import _is_running
from xl.helping import helped
from xl.workers import Worker

done_here = []


def note(thing):
    """Say where a thing was done; (who asks, what goes wrong elsewhere)."""
    number, asking, fault = thing
    if os.getpid() != asking and fault == "die":
        os._exit(1)
    if os.getpid() != asking and fault == "hang":
        time.sleep(0.5)
    if fault == "refuse":
        raise LookupError(number)
    if os.getpid() == asking:
        done_here.append(number)
    return number, os.getpid()


@pytest.fixture
def things(monkeypatch, user_folder):
    """Many of them; of the last ones, which the other process begins with, each suffers from a fault."""
    done_here.clear()
    monkeypatch.setenv("XDG_STATE_HOME", str(user_folder))  # the other process has a log too
    return lambda fault: [(number, os.getpid(), fault if number >= 95 else "") for number in range(100)]


@pytest.mark.parametrize("fault", ["", "hang"])
def test_another_process_helps_from_the_end_and_nothing_is_done_twice(things, fault, user_folder):
    with helped(note, things(fault)) as results:
        found = list(results)
    assert [number for number, _ in found] == list(range(100))
    assert found[0][1] == os.getpid() != found[-1][1]
    assert done_here == [number for number, process in found if process == os.getpid()]
    assert not (user_folder / "log").exists()


def test_what_the_helping_process_died_on_is_done_here_and_logged(things, user_folder):
    with helped(note, things("die")) as results:
        assert list(results) == [(number, os.getpid()) for number in range(100)]
    assert sorted(done_here) == list(range(100))
    assert "helping failed" in (user_folder / "log" / "cchc.log").read_text("utf-8")


def test_a_process_that_cannot_be_started_costs_nothing(things, monkeypatch, user_folder):
    def refuse(_process):
        raise OSError("no more processes")

    monkeypatch.setattr("multiprocessing.process.BaseProcess.start", refuse)
    with helped(note, things("")) as results:
        assert [number for number, _ in results] == done_here == list(range(100))
    assert "no more processes" in (user_folder / "log" / "cchc.log").read_text("utf-8")


def test_what_the_work_raises_it_raises_here(things):
    with helped(note, things("refuse")) as results, pytest.raises(LookupError):
        list(results)


def test_a_few_things_need_no_help(things, monkeypatch):
    monkeypatch.setattr("multiprocessing.process.BaseProcess.start", None)
    for few in ([], things("")[:20]):
        with helped(note, few) as results:
            assert [number for number, _ in results] == [number for number, *_ in few]


def test_who_stops_being_helped_leaves_no_process_behind(things):
    with helped(note, things("hang")) as results:
        next(results)
        while not (started := multiprocessing.active_children()):
            time.sleep(0.01)
    assert [_is_running(helper.pid) for helper in started] == [False]


def test_who_is_helped_does_not_wait_until_the_process_is_up(things, monkeypatch):
    take = Worker.take

    def slowly(*given):  # as on Windows, where a process has to be up to be given anything
        time.sleep(2)
        take(*given)

    monkeypatch.setattr(Worker, "take", slowly)
    start = time.monotonic()
    with helped(note, things("")) as results:
        found = [number for number, _ in results if number or time.monotonic() - start < 1]
    assert found == list(range(100))
    assert set(range(75)) <= set(done_here)


_CLICK = """
import os, sys
sys.path[:] = {path!r}
sys.stdin = sys.stdout = sys.stderr = None  # as pythonw has none
from tests.xl.test_helping import note
from xl.helping import helped
from xl.workers import Worker

if __name__ == "__main__":
    with helped(note, [(number, os.getpid(), "") for number in range(100)]) as results:
        found = list(results)
    ours = [process == os.getpid() for _, process in found]
    with open({told!r}, "w") as file:
        file.write(str((len(found), ours[0], ours[-1])))
"""


def test_a_click_without_streams_is_helped_too(tmp_path):
    script, told = tmp_path / "bấm.py", tmp_path / "kết quả.txt"
    script.write_text(_CLICK.format(path=sys.path, told=str(told)), encoding="utf-8")
    windowless = Path(sys.executable).with_name("pythonw.exe")
    python = windowless if windowless.exists() else sys.executable
    subprocess.run([python, "-I", script], check=True, timeout=120)
    assert told.read_text("utf-8") == "(100, True, False)"
