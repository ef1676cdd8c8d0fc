"""What leads report becomes the task's status and progress, where the office has not decided otherwise.

`Theo phiếu` shows what the reports amount to, for tasks and for criteria that are work themselves, and tells what
we wrote last: a status that differs from it is the office's own. Reports without a status say nothing: the task and
`Theo phiếu` stay.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from cchc_macros import contract as c
from cchc_macros.book.cells import text_of
from cchc_macros.book.tables import Over
from cchc_macros.book.work import Work
from cchc_macros.returns.conflicts import Conflicts
from cchc_macros.returns.derive import TaskState, task_state
from cchc_macros.returns.merge import EDITED, Conflict
from cchc_macros.returns.registers import Key, Record
from cchc_macros.rules.notes import person_in
from cchc_macros.rules.tasks.tasks import WorkItem
from cchc_macros.rules.text import fold
from cchc_macros.rules.typed_values import in_words, to_cell

_SOURCE = "báo cáo của đơn vị chủ trì"
_UNDECIDED = {c.STATUS: ("", c.TODO), c.PROGRESS: ("", "0%")}


class TaskReports:
    """The columns of Tasks and Criteria that follow the reports; `said` is what units said before this collection.

    Attributes:
        kept: Lines for the log about persons that leads name anew where the plan or the office names somebody else.
    """

    def __init__(self, work: Work, said: Mapping[Key, Record]) -> None:
        self._work = work
        self._leads = work.assignment.leads()
        self.kept: list[tuple[str, str, str]] = []
        self._named = {item.id: _persons(self._reports(item, said)) for item in work.items}
        self._tables = {True: work.task_table, False: work.scores.table}
        self._rows = {is_task: dict(table.rows()) for is_task, table in self._tables.items()}
        self._changes: dict[bool, dict[int, dict[str, Any]]] = {True: defaultdict(dict), False: defaultdict(dict)}
        self._by_code = {item.code: item.row for item in work.items if item.is_task}

    def now(self, key: Key, heading: str) -> str | None:
        """What a task's cell says."""
        row = self._by_code.get(key[0])
        return None if row is None else in_words(heading, self._rows[True][row][heading])

    def settle(self, key: Key, heading: str, value: str, saved: datetime, source: str, *, take: bool) -> None:  # noqa: ARG002
        """Carry out the office's choice about a task's status or progress."""
        row = self._by_code.get(key[0])
        if take and row is not None:
            self._put(row, heading, value)
            changes = self._changes[True][row]
            changes[heading] = Over(changes[heading])

    def follow(self, said: Mapping[Key, Record], conflicts: Conflicts) -> None:
        """Work out the state of every piece of work anew, from what each unit said last of it."""
        for item in self._work.items:
            reports = self._reports(item, said)
            self._name_persons(item, _persons(reports))
            states = [TaskState(one.values[c.STATUS], one.values[c.PROGRESS]) if one else None for one in reports]
            now, old = task_state(states), TaskState.read(text_of(self._rows[item.is_task][item.row].get(c.REPORTED)))
            if now != old and (now.status or not item.is_task):
                self._changes[item.is_task][item.row][c.REPORTED] = str(now) or None
                if item.is_task:
                    self._follow(item, now, old, conflicts)

    def _reports(self, item: WorkItem, said: Mapping[Key, Record]) -> list[Record | None]:
        return [said.get((item.label, code)) for code in self._leads[item.id]]

    def _name_persons(self, item: WorkItem, named: str) -> None:
        """Write down whom the leads name as in charge, unless the plan or the office names somebody else."""
        before, ours = fold(self._named[item.id]), fold(item.person)
        if named in ("", item.person):
            return
        if ours in ("", before):
            self._changes[item.is_task][item.row][c.PERSON] = named
        elif fold(named) not in (before, ours):
            told, kept = ("; ".join(text.splitlines()) for text in (named, item.person))
            self.kept.append(("", c.PERSON, f"STT {item.label}: phiếu ghi {told}; sổ giữ {kept}"))

    def statuses(self) -> dict[int, str]:
        """What Tasks says of each task: the office's word, else what the reports amount to."""
        return {row: in_words(c.STATUS, values[c.STATUS]) for row, values in self._rows[True].items()}

    def write(self) -> None:
        """Write the changed cells."""
        for is_task, table in self._tables.items():
            table.update(self._changes[is_task])

    def _follow(self, item: WorkItem, now: TaskState, old: TaskState, conflicts: Conflicts) -> None:
        for heading, value, before in ((c.STATUS, now.status, old.status), (c.PROGRESS, now.progress, old.progress)):
            mine = in_words(heading, self._rows[True][item.row][heading])
            if value in (before, mine) or not (value or mine == before):
                continue
            conflicts.drop(c.TASKS_SHEET, (item.code,), heading)
            if mine == before or mine in _UNDECIDED[heading]:
                self._put(item.row, heading, value)
            else:
                asked = Conflict(heading, mine, value, EDITED, _SOURCE, datetime.now(UTC).replace(microsecond=0))
                conflicts.add(c.TASKS_SHEET, (item.code,), [asked])

    def _put(self, row: int, heading: str, value: str) -> None:
        self._rows[True][row][heading] = self._changes[True][row][heading] = to_cell(heading, value)


def _persons(reports: Iterable[Record | None]) -> str:
    """Whom reports name as in charge, one a line."""
    named = (person_in(one.values.get(c.NOTE, "")) for one in reports if one)
    return "\n".join(dict.fromkeys(filter(None, named)))
