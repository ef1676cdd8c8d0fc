"""A command killed with SIGKILL at any moment: the workbook is wholly old or wholly new, and the next run goes on."""

import os
import random
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.conftest import TEMPLATES
from tests.trust.content import cells, content, ours_left, told, written

SEED = 20260331
MOST = 60  # kills of one command at its steps: every step where there are fewer
RANDOM = 20  # kills of one command at random moments
GOLDEN = Path(__file__).parents[1] / "golden" / "lang-son-2026-1.0.xlsx"
NEXT, REPORT, VIEW = "{folder}/Năm sau.xlsx", "{folder}/Báo cáo.docx", "{folder}/Nhiều cơ quan.xlsx"
LETTERS = ("--via", "eml", "--to", "{folder}/Thư", "--yes")
FORKS = pytest.mark.skipif(not hasattr(os, "fork"), reason="forks are killed")


@dataclass(frozen=True)
class Command:
    """A verb with its arguments, and what it starts from.

    Attributes:
        workbook: Where the workbook comes from, None for none.
        before: Commands run on it first.
        writes: The file written last: what it holds tells old from new.
        adds: A second run adds its own lines to the log, or to the tables.
        refuses: A second run after one that was done says that there is nothing left to do.
        most: Kills at its steps, fewer for what takes long.
    """

    arguments: tuple[str, ...]
    workbook: Path | None = TEMPLATES / "lang-son-2026.xlsx"
    before: tuple[tuple[str, ...], ...] = ()
    writes: str = "{book}"
    adds: bool = False
    refuses: bool = False
    most: int = MOST


VERBS = {
    "new": Command(("new", "{book}", "--example", "lang-son-2026"), workbook=None, refuses=True),
    "new --from": Command(("new", NEXT, "--from", "{book}"), writes=NEXT, refuses=True),
    "import": Command(("import", "{plan}", "{book}", "--yes"), TEMPLATES / "so-cchc.xlsx", adds=True),
    "recalculate": Command(("recalculate", "{book}")),
    "flag": Command(("flag", "{book}")),
    "audit": Command(("audit", "{book}")),
    "assign": Command(("assign", "{book}")),
    "export": Command(("export", "{book}", "--to", "{folder}/Sổ đơn vị"), adds=True),
    "collect": Command(
        ("collect", "{book}", "{folder}/Gửi về"), before=(("export", "{book}", "--to", "{folder}/Gửi về"),), adds=True
    ),
    "email": Command(("email", "{book}", *LETTERS), adds=True),
    "remind": Command(("remind", "{book}", "--on", "2026-12-20", *LETTERS), adds=True),
    "print": Command(("print", "{book}", "--to", "{folder}/Bản in"), most=8),
    "report": Command(("report", "{book}", "--to", REPORT), writes=REPORT),
    "gather": Command(("gather", "{folder}", "--to", VIEW), writes=VIEW, refuses=True),
    "upgrade": Command(("upgrade", "{book}"), GOLDEN),
    "undo": Command(("undo", "{book}"), before=(("flag", "{book}"),), refuses=True),
}  # fmt: skip


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

    def run(self, warm, folder, arguments=None, **options):
        named = [argument.format(**places(folder)) for argument in arguments or self.command.arguments]
        return warm.run(*named, temporary=str(folder / "tam"), **options)

    def main(self, folder):
        return Path(self.command.writes.format(**places(folder)))


def places(folder):
    book = folder / "Sổ CCHC 2026 & bản='chính'.xlsx"
    return {"book": book, "folder": folder, "plan": TEMPLATES / "data" / "lang-son-2026.txt"}


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
    if command.workbook:
        shutil.copy(command.workbook, places(job.start)["book"])
    for arguments in command.before:
        done = job.run(warm, job.start, arguments)
        assert done["code"] == 0, done
    whole = root / "whole"
    shutil.copytree(job.start, whole)
    done = job.run(warm, whole)
    assert done["code"] == 0, done
    main = job.main(whole)
    if main.suffix == ".xlsx":
        job.cells = cells(main)
    job.steps, job.seconds, job.new = done["steps"], done["seconds"], content(main)
    job.files, job.ledger = written(whole, but=main), told(whole)
    assert not ours_left(whole)
    return job


def check_kill(job, warm, **kill):
    """Kill one run, look at what it left, run again; return "old" or "new", what the killed run left."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "Vũ & Đỗ (100%)"
        shutil.copytree(job.start, folder)
        main = job.main(folder)
        before = content(main) if main.exists() else None
        job.run(warm, folder, **kill)
        after = content(main) if main.exists() else None
        state = "old" if after == before else "new"
        assert after in (before, job.new), "neither wholly old nor wholly new"
        for file, found in written(folder, but=main).items():
            assert found == job.files[file], f"{file} is not whole"
        told(folder)  # it opens, whatever it tells
        again = job.run(warm, folder)
        assert again["code"] == 0 or (state == "new" and job.command.refuses), again
        assert not ours_left(folder), "left after the next run"
        assert written(folder, but=main) == job.files, "lost"
        assert told(folder) == job.ledger
        if state == "old" and not job.ledger:  # a draft made before the kill stands in the log as made already
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
