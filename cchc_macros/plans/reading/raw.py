"""What a document's tables are while they are read: raw rows with their cells as text, ditto marks written out."""

import re
from collections.abc import Iterable
from dataclasses import field

from cchc_macros.plans.model import Place
from cchc_macros.plans.reading.places import Header
from xl.late import dataclass, regex

_DITTO = regex(r"[-–\s]*(?:n\.?t\.?|như (?:dòng |mục )?trên|[\"”“″〃]|'')[-–.\s]*", re.IGNORECASE)  # nt: như trên


@dataclass(slots=True, kw_only=True)
class RawRow:
    """A row being read; `cells` by contract heading."""

    code: str
    cells: dict[str, str]
    first: Place
    last: Place
    label: str = ""  # what is before the STT: TC, TCTP, Tiêu chí
    joined: bool = False
    made_up: bool = False  # the STT is ours
    doubts: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class RawTable:
    """One appendix table as read.

    Attributes:
        before: The paragraphs before it: title and the like.
        rows: Its rows, broken ones joined.
        stated: Printed totals: key of `Plan.stated` to text.
        repeats: How many times the header was repeated and dropped.
        skipped: Lines inside the table that are no row of it, with their text.
        dittos: How many cells only repeat the one above.
        unused: Texts found in columns the workbook has no place for, by heading.
        scales: STT of the criteria whose scale was in rows below them.
    """

    header: Header
    before: list[str]
    rows: list[RawRow] = field(default_factory=list)
    stated: dict[str, str] = field(default_factory=dict)
    repeats: int = 0
    skipped: list[tuple[Place, str]] = field(default_factory=list)
    dittos: int = 0
    unused: dict[str, int] = field(default_factory=dict)
    scales: set[str] = field(default_factory=set)


def fill_dittos(rows: Iterable[dict[str, str]]) -> int:
    """Write into the cells of `rows` what their ditto marks stand for; return how many there were.

    The row above is the last that is no heading; where its cell is empty, so is the one with the mark. A mark in the
    very first row stays as it is.
    """
    above: dict[str, str] = {}
    filled = 0
    for cells in rows:
        marked = [column for column, text in cells.items() if above and _DITTO.fullmatch(text)]
        for column in marked:
            del cells[column]
        cells |= {column: above[column] for column in marked if column in above}
        filled += len(marked)
        if len(cells) > 1:
            above = dict(cells)
    return filled
