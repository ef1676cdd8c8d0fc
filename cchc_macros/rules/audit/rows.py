"""The audit of rows of Criteria by themselves: their STT, and points that cannot be."""

from collections.abc import Iterator

from cchc_macros import contract as c
from cchc_macros.rules.codes import is_code, is_numbered
from cchc_macros.rules.findings import ERROR, WARNING, Finding, row_finding
from cchc_macros.rules.numbers import format_number
from cchc_macros.rules.scoring.scores import SCORE_FIELDS, Criterion, Node, Tree

CODE_HINT = "Nếu Excel đã đổi 1.2 thành ngày: định dạng cột STT là Văn bản (Text) rồi gõ lại, ví dụ 3.1.2."


def audit_structure(tree: Tree) -> Iterator[Finding]:
    """STT that occur twice, hang in the air or are none: the totals cannot be trusted before these are mended."""
    doubled = {row.row for row in tree.duplicates}
    latest: dict[str, str] = {}  # the STT above -> the last number below it
    for row in (node.criterion for node in tree.nodes):
        above, _, number = row.code.rpartition(".")
        if row.row in doubled:
            lost_zero = above and number.isdecimal() and latest.get(above) == str(int(number) * 10 - 1)
            yield row_finding(
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
            yield row_finding(
                "CODE_UNREADABLE", ERROR, row, c.STT, f"'{row.code[:40]}' không phải là STT.", CODE_HINT,
            )  # fmt: skip
        elif root.is_leaf and has_numbers and not is_numbered(row.code):
            yield row_finding(
                "CODE_UNREADABLE", ERROR, row, c.STT, f"STT '{row.code}' không cho biết dòng này nằm dưới dòng nào.",
                "Ghi đủ số của dòng cấp trên, ví dụ 3.1 hoặc 3.a.",
            )  # fmt: skip
    for row in tree.orphans:
        yield row_finding(
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
            yield row_finding(
                "SCORE_MISSING", WARNING, row, c.MAX_SCORE, f"Tiêu chí {row.code} chưa có điểm tối đa.",
                "Nhập điểm tối đa, hoặc đánh 'x' vào cột Không chấm.",
            )  # fmt: skip
        elif row.result is None:
            yield row_finding(
                "SCORE_MISSING", WARNING, row, c.RESULT, f"Tiêu chí {row.code} chưa có điểm kết quả.",
                "Nhập điểm (0 nếu mất hết điểm), hoặc đánh 'x' vào cột Không chấm.",
            )  # fmt: skip
        if row.target is not None and row.result is not None and row.target < row.result:
            yield row_finding(
                "TARGET_BELOW_RESULT", WARNING, row, c.TARGET,
                f"Tiêu chí {row.code}: mục tiêu {format_number(row.target)} thấp hơn kết quả "
                f"{format_number(row.result)} đã đạt.",
                "Xem lại mục tiêu; thường không đặt thấp hơn điểm đã đạt.",
            )  # fmt: skip


def _limits(row: Criterion) -> Iterator[Finding]:
    for name, column in SCORE_FIELDS.items():
        value = getattr(row, name)
        if value is None:
            continue
        if value < 0:
            yield row_finding(
                "SCORE_NEGATIVE", ERROR, row, column,
                f"Tiêu chí {row.code}: {column.lower()} {format_number(value)} nhỏ hơn 0.", "Nhập điểm từ 0 trở lên.",
            )  # fmt: skip
        elif name != "max_score" and row.max_score is not None and value > row.max_score:
            yield row_finding(
                "SCORE_ABOVE_MAX", ERROR, row, column,
                f"Tiêu chí {row.code}: {column.lower()} {format_number(value)} lớn hơn điểm tối đa "
                f"{format_number(row.max_score)}.",
                f"Nhập điểm từ 0 đến {format_number(row.max_score)}, hoặc sửa điểm tối đa.",
            )  # fmt: skip


def _sources(node: Node) -> Iterator[Finding]:
    """Points that two parties give one row, and points of a unit where others score."""
    row = node.criterion
    if not node.is_self_scored and row.self_score is not None:
        yield row_finding(
            "SELF_SCORE_NOT_ASKED", WARNING, row, c.SELF_SCORE,
            f"Tiêu chí {row.code} do {' và '.join(sorted(node.sources))} chấm mà có điểm tự đánh giá.",
            f"Xóa điểm tự đánh giá, hoặc xóa ô ở cột {c.POINTS_FROM} của dòng này và các dòng cấp trên.",
        )  # fmt: skip
    given = row.self_score if row.appraised_score is None else row.appraised_score
    if c.FROM_SURVEY in node.sources or given is None or row.survey is None or row.max_score is None:
        return
    if max(given, row.survey) <= row.max_score < given + row.survey:
        yield row_finding(
            "SCORE_ABOVE_MAX", ERROR, row, c.SURVEY,
            f"Tiêu chí {row.code}: {format_number(given)} điểm cộng {format_number(row.survey)} điểm XHH lớn hơn điểm "
            f"tối đa {format_number(row.max_score)}.",
            f"Điểm kia đã gồm điểm XHH thì xóa điểm XHH; chỉ điều tra XHH chấm thì xóa điểm kia và chọn "
            f"'{c.FROM_SURVEY}' ở cột {c.POINTS_FROM}.",
        )  # fmt: skip
