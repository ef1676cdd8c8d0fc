"""A whole country side by side: every department and commune, against openpyxl only reading the same files."""

import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl

from cchc_macros import contract as c
from tests.agencies.make import agency
from tests.bench.measure import PEAK, Ratio, seconds

PROVINCES, DEPARTMENTS, COMMUNES = 34, 15, 3_300
COUNTRY = PROVINCES * DEPARTMENTS + COMMUNES
_DIFFERENT = 40  # workbooks made one by one; the others are copies of them
_SAMPLE = 100


def ratios() -> Iterator[Ratio]:
    """How long a country takes, and how much memory."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "country"
        country(folder)
        view = Path(name) / "view.xlsx"
        used: list[int] = []
        took = seconds(lambda: used.append(_gather(folder, view)))
        sample = sorted(folder.rglob("*.xlsx"))[:_SAMPLE]
        theirs = seconds(lambda: list(map(_read_by_openpyxl, sample))) / len(sample) * COUNTRY
        yield Ratio(f"gather of {COUNTRY:,} workbooks / openpyxl reading them", took / theirs, 1.0, f"{took:.0f} s")
        yield Ratio("peak memory of its largest process / 400 MB", used[0] / 400, 1.0, f"{used[0]} MB")


def _gather(folder: Path, view: Path) -> int:
    """Gather in a new process; return the memory of the largest process that took part, in MB."""
    code = f"""
import resource
from pathlib import Path
from cchc_macros.agencies.gather import gather
gather(Path({str(folder)!r}), Path({str(view)!r}))
readers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024  # they were started while this one was small
print(max(readers, {PEAK}))
"""
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, encoding="utf-8")
    return int(done.stdout)


def country(folder: Path, count: int = COUNTRY) -> None:
    """Make a folder per province with its agencies' workbooks."""
    chance = random.Random(2026)  # noqa: S311  a benchmark's figures
    most = {"1": 11, "2": 8, "3": 23, "4": 10, "5": 13, "6": 11, "7": 14}
    models = [
        agency(
            folder / f"Tỉnh {number % PROVINCES + 1:02}" / f"Cơ quan {number:04}.xlsx",
            settings={c.AGENCY: f"Cơ quan {number}", c.PROVINCE: f"tỉnh {number % PROVINCES + 1}"},
            results={code: points - chance.choice([0, 0, 1, 2, 3.5]) for code, points in most.items()},
        )
        for number in range(min(_DIFFERENT, count))
    ]
    for number in range(len(models), count):
        place = folder / f"Tỉnh {number % PROVINCES + 1:02}"
        place.mkdir(exist_ok=True)
        shutil.copy(models[number % len(models)], place / f"Cơ quan {number:04}.xlsx")


def _read_by_openpyxl(path: Path) -> None:
    workbook = openpyxl.load_workbook(path, data_only=True)
    assert [list(sheet.values) for sheet in workbook.worksheets]
