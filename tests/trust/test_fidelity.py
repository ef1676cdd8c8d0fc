"""After every command a workbook holds all that its people put into it."""

import re
import shutil
from xml.etree.ElementTree import canonicalize, fromstring, tostring

import openpyxl
import pytest

from cchc_macros.registry import BUTTONS
from tests.conftest import TEMPLATES
from tests.packages import parts
from tests.trust.lived_in import SPREADSHEET, lived_in, sheet_part
from tests.trust.verbs import LETTERS

PLAN_ROWS = (
    ("STT", "Lĩnh vực, tiêu chí", "Yêu cầu", "Thời hạn", "Đơn vị chủ trì", "Đơn vị phối hợp"),
    ("1", "Công tác chỉ đạo, điều hành", "Ban hành kế hoạch", "Trong ngày 31/12/2026", "Văn phòng Sở", None),
)
COMMANDS = (
    ("recalculate", "{book}"), ("flag", "{book}"), ("audit", "{book}"), ("assign", "{book}"),
    ("export", "{book}", "--to", "{folder}/ra"),
    ("email", "{book}", *LETTERS), ("remind", "{book}", "--on", "2026-12-20", *LETTERS),
    ("collect", "{book}", "{folder}/ra"), ("import", "{plan}", "{book}"), ("undo", "{book}"),
    ("import", "{folder}/Phụ lục.xlsx", "{book}"), ("upgrade", "{book}"), ("assign", "{book}"),
    ("remedy", "{book}"), ("sent", "{book}"), ("compare", "{book}", "{folder}/Năm trước.xlsx"),
    ("evidence", "{book}", "{folder}/ra"),
)  # fmt: skip
# What a sheet's protection means where it does not say.
LOCKED = (
    "autoFilter", "deleteColumns", "deleteRows", "formatCells", "formatColumns", "formatRows", "insertColumns",
    "insertHyperlinks", "insertRows", "pivotTables", "sort",
)  # fmt: skip
UNSAID = dict.fromkeys(LOCKED, "1") | dict.fromkeys(("selectLockedCells", "selectUnlockedCells"), "0")
PRINT = (("print", "{book}", "--to", "{folder}/in"), ("print", "{book}", "--to", "{folder}/in"))
READING = (
    ("report", "{book}", "--to", "{folder}/bc.docx"), ("letters", "{book}", "--kind", "assign", "--to", "{folder}/vb"),
    ("dossier", "{book}", "--to", "{folder}/hs"), ("gather", "{folder}", "--to", "{folder}/so.xlsx"),
)  # fmt: skip
CELLS = (
    "của riêng tôi", "[1]Sheet1", "_xlfn._xlws.SORT(A1:A2)", "_xlfn.LET(_xlpm.x,A1,_xlpm.x+1)", "GapDoi(A1)",
    'ref="C1:C2"', 'cm="1"', 'outlineLevel="1"', "collapsed=",
)  # fmt: skip


@pytest.fixture(params=["xlsx", "xlsm"])
def book(request, tmp_path):
    path = tmp_path / f"Sổ.{request.param}"
    return path, lived_in(path, tmp_path, macros=request.param == "xlsm")


def children(xml, *names):
    """The root's children of these names, canonical; relationship ids by what they lead to are checked elsewhere."""
    text = re.sub(rb'(\s\w+:id=")[^"]*"', rb'\1"', xml)
    found = [child for child in fromstring(text) if child.tag.rpartition("}")[2] in names]
    for child in found:
        if child.tag.endswith("}sheetProtection"):
            child.attrib = {name: value for name, value in child.items() if UNSAID.get(name) != value}
    return [canonicalize(tostring(child), rewrite_prefixes=True, strip_text=True) for child in found]


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


def with_texts(found, part):
    """A sheet's XML with the texts that it has among the shared ones."""
    shared = re.findall(rb"<si>.*?</si>", found["xl/sharedStrings.xml"], re.DOTALL)
    cell = rb'(<c [^>]*)t="s"([^>]*>)<v>(\d+)</v>'
    return re.sub(cell, lambda at: at[1] + at[2] + shared[int(at[3])], found[part]).decode()


def check(path, added, before, where):
    """What people put in is still there, whole, and found from where it belongs."""
    after = parts(path)
    lost = [name for name in added if not name.endswith(".rels") and drawn(after[name]) != drawn(added[name])]
    assert lost == [], where
    scores, own = (sheet_part(after, name) for name in ("Bảng điểm", "Của tôi"))
    for sheet, names in (
        ("Bảng điểm", ("extLst", "drawing", "legacyDrawing")),
        ("Của tôi", ("sheetPr", "cols", "sheetProtection", "protectedRanges", "pageSetup", "drawing")),
    ):
        was, now = (children(found[sheet_part(found, sheet)], *names) for found in (before, after))
        assert now == was, where
    mine, theirs = with_texts(after, own), with_texts(after, scores)
    assert [text for text in CELLS if text not in mine] == [], where
    assert re.search(r'<row r="5"[^>]*outlineLevel="1"', theirs), where
    for xml, word in ((mine, "riêng"), (theirs, "bên")):
        cell = re.search(rf"<(is|si)>(?:(?!</\1>).)*đậm {word}.*?</\1>", xml, re.DOTALL)
        assert re.search(r"<b ?/>", cell[0]), where
        assert f"chu {word}" in cell[0], f"{where}: the reading beside the letters"
    assert {"drawing", "slicer", "threadedComment", "table"} <= targets(after, scores), where
    assert {"drawing", "pivotTable", "printerSettings", "queryTable"} <= targets(after, own), where
    wanted = {"person", "externalLink", "pivotCacheDefinition", "slicerCache", "customXml", "sheetMetadata"}
    assert wanted | {"connections"} <= targets(after, "xl/workbook.xml"), where
    text = after["xl/workbook.xml"].decode()
    assert re.search(r'<sheet [^>]*name="Của tôi"[^>]*state="veryHidden"', text), where
    for element in ("<externalReferences>", "<pivotCaches>", "_xlfn.LAMBDA(_xlpm.x,_xlpm.x*2)"):
        assert element in text, where
    types = after["[Content_Types].xml"].decode()
    assert types.count("/xl/slicers/slicer1.xml") == 1
    macros = "macroEnabled.main+xml" if path.suffix == ".xlsm" else f"{SPREADSHEET}.sheet.main+xml"
    assert macros in types, where


@pytest.mark.parametrize("commands", [COMMANDS, pytest.param(PRINT, marks=pytest.mark.slow)], ids=["all", "print"])
def test_every_command_keeps_every_part_and_element(commands, book, cchc, seed):
    path, added = book
    before = parts(path)
    plan = openpyxl.Workbook()
    for row in PLAN_ROWS:
        plan.active.append(row)
    plan.save(path.parent / "Phụ lục.xlsx")
    shutil.copy(TEMPLATES / "lang-son-2026.xlsx", path.parent / "Năm trước.xlsx")
    for command in commands:
        cchc(*(part.format(book=path, folder=path.parent, plan=seed("lang-son-2026")) for part in command))
        check(path, added, before, f"after {command[0]}")


def test_what_only_reads_leaves_every_byte(book, cchc):
    path, _ = book
    before = path.read_bytes()
    for command in READING:
        cchc(*(part.format(book=path, folder=path.parent) for part in command))
        assert path.read_bytes() == before, command


def test_every_verb_is_tried():
    tried = {command[0] for command in (*COMMANDS, *PRINT, *READING)}
    assert tried | {"new", "guide", "about"} == {button.verb for button in BUTTONS}


def test_the_units_files_take_nothing_of_it_along(book, cchc):
    path, _ = book
    for item in cchc("export", path, "--to", path.parent / "ra")["files"]:
        names = set(parts(item["path"]))
        assert not any(re.search("media|chart|slicer|pivot|vba|external|person|customXml", name) for name in names)
