"""The points that a rule gives for declared numbers; see `point_rules` for how rules are written."""

from decimal import Decimal

from cchc_macros.rules.scoring.point_rules import EXACT, ONE, ZERO, PointRule, RateBand, Worth
from xl.late import dataclass


@dataclass(frozen=True, slots=True)
class Given:
    """What a rule gives.

    Attributes:
        points: The points; None where there are none to give.
        problem: Why there are none, one of the words below; "" where the rule says that it is not scored.
    """

    points: Decimal | None
    problem: str = ""


BLANK, NO_OPTION, NO_BAND, NEGATIVE, NOTHING_AROSE, NO_MAXIMUM = (
    "blank", "no option", "no band", "negative", "nothing arose", "no maximum",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Declared:
    """What a unit declares: the numbers a and b, and a as it was typed."""

    a: Decimal | None = None
    b: Decimal | None = None
    text: str = ""


def points(rule: PointRule, maximum: Decimal | None, declared: Declared, *, same: str, places: int) -> Given:
    """The points a rule gives for what is declared, rounded half up.

    `same` is the declared text as the words of options stand (`point_rule_texts.key`).
    """
    if maximum is None:
        return Given(None, NO_MAXIMUM)
    worth = _worth(rule, declared, same)
    if isinstance(worth, Given):
        return worth
    if worth.kind == "not_scored":
        return Given(None)
    given = min(_points(worth, rule, maximum, declared), maximum)
    return Given(max(given, ZERO).quantize(ONE.scaleb(-places), context=EXACT))


def _worth(rule: PointRule, declared: Declared, same: str) -> Worth | Given:
    """Which part of the rule holds."""
    if rule.kind == "options":
        found = (choice.worth for choice in rule.choices if choice.words == same)
        return next(found, None) or Given(None, NO_OPTION if declared.text else BLANK)
    upper, lower = rule.measured(declared.a, declared.b, ONE)
    if lower is None or (upper is None and lower != 0):
        return Given(None, BLANK)
    if lower < 0 or (upper is not None and upper < 0):
        return Given(None, NEGATIVE)
    if upper is None or lower == 0:  # of nothing nothing is done: the other number need not be said
        return rule.zero or Given(None, NOTHING_AROSE)
    bands = rule.bands or (RateBand(None, None, Worth("points")),)  # cases are counted, whatever their number
    return next((band.worth for band in bands if band.holds(upper, lower)), None) or Given(None, NO_BAND)


def _points(worth: Worth, rule: PointRule, maximum: Decimal, declared: Declared) -> Decimal:
    """The points before they are capped and rounded."""
    upper, lower = rule.measured(declared.a, declared.b, ONE)
    if rule.kind == "cases":
        start = ZERO if rule.each > 0 else maximum
        return EXACT.add(start, EXACT.multiply(rule.each, upper or ZERO))
    whole = maximum if worth.points is None else worth.points
    if worth.kind == "max":
        return EXACT.multiply(maximum, worth.points or ONE)
    if worth.kind != "share" or upper is None or not lower:
        return whole
    return EXACT.divide(EXACT.multiply(upper, whole), lower)


def near_edge(rule: PointRule, declared: Declared) -> Decimal | None:
    """An edge that the rate only seems to reach or to pass: shown in % with two decimals it is on it."""
    upper, lower = rule.measured(declared.a, declared.b, ONE)
    if rule.kind != "bands" or upper is None or not lower or lower < 0:
        return None
    rate = EXACT.divide(upper, lower)
    step = ONE.scaleb(-4)
    shown = rate.quantize(step, context=EXACT)
    return next((edge for edge in rule.edges if rate != edge and shown == edge.quantize(step, context=EXACT)), None)
