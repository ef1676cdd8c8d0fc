"""The audit of scores: what is stated against what is computed, every difference with a likely cause."""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from cchc_macros import contract as c
from cchc_macros.rules.audit.rows import audit_structure, audit_values
from cchc_macros.rules.findings import ERROR, INFO, WARNING, Finding, row_finding, setting_finding
from cchc_macros.rules.numbers import format_number, number_or_none, round_to
from cchc_macros.rules.scoring.scores import Node, ScoredTree, Stated, index
from cchc_macros.rules.scoring.so_far import ScoreField, so_far
from cchc_macros.rules.text import fold
from xl.late import regex

_FULL = fold("đạt điểm tối đa")
_DEDUCTION = regex(r"(?:trừ|mất)\s+(?:đi\s+)?([0-9]+(?:[.,][0-9]+)?)\s*điểm", re.IGNORECASE)
_HALF = Decimal("0.5")
_BOTH: tuple[ScoreField, ...] = ("result", "target")
_MISSING = "Điền điểm của các tiêu chí còn để trống, rồi kiểm tra lại."


def audit_parents(scored: ScoredTree) -> Iterator[Finding]:
    """Parents whose cell shows another number than the sum of their children."""
    for node in scored.tree.nodes:
        if node.is_leaf or node.not_scored:
            continue
        row, score = node.criterion, scored.of(node)
        for column, shown, summed in (
            (c.MAX_SCORE, row.max_score, score.max),
            (c.RESULT, row.result, score.result),
            (c.TARGET, row.target, score.target),
        ):
            if shown is not None and shown != (summed or 0):
                yield row_finding(
                    "PARENT_SUM_MISMATCH", ERROR, row, column,
                    f"{row.code}: {column.lower()} ghi {format_number(shown)}, các dòng con cộng lại "
                    f"{format_number(summed or Decimal(0))}.",
                    "Sửa điểm của dòng con, rồi bấm Tính lại điểm để tổng tự cộng.",
                )  # fmt: skip


def audit_notes(scored: ScoredTree) -> Iterator[Finding]:
    """Notes that say something else than the scores."""
    for node in scored.tree.nodes:
        row, lost = node.criterion, scored.of(node).lost
        if lost is None:
            continue
        deduction = stated_deduction(row.note)
        if _FULL in fold(row.note) and lost > 0:
            yield row_finding(
                "NOTE_SAYS_FULL", ERROR, row, c.NOTE,
                f"Dòng {row.code}: ghi chú nói đạt điểm tối đa nhưng mất {format_number(lost)} điểm.",
                f"Sửa ghi chú thành 'Tiêu chí trừ {format_number(lost)} điểm', hoặc sửa {_result_of(node)}.",
            )  # fmt: skip
        elif deduction is not None and deduction != lost:
            near = abs(deduction - lost) <= _HALF
            yield row_finding(
                "NOTE_DEDUCTION_MISMATCH", ERROR, row, c.NOTE,
                f"Dòng {row.code}: ghi chú trừ {format_number(deduction)} điểm, điểm các cột cho thấy "
                f"{'mất' if lost >= 0 else 'vượt điểm tối đa'} {format_number(abs(lost))}.",
                "Có thể điểm lẻ đã được làm tròn thành điểm nguyên khi in; nhập lại điểm chưa làm tròn."
                if near
                else f"Sửa ghi chú hoặc sửa {_result_of(node)}.",
            )  # fmt: skip
        elif node.is_leaf and lost > 0 and deduction is None:
            yield row_finding(
                "LOST_NOT_NOTED", WARNING, row, c.NOTE,
                f"Dòng {row.code} mất {format_number(lost)} điểm mà ghi chú không nói trừ bao nhiêu điểm."
                if row.note
                else f"Dòng {row.code} mất {format_number(lost)} điểm mà không có ghi chú.",
                f"Thêm 'Tiêu chí trừ {format_number(lost)} điểm' vào ghi chú."
                if row.note
                else f"Bấm Đánh dấu mất điểm, hoặc ghi 'Tiêu chí trừ {format_number(lost)} điểm'.",
            )  # fmt: skip


def _result_of(node: Node) -> str:
    return "điểm kết quả" if node.is_leaf else "điểm kết quả của dòng con"


def stated_deduction(note: str) -> Decimal | None:
    """The points a note says were deducted: "Tiêu chí trừ 3.5 điểm" -> 3.5; None where it says none."""
    found = _DEDUCTION.search(note)
    return number_or_none(found[1]) if found else None


def audit_totals(scored: ScoredTree, stated: Stated) -> Iterator[Finding]:
    """The stated totals and indexes against the rows' own.

    A stated index is compared at the decimals it is stated with.
    """
    total = scored.total
    results, targets = (f" {so_far(scored, of).share}".rstrip() for of in _BOTH)
    cause = _MISSING if results or targets else _rounding_cause(scored, stated)
    for key, name, said, summed, known, share in (
        (c.STATED_MAX, "Tổng điểm tối đa", stated.max, total.max, "", None),
        (c.STATED_RESULT, "Tổng điểm kết quả", stated.result, total.result, results, stated.index),
        (c.STATED_TARGET, "Tổng điểm mục tiêu", stated.target, total.target, targets, stated.target_index),
    ):
        if said is not None and summed is not None and said != summed:
            is_rounded = not known and _rounds_to(summed, said) and _rounds_to(index(summed, total.max), share)
            yield setting_finding(
                "TOTAL_MISMATCH", INFO if is_rounded else ERROR, key,
                f"{name} công bố {format_number(said)}, các dòng cộng lại {format_number(summed)}{known}.",
                "Không phải sửa: chỉ số khớp, tổng điểm được làm tròn khi in." if is_rounded else cause,
            )  # fmt: skip
    for key, name, said, points, known in (
        (c.STATED_INDEX, "Chỉ số", stated.index, total.result, results),
        (c.STATED_TARGET_INDEX, "Chỉ số mục tiêu", stated.target_index, total.target, targets),
    ):
        computed = index(points, total.max)
        if said is None or computed is None:
            continue
        places = max(_places(said), 2)
        if not _rounds_to(computed, said):
            yield setting_finding(
                "INDEX_MISMATCH", ERROR, key,
                f"{name} công bố {format_number(said, places)}%, tính từ các dòng là "
                f"{format_number(round_to(computed, places), places)}%{known}.", cause,
            )  # fmt: skip


def _rounding_cause(scored: ScoredTree, stated: Stated) -> str:
    """Why the stated figures may differ: decimals printed as whole points, where that would explain them."""
    total = scored.total
    results = [n.criterion.result for n in scored.tree.leaves() if n.criterion.result is not None]
    true_total = stated.index * total.max / 100 if stated.index is not None else stated.result
    whole = results and all(value == value.to_integral_value() for value in results)
    if (
        whole
        and true_total is not None
        and total.result is not None
        and abs(true_total - total.result) <= _HALF * len(results)
        and (stated.result is None or round_to(true_total, 0) == round_to(stated.result, 0))
    ):
        return (
            "Có thể điểm lẻ đã được làm tròn thành điểm nguyên khi in: tổng thật "
            f"{format_number(true_total, 2)} in thành {format_number(round_to(true_total, 0))}. "
            "Nhập lại điểm chưa làm tròn của từng dòng."
        )
    return "Xem lại điểm từng dòng và số công bố trong sheet Thông tin."


def _rounds_to(computed: Decimal | None, said: Decimal | None) -> bool:
    return computed is not None and said is not None and round_to(computed, _places(said)) == said


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def audit_scores(scored: ScoredTree, stated: Stated) -> list[Finding]:
    """All findings about scores, in the order in which they are best mended."""
    checks: Sequence[Iterable[Finding]] = (
        audit_structure(scored.tree),
        audit_values(scored.tree),
        audit_parents(scored),
        audit_totals(scored, stated),
        audit_notes(scored),
    )
    return [finding for check in checks for finding in check]
