"""What a cell looks like: its own format, and over it the conditional formats that hold."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from openpyxl.styles.cell_style import StyleArray

from xl.cells.addresses import Box
from xl.cells.model import Cell, NewCell, Worksheet
from xl.engine.memory import areas
from xl.engine.memory.document import Document
from xl.formulas.values import Unknown
from xl.late import dataclass, regex
from xl.pages.colors import BLACK, Palette, blended
from xl.pages.typefaces import Typeface, typeface

# How wide a line is, in points, and its dashes.
_LINES: dict[str, tuple[float, tuple[float, ...]]] = {
    "hair": (0.25, (0.5, 0.5)), "thin": (0.5, ()), "medium": (1.25, ()), "thick": (2, ()), "double": (0.5, ()),
    "dotted": (0.5, (0.75, 0.75)), "dashed": (0.5, (3, 1.5)), "mediumDashed": (1.25, (6, 3)),
    "dashDot": (0.5, (4, 1.5, 1, 1.5)), "mediumDashDot": (1.25, (6, 3, 2, 3)),
    "dashDotDot": (0.5, (4, 1.5, 1, 1.5, 1, 1.5)), "mediumDashDotDot": (1.25, (6, 3, 2, 3, 2, 3)),
    "slantDashDot": (1.25, (6, 3, 2, 3)),
}  # fmt: skip
# How much of a pattern is of its front colour.
_DENSITY = {
    "darkGray": 0.75, "mediumGray": 0.5, "lightGray": 0.25, "gray125": 0.125, "gray0625": 0.0625,
}  # fmt: skip
_COMPARISONS = {
    "equal": "=", "notEqual": "<>", "lessThan": "<", "lessThanOrEqual": "<=", "greaterThan": ">",
    "greaterThanOrEqual": ">=",
}  # fmt: skip
_FREE_COLUMN = regex(r"(?<![\w$.])[A-Za-z]{1,3}\$?\d")  # a reference that moves with the column


class Rule(NamedTuple):
    """A line beside a cell."""

    width: float
    dashes: tuple[float, ...]
    color: str
    double: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """How letters are drawn."""

    face: Typeface
    size: float
    color: str = BLACK
    underline: bool = False
    strike: bool = False
    lift: float = 0.0  # of the size, above the line: superscript


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a cell looks.

    Attributes:
        rules: Its lines by side.
        indent: Steps from the side that the text is at.
        turned: Degrees by which text is turned to the left; 255 for letters below one another.
    """

    ink: Ink
    family: str
    bold: bool
    italic: bool
    fill: str | None
    rules: dict[str, Rule]
    number_format: str
    horizontal: str
    vertical: str
    wrap: bool
    shrink: bool
    indent: int
    turned: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Condition:
    """A conditional format: where, by which closure, what it changes, and whether those after it are passed over.

    `by_row`: what it asks for is the same in all columns.
    """

    boxes: list[Box]
    formula: Any
    style: Any
    stop: bool
    by_row: bool


class Looks:
    """The looks of a sheet's cells."""

    def __init__(self, doc: Document, ws: Worksheet) -> None:
        self._wb, self._ws = doc.wb, ws
        self._calculator = doc.calculator
        self._palette = Palette(doc.wb)
        self._plain: dict[tuple[int, ...], Look] = {}
        self._changed: dict[tuple[int, ...], Look] = {}
        self._holds: dict[tuple[int, int, int], bool] = {}
        self._conditions = list(self._read_conditions())

    def of(self, cell: Cell) -> Look:
        """How a cell looks."""
        style = tuple(cell._style or StyleArray())
        plain = self._plain.get(style)
        if plain is None:
            plain = self._plain[style] = self._look(cell._style or StyleArray())
        holding = list(self._holding(cell)) if self._conditions else []
        if not holding:
            return plain
        key = (*style, -1, *holding)
        if key not in self._changed:
            look = plain
            for number in reversed(holding):
                look = self._over(look, self._conditions[number].style)
            self._changed[key] = look
        return self._changed[key]

    def ink(self, look: Look, font: Any) -> Ink:
        """How a part of a text with a font of its own is drawn in a cell."""
        bold, italic = bool(font.b), bool(font.i)
        lift = {"superscript": 0.35, "subscript": -0.15}.get(font.vertAlign, 0.0)
        size = float(font.sz or look.ink.size) * (0.65 if lift else 1)
        return Ink(
            face=typeface(font.rFont or look.family, bold, italic),
            size=size,
            color=self._palette.of(font.color) or look.ink.color,
            underline=bool(font.u),
            strike=bool(font.strike),
            lift=lift,
        )

    def _look(self, style: Any) -> Look:
        wb = self._wb
        font, fill, border = wb._fonts[style.fontId], wb._fills[style.fillId], wb._borders[style.borderId]
        aligned = wb._alignments[style.alignmentId]
        family, bold, italic = str(font.name or ""), bool(font.b), bool(font.i)
        return Look(
            ink=Ink(
                face=typeface(family, bold, italic), size=float(font.sz or 11),
                color=self._palette.of(font.color) or BLACK, underline=font.u not in (None, "none"),
                strike=bool(font.strike),
            ),
            family=family, bold=bold, italic=italic,
            fill=self._fill(fill), rules=self._rules(border),
            number_format=str(NewCell(self._ws, 1, 1, style).number_format),
            horizontal=aligned.horizontal or "general", vertical=aligned.vertical or "bottom",
            wrap=bool(aligned.wrap_text), shrink=bool(aligned.shrink_to_fit), indent=int(aligned.indent or 0),
            turned=int(aligned.text_rotation or 0),
        )  # fmt: skip

    def _fill(self, fill: Any) -> str | None:
        kind = getattr(fill, "fill_type", None)
        if kind == "solid":
            return self._palette.of(fill.fgColor)
        if kind in ("linear", "path"):
            return self._palette.of(fill.stop[0].color) if fill.stop else None
        if kind:
            front, back = self._palette.of(fill.fgColor) or BLACK, self._palette.of(fill.bgColor) or "FFFFFF"
            return blended(front, back, _DENSITY.get(kind, 0.3))
        return None

    def _rules(self, border: Any) -> dict[str, Rule]:
        rules = {}
        for side in ("left", "right", "top", "bottom"):
            line = getattr(border, side, None)
            if line is not None and line.style in _LINES:
                width, dashes = _LINES[line.style]
                rules[side] = Rule(width, dashes, self._palette.of(line.color) or BLACK, line.style == "double")
        return rules

    # Conditional formats

    def _read_conditions(self) -> Iterator[_Condition]:
        """The sheet's conditional formats that depend on a formula, the first to apply first."""
        entries = [
            (rule.priority, entry, rule)
            for entry in self._ws.conditional_formatting
            for rule in entry.rules
            if rule.dxf
        ]
        for _, entry, rule in sorted(entries, key=lambda item: item[0]):
            boxes = areas.boxes(entry.sqref.ranges)
            corner = Box.at(min(box.row for box in boxes), min(box.column for box in boxes))
            text = _formula(rule, corner)
            if text is None:
                continue
            try:
                closure = self._calculator.closure(text, corner.row, corner.column)
            except Unknown:
                continue
            by_row = not _FREE_COLUMN.search(text)
            yield _Condition(boxes=boxes, formula=closure, style=rule.dxf, stop=bool(rule.stopIfTrue), by_row=by_row)

    def _holding(self, cell: Cell) -> Iterator[int]:
        """The numbers of the conditional formats that hold for a cell."""
        row, column = cell.row, cell.column
        for number, condition in enumerate(self._conditions):
            if not any(box.holds(row, column) for box in condition.boxes):
                continue
            key = number, row, 0 if condition.by_row else column
            if key not in self._holds:
                self._holds[key] = self._is_true(condition, row, column)
            if self._holds[key]:
                yield number
                if condition.stop:
                    return

    def _is_true(self, condition: _Condition, row: int, column: int) -> bool:
        try:
            value = self._calculator.evaluated(condition.formula, self._ws, row, column)
        except Unknown:
            return False
        return bool(value) if isinstance(value, bool | float) else False

    def _over(self, look: Look, style: Any) -> Look:
        """A look with what a conditional format changes."""
        font, fill, numbers = style.font, style.fill, style.numFmt
        changes: dict[str, Any] = {"rules": look.rules | self._rules(style.border)}
        if font is not None:
            bold = look.bold if font.b is None else bool(font.b)
            italic = look.italic if font.i is None else bool(font.i)
            ink = replace(
                look.ink,
                face=typeface(look.family, bold, italic),
                color=self._palette.of(font.color) or look.ink.color,
                underline=look.ink.underline if font.u is None else font.u != "none",
                strike=look.ink.strike if font.strike is None else bool(font.strike),
            )
            changes |= {"ink": ink, "bold": bold, "italic": italic}
        if fill is not None:
            color = fill.bgColor if getattr(fill, "fill_type", None) in (None, "solid") else fill.fgColor
            changes["fill"] = self._palette.of(color) or look.fill
        if numbers is not None:
            changes["number_format"] = numbers.formatCode
        return replace(look, **changes)


def _formula(rule: Any, corner: Box) -> str | None:
    """What a conditional format asks, as a formula in its first cell; None for bars, scales and icons."""
    formulas = [text for text in rule.formula if text]
    if rule.type != "cellIs":
        return f"={formulas[0]}" if formulas else None
    cell = str(corner)
    if rule.operator in _COMPARISONS and formulas:
        return f"={cell}{_COMPARISONS[rule.operator]}({formulas[0]})"
    if rule.operator in ("between", "notBetween") and len(formulas) > 1:
        inside = f"AND({cell}>=({formulas[0]}),{cell}<=({formulas[1]}))"
        return f"={inside}" if rule.operator == "between" else f"=NOT({inside})"
    return None
