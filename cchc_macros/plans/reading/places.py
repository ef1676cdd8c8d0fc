"""The places in the workbook where columns of published tables go, and the header that says so."""

import re
from typing import Literal

from cchc_macros import contract as c
from cchc_macros.plans.model import Kind
from cchc_macros.plans.words.vocabulary import CODE, NAME, bare, meaning, period_named
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

    @property
    def period(self) -> str:
        """The period that it is, worded as a deadline; "" if it is none."""
        return period_named(self.own, self.above)

    def means(self) -> str | None:
        """What it means, where its words tell: the lowest alone, else with those above."""
        if self.wraps:
            return meaning(self.full) or meaning(self.own)
        key = meaning(self.own)
        over = meaning(self.full) if self.above else None
        return over if key is None or (key == "points" and over in NUMERIC) else key


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The header of an appendix table.

    Attributes:
        kind: What the table holds.
        columns: By position: a heading of the workbook, `CODE`, `SYMBOL`, or a heading and a part of it (`PART`).
        headings: The whole heading as printed, by position.
        unused: Positions whose heading says something the workbook has no column for.
        remarks: Which of several columns was taken, and why; Vietnamese sentences.
        lines: The plain texts of the header's lines, by position.
    """

    kind: TableKind
    columns: dict[int, str]
    headings: tuple[str, ...]
    unused: tuple[int, ...]
    remarks: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...] = ()

    @property
    def name(self) -> str:
        """Contract heading of the name column."""
        return COLUMNS["tasks" if self.kind == RANKING else self.kind][NAME]

    @property
    def has_codes(self) -> bool:
        """Whether there is an STT column."""
        return CODE in self.columns.values()

    def repeats(self, texts: tuple[str, ...]) -> bool:
        """Whether a row is this header again, whole or cut by a page break."""
        marks = [(i, bare(text)) for i, text in enumerate(texts) if text]
        if not marks:
            return False
        hits = sum(self._holds(i, mark) for i, mark in marks)
        whole = any(tuple(text for _, text in marks) == tuple(filter(None, line)) for line in self.lines)
        return hits == len(marks) and (whole or hits > 1)

    def numbers_columns(self, texts: tuple[str, ...]) -> bool:
        """Whether a row only numbers the columns: (1) (2) (3)."""
        marks = [re.sub(r"[()=\s].*$", "", text.strip("( ")) for text in texts if text]
        digits = [mark for mark in marks if mark.isdecimal()]
        name = next((i for i, column in self.columns.items() if column == self.name), 0)
        return (
            len(digits) > 2  # noqa: PLR2004 - two numbers in a row are scores, three counting up from one are not
            and name < len(texts)
            and bool(re.fullmatch(r"\(?[0-9A-Z]\)?", texts[name]))
            and [int(mark) for mark in digits] == list(range(int(digits[0]), int(digits[0]) + len(digits)))
        )

    def _holds(self, i: int, mark: str) -> bool:
        return bool(mark) and any(f"{at(line, i)} ".startswith(f"{mark} ") for line in self.lines)


def at(line: tuple[str, ...], i: int) -> str:
    """The text of a column of a line, "" past its end."""
    return line[i] if i < len(line) else ""
