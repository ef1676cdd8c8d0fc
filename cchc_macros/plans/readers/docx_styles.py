"""What a Word document says about its text elsewhere: fonts by style, and the numbers Word counts itself."""

from collections.abc import Iterator
from typing import Any

from cchc_macros.rules.numbers import as_roman

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STYLES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"
_NUMBERING = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering"
_MOST_STYLES = 20  # styles based on one another; Word itself allows about ten
_LEVELS = 9
_BULLET = "-"
_MOST_ROMAN = 39


def find(element: Any, *path: str) -> Any:
    """The element at the end of a path of tag names, or None."""
    for tag in path:
        element = element.find(f"{W}{tag}") if element is not None else None
    return element


def value(element: Any) -> str:
    """The `w:val` of an element, "" where it has none."""
    return str(element.get(f"{W}val") or "") if element is not None else ""


def _part(part: Any, kind: str) -> Any:
    """The root element of a related part, or None."""
    related = next((rel for rel in part.rels.values() if rel.reltype == kind and not rel.is_external), None)
    if related is None:
        return None
    from docx.oxml import parse_xml  # noqa: PLC0415 - slow to import; see `read_docx`

    return parse_xml(related.target_part.blob)


class Fonts:
    """Fonts of runs: their own, else their style's, else the document's."""

    def __init__(self, part: Any) -> None:
        root = _part(part, _STYLES)
        styles = root.findall(f"{W}style") if root is not None else []
        self._styles = {style.get(f"{W}styleId"): style for style in styles}
        self._plain = next(
            (s for s in styles if s.get(f"{W}type") == "paragraph" and s.get(f"{W}default") == "1"), None
        )
        self._default = _font(find(root, "docDefaults", "rPrDefault", "rPr"))

    def all_names(self, body: Any) -> Iterator[str]:
        """The fonts that the styles and the body name."""
        yield self._default
        yield from (_font(find(style, "rPr")) for style in self._styles.values())
        yield from (_font(find(run, "rPr")) for run in body.iter(f"{W}r"))

    def of(self, run: Any, paragraph: Any) -> str:
        """The name of a run's font, "" where nothing says."""
        styles = (value(find(run, "rPr", "rStyle")), value(find(paragraph, "pPr", "pStyle")))
        fonts = [_font(find(run, "rPr"))]
        for style in styles:
            fonts += [_font(find(one, "rPr")) for one in self.chain(style)]
        fonts += [_font(find(self._plain, "rPr")), self._default]
        return next(filter(None, fonts), "")

    def chain(self, style: str) -> Iterator[Any]:
        """A style and those it is based on."""
        for _ in range(_MOST_STYLES):
            found = self._styles.get(style)
            if found is None:
                return
            yield found
            style = value(find(found, "basedOn"))


def _font(properties: Any) -> str:
    fonts = find(properties, "rFonts")
    return "" if fonts is None else str(fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or "")


class Numbering:
    """Automatic numbers: an STT column is often a numbered list whose numbers are nowhere in the text."""

    def __init__(self, part: Any, fonts: Fonts) -> None:
        root = _part(part, _NUMBERING)
        found = root if root is not None else ()
        self._levels = {
            abstract.get(f"{W}abstractNumId"): {level.get(f"{W}ilvl"): level for level in abstract.findall(f"{W}lvl")}
            for abstract in found
            if abstract.tag == f"{W}abstractNum"
        }
        self._lists = {num.get(f"{W}numId"): num for num in found if num.tag == f"{W}num"}
        self._counts: dict[str, list[int]] = {}
        self._begun: set[str] = set()
        self._fonts = fonts

    def label(self, paragraph: Any) -> str:
        """The number or bullet Word shows before a paragraph; counts it. "" where there is none."""
        number, level = self._place(paragraph)
        definition = self._lists.get(number)
        if definition is None or not 0 <= level < _LEVELS:
            return ""
        abstract = value(find(definition, "abstractNumId"))
        levels = self._levels.get(abstract, {})
        counts = self._counts.setdefault(abstract, [0] * _LEVELS)
        self._begin(number, definition, counts)
        counts[level] = counts[level] + 1 if counts[level] else _start(levels.get(str(level)))
        counts[level + 1 :] = [0] * (_LEVELS - level - 1)
        return _shown(levels, level, counts)

    def _begin(self, number: str, definition: Any, counts: list[int]) -> None:
        """A list that restarts numbering does so at its first paragraph."""
        if number in self._begun:
            return
        self._begun.add(number)
        for override in definition.findall(f"{W}lvlOverride"):
            start, level = value(find(override, "startOverride")), str(override.get(f"{W}ilvl") or "")
            if start.isdecimal() and level.isdecimal() and int(level) < _LEVELS:
                counts[int(level)] = int(start) - 1

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """The list and level of a paragraph, its own or its style's; ("", 0) for none."""
        styled = (find(style, "pPr", "numPr") for style in self._fonts.chain(value(find(paragraph, "pPr", "pStyle"))))
        own = find(paragraph, "pPr", "numPr")
        place = own if own is not None else next((found for found in styled if found is not None), None)
        level = value(find(place, "ilvl"))
        return value(find(place, "numId")), int(level) if level.isdecimal() else 0


def _start(level: Any) -> int:
    start = value(find(level, "start"))
    return int(start) if start.isdecimal() else 1


def _shown(levels: dict[str, Any], level: int, counts: list[int]) -> str:
    here = levels.get(str(level))
    if here is None or value(find(here, "numFmt")) == "none":
        return ""
    if value(find(here, "numFmt")) == "bullet":
        return _BULLET
    text = value(find(here, "lvlText"))
    for other in range(level + 1):
        form = value(find(levels.get(str(other)), "numFmt"))
        text = text.replace(f"%{other + 1}", _written(counts[other] or 1, form))
    return text.strip()


def _written(number: int, form: str) -> str:
    if form in {"upperRoman", "lowerRoman"} and 0 < number <= _MOST_ROMAN:
        return as_roman(number) if form == "upperRoman" else as_roman(number).lower()
    if form in {"upperLetter", "lowerLetter"}:
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter[:5] if form == "upperLetter" else letter[:5].lower()
    return f"{number:02}" if form == "decimalZero" else str(number)
