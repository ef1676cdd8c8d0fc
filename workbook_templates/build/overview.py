"""The sheet `Tổng quan`: the year's key figures, live formulas over the tables."""

from openpyxl.worksheet.worksheet import Worksheet

from cchc_macros import contract as c
from workbook_templates.build import styles
from workbook_templates.build.page import set_page
from workbook_templates.build.sheets import WHOSE, freeze, title
from workbook_templates.build.tables import GENERAL, POINTS_OF_100
from workbook_templates.build.tasks import NEAR_DAYS, WORKING_DAY

TOP = 4
_LATE = f'COUNTIFS(Tasks[{c.DUE}],"<"&{WORKING_DAY},Tasks[{c.STATUS}],"<>{c.DONE}")'
_NEAR = (
    f'COUNTIFS(Tasks[{c.DUE}],">="&{WORKING_DAY},Tasks[{c.DUE}],"<="&{WORKING_DAY}+{NEAR_DAYS},'
    f'Tasks[{c.STATUS}],"<>{c.DONE}")'
)
_TASKS = f'COUNTIF(Tasks[{c.LEAD}],"?*")'
Block = tuple[str, tuple[tuple[str, str, str], ...]]
BLOCKS: tuple[Block, ...] = (
    (
        "Điểm và chỉ số",
        (
            ("Tổng điểm tối đa", f"={c.TOTAL_MAX}", GENERAL),
            ("Kết quả năm đánh giá", f"={c.TOTAL_RESULT}", GENERAL),
            ("Chỉ số năm đánh giá (%)", f"={c.INDEX_RESULT}", POINTS_OF_100),
            ("Mục tiêu năm kế hoạch", f"={c.TOTAL_TARGET}", GENERAL),
            ("Chỉ số mục tiêu (%)", f"={c.INDEX_TARGET}", POINTS_OF_100),
            ("Điểm hiện nay (tự đánh giá, thẩm định)", f"={c.TOTAL_CURRENT}", GENERAL),
            ("Chỉ số hiện nay (%)", f"={c.INDEX_CURRENT}", POINTS_OF_100),
            ("Tiêu chí mất điểm đã đánh dấu", f'=COUNTIF(Criteria[{c.FLAG}],"?*")', GENERAL),
        ),
    ),
    (
        "Nhiệm vụ và số liệu",
        (
            ("Số nhiệm vụ", f"={_TASKS}", GENERAL),
            (c.DONE, f'=COUNTIF(Tasks[{c.STATUS}],"{c.DONE}")', GENERAL),
            (c.DOING, f'=COUNTIF(Tasks[{c.STATUS}],"{c.DOING}")', GENERAL),
            (c.CANNOT, f'=COUNTIF(Tasks[{c.STATUS}],"{c.CANNOT}")', GENERAL),
            ("Quá hạn", f"={_LATE}", GENERAL),
            ("Sắp đến hạn", f"={_NEAR}", GENERAL),
            ("Lỗi số liệu (sheet Kiểm tra)", f'=COUNTIF(Findings[{c.LEVEL}],"{c.LEVELS[0]}")', GENERAL),
            ("Cảnh báo (sheet Kiểm tra)", f'=COUNTIF(Findings[{c.LEVEL}],"{c.LEVELS[1]}")', GENERAL),
        ),
    ),
)


def add_overview(sheet: Worksheet) -> None:
    """Fill the sheet `Tổng quan`: two blocks of figures side by side."""
    sheet.sheet_properties.tabColor = styles.TAB_READ
    title(sheet, "TỔNG QUAN CẢI CÁCH HÀNH CHÍNH", WHOSE)
    for letter, width in zip("ABCDE", (40, 16, 4, 40, 16), strict=True):
        sheet.column_dimensions[letter].width = width
    for block, letters in zip(BLOCKS, (("A", "B"), ("D", "E")), strict=True):
        _write_block(sheet, block, letters)
    freeze(sheet, f"A{TOP}")
    set_page(sheet)


def _write_block(sheet: Worksheet, block: Block, letters: tuple[str, str]) -> None:
    heading, figures = block
    for letter, text in zip(letters, (heading, None), strict=True):
        cell = sheet[f"{letter}{TOP}"]
        cell.value, cell.font = text, styles.font(12, bold=True)
        cell.fill, cell.border = styles.fill(styles.HEADER_COMPUTED), styles.border()
    for row, (label, formula, number_format) in enumerate(figures, start=TOP + 1):
        name, figure = (sheet[f"{letter}{row}"] for letter in letters)
        name.value, name.font, name.alignment = label, styles.font(12), styles.aligned("left")
        figure.value, figure.font = formula, styles.font(12, bold=True)
        figure.number_format, figure.alignment = number_format, styles.aligned("right", wrap=False)
        name.border = figure.border = styles.border()
        figure.fill = styles.fill(styles.COMPUTED)
        sheet.row_dimensions[row].height = 20
