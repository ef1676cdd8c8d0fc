"""Whether two files of Excel or Word say the same: programs write the moment and the place of saving into them."""

import re
from pathlib import Path

from xl.files import same_bytes
from xl.late import regex

# Parts and pieces that change though nobody changed anything: the last save, and where the cursor stands.
_SAVING = ("docProps/core.xml", "docProps/app.xml")
_STANDING = regex(
    rb"<sheetViews>.*?</sheetViews>|<bookViews>.*?</bookViews>|<xr:revisionPtr[^>]*/>|(?<=<sst )[^>]*|"
    rb"<mc:AlternateContent[^>]*>\s*<mc:Choice[^>]*>\s*<x15ac:absPath.*?</mc:AlternateContent>",
    re.DOTALL,
)

_LISTS = ("[Content_Types].xml", ".rels")  # in any order


def same_content(one: Path, other: Path) -> bool:
    """Whether two files hold the same in all parts of their packages that anybody can change."""
    if same_bytes(one, other):
        return True
    from zipfile import BadZipFile, ZipFile  # noqa: PLC0415  # a first click has nothing to hold against

    try:
        with ZipFile(one) as first, ZipFile(other) as second:
            sums = [{entry.filename: entry.CRC for entry in package.infolist()} for package in (first, second)]
            for name in sums[0].keys() | sums[1].keys():
                mine, theirs = sums[0].get(name), sums[1].get(name)
                if mine == theirs or name in _SAVING:
                    continue
                if mine is None or theirs is None:
                    return False
                if _essence(name, first.read(name)) != _essence(name, second.read(name)):
                    return False
    except (OSError, BadZipFile, NotImplementedError, RuntimeError):  # no package, or damaged: not known to be the same
        return False
    return True


def _essence(name: str, part: bytes) -> object:
    """What a part says, however it is spelt."""
    from xml.etree.ElementTree import ParseError, canonicalize  # noqa: PLC0415  # as zipfile above

    part = _STANDING.sub(b"", part)
    if name.endswith(_LISTS):
        return sorted(re.findall(rb"<[^>]*>", part))
    try:
        return canonicalize(part.decode()) if name.endswith(".xml") else part
    except (ParseError, UnicodeError):
        return part
