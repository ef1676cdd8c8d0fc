"""The audit of evidence: points without any, by that of another year, by that which the criterion does not name."""

from collections.abc import Collection, Iterator, Sequence
from functools import partial

from cchc_macros import contract as c
from cchc_macros.rules.evidence.citations import read_citations
from cchc_macros.rules.evidence.evidence import Evidence, unproved
from cchc_macros.rules.evidence.papers import kind_of
from cchc_macros.rules.findings import INFO, WARNING, Finding, row_finding
from cchc_macros.rules.numbers import format_known
from cchc_macros.rules.scoring.scores import Criterion, Tree
from cchc_macros.rules.text import clean

_about = partial(row_finding, table=c.EVIDENCE_TABLE)


def audit_evidence(
    tree: Tree, rows: Sequence[Evidence], year: int | None, explained: Collection[str]
) -> Iterator[Finding]:
    """Every finding about evidence; for criteria `explained` units cite or explain something elsewhere."""
    leaves = {node.criterion.code: node.criterion for node in tree.leaves() if not node.not_scored}
    for criterion in unproved(tree, rows, explained):
        if not clean(criterion.evidence):
            yield row_finding(
                "EVIDENCE_NONE", WARNING, criterion, c.SELF_SCORE,
                f"Tiêu chí {criterion.code} tự chấm {format_known(criterion.self_score)} điểm mà không có tài liệu "
                "kiểm chứng hay giải trình.",
                "Bấm Hồ sơ kiểm chứng để xếp tệp đơn vị gửi, hoặc ghi tài liệu, giải trình vào sheet "
                f"{c.EVIDENCE_SHEET}.",
            )  # fmt: skip
    for row in rows:
        own = leaves.get(row.code)
        if own is not None and row.row is not None:
            yield from _of_another_year(own, row, year)
            yield from _not_named(own, row)


def _of_another_year(criterion: Criterion, row: Evidence, year: int | None) -> Iterator[Finding]:
    why = row.why_outside(year)
    is_full = criterion.self_score is not None and criterion.self_score == criterion.max_score
    if why and is_full:
        yield _about(
            "EVIDENCE_OTHER_YEAR", WARNING, row, c.DAY,
            f"Tiêu chí {row.code} tự chấm điểm tối đa bằng tài liệu {_named(row)}: {why}.",
            "Thay bằng tài liệu của năm đánh giá, hoặc chấm lại điểm.",
        )  # fmt: skip


def _not_named(criterion: Criterion, row: Evidence) -> Iterator[Finding]:
    """A paper beside those that the criterion's own cell names, by number or by type."""
    wanted = read_citations(criterion.evidence)
    numbers = [one.number for one in wanted if one.number]
    kinds = {kind for one in wanted if (kind := kind_of(one.number, one.text))}
    paper, kind = row.paper, kind_of(row.paper, row.about)
    if paper is None or not (numbers or kinds):
        return
    is_named = any(paper.is_same(number) for number in numbers) if numbers else kind in kinds
    if not is_named and (numbers or kind):
        yield _about(
            "EVIDENCE_NOT_NAMED", INFO, row, c.NUMBER_SIGN,
            f"Tiêu chí {row.code} dùng tài liệu {_named(row)} mà cột {c.EVIDENCE} của tiêu chí không nêu.",
            "Kiểm tra tài liệu này có chứng minh cho tiêu chí không; có thì ghi thêm vào cột đó.",
        )  # fmt: skip


def _named(row: Evidence) -> str:
    return row.number or row.file or row.about
