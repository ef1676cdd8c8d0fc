"""What a saved workbook still holds: everything."""

import datetime as dt
import re
from xml.etree.ElementTree import canonicalize, fromstring, tostring

import openpyxl
import pytest
from openpyxl.styles import Alignment
from openxml_audit import OpenXmlValidator

from cchc_macros.errors import FileError
from tests.packages import packed, parts, repacked
from tests.xl.engine.conftest import load
from tests.xl.engine.corpus import RELATIONS, rich_workbook, with_parts
from xl.engine import open_book

OWN = {"[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "docProps/app.xml", "docProps/custom.xml"}
SLICER = "http://schemas.microsoft.com/office/2007/relationships/slicer"
THREADED = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
MORE_PARTS = {
    "xl/slicers/slicer1.xml": ("<slicers/>", "application/vnd.ms-excel.slicer+xml"),
    "xl/threadedComments/threadedComment1.xml": (
        '<ThreadedComments><threadedComment ref="B3" id="{11111111-2222-3333-4444-555555555555}"/></ThreadedComments>',
        "application/vnd.ms-excel.threadedcomments+xml",
    ),
    "xl/persons/person.xml": ("<personList/>", "application/vnd.ms-excel.person+xml"),
    "xl/vbaProject.bin": (b"\xd0\xcf", "application/vnd.ms-office.vbaProject"),
    "xl/pivotCache/pivotCacheDefinition1.xml": (
        '<pivotCacheDefinition><worksheetSource ref="A1:C9" sheet="Hai"/></pivotCacheDefinition>',
        "application/vnd.openxmlformats-officedocument.spreadsheetml.pivotCacheDefinition+xml",
    ),
    "customXml/item1.xml": ("<nhan/>", "application/xml"),
}  # fmt: skip


CARRIED = {
    "drawing", "legacyDrawing", "legacyDrawingHF", "picture", "extLst", "protectedRanges", "ignoredErrors",
    "conditionalFormatting", "mergeCells", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
}  # fmt: skip


@pytest.fixture(scope="module")
def rich(tmp_path_factory):
    folder = tmp_path_factory.mktemp("giau")
    plain = rich_workbook(folder / "giau.xlsx", folder)
    return with_parts(
        plain, folder / "rat-giau.xlsm", MORE_PARTS,
        relations=[
            (f"{RELATIONS}/person", "persons/person.xml"), (f"{RELATIONS}/vbaProject", "vbaProject.bin"),
            (f"{RELATIONS}/pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"),
            (f"{RELATIONS}/customXml", "../customXml/item1.xml"),
        ],
        sheet_relations=[(SLICER, "../slicers/slicer1.xml"), (THREADED, "../threadedComments/threadedComment1.xml")],
    )  # fmt: skip


def elements(xml):
    """The root's children as (name, canonical text), without prefixes of relationship ids."""
    text = re.sub(rb'r:id="(?:c-)?[^"]*"', b'r:id=""', xml)
    return [(child.tag.rpartition("}")[2], canonicalize(tostring(child))) for child in fromstring(text)]


def test_a_workbook_nobody_looked_at_keeps_every_part_byte_for_byte(rich, tmp_path):
    open_book(rich).save(tmp_path / "ra.xlsm")
    before, after = parts(rich), parts(tmp_path / "ra.xlsm")
    assert after.keys() == before.keys()
    same = {name for name in before if before[name] == after[name]}
    changed = before.keys() - same - OWN
    assert changed == {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"}
    wanted, got = dict(elements(before["xl/workbook.xml"])), dict(elements(after["xl/workbook.xml"]))
    assert got.keys() == wanted.keys()
    for name in got.keys() - {"bookViews", "sheets", "calcPr", "definedNames"}:
        assert got[name] == wanted[name]


def test_a_changed_workbook_keeps_every_part_and_every_element(rich, tmp_path):
    book = open_book(rich)
    for sheet in book.sheets:
        sheet.range("Z99").value = "mới"
    book.save(tmp_path / "ra.xlsm")
    before, after = parts(rich), parts(tmp_path / "ra.xlsm")
    assert after.keys() == before.keys()
    rewritten = {name for name in before if before[name] != after[name]} - OWN
    assert {
        name for name in rewritten if not re.match(r"xl/(workbook|_rels|sharedStrings|worksheets|tables|charts/)", name)
    } == set()
    for name in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml"):
        wanted = elements(before[name])
        got = elements(after[name])
        assert [tag for tag, _ in got if tag in dict(wanted)] == [tag for tag, _ in wanted]
        assert [item for item in got if item[0] in CARRIED] == [item for item in wanted if item[0] in CARRIED]


def test_what_excel_would_repair_is_not_written(rich, tmp_path):
    plain = rich_workbook(tmp_path / "giau.xlsx", tmp_path)
    book = open_book(plain)
    sheet = book.sheets["Bảng điểm"]
    sheet.range("A30").value = [["một", 2, True, None, "x" * 40], ["=1+1", 0.1, False, "_x000D_", " đầu"]]
    sheet.range("4:5").insert("down")
    sheet.copy(name="Bản sao")
    book.save(tmp_path / "ra.xlsm")
    result = OpenXmlValidator().validate(tmp_path / "ra.xlsm")
    assert [str(error) for error in result.errors] == []


def test_formats_of_parts_of_a_text_survive(rich, tmp_path):
    book = open_book(rich)
    sheet = book.sheets["Bảng điểm"]
    assert sheet.range("D1").value == "Chữ đỏ và đậm"
    sheet.range("Z1").value = 1
    book.save(tmp_path / "ra.xlsm")
    cell = load(tmp_path / "ra.xlsm", rich_text=True)["Bảng điểm"]["D1"]
    assert [str(part) for part in cell.value] == ["Chữ ", "đỏ", " và ", "đậm"]
    assert cell.value[1].font.color.rgb == "FFFF0000"


def test_texts_come_back_as_they_were_written(opened, tmp_path):
    texts = [
        " đầu",
        "cuối ",
        "hai\ndòng",
        "_x000D_",
        "a_x0041_b",
        "<b>&amp;\"'",
        "tab\there",
        "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    ]
    book = opened()
    book.sheets[0].range("A1").options(transpose=True).value = texts
    book.save(tmp_path / "ra.xlsm")
    again = open_book(tmp_path / "ra.xlsm")
    assert again.sheets[0].range((1, 1), (len(texts), 1)).value == texts
    again.sheets[0].range("B1").value = 1
    again.save()
    assert open_book(tmp_path / "ra.xlsm").sheets[0].range((1, 1), (len(texts), 1)).value == texts
    shared = parts(tmp_path / "ra.xlsm")["xl/sharedStrings.xml"].decode()
    assert "_x005F_x000D_" in shared


def test_deleted_texts_leave_the_file_and_the_table_of_strings_does_not_grow(rich, tmp_path):
    path = tmp_path / "so.xlsm"
    path.write_bytes(rich.read_bytes())
    sizes = []
    for run in range(4):
        book = open_book(path)
        book.sheets["Hai"].range("H1").value = f"bí mật {run}"
        book.save()
        shared = parts(path)["xl/sharedStrings.xml"].decode()
        assert re.findall(r"bí mật \d", shared) == [f"bí mật {run}"]
        sizes.append(shared.count("<si>"))
    assert sizes[1] == sizes[3]


def test_a_saved_workbook_holds_the_values_of_its_formulas(rich, tmp_path):
    book = open_book(rich)
    book.sheets["Bảng điểm"].range("B2").value = 101.5
    book.save(tmp_path / "ra.xlsm")
    wb = load(tmp_path / "ra.xlsm", data_only=True)
    assert wb["Bảng điểm"]["B11"].value == 154
    assert wb["Hai"]["F1"].value == 308
    assert 'fullCalcOnLoad="1"' in parts(tmp_path / "ra.xlsm")["xl/workbook.xml"].decode()


def test_formulas_beyond_the_evaluator_keep_the_value_they_had(rich, tmp_path):
    book = open_book(rich)
    assert book.sheets["Bảng điểm"].range("F2").value == 1.5
    assert book.sheets["Bảng điểm"].range("F2").formula == "=SORT(B2:B9)"
    book.sheets["Bảng điểm"].range("Z1").value = 1
    book.save(tmp_path / "ra.xlsm")
    xml = parts(tmp_path / "ra.xlsm")["xl/worksheets/sheet1.xml"].decode()
    assert re.search(
        r'<c r="F2"[^>]* cm="1"[^>]*><f t="array" ref="F2:F9">_xlfn._xlws.SORT\(B2:B9\)</f><v>1.5</v>', xml
    )


def test_a_formula_on_an_unread_sheet_is_computed_anew_when_it_leans_on_a_changed_one(rich, tmp_path):
    book = open_book(rich)
    book.sheets["Bảng điểm"].range("B9").value = 0
    book.save(tmp_path / "ra.xlsm")
    assert load(tmp_path / "ra.xlsm", data_only=True)["Hai"]["F1"].value == 84


def test_properties_survive(rich, tmp_path):
    book = open_book(rich)
    book.sheets[0].range("Z1").value = 1
    book.save(tmp_path / "ra.xlsm")
    after = parts(tmp_path / "ra.xlsm")
    assert b"<Company>" in after["docProps/app.xml"]
    assert b"<Manager>" in after["docProps/app.xml"]
    wb = load(tmp_path / "ra.xlsm")
    assert wb.properties.title == "Sổ"
    assert wb.custom_doc_props["CCHC.Plan"].value == "LS-2026"


def test_a_file_that_someone_else_wrote_meanwhile_is_not_overwritten(rich, tmp_path):
    path = tmp_path / "so.xlsm"
    path.write_bytes(rich.read_bytes())
    mine, theirs = open_book(path), None
    mine.close()
    theirs = open_book(path)
    theirs.sheets[0].range("Z1").value = "của họ"
    theirs.save()
    mine.sheets[0].range("Z1").value = "của tôi"
    with pytest.raises(FileError, match="người khác ghi lại"):
        mine.save()
    mine.save(tmp_path / "khac.xlsm")
    assert open_book(path).sheets[0].range("Z1").value == "của họ"


def test_saving_twice_in_one_session_works(opened, tmp_path):
    book = opened()
    for number in (1, 2):
        book.sheets[0].range("A1").value = number
        book.save(tmp_path / "so.xlsx")
    assert load(tmp_path / "so.xlsx")["Một"]["A1"].value == 2


def test_the_same_content_gives_the_same_sheets(rich, tmp_path):
    first, second = tmp_path / "1.xlsm", tmp_path / "2.xlsm"
    for path in (first, second):
        book = open_book(rich)
        book.sheets[0].range("A40").value = [["x", 1], ["y", 2]]
        book.save(path)
        book.close()
    a, b = parts(first), parts(second)
    assert {name for name in a if a[name] != b[name]} <= {"docProps/core.xml"}


def test_a_row_whose_height_is_automatic_stays_so(rich, tmp_path):
    path = tmp_path / "so.xlsm"
    repacked(
        rich,
        path,
        lambda name, data: data.replace(b'<row r="2"', b'<row r="2" ht="31.5"') if "sheet2.xml" in name else data,
    )
    book = open_book(path)
    book.sheets["Hai"].range("H9").value = 1
    book.save()
    row = re.search(rb'<row r="2"[^>]*>', parts(path)["xl/worksheets/sheet2.xml"])[0]
    assert b'ht="31.5"' in row
    assert b"customHeight" not in row


def test_a_row_has_room_for_the_lines_that_its_formula_shows_but_where_its_height_was_set_by_hand(tmp_path):
    made, path = openpyxl.Workbook(), tmp_path / "so.xlsx"
    for row in (1, 2, 3):
        made.active.cell(row, 1).alignment = Alignment(wrap_text=row != 2)
    made.active.row_dimensions[3].height = 20
    made.save(path)
    book = open_book(path)
    book.sheets[0].range("A1:A3").formula = '=REPT("hai chữ ",5)'
    book.save()
    heights = [load(path).active.row_dimensions[row].height for row in (1, 2, 3)]
    assert heights[0] > 60
    assert heights[1] is None
    assert heights[2] == 20


def test_new_formats_are_added_to_the_styles_and_nothing_else_changes(rich, tmp_path):
    book = open_book(rich)
    book.sheets["Hai"].range("H1").value = dt.date(2026, 3, 1)
    book.sheets["Hai"].range("H2").number_format = "0.0000"
    book.save(tmp_path / "ra.xlsm")
    before, after = (parts(path)["xl/styles.xml"].decode() for path in (rich, tmp_path / "ra.xlsm"))
    added = r'<xf numFmtId="\d+" [^>]*/>(?=</cellXfs>|<xf)'
    assert after.count("<xf ") == before.count("<xf ") + 2
    assert "xfComplement" in after  # the check box's format
    assert re.search(added, after)
    ws = load(tmp_path / "ra.xlsm")["Hai"]
    assert (ws["H1"].number_format, ws["H2"].number_format) == ("mm-dd-yy", "0.0000")
    assert ws["B2"].number_format == "General"


def test_charts_show_the_new_values_in_viewers_that_do_not_calculate(rich, tmp_path):
    book = open_book(rich)
    sheet = book.sheets["Bảng điểm"]
    sheet.range("B2:C3").value = [[7.25, "tiêu chí <mới>"], ["không", None]]
    book.save(tmp_path / "ra.xlsm")
    series = load(tmp_path / "ra.xlsm")["Bảng điểm"]._charts[0].series[0]
    assert [(point.idx, point.v) for point in series.val.numRef.numCache.pt][:3] == [
        (0, 7.25),
        (1, 0.0),  # as Excel draws a text among numbers
        (2, 4.5),
    ]
    assert series.val.numRef.numCache.ptCount == 7  # a hidden row is not drawn
    assert [(point.idx, point.v) for point in series.cat.strRef.strCache.pt][:2] == [
        (0, "tiêu chí <mới>"),
        (2, "tiêu chí 3"),
    ]


def test_a_signed_workbook_is_not_overwritten(rich, tmp_path):
    kind = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin"
    entry = f'<Relationship Id="s" Type="{kind}" Target="_xmlsignatures/origin.sigs"/></Relationships>'
    signed = parts(rich) | {"_xmlsignatures/origin.sigs": b""}
    signed["_rels/.rels"] = signed["_rels/.rels"].replace(b"</Relationships>", entry.encode())
    path = packed(tmp_path / "ky.xlsm", signed)
    with pytest.raises(FileError, match=r"chữ ký số.*--out"):
        open_book(path).save()
    open_book(path).save(tmp_path / "khac.xlsm")
    assert not any("signature" in name for name in parts(tmp_path / "khac.xlsm"))


def test_macros_do_not_get_into_a_file_that_cannot_hold_them(rich, tmp_path):
    with pytest.raises(FileError, match=r"\.xlsm"):
        open_book(rich).save(tmp_path / "ra.xlsx")
    with pytest.raises(FileError, match=r"đuôi \.xlsx"):
        open_book(rich).save(tmp_path / "ra.csv")
    assert list(tmp_path.iterdir()) == []


def test_the_kind_of_file_follows_its_name(opened, tmp_path):
    book = opened()
    for suffix, kind in ((".xltx", b"template.main+xml"), (".xlsx", b"sheet.main+xml")):
        book.save(tmp_path / f"ra{suffix}")
        assert kind in parts(tmp_path / f"ra{suffix}")["[Content_Types].xml"]


def test_what_a_changed_sheet_would_lose_is_named_before_it_is_overwritten(rich, tmp_path):
    path = tmp_path / "tuonglai.xlsm"
    future = b"</sheetData><tuongLai/>"
    repacked(rich, path, lambda name, data: data.replace(b"</sheetData>", future) if "sheet1.xml" in name else data)
    before = path.read_bytes()
    book = open_book(path)
    book.sheets["Hai"].range("H1").value = 1
    book.save()  # the sheet itself was not touched
    book.sheets["Bảng điểm"].range("Z1").value = 1
    with pytest.raises(FileError, match=r"'Bảng điểm'.*tuongLai.*--out"):
        book.save()
    book.save(tmp_path / "khac.xlsm")
    assert b"<tuongLai/>" in parts(path)["xl/worksheets/sheet1.xml"]
    assert path.read_bytes() != before


def test_the_description_of_a_table_survives(rich, tmp_path):
    path = tmp_path / "so.xlsm"
    note = b'<extLst><ext uri="{504A1905-F514-4f6f-8877-14C23A59335A}"><x altText="m"/></ext></extLst></table>'
    repacked(rich, path, lambda name, data: data.replace(b"</table>", note) if "tables/" in name else data)
    book = open_book(path)
    book.sheets["Hai"].range("H1").value = 1
    book.save()
    assert note in parts(path)["xl/tables/table1.xml"]
