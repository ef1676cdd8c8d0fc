"""What a returned file says: whose it is, and what it reports of each piece of work.

Rows are told by identity: the plan and the unit from the file's custom properties, the row from its STT. Some
programs lose custom properties; then the unit's name and the plan's line above the table stand in for them.
Nothing is told by position.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from cchc_macros import contract as c
from cchc_macros.collect import values
from cchc_macros.collect.files import ReturnedFile, Value
from cchc_macros.collect.tables import ReturnedTable, find_table
from cchc_macros.domain.dates import parse_date
from cchc_macros.domain.scores import clean_code
from cchc_macros.domain.text import clean, fold

TASK, CRITERION = "T:", "C:"
_LOCKED = tuple(heading for heading in c.TASK_SHEET.columns if heading not in (c.STT, *c.UNIT_FILLS))
_READERS = {c.STATUS: values.read_status, c.PROGRESS: values.read_progress}
_LISTED = 12
_SHOWN = 60


class Rejected(Exception):  # noqa: N818  not an error: the run goes on without this file
    """A file that cannot be merged; the message is the reason, in Vietnamese, with the next step."""


@dataclass(frozen=True, slots=True)
class ExpectedRow:
    """A piece of work on a unit's task sheet: the STT it shows, and what is locked, by heading."""

    label: str
    locked: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ExpectedUnit:
    """What the workbook knows of a unit's task sheet: its rows by identity ("T:1.1", "C:3")."""

    code: str
    name: str
    rows: Mapping[str, ExpectedRow]


@dataclass(frozen=True, slots=True)
class Expected:
    """What the workbook knows.

    Attributes:
        plan: The plan's identity.
        plan_lines: The lines above a task sheet that tell the plan, folded.
        units: The units by folded code.
        names: The units by folded name, where only one bears it.
    """

    plan: str
    plan_lines: frozenset[str]
    units: Mapping[str, ExpectedUnit]
    names: Mapping[str, ExpectedUnit]

    @classmethod
    def of(cls, plan: str, plan_lines: Iterable[str], units: Iterable[ExpectedUnit]) -> "Expected":
        """Index the units."""
        units = tuple(units)
        named = Counter(fold(unit.name) for unit in units)
        return cls(
            plan,
            frozenset(map(fold, plan_lines)),
            {fold(unit.code): unit for unit in units},
            {key: unit for unit in units if named[key := fold(unit.name)] == 1},
        )


@dataclass(frozen=True, slots=True)
class Note:
    """Something to tell about a file: the place in it ("" for all of it) and a Vietnamese sentence."""

    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.place}: {self.text}" if self.place else self.text


@dataclass(frozen=True, slots=True)
class Report:
    """What one row says: the unit's values by heading, in the form of `values`; one that is unreadable is not in it."""

    id: str
    values: Mapping[str, str]


def is_untouched(values: Mapping[str, str]) -> bool:
    """Whether a row still says what every task sheet says before anyone types."""
    return not any(text and (heading, text) != (c.STATUS, c.TODO) for heading, text in values.items())


@dataclass(slots=True)
class Understood:
    """A file understood."""

    unit: ExpectedUnit
    reports: list[Report] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    @property
    def is_untouched(self) -> bool:
        """Whether the unit has filled in nothing."""
        return all(is_untouched(report.values) for report in self.reports) and not any(n.place for n in self.notes)


def understand(file: ReturnedFile, expected: Expected) -> Understood:
    """Read a returned file.

    Raises:
        Rejected: it is no unit workbook of this plan.
    """
    names = {fold(sheet.name) for sheet in file.sheets}
    if {fold(c.SCORES_SHEET), fold(c.SETTINGS_SHEET)} <= names:
        raise Rejected("Đây là sổ CCHC của cơ quan, không phải sổ đơn vị. Chuyển tệp ra khỏi thư mục.")
    table = find_table(file, c.TASK_SHEET)
    if table is None:
        raise Rejected(
            "Không thấy bảng phiếu giao việc (cột STT, Trạng thái, Tiến độ…). Đề nghị đơn vị điền vào đúng sổ đã nhận."
        )
    found = Understood(_whose(file, table, expected))
    if not all(file.properties.get(name) for name in (c.PROP_PLAN, c.PROP_UNIT)):
        found.notes.append(Note("", "Tệp mất nhận dạng; đã nhận theo tên đơn vị và số kế hoạch ghi trên phiếu."))
    _tell_columns(table, found)
    _read_rows(file, table, found)
    return found


def _whose(file: ReturnedFile, table: ReturnedTable, expected: Expected) -> ExpectedUnit:
    plan, code = (clean(file.properties.get(name)) for name in (c.PROP_PLAN, c.PROP_UNIT))
    lines = {fold(text) for text in table.above()} if not (plan and code) else set[str]()
    if plan:
        if fold(plan) != fold(expected.plan):
            raise Rejected(f"Phiếu của kế hoạch khác ('{plan}'). Chuyển tệp ra khỏi thư mục, hoặc mở đúng sổ.")
    elif not expected.plan_lines <= lines:
        raise Rejected(
            "Tệp mất nhận dạng và không ghi đúng cơ quan, số kế hoạch. Đề nghị đơn vị điền lại vào sổ đã nhận."
        )
    if code:
        unit = expected.units.get(fold(code))
        if unit is None:
            raise Rejected(f"Đơn vị '{code}' không có việc trong sổ này. Xem sheet {c.UNITS_SHEET} và cột đơn vị.")
        return unit
    named = [unit for name, unit in expected.names.items() if name in lines]
    if len(named) != 1:
        raise Rejected("Tệp mất nhận dạng và không rõ của đơn vị nào. Đề nghị đơn vị điền lại vào sổ đã nhận.")
    return named[0]


def _tell_columns(table: ReturnedTable, found: Understood) -> None:
    for heading in c.TASK_SHEET.columns:
        if heading not in table.columns:
            what = "các ô của cột này không được ghép" if heading in c.UNIT_FILLS else "sổ giữ nguyên cột này"
            found.notes.append(Note(table.place(table.heading_row), f"Thiếu cột '{heading}'; {what}."))
    for heading, column in table.strangers.items():
        if any(cells.get(column) is not None for _, cells in table.rows()):
            found.notes.append(Note(table.place(table.heading_row), f"Cột thêm '{heading[:60]}' không được ghép."))


def _read_rows(file: ReturnedFile, table: ReturnedTable, found: Understood) -> None:
    exported = _exported(file.properties)
    rows = _Rows(found.unit, exported)
    seen: set[str] = set()
    for number, cells in table.rows():
        row = {heading: cells.get(column) for heading, column in table.columns.items()}
        fills = {heading: row[heading] for heading in c.UNIT_FILLS if heading in row}
        if row[c.STT] == c.STT:  # the headings once more
            continue
        identity = rows.find(row[c.STT], row.get(c.SHEET_TASK))
        if identity is None:
            if any(value is not None for value in fills.values()):
                found.notes.append(Note(table.place(number), _lost(row[c.STT], fills)))
            continue
        seen.add(identity)
        found.reports.append(Report(identity, _read_fills(table, number, fills, found.notes)))
        found.notes.extend(_changed_locked(table, number, row, found.unit.rows[identity]))
    given = exported or found.unit.rows
    missing = [row.label for key, row in found.unit.rows.items() if key not in seen and key in given]
    if missing:
        shown = ", ".join(missing[:_LISTED]) + (", …" if len(missing) > _LISTED else "")
        found.notes.append(Note("", f"Phiếu thiếu {len(missing)} dòng đã giao: STT {shown}."))


class _Rows:
    """Tells which piece of work a row of a unit's file is."""

    def __init__(self, unit: ExpectedUnit, exported: Collection[str]) -> None:
        self._unit = unit
        by_label = {row.label: key for key, row in unit.rows.items()}
        for key in exported:  # an STT means what it meant when the file went out
            if key in unit.rows:
                plain = key[2:]
                if key.startswith(TASK) or f"{TASK}{plain}" not in exported:
                    by_label[plain] = key
                if key.startswith(CRITERION):
                    by_label[f"TC {plain}"] = key
        self._by_label = by_label
        self._codes: dict[str, str] | None = None
        self._names: dict[str, set[str]] | None = None

    def find(self, stt: Value, name: Value) -> str | None:
        """The identity of a row; None where STT tells none, or the text is plainly that of other work."""
        keys = [self._by_label[stt]] if isinstance(stt, str) and stt in self._by_label else self._candidates(stt)
        if len(keys) == 1 and self._expected_name(keys[0]) == name:
            return keys[0]
        named = self._named(name)
        if len(keys) != 1:
            both = named.intersection(keys)
            return both.pop() if len(both) == 1 else None
        return None if named and keys[0] not in named else keys[0]

    def _candidates(self, stt: Value) -> list[str]:
        if self._codes is None:
            self._codes = {clean_code(label): key for label, key in self._by_label.items()}
        key = self._codes.get(clean_code(stt))
        if isinstance(stt, float):  # 1.10 may have become the number 1.1
            written = f"{stt:g}."
            same = [
                other
                for code, other in self._codes.items()
                if "." in code and f"{code.rstrip('0')}." == written and other != key
            ]
            if same:
                return [*same, *([key] if key else [])]
        return [key] if key else []

    def _expected_name(self, key: str) -> object:
        return self._unit.rows[key].locked.get(c.SHEET_TASK)

    def _named(self, name: Value) -> set[str]:
        """The rows with this text."""
        if self._names is None:
            self._names = {}
            for key in self._unit.rows:
                self._names.setdefault(fold(self._expected_name(key)), set()).add(key)
        return set(self._names.get(fold(name), ())) if name else set()


def _exported(properties: Mapping[str, str]) -> set[str]:
    """The identities of the rows that the file went out with; empty where that is lost."""
    pieces: Iterator[str] = (text for name, text in properties.items() if name.startswith(c.PROP_ROWS))
    return {key for piece in pieces for key in piece.split(";") if key}


def _lost(stt: Value, fills: Mapping[str, Value]) -> str:
    typed = "; ".join(f"{heading}: {_shown(value)}" for heading, value in fills.items() if value is not None)
    return (
        f"Dòng STT '{_shown(stt)}' không khớp việc nào của đơn vị (STT lạ, hoặc STT và nội dung là của hai việc); "
        f"không ghép ({typed})."
    )


def _read_fills(table: ReturnedTable, row: int, fills: Mapping[str, Value], notes: list[Note]) -> dict[str, str]:
    read: dict[str, str] = {}
    for heading, value in fills.items():
        try:
            read[heading] = _READERS.get(heading, values.read_text)(value) if value is not None else ""
        except values.Unreadable as error:
            notes.append(Note(table.place(row, heading), str(error)))
    status, progress = read.get(c.STATUS), read.get(c.PROGRESS)
    if progress and status and (status == c.DONE) != (progress == values.ALL):
        text = f"Trạng thái '{status}' nhưng tiến độ {progress}; ghép như đơn vị ghi."
        notes.append(Note(table.place(row, c.PROGRESS), text))
    return read


def _changed_locked(
    table: ReturnedTable, number: int, row: Mapping[str, Value], expected: ExpectedRow
) -> Iterator[Note]:
    for heading in _LOCKED:
        if heading not in row:
            continue
        theirs, ours = row[heading], expected.locked.get(heading)
        if theirs == ours or (not theirs and not ours):
            continue
        if _comparable(theirs, heading) == _comparable(ours, heading):
            continue
        yield Note(
            table.place(number, heading),
            f"STT {expected.label}: '{heading}' trên phiếu là '{_shown(theirs)}', khác sổ ('{_shown(ours)}'); "
            "sổ giữ nguyên.",
        )


def _comparable(value: object, heading: str) -> object:
    if heading == c.DUE:
        try:
            return parse_date(value)
        except ValueError:
            pass
    return fold(values.read_text(value)) if isinstance(value, float) else fold(value)


def _shown(value: object) -> str:
    text = f"{value:%d/%m/%Y}" if isinstance(value, date) else clean(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
