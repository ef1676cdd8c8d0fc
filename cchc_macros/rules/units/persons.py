"""People among the names of units: told by how they are addressed, by their surname, by a phone number beside."""

import re

from cchc_macros.rules.text import clean, fold
from xl.late import regex

_SURNAMES = frozenset(map(fold, (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương",
    "Lý", "Nông", "Hứa", "Triệu", "Lương", "Mai", "Đinh", "Trịnh", "Đoàn", "Đào", "Tô", "Hà", "Lâm", "Tạ", "Cao",
    "Chu", "La", "Ma", "Lò", "Quàng", "Vi", "Vương", "Thái", "Lưu", "Tống", "Phùng", "Khổng", "Bế", "Đàm", "Lục",
    "Hầu", "Giàng", "Vàng", "Sùng", "Thào", "Tăng", "Thân", "Quách", "Kiều", "Doãn", "Nghiêm", "Lại", "Bạch",
    "Châu", "Diệp", "Giang", "Hoàn", "Khuất", "Mạc", "Ninh", "Ông", "Phó", "Quan", "Sầm", "Thạch", "Từ", "Văn",
    "Viên",
)))  # fmt: skip
_ADDRESSED = regex(r"^(ông|bà|anh|chị|đ/c|đồng chí|đc|ths\.?|ts\.?)[ :.]+(?=[^\W\d_])", re.IGNORECASE)
_REACHED = regex(r"\(?\+?\d[\d .\-]{7,}\d\)?|\S+@\S+|\b(?:sđt|đt|điện thoại|email)\b[ .:]*", re.IGNORECASE)
_WORD = regex(r"[^\W\d_]+\.?")
_SHORTEST, _LONGEST = 3, 5  # words of a full name


def is_person(text: str) -> bool:
    """Whether a text is a person's name, or only how to reach somebody."""
    shown = clean(text)
    rest = _REACHED.sub(" ", shown).strip(" ,;:-–()")
    if not rest:
        return rest != shown
    named = _ADDRESSED.sub("", rest)
    sure = named != rest or rest != shown.strip(" ,;:-–()")
    words = re.split(r"\s*[-–,;(]", named)[0].split()
    if not all(_WORD.fullmatch(word) and word[0].isupper() and not word[1:2].isupper() for word in words):
        return False
    return len(words) <= _LONGEST and (
        named != rest or (fold(words[0]) in _SURNAMES and len(words) >= (2 if sure else _SHORTEST))
    )
