"""How work and memory grow: 10,000 criteria, 10,000 tasks, 300 units."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl

from cchc_macros.handing_out.assign import assign
from cchc_macros.scores.audit import audit
from cchc_macros.scores.flag import flag
from cchc_macros.scores.recalculate import recalculate
from tests.bench.main_job import many_criteria, many_tasks
from tests.bench.measure import PEAK, Ratio, seconds
from xl.engine import open_book
from xl.session import run_on_file


def ratios() -> Iterator[Ratio]:
    """The limits of large workbooks."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yield from criteria(folder)
        yield from units(folder)
        yield from memory(folder)


def whole(macro: Callable[..., object], path: Path) -> float:
    """The time to open a workbook, run a macro on it and save it."""

    def work() -> None:
        book = open_book(path)
        macro(book)
        book.save(str(path.with_name("out.xlsx")))

    return seconds(work)


def criteria(folder: Path) -> Iterator[Ratio]:
    """Recalculating, flagging and checking 10,000 criteria, against openpyxl opening and saving the same file."""
    yield from recalculated(folder)
    small, large = many_criteria(folder, 1_000), many_criteria(folder, 10_000)

    def theirs() -> None:
        openpyxl.load_workbook(large).save(folder / "theirs.xlsx")

    peer = min(seconds(theirs), seconds(theirs))
    for name, macro in (("flag", flag), ("audit", audit)):
        whole(macro, small)
        taken, less = whole(macro, large), min(whole(macro, small), whole(macro, small))
        note = f"{taken:.1f} s"
        yield Ratio(
            f"{name} of 10,000 criteria, opened and saved / openpyxl opening and saving", taken / peer, 3.0, note
        )
        yield Ratio(f"{name} of 10,000 criteria / 10 × of 1,000", taken / (10 * less), 1.3)


def recalculated(folder: Path, rounds: int = 3) -> Iterator[Ratio]:
    """Recalculating after one score changed, and after all did: processor time and memory, a process each."""
    new, done, old = many_criteria(folder, 10_000), folder / "done.xlsx", folder / "old.xlsx"
    run_on_file(new, recalculate, verb="recalculate", out=done)
    shutil.copy(done, old)
    os.utime(old, (1_700_000_000, 1_700_000_000))
    peer = f"openpyxl.load_workbook({str(done)!r}).save({str(folder / 'theirs.xlsx')!r})"
    for name, book, typed, limit in (
        ("one changed", done, 1, 1.0),
        ("one changed in a file of another day", old, 1, 1.0),
        ("all changed", done, 9_999, 1.5),
        ("all new", new, 0, 1.5),
    ):
        ours = _CHANGED.format(path=str(book), typed=typed, out=str(folder / "ours.xlsx"))
        pairs = [(_costs(ours), _costs(peer)) for _ in range(rounds)]
        value, memory = (min(one[i] for one, _ in pairs) / min(other[i] for _, other in pairs) for i in (0, 1))
        yield Ratio(f"recalculate of 10,000 criteria, {name} / openpyxl opening and saving", value, limit)
        yield Ratio(f"its memory, {name} / openpyxl's", memory, 1.0)


def _costs(code: str) -> tuple[float, float]:
    """The processor time of a process after its imports, and its peak memory."""
    imports = "openpyxl" if "openpyxl" in code else "xl.session, cchc_macros.scores.recalculate"
    begin = f"import time, {imports}\nstart = time.process_time()"
    end = f"print(time.process_time() - start, {PEAK})"
    done = subprocess.run(
        [sys.executable, "-c", f"{begin}\n{code}\n{end}"], check=True, capture_output=True, encoding="utf-8"
    )
    taken, memory = done.stdout.split()
    return float(taken), float(memory)


_CHANGED = """
from pathlib import Path
from cchc_macros.scores.recalculate import recalculate
from xl.session import run_on_file
def macro(book):
    sheet = book.sheets["Bảng điểm"]
    table = sheet.tables["Criteria"].range
    scores = sheet.range((table.row + 2, table.column + 4)).resize({typed} or 1)
    if {typed}:
        held = scores.formula if {typed} > 1 else [["1.5"]]
        scores.formula = [["1.25" if text and not text.startswith("=") else text] for text, in held]
    return recalculate(book)
run_on_file(Path({path!r}), macro, verb="recalculate", out=Path({out!r}))
"""


def units(folder: Path) -> Iterator[Ratio]:
    """Assigning 10,000 tasks to 300 units: a sheet per unit must not cost more the more sheets there are."""
    few, many = (many_tasks(folder, tasks, number) for tasks, number in ((1_000, 30), (10_000, 300)))
    whole(assign, few)
    less, taken = min(whole(assign, few), whole(assign, few)), whole(assign, many)
    yield Ratio("assign of 10,000 tasks to 300 units / 10 × of 1,000 to 30", taken / (10 * less), 1.3, f"{taken:.1f} s")
    again = whole(assign, folder / "out.xlsx")
    yield Ratio("the same again, on sheets that are there / the first time", again / taken, 1.5, f"{again:.1f} s")


def memory(folder: Path) -> Iterator[Ratio]:
    """The most memory that each takes, in a process of its own."""
    for name, path, limit in (
        ("recalculate", many_criteria(folder, 10_000), 250),
        ("audit", many_criteria(folder, 10_000), 400),
        ("assign", many_tasks(folder, 10_000, 200), 500),
        ("export", many_tasks(folder, 10_000, 200), 500),
    ):
        more = f", to=Path({str(folder / 'units')!r})" if name == "export" else ""
        done = subprocess.run(
            [sys.executable, "-c", _RUN.format(path=str(path), verb=name, more=more, peak=PEAK)],
            check=True, capture_output=True, encoding="utf-8",
        )  # fmt: skip
        used = int(done.stdout)
        yield Ratio(f"peak memory of {name}, {path.stem} / {limit} MB", used / limit, 1.0, f"{used} MB")


_RUN = """
from pathlib import Path
from cchc_macros.registry import button
from xl.session import run_on_file
run_on_file(Path({path!r}), button({verb!r}).load(), verb={verb!r}{more})
print({peak})
"""
