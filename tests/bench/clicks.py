"""The cost of a click on each everyday button: cold, and in calls that would cross into Excel."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from cchc_macros.book.workbook import Workbook
from cchc_macros.handing_out.assign import make_assignment
from cchc_macros.scores.audit import audit
from cchc_macros.scores.flag import flag
from cchc_macros.scores.recalculate import recalculate
from tests.bench.main_job import CCHC, TEMPLATES, many_criteria, many_tasks
from tests.bench.measure import Ratio, alternate, python
from tests.counting import counted
from tests.excel import round_trips as excel
from tests.excel.pressing import CASES, prepared
from xl.engine import open_book

# Assigning makes five sheets, and mail a letter and a workbook for each of five units.
COLD = {"flag": 0.6, "audit": 0.6, "assign": 0.75, "export": 0.75, "email": 1.0, "undo": 0.4}
ROUNDS = 9


def ratios() -> Iterator[Ratio]:
    """The limits of single clicks."""
    with tempfile.TemporaryDirectory() as folder:
        for verb, limit in COLD.items():
            yield cold(verb, limit, Path(folder))
        yield from calls(Path(folder))
        yield from round_trips(Path(folder))


def cold(verb: str, limit: float, folder: Path) -> Ratio:
    """A cold command on the Lạng Sơn example against a cold import of xlwings with pandas."""
    book = folder / f"{verb}.xlsx"
    more = {"export": ["--to", str(folder / "out")], "email": ["--via", "eml", "--to", str(folder / "mail"), "--yes"]}

    def click() -> None:
        subprocess.run([CCHC, verb, str(book), *more.get(verb, [])], check=True, capture_output=True)

    def fresh() -> None:
        shutil.copy(TEMPLATES / "lang-son-2026.xlsx", book)
        if verb == "undo":
            for _ in range(ROUNDS):
                subprocess.run([sys.executable, "-c", _BACKUP, str(book)], check=True)

    fresh()
    value = alternate(click, python("import xlwings"), ROUNDS)
    return Ratio(f"cold {verb} / import xlwings with pandas", value, limit)


def round_trips(folder: Path) -> Iterator[Ratio]:
    """Calls to the Excel in memory against the most that each button may make: after an import, and again."""
    plan = prepared("lang-son-2026", folder / "plan")
    for case in CASES:
        first, again = excel.calls(case, plan, folder / f"calls of {case}")
        limit = excel.most(case)
        yield Ratio(f"calls to Excel of {case} / the most", max(first, again) / limit, 1.0, f"{first}, then {again}")


_BACKUP = """
import sys; from pathlib import Path; from xl.backups import back_up
path = Path(sys.argv[1]); back_up(path, "thu"); path.write_bytes(path.read_bytes() + b"x")
"""


def calls(folder: Path) -> Iterator[Ratio]:
    """Calls into the engine, with a hundred times the rows."""
    criteria = [many_criteria(folder, rows) for rows in (50, 5_000)]
    tasks = [many_tasks(folder, rows, 5) for rows in (50, 5_000)]
    for name, macro, books in (
        ("recalculate", recalculate, criteria),
        ("flag", flag, criteria),
        ("audit", audit, criteria),
        ("reading and assigning", lambda book: make_assignment(Workbook(book)), tasks),
    ):
        numbers = []
        for path in books:
            book = open_book(path)
            with counted() as counts:
                macro(book)
            numbers.append(sum(counts.values()))
        value = numbers[1] / numbers[0]
        yield Ratio(f"engine calls of {name} at 5,000 rows / at 50", value, 1.0, f"{numbers[0]} calls")
