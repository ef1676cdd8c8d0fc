"""Several sets or appendices in one document."""

import pytest

from cchc_macros import contract as c
from cchc_macros.errors import PlanError
from cchc_macros.plans import Plan, read_plans
from cchc_macros.plans.choice import must_pick, pick
from cchc_macros.plans.readers.text import lines_of_text

SCORES = "STT\tTiêu chí\tĐiểm tối đa\tTự chấm\n"
TASKS = "STT\tNhiệm vụ\tChủ trì\tThời hạn\n"


def plans(text: str) -> tuple[Plan, ...]:
    return read_plans(lines_of_text(text))


def codes(plan: Plan) -> list[str]:
    return [row.code for row in plan.rows]


SETS = f"Bảng 1. Bộ chỉ số các sở\n{SCORES}1\tA\t10\t\n1.1\tB\t10\t\n\nBảng 2. Bộ chỉ số cấp xã\n{SCORES}1\tC\t5\t\n"


def test_several_sets_are_told_apart_and_one_must_be_picked():
    found = plans(SETS)
    assert [codes(plan) for plan in found] == [["1", "1.1"], ["1"]]
    assert must_pick(found)
    with pytest.raises(
        PlanError, match=r"2 bộ tiêu chí khác nhau.*\n1\. Bảng 1.*sở \(2 tiêu chí.*\n2\. Bảng 2.*1 tiêu chí.*\nBấm lại"
    ):
        pick(found, 0)
    assert pick(found, 2) == (found[1],)


@pytest.mark.parametrize("number", [-1, 3])
def test_a_number_that_no_table_has_is_refused(number: int):
    with pytest.raises(PlanError, match="không có bảng số"):
        pick(plans(SETS), number)


def test_a_set_printed_over_several_pages_is_one():
    (plan,) = plans(f"PHỤ LỤC\nBỘ CHỈ SỐ\n{SCORES}1\tA\t10\t\n- 2 -\nPHỤ LỤC\n{SCORES}2\tB\t5\t\n")
    assert codes(plan) == ["1", "2"]
    assert not must_pick((plan,))


def test_appendices_of_tasks_get_each_its_own_number():
    found = plans(
        f"Phụ lục I\nNHIỆM VỤ\n{TASKS}1\tA\tP\tQuý I\n2\tB\tP\t\n\nPhụ lục II\nBÁO CÁO\n{TASKS}1\tC\tP\t\n1.1\tD\tP\t\n"
    )
    assert [codes(plan) for plan in found] == [["I.1", "I.2"], ["II.1", "II.1.1"]]
    (whole,) = pick(found, 0)
    assert codes(whole) == ["I.1", "I.2", "II.1", "II.1.1"]
    assert [row.cells[c.TASK_NAME] for row in pick(found, 2)[0].rows] == ["C", "D"]


def test_appendices_with_roman_sections_are_told_apart_by_another_prefix():
    found = plans(f"Biểu 1\nA\n{TASKS}I\tA\t\t\n1\tB\tP\t\n\nBiểu 2\nC\n{TASKS}I\tD\t\t\n1\tE\tP\t\n")
    assert [codes(plan) for plan in found] == [["PL1.I", "PL1.1"], ["PL2.I", "PL2.1"]]


def test_appendices_whose_numbers_do_not_clash_keep_them():
    found = plans(f"Phụ lục I\nA\n{TASKS}1\tA\tP\tQuý I\n\nPhụ lục II\nB\n{TASKS}2\tC\tP\t\n")
    assert [codes(plan) for plan in found] == [["1", "2"]]


def test_scores_and_tasks_of_one_document_both_come_in():
    found = plans(f"Phụ lục I\nĐIỂM\n{SCORES}1\tA\t10\t9\n\nPhụ lục II\nVIỆC\n{TASKS}1\tA\tP\tQuý I\n")
    assert [plan.kind for plan in pick(found, 0)] == ["criteria", "tasks"]


@pytest.mark.parametrize(
    "table",
    [
        "STT\tTên đơn vị\tĐiểm tự chấm\tĐiểm thẩm định\tChỉ số (%)\tXếp hạng\n1\tSở A\t68,5\t66\t92,65\t1\n",
        "TT\tCơ quan\tTổng điểm\tXếp loại\n1\tSở A\t92,65\tTốt\n2\tSở B\t91,4\tTốt\n",
        "STT\tSở, ban, ngành\tNăm 2024\tĐiểm đạt\tThứ hạng\n1\tSở A\t90\t92,65\t1\n",
    ],
)
def test_a_ranking_of_agencies_is_no_set_of_criteria(table: str):
    with pytest.raises(PlanError, match="bảng xếp hạng"):
        plans(f"KẾT QUẢ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH\n{table}")


def test_a_refusal_names_the_headings_it_knows_and_those_it_misses():
    with pytest.raises(PlanError, match=r"'STT', 'Đơn vị chủ trì', 'Thời hạn'\. Thiếu cột: Nội dung"):
        plans("STT\tGì đó\tĐơn vị chủ trì\tThời hạn\n1\tA\tVăn phòng Sở\tQuý I\n")
