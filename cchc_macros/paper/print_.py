"""In phụ lục: the appendices, the sheet of lost points and the task sheets, on paper."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import xlwings as xw

from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from cchc_macros.book.find import SHOW_HIDDEN, table_on, template_sheet
from cchc_macros.book.plan_facts import read_plan
from cchc_macros.book.work import Work
from cchc_macros.book.workbook import Workbook
from cchc_macros.errors import DataError, WorkbookError
from cchc_macros.handing_out.assign import fill_task_sheets, sheet_names
from cchc_macros.handing_out.clearing import ASIDE, ask_to_clear
from cchc_macros.paper import layout as of
from cchc_macros.paper.appendix import Paper, appendices, lost_paper
from cchc_macros.paper.form import Form, fill
from cchc_macros.paper.open_points import find_open
from cchc_macros.scores.recalculate import recalculate_in
from cchc_macros.summary import Summary
from xl.backups import aside, set_aside
from xl.cell_writing import write_texts
from xl.progress import each
from xl.reading import ReadArea, cells_of, used_area, values_of
from xl.sheet_copies import SheetCopies
from xl.showing import set_print_area

ALL_IN_ORDER = "Tất cả"  # the PDF that holds all the others


def print_appendices(
    book: xw.Book, to: Path | None = None, *, libreoffice: bool = False, clear: bool = False
) -> Summary:
    """Recalculate, assign, make the sheets to be printed anew, and write them as PDF, the appendices as Word too.

    Args:
        book: The workbook.
        to: The folder of the files; None makes the sheets only, for the printer.
        libreoffice: Whether LibreOffice is to make the PDFs of a workbook that is not open in Excel.
        clear: Put the task sheets of an earlier print that this one does not make into a folder of their own.

    Raises:
        DataError, WorkbookError: as `recalculate` and `assign`; or there is nothing to print.
        FileError: a file cannot be written.
        ToolError: LibreOffice is asked for and missing, or it failed.
    """
    workbook = Workbook(book)
    workbook.will_write(*(name for layout in of.LAYOUTS for name in (layout.template, layout.sheet)))
    recalculate_in(workbook)
    work = fill_task_sheets(workbook).work
    papers = _papers(work)
    by_sheet = {paper.layout.sheet: paper for paper in papers}
    _take_away(workbook, {layout.sheet for layout in of.LAYOUTS} - by_sheet.keys())
    copies = SheetCopies(book, workbook.sheets.all())
    kept = {sheet: _make_sheet(workbook, copies, paper) for sheet, paper in by_sheet.items()}
    workbook.sheets_changed()
    units = sheet_names(work.assignment.sheets)
    for name in each("chuẩn bị trang in", units):
        _prepare_task_sheet(workbook.sheets.all()[name])
    made = [*by_sheet, *units]
    if not made:
        raise DataError(
            f"Chưa có gì để in: sheet {c.SCORES_SHEET} và sheet {c.TASKS_SHEET} đều trống. "
            "Bấm Nhập phụ lục hoặc điền bảng rồi in lại."
        )
    left = find_open(workbook, work)
    if to is None:
        message = f"Đã làm mới {len(made)} sheet để in. {left.message()}".rstrip()
        return Summary(message=message, data={"files": [], "sheets": made, "open": left.data()})
    pdfs = {sheet: to / f"{name}.pdf" for sheet, name in _file_names(papers, units).items()}
    files = _write_documents(to, papers, pdfs)
    from xl.pdf import write_pdfs  # noqa: PLC0415  only files need it

    together = to / f"{ALL_IN_ORDER}.pdf"
    pictured = write_pdfs(book, pdfs, together, kept=kept, through_libreoffice=libreoffice)
    files = [*pdfs.values(), together, *files]
    message = f"Đã ghi {len(files)} tệp vào thư mục {to}."
    if pictured:
        message += (
            f" Bản in thiếu biểu đồ, hình ở sheet {', '.join(pictured)}: cài LibreOffice rồi in lại, hoặc in từ Excel."
        )
    old, told, asks = _left_over(to, set(pdfs.values()), clear=clear)
    data = {"files": [str(file) for file in files], "sheets": made, "pictures_missing": pictured, "stale": old}
    return Summary(
        message=" ".join(filter(None, (message, told, left.message()))), data=data | {"open": left.data()}, **asks
    )  # fmt: skip


def _left_over(folder: Path, files: Collection[Path], *, clear: bool) -> tuple[list[str], str, dict[str, Any]]:
    """The task sheets of an earlier print that this one did not make: their names, what is told, what is asked."""
    left = [path for path in sorted(folder.glob(f"{c.TASK_SHEET_PREFIX}*.pdf")) if path not in files]
    names = [path.name for path in left]
    listed = "; ".join(names)
    if not left:
        return [], "", {}
    if not clear:
        return names, f"Bản in phiếu của lần trước, không còn dùng: {listed}.", ask_to_clear(listed, ASIDE)
    moved, faults = set_aside(left, beside := aside(folder))
    return names, " ".join([f"Đã chuyển vào {beside} {len(moved)} bản in không còn dùng: {listed}.", *faults]), {}


def _file_names(papers: Sequence[Paper], units: Sequence[str]) -> dict[str, str]:
    """The name of each sheet's file; a lone appendix is *Phụ lục*, as its title says."""
    from xl.safe_names import safe_file_name  # noqa: PLC0415  only files need it

    wanted = {
        paper.layout.sheet: paper.layout.sheet if paper.layout.sheet == c.LOST_SHEET else paper.fields[of.HEADING]
        for paper in papers
    } | {unit: unit for unit in units}
    names: dict[str, str] = {}
    for sheet, name in wanted.items():
        names[sheet] = safe_file_name(name, [*names.values(), ALL_IN_ORDER])
    return names


def _papers(work: Work) -> list[Paper]:
    """The appendices that there is something for, and the sheet of lost points where any were lost."""
    plan, scores = read_plan(work.settings), work.scores
    lost = lost_paper(plan, scores)
    return [*appendices(plan, scores, work.tasks), *([lost] if lost else [])]


def _take_away(workbook: Workbook, names: Iterable[str]) -> None:
    """Delete the sheets of papers that there are no more."""
    for old in filter(None, map(workbook.sheets.get, names)):
        old.delete()
        workbook.sheets_changed()


def _make_sheet(workbook: Workbook, copies: SheetCopies, paper: Paper) -> frozenset[int]:
    """Make a paper's sheet anew from its template, in its old place.

    Returns:
        The rows that stay on a page with the row below them.
    """
    layout = paper.layout
    template = template_sheet(workbook.sheets, layout.template)
    used = used_area(template)
    block = values_of(template, ReadArea(1, 1, used.row + used.height - 1, used.column + used.width - 1))
    form = fill(block, paper)
    if form is None:
        raise WorkbookError(
            f"Sheet mẫu '{layout.template}' không còn dòng có {{{layout.columns[0].key}}} và {{{of.LINES}}}. "
            f"{SHOW_HIDDEN}; xóa sheet này, chép lại từ sổ mới tạo rồi in lại."
        )
    sheet = copies.remake(template, workbook.sheets.get(layout.sheet), layout.sheet, partial(_fill_sheet, form=form))
    set_print_area(sheet, cells_of(sheet, ReadArea(1, 1, *form.size)))
    return form.kept


def _fill_sheet(sheet: xw.Sheet, form: Form) -> None:
    """Put a form on a copy of its template: one write for the body, one for each of the few other cells."""
    for (row, column), text in form.cells.items():
        write_texts(sheet, ReadArea(row + 1, column + 1, 1, 1), [[text]])
    for column, factor in form.widths.items():
        cell = cells_of(sheet, ReadArea(1, column + 1, 1, 1))
        cell.column_width = (cell.column_width or 0) * factor
    first, last = form.body_row + 1, form.body_row + len(form.body)
    if last > first:
        sheet.range(f"{first + 1}:{last}").insert("down", "format_from_left_or_above")
    write_texts(sheet, ReadArea(first, 1, len(form.body), len(form.body[0])), form.body)
    sheet.autofit("rows")


def _prepare_task_sheet(sheet: xw.Sheet) -> None:
    """Put on paper the columns up to `Đơn vị cùng thực hiện`: what follows is filled on the screen."""
    table = table_on(sheet, u.TASK_SHEET)
    last = table.top + len(table.body) - 1
    set_print_area(sheet, cells_of(sheet, ReadArea(1, 1, last, table.left + table.columns[c.PARTNERS])))
    sheet.range(f"{table.top}:{last}").rows.autofit()


def _write_documents(to: Path, papers: Sequence[Paper], pdfs: Mapping[str, Path]) -> list[Path]:
    """Write the appendices as Word files beside their PDFs."""
    from cchc_macros.paper.word import appendix_docx  # noqa: PLC0415  only files need it
    from xl.files import make_folder, write_atomic  # noqa: PLC0415

    make_folder(to)
    files = {pdfs[paper.layout.sheet].with_suffix(".docx"): paper for paper in papers if paper.layout is not of.LOST}
    for path, paper in files.items():
        write_atomic(path, appendix_docx(paper))
    return list(files)
