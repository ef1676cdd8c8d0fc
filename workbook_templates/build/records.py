"""The sheets that the software writes, from `Tiến độ` and `Thẩm định` to `Kiểm tra` and `Nhật ký`."""

from collections.abc import Sequence

from openpyxl.worksheet.worksheet import Worksheet

from cchc_macros import contract as c
from workbook_templates.build import styles
from workbook_templates.build.guide import CODES
from workbook_templates.build.page import set_page
from workbook_templates.build.sheets import freeze, title
from workbook_templates.build.tables import DATE, GENERAL, Format, Look, Placed, add_table, dress_rows
from workbook_templates.build.tasks import PERCENT_DONE, check_progress, status_formats

HEADING_ROW = 4
MOMENT = "dd/mm/yyyy hh:mm"
PROGRESS_LOOKS = {
    c.STT: Look(8, "text", "STT của nhiệm vụ hoặc tiêu chí.", "center"),
    c.UNIT: Look(34, "text", "Đơn vị báo cáo."),
    c.ROLE: Look(11, "text", "Chủ trì hoặc Phối hợp.", "center", choices=(c.ROLE_LEAD, c.ROLE_SUPPORT)),
    c.STATUS: Look(17, "text", "Trạng thái đơn vị báo.", "center", choices=c.STATUSES),
    c.PROGRESS: Look(10, "text", "Phần trăm hoàn thành đơn vị báo.", "center", PERCENT_DONE),
    c.RESULT: Look(40, "text", "Kết quả đơn vị báo."),
    c.PROOF: Look(34, "text", "Tài liệu kiểm chứng đơn vị nêu."),
    c.UPDATED: Look(14, "text", "Ngày phiếu được tổng hợp.", "center", DATE),
    c.SOURCE: Look(28, "text", "Tệp phiếu đã lấy số liệu."),
    c.NOTE: Look(26, "text", "Ghi chú của đơn vị trong phiếu."),
    c.PERIOD: Look(18, "text", "Kỳ báo cáo của phiếu; để trống là không chia kỳ.", "center"),
    c.SUPERSEDED: Look(8, "computed", "x: đơn vị đã báo ở kỳ sau; không tính vào hiện nay.", hidden=True),
    c.MEMORY: Look(12, "computed", "Dấu của lần tổng hợp trước; không sửa.", hidden=True),
}
SELF_SCORE_LOOKS = {
    c.STT: Look(9, "text", "STT của tiêu chí trong Bảng điểm.", "center"),
    c.UNIT: Look(16, "text", "Mã đơn vị tự chấm."),
    c.SELF_SCORE: Look(12, "text", "Điểm đơn vị đề xuất.", "center", GENERAL),
    c.EVIDENCE: Look(46, "text", "Tài liệu kiểm chứng hoặc giải trình của đơn vị."),
    c.NOTE: Look(30, "text", "Ghi chú của đơn vị."),
    c.UPDATED: Look(14, "text", "Ngày phiếu được tổng hợp.", "center", DATE),
    c.SOURCE: Look(34, "text", "Tệp phiếu đã lấy số liệu."),
    c.MEMORY: Look(12, "computed", "Dấu của lần tổng hợp trước; không sửa.", hidden=True),
}
APPRAISAL_LOOKS = {
    c.STT: Look(9, "text", "STT của tiêu chí trong Bảng điểm.", "center"),
    c.ROUND: Look(14, "text", "Vòng thẩm định: Lần 1, Lần 2 …", "center"),
    c.POINTS: Look(9, "input", "Điểm của vòng này. Vòng cuối có điểm là Thẩm định ở Bảng điểm.", "center", GENERAL),
    c.REASON: Look(40, "text", "Vì sao thẩm định khác điểm tự đánh giá."),
    c.EXPLAINER: Look(24, "text", "Đơn vị phải giải trình."),
    c.EXPLAIN_BY: Look(13, "text", "Ngày cuối để giải trình.", "center", DATE),
    c.EXPLANATION: Look(40, "text", "Nội dung giải trình."),
    c.RECORDED: Look(13, "text", "Ngày ghi vào sổ.", "center", DATE),
    c.SOURCE: Look(28, "text", "Văn bản, tệp đã lấy số liệu."),
}
CONFLICT_LOOKS = {
    c.IN_TABLE: Look(12, "computed", "Bảng trong sổ có ô mâu thuẫn."),
    c.STT: Look(8, "computed", "STT của nhiệm vụ hoặc tiêu chí.", "center"),
    c.UNIT: Look(26, "computed", "Đơn vị gửi phiếu."),
    c.COLUMN: Look(14, "computed", "Cột mâu thuẫn."),
    c.IN_BOOK: Look(28, "computed", "Giá trị đang có trong sổ."),
    c.IN_RETURN: Look(28, "computed", "Giá trị trong phiếu gửi về."),
    c.REASON: Look(32, "computed", "Vì sao phần mềm không tự ghép."),
    c.SOURCE: Look(24, "computed", "Tệp phiếu."),
    c.SAVED: Look(18, "computed", "Lúc đơn vị lưu phiếu.", "center", MOMENT),
    c.CHOICE: Look(14, "input", "Chọn giữ giá trị nào, rồi bấm Tổng hợp phiếu lần nữa.", "center",
                   choices=c.CONFLICT_CHOICES),
}  # fmt: skip
RETURN_LOOKS = {
    c.UNIT: Look(34, "computed", "Đơn vị gửi phiếu."),
    c.SOURCE: Look(34, "computed", "Tệp phiếu."),
    c.SAVED: Look(18, "computed", "Lúc đơn vị lưu phiếu.", "center", MOMENT),
    c.COLLECTED: Look(18, "computed", "Lúc tổng hợp vào sổ.", "center", MOMENT),
    c.RESULT: Look(14, "computed", "Đã ghép, Chưa điền, Từ chối; đơn vị chưa gửi, gửi còn thiếu của kỳ này.", "center"),
    c.REMARKS: Look(60, "computed", "Điều cần lưu ý ở phiếu này."),
    c.PERIOD: Look(18, "computed", "Kỳ báo cáo của phiếu.", "center"),
    c.WANTED_NUMBER: Look(8, "computed", "Số thứ tự, cho Tổng quan.", "center", GENERAL, hidden=True),
    c.DIGEST: Look(20, "computed", "Nhận dạng tệp, để không ghép hai lần.", hidden=True),
}
FINDING_LOOKS = {
    c.LEVEL: Look(12, "computed", "Lỗi: phải sửa. Cảnh báo: nên xem. Thông tin: để biết.", "center"),
    c.FINDING_CODE: Look(32, "computed", "Mã loại phát hiện; nghĩa của từng mã ở cuối sheet Hướng dẫn."),
    c.PLACE: Look(22, "computed", "Sheet và ô có vấn đề; bấm để đến đó.", format=GENERAL, link=True),
    c.CONTENT: Look(56, "computed", "Điều phát hiện được."),
    c.HINT: Look(48, "computed", "Nguyên nhân có thể và cách xử lý."),
}
LOG_LOOKS = {
    c.TIME: Look(19, "computed", "Lúc bấm nút.", "center", MOMENT),
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


def add_self_scores(sheet: Worksheet) -> None:
    """Fill the sheet `Tự đánh giá`."""
    sheet.sheet_properties.tabColor = styles.TAB_RESULT
    hint = "Nút Tổng hợp phiếu ghi điểm các đơn vị chủ trì tự chấm; thống nhất thì vào cột Tự đánh giá của Bảng điểm."
    title(sheet, "ĐIỂM CÁC ĐƠN VỊ TỰ ĐÁNH GIÁ", hint)
    placed = add_table(sheet, c.SELF_SCORES, SELF_SCORE_LOOKS, row=HEADING_ROW, heading_height=22)
    dress_rows(placed, SELF_SCORE_LOOKS)
    _finish(placed, freeze_at=f"C{placed.first}")


def add_appraisals(sheet: Worksheet) -> None:
    """Fill the sheet `Thẩm định`."""
    sheet.sheet_properties.tabColor = styles.TAB_RESULT
    hint = "Mỗi vòng thẩm định của một tiêu chí một dòng; cột Thẩm định ở Bảng điểm là vòng cuối có điểm."
    title(sheet, "ĐIỂM THẨM ĐỊNH QUA CÁC VÒNG", hint)
    placed = add_table(sheet, c.APPRAISALS, APPRAISAL_LOOKS, row=HEADING_ROW, heading_height=22)
    dress_rows(placed, APPRAISAL_LOOKS)
    _finish(placed, freeze_at=f"C{placed.first}")


def add_conflicts(sheet: Worksheet) -> None:
    """Fill the sheet `Xung đột`."""
    sheet.sheet_properties.tabColor = styles.TAB_RESULT
    hint = "Giá trị trong sổ và trong phiếu khác nhau. Chọn ở cột cuối, rồi bấm Tổng hợp phiếu lần nữa."
    title(sheet, "XUNG ĐỘT KHI TỔNG HỢP PHIẾU", hint)
    placed = add_table(sheet, c.CONFLICTS, CONFLICT_LOOKS, row=HEADING_ROW, heading_height=22)
    dress_rows(placed, CONFLICT_LOOKS)
    _finish(placed, freeze_at=f"C{placed.first}")


def add_returns(sheet: Worksheet) -> None:
    """Fill the sheet `Sổ gửi về`."""
    sheet.sheet_properties.tabColor = styles.TAB_RESULT
    title(sheet, "CÁC PHIẾU ĐƠN VỊ GỬI VỀ", "Nút Tổng hợp phiếu ghi mỗi tệp đã nhận một dòng.")
    placed = add_table(sheet, c.RETURNS, RETURN_LOOKS, row=HEADING_ROW, heading_height=22)
    done, near, lost = (styles.DONE, styles.DONE_INK), (styles.NEAR, styles.NEAR_INK), (styles.LOST, styles.LOST_INK)
    inks = (done, near, lost, lost, near)
    dress_rows(placed, RETURN_LOOKS, columns={c.RESULT: _word_formats(placed, c.RESULT, c.RETURN_RESULTS, inks)})
    _finish(placed, freeze_at=f"B{placed.first}")


def add_findings(sheet: Worksheet) -> None:
    """Fill the sheet `Kiểm tra`."""
    sheet.sheet_properties.tabColor = styles.TAB_RESULT
    hint = (
        "Nút Kiểm tra số liệu lập lại bảng này, giữ cảnh báo của lần nhập phụ lục. Bấm vào Vị trí để đến ô; "
        "bấm vào đây để xem nghĩa của từng mã."
    )
    title(sheet, "KẾT QUẢ KIỂM TRA SỐ LIỆU", f'=HYPERLINK("#{CODES}","{hint}")')
    placed = add_table(sheet, c.FINDINGS, FINDING_LOOKS, row=HEADING_ROW, heading_height=22)
    inks = ((styles.LOST, styles.LOST_INK), (styles.NEAR, styles.NEAR_INK), (styles.DOING, styles.DOING_INK))
    formats = _word_formats(placed, c.LEVEL, c.LEVELS, inks)
    dress_rows(placed, FINDING_LOOKS, columns={c.LEVEL: formats})
    _finish(placed, freeze_at=f"A{placed.first}")


def add_log(sheet: Worksheet) -> None:
    """Fill the sheet `Nhật ký`."""
    sheet.sheet_properties.tabColor = styles.TAB_RESULT
    title(sheet, "NHẬT KÝ", "Phần mềm ghi mỗi lần bấm nút; dòng mới ở cuối bảng.")
    placed = add_table(sheet, c.LOG, LOG_LOOKS, row=HEADING_ROW, heading_height=22)
    dress_rows(placed, LOG_LOOKS)
    _finish(placed, freeze_at=f"A{placed.first}")


def _word_formats(placed: Placed, heading: str, words: Sequence[str], inks: Sequence[tuple[str, str]]) -> list[Format]:
    """A fill and a text colour for each word that a column may hold."""
    return [
        (f'{placed.at(heading)}="{word}"', styles.difference(back, ink, bold=True, lined=True))
        for word, (back, ink) in zip(words, inks, strict=True)
    ]


def _finish(placed: Placed, *, freeze_at: str) -> None:
    freeze(placed.sheet, freeze_at)
    set_page(placed.sheet, heading_row=placed.heading_row)
