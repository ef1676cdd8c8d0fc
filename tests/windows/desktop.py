"""The desktop as a user has it: what a window shows, read, kept as a picture, and answered."""

import ctypes
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageGrab

PICTURES = Path(__file__).parents[2] / "build" / "pictures"  # kept, to be looked at
WAIT_SECONDS = 120.0
_GET_TEXT, _GET_TEXT_LENGTH, _CLOSE, _COMMAND = 0x0D, 0x0E, 0x10, 0x111
_DIALOG = "#32770"  # the class of every message box, and of a setup program's window
_NEXT = 1  # the number of a dialog's first button


@dataclass(frozen=True)
class Message:
    """A message box as it was on the screen."""

    text: str
    picture: Image.Image


class Watcher(threading.Thread):
    """Waits for the message box, reads it, takes its picture and closes it."""

    def __init__(self, picture: str) -> None:
        super().__init__(daemon=True)
        self.picture, self.message, self.ended = picture, None, threading.Event()

    def run(self) -> None:
        user32: Any = ctypes.windll.user32
        deadline = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < deadline and not self.ended.is_set():
            if (box := user32.FindWindowW(_DIALOG, "CCHC")) and user32.IsWindowVisible(box):
                time.sleep(0.5)  # to be drawn
                self.message = Message(max(texts_in(box), key=len), picture_of(box, self.picture))
                user32.PostMessageW(box, _CLOSE, 0, 0)
                return
            time.sleep(0.05)


def shown(action: Callable[[], object], picture: str) -> Message:
    """Do what shows one message box, and return that."""
    watcher = Watcher(picture)
    watcher.start()
    try:
        action()
    finally:
        watcher.ended.set()
        watcher.join()
    assert watcher.message, "no message box appeared"
    return watcher.message


def go_on(process: int, says: str, picture: str, wait: float = WAIT_SECONDS) -> None:
    """Wait for a process' dialog to say something, keep its picture, and press its first button."""
    user32: Any = ctypes.windll.user32
    deadline = time.monotonic() + wait
    while not (window := _dialog_of(process)) or not any(says in text for text in texts_in(window)):
        assert time.monotonic() < deadline, f"no dialog says {says}"
        time.sleep(0.2)
    time.sleep(1)  # to be drawn
    picture_of(window, picture)
    user32.PostMessageW(window, _COMMAND, _NEXT, 0)


def _dialog_of(process: int) -> int:
    """Return the dialog that a process shows, 0 for none."""
    user32: Any = ctypes.windll.user32
    window, owner = 0, ctypes.c_ulong()
    while window := user32.FindWindowExW(0, window, _DIALOG, None):
        user32.GetWindowThreadProcessId(window, ctypes.byref(owner))
        if owner.value == process and user32.IsWindowVisible(window):
            return window
    return 0


def texts_in(window: int) -> list[str]:
    """Return the texts of a window's controls; those of another process are only told to who asks them."""
    user32: Any = ctypes.windll.user32
    texts: list[str] = []

    def read(control: int, _: int) -> bool:
        room = ctypes.create_unicode_buffer(user32.SendMessageW(control, _GET_TEXT_LENGTH, 0, 0) + 1)
        user32.SendMessageW(control, _GET_TEXT, len(room), room)
        texts.append(room.value)
        return True

    kind = ctypes.WINFUNCTYPE(ctypes.c_bool, ctypes.c_void_p, ctypes.c_void_p)
    user32.EnumChildWindows(window, kind(read), 0)
    return texts


def picture_of(window: int, name: str) -> Image.Image:
    """Take a window's picture off the screen and keep it."""
    edges = (ctypes.c_long * 4)()
    ctypes.windll.user32.GetWindowRect(window, edges)
    picture = ImageGrab.grab(tuple(edges))
    PICTURES.mkdir(parents=True, exist_ok=True)
    picture.save(PICTURES / f"{name}.png")
    return picture
