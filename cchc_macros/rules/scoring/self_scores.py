"""Which unit scores itself on which criterion: the leads of every leaf that is scored."""

from cchc_macros.rules.scoring.scores import Criterion, Node, Tree
from cchc_macros.rules.units.roles import Mentions, read_roles
from cchc_macros.rules.units.roster import Roster


def led_leaves(tree: Tree, roster: Roster, *, all_sources: bool = False) -> dict[str, list[Criterion]]:
    """The scored leaves that each unit leads, by unit code, in the order of the sheet.

    A leaf whose own cell names nobody is led by whom the row above it names. A row marked *Không chấm*, and all
    below it, is left out, and so are a leaf without a maximum and one that a survey or the appraiser scores,
    unless points of `all_sources` are meant.
    """
    found: dict[str, list[Criterion]] = {}
    waiting: list[tuple[Node, Mentions]] = [(root, ()) for root in reversed(tree.roots)]
    while waiting:
        node, above = waiting.pop()
        criterion = node.criterion
        if node.not_scored:
            continue
        mentions = read_roles(criterion.lead, "", roster)[0] or above
        if node.is_leaf and criterion.max_score is not None and (all_sources or node.is_self_scored):
            inside = (mention for mention in mentions if mention.kind in ("unit", "group"))
            for code in dict.fromkeys(unit.code for mention in inside for unit in mention.units):
                found.setdefault(code, []).append(criterion)
        waiting.extend((child, mentions) for child in reversed(node.children))
    return found
