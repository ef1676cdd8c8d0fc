"""Rows that a revised plan numbers anew: the tables that name them by STT follow."""

from collections.abc import Callable, Mapping

from cchc_macros import contract as c
from cchc_macros.book.cells import split_names, text_of
from cchc_macros.book.workbook import Workbook
from cchc_macros.contract import TableSpec
from cchc_macros.rules.codes import clean_code
from cchc_macros.rules.tasks.tasks import CRITERION_PREFIX

_ABOUT_TASKS = (c.TASKS_SHEET, c.PROGRESS_SHEET)  # in the column `Bảng` of Conflicts
_ABOUT_CRITERIA = (c.SCORES_SHEET, c.SELF_SCORES_SHEET, c.APPRAISALS_SHEET, c.PROGRESS_SHEET)

Rename = Callable[[str], str]


def follow_moved(workbook: Workbook, spec: TableSpec, moved: Mapping[str, str]) -> None:
    """Write the new STT of rows of Tasks or Criteria wherever another table names them; `moved` is old -> new."""
    if not moved:
        return
    now = {clean_code(before): after for before, after in moved.items()}
    if spec is c.TASKS:
        _rename(workbook, c.PROGRESS_TABLE, c.STT, _one(now))
        _rename(workbook, c.CONFLICTS, c.STT, _one(now), _ABOUT_TASKS)
        return
    tasks = {clean_code(row[c.STT]) for _, row in workbook.table(c.TASKS).rows()}
    labels = {code: after for code, after in now.items() if code not in tasks} | {
        clean_code(CRITERION_PREFIX + code): CRITERION_PREFIX + after for code, after in now.items()
    }
    _rename(workbook, c.TASKS, c.RELATED, lambda text: "; ".join(map(_one(now), split_names(text, ";,"))))
    _rename(workbook, c.PROGRESS_TABLE, c.STT, _one(labels))
    for beside in (c.SELF_SCORES, c.APPRAISALS, c.EVIDENCE_TABLE):
        _rename(workbook, beside, c.STT, _one(now))
    _rename(workbook, c.CONFLICTS, c.STT, _one(labels), _ABOUT_CRITERIA)


def _one(now: Mapping[str, str]) -> Rename:
    return lambda text: now.get(clean_code(text), text)


def _rename(workbook: Workbook, spec: TableSpec, heading: str, rename: Rename, about: tuple[str, ...] = ()) -> None:
    """Rename in one column of a table, in Conflicts only the rows about certain sheets."""
    if not workbook.has(spec):
        return
    table = workbook.table(spec)
    cells = {
        index: {heading: after}
        for index, row in table.rows()
        if (before := text_of(row[heading]))
        and (after := rename(before)) != before
        and (not about or text_of(row[c.IN_TABLE]) in about)
    }
    table.update(cells)
