"""This year's criteria beside last year's: won back, lost again, lost anew."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from cchc_macros.rules.codes import CodeIndex
from cchc_macros.rules.scoring.scores import Node, Score, ScoredTree
from cchc_macros.rules.scoring.so_far import so_far
from cchc_macros.rules.text import fold
from xl.late import dataclass

WON_BACK, LESS, LOST_AGAIN, MORE, LOST_ANEW, KEPT, ONLY_NOW, ONLY_BEFORE = VERDICTS = (
    "Lấy lại hết", "Còn mất, đã giảm", "Mất lại", "Mất nhiều hơn", "Mất mới", "Giữ điểm tối đa", "Năm nay mới có",
    "Năm nay không còn",
)  # fmt: skip
_MUCH, _NEARLY = 0.5, 0.8  # shares of words that two names have in common


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A criterion in both years; None for a year that has it not, or no points for it.

    Attributes:
        code: STT, this year's where there is one.
        level: 1 for a domain.
        max: This year's maximum, else last year's.
        name_before: What it was called last year, "" for a new one.
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
    max_before: Decimal | None
    name_before: str
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


def compare_years(old: ScoredTree, new: ScoredTree) -> list[Compared]:
    """Every criterion of this year with last year's of the same name or number, then those that are no more.

    A set may be numbered anew and words changed: the same name wins where one criterion of each year bears it, then the
    same number with a name much alike, then a name that is nearly the same. A domain is also known by its number alone;
    below it a number with other words is another criterion.
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
    _pair_by_number(old, new, pairs, lambda before, now: _alike(before, now) >= _MUCH)
    _pair_nearly_same(old, new, pairs)
    _pair_by_number(old, new, pairs, lambda before, now: before.level == now.level == 1)
    return pairs


def _pair_by_number(
    old: Sequence[Node], new: Sequence[Node], pairs: dict[int, Node], may: Callable[[Node, Node], bool]
) -> None:
    free, wanted = _left(old, new, pairs)
    index = CodeIndex(node.criterion.code for node in free)
    for node in wanted:
        place = index.find(node.criterion.code)
        if place is not None and may(free[place], node):
            pairs[id(node)] = free[place]


def _pair_nearly_same(old: Sequence[Node], new: Sequence[Node], pairs: dict[int, Node]) -> None:
    """Pair names that are nearest to each other in both directions, and near."""
    free, wanted = _left(old, new, pairs)
    near = {(id(a), id(b)): _alike(a, b) for a in free for b in wanted if a.is_leaf == b.is_leaf}
    best: dict[int, float] = {}
    for ids, ratio in near.items():
        for one in ids:
            best[one] = max(best.get(one, 0), ratio)
    for node in wanted:
        alike = [one for one in free if near.get((id(one), id(node)), 0) == best.get(id(node), 0) >= _NEARLY]
        if len(alike) == 1 and best[id(alike[0])] == best[id(node)]:
            pairs[id(node)] = alike[0]


def _left(old: Sequence[Node], new: Sequence[Node], pairs: Mapping[int, Node]) -> tuple[list[Node], list[Node]]:
    taken = {id(node) for node in pairs.values()}
    return [node for node in old if id(node) not in taken], [node for node in new if id(node) not in pairs]


def _alike(before: Node, now: Node) -> float:
    """The share of words that two names have in common; names of which one is blank say nothing against each other."""
    words, others = (Counter(fold(node.criterion.name).split()) for node in (before, now))
    if not (words and others):
        return _MUCH
    return 2 * (words & others).total() / (words.total() + others.total())


def _once(nodes: Iterable[Node]) -> dict[str, Node]:
    """The nodes whose name no other bears."""
    found: dict[str, list[Node]] = {}
    for node in nodes:
        found.setdefault(fold(node.criterion.name), []).append(node)
    return {name: alike[0] for name, alike in found.items() if name and len(alike) == 1}


def _compared(old_node: Node | None, new_node: Node | None, old: ScoredTree, new: ScoredTree) -> Compared:
    shown = new_node or old_node
    assert shown is not None  # noqa: S101  the callers have one of the two
    before, now = old.of(old_node) if old_node else None, new.of(new_node) if new_node else None
    lost_before, lost_now = (score.lost if score else None for score in (before, now))
    top = now or before
    return Compared(
        code=shown.criterion.code, name=shown.criterion.name, level=shown.level, is_leaf=shown.is_leaf,
        max=top.max if top else None, max_before=before.max if before else None,
        name_before=old_node.criterion.name if old_node else "",
        before=before.result if before else None, now=now.result if now else None,
        lost_before=lost_before, lost_now=lost_now,
        verdict=_verdict(before, now) if shown.is_leaf else "",
        remark="; ".join(
            f"{name} mới có kết quả {known}"
            for name, scored, node in (("Năm trước", old, old_node), ("Năm nay", new, new_node))
            if node and (known := so_far(scored, "result", node).share)
        ),
    )  # fmt: skip


def _verdict(old: Score | None, new: Score | None) -> str:
    """What became of it; where the maximum is another, by the share of it that was lost."""
    if old is None or new is None:
        return ONLY_NOW if old is None else ONLY_BEFORE
    if old.lost is None or new.lost is None:
        return ""
    if old.lost <= 0:
        return KEPT if new.lost <= 0 else LOST_ANEW
    if new.lost <= 0:
        return WON_BACK
    then, now = old.lost * new.max, new.lost * old.max
    return LOST_AGAIN if now == then else LESS if now < then else MORE
