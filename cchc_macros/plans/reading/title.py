"""What is around the table: the plan's number, date, title, agency, province and years."""

import re
from collections import Counter
from dataclasses import replace
from itertools import takewhile

from cchc_macros.plans.model import Plan
from cchc_macros.plans.reading.sets import says_number, title_of
from cchc_macros.rules.dates import day_of
from xl.late import regex

_ATTACHED = regex(r"k[èe]m theo", re.IGNORECASE)
_SYMBOL = r"ố\s*:?\s*(\d{1,5})\s*/\s*((?:[A-ZĐ]{1,10})(?:-[A-ZĐ]{1,12}){0,3})"
_DAY = r"\bngày\s*(\d{1,2})\s*(?:/|tháng)\s*(\d{1,2})\s*(?:/|năm)\s*(\d{4})"
_NUMBER, _DATE = regex(rf"\bs{_SYMBOL}"), regex(_DAY, re.IGNORECASE)
# Of the paper itself, at the head of its first page.
_OWN_NUMBER, _OWN_DATE = regex(rf"^\s*S{_SYMBOL}"), regex(rf"^[^\d,.;:]{{2,40}},\s*{_DAY}\s*$", re.IGNORECASE)
_ISSUERS = r"Sở|Ban|Ủy ban|UBND|Chi cục|Cục|Văn phòng|Thanh tra"
_CITY = r"[Tt]hành phố\b|T\. ?P\b\.?|T[Pp]\b\.?"
_AGENCY = regex(rf"\bcủa\s+((?:{_ISSUERS})\b.*?)\s*(?=\b(?:[Tt]ỉnh\b|{_CITY})|[).,;]|$)")
_PROVINCE = regex(rf"\b(?:([Tt]ỉnh\b)|{_CITY})((?:\s*[^\W\d_]+){{1,4}})")
_MOST_LINES = 3  # that the line below the title may take
_YEAR = r"(20\d\d)"
_RESULT_YEAR = regex(rf"(?:kết quả|khắc phục)[^.;]{{0,160}}?\bnăm\s+{_YEAR}", re.IGNORECASE)


def with_surroundings(plan: Plan, before: list[str], headings: tuple[str, ...]) -> Plan:
    """Return the plan with what the paragraphs before its table and the headings of its columns say of it."""
    attached = _attached(before)
    title = _title(before)
    number = _NUMBER.search(attached) or next(filter(None, map(_OWN_NUMBER.search, before)), None)
    day = _DATE.search(attached) or next(filter(None, map(_OWN_DATE.search, before)), None)
    agency = _AGENCY.search(attached)
    year_plan = _year_plan(headings, title)
    return replace(
        plan,
        number=f"{number[1]}/{number[2]}" if number else "",
        date=day_of(int(day[3]), int(day[2]), int(day[1])) if day else None,
        title=title or title_of(before),
        agency=agency[1].strip() if agency else "",
        province=_province(attached, before),
        year_assessed=_year_assessed(headings, [title, *before], year_plan),
        year_plan=year_plan,
    )


def _attached(before: list[str]) -> str:
    """The line *(Kèm theo Kế hoạch số … ngày … của …)*, with what of it is on the next lines."""
    start = next((n for n in reversed(range(len(before))) if _ATTACHED.search(before[n]) and "số" in before[n]), None)
    if start is None:
        return ""
    return " ".join(before[start : start + _MOST_LINES]).partition(")")[0]


def _title(before: list[str]) -> str:
    """The lines between *Phụ lục* and *(Kèm theo …)*, as one."""
    start = max((n for n, text in enumerate(before) if says_number(text)), default=None)
    if start is None:
        capitals = [text for text in before if text.isupper() and len(text) > len("PHỤ LỤC II")]
        return capitals[-1] if capitals else ""
    lines: list[str] = []
    for text in before[start + 1 :]:
        if _ATTACHED.search(text) or text.startswith("("):
            break
        lines.append(text)
    return " ".join(" ".join(lines).split())


def _provinces(text: str) -> list[str]:
    """The provinces named in a text: the words with a capital after *tỉnh*, *thành phố* or *TP.*."""
    named = [
        ("tỉnh" if found[1] else "thành phố", list(takewhile(str.istitle, found[2].split())))
        for found in _PROVINCE.finditer(text)
    ]
    return [f"{what} {' '.join(words)}" for what, words in named if words]


def _province(attached: str, before: list[str]) -> str:
    """The province named with the agency, else the one the document names most."""
    own = _provinces(attached)
    named = Counter(name for text in before for name in _provinces(text))
    return own[0] if own else next((name for name, _ in named.most_common(1)), "")


def _year_plan(headings: tuple[str, ...], title: str) -> int | None:
    wanted = [text for text in headings if re.search(r"mục tiêu|yêu cầu|phấn đấu|nhiệm vụ", text, re.IGNORECASE)]
    years = [int(year) for text in wanted for year in re.findall(_YEAR, text)]
    years = years or [int(year) for year in re.findall(rf"năm\s+{_YEAR}", title, re.IGNORECASE)]
    return max(years, default=None)


def _year_assessed(headings: tuple[str, ...], texts: list[str], year_plan: int | None) -> int | None:
    results = [text for text in headings if re.search(r"kết quả|đánh giá|thẩm định|điểm", text, re.IGNORECASE)]
    years = [int(year) for text in results for year in re.findall(_YEAR, text)]
    years = years or [int(found[1]) for text in texts for found in _RESULT_YEAR.finditer(text)]
    return next((year for year in years if year_plan is None or year < year_plan), None)
