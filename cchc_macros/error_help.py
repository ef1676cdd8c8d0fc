"""What to do about each kind of error: the guide's last section, on the page and on the sheet `Hướng dẫn` alike.

The number of a section is in the message of every error of its kind (`errors`). What is quoted is part of a
message as it is worded in the code; a test compares.
"""

from xl.late import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of error.

    Attributes:
        number: As messages name it.
        advice: (part of a message, what to do) for what happens most.
    """

    number: str
    title: str
    advice: tuple[tuple[str, str], ...]


SECTIONS = (
    Section("L1", "Sổ, sheet và bảng", (
        ("không phải sổ CCHC", "Sổ đang mở là sổ khác. Mở sổ CCHC, hoặc bấm Tạo sổ mới."),
        ("Không thấy bảng", "Bảng đã bị đổi tên hoặc bị xóa. Bấm Lùi một bước, hoặc chép lại sheet từ một sổ mới tạo."),
        ("thiếu cột", "Tên cột đã bị sửa hoặc cột bị xóa. Gõ lại đúng tên cột, hoặc bấm Lùi một bước."),
        ("Sổ này do bản CCHC mới hơn tạo ra", "Cài bản CCHC mới rồi làm lại. Sổ được giữ nguyên."),
        ("Sổ do bản CCHC cũ tạo", "Trả lời Có để thêm những bảng, cột còn thiếu; những gì đang có được giữ nguyên."),
        ("chế độ xem được bảo vệ", "Bấm Cho phép chỉnh sửa trên thanh vàng, rồi bấm lại nút."),
        ("chế độ chỉ đọc", "Người khác đang mở sổ. Đợi người đó đóng sổ, mở lại sổ rồi bấm lại."),
        ("đang được bảo vệ", "Ở thẻ Xem lại (Review), bỏ bảo vệ sheet hoặc sổ, rồi bấm lại."),
        ("Không còn lần bấm nút CCHC nào", "Các bản cũ còn giữ nằm cạnh sổ, trong thư mục có đuôi .sao-luu."),
        ("trang biểu đồ", "Bấm vào thẻ một sheet có ô, ví dụ Bảng điểm, rồi bấm lại nút."),
    )),
    Section("L2", "Số liệu trong ô", (
        ("không phải là số", "Sửa ô được nêu: nhập số, ví dụ 9 hoặc 9,5; không chấm thì đánh x vào cột Không chấm."),
        ("không phải là ngày", "Nhập ngày/tháng/năm, ví dụ 31/12/2026."),
        ("trùng với một dòng phía trên", "Sửa STT của một trong hai dòng để mỗi việc có một STT riêng."),
        ("Chưa có gì để in", "Bấm Nhập phụ lục, hoặc điền Bảng điểm, Nhiệm vụ, rồi bấm lại."),
    )),
    Section("L3", "Văn bản kế hoạch", (
        ("là ảnh", "Cài thêm bộ đọc ảnh quét (trang Cài tab CCHC, mục Ảnh quét), hoặc nhận dạng chữ (OCR) ra .docx."),
        ("có mật khẩu", "Mở tệp bằng Word hoặc Excel, bỏ mật khẩu, lưu lại rồi nhập."),
        ("đã hỏng", "Mở bằng Word hoặc Excel, lưu lại rồi nhập; nếu không mở được thì xin lại tệp."),
        ("Chưa có bảng nào để nhập", "Dán bảng của phụ lục vào sheet Dán, đứng ở sheet đó rồi bấm Nhập phụ lục."),
    )),
    Section("L4", "Tệp và thư mục", (
        ("đang mở trong", "Đóng tệp ở chương trình được nêu, hoặc đợi người đang mở đóng lại, rồi làm lại."),
        ("không có quyền ghi", "Chọn thư mục khác, ví dụ trong Tài liệu; hoặc đóng chương trình đang mở tệp."),
        ("đĩa đã đầy", "Xóa bớt tệp, hoặc chọn thư mục ở ổ đĩa khác."),
        ("đường dẫn quá dài", "Chuyển sổ sang thư mục gần gốc ổ đĩa hơn, hoặc đặt tên tệp ngắn hơn."),
        ("Đã có tệp", "Chọn tên khác; phần mềm không ghi đè sổ đang có."),
    )),
    Section("L5", "Thư", (
        ("không phải địa chỉ email", "Sửa địa chỉ ở sheet Đơn vị hoặc Thông tin, dạng ten@donvi.vn."),
        ("Chưa có máy chủ gửi thư", "Điền mục Máy chủ SMTP ở sheet Thông tin, hoặc chọn soạn thư nháp."),
        ("Chưa có mật khẩu thư", "Mật khẩu chỉ nhập một lần, trong cửa sổ lệnh; xem trang hướng dẫn gửi thư."),
        ("không rõ đã tới chưa", (
            "Hỏi đơn vị. Bấm nút gửi lần nữa: phần mềm hỏi đơn vị nào đã nhận, đơn vị nào cần gửi lại."
        )),
    )),
    Section("L6", "Chương trình đi kèm", (
        ("Không dùng được Outlook", "Mở Outlook bản cài trên Windows rồi bấm lại, hoặc chọn ghi thư nháp thành tệp."),
        ("Không thấy LibreOffice", "Chỉ cần khi sheet mẫu có chèn hình, biểu đồ. Cài LibreOffice, hoặc in từ Excel."),
        ("Tab CCHC chỉ cài được trên Windows", "Trên máy khác, dùng các lệnh trên tệp sổ."),
    )),
    Section("L7", "Lỗi khác", (
        ("Excel đang bận", "Nhấn Enter hoặc Esc để xong ô đang sửa, rồi bấm lại."),
        ("ngoài dự kiến", "Gửi tệp nhật ký được nêu cho người hỗ trợ; bấm Lùi một bước nếu sổ đã đổi dở dang."),
    )),
)  # fmt: skip
