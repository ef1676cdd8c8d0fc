"""What is on a returned sheet outside its cells: comments, text boxes, pictures, embedded files."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from xml.etree import ElementTree as ET

from cchc_macros.returns.files import COMMENT, EMBEDDED, PICTURE, TEXT_BOX

Relations = Mapping[str, tuple[str, str]]
_EMBEDDED = ("oleObject", "package", "control")
HINTS_BY = "CCHC"  # the author of our template's comments
_MOST = 200  # things of a sheet


def beyond(
    part: str, relations: Callable[[str], Relations], content: Callable[[str], bytes]
) -> Iterator[tuple[str, str, str]]:
    """What a sheet refers to, as (kind, cell or "", text or ""); `relations` of a part are id -> (kind, part)."""
    found = list(relations(part).values())[:_MOST]
    threaded = any(kind == "threadedComment" for kind, _ in found)
    for kind, target in found:
        if kind == "threadedComment" or (kind == "comments" and not threaded):
            yield from ((COMMENT, cell, text) for cell, text in comments_in(content(target)) if text)
        elif kind == "drawing":
            yield from ((PICTURE, "", "") for inner, _ in relations(target).values() if inner == "image")
            yield from ((TEXT_BOX, "", text) for text in _boxes(content(target)))
        elif kind in _EMBEDDED:
            yield EMBEDDED, "", ""


@lru_cache(maxsize=8)  # returned files of one program share their hints
def comments_in(part: bytes) -> list[tuple[str, str]]:
    """The comments of a part, old or threaded, as (cell, text), without the hints on the headings of our template."""
    root = ET.fromstring(part)  # noqa: S314  a part of a checked package
    authors = [author.text for author in root.iter() if author.tag.endswith("}author")]
    found = [item for item in root.iter() if item.tag.rpartition("}")[2] in ("comment", "threadedComment")][:_MOST]
    ours = {item.get("ref", "") for item in found if _author(item, authors) == HINTS_BY}
    headings = {cell[1:] for cell in ours if cell.startswith("A")}  # the first column's hint is in each template
    hints = {cell for cell in ours if cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") in headings}
    return [(item.get("ref", ""), _texts(item)) for item in found if item.get("ref") not in hints]


def all_comments(part: bytes) -> list[tuple[str, str]]:
    """All comments of a part of our own template, as (cell, text)."""
    root = ET.fromstring(part)  # noqa: S314
    return [(item.get("ref", ""), _texts(item)) for item in root.iter() if item.tag.endswith("}comment")]


def _author(item: ET.Element, authors: list[str | None]) -> str | None:
    number = item.get("authorId", "")
    return authors[int(number)] if number.isdecimal() and int(number) < len(authors) else None


def _boxes(drawing: bytes) -> Iterator[str]:
    for shape in ET.fromstring(drawing).iter():  # noqa: S314
        if shape.tag.endswith("}txBody") and (text := _texts(shape)):
            yield text


def _texts(item: ET.Element) -> str:
    return "".join(piece.text or "" for piece in item.iter() if piece.tag.rpartition("}")[2] in ("t", "text")).strip()
