"""Over how many criteria a sum is known."""

import pytest

from cchc_macros import contract as c
from cchc_macros.rules.scoring.scores import Counting, score
from cchc_macros.rules.scoring.so_far import share, so_far, tell_missing_results
from tests.rules.scoring.test_scores import criteria_of, make


def test_results_that_are_missing_are_told_where_there_are_any_and_not_before():
    def told(*results):
        rows = (make(str(n), 10, result) for n, result in enumerate(results))
        return tell_missing_results(score(criteria_of(*rows)))

    assert told("9.5", None, 0) == (
        "Mới có kết quả của 2/3 tiêu chí, đạt 9,5/20 điểm; tổng điểm, chỉ số tính các tiêu chí còn lại là 0 điểm."
    )
    assert (told(None, None), told(9, 8)) == ("", "")


@pytest.mark.parametrize(("count", "of", "told"), [(2, 3, "(2/3 tiêu chí)"), (3, 3, ""), (0, 3, ""), (0, 0, "")])
def test_a_share_is_told_where_it_is_part_of_the_whole(count, of, told):
    assert share(count, of) == told


def test_a_row_knows_its_own_leaves_only():
    scored = score(criteria_of(
        make("1"), make("1.1", 5, 4), make("1.2"), make("1.2.1", 5), make("1.2.2", 5, 0),
        make("1.3", 5, not_scored=True), make("2", 10, 9),
    ))  # fmt: skip
    told = {node.criterion.code: so_far(scored, "result", node).share for node in scored.tree.nodes}
    assert {code: text for code, text in told.items() if text} == {"1": "(2/3 tiêu chí)", "1.2": "(1/2 tiêu chí)"}
    assert so_far(scored, "result").share == "(3/4 tiêu chí)"


def test_what_is_in_no_total_is_no_part_of_the_whole_but_of_its_own_sum():
    rows = make("1", 10, 9), make("2", source=c.FROM_SURVEY), make("2.1", 5, 4), make("2.2", 5), make("3", 5)
    scored = score(criteria_of(*rows), Counting(survey_inside=False))
    second = next(node for node in scored.tree.nodes if node.criterion.code == "2")
    assert so_far(scored, "result").share == "(1/2 tiêu chí)"
    assert so_far(scored, "result", second).share == "(1/2 tiêu chí)"
