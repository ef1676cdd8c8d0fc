"""Two values for one cell: listed in `Xung đột` until the office chooses there, or types into the cell."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol

from cchc_macros import contract as c
from cchc_macros.book.progress import OF_ROUND, in_round
from cchc_macros.book.workbook import Workbook
from cchc_macros.handing_out.disputes import NOTHING, Answer, Dispute, Disputes
from cchc_macros.handing_out.names import Names
from cchc_macros.returns.merge import Conflict
from cchc_macros.returns.registers import Key
from cchc_macros.rules.text import fold
from cchc_macros.rules.typed_values import in_words

TYPED = "Đã sửa trong sổ"
_TAKE = fold(c.TAKE_RETURN)


class Side(Protocol):
    """A table whose cells can be in conflict."""

    def now(self, key: Key, heading: str) -> str | None:
        """What a cell says, in the form in which values are compared; None where there is no such row."""

    def settle(self, key: Key, heading: str, value: str, saved: datetime, source: str, *, take: bool) -> None:
        """Carry out the office's choice."""


class Conflicts:
    """The disputes of the workbook as a collection changes them."""

    def __init__(self, workbook: Workbook) -> None:
        self._disputes = Disputes(workbook)
        for one in self._disputes.all:
            one.mine = in_words(one.heading, one.mine)
            one.answers = [answer._replace(value=in_words(one.heading, answer.value)) for answer in one.answers]

    def apply(self, sides: Mapping[str, Side]) -> list[tuple[str, str, str]]:
        """Close the disputes that the office decided; return lines for the log."""
        log, waiting = [], []
        for one in self._disputes.all:
            name, _, period = one.table.partition(OF_ROUND)
            side = sides.get(name)
            taken = _chosen(one)
            key = (one.stt, one.unit, period) if period else (one.stt, one.unit) if one.unit else (one.stt,)
            if side is None or not (taken or fold(one.choice) == fold(c.KEEP_BOOK) or _was_typed(one, side, key)):
                waiting.append(one)
                continue
            for answer in sorted(one.answers, key=lambda answer: (answer is taken, answer.saved)):  # remembered last
                side.settle(key, one.heading, answer.value, answer.saved, answer.source, take=answer is taken)
            result = c.TAKE_RETURN if taken else c.KEEP_BOOK if fold(one.choice) == fold(c.KEEP_BOOK) else TYPED
            told = f"{taken.value or NOTHING} ({taken.source})" if taken else side.now(key, one.heading) or NOTHING
            log.append((one.unit, result, f"{one.table}, STT {one.stt}, {one.heading}: {told}"))
        self._disputes.all = waiting
        return log

    def asked(self) -> dict[Key, dict[str, set[str]]]:
        """The values in question: (table with its round, STT, unit) -> column -> values."""
        found: dict[Key, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for one in self._disputes.all:
            found[one.cell[:3]][one.heading].update(answer.value for answer in one.answers)
        return found

    def add(self, name: str, key: Key, conflicts: Iterable[Conflict]) -> None:
        """List conflicts about a row of a table."""
        stt, unit, period = (*key, "", "")[:3]
        for conflict in conflicts:
            self._disputes.add(
                Dispute(
                    table=in_round(name, period), stt=stt, unit=unit, heading=conflict.heading, mine=conflict.mine,
                    answers=[Answer(conflict.theirs, conflict.source, conflict.saved)], reason=conflict.reason,
                )
            )  # fmt: skip

    def drop(self, name: str, key: Key, heading: str) -> None:
        """Take back what was asked about a cell."""
        cell = (name, *(*key, "")[:2], heading)
        self._disputes.all = [one for one in self._disputes.all if one.cell != cell]

    def write(self, names: Names) -> None:
        """Write the rows that still wait."""
        self._disputes.write(names)

    def doubts(self) -> list[str]:
        """What is wrong with the choices that could not be obeyed, each with its cell; valid once written."""
        return [
            f"{self._disputes.place(one)}: '{one.choice}' không phải lựa chọn. Chọn {' hoặc '.join(_open_to(one))}."
            for one in self._disputes.all
            if one.choice
        ]

    def data(self) -> list[dict[str, Any]]:
        """The conflicts as JSON, one for each cell; `answers` are the values that differ."""
        return [
            {
                "table": one.table, "code": one.stt, "unit": one.unit, "column": one.heading, "workbook": one.mine,
                "returned": " | ".join(answer.value for answer in one.answers), "reason": one.reason,
                "file": " | ".join(answer.source for answer in one.answers),
                "answers": [{"returned": answer.value, "file": answer.source} for answer in one.answers],
            }
            for one in self._disputes.all
        ]  # fmt: skip


def _open_to(one: Dispute) -> list[str]:
    """What the office may choose."""
    if len(one.answers) == 1:
        return [c.KEEP_BOOK, c.TAKE_RETURN]
    return [c.KEEP_BOOK, *(f"{c.TAKE_RETURN} {number}" for number in range(1, len(one.answers) + 1))]


def _chosen(one: Dispute) -> Answer | None:
    """The answer that the office takes."""
    folded = fold(one.choice)
    number = folded.removeprefix(_TAKE).strip() or ("1" if len(one.answers) == 1 else "")
    if not folded.startswith(_TAKE) or not number.isdecimal() or not 0 < int(number) <= len(one.answers):
        return None
    return one.answers[int(number) - 1]


def _was_typed(one: Dispute, side: Side, key: Key) -> bool:
    """Whether somebody has typed into the cell since; work begins with a status that nobody typed."""
    now = side.now(key, one.heading)
    blank = ("", c.TODO) if one.heading == c.STATUS else ("",)
    return now is not None and now != one.mine and not (now in blank and one.mine in blank)
