"""What many tests share: the command line in this process, copies of the example workbooks."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from cchc_macros.cli import main
from cchc_macros.ribbon import click
from tests.windows.wine import IS_WINE, open_desktop
from xl import kept
from xl.engine import activated

TEMPLATES = Path(__file__).parent.parent / "workbook_templates"


# No time limit of one example, for pytest's own holds for a test; few examples where all is slow.
settings.register_profile("here", deadline=None, max_examples=20 if IS_WINE else 100)
settings.load_profile("here")
open_desktop()


def pytest_runtest_setup(item):
    """Leave out under Wine what its marker says Wine, and not Windows, cannot do."""
    if IS_WINE and (marker := item.get_closest_marker("wine")):
        pytest.skip(f"Wine: {marker.args[0]}")


@pytest.fixture(autouse=True)
def _our_engine():
    """Run macros as a session does, also where a test calls one on a file's workbook by itself."""
    with activated():
        yield


@pytest.fixture
def cchc(capsys):
    """Run a command; return its JSON answer. A command that fails raises AssertionError with its message."""

    def run(*arguments):
        code = main([*map(str, arguments), "--json"])
        captured = capsys.readouterr()
        assert code == 0, captured.err
        assert not captured.err
        return json.loads(captured.out)

    return run


@pytest.fixture
def refused(capsys):
    """Run a command that must fail; return its one line."""

    def run(*arguments):
        code = main([*map(str, arguments)])
        captured = capsys.readouterr()
        assert code == 2
        assert not captured.out
        lines = captured.err.splitlines()
        assert len(lines) == 1, captured.err
        return lines[0]

    return run


@pytest.fixture
def workbook(tmp_path):
    """Copy a committed workbook ("lang-son-2026", "thai-nguyen-2026", "so-cchc") into the test's folder."""

    def copy(name, to=None):
        return Path(shutil.copy(TEMPLATES / f"{name}.xlsx", tmp_path / (to or f"{name}.xlsx")))

    return copy


@pytest.fixture
def seed():
    """The text of a published plan's appendix."""
    return lambda name: TEMPLATES / "data" / f"{name}.txt"


@pytest.fixture
def living_process():
    """The number of another process, which lives as long as the test."""
    with subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE) as process:
        yield process.pid


@pytest.fixture
def user_folder(tmp_path, monkeypatch):
    """Log, kept copies and documents go into the test's folder."""
    monkeypatch.setattr("xl.log.log_file", lambda: tmp_path / "log" / "cchc.log")
    monkeypatch.setattr(kept, "kept_folder", lambda: tmp_path / "kept")
    monkeypatch.setattr("xl.options.kept_folder", lambda: tmp_path / "kept")
    monkeypatch.setattr(click, "documents_folder", lambda: tmp_path / "Tài liệu")
    return tmp_path
