"""Work to win points back: a task for every criterion that lost points and whose remedy staff wrote down."""

from collections.abc import Iterable, Sequence

from cchc_macros.rules.codes import arabic
from cchc_macros.rules.scoring.scores import Criterion, ScoredTree, Tree, walk
from cchc_macros.rules.tasks.tasks import Task, is_covered
from cchc_macros.rules.text import fold
from xl.late import dataclass

HEADING_CODE, HEADING_NAME = "KP", "Khắc phục các tiêu chí mất điểm"
NO_SOLUTION, COVERED, UNKNOWN, NOTHING_LOST = (
    "chưa ghi Giải pháp", "đã có nhiệm vụ", "không có tiêu chí này ở Bảng điểm", "không mất điểm",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """A task to be.

    Attributes:
        criterion: What it is to win back, whose deadline, person and leader are the task's.
        lead: Who leads: of the criterion, else of the nearest row above it that names somebody.
        support: Who supports, found likewise.
    """

    code: str
    criterion: Criterion
    lead: str
    support: str

    @property
    def name(self) -> str:
        """What it is called."""
        return f"Khắc phục tiêu chí {self.criterion.code}: {self.criterion.name}"

    @property
    def requirement(self) -> str:
        """The remedy, and the cause."""
        cause = self.criterion.cause
        return "\n".join(filter(None, (self.criterion.remedy, f"Nguyên nhân: {cause}" if cause else "")))


@dataclass(frozen=True, slots=True)
class Remedies:
    """The tasks to add, whether their heading is to be added too, and the criteria left out with the reason."""

    tasks: tuple[Remedy, ...]
    needs_heading: bool
    skipped: tuple[tuple[str, str], ...]


def remedies(scored: ScoredTree, tasks: Sequence[Task], chosen: Sequence[str] = ()) -> Remedies:
    """Turn the remedies of the criteria chosen, or of every leaf that lost points, into tasks."""
    tree, above = scored.tree, _leads(scored.tree)
    covered = {arabic(code) for task in tasks for code in task.related}
    by_code = {arabic(node.criterion.code): node for node in tree.nodes}
    wanted = list(dict.fromkeys(arabic(code) for code in chosen))
    skipped = [(code, UNKNOWN) for code in wanted if code not in by_code]
    nodes = [by_code[code] for code in wanted if code in by_code] if wanted else list(tree.leaves())
    number = _next_number(tasks)
    made: list[Remedy] = []
    for node in nodes:
        row = node.criterion
        if not (scored.of(node).lost or 0) > 0:
            skipped += [(row.code, NOTHING_LOST)] if wanted else []
        elif is_covered(row.code, covered):
            skipped.append((row.code, COVERED))
        elif not row.remedy:
            skipped.append((row.code, NO_SOLUTION))
        else:
            lead, support = above[row.row]
            code = f"{HEADING_CODE}.{number + len(made)}"
            made.append(Remedy(code=code, criterion=row, lead=lead, support=support))
    has_heading = any(fold(task.code) == fold(HEADING_CODE) for task in tasks)
    return Remedies(tuple(made), not has_heading, tuple(skipped))


def _leads(tree: Tree) -> dict[int, tuple[str, str]]:
    """Lead and support of every row: its own, else those of the nearest row above that names a lead."""
    found: dict[int, tuple[str, str]] = {}
    for node in walk(tree.roots):
        own = (node.criterion.lead, node.criterion.support)
        units = own if own[0] else found.get(node.criterion.row, own)
        found[node.criterion.row] = units
        found |= {child.criterion.row: units for child in node.children}
    return found


def _next_number(tasks: Iterable[Task]) -> int:
    """The number after the last of such tasks."""
    head = f"{HEADING_CODE}."
    numbers = [task.code[len(head) :] for task in tasks if task.code.upper().startswith(head)]
    return max((int(number) for number in numbers if number.isdecimal()), default=0) + 1
