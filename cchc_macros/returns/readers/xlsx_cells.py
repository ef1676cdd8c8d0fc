"""What the cells of a sheet of an .xlsx hold: its XML as rows of values."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from xml.etree import ElementTree as ET

from cchc_macros.rules.typed_values import ErrorValue, Percent, Value
from xl.cells.addresses import column_number
from xl.escapes import unescaped
from xl.late import regex

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_MERGED = regex(rb'mergeCell ref="([A-Z]{1,3})([0-9]{1,7}):[A-Z]{1,3}([0-9]{1,7})"')
_LETTERS = regex("[A-Z]{1,3}")
_FORMAT_NOISE = regex(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')  # literal text, escapes, colours, padding
_DATE_LETTERS = regex(r"[dmyhs]", re.IGNORECASE)
_BUILT_IN_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_BUILT_IN_PERCENTS = frozenset([9, 10])
_LARGEST_SERIAL = 2_958_465  # 31/12/9999
TRUE = ("1", "true", "on")

Formats = tuple[frozenset[int], frozenset[int]]  # the styles that show a date, those that show a percentage


def _cells_only(sheet: bytes) -> bytes:
    """A sheet without what is before and after its cells: formats, lists, drawings are a third of the parsing."""
    root, start, end = (
        sheet.find(b">", sheet.find(b"<worksheet")),
        sheet.find(b"<sheetData>"),
        sheet.rfind(b"</sheetData>"),
    )
    if not 0 <= root < start < end:  # another dialect
        return sheet
    return sheet[: root + 1] + sheet[start:end] + b"</sheetData></worksheet>"


def tall_merges(sheet: bytes) -> tuple[tuple[int, int, int], ...]:
    """The cells that were merged over several rows, as (column, first row, last row)."""
    found = _MERGED.findall(sheet, max(sheet.rfind(b"sheetData"), 0))
    spans = ((letters.decode(), int(first), int(last)) for letters, first, last in found)
    return tuple((_column(letters), first, last) for letters, first, last in spans if first < last)


class Values:
    """What a cell's stored text means."""

    def __init__(self, strings: Sequence[str], formats: Formats, epoch: datetime) -> None:
        self._strings, self._epoch = strings, epoch
        self._dates, self._percents = formats

    def of(self, kind: str, stored: str, style: str) -> Value:
        """The value of a cell of kind `t`, with style `s`."""
        if kind == "s":
            return self._strings[int(stored)]
        if kind == "n":
            return self._number(float(stored), int(style))
        if kind == "b":
            return stored in TRUE
        if kind == "e":
            return ErrorValue(stored)
        if kind == "d":
            return datetime.fromisoformat(stored).replace(tzinfo=None)
        return _unescape(stored)

    def _number(self, number: float, style: int) -> Value:
        if style in self._dates and 0 <= number <= _LARGEST_SERIAL:
            return self._epoch + timedelta(seconds=round(number * 86400))
        return Percent(number) if style in self._percents else number


def rows_of(sheet: bytes, values: Values, check_time: Callable[[], None]) -> Iterator[tuple[int, dict[int, Value]]]:
    """The rows of a sheet's part that hold anything, as (row number, {column number: value})."""
    root = ET.fromstring(_cells_only(sheet))  # noqa: S314  a part of a checked package
    space = namespace(root)
    stored, formula, inline = f"{space}v", f"{space}f", f"{space}is"
    number = 0
    for row in root.iterfind(f"{space}sheetData/{space}row"):
        number = int(row.get("r") or number + 1)
        if not 1 <= number <= _LAST_ROW:
            raise ValueError(number)
        if not number % 512:
            check_time()
        cells: dict[int, Value] = {}
        column = 0
        for cell in row:
            reference = cell.get("r")
            column = _column(reference.rstrip("0123456789")) if reference else column + 1
            value: Value = None
            if text := cell.findtext(stored):
                value = values.of(cell.get("t", "n"), text, cell.get("s", "0"))
            elif (part := cell.find(inline)) is not None:
                value = _text(part)
            elif text := cell.findtext(formula):
                value = f"={_unescape(text)}"
            if value is not None and value != "":
                cells[column] = value
        if cells:
            yield number, cells


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    if not _LETTERS.fullmatch(letters) or column_number(letters) > _LAST_COLUMN:
        raise ValueError(letters)
    return column_number(letters)


def strings_in(shared: bytes) -> list[str]:
    """The texts that the cells of a workbook share."""
    return [_text(item) for item in ET.fromstring(shared)]  # noqa: S314  as above


def _text(item: ET.Element) -> str:
    """The text of a string item: plain or in runs; readings of Asian characters left out."""
    if len(item) == 1 and item[0].tag.endswith("}t"):
        return _unescape(item[0].text or "")
    space = namespace(item)
    pieces = [item.find(f"{space}t"), *(run.find(f"{space}t") for run in item.iterfind(f"{space}r"))]
    return _unescape("".join(piece.text or "" for piece in pieces if piece is not None))


def _unescape(text: str) -> str:
    """Undo Excel's _x000D_ notation; halves of letters and what no file may hold become signs of their absence."""
    if "_x" not in text:
        return text
    return (
        unescaped(text)
        .encode("utf-16-le", "surrogatepass")
        .decode("utf-16-le", "replace")
        .translate({0xFFFE: "", 0xFFFF: ""})
    )


@lru_cache(maxsize=64)
def formats_in(styles: bytes) -> Formats:
    """Which cell styles show their number as a date, and which as a percentage."""
    root = ET.fromstring(styles)  # noqa: S314  a part of a checked package
    space = namespace(root)
    own = {
        int(item.get("numFmtId", "0")): _FORMAT_NOISE.sub("", item.get("formatCode", ""))
        for item in root.iterfind(f"{space}numFmts/{space}numFmt")
    }
    dates, percents = set(), set()
    for style, item in enumerate(root.iterfind(f"{space}cellXfs/{space}xf")):
        number_format = int(item.get("numFmtId", "0"))
        code = own.get(number_format, "")
        if "%" in code or (not code and number_format in _BUILT_IN_PERCENTS):
            percents.add(style)
        elif _DATE_LETTERS.search(code) if code else number_format in _BUILT_IN_DATES:
            dates.add(style)
    return frozenset(dates), frozenset(percents)


def namespace(root: ET.Element) -> str:
    """The namespace of an element, in ElementTree's braces: files come in two dialects of it."""
    return root.tag[: root.tag.find("}") + 1]
