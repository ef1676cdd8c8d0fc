"""The column `Mã chủ trì`: which units lead a piece of work, in a form that formulas of `Tổng quan` can count."""

from cchc_macros import contract as c
from cchc_macros.book.work import Work

SEPARATOR = ";"


def write_lead_codes(work: Work) -> None:
    """Write ";VP;NV1;" on every row that is work to be done, whoever its cell names; blank on the rest.

    A workbook made before there was such a column goes without it.
    """
    leads = work.assignment.leads()
    codes = {(item.is_task, item.row): leads[item.id] for item in work.items}
    for is_task, table in ((True, work.task_table), (False, work.scores.table)):
        rows = range(len(table.body))
        table.update({row: {c.LEAD_CODES: _spelled(codes.get((is_task, row), []))} for row in rows})


def _spelled(codes: list[str]) -> str | None:
    return f"{SEPARATOR}{SEPARATOR.join(codes)}{SEPARATOR}" if codes else None
