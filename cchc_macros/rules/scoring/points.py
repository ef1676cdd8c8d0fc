"""Points as tables print them: *8,00 điểm*, *15 (ĐTXHH: 5)*, *KAD*, *Không áp dụng*.

A workbook takes plain numbers; this is how published tables write them.
"""

from decimal import Decimal

from cchc_macros.rules.numbers import number_or_none
from cchc_macros.rules.text import clean, unaccented
from xl.late import dataclass, regex

_NOTHING = frozenset("-–—/.…")
_NOT_SCORED = regex(
    r"\(?(?:(?:tieu chi )?(?:khong|ko|kg|k[/.]?) ?(?:(?:phai )?(?:cham|danh gia|ap dung|xet|tinh|thuoc)|co chuc nang)"
    r"\b.{0,80}|k[/. ]?(?:c[/. ]?d?d?|a[/. ]?d)|n/a|mien (?:cham|danh gia)|(?:loai )?khong thuoc doi tuong.{0,60}"
    r")[ .)]*"
)
_WORDED = regex(
    r"(?P<before>(?:toi da|diem|dat|duoc|tong|tong diem)? ?:? ?)(?P<number>[+-]?\d[\d.,]*)"
    r"(?P<unit> ?(?:diem|d)\b\.?)?(?P<rest>(?: ?[(\[].*[)\]])?)\.?"
)


@dataclass(frozen=True, slots=True)
class Points:
    """Points as read.

    Attributes:
        number: None where nothing is said.
        not_scored: The cell says that the criterion is not scored.
        remark: What is beside the number in brackets.
    """

    number: Decimal | None = None
    not_scored: bool = False
    remark: str = ""


def says_not_scored(text: str) -> bool:
    """Whether a text says that a criterion is not scored."""
    return _NOT_SCORED.fullmatch(unaccented(text)) is not None


def advice(value: object) -> str:
    """What to do about a cell for points that holds no number, by what its writer seems to mean."""
    text = clean(value) if isinstance(value, str) else ""
    if says_not_scored(text) or text.casefold() == "x":
        return "Không chấm thì đánh x vào cột Không chấm rồi xóa ô này; có chấm thì nhập số, ví dụ 9 hoặc 9,5."
    if text and set(text) <= _NOTHING:
        return "Chưa có điểm thì để trống; không chấm thì đánh x vào cột Không chấm và để trống ô này."
    return "Nhập số, ví dụ 9 hoặc 9,5."


def read_points(text: str) -> Points | None:
    """Read points; None where they are none."""
    shown = clean(text)
    if not shown or set(shown) <= _NOTHING:
        return Points()
    if says_not_scored(shown):
        return Points(not_scored=True)
    number, remark = number_or_none(shown), ""
    worded = _WORDED.fullmatch(unaccented(shown)) if number is None else None
    if worded and (worded["unit"] or worded["rest"] or worded["before"].strip()):
        number = number_or_none(worded["number"])
        remark = shown[worded.start("rest") : worded.end("rest")].strip(" ()[]")
    return None if number is None else Points(number, remark=remark)
