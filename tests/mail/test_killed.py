"""A run killed at any step is taken up again with nothing lost and nothing sent twice."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.killing import EXIT_CODE
from tests.mail.killed import UNITS
from tests.mail.server import Post, start

ROOT = Path(__file__).parents[2]


def run(ledger, port, step=0):
    command = [sys.executable, "-m", "tests.mail.killed", str(ledger), str(port), str(step)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60, check=False)
    if step:
        assert done.returncode in (EXIT_CODE, 0), done.stderr
        return None
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def check_kill_at(step, tmp_path, server):
    """Kill a run at a step, run again, and once more; return the units left unsure."""
    post, ledger = server(), tmp_path / "so.thu.sqlite"
    run(ledger, post.port, step)
    second = run(ledger, post.port)
    sent = set(second["sent"]) | set(second["skipped"])
    arrived = [recipients[0].partition("@")[0].upper() for recipients, _ in post.received]
    assert len(arrived) == len(set(arrived)), f"sent twice: {arrived}"
    assert sent | set(second["unsure"]) == set(UNITS), "lost"
    assert sent <= set(arrived), "said to be sent, but it never arrived"
    assert len(second["unsure"]) <= 1
    assert not second["failed"]
    before = len(post.received)
    third = run(ledger, post.port)
    assert not third["sent"]
    assert third["unsure"] == second["unsure"]
    assert len(post.received) == before
    return second["unsure"]


@pytest.fixture(scope="module")
def steps(tmp_path_factory):
    post = Post()
    controller = start(post)
    try:
        return run(tmp_path_factory.mktemp("whole") / "so.thu.sqlite", post.port)["steps"]
    finally:
        controller.stop()


def test_a_run_killed_at_a_few_steps_is_taken_up_again(steps, tmp_path, server):
    assert steps > 60
    for number, step in enumerate((2, steps // 3, steps // 2, steps - 3)):
        folder = tmp_path / str(number)
        folder.mkdir()
        check_kill_at(step, folder, server)


@pytest.mark.slow
def test_a_run_killed_at_every_step_is_taken_up_again(steps, tmp_path, server):
    unsure = 0
    for step in range(1, steps + 1):
        folder = tmp_path / str(step)
        folder.mkdir()
        unsure += len(check_kill_at(step, folder, server))
    # Around the final dot and its answer nobody can know: some steps there, and only there, end unsure.
    assert 0 < unsure < steps / 2
