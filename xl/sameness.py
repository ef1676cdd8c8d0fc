"""Whether two files of Excel or Word say the same: programs write the moment and the place of saving into them."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from xl.files import same_bytes
from xl.late import regex

if TYPE_CHECKING:
    from zipfile import ZipFile

# Parts and pieces that change though nobody changed anything: the last save, and where the cursor stands.
_SAVING = ("docProps/core.xml", "docProps/app.xml")
_STANDING = regex(
    rb"<sheetViews>.*?</sheetViews>|<bookViews>.*?</bookViews>|<xr:revisionPtr[^>]*/>|"
    rb"<mc:AlternateContent[^>]*>\s*<mc:Choice[^>]*>\s*<x15ac:absPath.*?</mc:AlternateContent>",
    re.DOTALL,
)
_LISTS = ("[Content_Types].xml", ".rels")  # in any order
_STRINGS, _SHEETS = "xl/sharedStrings.xml", "xl/worksheets/"
_LETTER = regex(rb"&#(\d{3,6});")  # some write letters beyond ASCII so
_STRING = regex(rb"<si>.*?</si>|<si ?/>", re.DOTALL)
_NUMBERED = regex(rb'(?<= t="s"><v>)\d+(?=</v>)')  # a string by its place among them, which the next save may change
_HEAD = 120  # bytes of a part that show whether one program wrote both


def same_content(one: Path, other: Path) -> bool:
    """Whether two files hold the same in all parts of their packages that anybody can change."""
    if same_bytes(one, other):
        return True
    from zipfile import ZipFile  # noqa: PLC0415  # a first click has nothing to hold against

    from xl.packages import PACKAGE_FAULTS  # noqa: PLC0415

    try:
        with ZipFile(one) as first, ZipFile(other) as second:
            return _same_parts(first, second)
    except (OSError, *PACKAGE_FAULTS):  # not known
        return False


def _same_parts(*packages: "ZipFile") -> bool:
    sums = [{entry.filename: (entry.file_size, entry.CRC) for entry in package.infolist()} for package in packages]
    if sums[0].keys() != sums[1].keys():
        return False
    strings = [_strings(package) if _STRINGS in sums[0] else [] for package in packages]
    for name in sorted(sums[0], key=sums[0].__getitem__):  # the small ones tell soonest
        says_all = strings[0] == strings[1] or not name.startswith(_SHEETS)
        if name in (_STRINGS, *_SAVING) or (says_all and sums[0][name] == sums[1][name]):
            continue
        parts = [_shown(package.read(name), texts) for package, texts in zip(packages, strings, strict=True)]
        if not _same_part(name, *parts):
            return False
    return True


def _strings(package: "ZipFile") -> list[bytes]:
    return _STRING.findall(_LETTER.sub(lambda found: chr(int(found[1])).encode(), package.read(_STRINGS)))


def _shown(part: bytes, strings: list[bytes]) -> bytes:
    """A part without where things stand, and with the strings themselves."""
    return _NUMBERED.sub(lambda found: strings[int(found[0])], _STANDING.sub(b"", part))


def _same_part(name: str, one: bytes, other: bytes) -> bool:
    """Whether two parts say the same, however they are spelt."""
    from xml.etree.ElementTree import ParseError, canonicalize  # noqa: PLC0415  # as zipfile above

    if one == other:
        return True
    if name.endswith(_LISTS):
        return sorted(re.findall(rb"<[^>]*>", one)) == sorted(re.findall(rb"<[^>]*>", other))
    if not name.endswith(".xml") or one[:_HEAD] == other[:_HEAD]:
        return False
    try:
        return canonicalize(one.decode()) == canonicalize(other.decode())
    except (ParseError, UnicodeError):
        return False
