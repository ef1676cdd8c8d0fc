"""Work in processes that may hang or die: each fault costs one thing only."""

import multiprocessing
import os
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.windows.wine import IS_WINE
from xl.files import _is_running
from xl.workers import Crew, Fault, NoProcessError, in_processes

START = 60 if IS_WINE else 10  # seconds: longer than a slow machine takes to start a process


def work(thing):
    """Do as the thing says."""
    if thing == "hang":
        time.sleep(600)
    if thing == "die":
        os._exit(1)
    if thing == "who":
        return os.getpid()
    return thing * 2


@pytest.mark.parametrize("processes", [1, 2])
def test_what_hangs_or_dies_costs_only_itself_and_the_order_is_kept(processes):
    things = ["a", "hang", "b", "die", "c", "die"]
    start = time.monotonic()
    results = in_processes(work, things, processes, START)
    assert results == ["aa", Fault.SLOW, "bb", Fault.DIED, "cc", Fault.DIED]
    assert time.monotonic() - start < 10 * START


def test_a_process_works_on_and_is_another_one():
    (first, second, third) = in_processes(work, ["who", "who", "who"], 1, 60)
    assert first == second == third != os.getpid()


@pytest.mark.skipif(os.name != "posix", reason="a program that ends at once")
def test_where_no_process_comes_up_that_is_told_and_nothing_is_blamed(monkeypatch):
    monkeypatch.setattr("multiprocessing.spawn._python_exe", b"/bin/false")
    with pytest.raises(NoProcessError, match="không cho chạy tiến trình phụ"):
        in_processes(work, ["a", "b"], 2, 60)
    with closing(Crew(2)) as crew, pytest.raises(NoProcessError):
        list(crew.begin(work, ["a", "b"], 60))


def test_where_the_system_starts_no_process_that_is_told(monkeypatch):
    def refuse(_process):
        raise PermissionError("no more processes")

    monkeypatch.setattr("multiprocessing.process.BaseProcess.start", refuse)
    with pytest.raises(NoProcessError, match="không cho chạy tiến trình phụ"):
        in_processes(work, ["a"], 1, 60)


def test_there_may_be_fewer_things_than_processes():
    assert in_processes(work, iter("abc"), 5, 60) == ["aa", "bb", "cc"]
    assert in_processes(work, [], 2, 60) == []


@pytest.fixture
def crew():
    with closing(Crew(2)) as crew:
        yield crew


def test_results_come_in_order_while_the_caller_is_at_work(crew):
    found = []
    for result in crew.begin(work, ["a", "die", "b", "c"], 60):
        found.append(result)
        time.sleep(0.01)
    assert found == ["aa", Fault.DIED, "bb", "cc"]
    assert list(crew.begin(work, [], 60)) == []


def test_of_many_things_what_hangs_or_dies_costs_only_itself_too(crew):
    things = [str(number) for number in range(400)]
    things[3], things[5], things[399] = "die", "hang", "die"
    expected = [{"die": Fault.DIED, "hang": Fault.SLOW}.get(thing, thing * 2) for thing in things]
    assert list(crew.begin(work, things, START)) == expected


def test_the_same_processes_go_on_with_other_things_once_all_from_before_are_done(crew):
    first, second = crew.begin(work, ["who"] * 40, 60), crew.begin(str.upper, ["a", "b"], 60)
    third = crew.begin(work, ["who"] * 40, 60)
    assert list(second) == ["A", "B"]
    assert {*first} == {*third}
    assert len(multiprocessing.active_children()) == 2


def test_who_stops_early_leaves_no_process_behind():
    with closing(Crew(1)) as crew:
        pid = next(crew.begin(work, ["who"] * 50, 60))
    assert not _is_running(pid)


def refuse_to_come_back(thing):
    """Give what no other process can be given."""
    return lambda: thing


def test_what_cannot_be_handed_over_costs_only_itself_or_is_raised(crew):
    assert list(crew.begin(refuse_to_come_back, ["a"], 60)) == [Fault.DIED]
    with pytest.raises(AttributeError):
        list(crew.begin(lambda thing: thing, ["a"], 60))


def hoard(size):
    """Take memory."""
    try:
        return len(bytes(size))
    except MemoryError:
        return None


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such limit")
def test_a_process_has_no_more_memory_than_it_is_given():
    assert in_processes(hoard, [1_000, 3_000_000_000], 1, 60) == [1_000, None]


_PARENT = """
from tests.xl.test_workers import work
from xl.workers import in_processes

if __name__ == "__main__":
    in_processes(tell_and_hang, [{path!r}], 1, 600)
"""


def tell_and_hang(path):
    """Say who works, and never end."""
    Path(path).write_text(str(os.getpid()), "ascii")
    while True:
        pass


def test_a_process_ends_with_the_command_that_started_it_even_amid_work(tmp_path):
    script, told = tmp_path / "lenh.py", tmp_path / "ai.txt"
    script.write_text(_PARENT.format(path=str(told)).replace("import work", "import tell_and_hang"), encoding="utf-8")
    parent = subprocess.Popen([sys.executable, script], env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)})
    try:
        worker = int(waited(lambda: told.exists() and told.read_text("ascii")))
    finally:
        parent.kill()
        parent.wait()
    waited(lambda: not alive(worker))


def waited(done):
    """Wait for a true value and return it."""
    for _ in range(300):
        found = done()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("waited in vain")


def alive(pid):
    stat = Path(f"/proc/{pid}/stat")  # of Linux, where one that has ended may wait for whoever asks how
    return _is_running(pid) and not (stat.exists() and stat.read_text("ascii").rpartition(")")[2].split()[0] == "Z")
