"""Cell values on their way in and out, converted as Excel's COM interface does.

A text that looks like a number, a day or a truth value becomes one unless the cell is formatted as text, as in an Excel
in US English; Excel reads it by the user's Windows locale.
"""

import datetime as dt
import math
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any

import xl.light_openpyxl  # noqa: F401  # must come before openpyxl

from openpyxl.styles.numbers import BUILTIN_FORMATS_REVERSE, is_date_format  # isort: skip
from openpyxl.utils.datetime import from_excel, to_excel
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from xl.cells.model import Cell, Spilled, own
from xl.cells.references import from_file
from xl.cells.typed import EPOCH, ERRORS, follows, typed
from xl.errors import DataError
from xl.escapes import MAX_TEXT, clean_text

_NUMBER_FORMAT = 3  # its place in openpyxl's StyleArray, which takes twenty times as long to look it up
_TEXT_FORMAT = BUILTIN_FORMATS_REVERSE["@"]
DATE_FORMAT, DATETIME_FORMAT = "mm-dd-yy", "m/d/yy h:mm"  # built-in 14 and 22: the user's own short date
_DAY = "m/d/yyyy"  # the format of a typed day with its year
to_serial: Any = lru_cache(1024)(to_excel)  # untyped: its stubs take less than it does
_shows_date = lru_cache(is_date_format)


class RichText(str):
    """A text with formatted parts; `xml` is its element `si` as it was read."""

    __slots__ = ("xml",)
    xml: str


class CellError(str):
    """An Excel error value such as "#N/A"; xlwings turns it into None unless asked for `err_to_str`."""

    __slots__ = ()


def read(cell: Cell) -> Any:
    """Return a constant cell's value: float, bool, str, datetime, CellError or None (blank)."""
    value = cell._value
    kind = type(value)
    if kind is str:
        return CellError(value) if cell.data_type == "e" else value
    convert = _READ.get(kind)
    return convert(value) if convert else value


def as_number(cell: Cell) -> Any:
    """Return a constant cell's value as formulas take it: a day is a number."""
    value = read(cell)
    return float(to_serial(value, cell.parent.parent.epoch)) if isinstance(value, dt.datetime) else value


# Excel knows one kind of number, and gives a time or a duration as a moment on its day zero.
_READ: dict[type, Callable[[Any], Any]] = {
    int: float,
    RichText: str,
    dt.timedelta: lambda value: EPOCH + value,
    dt.time: lambda value: dt.datetime.combine(EPOCH, value),
    dt.date: lambda value: dt.datetime.combine(value, dt.time()),
}


@lru_cache(1024)  # many rows are of one day
def moment(serial: float, epoch: dt.datetime) -> dt.datetime | float:
    """Return the moment that a number stands for where its cell shows a date; a number no calendar has stays one."""
    try:
        found = from_excel(serial, epoch)
    except (OverflowError, ValueError):
        return serial
    convert = _READ.get(type(found))
    whole: dt.datetime | float = convert(found) if convert else found
    return whole


def write(cell: Cell, value: Any) -> None:
    """Put a Python value into a cell as Excel would on assigning `.Value`; the style stays.

    A text that begins with "=" becomes a formula, and what looks like a number one, unless the cell is formatted as
    text; a leading apostrophe makes the rest plain text. A date gives a cell in the General format Excel's short date
    format.

    Raises:
        DataError: a text longer than a cell holds, an infinite number, or a type no cell holds.
    """
    kind = type(value)
    if kind is str:
        _write_text(cell, value)
    elif value is None:
        cell._value = cell._hyperlink = None
        cell.data_type = "n"
    elif kind is bool:
        cell._value, cell.data_type = value, "b"
    elif kind is float or kind is int:
        _write_number(cell, value)
    else:
        _write_other(cell, value)


def _write_text(cell: Cell, text: str) -> None:
    if not text.isprintable():  # hardly ever
        text = clean_text(text)
    if text.startswith("'"):
        text = text[1:]
        own(cell).quotePrefix = True
    elif not ((style := cell._style) and style[_NUMBER_FORMAT] == _TEXT_FORMAT):
        if text.startswith("=") and len(text) > 1:
            cell._value, cell.data_type = text, "f"
            return
        if _write_typed(cell, text):
            return
    if len(text) > MAX_TEXT:
        raise DataError(
            f"{place(cell)}: văn bản dài {len(text)} ký tự, một ô chỉ chứa được {MAX_TEXT}. "
            "Rút ngắn nội dung rồi làm lại."
        )
    cell._value, cell.data_type = text or None, "s" if text else "n"


def _write_typed(cell: Cell, text: str) -> bool:
    """Put the number, truth value or error that Excel takes a text for; tell whether it is one.

    A day that the locales read differently (01/7/2026) stays text: a file has none.
    """
    found = typed(text)
    if isinstance(found.value, str) and found.value not in ERRORS:
        return False
    if found.format.startswith(_DAY) and typed(text, "vi-VN") != found:
        return False
    if found.format and (form := follows(cell.number_format, found.format)) != cell.number_format:
        own(cell).number_format = form
    if isinstance(found.value, str):
        cell._value, cell.data_type = found.value, "e"
    else:
        write(cell, found.value)
    return True


def _write_number(cell: Cell, value: float) -> None:
    if value != value:  # noqa: PLR0124  # NaN is a blank, as xlwings writes it
        cell._value = None
    elif math.isinf(value):
        raise DataError(f"{place(cell)}: không ghi được số vô hạn. Kiểm tra lại phép tính.")
    elif cell._style and _shows_date(cell.number_format):
        cell._value = moment(value, cell.parent.parent.epoch)
        cell.data_type = "n" if isinstance(cell._value, float | int) else "d"
        return
    else:
        cell._value = value
    cell.data_type = "n"


def _write_other(cell: Cell, value: Any) -> None:
    if isinstance(value, dt.datetime | dt.date):
        if isinstance(value, dt.datetime) and value.tzinfo is not None:
            value = value.replace(tzinfo=None)
        if cell.number_format == "General":
            own(cell).number_format = (
                DATETIME_FORMAT if isinstance(value, dt.datetime) and value.time() else DATE_FORMAT
            )
        cell._value, cell.data_type = value, "d"
    elif isinstance(value, dt.time | dt.timedelta):
        own(cell).value = value
    elif isinstance(value, Decimal | int | float):
        _write_number(cell, float(value))
    elif isinstance(value, str):
        _write_text(cell, str(value))
    elif hasattr(value, "item"):  # a numpy scalar
        write(cell, value.item())
    else:
        raise DataError(f"{place(cell)}: không ghi được giá trị kiểu {type(value).__name__}. Hãy báo lỗi này.")


def prepare(value: Any) -> Any:
    """Return a value as the engine takes it (xlwings' hook before a write): pandas' blanks become None."""
    if value is None or type(value) in (str, float, int, bool):
        return value
    if type(value).__name__ in ("NaTType", "NAType"):
        return None
    return value.to_pydatetime() if hasattr(value, "to_pydatetime") else value


def formula_text(cell: Cell) -> str:
    """Return what Excel's `.Formula` gives: the formula, or the constant as US-English text."""
    value = cell._value
    if type(value) is str:  # by far the most cells
        return from_file(value) if cell.data_type == "f" else value
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        value = to_serial(value, cell.parent.parent.epoch)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return format_number(float(value))
    if isinstance(value, Spilled):
        cell = value.source(cell)
        value = cell and cell._value
    if isinstance(value, ArrayFormula):
        return from_file(str(value.text))
    if isinstance(value, DataTableFormula):
        return "{=TABLE()}"
    return "" if value is None else str(value)


def format_number(value: float) -> str:
    """Return a number as Excel shows it in the General format, with a decimal point, at most 15 digits."""
    return f"{value:.15g}".upper()


def place(cell: Cell) -> str:
    """Return "Sheet!A1" for messages."""
    return f"{cell.parent.title}!{cell.coordinate}"
