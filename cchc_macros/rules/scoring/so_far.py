"""Over how many criteria a sum is known: a blank score says nothing and is not 0."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Literal

from cchc_macros.rules.numbers import format_number
from cchc_macros.rules.scoring.scores import ZERO, Counting, Node, ScoredTree, walk
from xl.late import dataclass

ScoreField = Literal["current", "result", "target", "lost"]


@dataclass(frozen=True, slots=True)
class SoFar:
    """What is known of some points.

    Attributes:
        count: Leaves that have such points.
        of: Leaves that are to be scored.
        points: The sum over those that have.
        max: The maximum of those that have.
    """

    count: int
    of: int
    points: Decimal
    max: Decimal

    @property
    def share(self) -> str:
        """As `share`, for where the sum stands."""
        return share(self.count, self.of)


def share(count: int, of: int) -> str:
    """Tell over how many a sum is known: "(5/8 tiêu chí)"; "" where it is all of them, or none."""
    return f"({count}/{of} tiêu chí)" if 0 < count < of else ""


def so_far(scored: ScoredTree, of: ScoreField, node: Node | None = None) -> SoFar:
    """Count what is known of the total, or of a row's own sum: what has been scored, is aimed at, was lost."""
    if node is None:
        leaves = _leaves(scored.tree.roots, scored.counting)
    else:
        leaves = _leaves(node.children, scored.counting, node.sources) if node.children else iter([node])
    found = [score for leaf in leaves if (score := scored.of(leaf)).scored]
    known = [(points, score.max) for score in found if (points := getattr(score, of)) is not None]
    points, most = (sum(values, ZERO) for values in zip(*known, strict=True)) if known else (ZERO, ZERO)
    return SoFar(len(known), len(found), points, most)


def _leaves(nodes: Iterable[Node], counting: Counting, above: frozenset[str] = frozenset()) -> Iterator[Node]:
    """The leaves below that a sum takes in; sources of rows `above` say nothing of a sum inside those."""
    return (node for node in walk(nodes) if node.is_leaf and (node.sources - above).isdisjoint(counting.left_out))


def tell_missing_results(scored: ScoredTree) -> str:
    """Where only some criteria have a result, that the totals take the others for 0; "" elsewhere."""
    done = so_far(scored, "result")
    if not done.share:
        return ""
    return (
        f"Mới có kết quả của {done.count}/{done.of} tiêu chí, đạt {format_number(done.points)}/"
        f"{format_number(done.max)} điểm; tổng điểm, chỉ số tính các tiêu chí còn lại là 0 điểm."
    )
