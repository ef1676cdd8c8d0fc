"""The sheet `Hướng dẫn`: one page for staff; its buttons come from the registry."""

from openpyxl.worksheet.worksheet import Worksheet

from cchc_macros.registry import BUTTONS, GROUPS
from workbook_templates.build import styles
from workbook_templates.build.page import set_page
from xl.row_heights import row_height

_START = (
    "Nhập mục ở sheet Thông tin, khai đơn vị và email ở sheet Đơn vị.",
    "Nhập bảng điểm, nhiệm vụ: gõ tay, hoặc lấy từ văn bản kế hoạch bằng nút Nhập phụ lục.",
    "Bấm các nút dưới đây theo thứ tự. Mỗi lần bấm, sổ được lưu bản cũ và ghi vào sheet Nhật ký.",
)
_RULES = (
    "Để trống, 0 và Không chấm khác nhau: để trống là chưa có điểm; 0 là có chấm nhưng không đạt điểm nào.",
    "Không chấm (x) là tiêu chí không giao cho cơ quan, không tính vào tổng.",
    "Chỉ nhập điểm ở dòng không có dòng con; dòng cha do công thức cộng lên.",
    "Nhiều đơn vị trong một ô: cách nhau bằng dấu chấm phẩy.",
    "Tên gọi chung (các phòng, đơn vị thuộc Sở…) khai ở bảng nhóm bên phải sheet Đơn vị.",
    "Thời hạn ghi đúng như văn bản. Cột Hạn cuối do phần mềm đọc; chỗ không đọc được báo ở sheet Kiểm tra.",
    "Được thêm dòng, thêm cột, ẩn, lọc, sắp xếp. Không đổi tên sheet, tên cột; không ghi gì dưới các bảng.",
)
_COLOURS = (
    (styles.INPUT, "Ô nhập số liệu hoặc chọn trong danh sách"),
    (styles.COMPUTED, "Ô phần mềm tính, không gõ vào"),
    (styles.PARENT, "Lĩnh vực, tiêu chí có dòng con; đề mục nhiệm vụ"),
    (styles.LOST, "Mất điểm; quá hạn; lỗi; không thực hiện được"),
    (styles.NEAR, "Sắp đến hạn; cảnh báo"),
    (styles.DONE, "Hoàn thành"),
    (styles.DOING, "Đang thực hiện; thông tin"),
)
_WIDTHS, _SIZE = (5, 27, 78), 11
_TABS = (
    (styles.TAB_READ, "Thẻ sheet xanh dương: để đọc"),
    (styles.TAB_TYPE, "Thẻ vàng: để nhập"),
    (styles.TAB_RESULT, "Thẻ xanh lá: phần mềm ghi"),
    (styles.TAB_FORM, "Thẻ xám: phiếu, phụ lục"),
)


def add_guide(sheet: Worksheet) -> None:
    """Fill the sheet `Hướng dẫn`."""
    sheet.sheet_properties.tabColor = styles.TAB_READ
    sheet.sheet_view.showGridLines = False
    for letter, width in zip("ABC", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    row = _title(sheet, 1, "HƯỚNG DẪN SỬ DỤNG SỔ CẢI CÁCH HÀNH CHÍNH", 14)
    row = _title(sheet, row + 1, "Bắt đầu")
    row = _numbered(sheet, row, _START)
    row = _title(sheet, row + 1, "Các nút theo trình tự trong năm")
    row = _buttons(sheet, row)
    row = _title(sheet, row + 1, "Quy tắc nhập")
    row = _numbered(sheet, row, _RULES)
    row = _title(sheet, row + 1, "Màu sắc")
    for color, text in (*_COLOURS, *_TABS):
        sheet[f"B{row}"].fill, sheet[f"B{row}"].border = styles.fill(color), styles.border()
        _write(sheet, f"C{row}", text)
        row += 1
    set_page(sheet, landscape=False)
    sheet.page_setup.fitToHeight = 1  # one page


def _title(sheet: Worksheet, row: int, text: str, size: float = 12) -> int:
    _write(sheet, f"A{row}", text, size=size, bold=True, wrap=False)
    sheet.row_dimensions[row].height = size * 1.8
    return row + 1


def _numbered(sheet: Worksheet, row: int, lines: tuple[str, ...]) -> int:
    """Numbered paragraphs over the columns B and C; merged rows do not grow by themselves."""
    for number, text in enumerate(lines, start=1):
        _write(sheet, f"A{row}", str(number), align="center")
        _write(sheet, f"B{row}", text)
        sheet.merge_cells(f"B{row}:C{row}")
        sheet.row_dimensions[row].height = row_height([(text, _WIDTHS[1] + _WIDTHS[2])], _SIZE)
        row += 1
    return row


def _buttons(sheet: Worksheet, row: int) -> int:
    number = 0
    for group in GROUPS:
        for button in BUTTONS:
            if button.group != group or button.label is None:
                continue
            number += 1
            _write(sheet, f"A{row}", str(number), align="center")
            _write(sheet, f"B{row}", button.label, bold=True)
            _write(sheet, f"C{row}", button.supertip)
            sheet.row_dimensions[row].height = row_height([(button.supertip, _WIDTHS[2])], _SIZE) + 2
            for letter in "ABC":
                sheet[f"{letter}{row}"].border = styles.border()
            row += 1
    return row


def _write(
    sheet: Worksheet,
    address: str,
    text: str,
    *,
    size: float = _SIZE,
    bold: bool = False,
    align: str = "left",
    wrap: bool = True,
) -> None:
    cell = sheet[address]
    cell.value, cell.font = text, styles.font(size, bold=bold)
    cell.alignment = styles.aligned(align, wrap=wrap)
    cell.number_format = "@"
