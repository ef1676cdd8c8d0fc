"""`Điểm theo cách tính`: the live formula of every scored leaf that has a rule, for people to follow and change.

It computes what `rules.scoring.point_rules` computes. A rate is rounded to twelve decimals before it is compared:
binary fractions would put 0.7 below 70 %.
"""

from decimal import Decimal
from typing import Any

from cchc_macros import contract as c
from cchc_macros.rules.numbers import number_or_none
from cchc_macros.rules.scoring.point_rule_texts import NotARule, read_rule
from cchc_macros.rules.scoring.point_rules import PointRule, RateBand, Worth
from cchc_macros.rules.scoring.scores import Tree
from cchc_macros.scores.score_formulas import FormulaColumns, out_of_scoring
from xl.contents import Formula
from xl.late import dataclass

_RATE_PLACES = 12


def rule_cells(tree: Tree, columns: FormulaColumns) -> dict[int, dict[str, Any]]:
    """What to write beside rules: the formulas, and declared numbers that were typed as text as numbers.

    A rule that cannot be read has none. Where `Cách tính` is blank a formula of the clerk's own stays.
    """
    found: dict[int, dict[str, Any]] = {}
    if not {c.NUMBER_A, c.NUMBER_B, c.POINTS_BY_RULE} <= columns.letters.keys():
        return found
    not_scored = out_of_scoring(tree, columns)
    for row in tree.ruled():
        rule = _read(row.rule)
        at = columns.first + row.row
        maximum, a, b = (f"{columns.letters[heading]}{at}" for heading in (c.MAX_SCORE, c.NUMBER_A, c.NUMBER_B))
        cells = Cells(maximum, a, b, not_scored[row.row])
        found[row.row] = {c.POINTS_BY_RULE: Formula(point_formula(rule, cells, columns.places)) if rule else None}
        if rule and rule.kind != "options":
            declared = {c.NUMBER_A: row.number_a, c.NUMBER_B: row.number_b}
            typed = {heading: number_or_none(value) for heading, value in declared.items() if isinstance(value, str)}
            found[row.row] |= {heading: number for heading, number in typed.items() if number is not None}
    return found


def _read(text: str) -> PointRule | None:
    """A rule; None where it cannot be read, which the audit tells."""
    try:
        return read_rule(text)
    except NotARule:
        return None


@dataclass(frozen=True, slots=True)
class Cells:
    """Where a row's maximum and declared numbers stand; `off` is a condition that takes the row out of scoring."""

    maximum: str
    a: str
    b: str
    off: str


def point_formula(rule: PointRule, cells: Cells, places: int) -> str:
    """The formula of a rule; it shows nothing where the rule gives no points."""
    if rule.kind == "options":
        shown = '""'
        for choice in reversed(rule.choices):
            words = choice.words.replace('"', '""')
            shown = f'IF(TRIM({cells.a})="{words}",{_worth(choice.worth, cells, "1", places)},{shown})'
        return f'=IF(OR({cells.off},NOT(ISNUMBER({cells.maximum})),TRIM({cells.a})=""),"",{shown})'
    upper, lower = rule.measured(cells.a, cells.b, "")
    missing = ",".join(f"NOT(ISNUMBER({cell}))" for cell in (cells.maximum, lower or upper))
    below = ",".join(f"{cell}<0" for cell in (upper, lower) if cell)
    return f'=IF(OR({cells.off},{missing}),"",IF(OR({below}),"",{_given(rule, cells, places)}))'


def _given(rule: PointRule, cells: Cells, places: int) -> str:
    upper, lower = rule.measured(cells.a, cells.b, "")
    if rule.kind == "cases":
        start = "0" if rule.each > 0 else cells.maximum
        return f"ROUND(MAX(0,MIN({cells.maximum},{start}{rule.each:+f}*{upper})),{places})"
    rate = f"ROUND({upper}/{lower},{_RATE_PLACES})" if lower else upper
    share = f"{upper}/{lower}" if lower else upper
    shown = '""'
    for band in reversed(rule.bands):
        worth = _worth(band.worth, cells, share, places)
        shown = worth if band.is_rest else f"IF({_condition(band, rate)},{worth},{shown})"
    if not lower:
        return shown
    zero = _worth(rule.zero, cells, "1", places) if rule.zero else '""'
    return f'IF({lower}=0,{zero},IF(NOT(ISNUMBER({upper})),"",{shown}))'


def _condition(band: RateBand, rate: str) -> str:
    parts = []
    if band.low:
        parts.append(f"{rate}>{'=' if band.low.closed else ''}{_written(band.low.at)}")
    if band.high:
        parts.append(f"{rate}<{'=' if band.high.closed else ''}{_written(band.high.at)}")
    return parts[0] if len(parts) == 1 else f"AND({','.join(parts)})"


def _worth(worth: Worth, cells: Cells, share: str, places: int) -> str:
    if worth.kind == "not_scored":
        return '""'
    whole = cells.maximum if worth.points is None else _written(worth.points)
    if worth.kind == "max" and worth.points is not None:
        whole = f"{cells.maximum}*{whole}"
    got = whole if worth.kind != "share" else f"{whole}*{share}"
    return f"ROUND({got},{places})" if got == cells.maximum else f"ROUND(MIN({cells.maximum},{got}),{places})"


def _written(number: Decimal) -> str:
    return f"{number.normalize():f}"
