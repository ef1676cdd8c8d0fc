"""A click as Excel's VBA makes it: the add-in's own code, `WScript.Shell.Run`, Python, and a message on the screen."""

import sys
from pathlib import Path

import pytest
import win32com.client

from cchc_macros import __version__
from cchc_macros.ribbon import addin as commands
from cchc_macros.ribbon import messages
from tests.ribbon.vba_excel import Addin, ClickedExcel
from tests.windows.desktop import shown

A_WINDOW_THAT_IS_GONE = 0x7FFFFFF0


@pytest.fixture
def addin(tmp_path, monkeypatch):
    """The add-in, installed for a user with this Python and opened; its VBA starts real processes."""
    monkeypatch.setenv("APPDATA", str(tmp_path / "Nguyễn Văn Ễ" / "Roaming"))
    monkeypatch.setattr(ClickedExcel, "hwnd", A_WINDOW_THAT_IS_GONE)
    shell = win32com.client.Dispatch("WScript.Shell")
    return Addin(Path(commands.install().data["path"]), lambda command: shell.Run(command, 1, True))


def colours(picture):
    return len(picture.convert("RGB").getcolors(maxcolors=1 << 24))


def test_a_click_shows_its_message_readably(addin):
    message = shown(lambda: addin.click("cchc_about"), "click-about")
    assert message.text.startswith(f"CCHC {__version__}: công việc hằng năm về Chỉ số cải cách hành chính")
    assert str(Path(sys.executable).parent) in message.text
    assert addin.script_host.popups == []  # the VBA itself had nothing to say
    assert message.picture.width > 200
    assert colours(message.picture) > 8


def test_a_click_without_a_workbook_says_so(addin):
    message = shown(lambda: addin.click("cchc_recalculate"), "click-without-workbook")
    assert message.text.startswith(messages.NO_WORKBOOK)
    assert addin.script_host.popups == []


def test_what_is_started_is_quoted_for_spaces_and_vietnamese_letters(addin):
    shown(lambda: addin.click("cchc_about"), "click-about")
    [(command, style, waits)] = addin.script_host.runs
    interpreter = str(Path(sys.executable).with_name("pythonw.exe"))
    assert command.startswith(f'"{interpreter}" -I -m ')
    assert (style, waits) == (1, True)
