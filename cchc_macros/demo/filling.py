"""What the units do with the workbooks they get: eight people with eight habits."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import xl.light  # noqa: F401  # must come before what imports xlwings
from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from cchc_macros.book.tables import Table
from cchc_macros.book.workbook import Workbook
from xl.engine import open_book
from xl.files import make_folder


class FilledIn(NamedTuple):
    """A workbook that came back, and how it was filled in."""

    path: Path
    how: str


Answers = dict[str, Any]
_NEAT: tuple[Answers, ...] = (
    {c.STATUS: c.DONE, c.PROGRESS: 1, c.RESULT: "Đã ban hành văn bản", c.PROOF: "Báo cáo số 12/BC"},
    {c.STATUS: c.DOING, c.PROGRESS: 0.6, c.RESULT: "Đang lấy ý kiến các đơn vị"},
    {c.STATUS: c.TODO},
)
_SLOPPY: tuple[Answers, ...] = (
    {c.STATUS: "đang làm", c.PROGRESS: "50%", c.RESULT: "được một nửa"},
    {c.STATUS: " hoàn  thành ", c.PROGRESS: "100 %", c.RESULT: "xong"},
    {c.STATUS: "Đang thực hiện", c.PROGRESS: "0,75"},
)
_RESULTS_ONLY: tuple[Answers, ...] = ({c.RESULT: "Đã tham mưu trình Giám đốc Sở"}, {}, {c.NOTE: "Chờ hướng dẫn"})
_FEW: tuple[Answers, ...] = ({c.STATUS: c.DOING, c.PROGRESS: 0.3, c.NOTE: "Chậm do thiếu người"}, {}, {})
_COLLEAGUE: Answers = {c.STATUS: c.DOING, c.PROGRESS: 0.8, c.RESULT: "Còn chờ ký"}  # of the first row only


def _as_it_is(table: Table) -> None:
    """Nothing but the cells that are to be filled."""


def _sort(table: Table) -> None:
    """The last row first, as after a sort by a column."""
    table.sheet.range((table.top, table.left)).value = table.body[::-1]


def _insert_row(table: Table) -> None:
    """A row of one's own amid the others."""
    row = table.top + 1
    table.sheet.range(f"{row}:{row}").insert("down")
    table.sheet.range((row, table.left + 1)).value = "Việc phát sinh trong tháng, đơn vị tự ghi thêm"


def _add_column(table: Table) -> None:
    """A column of one's own beside the table."""
    column = table.left + table.width
    table.sheet.range((table.top - 1, column)).value = "Người làm"
    table.sheet.range((table.top, column)).value = "Chị Hoa"


def _write_below(table: Table) -> None:
    """A remark under the table."""
    place = (table.top + len(table.body) + 2, table.left + 1)
    table.sheet.range(place).value = "Đề nghị Văn phòng Sở cho biết mẫu báo cáo quý."


_HABITS: tuple[tuple[str, Sequence[Answers], Callable[[Table], None]], ...] = (
    ("điền đúng mẫu, chọn từ danh sách", _NEAT, _as_it_is),
    ("gõ chữ tùy ý: “50%”, “đang làm”, thừa dấu cách", _SLOPPY, _as_it_is),
    ("sắp xếp lại các dòng", _NEAT, _sort),
    ("chèn thêm một dòng của mình", _NEAT, _insert_row),
    ("thêm một cột của mình cạnh bảng", _NEAT, _add_column),
    ("viết ý kiến dưới bảng", _FEW, _write_below),
    ("chỉ ghi kết quả, không chọn trạng thái", _RESULTS_ONLY, _as_it_is),
)


def fill_in(sent: Path, to: Path, first: int) -> Iterator[FilledIn]:
    """Fill in the unit workbooks of a folder, beginning with the habit `first`.

    The last unit returns none, and of the first two people return one.
    """
    make_folder(to)
    returned = sorted(sent.glob("*.xlsx"))[:-1]
    for number, path in enumerate(returned, start=first):
        how, reports, afterwards = _HABITS[number % len(_HABITS)]
        yield FilledIn(_fill(path, to / path.name, reports, afterwards), how)
    for path in returned[:1]:
        target = to / f"{path.stem} (người khác gửi).xlsx"
        yield FilledIn(_fill(path, target, (_COLLEAGUE,), _as_it_is), "đồng nghiệp cùng đơn vị gửi một bản khác")


def _fill(path: Path, to: Path, reports: Sequence[Answers], afterwards: Callable[[Table], None]) -> Path:
    """Fill in the rows of a unit workbook with reports in turn; with a single one, the first row."""
    book = open_book(path)
    workbook = Workbook(book)
    if workbook.has(u.OWN_SCORES):
        scores = workbook.table(u.OWN_SCORES)
        scores.update({row: {c.SELF_SCORE: criterion[c.TARGET]} for row, criterion in scores.rows()})
    table = workbook.table(u.TASK_SHEET)
    rows = [row for row, _ in table.rows()][: None if len(reports) > 1 else 1]
    table.update({row: reports[row % len(reports)] for row in rows})
    afterwards(table)
    book.save(str(to))
    return to
