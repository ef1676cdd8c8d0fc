"""A command named in a message can be typed as it stands."""

import sys

from cchc_macros.command_line import command_line


def test_on_windows_the_running_python_is_named_for_cchc_is_on_no_path(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    assert command_line("addin install") == "cchc addin install"
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "executable", "/Máy tôi/CCHC/app/pythonw.exe")
    line = command_line("addin install").replace("\\", "/")
    assert line == '"/Máy tôi/CCHC/app/python.exe" -m cchc_macros.cli addin install'
