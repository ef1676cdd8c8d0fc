"""The native Excel charts of `Tổng quan`. Of a small table without rows nothing at all is to be seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.build import styles

HIGH, WIDE = 18, 16.4  # rows of 0.53 cm that a chart covers; its width in cm
_CM = 0.53
# One colour per meaning, the same as on the other sheets but strong enough for bars.
GREY, BLUE, GREEN, RED, AMBER = "BFBFBF", "5B8DB8", "6FAE6B", "C65B50", "E0A84E"
_KEYS = (0, 1, 3, 5)  # the columns of a half that hold a chart's legend, each with room for its words


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What is drawn of a small table.

    Attributes:
        title: What is above it.
        heading: The small table's heading row, `rows` how many it has.
        colours: Column -> colour of its bars; the column before holds what they are about.
        form: Bars side by side; in one line; in one column.
    """

    title: str
    heading: int
    rows: int
    colours: Mapping[int, str]
    form: Literal["beside", "lying", "standing"] = "beside"


def add_chart(sheet: Worksheet, chart: Chart, half: str, top: int) -> None:
    """Put a chart on a half of the sheet. Title and legend are cells, which can be blank as a chart's cannot."""
    first, last = chart.heading + 1, chart.heading + chart.rows
    columns = [get_column_letter(place) for place in chart.colours]
    in_use = f"SUM({columns[0]}{first}:{columns[-1]}{last})>0"
    title = sheet[f"{half[0]}{top}"]
    title.value, title.font = f'=IF({in_use},"{chart.title}","")', styles.font(13, bold=True)
    for key, column, color in zip(_KEYS, columns, chart.colours.values(), strict=False):
        cell = sheet[f"{half[key]}{top + 1}"]
        cell.value, cell.font = f'=IF({in_use},"■ "&{column}{chart.heading},"")', styles.font(11, color=color)
    sheet.add_chart(_bars(sheet, chart), f"{half[0]}{top + 2}")


def _bars(sheet: Worksheet, chart: Chart) -> BarChart:
    drawn = BarChart()
    drawn.type = "col" if chart.form == "standing" else "bar"
    drawn.grouping, drawn.overlap = ("clustered", 0) if chart.form == "beside" else ("stacked", 100)
    drawn.gapWidth, drawn.style = 35, 2
    drawn.height, drawn.width = HIGH * _CM, WIDE  # type: ignore[assignment]  # centimetres
    first, last = chart.heading, chart.heading + chart.rows
    for place, color in chart.colours.items():
        drawn.add_data(Reference(sheet, min_col=place, min_row=first, max_row=last), titles_from_data=True)
        drawn.series[-1].graphicalProperties = GraphicalProperties(solidFill=color, ln=LineProperties(noFill=True))
    drawn.set_categories(Reference(sheet, min_col=min(chart.colours) - 1, min_row=first + 1, max_row=last))
    drawn.dataLabels = DataLabelList(
        showVal=True, showSerName=False, showCatName=False, showLegendKey=False, showPercent=False,
        txPr=_text(8 if chart.form == "beside" else 10),
    )  # fmt: skip
    nothing = GraphicalProperties(noFill=True, ln=LineProperties(noFill=True))
    drawn.graphical_properties = drawn.plot_area.graphicalProperties = nothing
    drawn.legend = None
    drawn.x_axis.delete, drawn.y_axis.delete = False, True
    drawn.x_axis.txPr, drawn.x_axis.graphicalProperties = _text(10), nothing
    drawn.x_axis.majorTickMark = "none"
    drawn.x_axis.scaling.orientation = "minMax" if chart.form == "standing" else "maxMin"  # the first row on top
    drawn.y_axis.majorGridlines, drawn.y_axis.scaling.min = None, 0
    return drawn


def _text(size: int) -> RichText:
    letters = CharacterProperties(
        latin=Font(typeface=styles.TYPEFACE), sz=size * 100, solidFill=styles.INK, lang="vi-VN"
    )
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=letters), endParaRPr=letters)])
