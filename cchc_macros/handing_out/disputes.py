"""The rows of the sheet `Xung đột`: one for each cell about which the workbook and returned sheets differ."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from cchc_macros import contract as c
from cchc_macros.book.cells import cell_link, text_of
from cchc_macros.book.progress import OF_ROUND
from cchc_macros.book.workbook import Workbook
from cchc_macros.handing_out.names import Names
from cchc_macros.rules.text import fold
from xl.late import dataclass, regex

NOTHING = "(để trống)"
_CELL = (c.IN_TABLE, c.STT, c.UNIT, c.COLUMN)
_TABLES = {spec.sheet: spec for spec in (c.PROGRESS_TABLE, c.SELF_SCORES, c.TASKS, c.CRITERIA, c.APPRAISALS)}
_MOVED_IN = "\n    "
_NUMBERED = regex(r"^(\d+)\) ", re.MULTILINE)


class Answer(NamedTuple):
    """A value of returned sheets: "" for blank; which sheets, and when the last of them was saved."""

    value: str
    source: str
    saved: datetime


@dataclass(slots=True, kw_only=True)
class Dispute:
    """A cell about which the workbook and returned sheets differ.

    Attributes:
        table: The sheet of its table, with the round of its row.
        stt: Its row's STT; `unit` is its row's unit, "" in a table that is not of units.
        heading: Its column.
        mine: What the workbook says, "" for blank.
        answers: What returned sheets say, no two alike.
        reason: Why this is no matter for the software.
        choice: What the office typed.
    """

    table: str
    stt: str
    unit: str
    heading: str
    mine: str
    answers: list[Answer]
    reason: str
    choice: str = ""

    @property
    def cell(self) -> tuple[str, str, str, str]:
        """By what it is known."""
        return self.table, self.stt, self.unit, self.heading

    def add(self, answer: Answer, reason: str) -> None:
        """Take in another answer; sheets that say the same are together."""
        if reason not in self.reason:
            self.reason += f"; {reason}"
        for place, one in enumerate(self.answers):
            if one.value == answer.value:
                sources = dict.fromkeys((*one.source.split(", "), answer.source))
                self.answers[place] = one._replace(source=", ".join(sources), saved=max(one.saved, answer.saved))
                return
        self.answers.append(answer)


class Disputes:
    """The table Conflicts; a workbook made before there was one goes without."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._has = workbook.has(c.CONFLICTS)
        rows = [row for _, row in workbook.table(c.CONFLICTS).rows()] if self._has else []
        self._before = len(rows)
        self.all: list[Dispute] = []
        for row in rows:
            self._read(row)

    def find(self, cell: tuple[str, ...]) -> Dispute | None:
        """The dispute about a cell (table, STT, unit, column)."""
        return next((one for one in self.all if one.cell == cell), None)

    def add(self, dispute: Dispute) -> None:
        """List what is in question, beside what already is about its cell."""
        known = self.find(dispute.cell)
        if known is None:
            self.all.append(dispute)
            return
        known.mine = dispute.mine
        for answer in dispute.answers:
            known.add(answer, dispute.reason)

    def write(self, names: Names) -> None:
        """Write the rows by STT and unit, with what their codes stand for and links to their cells."""
        if not self._has or not (self.all or self._before):
            return
        self.all.sort(key=lambda one: (*names.order(one.stt, one.unit), one.table, one.heading))
        rows = [self._row(one, names.beside(one.stt, one.unit, one.table)) for one in self.all]
        gone = self._workbook.table(c.CONFLICTS).replace(rows, key=(_CELL,))
        self._workbook.log_gone("Tổng hợp phiếu", gone, c.STT)

    def place(self, dispute: Dispute) -> str:
        """The cell with the choice; valid once written."""
        return self._workbook.table(c.CONFLICTS).cell(self.all.index(dispute), c.CHOICE)

    def _read(self, row: Mapping[str, Any]) -> None:
        """Take in a row; workbooks made before had one for each answer."""
        values, sources = (_split(row[heading]) for heading in (c.IN_RETURN, c.SOURCE))
        table, stt, unit, heading = (text_of(row[heading]) for heading in _CELL)
        saved = row[c.SAVED].astimezone(UTC) if isinstance(row[c.SAVED], datetime) else datetime.now(UTC)
        if len(values) != len(sources):  # somebody typed into them: what is there is one value
            values, sources = [_blank(row[c.IN_RETURN])], [text_of(row[c.SOURCE])]
        read = Dispute(
            table=table, stt=stt, unit=unit, heading=heading, mine=_blank(row[c.IN_BOOK]),
            answers=[Answer(value, source, saved) for value, source in zip(values, sources, strict=True)],
            reason=text_of(row[c.REASON]), choice=text_of(row[c.CHOICE]),
        )  # fmt: skip
        known = self.find(read.cell)
        self.add(read)
        if known is not None:
            number = [answer.value for answer in known.answers].index(values[0]) + 1
            chosen = [f"{c.TAKE_RETURN} {n}" for n, one in ((1, known), (number, read)) if _takes(one.choice)]
            known.choice = chosen[0] if len(set(chosen)) == 1 else "" if chosen else known.choice

    def _row(self, dispute: Dispute, names: Mapping[str, str | None]) -> dict[str, Any]:
        return {
            **names,
            **dict(zip(_CELL, (part or None for part in dispute.cell), strict=True)),
            c.IN_BOOK: dispute.mine or NOTHING,
            c.IN_RETURN: _joined([answer.value or NOTHING for answer in dispute.answers]),
            c.REASON: dispute.reason, c.SOURCE: _joined([answer.source for answer in dispute.answers]),
            c.SAVED: max(answer.saved for answer in dispute.answers).astimezone().replace(tzinfo=None),
            c.CHOICE: dispute.choice or None, c.GO_TO: self._link(dispute, names[c.UNIT_NAME]),
        }  # fmt: skip

    def _link(self, dispute: Dispute, unit: str | None) -> str | None:
        """A link to the cell in question, where its row is known."""
        sheet, _, period = dispute.table.partition(OF_ROUND)
        if sheet not in _TABLES:
            return None
        table = self._workbook.table(_TABLES[sheet])
        answered = {c.EXPLAINER: unit or "", c.ROUND: c.EXPLANATION}  # the unit's own row of Appraisals
        parts = {c.STT: dispute.stt, c.UNIT: dispute.unit, c.PERIOD: period, **answered}
        key = [heading for heading in parts if heading in table.columns]
        row = table.index(*key).get(tuple(parts[heading] for heading in key))
        return (
            None if row is None or dispute.heading not in table.columns else cell_link(table.cell(row, dispute.heading))
        )


def _takes(choice: str) -> bool:
    return fold(choice) == fold(c.TAKE_RETURN)


def _joined(texts: Iterable[str]) -> str:
    """One text as it is, several numbered, each from a line of its own; further lines are moved in."""
    several = list(texts)
    if len(several) == 1:
        return several[0]
    return "\n".join(f"{n}) " + text.replace("\n", _MOVED_IN) for n, text in enumerate(several, start=1))


def _split(value: object) -> list[str]:
    """What `_joined` made of them; all as one text where the numbers do not go on one by one from 1."""
    text = value if isinstance(value, str) else text_of(value)
    first, *parts = _NUMBERED.split(text)
    if first or parts[::2] != [str(number) for number in range(1, len(parts) // 2 + 1)]:
        return [_blank(text)]
    return [_blank(part.removesuffix("\n").replace(_MOVED_IN, "\n")) for part in parts[1::2]]


def _blank(value: object) -> str:
    text = value if isinstance(value, str) else text_of(value)
    return "" if text.strip() == NOTHING else text
