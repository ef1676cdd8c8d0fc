"""Nhắc hạn: per unit what is late and what falls due soon, and a letter to each, at most once a day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import xlwings as xw

from cchc_macros import contract as c
from cchc_macros.book.progress import read_progress
from cchc_macros.book.rounds import current_round, reminding, tell_lost_rounds
from cchc_macros.book.wanted import find_wanted, is_news, reminded_days, write_wanted
from cchc_macros.book.work import Work, read_assignable
from cchc_macros.book.workbook import Workbook
from cchc_macros.errors import DataError
from cchc_macros.handing_out.export import UnitFile, write_unit_workbooks
from cchc_macros.handing_out.season import season_days, with_season
from cchc_macros.mail import mailing, outcome
from cchc_macros.mail.letter import Office, reminder_digest, reminder_letter
from cchc_macros.mail.mailing import MailOptions
from cchc_macros.mail.posting import Draft, Item
from cchc_macros.mail.return_reminders import missing_data, return_drafts, to_remind
from cchc_macros.rules.dates import format_date, parse_date
from cchc_macros.rules.days.rounds import Round
from cchc_macros.rules.tasks.missing import Missing
from cchc_macros.rules.tasks.reminders import Due, Reminder
from cchc_macros.rules.tasks.reminders import remind as find_due
from cchc_macros.summary import Summary
from xl.scratch import scratch_folder

_FOLDER = "thư nhắc hạn {day:%Y-%m-%d}"  # of one day: an old reminder among new ones would be sent with them


def remind(book: xw.Book, on: date | str | None = None, *, only_record: bool = False, **asked: Any) -> Summary:
    """Find what is late and what falls due within `Số ngày sắp đến hạn`, the season's days too; mail each unit its own.

    Finished and recurring work is never in it, and the same reminder goes out once a day.

    Args:
        book: The workbook.
        on: The working day; by default the setting `Ngày làm việc`, else today.
        only_record: Nothing goes out; only who has not returned a sheet is written down.
        asked: The further options, see `MailOptions`; `resend` reminds units again that were reminded today.

    Raises:
        WorkbookError, DataError: the workbook or the day cannot be read.
        MailError, ToolError, FileError: nothing can be sent at all.
    """
    workbook, options = Workbook(book), MailOptions(**asked)
    if not options.dry_run:
        workbook.will_reshape(c.LOG, c.RETURNS)
    work, current = read_assignable(workbook), current_round(workbook)
    day = _day(on) or work.settings.today()
    near_days = work.settings.near_days()
    office, reminders = mailing.read_office(work, current), _reminders(workbook, work, day, near_days)
    drafts = [_draft(reminder, office, day, near_days) for reminder in reminders]
    drafts_in = options.folder(book, _FOLDER.format(day=day))
    missing = find_wanted(workbook, work, day)
    chased = to_remind(missing, day, reminding(workbook.settings), reminded_days(workbook, current))
    with scratch_folder() as folder:
        files = _workbooks(workbook, work, chased, folder)
        drafts += return_drafts(chased, current, office, day, files)
        drafts = [] if only_record else drafts
        posted = mailing.run(workbook, work, drafts, options, drafts_in, repeatable=False)
    data = {
        "on": day.isoformat(),
        "units": [_unit(reminder) for reminder in reminders],
        "missing": missing_data(missing, current, reminded_days(workbook, current)),
    }
    if not options.dry_run:
        write_wanted(workbook, missing)
    told = [
        _count(reminders, day, near_days), _count_missing(missing, current), season_days(workbook, day, near_days),
        tell_lost_rounds(workbook) if current.name else "",
    ]  # fmt: skip
    if drafts and options.dry_run:
        told.append(outcome.tell_plan(posted, "Sẽ nhắc"))
    elif drafts:
        told.append(outcome.tell(posted, _done(options, posted.sent)))
    answer = outcome.answer("\n".join(filter(None, told)), posted, data, dry_run=options.dry_run)
    news = options.dry_run and answer.idle and is_news(workbook, missing)
    return replace(answer, unasked={"only_record": True}) if news else answer


def _reminders(workbook: Workbook, work: Work, day: date, near_days: int) -> list[Reminder]:
    """What is late and near of each unit that has any of it, the season's days too."""
    progress = read_progress(workbook)
    found = (find_due(sheet, day, near_days, progress) for sheet in with_season(workbook, work))
    return [reminder for reminder in found if reminder]


def _draft(reminder: Reminder, office: Office, day: date, near_days: int) -> Draft:
    return Draft(
        sheet=reminder.sheet, kind=f"remind {day.isoformat()}", digest=reminder_digest(reminder),
        write=partial(reminder_letter, reminder, office, day, near_days),
        what=f"{len(reminder.late)} việc trễ hạn, {len(reminder.near)} việc sắp đến hạn",
    )  # fmt: skip


def _day(on: date | str | None) -> date | None:
    try:
        return parse_date(on)
    except ValueError as error:
        raise DataError(f"Ngày làm việc: {error}") from error


def _workbooks(workbook: Workbook, work: Work, chased: Sequence[Missing], folder: Path) -> dict[str, UnitFile]:
    """The workbooks of the units that are asked for their sheets, with what they said so far."""
    if not chased:
        return {}
    codes = {one.sheet.code for one in chased}
    wanted = tuple(sheet for sheet in work.assignment.sheets if sheet.code in codes)
    ours = replace(work, assignment=replace(work.assignment, sheets=wanted))
    return {file.unit: file for file in write_unit_workbooks(workbook, ours, folder) if not file.fault}


def _count_missing(missing: Sequence[Missing], current: Round) -> str:
    """How many sheets of the round are missing or incomplete; nothing where nobody said by when they are wanted."""
    due = [one for one in missing if one.due is not None]
    if not due:
        return ""
    absent = [one.sheet.code for one in due if one.state == "missing"]
    partly = [one.sheet.code for one in due if one.state == "incomplete"]
    of_round = f" kỳ {current.name}" if current.name else ""
    parts = [f"Chưa gửi phiếu{of_round}: {', '.join(absent)}."] if absent else []
    parts += [f"Gửi còn thiếu: {', '.join(partly)}."] if partly else []
    return " ".join(parts)


def _unit(reminder: Reminder) -> dict[str, Any]:
    return {
        "code": reminder.sheet.code,
        "name": reminder.sheet.name,
        "late": [_item(due) for due in reminder.late],
        "near": [_item(due) for due in reminder.near],
    }


def _item(due: Due) -> dict[str, Any]:
    return {
        "code": due.duty.item.code,
        "name": due.duty.item.name,
        "role": due.duty.role,
        "due": due.day.isoformat(),
        "days_left": due.left,
        "status": due.status,
    }


def _count(reminders: Sequence[Reminder], day: date, near_days: int) -> str:
    late = sum(len(reminder.late) for reminder in reminders)
    near = sum(len(reminder.near) for reminder in reminders)
    if not reminders:
        return f"Ngày {format_date(day)}: không có việc nào trễ hạn hay đến hạn trong {near_days} ngày tới."
    return (
        f"Ngày {format_date(day)}: {len(reminders)} đơn vị có việc phải nhắc, "
        f"{late} lượt trễ hạn, {near} lượt đến hạn trong {near_days} ngày tới."
    )


def _done(options: MailOptions, sent: Sequence[Item]) -> str:
    if not sent:
        return "Không có thư nhắc mới nào được gửi"
    if options.via == "eml":
        return f"Đã soạn nháp {len(sent)} thư nhắc, trong thư mục {Path(sent[0]['path']).parent}"
    if options.via == "outlook" and not options.send:
        return f"Đã lưu {len(sent)} thư nhắc vào Thư nháp (Drafts) của Outlook"
    return f"Đã gửi {len(sent)} thư nhắc"
