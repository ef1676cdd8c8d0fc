"""The table Rounds read: which rounds of reporting there are, and the one that is open."""

from functools import partial

from cchc_macros import contract as c
from cchc_macros.book.cells import day_or_none, lines_of, text_of
from cchc_macros.book.settings import Settings
from cchc_macros.book.work import read_roster, units_named
from cchc_macros.book.workbook import Workbook
from cchc_macros.errors import DataError
from cchc_macros.rules.days.rounds import Round, open_rounds, read_extensions, reminding_days, starting_rounds
from cchc_macros.rules.text import first_few, fold

RENAMED_HINT = "nếu kỳ đã đổi tên, gõ lại tên cũ rồi bấm lại."
_SHOWN = 3
_DAYS = (c.ROUND_FROM, c.ROUND_TO, c.ROUND_RETURN, c.ROUND_REPORT)
_OF_ROUNDS = (c.PROGRESS_TABLE, c.RETURNS, c.SELF_SCORES)


def read_rounds(workbook: Workbook) -> list[Round]:
    """The rounds in the order of the table; none in a workbook made before there were any."""
    return workbook.once(_rounds)


def _rounds(workbook: Workbook) -> list[Round]:
    if not workbook.has(c.ROUNDS):
        return []
    found = []
    for index, row in workbook.table(c.ROUNDS).rows():
        first, last, return_by, report_by = (day_or_none(row.get(heading)) for heading in _DAYS)
        text = lines_of(_as_text(row[c.ROUND_EXTENDED]))
        extensions, unread = read_extensions(text, return_by or last, partial(_units_in, workbook))
        found.append(
            Round(
                row=index, name=text_of(row[c.PERIOD]), first=first, last=last, return_by=return_by,
                report_by=report_by, extensions=extensions, status=text_of(row[c.STATUS]), note=text_of(row[c.NOTE]),
                unread=unread, bad_days=tuple(
                    (heading, text) for heading in _DAYS
                    if (text := text_of(row.get(heading))) and day_or_none(row[heading]) is None
                ),
            )
        )  # fmt: skip
    return found


def _units_in(workbook: Workbook, text: str) -> tuple[str, ...]:
    return units_named(text, workbook.once(read_roster))


def _as_text(value: object) -> object:
    """An extension of everyone's that Excel made a date."""
    day = None if isinstance(value, str) else day_or_none(value)
    return f"{day:%d/%m/%Y}" if day else value


def current_round(workbook: Workbook) -> Round:
    """The open round; where none is open, a round without a name whose day is the setting's.

    Raises:
        DataError: two rounds are open, or the open one has no name, or a day of it cannot be read.
    """
    return workbook.once(_current)


def _current(workbook: Workbook) -> Round:
    opened = open_rounds(read_rounds(workbook))
    by_setting = workbook.settings.day(c.REPLY_BY)
    if not opened:
        return Round(return_by=by_setting)
    table = workbook.table(c.ROUNDS)
    if len(opened) > 1:
        cells = ", ".join(table.cell(one.row, c.STATUS) for one in opened)
        raise DataError(f"{cells}: {len(opened)} kỳ cùng '{c.ROUND_OPEN}'. Chỉ để một kỳ mở rồi bấm lại.")
    (one,) = opened
    if not one.name:
        raise DataError(f"{table.cell(one.row, c.PERIOD)}: kỳ đang mở chưa có tên. Đặt tên kỳ rồi bấm lại.")
    for heading, text in one.bad_days:
        raise DataError(
            f"{table.cell(one.row, heading)}: '{text[:60]}' không phải là ngày. Nhập ngày/tháng/năm, ví dụ 14/3/2026."
        )
    if one.unread:
        place = table.cell(one.row, c.ROUND_EXTENDED)
        shown = one.unread[0][:60]
        raise DataError(f"{place}: không đọc được ngày gia hạn '{shown}'. Ghi ví dụ NV1: 20/3/2026 (lý do).")
    return one


def reminding(settings: Settings) -> tuple[int, ...]:
    """On which days before the due day units are reminded to return their sheets.

    Raises:
        DataError: the setting says something else.
    """
    if settings.row(c.RETURN_DAYS) is None:
        return reminding_days(c.RETURN_DAYS_DEFAULT)
    problem = f"không phải các số ngày. Nhập ví dụ {c.RETURN_DAYS_DEFAULT}."
    return settings.parsed(c.RETURN_DAYS, lambda value: reminding_days(text_of(value)), problem)


def lost_rounds(workbook: Workbook) -> list[str]:
    """The rounds of what units returned that the table Rounds lacks: renamed since, or deleted."""
    known = {fold(one.name) for one in read_rounds(workbook)}
    tables = (workbook.table(spec) for spec in _OF_ROUNDS if workbook.has(spec))
    used = dict.fromkeys(value for table in tables if c.PERIOD in table.columns for value in table.values(c.PERIOD))
    return list({fold(name): name for name in map(text_of, used) if name and fold(name) not in known}.values())


def tell_lost_rounds(workbook: Workbook) -> str:
    """The same in words, with the next step; "" where there are none."""
    lost = lost_rounds(workbook)
    if not lost:
        return ""
    shown = first_few((f"'{name}'" for name in lost), _SHOWN)
    return f"Lưu ý: đã có phiếu của kỳ {shown} mà sheet {c.ROUNDS_SHEET} không có; {RENAMED_HINT}"


def lay_starting_rounds(workbook: Workbook) -> int:
    """Write the four periodic reports of the plan year into an empty table; return how many rows."""
    year = workbook.settings.year(c.YEAR_PLAN)
    if year is None or not workbook.has(c.ROUNDS) or read_rounds(workbook):
        return 0
    rows = [
        {
            c.PERIOD: one.name, c.ROUND_FROM: one.first, c.ROUND_TO: one.last, c.ROUND_RETURN: one.return_by,
            c.ROUND_REPORT: one.report_by,
        }
        for one in starting_rounds(year)
    ]  # fmt: skip
    workbook.table(c.ROUNDS).update({}, new=rows)
    return len(rows)
