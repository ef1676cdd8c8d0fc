"""The Word template of the consolidated report, as an administrative report looks by Nghị định 30/2020/NĐ-CP.

Its tags are docxtpl's: `{{ chi_so.ket_qua }}` shows a figure, `{%tr for dong in linh_vuc %}` repeats a table row. An
office may move, reword and restyle everything around them.
"""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from cchc_macros.paper.word import add_page_field
from cchc_macros.reports.report_file import CHARTS
from workbook_templates.build.styles import TYPEFACE
from workbook_templates.build.workbook import MADE

BODY, SMALL = 14, 12  # points: text, tables

_INTRODUCTION = (
    "Thực hiện {{ ke_hoach }} của {{ co_quan }} {{ tinh }} về {{ ve_viec }}, {{ co_quan }} báo cáo kết quả thực hiện "
    "đến ngày {{ ngay_bao_cao }} như sau:"
)
_RESULT = (
    "Năm {{ nam_danh_gia }}, {{ co_quan }} đạt {{ diem.ket_qua }}/{{ diem.toi_da }} điểm, Chỉ số cải cách hành chính "
    "đạt {{ chi_so.ket_qua }}; {% if mat_diem %}mất {{ diem.mat }} điểm ở {{ so_mat_diem }} tiêu chí{% else %}không có "
    "tiêu chí mất điểm{% endif %}."
)
_TARGET = "Mục tiêu năm {{ nam_ke_hoach }} là {{ diem.muc_tieu }} điểm, Chỉ số đạt {{ chi_so.muc_tieu }}."
_NOW = (
    "Đến ngày {{ ngay_bao_cao }}, {% if da_cham.du %}đã chấm đủ {{ da_cham.tren }} tiêu chí{% else %}mới chấm "
    "{{ da_cham.so }}/{{ da_cham.tren }} tiêu chí{% endif %}, đạt {{ da_cham.diem }}/{{ da_cham.toi_da }} điểm, bằng "
    "{{ da_cham.chi_so }}{% if not da_cham.du %} của phần đã chấm; tính trên tổng điểm tối đa của mọi tiêu chí là "
    "{{ chi_so.hien_nay }}{% endif %}."
)
_TO_WIN_BACK = (
    "Số điểm cần khắc phục theo đơn vị chủ trì (tiêu chí có nhiều đơn vị chủ trì thì tính đủ điểm cho từng đơn vị):"
)
_COUNTS = (
    "Tổng số {{ viec.tong }} nhiệm vụ, trong đó: hoàn thành {{ viec.hoan_thanh }} nhiệm vụ (đạt {{ viec.ty_le }}), "
    "đang thực hiện {{ viec.dang }} nhiệm vụ, chưa thực hiện {{ viec.chua }} nhiệm vụ, không thực hiện được "
    "{{ viec.khong }} nhiệm vụ. {% if cham %}Có {{ viec.qua_han }}{% else %}Không có{% endif %} nhiệm vụ quá hạn; "
    "{{ viec.sap_den_han }} nhiệm vụ sắp đến hạn."
)
_RETURNS = (
    "{% if phieu.da_gui == '0' %}Chưa có đơn vị nào gửi phiếu báo cáo kết quả.{% elif phieu.chua_gui %}"
    "Có {{ phieu.da_gui }}/{{ phieu.tong }} đơn vị đã gửi phiếu báo cáo kết quả.{% else %}"
    "Tất cả {{ phieu.tong }} đơn vị đã gửi phiếu báo cáo kết quả.{% endif %}"
)
_NOTE = "- {{ dong.don_vi }} (nhiệm vụ {{ dong.stt }}): {{ dong.noi_dung }}"
_MOTTO_MM = 62  # the length of the line below it is its own
_AFTER_BORDERS = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")  # Word wants a paragraph's properties in order
Column = tuple[str, str, int]  # heading, tag, width in mm: together 165, what the margins leave


def report_template() -> bytes:
    """The template as .docx, the same bytes each time."""
    document = docx.Document()
    _set_up(document)
    _heading_block(document)
    _text(document, _INTRODUCTION)
    _points(document)
    _lost(document)
    _work(document)
    _section(document, "cham", "NHIỆM VỤ QUÁ HẠN")
    _table(
        document,
        "cham",
        (
            ("STT", "stt", 14), ("Nhiệm vụ", "ten", 51), ("Đơn vị chủ trì", "don_vi", 35), ("Thời hạn", "han", 25),
            ("Quá hạn (ngày)", "so_ngay", 17), ("Tình hình", "trang_thai", 23),
        ),
    )  # fmt: skip
    _tag(document, "{%p endif %}")
    _section(document, "phieu", "TÌNH HÌNH GỬI PHIẾU CỦA CÁC ĐƠN VỊ")
    _text(document, _RETURNS)
    _tag(document, "{%p if phieu.chua_gui %}")
    _text(document, "Các đơn vị chưa gửi ({{ phieu.so_chua_gui }} đơn vị): {{ phieu.chua_gui }}.")
    _tag(document, "{%p endif %}")
    _tag(document, "{%p endif %}")
    _section(document, "kien_nghi", "KHÓ KHĂN, VƯỚNG MẮC VÀ ĐỀ NGHỊ")
    _tag(document, "{%p for dong in kien_nghi %}")
    _tag(document, "{%p if loop.last %}")
    _kept(_text(document, _NOTE))  # so that the signature does not stand on the last page with one line above it
    _tag(document, "{%p else %}")
    _text(document, _NOTE)
    _tag(document, "{%p endif %}")
    _tag(document, "{%p endfor %}")
    _tag(document, "{%p endif %}")
    _kept(_text(document, "Trên đây là báo cáo kết quả thực hiện đến ngày {{ ngay_bao_cao }} của {{ co_quan }}./."))
    _signature(document)
    return _settled(document)


def write_report_template(path: Path) -> None:
    """Write the template; a file that is the same already is left alone."""
    content = report_template()
    if not path.exists() or path.read_bytes() != content:
        path.write_bytes(content)


def _points(document: Document) -> None:
    _section(document, "diem", "CHỈ SỐ CẢI CÁCH HÀNH CHÍNH")
    _text(document, _RESULT)
    _tag(document, "{%p if diem.muc_tieu != '–' %}")
    _text(document, _TARGET)
    _tag(document, "{%p endif %}")
    _tag(document, "{%p if diem.hien_nay != '–' %}")
    _text(document, _NOW)
    _tag(document, "{%p endif %}")
    _table(
        document,
        "linh_vuc",
        (
            ("STT", "stt", 14), ("Lĩnh vực", "ten", 66), ("Điểm tối đa", "toi_da", 17), ("Kết quả", "ket_qua", 17),
            ("Điểm mất", "mat", 17), ("Mục tiêu", "muc_tieu", 17), ("Hiện nay", "hien_nay", 17),
        ),
    )  # fmt: skip
    _picture(document, "bieu_do_diem", "Điểm theo lĩnh vực so với điểm tối đa và mục tiêu")
    _tag(document, "{%p endif %}")


def _lost(document: Document) -> None:
    _section(document, "mat", "TIÊU CHÍ MẤT ĐIỂM VÀ KẾT QUẢ KHẮC PHỤC")
    _if(document, "mat_diem", "Không có tiêu chí mất điểm.")
    _table(
        document,
        "mat_diem",
        (
            ("STT", "stt", 14), ("Tiêu chí", "ten", 41), ("Điểm mất", "mat", 15), ("Đơn vị chủ trì", "don_vi", 35),
            ("Kết quả khắc phục", "da_lam", 60),
        ),
    )  # fmt: skip
    _picture(document, "bieu_do_mat_diem", "Điểm mất theo tiêu chí")
    _tag(document, "{%p if lay_lai %}")
    _kept(_text(document, _TO_WIN_BACK))
    _table(
        document,
        "lay_lai",
        (("Đơn vị chủ trì", "don_vi", 75), ("Điểm", "diem", 20), ("Tiêu chí", "tieu_chi", 40), ("Thời hạn", "han", 30)),
    )
    _tag(document, "{%p endif %}")
    _tag(document, "{%p endif %}")
    _tag(document, "{%p endif %}")


def _work(document: Document) -> None:
    _section(document, "viec", "KẾT QUẢ THỰC HIỆN NHIỆM VỤ")
    _text(document, _COUNTS)
    _picture(
        document, "bieu_do_don_vi", "Nhiệm vụ theo đơn vị chủ trì (nhiệm vụ nhiều đơn vị chủ trì tính cho từng đơn vị)"
    )
    _tag(document, "{%p for nhom in nhom_viec %}")
    _subheading(document, "{{ loop.index }}. {{ nhom.ten }}")
    _table(
        document,
        "nhom.viec",
        (
            ("STT", "stt", 14), ("Nhiệm vụ", "ten", 40), ("Đơn vị chủ trì", "don_vi", 29),
            ("Trạng thái", "trang_thai", 20), ("Kết quả", "ket_qua", 37), ("Tài liệu kiểm chứng", "minh_chung", 25),
        ),
    )  # fmt: skip
    _tag(document, "{%p endfor %}")
    _tag(document, "{%p endif %}")


def _set_up(document: Document) -> None:
    """A4 standing, the decree's margins, one typeface, page numbers on top from page 2."""
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = TYPEFACE, Pt(BODY)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), TYPEFACE)
    for key, relation in list(document.part.rels.items()):
        if relation.reltype.endswith("/stylesWithEffects"):
            del document.part.rels[key]  # Word 2010's copy of the styles, which would contradict ours
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = ALIGN.CENTER
    add_page_field(number.add_run())
    properties = document.core_properties
    properties.title, properties.author, properties.comments = "Mẫu báo cáo kết quả cải cách hành chính", "CCHC", ""
    properties.created = properties.modified = MADE


def _heading_block(document: Document) -> None:
    """Who reports, the national motto, number and date, and the title."""
    table = document.add_table(2, 2)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _set_widths(table, (65, 100))
    left, right = table.rows[0].cells
    below_left, below_right = table.rows[1].cells
    _lines(left, (("ỦY BAN NHÂN DÂN", 13, False), ("{{ tinh|upper }}", 13, False), ("{{ co_quan|upper }}", 13, True)))
    _rule(left.add_paragraph(), 20, 65)
    _lines(
        right, (("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, True), ("Độc lập - Tự do - Hạnh phúc", 14, True)),
    )  # fmt: skip
    _rule(right.add_paragraph(), _MOTTO_MM, 100)
    _lines(below_left, (("Số:        /BC-{{ ky_hieu }}", 13, False),))
    _lines(below_right, (("{{ dia_danh }}, ngày        tháng        năm {{ nam }}", 14, False),), italic=True)
    _line(document, "", before=6)
    _line(document, "BÁO CÁO", bold=True)
    _line(document, "Kết quả thực hiện Kế hoạch về {{ ve_viec }}", bold=True)
    _rule(document.add_paragraph(), 55, 165)


def _rule(paragraph: Paragraph, length: int, room: int) -> None:
    """A line in the middle, as the decree draws it below who issues, the motto and the title; both in mm."""
    look = paragraph.paragraph_format
    look.left_indent = look.right_indent = Mm((room - length) / 2)
    look.line_spacing, look.space_after = Pt(4), Pt(8)
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *_AFTER_BORDERS)  # noqa: SLF001  no method for it


def _lines(cell: _Cell, lines: Sequence[tuple[str, int, bool]], *, italic: bool = False) -> None:
    for number, (text, size, bold) in enumerate(lines):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.alignment = ALIGN.CENTER
        run = paragraph.add_run(text)
        run.font.size, run.bold, run.italic = Pt(size), bold, italic
        paragraph.paragraph_format.space_after = Pt(0)


def _line(document: Document, text: str, *, bold: bool = False, before: int = 0, after: int = 0) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.alignment = ALIGN.CENTER
    paragraph.add_run(text).bold = bold
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    return paragraph


def _section(document: Document, name: str, title: str) -> None:
    """Begin a section, numbered among those that have something to say. The caller closes it."""
    _tag(document, f"{{%p if muc.{name} %}}")
    _subheading(document, f"{{{{ muc.{name} }}}}. {title}")


def _subheading(document: Document, text: str) -> None:
    _kept(_text(document, text, bold=True)).alignment = ALIGN.LEFT


def _text(document: Document, text: str, *, bold: bool = False) -> Paragraph:
    """A paragraph of the body: both edges straight, its first line indented."""
    paragraph = document.add_paragraph()
    paragraph.alignment = ALIGN.JUSTIFY
    look = paragraph.paragraph_format
    look.first_line_indent, look.space_before, look.space_after = Mm(10), Pt(3), Pt(3)
    paragraph.add_run(text).bold = bold
    return paragraph


def _kept(paragraph: Paragraph) -> Paragraph:
    """A paragraph that stays on a page with what follows it."""
    paragraph.paragraph_format.keep_with_next = True
    return paragraph


def _tag(document: Document, tag: str) -> None:
    """A paragraph that holds only a tag and vanishes."""
    document.add_paragraph(tag)


def _if(document: Document, condition: str, otherwise: str) -> None:
    """What follows shows where there is something to show, else one sentence. The caller closes it."""
    _tag(document, f"{{%p if not ({condition}) %}}")
    _text(document, otherwise)
    _tag(document, "{%p else %}")


def _picture(document: Document, name: str, caption: str) -> None:
    """A chart where there is one, numbered after those that stand before it."""
    before = CHARTS[: CHARTS.index(name)]
    number = " + ".join(["1", *(f"(1 if {other} else 0)" for other in before)])
    _tag(document, f"{{%p if {name} %}}")
    _kept(_line(document, f"{{{{ {name} }}}}", before=6))
    for run in _line(document, f"Biểu đồ {{{{ {number} }}}}. {caption}", after=6).runs:
        run.italic, run.font.size = True, Pt(SMALL)
    _tag(document, "{%p endif %}")


def _table(document: Document, rows: str, columns: Sequence[Column]) -> None:
    """A table whose middle row is repeated for each of `rows`; its heading is repeated on every page."""
    table = document.add_table(4, len(columns), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _keep_row_whole(table.rows[0], heading=True)
    _keep_row_whole(table.rows[2])
    _narrow_margins(table)
    table.rows[1].cells[0].text, table.rows[3].cells[0].text = f"{{%tr for dong in {rows} %}}", "{%tr endfor %}"
    _set_widths(table, [width for _, _, width in columns])
    for number, (heading, tag, width) in enumerate(columns):
        _fill(table.rows[0].cells[number], heading, bold=True, centred=True)
        is_text = width >= 25 and tag not in ("han", "trang_thai")  # noqa: PLR2004  mm: figures stand in narrow columns
        _fill(table.rows[2].cells[number], f"{{{{ dong.{tag} }}}}", bold=False, centred=not is_text)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _set_widths(table: Table, widths: Sequence[int]) -> None:
    """Widths in mm, for Word by cell and for LibreOffice by column."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _keep_row_whole(row: _Row, *, heading: bool = False) -> None:
    """Cut no row in two where it fits on a page; repeat a heading."""
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001  python-docx has no method for these two
    for tag in ("w:cantSplit", *(["w:tblHeader"] if heading else [])):
        properties.append(OxmlElement(tag))


def _narrow_margins(table: Table) -> None:
    """1 mm beside the text, for Word's own 1,9 mm would break numbers like 3.1.1; half of it above and below."""
    margins = OxmlElement("w:tblCellMar")
    for side, twentieths in (("top", "28"), ("left", "57"), ("bottom", "28"), ("right", "57")):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), twentieths)
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tblPr.find(qn("w:tblLook")).addprevious(margins)  # noqa: SLF001  Word wants its children in this order


def _fill(cell: _Cell, text: str, *, bold: bool, centred: bool) -> None:
    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.alignment = ALIGN.CENTER if centred else ALIGN.LEFT
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(SMALL)


def _signature(document: Document) -> None:
    """Who gets it on the left, who signs on the right."""
    table = document.add_table(1, 2)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _set_widths(table, (80, 85))
    left, right = table.rows[0].cells
    for number, (text, bold) in enumerate(
        (("Nơi nhận:", True), ("- UBND {{ tinh }};", False), ("- Sở Nội vụ;", False), ("- Lưu: VT.", False))
    ):
        paragraph = left.paragraphs[0] if number == 0 else left.add_paragraph()
        run = paragraph.add_run(text)
        run.bold, run.italic, run.font.size = bold, bold, Pt(SMALL if bold else 11)
        paragraph.paragraph_format.space_after = Pt(0)
    _keep_row_whole(table.rows[0])
    _lines(right, (("{{ chuc_vu_nguoi_ky }}", 14, True), *((("", 14, False),) * 4), ("{{ nguoi_ky }}", 14, True)))


def _settled(document: Document) -> bytes:
    raw, out = BytesIO(), BytesIO()
    document.save(raw)
    with ZipFile(raw) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system = ZIP_DEFLATED, 3  # the same on every system
            new.writestr(entry, old.read(name))
    return out.getvalue()
