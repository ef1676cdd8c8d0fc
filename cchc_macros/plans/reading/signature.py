"""The block that signs a document below its table, told from the rest of a broken row."""

import re

from xl.late import regex

_WORDS = regex(
    r"(người|cán bộ) (lập|tổng hợp).*|(kt|tl|tm|tuq|q)\..*|nơi nhận.*|\(?(đã ký|ký(, .*| tên.*)?)\)?|"
    r"[^,]{2,30}, ngày\s.{0,6}tháng\s.{0,6}năm\b.*",
    re.IGNORECASE,
)
_TITLE = regex(r"(PHÓ )?(GIÁM ĐỐC|CHÁNH VĂN PHÒNG|TRƯỞNG PHÒNG|CHỦ TỊCH|THỦ TRƯỞNG)\b.*")


def signs(text: str) -> bool:
    """Whether a text is of those that stand around a signature; a title only in capitals: else it may lead a task."""
    return bool(_WORDS.fullmatch(text) or (text.isupper() and _TITLE.fullmatch(text)))
