"""Reading returned workbooks: right for every writer, refused where hostile, quick either way."""

import os
import struct
import time
import zipfile
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc_macros.errors import FileError
from cchc_macros.returns import folder as returned_folder
from cchc_macros.returns.files import PICTURE
from cchc_macros.returns.folder import content_of
from cchc_macros.returns.readers import xlsx as returned
from cchc_macros.returns.readers.xlsx import read_returned
from cchc_macros.rules.typed_values import ErrorValue, Percent
from tests.returns.make import repack, stamp

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def cells(path):
    return {(r, k): value for r, row in read_returned(path).sheets[0].rows.items() for k, value in row.items()}


def package(path, sheet, **more):
    """A small .xlsx whose one sheet is this XML; `more` are further parts, "__" for a slash."""
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r" Type="http://x/officeDocument" Target="/xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="http://x/r"><sheets><sheet name="S" sheetId="1" '
        'r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
        **{name.replace("__", "/"): text for name, text in more.items()},
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return path


def sheet(rows):
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def test_the_values_of_a_cell_by_openpyxl(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["chữ", 1.5, True, datetime(2026, 12, 31), None, "=1+1", "=cmd|'/c calc'!A1", 0.5])  # noqa: DTZ001
    book.active["G1"].data_type = "s"
    book.active["H1"].number_format = "0%"
    book.save(tmp_path / "a.xlsx")
    found = cells(tmp_path / "a.xlsx")
    assert found == {
        (1, 1): "chữ", (1, 2): 1.5, (1, 3): True, (1, 4): datetime(2026, 12, 31), (1, 6): "=1+1",  # noqa: DTZ001
        (1, 7): "=cmd|'/c calc'!A1", (1, 8): 0.5,
    }  # fmt: skip
    assert isinstance(found[1, 8], Percent)


def test_the_values_of_a_cell_by_xlsxwriter(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx", {"date_1904": True})
    page = book.add_worksheet()
    bold = book.add_format({"bold": True})
    page.write_rich_string("A1", "hai ", bold, "phần")
    page.write_datetime("B1", datetime(2026, 6, 1), book.add_format({"num_format": 'd "tháng" m'}))  # noqa: DTZ001
    page.write_formula("C1", "=2*3", value=6)
    page.write_formula("D1", "=1/0", value="#DIV/0!")
    page.write("E1", 3, book.add_format({"num_format": '[Red]0.0 "ngày"'}))
    page.write_string(1_048_575, 16_383, "góc xa")
    book.close()
    found = cells(tmp_path / "a.xlsx")
    assert found == {
        (1, 1): "hai phần", (1, 2): datetime(2026, 6, 1), (1, 3): 6.0, (1, 4): "#DIV/0!", (1, 5): 3.0,  # noqa: DTZ001
        (1_048_576, 16_384): "góc xa",
    }  # fmt: skip
    assert isinstance(found[1, 4], ErrorValue)


def test_the_dialects_that_other_programs_write(tmp_path):
    rows = (
        "<x:row><x:c><x:v>1</x:v></x:c><x:c t='inlineStr'><x:is><x:r><x:t>a_x000D_</x:t></x:r>"
        "<x:rPh><x:t>đọc</x:t></x:rPh><x:r><x:t>b_x005F_x0041_</x:t></x:r></x:is></x:c></x:row>"
        "<x:row r='5'><x:c r='C5' t='d'><x:v>2026-06-01T08:00:00</x:v></x:c><x:c t='str'><x:f>X</x:f><x:v>y</x:v></x:c>"
        "<x:c t='b'><x:v>0</x:v></x:c></x:row>"
    )
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    path = package(
        tmp_path / "a.xlsx", f'<x:worksheet xmlns:x="{strict}"><x:sheetData>{rows}</x:sheetData></x:worksheet>'
    )
    assert cells(path) == {
        (1, 1): 1.0, (1, 2): "a\rb_x0041_", (5, 3): datetime(2026, 6, 1, 8), (5, 4): "y", (5, 5): False,  # noqa: DTZ001
    }  # fmt: skip


def test_the_file_says_when_it_was_saved_else_the_disk_does(tmp_path):
    path = tmp_path / "a.xlsx"
    openpyxl.Workbook().save(path)
    stamp(path, datetime(2025, 5, 1, 8, tzinfo=UTC))
    assert read_returned(path).saved == datetime(2025, 5, 1, 8, tzinfo=UTC)
    stamp(path, datetime.now(UTC) + timedelta(days=900))
    assert read_returned(path).saved <= datetime.now(UTC)
    repack(path, lambda name, data: None if name == "docProps/core.xml" else data)
    repack(path, lambda name, data: data.replace(b"core-properties", b"x") if name == "_rels/.rels" else data)
    os.utime(path, (1_700_000_000, 1_700_000_000))
    assert read_returned(path).saved == datetime.fromtimestamp(1_700_000_000, UTC)


def test_custom_properties_are_read(tmp_path):
    book = openpyxl.Workbook()
    book.custom_doc_props.append(openpyxl.packaging.custom.StringProperty(name="CCHC.Unit", value="VP & Đ"))
    book.save(tmp_path / "a.xlsx")
    assert read_returned(tmp_path / "a.xlsx").properties == {"CCHC.Unit": "VP & Đ"}


def test_a_picture_from_the_web_counts_as_one_that_is_in_the_file(tmp_path):
    relation = '<Relationship Id="{}" Type="http://x/{}" Target="{}" {}/>'
    images = relation.format("j", "image", "../media/j.png", "")
    images += relation.format("i", "image", "https://a.example/i.png", 'TargetMode="External"')
    parts = {
        "xl/worksheets/_rels/sheet1.xml.rels": f"<R>{relation.format('d', 'drawing', '../drawings/d.xml', '')}</R>",
        "xl/drawings/d.xml": "<d/>",
        "xl/drawings/_rels/d.xml.rels": f"<R>{images}</R>",
    }
    path = package(tmp_path / "a.xlsx", sheet("<row><c><v>1</v></c></row>"), **parts)
    assert read_returned(path).sheets[0].beyond == ((PICTURE, "", ""), (PICTURE, "", ""))


def test_an_old_file_bears_the_name_that_it_is_called_by(tmp_path, monkeypatch):
    (tmp_path / "a.xls").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1"))
    monkeypatch.setattr(returned, "read_old_workbook", lambda path, name: (path.name, name))
    assert read_returned(tmp_path / "a.xls", "Đợt 1/a.xls") == ("a.xls", "Đợt 1/a.xls")
    assert read_returned(tmp_path / "a.xls") == ("a.xls", "a.xls")


def refusal(path):
    started = time.process_time()
    with pytest.raises(FileError) as refused:
        read_returned(path, content=content_of(path))
    assert time.process_time() - started < 5
    assert str(refused.value).startswith(path.name)
    return str(refused.value)


def test_macros_are_refused(tmp_path):
    path = package(tmp_path / "a.xlsx", sheet(""), xl__vbaProject__bin="x")
    assert "macro" in refusal(path)
    path = package(tmp_path / "b.xlsx", sheet(""), xl__macrosheets__sheet1__xml="<x/>")
    assert "macro" in refusal(path)


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "docProps/custom.xml", "xl/workbook.xml"])
def test_entities_are_refused(tmp_path, part):
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    book.custom_doc_props.append(openpyxl.packaging.custom.StringProperty(name="n", value="v"))
    book.save(path)
    entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    repack(path, lambda name, data: data.replace(b"?>", b"?>" + entity, 1) if name == part and b"?>" in data else
           entity + data if name == part else data)  # fmt: skip
    assert "không an toàn" in refusal(path)


def test_a_bomb_is_refused_unopened(tmp_path):
    blank = "<c/>" * 25_000
    path = package(tmp_path / "a.xlsx", sheet("".join(f"<row r='{n}'>{blank}</row>" for n in range(1, 200))))
    assert path.stat().st_size < 200_000
    assert "bung ra quá lớn" in refusal(path)


def test_many_sheets_together_are_held_to_the_same_size_as_one(tmp_path, monkeypatch):
    path = package(tmp_path / "a.xlsx", sheet("<row><c><v>1</v></c></row>" * 1000))
    monkeypatch.setattr(returned, "MAX_XML_BYTES", 30_000)
    assert read_returned(path).sheets
    book = openpyxl.Workbook()
    for name in "abc":
        for _ in range(200):
            book[book.create_sheet(name).title].append(list(range(10)))
    book.save(path)
    assert "bung ra quá lớn" in refusal(path)


def test_a_liar_about_its_size_is_refused(tmp_path):
    path = package(tmp_path / "a.xlsx", sheet("<row><c><v>1</v></c></row>" * 100_000))
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as file:
        size = file.getinfo("xl/worksheets/sheet1.xml").file_size
    for place in range(len(data) - 4):
        if data[place : place + 4] == struct.pack("<I", size):
            data[place : place + 4] = struct.pack("<I", 100)
    path.write_bytes(data)
    assert "hỏng" in refusal(path)


def test_empty_large_encrypted_and_old_files_are_refused(tmp_path, monkeypatch):
    (tmp_path / "a.xlsx").touch()
    assert "0 byte" in refusal(tmp_path / "a.xlsx")
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    (tmp_path / "b.xlsx").write_bytes(ole + "EncryptedPackage".encode("utf-16-le"))
    assert "mật khẩu" in refusal(tmp_path / "b.xlsx")
    (tmp_path / "c.xls").write_bytes(ole + bytes(600))
    assert ".xls" in refusal(tmp_path / "c.xls")
    monkeypatch.setattr(returned_folder, "MAX_FILE_BYTES", 1_000)
    (tmp_path / "d.xlsx").write_bytes(bytes(1_001))
    assert "lớn hơn" in refusal(tmp_path / "d.xlsx")


def test_a_file_that_takes_too_long_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(returned, "MAX_SECONDS", -1.0)
    assert "quá lâu" in refusal(package(tmp_path / "a.xlsx", sheet("")))


@pytest.mark.parametrize(
    "rows",
    [
        "<row r='0'/>", "<row r='1048577'/>", "<row r='x'/>", "<row><c r='XFE1'><v>1</v></c></row>",
        "<row><c r='a1'><v>1</v></c></row>", "<row><c r='1'><v>1</v></c></row>", "<row><c t='s'><v>9</v></c></row>",
        "<row><c><v>một</v></c></row>", "<row><c s='x'><v>1</v></c></row>", "<row><c t='d'><v>mai</v></c></row>",
        "<row>",
    ],
)  # fmt: skip
def test_nonsense_is_a_damaged_file(tmp_path, rows):
    assert "hỏng" in refusal(package(tmp_path / "a.xlsx", sheet(rows)))


def test_a_workbook_that_lacks_its_parts_is_damaged(tmp_path):
    for number, part in enumerate(("xl/workbook.xml", "xl/worksheets/sheet1.xml", "_rels/.rels")):
        path = package(tmp_path / f"{number}.xlsx", sheet(""))
        repack(path, lambda name, data, part=part: None if name == part else data)
        assert "hỏng" in refusal(path)


def test_a_relation_cannot_lead_out_of_the_package(tmp_path):
    path = package(tmp_path / "a.xlsx", sheet(""))
    repack(path, lambda _, data: data.replace(b"worksheets/sheet1.xml", b"../../../../etc/passwd"))
    assert "hỏng" in refusal(path)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_file_damaged_anywhere_is_read_or_refused(tmp_path, data):
    row = "<row><c t='inlineStr'><is><t>STT</t></is></c><c><v>2.5</v></c></row>"
    content = bytearray(package(tmp_path / "a.xlsx", sheet(row)).read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=6))
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    try:
        assert read_returned(path).sheets is not None
    except FileError as refused:
        assert str(refused)  # noqa: PT017


@pytest.mark.parametrize(
    ("name", "next_step"),
    [("a.ZIP", "Giải nén"), ("thư.eml", "lưu tệp đính kèm"), ("thư.msg", "lưu tệp đính kèm"), ("a.pdf", "sổ đã nhận")],
)
def test_what_units_send_besides_workbooks_is_told_with_the_next_step(tmp_path, name, next_step):
    (tmp_path / name).write_bytes(b"PK\3\4" if name == "a.ZIP" else bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000))
    assert next_step in refusal(tmp_path / name)


def test_a_workbook_with_the_ending_of_something_else_is_read(tmp_path):
    package(tmp_path / "a.zip", sheet("<row><c><v>2</v></c></row>"))
    assert read_returned(tmp_path / "a.zip").sheets[0].rows == {1: {1: 2.0}}


def test_cells_merged_over_several_rows_are_known(tmp_path):
    book = openpyxl.Workbook()
    for area in ("B2:B4", "C5:D5", "A6:B9"):
        book.active.merge_cells(area)
    book.save(tmp_path / "a.xlsx")
    assert set(read_returned(tmp_path / "a.xlsx").sheets[0].tall_merges) == {(2, 2, 4), (1, 6, 9)}
