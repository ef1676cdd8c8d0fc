"""Xuất hồ sơ: the evidence bound into one PDF by criterion, the sheet of points, the report on the self-scores."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import xlwings as xw

from cchc_macros import contract as c
from cchc_macros import stock
from cchc_macros.book.evidence import explanations, read_evidence
from cchc_macros.book.plan_facts import read_plan
from cchc_macros.book.work import Work, read_work
from cchc_macros.book.workbook import Workbook
from cchc_macros.errors import DataError, FileError
from cchc_macros.evidence import form
from cchc_macros.evidence.facts import SelfAssessment, cite, report_rows
from cchc_macros.evidence.filing import default_folder
from cchc_macros.evidence.front import SHEETS, BoundPaper, draw_front, point_sheet
from cchc_macros.reports.facts import heading_facts
from cchc_macros.rules.scoring.scores import walk
from cchc_macros.summary import Summary
from xl.backups import keeping
from xl.files import make_folder, write_atomic
from xl.progress import tell
from xl.scratch import scratch_folder
from xl.workers import in_processes

PDF, POINTS, REPORT = "Hồ sơ kiểm chứng.pdf", "Bảng tự chấm.xlsx", "Báo cáo tự đánh giá.docx"
_REPORT = "bao-cao-tu-danh-gia.docx"
MOST_BYTES = 150_000_000  # of evidence in one PDF; beyond, its list says where the files are
_SECONDS = 900.0
_BOUND = (".pdf", ".jpg", ".jpeg", ".png")
_LONGEST = 90  # characters of a bookmark


def dossier(book: xw.Book, to: Path, template: Path | None = None, evidence: Path | None = None) -> Summary:
    """Write the dossier's three files into a folder; one that is there already is kept as a copy.

    Args:
        book: The workbook; it is only read.
        to: The folder.
        template: The office's own template of the report. Where there is no such file yet, the stock one is written
            there, to be edited.
        evidence: The folder in which the evidence is filed; the one beside the workbook if not given.

    Raises:
        WorkbookError, DataError: the workbook cannot be read.
        FileError: the template has a mistake, or a file cannot be written.
    """
    workbook = Workbook(book)
    work = workbook.once(read_work)
    if not work.scores.criteria:
        raise DataError(f"Sheet {c.SCORES_SHEET} chưa có tiêu chí nào nên chưa có hồ sơ. Nhập phụ lục trước.")
    what, plan = _read(workbook, work), read_plan(work.settings)
    papers = _papers(what, evidence or default_folder(book, to))
    facts = {**heading_facts(plan, work.settings.today()), **report_rows(what, plan.decimals)}
    report = _report(template, facts)
    with scratch_folder() as scratch:
        points = point_sheet(what, facts, scratch / POINTS)
        made = {PDF: _bound(what, facts, papers, scratch), POINTS: points, REPORT: report}
    make_folder(to)
    for name, data in made.items():
        with keeping(to / name, "dossier"):  # somebody may have worked on it since
            write_atomic(to / name, data)
    left = [paper.row.file for paper in papers if paper.row.file and not paper.pages]
    message = f"Đã ghi hồ sơ vào {to}: {len(papers)} tài liệu, tự chấm {facts['tu_cham']}/{facts['toi_da']} điểm"
    message += f" {facts['phan']}." if facts["phan"] else "."
    if left:
        message += f" {len(left)} tệp không ghép vào PDF (không phải PDF hay ảnh, hỏng, hoặc quá lớn): xem danh mục."
    if facts["giai_trinh"]:
        message += f" {len(facts['giai_trinh'])} tiêu chí phải giải trình."
    return Summary(message=message, data={"files": [str(to / name) for name in made], "unbound": left})


def _read(workbook: Workbook, work: Work) -> SelfAssessment:
    return SelfAssessment(scores=work.scores, rows=read_evidence(workbook), explained=explanations(workbook, work))


def _report(chosen: Path | None, facts: Mapping[str, Any]) -> bytes:
    """The Word report, by the office's template or the stock one."""
    from cchc_macros.reports.word_template import WordTemplate  # noqa: PLC0415  seconds that only such a verb may cost

    return WordTemplate(*stock.template(_REPORT, chosen)).fill(facts, {})


def _papers(what: SelfAssessment, folder: Path) -> list[BoundPaper]:
    """The evidence in the order of the criteria, with the pages of each file that can be bound."""
    from xl.pages.binding import count_pages  # noqa: PLC0415  only the dossier binds

    tell("đọc tài liệu")
    codes = (node.criterion.code for node in walk(what.scores.tree.roots))
    papers = [BoundPaper(row, folder / row.file) for code in codes for row in what.of(code)]
    fit = (paper.path for paper in papers if paper.row.file and paper.path.suffix.casefold() in _BOUND)
    paths = [path for path in dict.fromkeys(fit) if path.is_file()]
    if not paths or sum(path.stat().st_size for path in paths) > MOST_BYTES:
        return papers
    counts = dict(zip(paths, in_processes(count_pages, paths, 2, 60.0), strict=True))
    return [replace(p, pages=n) if isinstance(n := counts.get(p.path, 0), int) else p for p in papers]


def _bound(what: SelfAssessment, facts: Mapping[str, Any], papers: Sequence[BoundPaper], scratch: Path) -> bytes:
    """The one PDF: cover, list, points, then every paper once.

    Raises:
        FileError: the papers cannot be bound.
    """
    from xl.pages.binding import Order, Part, bind_apart, count_pages  # noqa: PLC0415  only the dossier binds

    front = {name: scratch / f"{name}.pdf" for name in SHEETS}
    draw_front(what, facts, papers, front)
    begin = sum(map(count_pages, front.values())) + 1
    firsts: dict[Path, int] = {}
    for paper in papers:
        if paper.pages and paper.path not in firsts:
            firsts[paper.path], begin = begin, begin + paper.pages
    placed = [replace(paper, first=firsts.get(paper.path, 0)) for paper in papers]
    draw_front(what, facts, placed, {form.LIST.sheet: front[form.LIST.sheet]})  # the pages are known now
    names = {node.criterion.code: node.criterion.name for node in what.scores.tree.nodes}
    parts = [Part(path, name) for name, path in front.items()]
    for path in firsts:
        row = next(paper.row for paper in papers if paper.path == path)
        parts.append(Part(path, f"{row.code} {names[row.code]}"[:_LONGEST], cite(row)[:_LONGEST]))
    target = scratch / PDF
    (told,) = in_processes(bind_apart, [Order(parts, target, PDF.removesuffix(".pdf"), len(front))], 1, _SECONDS)
    if told or not target.is_file():
        raise FileError("Không ghép được các tài liệu thành một PDF. Mở thử từng tệp trong thư mục hồ sơ, bỏ tệp hỏng.")
    return target.read_bytes()
