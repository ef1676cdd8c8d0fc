"""What hangs on areas of a sheet besides its cells: validations, conditional formats, merges, print area, filter.

One place knows where openpyxl keeps them, so that shifting cells and growing tables treat them alike.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from openpyxl.formatting.formatting import ConditionalFormatting, ConditionalFormattingList
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.print_settings import PrintArea

from xl.engine.addresses import Box
from xl.engine.model import Worksheet

Move = Callable[[Box], list[Box]]


def boxes(ranges: Iterable[Any]) -> list[Box]:
    """Return openpyxl's ranges as boxes."""
    return [Box(r.min_row, r.min_col, r.max_row, r.max_col) for r in ranges]


def sqref(places: Iterable[Box]) -> str:
    """Return boxes as the file writes a list of areas."""
    return " ".join(str(box) for box in places)


def _moved(ranges: Iterable[Any], move: Move) -> list[Box]:
    return [new for box in sorted(boxes(ranges)) for new in move(box)]


def move_formats(ws: Worksheet, move: Move) -> None:
    """Move the areas of the conditional formats; a rule without cells goes."""
    if not len(ws.conditional_formatting):
        return
    new: Any = ConditionalFormattingList()
    for old in ws.conditional_formatting:
        places = _moved(old.sqref.ranges, move)
        if places:
            key = ConditionalFormatting(sqref=sqref(places), pivot=old.pivot)
            new._cf_rules.setdefault(key, []).extend(old.rules)  # add() would renumber
    new.max_priority = ws.conditional_formatting.max_priority
    ws.conditional_formatting = new


def move_validations(ws: Worksheet, move: Move) -> None:
    """Move the areas of the data validations; one without cells goes."""
    kept = []
    for rule in ws.data_validations.dataValidation:
        places = _moved(rule.sqref.ranges, move)
        if places:
            rule.sqref = MultiCellRange(sqref(places))
            kept.append(rule)
    ws.data_validations.dataValidation = kept


def move_merges(ws: Worksheet, move: Move) -> None:
    """Move the merged areas."""
    places = _moved(ws.merged_cells.ranges, move)
    ws.merged_cells = MultiCellRange([CellRange(str(box)) for box in places if not box.is_cell])


def move_print_area(ws: Worksheet, move: Move) -> None:
    """Move the print area."""
    if ws._print_area:  # the property gives text
        places = _moved(ws._print_area.ranges, move)
        area = PrintArea([CellRange(str(box)) for box in places])
        ws._print_area = area if places else None


def rules(ws: Worksheet) -> Iterator[Any]:
    """Return the rules of all conditional formats."""
    for entry in ws.conditional_formatting:
        yield from entry.rules


def rewrite_formulas(ws: Worksheet, rewrite: Callable[[str], str]) -> None:
    """Rewrite the formulas inside conditional formats and validations."""
    for rule in rules(ws):
        if rule.formula:
            rule.formula = [rewrite(text) for text in rule.formula]
    for rule in ws.data_validations.dataValidation:
        for part in ("formula1", "formula2"):
            text = getattr(rule, part)
            if text and not text.startswith('"'):
                setattr(rule, part, rewrite(text))
