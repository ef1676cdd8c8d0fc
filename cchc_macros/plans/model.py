"""What a plan is made of, before (`Line`) and after (`Plan`) it is read."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal
from typing import Literal

from cchc_macros.rules.findings import Finding
from xl.late import dataclass

Kind = Literal["criteria", "tasks"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line is in its document: `Place("dòng", 12)`, `Place("trang 3, dòng", 4)`."""

    where: str
    number: int

    def to(self, last: "Place") -> str:
        """Return the stretch from here to `last` in words: "dòng 12", "dòng 12-15"."""
        if self == last:
            return str(self)
        return f"{self}-{last.number}" if self.where == last.where else f"{self} – {last}"

    def __str__(self) -> str:
        return f"{self.where} {self.number}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document: a paragraph (`table` false, one cell) or a row of a table.

    Attributes:
        cells: Plain text of the cells; None where a cell is merged with the one above it.
        table: The line is a row of a table.
        fresh: The line follows a gap (a blank line, a page break, the beginning of another table), so that
            it may be the rest of a row broken there.
    """

    cells: tuple[str | None, ...]
    place: Place
    table: bool = True
    fresh: bool = False

    @property
    def texts(self) -> tuple[str, ...]:
        """The cells, merged ones as empty text."""
        return tuple(cell or "" for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Piece:
    """The piece of a scanned page that a row was read from: a JPEG in base64, and the texts that are doubtful."""

    jpeg: str
    unsure: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A document as its reader gives it.

    Attributes:
        remarks: What the reader did to it that a person should know, Vietnamese, one sentence each.
        pieces: Of a scan: what each row of a table was read from, by its place.
    """

    lines: tuple[Line, ...]
    remarks: tuple[str, ...] = ()
    pieces: Mapping[str, Piece] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPoints:
    """One round of appraisal of a criterion, as texts: its points, why they differ, who answers by when, the answer."""

    round: str
    points: str
    reason: str = ""
    explanation: str = ""
    explainer: str = ""
    explain_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """One row of an appendix.

    Attributes:
        code: The STT as written, without trailing dot or bracket; made unique where numbering restarts.
        cells: Text by contract heading (`contract.CRITERIA` or `contract.TASKS`); empty cells are left out.
        heading: All columns but STT and name are empty.
        source: Where it was read: "dòng 12-15".
        doubts: What a person should look at, Vietnamese, one sentence each.
        appraisals: The rounds of appraisal, of a criterion for which the document has several or gives reasons.
    """

    code: str
    cells: dict[str, str]
    heading: bool
    source: str
    doubts: tuple[str, ...] = ()
    appraisals: tuple[RoundPoints, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A published appendix.

    Attributes:
        kind: "criteria": a table of scores; "tasks": a table of tasks.
        number: Of the plan, e.g. "31/KH-STP"; empty where not stated.
        date: Of the plan; None where not stated.
        title: Of the appendix.
        province: E.g. "tỉnh Lạng Sơn".
        year_assessed: The year whose results are shown.
        stated: The totals the document itself states: max, result, target (points); index, target_index (%).
        report: What the reader did and doubts, as findings without a row index.
    """

    kind: Kind
    rows: tuple[PlanRow, ...]
    number: str = ""
    date: dt.date | None = None
    title: str = ""
    agency: str = ""
    province: str = ""
    year_assessed: int | None = None
    year_plan: int | None = None
    stated: dict[str, Decimal] = field(default_factory=dict)
    report: tuple[Finding, ...] = ()
