"""Conditional formats and data validations while cells shift, are copied or cleared.

Their formulas are written for the first cell of their area: what is relative in them goes with that cell, what is
absolute follows the cells it names.
"""

from collections.abc import Callable
from copy import deepcopy
from functools import partial

from openpyxl.worksheet.cell_range import MultiCellRange

from xl.cells import references
from xl.cells.addresses import Box
from xl.cells.model import Worksheet
from xl.cells.references import Reference
from xl.engine.editing import carried_rules
from xl.engine.editing.shift import Shift
from xl.engine.editing.translating import Translator
from xl.engine.memory import areas


def follow(ws: Worksheet, move: areas.Move) -> None:
    """Give the areas of a sheet's rules other cells, while no cell moves."""
    areas.move_rules(ws, move, _translating)
    carried_rules.move(ws, move, _translating)


def clear(ws: Worksheet, box: Box) -> None:
    """Take cells out of the areas of a sheet's rules."""
    follow(ws, lambda area: area.minus(box))


def extend(ws: Worksheet, box: Box, down: int, right: int) -> None:
    """Let the rules of some cells hold for their copies on the same sheet too."""

    def places(area: Box) -> list[Box]:
        part = area.common(box)
        return [area] if part is None else [area, part.offset(down, right)]

    follow(ws, places)


def copy_validation(source: Worksheet, cell: Box, ws: Worksheet, target: Box) -> None:
    """Give cells the validation that a cell has, of this workbook or another one, or none."""
    areas.move_validations(ws, lambda area: area.minus(target), _translating)
    carried_rules.move(ws, lambda area: area.minus(target), _translating, carried_rules.VALIDATIONS)
    for rule in list(source.data_validations.dataValidation):
        places = sorted(areas.boxes(rule.sqref.ranges))
        if any(place.meets(cell) for place in places):
            new = deepcopy(rule)
            areas.rewrite_validation(new, _translating(places[0], target))
            new.sqref = MultiCellRange(str(target))
            ws.data_validations.dataValidation.append(new)


def _translating(old: Box, new: Box) -> Callable[[str], str]:
    """Return the rewriting of the formulas of a rule whose first cell is another one, while no cell moves."""
    corner, other = old.corner, new.corner
    return lambda text: str(Translator(f"={text}", origin=str(corner)).translate_formula(str(other)))[1:]


def shift(ws: Worksheet, change: Shift) -> None:
    """Move areas and formulas of a sheet's rules; a rule without cells goes."""
    areas.move_rules(ws, change.split, partial(_adjusting, ws, change))
    carried_rules.move(ws, change.split, partial(_adjusting, ws, change, named=False))


def _adjusting(ws: Worksheet, change: Shift, old: Box, new: Box, *, named: bool = True) -> Callable[[str], str]:
    """Return the rewriting of the formulas of a rule whose first cell moves from one place to another.

    References that name the sheet itself are left out unless `named`: in a carried piece they follow with all others.
    """
    delta = new.row - old.row if change.down else new.column - old.column
    name = ws.title.casefold()

    def adjust(reference: Reference) -> Reference:
        if reference.box is None:
            return reference
        is_named = reference.sheet is not None and reference.sheet.casefold() == name
        if is_named and not named:
            return reference
        here = reference.sheet is None or is_named
        return _adjusted(reference, change, delta, here=here)

    return lambda text: references.rewrite(text, adjust)


def _adjusted(reference: Reference, change: Shift, delta: int, *, here: bool) -> Reference:
    """Return a reference with its relative ends moved by `delta` and its absolute ends with their cells."""
    corners = reference.cells.split(":")
    fixed = [mark[1 if change.down else 0] for mark in references.marks(reference.cells)]
    box = reference.box
    if box is None or change.along(box)[:2] == (1, change.limit):
        return reference
    follows = change.moved(box) if here else box
    if follows is None and all(fixed):
        return reference.moved(None)
    *ends, across, across_end = change.along(box)
    after = change.along(follows or box)
    new = [after[i] if fixed[min(i, len(corners) - 1)] else (ends[i] + delta - 1) % change.limit + 1 for i in (0, 1)]
    if len(corners) == 1:
        new[1] = new[0]
    moved = change.box(min(new), max(new), across, across_end)
    return reference if moved == box else reference.moved(moved)


def reach(ws: Worksheet, change: Shift, *, below: bool) -> None:
    """Let areas that end before inserted cells, or begin just `below`, reach into them, as the cells' formats do."""

    def longer(box: Box) -> list[Box]:
        start, end, across, across_end = change.along(box)
        if change.first <= across and across_end <= change.last:
            if below and start == change.at + change.count:
                start = change.at
            elif not below and end == change.at - 1:
                end += change.count
        return [change.box(start, end, across, across_end)]

    follow(ws, longer)
