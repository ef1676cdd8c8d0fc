"""Rules of points: what a criterion's `Cách tính` says, and the points it gives for declared numbers.

A rule is written as sets of criteria write it, its parts separated by semicolons or line breaks:

* options: `Ban hành kịp thời: 1; không kịp thời: 0,5; không ban hành: 0` (`Số liệu a` names the option);
* bands of a share: `b/a: trên 90%: 2; từ 70% đến 90%: 1; còn lại: 0`, the first that fits giving the points;
* a share of the maximum: `b/a × tối đa`, with a floor `từ 80%` below which it is 0, or mixed with bands;
* so much for each case: `trừ 0,25 mỗi a`, `cộng 0,5 mỗi a`;
* beside these `a = 0: tối đa`, `a = 0: 0` or `a = 0: không chấm`: what a set gives where nothing arose.

`a` is what was assigned and `b` what was done; a set that writes it the other way round says `a/b`. A rate is compared
unrounded, by exact decimals; only points are rounded. Points are never above the maximum nor below zero.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from itertools import pairwise
from typing import Literal

_EXACT = Context(prec=100, rounding=ROUND_HALF_UP)
ZERO, ONE = Decimal(0), Decimal(1)
Measure = Literal["b/a", "a/b", "a"]


@dataclass(frozen=True, slots=True)
class Worth:
    """What a part of a rule gives.

    Attributes:
        kind: "points"; "max", the criterion's maximum; "share", the rate times `points` (None: times the maximum);
            "not_scored".
        points: The number, where there is one.
    """

    kind: Literal["points", "max", "share", "not_scored"]
    points: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """An end of a band: a rate as a number (0.9 for 90 %), and whether it belongs to the band."""

    at: Decimal
    closed: bool


@dataclass(frozen=True, slots=True)
class Band:
    """Rates between two edges, None for open ends, and what they give."""

    low: Edge | None
    high: Edge | None
    worth: Worth

    @property
    def is_rest(self) -> bool:
        """Whether it takes what no band before it takes."""
        return self.low is None and self.high is None

    def holds(self, upper: Decimal, lower: Decimal = ONE) -> bool:
        """Whether the rate upper / lower lies in it; `lower` is above zero."""
        for edge, sign in ((self.low, 1), (self.high, -1)):
            if edge is not None:
                distance = sign * _EXACT.subtract(upper, _EXACT.multiply(edge.at, lower))
                if distance < 0 or (distance == 0 and not edge.closed):
                    return False
        return True


@dataclass(frozen=True, slots=True)
class Choice:
    """An option by its words."""

    words: str
    worth: Worth


@dataclass(frozen=True, slots=True, kw_only=True)
class PointRule:
    """A rule as read.

    Attributes:
        kind: "options", "bands" (of a measure) or "cases".
        measure: What is measured: a share, or the number a itself.
        choices: The options.
        bands: The bands in the order in which they are tried.
        each: Points added for each case, below zero where they are taken off.
        zero: What stands where the measure's denominator is 0; None where the rule says nothing of it.
    """

    kind: Literal["options", "bands", "cases"]
    measure: Measure = "b/a"
    choices: tuple[Choice, ...] = ()
    bands: tuple[Band, ...] = ()
    each: Decimal = ZERO
    zero: Worth | None = None

    @property
    def edges(self) -> list[Decimal]:
        """Where bands begin and end, each once, in order."""
        return sorted({edge.at for band in self.bands for edge in (band.low, band.high) if edge})


@dataclass(frozen=True, slots=True)
class Outcome:
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


def points(rule: PointRule, maximum: Decimal | None, declared: Declared, *, same: str, places: int) -> Outcome:
    """The points a rule gives.

    Args:
        rule: The rule.
        maximum: The criterion's maximum.
        declared: The numbers declared.
        same: The declared text in the form in which the words of options stand (`point_rule_texts.key`).
        places: Decimals to which points are rounded, half up.
    """
    if maximum is None:
        return Outcome(None, NO_MAXIMUM)
    worth = _worth(rule, declared, same)
    if isinstance(worth, Outcome):
        return worth
    if worth.kind == "not_scored":
        return Outcome(None)
    given = min(_points(worth, rule, maximum, declared), maximum)
    return Outcome(max(given, ZERO).quantize(ONE.scaleb(-places), context=_EXACT))


def _worth(rule: PointRule, declared: Declared, same: str) -> Worth | Outcome:
    """Which part of the rule holds."""
    if rule.kind == "options":
        found = (choice.worth for choice in rule.choices if choice.words == same)
        return next(found, None) or Outcome(None, NO_OPTION if declared.text else BLANK)
    upper, lower = measured(rule, declared)
    if upper is None or lower is None:
        return Outcome(None, BLANK)
    if upper < 0 or lower < 0:
        return Outcome(None, NEGATIVE)
    if lower == 0:
        return rule.zero or Outcome(None, NOTHING_AROSE)
    bands = rule.bands or (Band(None, None, Worth("points")),)  # cases are counted, whatever their number
    return next((band.worth for band in bands if band.holds(upper, lower)), None) or Outcome(None, NO_BAND)


def measured(rule: PointRule, declared: Declared) -> tuple[Decimal | None, Decimal | None]:
    """What is measured, as numerator and denominator."""
    if rule.kind == "cases" or rule.measure == "a":
        return declared.a, ONE
    return (declared.b, declared.a) if rule.measure == "b/a" else (declared.a, declared.b)


def _points(worth: Worth, rule: PointRule, maximum: Decimal, declared: Declared) -> Decimal:
    """The points before they are capped and rounded."""
    upper, lower = measured(rule, declared)
    if rule.kind == "cases":
        start = ZERO if rule.each > 0 else maximum
        return _EXACT.add(start, _EXACT.multiply(rule.each, upper or ZERO))
    whole = maximum if worth.points is None else worth.points
    if worth.kind != "share" or upper is None or not lower:
        return whole
    return _EXACT.divide(_EXACT.multiply(upper, whole), lower)


def gaps(rule: PointRule) -> Iterator[Decimal]:
    """Rates for which no band gives anything: an edge, or a rate between two; of a share those from 0 to 1."""
    for rate in _samples(rule):
        if not any(band.holds(rate) for band in rule.bands):
            yield rate


def overlaps(rule: PointRule) -> Iterator[tuple[Band, Band]]:
    """Pairs of bands of which the second can hardly be meant.

    It holds nothing that the first leaves over, or both have two ends and share more than one rate. One rate in common
    (`100%` beside `từ 75% đến 100%`) is how tables are written: it belongs to the first.
    """
    samples = list(_samples(rule))
    for number, later in enumerate(rule.bands):
        held = [rate for rate in samples if later.holds(rate)]
        for earlier in rule.bands[:number]:
            shared = [rate for rate in held if earlier.holds(rate)]
            closed = all(band.low and band.high for band in (earlier, later))
            if held and (len(shared) == len(held) or (closed and len(shared) > 1)) and not _touch(earlier, later):
                yield earlier, later


def _touch(earlier: Band, later: Band) -> bool:
    """Whether the first is one rate and an end of the second: then the second is not lost by it."""
    one = earlier.low and earlier.high and earlier.low.at == earlier.high.at
    ends = [edge.at for edge in (later.low, later.high) if edge]
    return bool(one and earlier.low and earlier.low.at in ends and len(set(ends)) > 1)


def _samples(rule: PointRule) -> Iterator[Decimal]:
    """Every edge, a rate between each two neighbours, and the ends of what can be."""
    ends = {ZERO, ONE} if rule.measure != "a" else {ZERO}
    inside = [edge for edge in rule.edges if edge >= 0 and (rule.measure == "a" or edge <= 1)]
    marks = sorted(ends.union(inside))
    for mark, following in pairwise(marks):
        yield mark
        yield (mark + following) / 2
    yield marks[-1]
    if rule.measure == "a":
        yield marks[-1] + 1


def near_edge(rule: PointRule, declared: Declared, places: int = 2) -> Decimal | None:
    """An edge that the rate only seems to reach or to pass: shown in % with so many decimals it stands on it."""
    upper, lower = measured(rule, declared)
    if rule.kind != "bands" or upper is None or not lower or lower < 0:
        return None
    rate = _EXACT.divide(upper, lower)
    step = ONE.scaleb(-places - 2)
    shown = rate.quantize(step, context=_EXACT)
    return next((edge for edge in rule.edges if rate != edge and shown == edge.quantize(step, context=_EXACT)), None)
