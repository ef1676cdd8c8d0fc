"""The sheets the software writes: `Tiến độ`, `Kiểm tra`, `Nhật ký`."""

from openpyxl.worksheet.worksheet import Worksheet

from cchc_macros import contract as c
from workbook_templates.build import styles
from workbook_templates.build.page import set_page
from workbook_templates.build.sheets import freeze, title
from workbook_templates.build.tables import DATE, Look, Placed, add_table, dress_rows
from workbook_templates.build.tasks import PERCENT_DONE, check_progress, status_formats

HEADING_ROW = 4
PROGRESS_LOOKS = {
    c.STT: Look(8, "text", "STT của nhiệm vụ hoặc tiêu chí."),
    c.UNIT: Look(34, "text", "Đơn vị báo cáo."),
    c.ROLE: Look(11, "text", "Chủ trì hoặc Phối hợp.", "center", choices=(c.ROLE_LEAD, c.ROLE_SUPPORT)),
    c.STATUS: Look(17, "text", "Trạng thái đơn vị báo.", "center", choices=c.STATUSES),
    c.PROGRESS: Look(10, "text", "Phần trăm hoàn thành đơn vị báo.", "center", PERCENT_DONE),
    c.RESULT: Look(40, "text", "Kết quả đơn vị báo."),
    c.PROOF: Look(34, "text", "Tài liệu kiểm chứng đơn vị nêu."),
    c.UPDATED: Look(14, "text", "Ngày phiếu được tổng hợp.", "center", DATE),
    c.SOURCE: Look(28, "text", "Tệp phiếu đã lấy số liệu."),
}
FINDING_LOOKS = {
    c.LEVEL: Look(12, "computed", "Lỗi: phải sửa. Cảnh báo: nên xem. Thông tin: để biết.", "center"),
    c.FINDING_CODE: Look(28, "computed", "Mã loại phát hiện, dùng khi hỏi hỗ trợ."),
    c.PLACE: Look(22, "computed", "Sheet và ô có vấn đề."),
    c.CONTENT: Look(64, "computed", "Điều phát hiện được."),
    c.HINT: Look(56, "computed", "Nguyên nhân có thể và cách xử lý."),
}
LOG_LOOKS = {
    c.TIME: Look(19, "computed", "Lúc bấm nút.", "center", "dd/mm/yyyy hh:mm"),
    c.ACTION: Look(24, "computed", "Nút đã bấm."),
    c.UNIT: Look(34, "computed", "Đơn vị liên quan."),
    c.RESULT: Look(24, "computed", "Kết quả."),
    c.DETAIL: Look(70, "computed", "Chi tiết."),
}


def add_progress(sheet: Worksheet) -> None:
    """Fill the sheet `Tiến độ`."""
    sheet.sheet_properties.tabColor = styles.TAB_RESULT
    title(sheet, "TIẾN ĐỘ CÁC ĐƠN VỊ BÁO CÁO", "Nút Tổng hợp phiếu ghi vào bảng này từ phiếu các đơn vị gửi về.")
    placed = add_table(sheet, c.PROGRESS_TABLE, PROGRESS_LOOKS, row=HEADING_ROW, heading_height=22)
    check_progress(sheet, placed.column(c.PROGRESS))
    dress_rows(placed, PROGRESS_LOOKS, columns={c.STATUS: status_formats(placed)})
    _finish(placed, freeze_at=f"C{placed.first}")


def add_findings(sheet: Worksheet) -> None:
    """Fill the sheet `Kiểm tra`."""
    sheet.sheet_properties.tabColor = styles.TAB_RESULT
    title(sheet, "KẾT QUẢ KIỂM TRA SỐ LIỆU", "Nút Kiểm tra số liệu ghi lại bảng này mỗi lần bấm.")
    placed = add_table(sheet, c.FINDINGS, FINDING_LOOKS, row=HEADING_ROW, heading_height=22)
    level = placed.at(c.LEVEL)
    inks = (
        (styles.LOST, styles.LOST_INK),
        (styles.NEAR, styles.NEAR_INK),
        (styles.DOING, styles.DOING_INK),
    )
    formats = [
        (f'{level}="{name}"', styles.difference(back, ink, bold=True, lined=True))
        for name, (back, ink) in zip(c.LEVELS, inks, strict=True)
    ]
    dress_rows(placed, FINDING_LOOKS, columns={c.LEVEL: formats})
    _finish(placed, freeze_at=f"A{placed.first}")


def add_log(sheet: Worksheet) -> None:
    """Fill the sheet `Nhật ký`."""
    sheet.sheet_properties.tabColor = styles.TAB_RESULT
    title(sheet, "NHẬT KÝ", "Phần mềm ghi mỗi lần bấm nút; dòng mới ở cuối bảng.")
    placed = add_table(sheet, c.LOG, LOG_LOOKS, row=HEADING_ROW, heading_height=22)
    dress_rows(placed, LOG_LOOKS)
    _finish(placed, freeze_at=f"A{placed.first}")


def _finish(placed: Placed, *, freeze_at: str) -> None:
    freeze(placed.sheet, freeze_at)
    set_page(placed.sheet, heading_row=placed.heading_row)
