"""The audit of the rounds of appraisal: points that differ, changes after closing, explanations that are due."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial

from cchc_macros import contract as c
from cchc_macros.rules.dates import format_date
from cchc_macros.rules.findings import ERROR, WARNING, Finding, row_finding
from cchc_macros.rules.numbers import format_known, format_number
from cchc_macros.rules.scoring.appraisals import Appraisal, answers_to, appraised, in_force, to_explain
from cchc_macros.rules.scoring.scores import Criterion, Tree

_shown = partial(format_known, otherwise="để trống")
_found = partial(row_finding, table=c.APPRAISALS)


def audit_appraisals(
    tree: Tree, rows: Sequence[Appraisal], closed: Mapping[str, Decimal | None] | None, day: date, due: date | None
) -> Iterator[Finding]:
    """Yield what is wrong with the rounds.

    `closed` are the self-scores as they were closed, None while they are not; `due` is the day by which those
    explanations are due whose row says none.
    """
    leaves = {node.criterion.code: node.criterion for node in tree.leaves()}
    for one in rows:
        criterion = leaves.get(one.code)
        if criterion is None:
            yield _found(
                "APPRAISAL_UNKNOWN", WARNING, one, c.STT,
                f"{one.round}: STT '{one.code}' không phải là tiêu chí chấm điểm của {c.SCORES_SHEET}.",
                "Sửa STT, hoặc xóa dòng nếu bộ tiêu chí mới không còn tiêu chí này.",
            )  # fmt: skip
        elif one.points is not None and not 0 <= one.points <= _most(criterion, one.points):
            yield _found(
                "SCORE_ABOVE_MAX" if one.points > 0 else "SCORE_NEGATIVE", ERROR, one, c.POINTS,
                f"{one.code}, {one.round}: {format_number(one.points)} điểm không nằm trong 0 đến điểm tối đa.",
                "Sửa điểm của vòng này.",
            )  # fmt: skip
    for one in to_explain(rows, {code: criterion.self_score for code, criterion in leaves.items()}):
        by = one.explain_by or due
        if by and by < day and not one.explanation and not answers_to(one, rows):
            who = one.explainer or leaves[one.code].lead or "chưa rõ đơn vị"
            yield _found(
                "EXPLANATION_LATE", WARNING, one, c.EXPLANATION,
                f"{one.code}, {one.round}: chưa có giải trình ({' '.join(who.split())}), hạn {format_date(by)}.",
                "Nhắc đơn vị; không phải giải trình thì ghi vậy vào cột Giải trình.",
            )  # fmt: skip
    yield from _differing(leaves, rows)
    for code, criterion in leaves.items() if closed is not None else ():
        before = (closed or {}).get(code)
        if criterion.self_score != before:
            yield row_finding(
                "SELF_SCORE_CHANGED", WARNING, criterion, c.SELF_SCORE,
                f"Tiêu chí {code}: tự đánh giá chốt {_shown(before)}, nay ghi {_shown(criterion.self_score)}.",
                "Bấm Tổng hợp phiếu rồi chọn ở sheet Xung đột, hoặc sửa lại như đã chốt.",
            )  # fmt: skip


def _differing(leaves: Mapping[str, Criterion], rows: Sequence[Appraisal]) -> Iterator[Finding]:
    for code, rounds in appraised(rows).items():
        last, criterion = in_force(rounds), leaves.get(code)
        if last and criterion and criterion.appraised_score != last.points:
            yield row_finding(
                "APPRAISAL_DIFFERS", WARNING, criterion, c.APPRAISED,
                f"Tiêu chí {code}: {c.SCORES_SHEET} ghi {_shown(criterion.appraised_score)}, {last.round} ghi "
                f"{_shown(last.points)}.",
                "Bấm Tính lại điểm; vẫn còn thì cả hai nơi đã sửa: ghi hai nơi như nhau.",
            )  # fmt: skip


def _most(criterion: Criterion, points: Decimal) -> Decimal:
    return points if criterion.max_score is None else criterion.max_score
