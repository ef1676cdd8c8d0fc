"""What is tried: each button as it is, and in the states that Excel and its users put workbooks into."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import xl.light  # noqa: F401  # must come before xlwings
from xl.late import dataclass

import xlwings as xw  # isort: skip

from cchc_macros import contract as c
from cchc_macros.book.workbook import Workbook
from cchc_macros.registry import EXAMPLES, button
from cchc_macros.selftest.cases import CASES, Case, stir
from xl.engine import activated, open_book

SCORES, TASKS = EXAMPLES
# Texts that Excel would take for formulas, numbers, days, times or truth values, in English or in Vietnamese.
TEXTS = (
    "=1+1", "+84", "-5 điểm", "@VP", "'nháy", "1/2", "3/1", "12/31", "31/12/2026", "1.10", "1,5", "1.250", "1,000",
    "001", "TRUE", "1e5", "12:30", "5%", "(5)", "#N/A", " 7 ", "Jan 2026",
)  # fmt: skip
CROWD = 300  # units
_SHEETS = tuple(dict.fromkeys(table.sheet for table in c.TABLES))
_SCORES = (c.SCORES_SHEET,)
_TEMPLATES = (c.TASK_SHEET_TEMPLATE, c.APPENDIX_I_TEMPLATE, c.APPENDIX_II_TEMPLATE, c.LOST_SHEET_TEMPLATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """What was done to a workbook before the button is pressed.

    Attributes:
        title: As the report names it.
        set: Does it to the open workbook, by the ways of `xl.trial`.
        says: What the button says, which must refuse; "" where it works.
        goes_back: The button is followed by *Lùi một bước*.
        beside: Another Excel is in front, with a workbook of the same name open.
    """

    title: str
    set: Callable[[xw.Book, Any], None]
    says: str = ""
    goes_back: bool = False
    beside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A button on a workbook in a state.

    Attributes:
        make: Changes the prepared file before it is opened.
    """

    case: Case
    state: Preparation
    plan: str = SCORES
    make: Callable[[Path], None] = stir

    @property
    def title(self) -> str:
        """The button and its way, as the ribbon names them, and the example."""
        pressed = button(self.case.verb)
        way = next((f", {way.label}" for way in pressed.ways if way.name == self.case.way), "")
        return f"{pressed.label or pressed.screentip}{way} ({self.plan})"


def _plain(_book: xw.Book, _trial: Any) -> None:
    """Leave it as it is."""


def _sheets(*doings: str, on: Sequence[str] = _SHEETS) -> Callable[[xw.Book, Any], None]:
    """Functions of `xl.trial`, by their names, called with some sheets."""

    def do(book: xw.Book, trial: Any) -> None:
        for name in on:
            for doing in doings:
                getattr(trial, doing)(book.sheets[name])

    return do


def _protect_structure(book: xw.Book, trial: Any) -> None:
    trial.protect_structure(book)


def _show_chart(book: xw.Book, trial: Any) -> None:
    trial.add_chart(book)


PLAIN = Preparation(title="Sổ để nguyên", set=_plain)
FILTERED = Preparation(title="Mọi bảng đang lọc, có cột ẩn", set=_sheets("hide_columns", "filter_tables"))
BY_HAND = Preparation(title="Dòng ẩn bằng tay, không lọc", set=_sheets("hide_rows"))
HIDDEN = Preparation(title="Sheet mẫu ẩn hẳn", set=_sheets("hide_away", on=_TEMPLATES))
COPIED = Preparation(title="Cán bộ chép thêm sheet Bảng điểm", set=_sheets("copy_behind", on=_SCORES))
PROTECTED = Preparation(title="Bảng điểm đang được bảo vệ", set=_sheets("protect", on=_SCORES), says="đang được bảo vệ")
LOCKED = Preparation(title="Cấu trúc sổ đang được bảo vệ", set=_protect_structure, says="Cấu trúc sổ")
CHART = Preparation(title="Đang đứng ở một trang biểu đồ", set=_show_chart, says="trang biểu đồ")
BESIDE = Preparation(title="Hai Excel, mỗi Excel một sổ cùng tên", set=_plain, beside=True)
BACK = Preparation(title="Lùi một bước ngay sau khi bấm", set=_plain, goes_back=True)
TYPED = Preparation(title="Chữ giống số, ngày, công thức", set=_plain)
CROWDED = Preparation(title=f"{CROWD} đơn vị", set=_plain)

_PRESSED_IN = {
    FILTERED: ("recalculate", "flag", "audit", "assign", "collect", "evidence", "import", "upgrade", "remedy", "print"),
    BY_HAND: ("recalculate", "assign", "collect", "import"),
    HIDDEN: ("assign", "print"),
    COPIED: ("recalculate", "import", "print"),
    PROTECTED: ("recalculate", "flag", "assign", "collect", "import"),
    LOCKED: ("recalculate", "assign"),
    CHART: ("recalculate", "assign"),
    BESIDE: ("recalculate", "assign"),
    BACK: ("flag", "assign"),
}


def trials() -> Iterator[Trial]:
    """All of them, in the order of the report."""
    by_verb = {case.verb: case for case in CASES}
    for plan in EXAMPLES:
        yield from (Trial(case=case, state=PLAIN, plan=plan) for case in CASES)
    for verb in ("assign", "import", "audit"):
        yield Trial(case=by_verb[verb], state=TYPED, plan=TASKS, make=type_texts)
    for state, verbs in _PRESSED_IN.items():
        yield from (Trial(case=by_verb[verb], state=state) for verb in verbs)
    yield Trial(case=by_verb["assign"], state=CROWDED, make=add_units)


def type_texts(path: Path) -> None:
    """Put the texts into *Yêu cầu* of the tasks."""
    with activated():
        book = open_book(path)
        tasks = Workbook(book).table(c.TASKS)
        rows = [row for row, values in tasks.rows() if values[c.LEAD]]
        tasks.update({row: {c.REQUIREMENT: text} for row, text in zip(rows, TEXTS, strict=False)})
        book.save()


def add_units(path: Path) -> None:
    """Add units with a task each."""
    numbers = range(1, CROWD + 1)
    with activated():
        book = open_book(path)
        workbook = Workbook(book)
        workbook.table(c.UNITS).update(
            {},
            new=[
                {c.UNIT_CODE: f"P{n}", c.UNIT_NAME: f"Phòng công tác số {n}", c.UNIT_KIND: c.KINDS[1]} for n in numbers
            ],
        )
        workbook.table(c.TASKS).update(
            {}, new=[{c.STT: str(n), c.REQUIREMENT: f"Việc {n}", c.LEAD: f"Phòng công tác số {n}"} for n in numbers]
        )
        book.save()
