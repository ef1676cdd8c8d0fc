"""A command killed with SIGKILL at any moment: the workbook is wholly old or wholly new, and the next run goes on."""

import os
import random
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.trust.content import cells, content, ours_left, told, written
from tests.trust.verbs import VERBS, Command

SEED = 20260331
RANDOM = 20  # kills of one command at random moments
FORKS = pytest.mark.skipif(not hasattr(os, "fork"), reason="forks are killed")


@dataclass
class Job:
    """A command, the folder it starts from, and what an undisturbed run makes of it."""

    command: Command
    start: Path
    steps: int = 0
    seconds: float = 0.0
    new: dict | str = ""
    cells: dict = field(default_factory=dict)
    files: dict = field(default_factory=dict)
    ledger: list = field(default_factory=list)

    def run(self, warm, folder, **options):
        return warm.run(*self.command.order(folder), temporary=str(folder / "tam"), **options)


@pytest.fixture(scope="module")
def jobs(warm, tmp_path_factory):
    """Jobs by verb, each made when first asked for."""
    root, made = tmp_path_factory.mktemp("jobs"), {}

    def job(verb):
        if verb not in made:
            made[verb] = _make(VERBS[verb], root / verb, warm)
        return made[verb]

    return job


def _make(command, root, warm):
    job = Job(command, root / "start")
    (job.start / "tam").mkdir(parents=True)
    command.start(job.start, warm.run)
    whole = root / "whole"
    shutil.copytree(job.start, whole)
    done = job.run(warm, whole)
    assert done["code"] == 0, done
    main = job.command.main(whole)
    if main.suffix == ".xlsx":
        job.cells = cells(main)
    job.steps, job.seconds, job.new = done["steps"], done["seconds"], content(main)
    job.files, job.ledger = written(whole, but=main), told(whole)
    assert not ours_left(whole)
    return job


def check_kill(job, warm, check=lambda answer, state: None, **kill):
    """Kill one run, look at what it left, run again; return "old" or "new", what the killed run left.

    `check` is asked about the first run's answer and what it left.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "Vũ & Đỗ (100%)"
        shutil.copytree(job.start, folder)
        main = job.command.main(folder)
        before = content(main) if main.exists() else None
        answer = job.run(warm, folder, **kill)
        after = content(main) if main.exists() else None
        state = "old" if after == before else "new"
        check(answer, state)
        assert after in (before, job.new), "neither wholly old nor wholly new"
        for file, found in written(folder, but=main).items():
            assert found == job.files[file], f"{file} is not whole"
        told(folder)  # it opens, whatever it tells
        again = job.run(warm, folder)
        assert again["code"] == 0 or (state == "new" and job.command.refuses), again
        assert not ours_left(folder), "left after the next run"
        assert written(folder, but=main) == job.files, "lost"
        assert told(folder) == job.ledger
        if state == "old" and not job.ledger:  # a draft made before the kill is in the log as made already
            assert content(main) == job.new
        if state == "new" and not job.command.adds and main.suffix == ".xlsx":
            assert cells(main) == job.cells
        return state


@FORKS
@pytest.mark.parametrize("verb", ["recalculate", "export", "email", "collect"])
def test_a_killed_command_leaves_old_or_new_and_goes_on(verb, jobs, warm):
    job = jobs(verb)
    states = [check_kill(job, warm, kill_at=max(1, job.steps * part // 8)) for part in (3, 7)]
    assert states[0] == "old"


@FORKS
@pytest.mark.parametrize("verb", ["import", "flag", "assign", "remind", "undo"])
def test_a_command_killed_at_a_random_moment_leaves_old_or_new(verb, jobs, warm):
    kill_at_random(verb, jobs(verb), warm, 2)


@pytest.mark.slow
@FORKS
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("verb", VERBS)
def test_a_command_killed_at_its_steps_leaves_old_or_new(verb, jobs, warm):
    job = jobs(verb)
    steps = [*range(1, job.steps, 1 + job.steps // job.command.most), job.steps]
    states = [check_kill(job, warm, kill_at=step) for step in steps]
    assert {*states} == {"old", "new"}, "the kills missed the moment of writing"


@pytest.mark.slow
@FORKS
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("verb", VERBS)
def test_a_command_killed_at_random_moments_leaves_old_or_new(verb, jobs, warm):
    kill_at_random(verb, jobs(verb), warm, RANDOM)


def kill_at_random(verb, job, warm, times):
    moments = random.Random(f"{SEED} {verb}")  # noqa: S311  moments, no secrets
    for _ in range(times):
        check_kill(job, warm, kill_after=moments.uniform(0, job.seconds))
