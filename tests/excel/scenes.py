"""The states that a button may find an Excel and a workbook in, one at a time and all at once.

A scene changes the workbook as its user would, or the switches of the Excel it is open in. Where a button cannot work
it must say why and leave everything as it was: those scenes tell what it says.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cchc_macros import contract as c
from tests.excel.double import store
from tests.excel.double.com import CALL_REJECTED, CELL_IN_EDIT_MODE, RETRY_LATER
from tests.excel.double.desktop import Busy, Desk
from tests.excel.double.store import Box

Set = Callable[[Desk, Any], None]
BUSY_CODES = (CALL_REJECTED, RETRY_LATER, CELL_IN_EDIT_MODE)
KEPT = 7  # xlFilterValues
KEPT_COPY = "Workbook.SaveCopyAs"  # what a click does before it writes


@dataclass(frozen=True)
class Scene:
    """A state, set on a desktop with a workbook open in the Excel that is clicked.

    Attributes:
        says: What a writing button says where it refuses; "" where it works.
        may_say: What a button says that would have to write, or to add or take away rows here; the others work.
    """

    name: str
    set: Set
    says: str = ""
    may_say: str = ""
    switches: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name


def ours(book: Any) -> list[Any]:
    """The sheets that hold a table of the contract."""
    names = {table.sheet for table in c.TABLES}
    return [book.tab(ws) for ws in book.wb.worksheets if ws.title in names]


def nothing(_desk: Desk, _book: Any) -> None:
    """The workbook as it comes."""


def filter_tables(_desk: Desk, book: Any) -> None:
    """Every other row of every table filtered away by its own filter."""
    for sheet in ours(book):
        for table in sheet.tables():
            body = store.body_of(table.file.entry)
            texts = [
                store.raw(sheet.file.doc, sheet.ws, row, body.column) for row in range(body.row, body.last_row + 1)
            ]
            kept = {f"{text:g}" if isinstance(text, float) else str(text or "") for text in texts[::2]}
            table.filter_by(table.box, 1, sorted(kept), KEPT)


def filter_to_one_unit(_desk: Desk, book: Any) -> None:
    """*Bảng điểm* and *Nhiệm vụ* filtered to the first unit that leads something."""
    for sheet in ours(book):
        for table in sheet.tables():
            headings = [entry.name for entry in table.file.entry.tableColumns]
            if c.LEAD in headings:
                field, body = headings.index(c.LEAD) + 1, store.body_of(table.file.entry)
                first = store.raw(sheet.file.doc, sheet.ws, body.row, body.column + field - 1)
                if first:
                    table.filter_by(table.box, field, [str(first)], KEPT)


def filter_in_place(_desk: Desk, book: Any) -> None:
    """An advanced filter: the sheet is in filter mode, and every third row is gone."""
    for sheet in ours(book):
        sheet.ws.sheet_properties.filterMode = True
        _hide_rows(sheet, step=3)


def filter_beside(_desk: Desk, book: Any) -> None:
    """A list of the user's own beside a table, filtered: rows of the table are gone with it."""
    for sheet in ours(book):
        right = store.used(sheet.ws).last_column + 2
        top = sheet.tables()[0].box.row
        for row, text in enumerate(("Của tôi", "giữ", "bỏ", "giữ", "bỏ"), top):
            store.put_plain(sheet.ws, row, right, text)
        sheet.filter_by(Box(top, right, top + 4, right), 1, ["giữ"], KEPT)


def _hide_rows(sheet: Any, step: int) -> None:
    for table in sheet.tables():
        body = store.body_of(table.file.entry)
        for row in range(body.row, body.last_row + 1, step):
            store.hide_row(sheet.ws, row, hidden=True)


def hide_rows(_desk: Desk, book: Any) -> None:
    """Rows hidden by hand, without a filter."""
    for sheet in ours(book):
        _hide_rows(sheet, step=2)


def hide_columns(_desk: Desk, book: Any) -> None:
    """Columns hidden by hand."""
    for sheet in ours(book):
        for table in sheet.tables():
            for column in range(table.box.column + 2, table.box.last_column + 1, 3):
                store.hide_column(sheet.ws, column, hidden=True)


def filter_and_hide_rows(desk: Desk, book: Any) -> None:
    """Filtered, and of the rows that are still there some hidden by hand."""
    filter_tables(desk, book)
    for sheet in ours(book):
        _hide_rows(sheet, step=3)


def filter_and_hide_columns(desk: Desk, book: Any) -> None:
    """Both."""
    hide_columns(desk, book)
    filter_tables(desk, book)


def _hide_sheets(*names: str, state: str) -> Set:
    def hide(_desk: Desk, book: Any) -> None:
        for ws in book.wb.worksheets:
            if ws.title in names:
                ws.sheet_state = state
        shown = next(ws for ws in book.wb.worksheets if ws.sheet_state == "visible")
        if book.wb.active.sheet_state != "visible":
            book.file.doc.activate(shown)

    return hide


TEMPLATES = (c.TASK_SHEET_TEMPLATE, c.APPENDIX_I_TEMPLATE, c.APPENDIX_II_TEMPLATE, c.LOST_SHEET_TEMPLATE)


def own_last_sheet(state: str) -> Set:
    """A sheet of the user's own at the end, hidden."""

    def add(_desk: Desk, book: Any) -> None:
        ws = book.wb.create_sheet("Của tôi")
        ws.sheet_state = state
        book.file.doc.changed()

    return add


def copy_of_scores(*, before: bool) -> Set:
    """A copy of *Bảng điểm* that staff made: its names and tables are there a second time."""

    def copy(_desk: Desk, book: Any) -> None:
        shown = book.wb.active
        sheet = next(sheet for sheet in ours(book) if sheet.ws.title == c.SCORES_SHEET)
        book.take_copy(sheet, sheet, before=before)
        if not before:
            book.file.doc.activate(shown)

    return copy


def protect(_desk: Desk, book: Any) -> None:
    """The sheets of our tables protected, half of the first table's cells unlocked."""
    for sheet in ours(book):
        box = sheet.tables()[0].box
        store.unlock(sheet.ws, box._replace(last_column=box.column + 4))
        sheet.ws.protection.sheet = True


def protect_only(title: str) -> Scene:
    """One sheet protected."""

    def protect_it(_desk: Desk, book: Any) -> None:
        book.wb[title].protection.sheet = True

    return Scene(f"{title} protected", protect_it, says="đang được bảo vệ")


def protect_structure(_desk: Desk, book: Any) -> None:
    """The workbook's structure protected."""
    from openpyxl.workbook.protection import WorkbookProtection  # noqa: PLC0415

    book.wb.security = WorkbookProtection(lockStructure=True)


def read_only(_desk: Desk, book: Any) -> None:
    """Opened for reading only."""
    book.is_read_only = True


def chart_sheet(_desk: Desk, book: Any) -> None:
    """A chart sheet is the active one."""
    chart = book.wb.create_chartsheet("Biểu đồ")
    book.wb._active_sheet_index = book.wb._sheets.index(chart)


def two_excels(desk: Desk, book: Any) -> None:
    """Another Excel in front of this one, with a workbook of the same name open."""
    other = desk.start_excel()
    other.open(book.home)
    desk.excels.reverse()
    desk.excels.reverse()


def online(desk: Desk, book: Any) -> None:
    """The workbook lies in a OneDrive folder: its name is an address."""
    url = f"https://d.docs.live.net/123/Tài liệu/{book.title}"
    desk.online[url] = book.home
    book.url, book.auto_save = url, True


def busy(code: int, seconds: float, after: int, since: str = "") -> Set:
    """Excel stops answering at a call."""

    def stop(desk: Desk, _book: Any) -> None:
        desk.busy = Busy(code, seconds, after, since)

    return stop


def together(*scenes: Set) -> Set:
    """Several states at once."""

    def all_of_them(desk: Desk, book: Any) -> None:
        for scene in scenes:
            scene(desk, book)

    return all_of_them


WORSE = {"copies_very_hidden": False, "copy_stays_hidden": True, "copy_is_active": False, "fills": "last",
         "fills_blanks": True, "locale": "vi-VN", "dotted": "date", "newest": False, "printer": False,
         "dialogs_show": False, "formulas_format": True}  # fmt: skip
ALL = Scene(
    "all at once",
    together(
        copy_of_scores(before=False), own_last_sheet("veryHidden"), _hide_sheets(*TEMPLATES, state="veryHidden"),
        filter_and_hide_columns, two_excels, online, busy(CELL_IN_EDIT_MODE, 0.2, 40),
    ),
    switches=WORSE,
)  # fmt: skip
PLAIN = Scene("plain", nothing)
FILTERED = [
    Scene("filtered tables", filter_tables),
    Scene("filtered to one unit", filter_to_one_unit),
    Scene("filtered tables, the sheet does not tell", filter_tables, switches={"sheet_tells_table_filter": False}),
    Scene("filtered tables, nothing skipped", filter_tables, switches={"table_filter_skips": False}),
    Scene("filtered in place", filter_in_place, may_say="đang lọc theo cách không bật lại"),
    Scene("a filtered list beside", filter_beside),
    Scene("filtered tables, rows hidden by hand", filter_and_hide_rows),
    Scene("filtered tables, hidden columns", filter_and_hide_columns),
]
SCENES = [
    Scene("protected sheets", protect, may_say="đang được bảo vệ"),
    Scene("hidden rows", hide_rows),
    Scene("hidden columns", hide_columns),
    Scene("hidden last sheet", own_last_sheet("hidden")),
    Scene("very hidden last sheet", own_last_sheet("veryHidden"), switches={"copies_very_hidden": False}),
    Scene(
        "very hidden templates", _hide_sheets(*TEMPLATES, state="veryHidden"), switches={"copies_very_hidden": False}
    ),
    Scene("hidden first sheet", _hide_sheets(c.GUIDE_SHEET, "Tổng quan", state="hidden")),
    Scene("copies are shown", nothing, switches={"copy_stays_hidden": False}),
    Scene("copies are not active", nothing, switches={"copy_is_active": False}),
    Scene("columns filled from the first", nothing, switches={"fills": "first"}),
    Scene("columns filled from the last", nothing, switches={"fills": "last"}),
    Scene("columns and blanks filled", nothing, switches={"fills": "last", "fills_blanks": True}),
    Scene("Vietnamese", nothing, switches={"locale": "vi-VN"}),
    Scene("Vietnamese, 1.10 a date", nothing, switches={"locale": "vi-VN", "dotted": "date"}),
    Scene("Vietnamese, 1.10 a number", nothing, switches={"locale": "vi-VN", "dotted": "number"}),
    Scene("formulas give formats", nothing, switches={"formulas_format": True}),
    Scene("Excel 2016", nothing, switches={"newest": False}),
    Scene("no printer", nothing, switches={"printer": False}),
    Scene("dialogs behind", nothing, switches={"dialogs_show": False}),
    Scene("a copy of the scores after them", copy_of_scores(before=False)),
    Scene("a copy of the scores before them", copy_of_scores(before=True)),
    Scene("two Excels", two_excels),
    Scene("online", online),
    *(
        Scene(f"busy {code & 0xFFFFFFFF:08X} for a moment", busy(code, 0.2, 20))
        for code in (CALL_REJECTED, RETRY_LATER, CELL_IN_EDIT_MODE)
    ),
    *(
        Scene(f"busy {code & 0xFFFFFFFF:08X} for 45 s while it writes", busy(code, 45, after, KEPT_COPY))
        for code, after in ((CALL_REJECTED, 30), (RETRY_LATER, 60), (CELL_IN_EDIT_MODE, 90))
    ),
]
REFUSING = [
    Scene("protected structure", protect_structure, says="Cấu trúc sổ"),
    Scene("read only", read_only, says="chỉ đọc"),
    Scene("chart sheet active", chart_sheet, says="trang biểu đồ"),
    *(
        Scene(f"busy {code & 0xFFFFFFFF:08X} from the start", busy(code, 300, 0), says="Excel đang bận")
        for code in (CALL_REJECTED, RETRY_LATER, CELL_IN_EDIT_MODE)
    ),
]
