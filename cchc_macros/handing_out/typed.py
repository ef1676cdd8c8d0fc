"""What people typed on the office's own task sheets, weighed against the sheet `Tiến độ` when these are filled anew.

A value that the sheet showed last, or that the unit said last, in this round or an earlier one, gives way to what
`Tiến độ` says now. Any other was typed there since: it stays where it is and becomes a row of `Xung đột`, for the
office to choose.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from cchc_macros.book.cells import text_of
from cchc_macros.book.progress import in_round
from cchc_macros.book.workbook import Workbook
from cchc_macros.handing_out.disputes import Answer, Dispute, Disputes
from cchc_macros.handing_out.names import Names
from cchc_macros.rules.tasks.memory import Memory
from cchc_macros.rules.text import fold
from cchc_macros.rules.typed_values import in_words

REASON = f"Gõ trên phiếu trong sổ, khác sheet {c.PROGRESS_SHEET}"

Key = tuple[str, str]  # STT shown, unit


class TypedOnSheets:
    """The register of progress and the list of conflicts, as filling the task sheets changes them.

    Attributes:
        conflicts: How many values wait for the office since this run.
    """

    def __init__(self, workbook: Workbook) -> None:
        self.conflicts = 0
        self._progress = workbook.table(c.PROGRESS_TABLE)
        rows = sorted(self._progress.rows(), key=lambda pair: text_of(pair[1].get(c.SUPERSEDED)) != "x")
        # Of several rounds the one that holds, else the last, as everywhere.
        self._rows_of: dict[Key, list[int]] = {}
        for index, row in rows:
            self._rows_of.setdefault((text_of(row[c.STT]), text_of(row[c.UNIT])), []).append(index)
        self._period = {index: text_of(row.get(c.PERIOD)) for index, row in rows}
        self._memories: dict[int, Memory] = {}
        self._disputes = Disputes(workbook)

    def merge(self, key: Key, sheet: str, typed: Mapping[str, Any], row: dict[str, Any]) -> None:
        """Bring what was typed into a row that is to be shown; the register knows the row.

        Args:
            key: The row's key.
            sheet: The sheet's name.
            typed: The row as it stands on the sheet; empty where it is new there.
            row: What `Tiến độ` says; where somebody typed something else since, that stays.
        """
        memories = [self._memory(index) for index in self._rows_of[key]]
        shown = {heading: in_words(heading, row[heading]) for heading in u.UNIT_FILLS}
        for heading in u.UNIT_FILLS:
            there, here = in_words(heading, typed.get(heading)), shown[heading]
            first = c.TODO if heading == c.STATUS else ""
            if not there or fold(there) == fold(here):
                continue
            forms = (there, text_of(typed[heading]))  # the second as marks were made once
            if any(memory.showed(heading, form, first) for memory in memories for form in forms):
                continue
            if any(memory.knows(heading, there) for memory in memories):
                continue
            row[heading] = typed[heading]
            if here or heading != c.NOTE:
                self._ask(key, sheet, heading, (here, there))
        self._memories[self._rows_of[key][-1]] = memories[-1].showing(shown)

    def write(self, names: Names) -> None:
        """Write what the sheets show now and what is asked."""
        self._progress.update(
            {index: {c.MEMORY: memory.write(u.UNIT_FILLS)} for index, memory in self._memories.items()}
        )
        if self.conflicts:
            self._disputes.write(names)

    def _memory(self, index: int) -> Memory:
        column = self._progress.columns.get(c.MEMORY)
        return Memory.read("" if column is None else text_of(self._progress.body[index][column]), u.UNIT_FILLS)

    def _ask(self, key: Key, sheet: str, heading: str, values: tuple[str, str]) -> None:
        """List a conflict, once; a workbook made before there was such a list keeps what was typed."""
        here, there = values
        self.conflicts += 1
        table = in_round(c.PROGRESS_SHEET, self._period[self._rows_of[key][-1]])
        known = self._disputes.find((table, *key, heading))
        if known and there in [answer.value for answer in known.answers]:
            return
        answer = Answer(there, sheet, datetime.now(UTC).replace(microsecond=0))
        self._disputes.add(
            Dispute(table=table, stt=key[0], unit=key[1], heading=heading, mine=here, answers=[answer], reason=REASON)
        )
