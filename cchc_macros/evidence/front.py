"""The dossier's own pages: cover, list of evidence and sheet of points, from a template workbook."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import xlwings as xw

from cchc_macros import contract as c
from cchc_macros.book.workbook import Workbook
from cchc_macros.evidence import form
from cchc_macros.evidence.facts import SelfAssessment, point_rows
from cchc_macros.rules.dates import format_date
from cchc_macros.rules.evidence.evidence import Evidence
from cchc_macros.rules.scoring.scores import walk
from cchc_macros.stock import STOCK
from xl.cell_writing import write_texts
from xl.late import dataclass
from xl.reading import ReadArea

SHEETS = (form.COVER, form.LIST.sheet, form.POINTS.sheet)


@dataclass(frozen=True, slots=True)
class BoundPaper:
    """A paper of a criterion: its file, how many pages of it are bound, with which page of the dossier it begins."""

    row: Evidence
    path: Path
    pages: int = 0
    first: int = 0


def draw_front(
    what: SelfAssessment, facts: Mapping[str, Any], papers: Sequence[BoundPaper], to: Mapping[str, Path]
) -> None:
    """Draw cover, list and points, or those of them that `to` names, each into a PDF.

    Raises:
        FileError: one cannot be written.
    """
    from xl.pdf import write_pdfs  # noqa: PLC0415  only the dossier draws

    with _template() as workbook:
        _write(workbook, form.SUPERIOR, f"ỦY BAN NHÂN DÂN {facts['tinh'].upper()}")
        _write(workbook, form.AGENCY, facts["co_quan"].upper())
        _write(workbook, form.SUBJECT, f"Tự đánh giá Chỉ số cải cách hành chính năm {facts['nam_ke_hoach']}")
        proved = len({paper.row.code for paper in papers})
        counts = f"Gồm {facts['so_tai_lieu']} tài liệu của {proved}/{facts['so_tieu_chi']} tiêu chí"
        _write(workbook, form.COUNTS, counts)
        _write(workbook, form.PLACE, f"{facts['dia_danh']}, năm {facts['nam']}")
        workbook.table(form.LIST).replace(list(_list_rows(what, papers)))
        _fill_points(workbook, what, facts)
        write_pdfs(workbook.book, to)


def point_sheet(what: SelfAssessment, facts: Mapping[str, Any], to: Path) -> bytes:
    """The sheet of points as a workbook; `to` is a file for the while."""
    with _template() as workbook:
        _fill_points(workbook, what, facts)
        for name in SHEETS[:2]:
            workbook.book.sheets[name].delete()
        workbook.book.save(str(to))
    return to.read_bytes()


@contextmanager
def _template() -> Iterator[Workbook]:
    from xl.engine import activated, open_book  # noqa: PLC0415  only the dossier opens it

    active = xw.engines.active
    with activated():
        yield Workbook(open_book(STOCK / form.TEMPLATE))
    xw.engines.active = active


def _write(workbook: Workbook, name: str, text: str) -> None:
    """Write a text into the cell of a name; it stays one, whatever an agency is called."""
    cell = workbook.cell(name)
    write_texts(cell.sheet, ReadArea(cell.row, cell.column, 1, 1), [[text]])


def _fill_points(workbook: Workbook, what: SelfAssessment, facts: Mapping[str, Any]) -> None:
    total = f"Tự chấm {facts['tu_cham']}/{facts['toi_da']} điểm, đạt {facts['ty_le']}."
    if facts["da_cham"] != facts["so_tieu_chi"]:
        total += f" Mới tự chấm {facts['da_cham']}/{facts['so_tieu_chi']} tiêu chí."
    _write(workbook, form.TITLE, f"{facts['co_quan']} {facts['tinh']}, năm {facts['nam_ke_hoach']}. {total}")
    workbook.table(form.POINTS).replace(point_rows(what))


def _list_rows(what: SelfAssessment, papers: Sequence[BoundPaper]) -> Iterator[dict[str, Any]]:
    """A line for each criterion with evidence, then its papers."""
    for node in walk(what.scores.tree.roots):
        own = [paper for paper in papers if paper.row.code == node.criterion.code]
        if own:
            yield {c.STT: node.criterion.code, c.ABOUT: node.criterion.name}
        for paper in own:
            row = paper.row
            yield {
                c.NUMBER_SIGN: row.number or None, c.DAY: row.day and format_date(row.day),
                c.ISSUER: row.issuer or None, c.ABOUT: row.about or None,
                form.IN_DOSSIER: _pages(paper), c.FILE: row.file or None,
            }  # fmt: skip


def _pages(paper: BoundPaper) -> str:
    if not paper.pages:
        return "tệp riêng" if paper.row.file else "–"
    last = paper.first + paper.pages - 1
    return str(paper.first) if paper.pages == 1 else f"{paper.first}–{last}"
