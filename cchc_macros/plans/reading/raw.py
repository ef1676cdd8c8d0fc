"""What a document's tables are while they are read: raw rows with their cells as text."""

from dataclasses import field

from cchc_macros.plans.model import Place
from cchc_macros.plans.reading.places import Header
from xl.late import dataclass


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
