"""The sheet `Việc phát sinh`: work that units write into their sheets beyond what was given out.

What the office accepts becomes a task of the unit; the row stays, with the task's STT.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from cchc_macros import contract as c
from cchc_macros.book.cells import text_of
from cchc_macros.book.work import read_roster, read_tasks
from cchc_macros.book.workbook import Workbook
from cchc_macros.returns.merge import Reply
from cchc_macros.returns.registers import Key, in_words, to_cell
from cchc_macros.returns.rows import Proposed
from cchc_macros.rules.days.deadlines import read_deadline
from cchc_macros.rules.tasks.memory import NEVER
from cchc_macros.rules.text import fold

HEADING_CODE, HEADING_NAME = "PS", "Việc phát sinh"
_SAID = (c.STATUS, c.PROGRESS, c.RESULT, c.PROOF)


class ProposedWork:
    """The table Proposals. A row is known by its unit, its round and its words.

    Attributes:
        accepted: What units said so far of the work that was accepted now, by row of Progress.
    """

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._has = workbook.has(c.PROPOSALS)
        self._rows = list(workbook.table(c.PROPOSALS).rows()) if self._has else []
        self._known = {_key(row): index for index, row in self._rows}
        self._new: dict[tuple[str, str, str], dict[str, Any]] = {}
        self._changes: dict[int, dict[str, Any]] = {}
        self.accepted: dict[Key, list[Reply]] = {}

    def accept(self) -> list[tuple[str, str, str]]:
        """Make tasks of what the office accepted and that is none yet; return lines for the log.

        What a unit proposes again in a later round is the task that it became, or becomes now.
        """
        chosen = [
            (index, row)
            for index, row in self._rows
            if fold(text_of(row[c.CHOICE])) == fold(c.ACCEPT) and not text_of(row[c.STT])
        ]
        if not chosen:
            return []
        table, tasks = self._workbook.table(c.TASKS), read_tasks(self._workbook)
        ours = [task for task in tasks if fold(task.code.partition(".")[0]) == fold(HEADING_CODE)]
        taken = [task.code.partition(".")[2] for task in ours]
        number = max((int(one) for one in taken if one.isdecimal()), default=0)
        names = {fold(unit.code): unit.name for unit in read_roster(self._workbook).units}
        year = self._workbook.settings.year(c.YEAR_PLAN)
        rows: list[dict[str, Any]] = []
        known = {fold(task.code) for task in tasks}
        made = {_whose(row): code for _, row in self._rows if fold(code := text_of(row[c.STT])) in known}
        log = []
        for index, row in chosen:
            unit, name, deadline = text_of(row[c.UNIT]), text_of(row[c.SHEET_TASK]), text_of(row[c.TASK_DEADLINE])
            code = made.get(_whose(row), "")
            if not code:
                number += 1
                code = made[_whose(row)] = f"{HEADING_CODE}.{number}"
                rows.append(
                    {
                        c.STT: code, c.TASK_NAME: name, c.REQUIREMENT: text_of(row[c.REQUIREMENT]),
                        c.TASK_DEADLINE: deadline, c.DUE: read_deadline(deadline, year).due,
                        c.LEAD: names.get(fold(unit), unit), c.STATUS: c.TODO,
                    }
                )  # fmt: skip
            self._changes[index] = {c.STT: code}
            said = {heading: in_words(heading, row[heading]) for heading in _SAID if text_of(row[heading])}
            self.accepted[code, unit, text_of(row[c.PERIOD])] = [Reply(text_of(row[c.SOURCE]), NEVER, said)]
            log.append((unit, c.ACCEPT, f"{code}: {name}"))
        if ours and rows:
            table.update({}, inserted={max(task.row for task in ours): rows})
        elif rows:
            table.update({}, new=[{c.STT: HEADING_CODE, c.TASK_NAME: HEADING_NAME}, *rows])
        return log

    def add(self, unit: str, period: str, proposed: Iterable[Proposed], source: str, day: date) -> int:
        """List what a file proposes, or what it says anew of what it proposed before; return how much is new."""
        new = 0
        for one in proposed:
            key = (fold(unit), fold(period), fold(one.name))
            said = {heading: to_cell(heading, one.values.get(heading, "")) for heading in _SAID}
            told = {**said, c.SOURCE: source, c.UPDATED: day}
            if key in self._known:
                self._changes.setdefault(self._known[key], {}).update(told)
                continue
            new += key not in self._new
            self._new[key] = {
                c.UNIT: unit, c.PERIOD: period or None, c.SHEET_TASK: one.name, c.REQUIREMENT: one.requirement or None,
                c.TASK_DEADLINE: one.deadline or None, **told,
            }  # fmt: skip
        return new

    def waiting(self) -> int:
        """How many wait for the office."""
        return len(self._new) + sum(not text_of(row[c.CHOICE]) for _, row in self._rows)

    def write(self) -> None:
        """Write what is new; a workbook made before there was such a sheet goes without."""
        if self._has and (self._changes or self._new):
            self._workbook.table(c.PROPOSALS).update(self._changes, new=list(self._new.values()))


def _whose(row: dict[str, Any]) -> tuple[str, str]:
    return fold(text_of(row[c.UNIT])), fold(text_of(row[c.SHEET_TASK]))


def _key(row: dict[str, Any]) -> tuple[str, str, str]:
    return fold(text_of(row[c.UNIT])), fold(text_of(row[c.PERIOD])), fold(text_of(row[c.SHEET_TASK]))
