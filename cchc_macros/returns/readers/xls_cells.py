"""The process that reads an .xls: bytes on standard input, what they hold as JSON on standard output.

It is run by `cchc_macros.returns.readers.xls`, held to a time there and to a memory here.
"""

import json
import sys
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

import olefile  # type: ignore[import-untyped]
import xlrd  # type: ignore[import-untyped]

from xl.memory import limit_memory

MAX_MEMORY = 500_000_000  # bytes; the largest file taken needs a fifth
MAX_CHARACTERS = 20_000_000  # a few bytes of the file may name a long text again and again
_PROPERTIES = "\x05DocumentSummaryInformation"
_BOOKS = ("Workbook", "Book")
_FIRST_YEAR = 1980  # 1601 stands for no time at all


def main() -> None:
    """Read the workbook, write the answer."""
    limit_memory(MAX_MEMORY)
    try:
        answer = _read(sys.stdin.buffer.read())
    except Exception as error:  # noqa: BLE001  damaged bytes make both readers fail in ways of their own
        answer = {"reason": "password" if "encrypted" in str(error) else "broken"}
    sys.stdout.buffer.write(json.dumps(answer).encode())


def _read(content: bytes) -> dict[str, Any]:
    try:
        opened = olefile.OleFileIO(BytesIO(content))
    except Exception:  # noqa: BLE001  as above; a container that does not open shows no workbook
        return {"reason": "other"}
    with opened as container:
        if not any(container.exists(name) for name in _BOOKS):
            return {"reason": "other"}
        streams = ["/".join(stream).upper() for stream in container.listdir()]
        if any("VBA" in stream or stream.startswith("MACROS") for stream in streams):
            return {"reason": "macro"}
        properties, saved = _properties(container), container.get_metadata().last_saved_time
    # xlrd writes its doubts to standard output unless told where else
    book = xlrd.open_workbook(file_contents=content, logfile=StringIO(), formatting_info=True, ragged_rows=True)
    sheets = [(sheet.name, _rows(book, sheet), _tall_merges(sheet)) for sheet in book.sheets()]
    if sum(len(str(value)) for _, rows, _ in sheets for _, cells in rows for _, value in cells) > MAX_CHARACTERS:
        return {"reason": "large"}
    is_time = isinstance(saved, datetime) and saved.year > _FIRST_YEAR
    return {"properties": properties, "saved": saved.isoformat() if is_time else None, "sheets": sheets}


def _properties(container: Any) -> dict[str, str]:
    if not container.exists(_PROPERTIES):
        return {}
    found = container.get_userdefined_properties(_PROPERTIES)
    return {item["property_name"]: _text(item["value"]) for item in found}


def _text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _rows(book: Any, sheet: Any) -> list[tuple[int, list[tuple[int, Any]]]]:
    """The rows that hold anything, as (row number, [(column number, value)])."""
    found = []
    for number in range(sheet.nrows):
        values = [(column, _value(book, cell)) for column, cell in enumerate(sheet.row(number), start=1)]
        cells = [(column, value) for column, value in values if value not in (None, "")]
        if cells:
            found.append((number + 1, cells))
    return found


def _tall_merges(sheet: Any) -> list[tuple[int, int, int]]:
    """The cells that were merged over several rows, as (column, first row, last row)."""
    return [(left + 1, top + 1, end) for top, end, left, _ in sheet.merged_cells if top + 1 < end]


def _value(book: Any, cell: Any) -> object:
    """A cell's value; what JSON has not, as [kind, value]."""
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return ["date", xlrd.xldate_as_datetime(cell.value, book.datemode).isoformat()]
        except (ValueError, OverflowError):  # no day of any calendar: Excel shows ####
            return float(cell.value)
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        look = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
        return ["percent", cell.value] if "%" in look else float(cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return ["error", xlrd.error_text_from_code.get(cell.value, "#?")]
    return cell.value if cell.ctype == xlrd.XL_CELL_TEXT else None
