"""Plans on paper for the tests: the same rows as Word and, through LibreOffice Writer, as PDF."""

from collections.abc import Sequence
from pathlib import Path

import docx
from docx.enum.section import WD_ORIENT
from docx.shared import Cm, Pt
from docx.table import Table

from cchc_macros import contract as c
from cchc_macros.plans import Plan

DATA = Path(__file__).parents[2] / "workbook_templates" / "data"
NAMES = ("lang-son-2026", "thai-nguyen-2026")
_LANG_SON = (
    (
        "STT", "Lĩnh vực/Tiêu chí/Tiêu chí thành phần", "Điểm tối đa (không chấm điểm thì để trống)",
        "Kết quả chỉ số CCHC của Sở Tư pháp 2025", "Mục tiêu điểm số 2026",
        "Trách nhiệm thực hiện", "", "Thời gian hoàn thành",
    ),
    ("", "", "", "", "", "Đơn vị chủ trì", "Đơn vị phối hợp", ""),
    (None, c.CRITERION_NAME, c.MAX_SCORE, c.RESULT, c.TARGET, c.LEAD, c.SUPPORT, c.CRITERION_DEADLINE),
)  # fmt: skip
_THAI_NGUYEN = (
    ("STT", "Lĩnh vực, tiêu chí", "Yêu cầu năm 2026", "Thời gian chậm nhất phải hoàn thành", "Phân công nhiệm vụ", ""),
    ("", "", "", "", "Cơ quan chủ trì thực hiện", "Cơ quan phối hợp"),
    (None, c.TASK_NAME, c.REQUIREMENT, c.TASK_DEADLINE, c.LEAD, c.SUPPORT),
)
_TOTALS = (("TỔNG ĐIỂM", ("max", "result", "target")), ("Giá trị điểm chỉ số CCHC", ("", "index", "target_index")))
_WIDTHS = {8: (1.2, 5, 2.2, 2.2, 2.2, 4.6, 4.6, 2.7), 6: (1.5, 6.5, 6.5, 3, 4, 3.5)}


def write_docx(
    plan: Plan, path: Path, *, repeat_header: bool = True, margin: float = 2.0, style: str = "Table Grid"
) -> Path:
    """Write a plan as an office would type it: merged two-line header, headings, totals, bullets as paragraphs."""
    upper, lower, columns = _LANG_SON if plan.kind == "criteria" else _THAI_NGUYEN
    document = docx.Document()
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(margin)
    letters = document.styles["Normal"].font
    letters.name, letters.size = "Times New Roman", Pt(13)
    number, day = plan.number or "/KH-STP", f"{plan.date:%d/%m/%Y}" if plan.date else "/4/2026"
    place = f" {plan.province}" if plan.province else ""
    for text in ("PHỤ LỤC", plan.title, f"(Kèm theo Kế hoạch số {number} ngày {day} của {plan.agency}{place})"):
        document.add_paragraph(text)
    table = document.add_table(rows=0, cols=len(columns), style=style)
    table.autofit = False
    _write_header(table, upper, lower, repeat=repeat_header)
    for row in plan.rows:
        note = row.cells.get(c.NOTE)
        texts = [row.code if column is None else row.cells.get(column, "") for column in columns]
        _add_row(table, [texts[0], texts[1] + (f" ({note})" if note else ""), *texts[2:]])
    for label, keys in _TOTALS if plan.stated else ():
        figures = [f"{plan.stated[key]}{'%' * ('index' in key)}".replace(".", ",") if key else "" for key in keys]
        _add_row(table, [label, "", *figures, "", "", ""])
        table.cell(len(table.rows) - 1, 0).merge(table.cell(len(table.rows) - 1, 1))
    for row in table.rows:
        for cell, width in zip(row.cells, _WIDTHS[len(columns)], strict=True):
            cell.width = Cm(width)
    document.add_paragraph("Nơi nhận: như trên")
    document.save(str(path))
    return path


def _write_header(table: Table, upper: Sequence[str], lower: Sequence[str], *, repeat: bool) -> None:
    _add_row(table, upper)
    _add_row(table, lower)
    for i, text in enumerate(lower):
        if not text:
            table.cell(0, i).merge(table.cell(1, i))
    spanned = upper.index("")
    table.cell(0, spanned - 1).merge(table.cell(0, spanned))
    for row in table.rows if repeat else ():
        row._tr.get_or_add_trPr().append(docx.oxml.parse_xml(_REPEAT))


_REPEAT = '<w:tblHeader xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'


def _add_row(table: Table, texts: Sequence[str]) -> None:
    """Add a row; a line of a text is a paragraph of its cell."""
    for cell, text in zip(table.add_row().cells, texts, strict=True):
        cell.text, *more = text.split("\n")
        for line in more:
            cell.add_paragraph(line)


def write_pages(text: str, path: Path) -> Path:
    """Write a plan's text line by line: a table for each block, rows broken where the text breaks them."""
    document = docx.Document()
    table: Table | None = None
    for line in text.splitlines():
        cells = line.replace("<b>", "").replace("</b>", "").replace("<i>", "").replace("</i>", "").split("\t")
        if len(cells) == 1:
            table = None
            if line.strip():
                document.add_paragraph(line.strip(" *"))
            continue
        if table is None:
            table = document.add_table(rows=0, cols=len(cells), style="Table Grid")
        _add_row(table, cells)
    document.save(str(path))
    return path
