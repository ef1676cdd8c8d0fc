"""Notes of each test how it ended, so that a run that broke off can go on: `pytest -p tests.windows.rest`.

`CCHC_NOTES` names the file they are added to; what `CCHC_DONE` holds, such notes of an earlier run, is not run again.
"""

import os
from pathlib import Path

NOTES = Path(os.environ["CCHC_NOTES"])
DONE = {line.partition(" ")[2] for line in Path(os.environ["CCHC_DONE"]).read_text(encoding="utf-8").splitlines()}
_ended = {}


def pytest_collection_modifyitems(config, items):
    """Leave out what is done."""
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid in DONE])
    items[:] = [item for item in items if item.nodeid not in DONE]


def pytest_runtest_logreport(report):
    """Note how a test ended, and how long it took; where workers run them, the one who collects their reports does."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    outcome, seconds = _ended.get(report.nodeid, ("passed", 0))
    if report.outcome != "passed":
        outcome = report.outcome
    _ended[report.nodeid] = outcome, seconds + report.duration
    if report.when not in {"setup", "call"}:  # the last of it, or a worker that died
        outcome, seconds = _ended.pop(report.nodeid)
        with NOTES.open("a", encoding="utf-8") as notes:
            notes.write(f"{outcome}:{seconds:.1f} {report.nodeid}\n")
