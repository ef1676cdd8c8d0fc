"""The trial of all buttons in Excel, run in the Excel in memory: it passes there, and fails where Excel misbehaves."""

import json
import sys

import pytest

from cchc_macros.selftest import selftest as module
from cchc_macros.selftest import trials
from tests.excel.double import desktop as desks
from tests.excel.double import ranges, store, tables, writes
from tests.excel.double.application import Application, AutoCorrect
from tests.excel.double.books import Workbook
from tests.excel.double.desktop import desktop
from tests.excel.double.sheets import Worksheet
from tests.programs import is_registered
from xl.cells.typed import typed

EACH = {  # one button in each state
    "Sổ để nguyên": "report", "Chữ giống số, ngày, công thức": "assign", "Mọi bảng đang lọc, có cột ẩn": "recalculate",
    "Dòng ẩn bằng tay, không lọc": "assign", "Sheet mẫu ẩn hẳn": "assign",
    "Cán bộ chép thêm sheet Bảng điểm": "recalculate",
    "Cấu trúc sổ đang được bảo vệ": "assign", "Đang đứng ở một trang biểu đồ": "recalculate",
    "Hai Excel, mỗi Excel một sổ cùng tên": "recalculate", "Bảng điểm đang được bảo vệ": "flag",
    "Lùi một bước ngay sau khi bấm": "flag", "300 đơn vị": "assign",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _own_folders(user_folder, monkeypatch):
    """What a click keeps stays in the test's folder; few units, which the Excel in memory copies slowly."""
    monkeypatch.setattr(trials, "CROWD", 8)


def tried(monkeypatch, folder, *wanted):
    """Try some buttons on the example of Lạng Sơn, or all there are; return the summary and the report."""
    plans = [one for one in trials.trials() if (one.state.title, one.case.verb) in wanted]
    few = list({(one.state.title, one.case.verb): one for one in reversed(plans)}.values())[::-1]
    monkeypatch.setattr(module, "trials", lambda: few or list(trials.trials()))
    with desktop(folder / "desktop") as desk:
        bystander = desk.start_excel()
        summary = module.selftest(folder / "thử.html")
        assert desk.excels == [bystander]
        assert not desk.log.violations
    return summary, (folder / "thử.html").read_text("utf-8")


def test_it_passes_in_each_state_and_says_so(monkeypatch, tmp_path):
    summary, page = tried(monkeypatch, tmp_path, *EACH.items())
    assert (summary.data["tried"], summary.data["failed"]) == (len(EACH), [])
    assert "mọi mục đều đạt" in summary.message
    assert page.count("<td>đạt</td>") == len(EACH)
    assert all(state in page for state in EACH)
    assert "12 mục tự thử: đều đạt |" in page  # the line for the page of checks
    json.dumps(summary.data)


def test_every_state_is_tried():
    assert {one.state.title for one in trials.trials()} == set(EACH)


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_all_of_it_passes(monkeypatch, tmp_path):
    summary, _ = tried(monkeypatch, tmp_path)
    assert summary.data["failed"] == []


# What an Excel might do to us, and the trial that must notice


def numbers_change(patch):
    put = store.Writer.put
    patch.setattr(
        store.Writer, "put",
        lambda self, row, column, value, **more: put(
            self, row, column, value + 1 if isinstance(value, float) else value, **more
        ),
    )  # fmt: skip


def texts_become_numbers(patch):
    put = store.Writer.put

    def put_typed(self, row, column, value, **more):
        number = typed(value).value if type(value) is str else value
        put(self, row, column, value if isinstance(number, str) else number, **more)

    patch.setattr(store.Writer, "put", put_typed)


def formulas_change(patch):
    patch.setattr(writes, "_formula", lambda item, old=writes._formula: store.Formula("=1") if isinstance(
        found := old(item), store.Formula) else found)  # fmt: skip


def formats_change(patch):
    put = store.Writer.put
    patch.setattr(store.Writer, "put", lambda self, *what, **more: put(self, *what, **more | {"form": "0.000"}))


def tables_end_a_row_later(patch):
    lay_over = tables.ListObject.lay_over
    patch.setattr(
        tables.ListObject, "lay_over",
        lambda self, box, **more: lay_over(self, box._replace(last_row=box.last_row + 1), **more),
    )  # fmt: skip


def copies_take_a_name_along(patch):
    take = Workbook.take_copy

    def take_and_lose(self, *what, **more):
        take(self, *what, **more)
        self.wb.defined_names.pop("Total_Max", None)

    patch.setattr(Workbook, "take_copy", take_and_lose)


def hidden_cells_are_never_written(patch):
    patch.setattr(writes, "areas", lambda sheet, box: writes.visible(sheet, box) if sheet.skips_hidden else [box])


def writing_ends_the_filter(patch):
    write = writes.write

    def write_and_end(sheet, *what, **more):
        write(sheet, *what, **more)
        for table in sheet.tables():
            if table.filters:
                table.show_all()

    patch.setattr(writes, "write", write_and_end)


def what_is_written_is_shown(patch):
    write = writes.write

    def write_and_show(sheet, box, data, **more):
        write(sheet, box, data, **more)
        for row in range(box.row, box.last_row + 1):
            store.hide_row(sheet.file.ws, row, hidden=False)

    patch.setattr(writes, "write", write_and_show)


def copies_are_kept_stale(patch):
    keep = Workbook.SaveCopyAs

    def keep_changed(self, path):
        sheet = self.wb.worksheets[0]
        before = sheet["A1"].value
        sheet["A1"].value = "cũ" if ".sao-luu" in path else before
        keep(self, path)
        sheet["A1"].value = before

    patch.setattr(Workbook, "SaveCopyAs", keep_changed)


def writing_is_refused(patch):
    def refuse(*_, **__):
        raise writes.refused("Application-defined or object-defined error")

    patch.setattr(ranges.writes, "write", refuse)


def instead(owner, name, value):
    def misbehave(patch):
        patch.setattr(owner, name, value)

    misbehave.__name__ = name
    return misbehave


very_hidden_stays_hidden = instead(Worksheet, "Visible", property(lambda self: 2, lambda *_: None))
protection_is_not_told = instead(Worksheet, "ProtectContents", property(lambda _: False))
structure_protection_is_not_told = instead(Workbook, "ProtectStructure", property(lambda _: False))
a_chart_is_not_told = instead(Workbook, "ActiveSheet", property(lambda self: self.tab(self.wb.worksheets[0])))
the_click_reaches_the_other_excel = instead(
    Application, "ActiveWorkbook", property(lambda self: self.desk.excels[-1].books[-1])
)
options_stay_off = instead(AutoCorrect, "AutoExpandListRange", property(lambda _: False, lambda *_: None))
the_screen_stays_still = instead(Application, "ScreenUpdating", property(lambda _: False, lambda *_: None))
messages_have_no_window = instead(desks.Desk, "class_name", lambda *_: 0)

MISBEHAVIOURS = [
    (numbers_change, "Sổ để nguyên", "collect", "Tiến độ"),
    (numbers_change, "Cán bộ chép thêm sheet Bảng điểm", "import", "Bảng điểm"),
    (texts_become_numbers, "Chữ giống số, ngày, công thức", "assign", "không làm được"),
    (formulas_change, "Sổ để nguyên", "collect", "công thức"),
    (formats_change, "Sổ để nguyên", "flag", "định dạng số"),
    (tables_end_a_row_later, "Dòng ẩn bằng tay, không lọc", "collect", "bảng"),
    (copies_take_a_name_along, "Sheet mẫu ẩn hẳn", "print", "Total_Max"),
    (hidden_cells_are_never_written, "Mọi bảng đang lọc, có cột ẩn", "flag", "không làm được"),
    (writing_ends_the_filter, "Mọi bảng đang lọc, có cột ẩn", "flag", "bộ lọc"),
    (what_is_written_is_shown, "Dòng ẩn bằng tay, không lọc", "import", "dòng ẩn"),
    (very_hidden_stays_hidden, "Sheet mẫu ẩn hẳn", "assign", "sheet"),
    (protection_is_not_told, "Bảng điểm đang được bảo vệ", "flag", "từ chối"),
    (structure_protection_is_not_told, "Cấu trúc sổ đang được bảo vệ", "assign", "từ chối"),
    (a_chart_is_not_told, "Đang đứng ở một trang biểu đồ", "recalculate", "từ chối"),
    (the_click_reaches_the_other_excel, "Hai Excel, mỗi Excel một sổ cùng tên", "assign", "Excel khác"),
    (copies_are_kept_stale, "Lùi một bước ngay sau khi bấm", "flag", "A1"),
    (options_stay_off, "Sổ để nguyên", "guide", "AutoExpandListRange"),
    (the_screen_stays_still, "Sổ để nguyên", "guide", "ScreenUpdating"),
    (messages_have_no_window, "Sổ để nguyên", "guide", "cửa sổ"),
    (writing_is_refused, "300 đơn vị", "assign", "không làm được"),
]


@pytest.mark.parametrize(
    ("misbehave", "state", "verb", "told"), MISBEHAVIOURS, ids=[one[0].__name__ for one in MISBEHAVIOURS]
)
def test_an_excel_that_misbehaves_is_caught(misbehave, state, verb, told, monkeypatch, tmp_path):
    with pytest.MonkeyPatch.context() as patch:
        misbehave(patch)
        summary, page = tried(monkeypatch, tmp_path, (state, verb))
    assert summary.data["failed"]
    assert "1 mục KHÔNG đạt" in summary.message
    assert told in page


def test_each_state_has_an_excel_that_fails_it():
    assert {state for _, state, _, _ in MISBEHAVIOURS} == set(EACH)


@pytest.mark.skipif(is_registered("Excel.Application"), reason="Excel is there")
def test_without_excel_it_says_so(cchc, refused, tmp_path):
    on_windows = sys.platform == "win32"
    said = refused("selftest", tmp_path / "thử.html")
    assert ("Không mở được Excel trên máy này" if on_windows else "Chỉ thử được trên Windows") in said
    assert ("xl.trial" in sys.modules) == on_windows
