"""What a cell shows: its value in its number format the Vietnamese way, a text with its formatted parts."""

import unicodedata
from dataclasses import replace
from typing import Any

from openpyxl.cell.text import Text

from xl.cells import values
from xl.cells.model import Cell, parse_xml
from xl.cells.values import CellError, RichText
from xl.engine.memory.document import Document
from xl.escapes import clean_text
from xl.formulas.number_text import color_name, shown
from xl.pages.colors import NAMED
from xl.pages.looks import Look, Looks
from xl.pages.text import Run

_SPACES = str.maketrans({"\t": " ", "\r": None, "\u200b": None, "\ufeff": None})


def number_of(doc: Document, cell: Cell) -> float | None:
    """The number that a cell holds, a date by its serial number; None where it holds none."""
    value = _held(doc, cell)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _held(doc: Document, cell: Cell) -> Any:
    return doc.result(cell) if cell.data_type == "f" else values.as_number(cell)


def runs_of(doc: Document, looks: Looks, cell: Cell, look: Look) -> tuple[list[Run], str]:
    """What a cell shows, and its kind: "text", "number", "other" (a truth value, an error) or "" (nothing)."""
    value = cell._value
    if type(value) is RichText and look.number_format in ("General", "@"):
        return _rich(looks, value, look), "text"
    value = _held(doc, cell)
    if value is None or value == "":
        return [], ""
    if isinstance(value, CellError):
        return [Run(look.ink, str(value))], "other"
    kind = "text" if isinstance(value, str) else "other" if isinstance(value, bool) else "number"
    ink = look.ink
    if kind == "number" and "[" in look.number_format:
        color = NAMED.get(color_name(value, look.number_format))
        ink = replace(ink, color=color) if color else ink
    return [Run(ink, _clean(shown(value, look.number_format)))], kind


def _rich(looks: Looks, value: RichText, look: Look) -> list[Run]:
    text: Any = Text.from_tree(parse_xml(value.xml.encode()))
    parts = [(run.font, run.text or "") for run in text.formatted]
    return [Run(looks.ink(look, font) if font is not None else look.ink, _clean(part)) for font, part in parts]


def _clean(text: str) -> str:
    """A text whose letters are whole, so that a typeface has them, on plain lines."""
    return clean_text(unicodedata.normalize("NFC", text)).translate(_SPACES)
