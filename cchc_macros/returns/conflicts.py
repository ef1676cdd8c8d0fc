"""The sheet `Xung đột`: two values for one cell, listed until the office chooses; the next click obeys."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

from cchc_macros import contract as c
from cchc_macros.book.cells import text_of
from cchc_macros.book.progress import OF_ROUND, in_round
from cchc_macros.book.workbook import Workbook
from cchc_macros.returns.merge import Conflict
from cchc_macros.returns.registers import Key, in_words, local
from cchc_macros.rules.text import fold

_NOTHING = "(để trống)"
_CELL = (c.IN_TABLE, c.STT, c.UNIT, c.COLUMN)
_CHOICES = {fold(choice): choice for choice in c.CONFLICT_CHOICES}


class Side(Protocol):
    """A table whose cells can be in conflict."""

    def settle(self, key: Key, heading: str, value: str, saved: datetime, source: str, *, take: bool) -> None:
        """Carry out the office's choice."""


class Conflicts:
    """The table Conflicts. A row's cell is known by (table, STT, unit, column)."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._table = workbook.table(c.CONFLICTS)
        self._before = dict(self._table.rows())
        self.rows = list(self._before.values())

    def apply(self, sides: Mapping[str, Side]) -> list[tuple[str, str, str]]:
        """Obey the choices made; return lines for the log."""
        cells: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
        for row in self.rows:
            cells[_cell_of(row)].append(row)
        done: list[dict[str, Any]] = []
        log = []
        for (name, stt, unit, heading), rows in cells.items():
            taken = [row for row in rows if _choice(row) == c.TAKE_RETURN]
            chosen = rows if taken else [row for row in rows if _choice(row) == c.KEEP_BOOK]
            side, _, period = name.partition(OF_ROUND)
            if side not in sides or len({_value(row) for row in taken}) > 1:
                continue
            key = (stt, unit, period) if period else _key(stt, unit)
            for row in sorted(chosen, key=lambda row: row in taken):  # what is taken is remembered last
                take = row in taken
                source = text_of(row[c.SOURCE])
                sides[side].settle(key, heading, _value(row), _moment(row), source, take=take)
                result = c.TAKE_RETURN if take else c.KEEP_BOOK
                log.append((unit, result, f"{name}, STT {stt}, {heading}: {_value(row) or _NOTHING} ({source})"))
            done += chosen
        self.rows = [row for row in self.rows if not any(row is other for other in done)]
        return log

    def asked(self) -> dict[Key, dict[str, set[str]]]:
        """The values in question: (table with its round, STT, unit) -> column -> values."""
        found: dict[Key, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for row in self.rows:
            name, stt, unit, heading = _cell_of(row)
            found[name, stt, unit][heading].add(_value(row))
        return found

    def add(self, name: str, key: Key, conflicts: Iterable[Conflict]) -> None:
        """List conflicts about a row of a table."""
        stt, unit, period = (*key, "", "")[:3]
        name = in_round(name, period)
        for conflict in conflicts:
            self.rows.append(
                {
                    c.IN_TABLE: name, c.STT: stt, c.UNIT: unit, c.COLUMN: conflict.heading,
                    c.IN_BOOK: conflict.mine or _NOTHING, c.IN_RETURN: conflict.theirs or _NOTHING,
                    c.REASON: conflict.reason, c.SOURCE: conflict.source, c.SAVED: local(conflict.saved),
                    c.CHOICE: None,
                }
            )  # fmt: skip

    def drop(self, name: str, key: Key, heading: str) -> None:
        """Take back what was asked about a cell."""
        stt, unit = (*key, "")[:2]
        self.rows = [row for row in self.rows if _cell_of(row) != (name, stt, unit, heading)]

    def write(self) -> None:
        """Write the rows that still wait, without gaps between them."""
        if dict(enumerate(self.rows)) != self._before:
            gone = self._table.replace(self.rows, key=((*_CELL, c.IN_RETURN, c.SOURCE),))
            self._workbook.log_gone("Tổng hợp phiếu", gone, c.STT)

    def doubts(self) -> list[str]:
        """What is wrong with the choices that could not be obeyed, each with its cell; valid once written."""
        found = []
        taken: dict[tuple[str, ...], str] = {}
        for index, row in enumerate(self.rows):
            place, typed = self._table.cell(index, c.CHOICE), text_of(row[c.CHOICE])
            if typed and not _choice(row):
                found.append(f"{place}: '{typed}' không phải lựa chọn. Chọn {' hoặc '.join(c.CONFLICT_CHOICES)}.")
            elif _choice(row) == c.TAKE_RETURN and taken.setdefault(_cell_of(row), _value(row)) != _value(row):
                found.append(f"{place}: đã chọn {c.TAKE_RETURN} ở dòng khác của cùng ô này. Chỉ giữ một.")
        return found

    def data(self) -> list[dict[str, Any]]:
        """The conflicts as JSON."""
        return [
            {
                "table": text_of(row[c.IN_TABLE]), "code": text_of(row[c.STT]), "unit": text_of(row[c.UNIT]),
                "column": text_of(row[c.COLUMN]), "workbook": _value(row, c.IN_BOOK), "returned": _value(row),
                "reason": text_of(row[c.REASON]), "file": text_of(row[c.SOURCE]),
            }
            for row in self.rows
        ]  # fmt: skip


def _cell_of(row: Mapping[str, Any]) -> tuple[str, str, str, str]:
    name, stt, unit, heading = (text_of(row[heading]) for heading in _CELL)
    return name, stt, unit, heading


def _key(stt: str, unit: str) -> Key:
    return (stt, unit) if unit else (stt,)


def _choice(row: Mapping[str, Any]) -> str:
    return _CHOICES.get(fold(row[c.CHOICE]), "")


def _value(row: Mapping[str, Any], heading: str = c.IN_RETURN) -> str:
    text = in_words(text_of(row[c.COLUMN]), row[heading])
    return "" if text == _NOTHING else text


def _moment(row: Mapping[str, Any]) -> datetime:
    saved = row[c.SAVED]
    return saved.astimezone(UTC) if isinstance(saved, datetime) else datetime.now(UTC)
