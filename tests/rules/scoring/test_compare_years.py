"""Two years side by side: criteria found again by name or number, and what became of each."""

from decimal import Decimal

from cchc_macros.rules.scoring.compare_years import YearScores, compare_years
from cchc_macros.rules.scoring.scores import Criterion, build_tree, score_tree


def year(*rows):
    criteria = [
        Criterion(
            row=i, code=code, name=name, max_score=Decimal(top), result=None if result is None else Decimal(result)
        )
        for i, (code, name, top, result) in enumerate(rows)
    ]
    tree = build_tree(criteria)
    return YearScores(tree, score_tree(tree))


def verdicts(old, new):
    return {one.code: one.verdict for one in compare_years(old, new)}


def test_what_became_of_every_criterion():
    old = year(("1", "A", 2, 1), ("2", "B", 2, 1), ("3", "C", 2, 1), ("4", "D", 2, 2), ("5", "E", 2, 2),
               ("6", "F", 2, 1), ("7", "G", 2, 2), ("8", "H", 2, None))  # fmt: skip
    new = year(("1", "A", 2, 2), ("2", "B", 2, 1), ("3", "C", 2, "1.5"), ("4", "D", 2, 1), ("5", "E", 2, 2),
               ("6", "F", 2, 0), ("9", "I", 2, 2), ("8", "H", 2, 1))  # fmt: skip
    assert verdicts(old, new) == {
        "1": "Lấy lại hết", "2": "Mất lại", "3": "Còn mất, đã giảm", "4": "Mất mới", "5": "Giữ điểm tối đa",
        "6": "Mất nhiều hơn", "9": "Năm nay mới có", "8": "", "7": "Năm nay không còn",
    }  # fmt: skip


def test_a_set_numbered_anew_is_followed_by_its_names():
    old = year(("1", "Chỉ đạo", 2, 1), ("2", "Thể chế", 2, 2), ("3", "Chuyển đổi số", 3, 1))
    new = year(("1", "Thể chế", 2, 2), ("2", "Chỉ đạo", 2, 2), ("III", "Chính quyền số", 3, 1))
    found = {one.name: (one.before, one.now) for one in compare_years(old, new)}
    assert found == {"Thể chế": (2, 2), "Chỉ đạo": (1, 2), "Chính quyền số": (1, 1)}  # III is 3, named otherwise


def test_a_name_borne_twice_tells_nothing():
    old = year(("1", "Báo cáo", 2, 1), ("2", "Báo cáo", 2, 2))
    new = year(("1", "Báo cáo", 2, 2), ("2", "Báo cáo", 2, 0))
    assert [one.difference for one in compare_years(old, new)] == [1, -2]
