"""Next year's workbook from this year's: roster, groups, criteria and settings go along, years and dates move on."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date
from typing import Any

import xlwings as xw

from cchc_macros import contract as c
from cchc_macros.book.cells import is_blank, text_of
from cchc_macros.book.scores import Scores, read_scores
from cchc_macros.book.settings import Settings, write_settings
from cchc_macros.book.workbook import Workbook
from cchc_macros.contract import TableSpec
from cchc_macros.errors import UserError
from cchc_macros.rules.dates import format_date
from cchc_macros.rules.days.deadlines import read_deadline
from cchc_macros.rules.days.years import years_on
from cchc_macros.rules.numbers import as_float
from cchc_macros.rules.text import first_few, fold
from cchc_macros.scores.recalculate import recalculate_in
from xl.late import dataclass, regex

# Of the year or of one document: not carried. The rest, staff's own keys among it, is.
_OF_THE_YEAR = (
    c.YEAR_ASSESSED, c.YEAR_PLAN, c.PLAN_ID, c.PLAN_NUMBER, c.PLAN_DATE, c.PLAN_TITLE, c.STATED_MAX, c.STATED_RESULT,
    c.STATED_TARGET, c.STATED_INDEX, c.STATED_TARGET_INDEX, c.TODAY, c.REPLY_BY, c.BOOK_VERSION,
)  # fmt: skip
_KEPT_COLUMNS = (c.STT, c.CRITERION_NAME, c.NOT_SCORED, c.LEAD, c.SUPPORT)
_OF_POINTS = regex(r"\b(đạt|trừ|mất)\b.*\bđiểm\b", re.IGNORECASE | re.DOTALL)  # a note about the old result
_YEAR = regex(r"20\d\d")
_LEAP_DAY = (2, 29)
_SHOWN = 10

Row = dict[str, Any]


@dataclass(slots=True)
class CarriedOver:
    """What went along: how many of what, and what a person must look at, in Vietnamese."""

    counts: dict[str, int] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


def carry_over(old_book: xw.Book, new_book: xw.Book) -> CarriedOver:
    """Fill a blank workbook for the year after another's.

    Where the old plan year stands (Thẩm định, else Tự đánh giá) is the new workbook's Kết quả: the year that was
    planned is the year assessed now. Targets, self scores, evidence, tasks, progress and the log begin empty.

    Raises:
        WorkbookError: a table or column is missing.
        DataError: a setting of the old workbook cannot be read.
    """
    carried = CarriedOver()
    old, new = Workbook(old_book), Workbook(new_book)
    settings = old.settings
    year = settings.year(c.YEAR_PLAN)
    carried.counts["settings"] = _carry_settings(settings, new, year, carried)
    for spec, name in ((c.UNITS, "units"), (c.GROUPS, "groups")):
        carried.counts[name] = _carry_table(old, new, spec)
    _carry_criteria(old, new, carried)
    if old.has(c.TASKS) and any(True for _ in old.table(c.TASKS).rows()):
        carried.remarks.append("Nhiệm vụ của năm cũ không chuyển; nhập phụ lục của kế hoạch mới.")
    try:
        recalculate_in(new)
    except UserError as error:
        carried.remarks.append(f"Chưa tính lại được điểm: {error}")
    words = (("units", "đơn vị"), ("groups", "nhóm"), ("criteria", "dòng Bảng điểm"), ("settings", "mục Thông tin"))
    lines = [f"Chuyển {carried.counts[key]} {word} từ sổ năm trước." for key, word in words]
    new.log("Tạo sổ mới", [("", line, "") for line in [*lines, *carried.remarks]])
    return carried


def _carry_settings(settings: Settings, new: Workbook, year: int | None, carried: CarriedOver) -> int:
    """Carry the settings that are not of the year, move the years on; return how many were carried."""
    keys = [text_of(row[c.KEY]) for _, row in settings.table.rows()]
    left = {fold(key) for key in _OF_THE_YEAR}
    kept = {key: settings.raw(key) for key in keys if fold(key) not in left and not is_blank(settings.raw(key))}
    moved: Row = {}
    if year is None:
        carried.remarks.append(f"Sổ cũ không ghi '{c.YEAR_PLAN}'; điền năm ở sheet {c.SETTINGS_SHEET} của sổ mới.")
    else:
        moved = {c.YEAR_ASSESSED: year, c.YEAR_PLAN: year + 1}
    title = settings.text(c.PLAN_TITLE)
    if title:
        text, years = years_on(title, _moving(settings))
        moved[c.PLAN_TITLE] = text
        if years:
            carried.remarks.append(f"Năm trong {c.PLAN_TITLE} đã chuyển: {', '.join(years)}. Xem lại.")
    write_settings(new.settings, kept | moved)
    return len(kept)


def _carry_table(old: Workbook, new: Workbook, spec: TableSpec) -> int:
    rows = [row for _, row in old.table(spec).rows()]
    new.table(spec).replace(rows)
    return len(rows)


def _carry_criteria(old: Workbook, new: Workbook, carried: CarriedOver) -> None:
    """Carry the criteria, their parents without figures: those are formulas that `recalculate` lays."""
    scores, year, moving = old.once(read_scores), old.settings.year(c.YEAR_PLAN), _moving(old.settings)
    before = dict(scores.table.rows())
    deadlines = {index: _deadline_on(row[c.CRITERION_DEADLINE], year, moving) for index, row in before.items()}
    rows = [_row_on(row, deadlines[index], year) for index, row in before.items()]
    at = dict(zip(before, rows, strict=True))
    unscored: list[str] = []
    for node in scores.tree.leaves():
        index = node.criterion.row
        result = scores.by_row[index].current
        at[index] |= {c.MAX_SCORE: before[index][c.MAX_SCORE], c.RESULT: as_float(result)}
        if result is None and not before[index][c.NOT_SCORED]:
            unscored.append(text_of(before[index][c.STT]))
    new.table(c.CRITERIA).replace(rows)
    carried.counts |= {"criteria": len(rows), "results": sum(row.get(c.RESULT) is not None for row in rows)}
    if unscored:
        carried.remarks.append(
            f"{len(unscored)} tiêu chí chưa có Thẩm định hay Tự đánh giá nên Kết quả để trống: "
            f"{first_few(unscored, _SHOWN)}."
        )
    if any(not is_blank(row[c.EVIDENCE]) for row in before.values()):
        carried.remarks.append("Tài liệu kiểm chứng và ghi chú về điểm của năm cũ không chuyển.")
    carried.remarks += [*_unappraised(scores), *_about_deadlines(before, deadlines)]


def _row_on(row: Row, deadline: str | None, year: int | None) -> Row:
    """What of a criterion's row goes along, without its points."""
    kept: Row = {heading: row[heading] for heading in (*_KEPT_COLUMNS, c.SCALE, c.RULE) if heading in row}
    kept[c.CRITERION_DEADLINE] = deadline or (
        None if is_blank(row[c.CRITERION_DEADLINE]) else row[c.CRITERION_DEADLINE]
    )
    kept[c.DUE] = read_deadline(kept[c.CRITERION_DEADLINE], year and year + 1).due
    if not is_blank(row[c.NOTE]) and not _OF_POINTS.search(text_of(row[c.NOTE])):
        kept[c.NOTE] = row[c.NOTE]
    return kept


def _about_deadlines(before: Mapping[int, Row], deadlines: Mapping[int, str | None]) -> Iterator[str]:
    """Tell which deadlines moved on, and which stand as they were."""
    was = {index: text_of(row[c.CRITERION_DEADLINE]) for index, row in before.items()}
    stt = {index: text_of(row[c.STT]) for index, row in before.items()}
    moved = [f"{stt[index]} ({new})" for index, new in deadlines.items() if new is not None and new != was[index]]
    stuck = [stt[index] for index, new in deadlines.items() if new is None and was[index]]
    if moved:
        yield f"Thời hạn đã chuyển sang năm sau: {first_few(moved, _SHOWN)}."
    if stuck:
        yield f"Thời hạn giữ nguyên như sổ cũ, xem lại: {first_few(stuck, _SHOWN)}."


def _unappraised(scores: Scores) -> list[str]:
    """Tell which results are the unit's own word only."""
    scored = [node.criterion for node in scores.tree.leaves() if scores.of(node).current is not None]
    own = [criterion.code for criterion in scored if criterion.appraised_score is None]
    if not own:
        return []
    return [
        (
            f"{len(own)}/{len(scored)} tiêu chí chưa có Thẩm định, Kết quả lấy từ Tự đánh giá: "
            f"{first_few(own, _SHOWN)}. "
            "Sửa lại khi có điểm thẩm định."
        )
    ]


def _moving(settings: Settings) -> set[int]:
    """The years that a text of the old workbook may speak of as its own."""
    return {year for key in (c.YEAR_ASSESSED, c.YEAR_PLAN) if (year := settings.year(key))}


def _deadline_on(value: object, year: int | None, moving: set[int]) -> str | None:
    """A deadline a year later; None where it hangs on a document or event, or cannot be read."""
    if isinstance(value, date):
        return _day_on(value)
    text = text_of(value)
    if not text or read_deadline(text, year).kind not in {"day", "recurring"}:
        return None
    moved, told = years_on(text, moving)
    if not told and _YEAR.search(text):
        return None  # a year that is neither of the workbook's: a person decides
    return moved if read_deadline(moved, year and year + 1).kind != "unreadable" else None


def _day_on(day: date) -> str:
    """A typed date a year later, as the text that the column of deadlines holds."""
    leap = (day.month, day.day) == _LEAP_DAY
    return format_date(day.replace(year=day.year + 1, day=28 if leap else day.day))


def in_words(counts: Mapping[str, int]) -> str:
    """What was carried, in one sentence."""
    return (
        f"Đã chuyển {counts['units']} đơn vị, {counts['groups']} nhóm, {counts['criteria']} dòng Bảng điểm "
        f"({counts['results']} có kết quả) và {counts['settings']} mục Thông tin."
    )
