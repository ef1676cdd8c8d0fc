"""The view of many agencies as a new workbook: a table by rank, a heat map of lost points, charts, what was left out.

Values only: it shows how things stood when it was made. Text from the workbooks is written as text, never as a
formula, a link or a number.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from xlsxwriter import Workbook

from cchc_macros.agencies.agency_charts import add_charts
from cchc_macros.agencies.compare import Comparison
from cchc_macros.agencies.figures import Agency
from cchc_macros.rules.numbers import format_number
from cchc_macros.rules.scoring.scores import index
from xl.fit import row_height, text_height, whole_pixels
from xl.late import dataclass

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

COMPARISON_SHEET = "So sánh"
LOST_SHEET = "Điểm mất"
CHART_SHEET = "Biểu đồ"
REJECTED_SHEET = "Không đọc được"
FONT = "Times New Roman"
_SIZE = 12
_A4 = 9
_LONGEST = 30_000  # characters; a cell holds 32,767
_LONGEST_HEADING = 255
_TITLE_ROW, _HEAD_ROW = 0, 3
_WHITE, _LIGHT, _RED = "#FFFFFF", "#FCE4D6", "#E06666"


@dataclass(frozen=True, slots=True)
class ViewColumn:
    """A column of the comparison: heading, width in characters, kind of value (text, whole, year, percent, points)."""

    heading: str
    width: float
    kind: str


_COLUMNS = (
    ViewColumn("Hạng", 7, "whole"), ViewColumn("Cơ quan", 26, "text"), ViewColumn("Tỉnh", 18, "text"),
    ViewColumn("Năm đánh giá", 9, "year"), ViewColumn("Điểm tối đa", 9, "points"), ViewColumn("Kết quả", 9, "points"),
    ViewColumn("Chỉ số (%)", 9, "percent"), ViewColumn("Mục tiêu (%)", 9.5, "percent"),
    ViewColumn("Hiện nay (%)", 9.5, "percent"), ViewColumn("Điểm mất", 9, "points"), ViewColumn("Số việc", 8, "whole"),
    ViewColumn("Hoàn thành", 9, "whole"),
    ViewColumn("Đang làm", 8, "whole"), ViewColumn("Quá hạn", 8, "whole"), ViewColumn("Xếp loại", 12, "text"),
    ViewColumn("Tệp", 24, "text"), ViewColumn("Lưu ý", 30, "text"),
)  # fmt: skip
_REJECTED_COLUMNS = (ViewColumn("Tệp", 45, "text"), ViewColumn("Lý do", 85, "text"))


def view_bytes(comparison: Comparison, rejected: Mapping[str, str]) -> bytes:
    """The view as an .xlsx file; `rejected` tells of each file left out, and why."""
    out = BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "default_format_properties": {"font_name": FONT, "font_size": _SIZE},
    }  # fmt: skip
    with Workbook(out, options) as book:
        styles = _Styles(book)
        _comparison_sheet(book.add_worksheet(COMPARISON_SHEET), styles, comparison)
        if comparison.agencies:
            names = labels(comparison.agencies)
            _lost_sheet(book.add_worksheet(LOST_SHEET), styles, comparison, names)
            add_charts(book, CHART_SHEET, comparison, names)
        _rejected_sheet(book.add_worksheet(REJECTED_SHEET), styles, rejected)
    return out.getvalue()


def labels(agencies: Sequence[Agency]) -> list[str]:
    """A name for each agency, with its province and year where several of them are in the view.

    It says over how many criteria the result beside it is known, where it is not all.
    """
    provinces = len({agency.province for agency in agencies}) > 1
    years = len({agency.year_assessed for agency in agencies}) > 1
    return [
        f"{one.name}{f', {one.province}' if provinces and one.province else ''}"
        f"{f' ({one.year_assessed})' if years and one.year_assessed else ''}{one.known and f' {one.known}'}"
        for one in agencies
    ]


class _Styles:
    """The formats of cells, each made once."""

    def __init__(self, book: Workbook) -> None:
        base = {"font_name": FONT, "font_size": _SIZE, "valign": "vcenter"}
        cell = base | {"border": 1, "border_color": "#A6A6A6"}
        self.title = book.add_format(base | {"bold": True, "font_size": 14})
        self.subtitle = book.add_format(base | {"italic": True, "font_color": "#595959"})
        self.head = book.add_format(
            cell | {"bold": True, "text_wrap": True, "align": "center", "bg_color": "#1F4E79", "font_color": _WHITE}
        )
        self.kinds: dict[str, Format] = {
            "text": book.add_format(cell | {"text_wrap": True}),
            "whole": book.add_format(cell | {"num_format": "#,##0", "align": "center"}),
            "year": book.add_format(cell | {"num_format": "0", "align": "center"}),
            "percent": book.add_format(cell | {"num_format": "#,##0.00"}),
            "points": book.add_format(cell),  # as exact as they are
        }
        self.late = book.add_format({"bold": True, "font_color": "#C00000"})
        self.sum = book.add_format(cell | {"bold": True, "bg_color": "#F2F2F2"})


def _comparison_sheet(sheet: "Worksheet", styles: _Styles, comparison: Comparison) -> None:
    _head(sheet, styles, "SO SÁNH CHỈ SỐ CẢI CÁCH HÀNH CHÍNH CỦA CÁC CƠ QUAN", _how_many(comparison), _COLUMNS)
    rows = list(map(_row, comparison.agencies, comparison.ranks))
    for number, row in enumerate(rows, _HEAD_ROW + 1):
        _fill(sheet, styles, number, _COLUMNS, row)
    last = _HEAD_ROW + max(len(rows), 1)
    headings = [{"header": column.heading, "header_format": styles.head} for column in _COLUMNS]
    sheet.add_table(
        _HEAD_ROW, 0, last, len(_COLUMNS) - 1,
        {"name": "Agencies", "columns": headings, "style": "Table Style Light 1", "banded_rows": False},
    )  # fmt: skip
    index = next(number for number, column in enumerate(_COLUMNS) if column.heading.startswith("Chỉ số"))
    late = next(number for number, column in enumerate(_COLUMNS) if column.heading == "Quá hạn")
    bar = {"type": "data_bar", "bar_color": "#9DC3E6", "min_type": "num", "min_value": 0,
           "max_type": "num", "max_value": 100}  # fmt: skip
    sheet.conditional_format(_HEAD_ROW + 1, index, last, index, bar)
    is_late = {"type": "cell", "criteria": ">", "value": 0, "format": styles.late}
    sheet.conditional_format(_HEAD_ROW + 1, late, last, late, is_late)
    _set_up(sheet, freeze_column=2)


def _row(agency: Agency, rank: int | None) -> list[Any]:
    total, progress = agency.total, agency.progress
    return [
        rank, agency.name, agency.province, agency.year_assessed, total.max or None, total.result,
        agency.index, index(total.target, total.max), index(total.current, total.max), total.lost,
        progress.work, progress.done, progress.doing, progress.late, agency.band, agency.file, " ".join(agency.remarks),
    ]  # fmt: skip


def _lost_sheet(sheet: "Worksheet", styles: _Styles, comparison: Comparison, names: Sequence[str]) -> None:
    """The heat map: a row per agency, a column per domain; the darker, the more points lost."""
    lost = comparison.lost
    columns = [
        ViewColumn("Cơ quan", 30, "text"), ViewColumn("Chỉ số (%)", 9, "percent"),
        *(ViewColumn(str(name), 14, "points") for name in lost.columns), ViewColumn("Tổng điểm mất", 11, "points"),
    ]  # fmt: skip
    _head(
        sheet, styles, "ĐIỂM MẤT THEO LĨNH VỰC", "Ô càng đậm càng mất nhiều điểm; ô trống là chưa có kết quả.", columns
    )
    known = lost.astype(object).where(lost.notna(), None)
    for number, (agency, values) in enumerate(zip(comparison.agencies, known.itertuples(index=False), strict=True)):
        row = (names[number], agency.index, *values, agency.total.lost)
        _fill(sheet, styles, _HEAD_ROW + 1 + number, columns, row)
    last = _HEAD_ROW + len(comparison.agencies)
    _put(sheet, last + 1, 0, "Cộng", styles.sum)
    _put(sheet, last + 1, 1, None, styles.sum)
    sums = [*lost.sum(), sum(agency.total.lost or 0 for agency in comparison.agencies)]
    for column, value in enumerate(sums, 2):
        _put(sheet, last + 1, column, value, styles.sum)
    if len(lost.columns):
        scale = {"type": "3_color_scale", "min_color": _WHITE, "mid_color": _LIGHT, "max_color": _RED,
                 "min_type": "num", "min_value": 0}  # fmt: skip
        sheet.conditional_format(_HEAD_ROW + 1, 2, last, len(columns) - 2, scale)
    sheet.autofilter(_HEAD_ROW, 0, last, len(columns) - 1)
    _set_up(sheet, freeze_column=1)


def _rejected_sheet(sheet: "Worksheet", styles: _Styles, rejected: Mapping[str, str]) -> None:
    count = f"{len(rejected)} tệp không có trong bảng so sánh." if rejected else "Mọi tệp đều đọc được."
    _head(sheet, styles, "TỆP KHÔNG ĐỌC ĐƯỢC", count, _REJECTED_COLUMNS)
    for row, pair in enumerate(rejected.items(), _HEAD_ROW + 1):
        _fill(sheet, styles, row, _REJECTED_COLUMNS, pair)
    _set_up(sheet, freeze_column=0)


def _head(sheet: "Worksheet", styles: _Styles, title: str, subtitle: str, columns: Sequence[ViewColumn]) -> None:
    sheet.write_string(_TITLE_ROW, 0, title, styles.title)
    sheet.write_string(_TITLE_ROW + 1, 0, subtitle, styles.subtitle)
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width)
        sheet.write_string(_HEAD_ROW, number, column.heading[:_LONGEST_HEADING], styles.head)
    heights = (text_height(column.heading[:_LONGEST_HEADING], column.width, _SIZE, bold=True) for column in columns)
    sheet.set_row(_HEAD_ROW, whole_pixels(max(heights)))


def _how_many(comparison: Comparison) -> str:
    count = f"{format_number(Decimal(len(comparison.agencies)))} cơ quan"
    without = sum(rank is None for rank in comparison.ranks)
    return f"{count}, {without} cơ quan chưa có kết quả đứng cuối và không xếp hạng." if without else f"{count}."


def _fill(sheet: "Worksheet", styles: _Styles, row: int, columns: Sequence[ViewColumn], values: Sequence[Any]) -> None:
    """Write a row, as tall as its texts need."""
    for number, (column, value) in enumerate(zip(columns, values, strict=True)):
        _put(sheet, row, number, value, styles.kinds[column.kind])
    texts = [(v[:_LONGEST], column.width) for column, v in zip(columns, values, strict=True) if isinstance(v, str)]
    sheet.set_row(row, row_height(texts, _SIZE))


def _put(sheet: "Worksheet", row: int, column: int, value: Any, style: "Format") -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, str):
        sheet.write_string(row, column, value[:_LONGEST], style)
    else:
        sheet.write_number(row, column, float(value), style)


def _set_up(sheet: "Worksheet", freeze_column: int) -> None:
    """A4 across, as wide as the page, its headings on every page and in sight."""
    sheet.hide_gridlines(2)
    sheet.freeze_panes(_HEAD_ROW + 1, freeze_column)
    sheet.repeat_rows(_HEAD_ROW)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.set_footer(f'&R&"{FONT},Regular"&10Trang &P/&N')
