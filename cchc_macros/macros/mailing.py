"""What `email` and `remind` share: who writes, by which way out, with which ledger, and how it is told."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlwings as xw

from cchc_macros import contract as c
from cchc_macros.domain.addresses import split_addresses, valid_address
from cchc_macros.domain.reminders import Statuses
from cchc_macros.domain.text import fold
from cchc_macros.errors import MailError, WorkbookError
from cchc_macros.macros.tables import read_table, text_of
from cchc_macros.macros.task_sheets import Progress, agency_name, make_labels, plan_id
from cchc_macros.macros.work import Work
from cchc_macros.macros.workbook import Settings, append_log
from cchc_macros.mail import questions
from cchc_macros.mail.account import Passwords, read_account
from cchc_macros.mail.eml import EmlDrafts
from cchc_macros.mail.ledger import open_ledger
from cchc_macros.mail.letter import Office
from cchc_macros.mail.outlook import OutlookWay
from cchc_macros.mail.posting import Draft, Item, Orders, Posted, Posting, Sender
from cchc_macros.mail.smtp import SmtpWay
from cchc_macros.mail.ways import NAMES, Way

_HEAD = "văn phòng"
_LISTED = 25  # units named in a message; the JSON answer has all


@dataclass(frozen=True, slots=True)
class Errand:
    """What the clerk asked for: the options that both verbs share, and the folder of drafts."""

    via: str
    folder: Path
    send: bool
    dry_run: bool
    resend: str
    received: str
    yes: bool


def read_office(work: Work) -> Office:
    """The office and its plan, for the letters.

    Raises:
        DataError, MailError: a setting cannot be read.
    """
    settings = work.settings
    return Office(
        agency_name(settings),
        settings.text(c.YEAR_PLAN),
        settings.text(c.PLAN_NUMBER),
        settings.day(c.PLAN_DATE),
        settings.text(c.PLAN_TITLE),
        settings.day(c.REPLY_BY),
        _reply_to(work),
    )


def statuses(work: Work, progress: Progress) -> Statuses:
    """How each unit says it stands with each piece of work."""
    labels = make_labels(work.items)
    return {
        (duty.item.id, sheet.code): text_of(known.get(c.STATUS))
        for sheet in work.assignment.sheets
        for duty in sheet.duties
        if (known := progress.get((labels.of(duty.item), sheet.code)))
    }


def run(
    book: xw.Book, work: Work, drafts: Sequence[Draft], errand: Errand, action: str, *, repeatable: bool = True
) -> Posted:
    """Show or send the drafts, and write what came of it into `Log`.

    Args:
        book: The workbook; its ledger and the drafts' folder stand beside its file.
        work: What was read from it.
        drafts: One per unit.
        errand: What the clerk asked for.
        action: The name of the action, in `Log`.
        repeatable: Drafts may be written again; a reminder of the same day may not.

    Raises:
        WorkbookError, MailError, ToolError, FileError: nothing can be sent at all.
    """
    way = _way(work.settings, errand)
    address = way.account.sender if isinstance(way, SmtpWay) else _sender_of_drafts(work)
    sender = Sender(agency_name(work.settings), address, _reply_to(work))
    plan = plan_id(work.settings)
    try:
        with open_ledger(ledger_path(book), preview=errand.dry_run) as ledger:

            def posting(orders: Orders) -> Posting:
                return Posting(ledger, plan, way.channel, orders, repeats=way.repeats and repeatable)

            orders = _orders(work, errand)
            if errand.dry_run:
                return posting(orders).preview(drafts)
            if ask := None if errand.yes else questions.terminal():
                orders = questions.what_became_of(ask, posting(orders).preview(drafts).unsure, orders)
                if not way.drafts:
                    _confirm(ask, posting(orders).preview(drafts))
            current = posting(orders)
            posted = current.post(drafts, way, sender)
            logged = "\n".join(map(text_of, read_table(book, c.LOG).values(c.DETAIL)))
            append_log(book, action, [*current.unlogged(logged), *posted.lines])
            return posted
    finally:
        way.close()


def _confirm(ask: questions.Ask, posted: Posted) -> None:
    if posted.planned and not questions.may_send(ask, tell_plan(posted, "Sẽ gửi thư")):
        raise MailError("Chưa gửi thư nào, theo ý người dùng. Chạy lại khi muốn gửi.")


def drafts_folder(book: xw.Book, name: str) -> Path:
    """The folder of drafts beside the workbook."""
    path = _path(book)
    return path.with_name(f"{path.stem} - {name}")


def ledger_path(book: xw.Book) -> Path:
    """The ledger beside the workbook.

    Raises:
        WorkbookError: the workbook was never saved, so that there is no beside.
    """
    path = _path(book)
    return path.with_name(f"{path.stem}.thu.sqlite")


def tell(posted: Posted, done: str) -> str:
    """The message after sending: what was done, and unit by unit what was not."""
    updates = sum(item["update"] for item in posted.sent)
    parts = [done + (f" ({updates} bản cập nhật)" if updates else "") + "."]
    partly = [
        item | {"reason": "; ".join(f"{one['address']}: {one['reason']}" for one in item["refused"])}
        for item in posted.sent
        if item["refused"]
    ]
    for title, items in (
        ("Có người không nhận được", partly),
        ("Không gửi được", posted.failed),
        ("Không rõ đã tới chưa", posted.unsure),
        ("Bỏ qua", posted.skipped),
    ):
        parts += _lines(title, items, lambda item: f"{item['unit']}: {item['reason']}")
    return "\n".join(parts)


def tell_plan(posted: Posted, title: str) -> str:
    """The message of a preview: who would get what, and who nothing."""

    def line(item: Item) -> str:
        copies = f" (đồng gửi {', '.join(item['cc'])})" if item["cc"] else ""
        update = ", bản cập nhật" if item["update"] else ""
        return f"{item['unit']} → {', '.join(item['to'])}{copies}: {item['what']}{update}"

    parts = _lines(title, posted.planned, line) or [f"{title}: không có thư nào."]
    for heading, items in (("Không rõ đã tới chưa", posted.unsure), ("Bỏ qua", posted.skipped)):
        parts += _lines(heading, items, lambda item: f"{item['unit']}: {item['reason']}")
    return "\n".join(parts)


def answer(posted: Posted, *, dry_run: bool) -> dict[str, Any]:
    """The JSON answer both verbs share."""
    lists = {"sent": posted.sent, "skipped": posted.skipped, "failed": posted.failed, "unsure": posted.unsure}
    return lists | {"planned": posted.planned} if dry_run else lists


def _lines(title: str, items: Sequence[Item], line: Callable[[Item], str]) -> list[str]:
    if not items:
        return []
    shown = [f"- {line(item)}" for item in items[:_LISTED]]
    rest = [f"- … và {len(items) - _LISTED} đơn vị khác"] if len(items) > _LISTED else []
    return [f"{title} ({len(items)}):", *shown, *rest]


def _way(settings: Settings, errand: Errand) -> Way:
    if errand.via == "eml":
        return EmlDrafts(errand.folder)
    if errand.via == "smtp":
        return SmtpWay(read_account(settings.text, os.environ), Passwords.for_terminal(os.environ))
    if errand.via == "outlook":
        return OutlookWay(send=errand.send)
    raise MailError(f"Không có cách gửi '{errand.via}'. Chọn một trong: {', '.join(NAMES)}.")


def _path(book: xw.Book) -> Path:
    path = Path(book.fullname)
    if not path.is_absolute() or not path.parent.is_dir():
        raise WorkbookError("Sổ chưa được lưu vào máy. Lưu sổ vào một thư mục trên máy rồi bấm lại.")
    return path


def _reply_to(work: Work) -> str:
    """Where answers go: the setting, else the address of the unit that is the office."""
    text = work.settings.text(c.REPLY_TO)
    if text and not valid_address(text):
        raise MailError(
            f"Sheet '{c.SETTINGS_SHEET}', mục '{c.REPLY_TO}': '{text}' không phải địa chỉ email. "
            "Nhập ví dụ vanphong@stp.example."
        )
    offices = (unit for unit in work.roster.units if fold(unit.kind) == _HEAD)
    found = (one for unit in offices for one in split_addresses(unit.email) if valid_address(one))
    return text or next(found, "")


def _sender_of_drafts(work: Work) -> str:
    own = work.settings.text(c.SMTP_FROM)
    return own if valid_address(own) else _reply_to(work)


def _orders(work: Work, errand: Errand) -> Orders:
    known = {fold(sheet.code) for sheet in work.assignment.sheets}
    found = []
    for option, text in (("--resend", errand.resend), ("--received", errand.received)):
        codes = {fold(code): code.strip() for code in text.replace(";", ",").split(",") if code.strip()}
        if unknown := [code for key, code in codes.items() if key not in known]:
            raise MailError(
                f"{option}: không có đơn vị '{unknown[0]}'. Dùng mã ở sheet '{c.UNITS_SHEET}', ví dụ VP,NV1."
            )
        found.append(frozenset(codes))
    return Orders(*found)
