"""The score tree: sums over leaves, rows not scored, places by STT."""

from dataclasses import fields
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_macros import contract as c
from cchc_macros.rules.codes import clean_code
from cchc_macros.rules.scoring.scores import SCORE_FIELDS, Counting, Criterion, build_tree, index, score

points = st.decimals(min_value=0, max_value=20, places=2)


def make(code, maximum=None, result=None, **fields):
    """A criterion; the row index is set by `tree_of`."""
    return {
        "code": code,
        "max_score": None if maximum is None else Decimal(str(maximum)),
        "result": None if result is None else Decimal(str(result)),
        **fields,
    }


def tree_of(*rows):
    return build_tree(criteria_of(*rows))


def criteria_of(*rows):
    return [Criterion(row=i, **row) for i, row in enumerate(rows)]


def scored(*rows, **counting):
    whole = score(criteria_of(*rows), Counting(**counting))
    return whole.tree, whole.by_row, whole.total


def test_parent_and_child_points_are_not_counted_twice():
    _, by_row, sums = scored(make("1", 99, 99), make("1.1", 5, 4), make("1.2", 5, "4.5"))
    assert (sums.max, sums.result) == (10, Decimal("8.5"))
    assert by_row[0].result == Decimal("8.5")


def test_a_row_not_scored_is_not_zero_but_out_of_both_totals():
    _, _, sums = scored(make("1", 10, 9), make("2", 10, 0, not_scored=True))
    assert index(sums.result, sums.max) == 90


def test_the_setting_keeps_the_maximum_of_a_row_not_scored():
    _, _, sums = scored(make("1", 10, 9), make("2", 10, 0, not_scored=True), keep_max=True)
    assert index(sums.result, sums.max) == 45


def test_a_parent_all_of_whose_leaves_are_not_scored_has_no_result_and_leaves_the_maximum():
    _, by_row, sums = scored(
        make("1", 10, 9), make("2"), make("2.1", 4, 4, not_scored=True), make("2.2", 6, None, not_scored=True)
    )
    assert by_row[1].result is None
    assert not by_row[1].scored
    assert (sums.max, sums.result) == (10, 9)


def test_a_mark_on_a_parent_takes_its_whole_branch_out():
    _, _, sums = scored(make("1", 10, 9), make("2", not_scored=True), make("2.1", 4, 4))
    assert (sums.max, sums.result) == (10, 9)


def test_nothing_below_a_marked_row_has_points_or_loses_any():
    tree, by_row, _ = scored(make("1", not_scored=True), make("1.1"), make("1.1.1", 4, 3), make("1.2", 2, 2))
    assert not any(score.scored for score in by_row.values())
    assert {score.lost for score in by_row.values()} == {score.result for score in by_row.values()} == {None}
    assert [by_row[node.criterion.row].max for node in tree.nodes] == [6, 4, 4, 2]


def test_blank_zero_and_not_scored_are_three_things():
    _, by_row, sums = scored(make("1", 10, None), make("2", 10, 0), make("3", 10, 5, not_scored=True))
    assert [by_row[i].result for i in range(3)] == [None, 0, None]
    assert [by_row[i].lost for i in range(3)] == [None, 10, None]
    assert (sums.max, sums.result) == (20, 0)


def test_the_current_score_is_the_appraised_one_where_filled_else_the_self_score():
    _, _, sums = scored(
        make("1", 10, 9, self_score=Decimal(8), appraised_score=Decimal(7)),
        make("2", 10, 9, self_score=Decimal(6)),
        make("3", 10, 9),
    )
    assert sums.current == 13


def test_no_binary_noise():
    _, _, sums = scored(*[make(str(i), 1, "0.1") for i in range(1, 4)])
    assert str(sums.result) == "0.3"


@pytest.mark.parametrize(
    ("code", "parent"), [("3.1", "III"), ("3.1", "III."), ("3.1", "3"), ("II.1", "II"), ("8.1", "8"), ("3.1", " iii ")]
)
def test_a_first_level_may_be_roman(code, parent):
    tree = tree_of(make(clean_code(parent)), make(code))
    assert [node.criterion.code for node in tree.roots[0].children] == [code]
    assert not tree.orphans


def test_levels_come_from_the_tree_not_from_the_depth_of_the_number():
    tree = tree_of(make("VII"), make("7.1"), make("7.2"), make("7.2.1"))
    assert [(node.criterion.code, node.is_leaf) for node in tree.nodes] == [
        ("VII", False),
        ("7.1", True),
        ("7.2", False),
        ("7.2.1", True),
    ]


def test_a_second_row_with_the_same_number_is_told_and_not_lost():
    tree = tree_of(make("1", 5, 5), make("1", 5, 5))
    assert [row.row for row in tree.duplicates] == [1]
    assert len(tree.roots) == 2


def test_a_child_without_a_parent_is_told():
    tree = tree_of(make("1"), make("2.1", 5, 5))
    assert [row.code for row in tree.orphans] == ["2.1"]


@st.composite
def branches(draw, prefix="", depth=0):
    """Rows of a random tree, parents before children, with the leaves' scores."""
    rows = []
    for number in range(1, draw(st.integers(1, 4 - depth)) + 1):
        code = f"{prefix}{number}"
        children = draw(branches(f"{code}.", depth + 1)) if depth < 2 and draw(st.booleans()) else []
        maximum = draw(points)
        fields = {} if children else {"maximum": maximum, "result": draw(st.none() | st.just(maximum / 2))}
        rows += [make(code, **fields, not_scored=draw(st.integers(0, 3)) == 0), *children]
    return rows


@given(branches(), st.booleans())
def test_the_total_is_the_sum_of_the_scored_leaves_whatever_the_tree(rows, keep_max):
    tree, by_row, sums = scored(*rows, keep_max=keep_max)
    marked = [row["code"] for row in rows if row["not_scored"]]
    leaves = [node.criterion for node in tree.leaves()]
    counted = [leaf for leaf in leaves if not any(f"{leaf.code}.".startswith(f"{code}.") for code in marked)]
    assert sums.max == sum(leaf.max_score for leaf in (leaves if keep_max else counted))
    results = [leaf.result for leaf in counted if leaf.result is not None]
    assert sums.result == (sum(results) if results else None)
    assert len(by_row) == len(rows)


@given(branches(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(rows, random):
    _, _, before = scored(*rows)
    shuffled = list(rows)
    random.shuffle(shuffled)
    _, _, after = scored(*shuffled)
    assert before == after


def test_a_tree_of_two_thousand_levels_does_not_overflow_the_stack():
    code, rows = "1", [make("1")]
    for _ in range(2000):
        code += ".1"
        rows.append(make(code, 1, 1))
    assert scored(*rows)[2].result == 1


def test_the_columns_of_scores_are_fields_of_a_criterion():
    assert {*SCORE_FIELDS} <= {field.name for field in fields(Criterion)}


def test_what_counts_where_the_settings_say_nothing():
    assert Counting().left_out == (c.FROM_BONUS,)
    assert Counting(survey_inside=False).left_out == (c.FROM_BONUS, c.FROM_SURVEY)


def test_what_leaves_lost_adds_up_to_what_the_total_lost():
    rows = make("1", 10, 8), make("2", 10, 4, source=c.FROM_SURVEY), make("3", 10, 7), make("4", 10, 10)
    for counting, codes in ((Counting(), ["2", "3", "1"]), (Counting(survey_inside=False), ["3", "1"])):
        whole = score(criteria_of(*rows), counting)
        lost = whole.lost_leaves()
        assert [node.criterion.code for node, _ in lost] == codes
        assert sum(points for _, points in lost) == whole.total.lost
