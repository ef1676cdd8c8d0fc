"""What the clerk is told and asked about mail: the plan before, the outcome after, the questions between."""

from collections.abc import Callable, Sequence
from typing import Any

from cchc_macros.mail.posting import ALREADY_SENT, OFFICE, Item, Posted
from cchc_macros.rules.text import first_few
from cchc_macros.summary import Question, Summary

_LISTED = 25  # units named in a message; the JSON answer has all
_RECEIVED = (
    "Thư cho {who} không rõ đã tới chưa. Hỏi đơn vị này rồi trả lời: đơn vị đã nhận được thư?\n\n"
    "Có: đã nhận, không gửi nữa.\nKhông: chưa nhận, gửi lại.\nHủy: chưa biết, để lần bấm sau."
)
_AGAIN = (
    "Không có thư mới: {who} đã có thư này. Gửi lại?\n\n"
    "Có: gửi lại cho đơn vị này.\nKhông: không gửi lại cho đơn vị này.\nHủy: thôi, không hỏi nữa."
)


def tell(posted: Posted, done: str) -> str:
    """The message after sending: what was done, and unit by unit what was not."""
    updates = sum(item["update"] for item in posted.sent)
    parts = [done + (f" ({updates} bản cập nhật)" if updates else "") + "."]
    partly = [
        item | {"reason": "; ".join(f"{one['address']}: {one['reason']}" for one in item["refused"])}
        for item in posted.sent
        if item["refused"]
    ]
    parts += _lines("Có địa chỉ không nhận được", partly, _why)
    parts += _lines("Không gửi được", posted.failed, _why)
    if posted.unrecorded:
        parts.append(f"Chưa ghi được vào sheet Nhật ký: {posted.unrecorded} Lần gửi sau phần mềm ghi bù.")
    return "\n".join(parts + _not_sent(posted))


def tell_plan(posted: Posted, title: str) -> str:
    """The message of a preview: who would get what, and who nothing."""

    def line(item: Item) -> str:
        copies = f" (đồng gửi {', '.join(item['cc'])})" if item["cc"] else ""
        update = ", bản cập nhật" if item["update"] else ""
        bad = f"; bỏ qua địa chỉ sai: {', '.join(item['bad'])}" if item["bad"] else ""
        shared = f"; CHÚ Ý: địa chỉ này cũng là của {', '.join(item['shared'])}" if item.get("shared") else ""
        return f"{item['unit']} → {', '.join(item['to'])}{copies}: {item['what']}{update}{bad}{shared}"

    parts = _lines(title, posted.planned, line) or [f"{title}: không có thư mới nào."]
    return "\n".join(parts + _not_sent(posted))


def answer(message: str, posted: Posted, data: dict[str, Any], *, dry_run: bool) -> Summary:
    """The answer of both verbs: of a preview also what only the clerk can say before mail goes out."""
    lists = {"sent": posted.sent, "skipped": posted.skipped, "failed": posted.failed, "unsure": posted.unsure}
    command = _options(posted)
    if not dry_run:
        return Summary(message=message, data=data | lists, command=command)
    lists["planned"] = posted.planned
    asked, idle = _questions(posted), not posted.planned
    return Summary(message=message, data=data | lists, command=command, questions=asked, idle=idle)


def _options(posted: Posted) -> str:
    """The options of the command line by which the clerk decides about mail of earlier runs."""
    if posted.unsure:
        return "Ở dòng lệnh: thêm --received MÃ cho đơn vị đã nhận, --resend MÃ để gửi lại, ví dụ --resend VP,NV1."
    if _already(posted):
        return "Ở dòng lệnh: thêm --resend MÃ để gửi lại, ví dụ --resend VP,NV1."
    return ""


def _questions(posted: Posted) -> list[Question]:
    """Which units got it, which want it again."""
    if posted.unsure:
        return [
            Question(text=_RECEIVED.format(who=_who(item)), value=item["unit"], yes="received", no="resend")
            for item in posted.unsure
        ]
    if not posted.planned:
        return [
            Question(text=_AGAIN.format(who=_who(item)), value=item["unit"], yes="resend") for item in _already(posted)
        ]
    return []


def _not_sent(posted: Posted) -> list[str]:
    parts = _lines("Không rõ đã tới chưa", posted.unsure, _why)
    if posted.unsure:
        parts.append("Hỏi các đơn vị này, rồi bấm lại nút này để trả lời; phần mềm không tự gửi lại.")
    parts += _lines("Đã có thư này từ trước", _already(posted), _why)
    parts += [f"{_why(item)}." for item in posted.skipped if item["code"] == OFFICE]
    return parts + _lines(
        "Không gửi", [item for item in posted.skipped if item["code"] not in (ALREADY_SENT, OFFICE)], _why
    )


def _already(posted: Posted) -> list[Item]:
    return [item for item in posted.skipped if item["code"] == ALREADY_SENT]


def _why(item: Item) -> str:
    return f"{_who(item)}: {item['reason']}"


def _who(item: Item) -> str:
    """A unit with its code; the code of a group is the program's own and tells nobody anything."""
    has_code = item["unit"] != item["name"] and item.get("code") != "GROUP_EMPTY"
    return f"{item['name']} ({item['unit']})" if has_code else str(item["name"])


def _lines(title: str, items: Sequence[Item], line: Callable[[Item], str]) -> list[str]:
    if not items:
        return []
    lines = list(dict.fromkeys(map(line, items)))  # of two letters to one unit neither may be sent, for one reason
    shown = first_few((f"- {text}" for text in lines), _LISTED, "\n", "- … và {} đơn vị khác")
    return [f"{title} ({len(lines)}):", shown]
