"""This year's criteria beside last year's: won back, lost again, lost anew."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from cchc_macros.rules.codes import CodeIndex
from cchc_macros.rules.scoring.counting import Counting
from cchc_macros.rules.scoring.scores import Node, Score, Tree
from cchc_macros.rules.scoring.so_far import so_far_below
from cchc_macros.rules.text import fold
from xl.late import dataclass

WON_BACK, LESS, LOST_AGAIN, MORE, LOST_ANEW, KEPT, ONLY_NOW, ONLY_BEFORE = VERDICTS = (
    "Lấy lại hết", "Còn mất, đã giảm", "Mất lại", "Mất nhiều hơn", "Mất mới", "Giữ điểm tối đa", "Năm nay mới có",
    "Năm nay không còn",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class YearScores:
    """A year's criteria with what each is worth: `tree`, scores by row index, and what counts."""

    tree: Tree
    scores: Mapping[int, Score]
    counting: Counting = Counting()

    def known(self, node: Node | None) -> str:
        """Over how many criteria a row's result is known, where it is not all."""
        return so_far_below(node, self.scores, self.counting, "result").share if node else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A criterion in both years; None for a year that has it not, or no points for it.

    Attributes:
        code: STT, this year's where there is one.
        name: Its name.
        level: 1 for a domain.
        is_leaf: Whether it carries points of its own.
        max: This year's maximum, else last year's.
        before: Last year's points.
        now: This year's.
        lost_before: What was lost of last year's maximum.
        lost_now: What was lost of this year's.
        verdict: What became of a leaf, in words; "" where a year has no points for it.
        remark: Over how many criteria a sum is known, where it is not all.
    """

    code: str
    name: str
    level: int
    is_leaf: bool
    max: Decimal | None
    before: Decimal | None
    now: Decimal | None
    lost_before: Decimal | None
    lost_now: Decimal | None
    verdict: str
    remark: str = ""

    @property
    def difference(self) -> Decimal | None:
        """Points more than last year."""
        return None if self.before is None or self.now is None else self.now - self.before


def compare_years(old: YearScores, new: YearScores) -> list[Compared]:
    """Every criterion of this year with last year's of the same number or name, then those that are no more.

    A set may be numbered anew: a criterion of the same name wins over another of the same number, but only where one
    criterion of each year bears the name.
    """
    pairs = _pairs(old.tree.nodes, new.tree.nodes)
    taken = {id(before) for before in pairs.values()}
    found = [_compared(pairs.get(id(node)), node, old, new) for node in new.tree.nodes]
    found += [_compared(node, None, old, new) for node in old.tree.nodes if id(node) not in taken]
    return found


def _pairs(old: Sequence[Node], new: Sequence[Node]) -> dict[int, Node]:
    """Last year's node by the identity of this year's."""
    by_name, now_by_name = _once(old), _once(new)
    pairs = {id(node): by_name[name] for name, node in now_by_name.items() if name in by_name}
    free = [node for node in old if not any(node is other for other in pairs.values())]
    index = CodeIndex(node.criterion.code for node in free)
    for node in new:
        place = index.find(node.criterion.code) if id(node) not in pairs else None
        if place is not None:
            pairs[id(node)] = free[place]
    return pairs


def _once(nodes: Iterable[Node]) -> dict[str, Node]:
    """The nodes whose name no other bears."""
    found: dict[str, list[Node]] = {}
    for node in nodes:
        found.setdefault(fold(node.criterion.name), []).append(node)
    return {name: alike[0] for name, alike in found.items() if name and len(alike) == 1}


def _compared(old_node: Node | None, new_node: Node | None, old: YearScores, new: YearScores) -> Compared:
    shown = new_node or old_node
    assert shown is not None  # noqa: S101  the callers have one of the two
    before = old.scores[old_node.criterion.row] if old_node else None
    now = new.scores[new_node.criterion.row] if new_node else None
    lost_before, lost_now = (score.lost if score else None for score in (before, now))
    top = now or before
    return Compared(
        code=shown.criterion.code, name=shown.criterion.name, level=shown.level, is_leaf=shown.is_leaf,
        max=top.max if top else None, before=before.result if before else None, now=now.result if now else None,
        lost_before=lost_before, lost_now=lost_now,
        verdict=_verdict(old_node, new_node, lost_before, lost_now) if shown.is_leaf else "",
        remark="; ".join(
            f"{year} mới có kết quả {known}"
            for year, known in (("Năm trước", old.known(old_node)), ("Năm nay", new.known(new_node)))
            if known
        ),
    )  # fmt: skip


def _verdict(old_node: Node | None, new_node: Node | None, before: Decimal | None, now: Decimal | None) -> str:
    if old_node is None or new_node is None:
        return ONLY_NOW if old_node is None else ONLY_BEFORE
    if before is None or now is None:
        return ""
    if before <= 0:
        return KEPT if now <= 0 else LOST_ANEW
    if now <= 0:
        return WON_BACK
    return LOST_AGAIN if now == before else LESS if now < before else MORE
