"""Texts as Excel holds them: how long, and its own escape in files.

"_x000D_" stands for a character that XML cannot hold, or would change.
"""

from xl.late import regex

MAX_TEXT = 32_767  # characters of a cell
MAX_SHEET_NAME = 31
# What XML 1.0 cannot hold; Excel itself drops these on paste.
_ILLEGAL = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_UNHELD = regex("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_ESCAPED = regex(r"_(?=x[0-9A-Fa-f]{4}_)")
_CODE = regex(r"_x([0-9A-Fa-f]{4})_")


def clean_text(text: str) -> str:
    """Return the text without characters that no workbook can hold, with plain line breaks."""
    if text.isprintable():  # nearly always, and found out sooner
        return text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _ILLEGAL.sub("", text) if _ILLEGAL.search(text) else text


def cut_for_sheet(text: str, limit: int) -> str:
    """Cut a text to a length as Excel counts it: a letter beyond the first 65,536 is two."""
    return text.encode("utf-16-le")[: 2 * limit].decode("utf-16-le", "ignore")


def escaped(text: str) -> str:
    """Return a text as files hold it, before XML's own escapes; what looks like an escape is escaped itself."""
    if "_x" in text:
        text = _ESCAPED.sub("_x005F_", text)
    return _UNHELD.sub(lambda match: f"_x{ord(match[0]):04X}_", text) if _UNHELD.search(text) else text


def unescaped(text: str) -> str:
    """Return a text with every escape turned into the character it stands for."""
    return _CODE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
