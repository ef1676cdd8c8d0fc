"""Tables, sheets and named cells of a workbook, found by name wherever staff moved them."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

import xl.light  # noqa: F401  # must come before xlwings

import xlwings as xw  # isort: skip

from cchc_macros.book.cells import text_of
from cchc_macros.book.tables import Table
from cchc_macros.contract import ADDED_TABLES, NAMED_PLACES, TableSpec
from cchc_macros.errors import WorkbookError
from cchc_macros.rules.text import fold
from xl.guard import Area, cells_of

_OLDER = " Sổ do bản cũ tạo thì bấm Tính lại điểm và trả lời Có để thêm bảng."
_RESTORE = "Mở đúng sổ CCHC, hoặc khôi phục bảng bằng nút Lùi một bước hay từ sổ mới tạo."
_NO_TABLES = (
    "Sổ không còn bảng nào của Excel, thường vì đã được lưu bằng Google Trang tính hay Numbers. Lấy lại bản do "
    "Excel lưu (trong thư mục .sao-luu cạnh sổ), rồi chép sang đó các ô đã sửa; hoặc tạo sổ mới và chép dữ liệu vào."
)
_UPGRADE = "Ở dòng lệnh: cchc upgrade SỔ.xlsx."

_ONE_CELL = re.compile(r"^=(?:'(?:[^'\[]|'')+'|[^'!\[,(]+)!\$?[A-Z]{1,3}\$?[0-9]+$")
Place = tuple[xw.Sheet, xw.main.Table]


class SheetNames:
    """The sheets of a workbook by name, each asked for its name once and only as far as need be.

    The names of task sheets, hundreds of them, stand behind ours.
    """

    def __init__(self, book: xw.Book) -> None:
        self._rest = iter(book.sheets)
        self._seen: dict[str, xw.Sheet] = {}

    def get(self, name: str) -> xw.Sheet | None:
        """The sheet of that name; None where there is none."""
        if name not in self._seen:
            next((found for found in self._asked() if found == name), None)
        return self._seen.get(name)

    def all(self) -> dict[str, xw.Sheet]:
        """All sheets by name, in order."""
        for _ in self._asked():
            pass
        return self._seen

    def _asked(self) -> Iterator[str]:
        for sheet in self._rest:
            name = sheet.name
            self._seen[name] = sheet
            yield name


def find_table(sheets: SheetNames, spec: TableSpec) -> Place:
    """Return the sheet and xlwings table of a contract table, wherever staff moved it.

    Raises:
        WorkbookError: no sheet of the workbook has a table of this name.
    """
    found = look_for(sheets, spec)
    if found is not None:
        return found
    older, command = (_OLDER, _UPGRADE) if spec in ADDED_TABLES else ("", "")
    saved_elsewhere = sheets.get(spec.sheet) is not None and not any(len(s.tables) for s in sheets.all().values())
    advice = _NO_TABLES if saved_elsewhere else f"{_RESTORE}{older}"
    raise WorkbookError(f"Không thấy bảng {spec.name} (sheet '{spec.sheet}'). {advice}", command=command)


def look_for(sheets: SheetNames, spec: TableSpec) -> Place | None:
    """The same; None where there is none."""
    likeliest = sheets.get(spec.sheet)
    if likeliest is not None and spec.name in likeliest.tables:
        return likeliest, likeliest.tables[spec.name]
    for sheet in sheets.all().values():
        if spec.name in sheet.tables:
            return sheet, sheet.tables[spec.name]
    return None


def has_table(book: xw.Book, spec: TableSpec) -> bool:
    """Whether the workbook holds a contract table."""
    return look_for(SheetNames(book), spec) is not None


def read_table(place: Place, spec: TableSpec, on_write: Callable[[], None] = lambda: None) -> Table:
    """Read a whole table in one block.

    Raises:
        WorkbookError: a column of the contract is missing.
    """
    sheet, xl_table = place
    whole = xl_table.range
    height, width = whole.shape
    area = Area(whole.row, whole.column, height + 1, width)
    *block, below = cells_of(sheet, area).options(ndim=2, err_to_str=True).value
    has_totals = bool(xl_table.show_totals)
    sheet_name = sheet.name
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
        below=below,
        on_write=on_write,
    )


def table_on(sheet: xw.Sheet, spec: TableSpec) -> Table:
    """Read the one table of a copied sheet, whatever name Excel gave it.

    Raises:
        WorkbookError: the sheet has no table, or the table lacks a column.
    """
    if not len(sheet.tables):
        raise WorkbookError(f"Sheet '{sheet.name}' không có bảng. Xóa sheet này rồi bấm lại để lập mới.")
    return read_table((sheet, sheet.tables[0]), spec)


def template_sheet(sheets: SheetNames, name: str) -> xw.Sheet:
    """A template sheet of the workbook.

    Raises:
        WorkbookError: it is missing.
    """
    sheet = sheets.get(name)
    if sheet is None:
        raise WorkbookError(f"Sổ thiếu sheet '{name}'. Khôi phục bằng nút Lùi một bước, hoặc chép lại từ sổ mới tạo.")
    return sheet


def named_cell(owner: xw.Book | xw.Sheet, name: str) -> xw.Range:
    """The cell with a defined name of the workbook, or of one sheet.

    Raises:
        WorkbookError: there is no such name, or it stands for no cell.
    """
    names = owner.names
    found = names[name] if names.contains(name) else None
    if found is not None and _ONE_CELL.match(found.refers_to or ""):  # else gone with its row, or made something else
        with suppress(KeyError):  # a sheet that is not there
            return found.refers_to_range
    place = f" ({NAMED_PLACES[name]})" if name in NAMED_PLACES else ""
    wrong = f"tên {name} không chỉ vào ô nào" if found else f"thiếu tên ô {name}"
    raise WorkbookError(
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
