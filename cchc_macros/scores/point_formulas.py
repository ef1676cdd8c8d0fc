"""The live formula of `Điểm theo cách tính`: what `rules.point_rules` computes, for people to follow and change.

A rate is rounded to twelve decimals before it is compared: binary fractions would put 0.7 below 70 %.
"""

from dataclasses import dataclass
from decimal import Decimal

from cchc_macros.rules.point_rules import Band, PointRule, Worth

_RATE_PLACES = 12


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
    upper, lower = _measured(rule, cells)
    wanted = [cells.maximum, *(cell for cell in (upper, lower) if cell)]
    missing = ",".join(f"NOT(ISNUMBER({cell}))" for cell in wanted)
    below = ",".join(f"{cell}<0" for cell in wanted[1:])
    return f'=IF(OR({cells.off},{missing}),"",IF(OR({below}),"",{_given(rule, cells, places)}))'


def _measured(rule: PointRule, cells: Cells) -> tuple[str, str]:
    if rule.kind == "cases" or rule.measure == "a":
        return cells.a, ""
    return (cells.b, cells.a) if rule.measure == "b/a" else (cells.a, cells.b)


def _given(rule: PointRule, cells: Cells, places: int) -> str:
    upper, lower = _measured(rule, cells)
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
    return f"IF({lower}=0,{zero},{shown})"


def _condition(band: Band, rate: str) -> str:
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
    got = whole if worth.kind != "share" else f"{whole}*{share}"
    return f"ROUND({got},{places})" if got == cells.maximum else f"ROUND(MIN({cells.maximum},{got}),{places})"


def _written(number: Decimal) -> str:
    return f"{number.normalize():f}"
