"""From task sheets to mail: who may be written to, what was sent already, what came of the rest."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from pathlib import Path
from typing import Any

from cchc_macros.contract import OUTSIDE, UNIT_EMAIL, UNITS_SHEET
from cchc_macros.mail import outbox
from cchc_macros.mail.catching_up import catch_up
from cchc_macros.mail.channels import Channel, Mail, Refusal, SendResult
from cchc_macros.mail.entries import Entry, Subject
from cchc_macros.mail.journal import Journal, LogLine, line, moment_text, overdue_line
from cchc_macros.mail.ledger import Ledger
from cchc_macros.mail.letter import Letter
from cchc_macros.rules.tasks.assign import TaskSheet, Unresolved
from cchc_macros.rules.text import fold
from cchc_macros.rules.units.addresses import split_addresses, valid_address
from xl.late import dataclass

Item = dict[str, Any]  # one unit in a macro's answer
ALREADY_SENT, OFFICE = "ALREADY_SENT", "OFFICE"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes: the name shown, the From address ("" for drafts without one), Reply-To."""

    name: str
    address: str
    reply_to: str

    def is_mine(self, sheet: TaskSheet) -> bool:
        """Whether a unit's mail would only go to who writes it: the office does not mail itself."""
        own = {self.address.casefold(), self.reply_to.casefold()}
        return bool(sheet.addresses) and sheet.addresses <= own


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A message to be.

    Attributes:
        sheet: The unit's work; its unit is known.
        kind: What the ledger keeps apart.
        digest: Changes exactly when the content does.
        write: Writes the letter; called with `update=`, whether the unit was given other content before.
        what: What it brings, in words, for the preview.
        attachments: Workbooks, checked to be the unit's own.
    """

    sheet: TaskSheet
    kind: str
    digest: str
    write: Callable[..., Letter]
    what: str
    attachments: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Recipients:
    """Whom a unit's mail goes to, and the addresses in its row that are none."""

    to: tuple[str, ...]
    cc: tuple[str, ...]
    bad: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class Orders:
    """What the clerk decided about mail of earlier runs, as unit codes: send again; it did arrive."""

    resend: frozenset[str] = frozenset()
    received: frozenset[str] = frozenset()


@dataclass(slots=True, kw_only=True)
class Posted:
    """What came of everything, unit by unit.

    Attributes:
        lines: For `Log`.
        unrecorded: Why they could not be written there, "" where they were.
    """

    planned: list[Item] = field(default_factory=list)
    sent: list[Item] = field(default_factory=list)
    skipped: list[Item] = field(default_factory=list)
    failed: list[Item] = field(default_factory=list)
    unsure: list[Item] = field(default_factory=list)
    lines: list[LogLine] = field(default_factory=list)
    unrecorded: str = ""


def recipients(sheet: TaskSheet) -> Recipients | Item:
    """The unit's recipients, or the item that says why it gets no mail."""
    unit = sheet.unit
    if unit is None:
        reason = f"nhóm chưa có đơn vị thành viên; điền ở sheet '{UNITS_SHEET}', bảng bên phải"
        return _skip(sheet.code, sheet.name, "GROUP_EMPTY", reason)
    if unit.kind == OUTSIDE:
        return _skip(unit.code, unit.name, "OUTSIDE", "cơ quan bên ngoài, không gửi")
    to, bad = _checked(split_addresses(unit.email))
    if not to and not bad:
        reason = f"chưa có địa chỉ; điền cột '{UNIT_EMAIL}' ở sheet '{UNITS_SHEET}'"
        return _skip(unit.code, unit.name, "EMAIL_MISSING", reason)
    if not to:
        reason = f"'{bad[0].address}' không phải địa chỉ email; sửa cột '{UNIT_EMAIL}' ở sheet '{UNITS_SHEET}'"
        return _skip(unit.code, unit.name, "EMAIL_INVALID", reason)
    cc, bad_cc = _checked(unit.cc)
    taken = {address.casefold() for address in to}
    return Recipients(to, tuple(one for one in cc if one.casefold() not in taken), bad + bad_cc)


def of_office(sheet: TaskSheet) -> Item:
    """The item of the unit that keeps the workbook."""
    reason = "nơi giữ sổ này, không gửi email; sổ của mình lấy bằng nút Xuất sổ đơn vị"
    return _skip(sheet.code, sheet.name, OFFICE, reason)


def left_over(unresolved: Sequence[Unresolved]) -> Iterator[Item]:
    """The names in lead and support cells that belong to no unit, each once."""
    seen = set()
    for left in unresolved:
        if fold(left.text) in seen:
            continue
        seen.add(fold(left.text))
        if left.reason == "outside":
            yield _skip(left.text, left.text, "OUTSIDE", "cơ quan bên ngoài, không gửi")
        else:
            hint = f"; có phải là {' hoặc '.join(left.suggestions)}?" if left.suggestions else ""
            reason = f"không có trong sheet '{UNITS_SHEET}'{hint}"
            yield _skip(left.text, left.text, "UNIT_UNKNOWN", reason)


class Posting:
    """One run over the drafts of one channel; `posted` gathers what comes of it."""

    def __init__(
        self, ledger: Ledger, journal: Journal, plan: str, channel: str, orders: Orders, *, repeats: bool
    ) -> None:
        self.posted = Posted()
        self._ledger = ledger
        self._journal = journal
        self._plan = plan
        self._channel = channel
        self._orders = orders
        self._repeats = repeats
        self._mailed: dict[tuple[str, str], Entry] = {}  # by kind and unit

    def preview(self, drafts: Sequence[Draft]) -> Posted:
        """Who would get what, changing nothing."""
        with self._ledger.transaction(keep=False):
            self._take_up()
            owners = _owners(drafts)
            for draft, whom, entry in self._due(drafts):
                files = [path.name for path in draft.attachments]
                bad = [one.address for one in whom.bad]
                extra = {"update": entry.update, "attachments": files, "what": draft.what, "bad": bad}
                extra["shared"] = sorted(
                    {code for to in whom.to for code in owners[to.casefold()]} - {draft.sheet.code}
                )
                self.posted.planned.append(_item(draft.sheet, whom) | extra)
        return self.posted

    def post(
        self,
        drafts: Sequence[Draft],
        channel: Channel,
        sender: Sender,
        deliver: Callable[..., outbox.Results] = outbox.deliver,
    ) -> Posted:
        """Queue every message at once, then send; nothing is queued where one cannot even be written.

        Raises:
            MailError, ToolError, FileError: from the letter's template, the channel, or the ledger.
        """
        queued: dict[int, tuple[Draft, Recipients, Entry]] = {}
        mails: list[Mail] = []
        with self._ledger.transaction(keep=True):
            self._take_up()
            for draft, whom, entry in self._due(drafts):
                self._ledger.mark(entry.id, "queued", entry.reason)
                mails.append(_compose(draft, whom, entry, sender))
                queued[entry.id] = (draft, whom, entry)
        for mail, outcome in deliver(mails, channel, self._ledger):
            self._record(*queued[mail.entry], outcome)
        return self.posted

    def unlogged(self) -> list[LogLine]:
        """Lines for what went out in a run that died before it wrote them."""
        known = self._journal.known | {one.key for one in self.posted.lines}
        lines = map(overdue_line, self._ledger.given_out(self._plan))
        return [one for one in lines if one.key not in known]

    def _take_up(self) -> None:
        """Go on from where earlier runs ended, wherever they did."""
        catch_up(self._ledger, self._plan, self._journal.messages(self._plan))
        self._ledger.recover()
        if self._channel != "mail":  # a draft of what a person sent already would go out twice
            self._mailed = self._ledger.mailed(self._plan)

    def _due(self, drafts: Sequence[Draft]) -> Iterator[tuple[Draft, Recipients, Entry]]:
        """The drafts to be sent now, with their rows in the ledger; why the others are not is noted."""
        for draft in drafts:
            whom = recipients(draft.sheet)
            if not isinstance(whom, Recipients):
                self.posted.skipped.append(whom)
                continue
            subject = Subject(self._channel, draft.kind, self._plan, draft.sheet.code)
            same_however_typed = sorted(address.casefold() for address in whom.to)
            entry = self._ledger.enlist(subject, same_however_typed, draft.digest)
            if self._is_due(_item(draft.sheet, whom), entry):
                yield draft, whom, entry

    def _is_due(self, item: Item, entry: Entry) -> bool:
        """Whether a message is to be sent, by what became of it before and what the clerk decided."""
        code, is_sent = entry.subject.unit, entry.state == "sent"
        if fold(code) in self._orders.resend:
            return True
        mail = self._mailed.get((entry.subject.kind, code))
        if mail and not mail.is_of(entry.content):
            mail = None
        if not mail and (entry.state in ("queued", "failed") or (is_sent and self._repeats)):
            return True
        when = moment_text((mail or entry).changed)
        if mail or is_sent:
            done = "gửi thư" if mail or entry.subject.channel == "mail" else "soạn thư nháp"
            self.posted.skipped.append(item | {"code": ALREADY_SENT, "reason": f"đã {done} này lúc {when}"})
        elif fold(code) in self._orders.received:
            self._ledger.mark(entry.id, "sent", "đơn vị báo đã nhận")
            self.posted.skipped.append(item | {"code": "RECEIVED", "reason": "đã ghi là đơn vị đã nhận"})
        else:
            reason = f"thư lúc {when}: {entry.reason or 'không rõ đã tới chưa'}"
            self.posted.unsure.append(item | {"reason": reason})
        return False

    def _record(self, draft: Draft, whom: Recipients, entry: Entry, outcome: SendResult) -> None:
        """One outcome in the answer and in the log."""
        refused = whom.bad + outcome.refused
        item = _item(draft.sheet, whom) | {"update": entry.update}
        if outcome.state == "sent":
            item["refused"] = [{"address": one.address, "reason": one.reason} for one in refused]
            if outcome.path:
                item["path"] = outcome.path
            self.posted.sent.append(item)
        elif outcome.state == "unsure":
            self.posted.unsure.append(item | {"reason": outcome.reason})
        else:
            for_now = outcome.state in ("later", "offline")
            reason = f"{outcome.reason}; thư còn trong hàng đợi, bấm lại để gửi tiếp" if for_now else outcome.reason
            self.posted.failed.append(item | {"reason": reason, "temporary": for_now})
        self.posted.lines.append(line(entry, outcome.state, outcome.reason, *map(str, refused)))


def _compose(draft: Draft, whom: Recipients, entry: Entry, sender: Sender) -> Mail:
    from cchc_macros.mail.message import compose  # noqa: PLC0415  # the mail library, only once there is a letter

    letter = draft.write(update=entry.update)
    domain = (sender.address or sender.reply_to).rpartition("@")[2] or "cchc.invalid"
    content = compose(
        letter,
        sender=(sender.name, sender.address),
        to=[(draft.sheet.name, address) for address in whom.to],
        cc=[("", address) for address in whom.cc],
        reply_to=sender.reply_to,
        message_id=f"<cchc.{entry.fingerprint}@{domain}>",
        date=entry.created,
        attachments=draft.attachments,
    )
    return Mail(
        entry=entry.id, unit=draft.sheet.code, name=draft.sheet.name, to=whom.to, cc=whom.cc,
        reply_to=sender.reply_to, letter=letter,
        attachments=draft.attachments, content=content,
    )  # fmt: skip


def _owners(drafts: Sequence[Draft]) -> dict[str, set[str]]:
    """The units that each address belongs to, as codes."""
    owners: dict[str, set[str]] = {}
    for draft in drafts:
        for address in draft.sheet.addresses:
            owners.setdefault(address, set()).add(draft.sheet.code)
    return owners


def _item(sheet: TaskSheet, whom: Recipients) -> Item:
    return {"unit": sheet.code, "name": sheet.name, "to": list(whom.to), "cc": list(whom.cc)}


def _skip(unit: str, name: str, code: str, reason: str) -> Item:
    return {"unit": unit, "name": name, "to": [], "code": code, "reason": reason}


def _checked(addresses: Sequence[str]) -> tuple[tuple[str, ...], tuple[Refusal, ...]]:
    """The good addresses, each once, and the bad ones."""
    good = {address.casefold(): address for address in addresses if valid_address(address)}
    bad = tuple(Refusal(one, "địa chỉ không hợp lệ") for one in addresses if not valid_address(one))
    return tuple(good.values()), bad
