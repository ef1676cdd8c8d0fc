"""The click's host in the Excel in memory: which Excel, its messages, what it refuses, undo."""

import gc
import os
import shutil
import sys
import time
from pathlib import Path

import pytest

from cchc_macros import buttons
from cchc_macros import contract as c
from cchc_macros.ribbon import click, undoing
from cchc_macros.ribbon import messages as says
from cchc_macros.summary import Summary
from tests.conftest import TEMPLATES
from tests.excel import scenes
from tests.excel.double.clicks import press
from tests.excel.double.com import CELL_IN_EDIT_MODE, busy, refused
from tests.excel.double.desktop import Busy
from xl import backups, kept
from xl.errors import FileError
from xl.host import NoWorkbookError

NAME = "Sổ CCHC.xlsx"


@pytest.fixture
def excel(desk):
    return desk.start_excel()


@pytest.fixture
def path(tmp_path):
    return Path(shutil.copy(TEMPLATES / "lang-son-2026.xlsx", tmp_path / NAME))


@pytest.fixture
def opened(excel, path):
    return excel.open(path)


@pytest.fixture
def host(desk, excel, opened):
    return sys.modules["xl.windows"].ExcelHost(excel.top)


@pytest.fixture
def note(monkeypatch):
    """Let *Tính lại điểm* only write a text into a cell; what it writes can be changed."""

    def writes(text="đã tính", error=None):
        def macro(book):
            if text:
                book.sheets[c.UNITS_SHEET].range("Z1").value = text
            if error:
                raise error
            return Summary(message="Đã tính lại.")

        monkeypatch.setattr(buttons.Button, "load", lambda _: macro)

    writes()
    return writes


def noted(book):
    return book.tab(next(ws for ws in book.wb.worksheets if ws.title == c.UNITS_SHEET)).Range("Z1").Value


def said(pressed):
    return [text.partition("\n\nXem thêm ")[0] for text in pressed.said]


def test_what_was_set_apart_while_modules_loaded_holds_no_excel_after_a_click(host):
    gc.freeze()
    host.release()
    assert gc.get_freeze_count() == 0


def test_xlwings_exit_handler_that_ends_foreign_excels_is_off(desk):
    assert "xlwings._xlwindows" in sys.modules
    assert desk.exit_handlers == []


def test_of_two_excels_the_clicked_one_is_worked_on(desk, excel, opened, note, tmp_path):
    other = desk.start_excel()
    there = other.open(Path(shutil.copy(opened.home, tmp_path / "khác.xlsx")))
    assert said(press(desk, "recalculate", excel)) == ["Đã tính lại."]
    assert (noted(opened), noted(there)) == ("đã tính", None)
    assert desk.messages[0][0] == opened.hwnd


def test_no_workbook_open_has_its_message(desk, excel):
    assert said(press(desk, "recalculate")) == [says.NO_WORKBOOK]


def test_with_no_workbook_only_the_clicked_excel_is_taken_from_the_registered_ones(desk, excel):
    other = desk.start_excel()
    hosts = sys.modules["xl.windows"].ExcelHost
    assert hosts(other.top).app is None
    assert hosts(excel.top).app.api.Hwnd == excel.top
    with pytest.raises(NoWorkbookError):
        hosts(excel.top).book()


def test_protected_view_has_its_message(desk, excel, opened):
    assert said(press(desk, "recalculate", protected=True)) == [says.PROTECTED_VIEW]
    excel.protected_view = True
    assert said(press(desk, "recalculate")) == [says.PROTECTED_VIEW]


def test_a_protected_sheet_that_is_not_ours_is_left_alone(desk, opened, note):
    opened.wb.create_sheet("Của tôi").protection.sheet = True
    assert said(press(desk, "recalculate")) == ["Đã tính lại."]


def test_a_workbook_that_is_not_ours_is_told_kindly(desk, opened, note):
    sheet = opened.tab(opened.wb[c.UNITS_SHEET])
    for table in sheet.tables():
        table.Name = f"Cũ{table.file.name}"
    [message] = said(press(desk, "recalculate"))
    assert message == says.NOT_OURS.format(name=NAME, missing="bảng Units ở sheet Đơn vị")
    assert noted(opened) is None


def test_a_cell_being_edited_has_its_message_soon(desk, excel, opened, note):
    desk.busy = Busy(CELL_IN_EDIT_MODE, 10**6)
    began = desk.clock.now
    assert said(press(desk, "recalculate")) == [says.BUSY]
    assert desk.clock.now - began < 10
    desk.busy = None
    assert (noted(opened), excel.status) == (None, False)


@pytest.mark.parametrize("code", scenes.BUSY_CODES)
def test_each_code_for_busy_counts_as_busy(host, code):
    assert host.is_busy(busy(code))
    assert not host.is_busy(refused("1004"))
    assert not host.is_busy(ValueError())


def test_while_it_waits_the_status_bar_says_so(desk, excel, opened, note):
    desk.busy = Busy(scenes.BUSY_CODES[0], 20, 3, scenes.KEPT_COPY)
    assert said(press(desk, "recalculate")) == ["Đã tính lại."]
    assert excel.status is False


def test_an_excel_that_never_answers_again_holds_a_click_for_some_two_minutes(desk, excel, opened, note):
    began, desk.busy = desk.clock.now, Busy(CELL_IN_EDIT_MODE, 10**6, 10, scenes.KEPT_COPY)
    assert said(press(desk, "recalculate"))[0].startswith(says.BUSY)
    assert 60 < desk.clock.now - began < 125


def test_an_excel_that_falls_silent_half_way_has_the_step_back_named(desk, excel, opened, monkeypatch):
    def falls_silent(book):
        book.sheets[c.UNITS_SHEET].range("Z1").value = "dở dang"
        desk.busy = Busy(CELL_IN_EDIT_MODE, 10**6)
        return Summary(message=book.sheets[c.UNITS_SHEET].range("Z1").value)

    monkeypatch.setattr(buttons.Button, "load", lambda _: falls_silent)
    [message] = press(desk, "recalculate").said
    assert message.startswith(says.BUSY)
    assert "bấm Lùi một bước" in message


def test_a_click_that_did_its_work_says_so_though_excel_falls_silent_then(desk, excel, opened, note, monkeypatch):
    monkeypatch.setattr("xl.backups.settle", lambda *_: setattr(desk, "busy", Busy(CELL_IN_EDIT_MODE, 10**6)))
    assert said(press(desk, "recalculate")) == ["Đã tính lại."]
    desk.busy = None
    assert noted(opened) == "đã tính"


def test_a_macro_that_breaks_before_it_writes_leaves_no_step_to_go_back(desk, opened, note, path):
    note("", ZeroDivisionError())
    pressed = press(desk, "recalculate")
    assert "ZeroDivisionError" in pressed.failed[0]
    assert "cchc.log" in pressed.said[0]
    assert backups.copies(path) == []
    assert opened in desk.excels[0].books


def test_a_macro_that_breaks_after_it_wrote_puts_the_workbook_back(desk, excel, opened, note, path):
    opened.tab(opened.wb[c.UNITS_SHEET]).Range("Z1").Value = "sửa tay, chưa lưu"
    note("dở dang", FileError("Đĩa đầy."))
    pressed = press(desk, "recalculate")
    assert pressed.said[0].startswith("Đĩa đầy.\n\nSổ đã được đưa về như trước lần bấm này.")
    [book] = excel.books
    assert (noted(book), book.FullName) == ("sửa tay, chưa lưu", str(path))
    assert backups.copies(path) == []
    assert (excel.alerts, excel.updates, excel.interactive) == (True, True, True)


def test_a_workbook_that_cannot_be_put_back_names_the_step_back(desk, opened, path, monkeypatch):
    def breaks(book):
        book.sheets[c.UNITS_SHEET].range("Z1").value = "dở dang"
        desk.disk_full = True
        raise FileError("Đĩa đầy.")

    monkeypatch.setattr(buttons.Button, "load", lambda _: breaks)
    [message] = press(desk, "recalculate").said
    assert "bấm Lùi một bước" in message
    assert len(backups.copies(path)) == 1


def test_undo_goes_back_click_by_click_with_unsaved_work_kept(desk, excel, opened, note, path):
    press(desk, "recalculate")
    excel.books[-1].tab(opened.wb[c.UNITS_SHEET]).Range("Z1").Value = "sửa thêm"
    note("lần hai")
    press(desk, "recalculate")

    question, message = said(press(desk, "undo"))
    assert "mọi thay đổi sau đó bị bỏ" in question
    assert noted(excel.books[-1]) == "sửa thêm"
    assert "Còn lùi được 1 bước nữa" in message
    assert Path(message.splitlines()[-1]).exists()
    assert desk.messages[-1][0] == excel.top != opened.hwnd  # the window of the workbook that went is gone

    _, message = said(press(desk, "undo"))
    assert noted(excel.books[-1]) is None
    assert "lần xa nhất" in message
    assert said(press(desk, "undo")) == [undoing.NOTHING]
    assert [book.FullName for book in excel.books] == [str(path)]
    assert excel.alerts is True


def test_undo_of_a_workbook_never_saved_keeps_it_unsaved(desk, excel, opened, note):
    opened.home, opened.title = None, "Sổ1"
    press(desk, "recalculate")
    note("lần hai")
    press(desk, "recalculate")
    press(desk, "undo")
    assert (noted(excel.books[-1]), excel.books[-1].Path) == ("đã tính", "")
    press(desk, "undo")
    assert noted(excel.books[-1]) is None
    assert len(excel.books) == 1


def test_an_online_workbook_is_worked_on_and_goes_back(desk, excel, opened, note, tmp_path):
    scenes.online(desk, opened)
    url = opened.url
    assert said(press(desk, "recalculate")) == ["Đã tính lại."]
    assert (noted(opened), opened.auto_save) == ("đã tính", True)
    assert next(iter(tmp_path.rglob("*recalculate*.xlsx"))).is_relative_to(kept.kept_folder())
    press(desk, "undo")
    assert (noted(excel.books[-1]), excel.books[-1].FullName) == (None, url)


def test_copies_of_workbooks_never_saved_go_after_a_month(desk, opened, note):
    opened.home, opened.title = None, "Sổ1"
    folders = [kept.kept_folder() / name for name in ("cũ", "mới")]
    for folder, days in zip(folders, (kept.MOST_DAYS + 1, kept.MOST_DAYS - 1), strict=True):
        (folder / "Sổ1.sao-luu").mkdir(parents=True)
        os.utime(folder, (time.time() - days * 24 * 3600,) * 2)
    press(desk, "recalculate")
    assert [folder.exists() for folder in folders] == [False, True]


def test_an_answer_of_no_leaves_the_workbook(desk, excel, opened, note):
    press(desk, "recalculate")
    desk.says_yes = False
    press(desk, "undo")
    assert noted(opened) == "đã tính"


def test_a_copy_that_cannot_be_kept_stops_the_click(desk, opened, note):
    desk.disk_full = True
    [message] = said(press(desk, "recalculate"))
    assert "Không ghi được bản sao lưu" in message
    assert noted(opened) is None


def test_an_undo_that_cannot_be_saved_reopens_the_workbook_and_names_the_copy(
    desk, excel, host, opened, path, tmp_path
):
    copy = Path(shutil.copy(path, tmp_path / "0001-cũ.xlsx"))
    desk.disk_full = True
    with pytest.raises(FileError) as raised:
        host.bring_back(host.book(), copy)
    assert str(copy) in str(raised.value)
    assert [book.title for book in excel.books] == [NAME]
    assert excel.alerts is True


def test_messages_stand_over_excel_and_questions_are_answered(desk, host, opened):
    host.say("Xong.")
    host.say("Lỗi.", warning=True)
    assert host.ask("Tiếp tục?") is True
    desk.says_yes = False
    assert host.ask("Tiếp tục?") is False
    assert [kind & 0xFF for _, _, kind in desk.messages] == [0x40, 0x30, 0x24, 0x24]
    assert {hwnd for hwnd, _, _ in desk.messages} == {opened.hwnd}


def test_a_message_stands_alone_where_excel_is_gone(desk, host):
    desk.windows.clear()
    assert host.ask("Tiếp tục?") is True
    [(window, text, kind)] = desk.messages
    assert (window, text) == (0, "Tiếp tục?")
    assert kind & 0x40000  # topmost: else it would lie behind other windows


def test_a_question_that_cannot_be_shown_is_not_answered(desk, host):
    desk.is_mute = True
    with pytest.raises(OSError, match="MessageBoxW"):
        host.ask("Tiếp tục?")


def test_a_click_whose_message_cannot_be_shown_leaves_it_to_the_vba(desk, excel, opened, monkeypatch):
    monkeypatch.setenv("CCHC_PLATFORM", "win32")
    desk.is_mute = True
    assert click.main(["recalculate", "--hwnd", str(excel.top)]) == 1


def test_a_new_workbook_whose_name_is_open_already_is_left_for_the_user_to_open(host, opened, tmp_path):
    (tmp_path / "khác").mkdir()
    host.open(Path(shutil.copy(opened.home, tmp_path / "khác" / NAME)))
    assert host.book().api.FullName == str(opened.home)


def test_the_options_come_back_by_the_next_click_after_a_crash(desk, excel, opened, note):
    with pytest.MonkeyPatch.context() as killed:
        killed.setattr("xl.options._put_back", lambda *_: None)  # a process that is killed puts nothing back
        press(desk, "recalculate")
    assert (excel.auto_fill, excel.auto_expand, excel.copies_objects) == (False, False, False)
    press(desk, "recalculate")
    assert (excel.auto_fill, excel.auto_expand, excel.copies_objects) == (True, True, True)


def test_options_that_the_user_switched_off_stay_off(desk, excel, opened, note):
    excel.auto_fill = False
    press(desk, "recalculate")
    assert (excel.auto_fill, excel.auto_expand) == (False, True)


def test_a_new_workbook_is_opened_in_the_excel_that_was_clicked(desk, excel, opened, tmp_path):
    desk.choose = lambda _kind, _start: str(tmp_path / "Sổ ví dụ.xlsx")
    pressed = press(desk, "new_langson", excel)
    assert "Đã tạo sổ ví dụ" in pressed.said[-1]
    assert not pressed.warned
    assert [book.title for book in excel.books] == [NAME, "Sổ ví dụ.xlsx"]


def test_next_years_workbook_is_made_from_this_years(desk, excel, opened, path, tmp_path):
    desk.choose = lambda kind, _start: str(path if kind == "open" else tmp_path / "Sổ năm sau.xlsx")
    assert "Sổ mới" in press(desk, "new_year", excel).said[-1]
    assert excel.books[-1].title == "Sổ năm sau.xlsx"


def test_agencies_are_compared_without_touching_the_open_workbook(desk, excel, opened, path, tmp_path):
    (tmp_path / "cơ quan").mkdir()
    shutil.copy(path, tmp_path / "cơ quan" / "A.xlsx")
    desk.choose = lambda kind, start: str(tmp_path / ("cơ quan" if kind == "folder" else "So sánh.xlsx"))
    pressed = press(desk, "gather", excel)
    assert not pressed.warned, pressed.said
    assert (tmp_path / "So sánh.xlsx").exists()
    assert pressed.log.calls["Workbook.SaveCopyAs"] == 0


def test_about_speaks_with_and_without_a_workbook(desk, excel, path):
    for _ in range(2):
        pressed = press(desk, "about", excel)
        assert "CCHC" in pressed.said[0]
        assert not pressed.warned
        excel.open(path)
