"""Tạo việc khắc phục: a task for every criterion that lost points and whose remedy staff wrote down."""

from dataclasses import replace
from typing import Any

import xlwings as xw

from cchc_macros import contract as c
from cchc_macros.book.work import Work, read_work
from cchc_macros.book.workbook import Workbook
from cchc_macros.rules.codes import clean_code
from cchc_macros.rules.days.deadlines import read_deadline
from cchc_macros.rules.tasks.remedies import HEADING_CODE, HEADING_NAME, NO_SOLUTION, Remedies, Remedy, remedies
from cchc_macros.rules.text import first_few, fold
from cchc_macros.summary import Question, Summary

ACTION = "Tạo việc khắc phục"
_SHOWN = 8


def remedy(book: xw.Book, criteria: str = "", *, each: bool = False, dry_run: bool = False) -> Summary:
    """Add a task to the sheet `Nhiệm vụ` for every criterion with lost points and a `Giải pháp`, once.

    Args:
        book: The workbook.
        criteria: STT of the criteria wanted ("1.2,3.1"); blank: all that lost points.
        each: While no criteria are named, a preview asks for each whether it is wanted.
        dry_run: Only say which tasks there would be.

    Raises:
        WorkbookError, DataError: the workbook cannot be read.
    """
    workbook = Workbook(book)
    workbook.will_reshape(c.TASKS, c.LOG)
    work = workbook.once(read_work)
    chosen = [code for part in criteria.replace(";", ",").split(",") if (code := clean_code(part))]
    found = remedies(work.scores, work.tasks, chosen)
    if dry_run:
        return _ask_each(work, found) if each and not chosen else _summary(work, found, "Sẽ thêm")
    if found.tasks:
        _write(workbook, work, found)
        lines = [("", f"{one.code} cho tiêu chí {one.criterion.code}", one.requirement) for one in found.tasks]
        workbook.log(ACTION, lines)
    return _summary(work, found)


def _ask_each(work: Work, found: Remedies) -> Summary:
    """A question for every task that can be; without one, or if all are answered no, there is nothing to do."""
    questions = [
        Question(
            text=f"{one.name}\n\n{one.requirement}\n\nLập việc khắc phục này?\nThôi: dừng hỏi, giữ các việc đã chọn.",
            value=one.criterion.code, yes="criteria",
        )
        for one in found.tasks
    ]  # fmt: skip
    told = _summary(work, found, "Sẽ thêm")
    return replace(
        told,
        message="Chưa chọn tiêu chí nào, sổ giữ nguyên." if questions else told.message,
        questions=questions,
        idle=True,
    )


def _write(workbook: Workbook, work: Work, found: Remedies) -> None:
    """Add the rows below the last of their kind, else at the end under a heading of their own."""
    rows = [_row(one, work) for one in found.tasks]
    ours = [task.row for task in work.tasks if fold(task.code.partition(".")[0]) == fold(HEADING_CODE)]
    table = workbook.table(c.TASKS)
    if ours and not found.needs_heading:
        table.update({}, inserted={max(ours): rows})
    else:
        table.update({}, new=[{c.STT: HEADING_CODE, c.TASK_NAME: HEADING_NAME}, *rows])


def _row(one: Remedy, work: Work) -> dict[str, Any]:
    row = one.criterion
    return {
        c.STT: one.code, c.TASK_NAME: one.name, c.REQUIREMENT: one.requirement, c.TASK_DEADLINE: row.deadline,
        c.DUE: _due(one, work), c.LEAD: one.lead, c.SUPPORT: one.support, c.RELATED: row.code, c.STATUS: c.TODO,
        c.PERSON: row.person, c.LEADER: row.leader,
    }  # fmt: skip


def _due(one: Remedy, work: Work) -> Any:
    """The day of the deadline; where its text gives none, the one typed beside the criterion."""
    deadline = read_deadline(one.criterion.deadline, work.settings.year(c.YEAR_PLAN))
    return deadline.due if deadline.kind in ("day", "recurring") else one.criterion.due


def _summary(work: Work, found: Remedies, verb: str = "Đã thêm") -> Summary:
    waiting = [code for code, reason in found.skipped if reason == NO_SOLUTION]
    if found.tasks:
        listed = first_few((one.criterion.code for one in found.tasks), _SHOWN)
        parts = [
            f"{verb} {len(found.tasks)} việc khắc phục vào sheet {c.TASKS_SHEET}: {listed}.",
            "Xem lại rồi bấm Tạo phiếu giao việc.",
        ]
    elif found.skipped:
        parts = ["Chưa có việc khắc phục nào để thêm."]
    else:
        parts = [f"Sheet {c.SCORES_SHEET} không có tiêu chí nào mất điểm nên không có việc khắc phục để thêm."]
    if waiting:
        parts.append(
            f"{len(waiting)} tiêu chí mất điểm chưa ghi {c.REMEDY} ở sheet {c.SCORES_SHEET}: "
            f"{first_few(waiting, _SHOWN)}. Ghi rồi bấm lại."
        )
    others = [f"{code} ({reason})" for code, reason in found.skipped if reason != NO_SOLUTION]
    if others:
        parts.append(f"Bỏ qua: {first_few(others, _SHOWN)}.")
    data = {
        "tasks": [
            {
                "code": one.code, "criterion": one.criterion.code, "lead": one.lead,
                "due": day.isoformat() if (day := _due(one, work)) else None,
            }
            for one in found.tasks
        ],
        "skipped": [{"criterion": code, "reason": reason} for code, reason in found.skipped],
    }  # fmt: skip
    return Summary(message=" ".join(parts), data=data, idle=not found.tasks)
