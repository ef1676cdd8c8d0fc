"""Pieces of XML kept as text: elements that openpyxl does not know, cut out whole and put back whole."""

import re
from dataclasses import field
from xml.parsers import expat

from xl.late import dataclass, regex

_DECLARATION = regex(r'\sxmlns:([\w.-]+)\s*=\s*("[^"]*"|\'[^\']*\')')
_IGNORABLE = regex(r'\s[\w.-]+:Ignorable\s*=\s*("[^"]*"|\'[^\']*\')')


@dataclass(slots=True)
class Pieces:
    """The root's attributes and the kept children of an XML part.

    Attributes:
        attributes: Namespace declarations of the root with mc:Ignorable, as text to put into a root tag.
        children: (local name, XML text) of the kept children, in order.
        names: Local names of all children.
    """

    attributes: str = ""
    children: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def named(self, name: str) -> list[str]:
        """Return the texts of the children of a name."""
        return [text for local, text in self.children if local == name]


def cut(xml: bytes, wanted: frozenset[str] | None = None, skip: bytes = b"") -> Pieces:
    """Cut the wanted children of the root element out of an XML part.

    Args:
        xml: The part.
        wanted: Local names of the children to keep, None for all.
        skip: Local name of one child whose content need not be looked at (a sheet's rows).
    """
    data = _utf8(without_content(xml, skip) if skip else xml)
    found: list[tuple[str, int, int]] = []
    names: set[str] = set()
    depth, root_end, start, name = 0, [0], 0, ""
    parser = expat.ParserCreate()

    def begin(tag: str, _attributes: dict[str, str]) -> None:
        nonlocal depth, start, name
        if depth == 1:
            if not root_end[0]:
                root_end[0] = parser.CurrentByteIndex
            start, name = parser.CurrentByteIndex, tag.rpartition(":")[2]
            names.add(name)
        depth += 1

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        if depth == 1 and (wanted is None or name in wanted):
            found.append((name, start, _after(data, tag, parser.CurrentByteIndex)))

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.Parse(data, True)
    root = data[: root_end[0]].decode()
    return Pieces(_root_attributes(root), [(local, data[a:b].decode()) for local, a, b in found], names)


def _utf8(xml: bytes) -> bytes:
    """Return the part as UTF-8 without its declaration."""
    if xml[:2] in (b"\xff\xfe", b"\xfe\xff"):
        xml = xml.decode("utf-16").encode()
    return re.sub(rb"^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\?>", b"", xml, count=1)


def children(element: str) -> list[str]:
    """Return the child elements of an element, each as its text."""
    return [text for _, text in cut(element.encode()).children]


def _after(data: bytes, tag: str, place: int) -> int:
    """Return where an element ends: the parser tells where its end tag begins, but where an empty element ends."""
    end = regex(rb"</%b\s*>" % re.escape(tag.encode())).match(data, place)
    return end.end() if end else place


def without_content(data: bytes, name: bytes) -> bytes:
    """Return a part without what is inside its first element of a name."""
    opened = re.search(rb"<(?:[\w.-]+:)?" + name + rb"(?:\s[^>]*)?>", data)
    if opened is None or opened[0].endswith(b"/>"):
        return data
    closed = regex(rb"</(?:[\w.-]+:)?" + name + rb"\s*>").search(data, opened.end())
    return data[: opened.end()] + data[closed.start() :] if closed else data


def _root_attributes(root: str) -> str:
    declared = {name: value for name, value in _DECLARATION.findall(root) if name != "xml"}
    text = "".join(f" xmlns:{name}={value}" for name, value in declared.items())
    ignorable = _IGNORABLE.search(root)
    return text + (ignorable[0] if ignorable else "")
