"""The work of the year as a workbook tells it: the roster, the tasks, and who does what."""

from dataclasses import replace

from cchc_macros import contract as c
from cchc_macros.book.cells import day_or_none, lines_of, split_names, text_of
from cchc_macros.book.scores import Scores, read_scores
from cchc_macros.book.settings import Settings
from cchc_macros.book.tables import Table
from cchc_macros.book.workbook import Workbook
from cchc_macros.errors import DataError
from cchc_macros.rules.audit.roster import audit_codes
from cchc_macros.rules.codes import clean_code
from cchc_macros.rules.numbers import number_or_none
from cchc_macros.rules.tasks.assign import Assignment, TaskSheet, assign
from cchc_macros.rules.tasks.tasks import Task, WorkItem, work_items
from cchc_macros.rules.text import fold
from cchc_macros.rules.units.addresses import split_addresses, valid_address
from cchc_macros.rules.units.cells import read_unit_cell
from cchc_macros.rules.units.roster import Group, Roster, Unit
from xl.late import dataclass

_STATUSES = {fold(status): status for status in c.STATUSES}  # anything else is a finding, and blank


def read_roster(workbook: Workbook) -> Roster:
    """Read the tables Units and Groups."""
    units = [
        Unit(
            code=text_of(row[c.UNIT_CODE]), name=text_of(row[c.UNIT_NAME]), aliases=split_names(row[c.UNIT_ALIASES]),
            kind=text_of(row[c.UNIT_KIND]).casefold(), email=text_of(row[c.UNIT_EMAIL]),
            cc=split_addresses(text_of(row[c.UNIT_CC])), contact=text_of(row[c.UNIT_CONTACT]), row=index,
        )
        for index, row in workbook.table(c.UNITS).rows()
    ]  # fmt: skip
    rows = list(workbook.table(c.GROUPS).rows())
    by_kind = [
        Group(
            name=text_of(row[c.GROUP_NAME]),
            kinds=tuple(map(str.casefold, split_names(row[c.GROUP_KINDS], ";,"))),
            row=index,
        )
        for index, row in rows
    ]
    known = Roster(units, by_kind)
    if not any(row[c.GROUP_UNITS] or row[c.GROUP_EXCEPT] for _, row in rows):
        return known
    groups = [
        replace(group, units=units_named(row[c.GROUP_UNITS], known), excepted=units_named(row[c.GROUP_EXCEPT], known))
        for group, (_, row) in zip(by_kind, rows, strict=True)
    ]
    return Roster(units, groups)


def units_named(cell: object, known: Roster) -> tuple[str, ...]:
    """The units that a cell of ours names, read as a plan's cell is; what nobody knows keeps its text."""
    names: list[str] = []
    for mention in read_unit_cell(lines_of(cell), known):
        names += [unit.code or unit.name for unit in mention.units] or [mention.text]
    return tuple(dict.fromkeys(names))


def read_tasks(workbook: Workbook) -> list[Task]:
    """Read Tasks."""
    return [
        Task(
            row=index, code=clean_code(row[c.STT]), name=text_of(row[c.TASK_NAME]),
            requirement=lines_of(row[c.REQUIREMENT]),
            deadline=lines_of(row[c.TASK_DEADLINE]), due=day_or_none(row[c.DUE]), lead=lines_of(row[c.LEAD]),
            support=lines_of(row[c.SUPPORT]), related=tuple(map(clean_code, split_names(row[c.RELATED], ";,"))),
            status=_STATUSES.get(fold(row[c.STATUS] or ""), ""), progress=number_or_none(row[c.PROGRESS]),
            person=lines_of(row.get(c.PERSON)),
            leader=lines_of(row.get(c.LEADER)),
        )
        for index, row in workbook.table(c.TASKS).rows()
    ]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """The work of the year as read from the workbook."""

    settings: Settings
    roster: Roster
    scores: Scores
    task_table: Table
    tasks: list[Task]
    items: tuple[WorkItem, ...]
    assignment: Assignment

    @property
    def reply_to(self) -> str:
        """Where answers go: the setting, else the address of the unit that is the office; "" where there is none."""
        offices = (unit for unit in self.roster.units if fold(unit.kind) == fold(c.OFFICE))
        own = (one for unit in offices for one in split_addresses(unit.email) if valid_address(one))
        return next(iter(split_addresses(self.settings.text(c.REPLY_TO))), "") or next(own, "")

    @property
    def awaited(self) -> list[TaskSheet]:
        """The sheets that are to come back: all but that of the office itself, which asks for them."""
        here = {self.reply_to.casefold()} - {""}
        return [sheet for sheet in self.assignment.sheets if sheet.addresses != here or not here]


def read_work(workbook: Workbook) -> Work:
    """Read everything that says who does what, and assign it."""
    settings, roster = workbook.settings, workbook.once(read_roster)
    scores, tasks = workbook.once(read_scores), workbook.once(read_tasks)
    items = work_items(tasks, scores, roster, settings.year(c.YEAR_PLAN))
    return Work(
        settings=settings,
        roster=roster,
        scores=scores,
        task_table=workbook.table(c.TASKS),
        tasks=tasks,
        items=items,
        assignment=assign(items, roster),
    )


def read_assignable(workbook: Workbook) -> Work:
    """Read the work as `read_work` does, for giving it to units: these and the work can be told apart.

    Raises:
        DataError: with the cell, where they cannot.
    """
    work = workbook.once(read_work)
    for finding in audit_codes(work.roster):
        place = workbook.table(c.UNITS).cell(finding.row or 0, c.UNIT_CODE)
        raise DataError(f"{place}: {finding.message} {finding.hint}")
    _check_items(work)
    return work


def _check_items(work: Work) -> None:
    """A filled sheet comes home by STT: two pieces of work with one STT could not be told apart."""
    seen: set[str] = set()
    for item in work.items:
        table = work.task_table if item.is_task else work.scores.table
        if not item.code or item.id in seen:
            problem = f"STT '{item.code}' trùng với một dòng phía trên" if item.code else "việc này chưa có STT"
            raise DataError(f"{table.cell(item.row, c.STT)}: {problem}. Mỗi việc cần một STT riêng; sửa rồi bấm lại.")
        seen.add(item.id)
