"""What leads give themselves becomes the criterion's `Tự đánh giá` and evidence, where the office has not decided.

So do the cause of lost points and the remedy, where their notes name them.

`Điểm đề xuất` shows who proposes what, and tells what we wrote last: a score that differs from it is the office's own.
Where leads differ the office chooses.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from cchc_macros import contract as c
from cchc_macros.book.cells import text_of
from cchc_macros.book.tables import Over
from cchc_macros.book.work import Work
from cchc_macros.returns.conflicts import Conflicts
from cchc_macros.returns.merge import EDITED, Conflict
from cchc_macros.returns.periods import latest
from cchc_macros.returns.registers import Key, Register
from cchc_macros.rules.notes import part_of_note
from cchc_macros.rules.numbers import format_known, parse_number
from cchc_macros.rules.scoring.self_scores import led_leaves
from cchc_macros.rules.typed_values import in_words, to_cell
from xl.late import regex

CLOSED = f"Đã hết {c.SELF_BY}"
DIFFER = "Các đơn vị chủ trì tự chấm khác nhau"
_IN_NOTES = (c.CAUSE, c.REMEDY)
_AGREED = regex(r"([\d.,]+) \([^)]*\)(?:; chưa chấm: .*)?")
Reply = dict[str, str]  # unit code -> what it says


class ScoreProposals:
    """The columns of Criteria that follow the units' own scores."""

    def __init__(
        self, work: Work, own: Register, order: Mapping[str, int], closed: Mapping[str, Decimal | None] | None = None
    ) -> None:
        self._closed = closed
        self.agreed: dict[str, Decimal | None] = {}  # changed after closing, as the office decided
        self._table = work.scores.table
        self._rows = dict(self._table.rows())
        self._row_of: dict[str, int] = {}
        for criterion in work.scores.criteria:
            if criterion.code:
                self._row_of.setdefault(criterion.code, criterion.row)
        self._scored = {node.criterion.code for node in work.scores.tree.leaves() if not node.not_scored}
        self._leads: dict[str, list[str]] = defaultdict(list)
        for unit, criteria in led_leaves(work.scores.tree, work.roster).items():
            for criterion in criteria:
                self._leads[criterion.code].append(unit)
        self._own, self._order = own, order
        self._texts = (c.EVIDENCE, *(heading for heading in _IN_NOTES if heading in self._table.columns))
        self._before = self._proposed_scores()
        self._changes: dict[int, dict[str, Any]] = defaultdict(dict)

    def now(self, key: Key, heading: str) -> str | None:
        """What a criterion's cell says."""
        row = self._row_of.get(key[0])
        return None if row is None else in_words(heading, self._rows[row][heading])

    def settle(self, key: Key, heading: str, value: str, saved: datetime, source: str, *, take: bool) -> None:  # noqa: ARG002
        """Carry out the office's choice about a criterion's score or evidence."""
        row = self._row_of.get(key[0])
        if take and row is not None:
            self._put(row, heading, value)
            self._changes[row][heading] = Over(self._changes[row][heading])
        if row is not None and heading == c.SELF_SCORE and self._closed is not None:
            self.agreed[key[0]] = parse_number(self._rows[row][heading])

    def follow(self, conflicts: Conflicts) -> None:
        """Bring the proposals into Criteria."""
        said = self._proposed_scores()
        for code, row in self._row_of.items():
            self._follow_score(code, row, said[c.SELF_SCORE].get(code, {}), conflicts)
            if self._closed is not None and code in self._scored:
                self._ask_about_change(code, row, conflicts)
            for heading in self._texts:
                old, now = (_joined(told[heading].get(code, {})) for told in (self._before, said))
                if now != old:
                    self._offer(code, row, heading, now, old, conflicts)

    def write(self) -> None:
        """Write the changed cells."""
        self._table.update(self._changes)

    def _follow_score(self, code: str, row: int, given: Reply, conflicts: Conflicts) -> None:
        now = _spelled(given, self._leads[code])
        old = self._rows[row].get(c.PROPOSED)
        before = (
            text_of(old)
            if c.PROPOSED in self._table.columns
            else _spelled(self._before[c.SELF_SCORE].get(code, {}), self._leads[code])
        )
        if now == before:
            return
        self._changes[row][c.PROPOSED] = now or None
        if len(set(given.values())) == 1:
            self._offer(code, row, c.SELF_SCORE, next(iter(given.values())), _agreed(before), conflicts)
            return
        conflicts.drop(c.SCORES_SHEET, (code,), c.SELF_SCORE)
        mine = in_words(c.SELF_SCORE, self._rows[row][c.SELF_SCORE])
        for unit, value in given.items():
            if value != mine:
                asked = Conflict(c.SELF_SCORE, mine, value, DIFFER, unit, _now())
                conflicts.add(c.SCORES_SHEET, (code,), [asked])

    def _ask_about_change(self, code: str, row: int, conflicts: Conflicts) -> None:
        """Ask about a score that is not the one closed: keep the change, or take back what was closed."""
        then = self.agreed.get(code, (self._closed or {}).get(code))
        before = format_known(then)
        mine = in_words(c.SELF_SCORE, self._rows[row][c.SELF_SCORE])
        if mine != before:
            asked = Conflict(c.SELF_SCORE, mine, before, CLOSED, c.APPRAISALS_SHEET, _now())
            conflicts.drop(c.SCORES_SHEET, (code,), c.SELF_SCORE)
            conflicts.add(c.SCORES_SHEET, (code,), [asked])

    def _offer(self, code: str, row: int, heading: str, value: str, before: str, conflicts: Conflicts) -> None:
        """Write a value that the leads agree on, or ask where the office has its own."""
        mine = in_words(heading, self._rows[row][heading])
        conflicts.drop(c.SCORES_SHEET, (code,), heading)
        if value in ("", mine):
            return
        closed = heading == c.SELF_SCORE and self._closed is not None
        if mine in ("", before) and not closed:
            self._put(row, heading, value)
        else:
            conflicts.add(
                c.SCORES_SHEET,
                (code,),
                [Conflict(heading, mine, value, CLOSED if closed else EDITED, c.SELF_SCORES_SHEET, _now())],
            )

    def _proposed_scores(self) -> dict[str, dict[str, Reply]]:
        """What leads said last, by heading, criterion and unit; blanks, and who leads no more, left out."""
        found: dict[str, dict[str, Reply]] = {
            heading: defaultdict(dict) for heading in (c.SELF_SCORE, *self._texts)
        }  # fmt: skip
        for (code, unit), record in latest(self._own, self._order).items():
            if unit not in self._leads[code]:
                continue
            note = record.values.get(c.NOTE, "")
            for heading, replies in found.items():
                if text := part_of_note(note, heading) if heading in _IN_NOTES else record.values.get(heading, ""):
                    replies[code][unit] = text
        return found

    def _put(self, row: int, heading: str, value: str) -> None:
        self._rows[row][heading] = self._changes[row][heading] = to_cell(heading, value)


def _spelled(given: Reply, leads: Iterable[str]) -> str:
    """Who proposes what: "8,5 (VP, NV1)", or "VP 8,5; NV1 9" where they differ; then, if any has, who has not."""
    told = "; ".join(f"{unit} {value}" for unit, value in given.items())
    if len(set(given.values())) == 1:
        told = f"{next(iter(given.values()))} ({', '.join(given)})"
    silent = [unit for unit in leads if given and unit not in given]
    return f"{told}; chưa chấm: {', '.join(silent)}" if silent else told


def _agreed(text: str) -> str:
    """The score that was agreed on, "" where leads differed or nobody proposed."""
    found = _AGREED.fullmatch(text)
    return found[1] if found else ""


def _joined(said: Reply) -> str:
    """The leads' words as one text, each with its code where several name some."""
    if len(said) == 1:
        return next(iter(said.values()))
    return "\n".join(f"{unit}: {text}" for unit, text in said.items())


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
