"""What is on the two appendices and on the lost-points sheet: rows, totals, title block, signature."""

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from decimal import Decimal

from cchc_macros import contract as c
from cchc_macros.paper import layout as of
from cchc_macros.paper.layout import Layout
from cchc_macros.rules import titles
from cchc_macros.rules.headings import Headings, with_last
from cchc_macros.rules.numbers import format_index, format_known, format_number
from cchc_macros.rules.scoring.scores import Criterion, Node, Score, ScoredTree, index
from cchc_macros.rules.scoring.so_far import ScoreField, so_far
from cchc_macros.rules.tasks.tasks import Task
from cchc_macros.rules.titles import PlanFacts
from xl.late import dataclass

NOT_SCORED_TEXT = "không chấm điểm"
_LONGEST_AGENCY = 30  # letters: a longer name would make the heading of a narrow column half a page high


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One row: its texts by column. One that is a `heading` belongs on a page with the row below it."""

    cells: Mapping[str, str]
    bold: bool = False
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """One printed table, ready to be laid out.

    Attributes:
        fields: The values of the placeholders outside the body, the title block and totals among them.
    """

    layout: Layout
    fields: Mapping[str, str]
    rows: Sequence[PaperRow]
    shown: tuple[bool, ...] = field(init=False)

    def __post_init__(self) -> None:
        shown = tuple(
            not column.optional or any(row.cells.get(column.key) for row in self.rows) for column in self.layout.columns
        )
        object.__setattr__(self, "shown", shown)


def appendices(plan: PlanFacts, scored: ScoredTree, tasks: Sequence[Task]) -> list[Paper]:
    """The appendices that the workbook has something for, in order.

    One alone is *Phụ lục*; two are *Phụ lục I* and *Phụ lục II*, and a title from the settings is the first one's.
    """
    first = score_paper(plan, scored)
    second = task_paper(replace(plan, title="") if first else plan, tasks)
    papers = [paper for paper in (first, second) if paper]
    if len(papers) == 1:
        return papers
    return [replace(paper, fields={**paper.fields, of.HEADING: paper.layout.sheet}) for paper in papers]


def score_paper(plan: PlanFacts, scored: ScoredTree) -> Paper | None:
    """Phụ lục I: the criteria with their scores; None where no criterion has any score."""
    criteria, total = scored.criteria, scored.total
    if not any(value is not None for row in criteria for value in (row.max_score, row.result, row.target)):
        return None
    nodes = {node.criterion.row: node for node in scored.tree.nodes}
    rows = [_score_row(scored, row, nodes.get(row.row)) for row in criteria]
    known = {c.RESULT: _known(scored, "result"), c.TARGET: _known(scored, "target")}
    fields = {
        **_fields(plan, titles.in_capitals(plan.title) or titles.score_title(plan)),
        f"{of.TOTAL} {c.MAX_SCORE}": format_number(total.max),
        f"{of.TOTAL} {c.RESULT}": format_known(total.result) + known[c.RESULT],
        f"{of.TOTAL} {c.TARGET}": format_known(total.target) + known[c.TARGET],
        f"{of.INDEX} {c.RESULT}": format_index(index(total.result, total.max), plan.decimals) + known[c.RESULT],
        f"{of.INDEX} {c.TARGET}": format_index(index(total.target, total.max), plan.decimals) + known[c.TARGET],
    }
    return Paper(of.SCORES, fields, rows)


def _known(scored: ScoredTree, what: ScoreField, node: Node | None = None) -> str:
    """Below a sum, of how many criteria it knows the points, where it is not all of them; it takes the others for 0."""
    share = so_far(scored, what, node).share
    return f"\n{share.replace(' ', chr(10), 1)}" if share else ""  # the column is narrow


def task_paper(plan: PlanFacts, tasks: Sequence[Task]) -> Paper | None:
    """Phụ lục II: the tasks under their headings; None where there is no task."""
    if all(task.is_heading for task in tasks):
        return None
    rows = [
        PaperRow(
            {
                c.STT: task.code,
                c.TASK_NAME: task.name,
                c.REQUIREMENT: task.requirement,
                c.TASK_DEADLINE: task.deadline,
                c.LEAD: task.lead,
                c.SUPPORT: task.support,
            },
            bold=task.is_heading,
            heading=task.is_heading,
        )
        for task in tasks
    ]
    return Paper(of.TASKS, _fields(plan, titles.in_capitals(plan.title) or titles.task_title(plan)), rows)


def lost_paper(plan: PlanFacts, scored: ScoredTree) -> Paper | None:
    """The lost-points sheet, as a remedial appendix where causes or remedies are written; None: nothing was lost."""
    over = Headings(scored.criteria)
    lost = [(node.criterion, scored.of(node)) for node, _ in scored.lost_leaves()]
    if not lost:
        return None
    rows = [
        PaperRow(
            {
                of.ORDER: str(number),
                of.LOST_CODE: row.code,
                c.CRITERION_NAME: with_last(row.name, over.above(row.code)),
                c.MAX_SCORE: format_number(score.max),
                c.RESULT: format_known(score.result),
                c.LOST: format_known(score.lost),
                c.NOTE: row.note,
                c.CAUSE: row.cause,
                c.REMEDY: row.remedy,
                c.LEAD: row.lead,
                c.CRITERION_DEADLINE: row.deadline,
            }
        )
        for number, (row, score) in enumerate(lost, 1)
    ]
    whole = sum((score.lost or Decimal(0) for _, score in lost), Decimal(0))
    told = format_number(whole) + _known(scored, "lost")
    fields = {**_fields(plan, titles.lost_title(plan)), f"{of.TOTAL} {c.LOST}": told}
    is_remedial = any(row.cause or row.remedy for row, _ in lost)
    return Paper(of.REMEDIAL if is_remedial else of.LOST, fields, rows)


def _score_row(scored: ScoredTree, row: Criterion, node: Node | None) -> PaperRow:
    maximum, result, target = _score_texts(row, scored.by_row.get(row.row), keep_max=scored.counting.keep_max)
    if node and not node.is_leaf:
        result, target = result + _known(scored, "result", node), target + _known(scored, "target", node)
    cells = {
        c.STT: row.code,
        c.CRITERION_NAME: f"{row.name}\n{_bracketed(row.note)}".strip(),
        c.MAX_SCORE: maximum,
        c.RESULT: result,
        c.TARGET: target,
        c.LEAD: row.lead,
        c.SUPPORT: row.support,
        c.CRITERION_DEADLINE: row.deadline,
    }
    bold = node is None or node.level == 1
    heads = node is not None and not node.is_leaf
    return PaperRow(cells, bold, heading=heads)


def _score_texts(row: Criterion, score: Score | None, *, keep_max: bool) -> tuple[str, str, str]:
    """Maximum, result and target; a row that is not scored says so where its points would stand."""
    if score is None:  # no STT, so no place in the tree
        return format_known(row.max_score), format_known(row.result), format_known(row.target)
    maximum = format_number(score.max) if score.max or row.max_score is not None else ""
    if not score.scored:
        return (maximum, NOT_SCORED_TEXT, "") if keep_max else (NOT_SCORED_TEXT, "", "")
    return maximum, format_known(score.result), format_known(score.target)


def _bracketed(note: str) -> str:
    note = note.strip()
    return note if not note or (note.startswith("(") and note.endswith(")")) else f"({note})"


def _fields(plan: PlanFacts, title: str) -> dict[str, str]:
    return {
        of.HEADING: "Phụ lục",
        of.TITLE: title,
        of.BASIS: titles.basis(plan),
        c.AGENCY: plan.agency,
        of.AGENCY_IN_HEADING: plan.agency if len(plan.agency) <= _LONGEST_AGENCY else "cơ quan",
        c.PROVINCE: plan.province,
        c.YEAR_ASSESSED: titles.year_text(plan.year_assessed),
        c.YEAR_PLAN: titles.year_text(plan.year_plan),
    }
