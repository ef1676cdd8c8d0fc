"""Two years side by side: criteria found again by name or number, and what became of each."""

from decimal import Decimal

import pytest

from cchc_macros.rules.scoring.compare_years import compare_years
from cchc_macros.rules.scoring.scores import Criterion, score


def year(*rows):
    criteria = [
        Criterion(
            row=i, code=code, name=name, max_score=Decimal(top), result=None if result is None else Decimal(result)
        )
        for i, (code, name, top, result) in enumerate(rows)
    ]
    return score(criteria)


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


def test_a_number_that_is_another_criterion_now_is_not_compared():
    old = year(("1", "Điều hành", 4, None), ("1.1", "Ban hành kế hoạch", 2, 1), ("1.2", "Báo cáo định kỳ", 2, 2),
               ("1.3", "Kiểm tra CCHC", 2, 1), ("1.4", "Theo dõi thi hành", 2, 1))  # fmt: skip
    new = year(("1", "Chỉ đạo", 4, None), ("1.1", "Sáng kiến mới", 2, 1), ("1.2", "Ban hành kế hoạch", 2, 2),
               ("1.3", "Báo cáo định kỳ CCHC", 2, 1), ("1.4", "Theo dõi thi hành pháp luật", 2, 1))  # fmt: skip
    assert {(one.code, one.name_before, one.verdict) for one in compare_years(old, new)} == {
        ("1", "Điều hành", ""), ("1.1", "", "Năm nay mới có"), ("1.2", "Ban hành kế hoạch", "Lấy lại hết"),
        ("1.3", "Báo cáo định kỳ", "Mất mới"), ("1.4", "Theo dõi thi hành", "Mất lại"),
        ("1.3", "Kiểm tra CCHC", "Năm nay không còn"),
    }  # fmt: skip


def test_of_names_nearly_the_same_none_is_guessed():
    old = year(("1.1", "Báo cáo công tác cải cách định kỳ", 2, 1), ("1.2", "Báo cáo công tác cải cách hằng năm", 2, 2))
    new = year(("1.5", "Báo cáo công tác cải cách sơ kết", 2, 2))
    assert verdicts(old, new) == {
        "1.5": "Năm nay mới có", "1.1": "Năm nay không còn", "1.2": "Năm nay không còn",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("now", "verdict"), [(4, "Mất lại"), ("4.5", "Còn mất, đã giảm"), (3, "Mất nhiều hơn"), (6, "Lấy lại hết")]
)
def test_where_the_maximum_is_another_the_share_that_was_lost_tells(now, verdict):
    assert verdicts(year(("1", "A", 3, 2)), year(("1", "A", 6, now))) == {"1": verdict}
