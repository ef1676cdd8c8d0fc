"""Conditional formats and drop-down lists that Excel keeps in a sheet's list of extensions.

It does so where a rule looks at another sheet, or draws what its first format had no words for. They stay XML text;
only their areas, and their formulas where the first cell becomes another one, are rewritten.
"""

import re

from xl.cells.addresses import parse_box
from xl.cells.model import Worksheet
from xl.engine.memory.areas import Adjusting, Move, Rewrite, moved_rule, sqref
from xl.engine.parts.carried import Carried
from xl.late import regex
from xl.xmltext import escape, unescape

VALIDATIONS, _FORMATS = "dataValidation", "conditionalFormatting"
_RULE = regex(r"<((?:[\w.-]+:)?(?:dataValidation|conditionalFormatting))\b.*?</\1>", re.DOTALL)
_AREA = regex(r"(<(?:[\w.-]+:)?sqref>)([^<]+)(?=</)")
_FORMULA = regex(r"(<(?:[\w.-]+:)?f>)([^<]+)(?=</)")
_COUNT = regex(r'(\scount=")\d+')
_EMPTY = regex(r"<((?:[\w.-]+:)?(?:dataValidations|conditionalFormattings|ext|extLst))\b[^>]*(?<!/)>\s*</\1>")


def move(ws: Worksheet, places: Move, adjusting: Adjusting, *kinds: str) -> None:
    """Give rules other cells; one without cells goes.

    Args:
        ws: The sheet.
        places: Gives an area's new places.
        adjusting: As for `areas.move_rules`.
        kinds: Which rules; all by default.
    """
    carried: Carried = ws.__dict__.get("carried") or Carried()
    for kind in kinds or (VALIDATIONS, _FORMATS):
        for place, (name, text) in enumerate(carried.pieces.children):
            if name == "extLst" and f"{kind}s" in text:
                carried.pieces.children[place] = name, _moved(text, kind, places, adjusting)
    carried.pieces.children = [(name, text) for name, text in carried.pieces.children if text]


def outside(text: str, change: Rewrite) -> str:
    """Change what a piece holds beside such rules."""
    done, last = [], 0
    for found in _RULE.finditer(text):
        done += [change(text[last : found.start()]), found[0]]
        last = found.end()
    return "".join([*done, change(text[last:])])


def _moved(text: str, kind: str, places: Move, adjusting: Adjusting) -> str:
    def rules(lot: re.Match[str]) -> str:
        inner = _RULE.sub(lambda one: _rule(one[0], places, adjusting), lot[3])
        left = len(_RULE.findall(inner))
        return _COUNT.sub(rf"\g<1>{left}", lot[1]) + inner + lot[4]

    text = re.sub(rf"(<((?:[\w.-]+:)?{kind}s)\b[^>]*>)(.*?)(</\2>)", rules, text, flags=re.DOTALL)
    while (less := _EMPTY.sub("", text)) != text:
        text = less
    return text


def _rule(rule: str, places: Move, adjusting: Adjusting) -> str:
    area = _AREA.search(rule)
    boxes = [box for cells in area[2].split() if (box := parse_box(cells))] if area else []
    if not boxes:
        return rule
    new, adjust = moved_rule(boxes, places, adjusting)
    if not adjust:
        return ""
    rule = _FORMULA.sub(lambda found: found[1] + escape(adjust(unescape(found[2]))), rule)
    return _AREA.sub(lambda found: found[1] + sqref(new), rule)
