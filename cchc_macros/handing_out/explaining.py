"""Who has to explain which points of the appraiser, by when, and what was answered."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from cchc_macros import contract as c
from cchc_macros.book.appraisals import read_appraisals
from cchc_macros.book.work import Work
from cchc_macros.book.workbook import Workbook
from cchc_macros.rules.scoring.appraisals import Appraisal, answers_to, to_explain
from cchc_macros.rules.scoring.scores import Criterion
from cchc_macros.rules.scoring.self_scores import led_leaves
from cchc_macros.rules.units.cells import read_unit_cell
from cchc_macros.rules.units.roster import Roster
from xl.late import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ToExplain:
    """Points that units have to explain: the round in force, its criterion, which units, by when; their answers."""

    appraisal: Appraisal
    criterion: Criterion
    units: tuple[str, ...]
    due: date | None
    answers: Mapping[str, Appraisal]

    def answer(self, unit: str) -> tuple[str, str]:
        """What a unit answered and names as evidence: in a row of its own, else beside the points."""
        if own := self.answers.get(unit):
            return own.explanation, own.evidence
        return self._part(self.appraisal.explanation, unit), self._part(self.appraisal.evidence, unit)

    def _part(self, text: str, unit: str) -> str:
        """What of a cell's text a unit answered; each of several units has a part of its own."""
        if len(self.units) == 1:
            return text
        pieces = re.split(rf"^({'|'.join(map(re.escape, self.units)) or '(?!)'}): ", text, flags=re.MULTILINE)
        return dict(zip(pieces[1::2], pieces[2::2], strict=True)).get(unit, "").strip()


def all_asked(workbook: Workbook, work: Work) -> list[ToExplain]:
    """All points that units have to explain: those named in `Đơn vị giải trình`, else those that lead the criterion."""
    rows = read_appraisals(workbook)
    if not rows:
        return []
    leaves = {node.criterion.code: node.criterion for node in work.scores.tree.leaves() if not node.not_scored}
    due = workbook.settings.day(c.EXPLAINED_BY)
    leads: dict[str, list[str]] = {}
    for unit, criteria in led_leaves(work.scores.tree, work.roster, all_sources=True).items():
        for criterion in criteria:
            leads.setdefault(criterion.code, []).append(unit)
    found = []
    for one in to_explain(rows, {code: criterion.self_score for code, criterion in leaves.items()}):
        if one.code in leaves:
            units = _named(one.explainer, work.roster) or tuple(leads.get(one.code, ()))
            said = {unit: own for own in answers_to(one, rows) for unit in _named(own.explainer, work.roster)}
            due_day = one.explain_by or due
            found.append(ToExplain(appraisal=one, criterion=leaves[one.code], units=units, due=due_day, answers=said))
    return found


def explanations(workbook: Workbook, work: Work) -> dict[str, list[ToExplain]]:
    """What each unit has to explain, by its code."""
    return by_unit(all_asked(workbook, work))


def by_unit(questions: Iterable[ToExplain]) -> dict[str, list[ToExplain]]:
    """Points to explain by the code of each unit that has to."""
    found: dict[str, list[ToExplain]] = {}
    for asked in questions:
        for unit in asked.units:
            found.setdefault(unit, []).append(asked)
    return found


def explanation_rows(unit: str, asked: Sequence[ToExplain]) -> list[list[object]]:
    """What a unit has to explain, in the order of `u.EXPLANATIONS.columns`, with what it answered before."""
    return [
        [
            one.criterion.code, one.criterion.name, one.criterion.max_score, one.criterion.self_score,
            one.appraisal.round, one.appraisal.points, _difference(one), one.appraisal.reason, one.due,
            *(said or None for said in one.answer(unit)),
        ]
        for one in asked
    ]  # fmt: skip


def _difference(one: ToExplain) -> object:
    own, given = one.criterion.self_score, one.appraisal.points
    return None if own is None or given is None else given - own


def _named(cell: str, roster: Roster) -> tuple[str, ...]:
    mentions = read_unit_cell(cell, roster) if cell else ()
    return tuple(dict.fromkeys(unit.code for mention in mentions for unit in mention.units))
