"""STT: how rows of the tree are numbered, `3.1.2` under `3.1`, a first level in Roman or Arabic numerals."""

import re
from collections.abc import Iterable
from datetime import date

from cchc_macros.rules.dates import format_date
from cchc_macros.rules.numbers import roman_value
from cchc_macros.rules.text import clean
from xl.late import regex

_CODE = regex(r"[^\W_]+(\.[^\W_]+)*")


def clean_code(value: object) -> str:
    """STT as text: 3.0 -> "3", "3,1" -> "3.1", " III. " -> "III", "a)" -> "A"; what Excel made a date as that day."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = re.sub(r"\s+", "", clean(value))
    return re.sub(r"(?<=\d),(?=\d)", ".", text).strip("().:").upper()


def is_code(code: str) -> bool:
    """Whether an STT is one: numbers and letters with dots between them."""
    return _CODE.fullmatch(code) is not None


def is_numbered(code: str) -> bool:
    """Whether an STT begins with a number, Arabic or Roman: a lone letter says nothing of the rows above it."""
    return code[:1].isdigit() or roman_value(code.partition(".")[0]) is not None


def arabic(code: str) -> str:
    """A first level written in Roman numerals as Arabic ("III" -> "3"); any other code as it is."""
    head, dot, rest = code.partition(".")
    number = roman_value(head)
    return code if number is None else f"{number}{dot}{rest}"


def parent_code(code: str) -> str:
    """The STT one level up, "" for a first level."""
    return code.rpartition(".")[0]


class CodeIndex:
    """Finds a row by STT, where a first level may be written in Roman or Arabic numerals."""

    def __init__(self, codes: Iterable[str]) -> None:
        self._exact: dict[str, int] = {}
        self._arabic: dict[str, int] = {}
        for position, code in enumerate(codes):
            if code:
                self._exact.setdefault(code, position)
                self._arabic.setdefault(arabic(code), position)

    def find(self, code: str) -> int | None:
        """The position of the row with this STT: as written first, else in the other numerals."""
        exact = self._exact.get(code)
        return exact if exact is not None else self._arabic.get(arabic(code))
