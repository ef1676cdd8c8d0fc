"""The top of `Tổng quan`: what is to be done next, each line a link to where, and links to every sheet."""

from openpyxl.worksheet.worksheet import Worksheet

from cchc_macros import contract as c
from workbook_templates.build import styles
from workbook_templates.build.overview_figures import (
    CONFLICTS,
    ERRORS,
    HANDED_OUT,
    LATE_WORK,
    LEFT,
    NEAR_WORK,
    RIGHT,
    TASK_SHEETS,
    TOP,
    UNSENT,
    WARNED,
)
from workbook_templates.build.scores import SCORED, TO_SCORE
from workbook_templates.build.sheets import name_cell, setting_year
from workbook_templates.build.tables import GENERAL

LINES = 5
# Hidden, of each possible step: how many, its place among those that wait, words, sheet; of each line its step.
HIDDEN = ("Q", "R", "S", "T", "U")
_ROWS = f"COUNTA(Criteria[{c.STT}])+COUNTA(Tasks[{c.STT}])"
# What may be to do, first things first: how many there are of it, the words (after the number, if "#"), the sheet.
_STEPS = (
    (f"IF({setting_year(c.YEAR_PLAN)}=0,1,0)", "Điền cơ quan, tỉnh, năm kế hoạch", c.SETTINGS_SHEET),
    (f'IF(COUNTIF(Units[{c.UNIT_CODE}],"?*")=0,1,0)', "Điền các phòng, đơn vị", c.UNITS_SHEET),
    (f"IF({_ROWS}=0,1,0)", "Đưa phụ lục của kế hoạch vào sổ: bấm Nhập phụ lục, hoặc dán ở sheet Dán", c.PASTE_SHEET),
    (ERRORS, "# lỗi số liệu: sửa rồi bấm Kiểm tra số liệu", c.FINDINGS_SHEET),
    (f"IF(AND({_ROWS}>0,{HANDED_OUT}=0),1,0)", "Giao việc: bấm Tạo phiếu giao việc", c.TASKS_SHEET),
    (CONFLICTS, "# ô sổ và phiếu khác nhau, chờ chọn", c.CONFLICTS_SHEET),
    (
        f'COUNTIFS(Proposals[{c.SHEET_TASK}],"?*",Proposals[{c.CHOICE}],"")',
        "# việc phát sinh chờ nhận",
        c.PROPOSALS_SHEET,
    ),
    (LATE_WORK, "# việc quá hạn: bấm Nhắc hạn", c.TASKS_SHEET),
    (UNSENT, "# đơn vị chưa gửi phiếu", c.RETURNS_SHEET),
    (NEAR_WORK, "# việc sắp đến hạn: bấm Nhắc hạn", c.TASKS_SHEET),
    (f"IF({SCORED}=0,0,{TO_SCORE}-{SCORED})", "# tiêu chí chưa có điểm năm nay", c.SCORES_SHEET),
    (WARNED, "# cảnh báo nên xem", c.FINDINGS_SHEET),
)
_NONE = "Không có việc nào đang chờ."


def add_next_steps(sheet: Worksheet) -> None:
    """Write the heading, the lines in sight and what they choose from, hidden at the right."""
    how_many, place, words, where, chosen = HIDDEN
    first, last = TOP + 1, TOP + len(_STEPS)
    for row, (count, text, target) in enumerate(_STEPS, start=first):
        sheet[f"{how_many}{row}"] = f"={count}"
        above = f'COUNTIF({how_many}${first}:{how_many}{row},">0")'
        sheet[f"{place}{row}"] = f"=IF({how_many}{row}>0,{above},0)"
        sheet[f"{words}{row}"] = f'={how_many}{row}&"{text[1:]}"' if text.startswith("#") else text
        sheet[f"{where}{row}"] = target
    _heading(sheet, LEFT, "VIỆC CẦN LÀM TIẾP")
    for number, row in enumerate(range(first, first + LINES), start=1):
        sheet[f"{chosen}{row}"] = f"=IFERROR(MATCH({number},${place}${first}:${place}${last},0),0)"
        at = f"${chosen}{row}"
        step = [f"INDEX(${letter}${first}:${letter}${last},{at})" for letter in (where, words)]
        nothing = f'"{_NONE}"' if number == 1 else '""'
        link = f'HYPERLINK("#\'"&{step[0]}&"\'!A1","{number}. "&{step[1]})'
        _link(sheet, f"{LEFT[0]}{row}", f"=IF({at}=0,{nothing},{link})", LEFT[-1])
    name_cell(sheet, c.TASK_SHEET_LIST, f"{TASK_SHEETS[0]}{TOP}")


def add_links(sheet: Worksheet, names: list[str]) -> None:
    """Link to every other sheet, downwards in four columns."""
    _heading(sheet, RIGHT, "ĐI ĐẾN SHEET (về đây: bấm tên sheet ở dòng đầu)")
    blocks = ((RIGHT[0], RIGHT[0]), (RIGHT[1], RIGHT[2]), (RIGHT[3], RIGHT[4]), (RIGHT[5], RIGHT[6]))
    if len(names) > len(blocks) * LINES:
        raise ValueError(f"{len(names)} sheets do not fit into {len(blocks) * LINES} links")
    for number, name in enumerate(names):
        letter, until = blocks[number // LINES]
        _link(sheet, f"{letter}{TOP + 1 + number % LINES}", f'=HYPERLINK("#\'{name}\'!A1","{name}")', until)


def _heading(sheet: Worksheet, letters: str, text: str) -> None:
    for letter in letters:
        sheet[f"{letter}{TOP}"].fill = styles.fill(styles.HEADER_TYPED)
    cell = sheet[f"{letters[0]}{TOP}"]
    cell.value, cell.font, cell.alignment = text, styles.font(12, bold=True), styles.aligned("left", wrap=False)


def _link(sheet: Worksheet, address: str, formula: str, until: str) -> None:
    cell = sheet[address]
    cell.value, cell.number_format = formula, GENERAL
    cell.font = styles.font(11, color=styles.LINK, underline=True)
    cell.alignment = styles.aligned("left", wrap=False)
    if until != cell.column_letter:
        sheet.merge_cells(f"{address}:{until}{cell.row}")
