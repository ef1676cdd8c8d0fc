"""The sheets `Tổng quan`, one screen of what is to be done and how things stand, and `Biểu đồ`."""

from collections.abc import Sequence

from openpyxl.styles import Alignment
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.build import styles
from workbook_templates.build.listings import AMBER, BLUE, GREEN, GREY, RED, add_listing, set_columns
from workbook_templates.build.overview_figures import (
    DOMAIN_LISTING,
    FIGURES,
    HANDED_OUT,
    LOSS_LISTING,
    MONTH_LISTING,
    RIGHT,
    ROUND_LISTING,
    TASK_SHEETS,
    TOP,
    UNIT_LISTING,
    UNITS,
    WANTED_LISTING,
    WARNINGS,
    YEAR_LISTING,
    Figure,
)
from workbook_templates.build.overview_top import HIDDEN, LINES, add_next_steps
from workbook_templates.build.page import set_page
from workbook_templates.build.sheets import WHOSE, freeze, title
from workbook_templates.build.tables import GENERAL, colour

FIGURES_TOP = TOP + LINES + 2
UNITS_TOP = FIGURES_TOP + max(len(block) for _, block in FIGURES) + 2
ROW, GAP = 14.25, 3  # points: twelve units are in sight on a small screen


def add_overview(sheet: Worksheet) -> None:
    """Fill the sheet `Tổng quan`: the next steps, the links, the figures, the units and their work in bars."""
    sheet.sheet_properties.tabColor = styles.TAB_READ
    title(sheet, "TỔNG QUAN CẢI CÁCH HÀNH CHÍNH", WHOSE)
    set_columns(sheet)
    for letter in (*HIDDEN, *TASK_SHEETS):
        sheet.column_dimensions[letter].hidden = True
    add_next_steps(sheet)
    for row in range(TOP, UNITS_TOP):
        sheet.row_dimensions[row].height = ROW
    for row in (3, FIGURES_TOP - 1, UNITS_TOP - 1):
        sheet.row_dimensions[row].height = GAP
    for block, letters in zip(FIGURES, ("AB", "CDEFG", "IJ", "KLMNO"), strict=True):
        _write_figures(sheet, *block, letters)
    after = add_listing(sheet, UNIT_LISTING, UNITS_TOP, {2: GREEN, 3: BLUE, 4: RED, 5: GREY})
    sheet[f"A{after}"] = f'=IF({HANDED_OUT}>{UNITS},"… và "&{HANDED_OUT}-{UNITS}&" đơn vị nữa","")'
    sheet[f"A{after}"].font = styles.font(11)
    sheet.print_area = f"A1:{RIGHT[-1]}{after}"
    freeze(sheet, f"A{TOP}")
    set_page(sheet)


def add_charts(sheet: Worksheet) -> None:
    """Fill the sheet `Biểu đồ`: small tables with their charts, last those of scores, which not every plan has."""
    sheet.sheet_properties.tabColor = styles.TAB_READ
    title(sheet, "BIỂU ĐỒ")
    set_columns(sheet)
    top = TOP
    for listing, bars, stacked, drawn in (
        (MONTH_LISTING, {2: GREEN, 3: AMBER}, True, ""),
        (ROUND_LISTING, {2: GREEN, 3: BLUE, 4: GREY}, True, "Việc qua các kỳ báo cáo"),
        (WANTED_LISTING, {}, True, ""),
        (DOMAIN_LISTING, {2: GREY, 3: AMBER, 4: BLUE, 5: GREEN}, False, ""),
        (LOSS_LISTING, {2: RED}, True, "Tiêu chí mất điểm nhiều nhất"),
        (YEAR_LISTING, {2: GREY, 3: BLUE}, False, "Năm trước, năm nay"),
    ):
        if listing is DOMAIN_LISTING:
            sheet.row_breaks.append(Break(id=top - 1))
        top = add_listing(sheet, listing, top, bars, stacked=stacked, drawn=drawn) + 1
    sheet["A3"], sheet["A3"].font = f'=IF(COUNTIF(A{TOP}:A{top},"?*")<2,"Chưa có số liệu để vẽ.","")', styles.font(11)
    freeze(sheet, f"A{TOP}")
    set_page(sheet, landscape=False)


def _write_figures(sheet: Worksheet, heading: str, figures: Sequence[Figure], letters: str) -> None:
    """One block: its heading, then a label and its figure a row.

    `letters` are the columns it covers; the last one is the figure's.
    """
    for row, (label, formula, number_format) in enumerate([(heading, "", GENERAL), *figures], start=FIGURES_TOP):
        for letter in letters:
            cell = sheet[f"{letter}{row}"]
            cell.font, cell.border, cell.number_format = styles.font(11), styles.border(), GENERAL
            if row == FIGURES_TOP:
                cell.fill = styles.fill(styles.HEADER_COMPUTED)
        if len(letters) > 2:  # noqa: PLR2004  the label has more than its own column
            sheet.merge_cells(f"{letters[0]}{row}:{letters[-2]}{row}")
        name, figure = sheet[f"{letters[0]}{row}"], sheet[f"{letters[-1]}{row}"]
        name.value, name.font = label, styles.font(11, bold=row == FIGURES_TOP)
        name.alignment = Alignment(horizontal="left", vertical="center", indent=1, shrink_to_fit=True)
        figure.value, figure.font, figure.number_format = formula or None, styles.font(11, bold=True), number_format
        figure.alignment = Alignment(horizontal="right", vertical="center", shrink_to_fit=True)
        if label in WARNINGS:
            back, ink = WARNINGS[label]
            colour(sheet, figure.coordinate, f"N({figure.coordinate})>0", styles.difference(back, ink, lined=True))
