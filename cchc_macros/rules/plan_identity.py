"""The identity of a plan that travels in unit workbooks: plain ASCII, telling whose plan it is, of which year."""

from cchc_macros.rules.text import fold, unaccented
from xl.late import regex

_BETWEEN = regex("[^a-z0-9]+")


def plan_identity(agency: str, province: str, year: int | None, number: str, token: str) -> str:
    """Return the identity: "so-tu-phap-tinh-lang-son-2026-31-kh-stp".

    Args:
        agency: Whose plan it is.
        province: Its province.
        year: The plan year.
        number: The plan's number, "" where it is still open.
        token: Stands in where province or year is not known, so that workbooks of several years or provinces never
            share an identity.
    """
    parts = [agency, province, str(year or ""), number, "" if province and year else token]
    return "-".join(filter(None, (_BETWEEN.sub("-", unaccented(part)).strip("-") for part in parts)))


def earlier_identity(agency: str, province: str, number: str, year: str) -> str:
    """The identity that workbooks of contract 1.0 gave a plan; their units' workbooks still come back with it."""
    return fold(" ".join(filter(None, (agency, province, number, year))))
