"""The settings of the sheet `Thông tin`, in order: key, value of a new workbook, note for staff.

A value is text, a number or a date.
"""

from cchc_macros import contract as c

SETTING_DEFAULTS: tuple[tuple[str, object, str], ...] = (
    (c.AGENCY, "Sở Tư pháp", "Tên cơ quan, in trên phụ lục và thư"),
    (c.PROVINCE, None, "Ví dụ: tỉnh Lạng Sơn"),
    (c.YEAR_ASSESSED, None, "Năm có kết quả đã công bố, ví dụ 2025"),
    (c.YEAR_PLAN, None, "Năm thực hiện kế hoạch, ví dụ 2026"),
    (c.PLAN_ID, None, "Nhận dạng sổ gửi về; phần mềm tự điền, không sửa"),
    (c.PLAN_NUMBER, None, "Ví dụ: 31/KH-STP; để trống thì in dấu chấm"),
    (c.PLAN_DATE, None, "Ngày ký kế hoạch, dạng ngày/tháng/năm"),
    (c.PLAN_TITLE, None, "Tên in trên phụ lục"),
    (c.STATED_MAX, None, "Tổng điểm tối đa mà văn bản công bố ghi"),
    (c.STATED_RESULT, None, "Tổng điểm kết quả mà văn bản công bố ghi, để đối chiếu"),
    (c.STATED_TARGET, None, "Tổng điểm mục tiêu mà văn bản công bố ghi"),
    (c.STATED_INDEX, None, "Chỉ số (%) mà văn bản công bố ghi, ví dụ 89,70%"),
    (c.STATED_TARGET_INDEX, None, "Chỉ số mục tiêu (%) mà văn bản công bố ghi"),
    (
        c.DENOMINATOR, c.DENOMINATOR_APPLICABLE,
        f"{' · '.join(c.DENOMINATORS)}. Ví dụ tối đa 100, có 5 không chấm, đạt 86: 86/95 = 90,53% · 86/100 = 86%",
    ),
    (
        c.SURVEY_SETTING, c.INSIDE,
        f"{' · '.join(c.SURVEY_COUNTS)}. Ví dụ tự đánh giá 62/70, điều tra XHH 24/30: 86/100 = 86% · 62/70 = 88,57%",
    ),
    (
        c.BONUS_SETTING, c.NOT_INSIDE,
        f"{' · '.join(c.BONUS_COUNTS)}. Ví dụ đạt 99/100, cộng 3, trừ 0,5: 99% · 101,5% · 100%",
    ),
    (
        c.BONUS_CAP, None,
        "Điểm cộng, trừ tính vào tổng không quá số này. Ví dụ trần 2: 99 + 2 = 101. Trống: không có trần",
    ),
    (c.DECIMALS, 2, "Số chữ số sau dấu phẩy của chỉ số (%)"),
    (
        c.POINT_PLACES, c.POINT_PLACES_DEFAULT,
        "Điểm theo cách tính làm tròn đến mấy số lẻ; tỷ lệ so với mức thì không làm tròn",
    ),
    (c.TODAY, None, "Để trống là hôm nay"),
    (c.NEAR_DAYS, c.NEAR_DAYS_DEFAULT, "Nhắc trước hạn bao nhiêu ngày"),
    (c.REPLY_BY, None, "Hạn các đơn vị gửi phiếu về Văn phòng Sở; khi mở một kỳ ở sheet Kỳ báo cáo thì theo kỳ đó"),
    (c.SELF_BY, None, "Sau ngày này điểm Tự đánh giá được chốt: sửa thì được báo và phải chọn ở sheet Xung đột"),
    (c.APPRAISED_BY, None, "Ngày cơ quan thẩm định cho điểm xong; nút Nhắc hạn cho biết còn mấy ngày"),
    (
        c.EXPLAINED_BY, None,
        "Hạn chung của giải trình; dòng của sheet Thẩm định có Hạn giải trình riêng thì theo dòng ấy",
    ),
    (c.SIGNED_SHEETS, None, "Ghi Có để phiếu giao việc có chỗ ký của người giao và người nhận"),
    (
        c.RETURN_DAYS, c.RETURN_DAYS_DEFAULT,
        "Nhắc đơn vị chưa gửi phiếu khi còn bao nhiêu ngày; quá hạn thì nhắc hằng ngày",
    ),
    (c.REPLY_TO, None, "Địa chỉ nhận thư trả lời, ví dụ vanphong@stp.example"),
    (c.BANDS, None, "Ví dụ: Xuất sắc ≥ 90; Tốt ≥ 80; Khá ≥ 65. Để trống là không xếp loại"),
    (c.SIGNER_TITLE, None, "Người ký báo cáo, ví dụ: GIÁM ĐỐC"),
    (c.SIGNER_NAME, None, "Họ và tên người ký báo cáo"),
    (c.SMTP_HOST, None, "Máy chủ gửi thư, ví dụ mail.langson.example"),
    (c.SMTP_PORT, None, "587 (starttls), 465 (tls) hoặc 25 (none)"),
    (c.SMTP_SECURITY, None, "starttls · tls · none"),
    (c.SMTP_USER, None, "Tài khoản đăng nhập máy chủ thư; mật khẩu không ghi ở đây"),
    (c.SMTP_FROM, None, "Địa chỉ người gửi"),
    (c.BOOK_VERSION, c.CONTRACT_VERSION, "Phần mềm tự ghi, không sửa"),
)  # fmt: skip
