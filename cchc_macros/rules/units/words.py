"""The words that names of units, outside bodies and posts begin with."""

import re

from cchc_macros.rules.text import clean, unaccented
from xl.late import regex

# Without diacritics. What a comma may part from the name before it; *và* parts only from the first few.
_INSIDE = (
    "phong|van phong|vp|trung tam|thanh tra|chi cuc|bo phan|to|ban quan ly|nha|cac|nhung|tat ca|toan the|toan bo|don vi"
    "|co quan"
)
_OUTSIDE = (
    "so|ban|cuc|tong cuc|bo|ubnd|uy ban|hdnd|hoi dong|cong an|toa an|vien|kho bac|thue|hai quan|bao hiem|doan|hoi"
    "|lien doan|lien minh|mat tran|bao|dai|truong|benh vien|cong ty|tap doan|quy|ngan hang|dang uy|dang bo|tinh uy"
    "|thanh uy|huyen uy|buu dien|quan doi|bo chi huy|bo doi|don bien phong|to chuc"
)
_POSTS = (
    r"(?:pho )?(?:truong|chanh|giam doc|cuc truong|chi cuc truong|chu tich)(?: phong(?= phong))?|(?:dong chi )?lanh dao"
    "|thu truong|nguoi dung dau|ke toan truong|cong chuc|vien chuc|can bo|chuyen vien"
)
_UNIT = regex(rf"(?:{_INSIDE}|{_OUTSIDE})\b")
_POST = regex(rf"(?:{_POSTS})(?: (?:cua|tai|thuoc|phu trach))? (?=(?:{_INSIDE}|{_OUTSIDE})\b(?: |$))")
_ONLY_POST = regex(
    rf"(?:(?:{_POSTS}|ban giam doc|ban lanh dao|tap the lanh dao)\b.*|cac (?:pho )?(?:truong phong|giam doc)|nguoi .*)"
)
_OFFICE_POST = regex(r"(?:pho )?chanh van phong")
_ALONE = regex(r"so|so tu phap|don vi|co quan|phong|van phong|ban")
NEXT_UNIT = rf"(?:(?:{_INSIDE}|{_OUTSIDE})\b)"
AFTER_AND = r"(?:(?:phong|trung tam|van phong|thanh tra|chi cuc|bo phan|so|cong an|cac|cuc|tinh uy)\b)"


def begins_as_unit(text: str) -> bool:
    """Whether a text begins as the name of a unit or an outside body does, with a capital: *Phòng …*, *VP*."""
    shown = clean(text).lstrip("-+• ")
    return shown[:1].isupper() and (
        _UNIT.match(unaccented(shown)) is not None or re.fullmatch(r"[A-ZĐ]{2,6}\d?", shown) is not None
    )


def without_post(text: str) -> str:
    """Return the unit that a post names (*Trưởng phòng Nghiệp vụ I*); "" for a post without one; else the text."""
    shown = clean(text)
    plain = unaccented(shown)
    if _OFFICE_POST.fullmatch(plain):
        return "Văn phòng Sở"
    found = _POST.match(plain)
    if found and not _ALONE.fullmatch(plain[found.end() :]):
        unit = shown[found.end() :]
        return unit[:1].upper() + unit[1:]
    return "" if found or _ONLY_POST.fullmatch(plain) else shown
