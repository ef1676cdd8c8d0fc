"""Remedies become tasks once, with the criterion's lead and deadline."""

from decimal import Decimal

from cchc_macros.rules.scoring.scores import Criterion, score
from cchc_macros.rules.tasks.remedies import remedies
from cchc_macros.rules.tasks.tasks import Task


def made(*rows, written=None, tasks=(), chosen=()):
    """The remedies of rows given as STT, result and lead, with what was written of some by STT."""
    scored = score([
        Criterion(row=i, code=code, name=f"Tiêu chí {code}", max_score=Decimal(2), result=Decimal(result), lead=lead,
                  deadline="Trong năm 2026", **(written or {}).get(code, {}))
        for i, (code, result, lead) in enumerate(rows)
    ])  # fmt: skip
    return remedies(scored, tasks, chosen)


def test_a_remedy_takes_over_what_the_criterion_says():
    rows = ("1", 0, "Văn phòng Sở"), ("1.1", 1, ""), ("1.2", 2, ""), ("1.3", 0, "Phòng A")
    found = made(*rows, written={"1.1": {"cause": "Chậm", "remedy": "Giao lịch"}})
    (task,) = found.tasks
    assert (task.code, task.criterion.code, task.lead) == ("KP.1", "1.1", "Văn phòng Sở")
    assert task.requirement == "Giao lịch\nNguyên nhân: Chậm"
    assert found.needs_heading
    assert found.skipped == (("1.3", "chưa ghi Giải pháp"),)


def test_what_has_a_task_gets_no_second_one():
    tasks = [
        Task(row=0, code="KP", name="Khắc phục"),
        Task(row=1, code="KP.4", name="Việc", requirement="x", related=("1",)),
    ]
    written = {"1": {"remedy": "x"}, "2": {"remedy": "y"}}
    found = made(("1", 1, "A"), ("2", 1, "A"), written=written, tasks=tasks)
    assert [task.code for task in found.tasks] == ["KP.5"]
    assert not found.needs_heading
    assert ("1", "đã có nhiệm vụ") in found.skipped


def test_chosen_criteria_are_all_answered_for():
    written = {code: {"remedy": "x"} for code in ("I", "2", "3")}
    rows = ("I", 1, "A"), ("2", 2, "A"), ("3", 1, "A")
    found = made(*rows, written=written, chosen=["1", "2", "9", "1"])
    assert [task.criterion.code for task in found.tasks] == ["I"]
    assert dict(found.skipped) == {"2": "không mất điểm", "9": "không có tiêu chí này ở Bảng điểm"}
