"""A corpus of returned files that real other programs wrote, with what units do to them."""

import shutil

import openpyxl
import pandas as pd
import pytest
import xlsxwriter

from cchc_macros import contract as c
from cchc_macros.cli import main
from tests.conftest import TEMPLATES
from tests.libreoffice import saved
from tests.returns.make import fill, find_headings, repack, rows_by, without_properties

UNIT = "VP - Văn phòng Sở.xlsx"
TYPED = {
    "1": {c.STATUS: c.DONE, c.PROGRESS: 1, c.RESULT: "Kế hoạch số 12\nđã ký", c.PROOF: "12/KH", c.NOTE: "Hoà giải"},
    "4": {c.STATUS: c.DOING, c.PROGRESS: 0.625, c.RESULT: "=1+1", c.PROOF: "31/12/2026"},
    "8": {c.STATUS: c.CANNOT, c.RESULT: "Chờ kết quả khảo sát <SIPAS> & 'ý kiến'"},
}  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """The Lạng Sơn workbook and one unit's workbook, filled in."""
    folder = tmp_path_factory.mktemp("office")
    shutil.copy(TEMPLATES / "lang-son-2026.xlsx", folder / "book.xlsx")
    assert main(["export", str(folder / "book.xlsx"), "--to", str(folder / "units")]) == 0
    fill(folder / "units" / UNIT, TYPED, folder / "filled.xlsx")
    book = openpyxl.load_workbook(folder / "filled.xlsx")
    top, columns = find_headings(book.worksheets[0])
    book.worksheets[0].cell(top + 4, columns[c.RESULT]).data_type = "s"
    book.save(folder / "filled.xlsx")
    return folder


@pytest.fixture
def arrives(office, tmp_path, cchc):
    """Collect one file; what was typed must be in Progress. Returns the notes."""

    def check(path):
        book = shutil.copy(office / "book.xlsx", tmp_path / "book.xlsx")
        (tmp_path / "returns").mkdir()
        shutil.copy(path, tmp_path / "returns")
        answer = cchc("collect", book, tmp_path / "returns")
        assert (answer["rejected"], answer["conflicts"]) == ([], [])
        rows = rows_by(book, "Progress", c.STT, c.UNIT)
        for stt, values in TYPED.items():
            assert {heading: rows[stt, "VP"][heading] for heading in values} == values
        assert set(rows) == {(str(n), "VP") for n in range(1, 9)}
        return [note["message"] for note in answer["merged"][0]["notes"]]

    return check


def table_of(path):
    """The task sheet of a file: headings and rows."""
    sheet = openpyxl.load_workbook(path).worksheets[0]
    top, columns = find_headings(sheet)
    last = max(columns.values())
    heads, *rows = ([cell.value for cell in row[:last]] for row in sheet.iter_rows(min_row=top))
    above = [row[0].value for row in sheet.iter_rows(max_row=top - 1)]
    return heads, rows, above


def test_openpyxl(office, arrives):
    assert arrives(office / "filled.xlsx") == []


def test_libreoffice(office, arrives, tmp_path):
    assert arrives(saved(office / "filled.xlsx", "xlsx", tmp_path)) == []


@pytest.mark.parametrize("way", ["xls", "ods"])
def test_libreoffice_by_way_of_another_format(office, arrives, tmp_path, way):
    other = saved(office / "filled.xlsx", way, tmp_path)
    assert arrives(saved(other, "xlsx", tmp_path)) == []


def test_an_old_excel_file(office, arrives, tmp_path):
    assert arrives(saved(office / "filled.xlsx", "xls", tmp_path)) == []


def test_xlsxwriter_with_rows_sorted_columns_moved_and_text_formats(office, arrives, tmp_path):
    heads, rows, above = table_of(office / "filled.xlsx")
    path = tmp_path / "viết lại.xlsx"
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "default_date_format": "d/m/yy"})
    book.add_worksheet("Bìa").write("A1", "Kính gửi Văn phòng Sở")
    page = book.add_worksheet("Báo cáo")
    for number, text in enumerate(above):
        page.write(number + 2, 3, text)
    order = list(reversed(range(len(heads))))
    for r, row in enumerate([heads, *reversed(rows)], start=20):
        for k, source in enumerate(order, start=2):
            page.write(r, k, row[source])
    book.close()
    assert arrives(path) == [
        "Tệp mất nhận dạng; đã nhận theo tên đơn vị và số kế hoạch ghi trên phiếu.",
        "Ngoài các ô được ghép, tệp còn có sheet 'Bìa' có nội dung. Phần này không ghép: mở tệp để xem.",
    ]


def test_pandas(office, arrives, tmp_path):
    heads, rows, above = table_of(office / "filled.xlsx")
    path = tmp_path / "pandas.xlsx"
    with pd.ExcelWriter(path, engine="openpyxl") as writer:
        pd.DataFrame(above).to_excel(writer, sheet_name="P", header=False, index=False)
        pd.DataFrame(rows, columns=heads).to_excel(writer, sheet_name="P", startrow=len(above), index=True)
    book = openpyxl.load_workbook(path)
    for row in book["P"].iter_rows():
        for cell in row:
            if cell.value == "=1+1":
                cell.data_type = "s"
    book.save(path)
    assert "mất nhận dạng" in arrives(path)[0]


def test_google_sheets_drops_the_properties_and_says_nothing_of_when(office, arrives, tmp_path):
    path = without_properties(shutil.copy(office / "filled.xlsx", tmp_path / "g.xlsx"))
    repack(path, lambda name, data: None if name in ("docProps/core.xml", "docProps/app.xml") else data)
    repack(path, lambda name, data: b"<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
           b"<Relationship Id='r' Type='http://x/officeDocument' Target='xl/workbook.xml'/></Relationships>"
           if name == "_rels/.rels" else data)  # fmt: skip
    assert "mất nhận dạng" in arrives(path)[0]


def test_a_file_without_properties_of_another_agency_is_rejected(office, tmp_path, cchc):
    book = shutil.copy(office / "book.xlsx", tmp_path / "book.xlsx")
    (tmp_path / "returns").mkdir()
    path = without_properties(shutil.copy(office / "filled.xlsx", tmp_path / "returns" / "khác.xlsx"))
    other = openpyxl.load_workbook(path)
    for row in other.worksheets[0].iter_rows(max_row=7):
        for cell in row:
            if isinstance(cell.value, str) and "LẠNG SƠN" in cell.value:
                cell.value = "SỞ TƯ PHÁP TỈNH CAO BẰNG"
    other.save(path)
    without_properties(path)
    assert "không ghi đúng cơ quan" in cchc("collect", book, tmp_path / "returns")["rejected"][0]["reason"]
