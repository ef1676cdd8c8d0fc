"""`Điểm theo cách tính`: the live formula of every scored leaf that has a rule, and the rules for the audit."""

from collections import defaultdict
from typing import Any

from cchc_macros import contract as c
from cchc_macros.book.cells import lines_of
from cchc_macros.book.scores import Scores
from cchc_macros.book.settings import Settings
from cchc_macros.rules.audit_points import RuleRow, apply_rule
from cchc_macros.rules.numbers import NotANumber, parse_number
from cchc_macros.rules.scores import walk
from cchc_macros.scores.point_formulas import Cells, point_formula
from cchc_macros.scores.score_formulas import FormulaColumns
from xl.contents import Formula


def places(settings: Settings) -> int:
    """To how many decimals points by rule are rounded.

    Raises:
        DataError: the setting is no whole number.
    """
    return min(max(settings.whole(c.POINT_PLACES, c.POINT_PLACES_DEFAULT), 0), 6)


def rule_rows(scores: Scores) -> list[RuleRow]:
    """The scored leaves that have a rule; none in a workbook made before there were any."""
    if c.RULE not in scores.table.columns:
        return []
    cells = dict(scores.table.rows())
    return [
        RuleRow(
            row=node.criterion.row, code=node.criterion.code, text=text, a=row.get(c.NUMBER_A), b=row.get(c.NUMBER_B),
            maximum=node.criterion.max_score, typed=node.criterion.self_score,
        )
        for node in scores.tree.leaves()
        if not node.not_scored and (text := lines_of((row := cells[node.criterion.row])[c.RULE]))
    ]  # fmt: skip


def rule_cells(scores: Scores, layout: FormulaColumns, settings: Settings) -> dict[int, dict[str, Any]]:
    """What to write beside rules: the formulas, and declared numbers that were typed as text as numbers.

    A rule that cannot be read has none. Where `Cách tính` is blank a formula of the clerk's own stays.
    """
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    rows = rule_rows(scores)
    if not rows or not {c.NUMBER_A, c.NUMBER_B, c.POINTS_BY_RULE} <= layout.columns.keys():
        return found
    marks, digits = _marks(scores, layout), places(settings)
    for row in rows:
        rule = apply_rule(row, digits).rule
        at = layout.first + row.row
        maximum, a, b = (f"{layout.columns[heading]}{at}" for heading in (c.MAX_SCORE, c.NUMBER_A, c.NUMBER_B))
        cells = Cells(maximum, a, b, marks[row.row])
        found[row.row][c.POINTS_BY_RULE] = Formula(point_formula(rule, cells, digits)) if rule else None
        if rule and rule.kind != "options":
            typed = ((c.NUMBER_A, row.a), (c.NUMBER_B, row.b))
            found[row.row] |= {heading: number for heading, value in typed if (number := _typed(value)) is not None}
    return found


def _marks(scores: Scores, layout: FormulaColumns) -> dict[int, str]:
    """A condition for every row that takes it out of scoring: its own mark, or one above it."""
    joined: dict[int, str] = {}
    for node in walk(scores.tree.roots):
        mark = joined.setdefault(node.criterion.row, layout.cell(c.NOT_SCORED, node))
        joined |= {child.criterion.row: f"{mark}&{layout.cell(c.NOT_SCORED, child)}" for child in node.children}
    return {row: f'TRIM({mark})<>""' for row, mark in joined.items()}


def _typed(value: object) -> Any:
    """A number typed as text."""
    try:
        return parse_number(value) if isinstance(value, str) else None
    except NotANumber:
        return None
