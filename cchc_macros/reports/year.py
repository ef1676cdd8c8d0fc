"""How the year stands: every piece of work with its leads, its state and what units wrote of it."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any

from cchc_macros import contract as c
from cchc_macros.returns.derive import TaskState, task_state
from cchc_macros.rules.codes import arabic, parent_code
from cchc_macros.rules.scoring.scores import ScoredTree
from cchc_macros.rules.tasks.assign import TaskSheet
from cchc_macros.rules.tasks.tasks import WorkItem
from cchc_macros.rules.text import fold
from cchc_macros.rules.titles import PlanFacts
from cchc_macros.rules.typed_values import spell_share
from xl.late import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What one unit reports of one piece of work, as text."""

    status: str = ""
    progress: str = ""
    result: str = ""
    proof: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """All that the report is made from.

    Attributes:
        items: The work of the year; `related` tells which criteria each task serves, by identity.
        sheets: Who does what.
        reports: What units report, by (identity, unit code).
        awaited: Codes of the units from which a sheet is to come back: not the office itself.
        returned: Codes of the units from which one has.
        on: The day of the report; `near` days ahead work is near.
        period: The open round of reporting, "" for none.
        done_before: How much was done when the round before ended.
        years: The domains beside last year's (`more_facts.YearRow`).
    """

    plan: PlanFacts
    scores: ScoredTree
    items: Sequence[WorkItem]
    related: Mapping[str, Sequence[str]]
    sheets: Sequence[TaskSheet]
    reports: Mapping[tuple[str, str], Reported]
    awaited: AbstractSet[str]
    returned: AbstractSet[str]
    on: date
    near: int
    period: str = ""
    done_before: int | None = None
    years: Sequence[Any] = ()


class YearStatus:
    """The year's work with how it stands.

    Attributes:
        leads: The units in the lead, by identity of the work; `supports` those in support.
        states: Status and progress, by identity: what the office decided, else what the leads report.
    """

    def __init__(self, year: Year) -> None:
        self.year = year
        self.leads: dict[str, list[TaskSheet]] = defaultdict(list)
        self.supports: dict[str, list[TaskSheet]] = defaultdict(list)
        for sheet in year.sheets:
            for duty in sheet.duties:
                (self.leads if duty.role == "lead" else self.supports)[duty.item.id].append(sheet)
        self.states = {item.id: self._state(item) for item in year.items}

    def counts(self) -> Counter[str]:
        """How many pieces of work have each status; one without a status has not begun."""
        return Counter(state.status or c.TODO for state in self.states.values())

    def counts_by_unit(self) -> dict[str, Counter[str]]:
        """Of each unit's led work how much has which status: the work's own, as `counts` counts it."""
        found: dict[str, Counter[str]] = {}
        for sheet in self.year.sheets:
            led = [duty.item for duty in sheet.duties if duty.role == "lead"]
            if led:
                found[sheet.name] = Counter(self.states[item.id].status or c.TODO for item in led)
        return found

    def serving(self, code: str) -> list[WorkItem]:
        """The work about a criterion: the criterion itself, and tasks that name it or one above it."""
        wanted = {arabic(code)}
        while code := parent_code(code):
            wanted.add(arabic(code))
        return [item for item in self.year.items if any(arabic(one) in wanted for one in self._about(item))]

    def late(self) -> list[WorkItem]:
        """What is late, the longest first."""
        late = [item for item in self.year.items if item.due and item.due < self.year.on and self._is_open(item)]
        return sorted(late, key=lambda item: item.due or date.max)

    def near(self) -> list[WorkItem]:
        """What falls due soon."""
        return [
            item
            for item in self.year.items
            if item.due and 0 <= (item.due - self.year.on).days <= self.year.near and self._is_open(item)
        ]

    def texts(self, item: WorkItem, *fields: str) -> str:
        """What units wrote, leads first; each with its name, unless it is the lead's alone."""
        told = (
            (sheet, "\n".join(filter(None, (getattr(self.reported(item, sheet), one) for one in fields))))
            for sheet in (*self.leads[item.id], *self.supports[item.id])
        )
        said = [(sheet, text) for sheet, text in told if text]
        if [sheet.code for sheet, _ in said] == [sheet.code for sheet in self.leads[item.id]] and len(said) == 1:
            return said[0][1]
        return "\n".join(f"{sheet.name}: {text}" for sheet, text in said)

    def reported(self, item: WorkItem, sheet: TaskSheet) -> Reported:
        """What a unit reports."""
        return self.year.reports.get((item.id, sheet.code), Reported())

    def _about(self, item: WorkItem) -> Sequence[str]:
        return self.year.related.get(item.id, ()) if item.is_task else (item.code,)

    def _state(self, item: WorkItem) -> TaskState:
        leads = [self.year.reports.get((item.id, sheet.code)) for sheet in self.leads[item.id]]
        reported = task_state([TaskState(lead.status, lead.progress) if lead else None for lead in leads])
        progress = "" if item.progress is None else spell_share(item.progress)
        return TaskState(item.status or reported.status, progress or reported.progress)

    def _is_open(self, item: WorkItem) -> bool:
        return item.deadline.kind != "recurring" and fold(self.states[item.id].status) not in map(fold, c.CLOSED)
