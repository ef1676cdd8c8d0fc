"""The places in the workbook where columns of published tables go, and the headings that say so."""

from typing import Literal

from cchc_macros import contract as c
from cchc_macros.plans.model import Kind
from cchc_macros.plans.words.vocabulary import NAME, meaning
from xl.late import dataclass

RANKING: Literal["ranking"] = "ranking"
TableKind = Kind | Literal["ranking"]
PART = "\x1f"  # parts a heading of the workbook from what of it a column holds: a label, a period, a round
POINTS, REASON, ANSWER, EXPLAINER, EXPLAIN_BY = "1", "2", "3", "4", "5"  # of a round of appraisal
OF_ROUNDS = {"opinion": REASON, "explanation": ANSWER, "explainer": EXPLAINER, "explain by": EXPLAIN_BY}
PLUS, MINUS = "+", "-"

COLUMNS: dict[Kind, dict[str, str]] = {
    "criteria": {
        NAME: c.CRITERION_NAME, "max": c.MAX_SCORE, "result": c.RESULT, "target": c.TARGET, "self": c.SELF_SCORE,
        "appraised": c.APPRAISED, "lead": c.LEAD, "support": c.SUPPORT, "deadline": c.CRITERION_DEADLINE,
        "evidence": c.EVIDENCE, "note": c.NOTE, "scale": c.SCALE, "survey": c.SURVEY, "cause": c.CAUSE,
        "remedy": c.REMEDY, "person": c.PERSON, "leader": c.LEADER,
    },
    "tasks": {
        NAME: c.TASK_NAME, "requirement": c.REQUIREMENT, "deadline": c.TASK_DEADLINE, "lead": c.LEAD,
        "support": c.SUPPORT, "related": c.RELATED, "status": c.STATUS, "progress": c.PROGRESS,
        "person": c.PERSON, "leader": c.LEADER,
    },
}  # fmt: skip
COMPUTED = ("lost", "ratio")  # the workbook computes these itself
NUMERIC = ("max", "self", "appraised", "result", "target", "survey", "bonus", "penalty", "points", "lost", "ratio")


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a column.

    Attributes:
        own: Its lowest words.
        above: The words over it, which may stand over several columns.
        printed: All of it, as a message shows it.
        wraps: `above` is the beginning of `own`, broken by the width.
    """

    own: str
    above: str
    printed: str
    wraps: bool = False

    @property
    def full(self) -> str:
        """All its words."""
        return f"{self.above} {self.own}".strip()

    def means(self) -> str | None:
        """What it means, where its words tell: the lowest alone, else with those above."""
        if self.wraps:
            return meaning(self.full) or meaning(self.own)
        key = meaning(self.own)
        over = meaning(self.full) if self.above else None
        return over if key is None or (key == "points" and over in NUMERIC) else key


@dataclass(frozen=True, slots=True)
class Columns:
    """What `assign_columns` found.

    Attributes:
        kind: What the table holds.
        columns: By position: a heading of the workbook, `CODE`, `SYMBOL`, or a heading and a part of it (`PART`).
        unused: Positions of columns that the workbook has no place for.
        remarks: Which of several columns was taken, and why.
    """

    kind: TableKind
    columns: dict[int, str]
    unused: tuple[int, ...]
    remarks: tuple[str, ...]
