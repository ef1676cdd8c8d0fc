"""What a finding tells people to do is true: each kind is provoked, what it says is done, and nothing is left.

A new kind states here how it is cured.
"""

import shutil
from datetime import date

import pytest

from cchc_macros import contract as c
from cchc_macros.handing_out.assign import assign
from cchc_macros.rules.audit.finding_codes import EXPLANATIONS
from cchc_macros.rules.findings import INFO
from cchc_macros.scores.audit import audit
from cchc_macros.scores.flag import flag
from cchc_macros.scores.recalculate import recalculate
from tests.conftest import TEMPLATES
from tests.tables import append_rows, read_table, set_setting
from xl.engine import activated, open_book

MAY, NEXT_YEAR = date(2026, 5, 1), date(2027, 5, 1)
ALL_YEAR = "Trong năm 2026"


def at(table, row):
    """The place of a row: the first whose first cell says so, or its number."""
    return row if isinstance(row, int) else list(map(str, table.values(table.spec.columns[0]))).index(row)


def types(spec, row, heading, value=None):
    """Type into a cell; nothing empties it."""

    def do(book):
        table = read_table(book, spec)
        table.sheet.range(table.cell(at(table, row), heading).rpartition("!")[2]).value = value

    do.place = lambda book: read_table(book, spec).cell(at(read_table(book, spec), row), heading)
    return do


def score(row, heading, value=None):
    return types(c.CRITERIA, row, heading, value)


def task(heading, value=None):
    return types(c.TASKS, "1.1", heading, value)


def unit(row, heading, value=None):
    return types(c.UNITS, row, heading, value)


def group(heading, value=None):
    return types(c.GROUPS, 0, heading, value)


def setting(key, value):
    return types(c.SETTINGS, key, c.VALUE, value)


def adds(spec, *values, **more):
    """Add a row: its first cells, and others by the names of `contract`."""
    row = dict(zip(spec.columns, values, strict=False)) | {getattr(c, name): value for name, value in more.items()}
    return lambda book: append_rows(read_table(book, spec), [row])


def adds_score(code, *, points, lead="VP"):
    by = {"MAX_SCORE": 5, "RESULT": points, "TARGET": 5, "LEAD": lead, "CRITERION_DEADLINE": ALL_YEAR}
    return adds(c.CRITERIA, code, f"Tiêu chí {code}", **by if points is not None else {})


def adds_task(code, about=None):
    return adds(c.TASKS, code, "Việc", "Kế hoạch", ALL_YEAR, LEAD="VP", RELATED=about)


def adds_unit(code, kind):
    return adds(c.UNITS, code, f"Đơn vị {code}", UNIT_KIND=kind, UNIT_EMAIL=f"{code}@stp.example")


def removes(spec, row):
    def do(book):
        table = read_table(book, spec)
        table.replace([dict(one) for index, one in table.rows() if index != at(table, row)])

    return do


def below(value):
    """Type right below the criteria."""

    def do(book):
        table = read_table(book, c.CRITERIA)
        table.sheet.range((table.top + len(table.body), table.left + 1)).value = value

    return do


def draws_down(book):
    """Draw the corner of the table down, and fill the row in."""
    table = read_table(book, c.CRITERIA)
    first, last = (table.top - 1, table.left), (table.top + len(table.body), table.left + table.width - 1)
    table.xl.resize(table.sheet.range(first, last))
    for heading, value in ((c.STT, "1.3"), (c.NOT_SCORED, "x")):
        score(3, heading, value)(book)
    recalculate(book)


LOST = "1.2"  # 4 of 5 points
EXPLAINED = adds(c.EVIDENCE_TABLE, LOST, ABOUT="Giải trình: chưa ban hành")
APPRAISED = adds(c.APPRAISALS, LOST, c.FIRST_ROUND, 3)
BANDS = "từ 90% đến 100%: 2; từ 70% đến dưới 90%: 1; còn lại: 0"
KINDS = [
    # the code; what provokes it, the cell it names last; what is to be done, each way by itself
    ("SCORE_ABOVE_MAX", [score("1.1", c.RESULT, 6)],
     [[score("1.1", c.RESULT, 5)], [score("1.1", c.MAX_SCORE, 6), score("1.1", c.TARGET, 6)]]),
    ("SCORE_ABOVE_MAX", [EXPLAINED, score(LOST, c.SELF_SCORE, 4), score(LOST, c.SURVEY, 3)],
     [[score(LOST, c.SURVEY)], [score(LOST, c.SELF_SCORE), score(LOST, c.POINTS_FROM, c.FROM_SURVEY)]]),
    ("SCORE_ABOVE_MAX", [adds(c.APPRAISALS, LOST, c.FIRST_ROUND, 6), types(c.APPRAISALS, 0, c.POINTS, 7)],
     [[types(c.APPRAISALS, 0, c.POINTS, 5), recalculate]]),
    ("SCORE_NEGATIVE", [score(LOST, c.RESULT, -1)], [[score(LOST, c.RESULT, 4)]]),
    ("SCORE_MISSING", [score(LOST, c.RESULT)],
     [[score(LOST, c.RESULT, 0), score(LOST, c.NOTE), flag], [score(LOST, c.NOT_SCORED, "x")]]),
    ("SCORE_MISSING", [score(LOST, c.MAX_SCORE)], [[score(LOST, c.MAX_SCORE, 5)], [score(LOST, c.NOT_SCORED, "x")]]),
    ("NOT_A_NUMBER", [score(LOST, c.RESULT, "bốn")], [[score(LOST, c.RESULT, 4)]]),
    ("NOT_A_NUMBER", [score(LOST, c.RESULT, "=1/0")], [[score(LOST, c.RESULT, "=8/2")], [score(LOST, c.RESULT, 4)]]),
    ("NOT_SCORED_MARK", [score(LOST, c.NOT_SCORED, "không")],
     [[score(LOST, c.NOT_SCORED, "x")], [score(LOST, c.NOT_SCORED)]]),
    ("SOURCE_UNKNOWN", [score(LOST, c.POINTS_FROM, "dân")],
     [[score(LOST, c.POINTS_FROM, source)] for source in (c.FROM_SURVEY, c.FROM_APPRAISER, None)]),
    ("SELF_SCORE_NOT_ASKED", [score(LOST, c.POINTS_FROM, c.FROM_SURVEY), EXPLAINED, score(LOST, c.SELF_SCORE, 4)],
     [[score(LOST, c.SELF_SCORE)], [score(LOST, c.POINTS_FROM)]]),
    ("SELF_SCORE_NOT_ASKED", [score("1", c.POINTS_FROM, c.FROM_SURVEY), EXPLAINED, score(LOST, c.SELF_SCORE, 4)],
     [[score(LOST, c.SELF_SCORE)], [score("1", c.POINTS_FROM)]]),
    ("TARGET_BELOW_RESULT", [score(LOST, c.TARGET, 3)], [[score(LOST, c.TARGET, 4)]]),
    ("PARENT_SUM_MISMATCH", [score("1", c.RESULT, 8)], [[score(LOST, c.RESULT, 3), score(LOST, c.NOTE), flag,
     recalculate]]),
    ("PARENT_SUM_MISMATCH", [score(LOST, c.RESULT, "4,0"), score("1", c.RESULT, "=E9")], [[recalculate]]),
    ("NOTE_SAYS_FULL", [score(LOST, c.NOTE, "Đạt điểm tối đa")],
     [[score(LOST, c.NOTE, "Tiêu chí trừ 1 điểm")], [score(LOST, c.RESULT, 5)]]),
    ("NOTE_SAYS_FULL", [score("1", c.NOTE, "Đạt điểm tối đa")],
     [[score("1", c.NOTE, "Tiêu chí trừ 1 điểm")], [score(LOST, c.RESULT, 5), score(LOST, c.NOTE)]]),
    ("NOTE_DEDUCTION_MISMATCH", [score(LOST, c.NOTE, "Tiêu chí trừ 3 điểm")],
     [[score(LOST, c.NOTE, "Tiêu chí trừ 1 điểm")], [score(LOST, c.RESULT, 2)]]),
    ("NOTE_DEDUCTION_MISMATCH", [score(LOST, c.NOTE, "Tiêu chí trừ 1,5 điểm")], [[score(LOST, c.RESULT, 3.5)]]),
    ("LOST_NOT_NOTED", [score(LOST, c.NOTE)], [[score(LOST, c.NOTE, "Tiêu chí trừ 1 điểm")], [flag]]),
    ("LOST_NOT_NOTED", [score(LOST, c.NOTE, "Chậm")], [[score(LOST, c.NOTE, "Chậm. Tiêu chí trừ 1 điểm")]]),
    ("TOTAL_MISMATCH", [setting(c.STATED_RESULT, 8)],
     [[score(LOST, c.RESULT, 3), score(LOST, c.NOTE), flag], [setting(c.STATED_RESULT, 9)]]),
    ("TOTAL_MISMATCH", [setting(c.STATED_INDEX, "95,00%"), setting(c.STATED_RESULT, 10)],
     [[score(LOST, c.RESULT, 4.5), score(LOST, c.NOTE, "Tiêu chí trừ 0,5 điểm")]]),
    ("INDEX_MISMATCH", [setting(c.STATED_INDEX, "80%")],
     [[score(LOST, c.RESULT, 3), score(LOST, c.NOTE), flag], [setting(c.STATED_INDEX, 0.9)]]),
    ("APPRAISAL_UNKNOWN", [APPRAISED, types(c.APPRAISALS, 0, c.STT, "9.9")],
     [[types(c.APPRAISALS, 0, c.STT, LOST), recalculate], [removes(c.APPRAISALS, 0)]]),
    ("APPRAISAL_DIFFERS", [APPRAISED, recalculate, score(LOST, c.APPRAISED, 2)], [[recalculate]]),
    ("APPRAISAL_DIFFERS", [APPRAISED, recalculate, types(c.APPRAISALS, 0, c.POINTS, 4), score(LOST, c.APPRAISED, 2)],
     [[recalculate, types(c.APPRAISALS, 0, c.POINTS, 2)], [recalculate, score(LOST, c.APPRAISED, 4)]]),
    ("EXPLANATION_LATE", [EXPLAINED, score(LOST, c.SELF_SCORE, 4), APPRAISED, recalculate,
     setting(c.EXPLAINED_BY, MAY), types(c.APPRAISALS, 0, c.EXPLANATION)],
     [[types(c.APPRAISALS, 0, c.EXPLANATION, "Không phải giải trình")]]),
    ("SELF_SCORE_CHANGED", [EXPLAINED, score(LOST, c.SELF_SCORE, 4), setting(c.SELF_BY, MAY), recalculate,
     score(LOST, c.SELF_SCORE, 3)], [[score(LOST, c.SELF_SCORE, 4)]]),
    ("RULE_UNREADABLE", [score(LOST, c.RULE, "tùy")], [[score(LOST, c.RULE, rule)] for rule in (
        "b/a × tối đa", "trên 90%: 2; từ 70% đến 90%: 1; còn lại: 0", "kịp thời: 1; không kịp thời: 0",
        "trừ 0,25 mỗi a", "b/a × tối đa; a = 0: tối đa", "b/a × tối đa; a = 0: không chấm",
     )]),
    ("RULE_BANDS", [score(LOST, c.RULE, "từ 90%: 2; dưới 70%: 0")],
     [[score(LOST, c.RULE, "từ 90%: 2; dưới 70%: 0; còn lại: 0")], [score(LOST, c.RULE, BANDS)]]),
    ("RULE_BANDS", [score(LOST, c.RULE, "từ 90% đến 100%: 2; từ 70% đến 95%: 1; còn lại: 0")],
     [[score(LOST, c.RULE, BANDS)]]),
    ("RULE_DATA", [score(LOST, c.RULE, "b/a × tối đa"), score(LOST, c.NUMBER_A, 45), score(LOST, c.NUMBER_B, None)],
     [[score(LOST, c.NUMBER_B, 40)]]),
    ("RULE_DATA", [score(LOST, c.RULE, "b/a × tối đa"), score(LOST, c.NUMBER_B, 40), score(LOST, c.NUMBER_A, "nhiều")],
     [[score(LOST, c.NUMBER_A, 45)], [score(LOST, c.NUMBER_A, "45,5")]]),
    ("RULE_DATA", [score(LOST, c.RULE, "kịp thời: 1; không kịp thời: 0"), score(LOST, c.NUMBER_A, "nhiều")],
     [[score(LOST, c.NUMBER_A, "không kịp thời")]]),
    ("RULE_DATA", [score(LOST, c.RULE, "b/a × tối đa"), score(LOST, c.NUMBER_B, 1), score(LOST, c.NUMBER_A, -1)],
     [[score(LOST, c.NUMBER_A, 1)]]),
    *(("RULE_DATA", [score(LOST, c.NUMBER_A, 0), score(LOST, c.NUMBER_B, 0), score(LOST, c.RULE, f"{rate} × tối đa")],
     [[score(LOST, c.RULE, f"{rate} × tối đa; {whole} = 0: {worth}")] for worth in ("tối đa", "0", "không chấm")])
     for rate, whole in (("b/a", "a"), ("a/b", "b"))),
    ("RULE_MISMATCH", [EXPLAINED, score(LOST, c.RULE, "b/a × tối đa"), score(LOST, c.NUMBER_A, 4),
     score(LOST, c.NUMBER_B, 2), score(LOST, c.SELF_SCORE, 3)],
     [[score(LOST, c.SELF_SCORE, 2.5)], [score(LOST, c.NUMBER_B, 2.4)], [score(LOST, c.RULE)]]),
    ("RULE_EDGE", [score(LOST, c.RULE, BANDS), score(LOST, c.NUMBER_A, 10000), score(LOST, c.NUMBER_B, 8999.6),
     score(LOST, c.POINTS_BY_RULE, 1)], []),
    ("CODE_MISSING", [score(2, c.STT)], [[score(2, c.STT, LOST)], [removes(c.CRITERIA, 2), recalculate]]),
    ("CODE_MISSING", [types(c.TASKS, 1, c.STT)], [[types(c.TASKS, 1, c.STT, "1.1")], [removes(c.TASKS, 1)]]),
    ("CODE_DUPLICATE", [score(2, c.STT, "1.1")], [[score(2, c.STT, LOST)]]),
    ("CODE_DUPLICATE", [adds_task("1.2"), types(c.TASKS, 2, c.STT, "1.1")], [[types(c.TASKS, 2, c.STT, "1.2")]]),
    ("CODE_UNREADABLE", [score(2, c.STT, date(2026, 2, 1))], [[score(2, c.STT, LOST)]]),
    ("CODE_UNREADABLE", [score(2, c.STT, "a")], [[score(2, c.STT, LOST)], [score(2, c.STT, "1.a")]]),
    ("CODE_UNREADABLE", [types(c.TASKS, 1, c.STT, "1-1")], [[types(c.TASKS, 1, c.STT, "1.1")]]),
    ("CODE_ORPHAN", [score(2, c.STT, "2.1")],
     [[score(2, c.STT, LOST)], [adds_score("2", points=None), recalculate]]),
    ("CODE_ORPHAN", [types(c.TASKS, 1, c.STT, "2.1")],
     [[types(c.TASKS, 1, c.STT, "1.1")], [adds(c.TASKS, "2", "Đề mục")]]),
    ("ROW_OUTSIDE_TABLE", [below("thừa")], [[below(None)], [draws_down]]),
    ("UNIT_UNKNOWN", [score(LOST, c.LEAD, "Đơn vị TC")],
     [[score(LOST, c.LEAD, "Văn phòng Sở")], [adds_unit("TC", "phòng chuyên môn")]]),
    ("UNIT_UNKNOWN", [task(c.SUPPORT, "Đơn vị TC")], [[task(c.SUPPORT)], [task(c.SUPPORT, "Phòng Nghiệp vụ I")]]),
    ("UNIT_UNKNOWN", [task(c.LEAD, "các tổ chức")], [[adds(c.GROUPS, "các tổ chức", "phòng chuyên môn")]]),
    ("UNIT_OUTSIDE", [adds_unit("SNV", "bên ngoài"), task(c.SUPPORT, "SNV"), unit("SNV", c.UNIT_KIND, c.OUTSIDE)], []),
    ("GROUP_EMPTY", [task(c.LEAD, "các phòng"), group(c.GROUP_KINDS), group(c.GROUP_UNITS)],
     [[group(c.GROUP_KINDS, "phòng chuyên môn")], [group(c.GROUP_UNITS, "NV1; Phòng Nghiệp vụ II")]]),
    ("GROUP_EMPTY", [task(c.LEAD, "các phòng"), group(c.GROUP_KINDS, "bộ phận"), group(c.GROUP_UNITS)],
     [[adds_unit("BP", "bộ phận")], [group(c.GROUP_UNITS, "NV1; NV2")]]),
    ("GROUP_MEMBER_UNKNOWN", [group(c.GROUP_KINDS, "phòng")], [[group(c.GROUP_KINDS, c.KINDS[1])]]),
    *(("GROUP_MEMBER_UNKNOWN", [group(heading, "Phòng Lạ")], [[group(heading, "NV1; Văn phòng Sở")]])
      for heading in (c.GROUP_UNITS, c.GROUP_EXCEPT)),
    ("LEAD_MISSING", [task(c.LEAD)], [[task(c.LEAD, "NV1")]]),
    *(("DEADLINE_UNREADABLE", [write("31/11/2026")],
       [[write("Trước 01/6/2026")], [write("Quý II/2026")], [due]])
      for write, due in (
          (lambda text: task(c.TASK_DEADLINE, text), task(c.DUE, date(2026, 11, 30))),
          (lambda text: score(LOST, c.CRITERION_DEADLINE, text), score(LOST, c.DUE, "30/11/2026")),
      )),
    ("DATE_UNREADABLE", [task(c.TASK_DEADLINE), task(c.DUE, "30/11")], [[task(c.DUE, "30/11/2026")]]),
    ("NOT_A_NUMBER", [APPRAISED, types(c.APPRAISALS, 0, c.POINTS, "3 điểm")],
     [[types(c.APPRAISALS, 0, c.POINTS, "3,5"), recalculate]]),
    ("STATUS_UNKNOWN", [task(c.STATUS, "Xong")], [[task(c.STATUS, c.DONE)], [task(c.STATUS)]]),
    ("ROUND_UNCLEAR", [adds(c.ROUNDS, "Quý I/2026"), types(c.ROUNDS, 0, c.ROUND_RETURN, "giữa tháng 3")],
     [[types(c.ROUNDS, 0, c.ROUND_RETURN, "20/3/2026")]]),
    ("ROUND_UNCLEAR", [adds(c.ROUNDS, "Quý I/2026"), types(c.ROUNDS, 0, c.STATUS, "Mở")],
     [[types(c.ROUNDS, 0, c.STATUS, c.ROUND_OPEN)], [types(c.ROUNDS, 0, c.STATUS, c.ROUND_CLOSED)]]),
    ("ROUND_UNCLEAR", [adds(c.ROUNDS, "Quý I/2026"), adds(c.ROUNDS), types(c.ROUNDS, 1, c.PERIOD, "Quý I/2026")],
     [[types(c.ROUNDS, 1, c.PERIOD, "Quý II/2026")], [removes(c.ROUNDS, 1)]]),
    ("ROUND_UNCLEAR", [adds(c.ROUNDS, "Quý I/2026", ROUND_TO=MAY), types(c.ROUNDS, 0, c.ROUND_FROM, NEXT_YEAR)],
     [[types(c.ROUNDS, 0, c.ROUND_FROM, "01/01/2026")], [types(c.ROUNDS, 0, c.ROUND_TO, "31/12/2027")]]),
    ("DEADLINE_OUTSIDE_YEAR", [task(c.TASK_DEADLINE, "Trước 01/6/2027")],
     [[task(c.TASK_DEADLINE, "Trước 01/6/2026")],
      [setting(c.YEAR_PLAN, 2027), *(score(row, c.CRITERION_DEADLINE, "Trong năm 2027") for row in ("1.1", LOST))]]),
    ("DEADLINE_OUTSIDE_YEAR", [task(c.TASK_DEADLINE), task(c.DUE, NEXT_YEAR)], [[task(c.DUE, MAY)]]),
    ("DUE_DIFFERS", [task(c.DUE, date(2026, 11, 30))], [[assign], [task(c.TASK_DEADLINE, "30/11/2026")]]),
    ("DUE_DIFFERS", [task(c.TASK_DEADLINE, "Thường xuyên"), task(c.DUE, date(2026, 11, 30))],
     [[assign], [task(c.TASK_DEADLINE, "30/11/2026")]]),
    ("LOST_WITHOUT_TASK", [score(LOST, c.LEAD)], [[score(LOST, c.LEAD, "VP")], [adds_task("1.2", about=LOST)]]),
    ("TASK_CRITERION_UNKNOWN", [task(c.RELATED, "1.9")],
     [[task(c.RELATED, "1.1")], [adds_score("1.9", points=5), recalculate]]),
    ("UNIT_CODE_MISSING", [unit(2, c.UNIT_CODE)], [[unit(2, c.UNIT_CODE, "NV2")]]),
    ("UNIT_CODE_DUPLICATE", [unit(2, c.UNIT_CODE, "NV1")], [[unit(2, c.UNIT_CODE, "NV2")]]),
    *(("UNIT_KIND_UNKNOWN", [unit(2, c.UNIT_KIND, kind)], [[unit(2, c.UNIT_KIND, c.KINDS[1])]])
      for kind in ("phòng", None)),
    *(("EXTENSION_UNKNOWN", [adds(c.ROUNDS, "Quý I/2026", STATUS=c.ROUND_OPEN),
       types(c.ROUNDS, 0, c.ROUND_EXTENDED, text)], [[types(c.ROUNDS, 0, c.ROUND_EXTENDED, "NV1: 20/3/2026 (lý do)")]])
      for text in ("Đơn vị TC: 20/3/2026", "NV1: chờ")),
    ("EMAIL_MISSING", [unit(0, c.UNIT_EMAIL)], [[unit(0, c.UNIT_EMAIL, "ten@donvi.vn")]]),
    *(("EMAIL_INVALID", [unit(1, heading, "nv1(at)stp")],
       [[unit(1, heading, "ten@donvi.vn")], [unit(1, heading, "ten@donvi.vn; ho@donvi.vn")]])
      for heading in (c.UNIT_EMAIL, c.UNIT_CC)),
    ("EMAIL_SHARED", [unit(2, c.UNIT_EMAIL, "nv1@stp.example"), unit(1, c.UNIT_EMAIL, "nv1@stp.example")],
     [[unit(1, c.UNIT_EMAIL, "ten@donvi.vn")]]),
    ("EVIDENCE_NONE", [score(LOST, c.SELF_SCORE, 4)],
     [[EXPLAINED], [adds(c.EVIDENCE_TABLE, LOST, "41/KH-STP")], [score(LOST, c.EVIDENCE, "Kế hoạch 41/KH-STP")]]),
    ("EVIDENCE_OTHER_YEAR", [score(LOST, c.SELF_SCORE, 5), adds(c.EVIDENCE_TABLE, LOST, "41/KH-STP"),
     types(c.EVIDENCE_TABLE, 0, c.DAY, date(2024, 5, 1))],
     [[types(c.EVIDENCE_TABLE, 0, c.DAY, MAY)], [score(LOST, c.SELF_SCORE, 4)]]),
    ("EVIDENCE_NOT_NAMED", [score(LOST, c.EVIDENCE, "Kế hoạch 41/KH-STP"), adds(c.EVIDENCE_TABLE, LOST),
     types(c.EVIDENCE_TABLE, 0, c.NUMBER_SIGN, "42/KH-STP")],
     [[score(LOST, c.EVIDENCE, "Kế hoạch 41/KH-STP; Kế hoạch 42/KH-STP")]]),
    *(("PROVINCE_UNKNOWN", [setting(c.PROVINCE, name)], [[setting(c.PROVINCE, "tỉnh Thái Nguyên")]])
      for name in ("Thái Nguyên", "tỉnh Bắc Giang")),
    *(("SETTING_UNREADABLE", [setting(key, "xyz")], [[setting(key, said[-1])]])
      for key, said in {
          c.YEAR_PLAN: [2026], c.TODAY: [date(2026, 12, 31)], c.PLAN_DATE: ["31/12/2026"], c.STATED_MAX: ["10"],
          c.STATED_INDEX: ["90,00%"], c.DENOMINATOR: c.DENOMINATORS, c.SURVEY_SETTING: c.SURVEY_COUNTS,
          c.BONUS_SETTING: c.BONUS_COUNTS, c.BONUS_CAP: ["89,7"], c.DECIMALS: ["2"],
          c.POINT_PLACES: ["2"], c.RETURN_DAYS: ["7; 3; 1; 0"], c.BANDS: ["Xuất sắc ≥ 90; Tốt ≥ 80; Khá ≥ 65"],
      }.items()),
    *(("SETTING_UNREADABLE", [setting(c.NEAR_DAYS, days)], [[setting(c.NEAR_DAYS, 15)]]) for days in ("2,5", -1)),
]  # fmt: skip


@pytest.fixture(scope="module")
def right(tmp_path_factory):
    """A workbook in which nothing is to be found."""
    path = shutil.copy(TEMPLATES / "so-cchc.xlsx", tmp_path_factory.mktemp("right"))
    with activated():
        book = open_book(path)
        for key, value in {c.YEAR_PLAN: 2026, c.PROVINCE: "tỉnh Lạng Sơn", c.TODAY: date(2026, 6, 1)}.items():
            set_setting(book, key, value)
        for do in (
            adds(c.UNITS, "VP", "Văn phòng Sở", UNIT_KIND=c.OFFICE, UNIT_EMAIL="vp@stp.example"),
            adds(c.UNITS, "NV1", "Phòng Nghiệp vụ I", UNIT_KIND=c.KINDS[1], UNIT_EMAIL="nv1@stp.example"),
            adds(c.UNITS, "NV2", "Phòng Nghiệp vụ II", UNIT_KIND=c.KINDS[1], UNIT_EMAIL="nv2@stp.example"),
            adds(c.GROUPS, "các phòng", "phòng chuyên môn"),
            adds_score("1", points=None), adds_score("1.1", points=5), adds_score(LOST, points=4),
            score(LOST, c.NOTE, "Tiêu chí trừ 1 điểm"), adds(c.TASKS, "1", "Đề mục"), adds_task("1.1", about="1.1"),
            recalculate,
        ):  # fmt: skip
            do(book)
        assert not audit(book).data["findings"]
        book.save()
    return path


@pytest.mark.parametrize(("code", "provoked", "ways"), KINDS, ids=[code for code, *_ in KINDS])
def test_doing_what_a_finding_says_leaves_nothing(code, provoked, ways, right):
    for way in ways or [[]]:
        book = open_book(right)
        for do in provoked:
            do(book)
        told = [one for one in audit(book).data["findings"] if one["code"] == code]
        assert told
        places = [do.place(book) for do in provoked if hasattr(do, "place")][-1:]
        assert set(places) <= {f"{one['sheet']}!{one['cell']}" for one in told}
        for do in way:
            do(book)
        left = [one for one in audit(book).data["findings"] if "Không phải sửa" not in one["hint"]]
        assert left == [] or (not ways and all(one["level"] == INFO for one in left)), f"{told} → {left}"


def test_every_kind_of_an_audit_says_how_it_is_cured():
    assert {code for code in EXPLANATIONS if not code.startswith("IMPORT_")} == {code for code, *_ in KINDS}
