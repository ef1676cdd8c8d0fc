"""A command killed with SIGKILL at any moment: the workbook is wholly old or wholly new, and the next run goes on."""

import os
import random
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import TEMPLATES
from tests.trust.content import content, ours_left, written

SEED = 20260331
MOST = 60  # kills of one command at its steps: every step where there are fewer
VERBS = {
    "new": ("new", "{book}", "--example", "lang-son-2026"),
    "import": ("import", "{plan}", "{book}", "--yes"),
    "recalculate": ("recalculate", "{book}"),
    "flag": ("flag", "{book}"),
    "audit": ("audit", "{book}"),
    "assign": ("assign", "{book}"),
    "export": ("export", "{book}", "--to", "{folder}/Sổ đơn vị"),
    "collect": ("collect", "{book}", "{folder}/Gửi về"),
    "email": ("email", "{book}", "--via", "eml", "--to", "{folder}/Thư", "--yes"),
    "remind": ("remind", "{book}", "--via", "eml", "--to", "{folder}/Nhắc", "--on", "2026-12-20", "--yes"),
    "undo": ("undo", "{book}"),
}
# A second run after one that was done adds its own lines to the log, or has nothing left to do.
TOLD_AS_MADE = {"email", "remind"}  # drafts made before the kill stand in the log as made already
ONCE = {"import", "export", "email", "remind", "collect", "undo", "new"}


@dataclass
class Job:
    """A command, the folder it starts from, and what an undisturbed run makes of it."""

    arguments: tuple
    start: Path
    book: str
    new: dict
    files: dict
    steps: int
    seconds: float

    def order(self, folder):
        names = {"book": folder / self.book, "folder": folder, "plan": TEMPLATES / "data" / "lang-son-2026.txt"}
        return [argument.format(**names) for argument in self.arguments]


@pytest.fixture(scope="module")
def jobs(warm, tmp_path_factory):
    """Jobs by verb, each made when first asked for."""
    root, made = tmp_path_factory.mktemp("jobs"), {}

    def job(verb):
        if verb not in made:
            made[verb] = _make(verb, root / verb, warm)
        return made[verb]

    return job


def _make(verb, root, warm):
    start, book = root / "start", "Sổ CCHC 2026 & bản='chính'.xlsx"
    start.mkdir(parents=True)
    (start / "tam").mkdir()
    if verb != "new":
        name = "so-cchc" if verb == "import" else "lang-son-2026"
        shutil.copy(TEMPLATES / f"{name}.xlsx", start / book)
    if verb == "collect":
        done = warm.run("export", start / book, "--to", start / "Gửi về")
        assert done["code"] == 0, done
    if verb == "undo":
        assert warm.run("flag", start / book)["code"] == 0
    whole = root / "whole"
    shutil.copytree(start, whole)
    job = Job(VERBS[verb], start, book, {}, {}, 0, 0.0)
    done = warm.run(*job.order(whole), temporary=str(whole / "tam"))
    assert done["code"] == 0, done
    job.new, job.files = content(whole / book), written(whole, but=whole / book)
    job.steps, job.seconds = done["steps"], done["seconds"]
    assert not ours_left(whole)
    return job


def check_kill(job, verb, warm, **kill):
    """Kill one run, look at what it left, run again; return "old" or "new", what the killed run left."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "Vũ & Đỗ (100%)"
        shutil.copytree(job.start, folder)
        book = folder / job.book
        before = book.read_bytes() if book.exists() else None
        options = {"temporary": str(folder / "tam")}
        warm.run(*job.order(folder), **options, **kill)
        after = book.read_bytes() if book.exists() else None
        state = "old" if after == before else "new"
        if state == "new":
            assert content(book) == job.new, "neither wholly old nor wholly new"
        for file, found in written(folder, but=book).items():
            assert found == job.files[file], f"{file} is not whole"
        again = warm.run(*job.order(folder), **options)
        if (verb, state) not in {("new", "new"), ("undo", "new")}:  # those say that there is nothing to do
            assert again["code"] == 0, again
            assert {*written(folder, but=book)} == {*job.files}, "lost"
            assert not ours_left(folder), "left after the next run"
        found = content(book)
        if (state == "old" and verb not in TOLD_AS_MADE) or verb not in ONCE:
            assert found == job.new
        return state


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks are killed")
@pytest.mark.parametrize("verb", ["recalculate", "export", "email", "collect"])
def test_a_killed_command_leaves_old_or_new_and_goes_on(verb, jobs, warm):
    job = jobs(verb)
    states = [check_kill(job, verb, warm, kill_at=max(1, job.steps * part // 8)) for part in (3, 7)]
    assert states[0] == "old"


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks are killed")
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("verb", VERBS)
def test_a_command_killed_at_its_steps_leaves_old_or_new(verb, jobs, warm):
    job = jobs(verb)
    steps = [*range(1, job.steps, 1 + job.steps // MOST), job.steps]
    states = [check_kill(job, verb, warm, kill_at=step) for step in steps]
    assert {*states} == {"old", "new"}, "the kills missed the moment of writing"


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks are killed")
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("verb", VERBS)
def test_a_command_killed_at_random_moments_leaves_old_or_new(verb, jobs, warm):
    job, moments = jobs(verb), random.Random(f"{SEED} {verb}")  # noqa: S311  moments, no secrets
    for _ in range(20):
        check_kill(job, verb, warm, kill_after=moments.uniform(0, job.seconds))
