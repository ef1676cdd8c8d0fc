"""A power cut at any step: what was not flushed is gone, and yet nothing is sent twice and nothing is lost."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mail.killed import UNITS
from tests.mail.test_killed import ROOT, run
from tests.mail.test_killed import steps as steps  # noqa: PLC0414  the fixture

COMPILER = shutil.which("cc")
pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not COMPILER, reason="a disk that forgets is made with LD_PRELOAD, by a C compiler"
)


@pytest.fixture(scope="module")
def forgetful(tmp_path_factory):
    """The library that remembers of each file what it was at its last flush."""
    library = tmp_path_factory.mktemp("disk") / "flushed.so"
    source = Path(__file__).with_name("flushed.c")
    subprocess.run([COMPILER, "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    return library


def cut(folder, ledger, port, step, library):
    """Run until the power goes at a step; leave in the folder what the disk holds then."""
    command = [sys.executable, "-m", "tests.mail.killed", str(ledger), str(port), str(step)]
    environment = {**os.environ, "LD_PRELOAD": str(library)}
    subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=60, check=False)
    there = {file.name for file in folder.iterdir()}
    for name in there:
        if not name.endswith(".flushed") or name.removesuffix(".flushed") not in there:
            (folder / name).unlink()  # SQLite flushes the folder too when it removes a file
    for file in list(folder.iterdir()):
        file.rename(file.with_suffix(""))


def check_cut_at(step, folder, server, library):
    """Cut the power at a step, run again; return the units that nobody knows of."""
    folder.mkdir()
    post, ledger = server(), folder / "so.thu.sqlite"
    cut(folder, ledger, post.port, step, library)
    second = run(ledger, post.port)
    arrived = [recipients[0].partition("@")[0].upper() for recipients, _ in post.received]
    assert len(arrived) == len(set(arrived)), f"sent twice: {arrived}"
    assert {*second["sent"], *second["skipped"], *second["unsure"]} == set(UNITS), "lost"
    assert {*second["sent"], *second["skipped"]} <= set(arrived), "said to be sent, but it never arrived"
    assert len(second["unsure"]) <= 1
    return second["unsure"]


def test_the_power_goes_at_a_few_steps(steps, tmp_path, server, forgetful):
    unsure = [
        check_cut_at(step, tmp_path / str(step), server, forgetful) for step in range(4, steps - 2, max(1, steps // 9))
    ]
    assert any(unsure)


@pytest.mark.slow
def test_the_power_goes_at_every_step(steps, tmp_path, server, forgetful):
    for step in range(1, steps + 1):
        check_cut_at(step, tmp_path / str(step), server, forgetful)
