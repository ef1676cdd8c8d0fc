"""Whether a line without STT is the rest of the row above it, a row whose STT is not there, or a signature below."""

import re

from cchc_macros import contract as c
from cchc_macros.plans.words.contents import is_whole_deadline
from cchc_macros.plans.words.pieces import BULLET
from cchc_macros.rules.text import unaccented
from cchc_macros.rules.units.words import begins_as_unit
from xl.late import regex

SCORES = (c.MAX_SCORE, c.RESULT, c.TARGET, c.SELF_SCORE, c.APPRAISED, c.SURVEY)
UNITS = (c.LEAD, c.SUPPORT)
DEADLINES = (c.TASK_DEADLINE, c.CRITERION_DEADLINE)
_OPEN_END = regex(r"(?:[,;\-/–:(]|\b(?:va|hoac|cua|cac|trong|truoc|ngay|thang|quy|nam|den|voi|thuoc|theo|tai|cho|ve))$")
_ONLY_YEAR = regex(r"(?:nam )?\d{4}")
_CAPITALS = regex(r"[^\W\d_]+(?:[ ,]+[^\W\d_]+)+")
_SIGNED = regex(
    r"(người|cán bộ) (lập|tổng hợp).*|(kt|tl|tm|tuq|q)\..*|nơi nhận.*|\(?(đã ký|ký(, .*| tên.*)?)\)?|"
    r"[^,]{2,30}, ngày\s.{0,6}tháng\s.{0,6}năm\b.*",
    re.IGNORECASE,
)
_OFFICE = regex(r"(PHÓ )?(GIÁM ĐỐC|CHÁNH VĂN PHÒNG|TRƯỞNG PHÒNG|CHỦ TỊCH|THỦ TRƯỞNG)\b.*")


def is_rest(filled: dict[str, str], above: dict[str, str], name: str, *, at_break: bool, numbered: bool) -> bool:
    """Whether a line goes on with the row above.

    A rest is at a page break, or begins in small letters. What fills a column of points, or gives a unit or a
    deadline where the row above has one, is a row of its own.

    Args:
        filled: The line's cells by column.
        above: The cells of the row above it.
        name: The column of names.
        at_break: The line is at the top of a page or table.
        numbered: The table has a column of STT.
    """
    text = filled.get(name, "")
    if any(column in above and column in filled for column in SCORES):
        return False
    if (
        not text
        or name not in above
        or begins_small(text)
        or BULLET.match(text)
        or _OPEN_END.search(unaccented(above.get(name, "")))
    ):
        return True
    if any(clashes(column, filled[column], above.get(column, "")) for column in filled):
        return False
    if at_break:
        return not (_in_capitals(text) and not _in_capitals(above[name]))
    return numbered and not text[:1].isupper()


def begins_small(text: str) -> bool:
    """Whether a text goes on with a sentence: it begins with a small letter."""
    return text[:1].islower()


def clashes(column: str, text: str, above: str) -> bool:
    """Whether a cell says a whole thing of its own where the one above it is whole too: they are no two halves."""
    if not above or _OPEN_END.search(unaccented(above).rstrip()):
        return False
    if column in UNITS:
        return _is_unit(text) and _is_unit(above)
    if column in DEADLINES:
        if begins_small(text) or _ONLY_YEAR.fullmatch(unaccented(text)):
            return False
        return is_whole_deadline(text) and is_whole_deadline(above)
    return column in (c.STATUS, c.PROGRESS)


def _in_capitals(text: str) -> bool:
    """Whether a text is written as the titles of sections are."""
    return text.isupper() and _CAPITALS.fullmatch(text) is not None


def _is_unit(text: str) -> bool:
    """Whether a text begins with a whole name of a unit, or its code."""
    first = re.split(r"[;,\n]", text)[0].strip()
    return begins_as_unit(first) and (len(first.split()) > 1 or first.isupper())


def signs(text: str) -> bool:
    """Whether a text is of those that stand around a signature; a title only in capitals: else it may lead a task."""
    return bool(_SIGNED.fullmatch(text) or (text.isupper() and _OFFICE.fullmatch(text)))
