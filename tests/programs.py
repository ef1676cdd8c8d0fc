"""Programs that a test needs and the project does not bring along."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from xl.libreoffice import find_libreoffice


def require(program: Path | str | None, name: str, package: str) -> str:
    """The program's path; without it the test is skipped, and fails where CI installs it, which is on Linux."""
    if program is not None:
        return str(program)
    if os.environ.get("CI") == "true" and sys.platform == "linux":
        pytest.fail(f"{name} is missing, and CI=true wants it (Debian: {package})")
    pytest.skip(f"{name} is not installed (Debian: {package})")


def require_libreoffice() -> str:
    """LibreOffice's path, as the product finds it."""
    return require(find_libreoffice(), "LibreOffice", "libreoffice-calc-nogui libreoffice-writer-nogui")


def require_munpack() -> str:
    """The path of a reader of mail that we did not write."""
    return require(shutil.which("munpack"), "munpack", "mpack")


def is_registered(program: str) -> bool:
    """Whether this is a Windows with a program of Office, as "Outlook.Application"."""
    if sys.platform != "win32":
        return False
    import winreg  # noqa: PLC0415  # only Windows has it

    try:
        winreg.CloseKey(winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, program))
    except FileNotFoundError:
        return False
    return True
