"""The rows of a returned table: which piece of work each is, what the unit filled in, what it was not to change."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import field
from typing import NamedTuple

from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from cchc_macros.contract import TableSpec
from cchc_macros.handing_out.task_sheets import own_name
from cchc_macros.returns.finder import ExpectedRow, Finder, comparable, is_worded
from cchc_macros.returns.notes import Note
from cchc_macros.returns.tables import ReturnedTable
from cchc_macros.rules import typed_values
from cchc_macros.rules.numbers import parse_number
from cchc_macros.rules.text import clean, first_few, shortened
from cchc_macros.rules.typed_values import Value
from xl.cells.addresses import column_letters
from xl.late import dataclass, regex

_LISTED = 12
_SHOWN = 60
_LABEL = regex(r"\w{1,3}|\S*\d\S*")  # what numbers a row; more is words
_OF_WORK = (c.REQUIREMENT, c.TASK_DEADLINE, c.DUE, c.STATUS, c.PROGRESS)
_REMARK = "Dòng ghi thêm '{}': không ghép. Nếu là việc phát sinh, đề nghị ghi Trạng thái của việc rồi gửi lại."


class Kind(NamedTuple):
    """One of the tables that a unit fills in.

    Attributes:
        spec: Its name and headings.
        fills: The columns that are the unit's.
        name: The column that tells in words which row it is.
        rows_are: What its rows are, in Vietnamese, for messages.
        readers: Column -> reader of its values; a column without one holds text.
    """

    spec: TableSpec
    fills: tuple[str, ...]
    name: str
    rows_are: str
    readers: Mapping[str, Callable[[Value], str]]

    @property
    def locked(self) -> tuple[str, ...]:
        """The columns that are not the unit's."""
        return tuple(heading for heading in self.spec.headings if heading not in (c.STT, *self.fills))


WORK = Kind(
    spec=u.TASK_SHEET,
    fills=u.UNIT_FILLS,
    name=c.SHEET_TASK,
    rows_are="việc",
    readers={c.STATUS: typed_values.read_status, c.PROGRESS: typed_values.read_progress},
)
SCORES = Kind(
    spec=u.OWN_SCORES,
    fills=u.UNIT_SCORES,
    name=c.CRITERION_NAME,
    rows_are="tiêu chí tự chấm",
    readers={c.SELF_SCORE: typed_values.read_points},
)

ANSWERS = Kind(
    spec=u.EXPLANATIONS, fills=u.UNIT_EXPLAINS, name=c.CRITERION_NAME, rows_are="tiêu chí phải giải trình", readers={}
)


class RowReport(NamedTuple):
    """What one row says: the unit's values by heading, in the form of `rules.typed_values`, without unreadable ones.

    `id` is the row's identity: "T:1.1", "C:3", or the criterion's STT for a self-score.
    """

    id: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """Work that a unit wrote into its sheet beyond what it was given: where, and `values` as those of a report."""

    place: str
    name: str
    requirement: str
    deadline: str
    values: Mapping[str, str]


@dataclass(slots=True)
class TableRead:
    """A table read: what its rows say, and what there is to tell."""

    reports: list[RowReport] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    proposed: list[Proposed] = field(default_factory=list)


def read_rows(
    table: ReturnedTable, kind: Kind, expected: Mapping[str, ExpectedRow], exported: Collection[str]
) -> TableRead:
    """Read a table.

    Args:
        table: The table as returned.
        kind: Which it is.
        expected: The rows the workbook has for the unit, by identity.
        exported: The identities that went out with the file; empty where that is not known.
    """
    found = TableRead()
    _tell_columns(table, kind, found.notes)
    _tell_merges(table, kind, found.notes)
    finder = Finder(expected, kind.name, exported)
    columns = table.columns
    fills = [(heading, columns[heading]) for heading in kind.fills if heading in columns]
    locked = [(heading, columns[heading]) for heading in kind.locked if heading in columns]
    seen: set[str] = set()
    for number, cells in table.rows():
        stt, name = cells.get(columns[c.STT]), own_name(cells.get(columns.get(kind.name, 0)))
        if stt == c.STT:  # the headings once more
            continue
        typed = {heading: cells.get(column) for heading, column in fills}
        identity = finder.find(stt, name, cells, columns)
        if identity is None:
            if kind is WORK and finder.is_new(stt, name) and _is_work(table, cells):
                found.proposed.append(_proposed(table, number, cells, typed, found.notes))
            elif any(value is not None for value in typed.values()):
                now = finder.name_of(stt)
                found.notes.append(Note(table.place(number), _lost(kind, stt, typed, finder.labels_of(name), now)))
            elif words := next(filter(is_worded, cells.values()), None):
                found.notes.append(Note(table.place(number), _REMARK.format(_shown(words))))
            continue
        seen.add(identity)
        report = RowReport(identity, _read_fills(table, number, typed, kind, found.notes))
        found.reports.append(_within_maximum(report, table, number, expected[identity], found.notes))
        for heading, column in locked:
            theirs, ours = cells.get(column), expected[identity].locked.get(heading)
            if theirs != ours and (theirs or ours):
                found.notes.extend(_changed(table.place(number, heading), heading, theirs, ours))
    missing = [row.label for key, row in expected.items() if key not in seen and key in (exported or expected)]
    if missing:
        shown = first_few(missing, _LISTED)
        found.notes.append(Note("", f"Phiếu thiếu {len(missing)} {kind.rows_are} đã giao: STT {shown}."))
    return found


def _tell_columns(table: ReturnedTable, kind: Kind, notes: list[Note]) -> None:
    for heading in kind.spec.columns:
        if heading not in table.columns:
            what = "không ghép được. Đề nghị đơn vị ghi lại đúng tên cột" if heading in kind.fills else "sổ giữ nguyên"
            notes.append(Note(table.place(table.heading_row), f"Thiếu cột '{heading}'; {what}."))
    for heading, column in table.strangers.items():
        if any(cells.get(column) is not None for _, cells in table.rows()):
            notes.append(Note(table.place(table.heading_row, heading), f"Cột thêm '{heading[:60]}' không được ghép."))
    headed = {*table.columns.values(), *table.strangers.values()}
    rows = [cells for _, cells in table.rows() if cells.get(table.columns[c.STT]) is not None]
    for column in sorted({column for cells in rows for column in cells} - headed):
        place = f"{table.sheet.name}!{column_letters(column)}{table.heading_row}"
        notes.append(Note(place, "Cột thêm không có tên, hoặc trùng tên cột khác, không được ghép."))


def _tell_merges(table: ReturnedTable, kind: Kind, notes: list[Note]) -> None:
    headings = {table.columns[heading]: heading for heading in kind.fills if heading in table.columns}
    for column, first, last in table.sheet.tall_merges:
        if column in headings and first > table.heading_row:
            text = f"Ô gộp các dòng {first}–{last}: chỉ ghép vào dòng đầu. Đề nghị đơn vị bỏ gộp ô, điền từng dòng."
            notes.append(Note(table.place(first, headings[column]), text))


def _is_work(table: ReturnedTable, cells: Mapping[int, Value]) -> bool:
    """Whether a row says of itself what only work has: words alone, or names to sign, are a remark."""
    told = (cells.get(table.columns.get(heading, 0)) for heading in _OF_WORK)
    return any(value is not None for value in told) or bool(_LABEL.fullmatch(clean(cells.get(table.columns[c.STT]))))


def _proposed(
    table: ReturnedTable, row: int, cells: Mapping[int, Value], typed: Mapping[str, Value], notes: list[Note]
) -> Proposed:
    """Work of the unit's own."""

    def text(heading: str) -> str:
        column = table.columns.get(heading, 0)
        try:
            return typed_values.read_text(cells.get(column))
        except typed_values.Unreadable:
            return ""

    read = _read_fills(table, row, typed, WORK, notes)
    return Proposed(
        place=table.place(row), name=text(c.SHEET_TASK), requirement=text(c.REQUIREMENT),
        deadline=text(c.TASK_DEADLINE), values=read,
    )  # fmt: skip


def _lost(kind: Kind, stt: Value, fills: Mapping[str, Value], same_text: Sequence[str], now: str) -> str:
    typed = "; ".join(f"{heading}: {_shown(value)}" for heading, value in fills.items() if value is not None)
    why = f"có nội dung khác trong sổ ('{_shown(now)}')" if now else f"không khớp {kind.rows_are} nào của đơn vị"
    told = f"Dòng STT '{_shown(stt)}' {why}; không ghép ({typed})."
    if same_text:
        return f"{told} Nội dung là của STT {' hoặc '.join(same_text)}: nếu đúng, sửa STT trong tệp rồi bấm lại."
    return f"{told} Nếu đã giao cho đơn vị, sửa STT và nội dung trong tệp rồi bấm lại."


def _read_fills(
    table: ReturnedTable, row: int, fills: Mapping[str, Value], kind: Kind, notes: list[Note]
) -> dict[str, str]:
    read: dict[str, str] = {}
    for heading, value in fills.items():
        try:
            read[heading] = kind.readers.get(heading, typed_values.read_text)(value) if value is not None else ""
        except typed_values.Unreadable as error:
            notes.append(Note(table.place(row, heading), str(error)))
    status, progress = read.get(c.STATUS), read.get(c.PROGRESS)
    if progress and status and status != c.NOT_ARISEN and (status == c.DONE) != (progress == typed_values.ALL):
        text = f"Trạng thái '{status}' nhưng tiến độ {progress}; ghép như đơn vị ghi."
        notes.append(Note(table.place(row, c.PROGRESS), text))
    return read


def _within_maximum(
    report: RowReport, table: ReturnedTable, row: int, expected: ExpectedRow, notes: list[Note]
) -> RowReport:
    """A score above the maximum is told and not taken."""
    most = expected.locked.get(c.MAX_SCORE)
    given = parse_number(report.values.get(c.SELF_SCORE)) if isinstance(most, float) else None
    if given is None or not isinstance(most, float) or given <= most:
        return report
    text = f"'{report.values[c.SELF_SCORE]}' cao hơn điểm tối đa {typed_values.read_text(most)}. Nhập lại điểm."
    notes.append(Note(table.place(row, c.SELF_SCORE), text))
    return RowReport(report.id, {heading: text for heading, text in report.values.items() if heading != c.SELF_SCORE})


def _changed(place: str, heading: str, theirs: Value, ours: Value) -> Iterator[Note]:
    """Tell of a locked value that is not the workbook's."""
    if comparable(theirs, heading) != comparable(ours, heading):
        yield Note(place, f"'{heading}' là '{_shown(theirs)}', khác sổ ('{_shown(ours)}'); sổ giữ nguyên.")


def _shown(value: Value) -> str:
    return shortened(clean(value if isinstance(value, str) else typed_values.read_text(value)), _SHOWN)
