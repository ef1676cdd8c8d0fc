"""The main job: the cost of a click, of a unit's workbook, and how work grows."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl

from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from cchc_macros.book.workbook import Workbook
from cchc_macros.handing_out.assign import assign, make_assignment
from cchc_macros.handing_out.export import stamp_workbooks
from cchc_macros.handing_out.task_sheets import heading, sheet_rows
from cchc_macros.rules.days.rounds import Round
from cchc_macros.scores.recalculate import recalculate
from tests.bench.measure import Ratio, alternate, python, seconds
from tests.counting import counted
from tests.tables import read_table, write_rows
from xl.engine import open_book

CCHC = str(Path(sys.executable).with_name("cchc"))
TEMPLATES = Path(__file__).parent.parent.parent / "workbook_templates"


def ratios() -> Iterator[Ratio]:
    """The limits of the main job."""
    with tempfile.TemporaryDirectory() as folder:
        yield cold_recalculate(Path(folder))
        yield engine_calls(Path(folder))
        yield export_per_unit(Path(folder))
        yield growth(Path(folder))
        yield memory(Path(folder))


def cold_recalculate(folder: Path) -> Ratio:
    """A cold `cchc recalculate` against a cold import of xlwings with pandas."""
    book = shutil.copy(TEMPLATES / "lang-son-2026.xlsx", folder / "cold.xlsx")
    command = [CCHC, "recalculate", str(book)]

    def click() -> None:
        subprocess.run(command, check=True, capture_output=True)

    click()
    value = alternate(click, python("import xlwings"), 15)
    return Ratio("cold recalculate / import xlwings with pandas", value, 0.6)


def many_criteria(folder: Path, rows: int) -> Path:
    """A workbook with `rows` criteria under domains of twenty."""
    book = open_book(TEMPLATES / "so-cchc.xlsx")
    table = []
    for number in range(rows):
        domain, leaf = divmod(number, 20)
        if leaf == 0:
            table.append({c.STT: str(domain + 1), c.CRITERION_NAME: f"Lĩnh vực {domain + 1}"})
        else:
            code = f"{domain + 1}.{leaf}"
            table.append({c.STT: code, c.CRITERION_NAME: f"Tiêu chí {code}", c.MAX_SCORE: 2, c.RESULT: 1.5})
    write_rows(read_table(book, c.CRITERIA), table)
    path = folder / f"criteria-{rows}.xlsx"
    book.save(str(path))
    return path


def engine_calls(folder: Path) -> Ratio:
    """Calls into the engine at 5,000 rows against 50."""
    numbers = []
    for rows in (50, 5_000):
        book = open_book(many_criteria(folder, rows))
        with counted() as calls:
            recalculate(book)
        numbers.append(sum(calls.values()))
    return Ratio("engine calls at 5,000 rows / at 50", numbers[1] / numbers[0], 1.0, f"{numbers[0]} calls")


def many_tasks(folder: Path, tasks: int, units: int) -> Path:
    """A workbook with `tasks` tasks for `units` units, each task with one lead and two in support."""
    book = open_book(TEMPLATES / "so-cchc.xlsx")
    names = [f"Phòng số {number} về công tác chuyên môn" for number in range(1, units + 1)]
    write_rows(
        read_table(book, c.UNITS),
        [
            {c.UNIT_CODE: f"P{i}", c.UNIT_NAME: name, c.UNIT_KIND: c.KINDS[1], c.UNIT_EMAIL: f"p{i}@stp.example"}
            for i, name in enumerate(names, 1)
        ],
    )
    rows = []
    for number in range(tasks):
        lead, first, second = (names[(number * k) % units] for k in (1, 3, 7))
        rows.append(
            {
                c.STT: f"{number + 1}",
                c.TASK_NAME: f"Nhiệm vụ {number + 1} về cải cách hành chính",
                c.REQUIREMENT: "Hoàn thành 100% kế hoạch",
                c.TASK_DEADLINE: "Trong năm 2026",
                c.LEAD: lead,
                c.SUPPORT: f"{first}; {second}",
            }
        )
    write_rows(read_table(book, c.TASKS), rows)
    path = folder / f"tasks-{tasks}-{units}.xlsx"
    book.save(str(path))
    return path


def export_per_unit(folder: Path) -> Ratio:
    """A unit's workbook against openpyxl opening the template, writing the same cells, saving."""
    work = make_assignment(Workbook(open_book(many_tasks(folder, 2_000, 200))))
    progress = {}

    def ours() -> None:
        stamp_workbooks(work, progress, folder / "ours", Round())

    def theirs() -> None:
        to = folder / "theirs"
        to.mkdir(exist_ok=True)
        for sheet in work.assignment.sheets:
            workbook = openpyxl.load_workbook(TEMPLATES / "so-don-vi.xlsx")
            target = workbook[u.UNIT_WORKBOOK_SHEET]
            for name, value in heading(sheet, work.settings, Round()).items():
                target[target.defined_names[name].attr_text.split("!")[1].replace("$", "")] = value
            table = target.tables["TaskSheet"]
            top = target[table.ref][0][0].row
            rows = sheet_rows(sheet, progress)
            for index, row in enumerate(rows, 1):
                for column, value in enumerate(row, 1):
                    target.cell(top + index, column, value)
            table.ref = f"A{top}:L{top + len(rows)}"
            workbook.save(to / f"{sheet.code}.xlsx")

    return Ratio("export per unit / openpyxl, 200 units", alternate(ours, theirs, 3), 0.5)


def growth(folder: Path) -> Ratio:
    """Assigning ten times the tasks to the same 200 units, over ten times the time: 1 is linear growth."""
    small, large = many_tasks(folder, 1_000, 200), many_tasks(folder, 10_000, 200)

    def run(path: Path) -> float:
        return seconds(lambda: assign(open_book(path)))

    run(small)
    value = run(large) / (10 * min(run(small), run(small)))
    return Ratio("assign of 10,000 tasks / 10 × of 1,000 (200 units)", value, 1.3)


def memory(folder: Path) -> Ratio:
    """The most memory that assigning or exporting 10,000 tasks to 200 units takes, over 500 MB.

    A small process of its own starts the commands: a child is charged with its parent's memory at the start.
    """
    book = many_tasks(folder, 10_000, 200)
    code = """
import resource, subprocess, sys
cchc, book, units = sys.argv[1:]
for command in ((cchc, "assign", book), (cchc, "export", book, "--to", units)):
    subprocess.run(command, check=True, capture_output=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""
    command = [sys.executable, "-c", code, CCHC, str(book), str(folder / "units")]
    used = int(subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout)
    return Ratio("peak memory of 10,000 tasks, 200 units / 500 MB", used / 500, 1.0, f"{used} MB")
