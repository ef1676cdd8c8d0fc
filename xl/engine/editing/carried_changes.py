"""References inside carried parts and pieces: they follow renamed sheets, shifted cells, grown tables, copies.

The parts stay XML text; only formulas (`f` elements, links of shapes and controls), areas (`sqref`, `ref`) and anchors
inside them are rewritten.
"""

import re
from collections.abc import Callable
from uuid import uuid4

from xl.cells.addresses import Box, parse_box
from xl.cells.model import Worksheet
from xl.cells.references import parse_reference
from xl.engine.editing import carried_rules
from xl.engine.memory.document import Document
from xl.engine.parts.carried import Carried, Parts
from xl.engine.parts.elements import Pieces
from xl.engine.parts.relations import Relation
from xl.late import regex
from xl.xmltext import decoded, encoded, escape, unescape

Rewrite = Callable[[str], str]
MoveBox = Callable[[Box], Box | None]

_FORMULA = regex(r"(<(?:[\w.-]+:)?(?:f|FmlaLink|FmlaRange|FmlaGroup|FmlaTxbx)(?:\s[^>]*)?>)([^<]+)(?=</)")
_LINK = regex(r'(\s(?:textlink|fmlaLink|fmlaRange|fmlaGroup|fmlaTxbx)=")([^"]+)')
_CACHE_SOURCE = regex(r"<(?:[\w.-]+:)?worksheetSource\b[^>]*>")
_ATTRIBUTE = regex(r'(\s(ref|sheet|name)=")([^"]*)')
_SHARED = {"image", "hyperlink", "pivotCacheDefinition", "person", "oleObject", "package", "embeddings", "vbaProject"}
_NOT_COPIED = {"slicer", "timeline", "ctrlProp", "control", "oleObject", "package", "queryTable"}
_GUID = regex(r"\{[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}")


def rewrite_everywhere(doc: Document, rewrite: Rewrite, mentioned: str) -> None:
    """Rewrite the formulas in all carried parts and pieces that mention a sheet's name."""
    wanted = escape(mentioned.replace("'", "''")).casefold()
    parts = doc.loaded.parts
    for name in parts.referring():
        text = decoded(parts[name])
        if wanted in text.casefold():
            changed = _rewritten(text, rewrite)
            if changed != text:
                parts[name] = encoded(changed)
    for ws in doc.wb.worksheets:
        carried = ws.__dict__.get("carried")
        if carried is not None and doc.mentions.may_hold(ws, mentioned):
            carried.pieces.children = [
                (name, _rewritten(text, rewrite) if wanted in text.casefold() else text)
                for name, text in carried.pieces.children
            ]


def _rewritten(text: str, rewrite: Rewrite) -> str:
    def formula(match: re.Match[str]) -> str:
        return match[1] + escape(rewrite(unescape(match[2])))

    def link(match: re.Match[str]) -> str:
        return match[1] + escape(rewrite(unescape(match[2]))).replace('"', "&quot;")

    text = _LINK.sub(link, _FORMULA.sub(formula, text))
    return _CACHE_SOURCE.sub(lambda match: _source(match[0], rewrite), text)


def _source(tag: str, rewrite: Rewrite) -> str:
    """Rewrite where a pivot table's data stand: sheet and cells are attributes of their own."""
    found = {key: unescape(value) for _, key, value in _ATTRIBUTE.findall(tag)}
    if "sheet" not in found or "ref" not in found:
        return tag
    quoted = found["sheet"].replace("'", "''")
    after = parse_reference(rewrite(f"'{quoted}'!{found['ref']}"))
    if not after.sheet or after.box is None:
        return tag
    new = {"sheet": after.sheet, "ref": after.cells.replace("$", "")}
    return _ATTRIBUTE.sub(lambda m: m[1] + (escape(new[m[2]]).replace('"', "&quot;") if m[2] in new else m[3]), tag)


# Cells of a sheet shifted

_AREAS = regex(r'(\s(?:sqref|ref|r)=")([A-Z$:0-9 ]+)(?=")')
_SQREF = regex(r"(<(?:[\w.-]+:)?sqref>)([^<]+)(?=</)")
_ANCHOR = regex(r"<(?:[\w.-]+:)?(twoCellAnchor|oneCellAnchor|anchor)\b([^>]*)>.*?</(?:[\w.-]+:)?\1>", re.DOTALL)
_CORNER = regex(r"(<(?:[\w.-]+:)?(from|to)>)(.*?)(</(?:[\w.-]+:)?\2>)", re.DOTALL)
_INDEX = regex(r"(<(?:[\w.-]+:)?(row|col)>)(\d+)(?=</)")
_NOTE = regex(r"<v:shape\b.*?</v:shape>", re.DOTALL)
_NOTE_PLACE = regex(r"(<x:(Row|Column)>)(\d+)(?=</)")
_NOTE_ANCHOR = regex(r"(<x:Anchor>)([^<]+)(?=</)")


def shift(doc: Document, ws: Worksheet, move: MoveBox, split: Callable[[Box], list[Box]]) -> None:
    """Move what is carried of a sheet along with its cells.

    Args:
        doc: The workbook.
        ws: The sheet.
        move: Gives a reference's new place, None if it is gone.
        split: Gives an area's new places.
    """
    carried: Carried = ws.__dict__.get("carried") or Carried()

    def areas(match: re.Match[str]) -> str:
        boxes = [parse_box(part) for part in match[2].split()]
        moved = [new for box in boxes if box for new in split(box)]
        return match[1] + " ".join(map(str, moved)) if moved and all(boxes) else match[0]

    carried.pieces.children = [
        (name, carried_rules.outside(text, lambda other: _SQREF.sub(areas, _AREAS.sub(areas, other))))
        for name, text in carried.pieces.children
    ]
    carried.pieces.children = [(name, _moved_anchors(text, move)) for name, text in carried.pieces.children]
    parts = doc.loaded.parts
    for relation in carried.relations:
        if relation.external or relation.target not in parts:
            continue
        text = decoded(parts[relation.target])
        if relation.kind == "drawing":
            changed = _moved_anchors(text, move)
        elif relation.kind in ("comments", "threadedComment", "pivotTable"):
            changed = _AREAS.sub(areas, text)
        elif relation.kind == "vmlDrawing":
            changed = _NOTE.sub(lambda match: _moved_note(match[0], move), text)
        else:
            continue
        if changed != text:
            parts[relation.target] = encoded(changed)


def _moved_anchors(text: str, move: MoveBox) -> str:
    return _ANCHOR.sub(lambda match: _moved_anchor(match[0], move), text)


def _moved_anchor(anchor: str, move: MoveBox) -> str:
    """Move a picture or chart; one that sizes with cells stretches, one whose cells are gone stays where they were."""
    corners = {m[2]: {kind: int(n) for _, kind, n in _INDEX.findall(m[3])} for m in _CORNER.finditer(anchor)}
    start = corners.get("from", {})
    if {"row", "col"} - start.keys() or 'editAs="absolute"' in anchor:
        return anchor
    end = corners.get("to", start)
    box = Box(start["row"] + 1, start["col"] + 1, max(end["row"], start["row"]) + 1, max(end["col"], start["col"]) + 1)
    moved = move(box)
    if moved is None:
        return anchor
    if 'editAs="oneCell"' in anchor:
        moved = moved._replace(
            last_row=moved.row + box.last_row - box.row, last_column=moved.column + box.last_column - box.column
        )
    new = {"from": (moved.row - 1, moved.column - 1), "to": (moved.last_row - 1, moved.last_column - 1)}

    def corner(match: re.Match[str]) -> str:
        row, column = new[match[2]]
        inner = _INDEX.sub(lambda m: f"{m[1]}{row if m[2] == 'row' else column}", match[3])
        return match[1] + inner + match[4]

    return _CORNER.sub(corner, anchor)


def _moved_note(shape: str, move: MoveBox) -> str:
    """Move the box of a note or an old control: a note names its cell, all name the cells their corners lie in."""
    place = {kind: int(number) for _, kind, number in _NOTE_PLACE.findall(shape)}
    anchor = _NOTE_ANCHOR.search(shape)
    if place.keys() >= {"Row", "Column"}:
        row, column = place["Row"] + 1, place["Column"] + 1
    elif anchor is not None:
        numbers = [int(part) for part in anchor[2].split(",")]
        row, column = numbers[2] + 1, numbers[0] + 1
    else:
        return shape
    moved = move(Box.at(row, column))
    if moved is None or (moved.row, moved.column) == (row, column):
        return shape
    down, right = moved.row - row, moved.column - column
    new = {"Row": moved.row - 1, "Column": moved.column - 1}

    def shifted(match: re.Match[str]) -> str:
        corners = [int(part) for part in match[2].split(",")]
        for index, by in ((0, right), (2, down), (4, right), (6, down)):
            corners[index] += by
        return match[1] + ", ".join(map(str, corners))

    shape = _NOTE_PLACE.sub(lambda match: f"{match[1]}{new[match[2]]}", shape)
    return _NOTE_ANCHOR.sub(shifted, shape)


# Sheets copied


def check_copy(source: Worksheet) -> None:
    """Refuse to copy a sheet whose copy would lack something.

    Raises:
        NotImplementedError: it holds controls, embedded objects or slicers.
    """
    source._cells  # noqa: B018  # an unread sheet is read, and knows then what it carries
    carried: Carried = source.__dict__.get("carried") or Carried()
    kinds = {relation.kind for relation in carried.relations} & _NOT_COPIED
    if kinds:
        raise NotImplementedError(f"copying a sheet with {', '.join(sorted(kinds))}")


def copied(source: Worksheet, origin: Parts, parts: Parts, rewrite: Rewrite) -> Carried:
    """Return what a copy of a sheet carries: parts of its own, in the same workbook the same pictures.

    Args:
        source: The sheet that is copied.
        origin: The parts of its workbook.
        parts: Those of the copy's.
        rewrite: Makes references to the source and its tables point at the copy.
    """
    guids: dict[str, str] = {}

    def copy_of(relation: Relation) -> Relation:
        is_shared = parts is origin and relation.kind in _SHARED
        if relation.external or is_shared or relation.target not in origin:
            return relation
        inner = [copy_of(other) for other in origin.relations(relation.target)]
        new = parts.copy(relation.target, inner, origin)
        if relation.kind in ("comments", "threadedComment"):
            text = decoded(parts[new])
            ids = {guid: guids.setdefault(guid, f"{{{uuid4()}}}".upper()) for guid in _comment_ids(text)}
            text = _GUID.sub(lambda match: ids.get(match[0], match[0]), text)
            parts[new] = encoded(text)
        elif relation.kind != "image" and new.endswith((".xml", ".vml")):
            parts[new] = encoded(_rewritten(decoded(parts[new]), rewrite))
        return Relation(relation.id, relation.type, new)

    old: Carried = source.__dict__.get("carried") or Carried()
    children = [(name, _rewritten(text, rewrite)) for name, text in old.pieces.children]
    return Carried(pieces=Pieces(old.pieces.attributes, children), relations=list(map(copy_of, old.relations)))


def _comment_ids(text: str) -> set[str]:
    """Return the ids of comments, in both places that name them; persons keep theirs."""
    return set(re.findall(r'\s(?:id|parentId)="(\{[^"]*\})"', text)) | set(re.findall(r"tc=(\{[^}]*\})", text))
