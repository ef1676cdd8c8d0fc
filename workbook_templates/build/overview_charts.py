"""The native Excel charts of `Tổng quan`."""

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.build import styles

HIGH, WIDE = 20, 21  # rows of 0.53 cm that a chart covers; its width in cm
_CM = 0.53
# One colour per meaning, the same as on the other sheets but strong enough for bars.
GREY, BLUE, GREEN, RED, AMBER = "BFBFBF", "5B8DB8", "6FAE6B", "C65B50", "E0A84E"


def add_charts(sheet: Worksheet, top: int, *, first: int, second: int, domains: int, losses: int, units: int) -> None:
    """Put the four charts on the sheet, two by two from row `top`; `first` and `second` are the heading rows."""
    points = _bars(sheet, "Điểm theo lĩnh vực", (1, first, domains), {2: GREY, 3: AMBER, 4: BLUE, 5: GREEN})
    lost = _bars(sheet, "Tiêu chí mất điểm nhiều nhất", (9, first, losses), {10: RED})
    lost.dataLabels = DataLabelList(
        showVal=True, showSerName=False, showCatName=False, showLegendKey=False, showPercent=False, txPr=_text(10)
    )
    by_unit = _bars(
        sheet, "Việc chủ trì của từng đơn vị", (1, second, units), {2: GREEN, 3: BLUE, 4: RED, 5: GREY}, stacked=True
    )
    by_month = _bars(
        sheet, "Việc theo tháng đến hạn", (9, second, 12), {10: GREEN, 11: AMBER}, stacked=True, standing=True
    )
    for chart, anchor in (
        (points, f"A{top}"), (lost, f"I{top}"), (by_unit, f"A{top + HIGH + 1}"), (by_month, f"I{top + HIGH + 1}"),
    ):  # fmt: skip
        sheet.add_chart(chart, anchor)


def add_year_charts(sheet: Worksheet, top: int, rounds: tuple[int, int], years: tuple[int, int]) -> None:
    """Put the charts of rounds and of two years side by side; each is given its heading row and number of rows."""
    by_round = _bars(
        sheet, "Việc qua các kỳ báo cáo", (1, *rounds), {2: GREEN, 3: BLUE, 4: GREY}, stacked=True, standing=True
    )
    by_year = _bars(sheet, "Điểm theo lĩnh vực: năm trước, năm nay", (1, *years), {2: GREY, 3: BLUE})
    sheet.add_chart(by_round, f"A{top}")
    sheet.add_chart(by_year, f"I{top}")


def _bars(
    sheet: Worksheet,
    title: str,
    source: tuple[int, int, int],
    series: dict[int, str],
    *,
    stacked: bool = False,
    standing: bool = False,
) -> BarChart:
    """A bar chart of a small table: `source` is its first column, heading row and rows; `series` column -> colour."""
    column, heading_row, rows = source
    chart = BarChart()
    chart.type, chart.grouping = ("col" if standing else "bar"), ("stacked" if stacked else "clustered")
    chart.overlap, chart.gapWidth = (100 if stacked else -5), 45
    chart.style = 2
    heading = Paragraph(pPr=ParagraphProperties(defRPr=_letters(14)), r=[RegularTextRun(rPr=_letters(14), t=title)])
    chart.title = Title(tx=Text(rich=RichText(p=[heading])), overlay=False)
    chart.height, chart.width = HIGH * _CM, WIDE
    for place, color in series.items():
        chart.add_data(
            Reference(sheet, min_col=place, min_row=heading_row, max_row=heading_row + rows), titles_from_data=True
        )
        chart.series[-1].graphicalProperties = GraphicalProperties(solidFill=color, ln=LineProperties(noFill=True))
    chart.set_categories(Reference(sheet, min_col=column, min_row=heading_row + 1, max_row=heading_row + rows))
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete = False
        axis.title = None
        axis.txPr = _text(10)
        axis.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=styles.LINE))
    chart.x_axis.scaling.orientation = "minMax" if standing else "maxMin"  # the first row on top
    chart.y_axis.majorGridlines = ChartLines(spPr=GraphicalProperties(ln=LineProperties(solidFill="E2E2E2")))
    chart.y_axis.number_format = "General"
    chart.y_axis.scaling.min = 0
    chart.y_axis.crosses = "autoZero" if standing else "max"
    if len(series) > 1:
        chart.legend.position = "b"
        chart.legend.txPr = RichText(
            p=[Paragraph(pPr=ParagraphProperties(defRPr=_letters(10)), endParaRPr=_letters(10))]
        )
    else:
        chart.legend = None
    return chart


def _text(size: int) -> RichText:
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=_letters(size)), endParaRPr=_letters(size))])


def _letters(size: int) -> CharacterProperties:
    """The house's typeface; what is larger than the axes' is a heading, in bold."""
    latin = Font(typeface=styles.TYPEFACE)
    return CharacterProperties(latin=latin, sz=size * 100, b=size > 10, solidFill=styles.INK, lang="vi-VN")  # noqa: PLR2004
