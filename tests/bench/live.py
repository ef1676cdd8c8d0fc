"""What a click costs in Excel: its start, and how often it asks Excel, each time a trip between two processes."""

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from cchc_macros.registry import BUTTONS
from cchc_macros.selftest.cases import prepared
from tests.bench.measure import Ratio
from tests.excel.pressing import CASES
from tests.excel.round_trips import calls, most

ROUNDS = 15
XLWINGS = "import sys\nsys.modules |= dict.fromkeys(('numpy', 'pandas', 'matplotlib', 'PIL'))\nimport xlwings"
# What loading set apart from the search for garbage is given back before the end, as a click does.
CLICK = """import gc
import cchc_macros.ribbon.click
from cchc_macros import registry
registry.button('{verb}').load()
gc.unfreeze()"""


def ratios() -> Iterator[Ratio]:
    """The limits of a click in Excel; the Excel in memory counts."""
    for verb, ratio in starts([button.verb for button in BUTTONS]).items():
        yield Ratio(f"start of a click of {verb} / import xlwings with nothing heavy (CPU)", ratio, 1.3)
    with tempfile.TemporaryDirectory() as folder:
        plan = prepared("lang-son-2026", Path(folder) / "plan")
        for case in CASES:
            first, again = calls(case, plan, Path(folder) / str(case))
            yield Ratio(f"calls to Excel of {case}", max(first, again), most(case), f"first {first}, again {again}")


def starts(verbs: Sequence[str]) -> dict[str, float]:
    """The least CPU time of a cold interpreter that loads what a click loads, over that of xlwings; taken in turn."""
    codes = [XLWINGS, *(CLICK.format(verb=verb) for verb in verbs)]
    peer, *clicks = map(min, zip(*([cpu(code) for code in codes] for _ in range(ROUNDS)), strict=True))
    return {verb: click / peer for verb, click in zip(verbs, clicks, strict=True)}


def cpu(code: str) -> float:
    """The CPU seconds of a cold interpreter of this environment that runs some code."""
    kept = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}  # a click finds modules compiled by the one before
    process = os.posix_spawn(sys.executable, [sys.executable, "-c", code], kept)
    _, status, used = os.wait4(process, 0)
    assert status == 0
    return used.ru_utime + used.ru_stime
