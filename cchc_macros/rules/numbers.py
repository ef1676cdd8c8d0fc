"""Numbers as Vietnamese offices write them, read to exact decimals and written back.

The comma is the decimal mark and the dot parts thousands, but people type both. The rules:

* One comma is a decimal comma: `9,5`, `1,250` (one and a quarter).
* One dot is a decimal point (`3.5`, `0.125`, `1250.500`) unless the Vietnamese rule can be meant: one to
  three digits that do not begin with 0, then exactly three. So `1.250` is one thousand two hundred and fifty.
  A score typed like that ends up above its maximum, which the audit reports.
* The same mark twice parts thousands (`1.250.000`, `1,250,000`). Of both marks the last is the decimal one
  (`1.250,5`, `1,250.5`), and the thousands must be in threes. Spaces may part thousands too.
* Anything else is refused and never guessed.
"""

import re
from decimal import ROUND_HALF_UP, Context, Decimal

from cchc_macros.rules.text import clean, shortened
from xl.late import regex

_LONGEST = 40  # characters; far beyond any figure of a plan, so that a pasted page is refused at once
_LARGEST = Decimal(10) ** 15  # beyond this Excel itself no longer holds every digit
_NOISE = Decimal("1e-10")  # no score has ten decimals: what a float shows beyond is binary noise
_PRECISE = Context(prec=80, rounding=ROUND_HALF_UP)
_SHOWN = 40
_FULL = 100
_ROMAN = regex(r"(?=[IVXL])(XL|L?X{0,3})(IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}

_AS_ASCII = {0xFEE0 + ord(char): char for char in "0123456789+-,.%"} | dict.fromkeys(
    map(ord, "\u2012\u2013\u2212\ufe63"), "-"
)  # full width letters; the minus of typesetters, and the dash Word makes of a hyphen
_SIGNED = regex(r"([+-]?) ?(\d[\d., ]*|,\d+)", re.ASCII)
_GROUPED = regex(r"[1-9]\d{0,2}(?:([ .,])\d{3})(?:\1\d{3})*", re.ASCII)


class NotANumber(ValueError):  # noqa: N818 -- the name the contract between the modules gives it
    """A value that cannot be read as a number; the message is the part to be after "Bảng điểm!E12: "."""

    def __init__(self, value: object, hint: str = "Nhập số, ví dụ 9 hoặc 9,5.") -> None:
        self.value = value
        super().__init__(f"'{shorten(value)}' không phải là số. {hint}")


def round_to(value: Decimal, places: int) -> Decimal:
    """Round half up, as offices do."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def shorten(value: object) -> str:
    """Return a value as one short line of text for a message."""
    return shortened(clean("số quá lớn" if isinstance(value, int) and abs(value) >= _LARGEST else value), _SHOWN)


def parse_number(value: object) -> Decimal | None:
    """Read a cell's value as an exact decimal; a float as Excel shows it: 15 digits, at most 10 decimals.

    Returns:
        The number; None for a blank.

    Raises:
        NotANumber: the value is something else, not finite, or has more than 15 digits before the comma.
    """
    if value is None or (isinstance(value, str) and not clean(value)):
        return None
    number = _read_text(value) if isinstance(value, str) else _read_numeric(value)
    if number is None or not number.is_finite() or abs(number) >= _LARGEST:
        raise NotANumber(value)
    return number


def number_or_none(value: object) -> Decimal | None:
    """A cell's number; None for a blank and for what is none, which the audit tells."""
    try:
        return parse_number(value)
    except NotANumber:
        return None


def as_float(value: Decimal | None) -> float | None:
    """A number as cells and JSON hold it, None for none."""
    return None if value is None else float(value)


def parse_percent(value: object) -> Decimal | None:
    """Read a percentage: "89,70%" and 89.7 are both eighty-nine point seven.

    A cell that shows 89,70% but holds 0.897 is the caller's matter: only its number format tells.

    Returns:
        The percentage in points of a hundred; None for a blank.

    Raises:
        NotANumber: as `parse_number`.
    """
    text = clean(value).translate(_AS_ASCII) if isinstance(value, str) else ""
    try:
        return parse_number(text.removesuffix("%") if text[:-1] else value)  # a lone % sign is no blank
    except NotANumber:
        raise NotANumber(value, "Nhập 89,7 hoặc 89,70%.") from None


def format_number(value: Decimal, places: int | None = None) -> str:
    """Write a number the Vietnamese way: 9.5 gives "9,5", 1250.5 gives "1.250,5".

    Args:
        value: A finite decimal.
        places: Decimals to show, rounded half up and padded ("91,00"); None: those there are, no end zeros.
    """
    if places is not None:
        value = value.quantize(Decimal(1).scaleb(-places), context=_PRECISE)
    text = f"{value:,f}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    if value == 0:
        text = text.lstrip("-")
    return text.translate(str.maketrans(",.", ".,"))


def format_known(value: Decimal | None, otherwise: str = "") -> str:
    """Write a number as `format_number` does, something else where there is none."""
    return otherwise if value is None else format_number(value)


def format_index(value: Decimal | None, places: int) -> str:
    """An index: "89,70%", "100%", "" where there is none."""
    if value is None:
        return ""
    return "100%" if value == _FULL else f"{format_number(value, places)}%"


def _read_numeric(value: object) -> Decimal | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return Decimal(value) if abs(value) < _LARGEST else None
    if isinstance(value, float):
        number = Decimal(f"{value:.15g}")
        if number.is_finite() and int(number.as_tuple().exponent) < int(_NOISE.as_tuple().exponent):
            return number.quantize(_NOISE, context=_PRECISE)
        return number
    return value if isinstance(value, Decimal) else None


def _read_text(value: str) -> Decimal | None:
    text = clean(value).translate(_AS_ASCII)
    signed = _SIGNED.fullmatch(text)
    if signed is None or len(text) > _LONGEST:
        return None
    plain = _unmark(signed[2])
    return None if plain is None else Decimal(signed[1] + plain)


def _unmark(figure: str) -> str | None:
    """Return the digits with a decimal point at most, None where the marks make no sense."""
    commas, dots = figure.count(","), figure.count(".")
    if commas and dots:
        decimal_mark = max(",.", key=figure.rfind)
    else:
        decimal_mark = "," if commas == 1 else "." if dots == 1 and not _GROUPED.fullmatch(figure) else ""
    whole, _, decimals = figure.rpartition(decimal_mark) if decimal_mark else (figure, "", "")
    if decimal_mark and (not decimals.isdigit() or decimal_mark in whole):
        return None
    if not (whole.isdigit() or _GROUPED.fullmatch(whole) or (not whole and decimals)):
        return None
    return re.sub(r"\D", "", whole) + ("." + decimals if decimals else "")


def roman_value(word: str) -> int | None:
    """The number that a word in capitals is as a Roman numeral below 90, None if it is none."""
    if not _ROMAN.fullmatch(word):
        return None
    values = [_ROMAN_VALUES[letter] for letter in word]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))


def as_roman(number: int) -> str:
    """Write a number as a Roman one: 14 gives "XIV"; meant for up to 39."""
    return "X" * (number // 10) + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[number % 10]


def name_numbers(name: str) -> list[int]:
    """The numbers in a name, in order, Roman ones too: I and 1 are one number, *Phòng Nghiệp vụ II* has a 2.

    Small letters are Roman only where they can be nothing else: *vi* is a word.
    """
    words = [
        word.upper() if word != "vi" and re.fullmatch("[ivx]+", word) else word for word in re.findall(r"\w+", name)
    ]
    found = [[roman] if (roman := roman_value(word)) else map(int, re.findall("[0-9]+", word)) for word in words]
    return [number for numbers in found for number in numbers]
