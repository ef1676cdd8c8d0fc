"""The desktop as a user has it: the message that a click shows, read, kept as a picture, and answered."""

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
_GET_TEXT, _GET_TEXT_LENGTH, _CLOSE = 0x0D, 0x0E, 0x10
_DIALOG = "#32770"  # the class of every message box


@dataclass(frozen=True)
class Message:
    """A message box as it stood on the screen."""

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
