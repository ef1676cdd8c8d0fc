"""Tạo phiếu giao việc: a task sheet for every unit inside the workbook."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import xlwings as xw

from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from cchc_macros.book.cells import is_blank, text_of
from cchc_macros.book.find import lost_name, named_cells, table_on, template_sheet
from cchc_macros.book.progress import read_progress
from cchc_macros.book.rounds import current_round, lay_starting_rounds
from cchc_macros.book.tables import Gone, Table
from cchc_macros.book.work import Work, read_assignable
from cchc_macros.book.workbook import Workbook
from cchc_macros.handing_out.clearing import ask_to_clear
from cchc_macros.handing_out.lead_codes import write_lead_codes
from cchc_macros.handing_out.left_sheets import empty, left_sheets, tell_sheets
from cchc_macros.handing_out.names import Names
from cchc_macros.handing_out.old_codes import move_codes, old_codes, tell_codes
from cchc_macros.handing_out.task_sheets import assignment_data, heading, plan_id, sheet_rows
from cchc_macros.handing_out.typed import TypedOnSheets
from cchc_macros.rules.days.deadlines import Deadline, read_deadline
from cchc_macros.rules.days.rounds import Round
from cchc_macros.rules.tasks.assign import TaskSheet
from cchc_macros.rules.tasks.tasks import Progress
from cchc_macros.rules.text import first_few, fold
from cchc_macros.summary import Summary
from xl.cell_writing import write_texts
from xl.late import dataclass
from xl.progress import each
from xl.reading import around, values_of
from xl.safe_names import safe_sheet_name
from xl.sheet_copies import SheetCopies

_ACTION = "Tạo phiếu giao việc"
_LISTED = 100  # sheets to which `Tổng quan` leads
_NAMED = 8  # sheets in a message
NO_WORK = (
    "Chưa có việc nào giao được cho đơn vị. Nhập phụ lục, hoặc ghi đơn vị chủ trì (có trong sheet Đơn vị) ở sheet "
    "Bảng điểm, Nhiệm vụ."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskSheets:
    """What became of the task sheets.

    Attributes:
        work: The work that was handed out.
        conflicts: How many values typed on the sheets wait for the office to choose.
        left: The sheets that have no work any more, each with the STT of rows whose answers nobody has collected.
        old_codes: The codes that rows of Progress bear and no unit, each with the present one of its unit or "".
        moved: Those whose rows were moved to the present one.
    """

    work: Work
    conflicts: int
    left: dict[str, list[str]]
    old_codes: dict[str, str]
    moved: dict[str, str]


def assign(book: xw.Book, *, clear: bool = False) -> Summary:
    """Make or refresh the sheet `Phiếu <Mã>` of every unit with work; write the due dates.

    What was typed on a task sheet (the five columns a unit fills) stays with its STT.

    Args:
        book: The workbook.
        clear: Delete the sheets of units that have no work any more, unless answers are there; move rows under a code
            that a unit had before to its present one.

    Raises:
        WorkbookError: a table, column or the sheet `Phiếu mẫu` is missing.
        DataError: an STT occurs twice, so that work could not be told apart.
    """
    workbook = Workbook(book)
    filled = fill_task_sheets(workbook, clear=clear)
    bare = [name for name, waiting in filled.left.items() if not waiting]
    message = _message(filled.work, filled.conflicts) + tell_sheets(filled.left)
    if filled.moved:
        now = (f"{code} sang {now}" for code, now in filled.moved.items())
        message += f" Đã chuyển các dòng ghi mã cũ: {'; '.join(now)}."
    asks: dict[str, Any] = {}
    sheets = f"{len(bare)} phiếu trong sổ ({first_few(bare, _NAMED)})" if bare else ""
    if clear and bare:
        for name in bare:
            workbook.sheets.all()[name].delete()
        workbook.sheets_changed()
        workbook.log(_ACTION, [("", "Đã xóa phiếu không còn dùng", name) for name in bare])
        message += f" Đã xóa {sheets}."
    elif told := "; ".join(filter(None, (sheets, tell_codes(filled.old_codes)))):
        message += f" Không còn dùng (đơn vị đổi mã, hết việc, nhóm đã có thành viên): {told}."
        moved = "chuyển các dòng sang mã nay dùng" * any(filled.old_codes.values())
        if does := " và ".join(filter(None, ("xóa các phiếu ấy" * bool(bare), moved))):
            asks = ask_to_clear(told, f"{does} (Lùi một bước thì trở lại như cũ)")
    return Summary(
        message=message,
        data=assignment_data(filled.work)
        | {"conflicts": filled.conflicts, "left": list(filled.left), "cleared": bare if clear else []}
        | {"old_codes": filled.old_codes},
        **asks,
    )


def fill_task_sheets(workbook: Workbook, *, clear: bool = False) -> TaskSheets:
    """Do what `assign` does, but for what it asks; `clear`: rows under old codes move to the present ones."""
    sheets = dict(workbook.sheets.all())
    workbook.will_write(c.TASK_SHEET_TEMPLATE)
    workbook.will_reshape(c.PROGRESS_TABLE, c.CONFLICTS, c.LOG, sheets=task_sheets_in(workbook))
    work = make_assignment(workbook)
    codes, moved = old_codes(workbook, work), dict[str, str]()
    if clear:
        workbook.log(_ACTION, move_codes(workbook, codes))
        before, codes = codes, old_codes(workbook, work)
        moved = {code: now for code, now in before.items() if code not in codes}
    progress, typed = read_progress(workbook), TypedOnSheets(workbook)
    current = current_round(workbook)
    wanted = sheet_names(work.assignment.sheets)
    if new := [name for name in wanted if name not in sheets]:
        sheets |= _copy_template(workbook, new)
    gone: list[tuple[str, Gone]] = []
    for sheet, name in each("điền phiếu", list(zip(work.assignment.sheets, wanted, strict=True))):
        rows = [dict(zip(u.TASK_SHEET.columns, row, strict=True)) for row in sheet_rows(sheet, progress)]
        _head(sheets[name], name, sheet, work, current)
        gone += [(name, row) for row in _fill(sheets[name], sheet.code, rows, progress, typed)]
    left: dict[str, list[str]] = {}
    for name, old in left_sheets(sheets, wanted).items():
        went, left[name] = empty(old, progress)
        gone += [(name, row) for row in went]
    list_task_sheets(workbook, work, wanted)
    workbook.log(_ACTION, [line for name, row in gone for line in _typed(name, row)])
    typed.write(Names(work))
    return TaskSheets(work=work, conflicts=typed.conflicts, left=left, old_codes=codes, moved=moved)


def list_task_sheets(workbook: Workbook, work: Work, made: Sequence[str] = ()) -> None:
    """Tell `Tổng quan` who has work in hand and on which sheet, for its links and counts; an older one has no room.

    Args:
        workbook: The workbook.
        work: Who does what.
        made: The names of the sheets, in the order of the units, "" for one that is not there; without any, those that
            are listed stay.
    """
    if not workbook.book.names.contains(c.TASK_SHEET_LIST):
        return
    sheet, area = workbook.cells([c.TASK_SHEET_LIST])[c.TASK_SHEET_LIST]
    room, sheets = area._replace(height=_LISTED, width=4), work.assignment.sheets
    there = [[text_of(value) for value in row] for row in values_of(sheet, room)]
    listed = {code: name for code, name, *_ in there}
    if made:
        listed = {one.code: name.replace("'", "''") for one, name in zip(sheets, made, strict=True)}
    awaited = {one.code for one in work.awaited}
    rows = [[one.code, listed.get(one.code, ""), one.name, "x" if one.code in awaited else ""] for one in sheets]
    rows = [*rows, *[[""] * 4] * _LISTED][:_LISTED]
    if there != rows:
        write_texts(sheet, room, rows)


def task_sheets_in(workbook: Workbook) -> list[xw.Sheet]:
    """The task sheets that the workbook has, those among them that staff copied for themselves too."""
    return [
        sheet
        for name, sheet in dict(workbook.sheets.all()).items()
        if name.startswith(c.TASK_SHEET_PREFIX) and name != c.TASK_SHEET_TEMPLATE
    ]


def sheet_names(sheets: Iterable[TaskSheet]) -> list[str]:
    """The names of the sheets inside the workbook, such as Excel accepts and no two alike."""
    names = [c.TASK_SHEET_TEMPLATE]
    for sheet in sheets:
        names.append(safe_sheet_name(f"{c.TASK_SHEET_PREFIX}{sheet.code}", names))
    return names[1:]


def make_assignment(workbook: Workbook) -> Work:
    """Read and assign the work; write due dates, the plan's identity and the rounds to begin with into the workbook.

    Raises:
        WorkbookError, DataError: as `assign`.
    """
    workbook.will_write(c.OVERVIEW)
    work = workbook.once(read_assignable)
    year = work.settings.year(c.YEAR_PLAN)
    _write_due_dates(work.task_table, [(item.row, item.deadline) for item in work.items if item.is_task])
    _write_due_dates(work.scores.table, [(row.row, read_deadline(row.deadline, year)) for row in work.scores.criteria])
    write_lead_codes(work)
    row = work.settings.row(c.PLAN_ID)
    if work.assignment.sheets and row is not None and not work.settings.text(c.PLAN_ID):
        identity = plan_id(work.settings)
        work.settings.table.update({row: {c.VALUE: identity}})
        work.settings.values[fold(c.PLAN_ID)] = (row, identity)
    lay_starting_rounds(workbook)
    return work


def _write_due_dates(table: Table, deadlines: Iterable[tuple[int, Deadline]]) -> None:
    """Write `Hạn cuối` where the deadline's text gives a day or recurs; one typed beside any other text stays."""
    table.update({row: {c.DUE: known.due} for row, known in deadlines if known.kind in ("day", "recurring")})


def _copy_template(workbook: Workbook, names: Sequence[str]) -> dict[str, xw.Sheet]:
    template = template_sheet(workbook.sheets, c.TASK_SHEET_TEMPLATE)
    copies = SheetCopies(workbook.book, workbook.sheets.all()).under_names(template, names, "lập phiếu")
    workbook.sheets_changed()
    return copies


def _head(target: xw.Sheet, sheet_name: str, sheet: TaskSheet, work: Work, current: Round) -> None:
    """Write the heading of a sheet where it has changed."""
    wanted = heading(sheet, work.settings, current)
    cells = named_cells(target, wanted)
    for name, cell in cells.items():
        if cell.sheet.casefold() != sheet_name.casefold():
            raise lost_name(target, name, is_there=True)
    whole = around(cell.area for cell in cells.values())
    shown = values_of(target, whole)
    for name, (_, area) in cells.items():
        if text_of(shown[area.row - whole.row][area.column - whole.column]) != text_of(wanted[name]):
            write_texts(target, area, [[wanted[name]]])


def _fill(target: xw.Sheet, unit: str, rows: list[dict[str, Any]], known: Progress, typed: TypedOnSheets) -> list[Gone]:
    """Bring a unit's sheet up to date; return the rows of work that it has no more."""
    table = table_on(target, u.TASK_SHEET)
    there = {text_of(row[c.STT]): row for _, row in table.rows()}
    for row in rows:
        label = str(row[c.STT])
        old = there.get(label, {})
        if (label, unit) in known:
            typed.merge((label, unit), table.sheet_name, old, row)
        else:
            row.update({column: old[column] for column in u.UNIT_FILLS if not is_blank(old.get(column))})
    return table.replace(rows, key=((c.STT,),))


def _typed(sheet: str, row: Gone) -> Iterator[tuple[str, str, str]]:
    """A line for the log that keeps what people typed in a row of work that the unit has no more."""
    filled = {column: text_of(row.values[column]) for column in u.UNIT_FILLS if not is_blank(row.values[column])}
    if filled == {c.STATUS: c.TODO}:
        filled = {}
    if said := [f"{column}: {text}" for column, text in (filled | dict(row.own)).items()]:
        yield "", "Việc không còn trên phiếu", f"{sheet}, STT {text_of(row.values[c.STT])}: {'; '.join(said)}"


def _message(work: Work, conflicts: int) -> str:
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
    if conflicts:
        message += (
            f" {conflicts} chỗ gõ trên phiếu khác sheet {c.PROGRESS_SHEET}, giữ nguyên trên phiếu: chọn ở cột "
            f"{c.CHOICE} của sheet {c.CONFLICTS_SHEET} rồi bấm Tổng hợp phiếu."
        )
    return message
