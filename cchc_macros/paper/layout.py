"""The columns of each printed table, once, for the sheets of the workbook and for Word alike.

The two appendices have the columns of the plans that Sở Tư pháp Lạng Sơn and Thái Nguyên published for 2026. The page
is Nghị định 30/2020/NĐ-CP's: A4 lying, margins 20/20/30/15 mm, Times New Roman.

A text in braces is a placeholder: a setting's name, a column's heading, or one of those below. The template sheets hold
placeholders and `form` puts the values in their place, so that an office may word and arrange its own template sheet.
"""

from dataclasses import dataclass

from cchc_macros import contract as c

PAGE_MM = (297, 210)
MARGIN_MM = {"top": 20, "bottom": 20, "left": 30, "right": 15}
PAGE_NUMBER_MM = 10  # from the edge of the paper to the number, in the top margin
TABLE_MM = 250  # of the 252 between the margins: widths are rounded to pixels in Excel
TYPEFACE = "Times New Roman"
BODY_SIZE, TITLE_SIZE, PAGE_NUMBER_SIZE = 12, 14, 13  # points

# Placeholders beside settings and columns
HEADING, TITLE, BASIS, LINES = "Phụ lục", "Tiêu đề", "Kèm theo", "Dòng"
TOTAL, INDEX = "Tổng", "Chỉ số"  # + a column's heading: "Tổng Kết quả"
AGENCY_IN_HEADING = "Cơ quan trong tiêu đề"  # its name where it is short
ORDER, LOST_CODE = "Thứ tự", "Tiêu chí"  # columns of the lost-points sheet beside those of Criteria

# How a row looks, in the column `{Dòng}`; see `form`
REGULAR, BOLD = "R", "B"
WHOLE, FIRST, MIDDLE, LAST = "", "1", "2", "3"

TOTAL_LABEL = "TỔNG ĐIỂM"
INDEX_LABEL = "Giá trị điểm chỉ số CCHC đạt được"
LOST_LABEL = "TỔNG ĐIỂM MẤT"
RESPONSIBILITY, ASSIGNMENT = "Trách nhiệm thực hiện", "Phân công nhiệm vụ"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a printed table.

    Attributes:
        key: Its placeholder in the body row.
        heading: What stands above it, with placeholders.
        mm: Its width.
        over: The heading it shares with its neighbour, "" for none: then its own heading is two lines high.
        centred: Numbers and dates stand in the middle, text at the left.
        bold: Whether it is bold in a bold row.
        optional: Left out where no row has anything in it.
    """

    key: str
    heading: str
    mm: float
    over: str = ""
    centred: bool = False
    bold: bool = True
    optional: bool = True


@dataclass(frozen=True, slots=True)
class Layout:
    """One printed table.

    Attributes:
        sheet: The sheet that *print* makes.
        template: The hidden sheet that it is copied from.
        columns: The columns, left to right.
        totals: The rows below the body: a label over the first columns, and placeholders by column.
        top: The placeholders of the title block, a row each.
    """

    sheet: str
    template: str
    columns: tuple[Column, ...]
    totals: tuple[tuple[str, dict[str, str]], ...] = ()
    top: tuple[str, ...] = (HEADING, TITLE, BASIS)

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns' placeholders."""
        return tuple(column.key for column in self.columns)

    def label_width(self) -> int:
        """How many columns the label of a total covers: those before the first that has a total."""
        return min((self.keys.index(key) for _, cells in self.totals for key in cells), default=0)


SCORES = Layout(
    c.APPENDIX_I,
    c.APPENDIX_I_TEMPLATE,
    (
        Column(c.STT, "STT", 11, centred=True, optional=False),
        Column(c.CRITERION_NAME, c.CRITERION_NAME, 55, optional=False),
        Column(
            c.MAX_SCORE,
            "Điểm tối đa\n(Các tiêu chí không có nhiệm vụ được giao theo quy định: không chấm điểm)",
            32, centred=True, optional=False,
        ),
        Column(c.RESULT, f"Kết quả chỉ số CCHC của {{{AGENCY_IN_HEADING}}} {{{c.YEAR_ASSESSED}}}", 24, centred=True),
        Column(c.TARGET, f"Mục tiêu điểm số {{{c.YEAR_PLAN}}}", 21, centred=True),
        Column(c.LEAD, c.LEAD, 42, RESPONSIBILITY, bold=False),
        Column(c.SUPPORT, c.SUPPORT, 41, RESPONSIBILITY, bold=False),
        Column(c.CRITERION_DEADLINE, c.CRITERION_DEADLINE, 24, centred=True, bold=False),
    ),
    (
        (TOTAL_LABEL, {key: f"{TOTAL} {key}" for key in (c.MAX_SCORE, c.RESULT, c.TARGET)}),
        (INDEX_LABEL, {key: f"{INDEX} {key}" for key in (c.RESULT, c.TARGET)}),
    ),
)  # fmt: skip

TASKS = Layout(
    c.APPENDIX_II,
    c.APPENDIX_II_TEMPLATE,
    (
        Column(c.STT, "STT", 14, centred=True, optional=False),
        Column(c.TASK_NAME, c.TASK_NAME, 65, optional=False),
        Column(c.REQUIREMENT, f"Yêu cầu năm {{{c.YEAR_PLAN}}}", 65),
        Column(c.TASK_DEADLINE, "Thời gian chậm nhất phải hoàn thành", 32, centred=True),
        Column(c.LEAD, "Cơ quan chủ trì thực hiện", 38, ASSIGNMENT),
        Column(c.SUPPORT, "Cơ quan phối hợp", 36, ASSIGNMENT),
    ),
)

LOST = Layout(
    c.LOST_SHEET,
    c.LOST_SHEET_TEMPLATE,
    (
        Column(ORDER, "TT", 11, centred=True, optional=False),
        Column(LOST_CODE, "STT tiêu chí", 16, centred=True, optional=False),
        Column(c.CRITERION_NAME, c.CRITERION_NAME, 57, optional=False),
        Column(c.MAX_SCORE, c.MAX_SCORE, 18, centred=True, optional=False),
        Column(c.RESULT, f"Kết quả năm {{{c.YEAR_ASSESSED}}}", 20, centred=True, optional=False),
        Column(c.LOST, c.LOST, 18, centred=True, optional=False),
        Column(c.NOTE, c.NOTE, 45),
        Column(c.LEAD, c.LEAD, 41),
        Column(c.CRITERION_DEADLINE, c.CRITERION_DEADLINE, 24, centred=True),
    ),
    ((LOST_LABEL, {c.LOST: f"{TOTAL} {c.LOST}"}),),
    (TITLE,),
)

LAYOUTS = (SCORES, TASKS, LOST)


def widths(layout: Layout, shown: tuple[bool, ...]) -> tuple[float, ...]:
    """Widths in mm, 0 for a column left out, whose room the text columns share by their own widths."""
    freed = sum(column.mm for column, show in zip(layout.columns, shown, strict=True) if not show)
    texts = sum(col.mm for col, show in zip(layout.columns, shown, strict=True) if show and not col.centred)
    return tuple(
        0 if not show else column.mm if column.centred else column.mm * (1 + freed / texts)
        for column, show in zip(layout.columns, shown, strict=True)
    )
