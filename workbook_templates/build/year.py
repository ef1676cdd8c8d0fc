"""The sheets of the year as an office lives it: `Kỳ báo cáo`, `Việc phát sinh`, `So sánh năm`."""

from openpyxl.worksheet.worksheet import Worksheet

from cchc_macros import contract as c
from workbook_templates.build import styles
from workbook_templates.build.page import set_page
from workbook_templates.build.sheets import freeze, name_cell, title
from workbook_templates.build.tables import (
    DATE,
    GENERAL,
    Format,
    Look,
    Placed,
    add_day_check,
    add_record,
    add_table,
    dress_rows,
)
from workbook_templates.build.tasks import PERCENT_DONE

ROUNDS_HEADING_ROW = 6
ROUND_LOOKS = {
    c.PERIOD: Look(width=26, kind="input",
    note="Tên kỳ, in trên phiếu và báo cáo. Đổi tên trước khi xuất phiếu của kỳ."),
    c.ROUND_FROM: Look(width=13, kind="input", note="Ngày đầu của số liệu.", align="center", format=DATE),
    c.ROUND_TO: Look(width=13, kind="input", note="Ngày chốt số liệu.", align="center", format=DATE),
    c.ROUND_RETURN: Look(width=14, kind="input", note="Ngày cuối để đơn vị gửi phiếu về.", align="center", format=DATE),
    c.ROUND_EXTENDED: Look(
        width=38, kind="input",
        note="Đơn vị được gia hạn, mỗi dòng một đơn vị: NV1: 20/3/2026 (lý do). Chỉ ghi ngày là cho mọi đơn vị."
    ),
    c.STATUS: Look(
        width=13, kind="input",
        note="Chọn Đang mở khi giao phiếu của kỳ, Đã đóng khi xong; chỉ một kỳ mở. Không mở kỳ nào là không "
        "chia kỳ.", align="center", choices=c.ROUND_STATUSES,
    ),
    c.NOTE: Look(width=28, kind="text", note="Ghi chú của cơ quan."),
    c.ROUND_REPORT: Look(width=14, kind="input", note="Ngày cơ quan phải báo cáo cấp trên.", align="center",
    format=DATE),
    c.ROUND_WORK: Look(width=9, kind="computed", note="Số việc đã giao, không kể việc không phát sinh.",
    align="center", format=GENERAL),
    c.ROUND_DONE: Look(width=11, kind="computed", align="center", format=GENERAL,
    note="Số việc hoàn thành đến hết kỳ: theo sheet Nhiệm vụ, chưa ghi ở đó thì theo phiếu."),
    c.ROUND_DOING: Look(width=10, kind="computed", note="Số việc đang thực hiện khi hết kỳ: như cột trước.",
    align="center", format=GENERAL),
    c.ROUND_RETURNED: Look(width=10, kind="computed", note="Số đơn vị đã gửi phiếu của kỳ.", align="center",
    format=GENERAL),
    c.ROUND_MISSING: Look(width=26, kind="computed", note="Mã đơn vị chưa gửi phiếu của kỳ."),
}  # fmt: skip
PROPOSAL_LOOKS = {
    c.UNIT: Look(width=16, kind="computed", note="Mã đơn vị đề xuất.", align="center"),
    c.PERIOD: Look(width=18, kind="computed", note="Kỳ báo cáo của phiếu.", align="center"),
    c.SHEET_TASK: Look(width=44, kind="text", note="Việc đơn vị ghi thêm trong phiếu. Sửa được trước khi nhận."),
    c.REQUIREMENT: Look(width=34, kind="text", note="Yêu cầu, kết quả phải đạt."),
    c.TASK_DEADLINE: Look(width=16, kind="text", note="Thời hạn đơn vị ghi.", align="center"),
    c.STATUS: Look(width=16, kind="text", note="Trạng thái đơn vị ghi.", align="center"),
    c.PROGRESS: Look(width=9, kind="text", note="Tiến độ đơn vị ghi.", align="center", format=PERCENT_DONE),
    c.RESULT: Look(width=30, kind="text", note="Kết quả đơn vị ghi."),
    c.PROOF: Look(width=24, kind="text", note="Minh chứng đơn vị ghi."),
    c.SOURCE: Look(width=26, kind="computed", note="Tên tệp của sổ gửi về."),
    c.UPDATED: Look(width=13, kind="computed", note="Ngày phiếu được tổng hợp.", align="center", format=DATE),
    c.CHOICE: Look(width=12, kind="input",
    note="Nhận: thành nhiệm vụ của đơn vị ở sheet Nhiệm vụ khi bấm Tổng hợp phiếu lần nữa.",
                   align="center", choices=c.PROPOSAL_CHOICES),
    c.STT: Look(width=9, kind="computed", note="STT của nhiệm vụ đã lập.", align="center"),
}  # fmt: skip
COMPARISON_LOOKS = {
    c.STT: Look(
        width=8, kind="computed", note="STT năm nay; tiêu chí năm nay không còn thì STT năm trước.", align="center"
    ),
    c.CRITERION_NAME: Look(width=58, kind="computed", note="Lĩnh vực, tiêu chí, tiêu chí thành phần."),
    c.MAX_SCORE: Look(width=9, kind="computed", note="Điểm tối đa.", align="center", format=GENERAL),
    c.BEFORE: Look(width=10, kind="computed", note="Điểm kết quả trong sổ năm trước.", align="center", format=GENERAL),
    c.NOW: Look(width=10, kind="computed", note="Điểm kết quả trong sổ này.", align="center", format=GENERAL),
    c.DIFFERENCE: Look(
        width=10, kind="computed", note="Năm nay trừ năm trước.", align="center", format="+General;-General;0"
    ),
    c.LOST_BEFORE: Look(width=10, kind="computed", note="Điểm mất năm trước.", align="center", format=GENERAL),
    c.LOST_NOW: Look(width=10, kind="computed", note="Điểm mất năm nay.", align="center", format=GENERAL),
    c.VERDICT: Look(width=20, kind="computed", note="Lấy lại hết, mất lại, mất mới…", align="center"),
    c.DOMAIN_NUMBER: Look(
        width=8,
        kind="computed",
        note="Số thứ tự của lĩnh vực, cho Tổng quan.",
        align="center",
        format=GENERAL,
        hidden=True,
    ),
}


def add_rounds(sheet: Worksheet) -> None:
    """Fill the sheet `Kỳ báo cáo`."""
    sheet.sheet_properties.tabColor = styles.TAB_TYPE
    hint = (
        "Nút Tạo phiếu giao việc điền sẵn bốn kỳ, sửa được. Chọn Đang mở ở kỳ đang giao phiếu. Không mở kỳ nào thì "
        "phiếu không chia kỳ."
    )
    title(sheet, "CÁC KỲ BÁO CÁO TRONG NĂM", hint)
    _write_current(sheet)
    placed = add_table(sheet, c.ROUNDS, ROUND_LOOKS, row=ROUNDS_HEADING_ROW, heading_height=34)
    status = placed.at(c.STATUS)
    opened = (f'{status}="{c.ROUND_OPEN}"', styles.difference(styles.DONE, styles.DONE_INK, bold=True, lined=True))
    closed = (f'{status}="{c.ROUND_CLOSED}"', styles.difference(ink=styles.MUTED, lined=True))
    missing = (f'{placed.at(c.ROUND_MISSING)}<>""', styles.difference(styles.NEAR, styles.NEAR_INK, lined=True))
    days = {heading: _days(placed, heading) for heading in (c.ROUND_FROM, c.ROUND_TO, c.ROUND_RETURN, c.ROUND_REPORT)}
    dress_rows(placed, ROUND_LOOKS, columns={c.STATUS: (opened, closed), c.ROUND_MISSING: (missing,), **days})
    add_day_check(sheet, map(placed.column, days), "14/3/2026")
    freeze(sheet, f"B{placed.first}")
    set_page(sheet, heading_row=ROUNDS_HEADING_ROW)


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


def add_proposals(sheet: Worksheet) -> None:
    """Fill the sheet `Việc phát sinh`."""
    hint = "Việc đơn vị ghi thêm vào phiếu. Chọn Nhận ở cột Chọn rồi bấm Tổng hợp phiếu để thành nhiệm vụ của đơn vị."
    placed = add_record(sheet, "VIỆC PHÁT SINH DO ĐƠN VỊ ĐỀ XUẤT", hint, c.PROPOSALS, PROPOSAL_LOOKS)
    dress_rows(placed, PROPOSAL_LOOKS)


def add_comparison(sheet: Worksheet) -> None:
    """Fill the sheet `So sánh năm`."""
    hint = "Nút So với năm trước lập lại bảng này từ sổ năm trước; điểm so sánh là cột Kết quả của hai sổ."
    placed = add_record(sheet, "SO SÁNH VỚI NĂM TRƯỚC", hint, c.COMPARISON, COMPARISON_LOOKS, heading_height=34)
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
            c.VERDICT: ((f'LEFT({verdict},3)="Lấy"', good), (f'LEFT({verdict},3)="Mất"', bad)),
        },
    )
