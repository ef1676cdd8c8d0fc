"""Text as XML. The standard library's `xml.sax.saxutils` does the same, but its import loads an HTTP client."""

import re

from xl.late import regex

_NUMBERED = regex(r"&#(?:(\d+)|x([0-9A-Fa-f]+));")
_NAMED = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))
_ASCII = 128
_ROOT = regex(r"^[^<]*(?:<[?!][^>]*>[^<]*)*<([\w.-]+):")
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'  # of a part


def escape(text: str) -> str:
    """Return a text as the content of an element."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quoted_attribute(text: str) -> str:
    """Return a text as the value of an attribute, with its quotes; line breaks and tabs survive."""
    text = escape(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;")
    return f'"{text}"'


def unescape(text: str) -> str:
    """Return the text that XML content stands for."""
    if "&" not in text:
        return text
    text = _NUMBERED.sub(lambda match: _letter(match, least=0), text)
    for name, letter in _NAMED:
        text = text.replace(name, letter)
    return text


def decoded(data: bytes) -> str:
    """Return an XML part as text in which letters beyond ASCII stand for themselves, not as numbers.

    Bytes that are no UTF-8 survive a round trip through `encoded`.
    """
    text = data.decode("utf-8", "surrogateescape")
    return _NUMBERED.sub(lambda match: _letter(match, least=_ASCII), text) if "&#" in text else text


def encoded(text: str) -> bytes:
    """Return the bytes of a text from `decoded`."""
    return text.encode("utf-8", "surrogateescape")


def without_prefix(text: str) -> str:
    """Return an XML part whose root has a prefix with that namespace as the one that needs none."""
    root = _ROOT.search(text)
    if root is None:
        return text
    prefix = root[1]
    text = re.sub(rf"(</?){re.escape(prefix)}:", r"\1", text)
    return re.sub(rf"\sxmlns:{re.escape(prefix)}=", " xmlns=", text, count=1)


def _letter(match: re.Match[str], *, least: int) -> str:
    code = int(match[1]) if match[1] else int(match[2], 16)
    return chr(code) if least <= code < 0xD800 or 0xE000 <= code < 0x110000 else match[0]  # noqa: PLR2004  # XML's letters
