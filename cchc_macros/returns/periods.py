"""Rounds of reporting in what units return: what holds now, and how far the work had come when each round ended."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from cchc_macros import contract as c
from cchc_macros.book.rounds import read_rounds
from cchc_macros.book.work import Work
from cchc_macros.book.workbook import Workbook
from cchc_macros.errors import DataError
from cchc_macros.returns.derive import TaskState, task_state
from cchc_macros.returns.received import Returns
from cchc_macros.returns.registers import Key, Record, Register
from cchc_macros.returns.understand import is_untouched
from cchc_macros.rules.days.rounds import Round, ranks
from cchc_macros.rules.text import fold
from xl.late import dataclass

Reply = Mapping[Key, Record]  # (STT shown, unit code) -> what holds


def check_columns(progress: Register, rounds: Sequence[Round]) -> None:
    """Stop where rounds are in use and the table has no column to keep them apart.

    Raises:
        DataError: saying so.
    """
    if any(one.is_open for one in rounds) and c.PERIOD not in progress.table.columns:
        raise DataError(
            f"Bảng {c.PROGRESS_TABLE.name} (sheet '{progress.table.sheet_name}') thiếu cột '{c.PERIOD}' nên phiếu của "
            "các kỳ sẽ lẫn vào nhau. Thêm lại cột ấy rồi bấm lại."
        )


def latest(register: Register, order: Mapping[str, int], until: int | None = None) -> dict[Key, Record]:
    """Of each unit and row what it said last; with `until` only what it had said by the round of that rank.

    A row in which nobody typed anything says nothing new. A round that the table Rounds lacks counts as long ago.
    """
    found: dict[Key, Record] = {}
    best: dict[Key, tuple[bool, int]] = {}
    for key, record in register.records.items():
        rank = order.get(fold(key[2]), -1) if len(key) > 2 and key[2] else 0  # noqa: PLR2004
        if until is not None and rank > until:
            continue
        short, weight = key[:2], (not is_untouched(record.values), rank)
        if short not in best or weight > best[short]:
            found[short], best[short] = record, weight
    return found


def mark_superseded(register: Register, holding: Iterable[Record]) -> None:
    """Mark the rows that no longer tell how a unit stands, and take the mark off those that do."""
    holds = {id(record) for record in holding}
    for record in register.records.values():
        superseded = id(record) not in holds
        if superseded != record.superseded:
            record.superseded = superseded
            record.changes[c.SUPERSEDED] = "x" if superseded else None


@dataclass(frozen=True, slots=True)
class RoundFigures:
    """How much work had which status when each round ended, by the rows of Rounds."""

    counts: Mapping[int, Counter[str]]

    @classmethod
    def of(cls, workbook: Workbook, work: Work, progress: Register, decided: Mapping[int, str]) -> "RoundFigures":
        """Count what units said in `progress`; `decided` is what Tasks says, by row: it holds in the open round."""
        rounds = read_rounds(workbook)
        begun = {fold(key[2]) for key in progress.records if len(key) > 2}  # noqa: PLR2004
        order = ranks(rounds)
        leads = work.assignment.leads()
        found = {}
        for one in rounds:
            if not one.name or not (one.is_open or fold(one.name) in begun):
                continue
            said = latest(progress, order, order[fold(one.name)])
            own = decided if one.is_open else {}
            found[one.row] = Counter(
                (item.is_task and own.get(item.row))
                or task_state([_state(said.get((item.label, code))) for code in leads[item.id]]).status
                for item in work.items
            )
        return cls(found)

    def write(self, workbook: Workbook, before: "RoundFigures", work: Work, returns: Returns) -> None:
        """Write it beside each round that has begun, and who returned a sheet.

        A closed round keeps what the office had decided: its figures change only by what late sheets change.
        """
        rows = dict(workbook.table(c.ROUNDS).rows())
        changes: dict[int, dict[str, object]] = {}
        for one in read_rounds(workbook):
            if one.row not in self.counts:
                continue
            back = returns.units(one.name)
            missing = [sheet.code for sheet in work.awaited if sheet.code not in back]
            changes[one.row] = {
                c.ROUND_RETURNED: sum(sheet.code in back for sheet in work.assignment.sheets),
                c.ROUND_MISSING: ", ".join(missing) or None,
            }
            now, old = _figures(self.counts[one.row]), _figures(before.counts.get(one.row, Counter()))
            for heading, figure in now.items():
                kept = rows[one.row].get(heading)
                changes[one.row][heading] = (
                    kept + figure - old[heading] if isinstance(kept, int | float) and not one.is_open else figure
                )
        workbook.table(c.ROUNDS).update(changes)


def _figures(counts: Counter[str]) -> dict[str, int]:
    return {
        c.ROUND_WORK: counts.total() - counts[c.NOT_ARISEN], c.ROUND_DONE: counts[c.DONE],
        c.ROUND_DOING: counts[c.DOING],
    }  # fmt: skip


def _state(record: Record | None) -> TaskState | None:
    return TaskState(record.values[c.STATUS], record.values[c.PROGRESS]) if record else None
