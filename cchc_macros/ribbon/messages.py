"""What a click says when Excel or the workbook does not let it work."""

NO_WORKBOOK = "Chưa có sổ nào đang mở trong Excel. Mở sổ CCHC rồi bấm lại, hoặc bấm Tạo sổ mới."
PROTECTED_VIEW = (
    "Sổ đang mở ở chế độ xem được bảo vệ (Protected View) nên chưa sửa được.\n"
    "Bấm Cho phép chỉnh sửa (Enable Editing) trên thanh vàng rồi bấm lại."
)
CHART_SHEET = "Đang mở một trang biểu đồ ({sheet}). Chuyển sang một sheet có ô, ví dụ Bảng điểm, rồi bấm lại."
BUSY = "Excel đang bận, có thể một ô đang được sửa dở. Nhấn Enter (hoặc Esc) để xong ô đó rồi bấm lại."
READ_ONLY = (
    "Sổ '{name}' đang mở ở chế độ chỉ đọc, có thể người khác đang mở. "
    "Đóng sổ, chờ người kia lưu xong rồi mở lại, hoặc bấm Tệp > Lưu như (Save As) rồi bấm lại."
)
OLDER = (
    "Sổ do bản CCHC cũ tạo (phiên bản sổ {theirs}, bản này dùng {ours}). "
    "Thêm vào sổ những bảng, cột, mục còn thiếu? Những gì đang có được giữ nguyên.\n\n"
    "Có: thêm rồi làm tiếp; bấm Lùi một bước nếu không vừa ý.\nKhông: làm tiếp với sổ như đang có."
)
PROTECTED_BOOK = (
    "Cấu trúc sổ '{name}' đang được bảo vệ nên không thêm được sheet. "
    "Bấm Xem lại > Bảo vệ sổ làm việc (Review > Protect Workbook) để bỏ bảo vệ rồi bấm lại."
)
NOT_OURS = "'{name}' không phải sổ CCHC (thiếu {missing}). Mở sổ CCHC rồi bấm lại, hoặc bấm Tạo sổ mới."
