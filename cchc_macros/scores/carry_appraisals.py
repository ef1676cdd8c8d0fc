"""The rounds of appraisal and `Bảng điểm` kept in step: each change of points becomes a row, none goes in silence."""

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from cchc_macros import contract as c
from cchc_macros.book.appraisals import read_appraisals
from cchc_macros.book.scores import read_scores
from cchc_macros.book.workbook import Workbook
from cchc_macros.errors import DataError
from cchc_macros.rules.dates import format_date
from cchc_macros.rules.numbers import format_known, format_number
from cchc_macros.rules.scoring.appraisals import Appraisal, appraised, closed_self_scores, in_force, next_step
from cchc_macros.rules.scoring.scores import Criterion
from xl.locks import user_name

ACTION = "Thẩm định"
_shown = partial(format_known, otherwise="để trống")
Row = dict[str, Any]


def carry_appraisals(workbook: Workbook) -> list[str]:
    """Bring the last round's points into `Thẩm định`, keep what was typed there as a row; close the self-scores.

    Returns:
        What was done, a sentence each.

    Raises:
        DataError: points of a round are no number, or those of the last one cannot be.
    """
    if not workbook.has(c.APPRAISALS):
        return []
    _check_numbers(workbook)
    closed = close_self_scores(workbook)
    rounds = appraised(read_appraisals(workbook))
    cells: dict[int, Row] = {}
    marks: dict[int, Row] = {}
    new: list[Row] = []
    log: list[tuple[str, str, str]] = []
    for criterion in _leaves(workbook):
        known, shown = rounds.get(criterion.code, []), criterion.appraised_score
        step, last = next_step(known, shown), in_force(known)
        if last is None or step == "record":
            if shown is not None:
                new.append(_recorded(workbook, criterion.code, last.round if last else c.FIRST_ROUND, shown))
                log += [("", last.round, _change(criterion.code, last.points, shown))] if last else []
            continue
        if step == "carry":
            _check(workbook, criterion, last)
            cells[criterion.row] = {c.APPRAISED: last.points}
            log.append(("", last.round, _change(criterion.code, shown, last.points)))
        if step != "differs" and last.carried != last.points:
            marks[last.row] = {c.MEMORY: format_known(last.points)}
    workbook.will_reshape(*[c.APPRAISALS] * bool(new), *[c.LOG] * bool(log))
    workbook.table(c.APPRAISALS).update(marks, new=new)
    workbook.table(c.CRITERIA).update(cells)
    workbook.log(ACTION, log)
    told = f"Đã đưa điểm vòng thẩm định cuối vào cột {c.APPRAISED} của {len(cells)} tiêu chí."
    return [*closed, *[told] * bool(cells)]


def _check(workbook: Workbook, criterion: Criterion, last: Appraisal) -> None:
    points, most = last.points, criterion.max_score
    if points is not None and (points < 0 or (most is not None and points > most)):
        limit = "" if most is None else f" đến {format_number(most)}"
        raise DataError(
            f"{workbook.table(c.APPRAISALS).cell(last.row, c.POINTS)}: {criterion.code}, {last.round}: "
            f"{format_number(points)} điểm không nằm trong 0{limit}. Sửa điểm của vòng này rồi bấm lại."
        )


def _check_numbers(workbook: Workbook) -> None:
    for one in read_appraisals(workbook):
        if one.unread:  # without it an earlier round would count
            from cchc_macros.rules.scoring.points import advice  # noqa: PLC0415  only what is wrong needs it

            place = workbook.table(c.APPRAISALS).cell(one.row, c.POINTS)
            wrong = f"{one.code}, {one.round}: '{one.unread}' không phải là số."
            raise DataError(f"{place}: {wrong} {advice(one.unread)}")


def close_self_scores(workbook: Workbook) -> list[str]:
    """Once the day of the self-scores is over keep each as a row of its own; return what was done."""
    closing = workbook.settings.day(c.SELF_BY)
    if closing is None or workbook.settings.today() <= closing or not workbook.has(c.APPRAISALS):
        return []
    source = f"Chốt hết ngày {format_date(closing)}"
    if any(one.source == source for one in read_appraisals(workbook)):
        return []
    rows = [
        _recorded(workbook, criterion.code, c.SELF_SCORE, criterion.self_score) | {c.SOURCE: source}
        for criterion in _leaves(workbook)
        if criterion.self_score is not None
    ]
    if not rows:
        return []
    workbook.will_reshape(c.APPRAISALS)
    workbook.table(c.APPRAISALS).update({}, new=rows)
    told = f"Đã chốt điểm tự đánh giá của {len(rows)} tiêu chí, hạn {format_date(closing)}, như sổ ghi lúc này"
    return [f"{told}: điểm sửa sau hạn mà trước lần bấm này thì không biết được."]


def record_self_scores(workbook: Workbook, agreed: Mapping[str, Decimal | None]) -> None:
    """Keep self-scores that the office let change after they were closed."""
    rows = [_recorded(workbook, code, c.SELF_SCORE, points) for code, points in agreed.items()]
    if rows:
        workbook.table(c.APPRAISALS).update({}, new=rows)


def closed_scores(workbook: Workbook) -> dict[str, Decimal | None] | None:
    """The self-scores as they were closed; None while they are not."""
    closing = workbook.settings.day(c.SELF_BY)
    if closing is None or workbook.settings.today() <= closing:
        return None
    return closed_self_scores(read_appraisals(workbook)) or None


def rounds_in_force(workbook: Workbook) -> dict[str, str]:
    """The last round that has points, by STT."""
    found = ((code, in_force(rounds)) for code, rounds in appraised(read_appraisals(workbook)).items())
    return {code: last.round for code, last in found if last}


def current_by(workbook: Workbook) -> dict[str, int]:
    """How many criteria stand as which round says, appraisals first."""
    rounds = workbook.once(rounds_in_force)
    return dict(Counter(_given_by(workbook, rounds)).most_common())


def _given_by(workbook: Workbook, rounds: Mapping[str, str]) -> Iterator[str]:
    scores = workbook.once(read_scores)
    for node in scores.tree.leaves():
        row = node.criterion
        if scores.of(node).current is None:
            continue
        if row.appraised_score is not None:
            yield rounds.get(row.code, c.APPRAISED)
        else:
            yield c.SURVEY if c.FROM_SURVEY in node.sources or row.self_score is None else c.SELF_SCORE


def _leaves(workbook: Workbook) -> list[Criterion]:
    return [node.criterion for node in workbook.once(read_scores).tree.leaves() if not node.not_scored]


def _recorded(workbook: Workbook, code: str, name: str, points: Decimal | None) -> Row:
    return {
        c.STT: code, c.ROUND: name, c.POINTS: points, c.RECORDED: workbook.settings.today(),
        c.SOURCE: f"Nhập ở {c.SCORES_SHEET} ({user_name()})", c.MEMORY: format_known(points) or None,
    }  # fmt: skip


def _change(code: str, before: Decimal | None, now: Decimal | None) -> str:
    return f"{code}: {_shown(before)} thành {_shown(now)} ({user_name()})"
