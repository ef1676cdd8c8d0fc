"""What counts in the totals: the settings *Cách tính mẫu số*, *Điểm XHH* and *Điểm cộng, trừ*."""

from decimal import Decimal
from typing import NamedTuple

from cchc_macros import contract as c


class Counting(NamedTuple):
    """How points become a total.

    Attributes:
        keep_max: A row that is not scored stays in the maximum (*giữ nguyên điểm tối đa*).
        survey_inside: Points of a survey count; otherwise criteria that a survey scores leave every total.
        bonus_inside: Bonus and penalty points are added to the total of the plan year.
        bonus_cap: The most that they add or take, None for no limit.
        bounded: With them the total goes no higher than the maximum.
    """

    keep_max: bool = False
    survey_inside: bool = True
    bonus_inside: bool = False
    bonus_cap: Decimal | None = None
    bounded: bool = False

    @property
    def left_out(self) -> tuple[str, ...]:
        """The values of `Nguồn điểm` whose rows are in no total: their maximum is no part of the whole."""
        return (c.FROM_BONUS,) if self.survey_inside else (c.FROM_BONUS, c.FROM_SURVEY)

    def with_bonus(self, current: Decimal | None, bonus: Decimal | None, maximum: Decimal) -> Decimal | None:
        """The points of the plan year with bonus and penalty, where these count."""
        if current is None or bonus is None or not self.bonus_inside:
            return current
        cap = self.bonus_cap
        points = current + (bonus if cap is None else max(-cap, min(cap, bonus)))
        return min(points, maximum) if self.bounded else points
