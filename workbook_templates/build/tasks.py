"""The sheet `Nhiệm vụ`: the tasks, with the working day that decides what is late above them."""

from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from cchc_macros import contract as c
from workbook_templates.build import styles
from workbook_templates.build.page import set_page
from workbook_templates.build.sheets import freeze, legend, setting_number, title
from workbook_templates.build.tables import (
    DATE,
    GENERAL,
    Look,
    Placed,
    add_table,
    colour,
    dress_rows,
)

HEADING_ROW = 5
WORKING_DAY, NEAR_DAYS = "Working_Day", "Near_Days"
PERCENT_DONE = "0%"
LOOKS = {
    c.STT: Look(7, "text", "Số thứ tự theo văn bản. Dòng chỉ có tên là đề mục, không phải nhiệm vụ."),
    c.TASK_NAME: Look(42, "text", "Tên nhiệm vụ; dòng đề mục được in đậm."),
    c.REQUIREMENT: Look(40, "text", "Yêu cầu, kết quả phải đạt theo văn bản."),
    c.TASK_DEADLINE: Look(16, "text", "Thời hạn đúng như văn bản ghi, ví dụ: Trước 01/6/2026; Thường xuyên.", "center"),
    c.DUE: Look(19, "computed", "Ngày cuối cùng, phần mềm đọc từ Thời hạn. Việc thường xuyên để trống.", "center", DATE),
    c.LEAD: Look(26, "text", "Đơn vị chủ trì; nhiều đơn vị cách nhau bằng dấu chấm phẩy."),
    c.SUPPORT: Look(26, "text", "Đơn vị phối hợp; nhiều đơn vị cách nhau bằng dấu chấm phẩy."),
    c.RELATED: Look(11, "text", "STT của tiêu chí trong Bảng điểm mà nhiệm vụ này phục vụ.", "center"),
    c.STATUS: Look(15, "input", "Chọn trong danh sách. Nút Tổng hợp phiếu cập nhật từ phiếu các đơn vị.", "center",
                   choices=c.STATUSES),
    c.PROGRESS: Look(9, "input", "Phần trăm hoàn thành, từ 0% đến 100%.", "center", PERCENT_DONE),
    c.FLAG: Look(14, "computed", "Phần mềm ghi: quá hạn, sắp đến hạn…", "center"),
}  # fmt: skip


def add_tasks(sheet: Worksheet) -> None:
    """Fill the sheet `Nhiệm vụ`."""
    sheet.sheet_properties.tabColor = styles.TAB_TYPE
    title(sheet, "NHIỆM VỤ DUY TRÌ, NÂNG CAO CHỈ SỐ CẢI CÁCH HÀNH CHÍNH")
    _write_working_day(sheet)
    legend(
        sheet,
        3,
        (
            (styles.LATE, "Quá hạn"),
            (styles.NEAR, "Sắp đến hạn"),
            (styles.INPUT, "Nhập"),
            (styles.COMPUTED, "Máy ghi"),
        ),
        columns=("D", "E", "I", "K"),
    )
    placed = add_table(sheet, c.TASKS, LOOKS, row=HEADING_ROW, heading_height=34)
    _colour_rows(sheet, placed)
    check_progress(sheet, placed.column(c.PROGRESS))
    freeze(sheet, f"C{placed.first}")
    set_page(sheet, heading_row=HEADING_ROW)


def _write_working_day(sheet: Worksheet) -> None:
    """The day that counts as today and how many days before a due date is near, from the settings."""
    assert sheet.parent is not None
    day = setting_number(c.TODAY)
    for label_at, label, value_at, formula, number_format, name in (
        ("B3", "Ngày làm việc:", "C3", f"=IF({day}>0,{day},TODAY())", DATE, WORKING_DAY),
        ("B4", "Nhắc trước hạn (ngày):", "C4", f"={setting_number(c.NEAR_DAYS)}", GENERAL, NEAR_DAYS),
    ):
        sheet[label_at] = label
        sheet[label_at].alignment = styles.aligned("right", wrap=False)
        sheet[value_at] = formula
        sheet[value_at].alignment = styles.aligned("left", wrap=False)
        for address in (label_at, value_at):
            sheet[address].font = styles.font()
            sheet[address].number_format = number_format
        absolute = f"${value_at[0]}${value_at[1:]}"
        sheet.parent.defined_names[name] = DefinedName(name, attr_text=f"'{sheet.title}'!{absolute}")


def _colour_rows(sheet: Worksheet, placed: Placed) -> None:
    name, requirement, deadline = placed.at(c.TASK_NAME), placed.at(c.REQUIREMENT), placed.at(c.TASK_DEADLINE)
    colour_due(sheet, placed, day="$C$3", near="$C$4")
    colour(
        sheet, placed.column(c.FLAG), f'{placed.at(c.FLAG)}<>""',
        styles.difference(styles.NEAR, styles.NEAR_INK, bold=True, lined=True),
    )  # fmt: skip
    colour_status(sheet, placed)
    # A heading: a row that has a name and nothing of a task.
    heading = (
        f'AND({name}<>"",{requirement}="",{deadline}="",{placed.at(c.LEAD)}="",{placed.at(c.SUPPORT)}="")'
    )
    colour(sheet, placed.area(), heading, styles.difference(styles.PARENT, bold=True, lined=True))
    dress_rows(placed, LOOKS)


def colour_due(sheet: Worksheet, placed: Placed, *, day: str, near: str | None = None) -> None:
    """Late and near due dates, in words too; what is done is neither."""
    due, status = placed.at(c.DUE), placed.at(c.STATUS)
    open_due = f'ISNUMBER({due}),{status}<>"{c.DONE}"'
    late = styles.difference(
        styles.LATE, styles.LATE_INK, bold=True, lined=True, number_format=styles.LATE_FORMAT
    )
    colour(sheet, placed.column(c.DUE), f"AND({open_due},{due}<{day})", late)
    if near:
        soon = styles.difference(styles.NEAR, styles.NEAR_INK, lined=True, number_format=styles.NEAR_FORMAT)
        colour(sheet, placed.column(c.DUE), f"AND({open_due},{due}>={day},{due}<={day}+{near})", soon)


def colour_status(sheet: Worksheet, placed: Placed) -> None:
    """A colour for each status beside its word."""
    for status, back, ink in (
        (c.DONE, styles.DONE, styles.DONE_INK),
        (c.DOING, styles.DOING, styles.DOING_INK),
        (c.CANNOT, styles.LOST, styles.LOST_INK),
    ):
        look = styles.difference(back, ink, lined=True)
        colour(sheet, placed.column(c.STATUS), f'{placed.at(c.STATUS)}="{status}"', look)


def check_progress(sheet: Worksheet, area: str) -> None:
    """Progress is a share from 0 to 100 %."""
    rule = DataValidation(type="decimal", operator="between", formula1="0", formula2="1", allow_blank=True)
    rule.errorStyle, rule.showErrorMessage = "stop", True
    rule.errorTitle = "Tiến độ chưa đúng"
    rule.error = "Nhập phần trăm từ 0% đến 100%, ví dụ 60%."
    rule.add(area)
    sheet.add_data_validation(rule)
