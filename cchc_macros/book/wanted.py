"""The rows of `Sổ gửi về` about units from which a sheet is wanted: who, since when, how often reminded."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from cchc_macros import contract as c
from cchc_macros.book.cells import text_of
from cchc_macros.book.progress import progress_in
from cchc_macros.book.rounds import current_round
from cchc_macros.book.work import Work
from cchc_macros.book.workbook import Workbook
from cchc_macros.rules.dates import format_date, parse_date
from cchc_macros.rules.days.rounds import Round
from cchc_macros.rules.tasks.missing import Missing, find_missing
from cchc_macros.rules.text import first_few, fold
from xl.late import regex

REMINDING = "Nhắc gửi phiếu"  # `Việc` of a line of Log about a reminder of a sheet
FOR_DAY = "nhắc ngày "  # in the detail of such a line, before the day
_FOR_DAY = regex(rf"{FOR_DAY}(\d{{1,2}}/\d{{1,2}}/\d{{4}})")
OF_ROUND = " – "  # in `Việc`, before the round
_WANTED = (c.RETURN_MISSING, c.RETURN_INCOMPLETE)
_SENT = ("Đã gửi", "Không rõ", "Thư nháp")  # results of such lines after which a unit was, or may have been, reminded
_LISTED = 6


def find_wanted(workbook: Workbook, work: Work, on: date) -> list[Missing]:
    """The units from which something is still wanted in the open round, by the rows of Returns and Progress."""
    current = current_round(workbook)
    returned = returned_units([row for _, row in workbook.table(c.RETURNS).rows()], current.name)
    return find_missing(work.awaited, current, returned, progress_in(workbook, current.name), on)


def returned_units(rows: Sequence[Mapping[str, Any]], period: str) -> set[str]:
    """The units whose sheet of a round has come, filled in."""
    return {
        text_of(row[c.UNIT])
        for row in rows
        if text_of(row[c.RESULT]) == c.RETURN_MERGED and fold(text_of(row.get(c.PERIOD))) == fold(period)
    }


def reminded_days(workbook: Workbook, current: Round) -> dict[str, list[date]]:
    """On which days each unit was reminded of its sheet of a round, as the log tells."""
    action = fold(action_of(current.name))
    found: dict[str, list[date]] = {}
    for _, row in workbook.table(c.LOG).rows():
        moment = row[c.TIME]
        if fold(text_of(row[c.ACTION])) == action and text_of(row[c.RESULT]) in _SENT and isinstance(moment, datetime):
            days = found.setdefault(text_of(row[c.UNIT]), [])
            day = reminded_day(text_of(row[c.DETAIL])) or moment.date()
            if day not in days:
                days.append(day)
    return found


def reminded_day(detail: str) -> date | None:
    """The day that a line of the log about such a reminder was for."""
    found = _FOR_DAY.search(detail)
    return parse_date(found[1]) if found else None


def action_of(period: str) -> str:
    """What a reminder of a round is called in Log."""
    return f"{REMINDING}{OF_ROUND}{period}" if period else REMINDING


def wanted_rows(
    missing: Sequence[Missing], current: Round, reminded: Mapping[str, Sequence[date]]
) -> list[dict[str, Any]]:
    """The rows that tell of them."""
    now = datetime.now().replace(microsecond=0)  # noqa: DTZ005  the clerk's own clock is meant
    return [
        {
            c.UNIT: one.sheet.code, c.COLLECTED: now,
            c.RESULT: c.RETURN_MISSING if one.state == "missing" else c.RETURN_INCOMPLETE,
            c.REMARKS: tell(one, reminded.get(one.sheet.code, ())), c.PERIOD: current.name, c.WANTED_NUMBER: number,
            c.DIGEST: f"chờ {one.sheet.code}",
        }
        for number, one in enumerate(missing, start=1)
    ]  # fmt: skip


def tell(one: Missing, reminded: Sequence[date]) -> str:
    """Since when something is wanted of a unit, how often it was reminded, what is wanted."""
    parts = []
    if one.due is not None and one.left is not None:
        late = f"trễ {-one.left} ngày" if one.left < 0 else "hạn hôm nay" if not one.left else f"còn {one.left} ngày"
        parts.append(f"{late} (hạn {format_date(one.due)})")
    if one.extension:
        parts.append(f"gia hạn: {one.extension}")
    if reminded:
        parts.append(f"đã nhắc {len(reminded)} lần, lần cuối {format_date(max(reminded))}")
    if one.lacks:
        lacks = (f"{lack.duty.item.code}: {lack.what}" for lack in one.lacks)
        parts.append(f"thiếu {len(one.lacks)} việc: {first_few(lacks, _LISTED, '; ', 'và {} việc khác')}")
    text = "; ".join(parts)
    return text[:1].upper() + text[1:]


def is_wanted(row: Mapping[str, Any]) -> bool:
    """Whether a row of Returns is about a unit from which a sheet is wanted, not about a file."""
    return text_of(row[c.RESULT]) in _WANTED


def write_wanted(workbook: Workbook, missing: Sequence[Missing]) -> None:
    """Put the rows about units from which a sheet is wanted anew, at the end; where no round is open there are none."""
    if (rows := _changed(workbook, missing)) is not None:
        workbook.table(c.RETURNS).replace(rows, key=((c.DIGEST,), (c.SOURCE,)))


def is_news(workbook: Workbook, missing: Sequence[Missing]) -> bool:
    """Whether the rows about such units say something else by now."""
    return _changed(workbook, missing) is not None


def _changed(workbook: Workbook, missing: Sequence[Missing]) -> list[Mapping[str, Any]] | None:
    """All rows of Returns as they are to be; None where they are so, or there is no place for such rows."""
    table = workbook.table(c.RETURNS)
    if c.WANTED_NUMBER not in table.columns:
        return None
    current = current_round(workbook)
    before = [row for _, row in table.rows()]
    wanted = wanted_rows(missing, current, reminded_days(workbook, current)) if current.name else []
    return None if _contents(before) == _contents(wanted) else [*(row for row in before if not is_wanted(row)), *wanted]


def _contents(rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, ...]]:
    """What such rows say, the moment apart."""
    headings = (c.UNIT, c.RESULT, c.REMARKS, c.PERIOD)
    return [tuple(text_of(row[h]) for h in headings) for row in rows if is_wanted(row)]
