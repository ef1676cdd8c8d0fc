"""Deadlines as plans phrase them: *Trước 01/6/2026*, *Quý IV*, *Thường xuyên*, *05 ngày làm việc kể từ ngày nhận*.

A text is stripped of what is no deadline (cited documents with their dates), then looked through for a recurrence,
then for the days and periods it names. What is before one says how it counts (*trước*: the day before it;
*từ*, *sau*: it is no end). Whatever may change the meaning and is not understood makes the deadline unreadable: it
keeps its text and becomes a finding. Nothing is guessed, and no day is moved off a weekend.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal

from cchc_macros.rules.dates import EARLIEST_YEAR, LATEST_YEAR, format_date
from cchc_macros.rules.days.periods import Period, find_periods
from cchc_macros.rules.numbers import shorten
from cchc_macros.rules.text import DASHES, clean, clean_lines, unaccented
from xl.late import dataclass, regex

Kind = Literal["none", "day", "recurring", "event", "reference", "unreadable"]

# Names of months are written with a capital; "tháng năm" in small letters may be a blank date's "tháng … năm".
_MONTHS = {
    "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
    "mười": 10, "mười một": 11, "mười hai": 12,
}  # fmt: skip
_MONTH = regex(
    r"\b[Tt]háng ([Mm]ười (?:một|hai)|Một|Hai|Ba|[Tt]ư|Bốn|Năm|Sáu|Bảy|Bẩy|Tám|Chín|Mười)"
    r"\b(?! (?:lần|một|hai|ba|bốn|sáu|bảy|tám|chín)\b)"
)
_LONGEST = 500  # characters; a longer text is no deadline

# What is taken out before looking for days. A cited document is its noun, after "theo" or before "số", with all up
# to the next word that speaks of time; or a document number standing alone, with its date.
_NOUN = (
    "(?:ke hoach|quyet dinh|nghi quyet|nghi dinh|cong van|cong dien|chi thi|thong tu|thong bao|van ban|luat|bo luat"
    "|chuong trinh|huong dan|de an|to trinh|bao cao|ket luan|phu luc|quy dinh|quy che|yeu cau|tien do|chi dao)"
)
_TIME_WORD = (
    r"[;()]|,(?! ?ngay)|\. |\b(?:truoc|cham nhat|muon nhat|xong|hoan thanh|thoi han|hang|tu ngay|thuong xuyen"
    r"|den (?:het|ngay|thang|quy|nam|cuoi|\d)|trong (?:ngay|thang|quy|nam|vong))"
)
_NUMBER = r"(?<![\w/])\d*(?:/\d{4})?[/-](?!thang|nam|quy|ngay)[a-z][a-z0-9]*(?:[/-][a-z0-9]+)*"
_DATED = r"(?:[ ,\n]*ngay ?(?:\d{0,2} ?/ ?\d{0,2} ?/ ?\d{4}|\d{1,2} thang \d{1,2} nam \d{4}))?"
CITED = regex(
    rf"\b(?:theo|tai|can cu|kem theo) (?:(?!{_TIME_WORD})\w+ ){{0,4}}?{_NOUN}\b(?:(?!{_TIME_WORD}).|\n(?=ngay ))*"
    rf"|\b{_NOUN} so\b(?:(?!{_TIME_WORD}).|\n(?=ngay ))*"
    rf"|{_NUMBER}{_DATED}"
)
_CLOCK = regex(
    r"\b\d{1,2} ?(?:h|gio|g)(?: ?\d{2}(?: ?phut)?)?(?![\w/])|(?:\b|(?<=\dt))\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?!\w)"
)

_RECURRING = regex(
    r"\b(?:thuong xuyen|lien tuc|dinh ky|tro di|(?:cac|nhung) (?:thang|quy|nam) (?:tiep theo|sau|con lai|trong nam)"
    r"|quy(?: ?, ?| va )(?:0?[69] thang(?: ?, ?| va ))*nam(?! ?\d)"
    r"|(?<!khach )(?<!ngan )(?<!ban )hang (?:ngay|tuan|thang|quy|nam|ky)"
    r"|theo (?:tung )?(?:tuan|thang|quy|nam)(?! ?(?:\d|[ivx]+\b))"
    r"|\d+ lan ?(?:/|moi|mot|trong) ?(?:mot )?(?:ngay|tuan|thang|quy|nam)"
    r"|(?:ngay|tuan|thang|quy|nam) ?(?:/|mot|\d+) ?lan)\b"
)
_EACH = regex(r"\bmỗi (?:ngày|tuần|tháng|quý|quí|năm|kỳ|đợt)\b")  # without its marks "mỗi" reads like "mới"
_EVENT = regex(
    r"\b(?:(?:trong|vong|sau|truoc|qua|la|nhat|han) \d+ (?:ngay|tuan|thang|gio)|trong vong|ngay lam viec|ke tu|tinh tu"
    r"|sau khi|ngay sau|ngay khi|khi (?:co|phat sinh)|phat sinh|dot xuat)\b"
)
_REFERENCE = regex(r"\btheo\b")

# How the words right before a day or period count.
_BEFORE = regex(r"(?<!khong )\btruoc(?: (?:ngay|thoi diem|moc))? ?$")
_FROM = regex(r"\b(?:tu|ke tu|tinh tu|bat dau|som nhat|sau)(?: (?:ngay|thang|het|dau))* ?$")
_VAGUE = regex(
    r"\b(?:dau|giua|khoang) ?$|\bngay ?$"
    r"|\b(?:ke tu|tinh tu|tu (?:ngay|khi|thang)|sau)\b(?!.*\b(?:den|toi|truoc|nhat|xong|hoan thanh|het)\b)"
)
# What the words between two of them make of both.
_RANGE = regex(r" ?(?:-|(?:cho )?(?:den|toi)(?: (?:het|ngay|cuoi|truoc))*) ?")
_LIST = regex(r"|,? va |.*\b(?:dot|lan|ky)\b.*")
_NARROWS = regex(r"(?:[ ,(:.]|\b(?:cham nhat|muon nhat|truoc|ngay|hoan thanh|xong|phai|den|het|la|vao|cua|trong)\b)*")
# What may change the meaning of a day or period elsewhere in the text, and numbers that do not.
_UNCLEAR = regex(  # "|" stands for a day or period
    r"\btruoc\b(?! (?:gio|het|cuoi))|\btuan\b|\bngay lam viec (?:cuoi|dau|thu)\b|\bda (?:xong|hoan thanh|thuc hien)\b"
    r"|\bnam (?:sau|toi|truoc|ke|tiep|lien)\b|\bngay(?: lam viec)? ?\||\|[ ,]*\d+ ngay\b|\| ?(?:/|hoac\b) ?(?!\|)"
)
_HARMLESS = regex(
    r"\b(?:dot|lan|ky|giai doan|phan|bao cao) (?:thu )?\d+\b|\d+ ?%"
    r"|\b\d+ (?:dot|lan|ky|bao cao|nhiem vu|ngay|tuan|thang)\b"
)

# Counted from the day on which the plan was issued: *trong 15 ngày kể từ ngày ban hành*.
_COUNTS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10}
_COUNTED = regex(
    rf"(?:(?:trong|vong|thoi han|thoi gian|cham nhat|muon nhat|khong qua|sau|han|hoan thanh) )*(?:la )?"
    rf"(?P<number>\d{{1,3}}|{'|'.join(_COUNTS)}) ?(?:\(\w+\) )?(?P<unit>ngay|tuan|thang)(?P<working> lam viec)?,? "
    r"(?:(?:ke|tinh)(?: tu| tu ke)?|tu|sau)(?: tu)?(?: (?:ngay|khi|luc))* (?:ban hanh|ky|phat hanh|co hieu luc)\b"
    r"[^\d]{0,60}"
)
_WEEK, _YEAR = 7, 12


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline as read.

    Attributes:
        text: The cell's text, cleaned; a date cell's day as it is printed.
        kind: "none": blank. "day": `due` is known. "recurring": again and again, no due date. "event": some time
            after something happens. "reference": as another document says. "unreadable": a finding.
        due: The last day on which the work is in time; with several instalments the last one's.
        instalments: All days, where there are several.
    """

    text: str
    kind: Kind
    due: date | None = None
    instalments: tuple[date, ...] = ()


def read_deadline(text: object, plan_year: int | None) -> Deadline:
    """Read the deadline in a cell; nothing is raised for what cannot be read.

    A recurrence goes before any day beside it: *Thường xuyên, báo cáo trước 15/12* recurs. The plan year stands in
    where a day or period names no year and no other one in the cell does.
    """
    if isinstance(text, datetime):
        text = text.date()
    if isinstance(text, date):
        return Deadline(format_date(text), "day", text)
    if isinstance(text, int | float):
        is_year = not isinstance(text, bool) and EARLIEST_YEAR <= text <= LATEST_YEAR and text == int(text)
        return _read(f"{text:.0f}", plan_year) if is_year else Deadline(shorten(text), "unreadable")
    if text is not None and not (isinstance(text, str) and len(text) <= _LONGEST):
        return Deadline(clean(text), "unreadable")
    return _read(clean_lines(text), plan_year)


def due_after_issue(text: str, issued: date) -> date | None:
    """Return the last day of a time after the plan's date, None where the text says something else.

    Working days are not counted: which days of a year are holidays is not known here.
    """
    found = _COUNTED.fullmatch(unaccented(text).strip(" .;"))
    if not found or found["working"]:
        return None
    number = _COUNTS.get(found["number"]) or int(found["number"])
    if found["unit"] != "thang":
        return issued + timedelta(days=number * (_WEEK if found["unit"] == "tuan" else 1))
    year, month = divmod(issued.year * _YEAR + issued.month - 1 + number, _YEAR)
    return date(year, month + 1, min(issued.day, monthrange(year, month + 1)[1]))


@lru_cache(maxsize=1024)  # a plan repeats a handful of deadlines
def _read(lines: str, plan_year: int | None) -> Deadline:
    shown = clean(lines)
    numbered = _MONTH.sub(lambda found: f"tháng {_MONTHS[found[1].casefold()]}", lines)
    plain = "\n".join(re.sub(" ?/ ?", "/", unaccented(line)) for line in numbered.split("\n")).translate(DASHES)
    plain = re.sub(r"\bqui\b", "quy", plain)  # "quí" is the same word
    if not any(char.isalnum() for char in plain):
        return Deadline(shown, "none")  # blank, or a mark that says so
    if re.fullmatch(r"\d{4}(?: ?- ?\d{4})?", plain):
        plain = f"nam {plain}"
    plain, cited = CITED.subn(" ", plain)
    plain = " ".join(_CLOCK.sub(" gio ", plain).split())
    if _RECURRING.search(plain) or _EACH.search(shown.casefold()):
        return Deadline(shown, "recurring")
    days = _days(plain, plan_year)
    if days:
        return Deadline(shown, "day", days[-1], tuple(days) if len(days) > 1 else ())
    if days is not None and _EVENT.search(plain):
        return Deadline(shown, "event")
    if days is not None and not any(char.isdigit() for char in plain) and (cited or _REFERENCE.search(plain)):
        return Deadline(shown, "reference")
    return Deadline(shown, "unreadable")


@dataclass(frozen=True, slots=True)
class _Use:
    """A day or period as the sentence uses it.

    Attributes:
        period: What is named, and whether a range only begins with it.
        gap: The words since the one before, "" inside a list.
        is_before: The day before it counts.
        is_vague: No certain day: *đầu tháng 6*, *ngày … tháng 6*.
    """

    period: Period
    gap: str
    is_before: bool
    is_vague: bool = False


def _days(text: str, plan_year: int | None) -> list[date] | None:
    """Return the last days that a text names, in order; none if it names none; None if it is not clear."""
    uses, rest = _uses(text)
    if not uses:
        return []
    if _UNCLEAR.search(rest) or any(char.isdigit() for char in _HARMLESS.sub(" ", rest)):
        return None
    if any(use.is_vague or (use.is_before and use.period.is_start) for use in uses):
        return None
    choices = (_due_days(uses, years) for years in _year_choices([use.period.year for use in uses], plan_year))
    return next((days for days in choices if days is not None), None)


def _uses(text: str) -> tuple[list[_Use], str]:
    """Return the days and periods of a text in use, and the words that are left over."""
    uses: list[_Use] = []
    rest: list[str] = []
    position = 0
    for period in find_periods(text):
        if uses and period.start == uses[-1].period.start:  # a further one of a list
            uses.append(_Use(period, "", uses[-1].is_before))
            continue
        gap = text[position : period.start]
        position = period.end
        if uses and _RANGE.fullmatch(gap):
            uses[-1] = replace(uses[-1], period=replace(uses[-1].period, is_start=True))
        before, begins = _BEFORE.search(gap), _FROM.search(gap)
        said = before or begins
        rest.append((gap[: said.start()] if said else gap) + ("from" if begins else ""))
        used = replace(period, is_start=period.is_start or bool(begins))
        uses.append(_Use(used, gap, bool(before), is_vague=bool(not begins and _VAGUE.search(gap))))
    return uses, "|".join([*rest, text[position:]])


def _year_choices(years: list[int | None], plan_year: int | None) -> Iterator[list[int | None]]:
    """Yield the ways to fill in missing years: from the next or last year written in the cell, then the plan's."""
    if any(years):
        last, following = _carried(years), _carried(years[::-1])[::-1]
        yield [a or b for a, b in zip(following, last, strict=True)]
        yield [b or a for a, b in zip(following, last, strict=True)]
    yield [year or plan_year for year in years]


def _carried(years: list[int | None]) -> list[int | None]:
    """Return the years, each missing one as the one before it."""
    carried: list[int | None] = []
    for year in years:
        carried.append(year or (carried[-1] if carried else None))
    return carried


def _due_days(uses: list[_Use], years: list[int | None]) -> list[date] | None:
    """Return the days on which the work is due, None if the calendar or the order of the text speaks against it."""
    kept: list[tuple[_Use, tuple[date, date]]] = []
    for use, year in zip(uses, years, strict=True):
        days = replace(use.period, year=year).days()
        if days is None:
            return None
        if use.period.is_start:
            continue
        outer = _outer(kept[-1][1], days) if kept and not _LIST.fullmatch(use.gap) else None
        if outer and not _NARROWS.fullmatch(use.gap):
            return None
        if outer and outer != days:
            kept.append((use, days))
            del kept[-2]  # "năm 2026, chậm nhất 30/11": the narrower one counts
        elif not outer:
            kept.append((use, days))
    due = [days[0] - timedelta(days=1) if use.is_before else days[1] for use, days in kept]
    is_written = {use.period.year is not None for use in uses}
    if len(is_written) > 1 and due != sorted(due):
        return None
    return sorted(set(due))


def _outer(a: tuple[date, date], b: tuple[date, date]) -> tuple[date, date] | None:
    """Return the one of two different periods that holds the other."""
    both = min(a[0], b[0]), max(a[1], b[1])
    return both if a != b and both in {a, b} else None
