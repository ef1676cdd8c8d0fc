"""What the settings say of the plan, for the papers."""

from cchc_macros import contract as c
from cchc_macros.book.settings import Settings
from cchc_macros.rules.provinces import full_name
from cchc_macros.rules.titles import PlanFacts


def read_plan(settings: Settings) -> PlanFacts:
    """What the papers say of the plan."""
    return PlanFacts(
        agency=settings.text(c.AGENCY),
        province=full_name(settings.text(c.PROVINCE)),
        year_assessed=settings.year(c.YEAR_ASSESSED),
        year_plan=settings.year(c.YEAR_PLAN),
        number=settings.text(c.PLAN_NUMBER),
        day=settings.plan_day(),
        title=str(settings.raw(c.PLAN_TITLE) or ""),
        decimals=settings.decimals(),
        signer_title=str(settings.raw(c.SIGNER_TITLE) or "").strip(),
        signer_name=settings.text(c.SIGNER_NAME),
    )


def agency_name(settings: Settings) -> str:
    """The agency with its province: "Sở Tư pháp tỉnh Lạng Sơn"."""
    return " ".join(filter(None, (settings.text(c.AGENCY), full_name(settings.text(c.PROVINCE)))))
