"""Unit workbooks: what goes in comes out, nobody else's work does, and Excel opens them as they are."""

import re
from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator

from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from cchc_macros.errors import DataError
from cchc_macros.handing_out.unit_workbook import UnitTemplate, is_as_stamped, summarise
from tests.packages import parts
from xl.engine import open_book

TEMPLATE = UnitTemplate.load()
WIDTH = len(u.TASK_SHEET.columns)
HEADER = {
    "Sheet_Agency": "SỞ TƯ PHÁP TỈNH LẠNG SƠN",
    "Sheet_Unit": "Văn phòng Sở",
    "Sheet_Plan": "(Kèm theo Kế hoạch số 31/KH-STP ngày 03/02/2026)",
    "Sheet_Reply": "Gửi về Văn phòng Sở trước ngày 25/6/2026.",
}
PROPERTIES = {u.PROP_PLAN: "lang-son-2026", u.PROP_UNIT: "VP", f"{u.PROP_ROWS}1": "T:1.1;C:3"}


def row(code="1.1", role=c.ROLE_LEAD, status=c.TODO, **others):
    values = dict.fromkeys(u.TASK_SHEET.columns)
    values |= {c.STT: code, c.SHEET_TASK: "Việc", c.DUE: date(2026, 12, 31), c.ROLE: role, c.STATUS: status}
    return list((values | others).values())


def stamp(rows, header=HEADER, properties=PROPERTIES):
    return TEMPLATE.stamp(rows, header, properties)


def opened(content):
    return load_workbook(BytesIO(content)).active


def body(sheet):
    return [list(line) for line in sheet.iter_rows(9, sheet.max_row, 1, WIDTH, values_only=True)]


# What XML cannot hold is dropped and line breaks become plain; openpyxl itself misreads "x005F_".
def kept(text):
    plain = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text.replace("\r\n", "\n").replace("\r", "\n"))
    return plain or None


HOSTILE = st.sampled_from(
    [
        '=HYPERLINK("http://x")', "=1+1", "+1", "-1+1", "@SUM(A1)", "'quoted", "<script>&amp;</script>", "]]>",
        "20000", "A8:L20000", "{Sheet_Unit}", '<slot name="body" />', "&#0;", "\x00\x07\ufffe", " hai  đầu ",
        "dòng 1\r\ndòng 2\rdòng 3\n", "_x0041_", "1.10", "01/6", "TRUE", "#N/A", "hoà", "hoà",
    ]
)  # fmt: skip
TEXT = st.one_of(HOSTILE, st.text(max_size=30)).filter(lambda text: "x005F_" not in text)
BLANK_OR_TEXT = st.none() | TEXT
ROWS = st.lists(
    st.tuples(
        BLANK_OR_TEXT, BLANK_OR_TEXT, BLANK_OR_TEXT, BLANK_OR_TEXT,
        st.none() | st.dates(date(1900, 3, 1), date(2199, 12, 31)), BLANK_OR_TEXT, BLANK_OR_TEXT, BLANK_OR_TEXT,
        st.none() | st.floats(0, 1), BLANK_OR_TEXT, BLANK_OR_TEXT, BLANK_OR_TEXT,
    ).map(list),
    min_size=1, max_size=4,
)  # fmt: skip


@given(ROWS)
def test_whatever_goes_in_comes_out_and_never_as_a_formula(rows):
    sheet = opened(stamp(rows))
    expected = [
        [
            kept(value) if isinstance(value, str)
            else datetime(value.year, value.month, value.day) if isinstance(value, date)  # noqa: DTZ001
            else value
            for value in line
        ]
        for line in rows
    ]  # fmt: skip
    assert body(sheet)[: len(rows)] == expected
    assert all(cell.data_type != "f" for line in sheet.iter_rows(min_row=6) for cell in line)


@given(TEXT.map(lambda text: text[:200]))
def test_header_and_properties_take_hostile_text(text):
    content = stamp([row()], {"Sheet_Unit": text}, {u.PROP_UNIT: text})
    assert opened(content)["A3"].value == kept(text)
    found = load_workbook(BytesIO(content)).custom_doc_props[u.PROP_UNIT].value
    assert (found or None) == kept(text)


def test_excel_would_not_repair_it(tmp_path):
    path = tmp_path / "unit.xlsx"
    for rows in ([], [row()], [row(f"{i}", **{c.NOTE: "=1&<2"}) for i in range(300)]):
        path.write_bytes(stamp(rows))
        result = OpenXmlValidator().validate(path)
        assert [str(error) for error in result.errors] == []


def test_the_table_formats_and_lists_reach_exactly_the_rows():
    sheet = opened(stamp([row(str(i)) for i in range(30)]))
    assert sheet.tables[u.TASK_SHEET.name].ref == "A8:L38"
    assert sheet.tables[u.TASK_SHEET.name].autoFilter.ref == "A8:L38"
    assert sheet.dimensions == "A1:L38"
    reached = {str(area.sqref).partition(":")[2][1:] for area in sheet.conditional_formatting}
    reached |= {str(rule.sqref).partition(":")[2][1:] for rule in sheet.data_validations.dataValidation}
    assert reached == {"38"}
    assert sheet.print_title_rows == "$8:$8"


def test_without_work_the_table_keeps_one_blank_row():
    sheet = opened(stamp([]))
    assert sheet.tables[u.TASK_SHEET.name].ref == "A8:L9"
    assert body(sheet) == [[None] * WIDTH]


def test_every_formula_carries_its_value():
    content = stamp([row(), row("2", c.ROLE_SUPPORT, c.DONE), row("3", c.ROLE_SUPPORT)])
    formulas = [cell for line in opened(content) for cell in line if cell.data_type == "f"]
    values = load_workbook(BytesIO(content), data_only=True).active
    assert [cell.coordinate for cell in formulas] == ["A5"]
    assert values["A5"].value == "Tổng số 3 việc: chủ trì 1, phối hợp 2; đã hoàn thành 1."
    assert b"fullCalcOnLoad" not in parts(content)["xl/workbook.xml"]


def test_the_sentence_counts_only_known_roles():
    assert summarise([row(role="khác"), row()]) == "Tổng số 1 việc: chủ trì 1, phối hợp 0; đã hoàn thành 0."


def test_the_sentence_tells_what_did_not_arise():
    rows = [row(), row("2", c.ROLE_SUPPORT, c.NOT_ARISEN)]
    assert summarise(rows) == "Tổng số 2 việc: chủ trì 1, phối hợp 1; đã hoàn thành 0; không phát sinh 1."


def test_only_this_unit_stands_in_any_part():
    others = "việc mật của đơn vị khác"
    stamp([row(**{c.SHEET_TASK: others, c.NOTE: others})], {"Sheet_Unit": others}, {u.PROP_UNIT: others})
    assert not any(others.encode() in part for part in parts(stamp([row()])).values())


def test_the_parts_are_those_of_a_plain_workbook():
    names = set(parts(stamp([row()])))
    assert not {
        name for name in names if re.search(r"vba|external|connection|embed|activeX|media", name, re.IGNORECASE)
    }
    assert len([name for name in names if name.startswith("xl/worksheets/sheet")]) == 1


def test_identity_travels_in_custom_properties():
    found = load_workbook(BytesIO(stamp([row()]))).custom_doc_props
    properties = {prop.name: prop.value for prop in found if prop.name != u.PROP_CONTENT}
    assert properties == {u.PROP_VERSION: u.TEMPLATE_VERSION, **PROPERTIES}


def test_what_anybody_saves_shows(tmp_path):
    path = tmp_path / "sổ.xlsx"
    path.write_bytes(stamp([row()]))

    def as_stamped():
        with ZipFile(path) as package:
            return is_as_stamped(package, package.read("docProps/custom.xml").decode())

    assert as_stamped()
    book = open_book(path)
    book.sheets[0].range("L9").value = "đã làm"
    book.save(str(path))
    assert not as_stamped()


def test_no_person_stands_in_the_properties():
    properties = load_workbook(BytesIO(stamp([row()]))).properties
    assert (properties.creator, properties.lastModifiedBy) == ("CCHC", "CCHC")


def test_the_same_work_gives_the_same_bytes():
    assert stamp([row()]) == stamp([row()])


def test_only_the_five_columns_are_open():
    sheet = opened(stamp([row(), row("2")]))
    locked = [[cell.protection.locked for cell in line] for line in sheet.iter_rows(9, 10, 1, WIDTH)]
    assert locked == [[heading not in u.UNIT_FILLS for heading in u.TASK_SHEET.columns]] * 2
    assert sheet.protection.sheet
    assert sheet.protection.password is None


def test_a_row_is_tall_enough_for_its_longest_text():
    long = "Tham mưu, đề xuất cấp có thẩm quyền quyết định phân cấp, ủy quyền trong các lĩnh vực quản lý. " * 3
    sheet = opened(stamp([row(), row("2", **{c.SHEET_TASK: long})]))
    assert sheet.row_dimensions[10].height > 5 * sheet.row_dimensions[9].height
    assert (
        b"customHeight"
        not in re.search(rb'<row r="10".*?>', parts(stamp([row(), row()]))["xl/worksheets/sheet1.xml"])[0]
    )  # Excel fits it anew when the unit types


def test_a_text_too_long_for_a_cell_is_refused_with_its_place():
    with pytest.raises(DataError, match=r"^K9: .*32767"):
        stamp([row(**{c.PROOF: "x" * 32_768})])
    assert opened(stamp([row(**{c.PROOF: "x" * 32_767})]))["K9"].value == "x" * 32_767


def test_a_property_excel_would_cut_is_refused():
    with pytest.raises(DataError, match="255"):
        stamp([row()], properties={u.PROP_PLAN: "x" * 256})


def test_a_row_of_another_width_is_a_mistake():
    with pytest.raises(ValueError, match="zip"):
        stamp([row()[:-1]])


def test_an_unknown_header_name_is_a_mistake():
    with pytest.raises(KeyError):
        stamp([row()], {"Sheet_Nobody": "x"})


def test_ten_thousand_rows_are_fine():
    sheet = opened(stamp([row(str(i)) for i in range(10_000)]))
    assert sheet.tables[u.TASK_SHEET.name].ref == "A8:L10008"
    assert sheet["A10008"].value == "9999"


def test_our_own_engine_opens_it(tmp_path):
    path = tmp_path / "unit.xlsx"
    path.write_bytes(stamp([row()]))
    book = open_book(path)
    sheet = book.sheets[u.UNIT_WORKBOOK_SHEET]
    assert sheet.tables[u.TASK_SHEET.name].data_body_range.shape == (1, WIDTH)
    assert sheet.range("B9").value == "Việc"
    book.close()
