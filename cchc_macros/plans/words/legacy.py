"""Vietnamese text from before Unicode: TCVN3 (ABC, the `.Vn…` fonts) and VNI, recognised by font or by content.

Such text is stored as Western letters that only those fonts show as Vietnamese: `C«ng t¸c` is *Công tác* in TCVN3,
`Coâng taùc` in VNI. The letters here are those of Windows-1252, as every Office file and code page gives them.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Literal

from xl.late import regex

Encoding = Literal["TCVN3", "VNI"]
CONVERTED = "Văn bản dùng mã {} cũ, đã đổi sang Unicode."

_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT, _BREVE, _CIRCUMFLEX = "\u0300\u0301\u0303\u0309\u0323\u0306\u0302"
_VNI_MARKS = {
    "ø": _GRAVE, "ù": _ACUTE, "õ": _TILDE, "û": _HOOK, "ï": _DOT,
    "ê": _BREVE, "è": _BREVE + _GRAVE, "é": _BREVE + _ACUTE, "ü": _BREVE + _TILDE, "ú": _BREVE + _HOOK,
    "ë": _BREVE + _DOT,
    "â": _CIRCUMFLEX, "à": _CIRCUMFLEX + _GRAVE, "á": _CIRCUMFLEX + _ACUTE, "ã": _CIRCUMFLEX + _TILDE,
    "å": _CIRCUMFLEX + _HOOK, "ä": _CIRCUMFLEX + _DOT,
}  # fmt: skip
_VNI_LETTERS = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI = regex(r"([aeiouyôö])([øùõûïêèéüúëâàáãåä])?|([ñæóòîíì])", re.IGNORECASE)

_SYLLABLE = regex(
    r"(?:ngh?|[cgknpt]h|gi|qu|tr|[bcdđghklmnprstvx])?[aăâeêioôơuưy]{1,3}(?:ng|nh|ch|[cmnpt])?", re.IGNORECASE
)
_CHUNK = regex(r"[^\s\d.,;:()\"'/\-–“”%\[\]]+")
_TONES = regex(f"[{_GRAVE}{_ACUTE}{_TILDE}{_HOOK}{_DOT}]")
_ONLY_UNICODE = regex("[\u0100-\u0151\u0154-\u01b0\u1ea0-\u1eff]")
_FEW = 3  # words with marks below which content says nothing
_SURE, _POOR = 0.9, 0.6
_SAMPLE = 20_000


def encoding_of_font(font: str) -> Encoding | None:
    """Return the encoding that a font's name tells: `.VnTime`, `.VnArialH` are TCVN3, `VNI-Times` is VNI."""
    name = font.rpartition("+")[2].casefold()  # a PDF writes ABCDEF+ before the name of an embedded font
    if name.startswith((".vn", "vntime", "vnarial")):
        return "TCVN3"
    return "VNI" if name.startswith("vni") else None


def from_font(text: str, font: str) -> str:
    """Return text set in a font, in Unicode; the capitals fonts of TCVN3 (`.VnTimeH`) show small letters large.

    Text with letters that only Unicode has is left as it is, whatever the font says.
    """
    encoding = encoding_of_font(font)
    if encoding is None or _ONLY_UNICODE.search(text):
        return text
    text = "".join(chr(ord(char) - 0xF000) if "\uf020" <= char <= "\uf0ff" else char for char in text)
    converted = to_unicode(text, encoding)
    return converted.upper() if encoding == "TCVN3" and font.casefold().endswith("h") else converted


def to_unicode(text: str, encoding: Encoding) -> str:
    """Return text of an old encoding in Unicode, composed."""
    if encoding == "TCVN3":
        return "".join(_TCVN3.get(char, char) for char in text)
    return unicodedata.normalize("NFC", _VNI.sub(_from_vni, text))


def recognise(text: str) -> Encoding | None:
    """Return the old encoding that a whole document's text is in by its content, or None where it is fine.

    What counts is how many of the words with marks are possible Vietnamese syllables, before and after.
    """
    sample = text[:_SAMPLE]
    if _plausible(sample) > _POOR:
        return None
    encodings: tuple[Encoding, ...] = ("TCVN3", "VNI")
    share, encoding = max((_plausible(to_unicode(sample, encoding)), encoding) for encoding in encodings)
    return encoding if share >= _SURE else None


def font_by_content(text: str) -> str:
    """Return a font that stands for the old encoding of a document whose fonts do not name it; "" for none."""
    encoding = recognise(text)
    return {"TCVN3": ".VnTime", "VNI": "VNI-Times"}[encoding] if encoding else ""


class OldFonts:
    """The old encodings of a document, told by its fonts or, where these name none, by what it says."""

    def __init__(self, fonts: Iterable[str], texts: Iterable[str]) -> None:
        self._met: set[Encoding] = set()
        self._stand_in = "" if any(map(encoding_of_font, fonts)) else font_by_content(" ".join(texts))

    def of(self, font: str) -> str:
        """The old font that text said to be in this one is in; "" where it is Unicode."""
        font = self._stand_in or font
        encoding = encoding_of_font(font)
        if encoding is None:
            return ""
        self._met.add(encoding)
        return font

    def text(self, text: str, font: str) -> str:
        """Text in Unicode."""
        return text if text.isascii() else from_font(text, self.of(font))

    def remarks(self) -> list[str]:
        """What a person should know: which encodings were met."""
        return [CONVERTED.format(encoding) for encoding in sorted(self._met)]


def _plausible(text: str) -> float:
    """The share of words with letters beyond ASCII that are Vietnamese syllables; 1 where there are too few."""
    words = [word for word in _CHUNK.findall(unicodedata.normalize("NFC", text)) if not word.isascii()]
    if len(words) < _FEW:
        return 1.0
    return sum(_is_syllable(word) for word in words) / len(words)


def _is_syllable(word: str) -> bool:
    bare, tones = _TONES.subn("", unicodedata.normalize("NFD", word))
    return tones <= 1 and bool(_SYLLABLE.fullmatch(unicodedata.normalize("NFC", bare)))


def _from_vni(found: re.Match[str]) -> str:
    base, mark, lone = found.groups()
    if lone:
        return _in_case(lone, _VNI_LETTERS)
    letter = _in_case(base, _VNI_LETTERS)
    return letter + _VNI_MARKS[mark.lower()] if mark else letter


def _in_case(letter: str, table: dict[str, str]) -> str:
    found = table.get(letter.lower(), letter.lower())
    return found.upper() if letter.isupper() else found
