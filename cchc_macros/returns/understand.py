"""What a returned file says: whose it is, what it reports of each piece of work, what the unit gives itself.

Rows are told by identity: the plan and the unit from the file's custom properties, the row from its STT. Some
programs lose custom properties; then the unit's name and the plan's line above the table stand in for them.
Nothing is told by position.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import PurePath

from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from cchc_macros.returns.beyond_cells import beyond_cells
from cchc_macros.returns.contradictions import Naming, contradiction
from cchc_macros.returns.files import ReturnedFile
from cchc_macros.returns.finder import ExpectedRow
from cchc_macros.returns.folder import MAILS
from cchc_macros.returns.notes import Note
from cchc_macros.returns.rows import ANSWERS, SCORES, WORK, Proposed, RowReport, read_rows
from cchc_macros.returns.tables import ReturnedTable, find_tables
from cchc_macros.rules.codes import clean_code
from cchc_macros.rules.days.rounds import round_in
from cchc_macros.rules.text import clean, first_few, fold
from xl.late import dataclass

_LISTED = 6
_OUT_OF_MAIL = "lưu tệp đính kèm vào thư mục, chuyển thư ra "


class Rejected(Exception):  # noqa: N818  not an error: the run goes on without this file
    """A file that cannot be merged; the message is the reason, in Vietnamese, with the next step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedUnit:
    """What the workbook knows of a unit: its work by identity ("T:1.1", "C:3"), what it scores and explains by STT."""

    code: str
    name: str
    rows: Mapping[str, ExpectedRow]
    scores: Mapping[str, ExpectedRow] = field(default_factory=dict)
    asked: Mapping[str, ExpectedRow] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What the workbook knows.

    Attributes:
        plans: The identities that workbooks of this plan bear, folded.
        plan_lines: The lines above a task sheet that tell the plan, folded.
        units: The units by folded code.
        names: The units by folded name, where only one bears it.
        naming: Tells which units a text names.
        periods: The rounds of reporting by folded name.
        senders: The codes of the units that a mail address in small letters belongs to.
    """

    plans: frozenset[str]
    plan_lines: frozenset[str]
    units: Mapping[str, ExpectedUnit]
    names: Mapping[str, ExpectedUnit]
    naming: Naming
    periods: Mapping[str, str] = field(default_factory=dict)
    senders: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        plans: Iterable[str],
        plan_lines: Iterable[str],
        units: Iterable[ExpectedUnit],
        periods: Iterable[str] = (),
        others: Iterable[tuple[str, str]] = (),
        senders: Mapping[str, frozenset[str]] | None = None,
    ) -> "Expected":
        """Index the units and rounds; `others` are codes and names of units without work here."""
        units = tuple(units)
        named = Counter(fold(unit.name) for unit in units)
        return cls(
            plans=frozenset(map(fold, plans)),
            plan_lines=frozenset(map(fold, plan_lines)),
            units={fold(unit.code): unit for unit in units},
            names={key: unit for unit in units if named[key := fold(unit.name)] == 1},
            naming=Naming([*others, *((unit.code, name) for unit in units for name in (unit.name, *unit.aliases))]),
            periods={fold(period): period for period in periods},
            senders=senders or {},
        )


def is_untouched(values: Mapping[str, str]) -> bool:
    """Whether a row still says what every task sheet says before anyone types."""
    is_todo = values.get(c.STATUS, "") in ("", c.TODO)
    return is_todo and not any(text for heading, text in values.items() if heading != c.STATUS)


@dataclass(slots=True, kw_only=True)
class Understood:
    """A file understood; `lacks_status`: something was typed, but of no piece of work how it stands."""

    unit: ExpectedUnit
    period: str = ""
    reports: list[RowReport] = field(default_factory=list)
    scores: list[RowReport] = field(default_factory=list)
    answers: list[RowReport] = field(default_factory=list)
    proposed: list[Proposed] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    lacks_status: bool = False

    @property
    def is_untouched(self) -> bool:
        """Whether the unit has filled in nothing."""
        reports = (*self.reports, *self.scores, *self.answers)
        spoke = self.proposed or any(note.place for note in self.notes)
        return not spoke and all(is_untouched(report.values) for report in reports)


def understand(file: ReturnedFile, expected: Expected, sender: str = "") -> Understood:
    """Read a returned file by what the workbook knows; `sender` is the mail address it came from, if known.

    Raises:
        Rejected: it is no unit workbook of this plan.
    """
    names = {fold(sheet.name) for sheet in file.sheets}
    if {fold(c.SCORES_SHEET), fold(c.SETTINGS_SHEET)} <= names:
        raise Rejected("Đây là sổ CCHC của cơ quan, không phải sổ đơn vị. Chuyển tệp ra khỏi thư mục.")
    tables = find_tables(file.sheets, u.TASK_SHEET)
    if not tables:
        raise Rejected(
            "Không thấy bảng phiếu giao việc (cột STT, Trạng thái, Tiến độ…). Đề nghị đơn vị điền vào đúng sổ đã nhận."
        )
    found = Understood(unit=_whose(file, tables[0], expected), period=_period(file, tables[0], expected))
    if not all(file.properties.get(name) for name in (u.PROP_PLAN, u.PROP_UNIT)):
        found.notes.append(Note("", "Tệp mất nhận dạng; đã nhận theo tên đơn vị và số kế hoạch ghi trên phiếu."))
    code = clean(file.properties.get(u.PROP_UNIT))
    if code and fold(code) != fold(found.unit.code):
        told = f"Mã '{code}' trong tệp nay là '{found.unit.code}'; đã nhận theo tên đơn vị ghi trên phiếu."
        found.notes.append(Note("", told))
    work = read_rows(tables[0], WORK, found.unit.rows, _exported(file.properties))
    found.proposed = work.proposed
    found.reports, found.notes = work.reports, [*found.notes, *_tell_copies(tables), *work.notes]
    others = [sheet for sheet in file.sheets if sheet is not tables[0].sheet]
    own = find_tables(others, u.OWN_SCORES)
    if own:  # the sheet is only in some workbooks, and a unit may leave it out
        scores = read_rows(own[0], SCORES, found.unit.scores, ())
        found.scores, found.notes = scores.reports, [*found.notes, *_tell_copies(own), *scores.notes]
    asked = find_tables(others, u.EXPLANATIONS)
    if asked:
        _read_answers(asked, found)
    _refuse_borrowed(found.unit, file, [*tables, *own, *asked], expected)
    _refuse_from_others(found.unit, sender, expected)
    merged = {table.sheet.name for table in (*tables, *own, *asked)}
    found.notes += beyond_cells(file, merged)
    blank = all(report.values.get(c.STATUS) == "" for report in found.reports) or c.STATUS not in tables[0].columns
    if found.reports and (blank or _only_explains(found)) and not found.is_untouched:
        found.lacks_status = True
        told = f"Phiếu không ghi '{c.STATUS}' của việc nào; chưa tính là đã gửi."
        found.notes.append(Note("", f"{told} Đề nghị đơn vị điền cột ấy rồi gửi lại."))
    if not found.reports and not found.is_untouched:
        found.lacks_status = True
        found.notes.append(Note("", "Không nhận được việc nào của phiếu; chưa tính là đã gửi."))
    said = [report for report in found.reports if report.values.get(c.STATUS) == c.TODO and report.values.get(c.RESULT)]
    if said:
        which = first_few((found.unit.rows[report.id].label for report in said), _LISTED)
        told = f"{len(said)} việc có {c.RESULT} mà {c.STATUS} còn '{c.TODO}': STT {which}."
        found.notes.append(Note("", f"{told} Hỏi lại đơn vị."))
    return found


def _only_explains(found: Understood) -> bool:
    """Whether a unit answered the appraisers, and left the work and its own points as they came."""
    left = all(is_untouched(report.values) for report in (*found.reports, *found.scores))
    return left and not found.proposed and any(not is_untouched(answer.values) for answer in found.answers)


def _read_answers(tables: Sequence[ReturnedTable], found: Understood) -> None:
    """Read what a unit explains; an answer to another round than the one in force is told and not taken."""
    table, asked = tables[0], found.unit.asked
    answers = read_rows(table, ANSWERS, asked, ())
    found.notes += [*_tell_copies(tables), *answers.notes]
    stt, name = table.columns[c.STT], table.columns.get(c.ROUND, 0)
    rounds = {clean_code(cells.get(stt)): clean(cells.get(name)) for _, cells in table.rows()}
    for report in answers.reports:
        answered, wanted = rounds.get(clean_code(report.id), ""), clean(asked[report.id].locked.get(c.ROUND))
        if not answered or fold(answered) == fold(wanted):
            found.answers.append(report)
        elif not is_untouched(report.values):
            text = f"STT {report.id}: giải trình cho '{answered[:60]}', sổ đang ở '{wanted}'; không ghép, xem tệp."
            found.notes.append(Note(table.place(table.heading_row, c.EXPLANATION), text))


def _tell_copies(tables: Sequence[ReturnedTable]) -> Iterator[Note]:
    """Tell of the sheets beside the first one that hold the same table."""
    for copy in tables[1:]:
        text = f"Chỉ ghép sheet '{tables[0].sheet.name}'; nếu đơn vị điền ở sheet này, đề nghị chuyển sang sheet đó."
        yield Note(copy.place(copy.heading_row), text)


def _whose(file: ReturnedFile, table: ReturnedTable, expected: Expected) -> ExpectedUnit:
    plan, code = (clean(file.properties.get(name)) for name in (u.PROP_PLAN, u.PROP_UNIT))
    lines = {fold(text) for text in table.above()} if not (plan and code) else set[str]()
    if plan:
        if fold(plan) not in expected.plans:
            raise Rejected(f"Phiếu của kế hoạch khác ('{plan}'). Chuyển tệp ra khỏi thư mục, hoặc mở đúng sổ.")
    elif not expected.plan_lines <= lines:
        raise Rejected(
            "Tệp mất nhận dạng và không ghi đúng cơ quan, số kế hoạch. Đề nghị đơn vị điền lại vào sổ đã nhận."
        )
    if code:
        unit = expected.units.get(fold(code))
        if unit is not None:
            return unit
        lines = set(map(fold, table.above()))  # its code may have changed since
    named = [unit for name, unit in expected.names.items() if name in lines]
    if len(named) != 1 and code:
        raise Rejected(f"Đơn vị '{code}' không có việc trong sổ này. Xem sheet {c.UNITS_SHEET} và cột đơn vị.")
    if len(named) != 1:
        raise Rejected("Tệp mất nhận dạng và không rõ của đơn vị nào. Đề nghị đơn vị điền lại vào sổ đã nhận.")
    return named[0]


def _refuse_borrowed(
    unit: ExpectedUnit, file: ReturnedFile, tables: Sequence[ReturnedTable], expected: Expected
) -> None:
    """Refuse a file that people read as another unit's."""
    if found := contradiction(unit.code, file, tables, expected.naming, expected.plan_lines):
        place, other = found
        out = (
            f"{_OUT_OF_MAIL}và " if PurePath(file.name).parent.suffix.casefold() in MAILS else ""
        )  # no name is mended in it
        raise Rejected(
            f"{place} ghi đơn vị '{other}', nhưng tệp là sổ đã giao cho '{unit.code}'; không ghép. Hỏi đơn vị gửi: nếu "
            f"là của '{unit.code}', {out}sửa {place[0].lower()}{place[1:]} rồi bấm lại; nếu là của '{other}', đề nghị "
            f"điền vào sổ của '{other}'."
        )


def _refuse_from_others(unit: ExpectedUnit, sender: str, expected: Expected) -> None:
    """Refuse a file that came from another unit's own address."""
    codes = expected.senders.get(sender.casefold(), frozenset())
    if codes and unit.code not in codes:
        other = min(codes)
        raise Rejected(
            f"Thư gửi từ {sender} của đơn vị '{other}', nhưng tệp đính kèm là sổ đã giao cho '{unit.code}'; không "
            f"ghép. Hỏi người gửi: nếu là của '{unit.code}', {_OUT_OF_MAIL}rồi bấm lại; "
            f"nếu là của '{other}', đề nghị điền vào sổ của '{other}'."
        )


def _period(file: ReturnedFile, table: ReturnedTable, expected: Expected) -> str:
    """The round that a file reports on: what it says itself, else the line above its table; "" for none."""
    told = clean(file.properties.get(u.PROP_ROUND))
    if not told:
        return (round_in(table.above(), expected.periods.values()) or "") if expected.periods else ""
    known = expected.periods.get(fold(told))
    if known is None:
        raise Rejected(
            f"Phiếu của kỳ '{told[:60]}' không có ở sheet {c.ROUNDS_SHEET}. Kỳ đã đổi tên thì gõ lại tên cũ; chưa có "
            "thì thêm vào bảng; không dùng thì chuyển tệp ra khỏi thư mục."
        )
    return known


def _exported(properties: Mapping[str, str]) -> set[str]:
    """The identities of the rows that the file went out with; empty where that is lost."""
    pieces = (text for name, text in properties.items() if name.startswith(u.PROP_ROWS))
    return {key for piece in pieces for key in piece.split(";") if key}
