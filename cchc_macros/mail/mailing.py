"""What `email` and `remind` share: who writes, by which channel, with which ledger."""

import os
from collections.abc import Collection, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path

import xlwings as xw

from cchc_macros import contract as c
from cchc_macros import terminal
from cchc_macros.book.cells import split_names
from cchc_macros.book.plan_facts import agency_name, read_plan
from cchc_macros.book.work import Work
from cchc_macros.book.workbook import Workbook
from cchc_macros.errors import DataError, MailError, UserError
from cchc_macros.handing_out.task_sheets import plan_id
from cchc_macros.mail.account import Passwords, read_account
from cchc_macros.mail.channels import NAMES, Channel
from cchc_macros.mail.eml import EmlChannel
from cchc_macros.mail.journal import Journal, LogLine
from cchc_macros.mail.ledger import open_ledger
from cchc_macros.mail.letter import Office
from cchc_macros.mail.outcome import tell_plan
from cchc_macros.mail.outlook import OutlookChannel
from cchc_macros.mail.posting import Draft, Item, Orders, Posted, Posting, Sender, of_office
from cchc_macros.rules.days.rounds import Round
from cchc_macros.rules.text import fold, unaccented
from cchc_macros.rules.titles import plan_subject
from cchc_macros.rules.units.addresses import split_addresses, valid_address
from xl.kept import beside
from xl.late import dataclass
from xl.outward import rehearse


@dataclass(frozen=True, slots=True, kw_only=True)
class MailOptions:
    """What the clerk asked for: the options that both verbs share.

    Attributes:
        via: "eml" (drafts as files), "smtp" or "outlook".
        to: Folder of the .eml drafts; by default beside the workbook.
        send: With Outlook: send at once instead of making drafts.
        dry_run: Only say who would get what.
        resend: Codes of units ("VP,NV1") whose last mail goes out again.
        received: Codes of units that did get the mail whose fate was unknown.
        yes: Ask nothing, not even at a terminal.
    """

    via: str = "eml"
    to: Path | None = None
    send: bool = False
    dry_run: bool = False
    resend: str = ""
    received: str = ""
    yes: bool = False

    def folder(self, book: xw.Book, name: str) -> Path:
        """The folder of drafts: the one asked for, or one of that name beside the workbook."""
        path = beside(book)
        return Path(self.to or path.with_name(f"{path.stem} - {name}"))


def read_office(work: Work, current: Round) -> Office:
    """The office, its plan and the round that is open, for the letters.

    Raises:
        DataError, MailError: a setting is blank that every letter names, or cannot be read.
    """
    settings = work.settings
    for key in (c.AGENCY, c.YEAR_PLAN):
        if not settings.text(key):
            raise DataError(f"Sheet '{c.SETTINGS_SHEET}', mục '{key}': thư cần mục này. Điền rồi bấm lại.")
    day = settings.plan_day()
    return Office(
        agency=agency_name(settings),
        year=settings.text(c.YEAR_PLAN),
        plan_number=settings.text(c.PLAN_NUMBER),
        plan_date=day if isinstance(day, date) else None,
        plan_about=plan_subject(read_plan(settings)),
        reply_by=current.return_by,
        reply_to=_reply_to(work),
        round=current.name,
    )


def run(
    workbook: Workbook,
    work: Work,
    drafts: Sequence[Draft],
    options: MailOptions,
    folder: Path,
    *,
    repeatable: bool = True,
) -> Posted:
    """Show or send the drafts, one per unit, and write what came of it into `Log`.

    The ledger and the `folder` of .eml drafts are beside the workbook's file. With `repeatable` drafts may be written
    again; a reminder of the same day may not.

    Raises:
        WorkbookError, MailError, ToolError, FileError: nothing can be sent at all.
    """
    book = workbook.book
    channel, address = _channel(work, options, folder, like=beside(book))
    sender = Sender(agency_name(work.settings), address, _reply_to(work))
    plan = plan_id(work.settings)
    office = [draft.sheet for draft in drafts if sender.is_mine(draft.sheet)]
    drafts = [draft for draft in drafts if draft.sheet not in office]
    journal = Journal(row for _, row in workbook.table(c.LOG).rows())
    try:
        with open_ledger(ledger_path(book), like=beside(book), preview=options.dry_run) as ledger:

            def posting(orders: Orders) -> Posting:
                new = Posting(ledger, journal, plan, channel.name, orders, repeats=channel.repeats and repeatable)
                new.posted.skipped += map(of_office, office)
                return new

            orders = _orders(work, options)
            if options.dry_run:
                return posting(orders).preview(drafts)
            if ask := None if options.yes else terminal.terminal():
                orders = _what_became_of(ask, posting(orders).preview(drafts).unsure, orders)
                if not channel.drafts:
                    _confirm(ask, posting(orders).preview(drafts))
            if not channel.drafts:
                rehearse()  # what can fail at the save of the workbook fails before the first letter
            current = posting(orders)
            posted = current.post(drafts, channel, sender)
            try:
                write_lines(workbook, [*current.unlogged(), *posted.lines])
            except UserError as error:
                posted.unrecorded = str(error)
            return posted
    finally:
        channel.close()


def write_lines(workbook: Workbook, lines: Sequence[LogLine]) -> None:
    """Write lines into `Log`, those of each action together."""
    for action, of_action in groupby(sorted(lines, key=lambda line: line.action), lambda line: line.action):
        workbook.log(action, [(line.unit, line.result, line.detail) for line in of_action])


def _what_became_of(ask: terminal.Ask, unsure: Sequence[Item], orders: Orders) -> Orders:
    """Ask what became of each message whose fate is unknown; without an answer it stays so."""
    resend, received = set(orders.resend), set(orders.received)
    for item in unsure:
        what = f"{item['name']} ({item['unit']}): {item['reason']}"
        reply = unaccented(ask(f"{what}.\nĐơn vị đã nhận? r: rồi, c: chưa nên gửi lại, Enter: để sau: "))
        if reply in ("r", "roi"):
            received.add(fold(item["unit"]))
        elif reply in ("c", "chua"):
            resend.add(fold(item["unit"]))
    return Orders(frozenset(resend), frozenset(received))


def _confirm(ask: terminal.Ask, posted: Posted) -> None:
    if posted.planned and not terminal.agrees(ask, f"{tell_plan(posted, 'Sẽ gửi thư')}\nGửi các thư này?"):
        raise MailError("Chưa gửi thư nào, theo ý người dùng. Làm lại khi muốn gửi.")


def ledger_path(book: xw.Book) -> Path:
    """The ledger beside the workbook.

    Raises:
        WorkbookError: the workbook was never saved, so that there is no beside.
    """
    path = beside(book)
    return path.with_name(f"{path.stem}.thu.sqlite")


def _channel(work: Work, options: MailOptions, folder: Path, *, like: Path) -> tuple[Channel, str]:
    """The channel and the sender's address."""
    if options.via == "eml":
        return EmlChannel(folder, like=like), _sender_of_drafts(work)
    if options.via == "smtp":
        from cchc_macros.mail.smtp import SmtpChannel  # noqa: PLC0415  # no other channel needs ssl

        account = read_account(work.settings.text, os.environ)
        return SmtpChannel(account, Passwords.for_terminal(os.environ)), account.sender
    if options.via == "outlook":
        return OutlookChannel(send=options.send), _sender_of_drafts(work)
    raise MailError(f"Không có cách gửi '{options.via}'. Chọn một trong: {', '.join(NAMES)}.")


def _reply_to(work: Work) -> str:
    """Where answers go."""
    text = work.settings.text(c.REPLY_TO)
    named = split_addresses(text)
    if text and not (len(named) == 1 and valid_address(named[0])):
        raise MailError(
            f"Sheet '{c.SETTINGS_SHEET}', mục '{c.REPLY_TO}': '{text}' không phải một địa chỉ email. "
            "Nhập ví dụ vanphong@stp.example."
        )
    return work.reply_to


def _sender_of_drafts(work: Work) -> str:
    own = work.settings.text(c.SMTP_FROM)
    return own if valid_address(own) else _reply_to(work)


def _orders(work: Work, options: MailOptions) -> Orders:
    known = {fold(sheet.code) for sheet in work.assignment.sheets}
    options_by_name = (("Gửi lại", options.resend), ("Đã nhận", options.received))
    return Orders(*(frozenset(read_codes(text, known, what)) for what, text in options_by_name))


def read_codes(text: str, known: Collection[str], what: str) -> set[str]:
    """The codes of units that somebody typed ("VP,NV1"), folded.

    Raises:
        MailError: one is not among those known.
    """
    codes = {fold(code): code for code in split_names(text, ";,")}
    if unknown := [code for key, code in codes.items() if key not in known]:
        raise MailError(
            f"{what}: không có đơn vị '{unknown[0]}' trong số đơn vị được giao việc. "
            f"Bấm lại và gõ mã ở sheet '{c.UNITS_SHEET}', ví dụ VP,NV1."
        )
    return set(codes)
