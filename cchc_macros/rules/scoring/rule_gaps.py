"""What is odd about a rule of bands: rates for which it gives nothing, bands that never have a turn."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from cchc_macros.rules.scoring.point_rules import ONE, ZERO, PointRule, RateBand


def gaps(rule: PointRule) -> Iterator[Decimal]:
    """Rates for which no band gives anything: an edge, or a rate between two; of a share those from 0 to 1."""
    for rate in _samples(rule):
        if not any(band.holds(rate) for band in rule.bands):
            yield rate


def overlaps(rule: PointRule) -> Iterator[tuple[RateBand, RateBand]]:
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


def _touch(earlier: RateBand, later: RateBand) -> bool:
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
