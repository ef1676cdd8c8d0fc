"""Windows' own dialogs for a file or folder, over a window that is there.

Excel's dialogs are not used: whether they come to the front while its VBA waits for a click to end, nobody has told.
"""

import ctypes
from pathlib import Path
from typing import Any

_MUST_EXIST, _FOLDER_MUST_EXIST, _NO_READ_ONLY_BOX, _KEEP_FOLDER, _EXPLORER = 0x1000, 0x800, 0x4, 0x8, 0x80000
_ROOM = 32_768  # letters of a path
_NEW_STYLE, _FOLDERS_OF_FILES, _EDIT_BOX = 0x40, 0x1, 0x10
_INITIALIZED, _SELECT = 1, 0x467  # messages of and to the dialog for folders
_FUNCTION: Any = getattr(ctypes, "WINFUNCTYPE", ctypes.CFUNCTYPE)
_Callback: Any = _FUNCTION(ctypes.c_int, ctypes.c_void_p, ctypes.c_uint, ctypes.c_void_p, ctypes.c_void_p)


class OpenFileName(ctypes.Structure):
    """OPENFILENAMEW."""

    _fields_ = (
        ("size", ctypes.c_uint32), ("owner", ctypes.c_void_p), ("instance", ctypes.c_void_p),
        ("filter", ctypes.c_void_p), ("custom_filter", ctypes.c_void_p), ("custom_filter_room", ctypes.c_uint32),
        ("filter_number", ctypes.c_uint32), ("file", ctypes.c_void_p), ("file_room", ctypes.c_uint32),
        ("title_of_file", ctypes.c_void_p), ("title_room", ctypes.c_uint32), ("folder", ctypes.c_wchar_p),
        ("title", ctypes.c_wchar_p), ("flags", ctypes.c_uint32), ("file_offset", ctypes.c_uint16),
        ("extension_offset", ctypes.c_uint16), ("extension", ctypes.c_wchar_p), ("data", ctypes.c_void_p),
        ("hook", ctypes.c_void_p), ("template", ctypes.c_wchar_p), ("reserved", ctypes.c_void_p),
        ("reserved_number", ctypes.c_uint32), ("more_flags", ctypes.c_uint32),
    )  # fmt: skip


class BrowseInfo(ctypes.Structure):
    """BROWSEINFOW."""

    _fields_ = (
        ("owner", ctypes.c_void_p), ("root", ctypes.c_void_p), ("shown", ctypes.c_void_p), ("title", ctypes.c_wchar_p),
        ("flags", ctypes.c_uint32), ("callback", _Callback), ("data", ctypes.c_void_p), ("image", ctypes.c_int),
    )  # fmt: skip


def pick_file(owner: int, title: str, start: Path, patterns: str, *, new: bool) -> Path | None:
    """Let the user choose a file.

    Args:
        owner: The window that the dialog stands over.
        title: What is asked for.
        start: The folder it begins in; of a new file, the file proposed.
        patterns: The files it shows, e.g. "*.txt;*.docx".
        new: The file is going to be written.

    Returns:
        The file; None: they cancelled.
    """
    found = ctypes.create_unicode_buffer(start.name if new else "", _ROOM)
    shown = ctypes.create_unicode_buffer(f"{patterns}\0{patterns}\0\0")
    asked = OpenFileName(
        size=ctypes.sizeof(OpenFileName), owner=owner or None, filter=ctypes.addressof(shown), filter_number=1,
        file=ctypes.addressof(found), file_room=_ROOM, folder=str(start.parent if new else start), title=title,
        flags=_EXPLORER | _KEEP_FOLDER | _NO_READ_ONLY_BOX | _FOLDER_MUST_EXIST | (0 if new else _MUST_EXIST),
        extension=start.suffix.lstrip(".") if new else None,
    )  # fmt: skip
    dialogs = _dll("comdlg32")
    done = (dialogs.GetSaveFileNameW if new else dialogs.GetOpenFileNameW)(ctypes.byref(asked))
    return Path(found.value) if done and found.value else None


def pick_folder(owner: int, title: str, start: Path) -> Path | None:
    """Let the user choose a folder, which they may make there; None: they cancelled."""

    def begins(window: int, message: int, _parameter: int, _data: int) -> int:
        if message == _INITIALIZED:
            _dll("user32").SendMessageW(window, _SELECT, 1, ctypes.c_wchar_p(str(start)))
        return 0

    shell, callback = _dll("shell32"), _Callback(begins)
    asked = BrowseInfo(
        owner=owner or None, title=title, flags=_NEW_STYLE | _FOLDERS_OF_FILES | _EDIT_BOX, callback=callback
    )
    shell.SHBrowseForFolderW.restype = ctypes.c_void_p
    chosen = shell.SHBrowseForFolderW(ctypes.byref(asked))
    if not chosen:
        return None
    path = ctypes.create_unicode_buffer(_ROOM)
    found = shell.SHGetPathFromIDListW(ctypes.c_void_p(chosen), path)
    _dll("ole32").CoTaskMemFree(ctypes.c_void_p(chosen))
    return Path(path.value) if found and path.value else None


def _dll(name: str) -> Any:
    return getattr(ctypes.windll, name)  # type: ignore[attr-defined,unused-ignore]  # Windows only
