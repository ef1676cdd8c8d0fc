"""What the settings say of the plan, for the papers."""

from datetime import date

from cchc_macros import contract as c
from cchc_macros.book.settings import Settings
from cchc_macros.rules.provinces import full_name
from cchc_macros.rules.text import clean
from cchc_macros.rules.titles import PlanFacts


def plan_day(settings: Settings) -> date | str | None:
    """The plan's date; what is known of a draft's as it was typed, "/4/2026".

    Raises:
        DataError: the cell holds something else.
    """
    raw = settings.raw(c.PLAN_DATE)
    is_open = isinstance(raw, str) and "/" in raw and not all(part.strip() for part in raw.split("/"))
    return clean(raw) if is_open else settings.day(c.PLAN_DATE)


def read_plan(settings: Settings) -> PlanFacts:
    """What the papers say of the plan."""
    return PlanFacts(
        agency=settings.text(c.AGENCY),
        province=full_name(settings.text(c.PROVINCE)),
        year_assessed=settings.year(c.YEAR_ASSESSED),
        year_plan=settings.year(c.YEAR_PLAN),
        number=settings.text(c.PLAN_NUMBER),
        day=plan_day(settings),
        title=str(settings.raw(c.PLAN_TITLE) or ""),
        decimals=settings.decimals(),
        signer_title=str(settings.raw(c.SIGNER_TITLE) or "").strip(),
        signer_name=settings.text(c.SIGNER_NAME),
    )
