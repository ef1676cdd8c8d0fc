"""The shorter ways in which people write a unit's name: *P. NV2*, *Phòng NV số 2*, *PNVII*, *TT TGPL*, *VP Sở*.

A number is part of every one of them, so that none is ever read as a unit of another number.
"""

from collections.abc import Iterator
from functools import lru_cache

from cchc_macros.rules.numbers import roman_value
from cchc_macros.rules.text import clean, unaccented
from xl.late import regex

_WORD = regex(r"[^\W_]+")
_PIECE = regex(r"[^\W\d_]+|\d+")
_HEADS = ("trung tam", "van phong", "chi cuc", "bo phan", "thanh tra", "ban quan ly")  # said in more words than one
_ENDS = (("nha", "nuoc"), ("thuoc", "so"), ("so", "tu", "phap"), ("so",))  # left out when the rest tells enough
_ENOUGH = 3  # initials without a number; fewer may be anything
_ROMANS = {
    str(roman_value(word)): word.lower() for word in ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
}


def words_of(text: object) -> tuple[list[str], list[str]]:
    """A text's words as written, and as they are compared: without diacritics, numbers in Arabic numerals.

    Digits are words of their own (*NV02* is *nv*, *2*), *số* before a number says nothing. What was glued to digits
    is "" among the words as written.
    """
    typed, plain = list[str](), list[str]()
    for word in _WORD.findall(clean(text)):
        pieces = _PIECE.findall(word)
        for piece in pieces:
            number = _plain(piece)
            if number.isdigit() and plain and plain[-1] == "so" and len(plain) > 1:
                typed.pop(), plain.pop()
            typed.append(piece if len(pieces) == 1 else "")
            plain.append(number)
    return typed, plain


def spellings(name: str) -> Iterator[tuple[str, ...]]:
    """A name and its shortenings, each as words to compare; none where too little is left to tell one unit."""
    words = tuple(words_of(name)[1])
    if not words:
        return
    yield words
    number = words[-1:] if words[-1].isdigit() else ()
    body = words[: len(words) - len(number)]
    for rest in {body, *(body[: -len(end)] for end in _ENDS if body[-len(end) :] == end)}:
        yield from _shortened(rest, number)


def _shortened(body: tuple[str, ...], number: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    head = next((len(found) for text in _HEADS if body[: len(found := text.split())] == tuple(found)), 1)
    if len(body) <= head:
        return
    first, rest = body[:head], body[head:]
    short_first, short_rest = _initials(first), _initials(rest)
    yield short_first, *rest, *number
    if len(rest) > 1 and (number or len(short_rest) >= _ENOUGH):
        joined = [(*first, short_rest), (short_first, short_rest), (short_first + short_rest,)]
        for words in [*joined, *([(short_rest,)] if number else [])]:
            yield *words, *number
            if number and number[0] in _ROMANS:
                yield *words[:-1], words[-1] + _ROMANS[number[0]]


def _initials(words: tuple[str, ...]) -> str:
    return "".join(word[0] for word in words)


@lru_cache(maxsize=4096)
def _plain(word: str) -> str:
    return (word.lstrip("0") or "0") if word.isdigit() else str(roman_value(word.upper()) or unaccented(word))
