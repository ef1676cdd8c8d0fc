"""What the clerk is told and asked about mail: the plan before, the outcome after, the questions between."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cchc_macros.mail.posting import ALREADY_SENT, Item, Posted

_LISTED = 25  # units named in a message; the JSON answer has all
_ASKED = 12  # units named in a question: a box of Excel's takes 255 characters


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


def answer(posted: Posted, *, dry_run: bool) -> dict[str, Any]:
    """The JSON answer both verbs share."""
    lists = {"sent": posted.sent, "skipped": posted.skipped, "failed": posted.failed, "unsure": posted.unsure}
    return lists | {"planned": posted.planned} if dry_run else lists


def options(posted: Posted) -> str:
    """The options of the command line by which the clerk decides about mail of earlier runs."""
    if posted.unsure:
        return "Ở dòng lệnh: thêm --received MÃ cho đơn vị đã nhận, --resend MÃ để gửi lại, ví dụ --resend VP,NV1."
    if _already(posted):
        return "Ở dòng lệnh: thêm --resend MÃ để gửi lại, ví dụ --resend VP,NV1."
    return ""


def questions(posted: Posted) -> Mapping[str, str]:
    """What only the clerk can say before mail goes out, by option: which units got it, which want it again."""
    if posted.unsure:
        codes = _codes(posted.unsure)
        return {
            "received": f"Thư cho {codes} không rõ đã tới chưa. Hỏi các đơn vị đó, rồi gõ mã đơn vị ĐÃ nhận, "
            "cách nhau bằng dấu phẩy. Chưa biết thì để trống.",
            "resend": f"Trong số {codes}: gõ mã đơn vị CHƯA nhận để gửi lại. Chưa biết thì để trống.",
        }
    if not posted.planned and _already(posted):
        return {
            "resend": f"Không có thư mới: {_codes(_already(posted))} đã có thư này. "
            "Cần gửi lại cho đơn vị nào thì gõ mã, cách nhau bằng dấu phẩy; không thì để trống."
        }
    return {}


def _not_sent(posted: Posted) -> list[str]:
    parts = _lines("Không rõ đã tới chưa", posted.unsure, _why)
    if posted.unsure:
        parts.append("Hỏi các đơn vị này, rồi bấm lại nút này để trả lời; phần mềm không tự gửi lại.")
    parts += _lines("Đã có thư này từ trước", _already(posted), _why)
    return parts + _lines("Không gửi", [item for item in posted.skipped if item["code"] != ALREADY_SENT], _why)


def _already(posted: Posted) -> list[Item]:
    return [item for item in posted.skipped if item["code"] == ALREADY_SENT]


def _why(item: Item) -> str:
    return f"{_who(item)}: {item['reason']}"


def _who(item: Item) -> str:
    """A unit with its code; the code of a group is the program's own and tells nobody anything."""
    has_code = item["unit"] != item["name"] and item.get("code") != "GROUP_EMPTY"
    return f"{item['name']} ({item['unit']})" if has_code else str(item["name"])


def _codes(items: Sequence[Item]) -> str:
    shown = [item["unit"] for item in items[:_ASKED]]
    return ", ".join(shown) + ("…" if len(items) > _ASKED else "")


def _lines(title: str, items: Sequence[Item], line: Callable[[Item], str]) -> list[str]:
    if not items:
        return []
    shown = [f"- {line(item)}" for item in items[:_LISTED]]
    rest = [f"- … và {len(items) - _LISTED} đơn vị khác"] if len(items) > _LISTED else []
    return [f"{title} ({len(items)}):", *shown, *rest]
