"""What the workbook expects of returned files: each unit's work, what it scores itself, what it has to explain."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any

from cchc_macros import unit_contract as u
from cchc_macros.book.plan_facts import agency_name
from cchc_macros.book.work import Work
from cchc_macros.contract import TableSpec
from cchc_macros.handing_out.explaining import ToExplain, by_unit, explanation_rows
from cchc_macros.handing_out.task_sheets import known_plan_ids, plan_line, score_rows, sheet_rows
from cchc_macros.returns.finder import ExpectedRow
from cchc_macros.returns.understand import Expected, ExpectedUnit
from cchc_macros.rules.days.rounds import Round
from cchc_macros.rules.scoring.self_scores import led_leaves
from cchc_macros.rules.typed_values import Value
from cchc_macros.rules.units.roster import Unit


def expect(work: Work, rounds: Sequence[Round] = (), questions: Iterable[ToExplain] = ()) -> Expected:
    """What the workbook expects of returned files."""
    asked = by_unit(questions)
    led = led_leaves(work.scores.tree, work.roster)
    units = []
    for sheet in work.assignment.sheets:
        work_rows = sheet_rows(sheet, {})
        rows = {duty.item.id: _expected(u.TASK_SHEET, row) for duty, row in zip(sheet.duties, work_rows, strict=True)}
        criteria = led.get(sheet.code, [])
        scores = {
            criterion.code: _expected(u.OWN_SCORES, row)
            for criterion, row in zip(criteria, score_rows(sheet.code, criteria, {}), strict=True)
        }
        questions = asked.get(sheet.code, [])
        answers = {
            one.criterion.code: _expected(u.EXPLANATIONS, row)
            for one, row in zip(questions, explanation_rows(sheet.code, questions), strict=True)
        }
        aliases = sheet.unit.aliases if sheet.unit else ()
        units.append(
            ExpectedUnit(code=sheet.code, name=sheet.name, aliases=aliases, rows=rows, scores=scores, asked=answers)
        )
    lines_above = (agency_name(work.settings), plan_line(work.settings))
    names = (one.name for one in rounds if one.name)
    insiders = [unit for unit in work.roster.units if unit.code and not unit.is_outside]
    others = ((unit.code, name) for unit in insiders for name in (unit.name, *unit.aliases))
    return Expected.of(known_plan_ids(work.settings), lines_above, units, names, others, _senders(work, insiders))


def _senders(work: Work, units: Sequence[Unit]) -> dict[str, frozenset[str]]:
    """The units by their addresses; the office's own says nothing, for it passes on what others sent it."""
    found: dict[str, frozenset[str]] = {}
    for unit in units:
        for address in unit.addresses:
            found[address] = found.get(address, frozenset()) | {unit.code}
    found.pop(work.reply_to.casefold(), None)
    return found


def _expected(spec: TableSpec, row: list[object]) -> ExpectedRow:
    values = (value if type(value) is str else _as_read(value) for value in row)  # texts are the most by far
    return ExpectedRow(str(row[0]), dict(zip(_headings(spec), values, strict=True)))


@lru_cache(maxsize=4)
def _headings(spec: TableSpec) -> tuple[str, ...]:
    return spec.headings


def _as_read(value: Any) -> Value:
    """A value as a returned file holds it: cells know moments and floats only."""
    if isinstance(value, Decimal):
        return float(value)
    return datetime.combine(value, time()) if type(value) is date else value
