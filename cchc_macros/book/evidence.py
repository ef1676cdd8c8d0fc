"""The table Evidence read into the field's terms, and written back; and what other tables cite as evidence."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from cchc_macros import contract as c
from cchc_macros.book.cells import day_or_none, is_blank, lines_of, text_of
from cchc_macros.book.work import Work
from cchc_macros.book.workbook import Workbook
from cchc_macros.rules.codes import clean_code
from cchc_macros.rules.evidence.citations import Citation, is_explanation, read_citations
from cchc_macros.rules.evidence.evidence import Evidence

_TEXTS = {
    c.NUMBER_SIGN: "number", c.ISSUER: "issuer", c.ABOUT: "about", c.FILE: "file", c.SENDER: "sender",
    c.STATE: "state", c.NOTE: "note", c.SECTION: "section", c.PAGE: "page", c.SOURCE: "source",
}  # fmt: skip
Cited = tuple[str, str, Citation]  # criterion, unit's code or "", what is cited
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


def add_cited(rows: list[Evidence], cited: Iterable[Cited]) -> None:
    """Add a row for each paper, file or link that is cited, unless there is one."""
    for code, unit, one in cited:
        if one.is_evidence and not any(row.code == code and row.is_cited(one) for row in rows):
            rows.append(
                Evidence(
                    code=code, number=one.number.shown if one.number else "", day=one.day, about=one.text,
                    sender=unit, section=one.section, page=one.page,
                )
            )  # fmt: skip


def cited_elsewhere(workbook: Workbook, work: Work) -> Iterator[Cited]:
    """What cells cite or explain: of criteria, of what units and appraisers say of points, of the units' work."""
    yield from _of_criteria(work)
    yield from _of_points(workbook)
    related = {task.code: task.related for task in work.tasks} | {
        item.code: (item.code,) for item in work.items if not item.is_task
    }
    for _, row in workbook.table(c.PROGRESS_TABLE).rows():
        for one in read_citations(lines_of(row[c.PROOF])):
            for code in related.get(clean_code(row[c.STT]), ()):
                yield code, text_of(row[c.UNIT]), one


def explanations(workbook: Workbook, work: Work) -> dict[str, str]:
    """What is said for a criterion instead of naming evidence."""
    found: dict[str, list[str]] = {}
    in_criteria = (cited for cited in _of_criteria(work) if is_explanation(cited[2].text))
    for code, _, one in (*in_criteria, *_of_points(workbook)):
        if not one.is_evidence:
            found.setdefault(code, []).append(one.text)
    return {code: "; ".join(dict.fromkeys(words)) for code, words in found.items()}


def _of_criteria(work: Work) -> Iterator[Cited]:
    table = work.scores.table
    for criterion in work.scores.criteria:
        cell = table.body[criterion.row][table.columns[c.EVIDENCE]]
        yield from ((criterion.code, "", one) for one in read_citations(lines_of(cell)))


def _of_points(workbook: Workbook) -> Iterator[Cited]:
    for spec, headings, by in (
        (c.SELF_SCORES, (c.EVIDENCE,), c.UNIT),
        (c.APPRAISALS, (c.EXPLANATION, c.PROOF), c.EXPLAINER),
    ):
        for _, row in workbook.table(spec).rows() if workbook.has(spec) else ():
            code, unit = clean_code(row[c.STT]), text_of(row[by])
            for heading in headings:
                yield from ((code, unit, one) for one in read_citations(lines_of(row.get(heading))))
