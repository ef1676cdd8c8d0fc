"""Change one small thing after another in the code and see that tests fail: `python -m tests.mutants [PART OF A PATH]`.

A mutant runs in a fork of this process, which has loaded all but the code itself; the file on disk stays as it is. It
meets the tests that mirror its module, or those of its whole room where none does. Which are drawn hangs on nothing but
the mutants themselves, so that one that survived stays in the draw. What no test can tell from the code is in
`equivalent.tsv`, with the reason.
"""

import argparse
import csv
import importlib
import importlib.util
import os
import signal
import sys
import time
from importlib.machinery import SourceFileLoader
from itertools import groupby
from pathlib import Path

import pytest

from tests.mutants.drawing import Mutant, mutants

ROOT = Path(__file__).parents[2]
ROOMS = {  # what is tried, and the most of each: the rules of the field, collecting, the ledger of mail, tables
    "rules/**/*.py": 150,
    "returns/**/*.py": 100,
    "mail/ledger.py mail/entries.py mail/attachment.py mail/outbox.py mail/journal.py": 30,
    "book/tables.py book/table_cells.py book/row_matching.py": 25,
}
LEFT_OUT = {"finding_codes.py", "point_rule_texts.py"}  # words for people, held by other tests
LEFT_OUT |= {"xls_cells.py", "__init__.py"}  # the first runs in a process of its own, where no mutant comes
OTHERS = {  # modules without tests of their own, and the tests in which they show
    "tests/scores/test_audit.py": "rules/audit/settings rules/audit/work rules/findings",
    "tests/scores/test_carry_appraisals.py": "rules/audit/appraisals",
    "tests/rules/audit/test_totals.py": "rules/audit/rows",
    "tests/scores/test_points_by_rule.py": "rules/audit/points",
    "tests/rules/audit/test_evidence.py": "rules/evidence/evidence",
    "tests/rules/evidence/test_year.py": "rules/evidence/evidence",
    "tests/rules/scoring/test_point_rules.py": "rules/audit/points rules/scoring/rule_points",
    "tests/rules/scoring/test_points.py": "rules/tasks/statuses",
    "tests/rules/units/test_roles.py": "rules/units/words rules/units/persons",
    "tests/rules/tasks/test_assign.py": "rules/tasks/tasks",
    "tests/returns/test_merge.py": "rules/tasks/memory",
    "tests/returns/test_self_scores.py": "returns/score_proposals",
    "tests/mail/test_ledger.py": "mail/entries",
    "tests/book/test_tables.py": "book/row_matching book/table_cells",
    "tests/returns/test_collect.py": "returns",
}
GOAL = 0.92
SECONDS = 900  # for the tests of a module
TIMES = 5  # as long as these may a mutant's take
_QUIET = ("--hypothesis-seed", "0", "-W", "ignore::pytest.PytestAssertRewriteWarning")
LOADED = (
    "xl.light",
    "xl.engine",
    "xl.session",
    "hypothesis",
    "openpyxl",
    "jinja2",
    "aiosmtpd.controller",
    "xlrd",
    "docx",
)


def drawn(part: str = "") -> list[Mutant]:
    """The mutants of the draw whose path holds a text, without those that no test can tell from the code."""
    with Path(__file__).with_name("equivalent.tsv").open(encoding="utf-8", newline="") as file:
        equivalent = {(path, name) for path, name, _reason in csv.reader(file, delimiter="\t")}
    chosen = []
    for patterns, most in ROOMS.items():
        paths = (path for pattern in patterns.split() for path in sorted(Path("cchc_macros").glob(pattern)))
        every = [one for path in paths if path.name not in LEFT_OUT for one in mutants(path)]
        other = (one for one in every if (one.path.as_posix(), one.name) not in equivalent)
        chosen += sorted(other, key=lambda one: one.rank)[:most]
    return sorted((one for one in chosen if part in one.path.as_posix()), key=lambda one: (one.path, one.line))


def tests_of(path: Path) -> str:
    """The tests of a module: those that mirror it, else those in which it shows, else those of its room."""
    mirrored = Path("tests", *path.parent.parts[1:], f"test_{path.name}")
    module = path.relative_to("cchc_macros").with_suffix("").as_posix()
    others = (tests for tests, modules in OTHERS.items() if {module, path.parent.name} & {*modules.split()})
    return mirrored.as_posix() if mirrored.exists() else next(others, Path("tests", *path.parts[1:2]).as_posix())


def survives(mutant: Mutant | None, tests: str, seconds: float) -> bool:
    """Whether the tests all pass, in time, with a mutant, or with the code as it is."""
    sys.stdout.flush()
    child = os.fork()
    if not child:
        _run(mutant, tests)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status == 0
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False


def _run(mutant: Mutant | None, tests: str) -> None:
    os.setpgid(0, 0)
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123, PLW1514
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    if mutant:
        sys.meta_path.insert(0, _Finder(mutant))
    os._exit(pytest.main(["-x", "-q", "-n", "0", *_QUIET, tests]))


class _Finder:
    """Gives the mutant where its module is asked for."""

    def __init__(self, mutant: Mutant) -> None:
        self._path = ROOT / mutant.path
        self._name = ".".join(mutant.path.with_suffix("").parts)
        self._code = compile(mutant.tree(), str(self._path), "exec")

    def find_spec(self, name, _path=None, _target=None):
        if name != self._name:
            return None
        loader = SourceFileLoader(name, str(self._path))
        loader.get_code = lambda _name: self._code
        return importlib.util.spec_from_file_location(name, self._path, loader=loader)


def main() -> int:
    """Try the draw; the exit code tells whether enough were killed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("part", nargs="?", default="", help="only modules whose path holds this")
    os.chdir(ROOT)
    for module in LOADED:
        importlib.import_module(module)
    tried = drawn(parser.parse_args().part)
    killed = 0
    for tests, group in groupby(sorted(tried, key=lambda one: tests_of(one.path)), key=lambda one: tests_of(one.path)):
        start = time.monotonic()
        if not survives(None, tests, SECONDS):
            raise SystemExit(f"{tests}: fails without any change, or takes more than {SECONDS} s")
        seconds = TIMES * (time.monotonic() - start)
        for one in group:
            if survives(one, tests, seconds):
                print(f"{one.path}:{one.line}\t{one.kind}\t{one.name}", flush=True)
            else:
                killed += 1
    share = killed / len(tried) if tried else 1.0
    print(f"{killed} of {len(tried)} killed, {share:.1%}")
    return 0 if share >= GOAL else 1


if __name__ == "__main__":
    raise SystemExit(main())
