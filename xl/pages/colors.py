"""Colours as a workbook names them, as six hexadecimal digits: stated, by number, or of its theme with a tint."""

import colorsys
from typing import Any

from openpyxl.styles.colors import COLOR_INDEX

from xl.cells.model import Workbook, parse_xml
from xl.late import regex

BLACK, WHITE = "000000", "FFFFFF"
NAMED = {  # as number formats name them
    "black": BLACK, "white": WHITE, "red": "FF0000", "green": "00FF00", "blue": "0000FF", "yellow": "FFFF00",
    "magenta": "FF00FF", "cyan": "00FFFF",
}  # fmt: skip
_SYSTEM = {64: BLACK, 65: WHITE}  # the system's text and window
_HEX = regex(r"[0-9A-Fa-f]{6}\Z")
_ORDER = ("lt1", "dk1", "lt2", "dk2", *(f"accent{number}" for number in range(1, 7)), "hlink", "folHlink")
_OFFICE = (
    WHITE, BLACK, "E7E6E6", "44546A", "4472C4", "ED7D31", "A5A5A5", "FFC000", "5B9BD5", "70AD47", "0563C1", "954F72",
)  # fmt: skip


class Palette:
    """A workbook's colours."""

    def __init__(self, wb: Workbook) -> None:
        self._theme = _theme(wb.loaded_theme)
        self._known: dict[Any, str | None] = {}

    def of(self, color: Any) -> str | None:
        """A colour of openpyxl's, None where it is none or left to the program."""
        if color is None:
            return None
        key = color.type, color.value, color.tint
        if key not in self._known:
            self._known[key] = self._find(color)
        return self._known[key]

    def _find(self, color: Any) -> str | None:
        if color.type == "rgb":
            return _six(str(color.rgb))
        if color.type == "indexed":
            number = color.indexed
            return _SYSTEM.get(number) or (_six(COLOR_INDEX[number]) if 0 <= number < len(COLOR_INDEX) else None)
        if color.type == "theme":
            number = color.theme
            return _tinted(self._theme[number], color.tint or 0.0) if 0 <= number < len(self._theme) else None
        return None


def blended(front: str, back: str, share: float) -> str:
    """A colour between two: `share` of the front one."""
    pairs = zip(_rgb(front), _rgb(back), strict=True)
    return _text([f * share + b * (1 - share) for f, b in pairs])


def _six(text: str) -> str | None:
    found = _HEX.search(text)
    return found[0].upper() if found else None


def _theme(xml: bytes | None) -> tuple[str, ...]:
    """The colours of a theme, in the order of their numbers; those of Office where it has none."""
    if not xml:
        return _OFFICE
    root = parse_xml(xml)
    found = []
    for name, usual in zip(_ORDER, _OFFICE, strict=True):
        entry = root.find(f".//{{*}}clrScheme/{{*}}{name}")
        child = entry[0] if entry is not None and len(entry) else None
        text = None if child is None else child.get("lastClr") or child.get("val")
        found.append(_six(text or "") or usual)
    return tuple(found)


def _tinted(color: str, tint: float) -> str:
    """Lighter for a tint above zero, darker below."""
    if not tint:
        return color
    hue, light, saturation = colorsys.rgb_to_hls(*(part / 255 for part in _rgb(color)))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return _text([part * 255 for part in colorsys.hls_to_rgb(hue, min(max(light, 0.0), 1.0), saturation)])


def _rgb(color: str) -> tuple[int, int, int]:
    return int(color[:2], 16), int(color[2:4], 16), int(color[4:], 16)


def _text(parts: list[float]) -> str:
    return "".join(f"{min(max(round(part), 0), 255):02X}" for part in parts)
