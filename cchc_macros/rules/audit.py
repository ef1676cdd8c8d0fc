"""The audit of scores: what is stated against what is computed, every difference with a likely cause."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from cchc_macros import contract as c
from cchc_macros.rules.findings import ERROR, WARNING, Finding, setting_finding
from cchc_macros.rules.numbers import NotANumber, format_number, parse_number
from cchc_macros.rules.scores import Criterion, Node, Score, Tree, index, is_code, is_numbered
from cchc_macros.rules.text import fold

_TABLE = c.CRITERIA.name
SCORE_FIELDS = {  # of Criterion, and their columns
    "max_score": c.MAX_SCORE,
    "result": c.RESULT,
    "target": c.TARGET,
    "self_score": c.SELF_SCORE,
    "appraised_score": c.APPRAISED,
    "survey": c.SURVEY,
}
CODE_HINT = "Nếu Excel đã đổi 1.2 thành ngày: định dạng cột STT là Văn bản (Text) rồi gõ lại, ví dụ 3.1.2."
_FULL = fold("đạt điểm tối đa")
_DEDUCTION = re.compile(r"(?:trừ|mất)\s+(?:đi\s+)?([0-9]+(?:[.,][0-9]+)?)\s*điểm", re.IGNORECASE)
_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What the published document states; None where it states nothing. Indexes in %."""

    max: Decimal | None = None
    result: Decimal | None = None
    target: Decimal | None = None
    index: Decimal | None = None
    target_index: Decimal | None = None


def audit_structure(tree: Tree) -> Iterator[Finding]:
    """STT that stand twice, hang in the air or are none: the totals cannot be trusted before these are mended."""
    doubled = {row.row for row in tree.duplicates}
    latest: dict[str, str] = {}  # the STT above -> the last number below it
    for row in (node.criterion for node in tree.nodes):
        above, _, number = row.code.rpartition(".")
        if row.row in doubled:
            lost_zero = above and number.isdecimal() and latest.get(above) == str(int(number) * 10 - 1)
            yield _finding(
                "CODE_DUPLICATE", ERROR, row, c.STT, f"STT '{row.code}' trùng với một dòng phía trên.",
                f"Có thể Excel đã bỏ số 0 của '{row.code}0': định dạng ô là Văn bản (Text) rồi gõ lại."
                if lost_zero
                else "Sửa STT của một trong hai dòng để mỗi tiêu chí có số riêng.",
            )  # fmt: skip
        latest[above] = number
    has_numbers = any(is_numbered(root.criterion.code) for root in tree.roots)
    for root in tree.roots:
        row = root.criterion
        if not is_code(row.code):
            yield _finding(
                "CODE_UNREADABLE", ERROR, row, c.STT, f"'{row.code[:40]}' không phải là STT.", CODE_HINT,
            )  # fmt: skip
        elif root.is_leaf and has_numbers and not is_numbered(row.code):
            yield _finding(
                "CODE_UNREADABLE", ERROR, row, c.STT, f"STT '{row.code}' không cho biết dòng này nằm dưới dòng nào.",
                "Ghi đủ số của dòng cấp trên, ví dụ 3.1 hoặc 3.a.",
            )  # fmt: skip
    for row in tree.orphans:
        yield _finding(
            "CODE_ORPHAN", ERROR, row, c.STT, f"STT '{row.code}' không có dòng cấp trên.",
            f"Thêm dòng '{row.code.rpartition('.')[0]}' hoặc sửa lại STT.",
        )  # fmt: skip


def audit_values(tree: Tree) -> Iterator[Finding]:
    """Scores that cannot be: above the maximum, below zero, missing, a target below the result."""
    for node in tree.leaves():
        row = node.criterion
        yield from _limits(row)
        yield from _sources(node)
        if node.not_scored or c.FROM_BONUS in node.sources:
            continue
        if row.max_score is None:
            yield _finding(
                "SCORE_MISSING", WARNING, row, c.MAX_SCORE, f"Tiêu chí {row.code} chưa có điểm tối đa.",
                "Nhập điểm tối đa, hoặc đánh 'x' vào cột Không chấm.",
            )  # fmt: skip
        elif row.result is None:
            yield _finding(
                "SCORE_MISSING", WARNING, row, c.RESULT, f"Tiêu chí {row.code} chưa có điểm kết quả.",
                "Nhập điểm (0 nếu mất hết điểm), hoặc đánh 'x' vào cột Không chấm.",
            )  # fmt: skip
        if row.target is not None and row.result is not None and row.target < row.result:
            yield _finding(
                "TARGET_BELOW_RESULT", WARNING, row, c.TARGET,
                f"Tiêu chí {row.code}: mục tiêu {format_number(row.target)} thấp hơn kết quả "
                f"{format_number(row.result)} đã đạt.",
                "Xem lại mục tiêu; thường không đặt thấp hơn điểm đã đạt.",
            )  # fmt: skip


def _limits(row: Criterion) -> Iterator[Finding]:
    for name, column in SCORE_FIELDS.items():
        value: Decimal | None = getattr(row, name)
        if value is None:
            continue
        if value < 0:
            yield _finding(
                "SCORE_NEGATIVE", ERROR, row, column,
                f"Tiêu chí {row.code}: {column.lower()} {format_number(value)} nhỏ hơn 0.", "Nhập điểm từ 0 trở lên.",
            )  # fmt: skip
        elif name != "max_score" and row.max_score is not None and value > row.max_score:
            yield _finding(
                "SCORE_ABOVE_MAX", ERROR, row, column,
                f"Tiêu chí {row.code}: {column.lower()} {format_number(value)} lớn hơn điểm tối đa "
                f"{format_number(row.max_score)}.",
                f"Nhập điểm từ 0 đến {format_number(row.max_score)}, hoặc sửa điểm tối đa.",
            )  # fmt: skip


def _sources(node: Node) -> Iterator[Finding]:
    """Points that two parties give one row, and points of a unit where others score."""
    row = node.criterion
    if not node.is_self_scored and row.self_score is not None:
        yield _finding(
            "SELF_SCORE_NOT_ASKED", WARNING, row, c.SELF_SCORE,
            f"Tiêu chí {row.code} do {' và '.join(sorted(node.sources))} chấm mà có điểm tự đánh giá.",
            f"Xóa điểm tự đánh giá, hoặc xóa ô ở cột {c.POINTS_FROM}.",
        )  # fmt: skip
    given = row.self_score if row.appraised_score is None else row.appraised_score
    if c.FROM_SURVEY in node.sources or given is None or row.survey is None or row.max_score is None:
        return
    if max(given, row.survey) <= row.max_score < given + row.survey:
        yield _finding(
            "SCORE_ABOVE_MAX", ERROR, row, c.SURVEY,
            f"Tiêu chí {row.code}: {format_number(given)} điểm cộng {format_number(row.survey)} điểm XHH lớn hơn điểm "
            f"tối đa {format_number(row.max_score)}.",
            f"Điểm kia đã gồm điểm XHH thì xóa điểm XHH; chỉ điều tra XHH chấm thì chọn '{c.FROM_SURVEY}' ở cột "
            f"{c.POINTS_FROM}.",
        )  # fmt: skip


def audit_parents(tree: Tree, scores: dict[int, Score]) -> Iterator[Finding]:
    """Parents whose cell shows another number than the sum of their children."""
    for node in tree.nodes:
        if node.is_leaf or node.not_scored:
            continue
        row, score = node.criterion, scores[node.criterion.row]
        for column, shown, summed in (
            (c.MAX_SCORE, row.max_score, score.max),
            (c.RESULT, row.result, score.result),
            (c.TARGET, row.target, score.target),
        ):
            if shown is not None and shown != (summed or 0):
                yield _finding(
                    "PARENT_SUM_MISMATCH", ERROR, row, column,
                    f"{row.code}: {column.lower()} ghi {format_number(shown)}, các dòng con cộng lại "
                    f"{format_number(summed or Decimal(0))}.",
                    "Sửa điểm của dòng con, rồi bấm Tính lại điểm để tổng tự cộng.",
                )  # fmt: skip


def audit_notes(tree: Tree, scores: dict[int, Score]) -> Iterator[Finding]:
    """Notes that say something else than the scores."""
    for node in tree.nodes:
        row, lost = node.criterion, scores[node.criterion.row].lost
        if lost is None:
            continue
        deduction = stated_deduction(row.note)
        if _FULL in fold(row.note) and lost > 0:
            yield _finding(
                "NOTE_SAYS_FULL", ERROR, row, c.NOTE,
                f"Dòng {row.code}: ghi chú nói đạt điểm tối đa nhưng mất {format_number(lost)} điểm.",
                f"Sửa ghi chú thành 'Tiêu chí trừ {format_number(lost)} điểm', hoặc sửa điểm kết quả.",
            )  # fmt: skip
        elif deduction is not None and deduction != lost:
            near = abs(deduction - lost) <= _HALF
            yield _finding(
                "NOTE_DEDUCTION_MISMATCH", ERROR, row, c.NOTE,
                f"Dòng {row.code}: ghi chú trừ {format_number(deduction)} điểm, điểm các cột cho thấy mất "
                f"{format_number(lost)}.",
                "Có thể điểm lẻ đã được làm tròn thành điểm nguyên khi in; nhập lại điểm chưa làm tròn."
                if near
                else "Sửa ghi chú hoặc sửa điểm kết quả.",
            )  # fmt: skip
        elif node.is_leaf and lost > 0 and deduction is None:
            yield _finding(
                "LOST_NOT_NOTED", WARNING, row, c.NOTE,
                f"Dòng {row.code} mất {format_number(lost)} điểm mà ghi chú không nói trừ bao nhiêu điểm."
                if row.note
                else f"Dòng {row.code} mất {format_number(lost)} điểm mà không có ghi chú.",
                f"Thêm 'Tiêu chí trừ {format_number(lost)} điểm' vào ghi chú."
                if row.note
                else f"Bấm Đánh dấu mất điểm, hoặc ghi 'Tiêu chí trừ {format_number(lost)} điểm'.",
            )  # fmt: skip


def stated_deduction(note: str) -> Decimal | None:
    """The points a note says were deducted: "Tiêu chí trừ 3.5 điểm" -> 3.5; None where it says none."""
    found = _DEDUCTION.search(note)
    try:
        return parse_number(found[1]) if found else None
    except NotANumber:
        return None


def audit_totals(tree: Tree, total: Score, stated: Stated) -> Iterator[Finding]:
    """The stated totals and indexes against the rows' own.

    A stated index is compared at the decimals it is stated with.
    """
    cause = _rounding_cause(tree, total, stated)
    for key, name, said, summed in (
        (c.STATED_MAX, "Tổng điểm tối đa", stated.max, total.max),
        (c.STATED_RESULT, "Tổng điểm kết quả", stated.result, total.result),
        (c.STATED_TARGET, "Tổng điểm mục tiêu", stated.target, total.target),
    ):
        if said is not None and summed is not None and said != summed:
            yield setting_finding(
                "TOTAL_MISMATCH", ERROR, key, f"{name} công bố {format_number(said)}, các dòng cộng lại "
                f"{format_number(summed)}.", cause,
            )  # fmt: skip
    for key, name, said, points in (
        (c.STATED_INDEX, "Chỉ số", stated.index, total.result),
        (c.STATED_TARGET_INDEX, "Chỉ số mục tiêu", stated.target_index, total.target),
    ):
        computed = index(points, total.max)
        if said is None or computed is None:
            continue
        places = max(_places(said), 2)
        if round_to(computed, _places(said)) != said:
            yield setting_finding(
                "INDEX_MISMATCH", ERROR, key,
                f"{name} công bố {format_number(said, places)}%, tính từ các dòng là "
                f"{format_number(round_to(computed, places), places)}%.", cause,
            )  # fmt: skip


def _rounding_cause(tree: Tree, total: Score, stated: Stated) -> str:
    """Why the stated figures may differ: decimals printed as whole points, where that would explain them."""
    results = [n.criterion.result for n in tree.leaves() if n.criterion.result is not None]
    true_total = stated.index * total.max / 100 if stated.index is not None else stated.result
    whole = all(value == value.to_integral_value() for value in results)
    if not results or true_total is None or total.result is None or not whole:
        return "Xem lại điểm từng dòng và số công bố trong sheet Thông tin."
    reachable = abs(true_total - total.result) <= _HALF * len(results)
    agrees = stated.result is None or round_to(true_total, 0) == round_to(stated.result, 0)
    if not (reachable and agrees):
        return "Xem lại điểm từng dòng và số công bố trong sheet Thông tin."
    return (
        "Có thể điểm lẻ đã được làm tròn thành điểm nguyên khi in: tổng thật "
        f"{format_number(true_total, 2)} in thành {format_number(round_to(true_total, 0))}. "
        "Nhập lại điểm chưa làm tròn của từng dòng."
    )


def round_to(value: Decimal, places: int) -> Decimal:
    """Round half up, as offices do."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _finding(code: str, level: str, row: Criterion, column: str, message: str, hint: str) -> Finding:
    return Finding(
        code=code, level=level, message=message, hint=hint, table=_TABLE, row=row.row, column=column, row_code=row.code
    )


def audit_scores(tree: Tree, scores: dict[int, Score], total: Score, stated: Stated) -> list[Finding]:
    """All findings about scores, in the order in which they are best mended."""
    checks: Sequence[Iterable[Finding]] = (
        audit_structure(tree),
        audit_values(tree),
        audit_parents(tree, scores),
        audit_totals(tree, total, stated),
        audit_notes(tree, scores),
    )
    return [finding for check in checks for finding in check]
