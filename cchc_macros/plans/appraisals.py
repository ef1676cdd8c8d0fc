"""Rounds of appraisal that a document has, kept in the table Appraisals: one row a criterion and round."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from cchc_macros import contract as c
from cchc_macros.book.appraisals import read_appraisals
from cchc_macros.book.cells import is_blank
from cchc_macros.book.workbook import Workbook
from cchc_macros.plans.merging import short
from cchc_macros.plans.model import Plan, PlanRow, RoundPoints
from cchc_macros.rules.codes import clean_code
from cchc_macros.rules.days.deadlines import read_deadline
from cchc_macros.rules.findings import WARNING, Finding
from cchc_macros.rules.numbers import number_or_none
from cchc_macros.rules.scoring.appraisals import Appraisal, appraised, in_force, rank


def has_rounds(plans: Sequence[Plan]) -> bool:
    """Whether there is anything to keep."""
    return any(row.appraisals or c.APPRAISED in row.cells for plan in plans for row in plan.rows)


def write_rounds(workbook: Workbook, plans: Sequence[Plan], today: date, source: str) -> list[Finding]:
    """Write new rounds, and fill what is blank of those that are there; what differs stays and is told."""
    table = workbook.table(c.APPRAISALS)
    earlier = appraised(read_appraisals(workbook))
    known = {(code, rank(one.round)): one.row for code, rounds in earlier.items() for one in rounds}
    rows = dict(table.rows())
    new: list[Mapping[str, Any]] = []
    changes: dict[int, dict[str, Any]] = {}
    findings: list[Finding] = []
    kept = ((row.code, one) for plan in plans for row in plan.rows for one in _rounds_of(row, earlier))
    for code, one in kept:
        values = _values(code, one, workbook.settings.year(c.YEAR_PLAN))
        index = known.get((clean_code(code), rank(one.round)))
        if index is None:
            new.append(values | {c.RECORDED: today, c.SOURCE: source})
            continue
        old = rows[index]
        changes[index] = {heading: value for heading, value in values.items() if is_blank(old[heading])}
        if not is_blank(old[c.POINTS]) and old[c.POINTS] != values.get(c.POINTS):
            text = f"{code}, {one.round}: sổ ghi {short(old[c.POINTS])}, văn bản ghi {one.points}; giữ như sổ."
            hint = "Sửa tay nếu văn bản mới đúng."
            about = partial(Finding, table=c.APPRAISALS.name, row=index, column=c.POINTS, row_code=code)
            findings.append(about(code="IMPORT_KEPT", level=WARNING, message=text, hint=hint))
    table.update(changes, new=new)
    return findings


def _rounds_of(row: PlanRow, earlier: Mapping[str, Sequence[Appraisal]]) -> Sequence[RoundPoints]:
    """The rounds of a row; points of a round that is not named are the first one's, or a new one where they differ."""
    text = row.cells.get(c.APPRAISED, "")
    if row.appraisals or not text:
        return row.appraisals
    rounds = earlier.get(clean_code(row.code), ())
    last = in_force(rounds)
    points = number_or_none(text)
    if points is None or (last and last.points == points):
        return ()
    number = max((rank(one.round) for one in rounds), default=0) + 1
    return (RoundPoints(round=f"{c.APPRAISED} lần {number}", points=text),)


def _values(code: str, one: RoundPoints, year: int | None) -> dict[str, Any]:
    values: dict[str, Any] = {
        c.STT: code, c.ROUND: one.round, c.REASON: one.reason, c.EXPLANATION: one.explanation,
        c.EXPLAINER: one.explainer, c.EXPLAIN_BY: read_deadline(one.explain_by, year).due or one.explain_by,
    }  # fmt: skip
    points = number_or_none(one.points)
    if points is None:
        values[c.REASON] = "\n".join(filter(None, (one.points, one.reason)))
    else:
        values[c.POINTS] = float(points)
    return {heading: value for heading, value in values.items() if value not in ("", None)}
