"""Deadlines counted from the day on which the plan was issued: *trong 15 ngày kể từ ngày ban hành*."""

from calendar import monthrange
from datetime import date, timedelta

from cchc_macros.rules.text import unaccented
from xl.late import regex

_NUMBERS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10}
_COUNTED = regex(
    rf"(?:(?:trong|vong|thoi han|thoi gian|cham nhat|muon nhat|khong qua|sau|han|hoan thanh) )*(?:la )?"
    rf"(?P<number>\d{{1,3}}|{'|'.join(_NUMBERS)}) ?(?:\(\w+\) )?(?P<unit>ngay|tuan|thang)(?P<working> lam viec)?,? "
    r"(?:(?:ke|tinh)(?: tu| tu ke)?|tu|sau)(?: tu)?(?: (?:ngay|khi|luc))* (?:ban hanh|ky|phat hanh|co hieu luc)\b"
    r"[^\d]{0,60}"
)
_WEEK, _MONTHS = 7, 12


def due_after_issue(text: str, issued: date) -> date | None:
    """Return the last day of a time after the plan's date, None where the text says something else.

    Working days are not counted: which days of a year are holidays is not known here.
    """
    found = _COUNTED.fullmatch(unaccented(text).strip(" .;"))
    if not found or found["working"]:
        return None
    number = _NUMBERS.get(found["number"]) or int(found["number"])
    if found["unit"] != "thang":
        return issued + timedelta(days=number * (_WEEK if found["unit"] == "tuan" else 1))
    year, month = divmod(issued.year * _MONTHS + issued.month - 1 + number, _MONTHS)
    return date(year, month + 1, min(issued.day, monthrange(year, month + 1)[1]))
