"""Văn bản đôn đốc: công văn to late units, the progress table of the weekly meeting, công văn giao việc."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlwings as xw

from cchc_macros import contract as c
from cchc_macros import stock
from cchc_macros.book.progress import read_progress
from cchc_macros.book.rounds import current_round
from cchc_macros.book.wanted import find_wanted, reminded_days
from cchc_macros.book.work import read_assignable
from cchc_macros.book.workbook import Workbook
from cchc_macros.errors import FileError
from cchc_macros.letters.facts import Following, assign_facts, late_units, table_facts, urge_facts
from cchc_macros.reports.report import read_year
from cchc_macros.reports.year import YearStatus
from cchc_macros.rules.text import fold
from cchc_macros.summary import Summary
from xl.backups import keeping
from xl.files import make_folder, write_atomic
from xl.progress import each
from xl.safe_names import safe_file_name

KINDS = ("urge", "progress", "assign")
_STOCK = {"urge": "cong-van-don-doc.docx", "progress": "bang-tien-do.docx", "assign": "cong-van-giao-viec.docx"}
_ALL = "các đơn vị"
_NOTHING = {
    "urge": "Không có đơn vị nào trễ hạn hay chưa gửi phiếu quá hạn; không phải đôn đốc.",
    "progress": "Sổ chưa có việc nào nên chưa có gì để lập bảng tiến độ. Nhập phụ lục trước.",
    "assign": "Chưa có việc nào giao được cho đơn vị nên chưa có công văn giao việc. Bấm Tạo phiếu giao việc trước.",
}


def letters(book: xw.Book, to: Path, kind: str = "urge", template: Path | None = None) -> Summary:
    """Write the papers of one kind as Word files into a folder; a file that is there is kept as a copy.

    Args:
        book: The workbook; it is only read.
        to: The folder.
        kind: "urge" (one to each late unit, and one to all), "progress" (one table) or "assign" (one to each unit).
        template: The office's own template of this kind. Where there is no such file yet, the stock one is written
            there, to be edited.

    Raises:
        WorkbookError, DataError: the workbook cannot be read.
        FileError: the template has a mistake, or a file cannot be written.
    """
    if kind not in KINDS:
        raise FileError(f"Không có loại văn bản '{kind}'. Chọn một trong: {', '.join(KINDS)}.")
    following = read_following(Workbook(book))
    papers = list(_papers(kind, following))
    if not papers:
        return Summary(message=_NOTHING[kind], data={"files": []})
    if template and fold(template.suffix) != ".docx":
        raise FileError(f"{template.name}: mẫu là tệp Word. Đặt tên có đuôi .docx.")
    content = stock.template(_STOCK[kind], template)
    from cchc_macros.reports.word_template import WordTemplate  # noqa: PLC0415  seconds that only such a verb may cost

    form = WordTemplate(*content)
    make_folder(to)
    written: list[Path] = []
    for name, facts in each("ghi văn bản", papers):
        path = to / f"{safe_file_name(name, [one.stem for one in written])}.docx"
        filled = form.fill(facts, {}, (c.PERSON,))
        with keeping(path, "letters"):  # somebody may have worked on it since
            write_atomic(path, filled)
        written.append(path)
    data = {"files": [str(path) for path in written]}
    return Summary(message=f"Đã ghi {len(written)} văn bản vào thư mục {to}.", data=data)


def read_following(workbook: Workbook) -> Following:
    """Read all that the papers are made from."""
    work = read_assignable(workbook)
    status = YearStatus(read_year(workbook, work))
    current = current_round(workbook)
    return Following(
        status=status, current=current, reminded=reminded_days(workbook, current),
        missing=find_wanted(workbook, work, status.year.on),
        progress=read_progress(workbook),
    )  # fmt: skip


def _papers(kind: str, following: Following) -> Iterator[tuple[str, dict[str, Any]]]:
    """The papers, as file names and what they say."""
    if kind == "progress":
        if following.status.year.items:
            yield f"Bảng tiến độ {following.status.year.on:%Y-%m-%d}", table_facts(following)
    elif kind == "assign":
        for sheet in following.status.year.sheets:
            yield f"Công văn giao việc - {sheet.code}", assign_facts(following, sheet)
    else:
        units = late_units(following)
        for unit in units:
            yield f"Công văn đôn đốc - {unit[0].code}", urge_facts(following, [unit])
        if len(units) > 1:
            yield f"Công văn đôn đốc - {_ALL}", urge_facts(following, units)
