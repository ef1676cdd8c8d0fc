"""Cells, shared strings and custom properties as the XML of a .xlsx, for those who write packages directly."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from math import isfinite

from xl.contents import serial
from xl.errors import DataError
from xl.escapes import MAX_TEXT, clean_text, escaped
from xl.xmltext import escape, quoted_attribute

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the set of properties that users define
_MAX_PROPERTY = 255  # Excel cuts longer custom properties


class SharedStrings:
    """The texts of one workbook, each kept once."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        """Begin with texts that keep their places."""
        self._places = {text: place for place, text in enumerate(texts)}
        self._used = len(self._places)

    def place(self, text: str) -> int:
        """Return the number of a text, giving it one if it is new."""
        self._used += 1
        return self._places.setdefault(text, len(self._places))

    def xml(self) -> str:
        """The part xl/sharedStrings.xml."""
        items = "".join([f'<si><t xml:space="preserve">{escape(escaped(text))}</t></si>' for text in self._places])
        return f'<sst xmlns="{MAIN}" count="{self._used}" uniqueCount="{len(self._places)}">{items}</sst>'


def cell(address: str, style: str, value: object, strings: SharedStrings) -> str:
    """A cell with a constant. Whatever is no number, date or truth value is text and stays text.

    Args:
        address: For example "B9".
        style: Number of the cell's style.
        value: The value; characters that XML cannot hold are dropped, a blank text makes a blank cell.
        strings: Where texts go.

    Raises:
        DataError: the text is longer than a cell holds.
    """
    if value is None or isinstance(value, str):
        text = checked_text(value or "", address)
        content = f' t="s"><v>{strings.place(text)}</v></c>' if text else "/>"
        return f'<c r="{address}" s="{style}"{content}'
    if isinstance(value, bool):
        return f'<c r="{address}" s="{style}" t="b"><v>{int(value)}</v></c>'
    number = _number(value)
    if number is None:
        return cell(address, style, str(value), strings)
    return f'<c r="{address}" s="{style}"><v>{number}</v></c>'


def computed_cell(address: str, style: str, formula: str, value: str) -> str:
    """A cell with a formula (as escaped XML) and the text it gives."""
    return f'<c r="{address}" s="{style}" t="str"><f>{formula}</f><v>{escape(clean_text(value))}</v></c>'


def checked_text(text: str, address: str) -> str:
    """A text as a cell can hold it.

    Raises:
        DataError: it is too long.
    """
    text = clean_text(text)
    if len(text) * 2 > MAX_TEXT and len(text.encode("utf-16-le")) // 2 > MAX_TEXT:
        raise DataError(f"{address}: văn bản quá dài, một ô chỉ chứa {MAX_TEXT} ký tự. Rút ngắn nội dung rồi làm lại.")
    return text


def _number(value: object) -> str | None:
    """A number, or a date as Excel counts days; None for what is neither or not finite."""
    if isinstance(value, date):
        value = serial(value)
    if isinstance(value, int | float | Decimal) and isfinite(value):
        return f"{float(value):.17g}"
    return None


def properties(values: Mapping[str, str], advice: str) -> str:
    """The part docProps/custom.xml; `advice` is what a user can do where a value is too long.

    Raises:
        DataError: a value is longer than Excel keeps.
    """
    for name, value in values.items():
        if len(value.encode("utf-16-le", "replace")) // 2 > _MAX_PROPERTY:
            raise DataError(f"Thông tin nhận dạng '{name}' dài quá {_MAX_PROPERTY} ký tự. {advice}")
    items = "".join(
        f'<property fmtid="{_FORMAT_ID}" pid="{number}" name={quoted_attribute(clean_text(name))}>'
        f"<vt:lpwstr>{escape(clean_text(value))}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(values.items(), start=2)
    )
    return f'<Properties xmlns="{_CUSTOM}" xmlns:vt="{_TYPES}">{items}</Properties>'
