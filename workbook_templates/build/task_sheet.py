"""The task sheet of one unit: the hidden sheet `Phiếu mẫu` that *assign* copies, and that of the unit workbook.

What is filled in per unit is in cells with sheet-scoped names, so that a copied sheet brings its own.
"""

from collections.abc import Iterable

from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from workbook_templates.build import styles
from workbook_templates.build.page import set_page
from workbook_templates.build.sheets import freeze, link_back
from workbook_templates.build.tables import DATE, LAST_ROW, Look, Placed, add_table, dress_rows
from workbook_templates.build.tasks import PERCENT_DONE, WORKING_DAY, check_progress, due_formats, status_formats

HEADING_ROW = 8
AGENCY, UNIT, PLAN, SUMMARY, REPLY = ("Sheet_Agency", "Sheet_Unit", "Sheet_Plan", "Sheet_Summary", "Sheet_Reply")
LOOKS = {
    c.STT: Look(width=7, kind="text", note="Số thứ tự theo kế hoạch.", align="center"),
    c.SHEET_TASK: Look(width=31, kind="text", note="Nhiệm vụ, hoặc tiêu chí chưa có nhiệm vụ riêng."),
    c.REQUIREMENT: Look(width=26, kind="text", note="Yêu cầu, kết quả phải đạt."),
    c.TASK_DEADLINE: Look(width=12, kind="text", note="Thời hạn đúng như kế hoạch ghi.", align="center"),
    c.DUE: Look(width=14, kind="text", note="Ngày cuối cùng; việc thường xuyên để trống.", align="center", format=DATE),
    c.ROLE: Look(width=9, kind="text", note="Chủ trì hoặc Phối hợp.", align="center"),
    c.PARTNERS: Look(width=32, kind="text", note="Các đơn vị khác cùng thực hiện; người phụ trách, lãnh đạo chỉ đạo."),
    c.STATUS: Look(width=14, kind="input", note="Chọn trong danh sách.", align="center", choices=c.STATUSES),
    c.PROGRESS: Look(
        width=9, kind="input", note="Phần trăm hoàn thành, ví dụ 60%.", align="center", format=PERCENT_DONE
    ),
    c.RESULT: Look(width=18, kind="input", note="Kết quả đã đạt, số liệu chính."),
    c.PROOF: Look(width=15, kind="input", note="Tên, số, ngày tài liệu kiểm chứng; chèn được liên kết."),
    c.NOTE: Look(
        width=13, kind="input", note="Vướng mắc, đề nghị; chưa có người phụ trách thì ghi: Người phụ trách: họ tên."
    ),
}


def lay_out(sheet: Worksheet, hint: str, *, paper_to: str = c.NOTE, day: str = "TODAY()") -> Placed:
    """Lay out an empty task sheet.

    Args:
        sheet: The sheet.
        hint: The line above the columns that a unit fills; above the table where all of it goes on paper.
        paper_to: The last column that goes on paper: the titles are in the middle of those.
        day: A formula for the day on which work is late.
    """
    last, end = (get_column_letter(u.TASK_SHEET.columns.index(heading) + 1) for heading in (paper_to, c.NOTE))
    aside = get_column_letter(u.TASK_SHEET.columns.index(paper_to) + 2) if last != end else "A"
    lines = (
        *head("PHIẾU GIAO VIỆC"),
        (5, SUMMARY, summary_formula(), styles.font(12, bold=True), "left"),
        (6, REPLY, None, styles.font(12), "left"),
    )
    write_head(sheet, lines, last)
    write_head(sheet, [hint_line(7, hint)], end, aside)
    placed = add_table(sheet, u.TASK_SHEET, LOOKS, row=HEADING_ROW, heading_height=36)
    late = due_formats(placed, styles.LATE_FORMAT_SHORT, day=day)
    dress_rows(placed, LOOKS, columns={c.STATUS: status_formats(placed), c.DUE: late})
    check_progress(sheet, placed.column(c.PROGRESS))
    freeze(sheet, f"C{placed.first}")
    set_page(sheet, heading_row=HEADING_ROW)
    return placed


Line = tuple[int, str | None, str | None, Font, str]  # row, the cell's name, what it says, type, where it stands


def head(what: str) -> tuple[Line, ...]:
    """The lines above every table of a unit's: who gives it, what it is, for whom, by which plan."""
    return (
        (1, AGENCY, None, styles.font(12, bold=True), "left"),
        (2, None, what, styles.font(16, bold=True), "center"),
        (3, UNIT, None, styles.font(14, bold=True), "center"),
        (4, PLAN, None, styles.font(12, italic=True), "center"),
    )


def hint_line(row: int, hint: str) -> Line:
    """The line that says how to fill in."""
    return row, None, hint, styles.font(11, italic=True, color=styles.MUTED), "left"


def write_head(sheet: Worksheet, lines: Iterable[Line], until: str, first: str = "A") -> None:
    """Write lines above a table, each over some columns."""
    for row, name, value, look, align in lines:
        cell = sheet[f"{first}{row}"]
        cell.value, cell.font, cell.alignment = value, look, styles.aligned(align)
        cell.number_format = "General" if name == SUMMARY else "@"
        sheet.merge_cells(f"{first}{row}:{until}{row}")
        sheet.row_dimensions[row].height = {2: 24, 3: 20}.get(row, 18)
        if name:
            sheet.defined_names[name] = DefinedName(name, attr_text=f"'{sheet.title}'!${first}${row}")


def summary_formula() -> str:
    """One live sentence that counts the sheet's work; it refers to its own sheet only, so a copy counts its own."""
    column = {
        heading: f"${'ABCDEFGHIJKL'[i]}${HEADING_ROW + 1}:${'ABCDEFGHIJKL'[i]}${LAST_ROW}"
        for i, heading in enumerate(u.TASK_SHEET.columns)
    }
    lead = f'COUNTIF({column[c.ROLE]},"{c.ROLE_LEAD}")'
    support = f'COUNTIF({column[c.ROLE]},"{c.ROLE_SUPPORT}")'
    done = f'COUNTIF({column[c.STATUS]},"{c.DONE}")'
    none = f'COUNTIF({column[c.STATUS]},"{c.NOT_ARISEN}")'
    return (
        f'="Tổng số "&{lead}+{support}&" việc: chủ trì "&{lead}&", phối hợp "&{support}&"; đã hoàn thành "&{done}'
        f'&IF({none}=0,"","; không phát sinh "&{none})&"."'
    )


def add_task_sheet_template(sheet: Worksheet) -> None:
    """Fill the hidden sheet `Phiếu mẫu`."""
    sheet.sheet_properties.tabColor = styles.TAB_FORM
    lay_out(
        sheet,
        "Năm cột này do đơn vị điền, không in ra phiếu giấy; số liệu cập nhật khi tổng hợp phiếu.",
        paper_to=c.PARTNERS,
        day=WORKING_DAY,
    )
    _as_on_paper(sheet)
    link_back(sheet, f"{get_column_letter(u.TASK_SHEET.columns.index(c.STATUS) + 1)}1")
    sheet.sheet_state = "hidden"


def _as_on_paper(sheet: Worksheet) -> None:
    """Black lines and no fill in the heading, as the appendices have them; room to sign in the row of the reply."""
    for column in range(1, u.TASK_SHEET.columns.index(c.PARTNERS) + 2):
        heading = sheet.cell(HEADING_ROW, column)
        heading.fill, heading.border = PatternFill(), styles.border("000000")
    for area in sheet.conditional_formatting:
        for rule in area.rules:
            if rule.dxf is not None and rule.dxf.border is not None:
                rule.dxf.border = styles.border("000000")
    sheet.row_dimensions[6].height = 30
