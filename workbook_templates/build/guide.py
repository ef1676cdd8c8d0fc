"""The sheet `Hướng dẫn`: one page for staff; its buttons come from the registry.

Below that page, on screen only, stands what each code of the sheet `Kiểm tra` means and what to do about errors.
"""

from itertools import groupby

from openpyxl.worksheet.worksheet import Worksheet

from cchc_macros.error_help import SECTIONS
from cchc_macros.registry import BUTTONS
from cchc_macros.rules.audit.finding_codes import EXPLANATIONS
from workbook_templates.build import styles
from workbook_templates.build.page import set_page
from workbook_templates.build.sheets import link_back, name_cell
from xl.fit import row_height

CODES = "Finding_Codes"  # the name of the place below the page where the codes are explained
_WIDTHS = {"A": 14, "B": 25, "C": 78}
_SIZE = 12
_YEAR = (
    (
        "Đầu năm, bấm {new}. Điền sheet Thông tin (cơ quan, tỉnh, năm, số kế hoạch) và sheet Đơn vị (mã, tên, loại, "
        "email; tên gọi chung ở bảng bên phải)."
    ),
    "Đưa phụ lục của kế hoạch vào Bảng điểm, Nhiệm vụ bằng nút {import}, hoặc gõ tay.",
    "Bấm {recalculate}, {flag}, {audit}; sửa những chỗ sheet Kiểm tra nêu.",
    "Giao việc: bấm {assign}, xem lại các phiếu, rồi bấm {export} và {email}.",
    (
        "Trong năm: bấm {remind} để nhắc việc sắp đến hạn. Sổ gửi về để chung một thư mục rồi bấm {collect}; chỗ "
        "phiếu và sổ khác nhau thì chọn ở sheet Xung đột."
    ),
    "Khi chấm điểm: nhập cột Tự đánh giá, Thẩm định ở Bảng điểm, bấm {recalculate}.",
    "Phát hành: bấm {print} để in phụ lục, phiếu giao việc; bấm {report} để lập báo cáo.",
    "Bấm nhầm thì bấm {undo}: trước mỗi lần ghi, phần mềm đã giữ một bản sao của sổ.",
)
_RULES = (
    (
        "Để trống, 0 và Không chấm khác nhau: để trống là chưa có điểm; 0 là có chấm nhưng không đạt điểm nào; "
        "Không chấm (x) là tiêu chí không giao cho cơ quan."
    ),
    "Chỉ nhập điểm ở dòng không có dòng con; dòng cha do công thức cộng lên.",
    (
        "Nhiều đơn vị trong một ô cách nhau bằng dấu chấm phẩy. Thời hạn ghi đúng như văn bản; nút {assign} đọc ra "
        "cột Hạn cuối, chỗ không đọc được báo ở sheet Kiểm tra."
    ),
    "Được thêm dòng, thêm cột, ẩn, lọc, sắp xếp. Không đổi tên sheet, tên cột; không ghi gì dưới các bảng.",
)
_COLOURS = (
    (styles.INPUT, "Ô nhập số liệu hoặc chọn trong danh sách"),
    (styles.COMPUTED, "Ô phần mềm tính hoặc ghi; chỉ gõ khi sheet Kiểm tra gợi ý"),
    (styles.PARENT, "Lĩnh vực, tiêu chí có dòng con; đề mục nhiệm vụ (chữ đậm)"),
    (styles.LOST, "Mất điểm; quá hạn; lỗi; không thực hiện được"),
    (styles.NEAR, "Sắp đến hạn; cảnh báo"),
    (styles.DONE, "Hoàn thành"),
    (styles.DOING, "Đang thực hiện; thông tin"),
    (styles.TAB_READ, "Thẻ sheet xanh dương: để đọc"),
    (styles.TAB_TYPE, "Thẻ sheet vàng: để nhập"),
    (styles.TAB_RESULT, "Thẻ sheet xanh lá: phần mềm ghi"),
    (styles.TAB_FORM, "Thẻ sheet xám: mẫu phiếu, phụ lục"),
)


def add_guide(sheet: Worksheet) -> None:
    """Fill the sheet `Hướng dẫn`."""
    sheet.sheet_properties.tabColor = styles.TAB_READ
    sheet.sheet_view.showGridLines = False
    for letter, width in _WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    labels = {button.verb: button.label for button in BUTTONS}
    row = _title(sheet, 1, "HƯỚNG DẪN SỬ DỤNG SỔ CẢI CÁCH HÀNH CHÍNH", 14)
    link_back(sheet, "D1")
    row = _title(sheet, row + 1, "Các bước trong năm")
    row = _numbered(sheet, row, [step.format_map(labels) for step in _YEAR])
    row = _title(sheet, row + 1, "Các nút")
    row = _buttons(sheet, row)
    row = _title(sheet, row + 1, "Quy tắc nhập")
    row = _numbered(sheet, row, [rule.format_map(labels) for rule in _RULES])
    row = _title(sheet, row + 1, "Màu sắc")
    for color, text in _COLOURS:
        sheet[f"A{row}"].fill, sheet[f"A{row}"].border = styles.fill(color), styles.border()
        _write(sheet, f"B{row}", text, wrap=False)
        sheet.row_dimensions[row].height = 18
        row += 1
    set_page(sheet, landscape=False)
    sheet.print_area = f"A1:C{row - 1}"
    sheet.page_setup.fitToHeight = 1  # one page
    name_cell(sheet, CODES, f"A{row + 1}")
    row = _codes(sheet, _title(sheet, row + 1, "Mã ở sheet Kiểm tra: nghĩa là gì, sửa thế nào"))
    for section in SECTIONS:
        row = _title(sheet, row + 1, f"{section.number}. Khi có thông báo lỗi: {section.title}")
        row = _explained(sheet, row, [(f"… {quoted} …", advice) for quoted, advice in section.advice])


def _title(sheet: Worksheet, row: int, text: str, size: float = _SIZE) -> int:
    _write(sheet, f"A{row}", text, size=size, bold=True, wrap=False)
    sheet.row_dimensions[row].height = size * 1.8
    return row + 1


def _numbered(sheet: Worksheet, row: int, lines: list[str]) -> int:
    """Numbered paragraphs over all columns; merged rows do not grow by themselves."""
    for number, line in enumerate(lines, start=1):
        text = f"{number}. {line}"
        _write(sheet, f"A{row}", text)
        sheet.merge_cells(f"A{row}:C{row}")
        sheet.row_dimensions[row].height = row_height([(text, sum(_WIDTHS.values()))], _SIZE) + 2
        row += 1
    return row


def _buttons(sheet: Worksheet, row: int) -> int:
    """The buttons as they stand on the ribbon: group, label, what it does."""
    shown = [button for button in BUTTONS if button.label]
    for group, buttons in groupby(shown, key=lambda button: button.group):
        first = row
        for button in buttons:
            _write(sheet, f"B{row}", button.label or "", bold=True)
            _write(sheet, f"C{row}", button.supertip)
            sheet.row_dimensions[row].height = row_height([(button.supertip, _WIDTHS["C"])], _SIZE) + 3
            for letter in _WIDTHS:
                sheet[f"{letter}{row}"].border = styles.border()
            row += 1
        _write(sheet, f"A{first}", group or "", align="center")
        sheet[f"A{first}"].fill = styles.fill(styles.HEADER_TYPED)
        if row - first > 1:
            sheet.merge_cells(f"A{first}:A{row - 1}")
    return row


def _codes(sheet: Worksheet, row: int) -> int:
    return _explained(sheet, row, [(told.name, f"{told.meaning} {told.mend}") for told in EXPLANATIONS.values()])


def _explained(sheet: Worksheet, row: int, lines: list[tuple[str, str]]) -> int:
    """What is explained over the first two columns, and beside it what it means."""
    for what, text in lines:
        _write(sheet, f"A{row}", what, size=11)
        _write(sheet, f"C{row}", text)
        for letter in _WIDTHS:
            sheet[f"{letter}{row}"].border = styles.border()
        sheet.merge_cells(f"A{row}:B{row}")
        texts = [(what, _WIDTHS["A"] + _WIDTHS["B"]), (text, _WIDTHS["C"])]
        sheet.row_dimensions[row].height = row_height(texts, _SIZE) + 3
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
