"""The sheet `Việc phát sinh`: work that units write into their sheets beyond what was given out.

What the office accepts becomes a task of the unit; the row stays, with the task's STT. What it declined stays declined
where the unit writes it again, in whatever round; other words are another proposal.
"""

from collections.abc import Iterator, Sequence
from dataclasses import field
from datetime import date, datetime
from typing import Any

from cchc_macros import contract as c
from cchc_macros.book.cells import text_of
from cchc_macros.book.work import read_roster, read_tasks
from cchc_macros.book.workbook import Workbook
from cchc_macros.returns.files import ReturnedFile
from cchc_macros.returns.merge import Reply
from cchc_macros.returns.notes import Note
from cchc_macros.returns.received import Returns
from cchc_macros.returns.registers import Key, local
from cchc_macros.returns.rows import Proposed
from cchc_macros.rules.days.deadlines import read_deadline
from cchc_macros.rules.tasks.memory import NEVER
from cchc_macros.rules.text import fold, shortened, tokens
from cchc_macros.rules.typed_values import in_words, to_cell
from xl.late import dataclass

HEADING_CODE, HEADING_NAME = "PS", "Việc phát sinh"
_SAID = (c.STATUS, c.PROGRESS, c.RESULT, c.PROOF)
_WORDS = (c.SHEET_TASK, c.REQUIREMENT, c.TASK_DEADLINE)
_SHOWN = 60


@dataclass(slots=True, eq=False)
class _Row:
    """A row as it is to be, and what of it is to be written; a row without a number is not in the table yet."""

    index: int | None
    cells: dict[str, Any]
    changes: dict[str, Any] = field(default_factory=dict)
    saved: datetime | None = None  # the file of this run that spoke of it last

    def put(self, cells: dict[str, Any]) -> None:
        self.cells |= cells
        self.changes |= cells

    def text(self, heading: str) -> str:
        return text_of(self.cells.get(heading))

    @property
    def is_accepted(self) -> bool:
        return fold(self.text(c.CHOICE)) == fold(c.ACCEPT)

    @property
    def is_declined(self) -> bool:
        return fold(self.text(c.CHOICE)) == fold(c.DECLINE)

    @property
    def is_decided(self) -> bool:
        return self.is_accepted or self.is_declined

    @property
    def whose(self) -> tuple[str, ...]:
        """What tells this work from every other, in whatever round: its unit and its words, however marked off."""
        parts = (tokens(self.text(heading)) for heading in _WORDS)
        return (fold(self.text(c.UNIT)), *(" ".join(one.key for one in part if one.is_word) for part in parts))


class ProposedWork:
    """The table Proposals.

    Attributes:
        accepted: What units said so far of the work that was accepted now, by row of Progress.
        declined: How many of those that came now had been declined before.
    """

    def __init__(self, workbook: Workbook, returns: Returns) -> None:
        self._workbook, self._returns = workbook, returns
        self._has = workbook.has(c.PROPOSALS)
        self._rows = [_Row(index, dict(row)) for index, row in workbook.table(c.PROPOSALS).rows()] if self._has else []
        self._of_unit: dict[str, list[_Row]] = {}
        for row in self._rows:
            self._of_unit.setdefault(fold(row.text(c.UNIT)), []).append(row)
        self.accepted: dict[Key, list[Reply]] = {}
        self.declined = 0

    def accept(self) -> list[tuple[str, str, str]]:
        """Make tasks of what the office accepted and that is none yet; return lines for the log.

        What a unit proposes again in a later round is the task that it became, or becomes now.
        """
        chosen = [row for row in self._rows if row.is_accepted and not row.text(c.STT)]
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
        made = {row.whose: row.text(c.STT) for row in self._rows if fold(row.text(c.STT)) in known}
        log: dict[str, tuple[str, str, str]] = {}
        for row in chosen:
            unit, name, deadline = row.text(c.UNIT), row.text(c.SHEET_TASK), row.text(c.TASK_DEADLINE)
            code = made.get(row.whose, "")
            if not code:
                number += 1
                code = made[row.whose] = f"{HEADING_CODE}.{number}"
                rows.append(
                    {
                        c.STT: code, c.TASK_NAME: name, c.REQUIREMENT: row.text(c.REQUIREMENT),
                        c.TASK_DEADLINE: deadline, c.DUE: read_deadline(deadline, year).due,
                        c.LEAD: names.get(fold(unit), unit), c.STATUS: c.TODO,
                    }
                )  # fmt: skip
            self._become(row, code)
            log.setdefault(code, (unit, c.ACCEPT, f"{code}: {name}"))
        if ours and rows:
            table.update({}, inserted={max(task.row for task in ours): rows})
        elif rows:
            table.update({}, new=[{c.STT: HEADING_CODE, c.TASK_NAME: HEADING_NAME}, *rows])
        return list(log.values())

    def add(
        self, unit: str, period: str, proposed: Sequence[Proposed], file: ReturnedFile, day: date
    ) -> Iterator[Note]:
        """List what a file proposes, or what it says anew of what it proposed before; yield what there is to tell."""
        here: list[_Row] = []
        mine = self._of_unit.setdefault(fold(unit), [])
        for one in proposed:
            words = {c.SHEET_TASK: one.name, c.REQUIREMENT: one.requirement, c.TASK_DEADLINE: one.deadline}
            found = _Row(
                None, {c.UNIT: unit, c.PERIOD: period or None} | {h: text or None for h, text in words.items()}
            )
            same = [row for row in mine if row.whose == found.whose]
            before = next((row for row in reversed(same) if row.is_decided and self._stands(row)), None)
            row = _row_of(found, mine, here)
            if row is None:
                row = found
                self._rows.append(row)
                mine.append(row)
            here.append(row)
            self._say(row, found, one, file, day)
            if before is not None and not row.is_decided:
                row.put({c.CHOICE: before.cells[c.CHOICE]})
                if before.text(c.STT):
                    self._become(row, before.text(c.STT))
            self.declined += row.is_declined
            yield Note(one.place, _described(row, before))

    def waiting(self) -> int:
        """How many wait for the office."""
        return sum(not row.is_decided for row in self._rows)

    def write(self) -> None:
        """Write what is new; a workbook made before there was such a sheet goes without."""
        changes = {row.index: row.changes for row in self._rows if row.index is not None and row.changes}
        new = [row.cells for row in self._rows if row.index is None]
        if self._has and (changes or new):
            self._workbook.table(c.PROPOSALS).update(changes, new=new)

    def _say(self, row: _Row, found: _Row, one: Proposed, file: ReturnedFile, day: date) -> None:
        """Write what a file says of a proposal; one older than what is there only fills what is blank."""
        said = {h: to_cell(h, value) for h in _SAID if (value := one.values.get(h, ""))}
        saved = row.saved or self._returns.saved(row.text(c.SOURCE))
        if saved is not None and saved > local(file.saved):
            row.put({heading: value for heading, value in said.items() if not row.text(heading)})
            return
        row.saved = local(file.saved)
        words = {} if row.is_decided else {heading: found.cells[heading] for heading in _WORDS}
        row.put({**words, **said, c.SOURCE: file.name, c.UPDATED: day})

    def _stands(self, row: _Row) -> bool:
        """Whether what the office decided holds: of accepted work that there is a task, which may be deleted since."""
        if row.is_declined:
            return True
        return fold(row.text(c.STT)) in {fold(task.code) for task in read_tasks(self._workbook)}

    def _become(self, row: _Row, code: str) -> None:
        """Let a row be of a task, and what it says the unit's answer."""
        row.put({c.STT: code})
        said = {heading: in_words(heading, row.cells[heading]) for heading in _SAID if row.text(heading)}
        self.accepted[code, row.text(c.UNIT), row.text(c.PERIOD)] = [Reply(row.text(c.SOURCE), NEVER, said)]


def _row_of(found: _Row, mine: Sequence[_Row], here: Sequence[_Row]) -> _Row | None:
    """The row of this round that a proposal is about: one with its words, else one of that name nobody decided on.

    Args:
        found: The proposal.
        mine: The rows of its unit.
        here: The rows that the same file spoke of already.
    """
    of_round = [row for row in mine if fold(row.text(c.PERIOD)) == fold(found.text(c.PERIOD))]
    if same := [row for row in of_round if row.whose == found.whose]:
        return same[-1]
    named = [row for row in of_round if row.whose[:2] == found.whose[:2]]
    return next((row for row in named if not row.is_decided and row not in here), None)


def _described(row: _Row, before: _Row | None) -> str:
    """What becomes of work that a unit wrote into its sheet."""
    told = f"Việc đơn vị ghi thêm: '{shortened(row.text(c.SHEET_TASK), _SHOWN)}'; "
    if row.is_declined:
        of_round = f" ở kỳ {before.text(c.PERIOD)}" if before is not None and before.text(c.PERIOD) else ""
        again = f"đã chọn {c.DECLINE}{of_round}, không hỏi lại"
        return f"{told}{again}. Đổi ý thì chọn {c.ACCEPT} ở sheet {c.PROPOSALS_SHEET}."
    if row.text(c.STT):
        return f"{told}là việc {row.text(c.STT)} đã nhận."
    return f"{told}chọn {c.ACCEPT} hoặc {c.DECLINE} ở sheet {c.PROPOSALS_SHEET}."
