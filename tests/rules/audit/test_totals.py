"""The audit of scores: what is stated against what is computed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_macros import contract as c
from cchc_macros.rules.audit.totals import audit_scores, stated_deduction
from cchc_macros.rules.numbers import round_to
from cchc_macros.rules.scoring.scores import Counting, Criterion, Stated, score


def audited(*rows, stated=None, keep_max=False):
    """The findings' (code, STT) for rows given as dicts of Criterion fields."""
    scored = score([Criterion(row=i, **row) for i, row in enumerate(rows)], Counting(keep_max=keep_max))
    return audit_scores(scored, stated or Stated())


def codes(*rows, **options):
    return [(finding.code, finding.row_code) for finding in audited(*rows, **options)]


def row(code, maximum=None, result=None, **fields):
    numbers = {"max_score": maximum, "result": result}
    return {"code": code} | {n: None if v is None else Decimal(str(v)) for n, v in numbers.items()} | fields


def test_rows_that_agree_give_no_finding():
    assert codes(row("1", 10, 10, note="Tiêu chí đạt điểm tối đa"), stated=Stated(result=Decimal(10))) == []


def test_a_total_that_lacks_results_says_so_instead_of_guessing_at_rounding():
    stated = Stated(result=Decimal(10), index=Decimal("47.5"))
    found = {one.code: one for one in audited(row("1", 10, 9), row("2", 10), stated=stated)}
    total_, index_ = found["TOTAL_MISMATCH"], found["INDEX_MISMATCH"]
    assert total_.message == "Tổng điểm kết quả công bố 10, các dòng cộng lại 9 (1/2 tiêu chí)."
    assert index_.message.endswith("tính từ các dòng là 45,00% (1/2 tiêu chí).")
    assert total_.hint == index_.hint == "Điền điểm của các tiêu chí còn để trống, rồi kiểm tra lại."


def test_a_printed_total_that_differs_from_its_rows_is_found():
    assert codes(row("1", 10, 10), row("2", 10, 10), stated=Stated(result=Decimal(19))) == [
        ("TOTAL_MISMATCH", "Điểm công bố")
    ]


@pytest.mark.parametrize("stated", ["91", "91.00", "90.9", "90.91"])
def test_a_stated_index_is_compared_at_its_own_decimals(stated):
    rows = [row("1", 11, 10, note="Tiêu chí trừ 1 điểm")]  # 90,909… %
    assert codes(*rows, stated=Stated(index=Decimal(stated))) == []


def test_a_stated_index_that_no_rounding_gives_is_found():
    assert codes(row("1", 11, 10, note="Tiêu chí trừ 1 điểm"), stated=Stated(index=Decimal("90.92"))) == [
        ("INDEX_MISMATCH", "Chỉ số công bố")
    ]


def test_a_parent_that_shows_another_sum_is_found():
    assert codes(row("1", 10, 9), row("1.1", 5, 5), row("1.2", 5, 5)) == [("PARENT_SUM_MISMATCH", "1")]
    assert codes(row("1", 10, 10), row("1.1", 5, 5), row("1.2", 5, 5)) == []


def test_half_a_point_lost_without_a_note_is_found():
    assert codes(row("1", 10, "9.5")) == [("LOST_NOT_NOTED", "1")]


@pytest.mark.parametrize(("noted", "is_near"), [("1,5", True), ("2,5", False)])
def test_a_note_half_a_point_off_may_be_a_decimal_that_was_rounded(noted, is_near):
    (finding,) = audited(row("1", 10, 9, note=f"Tiêu chí trừ {noted} điểm"))
    assert (finding.code, "làm tròn" in finding.hint) == ("NOTE_DEDUCTION_MISMATCH", is_near)


@pytest.mark.parametrize(
    ("note", "code"),
    [
        ("Tiêu chí đạt điểm tối đa", "NOTE_SAYS_FULL"),
        ("tiêu chí ĐẠT  ĐIỂM TỐI ĐA", "NOTE_SAYS_FULL"),
        ("Tiêu chí trừ 3.5 điểm", "NOTE_DEDUCTION_MISMATCH"),
        ("Tiêu chí trừ 3,5 điểm", "NOTE_DEDUCTION_MISMATCH"),
        ("", "LOST_NOT_NOTED"),
        ("Do chậm báo cáo", "LOST_NOT_NOTED"),
    ],
)
def test_notes_that_say_something_else_than_the_scores(note, code):
    assert codes(row("1", 13, 10, note=note)) == [(code, "1")]


def test_a_note_with_the_right_deduction_is_no_finding():
    assert codes(row("1", 13, 10, note="(Tiêu chí trừ 3,0 điểm)")) == []


def test_a_note_of_deduction_on_a_full_row_is_found():
    assert codes(row("1", 13, 13, note="Tiêu chí trừ 1 điểm")) == [("NOTE_DEDUCTION_MISMATCH", "1")]


def test_a_note_of_deduction_on_a_row_above_its_maximum_says_by_how_much():
    found = {finding.code: finding for finding in audited(row("1", 13, "14.5", note="Tiêu chí trừ 1 điểm"))}
    assert found["NOTE_DEDUCTION_MISMATCH"].message.endswith("cho thấy vượt điểm tối đa 1,5.")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"result": Decimal(11)}, "SCORE_ABOVE_MAX"),
        ({"result": Decimal(10), "target": Decimal(12)}, "SCORE_ABOVE_MAX"),
        ({"result": Decimal(10), "self_score": Decimal("10.01")}, "SCORE_ABOVE_MAX"),
        ({"result": Decimal(10), "appraised_score": Decimal(-1)}, "SCORE_NEGATIVE"),
        ({"result": None}, "SCORE_MISSING"),
        ({"result": Decimal(10), "target": Decimal(9)}, "TARGET_BELOW_RESULT"),
    ],
)
def test_scores_that_cannot_be(fields, code):
    found = {finding.code for finding in audited({"code": "1", "max_score": Decimal(10), **fields})}
    assert found == {code}


def test_a_row_not_scored_misses_nothing():
    assert codes(row("1", 10, None, not_scored=True), row("2", 5, 5)) == []


def test_numbers_standing_twice_or_without_a_parent_are_found():
    found = codes(row("1", 5, 5), row("1", 5, 5), row("2.1", 5, 5))
    assert found == [("CODE_DUPLICATE", "1"), ("CODE_ORPHAN", "2.1")]


def test_rounding_is_offered_as_the_cause_only_where_it_would_explain_the_figures():
    whole = [row(str(i), 10, 9, note="Tiêu chí trừ 1 điểm") for i in range(1, 5)]
    near = audited(*whole, stated=Stated(result=Decimal(37)))
    far = audited(*whole, stated=Stated(result=Decimal(20)))
    exact = audited(row("1", 10, "9.5", note="Tiêu chí trừ 0,5 điểm"), stated=Stated(result=Decimal(9)))
    assert [("làm tròn" in findings[0].hint) for findings in (near, far, exact)] == [True, False, False]


@pytest.mark.parametrize(
    ("note", "points"),
    [
        ("Tiêu chí trừ 3 điểm", 3),
        ("trừ 3.5 điểm", Decimal("3.5")),
        ("bị trừ đi 0,25 điểm", Decimal("0.25")),
        ("trừ điểm", None),
        ("", None),
    ],
)
def test_deductions_are_read_from_notes(note, points):
    assert stated_deduction(note) == points


@given(st.lists(st.tuples(st.integers(1, 20), st.integers(0, 20)), min_size=1, max_size=12))
def test_what_the_rows_give_is_never_a_mismatch(pairs):
    rows = [row(str(i), top, min(got, top)) for i, (top, got) in enumerate(pairs, 1)]
    result = sum(Decimal(min(got, top)) for top, got in pairs)
    maximum = sum(top for top, _ in pairs)
    stated = Stated(result=result, index=round_to(result * 100 / maximum, 2))
    found = {code for code, _ in codes(*rows, stated=stated)}
    assert not found & {"TOTAL_MISMATCH", "INDEX_MISMATCH"}


@pytest.mark.parametrize("code", ["01/02/2026", "-", "3-1", "B", "MỤC1"])
def test_what_is_no_number_beside_numbers_is_not_taken_for_a_domain(code):
    rows = [row("3", 10, 8), row(code, 5, 4)]
    assert ("CODE_UNREADABLE", code) in codes(*rows)


@pytest.mark.parametrize("code", ["IV", "4", "4A", "3.A", "3.1"])
def test_numbers_with_letters_after_them_are_codes(code):
    assert "CODE_UNREADABLE" not in [found for found, _ in codes(row("3", 10, 8), row(code, 5, 4))]


def test_letters_number_a_table_that_has_nothing_else_or_rows_below_them():
    lettered = codes(row("A", 10, 8), row("B", 5, 4))
    above = codes(row("A"), row("A.1", 10, 8), row("4", 5, 4))
    assert "CODE_UNREADABLE" not in [found for found, _ in (*lettered, *above)]


def test_a_zero_that_excel_dropped_of_a_number_is_guessed_at_in_the_hint():
    rows = [row("3"), *(row(f"3.{number}", 1, 1) for number in range(1, 10)), row("3.1", 1, 1)]
    (found,) = [finding for finding in audited(*rows) if finding.code == "CODE_DUPLICATE"]
    assert found.row == 10
    assert "'3.10'" in found.hint


def test_a_note_that_gives_a_reason_without_the_points_is_told_as_such():
    (found,) = audited(row("1", 13, 10, note="Do chậm báo cáo"))
    assert "không nói trừ bao nhiêu" in found.message
    assert codes(row("1", 13, 10, note="Do chậm báo cáo, mất 3 điểm")) == []


def test_nothing_below_a_marked_row_is_missed_or_lost():
    rows = [row("1", 10, 9, not_scored=True), row("1.1", 4, 3), row("1.2", 4, None)]
    assert codes(*rows) == []


def test_a_leaf_without_a_maximum_is_told_at_its_cell():
    (finding,) = audited(row("1", None, 5))
    assert (finding.code, finding.row_code, finding.column) == ("SCORE_MISSING", "1", c.MAX_SCORE)


def test_zero_is_a_score():
    assert codes(row("1", 10, 0, note="Tiêu chí trừ 10 điểm")) == []


@pytest.mark.parametrize(("own", "survey", "found"), [(6, 4, 0), (7, 4, 1), (10, 4, 1), (4, 10, 1), (11, 4, 0)])
def test_points_of_a_survey_that_the_units_own_seem_to_hold_already_are_told(own, survey, found):
    given = row("1", 10, 10, self_score=Decimal(own), survey=Decimal(survey))
    assert [(one.code, one.column) for one in audited(given) if one.column == c.SURVEY] == [
        ("SCORE_ABOVE_MAX", c.SURVEY)
    ] * found


def test_points_of_a_unit_where_others_score_are_told():
    given = row("1", 10, 10, self_score=Decimal(5), source=c.FROM_SURVEY)
    assert ("SELF_SCORE_NOT_ASKED", "1") in codes(given)
