"""The sheet `Tổng quan`: the year's key figures, what they are drawn from, and native charts of that.

Charts cannot read a table that grows the same way in Excel and in LibreOffice, so they read the small tables below
them on this sheet.
"""

from collections.abc import Mapping, Sequence

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.build import styles
from workbook_templates.build.overview_charts import AMBER, BLUE, GREEN, GREY, HIGH, RED, Chart, add_chart
from workbook_templates.build.overview_figures import (
    DOMAIN_LISTING,
    DOMAINS,
    FIGURES,
    LEFT,
    LOSS_LISTING,
    LOSSES,
    MONTH_LISTING,
    MONTHS,
    RIGHT,
    ROUND_LISTING,
    ROUNDS,
    TABLES,
    TASK_SHEETS,
    TOP,
    UNIT_LISTING,
    UNITS,
    WANTED,
    WANTED_LISTING,
    WARNINGS,
    YEAR_LISTING,
    Figure,
    Listing,
)
from workbook_templates.build.overview_top import add_next_steps
from workbook_templates.build.page import set_page
from workbook_templates.build.sheets import WHOSE, freeze, title
from workbook_templates.build.tables import GENERAL, colour

FIGURES_TOP, CHARTS = 12, 19
# Column of a small table -> colour of its bars.
_POINTS, _LOST = {2: GREY, 3: AMBER, 4: BLUE, 5: GREEN}, {10: RED}
_STATES, _MONTHS = {2: GREEN, 3: BLUE, 4: RED, 5: GREY}, {10: GREEN, 11: AMBER}
_ROUNDS, _YEARS = {2: GREEN, 3: BLUE, 4: GREY}, {2: GREY, 3: BLUE}
ROW = 17  # points: all but the charts is in sight on a small screen
HIDDEN = ("QRS", "TUV")  # columns of each half: number, place, key


def add_overview(sheet: Worksheet) -> None:
    """Fill the sheet `Tổng quan`: figures, charts, and the small tables they are drawn from."""
    sheet.sheet_properties.tabColor = styles.TAB_READ
    title(sheet, "TỔNG QUAN CẢI CÁCH HÀNH CHÍNH", WHOSE)
    for half in (LEFT, RIGHT):
        for letter in half:
            sheet.column_dimensions[letter].width = {half[0]: 34, half[1]: 9}.get(letter, 7)
    for letter in "HP":
        sheet.column_dimensions[letter].width = 1.5
    for letter in (*HIDDEN[0], *HIDDEN[1], *TASK_SHEETS):
        sheet.column_dimensions[letter].hidden = True
    add_next_steps(sheet)
    for row in range(TOP, FIGURES_TOP):
        sheet.row_dimensions[row].height = ROW
    for block, letters in zip(FIGURES, ("AB", "CDEFG", "IJ", "KLMNO"), strict=True):
        _write_figures(sheet, *block, letters)
    second = TABLES + max(DOMAINS, LOSSES) + 3
    third = second + max(UNITS, MONTHS) + 3
    fourth = third + max(ROUNDS, WANTED) + 3
    for listing, half, hidden, top in (
        (DOMAIN_LISTING, LEFT, HIDDEN[0], TABLES),
        (LOSS_LISTING, RIGHT, HIDDEN[1], TABLES),
        (UNIT_LISTING, LEFT, HIDDEN[0], second),
        (MONTH_LISTING, RIGHT, HIDDEN[1], second),
        (ROUND_LISTING, LEFT, HIDDEN[0], third),
        (WANTED_LISTING, RIGHT, HIDDEN[1], third),
        (YEAR_LISTING, LEFT, HIDDEN[0], fourth),
    ):
        _write_listing(sheet, listing, half, hidden, top)
    second_charts, year_charts = CHARTS + HIGH + 3, fourth + DOMAINS + 3
    drawn = (  # first what every plan has
        (LEFT, second_charts, Chart(title="Điểm theo lĩnh vực", heading=TABLES + 1, rows=DOMAINS, colours=_POINTS)),
        (RIGHT, second_charts, Chart(title="Tiêu chí mất điểm nhiều nhất", heading=TABLES + 1, rows=LOSSES,
         colours=_LOST)),
        (LEFT, CHARTS, Chart(title="Việc chủ trì của từng đơn vị", heading=second + 1, rows=UNITS,
         colours=_STATES, form="lying")),
        (RIGHT, CHARTS, Chart(title="Việc theo tháng đến hạn", heading=second + 1, rows=MONTHS, colours=_MONTHS,
         form="standing")),
        (LEFT, year_charts, Chart(title="Việc qua các kỳ báo cáo", heading=third + 1, rows=ROUNDS, colours=_ROUNDS,
         form="standing")),
        (RIGHT, year_charts, Chart(title="Năm trước, năm nay", heading=fourth + 1, rows=DOMAINS, colours=_YEARS)),
    )  # fmt: skip
    for half, top, chart in drawn:
        add_chart(sheet, chart, half, top)
    for row in (second_charts, second):
        sheet.row_breaks.append(Break(id=row - 1))
    sheet.print_area = f"A1:{RIGHT[-1]}{fourth - 2}"  # two years side by side go on paper from their own sheet
    freeze(sheet, f"A{TOP}")
    set_page(sheet)


def _write_figures(sheet: Worksheet, heading: str, figures: Sequence[Figure], letters: str) -> None:
    """One block: its heading, then a label and its figure a row.

    `letters` are the columns it covers; the last one is the figure's.
    """
    for row, (label, formula, number_format) in enumerate([(heading, "", GENERAL), *figures], start=FIGURES_TOP):
        for letter in letters:
            _dress(sheet[f"{letter}{row}"], None, GENERAL)
            if row == FIGURES_TOP:
                sheet[f"{letter}{row}"].fill = styles.fill(styles.HEADER_COMPUTED)
        if len(letters) > 2:  # noqa: PLR2004  the label has more than its own column
            sheet.merge_cells(f"{letters[0]}{row}:{letters[-2]}{row}")
        name, figure = sheet[f"{letters[0]}{row}"], sheet[f"{letters[-1]}{row}"]
        name.value, name.font = label, styles.font(12, bold=row == FIGURES_TOP)
        name.alignment = Alignment(horizontal="left", vertical="center", indent=1)
        figure.value, figure.font, figure.number_format = formula or None, styles.font(13, bold=True), number_format
        figure.alignment = Alignment(horizontal="right", vertical="center", shrink_to_fit=True)
        if label in WARNINGS:
            back, ink = WARNINGS[label]
            colour(sheet, figure.coordinate, f"N({figure.coordinate})>0", styles.difference(back, ink, lined=True))
        sheet.row_dimensions[row].height = ROW


def _write_listing(sheet: Worksheet, listing: Listing, half: str, hidden: str, top: int) -> None:
    """A small table: its title at row `top`, headings below, rows that show lines only where they are in use."""
    letters = half[: len(listing.headings)]
    in_use = f'${letters[0]}${top + 2}<>""'
    sheet[f"{letters[0]}{top}"].value = f'=IF({in_use},"{listing.title}","")'
    sheet[f"{letters[0]}{top}"].font = styles.font(12, bold=True)
    for letter, heading in zip(letters, listing.headings, strict=True):
        cell = sheet[f"{letter}{top + 1}"]
        cell.value = f'=IF({in_use},"{heading}","")' if heading else None
        cell.font = styles.font(11, bold=True)
        cell.alignment = styles.aligned("center")
    headings = styles.difference(styles.HEADER_COMPUTED, lined=True)
    colour(sheet, f"{letters[0]}{top + 1}:{letters[-1]}{top + 1}", in_use, headings)
    sheet.row_dimensions[top + 1].height = 32
    own = sum(map(bool, listing.headings))  # the last of these runs over the unnamed ones after it
    first, last = top + 2, top + 1 + listing.rows
    if own < len(letters):
        for row in range(top + 1, last + 1):
            sheet.merge_cells(f"{letters[own - 1]}{row}:{letters[-1]}{row}")
    for number, row in enumerate(range(first, last + 1), start=1):
        parts = {name: f"${letter}{row}" for name, letter in zip("npx", hidden, strict=True)} | {"r": str(row)}
        sheet[f"{hidden[0]}{row}"] = number
        sheet[f"{hidden[1]}{row}"] = f"={listing.place.format(**parts)}"
        if listing.key:
            sheet[f"{hidden[2]}{row}"] = _unless_nowhere(listing.key, parts)
        for i, (letter, formula) in enumerate(zip(letters, listing.cells, strict=False)):
            cell = sheet[f"{letter}{row}"]
            cell.value, cell.font = _unless_nowhere(formula, parts), styles.font(11)
            cell.number_format = listing.formats[i]
            is_text = i == 0 or (i == own - 1 and own < len(letters))
            cell.alignment = Alignment(
                horizontal="left" if is_text else "center", vertical="center", shrink_to_fit=not is_text
            )
        sheet.row_dimensions[row].height = 18
    _colour_listing(sheet, listing, letters, first, last)


def _unless_nowhere(formula: str, parts: Mapping[str, str]) -> str:
    return f'=IF({parts["p"]}=0,"",{formula.format(**parts)})'


def _colour_listing(sheet: Worksheet, listing: Listing, letters: str, first: int, last: int) -> None:
    """Lines around the rows in use, and the listing's own colours."""
    for letter, heading in zip(letters, listing.headings, strict=True):
        area = f"{letter}{first}:{letter}{last}"
        for formula, (back, ink) in listing.colours.get(heading, ()):
            look = styles.difference(back, ink, lined=True)
            colour(sheet, area, formula.format(f"${letter}{first}"), look)
        colour(sheet, area, f'${letters[0]}{first}<>""', styles.difference(lined=True))


def _dress(cell: Cell, value: str | None, number_format: str) -> None:
    """A cell with lines around it."""
    cell.value, cell.font, cell.border = value, styles.font(11), styles.border()
    cell.number_format = number_format
