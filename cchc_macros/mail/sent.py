"""Đã gửi: drafts that a person sent by hand are written down as sent, so that nothing goes out twice."""

from collections.abc import Sequence
from typing import Any

import xlwings as xw

from cchc_macros import contract as c
from cchc_macros.book.work import read_assignable
from cchc_macros.book.workbook import Workbook
from cchc_macros.handing_out.task_sheets import plan_id
from cchc_macros.mail.entries import Entry, Subject
from cchc_macros.mail.journal import LogLine, action, line, moment_text
from cchc_macros.mail.ledger import Ledger, open_ledger
from cchc_macros.mail.mailing import ledger_path, read_codes, write_lines
from cchc_macros.rules.text import first_few, fold
from cchc_macros.summary import Question, Summary

DRAFTS = ("eml", "outlook-draft")  # channels whose mail a person sends
_BY_HAND = "người dùng báo đã gửi bằng tay"
_SHOWN = 25


def sent(book: xw.Book, units: str = "", *, each: bool = False, dry_run: bool = False) -> Summary:
    """Write down drafts as sent: of the units named, or of all.

    Args:
        book: The workbook; its ledger is beside it.
        units: Codes of units ("VP,NV1"); blank: all that have drafts.
        each: While no units are named, a preview asks for each whether its drafts were sent.
        dry_run: Only say which drafts there are.

    Raises:
        WorkbookError, DataError: the workbook cannot be read.
        MailError: a code is none of the units'.
        FileError: the ledger cannot be opened.
    """
    workbook = Workbook(book)
    if not dry_run:
        workbook.will_reshape(c.LOG)
    work = read_assignable(workbook)
    names = {fold(sheet.code): sheet.name for sheet in work.assignment.sheets}
    wanted = read_codes(units, names, "Đã gửi")
    plan = plan_id(work.settings)
    path = ledger_path(book)
    is_preview = dry_run or not path.exists()  # no ledger, no drafts, and no new file beside the workbook
    with open_ledger(path, preview=is_preview) as ledger, ledger.transaction(keep=not is_preview):
        drafts = [one for one in waiting(ledger, plan) if not wanted or fold(one.subject.unit) in wanted]
        lines = [] if dry_run else [_mark(ledger, one) for one in drafts]
    write_lines(workbook, lines)
    data = {"sent": [_data(one, names) for one in drafts]}
    if not drafts:
        whose = f" của {units.strip()}" if wanted else ""
        return Summary(message=f"Không có thư nháp nào{whose} chờ ghi là đã gửi.", data=data, idle=True)
    listed = first_few((f"- {_described(one, names)}" for one in drafts), _SHOWN, "\n", "- … và {} thư khác")
    if dry_run and each and not wanted:
        message = "Chưa chọn đơn vị nào, sổ giữ nguyên."
        return Summary(message=message, data=data, questions=_questions(drafts, names), idle=True)
    if dry_run:
        message = f"Thư nháp chưa ghi là đã gửi ({len(drafts)}):\n{listed}"
        return Summary(message=message, data=data)
    return Summary(message=f"Đã ghi {len(drafts)} thư nháp là đã gửi:\n{listed}", data=data)


def _questions(drafts: Sequence[Entry], names: dict[str, str]) -> list[Question]:
    """Whether a unit's drafts were sent, once for each unit."""
    told: dict[str, list[str]] = {}
    for one in drafts:
        told.setdefault(one.subject.unit, []).append(_described(one, names))
    return [
        Question(text="\n".join([*lines, "", "Đã tự tay gửi?"]), value=unit, yes="units")
        for unit, lines in told.items()
    ]


def waiting(ledger: Ledger, plan: str) -> list[Entry]:
    """The drafts that no mail followed: of each kind and unit the latest.

    A draft made anew of what was mailed before (`--resend`) waits again.
    """
    mailed = ledger.mailed(plan)
    latest: dict[tuple[str, str], Entry] = {}
    for channel in DRAFTS:
        for entry in ledger.entries(channel, plan):
            key = (entry.subject.kind, entry.subject.unit)
            if entry.state == "sent" and (key not in latest or entry.changed > latest[key].changed):
                latest[key] = entry
    return [one for key, one in latest.items() if not _followed(one, mailed.get(key))]


def _followed(draft: Entry, mail: Entry | None) -> bool:
    return mail is not None and mail.is_of(draft.content) and mail.changed >= draft.changed


def _mark(ledger: Ledger, draft: Entry) -> LogLine:
    """Write a draft down as mail that went out."""
    subject = Subject("mail", draft.subject.kind, draft.subject.plan, draft.subject.unit)
    entry = ledger.enlist(subject, draft.recipients, draft.digest)
    ledger.mark(entry.id, "sent", _BY_HAND)
    return line(entry, "sent", _BY_HAND)


def _described(one: Entry, names: dict[str, str]) -> str:
    name = names.get(fold(one.subject.unit), one.subject.unit)
    return f"{one.subject.unit} – {name}: {action(one.subject.kind)}, soạn lúc {moment_text(one.changed)}"


def _data(one: Entry, names: dict[str, str]) -> dict[str, Any]:
    return {
        "unit": one.subject.unit, "name": names.get(fold(one.subject.unit)), "kind": one.subject.kind.split()[0],
        "to": list(one.recipients),
    }  # fmt: skip
