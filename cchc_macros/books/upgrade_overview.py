"""The sheets `Tổng quan` and `Biểu đồ` of an older workbook: this version's, and those that were there beside them."""

from collections.abc import Iterator

import xl.light  # noqa: F401  # must come before xlwings

import xlwings as xw  # isort: skip

from cchc_macros import contract as c
from cchc_macros.book.work import read_work
from cchc_macros.book.workbook import Workbook
from cchc_macros.handing_out.assign import list_task_sheets, sheet_names, task_sheets_in
from xl.cell_writing import write_formula
from xl.reading import ReadArea, formulas_of, used_area
from xl.safe_names import safe_sheet_name
from xl.sheet_copies import SheetCopies

_SHOWN_TO = 15  # the last column that shows something; beyond it stands what each workbook has of its own
_TOP = ReadArea(1, 1, 3, 1)  # on every sheet: what it is, whose and, in an earlier version, a line that leads back
_OLD_WAY_BACK = f'=HYPERLINK("#\'{c.OVERVIEW}\'!A1","← {c.OVERVIEW}")'


def renew_overview(workbook: Workbook, template: Workbook) -> Iterator[str]:
    """Bring what the workbook lacks; a sheet of that name stays with all that is on it, renamed, but for `Dán`."""
    for name in (c.PASTE_SHEET, c.OVERVIEW, c.CHARTS_SHEET):
        old, new = workbook.sheets.get(name), template.book.sheets[name]
        if old is not None and (name == c.PASTE_SHEET or _is_like(old, new)):
            continue
        kept = ""
        if old is not None:
            kept = old.name = safe_sheet_name(f"{name} (cũ)", workbook.sheets.all())
            workbook.sheets_changed()
        SheetCopies(workbook.book, workbook.sheets.all()).bring(new, behind=old)
        workbook.sheets_changed()
        if name == c.OVERVIEW:
            _list_task_sheets(workbook, template)
            _lead_to_the_new_one(workbook, template, kept)
        told = f"; sheet cũ giữ ở '{kept}', không cần thì xóa" if kept else ""
        yield f"sheet '{name}'{told}"


def _is_like(sheet: xw.Sheet, model: xw.Sheet) -> bool:
    shown = ReadArea(1, 1, used_area(model).height, _SHOWN_TO)
    return formulas_of(sheet, shown) == formulas_of(model, shown)


def _list_task_sheets(workbook: Workbook, template: Workbook) -> None:
    """Tell the sheet which task sheets there are, as *assign* does."""
    place = template.cell(c.TASK_SHEET_LIST)
    if workbook.book.names.contains(c.TASK_SHEET_LIST):
        workbook.book.names[c.TASK_SHEET_LIST].delete()
    workbook.book.names.add(c.TASK_SHEET_LIST, f"='{c.OVERVIEW}'!{place.address}")
    if there := {sheet.name for sheet in task_sheets_in(workbook)}:
        work = workbook.once(read_work)
        names = sheet_names(work.assignment.sheets)
        list_task_sheets(workbook, work, [name if name in there else "" for name in names])


def _lead_to_the_new_one(workbook: Workbook, template: Workbook, kept: str) -> None:
    """Let the top of our sheets read and lead to the new one: their formulas followed the old one to its new name."""
    models = template.sheets.all()
    for name, sheet in workbook.sheets.all().items():
        if name not in models or name == c.OVERVIEW:
            continue
        what, owner, way_back = (row[0] for row in formulas_of(sheet, _TOP))
        model = models[name].range("A1")
        if what and str(model.formula).endswith(f',"{what}")'):
            model.copy(sheet.range("A1"))
            write_formula(sheet.range("A1"), str(model.formula))
        if owner == f"='{kept}'!$A$2":
            write_formula(sheet.range("A2"), f"='{c.OVERVIEW}'!$A$2")
        if way_back == _OLD_WAY_BACK:
            sheet.range("A3").clear_contents()
