"""A command named in a message can be typed as it stands."""

import sys

from cchc_macros.typed import typed


def test_on_windows_the_running_python_is_named_for_cchc_is_on_no_path(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    assert typed("addin install") == "cchc addin install"
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "executable", "/Máy tôi/CCHC/app/pythonw.exe")
    assert (
        typed("addin install").replace("\\", "/") == '"/Máy tôi/CCHC/app/python.exe" -m cchc_macros.cli addin install'
    )
