"""The templates of the dossier: a workbook for its own pages, and the report on the self-scores as Word.

The report has the three parts that the Ministry asks for: the points, the explanations, difficulties and proposals.
"""

import docx
from openpyxl import Workbook
from openpyxl.utils.cell import absolute_coordinate
from openpyxl.worksheet.worksheet import Worksheet

from cchc_macros import contract as c
from cchc_macros.evidence import form
from workbook_templates.build import styles
from workbook_templates.build.page import set_page
from workbook_templates.build.report import RECEIVERS, heading_block, subheading
from workbook_templates.build.sheets import freeze, name_cell, title
from workbook_templates.build.tables import GENERAL, Look, add_table, dress_rows
from workbook_templates.build.word import add_signature, add_text, kept, set_up, settled, shown_if
from workbook_templates.build.word import add_table as add_word_table
from workbook_templates.build.workbook import empty_workbook

_HEADING_ROW = 4
_LIST_LOOKS = {
    c.STT: Look(width=9, kind="text", note="STT của tiêu chí.", align="center"),
    c.NUMBER_SIGN: Look(width=18, kind="text", note="Số, ký hiệu.", align="center"),
    c.DAY: Look(width=13, kind="text", note="Ngày ban hành.", align="center"),
    c.ISSUER: Look(width=22, kind="text", note="Cơ quan ban hành."),
    c.ABOUT: Look(width=56, kind="text", note="Tiêu chí; dưới đó tên loại, trích yếu của từng tài liệu."),
    form.IN_DOSSIER: Look(width=12, kind="text", note="Trang trong hồ sơ này.", align="center"),
    c.FILE: Look(width=34, kind="text", note="Tệp trong thư mục hồ sơ."),
}
_POINT_LOOKS = {
    c.STT: Look(width=9, kind="text", note="Số thứ tự.", align="center"),
    c.CRITERION_NAME: Look(width=52, kind="text", note="Lĩnh vực, tiêu chí, tiêu chí thành phần."),
    c.MAX_SCORE: Look(width=9, kind="text", note="Điểm tối đa.", align="center", format=GENERAL),
    c.SELF_SCORE: Look(width=10, kind="text", note="Điểm tự đánh giá.", align="center", format=GENERAL),
    c.SURVEY: Look(width=9, kind="text", note="Điểm điều tra xã hội học.", align="center", format=GENERAL),
    c.APPRAISED: Look(width=10, kind="text", note="Điểm thẩm định.", align="center", format=GENERAL),
    form.CITED: Look(width=44, kind="text", note="Tài liệu kiểm chứng; mục, trang chứng minh."),
    c.NOTE: Look(width=36, kind="text", note="Giải trình, điều còn thiếu."),
}
# Row, height, the cell's name or "", text, size, bold
_COVER = (
    (1, 24, form.SUPERIOR, None, 14, False), (2, 24, form.AGENCY, None, 14, True), (3, 190, "", None, 12, False),
    (4, 40, "", "HỒ SƠ TÀI LIỆU KIỂM CHỨNG", 24, True), (5, 48, form.SUBJECT, None, 18, True),
    (6, 60, form.COUNTS, None, 14, False), (7, 260, "", None, 12, False), (8, 24, form.PLACE, None, 14, False),
)  # fmt: skip


def dossier_workbook() -> Workbook:
    """The workbook, without evidence and points."""
    workbook = empty_workbook()
    _add_cover(workbook.create_sheet(form.COVER))
    listed = workbook.create_sheet(form.LIST.sheet)
    title(listed, "DANH MỤC TÀI LIỆU KIỂM CHỨNG", "Xếp theo tiêu chí; trang là trang của hồ sơ này.", leads_back=False)
    placed = add_table(listed, form.LIST, _LIST_LOOKS, row=_HEADING_ROW, heading_height=30)
    group = styles.difference(styles.COMPUTED, bold=True, lined=True)
    dress_rows(placed, _LIST_LOOKS, rows=[(f'{placed.at(c.STT)}<>""', group)])
    points = workbook.create_sheet(form.POINTS.sheet)
    title(points, "BẢNG TỰ CHẤM ĐIỂM CHỈ SỐ CẢI CÁCH HÀNH CHÍNH", "", leads_back=False)
    name_cell(points, form.TITLE, "A2")
    placed = add_table(points, form.POINTS, _POINT_LOOKS, row=_HEADING_ROW, heading_height=36)
    stt, column = placed.at(c.STT), absolute_coordinate(placed.column(c.STT))
    has_parts = f'OR(ISERROR(VALUE({stt})),COUNTIF({column},{stt}&".*")>0)'  # a Roman number has Arabic ones below it
    domain = f'AND({stt}<>"",ISERROR(FIND(".",{stt})),{has_parts})'
    dress_rows(placed, _POINT_LOOKS, rows=[(domain, group)])
    for sheet in (listed, points):
        freeze(sheet, f"A{_HEADING_ROW + 1}")
        set_page(sheet, heading_row=_HEADING_ROW)
    return workbook


def _add_cover(sheet: Worksheet) -> None:
    sheet.column_dimensions["A"].width = 78
    for row, height, name, text, size, bold in _COVER:
        cell = sheet[f"A{row}"]
        cell.value, cell.font, cell.alignment = text, styles.font(size, bold=bold), styles.aligned("center")
        cell.number_format = "@"
        sheet.row_dimensions[row].height = height
        if name:
            name_cell(sheet, name, f"A{row}")
    sheet.sheet_view.showGridLines = False
    set_page(sheet, landscape=False)
    sheet.print_area = "A1:A8"


def self_report_template() -> bytes:
    """The report on the self-scores."""
    document = docx.Document()
    set_up(document, "Mẫu báo cáo tự đánh giá Chỉ số cải cách hành chính")
    heading_block(document, "Kết quả tự đánh giá, chấm điểm Chỉ số cải cách hành chính năm {{ nam_ke_hoach }}")
    subheading(document, "I. TỔNG HỢP ĐIỂM TỰ ĐÁNH GIÁ")
    add_text(
        document,
        "{{ co_quan }} đã tự chấm {{ da_cham }}/{{ so_tieu_chi }} tiêu chí, tiêu chí thành phần, đạt {{ tu_cham }}/"
        "{{ toi_da }} điểm ({{ ty_le }}), kèm {{ so_tai_lieu }} tài liệu kiểm chứng.",
    )
    add_word_table(
        document,
        "diem",
        (
            ("STT", "stt", 14), ("Lĩnh vực, tiêu chí, tiêu chí thành phần", "ten", 63), ("Điểm tối đa", "toi_da", 16),
            ("Tự chấm", "tu_cham", 16), ("Tài liệu kiểm chứng (mục, trang)", "tai_lieu", 56),
        ),
    )  # fmt: skip
    subheading(document, "II. GIẢI TRÌNH")
    with shown_if(document, "giai_trinh", "Các tiêu chí tự chấm điểm đều có tài liệu kiểm chứng đầy đủ thông tin."):
        add_text(document, "Các tiêu chí chưa có tài liệu kiểm chứng, hoặc tài liệu còn thiếu thông tin cần thiết:")
        add_word_table(
            document,
            "giai_trinh",
            (("STT", "stt", 14), ("Tiêu chí", "ten", 50), ("Tự chấm", "tu_cham", 16), ("Giải trình", "noi_dung", 85)),
        )
    subheading(document, "III. KHÓ KHĂN, VƯỚNG MẮC VÀ KIẾN NGHỊ")
    with shown_if(document, "kho_khan", "Không có."):
        add_word_table(
            document,
            "kho_khan",
            (
                ("STT", "stt", 14), ("Tiêu chí", "ten", 45), ("Khó khăn, nguyên nhân", "nguyen_nhan", 53),
                ("Giải pháp, kiến nghị", "kien_nghi", 53),
            ),
        )  # fmt: skip
    kept(add_text(document, "Trên đây là kết quả tự đánh giá năm {{ nam_ke_hoach }} của {{ co_quan }}./."))
    add_signature(document, RECEIVERS)
    return settled(document)
