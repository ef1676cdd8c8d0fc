"""A text of one year said of the next: the plan year and the assessed year move on, all other years stay.

What stays: a year of a range (*giai đoạn 2021-2030*, *từ năm 2024 đến năm 2026*), and every year of a cited document
(*Quyết định số 12/2026/QĐ-UBND ngày 05/3/2026*): those are names, and a name does not change.
"""

from collections.abc import Collection

from cchc_macros.rules.days.deadlines import CITED
from cchc_macros.rules.text import DASHES, clean_lines, unaccented
from xl.late import regex

_YEAR = regex(r"(?<![\d.-])(?<!\d/)(?:\d{1,2}[/.-]){0,2}(20\d\d)(?![\d/]|-[a-z])")
_RANGE = regex(r"\b20\d\d ?(?:-|den|toi)(?: het)?(?: nam)? ?20\d\d\b")
_NOUN = (
    r"\b(?:nghi quyet|quyet dinh|nghi dinh|thong tu|chi thi|cong van|cong dien|bo luat|luat|thong bao|ket luan|to trinh"
    r"|ke hoach|bao cao|van ban|chuong trinh|de an|huong dan)\b"
)
_DATED = regex(  # the noun nearest to a date: "Kế hoạch năm 2026 thực hiện Quyết định … ngày 05/3/2026"
    rf"{_NOUN}(?:(?!{_NOUN})[^.;()\n])*?\bngay ?\d{{1,2}}(?: ?[/.-] ?\d{{1,2}} ?[/.-] ?| thang \d{{1,2}} nam )20\d\d"
)
_LAW = regex(r"\b(?:luat|bo luat|phap lenh)\b[^.;,()\n]*?\bnam 20\d\d")


def years_on(text: str, moving: Collection[int]) -> tuple[str, list[str]]:
    """Move years one on where they are said of the year itself; `moving` are those that move.

    Returns:
        The text of the new year, and what was moved, in words: "2026 → 2027", each once.
    """
    shown = clean_lines(text)
    plain = "\n".join(map(unaccented, shown.split("\n"))).translate(DASHES)
    if len(plain) != len(shown):  # a letter without a place of its own: nothing can be said of places
        return shown, []
    kept = [found.span() for pattern in (_RANGE, _DATED, _LAW, CITED) for found in pattern.finditer(plain)]
    pieces, moved, end = [], [], 0
    for found in _YEAR.finditer(plain):
        start, year = found.start(1), int(found[1])
        if year in moving and not any(first <= start < last for first, last in kept):
            pieces += [shown[end:start], str(year + 1)]
            moved.append(f"{year} → {year + 1}")
            end = start + 4
    return "".join([*pieces, shown[end:]]), list(dict.fromkeys(moved))
