"""Task sheets, letters and mails for the tests of this folder."""

from datetime import UTC, date, datetime
from decimal import Decimal

from cchc_macros.mail.channels import Mail
from cchc_macros.mail.entries import Subject
from cchc_macros.mail.letter import Letter, Office
from cchc_macros.mail.message import compose
from cchc_macros.rules.days.deadlines import Deadline
from cchc_macros.rules.tasks.assign import Duty, TaskSheet
from cchc_macros.rules.tasks.tasks import WorkItem
from cchc_macros.rules.units.roster import Unit

MOMENT = datetime(2026, 2, 3, 1, 0, tzinfo=UTC)
OFFICE = Office(
    agency="Sở Tư pháp tỉnh Lạng Sơn",
    year="2026",
    plan_number="31/KH-STP",
    plan_date=date(2026, 2, 3),
    plan_about="cải thiện Chỉ số cải cách hành chính năm 2026",
    reply_by=date(2026, 3, 20),
    reply_to="vanphong@stp.example",
)
LETTER = Letter("Phiếu giao việc", "Kính gửi: Văn phòng Sở\n", "<p>Kính gửi: Văn phòng Sở</p>\n")


def item(code="1", name="Cải cách thể chế", due=date(2026, 12, 31), lost=None, kind="day", status="", instalments=()):
    deadline = Deadline("Tháng 12/2026", kind, due, instalments)
    lost = None if lost is None else Decimal(lost)
    return WorkItem(
        id=f"T:{code}",
        row=0,
        code=code,
        label=code,
        name=name,
        requirement="",
        deadline=deadline,
        due=due,
        lost=lost,
        leads=(),
        supports=(),
        status=status,
    )


def sheet(code="VP", name="Văn phòng Sở", duties=None, **unit):
    unit = {"email": f"{code.lower()}@stp.example"} | unit
    duties = [Duty(item(), "lead", "")] if duties is None else duties
    return TaskSheet(code, name, Unit(code=code, name=name, **unit), tuple(duties))


def mail(ledger, code="VP", to=None, cc=(), channel="mail", content=None):
    """A mail queued in the ledger."""
    to = to or (f"{code.lower()}@stp.example",)
    entry = ledger.enlist(Subject(channel, "task", "ke-hoach", code), to, "noi dung")
    content = content or compose(
        LETTER,
        sender=("Sở Tư pháp", "vanphong@stp.example"),
        to=[("", address) for address in to],
        cc=[("", address) for address in cc],
        reply_to="vanphong@stp.example",
        message_id=f"<cchc.{entry.fingerprint}@stp.example>",
        date=MOMENT,
        attachments=(),
    )
    return Mail(
        entry=entry.id,
        unit=code,
        name=code,
        to=tuple(to),
        cc=tuple(cc),
        reply_to="vanphong@stp.example",
        letter=LETTER,
        attachments=(),
        content=content,
    )
