"""Cell formats: shared while unchanged, and appended to the styles part, which stays as it is otherwise.

Every cell points at the very format object that was read with its number, so that formats equal in openpyxl's eyes but
different in the file (a check box, say) stay apart. Whoever changes a cell's format gives it a copy first: `model.own`.
"""

import re
from copy import copy
from typing import Any

from openpyxl.styles.cell_style import CellStyle
from openpyxl.styles.numbers import BUILTIN_FORMATS_MAX_SIZE
from openpyxl.styles.stylesheet import write_stylesheet

from xl.cells.model import Workbook, xml_text
from xl.late import regex
from xl.xmltext import HEAD, decoded, encoded, quoted_attribute, unescape, without_prefix

_NUMBER_FORMAT = regex(
    r'<numFmt\s[^>]*?(?:numFmtId="(\d+)"[^>]*formatCode="([^"]*)"|formatCode="([^"]*)"[^>]*numFmtId="(\d+)")'
)
_LISTS = {"font": "_fonts", "fill": "_fills", "border": "_borders"}


class Styles:
    """The numbers of formats in the file being written.

    Args:
        wb: The workbook.
        counts: How many cell formats, fonts, fills, borders and conditional formats were read.
    """

    def __init__(self, wb: Workbook, counts: dict[str, int]) -> None:
        self._wb = wb
        self._counts = counts
        self._read = wb._cell_styles[: counts.get("xf", 0)]
        self._numbers = {id(array): number for number, array in enumerate(self._read)}
        self._by_value: dict[Any, int] = {}
        for number, array in reversed(list(enumerate(self._read))):
            self._by_value[array] = number
        self._new: list[Any] = []

    def number(self, array: Any) -> int:
        """Return the number of a format, added if new."""
        if array is None:
            return 0
        known = self._numbers.get(id(array))
        if known is None:
            known = self._by_value.get(array)
            if known is None:
                known = len(self._read) + len(self._new)
                self._new.append(copy(array))
                self._by_value[self._new[-1]] = known
            self._numbers[id(array)] = known
        return known

    def xml(self, old: bytes) -> bytes:
        """Return the styles part: the old one with what is new at the ends of its lists.

        Args:
            old: The part as it was read; empty if there was none.
        """
        conditional = self._wb._differential_styles.styles[self._counts.get("dxf", 0) :]
        if not self._new and not conditional and old:
            return old
        text = without_prefix(decoded(old))
        if "<cellXfs" not in text:
            return self._written_anew()
        formats = _Formats(self._wb, text)
        items = [self._xf(array, formats) for array in self._new]
        text = _appended(text, "cellXfs", items)
        text = formats.appended_to(text)
        for tag, name in _LISTS.items():
            new = getattr(self._wb, name)[self._counts[tag] :]
            text = _appended(text, f"{tag}s", [xml_text(item.to_tree(tag)) for item in new])
        if conditional and "<dxfs" not in text:
            text = re.sub(
                r"(</cellStyles>|</cellXfs>(?!.*</cellStyles>))", r"\1<dxfs></dxfs>", text, count=1, flags=re.DOTALL
            )
        text = _appended(text, "dxfs", [xml_text(item.to_tree("dxf")) for item in conditional])
        return encoded(text)

    def _written_anew(self) -> bytes:
        wb = self._wb
        del wb._cell_styles[len(self._read) :]
        for array in self._new:
            list.append(wb._cell_styles, array)
        return (HEAD + xml_text(write_stylesheet(wb))).encode()

    def _xf(self, array: Any, formats: "_Formats") -> str:
        """Return a format as the element `xf`."""
        xf: Any = CellStyle.from_array(array)  # type: ignore[no-untyped-call]
        xf.numFmtId = formats.number(array.numFmtId)
        if array.alignmentId:
            xf.alignment = self._wb._alignments[array.alignmentId]
        if array.protectionId:
            xf.protection = self._wb._protections[array.protectionId]
        element = xf.to_tree("xf")
        parts = {"NumberFormat": xf.numFmtId, "Font": xf.fontId, "Fill": xf.fillId, "Border": xf.borderId}
        for name in filter(parts.get, parts):  # openpyxl leaves these out
            element.set(f"apply{name}", "1")
        return xml_text(element)


class _Formats:
    """Number formats by the numbers that the file gives them, which are not openpyxl's."""

    def __init__(self, wb: Workbook, text: str) -> None:
        self._wb = wb
        self._codes: dict[str, int] = {}
        for first, code, other_code, second in _NUMBER_FORMAT.findall(text):
            self._codes.setdefault(unescape(code or other_code), int(first or second))
        self._next = max([*self._codes.values(), BUILTIN_FORMATS_MAX_SIZE - 1]) + 1
        self._new: list[str] = []

    def number(self, openpyxl_number: int) -> int:
        """Return the file's number for one of openpyxl's."""
        if openpyxl_number < BUILTIN_FORMATS_MAX_SIZE:
            return openpyxl_number
        code: str = self._wb._number_formats[openpyxl_number - BUILTIN_FORMATS_MAX_SIZE]
        if code not in self._codes:
            self._codes[code] = self._next
            self._new.append(f'<numFmt numFmtId="{self._next}" formatCode={quoted_attribute(code)}/>')
            self._next += 1
        return self._codes[code]

    def appended_to(self, text: str) -> str:
        """Return the part with the new number formats."""
        if self._new and "<numFmts" not in text:
            text = re.sub(r"(<styleSheet\b[^>]*>)", r"\1<numFmts></numFmts>", text, count=1)
        return _appended(text, "numFmts", self._new)


def _appended(text: str, name: str, items: list[str]) -> str:
    """Add items at the end of a list element and correct its count."""
    if not items:
        return text
    text = re.sub(rf"<{name}\b([^>]*)/>", rf"<{name}\1></{name}>", text, count=1)
    start = re.search(rf"<{name}\b[^>]*>", text)
    if start is None:
        raise ValueError(f"styles without {name}")
    end = text.index(f"</{name}>", start.end())
    inner = text[start.end() : end]
    element = {"cellXfs": "xf", "numFmts": "numFmt"}.get(name, name[:-1])
    count = len(re.findall(rf"<{element}\b", inner)) + len(items)
    head = re.sub(r'\scount="\d+"', "", start[0][:-1]) + f' count="{count}">'
    return text[: start.start()] + head + inner + "".join(items) + text[end:]
