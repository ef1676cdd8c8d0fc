"""Typefaces: the system's Times New Roman, or else Tinos, which has its widths and comes with the product.

Other typefaces are the system's too, where it has them. A sign that a typeface lacks is drawn in another that has it.
"""

import os
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from reportlab.lib.fontfinder import FontFinder
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from xl.late import dataclass

_OWN = Path(__file__).parent / "fonts"
_TIMES = "times new roman"
# The files of regular, bold, italic and bold italic: as Windows names them, then macOS and Linux.
_TIMES_FILES = (
    ("times.ttf", "timesbd.ttf", "timesi.ttf", "timesbi.ttf"),
    tuple(f"Times New Roman{style}.ttf" for style in ("", " Bold", " Italic", " Bold Italic")),
    tuple(f"Times_New_Roman{style}.ttf" for style in ("", "_Bold", "_Italic", "_Bold_Italic")),
)
_TINOS_FILES = ("Tinos-Regular.ttf", "Tinos-Bold.ttf", "Tinos-Italic.ttf", "Tinos-BoldItalic.ttf")
# Where a system has none of Microsoft's: what has the same widths, and what has many signs.
_ALIKE = {
    "arial": "liberation sans", "calibri": "carlito", "cambria": "caladea", "courier new": "liberation mono",
}  # fmt: skip
_WITH_SIGNS = ("segoe ui symbol", "arial unicode ms", "dejavu sans", "noto sans symbols2", "noto sans cjk sc")


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Typeface:
    """A typeface as registered with reportlab.

    Attributes:
        file: Its file.
        name: Its name there.
        widths: Of its letters, at size 1000; `missing` for one that it lacks.
        signs: What it can draw; a line break is nothing to be drawn.
    """

    file: Path
    name: str
    widths: dict[int, float]
    missing: float
    signs: frozenset[str]


@cache
def typeface(family: str, bold: bool, italic: bool) -> Typeface:  # noqa: FBT001  cached by place
    """The typeface of a family; the house's own for one that the system lacks."""
    number = bold + 2 * italic
    files = [file] if (file := _system_file(family.casefold(), bold, italic)) else []
    for path in (*files, _OWN / _TINOS_FILES[number]):
        try:
            return _register(path)
        except (TTFError, OSError, ValueError, LookupError):  # damaged, or not to be embedded
            continue
    raise FileNotFoundError(_OWN)


@cache
def _register(path: Path) -> Typeface:
    name = f"{path.stem}-{len(pdfmetrics.getRegisteredFontNames())}"
    font: Any = TTFont(name, str(path))
    pdfmetrics.registerFont(font)
    widths = font.face.charWidths
    return Typeface(
        file=path, name=name, widths=widths, missing=font.face.defaultWidth, signs=frozenset(map(chr, widths)) | {"\n"}
    )


@cache
def word_width(face: Typeface, word: str) -> float:
    """The width of a text at size 1."""
    widths, missing = face.widths, face.missing
    return sum(widths.get(ord(char), missing) for char in word) / 1000


def split_by_face(face: Typeface, text: str) -> list[tuple[Typeface, str]]:
    """A text in pieces of one typeface each: signs that `face` lacks are drawn in one that has them, if any does."""
    if face.signs.issuperset(text):
        return [(face, text)]
    pieces: list[tuple[Typeface, str]] = []
    for char in text:
        chosen = face if char in face.signs else _with_sign(char) or face
        if pieces and pieces[-1][0] is chosen:
            pieces[-1] = chosen, pieces[-1][1] + char
        else:
            pieces.append((chosen, char))
    return pieces


@cache
def _with_sign(char: str) -> Typeface | None:
    for family in (_TIMES, "tinos", *_WITH_SIGNS):
        face = typeface(family, False, False)
        if char in face.signs:
            return face
    return None


@cache
def _system_file(family: str, bold: bool, italic: bool) -> Path | None:  # noqa: FBT001
    """The file of a typeface of this system."""
    if family == _TIMES:
        number = bold + 2 * italic
        places = (folder / names[number] for folder in _folders() for names in _TIMES_FILES)
        return next((place for place in places if place.is_file()), None)
    if family == "tinos":
        return None
    for name in filter(None, (family, _ALIKE.get(family))):
        found = _installed().get((name, bold, italic)) or _installed().get((name, False, False))
        if found:
            return found
    return None


@cache
def _installed() -> dict[tuple[str, bool, bool], Path]:
    """All TrueType files of this system by family, bold and italic; looked for only where one is asked for."""
    finder = FontFinder(useCache=False)
    finder.addDirectories([str(folder) for folder in _folders()], recur=True)
    finder.search()
    return {
        (_name(font.familyName), font.isBold, font.isItalic): Path(_name(font.fileName, fold=False))
        for family in finder.getFamilyNames()
        for font in finder.getFontsInFamily(family)
        if font.typeCode == "ttf"
    }


def _name(name: str | bytes, *, fold: bool = True) -> str:
    text = name.decode("utf-8", "replace") if isinstance(name, bytes) else name
    return text.casefold() if fold else text


def _folders() -> Iterable[Path]:
    """Where this system keeps its typefaces."""
    home = Path.home()
    if sys.platform == "win32":
        wanted = [Path(os.environ.get("WINDIR", r"C:\Windows"), "Fonts")]
        local = os.environ.get("LOCALAPPDATA")
        wanted += [Path(local, "Microsoft", "Windows", "Fonts")] if local else []
    elif sys.platform == "darwin":
        system = Path("/System/Library/Fonts")
        wanted = [system / "Supplemental", system, Path("/Library/Fonts"), home / "Library" / "Fonts"]
    else:
        share = Path("/usr/share/fonts")
        wanted = [share / "truetype" / "msttcorefonts", share / "msttcore", share, Path("/usr/local/share/fonts")]
        wanted += [home / ".local" / "share" / "fonts", home / ".fonts"]
    return [folder for folder in wanted if folder.is_dir()]
