"""Which unit scores itself on which criterion: the leads of every leaf that is scored."""

from cchc_macros.rules.scoring.scores import Criterion, Tree, walk
from cchc_macros.rules.units.roles import Mentions, read_roles
from cchc_macros.rules.units.roster import Roster


def led_leaves(tree: Tree, roster: Roster, *, all_sources: bool = False) -> dict[str, list[Criterion]]:
    """The scored leaves that each unit leads, by unit code, in the order of the sheet.

    A leaf whose own cell names nobody is led by whom the row above it names. A row marked *Không chấm*, and all
    below it, is left out, and so are a leaf without a maximum and one that a survey or the appraiser scores,
    unless points of `all_sources` are meant.
    """
    found: dict[str, list[Criterion]] = {}
    above: dict[int, Mentions] = {}
    for node in walk(tree.roots):
        criterion = node.criterion
        mentions = read_roles(criterion.lead, "", roster)[0] or above.get(criterion.row, ())
        above |= {child.criterion.row: mentions for child in node.children}
        is_meant = criterion.max_score is not None and (all_sources or node.is_self_scored)
        if node.is_leaf and is_meant and not node.not_scored:
            inside = (mention for mention in mentions if mention.kind in ("unit", "group"))
            for code in dict.fromkeys(unit.code for mention in inside for unit in mention.units):
                found.setdefault(code, []).append(criterion)
    return found
