"""After every command a workbook holds all that its people put into it."""

import re
import zipfile
from xml.etree.ElementTree import canonicalize, fromstring, tostring

import pytest

from tests.trust.lived_in import SPREADSHEET, _sheet_part, lived_in

COMMANDS = (
    ("recalculate",), ("flag",), ("audit",), ("assign",), ("export", "--to", "{folder}/ra"),
    ("email", "--via", "eml", "--to", "{folder}/thu", "--yes"), ("collect", "{folder}/ra"),
    ("import", "{plan}"), ("undo",), ("assign",),
)  # fmt: skip


@pytest.fixture(params=["xlsx", "xlsm"])
def book(request, tmp_path):
    path = tmp_path / f"Sổ.{request.param}"
    return path, lived_in(path, tmp_path, macros=request.param == "xlsm")


def parts(path):
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def children(xml, *names):
    """The root's children of these names, canonical; relationship ids by what they lead to are checked elsewhere."""
    text = re.sub(rb'(\s\w+:id=")[^"]*"', rb'\1"', xml)
    return [
        canonicalize(tostring(child), rewrite_prefixes=True)
        for child in fromstring(text)
        if child.tag.rpartition("}")[2] in names
    ]


def targets(found, part):
    """The kinds and targets of a part's relationships, each target a part that is there."""
    folder, _, name = part.rpartition("/")
    text = found[f"{folder}/_rels/{name}.rels"].decode()
    entries = re.findall(r"<Relationship\b[^>]*>", text)
    kinds = {(re.search(r'Type="([^"]*)"', entry)[1].rpartition("/")[2]) for entry in entries}
    for entry in entries:
        target = re.search(r'Target="([^"]*)"', entry)[1]
        if "External" not in entry:
            place = target.lstrip("/") if target.startswith("/") else _joined(folder, target)
            assert place in found, f"{part} leads to {target}, which is not there"
    return kinds


def _joined(folder, target):
    pieces = folder.split("/")
    for piece in target.split("/"):
        pieces = pieces[:-1] if piece == ".." else [*pieces, piece]
    return "/".join(pieces)


def drawn(part):
    """A part without the values that a chart keeps of its cells, which follow the cells."""
    return re.sub(rb"<c:(num|str)Cache>.*?</c:\1Cache>", b"", part, flags=re.DOTALL)


def test_every_command_keeps_every_part_and_element(book, cchc, seed):
    path, added = book
    before = parts(path)
    scores, own = _sheet_part(before, "Bảng điểm"), _sheet_part(before, "Của tôi")
    extensions = children(before[scores], "extLst", "drawing", "legacyDrawing")
    mine = children(before[own], "sheetPr", "sheetProtection", "protectedRanges", "drawing", "sheetData")
    names = {"folder": path.parent, "plan": seed("lang-son-2026")}
    for verb, *options in COMMANDS:
        arguments = [option.format(**names) for option in options]
        order = [*arguments, path] if verb == "import" else [path, *arguments]
        cchc(verb, *order)
        after = parts(path)
        where = f"after {verb}"
        assert [
            name for name in added if not name.endswith(".rels") and drawn(after[name]) != drawn(added[name])
        ] == [], where
        assert children(after[_sheet_part(after, "Bảng điểm")], "extLst", "drawing", "legacyDrawing") == extensions, (
            where
        )
        kept = after[_sheet_part(after, "Của tôi")]
        assert children(kept, "sheetPr", "sheetProtection", "protectedRanges", "drawing") == mine[:1] + mine[2:], where
        assert "của riêng tôi".encode() in kept or "của riêng tôi".encode() in after["xl/sharedStrings.xml"]
        assert b"[1]Sheet1" in kept
        assert {"drawing", "slicer", "threadedComment", "table"} <= targets(after, _sheet_part(after, "Bảng điểm")), (
            where
        )
        assert {"drawing", "pivotTable"} <= targets(after, _sheet_part(after, "Của tôi")), where
        wanted = {"person", "externalLink", "pivotCacheDefinition", "slicerCache", "customXml"}
        assert wanted <= targets(after, "xl/workbook.xml"), where
        text = after["xl/workbook.xml"].decode()
        assert re.search(r'<sheet [^>]*name="Của tôi"[^>]*state="veryHidden"', text), where
        assert "<externalReferences>" in text
        assert "<pivotCaches>" in text
        types = after["[Content_Types].xml"].decode()
        assert types.count("/xl/slicers/slicer1.xml") == 1
        macros = "macroEnabled.main+xml" if path.suffix == ".xlsm" else f"{SPREADSHEET}.sheet.main+xml"
        assert macros in types, where


def test_the_units_files_take_nothing_of_it_along(book, cchc):
    path, _ = book
    for item in cchc("export", path, "--to", path.parent / "ra")["files"]:
        names = set(parts(item["path"]))
        assert not any(re.search("media|chart|slicer|pivot|vba|external|person|customXml", name) for name in names)
