"""The sheet `Bảng điểm`: the score tree, its totals above it."""

from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from cchc_macros import contract as c
from workbook_templates.build import styles
from workbook_templates.build.page import set_page
from workbook_templates.build.sheets import freeze, legend, name_cell, title
from workbook_templates.build.tables import (
    DATE,
    GENERAL,
    PERCENT,
    POINTS_OF_100,
    Look,
    Placed,
    add_number_check,
    add_table,
    dress_rows,
)

HEADING_ROW = 7
LOOKS = {
    c.STT: Look(width=7, kind="text", note="Số thứ tự theo văn bản: 3.1.2 nằm dưới 3.1; lĩnh vực có thể là số La Mã.",
    align="center"),
    c.CRITERION_NAME: Look(width=36, kind="text", note="Tên lĩnh vực, tiêu chí hoặc tiêu chí thành phần."),
    c.NOT_SCORED: Look(
        width=9.5, kind="input", note="Chọn x nếu tiêu chí không chấm điểm. Khác với 0 điểm và khác với để trống.",
        align="center",
        choices=("x",),
    ),
    c.MAX_SCORE: Look(width=9.5, kind="input", note="Dòng có dòng con: phần mềm cộng từ các dòng con.", align="center",
    format=GENERAL),
    c.RESULT: Look(width=9.5, kind="input", note="Điểm đạt ở năm đánh giá. Chỉ nhập ở dòng không có dòng con.",
    align="center", format=GENERAL),
    c.TARGET: Look(width=9.5, kind="input", note="Điểm phấn đấu ở năm kế hoạch.", align="center", format=GENERAL),
    c.SELF_SCORE: Look(width=9.5, kind="input", note="Điểm đơn vị tự đánh giá ở năm kế hoạch.", align="center",
    format=GENERAL),
    c.APPRAISED: Look(width=9.5, kind="input",
    note="Điểm của vòng thẩm định cuối (sheet Thẩm định); có thì thay Tự đánh giá.", align="center", format=GENERAL),
    c.LOST: Look(width=9.5, kind="computed", note="Điểm tối đa trừ Kết quả. Phần mềm tính.", align="center",
    format=GENERAL),
    c.RATIO: Look(width=9.5, kind="computed", note="Kết quả chia Điểm tối đa. Phần mềm tính.", align="center",
    format=PERCENT),
    c.FLAG: Look(width=15, kind="computed",
    note="Nút Đánh dấu mất điểm ghi tiêu chí mất điểm và thứ hạng; ở dòng tổng: có điểm của bao nhiêu tiêu chí.",
    align="center", format=GENERAL),
    c.NOTE: Look(width=23, kind="text", note="Ghi chú theo văn bản. Chữ do người dùng nhập không bị ghi đè."),
    c.LEAD: Look(width=22, kind="text", note="Đơn vị chủ trì; nhiều đơn vị cách nhau bằng dấu chấm phẩy."),
    c.SUPPORT: Look(width=22, kind="text", note="Đơn vị phối hợp; nhiều đơn vị cách nhau bằng dấu chấm phẩy."),
    c.CRITERION_DEADLINE: Look(width=13, kind="text", note="Thời hạn đúng như văn bản ghi, ví dụ: Tháng 12/2026.",
    align="center"),
    c.DUE: Look(width=12, kind="computed", align="center", format=DATE,
    note="Ngày cuối cùng; đọc từ Thời gian hoàn thành khi nhập phụ lục, tạo phiếu giao việc."),
    c.EVIDENCE: Look(width=19, kind="text", note="Tên, số tài liệu kiểm chứng hoặc nội dung giải trình."),
    c.CURRENT: Look(width=9.5, kind="computed", note="Điểm năm kế hoạch đến nay: Thẩm định, chưa có thì Tự đánh giá.",
    align="center", format=GENERAL),
    c.CURRENT_BY: Look(width=18, kind="computed",
    note="Vòng cho điểm hiện nay: vòng thẩm định cuối có điểm, hoặc Tự đánh giá; ở dòng tổng: đã chấm mấy tiêu chí.",
    align="center", format=GENERAL),
    c.TRIAL: Look(width=9.5, kind="input", note="Nếu lấy lại bao nhiêu điểm? Xem chỉ số thử ở trên.", align="center",
    format=GENERAL),
    c.REPORTED: Look(width=22, kind="computed",
    note="Điều đơn vị chủ trì báo trong phiếu, khi tiêu chí là việc phải làm.", folded=True),
    c.PROPOSED: Look(width=20, kind="computed", note="Điểm các đơn vị chủ trì tự chấm, kèm mã đơn vị.", folded=True),
    c.PERSON: Look(width=18, kind="text", note="Người được giao theo dõi tiêu chí này.", folded=True),
    c.LEADER: Look(width=18, kind="text", note="Lãnh đạo cơ quan chỉ đạo.", folded=True),
    c.SCALE: Look(width=30, kind="text", note="Thang điểm, cách chấm đúng như bộ tiêu chí ghi.", folded=True),
    c.RULE: Look(
        width=30, kind="input",
        note="Ví dụ: b/a × tối đa; từ 80%. Hoặc: trên 90%: 2; từ 70% đến 90%: 1; còn lại: 0. Cách khác: xem Hướng dẫn.",
        folded=True,
    ),
    c.NUMBER_A: Look(width=12, kind="input", note="Số được giao, hoặc phương án của cách tính.", align="center",
    format=GENERAL, folded=True),
    c.NUMBER_B: Look(width=12, kind="input", note="Số đã làm được.", align="center", format=GENERAL, folded=True),
    c.POINTS_BY_RULE: Look(width=10, kind="computed",
    note="Điểm tính từ Cách tính và hai số liệu; công thức do nút Tính lại điểm ghi.",
                           align="center", format=GENERAL, folded=True),
    c.POINTS_FROM: Look(width=13, kind="input", note="Ai cho điểm tiêu chí này; để trống: đơn vị tự đánh giá.",
    align="center", choices=c.SOURCES, folded=True),
    c.SURVEY: Look(width=9, kind="input", note="Điểm điều tra xã hội học; có tính vào tổng không: xem sheet Thông tin.",
    align="center", format=GENERAL, folded=True),
    c.BONUS: Look(width=9, kind="input", note="Điểm cộng là số dương, điểm trừ là số âm; tính vào tổng: xem Thông tin.",
    align="center", format=GENERAL, folded=True),
    c.CAUSE: Look(width=30, kind="text", note="Vì sao mất điểm, theo văn bản.", folded=True),
    c.REMEDY: Look(width=30, kind="text", note="Việc phải làm để lấy lại điểm, theo văn bản.", folded=True),
    c.DOMAIN_NUMBER: Look(width=8, kind="computed", note="Số thứ tự của lĩnh vực, cho Tổng quan.", align="center",
    format=GENERAL, hidden=True),
    c.LOST_RANK: Look(width=8, kind="computed", note="Điểm mất để xếp hạng, cho Tổng quan.", align="center",
    format=GENERAL, hidden=True),
    c.LEAD_CODES: Look(width=14, kind="computed", note="Mã đơn vị chủ trì, cho Tổng quan.", hidden=True),
}  # fmt: skip
_TOTALS = (
    (c.MAX_SCORE, "Tối đa", c.TOTAL_MAX, None),
    (c.RESULT, "Kết quả", c.TOTAL_RESULT, c.INDEX_RESULT),
    (c.TARGET, "Mục tiêu", c.TOTAL_TARGET, c.INDEX_TARGET),
    (c.SELF_SCORE, "Hiện nay", c.TOTAL_CURRENT, c.INDEX_CURRENT),
    (c.TRIAL, "Thử", c.TOTAL_TRIAL, c.INDEX_TRIAL),
    (c.SURVEY, "XHH", c.TOTAL_SURVEY, None),
    (c.BONUS, "Cộng, trừ", c.TOTAL_BONUS, None),
)


# Of a year half scored: what has been scored, and how good that part is. Leaves that are scored have a rank.
LEAVES = f'Criteria[{c.LOST_RANK}],">=0"'
SCORED_LEAVES = f'{LEAVES},Criteria[{c.CURRENT}],">=0"'
SCORED, TO_SCORE = f"COUNTIFS({SCORED_LEAVES})", f"COUNTIFS({LEAVES})"
_POINTS, _OF_POINTS = (f"SUMIFS(Criteria[{heading}],{SCORED_LEAVES})" for heading in (c.CURRENT, c.MAX_SCORE))
INDEX_SCORED = f'=IF({_OF_POINTS}>0,{_POINTS}/{_OF_POINTS}*100,"")'


def known_of(*headings: str) -> str:
    """A formula's part: " (5/8 tiêu chí)" where only some criteria have values, whose sum takes the others for 0."""
    are_there = ",".join(f'Criteria[{heading}],">=0"' for heading in headings)
    known = f"COUNTIFS({LEAVES},{are_there})"
    return f'IF(OR({known}=0,{known}={TO_SCORE}),""," ("&{known}&"/"&{TO_SCORE}&" tiêu chí)")'


_SO_FAR = (
    f'=IF({SCORED}=0,"",IF({SCORED}={TO_SCORE},"Đã chấm đủ ","Mới chấm ")&{SCORED}&"/"&{TO_SCORE}'
    f'&" tiêu chí, đạt "&{_POINTS}&"/"&{_OF_POINTS}&" điểm")'
)
RESULTS, _TARGETS = known_of(c.RESULT), known_of(c.TARGET)
HALF = f'IF({RESULTS}="","","Kết quả mới có"&{RESULTS})'
_HALF = f'={HALF}&IF({_TARGETS}="","",IF({RESULTS}="","","; ")&"Mục tiêu mới có"&{_TARGETS})'


def add_scores(sheet: Worksheet) -> None:
    """Fill the sheet `Bảng điểm`."""
    sheet.sheet_properties.tabColor = styles.TAB_TYPE
    title(sheet, "BẢNG ĐIỂM CHỈ SỐ CẢI CÁCH HÀNH CHÍNH")
    legend(
        sheet,
        {
            f"K{HEADING_ROW - 3}": (styles.INPUT, "Ô nhập"),
            f"K{HEADING_ROW - 2}": (styles.COMPUTED, "Phần mềm tính"),
            f"K{HEADING_ROW - 1}": (styles.LOST, "Mất điểm"),
        },
    )
    placed = add_table(sheet, c.CRITERIA, LOOKS, row=HEADING_ROW)
    _write_totals(sheet, placed)
    _colour_rows(placed)
    _check_scores(sheet, placed)
    freeze(sheet, f"C{placed.first}")
    set_page(sheet, heading_row=HEADING_ROW)


def _write_totals(sheet: Worksheet, placed: Placed) -> None:
    """Totals and indexes above the columns they sum; `recalculate` replaces the formulas by its own."""
    rows = {"label": HEADING_ROW - 3, "total": HEADING_ROW - 2, "index": HEADING_ROW - 1}
    for row, text in ((rows["total"], "Tổng điểm"), (rows["index"], "Chỉ số (%)")):
        cell = sheet[f"B{row}"]
        cell.value, cell.font, cell.alignment = text, styles.font(12, bold=True), styles.aligned("right")
        cell.number_format = GENERAL
    total_max = f"{placed.letters[c.MAX_SCORE]}{rows['total']}"
    for heading, label, total_name, index_name in _TOTALS:
        letter = placed.letters[heading]
        _figure(sheet, f"{letter}{rows['label']}", label, GENERAL, bold=False)
        _figure(sheet, f"{letter}{rows['total']}", _sum_of_roots(heading), GENERAL)
        name_cell(sheet, total_name, f"{letter}{rows['total']}")
        if index_name:
            total = f"{letter}{rows['total']}"
            formula = f'=IF(OR({total}="",N({total_max})=0),"",{total}/{total_max}*100)'
            _figure(sheet, f"{letter}{rows['index']}", formula, POINTS_OF_100)
            name_cell(sheet, index_name, f"{letter}{rows['index']}")
    beside = placed.letters[c.APPRAISED]
    _figure(sheet, f"{beside}{rows['label']}", "Phần đã chấm", GENERAL, bold=False)
    _figure(sheet, f"{beside}{rows['total']}", f'=IF({_OF_POINTS}>0,{_POINTS},"")', GENERAL)
    _figure(sheet, f"{beside}{rows['index']}", INDEX_SCORED, POINTS_OF_100)
    so_far = sheet[f"{placed.letters[c.NOTE]}{rows['total']}"]
    so_far.value, so_far.font, so_far.number_format = _SO_FAR, styles.font(12, bold=True), GENERAL
    so_far.alignment = styles.aligned("left", wrap=False)
    half = sheet[f"{placed.letters[c.NOTE]}{rows['index']}"]
    half.value, half.font, half.number_format = _HALF, styles.font(12, bold=True), GENERAL
    half.alignment = styles.aligned("left", wrap=False)
    for row in rows.values():
        sheet.row_dimensions[row].height = 18


def _sum_of_roots(heading: str) -> str:
    """The sum over rows of the first level (no further number after a dot) that are scored.

    Now stands for `Thẩm định` where filled, else `Tự đánh giá`.
    """
    scope = f'Criteria[{c.STT}],"<>*.?*",Criteria[{c.NOT_SCORED}],"<>x"'
    total = f'=IF(COUNT(Criteria[{heading}])=0,"",SUMIFS(Criteria[{heading}],{scope}))'
    if heading == c.TRIAL:
        return f'=IF(COUNT({c.TOTAL_RESULT},Criteria[{c.TRIAL}])=0,"",N({c.TOTAL_RESULT})+SUM(Criteria[{c.TRIAL}]))'
    if heading != c.SELF_SCORE:
        return total
    appraised = f"Criteria[{c.APPRAISED}]"
    own = f'SUMIFS(Criteria[{c.SELF_SCORE}],{scope},{appraised},"")'
    known = ",".join(f"Criteria[{one}]" for one in (c.SELF_SCORE, c.APPRAISED, c.SURVEY))
    points = f"SUMIFS({appraised},{scope})+{own}+SUMIFS(Criteria[{c.SURVEY}],{scope})"
    return f'=IF(COUNT({known})=0,"",{points})'


def _figure(sheet: Worksheet, address: str, value: str, number_format: str, *, bold: bool = True) -> None:
    cell = sheet[address]
    cell.value = value
    cell.font = styles.font(12 if bold else 10, bold=bold, color=styles.INK if bold else styles.MUTED)
    cell.alignment = Alignment(horizontal="center", vertical="center", shrink_to_fit=True)
    cell.number_format = number_format
    if bold:
        cell.fill, cell.border = styles.fill(styles.COMPUTED), styles.border()


def _colour_rows(placed: Placed) -> None:
    stt, below = placed.at(c.STT), placed.at(c.STT, 1)
    lost = styles.difference(styles.LOST, styles.LOST_INK, bold=True, lined=True)
    # A parent: the next row's number goes on from this one's, or this one is of the first level and the next is
    # not (so Roman domains over 3.1, 3.2 count too). LEFT("",-1) is an error, which reads as first level.
    first_level = 'ISERROR(FIND(".",LEFT({0},LEN({0})-1)))'
    parent = (
        f'AND({stt}<>"",{below}<>"",OR(LEFT({below},LEN({stt})+1)={stt}&".",'
        f"AND({first_level.format(stt)},NOT({first_level.format(below)}))))"
    )
    flagged = f'AND({{0}}<>"",LEFT({{0}},{len(c.PARTLY_KNOWN)})<>"{c.PARTLY_KNOWN}")'
    dress_rows(
        placed,
        LOOKS,
        rows=(
            (f'TRIM({placed.at(c.NOT_SCORED)})<>""', styles.difference(ink=styles.MUTED, lined=True)),
            (parent, styles.difference(styles.PARENT, bold=True, lined=True)),
        ),
        columns={c.LOST: ((f"N({placed.at(c.LOST)})>0", lost),), c.FLAG: ((flagged.format(placed.at(c.FLAG)), lost),)},
    )


def _check_scores(sheet: Worksheet, placed: Placed) -> None:
    """Warn, never forbid: published plans hold odd figures too, and the audit reports them."""
    text = "Điểm là số từ 0 đến điểm tối đa, dấu thập phân theo máy (9,5 hoặc 9.5). Vẫn giữ số này?"
    for heading in (c.MAX_SCORE, c.RESULT, c.TARGET, c.SELF_SCORE, c.APPRAISED):
        top = "1000" if heading == c.MAX_SCORE else placed.at(c.MAX_SCORE)
        add_number_check(sheet, placed.column(heading), top, "Xem lại điểm", text, strict=False)
