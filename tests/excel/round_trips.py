"""How often each button asks Excel: every call is a round trip between two processes."""

import shutil
from pathlib import Path

from cchc_macros.selftest.cases import Case
from tests.excel.double.clicks import press
from tests.excel.double.desktop import CANCEL, desktop
from tests.excel.pressing import CASES

IMPORT = next(case for case in CASES if case.verb == "import")
UNITS = 5  # with work in the example of Lạng Sơn
# The most calls to Excel of a click: so many, and so many a unit.
MOST = {"recalculate": (120, 0), "flag": (200, 0), "audit": (200, 0), "assign": (400, 60), "print": (600, 80),
        "import": (700, 0)}  # fmt: skip
OTHERS = (300, 4)


def most(case: Case) -> int:
    """The most calls that a click may make on that example."""
    base, each = MOST.get(case.verb, OTHERS)
    return base + each * UNITS


def calls(case: Case, plan: Path, folder: Path) -> list[int]:
    """The calls to Excel of a button on a workbook that was just imported into, and of the same button again."""
    shutil.copytree(plan.parent, folder / "Excel")
    with desktop(folder / "desktop") as desk:
        excel = desk.start_excel()
        excel.open(folder / "Excel" / plan.name)
        desk.decisions = [CANCEL] * 20

        def asked(case: Case) -> int:
            desk.choose = lambda _kind, start: str(folder / "Excel" / case.chooses) if case.chooses else start
            return press(desk, case.control, excel).log.to_excel

        asked(IMPORT)
        return [asked(case), asked(case)]
