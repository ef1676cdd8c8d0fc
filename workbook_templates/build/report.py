"""The Word template of the consolidated report, as an administrative report looks by Nghị định 30/2020/NĐ-CP.

Its tags are docxtpl's: `{{ chi_so.ket_qua }}` shows a figure, `{%tr for dong in linh_vuc %}` repeats a table row. An
office may move, reword and restyle everything around them.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Pt

from cchc_macros.reports.charts import CHARTS
from workbook_templates.build.word import (
    SMALL,
    add_line,
    add_pair,
    add_signature,
    add_table,
    add_tag,
    add_text,
    draw_rule,
    kept,
    repeated,
    set_up,
    settled,
    shown_if,
    write_issuer,
    write_lines,
)

_INTRODUCTION = (
    "Thực hiện {{ ke_hoach }} của {{ co_quan }} {{ tinh }} về {{ ve_viec }}, {{ co_quan }} báo cáo kết quả thực hiện "
    "đến ngày {{ ngay_bao_cao }} như sau:"
)
_RESULT = (
    "Năm {{ nam_danh_gia }}, {{ co_quan }} {% if da_co.du %}đạt {{ diem.ket_qua }}/{{ diem.toi_da }} điểm, Chỉ số cải "
    "cách hành chính đạt {{ chi_so.ket_qua }}{% else %}mới có kết quả của {{ da_co.so }}/{{ da_co.tren }} tiêu chí, "
    "đạt {{ da_co.diem }}/{{ da_co.toi_da }} điểm, bằng {{ da_co.chi_so }} của phần đã có kết quả{% endif %}; "
    "{% if mat_diem %}mất {{ diem.mat }} điểm ở {{ so_mat_diem }} tiêu chí{% else %}không có tiêu chí mất "
    "điểm{% endif %}."
)
_TARGET = (
    "Mục tiêu năm {{ nam_ke_hoach }} là {{ diem.muc_tieu }} điểm{{ phan_muc_tieu }}, Chỉ số đạt {{ chi_so.muc_tieu }}."
)
_NOW = (
    "Đến ngày {{ ngay_bao_cao }}, {% if da_cham.du %}đã chấm đủ {{ da_cham.tren }} tiêu chí{% else %}mới chấm "
    "{{ da_cham.so }}/{{ da_cham.tren }} tiêu chí{% endif %}, đạt {{ da_cham.diem }}/{{ da_cham.toi_da }} điểm, bằng "
    "{{ da_cham.chi_so }}{% if not da_cham.du %} của phần đã chấm; tính trên tổng điểm tối đa của mọi tiêu chí là "
    "{{ chi_so.hien_nay }}{% endif %}."
)
_TO_WIN_BACK = (
    "Số điểm cần khắc phục theo đơn vị chủ trì (tiêu chí có nhiều đơn vị chủ trì thì tính đủ điểm cho từng đơn vị):"
)
_YEARS = "So với năm trước (điểm kết quả theo lĩnh vực; số tiêu chí lấy lại, mất lại, mất mới):"
_COUNTS = (
    "Tổng số {{ viec.tong }} nhiệm vụ, trong đó: hoàn thành {{ viec.hoan_thanh }} nhiệm vụ (đạt {{ viec.ty_le }}), "
    "đang thực hiện {{ viec.dang }} nhiệm vụ, chưa thực hiện {{ viec.chua }} nhiệm vụ, không thực hiện được "
    "{{ viec.khong }} nhiệm vụ{% if viec.khong_phat_sinh != '0' %}; ngoài ra {{ viec.khong_phat_sinh }} nhiệm vụ không "
    "phát sinh{% endif %}. {% if cham %}Có {{ viec.qua_han }}{% else %}Không có{% endif %} nhiệm vụ quá hạn; "
    "{{ viec.sap_den_han }} nhiệm vụ sắp đến hạn."
)
_RETURNS = (
    "{% if phieu.da_gui == '0' %}Chưa có đơn vị nào gửi phiếu báo cáo kết quả.{% elif phieu.chua_gui %}"
    "Có {{ phieu.da_gui }}/{{ phieu.tong }} đơn vị đã gửi phiếu báo cáo kết quả.{% else %}"
    "Tất cả {{ phieu.tong }} đơn vị đã gửi phiếu báo cáo kết quả.{% endif %}"
)
RECEIVERS = ("- UBND {{ tinh }};", "- Sở Nội vụ;", "- Lưu: VT.")
_NOTE = "- {{ dong.don_vi }} (nhiệm vụ {{ dong.stt }}): {{ dong.noi_dung }}"


def report_template() -> bytes:
    """The template as .docx, the same bytes each time."""
    document = docx.Document()
    set_up(document, "Mẫu báo cáo kết quả cải cách hành chính")
    heading_block(document, "Kết quả thực hiện Kế hoạch về {{ ve_viec }}")
    add_text(document, _INTRODUCTION)
    _points(document)
    _lost(document)
    _work(document)
    with _section(document, "cham", "NHIỆM VỤ QUÁ HẠN"):
        add_table(
            document,
            "cham",
            (
                ("STT", "stt", 14), ("Nhiệm vụ", "ten", 51), ("Đơn vị chủ trì", "don_vi", 35), ("Thời hạn", "han", 25),
                ("Quá hạn (ngày)", "so_ngay", 17), ("Tình hình", "trang_thai", 23),
            ),
            headed=True,
        )  # fmt: skip
    with _section(document, "phieu", "TÌNH HÌNH GỬI PHIẾU CỦA CÁC ĐƠN VỊ"):
        # As the last lines before the signature, which do not leave it alone on a page.
        kept(add_text(document, _RETURNS))
        with shown_if(document, "phieu.chua_gui"):
            kept(add_text(document, "Các đơn vị chưa gửi ({{ phieu.so_chua_gui }} đơn vị): {{ phieu.chua_gui }}."))
    with (
        _section(document, "kien_nghi", "KHÓ KHĂN, VƯỚNG MẮC VÀ ĐỀ NGHỊ"),
        repeated(document, "dong in kien_nghi"),
        shown_if(document, "loop.last"),
    ):
        kept(add_text(document, _NOTE))
        add_tag(document, "{%p else %}")
        add_text(document, _NOTE)
    kept(add_text(document, "Trên đây là báo cáo kết quả thực hiện đến ngày {{ ngay_bao_cao }} của {{ co_quan }}./."))
    add_signature(document, RECEIVERS)
    return settled(document)


def _points(document: Document) -> None:
    with _section(document, "diem", "CHỈ SỐ CẢI CÁCH HÀNH CHÍNH"):
        with shown_if(document, "diem.ket_qua != '–'"):
            add_text(document, _RESULT)
        with shown_if(document, "diem.muc_tieu != '–'"):
            add_text(document, _TARGET)
        with shown_if(document, "diem.hien_nay != '–'"):
            add_text(document, _NOW)
        add_table(
            document,
            "linh_vuc",
            (
                ("STT", "stt", 14), ("Lĩnh vực", "ten", 66), ("Điểm tối đa", "toi_da", 17), ("Kết quả", "ket_qua", 17),
                ("Điểm mất", "mat", 17), ("Mục tiêu", "muc_tieu", 17), ("Hiện nay", "hien_nay", 17),
            ),
        )  # fmt: skip
        with shown_if(document, "nam_truoc"):
            add_text(document, _YEARS).paragraph_format.keep_with_next = True
            add_table(
                document,
                "nam_truoc",
                (
                    ("STT", "stt", 14), ("Lĩnh vực", "ten", 62), ("Năm trước", "truoc", 18), ("Năm nay", "nay", 18),
                    ("Chênh lệch", "chenh", 18), ("Tiêu chí", "nhan_xet", 35),
                ),
            )  # fmt: skip
        _picture(document, "bieu_do_diem", "Điểm theo lĩnh vực so với điểm tối đa và mục tiêu")


def _lost(document: Document) -> None:
    with (
        _section(document, "mat", "TIÊU CHÍ MẤT ĐIỂM VÀ KẾT QUẢ KHẮC PHỤC"),
        shown_if(document, "mat_diem", "Không có tiêu chí mất điểm."),
    ):
        add_table(
            document,
            "mat_diem",
            (
                ("STT", "stt", 14), ("Tiêu chí", "ten", 41), ("Điểm mất", "mat", 15), ("Đơn vị chủ trì", "don_vi", 35),
                ("Kết quả khắc phục", "da_lam", 60),
            ),
        )  # fmt: skip
        _picture(document, "bieu_do_mat_diem", "Điểm mất theo tiêu chí")
        with shown_if(document, "lay_lai"):
            kept(add_text(document, _TO_WIN_BACK))
            add_table(
                document,
                "lay_lai",
                (
                    ("Đơn vị chủ trì", "don_vi", 75),
                    ("Điểm", "diem", 20),
                    ("Tiêu chí", "tieu_chi", 40),
                    ("Thời hạn", "han", 30),
                ),
            )


def _work(document: Document) -> None:
    with _section(document, "viec", "KẾT QUẢ THỰC HIỆN NHIỆM VỤ"):
        add_text(document, _COUNTS)
        with shown_if(document, "so_ky_truoc"):
            add_text(document, "So với kỳ trước, số nhiệm vụ hoàn thành {{ so_ky_truoc }}.")
        with shown_if(document, "nguoi_phu_trach"):
            add_text(document, "Theo người phụ trách:")
            add_table(
                document,
                "nguoi_phu_trach",
                (
                    ("Người phụ trách", "nguoi", 60), ("Số nhiệm vụ", "tong", 20), ("Hoàn thành", "hoan_thanh", 20),
                    ("Quá hạn", "qua_han", 20), ("Nhiệm vụ", "viec", 45),
                ),
            )  # fmt: skip
        _picture(
            document,
            "bieu_do_don_vi",
            "Nhiệm vụ theo đơn vị chủ trì (nhiệm vụ nhiều đơn vị chủ trì tính cho từng đơn vị)",
        )
        with repeated(document, "nhom in nhom_viec"):
            subheading(document, "{{ loop.index }}. {{ nhom.ten }}")
            add_table(
                document,
                "nhom.viec",
                (
                    ("STT", "stt", 14), ("Nhiệm vụ", "ten", 40), ("Đơn vị chủ trì", "don_vi", 29),
                    ("Trạng thái", "trang_thai", 20), ("Kết quả", "ket_qua", 37),
                    ("Tài liệu kiểm chứng", "minh_chung", 25),
                ),
                headed=True,
            )  # fmt: skip


def heading_block(document: Document, about: str) -> None:
    """Who reports, the national motto, number and date, and what the report is about."""
    table = add_pair(document, (65, 100), rows=2)
    write_issuer(table.rows[0], (65, 100))
    below_left, below_right = table.rows[1].cells
    write_lines(below_left, (("Số:        /BC-{{ ky_hieu }}", 13, False),))
    write_lines(below_right, (("{{ dia_danh }}, ngày        tháng        năm {{ nam }}", 14, False),), italic=True)
    add_line(document, "", before=6)
    add_line(document, "BÁO CÁO", bold=True)
    add_line(document, about, bold=True)
    draw_rule(document.add_paragraph(), 55, 165)


@contextmanager
def _section(document: Document, name: str, title: str) -> Iterator[None]:
    """A section, numbered among those that have something to say: what is added meanwhile."""
    with shown_if(document, f"muc.{name}"):
        subheading(document, f"{{{{ muc.{name} }}}}. {title}")
        yield


def subheading(document: Document, text: str) -> None:
    """A bold line that stays with what follows."""
    kept(add_text(document, text, bold=True)).alignment = ALIGN.LEFT


def _picture(document: Document, name: str, caption: str) -> None:
    """A chart where there is one, numbered after those that stand before it."""
    before = CHARTS[: CHARTS.index(name)]
    number = " + ".join(["1", *(f"(1 if {other} else 0)" for other in before)])
    with shown_if(document, name):
        kept(add_line(document, f"{{{{ {name} }}}}", before=6))
        below = add_line(document, f"Biểu đồ {{{{ {number} }}}}. {caption}", italic=True, after=6)
        below.runs[0].font.size = Pt(SMALL)
