"""What every sheet of the workbook has: a title, a line that says whose it is, a legend, frozen headings."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from cchc_macros import contract as c
from workbook_templates.build import styles

if TYPE_CHECKING:
    from openpyxl import Workbook


def setting(key: str) -> str:
    """A formula that reads a setting as text, found by its key."""
    return f'INDEX({c.SETTINGS.name}[{c.VALUE}],MATCH("{key}",{c.SETTINGS.name}[{c.KEY}],0))&""'


def setting_number(key: str) -> str:
    """A formula that reads a setting as a number; 0 where it is blank or text."""
    return f'SUMIF({c.SETTINGS.name}[{c.KEY}],"{key}",{c.SETTINGS.name}[{c.VALUE}])'


def setting_year(key: str) -> str:
    """A formula that reads a year, also where text stands beside it ("Năm 2026"); 0 where there is none."""
    return f'IFERROR(VALUE(MID({setting(key)},SEARCH("20",{setting(key)}),4)),0)'


_ASSESSED = f'IF({setting_year(c.YEAR_ASSESSED)}=0,""," – năm đánh giá "&{setting_year(c.YEAR_ASSESSED)})'
_OWNER = (
    f'TRIM({setting(c.AGENCY)}&" "&{setting(c.PROVINCE)})&{_ASSESSED}&" – năm kế hoạch "&{setting_year(c.YEAR_PLAN)}'
)
WHOSE = f'=IF({setting_year(c.YEAR_PLAN)}=0,"Chưa điền cơ quan, năm ở sheet {c.SETTINGS_SHEET}",{_OWNER})'
SAME_OWNER = f"='{c.OVERVIEW}'!$A$2"  # worked out once: every formula costs time at each click


def title(sheet: Worksheet, text: str, subtitle: str = SAME_OWNER, *, leads_back: bool = True) -> None:
    """The title in row 1, whose or what it is in row 2, both running over empty cells.

    The title is the way back to `Tổng quan`: a line of its own for that would go on paper.
    """
    leads_back = leads_back and sheet.title != c.OVERVIEW
    first = styles.font(14, bold=True, color=styles.LINK if leads_back else styles.INK)
    shown = way_back(text) if leads_back else text
    for row, value, look in ((1, shown, first), (2, subtitle, styles.font(12, italic=True))):
        cell = sheet[f"A{row}"]
        cell.value, cell.font = value, look
        cell.alignment = styles.aligned("left", wrap=False)
        cell.number_format = "General"
    sheet.row_dimensions[1].height = 21
    sheet.row_dimensions[2].height = 15.75
    sheet.row_dimensions[3].height = 16  # frozen with the headings, so it takes little of a small screen


def way_back(text: str) -> str:
    """A formula that shows a text and leads to `Tổng quan`."""
    return f'=HYPERLINK("#\'{c.OVERVIEW}\'!A1","{text}")'


def link_back(sheet: Worksheet, address: str) -> None:
    """A way back to `Tổng quan`, in a cell that does not go on paper."""
    cell = sheet[address]
    cell.value = way_back(c.LEAD_BACK)
    cell.font, cell.number_format = styles.font(10, color=styles.LINK, underline=True), "General"
    cell.alignment = styles.aligned("left", wrap=False)


def legend(sheet: Worksheet, boxes: Mapping[str, tuple[str, str]]) -> None:
    """Small boxes, address -> (fill, meaning), that say what the fills mean."""
    for address, (color, text) in boxes.items():
        cell = sheet[address]
        cell.value, cell.font = text, styles.font(10)
        cell.fill, cell.border = styles.fill(color), styles.border()
        cell.alignment = styles.aligned("center", wrap=False)
        cell.number_format = "General"


def name_cell(sheet: Worksheet, name: str, address: str) -> None:
    """Give a cell a name of the workbook."""
    absolute = re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", address)
    workbook = cast("Workbook", sheet.parent)
    workbook.defined_names[name] = DefinedName(name, attr_text=f"'{sheet.title}'!{absolute}")


def freeze(sheet: Worksheet, cell: str) -> None:
    """Keep what is above and left of a cell in sight; a readable zoom, no grid lines."""
    sheet.freeze_panes = cell
    sheet.sheet_view.showGridLines = False
    sheet.sheet_view.zoomScale = 100
