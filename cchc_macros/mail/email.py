"""Gửi email: every unit gets a letter with its own workbook, once."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import xlwings as xw

from cchc_macros import contract as c
from cchc_macros.book.progress import read_progress
from cchc_macros.book.rounds import current_round
from cchc_macros.book.work import Work, read_assignable
from cchc_macros.book.workbook import Workbook
from cchc_macros.handing_out.assign import list_task_sheets, make_assignment
from cchc_macros.handing_out.export import write_unit_workbooks
from cchc_macros.handing_out.task_sheets import plan_id, row_ids
from cchc_macros.mail import mailing, outcome
from cchc_macros.mail.attachment import mismatch
from cchc_macros.mail.letter import task_digest, task_letter
from cchc_macros.mail.mailing import MailOptions
from cchc_macros.mail.posting import Draft, Item, Posted, left_over
from cchc_macros.rules.dates import format_date
from cchc_macros.rules.days.rounds import Round
from cchc_macros.summary import Summary
from xl.progress import each
from xl.scratch import scratch_folder


def email(book: xw.Book, **asked: Any) -> Summary:
    """Assign, stamp every unit's workbook and mail it to that unit; the options are those of `MailOptions`.

    Raises:
        WorkbookError, DataError: the workbook cannot be read.
        MailError, ToolError, FileError: nothing can be sent at all.
    """
    workbook, options = Workbook(book), MailOptions(**asked)
    current = current_round(workbook)
    if not options.dry_run:
        workbook.will_reshape(c.LOG)
    work = read_assignable(workbook) if options.dry_run else make_assignment(workbook)
    drafts_in = options.folder(book, "thư")
    with scratch_folder() as folder:
        drafts, wrong = _drafts(workbook, work, folder)
        posted = mailing.run(workbook, work, drafts, options, drafts_in)
    if posted.sent and not options.dry_run:
        list_task_sheets(workbook, work)
    posted.failed += wrong
    posted.skipped += left_over(work.assignment.unresolved)
    before, after = _WORDS["sent" if options.via == "outlook" and options.send else options.via]
    if options.dry_run:
        message = outcome.tell_plan(posted, before)
    else:
        done = "Không có thư mới nào được gửi"
        if posted.sent:
            place = f", trong thư mục {drafts_in}" if options.via == "eml" else ""
            done = f"{after} {len(posted.sent)} thư, mỗi thư kèm sổ của đơn vị{place}"
        message = outcome.tell(posted, done) + _older(drafts_in, posted)
    return outcome.answer(message + _reply_date(work, current), posted, {}, dry_run=options.dry_run)


_WORDS = {  # by way out: what will be done, what was done
    "eml": ("Sẽ soạn thư nháp", "Đã soạn nháp"),
    "smtp": ("Sẽ gửi thư", "Đã gửi"),
    "outlook": ("Sẽ lưu vào Thư nháp (Drafts) của Outlook", "Đã lưu vào Thư nháp (Drafts) của Outlook"),
    "sent": ("Sẽ gửi thư qua Outlook", "Đã gửi qua Outlook"),
}


def _older(folder: Path, posted: Posted) -> str:
    """Drafts of an earlier run that lie among the new ones; who sends all in the folder must not send these."""
    new = {Path(item["path"]) for item in posted.sent if "path" in item}
    old = sorted(path.name for path in folder.glob("*.eml") if path not in new) if new else []
    return f"\nThư mục ấy còn thư nháp của lần trước, không thuộc lần này; đừng gửi: {', '.join(old)}." if old else ""


def _reply_date(work: Work, current: Round) -> str:
    """What is odd about the day by which units are to answer; the letters name it only where the office has."""
    day = current.return_by
    place = f"'{current.name}' ở sheet '{c.ROUNDS_SHEET}'" if current.name else f"'{c.SETTINGS_SHEET}'"
    if day is None and not current.name:
        return f"\nThư chưa ghi hạn trả lời: điền mục '{c.REPLY_BY}' ở sheet {place}."
    if day is None:
        return f"\nThư chưa ghi hạn trả lời: điền cột '{c.ROUND_RETURN}' của kỳ {place}."
    if day < work.settings.today():
        where = f"kỳ {place}" if current.name else f"mục '{c.REPLY_BY}' ở sheet {place}"
        return f"\nHạn trả lời trong thư, {format_date(day)}, đã qua: xem {where}."
    return ""


def _drafts(workbook: Workbook, work: Work, folder: Path) -> tuple[list[Draft], list[Item]]:
    """A draft per sheet with its workbook attached; a workbook that is not the unit's own is never mailed."""
    current = current_round(workbook)
    office = mailing.read_office(work, current)  # before files take time
    progress = read_progress(workbook)
    files = {file.unit: file for file in write_unit_workbooks(workbook, work, folder)}
    on, plan = work.settings.today(), plan_id(work.settings)
    drafts: list[Draft] = []
    wrong: list[Item] = []
    for sheet in each("xem lại sổ đơn vị", work.assignment.sheets):
        file = files[sheet.code]
        path, scored = file.path, file.scored
        if reason := mismatch(path, plan, sheet.code, row_ids(sheet)):
            wrong.append({"unit": sheet.code, "name": sheet.name, "to": [], "reason": reason, "temporary": False})
            continue
        own = replace(office, reply_by=current.due(sheet.names)[0])
        write = partial(task_letter, sheet, own, on, progress, path.name, scored=bool(scored), asked=len(file.asked))
        what = f"{path.name}, chủ trì {sheet.leads}, phối hợp {sheet.supports}"
        drafts.append(
            Draft(
                sheet=sheet,
                kind=" ".join(filter(None, ("task", current.name))),
                digest=task_digest(sheet, own, (*scored, *file.asked)),
                write=write,
                what=what,
                attachments=(path,),
            )
        )
    return drafts, wrong
