"""What codes stand for, and their order: names beside every STT and unit code that staff read."""

from cchc_macros import contract as c
from cchc_macros.book.work import Work

_ABOUT_CRITERIA = (c.SCORES_SHEET, c.SELF_SCORES_SHEET, c.APPRAISALS_SHEET)


class Names:
    """The names of work, criteria and units, by what tables call them."""

    def __init__(self, work: Work) -> None:
        self._criteria = {criterion.code: criterion.name for criterion in work.scores.criteria}
        self._work = self._criteria | {item.label: item.name for item in work.items}
        self._units = {unit.code: unit.name for unit in work.roster.units}
        self._units |= {sheet.code: sheet.name for sheet in work.assignment.sheets}
        self._places = {stt: place for place, stt in enumerate(self._work)}

    def beside(self, stt: str, unit: str, sheet: str = "") -> dict[str, str | None]:
        """The cells with the names of an STT and a unit's code, as a row of that sheet means them."""
        items = self._criteria if sheet in _ABOUT_CRITERIA else self._work
        return {c.ITEM_NAME: items.get(stt), c.UNIT_NAME: self._units.get(unit)}

    def order(self, stt: str, unit: str) -> tuple[int, str, str]:
        """Where a row comes: by STT as the workbook has them, then by unit; what nobody knows last."""
        return self._places.get(stt, len(self._places)), stt, unit
