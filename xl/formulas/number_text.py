"""TEXT: numbers and days in the number formats an office uses, written as in the users' locale.

In Vietnam formats are typed with a decimal comma and a thousands dot ("#.##0,00"), and files keep the typed text.
"""

import datetime as dt
import math
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from xl.formulas.values import Unknown, number, text

_DATE_PART = re.compile(r'(d{1,2}|m{1,2}|yyyy|yy|"[^"]*"|\\.|[/\-. ,])', re.IGNORECASE)
_NUMBER = re.compile(r"^(?P<whole>(?:#\.##)?[#0]*)(?P<fraction>,[0#]+)?(?P<percent>%)?$")
_ZERO = dt.date(1899, 12, 30)


def formatted(value: Any, pattern: str) -> str:
    """Return a value in a number format.

    Raises:
        Unknown: a format beyond the common ones.
    """
    if type(value) is str:
        return value
    if type(value) is bool:
        return text(value)
    amount = number(value)
    if pattern.lower() in ("general", "@"):
        return text(amount)
    if _NUMBER.match(pattern):
        return _decimal(amount, pattern)
    if re.search(r"[dmy]", pattern, re.IGNORECASE):
        return _date(amount, pattern)
    raise Unknown(f"number format {pattern!r}")


def _decimal(amount: float, pattern: str) -> str:
    match = _NUMBER.match(pattern)
    if match is None or not re.search(r"[#0]", pattern):
        raise Unknown(f"number format {pattern!r}")
    fraction = (match["fraction"] or "")[1:]
    if "#" in fraction.rstrip("#"):
        raise Unknown(f"number format {pattern!r}")
    exact = Decimal(f"{amount:.15g}") * (100 if match["percent"] else 1)
    rounded = abs(exact).quantize(Decimal(1).scaleb(-len(fraction)), rounding=ROUND_HALF_UP)
    whole, _, decimals = f"{rounded:f}".partition(".")
    least = match["whole"].count("0")
    whole = whole.lstrip("0").rjust(least, "0")
    if "." in match["whole"]:
        whole = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ".", whole)
    required = fraction.count("0")
    decimals = decimals[:required] + decimals[required:].rstrip("0")
    sign = "-" if exact < 0 and rounded else ""
    return (
        f"{sign}{whole}{',' if fraction and (decimals or match['fraction']) else ''}{decimals}{match['percent'] or ''}"
    )


def _date(amount: float, pattern: str) -> str:
    if amount < 61 or "".join(_DATE_PART.findall(pattern)) != pattern:  # noqa: PLR2004  # see functions.dates
        raise Unknown(f"number format {pattern!r}")
    day = _ZERO + dt.timedelta(days=math.floor(amount))
    parts = {
        "d": str(day.day), "dd": f"{day.day:02d}", "m": str(day.month), "mm": f"{day.month:02d}",
        "yy": f"{day.year % 100:02d}", "yyyy": str(day.year),
    }  # fmt: skip
    return "".join(parts.get(part.lower(), part.strip('"').removeprefix("\\")) for part in _DATE_PART.findall(pattern))
