"""The title block of an appendix: *Phụ lục*, its title in capitals, the plan it belongs to.

By Nghị định 30/2020/NĐ-CP, Phụ lục I: the word and the Roman number on a line of their own, the title below it in
capitals, then in italics *(Kèm theo Kế hoạch số … ngày … của …)*. A number or a day that is still open is
left open, to be filled in by hand; names and years that are not known are dotted.
"""

import re
from datetime import date

from cchc_macros.rules.dates import format_date
from cchc_macros.rules.text import clean, clean_lines, fold, initials, unaccented
from xl.late import dataclass, regex

_NAMES = ("Chỉ số cải cách hành chính", "Chỉ số CCHC", "Chỉ số hài lòng", "Kế hoạch", "PAR INDEX", "SIPAS", "UBND")
_BEFORE_SUBJECT = regex(  # of an appendix, not of the plan itself; or that it is a plan, which is said before "về"
    r"(?:(?:phụ lục:? )?(?:bảng )?phân công (?:nhiệm vụ )?(?:thực hiện )?|^)kế hoạch (?:về (?:việc )?)?(?=\w)",
    re.IGNORECASE,
)
_WORD = regex(r"\w+")
DOTS = "……"
_OPEN = " " * 6  # room for a number or a day


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFacts:
    """What the settings say of the plan.

    Attributes:
        number: "31/KH-STP", "/KH-STP" where the number is still open, "" where nothing is known.
        day: Its date; or as text what is known of it, "/4/2026"; or None.
        title: The title to print, "" for the usual one; line breaks in it stay.
        signer_title: Office of who signs, such as "KT. GIÁM ĐỐC" over "PHÓ GIÁM ĐỐC".
        decimals: Decimals of an index.
    """

    agency: str = ""
    province: str = ""
    year_assessed: int | None = None
    year_plan: int | None = None
    number: str = ""
    day: date | str | None = None
    title: str = ""
    decimals: int = 2
    signer_title: str = ""
    signer_name: str = ""


def year_text(year: int | None) -> str:
    """A year, dotted where it is not known."""
    return DOTS if year is None else str(year)


def basis(plan: PlanFacts) -> str:
    """The line in brackets: the plan that the appendix belongs to."""
    issuer = plan.agency or DOTS
    if plan.province and fold(plan.province) not in fold(issuer):
        issuer = f"{issuer} {plan.province}"
    return f"(Kèm theo {plan_name(plan)} của {issuer})"


def plan_name(plan: PlanFacts) -> str:
    """The plan's number and date: "Kế hoạch số 31/KH-STP ngày 03/02/2026"."""
    return f"Kế hoạch số {_number(plan)} ngày {_day(plan)}"


def score_title(plan: PlanFacts) -> str:
    """The title of the appendix of scores, where the settings give none."""
    return (
        f"Khắc phục Chỉ số cải cách hành chính năm {year_text(plan.year_assessed)}, "
        f"nâng cao Chỉ số cải cách hành chính năm {year_text(plan.year_plan)} của {plan.agency or DOTS}"
    ).upper()


def task_title(plan: PlanFacts) -> str:
    """The title of the appendix of tasks, where the settings give none."""
    return (
        "Phân công thực hiện Kế hoạch duy trì, cải thiện, nâng cao Chỉ số cải cách hành chính "
        f"năm {year_text(plan.year_plan)}"
    ).upper()


def plan_subject(plan: PlanFacts) -> str:
    """What the plan is about, to go on after "về": its title in small letters but for names."""
    title = clean(plan.title)
    if not title:
        return (
            f"khắc phục Chỉ số cải cách hành chính năm {year_text(plan.year_assessed)}, nâng cao Chỉ số cải cách hành "
            f"chính năm {year_text(plan.year_plan)}"
        )
    title = _BEFORE_SUBJECT.sub("", title)
    if not title.isupper():
        return title[:1].lower() + title[1:]
    subject = _WORD.sub(lambda word: word[0] if _is_short_for_more(word[0]) else word[0].lower(), title)
    for name in filter(None, (*_NAMES, clean(plan.agency), clean(plan.province))):
        subject = re.sub(rf"\b{re.escape(name)}\b", name, subject, flags=re.IGNORECASE)
    return subject


def _is_short_for_more(word: str) -> bool:
    """Whether a word in capitals is an abbreviation (*CCHC*, *HĐND*): no syllable is without a vowel."""
    return len(word) > 1 and word.isalpha() and not set(unaccented(word)) & set("aeiouy")


def lost_title(plan: PlanFacts) -> str:
    """The title of the lost-points sheet."""
    return (
        f"Các tiêu chí mất điểm Chỉ số cải cách hành chính năm {year_text(plan.year_assessed)} "
        f"của {plan.agency or DOTS}"
    ).upper()


def in_capitals(text: str) -> str:
    """A title or an office from the settings, in capitals; line breaks stay."""
    return clean_lines(text).upper()


def _number(plan: PlanFacts) -> str:
    """The number as typed; one that is open has room before its stroke."""
    head, slash, tail = "".join(plan.number.split()).partition("/")
    usual = f"KH-{initials(plan.agency) or DOTS}"
    return f"{head or _OPEN}/{tail or usual}" if slash or not head else head


def _day(plan: PlanFacts) -> str:
    """The date; of an open one what is known, with room for the rest."""
    if isinstance(plan.day, date):
        return format_date(plan.day)
    parts = (plan.day or f"//{year_text(plan.year_plan)}").split("/")
    return "/".join(part.strip() or _OPEN for part in parts)
