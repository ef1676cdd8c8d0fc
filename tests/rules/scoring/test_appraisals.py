"""Rounds of appraisal: their order, the last with points, and how two places that differ are brought together."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_macros.rules.scoring.appraisals import (
    Appraisal,
    appraised,
    closed_self_scores,
    in_force,
    next_step,
    rank,
    to_explain,
)

NUMBERS = st.none() | st.sampled_from([Decimal(2), Decimal("2.5"), Decimal(3)])


def make(name, points=None, row=0, **more):
    return Appraisal(row=row, code="1", round=name, points=None if points is None else Decimal(str(points)), **more)


def test_rounds_stand_in_their_order_however_they_are_named():
    names = ["Tự chấm", "Thẩm định", "Lần 2", "Vòng 3", "Phúc tra", "Thẩm định chính thức"]
    assert sorted(names, key=rank) == names
    assert rank("Thẩm định lần 1") == rank("Lần 1") == rank("thẩm định")


def test_the_last_round_that_has_points_counts():
    rows = [make("Thẩm định lần 2", row=1), make("Thẩm định lần 1", 2, row=2), make("Tự đánh giá", 4)]
    (rounds,) = appraised(rows).values()
    assert [one.round for one in rounds] == ["Thẩm định lần 1", "Thẩm định lần 2"]
    assert in_force(rounds) == rows[1]
    assert closed_self_scores(rows) == {"1": 4}


def test_a_row_of_its_own_for_the_answer_gives_no_points_and_answers_the_round_above_it():
    first, answer = make("Thẩm định lần 1", 2), make("Giải trình", 4, row=1, explanation="Đã bổ sung")
    second = make("Thẩm định lần 2", 3, row=2)
    own = {"1": Decimal(4)}
    assert in_force(appraised([first, answer])["1"]) == first
    assert to_explain([first], own) == [first]
    assert to_explain([first, answer], own) == []
    assert to_explain([first, answer, second], own) == [second]


@pytest.mark.parametrize(
    ("rounds", "shown", "step"),
    [
        ([make("Lần 1", 2)], None, "carry"),  # nothing shown yet
        ([make("Lần 1", 2, carried=Decimal(2))], 2, None),
        ([make("Lần 1", 2, carried=Decimal(2))], 3, "record"),  # typed into the score sheet
        ([make("Lần 1", "2.5", carried=Decimal(2))], 2, "carry"),  # corrected in the round
        ([make("Lần 1", 2, carried=Decimal(2)), make("Lần 2", 3, row=1)], 2, "carry"),  # a new round
        ([make("Lần 1", 2, carried=Decimal(2)), make("Lần 2", 3, row=1)], 4, "differs"),  # both changed
        ([make("Lần 1", 2, carried=Decimal(2)), make("Lần 2", row=1, carried=Decimal(3))], 3, "carry"),  # taken back
        ([make("Lần 1")], 3, None),
    ],
)
def test_what_was_changed_last_is_told_apart(rounds, shown, step):
    assert next_step(rounds, None if shown is None else Decimal(shown)) == step


@given(st.lists(st.tuples(NUMBERS, NUMBERS), max_size=4), NUMBERS)
def test_after_its_step_a_criterion_agrees_with_its_rounds_and_no_points_are_lost(pairs, shown):
    rounds = [make(f"Lần {n}", points, row=n, carried=carried) for n, (points, carried) in enumerate(pairs, 1)]
    step, last = next_step(rounds, shown), in_force(rounds)
    if step == "carry":
        shown = last.points
    elif step == "record":
        rounds.append(make(last.round, shown, row=9, carried=shown))
    if step != "differs":
        assert last is None or in_force(rounds).points == shown
        assert last in rounds or last is None
    else:
        assert shown != last.points
        assert last.carried != last.points


def test_fewer_points_than_the_unit_gave_itself_must_be_explained():
    rows = [make("Lần 1", 2)]
    assert to_explain(rows, {"1": Decimal(3)}) == rows
    assert to_explain(rows, {"1": Decimal(2)}) == to_explain(rows, {}) == []
    named = [make("Lần 1", 2, explainer="VP")]
    assert to_explain(named, {}) == named
