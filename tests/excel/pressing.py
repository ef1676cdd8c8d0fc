"""Every button pressed in the Excel in memory and, for comparison, run by the file engine."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from cchc_macros.registry import BUTTONS
from cchc_macros.selftest import cases
from cchc_macros.selftest.cases import MOMENTS, Case, by_file
from tests.excel.double import store
from tests.excel.double.clicks import Pressed, press
from tests.excel.double.desktop import CANCEL, Desk, desktop
from tests.excel.double.switches import Switches
from tests.excel.scenes import Scene
from xl.snapshots import Snapshot, differences, document_snapshot

# Through Outlook, too: the trial in real Excel must not, for the drafts would be somebody's.
CASES = [
    *cases.CASES,
    Case(verb="email", way="draft", given={"via": "outlook"}),
    Case(verb="remind", way="draft", given={"via": "outlook"}),
]
WRITING = [case for case in CASES if any(b.verb == case.verb and b.book == "write" for b in BUTTONS)]


@dataclass
class Outcome:
    """What a click came to, and what the file engine made of the same workbook."""

    desk: Desk
    pressed: Pressed
    before: Snapshot
    excel: Snapshot
    file: Snapshot
    said: str  # by the file engine: its message, or why it refused
    refused: bool


def run(case: Case, plan: Path, scene: Scene, folder: Path) -> Outcome:
    """Press a button on a workbook in a scene, and run the same on a copy by the file engine if the button works."""
    live, other = folder / "Excel", folder / "file"
    for place in (live, other):
        shutil.copytree(plan.parent, place)
    switches = Switches(**scene.switches)
    with desktop(folder / "desktop", switches) as desk:
        excel = desk.start_excel()
        book = excel.open(live / plan.name)
        desk.choose = lambda _kind, start: str(live / case.chooses) if case.chooses else start
        desk.decisions = [CANCEL] * 20  # nothing beyond what the file engine is given
        scene.set(desk, book)
        before = document_snapshot(book.file.doc, MOMENTS)
        if not scene.says:
            store.save(book.file, other / plan.name)
        pressed = press(desk, case.control, excel)
        said, refused, file = (scene.says, True, before) if scene.says else by_file(case, other / plan.name)
        return Outcome(desk, pressed, before, document_snapshot(excel.books[-1].file.doc, MOMENTS), file, said, refused)


def check(outcome: Outcome, may_say: str = "") -> None:
    """Hold the workbook that Excel has against the file engine's, and Excel against how it was."""
    if may_say and outcome.pressed.warned and may_say in outcome.pressed.said[-1]:
        assert differences(outcome.excel, outcome.before) == []
        return
    assert not outcome.pressed.failed, outcome.pressed.failed[0]
    assert differences(outcome.excel, outcome.file) == []
    assert outcome.pressed.warned == outcome.refused, outcome.pressed.said
    excel = outcome.desk.excels[0]
    assert (excel.status, excel.updates, excel.alerts, excel.interactive) == (False, True, True, True)
    assert (excel.auto_fill, excel.auto_expand) == (True, True)
