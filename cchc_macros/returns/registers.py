"""Tables in which a row has a key: read into the form that merging compares, changed, written back in blocks."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date, datetime
from itertools import zip_longest
from typing import Any

from cchc_macros import contract as c
from cchc_macros.book.cells import text_of
from cchc_macros.book.tables import Over
from cchc_macros.book.workbook import Workbook
from cchc_macros.contract import TableSpec
from cchc_macros.handing_out.names import Names
from cchc_macros.rules.tasks.memory import Memory
from cchc_macros.rules.typed_values import in_words, to_cell
from xl.late import dataclass

Key = tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class Record:
    """One row: what its cells say in the form of `rules.typed_values`, and the cells to write.

    `index` is None for a row that is not in the table yet; `superseded` tells that a later round holds now.
    """

    index: int | None = None
    superseded: bool = False
    values: dict[str, str] = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory)
    changes: dict[str, Any] = field(default_factory=dict)


class Register:
    """A table by key.

    Args:
        workbook: The workbook.
        spec: The table.
        key: Headings of the key.
        fields: Headings of what units say: merging compares them and `Dấu ghép` remembers them.
        day: What to write into `Ngày cập nhật`.
    """

    def __init__(
        self, workbook: Workbook, spec: TableSpec, key: Sequence[str], fields: Sequence[str], day: date
    ) -> None:
        self.table = workbook.table(spec)
        self.fields = tuple(heading for heading in fields if heading in self.table.columns)
        self._key, self._day = tuple(heading for heading in key if heading in self.table.columns), day
        self.records: dict[Key, Record] = {}
        for index, row in self.table.rows():
            found = {heading: in_words(heading, row[heading]) for heading in self.fields}
            memory = Memory.read(text_of(row.get(c.MEMORY)), self.fields).without(self.table.formulas_in(index))
            superseded = bool(text_of(row.get(c.SUPERSEDED)))
            record = Record(index=index, superseded=superseded, values=found, memory=memory)
            self.records.setdefault(tuple(text_of(row[heading]) for heading in self._key), record)

    def row(self, key: Key, **constants: object) -> Record:
        """The row with this key, a new one if need be; `constants` are its cells beyond the key.

        Parts of the key for which the workbook has no column are left out.
        """
        key = self._whole(key)
        record = self.records.get(key)
        if record is None:
            cells: dict[str, Any] = dict(zip(self._key, (part or None for part in key), strict=True))
            record = Record(values=dict.fromkeys(self.fields, ""), changes=cells | constants)
            self.records[key] = record
        return record

    def put(self, record: Record, taken: Mapping[str, str], source: str) -> None:
        """Set values, and where they come from."""
        for heading, value in taken.items():
            record.values[heading] = value
            record.changes[heading] = to_cell(heading, value)
        record.changes |= {c.UPDATED: self._day, c.SOURCE: source}

    def remember(self, record: Record, memory: Memory) -> None:
        """Set what the unit said last."""
        if memory != record.memory:
            record.memory = memory
            record.changes[c.MEMORY] = memory.write(self.fields)

    def now(self, key: Key, heading: str) -> str | None:
        """What a cell says."""
        record = self.records.get(self._whole(key))
        return None if record is None else record.values.get(heading)

    def settle(self, key: Key, heading: str, value: str, saved: datetime, source: str, *, take: bool) -> None:
        """Carry out the office's choice about a value of a unit."""
        record = self.row(key)
        if take:
            self.put(record, {heading: value}, source)
            record.changes[heading] = Over(record.changes[heading])
        self.remember(record, record.memory.after(saved, {heading: value}))

    def has(self, key: Key) -> bool:
        """Whether there is a row with this key."""
        return self._whole(key) in self.records

    def _whole(self, key: Key) -> Key:
        """A key with as many parts as the workbook has columns for; a part left out is blank."""
        return (*key, *[""] * len(self._key))[: len(self._key)]

    def write(self, names: Names) -> None:
        """Write what changed, and names beside codes; rows in the order of STT and unit."""
        before = dict(self.table.rows())
        changes = [record.changes for record in self.records.values() if record.index is None]
        told = {record.index: record.changes for record in self.records.values() if record.index is not None}
        changes = [*(told.get(index, {}) for index in before), *changes]
        rows = [dict(old or {}) | new for old, new in zip_longest(before.values(), changes)]
        codes = [(text_of(row.get(c.STT)), text_of(row.get(c.UNIT))) for row in rows]
        for row, change, (stt, unit) in zip(rows, changes, codes, strict=True):
            named = names.beside(stt, unit, self.table.spec.sheet)
            # of a code that nobody bears now the name is all that tells whose it was
            named = {heading: name for heading, name in named.items() if name}
            row.update(named)
            change.update(named)
        order = sorted(range(len(rows)), key=lambda place: names.order(*codes[place]))
        if order != list(range(len(rows))):
            self.table.replace([rows[place] for place in order], key=(self._key,))
        else:
            self.table.update(dict(zip(before, changes, strict=False)), new=changes[len(before) :])


def local(moment: datetime) -> datetime:
    """A moment on the clerk's clock, as Excel keeps it."""
    return moment.astimezone().replace(tzinfo=None)
