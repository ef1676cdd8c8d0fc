"""A CCHC workbook that people have lived in: parts grafted on that no library here writes or reads."""

import re

from tests import packages
from tests.conftest import TEMPLATES
from tests.xl.engine.corpus import RELATIONS, rich_workbook

MICROSOFT = "http://schemas.microsoft.com/office"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
R = f'xmlns:r="{RELATIONS}"'
X14 = f'xmlns:x14="{MICROSOFT}/spreadsheetml/2009/9/main" xmlns:xm="{MICROSOFT}/excel/2006/main"'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'

SCORES_TAIL = f"""<extLst>
<ext {X14} uri="{{05C60535-1F16-4fd2-B633-F4F36F0B64E0}}"><x14:sparklineGroups>
<x14:sparklineGroup type="column"><x14:sparklines><x14:sparkline><xm:f>'Bảng điểm'!D5:F5</xm:f><xm:sqref>X5</xm:sqref>
</x14:sparkline></x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext>
<ext {X14} uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}"><x14:dataValidations count="1">
<x14:dataValidation type="list"><x14:formula1><xm:f>'Của tôi'!$A$1:$A$3</xm:f></x14:formula1><xm:sqref>Y5:Y9</xm:sqref>
</x14:dataValidation></x14:dataValidations></ext>
<ext {X14} uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}"><x14:conditionalFormattings><x14:conditionalFormatting>
<x14:cfRule type="expression" priority="90" id="{{00000000-0000-0000-0000-000000000001}}">
<xm:f>'Của tôi'!$A$1&gt;1</xm:f></x14:cfRule>
<xm:sqref>Z5:Z9</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext>
<ext xmlns:x15="{MICROSOFT}/spreadsheetml/2010/11/main" uri="{{3A4CF648-6AED-40f4-86FF-DC5316D8AED3}}">
<x15:slicerList><x15:slicer {R} r:id="u-slicer"/></x15:slicerList></ext></extLst>"""
RICH = """<is><r><t xml:space="preserve">Chữ </t></r><r><rPr><b/><color rgb="FFC00000"/></rPr><t>đậm {0}</t></r>
<rPh sb="0" eb="3"><t>chu {0}</t></rPh><phoneticPr fontId="0"/></is>"""
OWN_SHEET = f"""<worksheet {MAIN} {R}><sheetPr codeName="CuaToi"><tabColor rgb="FF00B050"/>
<outlinePr summaryBelow="0"/><pageSetUpPr/></sheetPr>
<sheetFormatPr defaultRowHeight="15" outlineLevelRow="1" outlineLevelCol="1"/>
<cols><col min="7" max="8" width="9" customWidth="1" outlineLevel="1" hidden="1"/></cols><sheetData>
<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>'[1]Sheet1'!A1+Total_Max</f><v>100</v></c>
<c r="C1" cm="1"><f t="array" ref="C1:C2">_xlfn._xlws.SORT(A1:A2)</f><v>1</v></c>
<c r="D1"><f>_xlfn.LET(_xlpm.x,A1,_xlpm.x+1)</f><v>2</v></c><c r="E1"><f>GapDoi(A1)</f><v>2</v></c></row>
<row r="2" outlineLevel="1"><c r="A2"><v>2</v></c><c r="C2"><v>2</v></c></row>
<row r="3" outlineLevel="1"><c r="A3" t="inlineStr"><is><t>của riêng tôi</t></is></c></row>
<row r="4" collapsed="1"><c r="A4" t="inlineStr">{RICH.format("riêng")}</c></row></sheetData>
<sheetProtection password="CC1A" sheet="1" objects="1" scenarios="1"/>
<protectedRanges><protectedRange sqref="A1:A3" name="Mở"/></protectedRanges>
<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>
<pageSetup paperSize="9" r:id="u-printer"/>
<drawing r:id="u-drawing"/></worksheet>"""

THREADS = "threadedComments/threadedComment1.xml"
THREAD = """<ThreadedComments><threadedComment ref="B3" id="{1}" personId="{9}"><text>Xem</text></threadedComment>
</ThreadedComments>"""
LINK = f'<externalLink {MAIN}><externalBook {R} r:id="rId1"/></externalLink>'
LAMBDA = '<definedName name="GapDoi">_xlfn.LAMBDA(_xlpm.x,_xlpm.x*2)</definedName>'
METADATA = f"""<metadata {MAIN} xmlns:xda="{MICROSOFT}/spreadsheetml/2017/dynamicarray">
<metadataTypes count="1"><metadataType name="XLDAPR" minSupportedVersion="120000" cellMeta="1"/></metadataTypes>
<futureMetadata name="XLDAPR" count="1"><bk><extLst><ext uri="{{bdbb8cdc-fa1e-496e-a857-3c3f30c029c3}}">
<xda:dynamicArrayProperties fDynamic="1" fCollapsed="0"/></ext></extLst></bk></futureMetadata>
<cellMetadata count="1"><bk><rc t="1" v="0"/></bk></cellMetadata></metadata>"""
CONNECTIONS = f"""<connections {MAIN}><connection id="1" name="Kho số liệu" type="1" refreshedVersion="8">
<dbPr connection="DSN=kho" command="diem" commandType="3"/></connection></connections>"""
QUERY = f'<queryTable {MAIN} name="Kho số liệu" connectionId="1" autoFormatId="16"/>'
CACHE = f"""<pivotCacheDefinition {MAIN}><cacheSource type="worksheet"><worksheetSource name="Criteria"/></cacheSource>
</pivotCacheDefinition>"""
PIVOT = f"""<pivotTableDefinition {MAIN} name="P" cacheId="7">
<location ref="F1:G4" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/></pivotTableDefinition>"""


PLAIN = {
    "xl/slicers/slicer1.xml": ("<slicers/>", "application/vnd.ms-excel.slicer+xml"),
    "xl/slicerCaches/slicerCache1.xml": ("<slicerCacheDefinition/>", "application/vnd.ms-excel.slicerCache+xml"),
    f"xl/{THREADS}": (THREAD, "application/vnd.ms-excel.threadedcomments+xml"),
    "xl/persons/person.xml": ("<personList/>", "application/vnd.ms-excel.person+xml"),
    "xl/metadata.xml": (METADATA, f"{SPREADSHEET}.sheetMetadata+xml"),
    "xl/connections.xml": (CONNECTIONS, f"{SPREADSHEET}.connections+xml"),
    "xl/queryTables/queryTable1.xml": (QUERY, f"{SPREADSHEET}.queryTable+xml"),
    "xl/printerSettings/printerSettings90.bin": (b"\0DEVMODE", f"{SPREADSHEET}.printerSettings"),
    "customXml/item1.xml": ("<nhan/>", "application/xml"),
}


def lived_in(path, folder, *, macros=False):
    """Graft a user's parts onto the Lạng Sơn example; return {part: bytes} of what was added."""
    donor = packages.parts(rich_workbook(folder / "giau.xlsx", folder))
    parts = packages.parts(TEMPLATES / "lang-son-2026.xlsx")
    added, types = {}, {}

    def add(name, data, kind):
        added[name] = data if isinstance(data, bytes) else data.encode()
        types[name] = kind

    drawing = "application/vnd.openxmlformats-officedocument.drawing"
    add("xl/drawings/drawing90.xml", donor["xl/drawings/drawing1.xml"], f"{drawing}+xml")
    rels = donor["xl/drawings/_rels/drawing1.xml.rels"].replace(b"charts/chart1", b"charts/chart90")
    add("xl/charts/chart90.xml", donor["xl/charts/chart1.xml"], f"{drawing}ml.chart+xml")
    added["xl/drawings/_rels/drawing90.xml.rels"] = rels.replace(b"media/image2", b"media/image90")
    add("xl/media/image90.png", donor["xl/media/image2.png"], "image/png")
    add("xl/drawings/drawing91.xml", added["xl/drawings/drawing90.xml"], f"{drawing}+xml")
    added["xl/drawings/_rels/drawing91.xml.rels"] = added["xl/drawings/_rels/drawing90.xml.rels"]
    for name, (data, kind) in PLAIN.items():
        add(name, data, kind)
    add("xl/externalLinks/externalLink1.xml", LINK, f"{SPREADSHEET}.externalLink+xml")
    added["xl/externalLinks/_rels/externalLink1.xml.rels"] = _relations(
        [("rId1", f"{RELATIONS}/externalLinkPath", "file:///C:/S%E1%BB%95.xlsx")], external=True
    )
    add("xl/pivotCache/pivotCacheDefinition1.xml", CACHE, f"{SPREADSHEET}.pivotCacheDefinition+xml")
    add("xl/pivotTables/pivotTable1.xml", PIVOT, f"{SPREADSHEET}.pivotTable+xml")
    added["xl/pivotTables/_rels/pivotTable1.xml.rels"] = _relations(
        [("rId1", f"{RELATIONS}/pivotCacheDefinition", "../pivotCache/pivotCacheDefinition1.xml")]
    )
    if macros:
        add("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 macros", "application/vnd.ms-office.vbaProject")
    own = "xl/worksheets/sheet90.xml"
    scores = sheet_part(parts, "Bảng điểm")
    types[own] = f"{SPREADSHEET}.worksheet+xml"
    parts[own] = OWN_SHEET.encode()
    parts["xl/worksheets/_rels/sheet90.xml.rels"] = _relations(
        [
            ("u-drawing", f"{RELATIONS}/drawing", "../drawings/drawing91.xml"),
            ("u-pivot", f"{RELATIONS}/pivotTable", "../pivotTables/pivotTable1.xml"),
            ("u-printer", f"{RELATIONS}/printerSettings", "../printerSettings/printerSettings90.bin"),
            ("u-query", f"{RELATIONS}/queryTable", "../queryTables/queryTable1.xml"),
        ]
    )
    parts[scores] = (
        parts[scores]
        .replace(b"<legacyDrawing", f'<drawing {R} r:id="u-drawing"/><legacyDrawing'.encode())
        .replace(b"</worksheet>", f"{SCORES_TAIL}</worksheet>".encode())
    )
    parts[scores] = re.sub(
        rb'(<row r="5")(.*?)(</row>)',
        lambda row: row[1] + b' outlineLevel="1"' + row[2] + _rich_cell("AB5") + row[3],
        parts[scores], count=1, flags=re.DOTALL,
    )  # fmt: skip
    _join(
        parts, scores.replace("worksheets/", "worksheets/_rels/") + ".rels",
        [
            ("u-drawing", f"{RELATIONS}/drawing", "../drawings/drawing90.xml"),
            ("u-slicer", f"{MICROSOFT}/2007/relationships/slicer", "../slicers/slicer1.xml"),
            ("u-thread", f"{MICROSOFT}/2017/10/relationships/threadedComment", f"../{THREADS}"),
        ],
    )  # fmt: skip
    book = [
        ("u-own", f"{RELATIONS}/worksheet", "worksheets/sheet90.xml"),
        ("u-person", f"{MICROSOFT}/2017/10/relationships/person", "persons/person.xml"),
        ("u-link", f"{RELATIONS}/externalLink", "externalLinks/externalLink1.xml"),
        ("u-cache", f"{RELATIONS}/pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"),
        ("u-slicers", f"{MICROSOFT}/2007/relationships/slicerCache", "slicerCaches/slicerCache1.xml"),
        ("u-xml", f"{RELATIONS}/customXml", "../customXml/item1.xml"),
        ("u-metadata", f"{RELATIONS}/sheetMetadata", "metadata.xml"),
        ("u-connections", f"{RELATIONS}/connections", "connections.xml"),
    ]
    if macros:
        book.append(("u-vba", f"{MICROSOFT}/2006/relationships/vbaProject", "vbaProject.bin"))
    _join(parts, "xl/_rels/workbook.xml.rels", book)
    _join_book(parts)
    contents = parts["[Content_Types].xml"].decode()
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in types.items())
    if macros:
        contents = contents.replace(
            f"{SPREADSHEET}.sheet.main+xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
        )
    parts["[Content_Types].xml"] = contents.replace("</Types>", f"{overrides}</Types>").encode()
    packages.packed(path, parts | added)
    return added


def _rich_cell(address):
    return f'<c r="{address}" t="inlineStr">{RICH.format("bên")}</c>'.encode()


def _join_book(parts):
    text = parts["xl/workbook.xml"].decode()
    sheet = f'<sheet name="Của tôi" sheetId="90" state="veryHidden" {R} r:id="u-own"/>'
    link = f'<externalReferences><externalReference {R} r:id="u-link"/></externalReferences>'
    cache = f'<pivotCaches><pivotCache cacheId="7" {R} r:id="u-cache"/></pivotCaches>'
    text = text.replace("</sheets>", f"{sheet}</sheets>").replace("<definedNames>", f"{link}<definedNames>{LAMBDA}", 1)
    parts["xl/workbook.xml"] = re.sub(r"(<calcPr[^>]*/>)", rf"\1{cache}", text).encode()


def sheet_part(parts, sheet):
    book, rels = parts["xl/workbook.xml"].decode(), parts["xl/_rels/workbook.xml.rels"].decode()
    entry = re.search(f'<sheet [^>]*name="{sheet}"[^>]*>', book)[0]
    number = re.search(r':id="([^"]*)"', entry)[1]
    relation = next(text for text in re.findall(r"<Relationship [^>]*>", rels) if f'Id="{number}"' in text)
    return "xl/" + re.search(r'Target="(?:/xl/)?([^"]*)"', relation)[1]


def _relations(entries, *, external=False):
    mode = ' TargetMode="External"' if external else ""
    inner = "".join(f'<Relationship Id="{i}" Type="{kind}" Target="{target}"{mode}/>' for i, kind, target in entries)
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'.encode()


def _join(parts, name, entries):
    more = _relations(entries).partition(b">")[2].removesuffix(b"</Relationships>")
    parts[name] = parts[name].replace(b"</Relationships>", more + b"</Relationships>")
