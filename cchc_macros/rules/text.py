"""Vietnamese text as it comes from cells: cleaned, compared, cut into words.

Text arrives composed and decomposed, with non-breaking and zero-width spaces, and with the tone mark in the
old place or the new (*hóa*, *hoá*). What is shown is only cleaned; what is compared is folded.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import filterfalse, groupby, islice
from typing import NamedTuple

from xl.late import regex

_TONES = "\u0300\u0301\u0303\u0309\u0323"  # huyền, sắc, ngã, hỏi, nặng
_INVISIBLE = dict.fromkeys([*range(9), *range(14, 28), 0x7F, 0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF])
DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"), "-")
_WORD = regex(r"\w+")
_TOKEN = regex(r"\w+|\n|[^\w\s]")
_MOST_MARKS = 8  # no letter carries more
_SHORT = 200
_LONG = 1000  # marks are cut first in longer texts: sorting thousands of them on one letter takes minutes


def clean(text: object) -> str:
    """Return the text in NFC on one line: no invisible characters, single spaces, none at the ends.

    None gives "".
    """
    text = "" if text is None else str(text)
    return _clean_short(text) if len(text) <= _SHORT else _cleaned(text)


def _cleaned(text: str) -> str:
    if not text.isprintable():  # to translate takes longer than all the rest
        text = text.translate(_INVISIBLE)
    return " ".join(_compose(text).split())


_clean_short = lru_cache(maxsize=4096)(_cleaned)  # the same headings, statuses and names, row after row


def clean_lines(text: object) -> str:
    r"""Return the text as `clean` does, but with its non-empty lines kept apart by "\n"."""
    if text is None:
        return ""
    return "\n".join(filter(None, map(clean, str(text).splitlines())))


def fold(text: object) -> str:
    """Return the key by which two spellings of one name are equal.

    Case, spacing, Unicode form and the place of the tone mark do not count; every letter and mark does.
    """
    text = "" if text is None else str(text)
    return _fold_short(text) if len(text) <= _SHORT else _WORD.sub(_fold_match, clean(text))


@lru_cache(maxsize=4096)  # as above
def _fold_short(text: str) -> str:
    return _WORD.sub(_fold_match, clean(text))


def unaccented(text: object) -> str:
    """Return the text in lower case without any diacritics (đ becomes d), cleaned."""
    folded = clean(text).casefold()
    if folded.isascii():
        return folded
    plain = unicodedata.normalize("NFD", folded.replace("đ", "d"))
    return "".join(filterfalse(unicodedata.combining, plain))


def initials(text: object) -> str:
    """Return the plain capital initials, numbers whole: "PCCS1" for *Phòng Công chứng số 1*."""
    words = _WORD.findall(unaccented(text))
    return "".join(word if word.isdigit() else word[0] for word in words).upper()


def numbered(code: str, taken: Iterable[str]) -> str:
    """Return a code that differs from those taken, whatever their case: with 2, 3, … behind it where it must."""
    used = set(map(fold, taken))
    codes = (code, *(f"{code}{number}" for number in range(2, len(used) + 3)))
    return next(free for free in codes if fold(free) not in used)


class Token(NamedTuple):
    """A word, a punctuation mark or a line break of a text.

    Attributes:
        key: The folded word, or the character itself (every dash is "-").
    """

    key: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """True for a word or number."""
        return self.key[0].isalnum()


def tokens(text: str) -> list[Token]:
    """Cut a text that `clean` or `clean_lines` returned into words, marks and line breaks."""
    return [Token(_fold_word(found[0]), found.start(), found.end()) for found in _TOKEN.finditer(text)]


def token_keys(text: str) -> list[str]:
    """The keys of a text's `tokens`, where their places do not matter: far sooner."""
    return [_fold_word(word) for word in _TOKEN.findall(text)]


def first_few(texts: Iterable[str], most: int, between: str = ", ", more: str = "…") -> str:
    """Return the first few texts in one; `more`, with their number, is said for those left out."""
    texts = list(texts)
    return between.join([*texts[:most], *[more.format(len(texts) - most)] * (len(texts) > most)])


def shortened(text: str, most: int) -> str:
    """Return a text of at most so many letters; "…" stands for its end."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _compose(text: str) -> str:
    """Return the text in NFC, in linear time whatever it is."""
    if len(text) > _LONG and not text.isascii():
        runs = groupby(text, lambda char: bool(unicodedata.combining(char)))
        text = "".join("".join(islice(run, _MOST_MARKS if marks else None)) for marks, run in runs)
    return unicodedata.normalize("NFC", text)


def _fold_match(found: re.Match[str]) -> str:
    return _fold_word(found[0])


@lru_cache(maxsize=4096)
def _fold_word(word: str) -> str:
    """Return the word in lower case with its tone mark at its end, where old and new spelling agree.

    A dash becomes a hyphen.
    """
    word = word.casefold().translate(DASHES)
    if word.isascii():
        return word
    letters = unicodedata.normalize("NFD", word)
    base = "".join(char for char in letters if char not in _TONES)
    tones = sorted((char for char in letters if char in _TONES), reverse=True)  # nặng first, as Unicode orders marks
    return unicodedata.normalize("NFC", base) + "".join(tones)
