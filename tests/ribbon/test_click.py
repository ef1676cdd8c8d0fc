"""A click on the file engine: what every button does around its macro, and that every button reaches its macro."""

import importlib.util
import sys
import types
from pathlib import Path

import pytest

from cchc_macros import buttons
from cchc_macros import contract as c
from cchc_macros.book.settings import write_settings
from cchc_macros.book.workbook import Workbook
from cchc_macros.errors import DataError, FileError
from cchc_macros.registry import BUTTONS
from cchc_macros.ribbon import click
from cchc_macros.ribbon import messages as says
from cchc_macros.ribbon.addin import built
from cchc_macros.ribbon.undoing import NOTHING
from cchc_macros.summary import Question, Summary
from tests.ribbon.vba_excel import Addin, ClickedExcel, windows_arguments
from tests.tables import read_settings
from tests.xl.engine_host import EngineHost
from xl import backups
from xl.engine import open_book
from xl.progress import each

LANG_SON = "lang-son-2026"
INTERPRETER = r"C:\Users\Nguyễn Văn Ất\venv\Scripts\pythonw.exe"


@pytest.fixture
def path(workbook):
    return workbook(LANG_SON, "Sổ & 50% ^'=(1) 2026.xlsx")


@pytest.fixture
def host(path, user_folder):
    return EngineHost(path)


@pytest.fixture
def replaced(monkeypatch):
    """Put a function in the place of every macro."""
    return lambda macro: monkeypatch.setattr(buttons.Button, "load", lambda _: macro)


def test_the_outcome_is_one_message_with_numbers(host):
    click.click("recalculate", host)
    assert host.warned == []
    [message] = host.said
    assert "91/100 điểm" in message
    assert "91,00" in message
    assert host.released == 1


def test_progress_stands_in_the_status_bar_and_the_screen_is_still_while_it_runs(host, replaced):
    seen = []
    replaced(lambda book: seen.append((book.app.status_bar, book.app.screen_updating)) or Summary(message="Xong."))
    click.click("audit", host)
    assert seen == [("CCHC: Kiểm tra số liệu: đang làm…", False)]
    assert (host.app.status_bar, host.app.screen_updating) == (False, True)


@pytest.mark.parametrize("error", [DataError("Bảng điểm!E12: sai."), ZeroDivisionError(), RecursionError()])
def test_whatever_breaks_excel_is_put_back_and_let_go_of(host, replaced, error):
    def breaks(book):
        raise error

    replaced(breaks)
    click.click("recalculate", host)
    assert (host.app.status_bar, host.app.screen_updating) == (False, True)
    assert host.released == 1
    assert len(host.warned) == 1
    assert host.said == []


def test_an_error_in_the_data_is_said_as_it_is(host, replaced):
    def refuses(book):
        raise DataError("Bảng điểm!E12: 'chín' không phải là số. Nhập số, ví dụ 9 hoặc 9,5.")

    replaced(refuses)
    click.click("recalculate", host)
    assert host.warned == ["Bảng điểm!E12: 'chín' không phải là số. Nhập số, ví dụ 9 hoặc 9,5."]


def test_an_unexpected_error_names_the_log_which_holds_the_traceback(host, replaced, user_folder):
    replaced(lambda book: 1 / 0)
    click.click("recalculate", host)
    log = user_folder / "log" / "cchc.log"
    assert host.warned == [click._UNEXPECTED.format(label="Tính lại điểm", log=log)]
    assert "Traceback" in log.read_text(encoding="utf-8")
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")


def test_the_log_does_not_grow_without_end(host, replaced, user_folder, monkeypatch):
    monkeypatch.setattr("xl.log._LARGEST", 2000)
    replaced(lambda book: 1 / 0)
    for _ in range(12):
        click.click("recalculate", host)
    logs = sorted((user_folder / "log").iterdir())
    assert len(logs) == 3
    assert all(log.stat().st_size < 4000 for log in logs)


def test_no_workbook_open_is_told(user_folder):
    host = EngineHost()
    click.click("recalculate", host)
    assert host.warned == [says.NO_WORKBOOK]


def test_a_read_only_workbook_is_told_and_stays(host, path):
    before = path.read_bytes()
    host.readonly = True
    click.click("recalculate", host)
    assert host.warned == [says.READ_ONLY.format(name=path.name)]
    assert path.read_bytes() == before
    assert backups.copies(path) == []


def test_a_protected_workbook_is_told_before_anything_happens(host, path):
    host.guarded = True
    click.click("recalculate", host)
    assert host.warned[0].startswith("Cấu trúc sổ")
    assert backups.copies(path) == []


def test_a_new_workbook_is_not_proposed_where_excel_gives_it_a_web_address(monkeypatch, tmp_path):
    for name in ("OneDriveCommercial", "OneDriveConsumer", "OneDrive"):
        monkeypatch.delenv(name, raising=False)
    documents = tmp_path / "OneDrive - Sở" / "Tài liệu"
    monkeypatch.setattr("platformdirs.PlatformDirs.user_documents_path", documents)
    assert click.documents_folder() == tmp_path / "OneDrive - Sở" / "Tài liệu"
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "OneDrive - Sở"))
    assert click.documents_folder() == Path.home()


def test_what_only_reads_works_on_a_read_only_workbook(host):
    host.readonly = True
    click.click("guide", host)
    assert host.warned == []


def test_another_workbook_is_told_kindly(tmp_path, user_folder, workbook):
    book = open_book(workbook(LANG_SON))
    book.sheets[c.SETTINGS_SHEET].delete()
    book.save(str(tmp_path / "khác.xlsx"))
    host = EngineHost(tmp_path / "khác.xlsx")
    click.click("recalculate", host)
    assert host.warned == [says.NOT_OURS.format(name="khác.xlsx", missing=f"bảng Settings ở sheet {c.SETTINGS_SHEET}")]


def test_what_reaches_out_asks_first_and_a_no_changes_nothing(host, path):
    host.says_yes = False
    click.click("export", host)
    [question] = host.asked
    assert str(path.parent / "Sổ đơn vị") in question
    assert question.endswith("Tiếp tục?")
    assert not (path.parent / "Sổ đơn vị").exists()
    assert backups.copies(path) == []
    assert host.said == host.warned == []


def test_a_cancelled_dialog_ends_the_click_quietly(host, path):
    host.chooses["to"] = None
    click.click("export", host)
    assert host.asked == host.said == host.warned == []
    assert backups.copies(path) == []


def test_a_macro_that_can_preview_itself_is_asked_what_will_happen(host, replaced):
    calls = []

    def mails(book, **options):
        calls.append(options)
        return Summary(message="Sẽ gửi 5 thư." if options.get("dry_run") else "Đã gửi 5 thư.")

    replaced(mails)
    click.click("email", host)
    assert host.asked == ["Sẽ gửi 5 thư.\n\nTiếp tục?"]
    assert host.said == ["Đã gửi 5 thư."]
    assert calls == [{"via": "outlook", "dry_run": True}, {"via": "outlook"}]


def test_what_a_preview_cannot_know_is_asked_and_previewed_again(host, replaced):
    calls = []
    asks = [
        Question(text=f"{unit} đã nhận?", value=unit, yes="received", no="resend")
        for unit in ("VP", "NV1", "NV2", "CC1")
    ]

    def mails(book, **options):
        calls.append(options)
        return Summary(message="Sẽ gửi.", questions=asks)

    replaced(mails)
    host.decides = [False, True, False, None]
    click.click("email_file", host)
    assert host.asked == [*(question.text for question in asks), "Sẽ gửi.\n\nTiếp tục?"]
    eml = {"via": "eml"}
    again = eml | {"resend": "VP,NV2", "received": "NV1"}
    assert calls == [eml | {"dry_run": True}, again | {"dry_run": True}, again]


@pytest.mark.parametrize(("answer", "runs"), [(True, [{}, {"clear": True}]), (False, [{}]), (None, [{}])])
def test_what_an_outcome_asks_is_done_on_a_yes(host, replaced, answer, runs):
    calls = []

    def assigns(book, **options):
        calls.append(options)
        return Summary(
            message="Xong.", questions=[Question(text="Xóa phiếu cũ?", value="có", yes="clear")][: not options]
        )

    replaced(assigns)
    host.decides = [answer]
    click.click("assign", host)
    assert (calls, host.asked, host.said) == (runs, ["Xóa phiếu cũ?"], ["Xong."])


def test_where_there_is_nothing_to_do_nobody_is_asked_to_go_on(host, replaced, path):
    replaced(lambda book, **options: Summary(message="Không có việc nào phải nhắc.", idle=True))
    click.click("remind", host)
    assert host.asked == []
    assert host.said == ["Không có việc nào phải nhắc."]
    assert backups.copies(path) == []


def test_an_answer_goes_on_even_where_there_would_be_nothing_to_do(host, replaced):
    asks = [Question(text="VP đã nhận?", value="VP", yes="received")]
    replaced(lambda book, **options: Summary(message="Xong.", questions=asks, idle=True))
    host.decides = [True]
    click.click("remind", host)
    assert host.asked[-1].endswith("Tiếp tục?")


def test_a_button_goes_the_first_of_its_ways(host, replaced):
    calls = []
    replaced(lambda book, **options: calls.append(options) or Summary(message="Xong."))
    for control in ("email", "email_draft", "email_server"):
        click.click(control, host)
    assert [options["via"] for options in calls if "dry_run" not in options] == ["outlook", "outlook", "smtp"]


@pytest.mark.parametrize("way", ["files", "preview"])
def test_printing_goes_to_files_or_to_the_preview(host, replaced, way, path):
    got = []
    replaced(lambda book, to=None: got.append(to) or Summary(message="Xong.", data={"sheets": ["Phụ lục I"]}))
    assert click.click(f"print_{way}", host) == (way == "preview")
    assert got == {"files": [path.parent / "Bản in"], "preview": [None]}[way]
    assert host.previewed == ([["Phụ lục I"]] if way == "preview" else [])
    assert len(host.asked) == 1
    assert "Còn 4 lỗi chưa xử lý." in host.asked[-1]
    assert host.asked[-1].endswith("Vẫn in?")


def test_a_pasted_table_is_imported_without_a_dialog_from_any_sheet(host, replaced):
    got = {}
    replaced(lambda book, **options: got.update(options) or Summary(message="Xong."))
    click.click("import_pasted", host)
    assert got["plan"] == c.PASTE_SHEET
    assert host.dialogs == []


def test_the_arrow_of_a_group_opens_its_sheet_without_a_word(host):
    click.click("guide_tasks", host)
    assert host.book().sheets.active.name == c.TASKS_SHEET
    assert host.said == host.warned == []


def test_a_no_to_what_is_still_open_prints_nothing(host, replaced):
    got = []
    replaced(lambda book, to=None: got.append(to) or Summary(message="Xong.", data={"sheets": ["Phụ lục I"]}))
    host.says_yes = False
    for way in ("files", "preview"):
        click.click(f"print_{way}", host)
    assert (got, host.previewed) == ([], [])


def test_the_screen_is_drawn_while_a_question_stands_over_it(host, replaced):
    drawn = []
    replaced(lambda book, **options: Summary(message="Xong."))
    host.ask = lambda text: drawn.append(host.app.screen_updating) or True
    click.click("email", host)
    assert drawn == [True]


def test_how_far_the_work_is_stands_in_the_status_bar(host, replaced, monkeypatch):
    monkeypatch.setattr("xl.progress.time.monotonic", iter(range(100)).__next__)
    seen = []

    def slow(book):
        seen.extend(host.app.status_bar for _ in each("lập phiếu", ["VP", "NV1"]))
        return Summary(message="Xong.")

    replaced(slow)
    click.click("assign", host)
    assert seen == [f"CCHC: Tạo phiếu giao việc: lập phiếu {number}/2…" for number in (1, 2)]
    assert host.app.status_bar is False


@pytest.mark.parametrize(
    ("error", "section"), [(DataError("Sai."), "L2"), (FileError("Sai."), "L4"), (ZeroDivisionError(), "L7")]
)
def test_an_error_names_its_section_of_the_guide(host, replaced, error, section):
    def breaks(book):
        raise error

    replaced(breaks)
    click.click("recalculate", host)
    assert host.sections == [f"ở Hướng dẫn, mục {section}."]


def older(path, version="1.0"):
    """Make the workbook one of an earlier version: without a table and with its version."""
    book = open_book(path)
    book.sheets[c.CONFLICTS.sheet].delete()
    write_settings(read_settings(book), {c.BOOK_VERSION: version})
    book.save()
    book.close()
    return EngineHost(path)


@pytest.mark.parametrize("version", ["1.0", None])
def test_a_click_offers_to_bring_an_older_workbook_up_to_date_and_goes_on(path, user_folder, version):
    host = older(path, version)
    click.click("recalculate", host)
    assert host.asked[0].startswith("Sổ do bản CCHC cũ tạo")
    assert Workbook(host.book()).has(c.CONFLICTS)
    assert "91/100" in host.said[0]
    assert [copy.name.split("-")[1] for copy in backups.copies(path)] == ["recalculate", "upgrade"]
    click.click("flag", host)
    assert len(host.asked) == 1
    for _ in range(3):
        click.click("undo", host)
    assert not Workbook(host.book()).has(c.CONFLICTS)


def test_a_workbook_with_additions_of_a_later_version_is_not_offered_ours(path, user_folder):
    host = older(path, "1.99")
    click.click("recalculate", host)
    assert host.asked == []
    assert "91/100" in host.said[0]


def test_an_older_workbook_may_stay_as_it_is(path, user_folder):
    host = older(path)
    host.says_yes = False
    click.click("recalculate", host)
    assert not Workbook(host.book()).has(c.CONFLICTS)
    assert "91/100" in host.said[0]


def test_undo_goes_back_click_by_click(host, path):
    def lost_column():
        return host.book().sheets[c.SCORES_SHEET].used_range.options(ndim=2).value

    before = lost_column()
    click.click("flag", host)
    middle = lost_column()
    click.click("assign", host)
    assert len(backups.copies(path)) == 2

    click.click("undo", host)
    assert lost_column() == middle
    assert "Còn lùi được 1 bước nữa" in host.said[-1]
    click.click("undo", host)
    assert lost_column() == before
    click.click("undo", host)
    assert host.warned == [NOTHING]
    assert len(host.asked) == 2
    assert "trước bước 'Tạo phiếu giao việc' lúc " in host.asked[0]
    assert "Đã lùi bước 'Đánh dấu mất điểm' lúc " in host.said[-1]


def test_a_click_that_stops_before_it_changes_anything_leaves_no_copy(host, path, replaced):
    def refuses(book):
        raise DataError("Sai.")

    replaced(refuses)
    for _ in range(3):
        click.click("recalculate", host)
    assert backups.copies(path) == []


def test_a_click_that_stops_midway_can_be_undone(host, path, replaced):
    def breaks(book):
        book.sheets[c.SCORES_SHEET].range("A1").value = "dở dang"
        raise ZeroDivisionError

    replaced(breaks)
    click.click("recalculate", host)
    click.click("undo", host)
    assert host.book().sheets[c.SCORES_SHEET].range("A1").value != "dở dang"


def test_an_old_copy_that_cannot_be_deleted_stops_no_click(host, path, monkeypatch):
    for number in range(1, backups.KEPT + 1):
        file = backups.folder(path) / f"{number:04d}-flag-20260101-000000.xlsx"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(f"{number}".encode())
    real = Path.unlink

    def refuse(self, *, missing_ok=False):
        if self.name.startswith(("0001-", "ban-vua-bo.")) and self.exists():
            raise PermissionError
        real(self, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    (backups.folder(path) / "ban-vua-bo.xlsx").touch()
    click.click("flag", host)
    assert host.warned == []
    assert len(backups.copies(path)) == backups.KEPT
    assert (backups.folder(path) / "0001-flag-20260101-000000.xlsx").exists()
    click.click("undo", host)
    assert host.warned == []
    assert "ban-vua-bo-2.xlsx" in host.said[-1]


def test_the_command_undoes_a_click_and_the_button_a_command(host, path, cchc):
    click.click("flag", host)
    host.book().save()
    host.book().close()
    cchc("assign", path)
    assert cchc("undo", path)["left"] == 1
    host.open(path)
    click.click("undo", host)
    assert "lần xa nhất" in host.said[-1]


def test_a_new_workbook_is_shown(host, path):
    click.click("new", host)
    [made] = host.opened
    assert made == host.chooses.get("out", click.documents_folder() / "Sổ CCHC.xlsx")
    assert made.exists()


def test_next_years_workbook_is_made_from_a_chosen_one(host, path):
    host.chooses = {"from_": path, "out": path.with_name("Sổ 2027.xlsx")}
    click.click("new_year", host)
    assert host.warned == []
    assert read_settings(open_book(host.opened[0])).text(c.YEAR_PLAN) == "2027"
    assert host.dialogs == ["from_", "out"]


def test_an_example_is_made_by_a_click(host, path):
    click.click("new_thainguyen", host)
    assert "thai-nguyen-2026" in host.said[0]


def resolvable(button):
    module = button.macro.partition(":")[0]
    return importlib.util.find_spec(module) is not None


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    file = tmp_path_factory.mktemp("addin") / "cchc.xlam"
    file.write_bytes(built(INTERPRETER))
    return file


@pytest.mark.parametrize(
    "button", [button for button in BUTTONS if button.label and resolvable(button)], ids=lambda button: button.verb
)
def test_every_ribbon_button_reaches_its_macro_on_the_workbook(button, installed, host, path, seed, monkeypatch):
    """Ribbon id -> VBA -> command line -> this module -> macro on the file engine."""
    host.chooses["plan"] = seed(LANG_SON)
    started = []

    def excel(hwnd, *, protected):
        assert (hwnd, protected) == (ClickedExcel.hwnd, False)
        return host

    def start(command):
        program, *arguments = windows_arguments(command)
        assert (program, arguments[:3]) == (INTERPRETER, ["-I", "-m", "cchc_macros.ribbon.click"])
        started.append(arguments[3])
        return click.main(arguments[3:])

    reached = []
    load = buttons.Button.load

    def recorded(self):
        def macro(*arguments, **options):
            reached.append((self.verb, arguments))
            return load(self)(*arguments, **options)

        return macro

    monkeypatch.setenv("CCHC_PLATFORM", "win32")
    monkeypatch.setitem(sys.modules, "xl.windows", types.SimpleNamespace(ExcelHost=excel))
    monkeypatch.setattr(buttons.Button, "load", recorded)
    if button.verb == "undo":
        click.click("recalculate", host)
        reached.clear()
        host.said.clear()
    addin = Addin(installed, start)
    addin.click(button.id)

    assert started == [button.verb]
    assert addin.script_host.popups == []
    assert not (path.parent / "log").exists(), host.warned
    assert len(host.said) + len(host.warned) == 1
    if button.verb != "undo":  # the click itself brings an open workbook back
        assert {verb for verb, _ in reached} == {button.verb}
        if button.book != "none":
            assert all(arguments[0].app == host.app for _, arguments in reached)


def test_elsewhere_than_on_windows_the_click_points_to_the_command(monkeypatch, capsys):
    monkeypatch.delenv("CCHC_PLATFORM", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert click.main(["recalculate", "--hwnd", "1"]) == 2
    assert "cchc recalculate" in capsys.readouterr().err


def test_paths_in_dialogs_begin_beside_the_workbook(host, path, replaced):
    got = {}
    replaced(lambda book, **options: got.update(options) or Summary(message="Xong."))
    click.click("report", host)
    assert got == {"to": Path(path.parent / "Báo cáo CCHC.docx")}
    assert "đã có" not in host.asked[0]


def test_a_file_that_would_be_overwritten_is_named_as_such(host, path, replaced):
    (path.parent / "Báo cáo CCHC.docx").touch()
    host.says_yes = False
    replaced(lambda book, **options: pytest.fail("answered no"))
    click.click("report", host)
    assert "đã có và sẽ được thay; bản cũ được giữ" in host.asked[-1]


def test_a_click_on_the_sheet_of_pasted_tables_imports_it_without_a_dialog(host):
    sheet = host.book().sheets[c.PASTE_SHEET]
    sheet.range("A1").value = [["STT", "Nhiệm vụ", "Đơn vị chủ trì"], ["1", "Rà soát", "Văn phòng Sở"]]
    sheet.activate()
    click.click("import", host)
    assert host.warned == []
    assert host.asked[0].startswith("Sẽ nhập 1 nhiệm vụ")
    assert host.said[0].startswith("Đã nhập 1 nhiệm vụ")
