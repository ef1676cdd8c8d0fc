"""The score tree: domains, criteria and components numbered by STT, and what each is worth.

Only leaves carry scores; a parent is the sum of its children. A row marked *Không chấm*, with all below it, gives no
points and, by the setting `Cách tính mẫu số`, leaves the maximum too. All sums are exact decimals.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from cchc_macros import contract as c
from cchc_macros.rules.codes import CodeIndex, parent_code
from xl.late import dataclass

ZERO = Decimal(0)
SCORE_FIELDS = {  # of Criterion, and their columns
    "max_score": c.MAX_SCORE,
    "result": c.RESULT,
    "target": c.TARGET,
    "self_score": c.SELF_SCORE,
    "appraised_score": c.APPRAISED,
    "survey": c.SURVEY,
}


class Counting(NamedTuple):
    """How points become a total, by the settings *Cách tính mẫu số*, *Điểm XHH* and *Điểm cộng, trừ*.

    Attributes:
        keep_max: A row that is not scored stays in the maximum (*giữ nguyên điểm tối đa*).
        survey_inside: Points of a survey count; otherwise criteria that a survey scores leave every total.
        bonus_inside: Bonus and penalty points are added to the total of the plan year.
        bonus_cap: The most that they add or take, None for no limit.
        bounded: With them the total goes no higher than the maximum.
    """

    keep_max: bool = False
    survey_inside: bool = True
    bonus_inside: bool = False
    bonus_cap: Decimal | None = None
    bounded: bool = False

    @property
    def left_out(self) -> tuple[str, ...]:
        """The values of `Nguồn điểm` whose rows are in no total: their maximum is no part of the whole."""
        return (c.FROM_BONUS,) if self.survey_inside else (c.FROM_BONUS, c.FROM_SURVEY)

    def with_bonus(self, current: Decimal | None, bonus: Decimal | None, maximum: Decimal) -> Decimal | None:
        """The points of the plan year with bonus and penalty, where these count."""
        if current is None or bonus is None or not self.bonus_inside:
            return current
        cap = self.bonus_cap
        points = current + (bonus if cap is None else max(-cap, min(cap, bonus)))
        return min(points, maximum) if self.bounded else points


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One row of Criteria, read: scores are exact decimals, None where the cell is blank.

    `row` is the 0-based index in the table's body; `due` is the cell `Hạn cuối`; `source` says who gives the points, ""
    where the unit scores itself. `rule`, `number_a` and `number_b` are what `Cách tính` and the
    numbers declared for it hold. `lead`, `support`, `deadline` and the rest are cell texts.
    """

    row: int
    code: str
    name: str = ""
    not_scored: bool = False
    max_score: Decimal | None = None
    result: Decimal | None = None
    target: Decimal | None = None
    self_score: Decimal | None = None
    appraised_score: Decimal | None = None
    survey: Decimal | None = None
    bonus: Decimal | None = None
    source: str = ""
    note: str = ""
    lead: str = ""
    support: str = ""
    deadline: str = ""
    due: date | None = None
    evidence: str = ""
    person: str = ""
    leader: str = ""
    cause: str = ""
    remedy: str = ""
    rule: str = ""
    number_a: object = None
    number_b: object = None


@dataclass(slots=True, eq=False, kw_only=True)
class Node:
    """A criterion in its place in the tree.

    `level` is 1 for a domain; `not_scored` is True where the row or one above it is marked *Không chấm*; `sources` are
    the values of `Nguồn điểm` of the row and those above it.
    """

    criterion: Criterion
    level: int = 1
    not_scored: bool = False
    sources: frozenset[str] = frozenset()
    children: list["Node"] = field(default_factory=list)

    @property
    def is_leaf(self) -> bool:
        """Whether the row carries scores of its own."""
        return not self.children

    @property
    def is_self_scored(self) -> bool:
        """Whether the unit gives itself points here: neither a survey nor the appraiser alone does."""
        return not self.sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What a row is worth: sums over its scored leaves, None where no leaf has a value.

    `max` is the applicable maximum by the denominator rule; `current` is where the plan year stands: the appraised
    score where filled, else the self score, and the points of a survey. `survey` and `bonus` are sums of their own.
    `lost` is max − result over the leaves that have both. `scored` is False for a row marked *Không chấm*, all below
    it, and a parent all of whose leaves are.
    """

    max: Decimal
    result: Decimal | None
    target: Decimal | None
    current: Decimal | None
    lost: Decimal | None
    scored: bool
    survey: Decimal | None = None
    bonus: Decimal | None = None


@dataclass(slots=True)
class Tree:
    """The rows as a tree. `duplicates` and `orphans` are the rows whose place is in doubt.

    A row whose STT occurs twice, or whose parent is missing, is kept as a root so that no row is lost.
    """

    nodes: list[Node]
    roots: list[Node]
    duplicates: list[Criterion]
    orphans: list[Criterion]

    def leaves(self) -> Iterator[Node]:
        """The rows that carry scores, in the order of the sheet."""
        return (node for node in self.nodes if node.is_leaf)

    def ruled(self) -> Iterator[Criterion]:
        """The scored rows whose points a rule (`Cách tính`) gives."""
        return (node.criterion for node in self.leaves() if node.criterion.rule and not node.not_scored)


@dataclass(slots=True, kw_only=True)
class ScoredTree:
    """Criteria with what they are worth.

    Attributes:
        criteria: The rows in the order of the sheet, those without STT too.
        tree: The rows that have one.
        by_row: The score of each row of the tree, by row index.
        total: The sum over the domains, with bonus and penalty where they count: the workbook's total.
    """

    criteria: Sequence[Criterion]
    tree: Tree
    by_row: Mapping[int, Score]
    total: Score
    counting: Counting

    def of(self, node: Node) -> Score:
        """What a row is worth."""
        return self.by_row[node.criterion.row]

    def lost_leaves(self) -> list[tuple[Node, Decimal]]:
        """The leaves of the total that lost points, with how many, the most first: what it lost itself in sum."""
        inside = (node for node in self.tree.leaves() if node.sources.isdisjoint(self.counting.left_out))
        lost = [(node, points) for node in inside if (points := self.of(node).lost or ZERO) > 0]
        return sorted(lost, key=lambda pair: -pair[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What the published document states; None where it states nothing. Indexes in %."""

    max: Decimal | None = None
    result: Decimal | None = None
    target: Decimal | None = None
    index: Decimal | None = None
    target_index: Decimal | None = None


def build_tree(criteria: Sequence[Criterion]) -> Tree:
    """Hang every row under its parent by STT, in the order of the sheet.

    Rows without STT are left out: the caller reports them.
    """
    rows = [criterion for criterion in criteria if criterion.code]
    index = CodeIndex(criterion.code for criterion in rows)
    nodes = [
        Node(criterion=row, not_scored=row.not_scored, sources=frozenset(filter(None, (row.source,)))) for row in rows
    ]
    tree = Tree(nodes, [], [], [])
    for position, node in enumerate(nodes):
        code = node.criterion.code
        parent = index.find(parent_code(code)) if "." in code else None
        if index.find(code) != position:
            tree.duplicates.append(node.criterion)
            tree.roots.append(node)
        elif parent is not None and parent != position:
            nodes[parent].children.append(node)
        else:
            tree.roots.append(node)
            if "." in code:
                tree.orphans.append(node.criterion)
    for node in walk(tree.roots):
        for child in node.children:
            child.level = node.level + 1
            child.not_scored = child.not_scored or node.not_scored
            child.sources |= node.sources
    return tree


def walk(roots: Iterable[Node]) -> Iterator[Node]:
    """Every node, parents before children."""
    stack = list(roots)[::-1]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(node.children))


def score(criteria: Sequence[Criterion], counting: Counting | None = None) -> ScoredTree:
    """Hang the criteria into a tree and say what each row, and the whole, is worth."""
    tree, counting = build_tree(criteria), counting or Counting()
    by_row: dict[int, Score] = {}
    for node in reversed(list(walk(tree.roots))):
        by_row[node.criterion.row] = (
            _leaf_score(node, counting) if node.is_leaf else _sum(node.children, by_row, counting)
        )
    total = _sum(tree.roots, by_row, counting)
    total = replace(total, current=counting.with_bonus(total.current, total.bonus, total.max))
    return ScoredTree(criteria=criteria, tree=tree, by_row=by_row, total=total, counting=counting)


def index(points: Decimal | None, maximum: Decimal) -> Decimal | None:
    """Points in % of the applicable maximum; None where there are no points or no maximum."""
    return None if points is None or not maximum else points * 100 / maximum


def _leaf_score(node: Node, counting: Counting) -> Score:
    row = node.criterion
    maximum = row.max_score or ZERO
    if node.not_scored:
        return Score(max=maximum, result=None, target=None, current=None, lost=None, scored=False)
    lost = None if row.result is None or row.max_score is None else row.max_score - row.result
    return Score(
        max=maximum, result=row.result, target=row.target, current=_current(node, counting), lost=lost, scored=True,
        survey=row.survey, bonus=row.bonus,
    )  # fmt: skip


def _current(node: Node, counting: Counting) -> Decimal | None:
    """Where a leaf stands: what a survey alone scores takes its points, to any other leaf they are added."""
    row = node.criterion
    if c.FROM_SURVEY in node.sources:
        return row.survey if row.appraised_score is None else row.appraised_score
    given = row.self_score if row.appraised_score is None else row.appraised_score
    return add((given, row.survey if counting.survey_inside else None))


def _sum(nodes: Sequence[Node], scores: dict[int, Score], counting: Counting) -> Score:
    scored = [(node.criterion, scores[node.criterion.row]) for node in nodes if not node.criterion.not_scored]
    counted = [score for row, score in scored if row.source not in counting.left_out]
    in_max = counted
    if counting.keep_max:
        in_max = [scores[row.row] for row in (n.criterion for n in nodes) if row.source not in counting.left_out]
    return Score(
        max=sum((score.max for score in in_max), ZERO),
        result=add(score.result for score in counted),
        target=add(score.target for score in counted),
        current=add(score.current for score in counted),
        lost=add(score.lost for score in counted),
        scored=any(score.scored for _, score in scored),
        survey=add(score.survey for _, score in scored),
        bonus=add(score.bonus for _, score in scored),
    )


def add(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of what is known; None where nothing is."""
    known = [value for value in values if value is not None]
    return sum(known, ZERO) if known else None
