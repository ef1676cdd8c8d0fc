"""What hangs on areas of a sheet besides its cells: validations, conditional formats, merges, print area, filter.

One place knows where openpyxl keeps them, so that shifting cells and growing tables treat them alike.
"""

from collections.abc import Callable, Iterable
from typing import Any

from openpyxl.formatting.formatting import ConditionalFormatting, ConditionalFormattingList
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.print_settings import PrintArea

from xl.cells.addresses import Box
from xl.cells.model import Worksheet

Move = Callable[[Box], list[Box]]
Rewrite = Callable[[str], str]
Adjusting = Callable[[Box, Box], Rewrite]


def boxes(ranges: Iterable[Any]) -> list[Box]:
    """Return openpyxl's ranges as boxes."""
    return [Box(r.min_row, r.min_col, r.max_row, r.max_col) for r in ranges]


def merged(ws: Worksheet) -> list[Box]:
    """Return the merged areas."""
    return boxes(ws.merged_cells.ranges)


def print_area(places: list[Box]) -> PrintArea:
    """Return boxes as openpyxl keeps a print area."""
    return PrintArea([CellRange(None, box.column, box.row, box.last_column, box.last_row) for box in places])


def sqref(places: Iterable[Box]) -> str:
    """Return boxes as the file writes a list of areas."""
    return " ".join(str(box) for box in places)


def move_rules(ws: Worksheet, move: Move, adjusting: Adjusting) -> None:
    """Move the areas of the conditional formats and validations; a rule without cells goes.

    Args:
        ws: The sheet.
        move: Gives an area's new places.
        adjusting: Gives, for where a rule's first cell was and comes to lie, what becomes of the rule's formulas.
    """
    formats: Any = ConditionalFormattingList()
    for entry in ws.conditional_formatting:
        places, adjust = moved_rule(boxes(entry.sqref.ranges), move, adjusting)
        if adjust:
            for rule in entry.rules:
                rule.formula = [adjust(text) for text in rule.formula]
            key = ConditionalFormatting(sqref=sqref(places), pivot=entry.pivot)
            formats._cf_rules.setdefault(key, []).extend(entry.rules)  # add() would renumber
    formats.max_priority = ws.conditional_formatting.max_priority
    ws.conditional_formatting = formats
    move_validations(ws, move, adjusting)


def move_validations(ws: Worksheet, move: Move, adjusting: Adjusting) -> None:
    """Move the areas of the validations alone; see `move_rules`."""
    kept = []
    for rule in ws.data_validations.dataValidation:
        places, adjust = moved_rule(boxes(rule.sqref.ranges), move, adjusting)
        if adjust:
            rewrite_validation(rule, adjust)
            rule.sqref = MultiCellRange(sqref(places))
            kept.append(rule)
    ws.data_validations.dataValidation = kept


def moved_rule(found: list[Box], move: Move, adjusting: Adjusting) -> tuple[list[Box], Rewrite | None]:
    """Return the new places of a rule's areas, and what becomes of its formulas; None where no place is left."""
    old = sorted(found)
    new = [place for box in old for place in move(box)]
    if old[0] in new:  # nothing was shifted, only added or taken away: the first is the uppermost, as for a reader
        new.sort()
    return new, adjusting(old[0], new[0]) if new else None


def _moved(ranges: Iterable[Any], move: Move) -> list[Box]:
    return [new for box in sorted(boxes(ranges)) for new in move(box)]


def move_merges(ws: Worksheet, move: Move) -> None:
    """Move the merged areas."""
    places = _moved(ws.merged_cells.ranges, move)
    ws.merged_cells = MultiCellRange([CellRange(str(box)) for box in places if not box.is_cell])


def move_print_area(ws: Worksheet, move: Move) -> None:
    """Move the print area."""
    if ws._print_area:  # the property gives text
        places = _moved(ws._print_area.ranges, move)
        ws._print_area = print_area(places) if places else None


def rewrite_formulas(ws: Worksheet, rewrite: Rewrite) -> None:
    """Rewrite the formulas inside conditional formats and validations."""
    for entry in ws.conditional_formatting:
        for rule in entry.rules:
            rule.formula = [rewrite(text) for text in rule.formula]
    for rule in ws.data_validations.dataValidation:
        rewrite_validation(rule, rewrite)


def rewrite_validation(rule: Any, rewrite: Rewrite) -> None:
    """Rewrite the formulas of a validation; the items of a list stay."""
    for part in ("formula1", "formula2"):
        text = getattr(rule, part)
        if text and not text.startswith('"'):
            setattr(rule, part, rewrite(text))
