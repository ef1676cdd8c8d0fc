"""The totals that an appendix prints itself: its rows of sums and of the index."""

from decimal import Decimal

from cchc_macros import contract as c
from cchc_macros.plans.reading.places import Header
from cchc_macros.rules.numbers import NotANumber, parse_number, parse_percent
from cchc_macros.rules.text import unaccented
from xl.late import regex

STATED = {c.MAX_SCORE: "max", c.RESULT: "result", c.TARGET: "target"}
_OF_INDEX = {"result": "index", "target": "target_index"}
_TOTAL = regex(unaccented(r"(tổng( số)?( điểm| cộng)?|cộng)( chung| cộng| điểm)?[ .:]*(\(.*\))?"))
_INDEX = regex(unaccented(r"(.{0,30} )?chỉ số\b.{0,80}|(tỷ|tỉ) lệ( điểm)?( đạt)?( được)?.{0,20}"))


def read_stated(texts: tuple[str, ...], header: Header) -> dict[str, str] | None:
    """Return what a row of totals states by the keys of `Plan.stated`, None for any other row."""
    keys = [STATED.get(header.columns.get(i, "")) for i in range(len(texts))]
    scores = {key: text for key, text in zip(keys, texts, strict=True) if key and text}
    if header.kind != "criteria" or not any(char.isdecimal() for text in scores.values() for char in text):
        return None
    label = unaccented(next(filter(None, texts)))
    if _TOTAL.fullmatch(label):
        return scores
    if _INDEX.fullmatch(label) and any("%" in text for text in scores.values()):
        return {_OF_INDEX[key]: text for key, text in scores.items() if key in _OF_INDEX}
    return None


def figures(stated: dict[str, str]) -> tuple[dict[str, Decimal], list[str]]:
    """Return the figures of what is stated, and the texts that are none."""
    read: dict[str, Decimal] = {}
    unread: list[str] = []
    for key, text in stated.items():
        try:
            value = parse_percent(text) if "index" in key else parse_number(text)
        except NotANumber:
            value = None
        if value is None:
            unread.append(text)
        else:
            read[key] = value
    return read, unread
