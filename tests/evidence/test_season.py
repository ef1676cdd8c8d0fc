"""200 files of 25 units with every fault, and a command that is killed at any step: each file is there, once, whole."""

import hashlib
import os
import random
import shutil
import time
from collections import Counter
from pathlib import Path

import pytest

from cchc_macros import contract as c
from tests.bench.evidence import filing
from tests.evidence.make import EACH, UNITS, rows_of, season
from tests.trust.warm import Warm
from xl.files import _is_running

FORKS = pytest.mark.skipif(not hasattr(os, "fork"), reason="forks are killed")


@pytest.fixture(scope="module")
def start(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mùa")
    _, _, whole = season(folder)
    return folder, whole


@pytest.fixture(scope="module")
def warm():
    process = Warm()
    yield process
    process.close()


def contents(folder):
    return Counter(path.read_bytes() for path in Path(folder).rglob("*") if path.is_file())


def digest(folder):
    return {p.relative_to(folder): hashlib.sha256(p.read_bytes()).digest() for p in folder.rglob("*") if p.is_file()}


def test_every_file_is_filed_once_and_every_fault_is_told(start, tmp_path, cchc):
    folder, whole = start
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    before = digest(tmp_path / "gửi về")
    assert len(before) == UNITS * EACH
    answer = cchc("evidence", tmp_path / "Sổ.xlsx", tmp_path / "gửi về")
    assert digest(tmp_path / "gửi về") == before
    filed = contents(tmp_path / "Hồ sơ kiểm chứng - Sổ")
    assert set(filed) == whole
    assert set(filed.values()) == {1}
    assert {doubt["kind"] for doubt in answer["doubts"]} == {
        "archive", "bomb", "broken", "doubled", "empty", "encrypted", "hostile", "outside_year", "unplaced",
    }  # fmt: skip
    rows = rows_of(tmp_path / "Sổ.xlsx")
    cited = [row for row in rows if str(row[c.NUMBER_SIGN]).startswith("1") and "KH" in str(row[c.NUMBER_SIGN])]
    assert [row[c.STATE] for row in cited] == ["Đủ"] * UNITS
    assert len({row[c.FILE] for row in cited}) == UNITS


def test_filing_takes_little_memory():
    pytest.importorskip("resource", reason="Windows has no such count of memory")
    _, memory = filing(60, 1_000_000)
    assert memory.holds, memory


@FORKS
def test_killed_at_any_step_nothing_is_lost_or_there_twice(start, warm, tmp_path):
    kill_at(start, warm, tmp_path, 6)


@pytest.mark.slow
@FORKS
@pytest.mark.timeout(3600)
def test_killed_at_many_steps_nothing_is_lost_or_there_twice(start, warm, tmp_path):
    kill_at(start, warm, tmp_path, 150)


def kill_at(start, warm, tmp_path, times):
    steps = run(warm, copied(start, tmp_path / "một lần"))["steps"]
    moments = random.Random(20261128)  # noqa: S311  moments, no secrets
    for step in sorted(moments.sample(range(1, steps + 1), times)):
        folder = copied(start, tmp_path / str(step))
        sent, book = digest(folder / "gửi về"), (folder / "Sổ.xlsx").read_bytes()
        run(warm, folder, kill_at=step)
        made = folder / "Hồ sơ kiểm chứng - Sổ"
        for half in made.rglob("~cchc-*.tmp"):  # a process that copied ends a moment after its command
            while _is_running(int(half.stem.rpartition("-")[2])):
                time.sleep(0.01)
        left = [path for path in made.rglob("*") if path.is_file() and not path.name.startswith("~cchc-")]
        found = Counter(path.read_bytes() for path in left)
        assert set(found) <= start[1], step
        assert set(found.values()) <= {1}, step
        assert digest(folder / "gửi về") == sent
        assert (folder / "Sổ.xlsx").read_bytes() == book or len(found) == len(start[1])
        assert run(warm, folder)["code"] == 0, step
        assert contents(made) == Counter(dict.fromkeys(start[1], 1)), step
        rows = rows_of(folder / "Sổ.xlsx")
        named = {row[c.FILE] for row in rows if row[c.FILE]}
        assert all((made / name).is_file() for name in named), step
        forms = {path.relative_to(made).with_suffix("").as_posix() for path in made.rglob("*") if path.is_file()}
        assert {name.rpartition(".")[0] for name in named} == forms, step
        shutil.rmtree(folder)


def copied(start, to):
    return Path(shutil.copytree(start[0], to))


def run(warm, folder, **order):
    (folder / "tam").mkdir(exist_ok=True)
    return warm.run("evidence", folder / "Sổ.xlsx", folder / "gửi về", temporary=str(folder / "tam"), **order)
