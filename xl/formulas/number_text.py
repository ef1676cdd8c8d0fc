"""Numbers and days as text, by a number format and in the users' locale: a decimal comma, a thousands dot.

Files keep number formats the American way ("#,##0.00"). In Vietnam they are typed with a decimal comma and a thousands
dot ("#.##0,00"), and a formula that holds one as text (TEXT) keeps what was typed.
"""

import datetime as dt
import math
import re
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from xl.formulas.values import VALUE, ExcelError, Unknown, number, text
from xl.late import regex

_ZERO = dt.date(1899, 12, 30)
_FIRST_DAY = 61  # Excel's 1900 was a leap year: earlier numbers stand for other days than Python's
_AFTER_ALL_DAYS = 2_958_466  # 31 December 9999 is the last
_SECONDS = 86_400
_LONG_ENOUGH = Context(prec=1000)  # a number has 309 digits at most, a format 255 letters
_LONG = {"h": 3600, "m": 60, "s": 1}  # seconds
_PLACES = 9  # decimals in eleven letters
_FEW, _LEAST = 1e11, 1e-4  # from and below which General writes with an exponent
_DAY = "dd/mm/yyyy"
_OWN_DATES = {"mm-dd-yy": _DAY, "m/d/yy h:mm": f"{_DAY} hh:mm"}  # the built-in formats that are the user's own
_SWAPPED = str.maketrans(".,", ",.")
_TOKEN = regex(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_(?P<space>.)|\*(?P<filler>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General)|(?P<half>AM/PM|A/P)|(?P<day>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+)"
    r"|(?P<digits>[#0?][#0?.,]*|[.,][#0?]+)|(?P<percent>%)|(?P<text>@)|(?P<other>.)",
    re.DOTALL,
)
_TYPED = regex(r"^(#\.##)?[#0]*$")
_CONDITION = regex(r"^(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)$")
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b, ">": lambda a, b: a > b, "=": lambda a, b: a == b,
    "<=": lambda a, b: a <= b, ">=": lambda a, b: a >= b, "<>": lambda a, b: a != b,
}  # fmt: skip


class _Section(NamedTuple):
    """One part of a format: its tokens as (kind, text), for which numbers it is, and its colour's name, "" for none."""

    tokens: tuple[tuple[str, str], ...]
    condition: tuple[str, float] | None
    color: str


def formatted(value: Any, pattern: str) -> str:
    """Return a value in a number format as typed in Vietnam, as TEXT takes it.

    Raises:
        ExcelError: #VALUE! for a day no calendar has.
        Unknown: a format beyond the common ones.
    """
    sections = _sections(pattern, typed=True)
    if type(value) not in (str, bool) and any(map(_of_days, sections)) and number(value) >= _AFTER_ALL_DAYS:
        raise ExcelError(VALUE)
    return _apply(value, sections)


def shown(value: Any, number_format: str) -> str:
    """Return a value as a cell shows it in a number format as files keep it.

    A format beyond the common ones shows the plain number or day.
    """
    sections = _sections(_OWN_DATES.get(number_format, number_format))
    try:
        return _apply(value, sections)
    except Unknown:
        pass
    try:
        return _apply(value, _sections(_DAY if any(map(_of_days, sections)) else "General"))
    except Unknown:
        return text(value)


def color_name(value: float, number_format: str) -> str:
    """Return the name of the colour that a number format gives a number ("red"), "" for none."""
    try:
        return _chosen(_sections(number_format), value)[0].color
    except Unknown:
        return ""


def _of_days(section: _Section) -> bool:
    return any(kind == "day" for kind, _ in section.tokens)


def _apply(value: Any, sections: tuple[_Section, ...]) -> str:
    if type(value) is str:
        return _text(value, sections)
    if type(value) is bool:
        return text(value)
    section, amount = _chosen(sections, number(value))
    return "".join((_moment if _of_days(section) else _figure)(section.tokens, amount))


@lru_cache(maxsize=256)
def _sections(pattern: str, *, typed: bool = False) -> tuple[_Section, ...]:
    """Read a format; semicolons between quotes or brackets belong to a text."""
    found: list[list[tuple[str, str]]] = [[]]
    for match in _TOKEN.finditer(pattern):
        kind, part = match.lastgroup or "other", match[match.lastgroup or 0]
        if kind == "other" and part == ";":
            found.append([])
        elif typed and (kind == "bracket" or part.upper() == "A/P" or (kind == "other" and part.isalpha())):
            raise Unknown(f"number format {pattern!r}")
        else:
            found[-1].append((kind, _as_filed(part) if typed and kind == "digits" else part))
    return tuple(_section(tokens) for tokens in found)


def _as_filed(mask: str) -> str:
    """A mask typed with a decimal comma as files keep it; Excel reads a dot elsewhere in its own ways."""
    if not _TYPED.match(mask.partition(",")[0]):
        raise Unknown(f"number format {mask!r}")
    return mask.translate(_SWAPPED)


def _section(tokens: list[tuple[str, str]]) -> _Section:
    condition, color = None, ""
    kept = []
    for kind, part in tokens:
        if kind == "bracket":
            found = _CONDITION.match(part)
            if found:
                condition = found[1], float(found[2])
            elif part.startswith("$"):
                kept.append(("quoted", part[1:].partition("-")[0]))
            elif part.lower() in ("h", "hh", "m", "mm", "s", "ss"):
                kept.append(("day", f"[{part}]"))
            else:
                color = part.lower()
        elif kind == "space":
            kept.append(("quoted", " "))
        elif kind != "filler":
            kept.append(("quoted", part) if kind in ("escaped", "other") else (kind, part))
    return _Section(tuple(kept), condition, color)


def _text(value: str, sections: tuple[_Section, ...]) -> str:
    last = sections[-1].tokens
    if not any(kind == "text" for kind, _ in last):
        return value
    return "".join(value if kind == "text" else part for kind, part in last)


def _chosen(sections: tuple[_Section, ...], amount: float) -> tuple[_Section, float]:
    """The section for a number, and the number as it shows it: one of its own for the negative has no sign."""
    if any(section.condition for section in sections):
        for section in sections:
            if section.condition is None or _COMPARE[section.condition[0]](amount, section.condition[1]):
                return section, amount
        raise Unknown("no section for this number")
    numeric = [section for section in sections if not any(kind == "text" for kind, _ in section.tokens)] or sections
    if amount < 0 and len(numeric) > 1:
        return numeric[1], -amount
    return numeric[2 if amount == 0 and len(numeric) > 2 else 0], amount  # noqa: PLR2004


def _figure(tokens: tuple[tuple[str, str], ...], amount: float) -> Iterator[str]:
    digits = [part for kind, part in tokens if kind == "digits"]
    if len(digits) > 1 or (digits and any(part in "Ee/" for kind, part in tokens if kind == "quoted" and part)):
        raise Unknown("a fraction or a power of ten")
    percents = sum(kind == "percent" for kind, _ in tokens)
    if amount < 0 and digits:
        sign, figures = _digits(digits[0], -amount, percents)
        yield "-" if sign else ""
    for kind, part in tokens:
        if kind == "digits":
            yield figures if amount < 0 else _digits(part, amount, percents)[1]
        elif kind == "general":
            yield _general(amount)
        else:
            yield text(amount) if kind == "text" else part


def _general(amount: float) -> str:
    """Return a number in eleven letters at most, as a cell shows it."""
    size = abs(amount)
    if size >= _FEW or (0 < size < _LEAST and round(amount, _PLACES) != amount):
        mantissa, _, exponent = f"{amount:.5E}".partition("E")
        return f"{mantissa.rstrip('0').rstrip('.')}E{exponent}".replace(".", ",")
    places = max(0, _PLACES - len(str(int(size))) + (size < 1))
    return f"{amount:.{places}f}".rstrip("0").rstrip(".").replace(".", ",") if places else f"{amount:.0f}"


def _digits(mask: str, amount: float, percents: int) -> tuple[bool, str]:
    """A positive number by its mask "#,##0.0#"; whether anything but zero is left of it."""
    whole_mask, point, fraction = mask.partition(".")
    thousands = len(whole_mask) - len(whole_mask.rstrip(","))
    grouped = "," in whole_mask.rstrip(",")
    if "," in fraction or "." in fraction or "#" in fraction.rstrip("#"):
        raise Unknown(f"number format {mask!r}")
    exact = Decimal(f"{amount:.15g}").scaleb(2 * percents - 3 * thousands)
    rounded = exact.quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP, _LONG_ENOUGH)
    whole, _, decimals = f"{rounded:f}".partition(".")
    whole = whole.lstrip("0").rjust(whole_mask.count("0"), "0")
    if grouped:
        whole = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ".", whole)
    required = fraction.count("0")
    decimals = decimals[:required] + decimals[required:].rstrip("0")
    return bool(rounded), f"{whole}{',' if point else ''}{decimals}"


def _moment(tokens: tuple[tuple[str, str], ...], amount: float) -> Iterator[str]:
    if any(kind in ("digits", "general", "text") for kind, _ in tokens):
        raise Unknown("a number within a day")
    if amount < 0 or (amount < _FIRST_DAY and any(part[0] in "dDyY" for kind, part in tokens if kind == "day")):
        raise Unknown("a day no calendar has")
    seconds = round((amount - math.floor(amount)) * _SECONDS)
    try:
        day = _ZERO + dt.timedelta(days=math.floor(amount) + seconds // _SECONDS)
    except OverflowError as error:
        raise Unknown("a day no calendar has") from error
    clock = seconds % _SECONDS
    half = any(kind == "half" for kind, _ in tokens)
    units = [part.lstrip("[")[0].lower() for kind, part in tokens if kind == "day"]
    place = -1
    for kind, part in tokens:
        if kind == "day":
            place += 1
            is_minute = units[place] == "m" and (
                "h" in units[max(place - 1, 0) : place] or "s" in units[place + 1 :][:1]
            )
            if part.startswith("["):  # a length of time goes beyond a day
                whole = (math.floor(amount) * _SECONDS + seconds) // _LONG[units[place]]
                yield str(whole).rjust(len(part) - 2, "0")
            else:
                yield _unit(part.lower(), day, clock, half=half, is_minute=is_minute)
        elif kind == "half":
            yield "SA" if clock < _SECONDS // 2 else "CH"
        else:
            yield part


def _unit(part: str, day: dt.date, clock: int, *, half: bool, is_minute: bool) -> str:
    """A day, month, year, hour, minute or second with as many digits as it has letters."""
    hour = clock // 3600
    value = {
        "d": day.day, "m": clock // 60 % 60 if is_minute else day.month, "h": (hour - 1) % 12 + 1 if half else hour,
        "s": clock % 60, "y": day.year,
    }[part[0]]  # fmt: skip
    if part[0] == "y":
        return str(value) if len(part) > 2 else f"{value % 100:02d}"  # noqa: PLR2004
    if len(part) > 2:  # noqa: PLR2004
        raise Unknown("a name of a day or month")
    return f"{value:02d}" if len(part) == 2 else str(value)  # noqa: PLR2004
