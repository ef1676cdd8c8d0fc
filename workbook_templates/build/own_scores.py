"""The second sheet of a unit workbook, for units that lead scored criteria: what the unit gives itself."""

from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from cchc_macros import contract as c
from workbook_templates.build import styles
from workbook_templates.build.page import set_page
from workbook_templates.build.sheets import freeze
from workbook_templates.build.tables import GENERAL, Look, Placed, add_table, dress_rows
from workbook_templates.build.task_sheet import AGENCY, PLAN, UNIT

HEADING_ROW = 7
HINT = (
    "Cách điền: tự chấm điểm năm kế hoạch cho tiêu chí đơn vị chủ trì, kèm tài liệu kiểm chứng hoặc giải trình; "
    "để trống tiêu chí chưa chấm."
)
LOOKS = {
    c.STT: Look(width=9, kind="text", note="Số thứ tự của tiêu chí.", align="center"),
    c.CRITERION_NAME: Look(width=52, kind="text", note="Tiêu chí đơn vị chủ trì."),
    c.MAX_SCORE: Look(width=9, kind="text", note="Điểm tối đa.", align="center", format=GENERAL),
    c.RESULT: Look(width=9, kind="text", note="Kết quả của năm đánh giá.", align="center", format=GENERAL),
    c.TARGET: Look(width=9, kind="text", note="Mục tiêu của năm kế hoạch.", align="center", format=GENERAL),
    c.SELF_SCORE: Look(width=11, kind="input", note="Từ 0 đến điểm tối đa, ví dụ 8,5.", align="center", format=GENERAL),
    c.EVIDENCE: Look(width=40, kind="input", note="Tên, số, ngày tài liệu kiểm chứng, hoặc giải trình."),
    c.NOTE: Look(width=26, kind="input", note="Vướng mắc, đề nghị (nếu có)."),
}


def lay_out_scores(sheet: Worksheet) -> Placed:
    """Lay out the sheet without criteria."""
    last = get_column_letter(len(c.OWN_SCORES.columns))
    lines = (
        (1, AGENCY, None, styles.font(12, bold=True), "left"),
        (2, None, "PHIẾU TỰ ĐÁNH GIÁ ĐIỂM", styles.font(16, bold=True), "center"),
        (3, UNIT, None, styles.font(14, bold=True), "center"),
        (4, PLAN, None, styles.font(12, italic=True), "center"),
        (5, None, HINT, styles.font(11, italic=True, color=styles.MUTED), "left"),
    )
    for row, name, value, look, align in lines:
        cell = sheet[f"A{row}"]
        cell.value, cell.font, cell.alignment, cell.number_format = value, look, styles.aligned(align), "@"
        sheet.merge_cells(f"A{row}:{last}{row}")
        sheet.row_dimensions[row].height = {2: 24, 3: 20}.get(row, 18)
        if name:
            sheet.defined_names[name] = DefinedName(name, attr_text=f"'{sheet.title}'!$A${row}")
    placed = add_table(sheet, c.OWN_SCORES, LOOKS, row=HEADING_ROW, heading_height=36)
    dress_rows(placed, LOOKS)
    rule = DataValidation(
        type="decimal", operator="between", formula1="0", formula2=placed.at(c.MAX_SCORE), allow_blank=True
    )
    rule.errorStyle, rule.showErrorMessage = "stop", True
    rule.errorTitle, rule.error = "Điểm chưa đúng", "Nhập số từ 0 đến điểm tối đa của tiêu chí, hoặc để trống."
    rule.add(placed.column(c.SELF_SCORE))
    sheet.add_data_validation(rule)
    freeze(sheet, f"C{placed.first}")
    set_page(sheet, heading_row=HEADING_ROW)
    return placed
