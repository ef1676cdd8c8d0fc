"""Several sets of criteria, or appendices of tasks, in one document: where one ends and the next begins."""

from collections.abc import Sequence

from cchc_macros.plans.model import Line
from cchc_macros.plans.reading.places import Header
from cchc_macros.plans.reading.raw import RawRow
from cchc_macros.plans.words.codes import read_code
from cchc_macros.plans.words.vocabulary import CODE
from cchc_macros.rules.text import unaccented
from xl.late import regex

_TITLE = regex(
    r"(?:phu luc|bieu|mau|bang|danh muc|bo (?:chi so|tieu chi|chi tieu)|phan (?:thu )?[ivx\d]+|[ivx]+\. (?:bo|bang))"
    r"\b.*"
)
_IN_CAPITALS = regex(r".*\b(?:chi so|tieu chi|danh muc|nhiem vu|phan cong|bao cao|bang diem|ke hoach)\b.*")
_ONLY_NUMBER = regex(r"(?:phu luc|bieu|bang|mau)(?: so)? *[ivx\d]*[.:]?")
_NUMBER = regex(r"(?:phu luc|bieu|bang|mau)(?: so)? *(?P<number>[ivx]+|\d{1,2})\b")


def begins_set(header: Header, after: Sequence[str], lines: Sequence[Line], rows: Sequence[RawRow]) -> bool:
    """Whether a table is another set or appendix, and not the one before it, whose rows these are, going on.

    `after` is what stands between both, `lines` are the first of the table.
    """
    if not lines or not (any(map(is_title, after)) or _other_sheet(lines, rows)):
        return False
    at = next((i for i, column in header.columns.items() if column == CODE), None)
    if at is None:
        return True
    cells = (line.cells[at] for line in lines if line.table and at < len(line.cells))
    first = next((code for cell in cells if cell and (code := read_code(cell))), None)
    return any(row.code == first for row in rows)


def is_title(text: str) -> bool:
    """Whether a paragraph is the title of a set or an appendix."""
    plain = unaccented(text)
    return _TITLE.fullmatch(plain) is not None or (text.isupper() and _IN_CAPITALS.fullmatch(plain) is not None)


def title_of(before: Sequence[str]) -> str:
    """Return the last title before a table that says more than its number; "" if there is none."""
    titles = (text for text in reversed(before) if is_title(text))
    return next((text for text in titles if not says_number(text)), "")


def says_number(text: str) -> bool:
    """Whether a title says no more than its number: *Phụ lục II*."""
    return _ONLY_NUMBER.fullmatch(unaccented(text)) is not None


def number_of(before: Sequence[str]) -> str:
    """Return the number that the last title before a table gives it, as written; "" if none."""
    found = (_NUMBER.match(unaccented(text)) for text in reversed(before))
    return next((match["number"].upper() for match in found if match), "")


def _other_sheet(lines: Sequence[Line], rows: Sequence[RawRow]) -> bool:
    where = lines[0].place.where
    return where.startswith("sheet ") and bool(rows) and rows[-1].last.where != where
