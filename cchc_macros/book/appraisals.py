"""The table Appraisals read into the field's terms."""

from typing import Any

from cchc_macros import contract as c
from cchc_macros.book.cells import day_or_none, lines_of, text_of
from cchc_macros.book.workbook import Workbook
from cchc_macros.rules.codes import clean_code
from cchc_macros.rules.numbers import NotANumber, number_or_none, parse_number, shorten
from cchc_macros.rules.scoring.appraisals import Appraisal


def read_appraisals(workbook: Workbook) -> list[Appraisal]:
    """The rows in the order of the table; none in a workbook made before there were any."""
    return workbook.once(_appraisals)


def _appraisals(workbook: Workbook) -> list[Appraisal]:
    if not workbook.has(c.APPRAISALS):
        return []
    return [
        Appraisal(
            row=index, code=clean_code(row[c.STT]), round=text_of(row[c.ROUND]), **_points(row[c.POINTS]),
            carried=number_or_none(row.get(c.MEMORY)), reason=lines_of(row[c.REASON]),
            explainer=lines_of(row[c.EXPLAINER]), explain_by=day_or_none(row[c.EXPLAIN_BY]),
            explanation=lines_of(row[c.EXPLANATION]), evidence=lines_of(row.get(c.PROOF)),
            source=text_of(row[c.SOURCE]),
        )
        for index, row in workbook.table(c.APPRAISALS).rows()
        if clean_code(row[c.STT])
    ]  # fmt: skip


def _points(value: object) -> dict[str, Any]:
    try:
        return {"points": parse_number(value)}
    except NotANumber:
        return {"unread": shorten(lines_of(value))}
