"""What openpyxl refuses, or does not know, and Excel opens: read, and still there after saving."""

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from tests.packages import packed, parts
from tests.xl.engine.conftest import load
from tests.xl.engine.roundtrip import change_and_save, losses
from xl.engine import open_book

MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
X12AC = "http://schemas.microsoft.com/office/spreadsheetml/2011/1/ac"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RULE_OF_TOMORROW = '<conditionalFormatting sqref="A1"><cfRule type="mới" priority="1"/></conditionalFormatting>'
SHEET, STYLES, BOOK = "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"


@pytest.fixture
def edited(tmp_path):
    """Make a workbook whose parts are changed as text: {part: [(old, new), …]}."""

    def make(changes, fill=lambda _: None):
        wb = openpyxl.Workbook()
        wb.active.title = "Một"
        fill(wb)
        wb.save(tmp_path / "goc.xlsx")
        contents = parts(tmp_path / "goc.xlsx")
        for name, replaced in changes.items():
            text = contents[name].decode().replace("<sheetData></sheetData>", "<sheetData/>")
            for before, after in replaced:
                assert before in text, (name, text)
                text = text.replace(before, after)
            contents[name] = text
        return packed(tmp_path / "so.xlsx", contents)

    return make


def part(path, name):
    return parts(path)[name].decode()


def saved(path, tmp_path):
    target = tmp_path / "ra.xlsx"
    touched = change_and_save(path, target)
    assert losses(path, target, touched) == []
    return target


@pytest.mark.parametrize(
    ("area", "seen"),
    [
        ("'Một'!$A:$H", "$A:$H"),
        ("'Một'!$1:$40", "$1:$40"),
        ("'Một'!$A$1:$C$9,'Một'!$E$1:$F$9", "$A$1:$C$9,$E$1:$F$9"),
        ("OFFSET('Một'!$A$1,0,0,9,9)", None),
        ("#REF!", None),
    ],
)
def test_any_print_area_that_excel_writes_is_read_and_kept(edited, tmp_path, area, seen):
    names = f'<definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">{area}</definedName></definedNames>'
    path = edited({BOOK: [("</sheets><definedNames/>", f"</sheets>{names}")]})
    assert open_book(path).sheets[0].page_setup.print_area == seen
    text = part(saved(path, tmp_path), BOOK)
    assert area.replace("'Một'", "Một") in text.replace("'Một'", "Một")
    assert len(open_book(path).names) == 0


def test_a_print_area_of_whole_columns_follows_new_columns(edited, tmp_path):
    names = '<definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">Một!$B:$H</definedName></definedNames>'
    book = open_book(edited({BOOK: [("</sheets><definedNames/>", f"</sheets>{names}")]}))
    book.sheets[0].range("A:B").insert("right")
    assert book.sheets[0].page_setup.print_area == "$D:$J"


@pytest.mark.parametrize(
    ("part_name", "old", "new"),
    [
        (STYLES, "<fill><patternFill/></fill>", "<fill/>"),
        (STYLES, '<color theme="1"/>', '<color rgb="F00"/>'),
        (SHEET, "<sheetPr>", '<sheetPr><tabColor rgb="nonsense"/>'),
        (SHEET, "<sheetViews>", '<sheetViews foo="1">'),
        (SHEET, '<pageMargins left="0.75"', '<pageMargins left="rộng"'),
        (SHEET, 'baseColWidth="8"', 'baseColWidth="8" x="1" dyDescent="0.25"'),
        (SHEET, "<pageMargins", f"{RULE_OF_TOMORROW}<pageMargins"),
        (SHEET, "</worksheet>", '<pageSetup orientation="chéo"/></worksheet>'),
    ],
)  # fmt: skip
def test_what_openpyxl_refuses_is_carried(edited, tmp_path, part_name, old, new):
    path = edited({part_name: [(old, new)]})
    book = open_book(path)
    assert book.sheets[0].range("A1").value is None
    saved(path, tmp_path)


def test_a_drop_down_list_with_commas_in_its_items_keeps_both_ways_of_writing_it(edited, tmp_path):
    rule = (
        f'<dataValidations count="2"><dataValidation type="list" allowBlank="1" sqref="B2:B9">'
        f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice xmlns:x12ac="{X12AC}" Requires="x12ac">'
        "<x12ac:list>&quot;Có, đủ&quot;,&quot;Không&quot;</x12ac:list></mc:Choice><mc:Fallback>"
        "<formula1>&quot;Có, đủ,Không&quot;</formula1></mc:Fallback></mc:AlternateContent></dataValidation>"
        '<dataValidation type="whole" sqref="D2"><formula1>1</formula1><formula2>2</formula2></dataValidation>'
        "</dataValidations>"
    )
    path = edited({SHEET: [("<pageMargins", f"{rule}<pageMargins")]})
    saved(path, tmp_path)
    book = open_book(path)
    book.sheets[0].range("1:1").insert("down")
    book.save(tmp_path / "lui.xlsx")
    text = part(tmp_path / "lui.xlsx", SHEET)
    assert 'sqref="B3:B10"' in text
    assert "<x12ac:list>" in text
    assert load(tmp_path / "lui.xlsx")["Một"].data_validations.dataValidation[1].sqref == "D3"
    book.sheets[0].copy(name="Hai")
    book.save(tmp_path / "hai.xlsx")
    assert "<x12ac:list>" in part(tmp_path / "hai.xlsx", "xl/worksheets/sheet2.xml")


def test_only_the_rule_that_moved_is_written_anew(edited, tmp_path):
    rules = "".join(
        f'<conditionalFormatting sqref="{area}" pivot="0"><cfRule type="expression" priority="{place}">'
        "<formula>1</formula></cfRule></conditionalFormatting>"
        for place, area in enumerate(("A1:B1", "A5:B5"), 1)
    )
    book = open_book(edited({SHEET: [("<pageMargins", f"{rules}<pageMargins")]}))
    book.sheets[0].range("3:3").insert("down")
    book.save(tmp_path / "ra.xlsx")
    text = part(tmp_path / "ra.xlsx", SHEET)
    assert '<conditionalFormatting sqref="A1:B1" pivot="0">' in text
    assert 'sqref="A6:B6"' in text


def test_a_strict_workbook_is_read_and_saved_as_a_usual_one(edited, tmp_path):
    usual = "http://schemas.openxmlformats.org/"
    strict = {
        f"{usual}spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
        f"{usual}officeDocument/2006/relationships": "http://purl.oclc.org/ooxml/officeDocument/relationships",
    }

    def fill(wb):
        wb.active["A1"], wb.active["A2"] = "chữ", "=1+1"

    changes = {name: list(strict.items())[:1] for name in (SHEET, STYLES)}
    changes[BOOK] = list(strict.items())
    changes["_rels/.rels"] = changes["xl/_rels/workbook.xml.rels"] = list(strict.items())[1:]
    path = edited(changes, fill)
    assert open_book(path).sheets[0].range("A1:A2").value == ["chữ", 2]
    target = saved(path, tmp_path)
    assert load(target)["Một"]["A1"].value == "chữ"
    assert "purl.oclc" not in part(target, SHEET) + part(target, BOOK)


def test_parts_are_found_whatever_case_their_names_have(edited, tmp_path):
    path = edited({"xl/_rels/workbook.xml.rels": [("styles.xml", "Styles.xml")]})
    saved(path, tmp_path)


def test_a_part_that_is_listed_and_not_there_counts_as_none(edited, tmp_path):
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    more = "".join(
        f'<Relationship Id="x{name}" Type="{kind}{name}" Target="/xl/{name}.xml"/>' for name in ("calcChain", "theme1")
    )
    path = edited({"xl/_rels/workbook.xml.rels": [("</Relationships>", f"{more}</Relationships>")]})
    target = tmp_path / "ra.xlsx"
    change_and_save(path, target)
    assert load(target)["Một"]["ZX999"].value == "x"


def test_a_styles_part_with_a_prefix_keeps_what_it_says(edited, tmp_path):
    path = edited({STYLES: [("<", "<x:"), ("<x:/", "</x:"), ("xmlns=", "xmlns:x=")]})
    book = open_book(path)
    book.sheets[0].range("A1").number_format = "0.000"
    book.save(tmp_path / "ra.xlsx")
    assert load(tmp_path / "ra.xlsx")["Một"]["A1"].number_format == "0.000"
    assert [text for text in losses(path, tmp_path / "ra.xlsx", (0, "A1")) if "style" in text] == []


def test_cells_that_leave_out_their_address_stand_one_after_the_other(edited, tmp_path):
    rows = '<row r="1"><c r="B1"><v>1</v></c><c><v>2</v></c><c t="inlineStr"><is><t>ba</t></is></c></row>'
    path = edited({SHEET: [("<sheetData/>", f"<sheetData>{rows}</sheetData>")]})
    assert open_book(path).sheets[0].range("A1:E1").value == [None, 1, 2, "ba", None]
    saved(path, tmp_path)


def test_a_number_no_calendar_has_stays_a_number_under_a_date_format(edited, tmp_path):
    def fill(wb):
        wb.active["A1"] = 1
        wb.active["A1"].number_format = "dd/mm/yyyy"

    path = edited({SHEET: [("<v>1</v>", "<v>99999999</v>")]}, fill)
    assert open_book(path).sheets[0].range("A1").value == 99999999
    saved(path, tmp_path)


def test_letters_xml_cannot_hold_stay_escaped_in_cells_and_charts(edited, tmp_path):
    def fill(wb):
        chart = openpyxl.chart.BarChart()
        wb.active["A1"], wb.active["B1"] = "ten", 1
        chart.add_data(openpyxl.chart.Reference(wb.active, 2, 1), titles_from_data=False)
        chart.set_categories(openpyxl.chart.Reference(wb.active, 1, 1))
        wb.active.add_chart(chart, "D1")

    path = edited({}, fill)
    chart = "xl/charts/chart1.xml"
    text = part(path, chart)
    reference = text[text.index("<cat>") : text.index("</cat>")].replace("num", "str")
    cached = reference.replace("</f>", '</f><strCache><ptCount val="1"/><pt idx="0"><v>cũ</v></pt></strCache>')
    path = edited({chart: [(reference.replace("str", "num"), cached)],
                   SHEET: [("ten", "t_x001B_n_x000D_ _x005F_x0041_")]}, fill)  # fmt: skip
    assert open_book(path).sheets[0].range("A1").value == "t\x1bn\r _x0041_"
    book = open_book(path)
    book.sheets[0].range("C9").value = 1
    book.save(tmp_path / "ra.xlsx")
    assert "t_x001B_n_x000D_ _x005F_x0041_" in part(tmp_path / "ra.xlsx", "xl/sharedStrings.xml")
    assert "<v>t_x001B_n_x000D_ _x005F_x0041_</v>" in part(tmp_path / "ra.xlsx", chart)


def test_a_text_keeps_how_it_is_read_aloud(edited, tmp_path):
    def fill(wb):
        wb.active["A1"] = "chữ"

    path = edited({SHEET: [("</t>", '</t><phoneticPr fontId="1"/>')]}, fill)
    assert open_book(path).sheets[0].range("A1").value == "chữ"
    saved(path, tmp_path)


def test_a_plain_row_over_a_formatted_column_stays_plain(edited, tmp_path):
    saved(edited({SHEET: [("<sheetData/>", '<sheetData><row r="4" customFormat="1"/></sheetData>')]}), tmp_path)


def test_the_name_of_a_filter_is_written_once_and_absolute(edited, tmp_path):
    def fill(wb):
        wb.active["A1"] = "a"
        wb.active.auto_filter.ref = "A1:B9"

    book = open_book(edited({}, fill))
    for name in ("ra.xlsx", "lai.xlsx"):
        book.sheets[0].range("A2").value = name
        book.save(tmp_path / name)
        book = open_book(tmp_path / name)
    text = part(tmp_path / "lai.xlsx", BOOK)
    assert text.count("_FilterDatabase") == 1
    assert "Một!$A$1:$B$9" in text


def test_names_of_the_whole_book_for_printing_are_kept_and_not_listed(opened, saved):
    def fill(wb):
        wb.defined_names["Tong"] = DefinedName("Tong", attr_text="1")

    book = opened(fill)
    assert [name.name for name in book.names] == ["Tong"]
    assert "Tong" in saved(book).defined_names


def test_title_author_and_company_stay_as_they_were_and_the_time_follows(edited, tmp_path):
    path = edited({"docProps/core.xml": [("</cp:coreProperties>", "<cp:revision>7</cp:revision></cp:coreProperties>")]})
    target = saved(path, tmp_path)
    assert "<cp:revision>7</cp:revision>" in part(target, "docProps/core.xml")
    assert part(target, "docProps/core.xml").count("modified") == 2


def test_a_workbook_without_sheets_is_refused(edited):
    path = edited({BOOK: [("<sheets>", "<sheets/><!--"), ("</sheets>", "-->")]})
    with pytest.raises(Exception, match="hỏng"):
        open_book(path)
