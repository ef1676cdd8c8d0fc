"""Tables of a workbook, found by name and read and written in blocks.

A click costs one read of a table and one write per column it owns, however many rows there are: in Excel
every call is a round trip between processes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import xlwings as xw

from cchc_macros.contract import ADDED_TABLES, TableSpec
from cchc_macros.errors import WorkbookError
from cchc_macros.rules.text import clean, fold

Row = Mapping[str, Any]

_OLDER = " Sổ do bản cũ tạo thì bấm Tính lại điểm và trả lời Có để thêm bảng."
_UPGRADE = "Ở dòng lệnh: cchc upgrade SỔ.xlsx."


@dataclass(slots=True)
class Table:
    """One Excel table as read.

    Attributes:
        spec: Name and headings by the contract.
        sheet: The sheet it stands on.
        sheet_name: Its name, asked for once: in Excel each time is a round trip.
        xl: xlwings' own object of it.
        columns: Contract heading -> 0-based offset in the table. Users' own columns are not in it.
        top: Sheet row of the first body row (1-based).
        left: Sheet column of the table's first column (1-based).
        width: Number of columns, users' own included.
        body: The values, one list per body row; a row of totals that staff switched on is none of them.
        has_totals: Whether there is such a row.
        below: The values of the row right under the table, which by the contract holds nothing.
    """

    spec: TableSpec
    sheet: xw.Sheet
    sheet_name: str
    xl: xw.main.Table
    columns: dict[str, int]
    top: int
    left: int
    width: int
    body: list[list[Any]] = field(default_factory=list)
    has_totals: bool = False
    below: Sequence[Any] = ()

    def rows(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """The rows that hold anything in a contract column, as (row index, {heading: value})."""
        for index, values in enumerate(self.body):
            row = {heading: values[offset] for heading, offset in self.columns.items()}
            if any(not is_blank(value) for value in row.values()):
                yield index, row

    def values(self, heading: str) -> list[Any]:
        """The values of one column, a value per body row."""
        offset = self.columns[heading]
        return [row[offset] for row in self.body]

    def column(self, heading: str) -> str:
        """The sheet's letter of a column."""
        return str(xw.utils.col_name(self.left + self.columns[heading]))  # type: ignore[no-untyped-call]

    def cell(self, row: int, heading: str) -> str:
        """The address of a cell with its sheet, "Bảng điểm!E12"."""
        return f"{self.sheet_name}!{self.column(heading)}{self.top + row}"


def is_blank(value: object) -> bool:
    """Whether a cell value counts as nothing: empty, or only spaces."""
    return value is None or (isinstance(value, str) and not value.strip())


def text_of(value: object) -> str:
    """A cell value as clean text: 3.0 -> "3", None -> ""."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else clean(str(value))


def plain(value: object) -> object:
    """A value from outside made safe to write: text that Excel would take for a formula stays text.

    Only "=" makes a formula of a value set by a program; the template's text columns take the rest as typed. An
    apostrophe at the beginning would be taken for the mark that says so.
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "'")) else value


def find_table(book: xw.Book, spec: TableSpec) -> tuple[xw.Sheet, Any]:
    """Return the sheet and xlwings table of a contract table, wherever staff moved it.

    Raises:
        WorkbookError: no sheet of the workbook has a table of this name.
    """
    for sheet in _likeliest_first(book, spec.sheet):
        for table in sheet.tables:
            if table.name.casefold() == spec.name.casefold():
                return sheet, table
    older, command = (_OLDER, _UPGRADE) if spec in ADDED_TABLES else ("", "")
    raise WorkbookError(
        f"Không thấy bảng {spec.name} (sheet '{spec.sheet}'). "
        f"Mở đúng sổ CCHC, hoặc khôi phục bảng bằng nút Hoàn tác hay từ sổ mới tạo.{older}",
        command=command,
    )


def _likeliest_first(book: xw.Book, name: str) -> Iterator[xw.Sheet]:
    """All sheets, first the one of that name; the names of task sheets, hundreds of them, are not asked for."""
    likeliest = next((sheet for sheet in book.sheets if sheet.name == name), None)
    if likeliest is not None:
        yield likeliest
    yield from book.sheets


def has_table(book: xw.Book, spec: TableSpec) -> bool:
    """Whether the workbook holds a contract table."""
    try:
        find_table(book, spec)
    except WorkbookError:
        return False
    return True


def read_table(book: xw.Book, spec: TableSpec) -> Table:
    """Read a whole table in one block.

    Raises:
        WorkbookError: the table, or a column of the contract, is missing.
    """
    return _read(*find_table(book, spec), spec)


def table_on(sheet: xw.Sheet, spec: TableSpec) -> Table:
    """Read the one table of a copied sheet, whatever name Excel gave it.

    Raises:
        WorkbookError: the sheet has no table, or the table lacks a column.
    """
    if not len(sheet.tables):
        raise WorkbookError(f"Sheet '{sheet.name}' không có bảng. Xóa sheet này rồi bấm lại để lập mới.")
    return _read(sheet, sheet.tables[0], spec)


def template_sheet(book: xw.Book, name: str) -> xw.Sheet:
    """A template sheet of the workbook.

    Raises:
        WorkbookError: it is missing.
    """
    for sheet in book.sheets:
        if sheet.name == name:
            return sheet
    raise WorkbookError(f"Sổ thiếu sheet '{name}'. Khôi phục bằng nút Hoàn tác, hoặc chép lại từ sổ mới tạo.")


def _read(sheet: xw.Sheet, xl_table: xw.main.Table, spec: TableSpec) -> Table:
    area = xl_table.range
    *block, below = area.resize(area.shape[0] + 1).options(ndim=2, err_to_str=True).value
    has_totals = bool(xl_table.show_totals)
    columns = _match_headings(block[0], spec)
    missing = [heading for heading in spec.columns if heading not in columns]
    if missing:
        raise WorkbookError(
            f"Bảng {spec.name} (sheet '{sheet.name}', hàng {area.row}) thiếu cột '{missing[0]}'. "
            "Đặt lại đúng tên cột rồi bấm lại."
        )
    body = block[1:-1] if has_totals else block[1:]
    return Table(
        spec, sheet, sheet.name, xl_table, columns, area.row + 1, area.column, len(block[0]), body, has_totals, below
    )  # fmt: skip


def named_cell(owner: xw.Book | xw.Sheet, name: str) -> xw.Range:
    """The cell with a defined name of the workbook, or of one sheet.

    Raises:
        WorkbookError: there is no such name, or it stands for no cell.
    """
    refers_to = (owner.names[name].refers_to if owner.names.contains(name) else None) or ""
    if "!" not in refers_to or "#REF!" in refers_to:  # gone with its row, or made a constant
        raise WorkbookError(
            f"'{owner.name}' thiếu tên ô {name}. Khôi phục bằng nút Hoàn tác, hoặc chép lại từ sổ mới tạo."
        )
    return owner.names[name].refers_to_range


def read_formulas(table: Table) -> list[list[str]]:
    """The body as formulas, in one block: a cell with a formula begins with "=", all others are not to be used."""
    block = _area(table, 0, 0, max(len(table.body), 1), table.width).formula
    return [list(row) for row in block] if isinstance(block, tuple | list) else [[block]]


def as_written(table: Table) -> list[list[object]]:
    """The body as it must be written to stay as it is: a formula as formula, text that looks like one as text."""
    return [
        [text if str(text).startswith("=") else plain(value) for text, value in zip(texts, values, strict=True)]
        for texts, values in zip(read_formulas(table), table.body, strict=True)
    ]


def write_column(table: Table, heading: str, values: Sequence[object]) -> None:
    """Write one column of the body in one call; `values` has a value per body row.

    A value that is text from outside must have gone through `plain`; a text that begins with "=" is a formula.
    """
    if values:
        _area(table, 0, table.columns[heading], len(values), 1).value = [[value] for value in values]


def write_rows(table: Table, rows: Sequence[Row]) -> None:
    """Make `rows` the whole body of the table, growing or shrinking it; users' own columns keep what they hold.

    Values are written as they are: text from outside must have gone through `plain`.
    """
    height = max(len(rows), 1)
    if len(table.body) != height:
        _resize(table, height)
    contract = {offset: heading for heading, offset in table.columns.items()}
    body = []
    for index in range(height):
        row = rows[index] if rows else {}
        old = table.body[index] if index < len(table.body) else [None] * table.width
        body.append([row.get(contract[c]) if c in contract else old[c] for c in range(table.width)])
    for first, last in _runs(sorted(contract)):
        _area(table, 0, first, height, last - first + 1).value = [row[first : last + 1] for row in body]
    table.body = body


def append_rows(table: Table, rows: Sequence[Row]) -> None:
    """Add rows below the last row that holds anything."""
    if not rows:
        return
    used = [index for index, values in enumerate(table.body) if not all(map(is_blank, values))]
    filled = used[-1] + 1 if used else 0
    height = filled + len(rows)
    if height > len(table.body):
        _resize(table, height)
    contract = {offset: heading for heading, offset in table.columns.items()}
    block = [[row.get(contract[c]) if c in contract else None for c in range(table.width)] for row in rows]
    for first, last in _runs(sorted(contract)):
        _area(table, filled, first, len(rows), last - first + 1).value = [row[first : last + 1] for row in block]
    table.body[filled:] = block


def _resize(table: Table, height: int) -> None:
    """Give the table a number of body rows; what stood in rows it loses is cleared.

    Raises:
        WorkbookError: it has a row of totals, which would stand amid the rows.
    """
    if table.has_totals:
        raise WorkbookError(
            f"Bảng {table.spec.name} (sheet '{table.sheet_name}') đang bật dòng tổng nên không thêm, bớt dòng được. "
            "Chọn một ô của bảng, vào Table Design, bỏ chọn Total Row rồi làm lại."
        )
    if len(table.body) > height:
        _area(table, height, 0, len(table.body) - height, table.width).clear_contents()
    table.xl.resize(_area(table, -1, 0, height + 1, table.width))


def _match_headings(headings: Sequence[object], spec: TableSpec) -> dict[str, int]:
    """Contract heading -> offset; stray spaces, case and Unicode form do not matter."""
    wanted = {fold(heading): heading for heading in spec.headings}
    columns: dict[str, int] = {}
    for offset, heading in enumerate(headings):
        name = wanted.get(fold(text_of(heading)))
        if name is not None:
            columns.setdefault(name, offset)
    return columns


def _area(table: Table, row: int, column: int, height: int, width: int) -> xw.Range:
    """Cells of a table by their place in its body; row -1 is the heading."""
    top, left = table.top + row, table.left + column
    return table.sheet.range((top, left), (top + height - 1, left + width - 1))


def _runs(offsets: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Neighbouring offsets as (first, last)."""
    first = last = offsets[0]
    for offset in offsets[1:]:
        if offset != last + 1:
            yield first, last
            first = offset
        last = offset
    yield first, last
