"""Names of sheets and files made from text of people: unit names, titles, sheet names of returned files."""

import unicodedata
from collections.abc import Callable, Iterable

from xl.escapes import MAX_SHEET_NAME, cut_for_sheet
from xl.file_faults import DEVICES
from xl.late import regex

_MAX_FILE_BYTES = 150  # leaves room for the folder and an ending within 255 bytes and 260 characters
_NOT_IN_SHEETS = regex(r"[\\/?*\[\]:\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]+")
_NOT_IN_FILES = regex(r'[<>:"/\\|?*\x00-\x1f\x7f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069]+')


def safe_sheet_name(text: str, taken: Iterable[str] = ()) -> str:
    """Return a sheet name that Excel accepts and that differs from those taken.

    Excel compares names without regard to case; we also take no notice of the Unicode form, since two names that
    look the same on the tab are one to a reader.

    Args:
        text: Any text.
        taken: The names in use.
    """
    name = _NOT_IN_SHEETS.sub(" ", unicodedata.normalize("NFC", text))
    name = " ".join(name.split()).strip("' ")
    name = cut_for_sheet(name, MAX_SHEET_NAME).strip("' ") or "Sheet"
    if _key(name) == "history":  # Excel keeps this one for itself
        name = f"{name}_"
    keys = {_key(other) for other in taken}
    return _distinct(name, keys, lambda stem, end: cut_for_sheet(stem, MAX_SHEET_NAME - len(end)) + end)


def safe_file_name(text: str, taken: Iterable[str] = ()) -> str:
    """Return a file name (without its ending) that Windows accepts and that differs from those taken.

    Args:
        text: Any text.
        taken: The names in use, without endings.
    """
    name = _NOT_IN_FILES.sub(" ", unicodedata.normalize("NFC", text))
    name = _cut(" ".join(name.split()).strip(". "), _MAX_FILE_BYTES).strip(". ") or "tep"
    if name.split(".")[0].strip().casefold() in DEVICES:
        name = f"_{name}"
    return _distinct(name, {_key(other) for other in taken}, lambda stem, end: _cut(stem, _MAX_FILE_BYTES) + end)


def _key(name: str) -> str:
    """Return what two names share that a reader or a file system takes for one."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def _cut(text: str, limit: int) -> str:
    """Cut a text to a number of UTF-8 bytes, between letters."""
    return text.encode()[:limit].decode("utf-8", "ignore")


def _distinct(name: str, taken: set[str], join: Callable[[str, str], str]) -> str:
    candidate, number = name, 2
    while _key(candidate) in taken:
        candidate, number = join(name, f" ({number})"), number + 1
    return candidate
