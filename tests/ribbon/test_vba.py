"""What the add-in's VBA does with a click, run in pyOpenVBA's Excel in memory."""

import pytest
from pyopenvba.exceptions import VBARuntimeError

from cchc_macros.buttons import ID_PREFIX
from cchc_macros.registry import CONTROLS
from cchc_macros.ribbon.addin import built
from cchc_macros.ribbon.cells import AddinCells
from cchc_macros.ribbon.click import PREVIEW
from tests.ribbon.vba_excel import Addin, ClickedExcel, windows_arguments

INTERPRETER = r"C:\Users\Nguyễn Văn Ất\Máy tính\py & 'thon'\pythonw.exe"
WARNING_IN_FRONT = 0x30 | 0x1000
SAYS = dict(AddinCells(INTERPRETER, "0").rows())


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    path = tmp_path_factory.mktemp("addin") / "cchc.xlam"
    path.write_bytes(built(INTERPRETER))
    return path


@pytest.mark.parametrize("control", list(CONTROLS))
def test_a_click_starts_the_installed_python_with_the_control_and_the_window(installed, control):
    addin = Addin(installed)
    addin.click(f"{ID_PREFIX}{control}")
    [(command, style, waits)] = addin.script_host.runs
    assert windows_arguments(command) == [
        INTERPRETER, "-I", "-m", "cchc_macros.ribbon.click", control,
        "--hwnd", str(ClickedExcel.hwnd), "--protected", "0",
    ]  # fmt: skip
    assert (style, waits) == (1, True)
    assert addin.script_host.popups == []


def test_protected_view_is_told_to_python(installed):
    addin = Addin(installed)
    addin.application.protected = True
    addin.click("cchc_audit")
    assert windows_arguments(addin.script_host.runs[0][0])[-1] == "1"


@pytest.mark.parametrize("identity", ["", "cchc_", "cchc_a b", 'cchc_a"b', "cchc_a&b", "cchc_1", "cchc_á", "x"])
def test_nothing_but_a_verb_reaches_the_command_line(installed, identity):
    addin = Addin(installed)
    addin.click(identity)
    assert addin.script_host.runs == []


def test_a_python_removed_after_install_has_its_message(installed):
    def gone(command):
        raise FileNotFoundError(command)

    addin = Addin(installed, gone)
    addin.click("cchc_recalculate")
    assert addin.script_host.popups == [(SAYS["Không thấy Python"], "CCHC", WARNING_IN_FRONT)]
    assert INTERPRETER in SAYS["Không thấy Python"]


def test_a_python_that_ends_without_having_spoken_has_its_message(installed):
    addin = Addin(installed, lambda _: 1)
    addin.click("cchc_recalculate")
    assert addin.script_host.popups == [(SAYS["Python dừng sớm"], "CCHC", WARNING_IN_FRONT)]


@pytest.mark.parametrize("number", [-2147024891, 70])
def test_a_python_that_may_not_be_started_has_its_own_message(installed, number):
    def denied(_):
        raise VBARuntimeError(number, "Permission denied")

    addin = Addin(installed, denied)
    addin.click("cchc_recalculate")
    assert addin.script_host.popups == [(SAYS["Không được phép chạy"], "CCHC", WARNING_IN_FRONT)]


def test_esc_breaks_nothing_off_while_python_runs_and_works_again_afterwards(installed):
    keys = []
    addin = Addin(installed, lambda _: keys.append(addin.application.cancel_key) or 0)
    addin.click("cchc_recalculate")
    assert (keys, addin.application.cancel_key) == ([0], 1)


def test_the_print_preview_is_shown_by_excel_itself_when_the_click_asks_for_it(installed):
    addin = Addin(installed, lambda _: PREVIEW)
    addin.click("cchc_print_preview")
    assert addin.application.previews == 1
    assert addin.script_host.popups == []


def test_a_click_killed_half_way_leaves_the_screen_alive(installed):
    def killed(_):
        addin.application.screen_updating = False
        addin.application.display_alerts = False
        addin.application.interactive = False
        addin.application.status_bar = "CCHC: đang làm…"
        return 1

    addin = Addin(installed, killed)
    addin.click("cchc_recalculate")
    assert addin.application.screen_updating is True
    assert addin.application.display_alerts is True
    assert addin.application.interactive is True
    assert addin.application.status_bar is False


def test_an_addin_built_but_not_installed_says_so(tmp_path):
    path = tmp_path / "cchc.xlam"
    path.write_bytes(built())
    addin = Addin(path)
    addin.click("cchc_recalculate")
    assert addin.script_host.runs == []
    assert addin.script_host.popups == [(SAYS["Chưa cài đặt"], "CCHC", WARNING_IN_FRONT)]


def test_a_machine_without_script_host_is_told_in_the_status_bar(installed):
    addin = Addin(installed)
    addin.bridge.script_host = None
    addin.click("cchc_recalculate")
    assert addin.application.status_bar == SAYS["Windows Script Host bị tắt"]
