"""Further sheets of a unit workbook: what the unit gives itself, and what points it has to explain."""

from collections.abc import Mapping

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from cchc_macros.contract import TableSpec
from workbook_templates.build.page import set_page
from workbook_templates.build.sheets import freeze
from workbook_templates.build.tables import DATE, GENERAL, Look, Placed, add_number_check, add_table, dress_rows
from workbook_templates.build.task_sheet import head, hint_line, write_head

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
    c.NOTE: Look(
        width=26,
        kind="input",
        note="Vướng mắc, đề nghị; mất điểm thì ghi: Nguyên nhân: …; Giải pháp: … (vào Bảng điểm).",
    ),
}


EXPLAIN_HINT = (
    "Cách điền: giải trình điểm thẩm định thấp hơn điểm tự đánh giá và nêu tài liệu kiểm chứng; đồng ý với điểm thẩm "
    "định thì ghi Đồng ý."
)
EXPLAIN_LOOKS = {
    c.STT: Look(width=9, kind="text", note="Số thứ tự của tiêu chí.", align="center"),
    c.CRITERION_NAME: Look(width=36, kind="text", note="Tiêu chí có điểm thẩm định khác."),
    c.MAX_SCORE: Look(width=9, kind="text", note="Điểm tối đa.", align="center", format=GENERAL),
    c.SELF_SCORE: Look(width=10, kind="text", note="Điểm đã tự đánh giá.", align="center", format=GENERAL),
    c.ROUND: Look(width=15, kind="text", note="Vòng thẩm định cho điểm.", align="center"),
    c.POINTS: Look(width=9, kind="text", note="Điểm của vòng này.", align="center", format=GENERAL),
    c.DIFFERENCE: Look(
        width=10, kind="text", note="Điểm vòng này trừ điểm tự đánh giá.", align="center", format=GENERAL
    ),
    c.REASON: Look(width=34, kind="text", note="Lý do của cơ quan thẩm định."),
    c.EXPLAIN_BY: Look(width=12, kind="text", note="Ngày cuối để giải trình.", align="center", format=DATE),
    c.EXPLANATION: Look(width=44, kind="input", note="Nội dung giải trình của đơn vị."),
    c.PROOF: Look(width=32, kind="input", note="Tên, số, ngày tài liệu kiểm chứng kèm theo."),
}


def lay_out_scores(sheet: Worksheet) -> Placed:
    """Lay out the sheet of self-scores without criteria."""
    placed = _lay_out(sheet, u.OWN_SCORES, LOOKS, "PHIẾU TỰ ĐÁNH GIÁ ĐIỂM", HINT)
    text = "Nhập số từ 0 đến điểm tối đa của tiêu chí, hoặc để trống."
    add_number_check(sheet, placed.column(c.SELF_SCORE), placed.at(c.MAX_SCORE), "Điểm chưa đúng", text)
    return placed


def lay_out_explanations(sheet: Worksheet) -> Placed:
    """Lay out the sheet of points to explain without criteria."""
    return _lay_out(sheet, u.EXPLANATIONS, EXPLAIN_LOOKS, "PHIẾU GIẢI TRÌNH ĐIỂM THẨM ĐỊNH", EXPLAIN_HINT)


def _lay_out(sheet: Worksheet, spec: TableSpec, looks: Mapping[str, Look], name_of_sheet: str, hint: str) -> Placed:
    last = get_column_letter(len(spec.columns))
    write_head(sheet, [*head(name_of_sheet), hint_line(5, hint)], last)
    placed = add_table(sheet, spec, looks, row=HEADING_ROW, heading_height=36)
    dress_rows(placed, looks)
    freeze(sheet, f"C{placed.first}")
    set_page(sheet, heading_row=HEADING_ROW)
    return placed
