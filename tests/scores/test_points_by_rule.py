"""Points by rule in the sheet: a live formula per rule, and the audit where typed points differ."""

import pytest

from cchc_macros import contract as c
from cchc_macros.scores.audit import audit
from cchc_macros.scores.recalculate import recalculate
from tests.scores.test_recalculate import fill, shown
from tests.tables import set_setting

SHARE = "b/a × tối đa; từ 80%; a = 0: không chấm"


def row(code, rule, a=None, b=None, top=2, **more):
    return {c.STT: code, c.MAX_SCORE: top, c.RULE: rule, c.NUMBER_A: a, c.NUMBER_B: b} | more


@pytest.fixture
def book(workbook):
    return fill(
        workbook("so-cchc"),
        row("1", SHARE, 10, 8),
        row("2", SHARE, 0, 0),
        row("3", "kịp thời: 2; không kịp thời: 1", "Kịp thời"),
        row("4", SHARE, "12,5", "12,5"),
        row("5", SHARE, 10, 9, **{c.NOT_SCORED: "x"}),
        row("6", "linh tinh", 10, 9),
        row("7", None, 10, 9),
    )


def test_a_rule_gives_its_points_live(book):
    recalculate(book)
    assert shown(book, c.POINTS_BY_RULE) == [1.6, None, 2.0, 2.0, None, None, None]
    sheet = book.sheets[c.SCORES_SHEET]
    place = next(cell for cell in sheet.range("A7:AZ7") if cell.value == c.NUMBER_B)
    place.offset(1, 0).value = 7  # below the floor: no click needed
    assert shown(book, c.POINTS_BY_RULE)[0] == 0.0


def test_points_are_rounded_as_the_setting_says(book):
    set_setting(book, c.POINT_PLACES, 0)
    recalculate(book)
    assert shown(book, c.POINTS_BY_RULE)[0] == 2.0


def findings(book):
    return [(one["code"], one["row_code"]) for one in audit(book).data["findings"] if one["code"].startswith("RULE")]


def test_the_audit_compares_typed_points_with_the_rule(workbook):
    book = fill(
        workbook("so-cchc"),
        row("1", SHARE, 10, 8, **{c.SELF_SCORE: 2}),
        row("2", SHARE, 10, 8, **{c.SELF_SCORE: 1.6}),
        row("3", "linh tinh", 10, 8, **{c.SELF_SCORE: 1}),
        row("4", "trên 90%: 2; dưới 90%: 1", 10, 9),
        row("5", "b/a × tối đa", 0, 0),
        row("6", "trên 90 %: 2; từ 70 % – 90 %: 1; dưới 70 %: 0", 25001, 22500),
        row("7", SHARE, "mười", 8),
        row("8", "b/a × tối đa", 5, 6),
        row("9", "trên 90 %: 2; từ 70 % – 90 %: 1; dưới 70 %: 0", 10, 11),
        row("10", "trên 90 %: 2; từ 70 % – 90 %: 1; dưới 70 %: 0", 10, 10),
    )
    assert findings(book) == [
        ("RULE_MISMATCH", "1"), ("RULE_UNREADABLE", "3"), ("RULE_BANDS", "4"), ("RULE_DATA", "4"), ("RULE_DATA", "5"),
        ("RULE_EDGE", "6"), ("RULE_DATA", "7"), ("RULE_DATA", "8"), ("RULE_DATA", "9"),
    ]  # fmt: skip


def test_where_nothing_arose_the_other_number_may_be_blank_and_elsewhere_its_lack_is_told(workbook):
    book = fill(
        workbook("so-cchc"),
        row("1", "b/a × tối đa; a = 0: tối đa", 0),
        row("2", "a/b × tối đa; b = 0: tối đa", None, 0),
        row("3", SHARE, 10),
        row("4", SHARE, None, 10),
        row("5", SHARE, None, "x"),
        row("6", SHARE),
        row("7", "trừ 0,25 mỗi a", 1),
    )
    recalculate(book)
    assert shown(book, c.POINTS_BY_RULE) == [2.0, 2.0, None, None, None, None, 1.75]
    told = [(one["row_code"], one["message"].partition(": ")[2]) for one in audit(book).data["findings"]
            if one["code"] == "RULE_DATA"]  # fmt: skip
    assert told == [
        ("3", "chưa có Số liệu b nên chưa tính được điểm."), ("4", "chưa có Số liệu a nên chưa tính được điểm."),
        ("5", "'x' không phải là số."), ("5", "chưa có Số liệu a nên chưa tính được điểm."),
    ]  # fmt: skip
