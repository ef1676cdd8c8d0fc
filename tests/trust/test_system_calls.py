"""A call to the file system that fails in the midst of a command, whichever: told in words, and nothing lost."""

import errno
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.mail.server import Post, start
from tests.trust.content import ours_left, told, written
from tests.trust.test_killed import _make, check_kill
from tests.trust.verbs import VERBS, Command
from tests.trust.warm import Warm

COMPILER = shutil.which("cc")
pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not COMPILER, reason="calls are made to fail with LD_PRELOAD, by a C compiler"
)
SMTP = "email --via smtp"
TRIED = {SMTP: Command(("email", "{book}", "--via", "smtp", "--yes"), adds=True)} | {
    verb: VERBS[verb] for verb in ("assign", "email", "print", "report", "evidence", "dossier")
}
ERRORS = (errno.EIO, errno.ENOSPC, errno.EACCES)


@pytest.fixture(scope="module")
def post():
    """The server that receives the letters."""
    post = Post()
    controller = start(post)
    yield post
    controller.stop()


@pytest.fixture(scope="module")
def faulty(post, tmp_path_factory):
    """A warm process whose calls can be made to fail."""
    library = tmp_path_factory.mktemp("calls") / "faulty.so"
    subprocess.run(
        [COMPILER, "-shared", "-fPIC", "-o", library, Path(__file__).with_name("faulty.c"), "-ldl"], check=True
    )
    process = Warm(
        LD_PRELOAD=str(library), CCHC_SMTP_HOST="127.0.0.1", CCHC_SMTP_PORT=str(post.port), CCHC_SMTP_SECURITY="none",
        CCHC_SMTP_FROM="vanphong@stp.example",
    )  # fmt: skip
    yield process
    process.close()


@pytest.fixture(scope="module")
def jobs(faulty, tmp_path_factory):
    """Jobs by verb, each made when first asked for."""
    root, made = tmp_path_factory.mktemp("jobs"), {}

    def job(verb):
        if verb not in made:
            made[verb] = _make(TRIED[verb], root / verb, faulty)
        return made[verb]

    return job


def check_words(answer, state):
    """The command is done, or says in one line what is wrong, and that line is not that nobody thought of it."""
    assert answer["code"] in (0, 2), answer
    if answer["code"]:
        assert "Lỗi ngoài dự kiến" not in answer["error"], answer
        assert answer["error"].count("\n") == 1, answer
        assert state == "old" or "đã xong" in answer["error"], answer


def calls_of(job, faulty):
    """How many calls the command makes below its folder."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(shutil.copytree(job.start, Path(name) / "việc"))
        return job.run(faulty, folder, fail=[name, 1_000_000, errno.EIO])["calls"]


def check_call(job, faulty, number, error):
    """Let one call fail, look at what is left, run again."""
    check_kill(job, faulty, check_words, fail=[tempfile.gettempdir(), number, error])


def check_posting(job, faulty, post, number, error):
    """The same where letters leave one by one: each is there once, or where its mark was lost is asked about."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(shutil.copytree(job.start, Path(name) / "việc"))
        before = len(post.received)
        check_words(job.run(faulty, folder, fail=[name, number, error]), "old")
        assert job.run(faulty, folder)["code"] == 0
        assert not ours_left(folder), "left after the next run"
        assert {*written(folder, but=job.command.main(folder))} == {*job.files}, "lost"
        states = dict(told(folder))
        assert {*states.values()} <= {"drafted", "sent", "unsure"}
        assert len(states) == len(job.ledger)
        arrived = [recipients[0].partition("@")[0].upper() for recipients, _ in post.received[before:]]
        assert len(arrived) == len({*arrived}), f"sent twice: {arrived}"
        assert {unit for unit, state in states.items() if state == "sent"} <= {*arrived}, (
            "said to be sent, but it is not"
        )


def sweep(verb, jobs, faulty, post, most):
    """Let calls of a command fail, as many as are wanted, all over its run."""
    job = jobs(verb)
    calls = calls_of(job, faulty)
    for error in ERRORS:
        for number in range(1, calls + 1, 1 + calls // most):
            if verb.startswith("email"):
                check_posting(job, faulty, post, number, error)
            else:
                check_call(job, faulty, number, error)


@pytest.mark.parametrize("verb", ["assign", SMTP, "evidence"])
def test_calls_that_fail_are_told_and_nothing_is_lost(verb, jobs, faulty, post):
    sweep(verb, jobs, faulty, post, 3)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("verb", TRIED)
def test_whichever_call_fails_it_is_told_and_nothing_is_lost(verb, jobs, faulty, post):
    sweep(verb, jobs, faulty, post, 60)


@pytest.mark.parametrize("verb", TRIED)
def test_calls_that_are_interrupted_are_made_again(verb, jobs, faulty, post):
    job, before = jobs(verb), len(post.received)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(shutil.copytree(job.start, Path(name) / "việc"))
        answer = job.run(faulty, folder, fail=[name, 0, errno.EINTR])
        assert (answer["code"], answer["error"]) == (0, "")
        assert answer["calls"] > 10
        assert told(folder) == job.ledger
    assert len(post.received) - before == (len(job.ledger) if verb == SMTP else 0)
