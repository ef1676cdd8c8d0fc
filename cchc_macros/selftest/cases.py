"""Every button with what it needs, and what the file engine makes of the same workbook."""

import shutil
from collections.abc import Collection, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

import xl.light  # noqa: F401  # must come before xlwings
from cchc_macros.stock import STOCK
from xl.late import dataclass

import xlwings as xw  # isort: skip

from cchc_macros import contract as c
from cchc_macros import registry
from cchc_macros.book.workbook import Workbook
from cchc_macros.books.new import BLANK, template_bytes
from cchc_macros.demo.filling import fill_in
from cchc_macros.errors import UserError
from xl.engine import activated, open_book
from xl.files import make_folder, write_atomic
from xl.snapshots import Snapshot, book_snapshot

BOOKS = (*registry.EXAMPLES, BLANK)
NAME = "Sổ CCHC.xlsx"
MOMENTS = {c.TIME, c.COLLECTED}  # columns that tell when a click was
_PLAN, _LAST_YEAR, _RETURNED = "kế hoạch.txt", "năm trước.xlsx", "gửi về"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A button and what is answered to its questions.

    Attributes:
        way: The way to go that is picked in the button's menu; "" for the button itself.
        chooses: What the dialog for a file or folder answers, below the folder of the workbook.
        given: The macro's arguments on that way; a path is below that folder too.
    """

    verb: str
    way: str = ""
    chooses: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.control

    @property
    def control(self) -> str:
        """The ribbon's control."""
        return f"{self.verb}_{self.way}" if self.way else self.verb


CASES = (
    Case(verb="recalculate"),
    Case(verb="flag"),
    Case(verb="audit"),
    Case(verb="assign"),
    Case(verb="export", given={"to": Path("Sổ đơn vị")}),
    Case(verb="email", way="file", given={"via": "eml"}),
    Case(verb="collect", chooses=_RETURNED, given={"dir": Path(_RETURNED)}),
    Case(verb="evidence", chooses=_RETURNED, given={"dir": Path(_RETURNED)}),
    Case(verb="remind", way="file", given={"via": "eml"}),
    Case(verb="print", way="preview", given={"to": None}),
    Case(verb="import", chooses=_PLAN, given={"plan": Path(_PLAN)}),
    Case(verb="upgrade"),
    Case(verb="remedy"),
    Case(verb="sent"),
    Case(verb="compare", chooses=_LAST_YEAR, given={"old": Path(_LAST_YEAR)}),
    Case(verb="report", given={"to": Path("Báo cáo CCHC.docx")}),
    Case(verb="letters", way="urge", given={"kind": "urge", "to": Path("Văn bản đôn đốc")}),
    Case(verb="dossier", given={"to": Path("Hồ sơ tự đánh giá")}),
    Case(verb="guide"),
)


def case_snapshot(book: xw.Book, named: Collection[str] | None = None) -> Snapshot:
    """Everything about a workbook that a user would miss."""
    return book_snapshot(book, MOMENTS, named)


def by_file(case: Case, path: Path, named: Collection[str] | None = None) -> tuple[str, bool, Snapshot]:
    """Do the same by the file engine; return what it says, whether it refuses, the workbook afterwards."""
    given = {key: path.parent / value if isinstance(value, Path) else value for key, value in case.given.items()}
    with activated():
        book = open_book(path)
        try:
            message = registry.button(case.verb).load()(book, **given).message
        except UserError as error:
            return str(error), True, case_snapshot(open_book(path), named)
        return message, False, case_snapshot(book, named)


def prepared(name: str, folder: Path) -> Path:
    """A workbook with what its buttons need beside it: a plan to import, workbooks and evidence that came back."""
    path, handed_out = folder / NAME, folder / "giao đi"
    make_folder(handed_out)
    write_atomic(path, template_bytes(name))
    write_atomic(folder / _LAST_YEAR, template_bytes(registry.EXAMPLES[0]))
    write_atomic(folder / _PLAN, (STOCK / f"data/{registry.EXAMPLES[0]}.txt").read_bytes())
    make_folder(folder / _RETURNED)
    with activated():
        try:
            registry.button("export").load()(open_book(path), to=handed_out)
        except UserError:  # a blank workbook hands nothing out
            return path
        list(fill_in(handed_out, folder / _RETURNED, 0))
    make_folder(folder / _RETURNED / "3")
    write_atomic(folder / _RETURNED / "3" / "ảnh.txt", "ảnh".encode())  # evidence
    shutil.rmtree(handed_out)
    return path


def stir(path: Path) -> None:
    """Leave work to do: points lost, flags and notes taken away, no findings, no due dates."""
    with activated():
        book = open_book(path)
        workbook = Workbook(book)
        criteria = workbook.table(c.CRITERIA)
        criteria.update({
            row: {c.RESULT: max(values[c.RESULT] - 0.25, 0.0), c.FLAG: "", c.NOTE: ""}
            for row, values in criteria.rows()
            if isinstance(values[c.RESULT], int | float) and c.RESULT not in criteria.formulas_in(row)
        })  # fmt: skip
        tasks = workbook.table(c.TASKS)
        tasks.update({row: {c.DUE: None} for row, _ in tasks.rows()})
        workbook.table(c.FINDINGS).replace([])
        book.save()
