"""Whether the values in a sheet that nobody looked at still stand."""

import re

from xl.engine.parts.xmltext import decoded

_FORMULA = re.compile(r"<f(?:\s[^>]*)?(?:/>|>([^<]*)</f>)")
_LOOKS_OUT = re.compile(r"[!\[]|TODAY|NOW|RAND|INDIRECT|OFFSET", re.IGNORECASE)


def lacks_values(xml: bytes) -> bool:
    """Whether a formula of an unread sheet is without a value, as openpyxl writes them all."""
    return any(mark in xml for mark in (b"</f></c>", b"</f><v/>", b"</f><v />"))


def may_change(xml: bytes, names: list[str]) -> bool:
    """Whether a formula of an unread sheet could give another value after changes on other sheets.

    Args:
        xml: The sheet.
        names: The workbook's defined names.
    """
    known = [name.casefold() for name in names]
    if b"<f" not in xml:
        return False
    for match in _FORMULA.finditer(decoded(xml)):
        text = match[1] or ""
        if _LOOKS_OUT.search(text) or (known and any(name in text.casefold() for name in known)):
            return True
    return False
