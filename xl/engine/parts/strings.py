"""The shared strings of a file being written.

Sheets that nobody looked at are written byte for byte, so the strings they use keep their numbers; the numbers of
strings no longer used are given to new ones, so that nothing deleted stays in the file and the table does not grow.
"""

import re
from typing import Any
from xml.etree.ElementTree import tostring

from openpyxl.xml.constants import SHEET_MAIN_NS

from xl.cells.values import RichText
from xl.escapes import escaped, unescaped
from xl.late import regex
from xl.xmltext import HEAD, escape

_USES = regex(rb"""<c\s[^>]*?\bt=["']s["'][^>]*>\s*<v>(\d+)</v>""")
_ITEM = regex(r"<si(?:\s[^>]*)?/>|<si(?:\s[^>]*)?>.*?</si>", re.DOTALL)
_MAIN = f"{{{SHEET_MAIN_NS}}}"
_UNUSED = "<si><t/></si>"


class Strings:
    """A table of strings that gives each its number."""

    def __init__(self, old_xml: bytes, old: list[Any], kept_sheets: list[bytes]) -> None:
        used = {int(number) for xml in kept_sheets for number in _USES.findall(xml)}
        texts = _ITEM.findall(old_xml.decode()) if used else []
        self._old, self._old_items = old_xml, texts
        self._items = [text if index in used else _UNUSED for index, text in enumerate(texts)]
        self._free = iter([index for index in range(len(texts)) if index not in used])
        self._numbers = {old[index]: index for index in sorted(used, reverse=True) if type(old[index]) is str}
        self.uses = len(used)

    def number(self, value: Any) -> int:
        """Return the number of a text or rich text, added if new."""
        self.uses += 1
        plain = type(value) is not RichText
        if plain and value in self._numbers:
            return self._numbers[value]
        item = f"<si>{text_element(value)}</si>" if plain else value.xml
        number = next(self._free, None)
        if number is None:
            number = len(self._items)
            self._items.append(item)
        else:
            self._items[number] = item
        if plain:
            self._numbers[value] = number
        return number

    def xml(self) -> bytes | None:
        """Return the part, None if no string is used."""
        if not self.uses:
            return None
        if self._items == self._old_items:
            return self._old
        head = f'{HEAD}<sst xmlns="{SHEET_MAIN_NS}"'
        return f'{head} count="{self.uses}" uniqueCount="{len(self._items)}">{"".join(self._items)}</sst>'.encode()


def text_element(text: str) -> str:
    """Return a text as the element `t`."""
    space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f"<t{space}>{escape(escaped(text))}</t>"


def read_string(node: Any) -> str:
    """Return the text of an element `si` or `is`, a `RichText` if parts of it have a look or a reading of their own."""
    text = node.findtext(f"{_MAIN}t") or ""
    if len(node) <= 1 and node.find(f"{_MAIN}r") is None:
        return unescaped(text)
    text += "".join(part.findtext(f"{_MAIN}t") or "" for part in node.iter(f"{_MAIN}r"))
    rich = RichText(unescaped(text))
    for element in node.iter():
        element.tag = element.tag.rpartition("}")[2]
    node.tag, node.tail = "si", None
    rich.xml = tostring(node, encoding="unicode")
    return rich
