"""The columns of each printed table, once, for the sheets of the workbook and for Word alike.

The two appendices have the columns of the plans that Sở Tư pháp Lạng Sơn and Thái Nguyên published for 2026. The page
is Nghị định 30/2020/NĐ-CP's: A4 lying, margins 20/20/30/15 mm, Times New Roman.

A text in braces is a placeholder: a setting's name, a column's heading, or one of those below. The template sheets hold
placeholders and `form` puts the values in their place, so that an office may word and arrange its own template sheet.
"""

from cchc_macros import contract as c
from xl.late import dataclass

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


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedColumn:
    """One column of a printed table.

    Attributes:
        key: Its placeholder in the body row.
        heading: What is above it, with placeholders.
        over: The heading it shares with its neighbour, "" for none: then its own heading is two lines high.
        centred: Numbers and dates are in the middle, text at the left.
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


@dataclass(frozen=True, slots=True, kw_only=True)
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
    columns: tuple[PrintedColumn, ...]
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
    sheet=c.APPENDIX_I,
    template=c.APPENDIX_I_TEMPLATE,
    columns=(
        PrintedColumn(key=c.STT, heading="STT", mm=11, centred=True, optional=False),
        PrintedColumn(key=c.CRITERION_NAME, heading=c.CRITERION_NAME, mm=55, optional=False),
        PrintedColumn(
            key=c.MAX_SCORE,
            heading="Điểm tối đa\n(Các tiêu chí không có nhiệm vụ được giao theo quy định: không chấm điểm)",
            mm=32, centred=True, optional=False,
        ),
        PrintedColumn(
            key=c.RESULT,
            heading=f"Kết quả chỉ số CCHC của {{{AGENCY_IN_HEADING}}} {{{c.YEAR_ASSESSED}}}",
            mm=24, centred=True,
        ),
        PrintedColumn(key=c.TARGET, heading=f"Mục tiêu điểm số {{{c.YEAR_PLAN}}}", mm=21, centred=True),
        PrintedColumn(key=c.LEAD, heading=c.LEAD, mm=42, over=RESPONSIBILITY, bold=False),
        PrintedColumn(key=c.SUPPORT, heading=c.SUPPORT, mm=41, over=RESPONSIBILITY, bold=False),
        PrintedColumn(key=c.CRITERION_DEADLINE, heading=c.CRITERION_DEADLINE, mm=24, centred=True, bold=False),
    ),
    totals=(
        (TOTAL_LABEL, {key: f"{TOTAL} {key}" for key in (c.MAX_SCORE, c.RESULT, c.TARGET)}),
        (INDEX_LABEL, {key: f"{INDEX} {key}" for key in (c.RESULT, c.TARGET)}),
    ),
)  # fmt: skip

TASKS = Layout(
    sheet=c.APPENDIX_II,
    template=c.APPENDIX_II_TEMPLATE,
    columns=(
        PrintedColumn(key=c.STT, heading="STT", mm=14, centred=True, optional=False),
        PrintedColumn(key=c.TASK_NAME, heading=c.TASK_NAME, mm=65, optional=False),
        PrintedColumn(key=c.REQUIREMENT, heading=f"Yêu cầu năm {{{c.YEAR_PLAN}}}", mm=65),
        PrintedColumn(key=c.TASK_DEADLINE, heading="Thời gian chậm nhất phải hoàn thành", mm=32, centred=True),
        PrintedColumn(key=c.LEAD, heading="Cơ quan chủ trì thực hiện", mm=38, over=ASSIGNMENT),
        PrintedColumn(key=c.SUPPORT, heading="Cơ quan phối hợp", mm=36, over=ASSIGNMENT),
    ),
)

LOST = Layout(
    sheet=c.LOST_SHEET,
    template=c.LOST_SHEET_TEMPLATE,
    columns=(
        PrintedColumn(key=ORDER, heading="TT", mm=11, centred=True, optional=False),
        PrintedColumn(key=LOST_CODE, heading="STT tiêu chí", mm=16, centred=True, optional=False),
        PrintedColumn(key=c.CRITERION_NAME, heading=c.CRITERION_NAME, mm=57, optional=False),
        PrintedColumn(key=c.MAX_SCORE, heading=c.MAX_SCORE, mm=18, centred=True, optional=False),
        PrintedColumn(key=c.RESULT, heading=f"Kết quả năm {{{c.YEAR_ASSESSED}}}", mm=20, centred=True, optional=False),
        PrintedColumn(key=c.LOST, heading=c.LOST, mm=18, centred=True, optional=False),
        PrintedColumn(key=c.NOTE, heading=c.NOTE, mm=45),
        PrintedColumn(key=c.LEAD, heading=c.LEAD, mm=41),
        PrintedColumn(key=c.CRITERION_DEADLINE, heading=c.CRITERION_DEADLINE, mm=24, centred=True),
    ),
    totals=((LOST_LABEL, {c.LOST: f"{TOTAL} {c.LOST}"}),),
    top=(TITLE,),
)

REMEDIAL = Layout(
    sheet=c.LOST_SHEET,
    template=c.REMEDIAL_TEMPLATE,
    columns=(
        PrintedColumn(key=ORDER, heading="TT", mm=11, centred=True, optional=False),
        PrintedColumn(key=LOST_CODE, heading="STT tiêu chí", mm=16, centred=True, optional=False),
        PrintedColumn(key=c.CRITERION_NAME, heading=c.CRITERION_NAME, mm=46, optional=False),
        PrintedColumn(key=c.LOST, heading=c.LOST, mm=18, centred=True, optional=False),
        PrintedColumn(key=c.NOTE, heading="Hạn chế", mm=35),
        PrintedColumn(key=c.CAUSE, heading=c.CAUSE, mm=36),
        PrintedColumn(key=c.REMEDY, heading=c.REMEDY, mm=36),
        PrintedColumn(key=c.LEAD, heading="Đơn vị thực hiện", mm=29),
        PrintedColumn(key=c.CRITERION_DEADLINE, heading=c.CRITERION_DEADLINE, mm=23, centred=True),
    ),
    totals=((LOST_LABEL, {c.LOST: f"{TOTAL} {c.LOST}"}),),
    top=(TITLE,),
)

LAYOUTS = (SCORES, TASKS, LOST, REMEDIAL)


def widths(layout: Layout, shown: tuple[bool, ...]) -> tuple[float, ...]:
    """Widths in mm, 0 for a column left out, whose room the text columns share by their own widths."""
    freed = sum(column.mm for column, show in zip(layout.columns, shown, strict=True) if not show)
    texts = sum(col.mm for col, show in zip(layout.columns, shown, strict=True) if show and not col.centred)
    return tuple(
        0 if not show else column.mm if column.centred else column.mm * (1 + freed / texts)
        for column, show in zip(layout.columns, shown, strict=True)
    )
