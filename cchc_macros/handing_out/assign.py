"""Tạo phiếu giao việc: a task sheet for every unit inside the workbook."""

from collections.abc import Iterable

import xlwings as xw

from cchc_macros import contract as c
from cchc_macros.book.tables import (
    Table,
    is_blank,
    named_cell,
    plain,
    table_on,
    template_sheet,
    text_of,
    write_column,
    write_rows,
)
from cchc_macros.book.work import Work, read_assignable
from cchc_macros.handing_out.lead_codes import write_lead_codes
from cchc_macros.handing_out.task_sheets import (
    Labels,
    Progress,
    assignment_data,
    heading,
    make_labels,
    plan_id,
    read_progress,
    sheet_rows,
)
from cchc_macros.rules.assign import TaskSheet
from cchc_macros.rules.tasks import WorkItem
from cchc_macros.rules.text import fold
from cchc_macros.summary import Summary
from xl.progress import each
from xl.safe_names import safe_sheet_name
from xl.sheet_copies import copy_to_end

NO_WORK = (
    "Chưa có việc nào giao được cho đơn vị. Nhập phụ lục, hoặc ghi đơn vị chủ trì (có trong sheet Đơn vị) ở sheet "
    "Bảng điểm, Nhiệm vụ."
)


def assign(book: xw.Book) -> Summary:
    """Make or refresh the sheet `Phiếu <Mã>` of every unit with work; write the due dates.

    What was typed on a task sheet (the five columns a unit fills) stays with its STT.

    Raises:
        WorkbookError: a table, column or the sheet `Phiếu mẫu` is missing.
        DataError: an STT stands twice, so that work could not be told apart.
    """
    work = make_task_sheets(book)
    return Summary(_message(work), assignment_data(work))


def make_task_sheets(book: xw.Book) -> Work:
    """Do what `assign` does, and return the work that was handed out."""
    work = make_assignment(book)
    progress, labels = read_progress(book), make_labels(work.items)
    sheets = {sheet.name: sheet for sheet in book.sheets}
    wanted = sheet_names(work.assignment.sheets)
    if new := [name for name in wanted if name not in sheets]:
        sheets |= _copy_template(book, new)
    for sheet, name in each("điền phiếu", list(zip(work.assignment.sheets, wanted, strict=True))):
        _fill(sheets[name], sheet, work, labels, progress)
    for name in _left_over(sheets, wanted):
        _empty(sheets[name])
    return work


def sheet_names(sheets: Iterable[TaskSheet]) -> list[str]:
    """The names of the sheets inside the workbook, such as Excel accepts and no two alike."""
    names = [c.TASK_SHEET_TEMPLATE]
    for sheet in sheets:
        names.append(safe_sheet_name(f"{c.TASK_SHEET_PREFIX}{sheet.code}", names))
    return names[1:]


def make_assignment(book: xw.Book) -> Work:
    """Read and assign the work, and write due dates and the plan's identity into the workbook.

    Raises:
        WorkbookError, DataError: as `assign`.
    """
    work = read_assignable(book)
    _write_due_dates(work.task_table, [item for item in work.items if item.is_task])
    _write_due_dates(work.scores.table, [item for item in work.items if not item.is_task])
    write_lead_codes(work)
    row = work.settings.row(c.PLAN_ID)
    if work.assignment.sheets and row is not None and not work.settings.text(c.PLAN_ID):
        table, identity = work.settings.table, plan_id(work.settings)
        work.settings.values[fold(c.PLAN_ID)] = (row, identity)
        table.sheet.range((table.top + row, table.left + table.columns[c.VALUE])).value = identity
    return work


def _write_due_dates(table: Table, items: Iterable[WorkItem]) -> None:
    """Write `Hạn cuối` where the deadline's text gives a day or recurs; one typed beside any other text stays."""
    values = table.values(c.DUE)
    before = list(values)
    for item in items:
        if item.deadline.kind in ("day", "recurring"):
            values[item.row] = item.due
    if [_day(value) for value in values] != [_day(value) for value in before]:
        write_column(table, c.DUE, values)


def _day(value: object) -> object:
    return value.date() if hasattr(value, "date") else value  # Excel gives dates back as datetimes


def _copy_template(book: xw.Book, names: Iterable[str]) -> dict[str, xw.Sheet]:
    template = template_sheet(book, c.TASK_SHEET_TEMPLATE)
    copies = {name: copy_to_end(template, name) for name in each("lập phiếu", list(names))}
    for copy in copies.values():
        copy.visible = True
    return copies


def _fill(target: xw.Sheet, sheet: TaskSheet, work: Work, labels: Labels, progress: Progress) -> None:
    for name, value in heading(sheet, work.settings).items():
        named_cell(target, name).value = plain(value)
    table = table_on(target, c.TASK_SHEET)
    typed = {text_of(row[c.STT]): row for _, row in table.rows()}
    rows = []
    for values in sheet_rows(sheet, labels, progress):
        row = dict(zip(c.TASK_SHEET.columns, map(plain, values), strict=True))
        known, old = progress.get((str(values[0]), sheet.code)), typed.get(str(values[0]))
        if old is not None and known is None:
            row.update({column: plain(old[column]) for column in c.UNIT_FILLS if not is_blank(old[column])})
        elif old is not None and not is_blank(old[c.NOTE]):
            row[c.NOTE] = plain(old[c.NOTE])
        rows.append(row)
    write_rows(table, rows)


def _left_over(sheets: Iterable[str], wanted: Iterable[str]) -> list[str]:
    """Task sheets of units that have no work any more. The template and others' sheets are not ours."""
    folded = {name.casefold() for name in wanted}
    return [
        name
        for name in sheets
        if name.startswith(c.TASK_SHEET_PREFIX) and name != c.TASK_SHEET_TEMPLATE and name.casefold() not in folded
    ]


def _empty(target: xw.Sheet) -> None:
    """Take the work off a sheet whose unit has none left; the sheet itself stays."""
    if len(target.tables):
        write_rows(table_on(target, c.TASK_SHEET), [])


def _message(work: Work) -> str:
    sheets = work.assignment.sheets
    groups = [sheet for sheet in sheets if sheet.unit is None]
    parts = [f"{sheet.code} {sheet.leads} chủ trì, {sheet.supports} phối hợp" for sheet in sheets]
    message = f"Đã lập {len(sheets)} phiếu giao việc cho {len(work.items)} việc: {'; '.join(parts)}."
    if not sheets:
        message = NO_WORK
    if groups:
        message += f" {len(groups)} nhóm chưa có thành viên: điền ở sheet {c.UNITS_SHEET}."
    unknown = sum(left.reason == "unknown" for left in work.assignment.unresolved)
    if unknown:
        message += f" {unknown} chỗ ghi tên đơn vị chưa nhận ra: bấm Kiểm tra số liệu để xem."
    return message
