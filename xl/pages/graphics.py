"""What conditional formats draw into cells after their numbers: bars, scales of colours, icons."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from math import cos, pi, sin
from typing import Any

from xl.cells.addresses import Box
from xl.cells.model import Cell, Worksheet
from xl.engine.editing import cells
from xl.engine.memory import areas
from xl.engine.memory.document import Document
from xl.formulas.values import Unknown
from xl.late import dataclass
from xl.pages.colors import Palette, blended
from xl.pages.shown import number_of

_RED, _AMBER, _GREEN, _BLACK, _GRAY = "D65532", "FFC000", "00A651", "404040", "7F7F7F"
# The colours of icons from the lowest number to the highest, by how many there are.
_RANKS = {3: (_RED, _AMBER, _GREEN), 4: (_BLACK, _RED, _AMBER, _GREEN), 5: (_RED, "ED7D31", _AMBER, "92D050", _GREEN)}
_SHORTEST, _LONGEST = 10, 90  # percents of a cell's width, where a bar does not say


@dataclass(frozen=True, slots=True, kw_only=True)
class Graphic:
    """What is drawn into a cell.

    Attributes:
        fill: The colour that a scale gives it.
        bar: The share of its width that a bar takes, and its colour.
        icon: The corners of a shape in a square of side 1 from its top left, and its colour.
        shows_value: Whether its number is written too.
    """

    fill: str | None = None
    bar: tuple[float, str] | None = None
    icon: tuple[tuple[tuple[float, float], ...], str] | None = None
    shows_value: bool = True


class Graphics:
    """The graphics of a sheet's cells."""

    def __init__(self, doc: Document, ws: Worksheet) -> None:
        self._doc, self._ws = doc, ws
        self._palette = Palette(doc.wb)
        self._rules = list(self._read_rules())

    def of(self, cell: Cell) -> Graphic | None:
        """What is drawn into a cell; None where nothing is, as in a cell without a number."""
        graphic, number = None, None
        for boxes, add in self._rules:
            if any(box.holds(cell.row, cell.column) for box in boxes):
                number = number_of(self._doc, cell) if number is None else number
                if number is None:
                    return None
                graphic = add(graphic or Graphic(), number)
        return graphic

    def _read_rules(self) -> Iterator[tuple[list[Box], Callable[[Graphic, float], Graphic]]]:
        """The areas of each rule and what adds its graphic to a cell's; the first to apply comes last, on top."""
        entries = [(rule, entry) for entry in self._ws.conditional_formatting for rule in entry.rules]
        for rule, entry in sorted(entries, key=lambda item: -item[0].priority):
            for found, maker in (
                (rule.dataBar, self._bar),
                (rule.colorScale, self._scale),
                (rule.iconSet, self._icons),
            ):
                if found is not None:
                    boxes = areas.boxes(entry.sqref.ranges)
                    points = self._points(found.cfvo, boxes)
                    if points is not None:
                        yield boxes, maker(found, points)

    def _bar(self, rule: Any, points: list[float]) -> Callable[[Graphic, float], Graphic]:
        shortest = _SHORTEST if rule.minLength is None else rule.minLength
        longest = _LONGEST if rule.maxLength is None else rule.maxLength
        color = blended(self._palette.of(rule.color) or "638EC6", "FFFFFF", 0.6)

        def add(graphic: Graphic, number: float) -> Graphic:
            share = (shortest + _share(number, points[0], points[1]) * (longest - shortest)) / 100
            return replace(graphic, bar=(share, color), shows_value=rule.showValue is not False)

        return add

    def _scale(self, rule: Any, points: list[float]) -> Callable[[Graphic, float], Graphic]:
        colors = [self._palette.of(color) or "FFFFFF" for color in rule.color]

        def add(graphic: Graphic, number: float) -> Graphic:
            place = next((n for n in range(1, len(points) - 1) if number < points[n]), len(points) - 1)
            share = _share(number, points[place - 1], points[place])
            return replace(graphic, fill=blended(colors[place], colors[place - 1], share))

        return add

    def _icons(self, rule: Any, points: list[float]) -> Callable[[Graphic, float], Graphic]:
        name, last = str(rule.iconSet or "3TrafficLights1"), len(points) - 1
        strict = [point.gte is False for point in rule.cfvo]

        def add(graphic: Graphic, number: float) -> Graphic:
            reached = [n for n in range(1, last + 1) if number > points[n] or (number == points[n] and not strict[n])]
            rank = max(reached, default=0)
            icon = _icon(name, last - rank if rule.reverse else rank, last)
            return replace(graphic, icon=icon, shows_value=rule.showValue is not False)

        return add

    def _points(self, marks: list[Any], boxes: list[Box]) -> list[float] | None:
        """The numbers that a rule's marks stand for; None where one is beyond us or there are no numbers."""
        found = (self._ws._cells[key] for box in boxes for key in cells.present(self._ws, box))
        numbers = sorted(number for cell in found if (number := number_of(self._doc, cell)) is not None)
        points = [self._point(mark, numbers, boxes[0]) for mark in marks] if numbers else []
        known = [point for point in points if point is not None]
        return known if known and len(known) == len(points) else None

    def _point(self, mark: Any, numbers: list[float], box: Box) -> float | None:
        low, high = numbers[0], numbers[-1]
        if mark.type in ("min", "max"):
            return low if mark.type == "min" else high
        try:
            formula = self._doc.calculator.closure(f"={mark.val}", box.row, box.column)
            value = self._doc.calculator.evaluated(formula, self._ws, box.row, box.column)
        except Unknown:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        if mark.type == "percent":
            return low + (high - low) * value / 100
        if mark.type == "percentile":
            place = min(max(value, 0), 100) / 100 * (len(numbers) - 1)
            below = int(place)
            above = min(below + 1, len(numbers) - 1)
            return numbers[below] + (numbers[above] - numbers[below]) * (place - below)
        return float(value)


def _share(number: float, low: float, high: float) -> float:
    """Where a number is between two, from 0 to 1."""
    return min(max((number - low) / (high - low), 0.0), 1.0) if high > low else float(number >= high)


def _icon(name: str, rank: int, last: int) -> tuple[tuple[tuple[float, float], ...], str]:
    """An icon's shape and colour: arrows turn from down to up, all others are discs."""
    color = _GRAY if name.endswith("Gray") else _RANKS[last + 1][rank]
    if "Arrows" not in name:
        return tuple((0.5 + 0.5 * cos(n * pi / 8), 0.5 + 0.5 * sin(n * pi / 8)) for n in range(16)), color
    turned = pi * (0.5 - rank / last)  # an arrow that points right, turned by this: down for the lowest
    across, down = cos(turned), sin(turned)
    corners = ((0.5, 0.0), (-0.3, 0.4), (-0.3, -0.4))
    return tuple((0.5 + x * across - y * down, 0.5 + x * down + y * across) for x, y in corners), color
