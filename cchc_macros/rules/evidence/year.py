"""Whether evidence belongs to the year: by what its title says, else by its date, as its kind allows.

The plan of a year is issued in the last months of the year before; the report on a year comes in the first months of
the next one, results of surveys later still. What stays in force (laws, rules of procedure) may be older.
"""

from collections.abc import Iterator
from datetime import date

from cchc_macros.rules.dates import format_date
from cchc_macros.rules.text import DASHES, unaccented
from xl.late import regex

_PLANS = {"KH", "CTR"}
_LASTING = {"LUAT", "ND", "TT", "NQ", "CT", "QC", "QYD", "DA", "HD"}
_DAY = regex(r"ngay \d{1,2} thang \d{1,2} nam \d{4}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}")
_RANGE = regex(r"(20\d\d) ?(?:-|den) ?(20\d\d)")
_NAMED = regex(r"\bnam (20\d\d)(?:(?:,| va) (20\d\d))?")
_RESULTS = regex(r"chi so|hai long|khao sat|sipas|par index|papi|xep hang")
_FIRST_MONTH_OF_PLANS = 10  # of the year before
_LAST_MONTH_OF_REPORTS = 3  # of the year after


def why_outside(kind: str, title: str, day: date | None, year: int | None) -> str:
    """Why a paper is not of the year, as words to go after its name; "" where it is, or nothing tells.

    Args:
        kind: Its type, as `papers.kind_of` gives it.
        title: Its title, or its file's name.
        day: Its date.
        year: The year that is scored.
    """
    plain = unaccented(title).translate(DASHES)
    is_result = _RESULTS.search(plain) is not None
    named = set(_named_years(_DAY.sub(" ", plain)))
    if year is None:
        return ""
    if named:
        fits = year in named or (is_result and year - 1 in named)
        return "" if fits else f"nói về năm {', '.join(map(str, sorted(named)))}, không phải năm {year}"
    if day is None:
        return ""
    first, last = date(year, 1, 1), date(year, 12, 31)
    if kind in _LASTING:
        first = date.min
    elif kind in _PLANS:
        first = date(year - 1, _FIRST_MONTH_OF_PLANS, 1)
    if is_result:
        last = date(year + 1, 12, 31)
    elif kind == "BC":
        last = date(year + 1, _LAST_MONTH_OF_REPORTS, 31)
    return "" if first <= day <= last else f"ngày {format_date(day)} ngoài năm {year}"


def _named_years(text: str) -> Iterator[int]:
    for found in _RANGE.finditer(text):
        yield from range(int(found[1]), int(found[2]) + 1)
    for found in _NAMED.finditer(text):
        yield from (int(one) for one in found.groups() if one)
