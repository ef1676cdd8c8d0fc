"""Two users of one shared folder, in processes of their own: either works on what the other made, and waits."""

import contextlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import TEMPLATES

ROOT = Path(__file__).parents[2]
PYTHONS = (
    sys.executable,
    f"/usr/bin/python{sys.version_info.major}.{sys.version_info.minor}",
)  # the first may be in a home
PATHS = os.pathsep.join([str(ROOT), *(path for path in sys.path if "site-packages" in path)])
GROUP = 54321
FIRST, SECOND = 54322, 54323  # nobody's numbers
pytestmark = pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can act as two other users")


@pytest.fixture
def shared():
    """A folder for the group; its files belong to the group, as on a share."""
    folder = Path("/tmp") / f"cchc chung {os.getpid()}"  # noqa: S108  others may not look into pytest's own folder
    folder.mkdir()
    os.chown(folder, -1, GROUP)
    folder.chmod(0o2770)
    yield folder
    shutil.rmtree(folder)


def start(user, folder, *command):
    """Start a Python as a user whose files are for nobody else unless told so; None if there is none for users."""
    home = folder / f"nhà {user}"
    home.mkdir(exist_ok=True)
    os.chown(home, user, user)
    for python in PYTHONS:
        with contextlib.suppress(PermissionError, FileNotFoundError):
            return subprocess.Popen(
                [python, "-B", *map(str, command)], cwd=ROOT, user=user, group=user, extra_groups=[GROUP], umask=0o077,
                env=os.environ | {"HOME": str(home), "LOGNAME": f"can-bo-{user}", "PYTHONPATH": PATHS},
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
            )  # fmt: skip
    return None


def run(user, folder, *arguments):
    process = start(user, folder, "-m", "cchc_macros.cli", *arguments)
    said, error = process.communicate(timeout=120)
    return process.returncode, said, error


@pytest.fixture
def book(shared):
    tried = start(FIRST, shared, "-c", "import openpyxl, cchc_macros.cli")
    if tried is None or (tried.communicate(timeout=60), tried.returncode)[1]:
        pytest.skip("another user may not use this Python")
    path = shared / "Sổ.xlsx"
    shutil.copyfile(TEMPLATES / "lang-son-2026.xlsx", path)
    os.chown(path, FIRST, GROUP)
    path.chmod(0o660)
    return path


def test_either_works_on_what_the_other_made(book, shared):
    drafts = ("--via", "eml", "--yes", "--to", shared / "Thư")
    for user, command in (
        (FIRST, ("flag", book)), (SECOND, ("assign", book)), (FIRST, ("email", book, *drafts)),
        (SECOND, ("sent", book)), (SECOND, ("email", book, *drafts)), (FIRST, ("undo", book)), (SECOND, ("undo", book)),
    ):  # fmt: skip
        code, _, error = run(user, shared, *command)
        assert code == 0, (command, error)
    for path in (book, book.with_suffix(".thu.sqlite"), *book.with_suffix(".sao-luu").iterdir()):
        found = path.stat()
        assert (found.st_gid, found.st_mode & 0o777) == (GROUP, 0o660), path


def test_the_second_waits_and_is_told_who_holds_it(book, shared):
    hold = (
        "import sys, cchc_macros; from pathlib import Path; from xl.locks import locked\n"
        "with locked(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    first = start(FIRST, shared, "-c", hold, book)
    assert first.stdout.readline() == "held\n"
    before = book.read_bytes()
    code, _, error = run(SECOND, shared, "flag", book)
    assert code == 2
    assert re.search(rf"đang được can-bo-{FIRST}@\S+ lúc .* xử lý\. Đợi việc đó xong rồi làm lại", error)
    assert book.read_bytes() == before
    second = start(SECOND, shared, "-m", "cchc_macros.cli", "flag", book)
    with pytest.raises(subprocess.TimeoutExpired):
        second.wait(2)
    first.communicate()
    second.communicate(timeout=60)
    assert second.returncode == 0
    assert book.stat().st_mode & 0o777 == 0o660
