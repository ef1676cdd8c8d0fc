"""The way back: returned workbooks merged, against an openpyxl loop that only reads them."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl

from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from cchc_macros.book.rounds import current_round
from cchc_macros.book.workbook import Workbook
from cchc_macros.handing_out.assign import make_assignment
from cchc_macros.handing_out.export import stamp_workbooks
from cchc_macros.returns.collect import collect
from tests.bench.main_job import TEMPLATES
from tests.bench.measure import PEAK, Ratio, seconds
from tests.tables import read_table, write_rows
from xl.engine import open_book

UNITS, TASKS = 1_000, 8  # eight rows a workbook, as in the Lạng Sơn plan
EVERYBODY = "Các phòng chuyên môn"


def ratios() -> Iterator[Ratio]:
    """The limits of collecting."""
    yield merging(UNITS)
    yield memory(UNITS)


def returned_workbooks(folder: Path, units: int) -> Path:
    """The workbook of an office with `units` units and rounds, and in the folder `returns` a filled one of each."""
    book = open_book(TEMPLATES / "so-cchc.xlsx")
    names = [f"Phòng số {number} về công tác chuyên môn" for number in range(1, units + 1)]
    tables = {
        c.UNITS: [{c.UNIT_CODE: f"P{i}", c.UNIT_NAME: n, c.UNIT_KIND: c.KINDS[1]} for i, n in enumerate(names, 1)],
        c.GROUPS: [{c.GROUP_NAME: EVERYBODY, c.GROUP_KINDS: c.KINDS[1]}],
        c.TASKS: [
            {
                c.STT: f"{number}", c.TASK_NAME: f"Nhiệm vụ {number} về cải cách hành chính",
                c.REQUIREMENT: "Hoàn thành 100% kế hoạch", c.TASK_DEADLINE: "Trong năm 2026", c.LEAD: EVERYBODY,
            }
            for number in range(1, TASKS + 1)
        ],
        c.ROUNDS: [
            {c.PERIOD: "Quý I/2026", c.STATUS: c.ROUND_CLOSED},
            {c.PERIOD: "6 tháng đầu năm 2026", c.STATUS: c.ROUND_OPEN},
        ],
    }  # fmt: skip
    for spec, rows in tables.items():
        write_rows(read_table(book, spec), rows)
    path = folder / "book.xlsx"
    workbook = Workbook(book)
    work = make_assignment(workbook)
    book.save(str(path))
    filled = {
        (duty.item.label, sheet.code): {
            c.STATUS: c.DOING, c.PROGRESS: 0.5, c.RESULT: f"Đã xong phần {duty.item.code}", c.PROOF: "Báo cáo quý I",
        }
        for sheet in work.assignment.sheets
        for duty in sheet.duties
    }  # fmt: skip
    stamp_workbooks(work, filled, folder / "returns", current_round(workbook))
    return path


def merging(units: int) -> Ratio:
    """`collect` over all returned workbooks, over the time in which openpyxl reads their cells."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book = open_book(returned_workbooks(folder, units))

        def ours() -> None:
            assert len(collect(book, folder / "returns").data["merged"]) == units

        def theirs() -> None:
            for path in (folder / "returns").iterdir():
                workbook = openpyxl.load_workbook(path, data_only=True)
                assert list(workbook[u.UNIT_WORKBOOK_SHEET].values)

        value = seconds(ours) / seconds(theirs)
        return Ratio(f"collect of {units:,} workbooks / openpyxl reading them", value, 0.15)


def memory(units: int) -> Ratio:
    """The most memory that collecting takes, over 400 MB."""
    with tempfile.TemporaryDirectory() as name:
        book = returned_workbooks(Path(name), units)
        code = f"""
from pathlib import Path
from cchc_macros.registry import button
from xl.session import run_on_file
run_on_file(Path({str(book)!r}), button("collect").load(), verb="collect", dir=Path({name!r}) / "returns")
print({PEAK})
"""
        result = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, encoding="utf-8")
    used = int(result.stdout)
    return Ratio(f"peak memory of collecting {units:,} workbooks / 400 MB", used / 400, 1.0, f"{used} MB")
