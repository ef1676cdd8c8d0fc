"""A row of Tasks, and what counts as work: tasks, and criteria with a lead that no task covers."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from cchc_macros.rules.codes import arabic, parent_code
from cchc_macros.rules.days.deadlines import Deadline, read_deadline
from cchc_macros.rules.headings import Headings, with_last
from cchc_macros.rules.numbers import format_number
from cchc_macros.rules.scoring.scores import Criterion, Score, ScoredTree, add
from cchc_macros.rules.units.cells import Mention
from cchc_macros.rules.units.roles import read_roles
from cchc_macros.rules.units.roster import Roster
from xl.late import dataclass

Progress = Mapping[
    tuple[str, str], Mapping[str, Any]
]  # (label of the work, unit code) -> what the unit says, by heading
CRITERION_PREFIX = "TC "  # before a criterion's STT where a task has the same STT


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One row of Tasks. `row` is its 0-based index in the table's body; `due` is the cell `Hạn cuối`."""

    row: int
    code: str
    name: str = ""
    requirement: str = ""
    deadline: str = ""
    due: date | None = None
    lead: str = ""
    support: str = ""
    related: tuple[str, ...] = ()
    status: str = ""
    progress: Decimal | None = None
    person: str = ""
    leader: str = ""

    @property
    def is_heading(self) -> bool:
        """A row with nothing but a number and a name is a heading, whatever its depth."""
        return not (self.requirement or self.deadline or self.lead or self.support)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """One piece of work to hand out.

    Attributes:
        id: Identity over the year: "T:1.1" for a task, "C:3" for a criterion that is work itself.
        row: Index of its row in Tasks or Criteria.
        label: The STT shown, unique over tasks and criteria.
        requirement: What is to be done; for a criterion the points to reach, and its note.
        due: Its day, or the one typed where the text has none and does not recur.
        typed_due: The day in the cell `Hạn cuối`, whatever the text says.
        lost: Points lost in the year assessed (of the criterion, or of those the task relates to).
        losses: The same by component, as (STT in Arabic numerals, points): other work may be about some of them, too.
        domain: Name of the first-level row above it.
        headings: The rows above it in its tree, the first level first, as "8. Chỉ số hài lòng".
        person: Who is in charge of it, as the plan or the office says.
        leader: Which leader of the office directs it.
    """

    id: str
    row: int
    code: str
    name: str
    requirement: str
    deadline: Deadline
    due: date | None
    lost: Decimal | None
    leads: tuple[Mention, ...]
    supports: tuple[Mention, ...]
    status: str = ""
    progress: Decimal | None = None
    domain: str = ""
    headings: tuple[str, ...] = ()
    person: str = ""
    leader: str = ""
    losses: tuple[tuple[str, Decimal], ...] = ()
    label: str = ""
    typed_due: date | None = None

    @property
    def is_task(self) -> bool:
        """Whether it is in Tasks (else in Criteria)."""
        return self.id.startswith("T:")

    @property
    def full_name(self) -> str:
        """Its name, and the heading that it stands under: alone, "8.2 Thủ tục hành chính" means nothing."""
        return with_last(self.name, self.headings)


def with_headings(items: Iterable[WorkItem]) -> Iterator[tuple[WorkItem, tuple[str, ...]]]:
    """Each with the headings of the plan that begin at it: those of a run stand once, above its first."""
    over: tuple[str, ...] = ()
    for item in items:
        yield item, tuple(heading for heading in item.headings if heading not in over)
        over = item.headings


def work_items(
    tasks: Sequence[Task], scored: ScoredTree, roster: Roster, plan_year: int | None
) -> tuple[WorkItem, ...]:
    """Everything to be handed out, tasks first, each in the order of its sheet.

    A criterion is covered, and not work of its own, when a task relates to it or to one above it.
    """
    criteria, scores = scored.criteria, scored.by_row
    covered = {arabic(code) for task in tasks for code in task.related}
    taken = {task.code for task in tasks if not task.is_heading}
    losses = _losses({arabic(row.code): scores[row.row].lost for row in criteria if row.row in scores})
    over_tasks, over_criteria = Headings(tasks), Headings(criteria)
    items = [
        WorkItem(
            id=f"T:{task.code}", row=task.row, code=task.code, label=task.code, name=task.name,
            requirement=task.requirement,
            deadline=(deadline := read_deadline(task.deadline, plan_year)), due=_due(deadline, task.due),
            typed_due=task.due,
            losses=(lost := _union(losses, task.related)), lost=add(points for _, points in lost),
            leads=(roles := read_roles(task.lead, task.support, roster))[0], supports=roles[1],
            status=task.status, progress=task.progress, domain=over_tasks.domain(task.code),
            headings=over_tasks.above(task.code), person=task.person, leader=task.leader,
        )
        for task in tasks
        if not task.is_heading
    ]  # fmt: skip
    items += [
        WorkItem(
            id=f"C:{criterion.code}", row=criterion.row, code=criterion.code, name=criterion.name,
            label=f"{CRITERION_PREFIX}{criterion.code}" if criterion.code in taken else criterion.code,
            requirement=_aim(criterion, scores.get(criterion.row)),
            deadline=(deadline := read_deadline(criterion.deadline, plan_year)), due=_due(deadline, criterion.due),
            typed_due=criterion.due,
            losses=(lost := _union(losses, (criterion.code,))), lost=add(points for _, points in lost),
            leads=roles[0], supports=roles[1],
            domain=over_criteria.domain(criterion.code),
            headings=over_criteria.above(criterion.code), person=criterion.person, leader=criterion.leader,
        )
        for criterion in criteria
        if (roles := read_roles(criterion.lead, criterion.support, roster))[0]
        and not is_covered(criterion.code, covered)
    ]  # fmt: skip
    return tuple(items)


def _losses(lost: Mapping[str, Decimal | None]) -> dict[str, dict[str, Decimal]]:
    """What the components at and below each criterion lost, by code."""
    above = {parent_code(code) for code in lost}
    found: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for code, points in lost.items():
        over = code if code not in above and points is not None else ""
        while over:
            found[over][code] = points or Decimal(0)
            over = parent_code(over)
    return found


def _union(losses: Mapping[str, Mapping[str, Decimal]], codes: Iterable[str]) -> tuple[tuple[str, Decimal], ...]:
    """What the components of several criteria lost, each once."""
    return tuple({code: lost for one in codes for code, lost in losses.get(arabic(one), {}).items()}.items())


def _due(deadline: Deadline, typed: date | None) -> date | None:
    """The day of the text; the one typed where the text leaves it open; none where it recurs."""
    return typed if deadline.kind not in ("day", "recurring") else deadline.due


def _aim(criterion: Criterion, score: Score | None) -> str:
    """What is required of who leads a criterion: the points to reach beside those reached, and the row's note."""
    points = ""
    if score is not None and score.target is not None:
        points = f"Phấn đấu đạt {format_number(score.target)}/{format_number(score.max)} điểm"
        if score.result is not None:
            points += f" (lần đánh giá trước: {format_number(score.result)} điểm)"
    note = f"Ghi chú: {criterion.note}" if points and criterion.note else criterion.note
    return "\n".join(filter(None, (points, note)))


def is_covered(code: str, covered: set[str]) -> bool:
    """Whether a task relates to this criterion or to one above it; `covered` holds Arabic codes."""
    code = arabic(code)
    while code:
        if code in covered:
            return True
        code = parent_code(code)
    return False
