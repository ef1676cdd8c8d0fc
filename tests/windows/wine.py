"""Whether this Windows is Wine, and what Wine wants."""

import ctypes
import sys

IS_WINE = sys.platform == "win32" and hasattr(ctypes.WinDLL("ntdll"), "wine_get_version")


def open_desktop() -> None:
    """Start Wine's desktop in this process.

    It starts with the first window otherwise, in whichever child makes that, keeps that child's pipes, and whoever
    reads them waits for ever.
    """
    if IS_WINE:
        ctypes.WinDLL("user32").GetDesktopWindow()
