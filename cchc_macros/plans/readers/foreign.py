"""Anybody's .xlsx as the lines of a document: somebody's own layout of a plan, read for its appendix."""

import warnings
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import xl.light_openpyxl  # noqa: F401  # must come before openpyxl
from xl.late import regex

from openpyxl import Workbook, load_workbook  # isort: skip
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from cchc_macros.contract import CRITERIA, SETTINGS
from cchc_macros.errors import FileError
from cchc_macros.plans.model import Document, Line, Place
from cchc_macros.plans.readers.text import MAX_COLUMNS
from cchc_macros.plans.words.legacy import OldFonts
from cchc_macros.plans.words.pieces import tidy
from cchc_macros.rules.dates import format_date
from cchc_macros.rules.numbers import format_number, parse_number
from cchc_macros.unit_contract import TASK_SHEET
from xl.cells.addresses import parse_box
from xl.packages import Package, checked_package

MAX_ROWS = 20_000  # of one sheet: no plan comes near
MAX_SHEETS = 50
MAX_XML_BYTES = 20_000_000
MAX_MERGED = 1_000_000  # cells
_MERGES = regex(rb"mergeCell [^>]*?ref=[\"']([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})")
_PERCENT = 100


def read_foreign(content: bytes, name: str) -> Document:
    """Return the rows of all visible sheets.

    Raises:
        FileError: the file is damaged, has a password, or is made to harm.
    """
    package = checked_package(name, content, MAX_XML_BYTES)
    package.look_through()
    _check_merges(package)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that openpyxl drops; nothing is written here
            values, formulas = (load_workbook(BytesIO(content), data_only=computed) for computed in (True, False))
    except (KeyError, ValueError, TypeError, AttributeError, OSError, SyntaxError) as error:
        raise FileError(f"'{name}' đã hỏng hoặc không phải sổ .xlsx. Mở bằng Excel, lưu lại rồi nhập.") from error
    _refuse_ours(values, name)
    sheets = [sheet for sheet in values.worksheets if sheet.sheet_state == "visible"][:MAX_SHEETS]
    typed = [cell for sheet in sheets for row in _rows(sheet) for cell in row if isinstance(cell.value, str)]
    fonts = OldFonts((str(cell.font.name) for cell in typed), (str(cell.value) for cell in typed))
    lines = [line for sheet in sheets for line in _lines(sheet, formulas[sheet.title], fonts)]
    return Document(tuple(lines), tuple(fonts.remarks()))


def _refuse_ours(book: Workbook, name: str) -> None:
    """Refuse the office's own workbooks: every sheet of them has something that looks like an appendix.

    Raises:
        FileError: it is one.
    """
    tables = {table for sheet in book.worksheets for table in sheet.tables}
    if {SETTINGS.name, CRITERIA.name} <= tables:
        raise FileError(
            f"'{name}' là sổ CCHC, không phải văn bản kế hoạch. Chọn văn bản có bảng phụ lục; muốn lấy số liệu của sổ "
            "năm trước thì bấm Tạo sổ mới, chọn Sổ cho năm sau."
        )
    if TASK_SHEET.name in tables:
        raise FileError(f"'{name}' là sổ đơn vị, không phải văn bản kế hoạch. Để ghép vào sổ, bấm Tổng hợp phiếu.")


def _check_merges(package: Package) -> None:
    """Refuse merged areas of millions of cells: openpyxl makes an object of every one.

    Raises:
        FileError: there are such.
    """
    for part in package.namelist():
        if part.startswith("xl/worksheets/"):
            boxes = (parse_box(found.decode()) for found in _MERGES.findall(package.read(part)))
            if sum(rows * columns for rows, columns in (box.shape for box in boxes if box)) > MAX_MERGED:
                raise FileError(f"'{package.label}' gộp quá nhiều ô. Chép riêng bảng phụ lục sang sổ mới rồi nhập.")


def _lines(sheet: Worksheet, formulas: Worksheet, fonts: OldFonts) -> Iterator[Line]:
    above, beside = _merged(sheet)
    fresh = True
    for number, row in enumerate(_rows(sheet), start=1):
        cells: list[str | None] = []
        for cell in row:
            at = number, cell.column
            cells.append(None if at in above else "" if at in beside else _text(cell, formulas, fonts))
        if any(cells):
            yield Line(tuple(cells), Place(f"sheet '{sheet.title}', hàng", number), fresh=fresh)
        fresh = not any(cells)


def _rows(sheet: Worksheet) -> Iterator[tuple[Cell | Any, ...]]:
    return sheet.iter_rows(max_row=min(sheet.max_row, MAX_ROWS), max_col=min(sheet.max_column, MAX_COLUMNS))


def _merged(sheet: Worksheet) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """The cells that a merged area takes in from above, and those it takes in from the left."""
    above: set[tuple[int, int]] = set()
    beside: set[tuple[int, int]] = set()
    for area in sheet.merged_cells.ranges:
        for row in range(area.min_row, min(area.max_row, MAX_ROWS) + 1):
            beside |= {(row, column) for column in range(area.min_col + 1, min(area.max_col, MAX_COLUMNS) + 1)}
            if row > area.min_row:
                above.add((row, area.min_col))
    return above, beside


def _text(cell: Cell | Any, formulas: Worksheet, fonts: OldFonts) -> str:
    """A cell's text as a Vietnamese plan writes it; a formula that was never computed shows itself."""
    value = cell.value
    if value is None:
        formula = formulas.cell(cell.row, cell.column).value
        return formula if isinstance(formula, str) and formula.startswith("=") else ""
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, bool):
        return ""
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format))
    return tidy(fonts.text(str(value), str(cell.font.name)))


def _number(value: float, number_format: str) -> str:
    number = parse_number(value) or Decimal(0)
    shown = number_format.partition(";")[0]
    places = len(shown.partition(".")[2].rstrip("%").rstrip('"_ )')) if "." in shown and "#" not in shown else None
    if shown.endswith("%"):
        return f"{format_number(number * _PERCENT, places)}%"
    return format_number(number, places).replace(".", "")
