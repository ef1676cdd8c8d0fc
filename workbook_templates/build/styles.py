"""How the workbooks look: one typeface, a few soft colours with fixed meanings, thin borders.

Body rows carry no cells until someone types: columns hold the style that new rows inherit, and conditional
formats draw borders and fills only where a row is in use. Both Excel and LibreOffice show it the same way
(LibreOffice draws no table styles), and the file stays small.
"""

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat

TYPEFACE = "Times New Roman"

# Colours and what they mean; the sheet `Hướng dẫn` says the same in Vietnamese.
INK = "1F1F1F"
MUTED = "6B6B6B"
LINK = "1F5FA8"
LINE = "A6A6A6"
HEADER_TYPED = "D6E4F0"  # heading of a column that people fill
HEADER_COMPUTED = "E2E2E2"  # heading of a column that the software fills
INPUT = "FFFBE8"  # a cell waiting for figures or a choice
COMPUTED = "F3F3F3"  # a cell the software fills
PARENT = "EAF1F8"  # a domain or criterion that sums the rows below it
LOST = "F8D7D3"
LOST_INK = "9C1C10"
LATE, LATE_INK = LOST, LOST_INK
NEAR, NEAR_INK = "FFE8B8", "7A4B00"
DONE, DONE_INK = "DDF0DC", "1E6323"
DOING, DOING_INK = "DCE9F7", "1B4F86"

# Tabs: what one does on a sheet
TAB_READ = "2F75B5"  # guide and overview
TAB_TYPE = "E3A008"  # sheets that people fill
TAB_RESULT = "3A8F4A"  # what the software reports
TAB_FORM = "7F7F7F"  # forms that are copied

# Number formats that conditional formats set: colour is never the only sign. Excel wants an id for each.
LATE_FORMAT = '"Quá hạn "dd/mm/yyyy'
NEAR_FORMAT = '"Sắp đến "dd/mm/yyyy'
LATE_FORMAT_SHORT = '"Trễ "dd/mm/yyyy'
LONG_MONTH = "dd/mm/yyyy"  # 03/02/2026 but 01/6/2026, by Nghị định 30/2020/NĐ-CP: `m` for the other months
_DATE_FORMATS = [LATE_FORMAT, NEAR_FORMAT, LATE_FORMAT_SHORT, LONG_MONTH]
_FORMAT_IDS = {
    name: 190 + i for i, name in enumerate([*_DATE_FORMATS, *(name.replace("mm", "m") for name in _DATE_FORMATS)])
}


def font(
    size: float = 12, *, bold: bool = False, italic: bool = False, underline: bool = False, color: str = INK
) -> Font:
    """The one typeface in a size (points)."""
    return Font(
        name=TYPEFACE,
        family=1,
        size=size,
        bold=bold,
        italic=italic,
        underline="single" if underline else None,
        color=f"FF{color}",
    )


def fill(color: str) -> PatternFill:
    """A solid fill."""
    return PatternFill("solid", fgColor=f"FF{color}", bgColor=f"FF{color}")


def border(color: str = LINE) -> Border:
    """A thin line on all sides."""
    side = Side(style="thin", color=f"FF{color}")
    return Border(left=side, right=side, top=side, bottom=side)


def aligned(horizontal: str | None = None, *, vertical: str = "center", wrap: bool = True) -> Alignment:
    """An alignment; text wraps unless told otherwise."""
    return Alignment(horizontal=horizontal, vertical=vertical, wrap_text=wrap)


def difference(
    back: str | None = None,
    ink: str | None = None,
    *,
    bold: bool | None = None,
    lined: bool = False,
    number_format: str | None = None,
) -> DifferentialStyle:
    """What a conditional format changes: fill, text colour, weight, borders, number format."""
    return DifferentialStyle(
        font=Font(bold=bold, color=f"FF{ink}" if ink else None) if ink or bold is not None else None,
        fill=PatternFill(bgColor=f"FF{back}") if back else None,
        border=border() if lined else None,
        numFmt=NumberFormat(_FORMAT_IDS[number_format], number_format) if number_format else None,
    )
