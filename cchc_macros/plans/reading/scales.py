"""Rows that give the scale of the criterion above them: *Trước 31/01: 1*, *Từ 90% trở lên: b/a × 2*."""

from cchc_macros import contract as c
from cchc_macros.plans.reading.rests import SCORES, begins_small
from cchc_macros.rules.scoring.points import read_points
from cchc_macros.rules.text import unaccented
from xl.late import regex

_OPTION = regex(r".*(?:[:=–-]|\b(?:duoc|dat|cham|cong|tru)) *[+-]?\d+(?:[.,]\d+)? *(?:diem|d)?[.;]?")
_FORMULA = regex(r"\b[ab] ?/ ?[ab]\b|cong thuc|tinh theo|\d ?%|\bdiem\b")
_BEGINS = regex(
    r"(?:neu|trong|tu|duoi|tren|dat|khong|truoc|sau|dung|kip thoi|cham|co|hoan thanh|moi|cu|truong hop|ban hanh|tinh"
    r"|tru|cong|qua|it nhat|toi thieu|day du|chua|con lai|thuc hien|[-+•*–]|[a-zd]\))(?!\w)"
)


def is_scale(filled: dict[str, str], above: dict[str, str], name: str, *, at_break: bool, goes_on: bool) -> bool:
    """Whether a line without STT in a table of criteria is of the scale of the criterion above.

    Args:
        filled: The line's cells by column.
        above: The cells of the row above it.
        name: The column of names.
        at_break: It stands where a page begins, so that it may be the rest of a name.
        goes_on: The line before it was of the scale too.
    """
    text = filled.get(name, "")
    plain = unaccented(text)
    if not text or set(filled) - {name, *SCORES, c.NOTE}:
        return False
    figures = [column for column in filled if column in SCORES]
    if figures:
        options = _BEGINS.match(plain) or any(column in above for column in SCORES if column != c.MAX_SCORE)
        return figures == [c.MAX_SCORE] and bool(options) and not _above(filled, above)
    if _OPTION.fullmatch(plain) or _FORMULA.search(plain):
        return True
    if begins_small(text):
        return goes_on
    return goes_on or bool(_BEGINS.match(plain)) or not at_break


def scale_line(filled: dict[str, str], name: str) -> str:
    """The line's text, with the points that are in a column of their own."""
    rest = [filled[column] for column in filled if column != name]
    return ": ".join([filled[name].rstrip(" :"), *rest]) if rest else filled[name]


def _above(filled: dict[str, str], above: dict[str, str]) -> bool:
    """Whether the points are more than the criterion's own: then they are another criterion's."""
    points, most = (read_points(cells.get(c.MAX_SCORE, "")) for cells in (filled, above))
    if points is None or most is None:
        return False
    return points.number is None or most.number is None or points.number > most.number
