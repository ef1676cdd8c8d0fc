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
from workbook_templates.build.overview_charts import HIGH, add_charts, add_year_charts
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
    UNIT_LISTING,
    UNITS,
    WANTED,
    WANTED_LISTING,
    WARNINGS,
    YEAR_LISTING,
    Figure,
    Listing,
)
from workbook_templates.build.page import set_page
from workbook_templates.build.sheets import WHOSE, freeze, title
from workbook_templates.build.tables import GENERAL, colour

TOP = 4
CHARTS = 11
HIDDEN = ("QRS", "TUV")  # columns of each half: number, place, key


def add_overview(sheet: Worksheet) -> None:
    """Fill the sheet `Tổng quan`: figures, charts, and the small tables they are drawn from."""
    sheet.sheet_properties.tabColor = styles.TAB_READ
    title(sheet, "TỔNG QUAN CẢI CÁCH HÀNH CHÍNH", WHOSE)
    for half in (LEFT, RIGHT):
        for letter in half:
            sheet.column_dimensions[letter].width = 40 if letter == half[0] else 10
    for letter in "HP":
        sheet.column_dimensions[letter].width = 3
    for letter in "".join(HIDDEN):
        sheet.column_dimensions[letter].hidden = True
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
    add_charts(sheet, CHARTS, first=TABLES + 1, second=second + 1, domains=DOMAINS, losses=LOSSES, units=UNITS)
    charts = fourth + DOMAINS + 3
    add_year_charts(sheet, charts, (third + 1, ROUNDS), (fourth + 1, DOMAINS))
    for row in (TABLES, third):
        sheet.row_breaks.append(Break(id=row - 1))
    sheet.print_area = f"A1:{RIGHT[-1]}{charts + HIGH}"
    freeze(sheet, f"A{TOP}")
    set_page(sheet)


def _write_figures(sheet: Worksheet, heading: str, figures: Sequence[Figure], letters: str) -> None:
    """One block: its heading, then a label and its figure a row.

    `letters` are the columns it covers; the last one is the figure's.
    """
    for row, (label, formula, number_format) in enumerate([(heading, "", GENERAL), *figures], start=TOP):
        for letter in letters:
            _dress(sheet[f"{letter}{row}"], None, GENERAL)
            if row == TOP:
                sheet[f"{letter}{row}"].fill = styles.fill(styles.HEADER_COMPUTED)
        if len(letters) > 2:  # noqa: PLR2004  the label has more than its own column
            sheet.merge_cells(f"{letters[0]}{row}:{letters[-2]}{row}")
        name, figure = sheet[f"{letters[0]}{row}"], sheet[f"{letters[-1]}{row}"]
        name.value, name.font = label, styles.font(12, bold=row == TOP)
        name.alignment = Alignment(horizontal="left", vertical="center", indent=1)
        figure.value, figure.font, figure.number_format = formula or None, styles.font(13, bold=True), number_format
        figure.alignment = Alignment(horizontal="right", vertical="center", indent=1)
        if label in WARNINGS:
            back, ink = WARNINGS[label]
            colour(sheet, figure.coordinate, f"N({figure.coordinate})>0", styles.difference(back, ink, lined=True))
        sheet.row_dimensions[row].height = 20


def _write_listing(sheet: Worksheet, listing: Listing, half: str, hidden: str, top: int) -> None:
    """A small table: its title at row `top`, headings below, rows that show lines only where they are in use."""
    letters = half[: len(listing.headings)]
    sheet[f"{letters[0]}{top}"].value = listing.title
    sheet[f"{letters[0]}{top}"].font = styles.font(12, bold=True)
    for letter, heading in zip(letters, listing.headings, strict=True):
        cell = sheet[f"{letter}{top + 1}"]
        _dress(cell, heading or None, GENERAL)
        cell.font, cell.fill = styles.font(11, bold=True), styles.fill(styles.HEADER_COMPUTED)
        cell.alignment = styles.aligned("center")
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
            cell.alignment = styles.aligned("left" if is_text else "center", wrap=False)
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
