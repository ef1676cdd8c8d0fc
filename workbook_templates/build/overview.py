"""The sheet `Tổng quan`: the year's key figures, what they are drawn from, and native charts of that.

Everything is a live formula over the tables. Charts cannot read a table that grows the same way in Excel and in
LibreOffice, so they read the small tables below them on this sheet; a hidden column holds where each of their rows
stands in its source, which keeps the formulas short.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from openpyxl.cell.cell import Cell
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from cchc_macros import contract as c
from workbook_templates.build import styles
from workbook_templates.build.overview_charts import add_charts
from workbook_templates.build.page import set_page
from workbook_templates.build.sheets import WHOSE, freeze, setting_number, title
from workbook_templates.build.tables import DATE, GENERAL, POINTS_OF_100, colour
from workbook_templates.build.tasks import NEAR_DAYS, WORKING_DAY

TOP = 4
CHARTS = 11
TABLES = 54
DOMAINS, LOSSES, UNITS, MONTHS = 10, 10, 14, 12
LEFT, RIGHT, PLACE = "ABCDEFG", "IJKLMNO", ("Q", "R")  # the two halves, and the hidden column of each
_NAME = 44  # characters of a name that a chart has room for

_LED = f'Tasks[{c.LEAD}],"?*"'
_WORK = f'Criteria[{c.LEAD_CODES}],"?*"'  # criteria that are work themselves
_OPEN = f'Tasks[{c.STATUS}],"<>{c.DONE}"'
_OPEN_CRITERIA = f'Criteria[{c.REPORTED}],"<>{c.DONE}*"'
_LATE_BY = f'"<"&{WORKING_DAY}'
_NEAR_FROM, _NEAR_TO = f'">="&{WORKING_DAY}', f'"<="&{WORKING_DAY}+{NEAR_DAYS}'
_SENT = f'COUNTIFS(Returns[{c.UNIT}],Units[{c.UNIT_CODE}],Returns[{c.RESULT}],"{c.RETURN_MERGED}")'
_OURS = f'COUNTIFS(Units[{c.UNIT_CODE}],"?*",Units[{c.UNIT_KIND}],"<>{c.OUTSIDE}")'
_TRIED = f'Criteria[{c.LOST_RANK}],">=0"'  # leaves that are scored


def _state(status: str) -> str:
    return f'=COUNTIFS({_LED},Tasks[{c.STATUS}],"{status}")+COUNTIFS({_WORK},Criteria[{c.REPORTED}],"{status}*")'


Figure = tuple[str, str, str]
FIGURES: tuple[tuple[str, Sequence[Figure]], ...] = (
    (
        "Chỉ số (%)",
        (
            ("Năm đánh giá", f"={c.INDEX_RESULT}", POINTS_OF_100),
            ("Hiện nay (tự đánh giá, thẩm định)", f"={c.INDEX_CURRENT}", POINTS_OF_100),
            ("Mục tiêu năm kế hoạch", f"={c.INDEX_TARGET}", POINTS_OF_100),
            ("Nếu lấy lại số điểm thử", f"={c.INDEX_TRIAL}", POINTS_OF_100),
        ),
    ),
    (
        "Điểm",
        (
            ("Tổng điểm tối đa", f"={c.TOTAL_MAX}", GENERAL),
            ("Kết quả năm đánh giá", f"={c.TOTAL_RESULT}", GENERAL),
            ("Điểm mất", f'=SUMIFS(Criteria[{c.LOST}],Criteria[{c.DOMAIN_NUMBER}],">0")', GENERAL),
            (
                "Đã lấy lại (hiện nay so với kết quả)",
                f"=SUMIFS(Criteria[{c.CURRENT}],{_TRIED})"
                f'-SUMIFS(Criteria[{c.RESULT}],{_TRIED},Criteria[{c.CURRENT}],">=0")',
                GENERAL,
            ),
        ),
    ),
    (
        "Công việc",
        (
            ("Tổng số việc", f"=COUNTIFS({_LED})+COUNTIFS({_WORK})", GENERAL),
            (c.DONE, _state(c.DONE), GENERAL),
            (c.DOING, _state(c.DOING), GENERAL),
            (
                "Quá hạn",
                f"=COUNTIFS(Tasks[{c.DUE}],{_LATE_BY},{_OPEN})"
                f"+COUNTIFS({_WORK},Criteria[{c.DUE}],{_LATE_BY},{_OPEN_CRITERIA})",
                GENERAL,
            ),
            (
                "Sắp đến hạn",
                f"=COUNTIFS(Tasks[{c.DUE}],{_NEAR_FROM},Tasks[{c.DUE}],{_NEAR_TO},{_OPEN})"
                f"+COUNTIFS({_WORK},Criteria[{c.DUE}],{_NEAR_FROM},Criteria[{c.DUE}],{_NEAR_TO},{_OPEN_CRITERIA})",
                GENERAL,
            ),
        ),
    ),
    (
        "Phiếu và số liệu",
        (
            ("Đơn vị đã gửi phiếu", f"=SUMPRODUCT(--({_SENT}>0))", GENERAL),
            ("Đơn vị chưa gửi phiếu", f"=MAX(0,{_OURS}-SUMPRODUCT(--({_SENT}>0)))", GENERAL),
            ("Xung đột chờ chọn", f'=COUNTIF(Conflicts[{c.COLUMN}],"?*")', GENERAL),
            ("Lỗi số liệu (sheet Kiểm tra)", f'=COUNTIF(Findings[{c.LEVEL}],"{c.LEVELS[0]}")', GENERAL),
            ("Cảnh báo (sheet Kiểm tra)", f'=COUNTIF(Findings[{c.LEVEL}],"{c.LEVELS[1]}")', GENERAL),
        ),
    ),
)
WARNINGS = {  # a figure above zero takes this colour
    "Quá hạn": (styles.LATE, styles.LATE_INK),
    "Sắp đến hạn": (styles.NEAR, styles.NEAR_INK),
    "Đơn vị chưa gửi phiếu": (styles.NEAR, styles.NEAR_INK),
    "Xung đột chờ chọn": (styles.NEAR, styles.NEAR_INK),
    "Lỗi số liệu (sheet Kiểm tra)": (styles.LATE, styles.LATE_INK),
}


@dataclass(frozen=True, slots=True)
class Listing:
    """A small table of this sheet.

    Attributes:
        title: The line above it.
        headings: Its columns, from the left of its half of the sheet; "" goes on under the heading before it.
        rows: How many rows it has.
        place: The formula of where row k (from 1) stands in its source, 0 for nowhere.
        cells: The formulas of row k standing in sheet row r, `{p}` being the place.
        formats: Number formats of the cells.
    """

    title: str
    headings: tuple[str, ...]
    rows: int
    place: Callable[[int], str]
    cells: Callable[[int, int], Sequence[str]]
    formats: tuple[str, ...]


def _at(column: str) -> str:
    """A cell of the source's row, blank where that is blank."""
    return f'IF(INDEX({column},{{p}})="","",INDEX({column},{{p}}))'


def _name(table: str, code: str, name: str) -> str:
    text = f"INDEX({table}[{name}],{{p}})"
    return f'INDEX({table}[{code}],{{p}})&". "&LEFT({text},{_NAME})&IF(LEN({text})>{_NAME},"…","")'


def _domain(_k: int, _r: int) -> Sequence[str]:
    columns = (c.MAX_SCORE, c.TARGET, c.RESULT, c.CURRENT, c.LOST, c.RATIO)
    return [_name("Criteria", c.STT, c.CRITERION_NAME), *(_at(f"Criteria[{column}]") for column in columns)]


def _loss(_k: int, r: int) -> Sequence[str]:
    first = TABLES + 2
    won_back = f"({c.TOTAL_RESULT}+SUM({RIGHT[1]}${first}:{RIGHT[1]}{r}))/{c.TOTAL_MAX}*100"
    return [
        _name("Criteria", c.STT, c.CRITERION_NAME),
        _at(f"Criteria[{c.LOST}]"),
        won_back,
        _at(f"Criteria[{c.DUE}]"),
        _at(f"Criteria[{c.LEAD}]"),
    ]


def _largest(k: int) -> str:
    ranks = f"Criteria[{c.LOST_RANK}]"
    return f"=IFERROR(IF(LARGE({ranks},{k})>0,MATCH(LARGE({ranks},{k}),{ranks},0),0),0)"


def _unit(_k: int, r: int) -> Sequence[str]:
    code = f"INDEX(Units[{c.UNIT_CODE}],{{p}})"
    pattern = f'"*;"&{code}&";*"'
    led = f'Progress[{c.UNIT}],{code},Progress[{c.ROLE}],"{c.ROLE_LEAD}",Progress[{c.STATUS}]'
    name = f"INDEX(Units[{c.UNIT_NAME}],{{p}})"
    total = f"COUNTIF(Tasks[{c.LEAD_CODES}],{pattern})+COUNTIF(Criteria[{c.LEAD_CODES}],{pattern})"
    return [
        f'{code}&" – "&LEFT({name},{_NAME - 8})&IF(LEN({name})>{_NAME - 8},"…","")',
        *(f'COUNTIFS({led},"{status}")' for status in (c.DONE, c.DOING, c.CANNOT)),
        f"MAX(0,{total}-SUM({LEFT[1]}{r}:{LEFT[3]}{r}))",
        f"COUNTIFS(Tasks[{c.LEAD_CODES}],{pattern},Tasks[{c.DUE}],{_LATE_BY},{_OPEN})"
        f"+COUNTIFS(Criteria[{c.LEAD_CODES}],{pattern},Criteria[{c.DUE}],{_LATE_BY},{_OPEN_CRITERIA})",
        f'IF(COUNTIFS(Returns[{c.UNIT}],{code},Returns[{c.RESULT}],"{c.RETURN_MERGED}")>0,"đã gửi","chưa")',
    ]


def _inside(k: int) -> str:
    kind = f"INDEX(Units[{c.UNIT_KIND}],{k})"
    return f'=IFERROR(IF(AND(INDEX(Units[{c.UNIT_CODE}],{k})<>"",{kind}<>"{c.OUTSIDE}"),{k},0),0)'


def _month(k: int, r: int) -> Sequence[str]:
    year = setting_number(c.YEAR_PLAN)
    span = f'{{0}}[{c.DUE}],">="&DATE({year},{k},1),{{0}}[{c.DUE}],"<"&DATE({year},{k}+1,1)'
    tasks, criteria = span.format("Tasks"), f"{_WORK},{span.format('Criteria')}"
    done = f'COUNTIFS({tasks},Tasks[{c.STATUS}],"{c.DONE}")+COUNTIFS({criteria},Criteria[{c.REPORTED}],"{c.DONE}*")'
    return [f'"Tháng {k}"', done, f"COUNTIFS({tasks})+COUNTIFS({criteria})-{RIGHT[1]}{r}"]


DOMAIN_LISTING = Listing(
    "Điểm theo lĩnh vực",
    ("Lĩnh vực", "Tối đa", "Mục tiêu", "Kết quả", "Hiện nay", "Mất", "Đạt"),
    DOMAINS, lambda k: f"=IFERROR(MATCH({k},Criteria[{c.DOMAIN_NUMBER}],0),0)", _domain,
    (GENERAL, GENERAL, GENERAL, GENERAL, GENERAL, GENERAL, "0%"),
)  # fmt: skip
LOSS_LISTING = Listing(
    "Điểm mất, từ nhiều đến ít: lấy lại lần lượt thì chỉ số lên bao nhiêu",
    ("Tiêu chí", "Mất", "Chỉ số nếu lấy lại", "Hạn cuối", "Đơn vị chủ trì", "", ""),
    LOSSES, _largest, _loss, (GENERAL, GENERAL, POINTS_OF_100, DATE, GENERAL),
)  # fmt: skip
UNIT_LISTING = Listing(
    "Việc chủ trì của từng đơn vị, theo phiếu gửi về",
    ("Đơn vị", c.DONE, "Đang làm", "Không được", "Chưa làm", "Quá hạn", "Phiếu"),
    UNITS, _inside, _unit, (GENERAL,) * 7,
)  # fmt: skip
MONTH_LISTING = Listing(
    "Việc theo tháng đến hạn",
    ("Tháng", "Đã xong", "Chưa xong"),
    MONTHS, lambda k: f"={k}", _month, (GENERAL,) * 3,
)  # fmt: skip


def add_overview(sheet: Worksheet) -> None:
    """Fill the sheet `Tổng quan`: figures, charts, and the small tables they are drawn from."""
    sheet.sheet_properties.tabColor = styles.TAB_READ
    title(sheet, "TỔNG QUAN CẢI CÁCH HÀNH CHÍNH", WHOSE)
    for half in (LEFT, RIGHT):
        for letter in half:
            sheet.column_dimensions[letter].width = 40 if letter == half[0] else 10
    for letter, width in (("H", 3), ("P", 3), *((letter, 6) for letter in PLACE)):
        sheet.column_dimensions[letter].width = width
        sheet.column_dimensions[letter].hidden = letter in PLACE
    for block, letters in zip(FIGURES, ("AAB", "CFG", "IIJ", "KNO"), strict=True):
        _write_figures(sheet, *block, letters)
    second = TABLES + max(DOMAINS, LOSSES) + 3
    for listing, half, place, top in (
        (DOMAIN_LISTING, LEFT, PLACE[0], TABLES),
        (LOSS_LISTING, RIGHT, PLACE[1], TABLES),
        (UNIT_LISTING, LEFT, PLACE[0], second),
        (MONTH_LISTING, RIGHT, PLACE[1], second),
    ):
        _write_listing(sheet, listing, half, place, top)
    add_charts(sheet, CHARTS, first=TABLES + 1, second=second + 1, domains=DOMAINS, losses=LOSSES, units=UNITS)
    sheet.row_breaks.append(Break(id=TABLES - 1))
    sheet.print_area = f"A1:{RIGHT[-1]}{second + 1 + max(UNITS, MONTHS)}"
    freeze(sheet, f"A{TOP}")
    set_page(sheet)


def _write_figures(sheet: Worksheet, heading: str, figures: Sequence[Figure], letters: str) -> None:
    """One block: its heading, then a label and its figure a row; `letters` are the label's two ends and the figure's."""
    start, end, value = letters
    for row, (label, formula, number_format) in enumerate([(heading, "", GENERAL), *figures], start=TOP):
        if start != end:
            sheet.merge_cells(f"{start}{row}:{end}{row}")
        name, figure = sheet[f"{start}{row}"], sheet[f"{value}{row}"]
        name.value, name.font, name.alignment = label, styles.font(12), styles.aligned("left", wrap=False)
        figure.value, figure.font = formula or None, styles.font(13, bold=True)
        figure.number_format, figure.alignment = number_format, styles.aligned("right", wrap=False)
        for letter in "ABCDEFGHIJKLMNO"["ABCDEFGHIJKLMNO".index(start) : "ABCDEFGHIJKLMNO".index(value) + 1]:
            sheet[f"{letter}{row}"].border = styles.border()
            if row == TOP:
                sheet[f"{letter}{row}"].fill = styles.fill(styles.HEADER_COMPUTED)
        if row == TOP:
            name.font = styles.font(12, bold=True)
        if label in WARNINGS:
            back, ink = WARNINGS[label]
            address = f"{value}{row}"
            colour(sheet, address, f"N({address})>0", styles.difference(back, ink, bold=True, lined=True))
        sheet.row_dimensions[row].height = 20


def _write_listing(sheet: Worksheet, listing: Listing, half: str, place: str, top: int) -> None:
    sheet[f"{half[0]}{top}"].value = listing.title
    sheet[f"{half[0]}{top}"].font = styles.font(12, bold=True)
    letters = half[: len(listing.headings)]
    for letter, heading in zip(letters, listing.headings, strict=True):
        cell = sheet[f"{letter}{top + 1}"]
        _dress(cell, heading or None, GENERAL)
        cell.font, cell.fill = styles.font(11, bold=True), styles.fill(styles.HEADER_COMPUTED)
        cell.alignment = styles.aligned("center")
    sheet.row_dimensions[top + 1].height = 32
    merged = "" in listing.headings
    if merged:
        sheet.merge_cells(f"{letters[listing.headings.index('') - 1]}{top + 1}:{letters[-1]}{top + 1}")
    for k in range(1, listing.rows + 1):
        row = top + 1 + k
        sheet[f"{place}{row}"] = listing.place(k)
        where = f"${place}{row}"
        formulas = [f'=IF({where}=0,"",{cell.format(p=where)})' for cell in listing.cells(k, row)]
        for i, letter in enumerate(letters):
            given = i < len(formulas)
            _dress(sheet[f"{letter}{row}"], formulas[i] if given else None, listing.formats[i] if given else GENERAL)
            sheet[f"{letter}{row}"].alignment = styles.aligned("left" if i == 0 else "center", wrap=False)
        if merged:
            sheet.merge_cells(f"{letters[len(formulas) - 1]}{row}:{letters[-1]}{row}")
            sheet[f"{letters[len(formulas) - 1]}{row}"].alignment = styles.aligned("left", wrap=False)
        sheet.row_dimensions[row].height = 18


def _dress(cell: Cell, value: str | None, number_format: str) -> None:
    cell.value, cell.font, cell.border = value, styles.font(11), styles.border()
    cell.number_format = number_format
