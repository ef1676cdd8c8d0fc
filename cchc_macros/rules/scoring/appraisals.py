"""Rounds of appraisal: their order, the one in force, and what to do where `Bảng điểm` shows other points."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

from cchc_macros.rules.text import unaccented
from xl.late import dataclass

_ANSWER, _SELF, _FIRST, _UNNUMBERED, _FINAL = -1, 0, 1, 50, 90
_FINAL_WORDS = ("chinh thuc", "phe duyet", "hoan tat", "cong nhan")


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraisal:
    """A row of Appraisals.

    `carried` are the points that `Bảng điểm` took from it, None where it took none yet; `unread` is what stands in
    place of a number.
    """

    row: int
    code: str
    round: str
    points: Decimal | None = None
    unread: str = ""
    carried: Decimal | None = None
    reason: str = ""
    explainer: str = ""
    explain_by: date | None = None
    explanation: str = ""
    evidence: str = ""
    source: str = ""


def rank(name: str) -> int:
    """The place of a round among the others: the unit's own score, the first appraisal, the second, …, the final.

    What a unit answers, in a row of its own (*Giải trình*), comes before all: it gives no points.
    """
    words = unaccented(name)
    if words.startswith("giai trinh"):
        return _ANSWER
    if "tu danh gia" in words or "tu cham" in words:
        return _SELF
    if any(word in words for word in _FINAL_WORDS):
        return _FINAL
    number = re.search(r"\d{1,2}", words)
    return int(number[0]) if number else _FIRST if words == "tham dinh" else _UNNUMBERED


def appraised(rows: Iterable[Appraisal]) -> dict[str, list[Appraisal]]:
    """The rounds of appraisal of each criterion, in their order; of one round the lowest row is last."""
    found: dict[str, list[Appraisal]] = {}
    for one in sorted(rows, key=lambda one: (rank(one.round), one.row)):
        if rank(one.round) > _SELF:
            found.setdefault(one.code, []).append(one)
    return found


def in_force(rounds: Sequence[Appraisal]) -> Appraisal | None:
    """The last round that has points."""
    return next((one for one in reversed(rounds) if one.points is not None), None)


def closed_self_scores(rows: Iterable[Appraisal]) -> dict[str, Decimal | None]:
    """The self-scores that were closed, and of those changed with consent the latest."""
    return {one.code: one.points for one in rows if rank(one.round) == _SELF}


def to_explain(rows: Iterable[Appraisal], scored: Mapping[str, Decimal | None]) -> list[Appraisal]:
    """The rounds in force that units must answer: fewer points than the unit gave itself, or a unit is named.

    An answer in a row of its own below the round that names no unit answers it for all. `scored` are the self-scores.
    """
    rows = list(rows)
    last = (in_force(rounds) for rounds in appraised(rows).values())
    return [
        one
        for one in last
        if one
        and one.points is not None
        and all(answer.explainer for answer in answers_to(one, rows))
        and (one.explainer or one.points < (scored.get(one.code) or one.points))
    ]


def answers_to(asked: Appraisal, rows: Iterable[Appraisal]) -> list[Appraisal]:
    """The answers to a round in rows of their own (*Giải trình*), which stand below it."""
    return [
        one
        for one in rows
        if one.code == asked.code and one.row > asked.row and rank(one.round) == _ANSWER
        if one.explanation or one.evidence or one.reason
    ]


Step = Literal["carry", "record", "differs"]


def next_step(rounds: Sequence[Appraisal], shown: Decimal | None) -> Step | None:
    """What makes `Thẩm định` of a criterion, which shows some points, and its rounds agree; None where they do.

    Returns:
        "carry": the last round's points go into `Bảng điểm`; "record": somebody changed them there, which becomes a
        row of the round; "differs": both were changed, and a person decides.
    """
    last = in_force(rounds)
    if last is None or shown == last.points:
        return None
    came_from = [one for one in rounds if one.carried == shown]
    if shown is None or any(one.points != shown or one is not last for one in came_from):
        return "carry"
    return "record" if last.carried == last.points else "differs"
