"""Points as tables print them: *8,00 điểm*, *15 (ĐTXHH: 5)*, *KAD*, *Không áp dụng*.

A workbook takes plain numbers; this is how published tables write them.
"""

from decimal import Decimal

from cchc_macros.rules.numbers import NotANumber, parse_number
from cchc_macros.rules.text import clean, unaccented
from xl.late import dataclass, regex

_NOTHING = frozenset("-–—/.…")
_NOT_SCORED = regex(
    r"\(?(?:(?:tieu chi )?khong (?:(?:phai )?(?:cham|danh gia|ap dung|xet|tinh|thuoc)|co chuc nang)\b.{0,80}"
    r"|k(?:c[dđ]|ad|/?ad|/c|cdd)|k/ ?ap dung|n/a|mien (?:cham|danh gia)|(?:loai )?khong thuoc doi tuong.{0,60})[ .)]*"
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


def read_points(text: str) -> Points:
    """Read points.

    Raises:
        NotANumber: they are none.
    """
    shown = clean(text)
    if not shown or set(shown) <= _NOTHING:
        return Points()
    if says_not_scored(shown):
        return Points(not_scored=True)
    try:
        return Points(parse_number(shown))
    except NotANumber:
        found = _WORDED.fullmatch(unaccented(shown))
        if not found or not (found["unit"] or found["rest"] or found["before"].strip()):
            raise
    number = parse_number(found["number"])
    return Points(number, remark=shown[found.start("rest") : found.end("rest")].strip(" ()[]"))
