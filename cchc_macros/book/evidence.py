"""The table Evidence read into the field's terms, and written back; and what other tables cite as evidence."""

from collections.abc import Iterator, Sequence
from typing import Any

from cchc_macros import contract as c
from cchc_macros.book.cells import date_text, day_or_none, is_blank, lines_of, text_of
from cchc_macros.book.work import Work
from cchc_macros.book.workbook import Workbook
from cchc_macros.rules.citations import Citation, read_citations
from cchc_macros.rules.evidence import Evidence
from cchc_macros.rules.scores import clean_code

_TEXTS = {
    c.NUMBER_SIGN: "number", c.ISSUER: "issuer", c.ABOUT: "about", c.FILE: "file", c.SENDER: "sender",
    c.STATE: "state", c.NOTE: "note", c.SECTION: "section", c.PAGE: "page", c.SOURCE: "source",
}  # fmt: skip
_OURS = (c.FILE, c.STATE, c.SOURCE)  # what only the software fills; other cells are filled where they are blank


def read_evidence(workbook: Workbook) -> list[Evidence]:
    """The rows of the table; none where an older workbook lacks it."""
    if not workbook.has(c.EVIDENCE_TABLE):
        return []
    return [
        Evidence(
            row=index, code=clean_code(row[c.STT]), day=day_or_none(row[c.DAY]),
            **{name: text_of(row.get(heading)) for heading, name in _TEXTS.items()},
        )
        for index, row in workbook.table(c.EVIDENCE_TABLE).rows()
    ]  # fmt: skip


def write_evidence(workbook: Workbook, rows: Sequence[Evidence]) -> None:
    """Write rows back: cells of staff stay, blank ones are filled; rows without an index are added."""
    table = workbook.table(c.EVIDENCE_TABLE)
    held = dict(table.rows())
    changed = {
        one.row: {
            heading: value
            for heading, value in _cells(one).items()
            if heading in _OURS or (is_blank(held[one.row].get(heading)) and value is not None)
        }
        for one in rows
        if one.row is not None
    }
    table.update(changed, new=[_cells(one) for one in rows if one.row is None])


def _cells(one: Evidence) -> dict[str, Any]:
    texts = {heading: getattr(one, name) or None for heading, name in _TEXTS.items()}
    return {c.STT: one.code or None, c.DAY: one.day, **texts}


def cited_elsewhere(workbook: Workbook, work: Work) -> Iterator[tuple[str, str, Citation]]:
    """What cells cite, as (criterion, unit's code or "", citation): of Criteria, of the units' own scores and work."""
    for criterion in work.scores.criteria:
        yield from ((criterion.code, "", one) for one in read_citations(_lines(workbook, criterion.row)))
    if workbook.has(c.SELF_SCORES):
        for _, row in workbook.table(c.SELF_SCORES).rows():
            code, unit = clean_code(row[c.STT]), text_of(row[c.UNIT])
            yield from ((code, unit, one) for one in read_citations(lines_of(row[c.EVIDENCE])))
    related = {task.code: task.related for task in work.tasks} | {
        item.code: (item.code,) for item in work.items if not item.is_task
    }
    for _, row in workbook.table(c.PROGRESS_TABLE).rows():
        for one in read_citations(date_text(row[c.PROOF])):
            for code in related.get(clean_code(row[c.STT]), ()):
                yield code, text_of(row[c.UNIT]), one


def _lines(workbook: Workbook, row: int) -> str:
    table = workbook.table(c.CRITERIA)
    return lines_of(table.body[row][table.columns[c.EVIDENCE]])


def explained_codes(workbook: Workbook) -> set[str]:
    """The criteria for which a unit cites or explains something with its points, or in a round of appraisal."""
    places = ((c.SELF_SCORES, c.EVIDENCE), (c.APPRAISALS, c.EXPLANATION))
    return {
        clean_code(row[c.STT])
        for spec, heading in places
        if workbook.has(spec)
        for _, row in workbook.table(spec).rows()
        if not is_blank(row[heading])
    }
