"""The rows of a worksheet part: cells with their formats and computed values."""

from collections.abc import Callable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, ClassVar

from openpyxl.compat import safe_string
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from xl.cells.addresses import column_letters
from xl.cells.model import Cell, Spilled, Worksheet
from xl.cells.values import to_serial
from xl.engine.memory.document import Document
from xl.engine.parts.strings import Strings
from xl.engine.parts.styles import Styles
from xl.escapes import escaped
from xl.xmltext import escape, quoted_attribute

_EXACT = 1e15  # whole numbers below it are written without a fraction


class RowTexts:
    """The rows of a sheet as XML; arguments as for `sheet_writer.SheetWriter`."""

    def __init__(self, doc: Document, ws: Worksheet, strings: Strings, styles: Styles) -> None:
        self.doc = doc
        self.ws = ws
        self.strings = strings
        self.styles = styles

    def __iter__(self) -> Iterator[str]:
        dimensions = self.ws.row_dimensions
        found, cell_text = self.ws._cells, self._cell_writer()
        places = [*found, *((row, 0) for row in dimensions)]  # a row's own place comes before its cells'
        for row, group in groupby(sorted(places), key=itemgetter(0)):
            attributes = f'<row r="{row}"{self._row_attributes(dimensions[row]) if row in dimensions else ""}'
            cells = "".join([cell_text(found[place]) for place in group if place[1]])
            if cells:
                yield f"{attributes}>{cells}</row>"
            elif not attributes.endswith(f'r="{row}"'):
                yield f"{attributes}/>"

    def _row_attributes(self, dimension: Any) -> str:
        attributes = attributes_of(dimension)
        if getattr(dimension, "automatic", False):
            attributes.pop("customHeight", None)
        style = self.styles.number(dimension._style)
        if style or getattr(dimension, "formatted", False):  # a plain row may lie across a column with a format
            attributes |= {"s": str(style), "customFormat": "1"}
        return "".join(f' {name}="{text}"' for name, text in attributes.items())

    def _cell_writer(self) -> Callable[[Cell], str]:
        """Return a function that gives a cell's XML."""
        letters = {column: column_letters(column) for _, column in self.ws._cells}
        styles: dict[int, str] = {}
        style_number = self.styles.number
        extra = self.doc.loaded.attributes

        def write(cell: Cell) -> str:
            array = cell._style
            style = styles.get(id(array))
            if style is None:
                index = style_number(array)
                style = styles[id(array)] = f' s="{index}"' if index else ""
            head = f'<c r="{letters[cell.column]}{cell.row}"{style}'
            if extra and cell in extra:
                head += "".join(f" {name}={quoted_attribute(text)}" for name, text in extra[cell].items())
            if cell._value is None:
                return f"{head}/>" if style else ""
            return f"{head}{self._content[cell.data_type](self, cell)}</c>"

        return write

    def _number_content(self, cell: Cell) -> str:
        return f"><v>{number_text(cell._value)}</v>"

    def _string_content(self, cell: Cell) -> str:
        return f' t="s"><v>{self.strings.number(cell._value)}</v>'

    def _date_content(self, cell: Cell) -> str:
        return f"><v>{number_text(to_serial(cell._value, self.ws.parent.epoch))}</v>"

    def _bool_content(self, cell: Cell) -> str:
        return f' t="b"><v>{int(cell._value)}</v>'

    def _error_content(self, cell: Cell) -> str:
        return f' t="e"><v>{escape(str(cell._value))}</v>'

    def _formula_content(self, cell: Cell) -> str:
        """Return a formula with the value it computes to."""
        value = cell._value
        attributes, text = "", value
        if isinstance(value, ArrayFormula | DataTableFormula):
            found = getattr(value, "attributes", {}) | dict(value)
            attributes = "".join(f" {name}={quoted_attribute(part)}" for name, part in found.items())
            text = value.text if isinstance(value, ArrayFormula) else "="
        spilled = isinstance(value, Spilled)
        formula = "" if spilled else f"<f{attributes}>{escape((text or '=')[1:])}</f>"
        result = self.doc.result(cell)
        if result is None:
            return f">{formula}"
        kind, content = _result(result)
        return f"{kind}>{formula}<v>{content}</v>"

    _content: ClassVar[dict[str, Callable[["RowTexts", Cell], str]]] = {
        "n": _number_content, "s": _string_content, "f": _formula_content, "d": _date_content,
        "b": _bool_content, "e": _error_content,
    }  # fmt: skip


def _result(value: Any) -> tuple[str, str]:
    """Return the type attribute and the text of a computed value."""
    if isinstance(value, bool):
        return ' t="b"', str(int(value))
    if isinstance(value, float | int):
        return "", number_text(value)
    if isinstance(value, str):
        kind = ' t="e"' if type(value) is not str else ' t="str"'
        return kind, escape(escaped(value))
    raise TypeError(f"not a cell value: {value!r}")


def number_text(value: Any) -> str:
    """Return a number as the file writes it."""
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    return repr(value) if isinstance(value, float) else str(value)


def attributes_of(dimension: Any) -> dict[str, str]:
    """Return the attributes of a row or column but for its format; openpyxl would look the format up by value."""
    found = {}
    for name in dimension.__fields__:
        if name not in ("s", "style", "customFormat"):
            value = getattr(dimension, name, None)
            if value:
                found[name] = safe_string(value)
    return found
