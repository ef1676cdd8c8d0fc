"""How much work formulas may make: one that would hold up every click keeps the value it had instead."""

from xl.formulas.values import Unknown

_WHOLE = 20_000_000  # steps: cells looked at, places computed; some ten seconds, 10,000 rows of totals take a fifth
_MOST, _LEAST = 4_000_000, 10_000  # of one formula; the least is left to each whatever the others took


class Budget:
    """The work left for the formulas of one workbook."""

    def __init__(self) -> None:
        self._left = _WHOLE
        self._here = _LEAST

    def begin(self) -> None:
        """Begin with another formula."""
        self._here = max(_LEAST, min(_MOST, self._left))

    def spend(self, steps: int) -> None:
        """Take so many steps; raise Unknown where there are none left."""
        self._here -= steps
        self._left -= steps
        if self._here < 0:
            raise Unknown("too much work")
