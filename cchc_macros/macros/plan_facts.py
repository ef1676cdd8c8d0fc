"""What the settings say of the plan, for the papers."""

from cchc_macros import contract as c
from cchc_macros.domain.text import clean
from cchc_macros.macros.workbook import Settings
from cchc_macros.paper.titles import Plan


def read_plan(settings: Settings) -> Plan:
    """What the papers say of the plan; a date that is not complete stays as it was typed."""
    raw = settings.raw(c.PLAN_DATE)
    incomplete = isinstance(raw, str) and "/" in raw and not all(part.strip() for part in raw.split("/"))
    return Plan(
        settings.text(c.AGENCY),
        settings.text(c.PROVINCE),
        settings.year(c.YEAR_ASSESSED),
        settings.year(c.YEAR_PLAN),
        settings.text(c.PLAN_NUMBER),
        clean(raw) if incomplete else settings.day(c.PLAN_DATE),
        str(settings.raw(c.PLAN_TITLE) or ""),
        settings.decimals(),
        settings.text(c.SIGNER_TITLE),
        settings.text(c.SIGNER_NAME),
    )
