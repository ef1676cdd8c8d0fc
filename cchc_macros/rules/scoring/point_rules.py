"""Rules of points: what a criterion's `Cách tính` says, its options, bands or cases.

A rule is written as sets of criteria write it, its parts separated by semicolons or line breaks:

* options: `Ban hành kịp thời: 1; không kịp thời: 0,5; không ban hành: 0` (`Số liệu a` names the option);
* bands of a share: `b/a: trên 90%: 2; từ 70% đến 90%: 1; còn lại: 0`, the first that fits giving the points;
* a share of the maximum: `b/a × tối đa`, with a floor `từ 80%` below which it is 0, or mixed with bands;
* so much for each case: `trừ 0,25 mỗi a`, `cộng 0,5 mỗi a`;
* beside these `a = 0: tối đa`, `a = 0: 0` or `a = 0: không chấm`: what a set gives where nothing arose.

`a` is what was assigned and `b` what was done; a set that writes it the other way round says `a/b`. A rate is compared
unrounded, by exact decimals; only points are rounded. Points are never above the maximum nor below zero.
"""

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Literal, TypeVar

from xl.late import dataclass

EXACT = Context(prec=100, rounding=ROUND_HALF_UP)
ZERO, ONE = Decimal(0), Decimal(1)
T = TypeVar("T")
Measure = Literal["b/a", "a/b", "a"]


@dataclass(frozen=True, slots=True)
class Worth:
    """What a part of a rule gives.

    Attributes:
        kind: "points"; "max", the criterion's maximum or a part of it; "share", the rate times `points` (None: times
            the maximum); "not_scored".
        points: The number, where there is one; of the maximum, the part.
    """

    kind: Literal["points", "max", "share", "not_scored"]
    points: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """An end of a band: a rate as a number (0.9 for 90 %), and whether it belongs to the band."""

    at: Decimal
    closed: bool


@dataclass(frozen=True, slots=True)
class RateBand:
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
                distance = sign * EXACT.subtract(upper, EXACT.multiply(edge.at, lower))
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
        bands: The bands in the order in which they are tried.
        each: Points added for each case, below zero where they are taken off.
        zero: What stands where the measure's denominator is 0; None where the rule says nothing of it.
    """

    kind: Literal["options", "bands", "cases"]
    measure: Measure = "b/a"
    choices: tuple[Choice, ...] = ()
    bands: tuple[RateBand, ...] = ()
    each: Decimal = ZERO
    zero: Worth | None = None

    def measured(self, a: T, b: T, whole: T) -> tuple[T, T]:
        """Numerator and denominator of what is measured; the latter is `whole` where that is a number and no share."""
        if self.kind == "cases" or self.measure == "a":
            return a, whole
        return (b, a) if self.measure == "b/a" else (a, b)

    @property
    def edges(self) -> list[Decimal]:
        """Where bands begin and end, each once, in order."""
        return sorted({edge.at for band in self.bands for edge in (band.low, band.high) if edge})
