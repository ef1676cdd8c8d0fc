"""The audit of the rounds of reporting: what of them would count for nobody, or twice."""

from collections.abc import Iterable, Iterator, Sequence

from cchc_macros import contract as c
from cchc_macros.rules.dates import format_date
from cchc_macros.rules.days.rounds import Round
from cchc_macros.rules.findings import WARNING, Finding
from cchc_macros.rules.text import fold
from cchc_macros.rules.units.roster import Roster

_SHOWN = 60  # characters of what cannot be read
_STATUSES = {fold(status) for status in ("", c.ROUND_OPEN, c.ROUND_CLOSED)}


def audit_rounds(rounds: Sequence[Round], lost: Sequence[str], hint: str) -> Iterator[Finding]:
    """Yield what of the rounds cannot be read or does not fit, and names in returned sheets that no round bears.

    `lost` are these names, `hint` is what to do about them.
    """
    known: set[str] = set()
    for one in rounds:
        for column, text in one.bad_days:
            yield _unclear(one, column, f"'{text[:_SHOWN]}' không phải là ngày.", "Nhập ngày/tháng/năm.")
        if one.first and one.last and one.first > one.last:
            days = f"{format_date(one.first)} sau {format_date(one.last)}"
            yield _unclear(one, c.ROUND_FROM, f"{c.ROUND_FROM} {days}.", "Sửa một trong hai ngày.")
        if fold(one.status) not in _STATUSES:
            hint_ = f"Chọn {c.ROUND_OPEN} hoặc {c.ROUND_CLOSED}."
            yield _unclear(one, c.STATUS, f"trạng thái '{one.status[:_SHOWN]}' không có; kỳ tính là chưa mở.", hint_)
        if not one.name or fold(one.name) in known:
            what = "trùng tên với một kỳ phía trên; phiếu hai kỳ lẫn nhau." if one.name else "dòng chưa có tên kỳ."
            yield _unclear(one, c.PERIOD, what, "Đặt mỗi kỳ một tên riêng, hoặc xóa dòng.")
        known.add(fold(one.name))
    for name in lost:
        yield Finding(
            code="ROUND_UNCLEAR", level=WARNING, message=f"Có phiếu của kỳ '{name[:_SHOWN]}', bảng không có kỳ này.",
            hint=hint[:1].upper() + hint[1:], table=c.ROUNDS.name, column=c.PERIOD, row_code=name,
        )  # fmt: skip


def _unclear(one: Round, column: str, what: str, hint: str) -> Finding:
    return Finding(
        code="ROUND_UNCLEAR", level=WARNING, message=f"{one.name}: {what}" if one.name else what[:1].upper() + what[1:],
        hint=hint, table=c.ROUNDS.name, row=one.row, column=column, row_code=one.name,
    )  # fmt: skip


def audit_extensions(rounds: Sequence[Round], names: Iterable[str], roster: Roster) -> Iterator[Finding]:
    """Yield the lines of *Gia hạn* that name no unit or no day, or give no time, of rounds that are not over.

    `names` are all that units are called there.
    """
    known = {"", *map(fold, names)}
    for one in rounds:
        if fold(one.status) == fold(c.ROUND_CLOSED):
            continue
        for line in one.unread:
            yield _found(one, f"không đọc được ngày gia hạn '{line[:_SHOWN]}'.", "Ghi ví dụ NV1: 20/3/2026 (lý do).")
        for extension in one.extensions:
            if one.return_by and extension.day <= one.return_by:
                told = f"gia hạn đến {format_date(extension.day)}, không sau hạn {format_date(one.return_by)}"
                yield _found(one, f"{told} nên không ai được thêm ngày.", "Sửa ngày gia hạn, hoặc xóa.")
        for who in dict.fromkeys(extension.who for extension in one.extensions):
            if fold(who) not in known:
                guess = next((f"Có phải '{meant}'? " for meant in roster.suggest(who)), "")
                yield _found(
                    one, f"gia hạn cho '{who[:_SHOWN]}', sheet Đơn vị không có đơn vị này nên không ai được gia hạn.",
                    f"{guess}Ghi mã hoặc tên đơn vị như ở sheet Đơn vị.",
                )  # fmt: skip


def _found(one: Round, what: str, hint: str) -> Finding:
    return Finding(
        code="EXTENSION_UNKNOWN", level=WARNING, message=f"{one.name}: {what}", hint=hint, table=c.ROUNDS.name,
        row=one.row, column=c.ROUND_EXTENDED, row_code=one.name,
    )  # fmt: skip
