"""Scanned plans: both examples' printed appendices, scanned well and badly, against what their text says."""

import importlib.util
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from cchc_macros import contract as c
from cchc_macros.book.work import read_roster
from cchc_macros.book.workbook import Workbook
from cchc_macros.plans import read_plans
from cchc_macros.plans.model import Plan
from cchc_macros.plans.plan_files import read_file
from cchc_macros.plans.readers.scan.reading import read_scan
from cchc_macros.plans.scanned import to_look_at
from cchc_macros.registry import EXAMPLES
from cchc_macros.rules.units.roles import read_roles
from cchc_macros.rules.units.roster import Roster
from tests.bench.measure import Ratio
from tests.plans.scans import DEADLINES, POINTS, TEMPLATES, Compared, Scanner, printed, scanned
from xl.engine import open_book

SCANNERS = (
    Scanner(dpi=150), Scanner(dpi=200), Scanner(dpi=300), Scanner(dpi=150, turn=0.8, noise=0.7),
    Scanner(dpi=200, turn=-1.2, noise=0.7), Scanner(dpi=300, turn=1.5, noise=1.0),
    Scanner(dpi=200, turn=0.5, noise=0.7, stamp=True), Scanner(dpi=300, turn=-0.7, noise=0.7, stamp=True),
)  # fmt: skip


def ratios() -> Iterator[Ratio]:
    """What is not right, of a hundred; nothing where the extra is not installed."""
    if importlib.util.find_spec("cv2") is None:
        return
    compared, leads, pages, taken = Compared(), [0, 0, 0], 0, 0.0
    with tempfile.TemporaryDirectory() as folder:
        for example in EXAMPLES:
            pdf = printed(example, Path(folder))
            wanted = read_plans(read_file(pdf).lines)[0]
            roster = Workbook(open_book(TEMPLATES / f"{example}.xlsx")).once(read_roster)
            for scanner in SCANNERS:
                content = scanned(pdf, scanner)
                start = time.perf_counter()
                document = read_scan(content, "scan.pdf")
                taken += time.perf_counter() - start
                pages += len({line.place.where.split(",")[0] for line in document.lines})
                found = to_look_at(read_plans(document.lines)[0], roster)
                compared.add(wanted, found)
                leads = [a + b for a, b in zip(leads, compare_leads(wanted, found, roster), strict=True)]
    lost = 100 * (1 - compared.rows[0] / compared.rows[1])
    yield Ratio(
        "scans: rows not found under their STT, %",
        lost,
        0,
        f"{compared.rows[1]} rows on {pages} pages, {taken / pages:.1f} s each",
    )
    yield Ratio("scans: deadlines and points misread, %", compared.wrong((*DEADLINES, *POINTS)), 1)
    yield Ratio("scans: lead units not resolved, %", 100 * leads[1] / leads[0], 5, f"{leads[0]} names")
    yield Ratio("scans: lead units resolved wrongly", leads[2], 0)
    cells = [sum(count) for count in zip(*compared.cells.values(), strict=True)]
    yield Ratio("scans: cells not right to the letter, %", 100 * (1 - cells[0] / cells[1]), 40)
    yield Ratio("scans: letters misread, %", 100 * (1 - compared.letters[0] / compared.letters[1]), 3)


def compare_leads(wanted: Plan, found: Plan, roster: Roster) -> tuple[int, int, int]:
    """How many lead units a plan names, how many of them a scan lacks, how many it has that the plan does not."""
    said = {row.code: _leads(row.cells.get(c.LEAD, ""), roster) for row in found.rows}
    meant = {row.code: _leads(row.cells.get(c.LEAD, ""), roster) for row in wanted.rows}
    lacking = sum(len(units - said.get(code, set())) for code, units in meant.items())
    wrong = sum(len(units - meant.get(code, set())) for code, units in said.items())
    return sum(map(len, meant.values())), lacking, wrong


def _leads(cell: str, roster: Roster) -> set[str]:
    mentions, _ = read_roles(cell, "", roster)
    return {mention.group.name if mention.group else mention.units[0].code for mention in mentions if mention.units}
