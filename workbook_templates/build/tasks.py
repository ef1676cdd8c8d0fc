"""The sheet `Nhiệm vụ`: the tasks, with the working day that decides what is late above them."""

from openpyxl.formatting.rule import DataBarRule
from openpyxl.worksheet.worksheet import Worksheet

from cchc_macros import contract as c
from workbook_templates.build import styles
from workbook_templates.build.page import set_page
from workbook_templates.build.sheets import freeze, legend, name_cell, setting_number, title
from workbook_templates.build.tables import DATE, GENERAL, Format, Look, Placed, add_number_check, add_table, dress_rows

HEADING_ROW = 5
WORKING_DAY, NEAR_DAYS = "Working_Day", "Near_Days"
PERCENT_DONE = "0%"
LOOKS = {
    c.STT: Look(width=7, kind="text", note="Số thứ tự theo văn bản. Dòng chỉ có tên là đề mục, không phải nhiệm vụ.",
    align="center"),
    c.TASK_NAME: Look(width=42, kind="text", note="Tên nhiệm vụ; dòng đề mục được in đậm."),
    c.REQUIREMENT: Look(width=40, kind="text", note="Yêu cầu, kết quả phải đạt theo văn bản."),
    c.TASK_DEADLINE: Look(width=16, kind="text", note="Thời hạn đúng như văn bản ghi, kể cả Thường xuyên.",
    align="center"),
    c.DUE: Look(width=19, kind="computed", align="center", format=DATE,
    note="Ngày cuối cùng; đọc từ Thời hạn khi nhập phụ lục, tạo phiếu giao việc."),
    c.LEAD: Look(width=26, kind="text", note="Đơn vị chủ trì; nhiều đơn vị cách nhau bằng dấu chấm phẩy."),
    c.SUPPORT: Look(width=26, kind="text", note="Đơn vị phối hợp; nhiều đơn vị cách nhau bằng dấu chấm phẩy."),
    c.RELATED: Look(width=11, kind="text", note="STT của tiêu chí trong Bảng điểm mà nhiệm vụ này phục vụ.",
    align="center"),
    c.STATUS: Look(width=18, kind="input", note="Chọn trong danh sách, hoặc để nút Tổng hợp phiếu ghi.", align="center",
                   choices=c.STATUSES),
    c.PROGRESS: Look(width=9, kind="input", note="Phần trăm hoàn thành, từ 0% đến 100%.", align="center",
    format=PERCENT_DONE),
    c.FLAG: Look(width=14, kind="computed", note="Phần mềm ghi: quá hạn, sắp đến hạn…", align="center"),
    c.REPORTED: Look(width=26, kind="computed",
    note="Điều đơn vị chủ trì báo trong phiếu; Trạng thái, Tiến độ do cơ quan quyết định."),
    c.PERSON: Look(width=20, kind="text",
    note="Người được giao làm việc này, theo kế hoạch hoặc theo phiếu của đơn vị chủ trì."),
    c.LEADER: Look(width=20, kind="text", note="Lãnh đạo cơ quan chỉ đạo việc này."),
    c.LEAD_CODES: Look(width=14, kind="computed", note="Mã đơn vị chủ trì, cho Tổng quan.", hidden=True),
}  # fmt: skip


def add_tasks(sheet: Worksheet) -> None:
    """Fill the sheet `Nhiệm vụ`."""
    sheet.sheet_properties.tabColor = styles.TAB_TYPE
    title(sheet, "NHIỆM VỤ DUY TRÌ, NÂNG CAO CHỈ SỐ CẢI CÁCH HÀNH CHÍNH")
    sheet.merge_cells("A3:A4")
    sheet["A3"].alignment = styles.aligned("left")
    _write_working_day(sheet)
    legend(
        sheet,
        {
            "D3": (styles.LATE, "Quá hạn"),
            "D4": (styles.NEAR, "Sắp đến hạn"),
            "E3": (styles.INPUT, "Ô nhập"),
            "E4": (styles.COMPUTED, "Phần mềm tính"),
        },
    )
    placed = add_table(sheet, c.TASKS, LOOKS, row=HEADING_ROW, heading_height=34)
    _colour_rows(placed)
    check_progress(sheet, placed.column(c.PROGRESS))
    freeze(sheet, f"C{placed.first}")
    set_page(sheet, heading_row=HEADING_ROW)


def _write_working_day(sheet: Worksheet) -> None:
    """The day that counts as today and how many days before a due date is near, from the settings."""
    day = setting_number(c.TODAY)
    sheet.row_dimensions[3].height = sheet.row_dimensions[4].height = 18
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
        name_cell(sheet, name, value_at)


def _colour_rows(placed: Placed) -> None:
    name, requirement, deadline = placed.at(c.TASK_NAME), placed.at(c.REQUIREMENT), placed.at(c.TASK_DEADLINE)
    # A heading: a row that has a name and nothing of a task.
    lead, support = placed.at(c.LEAD), placed.at(c.SUPPORT)
    heading = f'AND({name}<>"",{requirement}="",{deadline}="",{lead}="",{support}="")'
    flagged = styles.difference(styles.NEAR, styles.NEAR_INK, bold=True, lined=True)
    dress_rows(
        placed,
        LOOKS,
        rows=((heading, styles.difference(styles.PARENT, bold=True, lined=True)),),
        columns={
            c.DUE: due_formats(placed, styles.LATE_FORMAT, day="$C$3", near="$C$4", back=styles.COMPUTED),
            c.FLAG: ((f'{placed.at(c.FLAG)}<>""', flagged),),
            c.STATUS: status_formats(placed),
        },
    )


def due_formats(
    placed: Placed, late_format: str, *, day: str, near: str | None = None, back: str | None = None
) -> list[Format]:
    """Late and near due dates, in words too; what is done is neither. Months 1 and 2 take a zero, others none.

    Args:
        placed: The table.
        late_format: Number format of a late date.
        day: A formula for the working day.
        near: A formula for how many days before it a due date is near; None: never.
        back: The fill of a date that is neither.
    """
    due, status = placed.at(c.DUE), placed.at(c.STATUS)
    is_open = ",".join([f"ISNUMBER({due})", *(f'{status}<>"{closed}"' for closed in c.CLOSED)])
    colours: list[tuple[str, str | None, str | None, bool | None, str]] = [
        (f"{is_open},{due}<{day}", styles.LATE, styles.LATE_INK, True, late_format)
    ]
    if near:
        soon = f"{is_open},{due}>={day},{due}<={day}+{near}"
        colours.append((soon, styles.NEAR, styles.NEAR_INK, None, styles.NEAR_FORMAT))
    colours.append((f"ISNUMBER({due})", back, None, None, styles.LONG_MONTH))
    formats = []
    for formula, fill, ink, bold, form in colours:
        for months, written in ((f",MONTH({due})<=2", form), ("", form.replace("mm", "m"))):
            look = styles.difference(fill, ink, bold=bold, lined=True, number_format=written)
            formats.append((f"AND({formula}{months})", look))
    return formats


def status_formats(placed: Placed) -> list[Format]:
    """A colour for each status beside its word."""
    status = placed.at(c.STATUS)
    return [
        (f'{status}="{name}"', styles.difference(back, ink, lined=True))
        for name, back, ink in (
            (c.DONE, styles.DONE, styles.DONE_INK),
            (c.DOING, styles.DOING, styles.DOING_INK),
            (c.CANNOT, styles.LOST, styles.LOST_INK),
            (c.NOT_ARISEN, styles.COMPUTED, styles.MUTED),
        )
    ]


def check_progress(sheet: Worksheet, area: str) -> None:
    """Progress is a share from 0 to 100 %, shown as a bar too."""
    bar = DataBarRule("num", 0, "num", 1, color=f"FF{styles.DONE}", minLength=0, maxLength=100)  # type: ignore[no-untyped-call]
    sheet.conditional_formatting.add(area, bar)
    add_number_check(sheet, area, "1", "Tiến độ chưa đúng", "Nhập phần trăm từ 0% đến 100%, ví dụ 60%.")
