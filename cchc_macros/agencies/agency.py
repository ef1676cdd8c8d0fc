"""One agency's workbook read into the figures that are compared with other agencies'."""

from collections.abc import Iterator
from pathlib import Path

import xl.light  # noqa: F401  # must come before xlwings: each process that reads workbooks begins here

import xlwings as xw  # isort: skip

from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from cchc_macros.agencies.agency_view import COMPARISON_SHEET
from cchc_macros.agencies.figures import Agency, count_work
from cchc_macros.book.progress import read_progress
from cchc_macros.book.work import Work, read_work
from cchc_macros.book.workbook import Workbook
from cchc_macros.errors import WorkbookError
from cchc_macros.returns.derive import TaskState, task_state
from cchc_macros.rules.bands import band_of, read_bands
from cchc_macros.rules.provinces import full_name
from cchc_macros.rules.scoring.scores import index
from cchc_macros.rules.scoring.so_far import ScoreField, so_far, tell_missing_results
from cchc_macros.rules.tasks.tasks import WorkItem
from cchc_macros.rules.typed_values import in_words
from cchc_macros.scores.recalculate import check
from xl.engine import open_book
from xl.packages import open_package

MAX_XML_BYTES = 40_000_000  # unpacked; the workbook of an office with 10,000 tasks takes about half


def read_agency(path: Path, file: str) -> Agency:
    """Read a workbook's figures under the name `file` that the view gives it; it is closed again.

    Raises:
        FileError: it is missing, damaged, encrypted, too large or hostile.
        WorkbookError: it is not an agency's workbook, or of a later contract.
        DataError: a score or setting with which no total can be trusted.
    """
    open_package(path, MAX_XML_BYTES).close()
    book = open_book(path)
    try:
        _check_kind(book)
        return _figures(book, file)
    finally:
        book.close()


def _check_kind(book: xw.Book) -> None:
    """Tell apart the workbooks of ours that lie in such folders too."""
    names = {sheet.name for sheet in book.sheets}
    if c.SETTINGS_SHEET not in names and u.UNIT_WORKBOOK_SHEET in names:
        raise WorkbookError(
            "Đây là phiếu của một đơn vị, không phải sổ của cơ quan. Ghép phiếu bằng nút Tổng hợp phiếu."
        )
    if c.SETTINGS_SHEET not in names and COMPARISON_SHEET in names:
        raise WorkbookError("Đây là bảng so sánh đã lập trước đây. Để nó ở thư mục khác.")


def _figures(book: xw.Book, file: str) -> Agency:
    workbook = Workbook(book)
    work = workbook.once(read_work)
    settings, scores = work.settings, work.scores
    check(scores)
    remarks = []
    try:
        bands = read_bands(str(settings.raw(c.BANDS) or ""))
    except ValueError as error:
        bands = ()
        remarks.append(f"Mục '{c.BANDS}' ở sheet {c.SETTINGS_SHEET}: {error}")
    roots = [(node.criterion, scores.of(node).lost) for node in scores.tree.roots]
    if not settings.text(c.AGENCY):
        remarks.append(f"Sheet {c.SETTINGS_SHEET} chưa điền mục '{c.AGENCY}'.")
    if missing := tell_missing_results(scores):
        remarks.append(missing)
    aims: tuple[tuple[str, ScoreField], ...] = (("mục tiêu", "target"), ("hiện nay", "current"))
    known = [(name, so_far(scores, of).share) for name, of in aims]
    if partly := ", ".join(f"{name} {share}" for name, share in known if share):
        remarks.append(f"Mới có điểm {partly}; chỉ số tính các tiêu chí còn lại là 0 điểm.")
    return Agency(
        file=file, name=settings.text(c.AGENCY) or Path(file).stem, province=full_name(settings.text(c.PROVINCE)),
        year_assessed=settings.year(c.YEAR_ASSESSED), year_plan=settings.year(c.YEAR_PLAN),
        total=scores.total,
        lost=tuple((root.name or root.code, lost) for root, lost in roots if lost is not None and not root.not_scored),
        progress=count_work(_states(workbook, work), settings.today()),
        known=so_far(scores, "result").share,
        band=band_of(index(scores.total.result, scores.total.max), bands),
        remarks=tuple(remarks),
    )  # fmt: skip


def _states(workbook: Workbook, work: Work) -> Iterator[tuple[WorkItem, str]]:
    """Every piece of work with its status: the task's own, else what its leads report."""
    progress, leads = read_progress(workbook), work.assignment.leads()
    for item in work.items:
        rows = [progress.get((item.label, code)) for code in leads[item.id]]
        states = [TaskState(in_words(c.STATUS, row[c.STATUS])) if row else None for row in rows]
        yield item, item.status or task_state(states).status
