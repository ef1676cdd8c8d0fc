"""Every button with what it needs, pressed in the Excel in memory and, for comparison, run by the file engine."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import xlwings as xw

from cchc_macros import contract as c
from cchc_macros import registry
from cchc_macros.errors import UserError
from tests.conftest import TEMPLATES
from tests.excel.alike import Snapshot, told
from tests.excel.double import store
from tests.excel.double.clicks import Pressed, press
from tests.excel.double.desktop import CANCEL, Desk, desktop
from tests.excel.double.switches import Switches
from tests.excel.scenes import Scene
from xl.engine import engine, open_book

SEED = TEMPLATES / "data" / "lang-son-2026.txt"
NAME = "Sổ CCHC.xlsx"


@dataclass(frozen=True)
class Case:
    """A button and what is answered to its questions.

    Attributes:
        way: The way to go that is picked in the button's menu; "" for the button itself.
        chooses: What the dialog for a file or folder answers, below the folder of the workbook.
        given: The macro's arguments on that way; a path is below that folder too.
        writes: It changes the workbook.
    """

    verb: str
    way: str = ""
    chooses: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)
    writes: bool = True

    def __str__(self) -> str:
        return self.verb

    @property
    def control(self) -> str:
        """The ribbon's control."""
        return f"{self.verb}_{self.way}" if self.way else self.verb


CASES = [
    Case("recalculate"),
    Case("flag"),
    Case("audit"),
    Case("assign"),
    Case("export", given={"to": Path("Sổ đơn vị")}),
    Case("email", way="draft", given={"via": "outlook"}),
    Case("collect", chooses="gửi về", given={"dir": Path("gửi về")}),
    Case("evidence", chooses="gửi về", given={"dir": Path("gửi về")}),
    Case("remind", way="draft", given={"via": "outlook"}),
    Case("print", way="preview", given={"to": None}),
    Case("import", chooses="kế hoạch.txt", given={"plan": Path("kế hoạch.txt")}),
    Case("upgrade"),
    Case("remedy"),
    Case("sent"),
    Case("compare", chooses="năm trước.xlsx", given={"old": Path("năm trước.xlsx")}),
    Case("report", given={"to": Path("Báo cáo CCHC.docx")}, writes=False),
    Case("dossier", given={"to": Path("Hồ sơ tự đánh giá")}, writes=False),
    Case("guide", writes=False),
]


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
        before = told(book.file.doc)
        if not scene.says:
            store.save(book.file, other / plan.name)
        pressed = press(desk, case.control, excel)
        said, refused, file = (scene.says, True, before) if scene.says else by_file(case, other / plan.name, before)
        return Outcome(desk, pressed, before, told(excel.books[-1].file.doc), file, said, refused)


def by_file(case: Case, path: Path, before: Snapshot) -> tuple[str, bool, Snapshot]:
    """The same by the file engine: what it says, whether it refuses, the workbook afterwards."""
    given = {key: path.parent / value if isinstance(value, Path) else value for key, value in case.given.items()}
    active = xw.engines.active
    engine.activate()
    try:
        book = open_book(path)
        message = registry.button(case.verb).load()(book, **given).message
    except UserError as error:
        return str(error), True, before
    finally:
        xw.engines.active = active
    return message, False, told(book.impl.doc)


def prepared(name: str, folder: Path) -> Path:
    """A workbook with what its buttons need beside it: a plan to import, workbooks that came back."""
    folder.mkdir(parents=True)
    path = Path(shutil.copy(TEMPLATES / f"{name}.xlsx", folder / NAME))
    shutil.copy(SEED, folder / "kế hoạch.txt")
    shutil.copy(TEMPLATES / "lang-son-2026.xlsx", folder / "năm trước.xlsx")
    returned = folder / "gửi về"
    returned.mkdir()
    try:
        registry.button("export").load()(open_book(path), to=returned)
    except UserError:  # a blank workbook hands nothing out
        return path
    for file in sorted(returned.glob("*.xlsx")):
        _fill(file)
    (returned / "3").mkdir()
    (returned / "3" / "ảnh.txt").write_text("ảnh", encoding="utf-8")  # evidence
    return path


def _fill(path: Path) -> None:
    """Report the first piece of work done, the others half done."""
    book = openpyxl.load_workbook(path)
    sheet = book[c.UNIT_WORKBOOK_SHEET]
    table = sheet.tables[c.TASK_SHEET.name]
    headings = [column.name for column in table.tableColumns]
    first, *rows = sheet[table.ref]
    for number, cells in enumerate(rows):
        row = dict(zip(headings, cells, strict=True))
        row[c.STATUS].value = c.DONE if number == 0 else c.DOING
        row[c.PROGRESS].value = 1 if number == 0 else 0.5
        row[c.RESULT].value = f"1.{number}0 văn bản"
    assert first
    book.save(path)
