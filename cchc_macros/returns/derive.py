"""What the reports of units mean for a task: the units in the lead decide.

* What did not arise for a lead (*Không phát sinh*) leaves it out; where it arose for none, it did not arise.
* Every lead reports *Hoàn thành*: the task is done. No lead reports more than *Chưa thực hiện*: not begun.
* No lead is still at it, and at least one reports *Không thực hiện được*: so is the task.
* Anything else, a lead that has not reported among others that have too: *Đang thực hiện*.

Progress is the mean over the leads. A lead without a figure counts 100% when done, 0% when it has not begun or
not reported; one that is at it without a figure leaves the task without one.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from cchc_macros import contract as c
from cchc_macros.rules.typed_values import share, spell_share
from xl.late import dataclass

_SEPARATOR = " · "
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class TaskState:
    """Status and progress, as texts; "" for none."""

    status: str = ""
    progress: str = ""

    def __str__(self) -> str:
        return _SEPARATOR.join(filter(None, (self.status, self.progress)))

    @classmethod
    def read(cls, text: str) -> "TaskState":
        """Read what `str` gave."""
        status, _, progress = text.partition(_SEPARATOR)
        return cls(status, progress) if status in c.STATUSES else cls()


def task_state(leads: Sequence[TaskState | None]) -> TaskState:
    """The state of a task from its leads' reports; None for a lead that has not reported."""
    if leads and all(lead is not None and lead.status == c.NOT_ARISEN for lead in leads):
        return TaskState(c.NOT_ARISEN)
    leads = [lead for lead in leads if lead is None or lead.status != c.NOT_ARISEN]
    said = [lead.status for lead in leads if lead is not None and lead.status]
    if not said:
        return TaskState()
    if set(said) == {c.TODO} or (len(said) == len(leads) and len(set(said)) == 1):
        status = said[0]
    elif len(said) == len(leads) and set(said) <= {c.DONE, c.CANNOT}:
        status = c.CANNOT
    else:
        status = c.DOING
    return TaskState(status, _mean([_share(lead) for lead in leads]))


def _share(lead: TaskState | None) -> Decimal | None:
    if lead is None or not lead.status:
        return Decimal(0)
    if lead.progress:
        return share(lead.progress)
    return {c.DONE: Decimal(1), c.DOING: None}.get(lead.status, Decimal(0))


def _mean(shares: Sequence[Decimal | None]) -> str:
    known = [number for number in shares if number is not None]
    if len(known) < len(shares):
        return ""
    mean = sum(known, Decimal(0)) / len(known)
    return spell_share(mean.quantize(_CENT, ROUND_HALF_UP) if mean not in known else mean)
