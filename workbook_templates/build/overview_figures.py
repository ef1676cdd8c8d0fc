"""What `Tổng quan` and `Biểu đồ` show, as formulas over the tables: key figures, and small tables that charts read.

A figure is a label (or a formula of one), a formula and a number format. Formulas are live: nothing here waits
for a click.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cchc_macros import contract as c
from workbook_templates.build import styles
from workbook_templates.build.scores import (
    HALF,
    INDEX_SCORED,
    LEAVES,
    RESULTS,
    SCORED,
    SCORED_LEAVES,
    TO_SCORE,
    known_of,
)
from workbook_templates.build.sheets import setting_year
from workbook_templates.build.tables import GENERAL, POINTS_OF_100
from workbook_templates.build.tasks import NEAR_DAYS, WORKING_DAY

TOP = 4  # the row of the headings of what is to be done next and of the links
TASK_SHEETS = ("W", "X", "Y", "Z")  # hidden, written by `assign`: code, sheet, name of who has work; x if to answer
_COUNTED_SHEETS = 100
LEFT, RIGHT = "ABCDEFG", "IJKLMNO"  # the columns of the two halves of both sheets
DOMAINS, LOSSES, UNITS, MONTHS, ROUNDS, WANTED = 10, 10, 20, 12, 8, 12
NOT_ZERO = "General;-General;;@"  # bars of nothing have no label either
_NAME = 75  # characters of a name that two lines have room for
_UNIT = 36  # of a unit's code and name, in one line

_HANDED_OUT = f'Tasks[{c.LEAD}],"?*"'
_WORK = f'Criteria[{c.LEAD_CODES}],"?*"'  # criteria that are work themselves
_OPEN = ",".join(f'Tasks[{c.STATUS}],"<>{closed}"' for closed in c.CLOSED)
_OPEN_CRITERIA = ",".join(f'Criteria[{c.REPORTED}],"<>{closed}*"' for closed in c.CLOSED)
# What did not arise is no part of any whole.
_AROSE, _AROSE_CRITERIA = f'Tasks[{c.STATUS}],"<>{c.NOT_ARISEN}"', f'Criteria[{c.REPORTED}],"<>{c.NOT_ARISEN}*"'
_LATE_BY = f'"<"&{WORKING_DAY}'
LATE_WORK = (
    f"COUNTIFS(Tasks[{c.DUE}],{_LATE_BY},{_OPEN})+COUNTIFS({_WORK},Criteria[{c.DUE}],{_LATE_BY},{_OPEN_CRITERIA})"
)
_NEAR_FROM, _NEAR_TO = f'">="&{WORKING_DAY}', f'"<="&{WORKING_DAY}+{NEAR_DAYS}'
NEAR_WORK = (
    f"COUNTIFS(Tasks[{c.DUE}],{_NEAR_FROM},Tasks[{c.DUE}],{_NEAR_TO},{_OPEN})"
    f"+COUNTIFS({_WORK},Criteria[{c.DUE}],{_NEAR_FROM},Criteria[{c.DUE}],{_NEAR_TO},{_OPEN_CRITERIA})"
)
_LACKING = f'Returns[{c.RESULT}],"{c.RETURN_INCOMPLETE}",Returns[{c.PERIOD}],{c.CURRENT_ROUND}&""'
_OF_ROUND = f'Returns[{c.RESULT}],"{c.RETURN_MERGED}",Returns[{c.PERIOD}],{c.CURRENT_ROUND}&""'
# Who is to send a sheet back: a group without members too, a unit without work never, the office itself neither.
_CODES_LISTED, _SHEETS_LISTED, _NAMES_LISTED, _AWAITED = (
    f"${letter}${TOP}:${letter}${TOP + _COUNTED_SHEETS - 1}" for letter in TASK_SHEETS
)
HANDED_OUT = f'COUNTIF({_CODES_LISTED},"?*")'
_BACK = f"COUNTIFS(Returns[{c.UNIT}],{_CODES_LISTED},{_OF_ROUND})"
_SENT = f'SUMPRODUCT(({_CODES_LISTED}<>"")*({_BACK}>0))'
UNSENT = f'SUMPRODUCT(({_AWAITED}="x")*({_BACK}=0))'
CONFLICTS = f'COUNTIF(Conflicts[{c.COLUMN}],"?*")'
ERRORS, WARNED = (f'COUNTIF(Findings[{c.LEVEL}],"{level}")' for level in c.LEVELS[:2])
# Points of a year half scored are a small part of the maximum: how many criteria they stand for must be said.
_NOW = f'="Hiện nay"&IF({TO_SCORE}=0,"",", đã chấm "&{SCORED}&"/"&{TO_SCORE}&" tiêu chí")'
# Of criteria that have both: those without a result of the year assessed have nothing to win back.
_ASSESSED = f'{LEAVES},Criteria[{c.RESULT}],">=0"'
_WON_BACK = (
    f'=IF(OR({SCORED}=0,COUNTIFS({_ASSESSED})=0),"",'
    f"SUMIFS(Criteria[{c.CURRENT}],{_ASSESSED})-SUMIFS(Criteria[{c.RESULT}],{SCORED_LEAVES}))"
)
_LOST = f'=IF({c.TOTAL_RESULT}="","",SUMIFS(Criteria[{c.LOST}],Criteria[{c.DOMAIN_NUMBER}],">0"))'


def _in_round(heading: str, name: str) -> str:
    """A figure of the open round, or of the one before."""
    return f"INDEX(Rounds[{heading}],MATCH({name},Rounds[{c.PERIOD}],0))"


_MORE_DONE = f"({_in_round(c.ROUND_DONE, c.CURRENT_ROUND)}-{_in_round(c.ROUND_DONE, c.PREVIOUS_ROUND)})"
_DONE_LABEL = (
    f'="{c.DONE}"&IFERROR(IF(COUNT({_in_round(c.ROUND_DONE, c.CURRENT_ROUND)},'
    f'{_in_round(c.ROUND_DONE, c.PREVIOUS_ROUND)})<2,""," ("&IF({_MORE_DONE}>0,"+","")&{_MORE_DONE}'
    f'&" so với kỳ trước)"),"")'
)


def _state(status: str) -> str:
    return f'=COUNTIFS({_HANDED_OUT},Tasks[{c.STATUS}],"{status}")+COUNTIFS({_WORK},Criteria[{c.REPORTED}],"{status}*")'


Figure = tuple[str, str, str]
FIGURES: tuple[tuple[str, Sequence[Figure]], ...] = (
    (
        "Chỉ số (%)",
        (
            (f'="Năm đánh giá"&{RESULTS}', f"={c.INDEX_RESULT}", POINTS_OF_100),
            (_NOW, f"={c.INDEX_CURRENT}", POINTS_OF_100),
            (f'="Mục tiêu năm kế hoạch"&{known_of(c.TARGET)}', f"={c.INDEX_TARGET}", POINTS_OF_100),
            ("Hiện nay, chỉ tính tiêu chí đã chấm", INDEX_SCORED, POINTS_OF_100),
            (f'="Nếu lấy lại số điểm thử"&{RESULTS}', f"={c.INDEX_TRIAL}", POINTS_OF_100),
        ),
    ),
    (
        "Điểm",
        (
            ("Tổng điểm tối đa", f"={c.TOTAL_MAX}", GENERAL),
            (f'="Kết quả năm đánh giá"&{RESULTS}', f"={c.TOTAL_RESULT}", GENERAL),
            (f'="Điểm mất"&{RESULTS}', _LOST, GENERAL),
            (f'="Đã lấy lại so với kết quả"&{known_of(c.RESULT, c.CURRENT)}', _WON_BACK, GENERAL),
        ),
    ),
    (
        "Công việc",
        (
            ("Tổng số việc", f"=COUNTIFS({_HANDED_OUT},{_AROSE})+COUNTIFS({_WORK},{_AROSE_CRITERIA})", GENERAL),
            (_DONE_LABEL, _state(c.DONE), GENERAL),
            (c.DOING, _state(c.DOING), GENERAL),
            ("Quá hạn", f"={LATE_WORK}", GENERAL),
            ("Sắp đến hạn", f"={NEAR_WORK}", GENERAL),
        ),
    ),
    (
        f'=IF({c.CURRENT_ROUND}="","Phiếu và số liệu","Phiếu kỳ "&{c.CURRENT_ROUND})',
        (
            ("Đơn vị đã gửi phiếu", f"={_SENT}", GENERAL),
            ("Đơn vị chưa gửi phiếu", f"={UNSENT}", GENERAL),
            ("Xung đột chờ chọn", f"={CONFLICTS}", GENERAL),
            ("Lỗi số liệu (sheet Kiểm tra)", f"={ERRORS}", GENERAL),
            ("Cảnh báo (sheet Kiểm tra)", f"={WARNED}", GENERAL),
        ),
    ),
)
LATE, NEAR = (styles.LATE, styles.LATE_INK), (styles.NEAR, styles.NEAR_INK)
WARNINGS = {  # a figure above zero takes this colour
    "Quá hạn": LATE,
    "Sắp đến hạn": NEAR,
    "Đơn vị chưa gửi phiếu": NEAR,
    "Xung đột chờ chọn": NEAR,
    "Lỗi số liệu (sheet Kiểm tra)": LATE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A small table of this sheet.

    In its formulas `{n}` is the row's number from 1, `{p}` what `place` gives, `{x}` what `key` gives, `{r}` the sheet
    row and `{f}` the first one. The first three are in hidden columns, so that all rows of a column have the same
    formula: working out a formula of its own for each would cost every click.

    Attributes:
        title: The line above it, "" for none.
        nothing: What stands there where no row is in use.
        headings: Its columns, from the left of the sheet; "" goes on under the heading before it.
        rows: How many rows it has.
        place: Where the row is in its source, 0 for nowhere: then the row stays blank.
        cells: What the columns show.
        formats: Number formats of the columns.
        key: A value that several columns need.
        high: The height of its rows, in points.
        colours: Heading -> (formula, (fill, text colour)) of what stands out, `{}` being the cell.
    """

    title: str
    headings: tuple[str, ...]
    rows: int
    place: str
    cells: Sequence[str]
    formats: tuple[str, ...]
    key: str = ""
    high: float = 18
    nothing: str = ""
    colours: Mapping[str, Sequence[tuple[str, tuple[str, str]]]] = field(default_factory=dict)


def _at(column: str) -> str:
    """A cell of the source's row, blank where that is blank."""
    return f'IF(INDEX({column},{{p}})="","",INDEX({column},{{p}}))'


def _cut(text: str, longest: int) -> str:
    return f'LEFT({text},{longest})&IF(LEN({text})>{longest},"…","")'


_CRITERION = f'INDEX(Criteria[{c.STT}],{{p}})&". "&' + _cut(f"INDEX(Criteria[{c.CRITERION_NAME}],{{p}})", _NAME)
_NOT_SCORED = f'IF(TRIM(INDEX(Criteria[{c.NOT_SCORED}],{{p}}))="",""," (không chấm)")'
_FLAG = f"INDEX(Criteria[{c.FLAG}],{{p}})"
_GIVER = f"INDEX(Criteria[{c.CURRENT_BY}],{{p}})"  # of a domain without criteria below: who gave its points
_PARTLY = (
    f'IF(LEFT({_FLAG},{len(c.PARTLY_KNOWN)})="{c.PARTLY_KNOWN}",". "&{_FLAG},"")'
    f'&IF(ISNUMBER(SEARCH("chấm ?*/",{_GIVER})),". "&{_GIVER},"")'
)
# What is not scored has no points, and a maximum only where that counts in the total.
_KEEPS_MAX = f'COUNTIFS(Settings[{c.KEY}],"{c.DENOMINATOR}",Settings[{c.VALUE}],"{c.DENOMINATOR_FULL}")'
_NOT_COUNTED = f'AND({_NOT_SCORED}<>"",{_KEEPS_MAX}=0)'
_RANKS = f"Criteria[{c.LOST_RANK}]"
# Who leads: by code where tasks were handed out, else as the cell says.
_CODES = f"INDEX(Criteria[{c.LEAD_CODES}],{{p}})"
_LEADS = f'IF({_CODES}="",INDEX(Criteria[{c.LEAD}],{{p}})&"",SUBSTITUTE(MID({_CODES},2,LEN({_CODES})-2),";",", "))'
_CODE, _SHEET, _UNIT_NAME = (f"INDEX({listed},{{p}})" for listed in (_CODES_LISTED, _SHEETS_LISTED, _NAMES_LISTED))
_UNIT_SHOWN = _cut(f'{_CODE}&" – "&{_UNIT_NAME}', _UNIT)
_LEADING = f'Progress[{c.UNIT}],{_CODE},Progress[{c.ROLE}],"{c.ROLE_LEAD}"'
_LED = f'{_LEADING},Progress[{c.SUPERSEDED}],"<>x",Progress[{c.STATUS}]'
_LED_TASKS, _LED_CRITERIA = f"Tasks[{c.LEAD_CODES}],{{x}}", f"Criteria[{c.LEAD_CODES}],{{x}}"
_UNIT_LATE = (
    f"COUNTIFS({_LED_TASKS},Tasks[{c.DUE}],{_LATE_BY},{_OPEN})"
    f"+COUNTIFS({_LED_CRITERIA},Criteria[{c.DUE}],{_LATE_BY},{_OPEN_CRITERIA})"
)
_UNIT_TODO = (
    f"MAX(0,COUNTIFS({_LED_TASKS})+COUNTIFS({_LED_CRITERIA})-SUM({LEFT[1]}{{r}}:{LEFT[3]}{{r}})"
    f'-COUNTIFS({_LED},"{c.NOT_ARISEN}"))'
)
_IN_MONTH = f'{{0}}[{c.DUE}],">="&{{{{p}}}},{{0}}[{c.DUE}],"<"&EDATE({{{{p}}}},1)'
_TASKS_OF = f"{_IN_MONTH.format('Tasks')},{_AROSE}"
_CRITERIA_OF = f"{_WORK},{_IN_MONTH.format('Criteria')},{_AROSE_CRITERIA}"
_MONTH_DONE = (
    f'COUNTIFS({_TASKS_OF},Tasks[{c.STATUS}],"{c.DONE}")+COUNTIFS({_CRITERIA_OF},Criteria[{c.REPORTED}],"{c.DONE}*")'
)

DOMAIN_LISTING = Listing(
    high=30,
    title=f'Điểm theo lĩnh vực"&IF({RESULTS}="","",". "&{HALF})&"',
    nothing="Kế hoạch này chưa có bảng điểm.",  # it begins a page
    headings=("Lĩnh vực", "Tối đa", "Mục tiêu", "Kết quả", "Hiện nay", "Mất", "Đạt"),
    rows=DOMAINS,
    place=f"IFERROR(MATCH({{n}},Criteria[{c.DOMAIN_NUMBER}],0),0)",
    cells=(
        f"{_CRITERION}&{_NOT_SCORED}&{_PARTLY}",
        f'IF({_NOT_COUNTED},"",{_at(f"Criteria[{c.MAX_SCORE}]")})',
        *(f'IF({_NOT_SCORED}="",{_at(f"Criteria[{h}]")},"")' for h in (c.TARGET, c.RESULT, c.CURRENT, c.LOST, c.RATIO)),
    ),
    formats=(*(GENERAL,) * 6, "0%"),
)
LOSS_LISTING = Listing(
    high=30,
    title=f'Điểm mất"&{RESULTS}&", từ nhiều đến ít: lấy lại lần lượt thì chỉ số lên bao nhiêu',
    headings=("Tiêu chí", "Mất", "Chỉ số lên", "Hạn cuối", "Đơn vị chủ trì", "", ""),
    rows=LOSSES,
    place=f"IFERROR(IF(LARGE({_RANKS},{{n}})>0,MATCH(LARGE({_RANKS},{{n}}),{_RANKS},0),0),0)",
    cells=(
        _CRITERION,
        _at(f"Criteria[{c.LOST}]"),
        f"({c.TOTAL_RESULT}+SUM({LEFT[1]}${{f}}:{LEFT[1]}{{r}}))/{c.TOTAL_MAX}*100",
        _at(f"Criteria[{c.DUE}]"),
        _LEADS,
    ),
    formats=(GENERAL, GENERAL, POINTS_OF_100, "dd/mm/yy", GENERAL),
    colours={
        "Hạn cuối": (
            (f"AND(ISNUMBER({{0}}),{{0}}<{WORKING_DAY})", LATE),
            (f"AND(ISNUMBER({{0}}),{{0}}<={WORKING_DAY}+{NEAR_DAYS})", NEAR),
        )
    },
)
_UNIT_RETURN = (
    f'IF(COUNTIFS(Returns[{c.UNIT}],{_CODE},{_LACKING})>0,"còn thiếu",'
    f'IF(COUNTIFS(Returns[{c.UNIT}],{_CODE},{_OF_ROUND})>0,"đã gửi",IF(INDEX({_AWAITED},{{p}})="x","chưa","")))'
)
UNIT_LISTING = Listing(
    high=14.25,
    title="",
    headings=(
        "Việc chủ trì, theo sổ gửi về (Quá hạn: của cả việc)",
        c.DONE,
        "Đang làm",
        "Không được",
        "Chưa làm",
        "Quá hạn",
        "Phiếu",
    ),
    rows=UNITS,
    place=f"IF({{n}}>{HANDED_OUT},0,{{n}})",
    cells=(
        f'IF({_SHEET}="",{_UNIT_SHOWN},HYPERLINK("#\'"&{_SHEET}&"\'!A1",{_UNIT_SHOWN}))',
        *(f'COUNTIFS({_LED},"{status}")' for status in (c.DONE, c.DOING, c.CANNOT)),
        _UNIT_TODO,
        _UNIT_LATE,
        _UNIT_RETURN,
    ),
    formats=(GENERAL, *(NOT_ZERO,) * 5, GENERAL),
    key=f'"*;"&{_CODE}&";*"',
    colours={
        "Quá hạn": (("N({0})>0", LATE),),
        "Phiếu": (('OR({0}="chưa",{0}="còn thiếu")', NEAR), ('{0}="đã gửi"', (styles.DONE, styles.DONE_INK))),
    },
)
MONTH_LISTING = Listing(
    title="Việc theo tháng đến hạn",
    headings=("Tháng", "Đã xong", "Chưa xong"),
    rows=MONTHS,
    place=f"IF({setting_year(c.YEAR_PLAN)}=0,0,DATE({setting_year(c.YEAR_PLAN)},{{n}},1))",  # 0: no year said yet
    cells=('"Tháng "&{n}', _MONTH_DONE, f"COUNTIFS({_TASKS_OF})+COUNTIFS({_CRITERIA_OF})-{LEFT[1]}{{r}}"),
    formats=(GENERAL, NOT_ZERO, NOT_ZERO),
)
_ROUND_BEFORE = f'COUNTIF(Rounds[{c.ROUND_TO}],"<"&INDEX(Rounds[{c.ROUND_TO}],{{p}}))'
_DONE_BEFORE = (
    f"INDEX(Rounds[{c.ROUND_DONE}],MATCH(SMALL(Rounds[{c.ROUND_TO}],{_ROUND_BEFORE}),Rounds[{c.ROUND_TO}],0))"
)
_DONE_NOW = f"INDEX(Rounds[{c.ROUND_DONE}],{{p}})"
ROUND_LISTING = Listing(
    title="Các kỳ báo cáo: việc hoàn thành, so với kỳ trước",
    headings=("Kỳ", c.DONE, "Đang làm", "Còn lại", "Tăng, giảm", "Đã gửi phiếu"),
    rows=ROUNDS,
    place=f'IFERROR(IF(INDEX(Rounds[{c.PERIOD}],{{n}})="",0,{{n}}),0)',
    cells=(
        f"INDEX(Rounds[{c.PERIOD}],{{p}})",
        _at(f"Rounds[{c.ROUND_DONE}]"),
        _at(f"Rounds[{c.ROUND_DOING}]"),
        f'IF({_DONE_NOW}="","",INDEX(Rounds[{c.ROUND_WORK}],{{p}})-{LEFT[1]}{{r}}-{LEFT[2]}{{r}})',
        f'IFERROR(IF(COUNT({_DONE_NOW},{_DONE_BEFORE})<2,"",{_DONE_NOW}-{_DONE_BEFORE}),"")',
        _at(f"Rounds[{c.ROUND_RETURNED}]"),
    ),
    formats=(GENERAL, GENERAL, GENERAL, GENERAL, "+General;-General;0", GENERAL),
)
_WANTED_UNIT = f"INDEX(Returns[{c.UNIT}],{{p}})"
_WANTED_NAME = f"INDEX(Units[{c.UNIT_NAME}],MATCH({_WANTED_UNIT},Units[{c.UNIT_CODE}],0))"
WANTED_LISTING = Listing(
    title="Đơn vị chưa gửi phiếu, hoặc gửi còn thiếu",
    headings=("Đơn vị", "Tình trạng", "Hạn, số lần nhắc", "", "", "", ""),
    rows=WANTED,
    place=f"IFERROR(MATCH({{n}},Returns[{c.WANTED_NUMBER}],0),0)",
    cells=(
        f'{_WANTED_UNIT}&IFERROR(" – "&{_cut(_WANTED_NAME, _UNIT)},"")',
        f"INDEX(Returns[{c.RESULT}],{{p}})",
        f"INDEX(Returns[{c.REMARKS}],{{p}})",
    ),
    formats=(GENERAL,) * 3,
    colours={"Tình trạng": ((f'{{0}}="{c.RETURN_MISSING}"', LATE), (f'{{0}}="{c.RETURN_INCOMPLETE}"', NEAR))},
)
_YEAR_NAME = f"INDEX(YearComparison[{c.CRITERION_NAME}],{{p}})"
YEAR_LISTING = Listing(
    high=30,
    title="So với năm trước, theo lĩnh vực",
    headings=("Lĩnh vực", c.BEFORE, c.NOW, c.DIFFERENCE, c.LOST_NOW),
    rows=DOMAINS,
    place=f"IFERROR(MATCH({{n}},YearComparison[{c.DOMAIN_NUMBER}],0),0)",
    cells=(
        f'INDEX(YearComparison[{c.STT}],{{p}})&". "&' + _cut(_YEAR_NAME, _NAME),
        *(_at(f"YearComparison[{h}]") for h in (c.BEFORE, c.NOW, c.DIFFERENCE, c.LOST_NOW)),
    ),
    formats=(GENERAL, GENERAL, GENERAL, "+General;-General;0", GENERAL),
)
