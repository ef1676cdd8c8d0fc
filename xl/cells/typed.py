"""What Excel makes of a text that a program sets in a cell that is not formatted as text, by the locale.

For en-US as measured in live Excel; a test holds it against the measurements. For vi-VN the comma is the decimal mark
and the day comes first.
"""

import datetime as dt
import re
from typing import Any

from xl.late import dataclass, regex

ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001  # Excel knows no time zones
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
           "december")  # fmt: skip
_TIME = regex(r"^(\d{1,4})(?::(\d{1,2})(?::(\d{1,2})(\.\d+)?)?)?(?: +([AP]M))?$", re.IGNORECASE)
_FRACTION = regex(r"^([-+]?)(\d+) (\d{1,5})/(\d{1,5})$")
_DAY_MONTH = regex(r"^(\d{1,2})(?: +|-)([A-Za-z]+)(?:(?: +|-)(\d{4}|\d{2}))?$")
_MONTH_DAY = regex(r"^([A-Za-z]+) +(\d{1,2})(?:, *(\d{4}))?$")
_MONTH_YEAR = regex(r"^([A-Za-z]+)(?: +|-)(\d{4})$")
_SPACED_DATE = regex(r"^(\S+) +(\d{1,2}:.*)$")


@dataclass(frozen=True, slots=True)
class Typed:
    """What comes of a text: the value, and the number format that goes with it ("" for none)."""

    value: Any
    format: str = ""


def typed(text: str, locale: str = "en-US") -> Typed:
    """The value of a text: float, bool, an error name, or the text itself."""
    if text.upper() in ("TRUE", "FALSE"):
        return Typed(text.upper() == "TRUE")
    if text.upper() in ERRORS:
        return Typed(text.upper())
    trimmed = text.strip(" ")
    if not re.search(r"\d", trimmed) or len(trimmed) > 255:
        return Typed(text)
    found = (
        _number(trimmed, locale) or _fraction(trimmed) or _date(trimmed, locale) or _time(trimmed)
        or _moment(trimmed, locale)
    )  # fmt: skip
    if found is None:
        return Typed(text)
    if found.value == float("inf"):
        return Typed(text, found.format)
    return found


def _number(text: str, locale: str) -> Typed | None:
    comma, point, money = (",", r"\.", r"\$") if locale == "en-US" else (r"\.", ",", "₫")
    pattern = (
        rf"^(?P<open>\()?(?P<sign>[-+])? *(?P<money>{money})? *(?P<sign2>[-+])?"
        rf"(?P<whole>\d+(?P<groups>(?:{comma}\d{{3,}})*))?(?P<part>{point}\d*)?(?P<power>[eE][-+]?\d+)?"
        rf" *(?P<percent>%)?(?P<close>\))?(?P<after> *₫)?$"
    )
    match = re.match(pattern, text)
    if not match or not re.search(r"\d", f"{match['whole'] or ''}{match['part'] or ''}"):
        return None
    if bool(match["open"]) != bool(match["close"]) or (match["sign"] and match["sign2"]):
        return None
    if match["money"] and match["percent"]:
        return None
    digits = re.sub(comma, "", match["whole"] or "0") + "." + ((match["part"] or "")[1:] or "0")
    value = float(f"{float(digits + (match['power'] or '')):.15g}")
    value = value / 100 if match["percent"] else value
    if match["open"] or "-" in (match["sign"], match["sign2"]):
        value = -value
    return Typed(value, _number_format(match))


def _number_format(match: re.Match[str]) -> str:
    decimals = bool(match["part"] and len(match["part"]) > 1)
    if match["power"]:
        return "0.00E+00"
    if match["percent"]:
        return "0.00%" if decimals else "0%"
    if match["money"] or match["after"]:
        return "$#,##0.00_);[Red]($#,##0.00)" if decimals else "$#,##0_);[Red]($#,##0)"
    if match["groups"]:
        return "#,##0.00" if decimals else "#,##0"
    return ""


def _fraction(text: str) -> Typed | None:
    match = _FRACTION.match(text)
    if not match or int(match[4]) == 0:
        return None
    value = int(match[2]) + int(match[3]) / int(match[4])
    return Typed(-value if match[1] == "-" else value, "# ?/?" if len(match[4]) == 1 else "# ??/??")


def _this_year() -> int:
    return dt.date.today().year  # noqa: DTZ011  # the user's own


def serial(moment: dt.date) -> float:
    """The number that stands for a day or moment."""
    at = moment if isinstance(moment, dt.datetime) else dt.datetime.combine(moment, dt.time())
    return (at - EPOCH) / dt.timedelta(days=1)


def _day(year: int, month: int, day: int, form: str) -> Typed | None:
    try:
        return Typed(serial(dt.date(year, month, day)), form)
    except ValueError:
        return None


def _full(year: str) -> int:
    number = int(year)
    return number if len(year) > 2 else number + (2000 if number < 30 else 1900)


def _date(text: str, locale: str) -> Typed | None:
    if match := re.match(r"^(\d{4})([/-])(\d{1,2})\2(\d{1,2})$", text):
        return _day(int(match[1]), int(match[3]), int(match[4]), "m/d/yyyy")
    if match := re.match(r"^(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})$", text):
        month, day = (match[1], match[3]) if locale == "en-US" else (match[3], match[1])
        return _day(_full(match[4]), int(month), int(day), "m/d/yyyy")
    if match := re.match(r"^(\d{1,2})[/-](\d{1,2})$", text):
        month, day = (match[1], match[2]) if locale == "en-US" else (match[2], match[1])
        return _day(_this_year(), int(month), int(day), "d-mmm") or _day(_full(match[2]), int(match[1]), 1, "mmm-yy")
    if match := re.match(r"^(\d{1,2})[/-](\d{4})$", text):
        return _day(int(match[2]), int(match[1]), 1, "mmm-yy")
    return _worded(text)


def _month(word: str) -> int:
    low = word.lower()
    return next((number for number, name in enumerate(_MONTHS, 1) if low in (name[:3], name)), 0)


def _worded(text: str) -> Typed | None:
    if (match := _MONTH_YEAR.match(text)) and _month(match[1]):
        return _day(int(match[2]), _month(match[1]), 1, "mmm-yy")
    for pattern, day, month in ((_DAY_MONTH, 1, 2), (_MONTH_DAY, 2, 1)):
        if (match := pattern.match(text)) and _month(match[month]):
            form = "d-mmm-yy" if match[3] else "d-mmm"
            return _day(_full(match[3]) if match[3] else _this_year(), _month(match[month]), int(match[day]), form)
    return None


def _time(text: str) -> Typed | None:
    match = _TIME.match(text)
    if not match or not (match[2] or (match[5] and int(match[1]) <= 12)):
        return None
    hours, minutes, seconds = int(match[1]), int(match[2] or 0), int(match[3] or 0) + float(match[4] or 0)
    if match[5]:
        hours = hours % 12 + (12 if match[5].upper() == "PM" else 0)
    value = (hours * 3600 + minutes * 60 + seconds) / 86400
    if minutes > 59 or seconds >= 60:
        return Typed(value)
    if hours > 23:
        return Typed(value, "[h]:mm:ss")
    if match[4]:
        return Typed(value, "mm:ss.0")
    return Typed(value, ("h:mm:ss" if match[3] else "h:mm") + (" AM/PM" if match[5] else ""))


def _moment(text: str, locale: str) -> Typed | None:
    match = _SPACED_DATE.match(text)
    day, time = (_date(match[1], locale), _time(match[2])) if match else (None, None)
    return Typed(day.value + time.value, "m/d/yyyy h:mm") if day and time else None


def kind_of(form: str) -> str:
    """The kind of a number format, as far as typing into its cell replaces it or not."""
    bare = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", form).lower()
    if form == "General":
        return ""
    if "$" in form or "₫" in form:
        return "money"
    for kind, mark in (("percent", "%"), ("power", "e+"), ("fraction", "?/")):
        if mark in bare:
            return kind
    if re.search(r"[dy]", bare):
        return "moment" if "h" in bare else "date"
    return "time" if re.search(r"h|ss", bare) else "number"


def follows(old: str, new: str) -> str:
    """The format of a cell in which a text was taken for a value of the format `new`."""
    before, after = kind_of(old), kind_of(new) if new else ""
    if not after or (before and after == "number") or before == after or (before == "moment" and after == "date"):
        return old
    return new
