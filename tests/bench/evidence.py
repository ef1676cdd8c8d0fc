"""Filing evidence: 1,000 files of 1 MB, no two of one size, against hashing and copying them."""

import hashlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from cchc_macros.evidence.looking import PROCESSES
from tests.bench.measure import PEAK, Ratio, seconds
from tests.evidence.make import ON, criterion, head, office, pdf

FILES, SIZE, ROUNDS = 1_000, 1_000_000, 3
LEAVES = 40
_RUN = """
if __name__ == "__main__":  # the processes that look at files import this file too
    from pathlib import Path
    from cchc_macros.registry import button
    from xl.session import run_on_file
    folder = Path({folder!r})
    data = run_on_file(folder / "Sổ.xlsx", button("evidence").load(), verb="evidence", dir=folder / "gửi về").data
    assert len(data["filed"]) == {files}, len(data["filed"])
    from resource import RUSAGE_CHILDREN, getrusage
    print({peak} + {looking} * getrusage(RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


def ratios() -> Iterator[Ratio]:
    """The limits of filing."""
    yield from filing(FILES, SIZE)


def filing(files: int, size: int) -> Iterator[Ratio]:
    """Time over hashing and copying, and the most memory, of all processes, over 300 MB."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _make(folder, files, size)
        script = folder / "chạy.py"
        script.write_text(_RUN.format(folder=name, files=files, peak=PEAK, looking=PROCESSES), "utf-8")
        times, used = [], 0
        for _ in range(ROUNDS):
            shutil.copy(folder / "gốc.xlsx", folder / "Sổ.xlsx")
            base = seconds(lambda: _hash_and_copy(folder))
            shutil.rmtree(folder / "chép")
            out: list[str] = []
            times.append(seconds(lambda out=out: out.append(_run(script))) / base)
            used = max(used, int(out[0]))
            shutil.rmtree(folder / "Hồ sơ kiểm chứng - Sổ")
        what, seen = f"filing {files:,} files / hashing and copying them", f"{min(times):.2f}–{max(times):.2f}"
        yield Ratio(what, statistics.median(times), 1.3, seen)
        yield Ratio(f"peak memory of filing {files:,} files / 300 MB", used / 300, 1.0, f"{used} MB")


def _hash_and_copy(folder: Path) -> None:
    (folder / "chép").mkdir()
    for number, path in enumerate((folder / "gửi về").rglob("*.pdf")):
        with path.open("rb") as opened:
            hashlib.file_digest(opened, "sha256")
        shutil.copyfile(path, folder / "chép" / f"{number}.pdf")


def _run(script: Path) -> str:
    kept = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}  # a click finds modules compiled by the one before
    return subprocess.run([sys.executable, script], check=True, capture_output=True, encoding="utf-8", env=kept).stdout


def _make(folder: Path, files: int, size: int) -> None:
    codes = [f"1.{number}" for number in range(1, LEAVES + 1)]
    office(folder / "gốc.xlsx", criteria=[criterion("1", most=None), *(criterion(code, own=1) for code in codes)])
    for number in range(files):
        path = folder / "gửi về" / codes[number % LEAVES] / f"{number}.pdf"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pdf(head(f"{number + 1}/KH-STP", ON), padding=size + 7 * number))
