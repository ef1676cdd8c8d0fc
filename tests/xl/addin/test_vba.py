"""What the add-in's VBA does with a click, run in pyOpenVBA's Excel in memory."""

import pytest

from cchc_macros.registry import BUTTONS
from cchc_macros.ribbon.addin import built
from tests.xl.vba_excel import Addin, ClickedExcel, windows_arguments
from xl.addin.cells import AddinCells

INTERPRETER = r"C:\Users\Nguyễn Văn Ất\Máy tính\py & 'thon'\pythonw.exe"
SAYS = dict(AddinCells(INTERPRETER, "0").rows())


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    path = tmp_path_factory.mktemp("addin") / "cchc.xlam"
    path.write_bytes(built(INTERPRETER))
    return path


@pytest.mark.parametrize("button", [button for button in BUTTONS if button.label], ids=lambda button: button.verb)
def test_a_click_starts_the_installed_python_with_the_buttons_verb_and_the_window(installed, button):
    addin = Addin(installed)
    addin.click(button.id)
    [(command, style, waits)] = addin.script_host.runs
    assert windows_arguments(command) == [
        INTERPRETER, "-I", "-m", "cchc_macros.ribbon.click", button.verb,
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
    assert addin.script_host.popups == [(SAYS["Không thấy Python"], "CCHC", 48)]
    assert INTERPRETER in SAYS["Không thấy Python"]


def test_a_python_that_ends_without_having_spoken_has_its_message(installed):
    addin = Addin(installed, lambda _: 1)
    addin.click("cchc_recalculate")
    assert addin.script_host.popups == [(SAYS["Python dừng sớm"], "CCHC", 48)]


def test_a_click_killed_half_way_leaves_the_screen_alive(installed):
    def killed(_):
        addin.application.screen_updating = False
        addin.application.display_alerts = False
        addin.application.status_bar = "CCHC: đang làm…"
        return 1

    addin = Addin(installed, killed)
    addin.click("cchc_recalculate")
    assert addin.application.screen_updating is True
    assert addin.application.display_alerts is True
    assert addin.application.status_bar is False


def test_an_addin_built_but_not_installed_says_so(tmp_path):
    path = tmp_path / "cchc.xlam"
    path.write_bytes(built())
    addin = Addin(path)
    addin.click("cchc_recalculate")
    assert addin.script_host.runs == []
    assert addin.script_host.popups == [(SAYS["Chưa cài đặt"], "CCHC", 48)]


def test_a_machine_without_script_host_is_told_in_the_status_bar(installed):
    addin = Addin(installed)
    addin.bridge.script_host = None
    addin.click("cchc_recalculate")
    assert addin.application.status_bar == SAYS["Windows Script Host bị tắt"]
