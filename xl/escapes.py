"""Excel's own escape in texts of files: "_x000D_" stands for a character that XML cannot hold, or would change."""

from xl.late import regex

MAX_TEXT = 32_767  # characters of a cell
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


def escaped(text: str) -> str:
    """Return a text as files hold it, before XML's own escapes; what looks like an escape is escaped itself."""
    if "_x" in text:
        text = _ESCAPED.sub("_x005F_", text)
    return _UNHELD.sub(lambda match: f"_x{ord(match[0]):04X}_", text) if _UNHELD.search(text) else text


def unescaped(text: str) -> str:
    """Return a text with every escape turned into the character it stands for."""
    return _CODE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
