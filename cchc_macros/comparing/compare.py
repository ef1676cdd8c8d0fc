"""So với năm trước: last year's workbook beside this one, criterion by criterion."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlwings as xw

from cchc_macros import contract as c
from cchc_macros.book.beside import opened
from cchc_macros.book.plan_facts import agency_name
from cchc_macros.book.scores import read_scores
from cchc_macros.book.settings import Settings
from cchc_macros.book.workbook import Workbook
from cchc_macros.rules.numbers import format_number, round_to
from cchc_macros.rules.scoring.compare_years import (
    LOST_AGAIN,
    LOST_ANEW,
    ONLY_BEFORE,
    WON_BACK,
    Compared,
    compare_years,
)
from cchc_macros.rules.scoring.scores import index
from cchc_macros.rules.scoring.so_far import tell_missing_results
from cchc_macros.rules.text import first_few, fold, shortened
from cchc_macros.scores.recalculate import check
from cchc_macros.summary import Summary

ACTION = "So với năm trước"
_SHOWN, _LONGEST = 5, 40
_COUNTED = (WON_BACK, LOST_AGAIN, LOST_ANEW)


def compare(book: xw.Book, old: Path) -> Summary:
    """Put every criterion's `Kết quả` beside that of last year's workbook on the sheet `So sánh năm`.

    Raises:
        WorkbookError: a table or column of one of them is missing.
        DataError: a setting cannot be read, or points make no total.
        FileError: the other file is no workbook.
    """
    workbook = Workbook(book)
    workbook.will_reshape(c.COMPARISON, c.LOG)
    now = read_scores(workbook)
    check(now)
    with opened(book, old) as other:
        last = Workbook(other)
        before = read_scores(last)
        doubts = list(_doubts(last.settings, workbook.settings))
        check(before)
    rows = compare_years(before, now)
    for name, scores in (("Năm trước", before), ("Năm nay", now)):
        if missing := tell_missing_results(scores):
            doubts.append(f"{name}: {missing[:1].lower()}{missing[1:]}")
    doubts += _changed(rows)
    workbook.table(c.COMPARISON).replace(_cells(rows), key=((c.STT, c.CRITERION_NAME),))
    totals = {"before": before.total, "now": now.total}
    indexes = {name: index(total.result, total.max) for name, total in totals.items()}
    counts = {verdict: sum(row.verdict == verdict for row in rows) for verdict in _COUNTED}
    told = "; ".join(f"{verdict.lower()} {count} tiêu chí" for verdict, count in counts.items())
    places = workbook.settings.decimals()
    shown = " → ".join("chưa có" if one is None else f"{format_number(one, places)}%" for one in indexes.values())
    workbook.log(ACTION, [("", f"Chỉ số {shown}", f"{old.name}: {told}")])
    data = {"index": {name: _number(one) for name, one in indexes.items()}, "criteria": [_data(row) for row in rows]}
    message = " ".join([f"Chỉ số {shown}; {told}. Xem sheet {c.COMPARISON_SHEET}.", *doubts])
    return Summary(message=message, data=data)


def _doubts(before: Settings, now: Settings) -> Iterator[str]:
    """What speaks against a workbook's being last year's of this agency."""
    then, this = before.year(c.YEAR_ASSESSED), now.year(c.YEAR_ASSESSED)
    if then and this and then != this - 1:
        yield f"Lưu ý: sổ năm trước có {c.YEAR_ASSESSED} là {then}, sổ này là {this}; xem lại đã chọn đúng sổ chưa."
    whose, ours = agency_name(before), agency_name(now)
    if fold(whose) != fold(ours):
        yield f"Lưu ý: sổ năm trước là của {whose}, sổ này của {ours}."


def _changed(rows: Sequence[Compared]) -> Iterator[str]:
    """Which criteria are compared although their maximum or their name is another than last year's."""
    both = [row for row in rows if row.name_before and row.verdict != ONLY_BEFORE]
    tops = [
        f"{row.code} ({format_number(row.max_before)} → {format_number(row.max)})"
        for row in both
        if row.verdict and row.max is not None and row.max_before is not None and row.max != row.max_before
    ]
    if tops:
        yield f"Điểm tối đa khác năm trước: {first_few(tops, _SHOWN)}; nhận xét theo tỷ lệ điểm mất."
    named = [
        f"{row.code} (năm trước: {shortened(row.name_before, _LONGEST)})"
        for row in both
        if fold(row.name) != fold(row.name_before)
    ]
    if named:
        yield f"Tên khác năm trước: {first_few(named, _SHOWN, '; ')}. Xem có đúng là một tiêu chí không."


def _cells(rows: list[Compared]) -> list[dict[str, Any]]:
    """The rows of the sheet; domains are numbered for `Tổng quan`."""
    numbers = iter(range(1, len(rows) + 1))
    return [
        {
            c.STT: row.code, c.CRITERION_NAME: row.name, c.MAX_SCORE: _number(row.max), c.BEFORE: _number(row.before),
            c.NOW: _number(row.now), c.DIFFERENCE: _number(row.difference), c.LOST_BEFORE: _number(row.lost_before),
            c.LOST_NOW: _number(row.lost_now), c.VERDICT: row.verdict or row.remark or None,
            c.DOMAIN_NUMBER: next(numbers) if row.level == 1 else None,
        }
        for row in rows
    ]  # fmt: skip


def _data(row: Compared) -> dict[str, Any]:
    return {
        "code": row.code, "name": row.name, "before": _number(row.before), "now": _number(row.now),
        "max_before": _number(row.max_before), "max": _number(row.max), "name_before": row.name_before or None,
        "lost_before": _number(row.lost_before), "lost_now": _number(row.lost_now), "verdict": row.verdict or None,
    }  # fmt: skip


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(round_to(value, 6))
