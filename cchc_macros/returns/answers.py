"""What units answer to the appraiser's points, merged into the table Appraisals."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from cchc_macros import contract as c
from cchc_macros.book.evidence import Cited, add_cited, read_evidence, write_evidence
from cchc_macros.book.tables import Over
from cchc_macros.book.work import Work
from cchc_macros.book.workbook import Workbook
from cchc_macros.handing_out.explaining import ToExplain, all_asked
from cchc_macros.returns.conflicts import Conflicts
from cchc_macros.returns.merge import Conflict, Reply
from cchc_macros.returns.registers import Key
from cchc_macros.rules.codes import clean_code
from cchc_macros.rules.evidence.citations import read_citations

OTHER = "Sổ đã có nội dung khác"
_FIELDS = (c.EXPLANATION, c.PROOF)
_Answer = tuple[str, str]  # criterion, unit


class Answers:
    """The answers of units, a row *Giải trình* each; one that differs from what is there is the office's choice.

    A blank answer says nothing.
    """

    def __init__(self, workbook: Workbook, work: Work) -> None:
        self._workbook = workbook
        self._units = {unit.code: unit.name for unit in work.roster.units}
        self.asked: dict[str, ToExplain] = {one.appraisal.code: one for one in all_asked(workbook, work)}
        self._said = {
            (code, unit): dict(zip(_FIELDS, one.answer(unit), strict=True))
            for code, one in self.asked.items()
            for unit in one.units
        }
        self._changes: dict[_Answer, dict[str, Any]] = defaultdict(dict)
        self.log: list[tuple[str, str, str]] = []

    def now(self, key: Key, heading: str) -> str | None:
        """What a unit answered, as the workbook has it."""
        return self._said.get((key[0], key[1]), {}).get(heading)

    def settle(self, key: Key, heading: str, value: str, saved: datetime, source: str, *, take: bool) -> None:  # noqa: ARG002
        """Carry out the office's choice about an answer."""
        answer = (key[0], key[1])
        if take and answer in self._said:
            self._put(answer, heading, value, source)
            self._changes[answer][heading] = Over(value)

    def merge(self, code: str, unit: str, replies: Sequence[Reply], conflicts: Conflicts) -> int:
        """Take what a unit's files answer about a criterion; return how many cells changed."""
        changed = 0
        for reply in sorted(replies, key=lambda reply: reply.saved):
            for heading in _FIELDS:
                value, mine = reply.values.get(heading, ""), self.now((code, unit), heading)
                if not value or mine is None or value == mine:
                    continue
                if mine:
                    asked = Conflict(heading, mine, value, OTHER, reply.source, reply.saved)
                    conflicts.add(c.APPRAISALS_SHEET, (code, unit), [asked])
                    continue
                self._put((code, unit), heading, value, reply.source)
                changed += 1
        if changed:
            told = f"{code}, {self.asked[code].appraisal.round}: {self._changes[code, unit][c.SOURCE]}"
            self.log.append((unit, c.EXPLANATION, told))
        return changed

    def write(self) -> None:
        """Write what changed; what units cite in their answers stands as evidence of the criterion.

        New answers come below the rows of their criterion, in the order of the units.
        """
        if not self._changes:
            return
        told: dict[int, dict[str, Any]] = {}
        new: dict[int, list[dict[str, Any]]] = defaultdict(list)
        table = self._workbook.table(c.APPRAISALS)
        last = {clean_code(row[c.STT]): index for index, row in table.rows()}
        places = {unit: place for place, unit in enumerate(self._units)}
        for code, unit in sorted(self._changes, key=lambda answer: places.get(answer[1], len(places))):
            cells = self._changes[code, unit]
            if own := self.asked[code].answers.get(unit):
                told[own.row] = cells
            else:
                new[last[code]].append(
                    {c.STT: code, c.ROUND: c.EXPLANATION, c.EXPLAINER: self._units.get(unit, unit)}
                    | self._said[code, unit]
                    | cells
                )
        at_the_end = new.pop(max(last.values(), default=-1), [])
        table.update(told, new=at_the_end, inserted=new)
        rows = read_evidence(self._workbook)
        add_cited(rows, self._cited())
        write_evidence(self._workbook, rows)

    def _cited(self) -> Iterator[Cited]:
        for code, unit in self._changes:
            for heading in reversed(_FIELDS):  # what is named as evidence first
                yield from ((code, unit, cited) for cited in read_citations(self._said[code, unit][heading]))

    def _put(self, answer: _Answer, heading: str, value: str, source: str) -> None:
        self._said[answer][heading] = value
        self._changes[answer] |= {heading: value, c.RECORDED: self._workbook.settings.today(), c.SOURCE: source}
