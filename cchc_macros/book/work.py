"""The work of the year as a workbook tells it: the roster, the tasks, and who does what."""

from dataclasses import dataclass
from decimal import Decimal

import xlwings as xw

from cchc_macros import contract as c
from cchc_macros.book.scores import Scores, read_scores
from cchc_macros.book.tables import Table, read_table, text_of
from cchc_macros.book.workbook import (
    Settings,
    date_text,
    day_or_none,
    lines_of,
    read_settings,
)
from cchc_macros.errors import DataError
from cchc_macros.rules.addresses import split_addresses
from cchc_macros.rules.assign import Assignment, assign
from cchc_macros.rules.audit_roster import audit_codes
from cchc_macros.rules.numbers import NotANumber, parse_number
from cchc_macros.rules.roster import Group, Roster, Unit
from cchc_macros.rules.scores import clean_code
from cchc_macros.rules.tasks import Task, WorkItem, work_items


def read_roster(book: xw.Book) -> Roster:
    """Read the tables Units and Groups."""
    units = [
        Unit(
            text_of(row[c.UNIT_CODE]), text_of(row[c.UNIT_NAME]), split_names(row[c.UNIT_ALIASES]),
            text_of(row[c.UNIT_KIND]).casefold(), text_of(row[c.UNIT_EMAIL]),
            split_addresses(text_of(row[c.UNIT_CC])), text_of(row[c.UNIT_CONTACT]), index,
        )
        for index, row in read_table(book, c.UNITS).rows()
    ]  # fmt: skip
    groups = [
        Group(
            text_of(row[c.GROUP_NAME]),
            tuple(kind.casefold() for kind in split_names(row[c.GROUP_KINDS], ";,")),
            split_names(row[c.GROUP_UNITS]),
            split_names(row[c.GROUP_EXCEPT]),
            index,
        )
        for index, row in read_table(book, c.GROUPS).rows()
    ]
    return Roster(units, groups)


def split_names(value: object, separators: str = ";") -> tuple[str, ...]:
    """Names in one cell, split at semicolons and line breaks: names contain commas themselves."""
    parts = ["" if value is None else str(value)]
    for separator in (*separators, "\n"):
        parts = [piece for part in parts for piece in part.split(separator)]
    return tuple(name for part in parts if (name := text_of(part)))


def read_tasks(book: xw.Book) -> tuple[Table, list[Task]]:
    """Read Tasks."""
    table = read_table(book, c.TASKS)
    tasks = [
        Task(
            index, clean_code(row[c.STT]), text_of(row[c.TASK_NAME]), lines_of(row[c.REQUIREMENT]),
            date_text(row[c.TASK_DEADLINE]), day_or_none(row[c.DUE]), lines_of(row[c.LEAD]),
            lines_of(row[c.SUPPORT]), tuple(map(clean_code, split_names(row[c.RELATED], ";,"))),
            text_of(row[c.STATUS]), _number_or_none(row[c.PROGRESS]), lines_of(row.get(c.PERSON)),
            lines_of(row.get(c.LEADER)),
        )
        for index, row in table.rows()
    ]  # fmt: skip
    return table, tasks


@dataclass(frozen=True, slots=True)
class Work:
    """The work of the year as read from the workbook."""

    settings: Settings
    roster: Roster
    scores: Scores
    task_table: Table
    tasks: list[Task]
    items: tuple[WorkItem, ...]
    assignment: Assignment


def read_work(book: xw.Book) -> Work:
    """Read everything that says who does what, and assign it."""
    settings = read_settings(book)
    roster = read_roster(book)
    scores = read_scores(book, settings)
    task_table, tasks = read_tasks(book)
    items = work_items(tasks, scores.criteria, scores.by_row, roster, settings.year(c.YEAR_PLAN))
    return Work(settings, roster, scores, task_table, tasks, items, assign(items, roster))


def read_assignable(book: xw.Book) -> Work:
    """Read the work as `read_work` does, for giving it to units: these and the work can be told apart.

    Raises:
        DataError: with the cell, where they cannot.
    """
    work = read_work(book)
    _check_units(book, work.roster)
    _check_items(work)
    return work


def _check_units(book: xw.Book, roster: Roster) -> None:
    for finding in audit_codes(roster):
        place = read_table(book, c.UNITS).cell(finding.row or 0, c.UNIT_CODE)
        raise DataError(f"{place}: {finding.message} {finding.hint}")


def _check_items(work: Work) -> None:
    """A filled sheet comes home by STT: two pieces of work with one STT could not be told apart."""
    seen: set[str] = set()
    for item in work.items:
        table = work.task_table if item.is_task else work.scores.table
        if not item.code or item.id in seen:
            problem = f"STT '{item.code}' trùng với một dòng phía trên" if item.code else "việc này chưa có STT"
            raise DataError(f"{table.cell(item.row, c.STT)}: {problem}. Mỗi việc cần một STT riêng; sửa rồi bấm lại.")
        seen.add(item.id)


def _number_or_none(value: object) -> Decimal | None:
    try:
        return parse_number(value)
    except NotANumber:
        return None
