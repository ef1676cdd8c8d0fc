"""The sheets of the year as an office lives it: `Kỳ báo cáo`, `Việc phát sinh`, `So sánh năm`."""

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from cchc_macros import contract as c
from workbook_templates.build import styles
from workbook_templates.build.page import set_page
from workbook_templates.build.sheets import freeze, name_cell, title
from workbook_templates.build.tables import DATE, GENERAL, Format, Look, Placed, add_table, dress_rows
from workbook_templates.build.tasks import PERCENT_DONE

HEADING_ROW = 4
ROUNDS_HEADING_ROW = 6
ROUND_LOOKS = {
    c.PERIOD: Look(26, "input", "Tên kỳ, in trên phiếu và báo cáo. Đổi tên trước khi xuất phiếu của kỳ."),
    c.ROUND_FROM: Look(13, "input", "Ngày đầu của số liệu.", "center", DATE),
    c.ROUND_TO: Look(13, "input", "Ngày chốt số liệu.", "center", DATE),
    c.ROUND_RETURN: Look(14, "input", "Ngày cuối để đơn vị gửi phiếu về.", "center", DATE),
    c.ROUND_EXTENDED: Look(
        38, "input", "Đơn vị được gia hạn, mỗi dòng một đơn vị: NV1: 20/3/2026 (lý do). Chỉ ghi ngày là cho mọi đơn vị."
    ),
    c.STATUS: Look(
        13, "input", "Chọn Đang mở khi giao phiếu của kỳ, Đã đóng khi xong; chỉ một kỳ mở. Không mở kỳ nào là không "
        "chia kỳ.", "center", choices=c.ROUND_STATUSES,
    ),
    c.NOTE: Look(28, "text", "Ghi chú của cơ quan."),
    c.ROUND_REPORT: Look(14, "input", "Ngày cơ quan phải báo cáo cấp trên.", "center", DATE),
    c.ROUND_WORK: Look(9, "computed", "Số việc đã giao, không kể việc không phát sinh.", "center", GENERAL),
    c.ROUND_DONE: Look(11, "computed", "Số việc hoàn thành đến hết kỳ, theo phiếu.", "center", GENERAL),
    c.ROUND_DOING: Look(10, "computed", "Số việc đang thực hiện khi hết kỳ, theo phiếu.", "center", GENERAL),
    c.ROUND_RETURNED: Look(10, "computed", "Số đơn vị đã gửi phiếu của kỳ.", "center", GENERAL),
    c.ROUND_MISSING: Look(26, "computed", "Mã đơn vị chưa gửi phiếu của kỳ."),
}  # fmt: skip
PROPOSAL_LOOKS = {
    c.UNIT: Look(12, "computed", "Mã đơn vị đề xuất.", "center"),
    c.PERIOD: Look(18, "computed", "Kỳ báo cáo của phiếu.", "center"),
    c.SHEET_TASK: Look(44, "text", "Việc đơn vị ghi thêm trong phiếu. Sửa được trước khi nhận."),
    c.REQUIREMENT: Look(34, "text", "Yêu cầu, kết quả phải đạt."),
    c.TASK_DEADLINE: Look(16, "text", "Thời hạn.", "center"),
    c.STATUS: Look(16, "text", "Trạng thái đơn vị ghi.", "center"),
    c.PROGRESS: Look(9, "text", "Tiến độ đơn vị ghi.", "center", PERCENT_DONE),
    c.RESULT: Look(30, "text", "Kết quả đơn vị ghi."),
    c.PROOF: Look(24, "text", "Minh chứng đơn vị ghi."),
    c.SOURCE: Look(26, "computed", "Tệp phiếu."),
    c.UPDATED: Look(13, "computed", "Ngày phiếu được tổng hợp.", "center", DATE),
    c.CHOICE: Look(12, "input", "Nhận: thành nhiệm vụ của đơn vị ở sheet Nhiệm vụ khi bấm Tổng hợp phiếu lần nữa.",
                   "center", choices=c.PROPOSAL_CHOICES),
    c.STT: Look(9, "computed", "STT của nhiệm vụ đã lập.", "center"),
}  # fmt: skip
COMPARISON_LOOKS = {
    c.STT: Look(8, "computed", "STT năm nay; tiêu chí năm nay không còn thì STT năm trước.", "center"),
    c.CRITERION_NAME: Look(58, "computed", "Lĩnh vực, tiêu chí, tiêu chí thành phần."),
    c.MAX_SCORE: Look(9, "computed", "Điểm tối đa.", "center", GENERAL),
    c.BEFORE: Look(10, "computed", "Điểm kết quả trong sổ năm trước.", "center", GENERAL),
    c.NOW: Look(10, "computed", "Điểm kết quả trong sổ này.", "center", GENERAL),
    c.DIFFERENCE: Look(10, "computed", "Năm nay trừ năm trước.", "center", "+General;-General;0"),
    c.LOST_BEFORE: Look(10, "computed", "Điểm mất năm trước.", "center", GENERAL),
    c.LOST_NOW: Look(10, "computed", "Điểm mất năm nay.", "center", GENERAL),
    c.VERDICT: Look(20, "computed", "Lấy lại hết, mất lại, mất mới…", "center"),
    c.DOMAIN_NUMBER: Look(8, "computed", "Số thứ tự của lĩnh vực, cho Tổng quan.", "center", GENERAL, hidden=True),
}


def add_rounds(sheet: Worksheet) -> None:
    """Fill the sheet `Kỳ báo cáo`."""
    sheet.sheet_properties.tabColor = styles.TAB_TYPE
    hint = "Chọn Đang mở ở kỳ đang giao phiếu; mọi ô nền vàng sửa được. Không mở kỳ nào thì phiếu không chia kỳ."
    title(sheet, "CÁC KỲ BÁO CÁO TRONG NĂM", hint)
    _write_current(sheet)
    placed = add_table(sheet, c.ROUNDS, ROUND_LOOKS, row=ROUNDS_HEADING_ROW, heading_height=34)
    status = placed.at(c.STATUS)
    opened = (f'{status}="{c.ROUND_OPEN}"', styles.difference(styles.DONE, styles.DONE_INK, bold=True, lined=True))
    closed = (f'{status}="{c.ROUND_CLOSED}"', styles.difference(ink=styles.MUTED, lined=True))
    missing = (f'{placed.at(c.ROUND_MISSING)}<>""', styles.difference(styles.NEAR, styles.NEAR_INK, lined=True))
    days = {heading: _days(placed, heading) for heading in (c.ROUND_FROM, c.ROUND_TO, c.ROUND_RETURN, c.ROUND_REPORT)}
    dress_rows(placed, ROUND_LOOKS, columns={c.STATUS: (opened, closed), c.ROUND_MISSING: (missing,), **days})
    _check_days(sheet, placed)
    _finish(placed)


def _write_current(sheet: Worksheet) -> None:
    """The open round and the one whose data closed before its own, which `Tổng quan` compares."""
    opened = f'MATCH("{c.ROUND_OPEN}",Rounds[{c.STATUS}],0)'
    closing = f"Rounds[{c.ROUND_TO}]"
    earlier = f'COUNTIF({closing},"<"&INDEX({closing},{opened}))'
    before = f"INDEX(Rounds[{c.PERIOD}],MATCH(SMALL({closing},{earlier}),{closing},0))"
    for row, label, formula, name in (
        (4, "Kỳ đang mở:", f'=IFERROR(INDEX(Rounds[{c.PERIOD}],{opened})&"","")', c.CURRENT_ROUND),
        (5, "Kỳ trước:", f'=IFERROR({before}&"","")', c.PREVIOUS_ROUND),
    ):
        for address, value, align in ((f"A{row}", label, "right"), (f"B{row}", formula, "left")):
            cell = sheet[address]
            cell.value, cell.font = value, styles.font(bold=address[0] == "B")
            cell.alignment, cell.number_format = styles.aligned(align, wrap=False), GENERAL
        name_cell(sheet, name, f"B{row}")
        sheet.row_dimensions[row].height = 18


def _days(placed: Placed, heading: str) -> list[Format]:
    """Months 1 and 2 take a zero, others none, as on paper."""
    day = placed.at(heading)
    look = styles.difference(styles.INPUT, lined=True, number_format=styles.LONG_MONTH.replace("mm", "m"))
    return [(f"AND(ISNUMBER({day}),MONTH({day})>2)", look)]


def _check_days(sheet: Worksheet, placed: Placed) -> None:
    rule = DataValidation(type="date", operator="greaterThan", formula1="36526", allow_blank=True)  # 01/01/2000
    rule.errorStyle, rule.showErrorMessage = "stop", True
    rule.errorTitle = "Ngày chưa đúng"
    rule.error = "Nhập ngày/tháng/năm, ví dụ 14/3/2026, hoặc xóa trống ô."
    for heading in (c.ROUND_FROM, c.ROUND_TO, c.ROUND_RETURN, c.ROUND_REPORT):
        rule.add(placed.column(heading))
    sheet.add_data_validation(rule)


def add_proposals(sheet: Worksheet) -> None:
    """Fill the sheet `Việc phát sinh`."""
    sheet.sheet_properties.tabColor = styles.TAB_RESULT
    hint = "Việc đơn vị ghi thêm vào phiếu. Chọn Nhận ở cột Chọn rồi bấm Tổng hợp phiếu để thành nhiệm vụ của đơn vị."
    title(sheet, "VIỆC PHÁT SINH DO ĐƠN VỊ ĐỀ XUẤT", hint)
    placed = add_table(sheet, c.PROPOSALS, PROPOSAL_LOOKS, row=HEADING_ROW, heading_height=22)
    dress_rows(placed, PROPOSAL_LOOKS)
    _finish(placed)


def add_comparison(sheet: Worksheet) -> None:
    """Fill the sheet `So sánh năm`."""
    sheet.sheet_properties.tabColor = styles.TAB_RESULT
    hint = "Nút So với năm trước lập lại bảng này từ sổ năm trước; điểm so sánh là cột Kết quả của hai sổ."
    title(sheet, "SO SÁNH VỚI NĂM TRƯỚC", hint)
    placed = add_table(sheet, c.COMPARISON, COMPARISON_LOOKS, row=HEADING_ROW, heading_height=34)
    good = styles.difference(styles.DONE, styles.DONE_INK, lined=True)
    bad = styles.difference(styles.LOST, styles.LOST_INK, lined=True)
    more = placed.at(c.DIFFERENCE)
    verdict = placed.at(c.VERDICT)
    parent = (f'AND({placed.at(c.STT)}<>"",{verdict}="")', styles.difference(styles.PARENT, bold=True, lined=True))
    dress_rows(
        placed,
        COMPARISON_LOOKS,
        rows=(parent,),
        columns={
            c.DIFFERENCE: ((f"N({more})>0", good), (f"N({more})<0", bad)),
            c.VERDICT: (
                (f'LEFT({verdict},3)="Lấy"', good),
                (f'LEFT({verdict},3)="Mất"', bad),
            ),
        },
    )
    _finish(placed)


def _finish(placed: Placed) -> None:
    freeze(placed.sheet, f"B{placed.first}")
    set_page(placed.sheet, heading_row=placed.heading_row)
