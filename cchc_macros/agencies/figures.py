"""What one agency's workbook amounts to."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from cchc_macros.contract import DOING, DONE, NOT_ARISEN
from cchc_macros.rules.scoring.scores import Score, index
from cchc_macros.rules.tasks.tasks import WorkItem
from cchc_macros.rules.text import fold
from xl.late import dataclass


@dataclass(frozen=True, slots=True)
class WorkCounts:
    """How many pieces of work there are, and how they stand.

    A late one may be under way too; what did not arise is no part of any.
    """

    work: int = 0
    done: int = 0
    doing: int = 0
    late: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """One workbook.

    Attributes:
        file: Its path inside the folder, for people to find it.
        name: The agency, as the setting `Cơ quan` says.
        lost: Points lost by domain, (name, points), in the order of the sheet; domains without a result are left out.
        band: `Xếp loại` by the workbook's own setting, "" for none.
        known: Over how many criteria the result is known, where it is not all.
    """

    file: str
    name: str
    province: str
    year_assessed: int | None
    year_plan: int | None
    total: Score
    lost: tuple[tuple[str, Decimal], ...]
    progress: WorkCounts
    band: str = ""
    known: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def index(self) -> Decimal | None:
        """The index reached in the year assessed, in %."""
        return index(self.total.result, self.total.max)

    @property
    def identity(self) -> tuple[str, str, int | None, int | None]:
        """What two workbooks of one agency and year have in common."""
        return fold(self.name), fold(self.province), self.year_assessed, self.year_plan


def count_work(work: Iterable[tuple[WorkItem, str]], today: date) -> WorkCounts:
    """Count pieces of work with their status.

    Late is what is open and whose last day is over; recurring work never is.
    """
    pairs = [(item, fold(status)) for item, status in work if fold(status) != fold(NOT_ARISEN)]
    return WorkCounts(
        work=len(pairs),
        done=sum(status == fold(DONE) for _, status in pairs),
        doing=sum(status == fold(DOING) for _, status in pairs),
        late=sum(status != fold(DONE) and _is_over(item, today) for item, status in pairs),
    )


def _is_over(item: WorkItem, today: date) -> bool:
    return item.deadline.kind != "recurring" and item.due is not None and item.due < today
