"""The sheets that the software writes, from `Tiến độ` and `Thẩm định` to `Kiểm tra` and `Nhật ký`."""

from collections.abc import Sequence

from openpyxl.worksheet.worksheet import Worksheet

from cchc_macros import contract as c
from workbook_templates.build import styles
from workbook_templates.build.guide import CODES
from workbook_templates.build.tables import DATE, GENERAL, Format, Look, Placed, add_record, dress_rows
from workbook_templates.build.tasks import PERCENT_DONE, check_progress, status_formats

MOMENT = "dd/mm/yyyy hh:mm"
_NAMES = {
    c.ITEM_NAME: Look(width=40, kind="computed", note="Tên của STT này, phần mềm ghi khi tổng hợp phiếu."),
    c.UNIT_NAME: Look(width=28, kind="computed", note="Tên đơn vị, theo sheet Đơn vị."),
}
_ROUND = {
    c.PERIOD: Look(width=18, kind="text", note="Kỳ báo cáo của phiếu; để trống là không chia kỳ.", align="center"),
    c.SUPERSEDED: Look(
        width=8, kind="computed", note="x: đơn vị đã báo ở kỳ sau; không tính vào hiện nay.", hidden=True
    ),
    c.MEMORY: Look(width=12, kind="computed", note="Dấu của lần tổng hợp trước; không sửa.", hidden=True),
}
PROGRESS_LOOKS = {
    c.STT: Look(width=8, kind="text", note="STT của nhiệm vụ hoặc tiêu chí.", align="center"),
    c.UNIT: Look(width=16, kind="text", note="Mã đơn vị báo cáo."),
    **_NAMES,
    c.ROLE: Look(
        width=11, kind="text", note="Chủ trì hoặc Phối hợp.", align="center", choices=(c.ROLE_LEAD, c.ROLE_SUPPORT)
    ),
    c.STATUS: Look(width=17, kind="text", note="Trạng thái đơn vị báo.", align="center", choices=c.STATUSES),
    c.PROGRESS: Look(
        width=10, kind="text", note="Phần trăm hoàn thành đơn vị báo.", align="center", format=PERCENT_DONE
    ),
    c.RESULT: Look(width=40, kind="text", note="Kết quả đơn vị báo."),
    c.PROOF: Look(width=34, kind="text", note="Tài liệu kiểm chứng đơn vị nêu."),
    c.UPDATED: Look(width=14, kind="text", note="Ngày phiếu được tổng hợp.", align="center", format=DATE),
    c.SOURCE: Look(width=28, kind="text", note="Sổ gửi về đã lấy số liệu."),
    c.NOTE: Look(width=26, kind="text", note="Ghi chú của đơn vị trong phiếu."),
    **_ROUND,
}
SELF_SCORE_LOOKS = {
    c.STT: Look(width=9, kind="text", note="STT của tiêu chí trong Bảng điểm.", align="center"),
    c.UNIT: Look(width=16, kind="text", note="Mã đơn vị tự chấm."),
    **_NAMES,
    c.SELF_SCORE: Look(width=12, kind="text", note="Điểm đơn vị đề xuất.", align="center", format=GENERAL),
    c.EVIDENCE: Look(width=46, kind="text", note="Tài liệu kiểm chứng hoặc giải trình của đơn vị."),
    c.NOTE: Look(width=30, kind="text", note="Ghi chú của đơn vị."),
    c.UPDATED: Look(width=14, kind="text", note="Ngày phiếu được tổng hợp.", align="center", format=DATE),
    c.SOURCE: Look(width=34, kind="text", note="Sổ gửi về đã lấy số liệu."),
    **_ROUND,
}
APPRAISAL_LOOKS = {
    c.STT: Look(width=9, kind="text", note="STT của tiêu chí trong Bảng điểm.", align="center"),
    c.ROUND: Look(width=18, kind="text", note="Tự đánh giá, Thẩm định lần 1, Thẩm định lần 2 …", align="center"),
    c.POINTS: Look(
        width=9,
        kind="input",
        note="Điểm của vòng này. Vòng cuối có điểm là Thẩm định ở Bảng điểm.",
        align="center",
        format=GENERAL,
    ),
    c.REASON: Look(width=40, kind="text", note="Vì sao thẩm định khác điểm tự đánh giá."),
    c.EXPLAINER: Look(width=24, kind="text", note="Đơn vị phải giải trình."),
    c.EXPLAIN_BY: Look(width=13, kind="text", note="Ngày cuối để giải trình.", align="center", format=DATE),
    c.EXPLANATION: Look(width=40, kind="text", note="Nội dung giải trình."),
    c.RECORDED: Look(width=13, kind="text", note="Ngày ghi vào sổ.", align="center", format=DATE),
    c.SOURCE: Look(width=28, kind="text", note="Văn bản, tệp đã lấy số liệu, hoặc ai sửa."),
    c.PROOF: Look(width=34, kind="text", note="Tài liệu kiểm chứng kèm giải trình."),
    c.MEMORY: Look(width=12, kind="computed", note="Điểm đã đưa vào Bảng điểm; không sửa.", hidden=True),
}
EVIDENCE_LOOKS = {
    c.STT: Look(
        width=9, kind="input", note="STT của tiêu chí trong Bảng điểm. Tệp chưa rõ tiêu chí: ghi STT rồi bấm lại.",
        align="center",
    ),
    c.NUMBER_SIGN: Look(width=18, kind="text", note="Số, ký hiệu văn bản, ví dụ 41/KH-STP.", align="center"),
    c.DAY: Look(
        width=13, kind="text", note="Ngày ban hành; với ảnh chụp màn hình là ngày chụp.", align="center", format=DATE
    ),
    c.ISSUER: Look(width=24, kind="text", note="Cơ quan ban hành."),
    c.ABOUT: Look(width=44, kind="text", note="Tên loại và trích yếu; đường dẫn nếu không có tệp; hoặc giải trình."),
    c.FILE: Look(width=38, kind="text", note="Tệp trong thư mục hồ sơ kiểm chứng, theo tiêu chí."),
    c.SENDER: Look(width=13, kind="text", note="Mã đơn vị gửi.", align="center"),
    c.STATE: Look(width=40, kind="computed", note="Đủ, hoặc điều cần xem lại; nút Hồ sơ kiểm chứng ghi."),
    c.NOTE: Look(width=26, kind="text", note="Ghi chú của cơ quan."),
    c.SECTION: Look(width=12, kind="text", note="Mục của văn bản chứng minh cho tiêu chí.", align="center"),
    c.PAGE: Look(width=9, kind="text", note="Trang của tài liệu có mục ấy.", align="center"),
    c.SOURCE: Look(width=34, kind="computed", note="Tệp đơn vị gửi, trước khi xếp vào hồ sơ."),
}  # fmt: skip
CONFLICT_LOOKS = {
    c.IN_TABLE: Look(width=12, kind="computed", note="Bảng trong sổ có ô mâu thuẫn."),
    c.STT: Look(width=8, kind="computed", note="STT của nhiệm vụ hoặc tiêu chí.", align="center"),
    c.UNIT: Look(width=16, kind="computed", note="Mã đơn vị gửi phiếu.", align="center"),
    **_NAMES,
    c.COLUMN: Look(width=14, kind="computed", note="Cột mâu thuẫn."),
    c.GO_TO: Look(width=20, kind="computed", note="Bấm để đến ô đang mâu thuẫn.", format=GENERAL, link=True),
    c.IN_BOOK: Look(width=28, kind="computed", note="Giá trị đang có trong sổ."),
    c.IN_RETURN: Look(width=28, kind="computed", note="Giá trị trong sổ gửi về; nhiều giá trị thì đánh số."),
    c.REASON: Look(width=26, kind="computed", note="Vì sao phần mềm không tự ghép."),
    c.SOURCE: Look(width=24, kind="computed", note="Tên tệp của sổ gửi về, hoặc sheet, đơn vị có giá trị ấy."),
    c.SAVED: Look(width=18, kind="computed", note="Lúc đơn vị lưu phiếu, hoặc lúc tổng hợp.", align="center",
                  format=MOMENT),
    c.CHOICE: Look(width=14, kind="input", note="Chọn giá trị nào thì giữ, rồi bấm Tổng hợp phiếu lần nữa.",
                   align="center", choices=c.CONFLICT_CHOICES),
}  # fmt: skip
RETURN_LOOKS = {
    c.UNIT: Look(width=34, kind="computed", note="Đơn vị gửi phiếu."),
    c.SOURCE: Look(width=34, kind="computed", note="Tên tệp của sổ gửi về."),
    c.SAVED: Look(width=18, kind="computed", note="Lúc đơn vị lưu phiếu.", align="center", format=MOMENT),
    c.COLLECTED: Look(width=18, kind="computed", note="Lúc tổng hợp vào sổ.", align="center", format=MOMENT),
    c.RESULT: Look(
        width=14,
        kind="computed",
        note="Đã ghép, Chưa điền, Từ chối; Có bản mới: đơn vị đã gửi lại; đơn vị chưa gửi, gửi còn thiếu của kỳ này.",
        align="center",
    ),
    c.REMARKS: Look(width=60, kind="computed", note="Điều cần lưu ý ở phiếu này."),
    c.PERIOD: Look(width=18, kind="computed", note="Kỳ báo cáo của phiếu.", align="center"),
    c.WANTED_NUMBER: Look(
        width=8, kind="computed", note="Số thứ tự, cho Tổng quan.", align="center", format=GENERAL, hidden=True
    ),
    c.DIGEST: Look(width=20, kind="computed", note="Nhận dạng tệp, để không ghép hai lần.", hidden=True),
}
FINDING_LOOKS = {
    c.LEVEL: Look(
        width=12, kind="computed", note="Lỗi: phải sửa. Cảnh báo: nên xem. Thông tin: để biết.", align="center"
    ),
    c.FINDING_CODE: Look(
        width=32, kind="computed", note="Loại sai lệch; nghĩa và cách sửa từng loại ở cuối sheet Hướng dẫn."
    ),
    c.PLACE: Look(width=22, kind="computed", note="Sheet và ô có vấn đề; bấm để đến đó.", format=GENERAL, link=True),
    c.CONTENT: Look(width=56, kind="computed", note="Điều phát hiện được."),
    c.HINT: Look(width=48, kind="computed", note="Nguyên nhân có thể và cách xử lý."),
}
LOG_LOOKS = {
    c.TIME: Look(width=19, kind="computed", note="Lúc bấm nút.", align="center", format=MOMENT),
    c.ACTION: Look(width=24, kind="computed", note="Nút đã bấm."),
    c.UNIT: Look(width=34, kind="computed", note="Đơn vị liên quan."),
    c.RESULT: Look(width=24, kind="computed", note="Nút đã làm được gì; thư: đã gửi, không gửi được, không rõ."),
    c.DETAIL: Look(width=70, kind="computed", note="Tệp, địa chỉ, chữ trước và sau khi thay."),
}


def add_progress(sheet: Worksheet) -> None:
    """Fill the sheet `Tiến độ`."""
    hint = "Nút Tổng hợp phiếu ghi vào bảng này từ sổ các đơn vị gửi về."
    placed = add_record(sheet, "TIẾN ĐỘ CÁC ĐƠN VỊ BÁO CÁO", hint, c.PROGRESS_TABLE, PROGRESS_LOOKS, keep="C")
    check_progress(sheet, placed.column(c.PROGRESS))
    dress_rows(placed, PROGRESS_LOOKS, columns={c.STATUS: status_formats(placed)})


def add_self_scores(sheet: Worksheet) -> None:
    """Fill the sheet `Tự đánh giá`."""
    hint = "Nút Tổng hợp phiếu ghi điểm các đơn vị chủ trì tự chấm; thống nhất thì vào cột Tự đánh giá của Bảng điểm."
    placed = add_record(sheet, "ĐIỂM CÁC ĐƠN VỊ TỰ ĐÁNH GIÁ", hint, c.SELF_SCORES, SELF_SCORE_LOOKS, keep="C")
    dress_rows(placed, SELF_SCORE_LOOKS)


def add_appraisals(sheet: Worksheet) -> None:
    """Fill the sheet `Thẩm định`."""
    hint = "Mỗi vòng thẩm định của một tiêu chí một dòng; cột Thẩm định ở Bảng điểm là vòng cuối có điểm."
    placed = add_record(sheet, "ĐIỂM THẨM ĐỊNH QUA CÁC VÒNG", hint, c.APPRAISALS, APPRAISAL_LOOKS, keep="C")
    dress_rows(placed, APPRAISAL_LOOKS)


def add_evidence(sheet: Worksheet) -> None:
    """Fill the sheet `Tài liệu kiểm chứng`."""
    hint = "Mỗi tài liệu của một tiêu chí một dòng. Nút Hồ sơ kiểm chứng xếp tệp, điền số, ngày và ghi Tình trạng."
    placed = add_record(sheet, "TÀI LIỆU KIỂM CHỨNG THEO TIÊU CHÍ", hint, c.EVIDENCE_TABLE, EVIDENCE_LOOKS)
    state, near = placed.at(c.STATE), styles.difference(styles.NEAR, styles.NEAR_INK, lined=True)
    formats = [*_word_formats(placed, c.STATE, (c.EVIDENCE_FINE,), ((styles.DONE, styles.DONE_INK),)),
               (f"LEN({state})>0", near)]  # fmt: skip
    dress_rows(placed, EVIDENCE_LOOKS, columns={c.STATE: formats})


def add_conflicts(sheet: Worksheet) -> None:
    """Fill the sheet `Xung đột`."""
    hint = (
        "Mỗi ô mà sổ và phiếu khác nhau một dòng. Chọn ở cột cuối, hoặc bấm cột Đến ô rồi gõ giá trị đã thống nhất; "
        "sau đó bấm Tổng hợp phiếu lần nữa."
    )
    placed = add_record(sheet, "XUNG ĐỘT KHI TỔNG HỢP PHIẾU", hint, c.CONFLICTS, CONFLICT_LOOKS, keep="C")
    dress_rows(placed, CONFLICT_LOOKS)


def add_returns(sheet: Worksheet) -> None:
    """Fill the sheet `Sổ gửi về`."""
    hint = "Nút Tổng hợp phiếu ghi mỗi tệp đã nhận một dòng."
    placed = add_record(sheet, "CÁC SỔ ĐƠN VỊ GỬI VỀ", hint, c.RETURNS, RETURN_LOOKS)
    done, near, lost = (styles.DONE, styles.DONE_INK), (styles.NEAR, styles.NEAR_INK), (styles.LOST, styles.LOST_INK)
    inks = (done, near, lost, lost, near, (styles.COMPUTED, styles.MUTED))
    dress_rows(placed, RETURN_LOOKS, columns={c.RESULT: _word_formats(placed, c.RESULT, c.RETURN_RESULTS, inks)})


def add_findings(sheet: Worksheet) -> None:
    """Fill the sheet `Kiểm tra`."""
    hint = (
        "Nút Kiểm tra số liệu lập lại bảng này, giữ cảnh báo của lần nhập phụ lục. Bấm vào Vị trí để đến ô; "
        "bấm vào đây để xem nghĩa của từng mã."
    )
    link = f'=HYPERLINK("#{CODES}","{hint}")'
    placed = add_record(sheet, "KẾT QUẢ KIỂM TRA SỐ LIỆU", link, c.FINDINGS, FINDING_LOOKS, keep="A")
    inks = ((styles.LOST, styles.LOST_INK), (styles.NEAR, styles.NEAR_INK), (styles.DOING, styles.DOING_INK))
    formats = _word_formats(placed, c.LEVEL, c.LEVELS, inks)
    dress_rows(placed, FINDING_LOOKS, columns={c.LEVEL: formats})


def add_log(sheet: Worksheet) -> None:
    """Fill the sheet `Nhật ký`."""
    hint = "Phần mềm ghi việc nhập, xuất, gửi, nhận phiếu, xếp hồ sơ và những ô bị thay; dòng mới ở cuối bảng."
    placed = add_record(sheet, "NHẬT KÝ", hint, c.LOG, LOG_LOOKS, keep="A")
    dress_rows(placed, LOG_LOOKS)


def _word_formats(placed: Placed, heading: str, words: Sequence[str], inks: Sequence[tuple[str, str]]) -> list[Format]:
    """A fill and a text colour for each word that a column may hold."""
    return [
        (f'{placed.at(heading)}="{word}"', styles.difference(back, ink, bold=True, lined=True))
        for word, (back, ink) in zip(words, inks, strict=True)
    ]
