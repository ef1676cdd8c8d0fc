"""The Word templates of the papers of following up: công văn đôn đốc, công văn giao việc, the weekly progress table.

Their tags are docxtpl's, as those of the report. An office may move, reword and restyle everything around them.
"""

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_BREAK
from docx.shared import Mm, Pt

from workbook_templates.build.word import (
    add_line,
    add_pair,
    add_signature,
    add_table,
    add_tag,
    add_text,
    kept,
    repeated,
    set_up,
    settled,
    shown_if,
    write_issuer,
    write_lines,
)

_RECEIVERS = ("- Như trên;", "- Lãnh đạo {{ co_quan }} (để b/c);", "- Lưu: VT, VP.")
_WIDE = 252  # mm of a lying page between its margins
_LATE = (
    ("STT", "stt", 14), ("Nhiệm vụ", "ten_viec", 63), ("Người phụ trách", "nguoi", 28), ("Thời hạn", "han", 24),
    ("Quá hạn (ngày)", "so_ngay", 16), ("Tình hình", "trang_thai", 20),
)  # fmt: skip
_BY_PERSON = (
    ("Người phụ trách", "nguoi", 60), ("Số việc", "so_viec", 22), ("Chưa xong", "con_lai", 22),
    ("Quá hạn", "qua_han", 22), ("Việc chưa xong", "viec", 126),
)  # fmt: skip
_MISSING = (("Đơn vị", "don_vi", 65), ("Tình trạng phiếu", "tinh_trang", 100))


def urge_template() -> bytes:
    """Công văn đôn đốc, to one late unit or to all of them."""
    document = docx.Document()
    set_up(document, "Mẫu công văn đôn đốc")
    _letter_head(
        document,
        "V/v đôn đốc thực hiện nhiệm vụ cải cách hành chính{% if ky %} và gửi phiếu báo cáo kỳ {{ ky }}{% endif %}",
    )
    add_text(
        document,
        "Thực hiện {{ ke_hoach }} của {{ co_quan }} {{ tinh }} về {{ ve_viec }}, {{ co_quan }} đã giao nhiệm vụ cho "
        "các phòng, đơn vị. Qua theo dõi đến ngày {{ ngay_bao_cao }}, {{ co_quan }} thông báo và đề nghị như sau:",
    )
    with repeated(document, "dv in don_vi"):
        with shown_if(document, "nhieu"):
            add_text(document, "{{ loop.index }}. {{ dv.ten }}", bold=True)
        with shown_if(document, "dv.cham"):
            add_text(document, "Có {{ dv.so_cham }} nhiệm vụ đã quá thời hạn, chưa hoàn thành:")
            add_table(document, "dv.cham", _LATE, headed=True)
        with shown_if(document, "dv.phieu"):
            add_text(document, "Phiếu báo cáo{% if ky %} kỳ {{ ky }}{% endif %}: {{ dv.phieu }}.")
    closing = add_text(
        document,
        "Đề nghị {% if nhieu %}Thủ trưởng các phòng, đơn vị nêu trên{% else %}{{ don_vi[0].ten }}{% endif %} khẩn "
        "trương {% if co_cham %}hoàn thành nhiệm vụ quá hạn, báo cáo rõ nguyên nhân, thời gian hoàn thành"
        "{% if co_phieu %} và {% endif %}{% endif %}{% if co_phieu %}gửi phiếu về Văn phòng{% endif %}"
        "{% if han_tra_loi %} chậm nhất ngày {{ han_tra_loi }}{% endif %} để tổng hợp, báo cáo Lãnh đạo./.",
    )
    kept(closing)
    add_signature(document, _RECEIVERS)
    return settled(document)


def assign_template() -> bytes:
    """Công văn giao việc to a unit, with its work as an appendix."""
    document = docx.Document()
    set_up(document, "Mẫu công văn giao việc")
    _letter_head(document, "V/v giao nhiệm vụ nâng cao Chỉ số cải cách hành chính năm {{ nam_ke_hoach }}")
    add_text(
        document,
        "Thực hiện {{ ke_hoach }} của {{ co_quan }} {{ tinh }} về {{ ve_viec }}, {{ co_quan }} giao "
        "{{ don_vi[0].ten }} thực hiện {{ so_viec }} nhiệm vụ (chủ trì {{ so_chu_tri }}, phối hợp {{ so_phoi_hop }}) "
        "tại Phụ lục kèm theo.",
    )
    closing = add_text(
        document,
        "Đề nghị {{ don_vi[0].ten }} phân công người thực hiện, hoàn thành đúng thời hạn, bảo đảm tài liệu kiểm chứng"
        "{% if han_tra_loi %}; gửi phiếu báo cáo{% if ky %} kỳ {{ ky }}{% endif %} về Văn phòng chậm nhất ngày "
        "{{ han_tra_loi }}{% endif %}. Quá trình thực hiện có khó khăn, vướng mắc, kịp thời báo cáo Lãnh đạo để chỉ "
        "đạo./.",
    )
    kept(closing)
    add_signature(document, _RECEIVERS)
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    add_line(document, "PHỤ LỤC", bold=True)
    add_line(document, "NHIỆM VỤ GIAO {{ don_vi[0].ten|upper }}", bold=True)
    source = "(Kèm theo Công văn số        /{{ ky_hieu }}-VP ngày       /      /{{ nam }} của {{ co_quan }} {{ tinh }})"
    add_line(document, source, italic=True, after=6)
    add_table(
        document,
        "viec",
        (
            ("STT", "stt", 14), ("Nhiệm vụ, yêu cầu", "ten_viec", 51), ("Vai trò", "vai_tro", 16),
            ("Người phụ trách", "nguoi", 25), ("Đơn vị cùng thực hiện", "cung", 35), ("Thời hạn", "han", 24),
        ),
        headed=True,
    )  # fmt: skip
    return settled(document)


def progress_template() -> bytes:
    """The progress table for the weekly meeting."""
    document = docx.Document()
    set_up(document, "Mẫu bảng tiến độ", lying=True)
    widths = (100, _WIDE - 100)
    write_issuer(add_pair(document, widths).rows[0], widths)
    add_line(
        document, "BẢNG TIẾN ĐỘ THỰC HIỆN NHIỆM VỤ CẢI CÁCH HÀNH CHÍNH NĂM {{ nam_ke_hoach }}", bold=True, before=6
    )
    under = "(Số liệu đến ngày {{ ngay_bao_cao }}{% if ky %}; kỳ báo cáo {{ ky }}{% endif %})"
    add_line(document, under, italic=True, after=6)
    add_text(
        document,
        "Tổng số {{ viec.tong }} nhiệm vụ: hoàn thành {{ viec.hoan_thanh }} (đạt {{ viec.ty_le }})"
        "{% if so_ky_truoc %}, {{ so_ky_truoc }} so với kỳ trước{% endif %}; đang thực hiện {{ viec.dang }}; chưa thực "
        "hiện {{ viec.chua }}; không thực hiện được {{ viec.khong }}; quá hạn {{ viec.qua_han }}; sắp đến hạn "
        "{{ viec.sap_den_han }}.",
    )
    add_table(
        document,
        "tien_do",
        (
            ("STT", "stt", 14), ("Nhiệm vụ", "ten_viec", 60), ("Đơn vị chủ trì", "don_vi", 38),
            ("Người phụ trách", "nguoi", 28), ("Thời hạn", "han", 23), ("Tình hình", "trang_thai", 23),
            ("Tiến độ", "tien_do", 14), ("Kết quả, vướng mắc", "ket_qua", 52),
        ),
        headed=True,
    )  # fmt: skip
    with shown_if(document, "theo_nguoi"):
        add_text(document, "Theo người phụ trách:")
        add_table(document, "theo_nguoi", _BY_PERSON)
    with shown_if(document, "chua_gui", "Các đơn vị đã gửi đủ phiếu báo cáo."):
        add_text(document, "Đơn vị chưa gửi phiếu báo cáo, hoặc gửi còn thiếu:")
        add_table(document, "chua_gui", _MISSING)
    return settled(document)


def _letter_head(document: Document, about: str) -> None:
    """The head of a công văn: it has no type's name, what it is about is under its number; then whom it is to."""
    write_issuer(add_pair(document, (65, 100)).rows[0], (65, 100))
    left, right = add_pair(document, (65, 100)).rows[0].cells
    write_lines(left, (("Số:        /{{ ky_hieu }}-VP", 13, False), (about, 12, False)))
    left.paragraphs[1].paragraph_format.space_before = Pt(6)
    write_lines(right, (("{{ dia_danh }}, ngày       tháng       năm {{ nam }}", 14, False),), italic=True)
    with shown_if(document, "not nhieu"):
        add_line(document, "Kính gửi: {{ don_vi[0].ten }}", before=12, after=6)
        add_tag(document, "{%p else %}")
        to = add_line(document, "Kính gửi:", before=12)
        to.alignment, to.paragraph_format.left_indent = ALIGN.LEFT, Mm(35)
        with repeated(document, "dv in don_vi"):
            each = add_line(document, "- {{ dv.ten }}{% if loop.last %}.{% else %};{% endif %}")
            each.alignment, each.paragraph_format.left_indent = ALIGN.LEFT, Mm(57)


LETTERS = {
    "cong-van-don-doc.docx": urge_template, "cong-van-giao-viec.docx": assign_template,
    "bang-tien-do.docx": progress_template,
}  # fmt: skip
