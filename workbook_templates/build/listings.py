"""Small tables of formulas on `Tổng quan` and `Biểu đồ`, and the charts that stand beside their rows.

Charts cannot read a table that grows the same way in Excel and in LibreOffice, so they read these. A chart has one
place for each row of its small table and lies exactly beside them: bars stand in the order and at the height of the
rows that they are about, and where a table has fewer rows, or none, nothing is drawn.
"""

from collections.abc import Mapping, Sequence

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.styles import Alignment
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.build import styles
from workbook_templates.build.overview_figures import LEFT, RIGHT, Listing
from workbook_templates.build.tables import colour

# One colour per meaning, the same as on the other sheets but strong enough for bars.
GREY, BLUE, GREEN, RED, AMBER = "BFBFBF", "5B8DB8", "6FAE6B", "C65B50", "E0A84E"
HIDDEN = "QRS"  # columns of number, place, key
ONE_LINE = 18  # points, the highest row in which texts do not wrap
_KEYS = (0, 1, 3, 5)  # the columns that hold a chart's legend, each with room for its words


def set_columns(sheet: Worksheet) -> None:
    """The widths of both halves, which leave no column out of sight on a small screen; what is hidden."""
    for half, widths in ((LEFT, (34, 7)), (RIGHT, (24, 8))):
        for letter in half:
            sheet.column_dimensions[letter].width = widths[letter != half[0]]
    sheet.column_dimensions["H"].width = 1.5
    for letter in HIDDEN:
        sheet.column_dimensions[letter].hidden = True


def add_listing(
    sheet: Worksheet, listing: Listing, top: int, bars: Mapping[int, str], *, stacked: bool = True, drawn: str = ""
) -> int:
    """A small table and its chart: a title, if it has one, headings, rows that show lines only where they are in use.

    Args:
        sheet: The sheet.
        listing: The table.
        top: The row of its title or, without one, of its headings.
        bars: Its column -> the colour of the bars; none: no chart.
        stacked: Bars in one line; else side by side.
        drawn: What is above the chart.

    Returns:
        The row after the last one.
    """
    heading = top + bool(listing.title)
    first, last = heading + 1, heading + listing.rows
    letters = LEFT[: len(listing.headings)]
    in_use = f'$A${first}<>""'
    has_bars = f"SUM({LEFT[1]}{first}:{letters[-1]}{last})>0"
    for letter, text, shown, nothing in (
        ("A", listing.title, in_use, listing.nothing), (RIGHT[0], drawn, has_bars, ""),
    ):  # fmt: skip
        if text:
            cell = sheet[f"{letter}{top}"]
            cell.value, cell.font = f'=IF({shown},"{text}","{nothing}")', styles.font(12, bold=True)
    _write_headings(sheet, listing, heading, in_use)
    own = sum(map(bool, listing.headings))  # the last of these runs over the unnamed ones after it
    if own < len(letters):
        for row in range(heading, last + 1):
            sheet.merge_cells(f"{letters[own - 1]}{row}:{letters[-1]}{row}")
    for number, row in enumerate(range(first, last + 1), start=1):
        parts = {"n": f"$Q{row}", "p": f"$R{row}", "x": f"$S{row}", "r": str(row), "f": str(first)}
        _write_row(sheet, listing, own, parts)
        sheet[f"Q{row}"] = number
        sheet.row_dimensions[row].height = listing.high
    _colour(sheet, listing, letters, first, last)
    if bars:
        _add_chart(sheet, heading, last, bars, stacked=stacked)
    return last + 1


def _write_headings(sheet: Worksheet, listing: Listing, row: int, in_use: str) -> None:
    letters = LEFT[: len(listing.headings)]
    for letter, text in zip(letters, listing.headings, strict=True):
        cell = sheet[f"{letter}{row}"]
        cell.value = f'=IF({in_use},"{text}","")' if text else None
        cell.font = styles.font(11, bold=True)
        cell.alignment = styles.aligned("center")
    look = styles.difference(styles.HEADER_COMPUTED, lined=True)
    colour(sheet, f"{letters[0]}{row}:{letters[-1]}{row}", in_use, look)
    sheet.row_dimensions[row].height = 30


def _write_row(sheet: Worksheet, listing: Listing, own: int, parts: Mapping[str, str]) -> None:
    row, merged = parts["r"], own < len(listing.headings)
    sheet[f"R{row}"], sheet[f"R{row}"].number_format = f"={listing.place.format(**parts)}", "0"
    if listing.key:
        sheet[f"S{row}"] = _unless_nowhere(listing.key, parts)
    for i, (letter, formula) in enumerate(zip(LEFT, listing.cells, strict=False)):
        cell = sheet[f"{letter}{row}"]
        cell.value, cell.number_format = _unless_nowhere(formula, parts), listing.formats[i]
        is_link = "HYPERLINK(" in formula
        cell.font = styles.font(11, color=styles.LINK, underline=True) if is_link else styles.font(11)
        is_text = i == 0 or (i == own - 1 and merged)
        cell.alignment = Alignment(
            horizontal="left" if is_text else "center", vertical="center", shrink_to_fit=not is_text,
            wrap_text=is_text and listing.high > ONE_LINE,
        )  # fmt: skip


def _unless_nowhere(formula: str, parts: Mapping[str, str]) -> str:
    return f'=IF({parts["p"]}=0,"",{formula.format(**parts)})'


def _colour(sheet: Worksheet, listing: Listing, letters: Sequence[str], first: int, last: int) -> None:
    """Lines around the rows in use, and the listing's own colours."""
    for letter, heading in zip(letters, listing.headings, strict=True):
        area = f"{letter}{first}:{letter}{last}"
        for formula, (back, ink) in listing.colours.get(heading, ()):
            look = styles.difference(back, ink, lined=True)
            colour(sheet, area, formula.format(f"${letter}{first}"), look)
        colour(sheet, area, f'$A{first}<>""', styles.difference(lined=True))


def _add_chart(sheet: Worksheet, heading: int, last: int, bars: Mapping[int, str], *, stacked: bool) -> None:
    """Bars beside the rows, and above them, in cells, what the colours mean: cells can be blank as a legend cannot."""
    columns = [LEFT[place - 1] for place in bars]
    in_use = f"SUM({columns[0]}{heading + 1}:{columns[-1]}{last})>0"
    for key, column, color in zip(_KEYS, columns, bars.values(), strict=False):
        cell = sheet[f"{RIGHT[key]}{heading}"]
        cell.value, cell.font = f'=IF({in_use},"■ "&{column}{heading},"")', styles.font(11, color=color)
        cell.alignment = styles.aligned("left", wrap=False)
    chart = BarChart()
    chart.type = "bar"
    chart.grouping, chart.overlap = ("stacked", 100) if stacked else ("clustered", 0)
    chart.gapWidth, chart.style, chart.legend, chart.roundedCorners = 35, 2, None, False
    for place, color in bars.items():
        chart.add_data(Reference(sheet, min_col=place, min_row=heading, max_row=last), titles_from_data=True)
        chart.series[-1].graphicalProperties = GraphicalProperties(solidFill=color, ln=LineProperties(noFill=True))
    chart.set_categories(Reference(sheet, min_col=1, min_row=heading + 1, max_row=last))
    nothing = GraphicalProperties(noFill=True, ln=LineProperties(noFill=True))
    chart.graphical_properties = chart.plot_area.graphicalProperties = nothing
    chart.layout = Layout(ManualLayout(layoutTarget="inner", xMode="edge", yMode="edge", x=0, y=0, w=1, h=1))
    chart.x_axis.delete = chart.y_axis.delete = True
    chart.x_axis.scaling.orientation = "maxMin"  # the first row on top
    chart.y_axis.majorGridlines, chart.y_axis.scaling.min = None, 0
    left, after = column_index_from_string(RIGHT[0]) - 1, column_index_from_string(RIGHT[-1])
    chart.anchor = TwoCellAnchor(  # type: ignore[assignment]  # the stubs know a cell's address only
        editAs="twoCell", _from=AnchorMarker(col=left, row=heading), to=AnchorMarker(col=after, row=last)
    )
    sheet.add_chart(chart)
