"""Remedies become tasks once, with the criterion's lead and deadline."""

from decimal import Decimal

from cchc_macros.rules.scoring.scores import Criterion, build_tree, score_tree
from cchc_macros.rules.tasks.remedies import Written, remedies
from cchc_macros.rules.tasks.tasks import Task


def tree_of(*rows):
    criteria = [
        Criterion(row=i, code=code, name=f"Tiêu chí {code}", max_score=Decimal(2), result=Decimal(result), lead=lead,
                  deadline="Trong năm 2026")
        for i, (code, result, lead) in enumerate(rows)
    ]  # fmt: skip
    return build_tree(criteria)


def made(tree, written, tasks=(), chosen=()):
    return remedies(tree, score_tree(tree), written, tasks, chosen)


def test_a_remedy_takes_over_what_the_criterion_says():
    tree = tree_of(("1", 0, "Văn phòng Sở"), ("1.1", 1, ""), ("1.2", 2, ""), ("1.3", 0, "Phòng A"))
    found = made(tree, {1: Written(cause="Chậm", solution="Giao lịch", person="Ông A", leader="Bà B"), 3: Written()})
    (task,) = found.tasks
    assert (task.code, task.criterion, task.lead, task.deadline) == ("KP.1", "1.1", "Văn phòng Sở", "Trong năm 2026")
    assert task.requirement == "Giao lịch\nNguyên nhân: Chậm"
    assert (task.person, task.leader) == ("Ông A", "Bà B")
    assert found.needs_heading
    assert found.skipped == (("1.3", "chưa ghi Giải pháp"),)


def test_what_has_a_task_gets_no_second_one():
    tree = tree_of(("1", 1, "A"), ("2", 1, "A"))
    written = {0: Written(solution="x"), 1: Written(solution="y")}
    tasks = [
        Task(row=0, code="KP", name="Khắc phục"),
        Task(row=1, code="KP.4", name="Việc", requirement="x", related=("1",)),
    ]
    found = made(tree, written, tasks)
    assert [task.code for task in found.tasks] == ["KP.5"]
    assert not found.needs_heading
    assert ("1", "đã có nhiệm vụ") in found.skipped


def test_chosen_criteria_are_all_answered_for():
    tree = tree_of(("I", 1, "A"), ("2", 2, "A"), ("3", 1, "A"))
    found = made(tree, dict.fromkeys(range(3), Written(solution="x")), chosen=["1", "2", "9", "1"])
    assert [task.criterion for task in found.tasks] == ["I"]
    assert dict(found.skipped) == {"2": "không mất điểm", "9": "không có tiêu chí này ở Bảng điểm"}
