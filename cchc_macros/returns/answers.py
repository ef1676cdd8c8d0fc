"""What units answer to the appraiser's points, merged into the table Appraisals."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import product
from typing import Any

from cchc_macros import contract as c
from cchc_macros.book.evidence import Cited, add_cited, read_evidence, write_evidence
from cchc_macros.book.tables import Over
from cchc_macros.book.work import Work
from cchc_macros.book.workbook import Workbook
from cchc_macros.handing_out.explaining import Asked, all_asked
from cchc_macros.returns.conflicts import Conflicts
from cchc_macros.returns.merge import TWO_RETURNS, Conflict, Reply
from cchc_macros.returns.registers import Key
from cchc_macros.rules.evidence.citations import read_citations

_FIELDS = {c.EXPLANATION: "explanation", c.PROOF: "evidence"}


class Answers:
    """The answers of units. A blank answer says nothing; one that differs from what is there is the office's choice."""

    def __init__(self, workbook: Workbook, work: Work) -> None:
        self._workbook = workbook
        self.asked: dict[str, Asked] = {one.appraisal.code: one for one in all_asked(workbook, work)}
        self._cells: dict[str, dict[str, str]] = {
            code: {heading: getattr(one.appraisal, name) for heading, name in _FIELDS.items()}
            for code, one in self.asked.items()
        }
        self._changes: dict[int, dict[str, Any]] = defaultdict(dict)
        self.log: list[tuple[str, str, str]] = []

    def now(self, key: Key, heading: str) -> str | None:
        """What a unit answered, as the workbook has it."""
        code, unit = key[:2]
        one = self.asked.get(code)
        return None if one is None or unit not in one.units else one.part(self._cells[code][heading], unit)

    def settle(self, key: Key, heading: str, value: str, saved: datetime, source: str, *, take: bool) -> None:  # noqa: ARG002
        """Carry out the office's choice about an answer."""
        if take and key[0] in self.asked:
            self._put(key[0], key[1], heading, value)
            row = self.asked[key[0]].appraisal.row
            self._changes[row][heading] = Over(self._changes[row][heading])

    def merge(self, code: str, unit: str, replies: Sequence[Reply], conflicts: Conflicts) -> int:
        """Take what a unit's files answer about a criterion; return how many cells changed."""
        changed = 0
        for reply in sorted(replies, key=lambda reply: reply.saved):
            for heading in _FIELDS:
                value, mine = reply.values.get(heading, ""), self.now((code, unit), heading)
                if not value or mine is None or value == mine:
                    continue
                if mine:
                    asked = Conflict(heading, mine, value, TWO_RETURNS, reply.source, reply.saved)
                    conflicts.add(c.APPRAISALS_SHEET, (code, unit), [asked])
                    continue
                self._put(code, unit, heading, value)
                self.log.append((unit, c.EXPLANATION, f"{code}, {self.asked[code].appraisal.round}: {reply.source}"))
                changed += 1
        return changed

    def write(self) -> None:
        """Write what changed; what units cite in their answers stands as evidence of the criterion."""
        if not self._changes:
            return
        self._workbook.table(c.APPRAISALS).update(self._changes)
        rows = read_evidence(self._workbook)
        add_cited(rows, self._cited())
        write_evidence(self._workbook, rows)

    def _cited(self) -> Iterator[Cited]:
        for code, one in self.asked.items():
            if one.appraisal.row in self._changes:
                for heading, unit in product(reversed(_FIELDS), one.units):  # what is named as evidence first
                    said = one.part(self._cells[code][heading], unit)
                    yield from ((code, unit, cited) for cited in read_citations(said))

    def _put(self, code: str, unit: str, heading: str, value: str) -> None:
        one, cells = self.asked[code], self._cells[code]
        cells[heading] = self._changes[one.appraisal.row][heading] = one.with_part(cells[heading], unit, value)
