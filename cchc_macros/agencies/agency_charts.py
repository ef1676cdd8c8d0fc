"""The charts of the view of many agencies: the indexes by rank, and the points lost by domain."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cchc_macros.agencies.compare import Comparison

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.chart_bar import ChartBar

MOST_BARS = 30  # more cannot be read
_FONT = {"name": "Times New Roman", "size": 11}
_A4 = 9
_LABEL_WIDTH, _FIGURE_WIDTH = 46, 11
_LAST_COLUMN = 11  # of the charts, which alone are printed
_LABELS, _INDEXES, _DOMAINS, _LOST = 13, 14, 16, 17  # columns of the figures
_ROW_PIXELS = 20  # at least
_BAR_PIXELS, _FRAME_PIXELS, _GAP_PIXELS, _WIDTH = 26, 110, 20, 760


def add_charts(book: "Workbook", name: str, comparison: Comparison, names: Sequence[str]) -> None:
    """Add a sheet with both charts and the figures they show beside them; the agencies go by `names`."""
    ranked = [
        (names[number], float(agency.index))
        for number, agency in enumerate(comparison.agencies)
        if agency.index is not None
    ]
    lost = comparison.lost.sum().sort_values(ascending=False)
    lost = lost[lost > 0]
    sheet = book.add_worksheet(name)
    head = book.add_format({"font_name": "Times New Roman", "font_size": 11, "bold": True})
    text = book.add_format({"font_name": "Times New Roman", "font_size": 11})
    points = book.add_format({"font_name": "Times New Roman", "font_size": 11, "num_format": "#,##0.00"})
    shown = ranked[:MOST_BARS]
    blocks = ((_LABELS, ("Cơ quan", "Chỉ số (%)"), shown), (_DOMAINS, ("Lĩnh vực", "Điểm mất"), list(lost.items())))
    for column, headings, rows in blocks:
        for offset, heading in enumerate(headings):
            sheet.write_string(0, column + offset, heading, head)
        for row, (label, value) in enumerate(rows, 1):
            sheet.write_string(row, column, str(label)[:255], text)
            sheet.write_number(row, column + 1, float(value), points)
        sheet.set_column(column, column, _LABEL_WIDTH)
        sheet.set_column(column + 1, column + 1, _FIGURE_WIDTH)
    offset = 0
    if shown:
        most = f"{len(shown)} cơ quan đứng đầu" if len(ranked) > len(shown) else "xếp từ cao xuống thấp"
        chart = _bars(book, name, f"Chỉ số cải cách hành chính (%), {most}", (_LABELS, _INDEXES), len(shown), "#1F4E79")
        sheet.insert_chart(0, 0, chart)
        offset = _height(len(shown)) + _GAP_PIXELS
    if len(lost):
        chart = _bars(book, name, "Điểm mất theo lĩnh vực, cộng các cơ quan", (_DOMAINS, _LOST), len(lost), "#C55A11")
        sheet.insert_chart(0, 0, chart, {"y_offset": offset})
        offset += _height(len(lost))
    sheet.print_area(0, 0, offset // _ROW_PIXELS + 1, _LAST_COLUMN)
    sheet.hide_gridlines(2)
    sheet.center_horizontally()
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 1)


def _bars(book: "Workbook", sheet: str, title: str, columns: tuple[int, int], count: int, color: str) -> "ChartBar":
    """A bar chart of one column of figures against its labels, the first on top."""
    labels, values = columns
    chart: ChartBar = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": title,
            "categories": [sheet, 1, labels, count, labels],
            "values": [sheet, 1, values, count, values],
            "fill": {"color": color},
            "gap": 40,
            "data_labels": {"value": True, "num_format": "#,##0.00", "font": _FONT},
        }
    )
    chart.set_title({"name": title, "name_font": _FONT | {"size": 13, "bold": True}, "overlay": False})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "interval_unit": 1, "num_font": _FONT, "major_gridlines": {"visible": False}})
    chart.set_x_axis({"min": 0, "visible": False, "major_gridlines": {"visible": False}})  # each bar says its figure
    chart.set_size({"width": _WIDTH, "height": _height(count)})
    return chart


def _height(bars: int) -> int:
    return _FRAME_PIXELS + _BAR_PIXELS * max(bars, 3)
