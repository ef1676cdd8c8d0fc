"""Scanning slips in Vietnamese text: reported, never corrected.

Two signs, each sure enough to be worth a look: a syllable that Vietnamese cannot have (one that ends in c, ch, p or t
always carries the sharp or the heavy tone, so *duyet* is a slip), and a set phrase of plans written with other marks
(*phân đầu* for *phấn đấu*).
"""

import unicodedata
from functools import lru_cache
from itertools import pairwise

from cchc_macros.rules.text import unaccented
from xl.late import regex

_WORD = regex(r"[^\W\d_]+")
_SHARP, _HEAVY = "\u0301", "\u0323"
_STOPPED = regex(r"(?:ngh?|[cgknpt]h|gi|qu|tr|[bcdghklmnrstvx])?[aeiouy]{1,3}(?:ch|[cpt])")
_PHRASES = (
    "phấn đấu", "phê duyệt", "thực hiện", "hoàn thành", "đảm bảo", "bảo đảm", "kế hoạch", "nhiệm vụ",
    "giải quyết", "thủ tục", "hành chính", "cải cách", "tuyên truyền", "kiểm tra", "báo cáo", "nâng cao",
    "đề xuất", "xử lý", "tiếp nhận", "tổ chức", "đơn vị", "công khai", "quy định", "thẩm quyền", "trực tuyến",
    "điện tử",
)  # fmt: skip
_BARE_PHRASES = {unaccented(phrase): phrase for phrase in _PHRASES}
_ALSO_WORDS = frozenset({"phần đầu", "xử lí", "để xuất", "tờ chức", "thức hiện"})
_FOREIGN = frozenset({"net", "chat", "bot", "top", "doc", "set", "it", "at", "app", "up", "ap", "logic", "tic"})


def find_slips(text: str) -> tuple[str, ...]:
    """Return what looks like a scanning slip, as written."""
    words = _WORD.findall(text)
    phrases = [f"{first} {second}" for first, second in pairwise(words) if _is_miswritten(first, second)]
    inside = {word for phrase in phrases for word in phrase.split()}
    lone = [word for word in words if word not in inside and _is_impossible(word)]
    return tuple(dict.fromkeys([*phrases, *lone]))


def suggestion(slip: str) -> str:
    """Return the set phrase that a slip probably is, or empty text."""
    return _BARE_PHRASES.get(unaccented(slip.lower()), "")


def _is_miswritten(first: str, second: str) -> bool:
    if f"{_bare(first)} {_bare(second)}" not in _BARE_PHRASES:
        return False
    pair = f"{first} {second}".lower()
    return pair not in _PHRASES and pair not in _ALSO_WORDS


@lru_cache(maxsize=8192)  # a plan repeats its syllables
def _bare(word: str) -> str:
    return unaccented(word)


@lru_cache(maxsize=8192)
def _is_impossible(word: str) -> bool:
    """Whether a syllable written in Vietnamese ends in a stop without the tone that a stop needs."""
    if not (word.islower() or word.istitle()):
        return False  # an abbreviation
    marks = unicodedata.normalize("NFD", word)
    return bool(
        _STOPPED.fullmatch(_bare(word)) and _SHARP not in marks and _HEAVY not in marks and word.lower() not in _FOREIGN
    )
