"""Tables, sheets and named cells of a workbook, found by name wherever staff moved them."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

import xl.light  # noqa: F401  # must come before xlwings
from xl.late import regex

import xlwings as xw  # isort: skip

from cchc_macros import contract as c
from cchc_macros.book.cells import text_of
from cchc_macros.book.tables import Table
from cchc_macros.contract import TableSpec
from cchc_macros.errors import WorkbookError
from cchc_macros.rules.text import fold
from xl.reading import ReadArea, area_at, member, values_in

_OLDER = " Sổ do bản cũ tạo thì bấm Tính lại điểm và trả lời Có để thêm bảng."
SHOW_HIDDEN = "Sheet mẫu đang ẩn: bấm chuột phải vào tên một sheet, chọn Hiện (Unhide) để thấy"
_RESTORE = "Mở đúng sổ CCHC, hoặc khôi phục bảng bằng nút Lùi một bước hay từ sổ mới tạo."
_NO_TABLES = (
    "Sổ không còn bảng nào của Excel, thường vì đã được lưu bằng Google Trang tính hay Numbers. Lấy lại bản do "
    "Excel lưu (trong thư mục .sao-luu cạnh sổ), rồi chép sang đó các ô đã sửa; hoặc tạo sổ mới và chép dữ liệu vào."
)
_UPGRADE = "Ở dòng lệnh: cchc upgrade SỔ.xlsx."

_ONE_CELL = regex(r"=(?:'((?:[^'\[]|'')+)'|([^'!\[,(]+))!(\$[A-Z]{1,3}\$[0-9]+)")

# Where the cells of the totals stand, for whoever has lost one
_PLACES = {
    name: f"sheet Bảng điểm, dòng {row}, cột {column}"
    for column, sum_name, index_name in (
        ("Tối đa", c.TOTAL_MAX, ""),
        ("Kết quả", c.TOTAL_RESULT, c.INDEX_RESULT),
        ("Mục tiêu", c.TOTAL_TARGET, c.INDEX_TARGET),
        ("Hiện nay", c.TOTAL_CURRENT, c.INDEX_CURRENT),
        ("Điểm thử", c.TOTAL_TRIAL, c.INDEX_TRIAL),
        (c.SURVEY, c.TOTAL_SURVEY, ""),
        (c.BONUS, c.TOTAL_BONUS, ""),
    )
    for name, row in ((sum_name, "Tổng điểm"), (index_name, "Chỉ số (%)"))
}


class TablePlace(NamedTuple):
    """Where a table stands, and the tables beside it."""

    sheet_name: str
    sheet: xw.Sheet
    table: xw.main.Table
    tables: xw.main.Tables


class NamedCell(NamedTuple):
    """Where a defined name points."""

    sheet: str
    area: ReadArea


class SheetNames:
    """The sheets of a workbook by name, each looked for once, and asked for their names only where all are wanted.

    There may be hundreds of task sheets. With them go the places of tables that were looked for.
    """

    def __init__(self, book: xw.Book) -> None:
        self._sheets = book.sheets
        self.places: dict[str, TablePlace | None] = {}
        self._seen: dict[str, xw.Sheet | None] = {}
        self._all: dict[str, xw.Sheet] = {}

    def get(self, name: str) -> xw.Sheet | None:
        """The sheet of that name; None where there is none."""
        if name not in self._seen:
            self._seen[name] = self._all.get(name) if self._all else member(self._sheets, name)
        return self._seen[name]

    def all(self) -> dict[str, xw.Sheet]:
        """All sheets by name, in order."""
        if not self._all:
            names = {sheet.name: sheet for sheet in self._sheets}
            self._all = {name: self._seen.get(name) or sheet for name, sheet in names.items()}
        return self._all

    def active(self) -> str:
        """The name of the sheet that is looked at, perhaps one of a chart."""
        return str(self._sheets.active.name)

    def forget(self) -> None:
        """Look for them anew: some were added, renamed or deleted, tables with them perhaps."""
        for known in (self._seen, self._all, self.places):
            known.clear()


def find_table(sheets: SheetNames, spec: TableSpec) -> TablePlace:
    """Return the sheet and xlwings table of a contract table, wherever staff moved it.

    Raises:
        WorkbookError: no sheet of the workbook has a table of this name.
    """
    found = look_for(sheets, spec)
    if found is not None:
        return found
    older, command = (_OLDER, _UPGRADE) if spec in c.ADDED_TABLES else ("", "")
    saved_elsewhere = sheets.get(spec.sheet) is not None and not any(len(s.tables) for s in sheets.all().values())
    advice = _NO_TABLES if saved_elsewhere else f"{_RESTORE}{older}"
    raise WorkbookError(f"Không thấy bảng {spec.name} (sheet '{spec.sheet}'). {advice}", command=command)


def look_for(sheets: SheetNames, spec: TableSpec) -> TablePlace | None:
    """The same; None where there is none."""
    likeliest = sheets.get(spec.sheet)
    found = _on_sheet(spec.sheet, likeliest, spec) if likeliest is not None else None
    others = (_on_sheet(name, sheet, spec) for name, sheet in sheets.all().items()) if found is None else ()
    return found or next(filter(None, others), None)


def _on_sheet(name: str, sheet: xw.Sheet, spec: TableSpec) -> TablePlace | None:
    tables = sheet.tables
    table = member(tables, spec.name)
    return None if table is None else TablePlace(name, sheet, table, tables)


def read_table(place: TablePlace, spec: TableSpec, on_write: Callable[[], None] = lambda: None) -> Table:
    """Read a whole table in one block.

    Raises:
        WorkbookError: a column of the contract is missing.
    """
    sheet_name, sheet, xl_table, _ = place
    cells = xl_table.range
    area, block = area_at(cells.address), values_in(sheet, cells)
    has_totals = bool(xl_table.show_totals)
    columns = _match_headings(block[0], spec)
    missing = [heading for heading in spec.columns if heading not in columns]
    if missing and not xl_table.show_headers:
        raise WorkbookError(
            f"Bảng {spec.name} (sheet '{sheet_name}') đang tắt hàng tiêu đề. Bấm vào bảng, ở thẻ Thiết kế Bảng "
            "đánh dấu lại ô Hàng Tiêu đề rồi bấm lại."
        )
    if missing:
        raise WorkbookError(
            f"Bảng {spec.name} (sheet '{sheet_name}', hàng {area.row}) thiếu cột '{missing[0]}'. "
            "Đặt lại đúng tên cột rồi bấm lại."
        )
    return Table(
        spec=spec,
        sheet=sheet,
        sheet_name=sheet_name,
        xl=xl_table,
        headings=[text_of(heading) for heading in block[0]],
        columns=columns,
        top=area.row + 1,
        left=area.column,
        body=block[1:-1] if has_totals else block[1:],
        has_totals=has_totals,
        made={area: cells},
        on_write=on_write,
    )


def table_on(sheet: xw.Sheet, spec: TableSpec) -> Table:
    """Read the one table of a copied sheet, whatever name Excel gave it.

    Raises:
        WorkbookError: the sheet has no table, or the table lacks a column.
    """
    tables = sheet.tables
    table = next(iter(tables), None)
    if table is None:
        raise WorkbookError(f"Sheet '{sheet.name}' không có bảng. Xóa sheet này rồi bấm lại để lập mới.")
    return read_table(TablePlace(sheet.name, sheet, table, tables), spec)


def template_sheet(sheets: SheetNames, name: str) -> xw.Sheet:
    """A template sheet of the workbook.

    Raises:
        WorkbookError: it is missing.
    """
    sheet = sheets.get(name)
    if sheet is None:
        raise WorkbookError(
            f"Sổ thiếu sheet '{name}'. Khôi phục bằng nút Lùi một bước, hoặc chép lại từ sổ mới tạo. {SHOW_HIDDEN}."
        )
    return sheet


def named_cells(
    owner: xw.Book | xw.Sheet, wanted: Iterable[str], may_lack: Collection[str] = ()
) -> dict[str, NamedCell]:
    """The cells with defined names of the workbook, or of one sheet; some may be missing, and are left out then.

    Raises:
        WorkbookError: there is no such name, or it stands for no cell.
    """
    names, cells = owner.names, {}
    for name in wanted:
        found = member(names, name)
        if found is None and name in may_lack:
            continue
        cell = _ONE_CELL.fullmatch(found.refers_to or "") if found is not None else None
        if cell is None:  # gone with its row, or made something else
            raise lost_name(owner, name, is_there=found is not None)
        cells[name] = NamedCell((cell[1] or cell[2]).replace("''", "'"), area_at(cell[3]))
    return cells


def lost_name(owner: xw.Book | xw.Sheet, name: str, *, is_there: bool) -> WorkbookError:
    """What to do where a defined name stands for no cell."""
    place = f" ({_PLACES[name]})" if name in _PLACES else ""
    wrong = f"tên {name} không chỉ vào ô nào" if is_there else f"thiếu tên ô {name}"
    return WorkbookError(
        f"'{owner.name}' {wrong}{place}. Đặt lại tên này cho ô đó ở Công thức > Trình quản lý Tên, "
        "hoặc khôi phục bằng nút Lùi một bước hay từ sổ mới tạo."
    )


def _match_headings(headings: Sequence[object], spec: TableSpec) -> dict[str, int]:
    """Contract heading -> offset; stray spaces, case and Unicode form do not matter."""
    wanted = {fold(heading): heading for heading in spec.headings}
    columns: dict[str, int] = {}
    for offset, heading in enumerate(headings):
        name = wanted.get(fold(text_of(heading)))
        if name is not None:
            columns.setdefault(name, offset)
    return columns
