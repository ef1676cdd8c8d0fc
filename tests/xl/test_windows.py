"""The Windows-only lines, over stand-ins of COM objects, with xlwings' own Windows engine between."""

import gc
import os
import sys
import time
import weakref
from pathlib import Path

import pytest

from cchc_macros import registry
from cchc_macros.errors import FileError
from cchc_macros.registry import Option
from cchc_macros.ribbon import click
from cchc_macros.ribbon import messages as says
from cchc_macros.summary import Summary
from tests.xl.fake_windows import BUSY, CELL_IN_EDIT, EXCEPTION, ComError, ComObject
from xl import backups, kept
from xl.host import NoWorkbookError

HWND = 4242
SAVE = Option("out", "tệp sẽ ghi", dialog="save", suggest="Sổ CCHC.xlsx", patterns="*.xlsx")
FOLDER = Option("--to", "thư mục", dialog="folder", suggest="Sổ đơn vị")
FILE = Option("plan", "kế hoạch", dialog="open", patterns="*.txt;*.docx")


@pytest.fixture
def excel(windows):
    return windows.excel(HWND)


@pytest.fixture
def opened(excel, tmp_path):
    """A workbook on disk, open in Excel."""
    path = tmp_path / "Sổ CCHC.xlsx"
    path.write_text("trên đĩa", encoding="utf-8")
    book = excel.Workbooks.Open(str(path))
    book.content = "trên màn hình"
    return book


@pytest.fixture
def host(windows, excel):
    return windows.host(HWND)


@pytest.fixture
def press(windows, monkeypatch, user_folder):
    """Press a button whose macro is replaced; return the messages shown."""
    monkeypatch.setenv("CCHC_PLATFORM", "win32")

    def pressed(verb="recalculate", macro=None, protected=0):
        def types_into_it(book):
            book.api.content = "đã tính"
            return Summary("Đã tính lại.")

        monkeypatch.setattr(registry.Button, "load", lambda _: macro or types_into_it)
        monkeypatch.setattr(click, "older_version", lambda _: None)  # the stand-in's tables cannot be read
        windows.messages.clear()
        window = vars(windows.excels[HWND])["Hwnd"]  # what the VBA passes
        assert click.main([verb, "--hwnd", str(window), "--protected", str(protected)]) == 0
        return [text.partition("\n\nXem thêm ")[0] for _, text, _ in windows.messages]

    return pressed


def test_xlwings_exit_handler_that_ends_foreign_excels_is_off(windows):
    assert "xlwings._xlwindows" in sys.modules
    assert windows.at_exit == []


def test_of_two_excels_the_clicked_one_is_worked_on(windows, press, opened, tmp_path):
    other = windows.excel(99)
    (tmp_path / "khác.xlsx").write_text("của người khác", encoding="utf-8")
    other.Workbooks.Open(str(tmp_path / "khác.xlsx"))
    windows.registered = other
    assert press() == ["Đã tính lại."]
    assert opened.content == "đã tính"
    assert other.ActiveWorkbook.content == "của người khác"
    assert windows.messages[0][0] == HWND


def test_no_workbook_open_has_its_message(press, excel):
    assert press() == [says.NO_WORKBOOK]


def test_with_no_workbook_only_the_clicked_excel_is_taken_from_the_registered_ones(windows, excel, host):
    windows.registered = windows.excel(99)
    assert host.app is None
    windows.registered = excel
    assert host.app.api.Hwnd == HWND
    with pytest.raises(NoWorkbookError):
        host.book()


def test_protected_view_has_its_message(press, excel, opened):
    assert press(protected=1) == [says.PROTECTED_VIEW]
    excel.ActiveWorkbook, excel.ActiveProtectedViewWindow = None, excel
    assert press() == [says.PROTECTED_VIEW]


def test_a_chart_sheet_has_its_message_and_nothing_is_changed(press, opened):
    opened.ActiveSheet = type(opened.ActiveSheet)(Name="Biểu đồ 1")
    assert press() == [says.CHART_SHEET.format(sheet="Biểu đồ 1")]
    assert opened.content == "trên màn hình"


def test_a_cell_being_edited_has_its_message_soon_and_nothing_is_changed(press, excel, opened):
    excel.busy = 10**9
    began = time.monotonic()
    messages = press()
    excel.busy = 0
    assert messages == [says.BUSY]
    assert time.monotonic() - began < 2
    assert opened.content == "trên màn hình"
    assert excel.StatusBar is False


def test_an_excel_that_is_busy_for_a_moment_is_waited_for(press, excel, opened):
    excel.busy = 50
    assert press() == ["Đã tính lại."]


def test_writing_into_a_cell_in_edit_mode_counts_as_busy(host):
    refused = (0, "Microsoft Excel", None, None, 0, CELL_IN_EDIT)
    assert host.is_busy(ComError(EXCEPTION, "Exception occurred.", refused))
    assert not host.is_busy(ComError(EXCEPTION, "Exception occurred.", (0, None, None, None, 0, -2146827284)))
    assert not host.is_busy(ValueError())


@pytest.mark.parametrize("address", ["https://so.sharepoint.example/Tài liệu", "https://d.docs.live.example/7f"])
def test_a_workbook_on_onedrive_has_its_message_and_nothing_is_changed(press, opened, address):
    opened.Path = address
    assert press() == [says.ONLINE.format(address=f"{address}/Sổ CCHC.xlsx")]
    assert opened.content == "trên màn hình"


def test_a_read_only_workbook_has_its_message_and_nothing_is_changed(press, opened):
    opened.ReadOnly = True
    assert press() == [says.READ_ONLY.format(name="Sổ CCHC.xlsx")]
    assert opened.content == "trên màn hình"


def test_a_protected_sheet_or_workbook_has_its_message_and_nothing_is_changed(press, opened):
    opened.Worksheets.sheets[1].ProtectContents = True
    assert press() == [says.PROTECTED_SHEET.format(sheet="Đơn vị")]
    opened.ProtectStructure = True
    assert press() == [says.PROTECTED_BOOK.format(name="Sổ CCHC.xlsx")]
    assert opened.content == "trên màn hình"


def test_a_protected_sheet_that_is_not_ours_is_left_alone(press, opened):
    opened.Worksheets.sheets.append(type(opened.ActiveSheet)(Name="Của tôi", ListObjects=[], ProtectContents=True))
    assert press() == ["Đã tính lại."]


def test_a_workbook_that_is_not_ours_is_told_kindly(press, opened):
    opened.Worksheets.sheets.pop()
    [message] = press()
    assert message == says.NOT_OURS.format(name="Sổ CCHC.xlsx", missing="bảng Units ở sheet Đơn vị")
    assert opened.content == "trên màn hình"


def test_a_macro_that_breaks_leaves_excel_as_it_was_and_names_the_log(press, excel, opened, tmp_path):
    def breaks(book):
        assert (excel.ScreenUpdating, excel.DisplayAlerts) == (False, False)
        assert "Tính lại điểm" in excel.StatusBar
        raise ZeroDivisionError

    [message] = press(macro=breaks)
    log = tmp_path / "log" / "cchc.log"
    assert str(log) in message
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")
    assert (excel.ScreenUpdating, excel.DisplayAlerts, excel.StatusBar) == (True, True, False)


def test_undo_goes_back_click_by_click_with_unsaved_work_kept(press, opened, excel):
    path = Path(opened.FullName)
    press()
    excel.ActiveWorkbook.content = "sửa thêm"
    press(macro=lambda book: setattr(book.api, "content", "lần hai") or Summary("Xong."))

    [question, message] = press("undo")
    assert "mọi thay đổi sau đó bị bỏ" in question
    assert (excel.ActiveWorkbook.content, path.read_text(encoding="utf-8")) == ("sửa thêm", "sửa thêm")
    assert "Còn hoàn tác được 1 lần nữa" in message
    assert Path(message.splitlines()[-1]).read_text(encoding="utf-8") == "lần hai"

    [_, message] = press("undo")
    assert excel.ActiveWorkbook.content == "trên màn hình"
    assert "lần xa nhất" in message
    assert press("undo") == [click._NOTHING_TO_UNDO]
    assert [book.FullName for book in excel.Workbooks.open] == [str(path)]
    assert excel.DisplayAlerts is True


def test_undo_of_a_workbook_never_saved_keeps_it_unsaved_twice_in_a_row(press, excel, opened):
    Path(opened.FullName).unlink()
    opened.Path, opened.Name = "", "Sổ1"
    press()
    press(macro=lambda book: setattr(book.api, "content", "lần hai") or Summary("Xong."))
    of_another = kept.stand_in("", ComObject(app=ComObject(pid=HWND + 1), name="Sổ11"))
    backups.place(of_another, "thu").touch()  # an Excel of before had the name and the number
    press("undo")
    assert (excel.ActiveWorkbook.content, excel.ActiveWorkbook.Path) == ("đã tính", "")
    [_, message] = press("undo")
    assert excel.ActiveWorkbook.content == "trên màn hình"
    dropped = Path(message.splitlines()[-1])
    assert dropped.read_text(encoding="utf-8") == "đã tính"
    assert list(dropped.parent.iterdir()) == [dropped]
    assert len(excel.Workbooks.open) == 1


def test_copies_of_workbooks_never_saved_go_after_a_month(press, opened, user_folder):
    opened.Path, opened.Name = "", "Sổ1"
    folders = [kept.kept_folder() / name for name in ("cũ", "mới")]
    for folder, days in zip(folders, (kept.MOST_DAYS + 1, kept.MOST_DAYS - 1), strict=True):
        (folder / "Sổ1.sao-luu").mkdir(parents=True)
        os.utime(folder, (time.time() - days * 24 * 3600,) * 2)
    press()
    assert [folder.exists() for folder in folders] == [False, True]


def test_an_answer_of_no_leaves_the_workbook(windows, press, opened):
    press()
    windows.says_yes = False
    press("undo")
    assert opened.content == "đã tính"


def test_a_copy_that_cannot_be_kept_stops_the_click(press, excel, opened):
    excel.disk_full = True
    [message] = press()
    assert "Không ghi được bản sao lưu" in message
    assert opened.content == "trên màn hình"


def test_an_excel_that_is_busy_while_the_copy_is_kept_has_its_message(press, opened):
    def refused(path):
        raise ComError(BUSY)

    opened.SaveCopyAs = refused
    assert press() == [says.BUSY]
    assert opened.content == "trên màn hình"


def test_an_undo_that_cannot_be_saved_reopens_the_workbook_and_names_the_copy(excel, host, opened, tmp_path):
    copy = tmp_path / "0001-cũ.xlsx"
    copy.write_text("trước", encoding="utf-8")
    excel.disk_full = True
    with pytest.raises(FileError) as raised:
        host.bring_back(host.book(), copy)
    assert str(copy) in str(raised.value)
    assert [book.Name for book in excel.Workbooks.open] == ["Sổ CCHC.xlsx"]
    assert excel.DisplayAlerts is True


def test_messages_stand_over_excel_and_questions_are_answered(windows, host):
    host.say("Xong.")
    host.say("Lỗi.", warning=True)
    assert host.ask("Tiếp tục?") is True
    windows.says_yes = False
    assert host.ask("Tiếp tục?") is False
    assert [kind & 0xFF for _, _, kind in windows.messages] == [0x40, 0x30, 0x24, 0x24]
    assert {hwnd for hwnd, _, _ in windows.messages} == {HWND}


def test_a_message_stands_over_the_window_that_undo_leaves(windows, press, excel, opened):
    press()
    press("undo")
    assert vars(excel)["Hwnd"] != HWND
    assert windows.messages[-1][0] == vars(excel)["Hwnd"]


@pytest.mark.parametrize("number_is_taken", [False, True])
def test_a_message_stands_alone_where_excel_is_gone(windows, excel, host, number_is_taken):
    excel.has_window = False
    if number_is_taken:
        windows.others.add(HWND)
    assert host.ask("Tiếp tục?") is True
    [(window, text, kind)] = windows.messages
    assert (window, text) == (0, "Tiếp tục?")
    assert kind & 0x40000  # topmost: else it would lie behind Excel


def test_a_question_that_cannot_be_shown_is_not_answered(windows, host):
    windows.is_mute = True
    with pytest.raises(OSError, match="MessageBoxW"):
        host.ask("Tiếp tục?")


def test_a_click_whose_message_cannot_be_shown_leaves_it_to_the_vba(windows, excel, opened, user_folder, monkeypatch):
    monkeypatch.setenv("CCHC_PLATFORM", "win32")
    windows.is_mute = True
    assert click.main(["recalculate", "--hwnd", str(HWND)]) == 1


def test_a_line_is_typed_into_excels_own_box_and_can_be_cancelled(excel, host, opened):
    excel.answers = ["VP, NV1", "", None]
    assert [host.type_in("Gửi lại cho?", "VP") for _ in range(3)] == ["VP, NV1", "", None]
    assert excel.asked == [("Gửi lại cho?", "VP")] * 3


def test_without_an_excel_to_ask_what_is_proposed_is_taken(host):
    assert host.type_in("Cách nào?", "1") == "1"


def test_the_preview_shows_all_sheets_at_once(excel, host, opened):
    host.preview(host.book(), ["Phụ lục I", "Phiếu VP"])
    assert excel.asked == [("preview", ("Phụ lục I", "Phiếu VP"))]


def test_a_new_workbook_whose_name_is_open_already_is_left_for_the_user_to_open(host, opened, tmp_path):
    (tmp_path / "khác").mkdir()
    other = tmp_path / "khác" / "Sổ CCHC.xlsx"
    other.write_text("mới", encoding="utf-8")
    host.open(other)
    assert host.book().api.FullName == opened.FullName


@pytest.mark.parametrize("option", [SAVE, FOLDER, FILE], ids=["save", "folder", "open"])
def test_dialogs_begin_beside_the_workbook_and_may_be_cancelled(excel, host, opened, tmp_path, option):
    chosen = str(tmp_path / "đã chọn")
    excel.answers = [chosen, None]
    assert host.choose(option, tmp_path) == Path(chosen)
    assert host.choose(option, tmp_path) is None
    start = str(tmp_path / option.suggest) if option is SAVE else f"{tmp_path}{os.sep}"
    assert excel.asked == [(option.dialog, start)] * 2


def test_the_workbooks_own_folder_means_a_new_folder_in_it(excel, host, opened, tmp_path):
    excel.answers = [str(tmp_path), str(tmp_path)]
    assert host.choose(FOLDER, tmp_path) == tmp_path / "Sổ đơn vị"
    assert host.choose(registry.button("collect").options[0], tmp_path) == tmp_path


def test_without_an_excel_to_ask_a_new_workbook_gets_a_free_name(host, tmp_path):
    assert host.choose(SAVE, tmp_path) == tmp_path / "Sổ CCHC.xlsx"
    (tmp_path / "Sổ CCHC.xlsx").touch()
    assert host.choose(SAVE, tmp_path) == tmp_path / "Sổ CCHC 2.xlsx"


def test_a_new_workbook_is_opened_in_the_clicked_excel(press, excel, opened, tmp_path):
    made = tmp_path / "mới.xlsx"
    excel.answers = ["1", str(made)]

    def new(out):
        out.write_text("mới", encoding="utf-8")
        return Summary("Đã tạo.", {"path": str(out)})

    assert press("new", new) == ["Đã tạo."]
    assert excel.ActiveWorkbook.FullName == str(made)


def test_excel_is_let_go_of(host, opened):
    app = weakref.ref(host.app)
    host.book()
    host.release()
    gc.collect()
    assert app() is None


def test_a_click_without_pywin32_ends_with_an_error_code_for_the_vba_to_speak(monkeypatch, user_folder):
    monkeypatch.setenv("CCHC_PLATFORM", "win32")
    monkeypatch.setitem(sys.modules, "xl.windows", None)
    assert click.main(["recalculate", "--hwnd", "1"]) == 1
    assert "xl.windows" in (user_folder / "log" / "cchc.log").read_text(encoding="utf-8")
