"""Relationships between the parts of a package, and which of them the engine writes itself."""

import posixpath

from openpyxl.xml.constants import PKG_REL_NS

from xl.cells.model import parse_xml, reading
from xl.late import dataclass
from xl.packages import Package
from xl.xmltext import HEAD, quoted_attribute


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship: `target` is a part's name without a leading slash, or an address outside the package."""

    id: str
    type: str
    target: str
    external: bool = False

    @property
    def kind(self) -> str:
        """The last word of the type, e.g. "drawing"."""
        return self.type.rpartition("/")[2]


def rels_path(part: str) -> str:
    """Return the name of the part that holds a part's relationships ("" is the package itself)."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def read_relations(package: Package, part: str) -> list[Relation]:
    """Return a part's relationships, none if it has none."""
    path = rels_path(part)
    if path not in package.NameToInfo:
        return []
    with reading(package.label):
        root = parse_xml(package.part(path))
    folder = posixpath.dirname(part)
    found = []
    for entry in root:
        target = entry.get("Target", "")
        external = entry.get("TargetMode") == "External"
        if not external:
            target = package.named(posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/"))
        found.append(Relation(entry.get("Id", ""), entry.get("Type", ""), target, external))
    return found


def write_relations(relations: list[Relation]) -> bytes:
    """Return the XML of a list of relationships, parts by their absolute names."""

    def line(relation: Relation) -> str:
        target = relation.target if relation.external else f"/{relation.target}"
        attributes = {"Id": relation.id, "Type": relation.type, "Target": target}
        attributes |= {"TargetMode": "External"} if relation.external else {}
        return "".join(f" {name}={quoted_attribute(text)}" for name, text in attributes.items())

    lines = "".join(f"<Relationship{line(relation)}/>" for relation in relations)
    return f'{HEAD}<Relationships xmlns="{PKG_REL_NS}">{lines}</Relationships>'.encode()
