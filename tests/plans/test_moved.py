"""Staff insert, reorder, hide and rename: everything still finds its table and column."""

import openpyxl
import pytest

from cchc_macros import contract as c
from cchc_macros.book.find import SheetNames, find_table
from cchc_macros.handing_out.assign import assign
from cchc_macros.scores.audit import audit
from cchc_macros.scores.flag import flag
from cchc_macros.scores.recalculate import recalculate
from tests.tables import read_table, with_totals
from xl.engine import open_book


@pytest.fixture
def book(workbook):
    return open_book(workbook("lang-son-2026"))


def outcome(book):
    """What the macros say of a workbook, without the places of the findings."""
    findings = [(f["code"], f["row_code"], f["message"]) for f in audit(book).data["findings"]]
    return recalculate(book).data, flag(book).data, assign(book).data, findings


def test_rows_and_columns_inserted_before_the_tables(workbook, book):
    expected = outcome(open_book(workbook("lang-son-2026", "same.xlsx")))
    scores = book.sheets[c.SCORES_SHEET]
    scores.range("1:3").insert("down")
    scores.range("A:B").insert("right")
    book.sheets[c.UNITS_SHEET].range("1:1").insert("down")
    assert outcome(book) == expected


def test_columns_in_another_order(workbook, book):
    expected = outcome(open_book(workbook("lang-son-2026", "same.xlsx")))
    _, sheet, table, _ = find_table(SheetNames(book), c.CRITERIA)
    area = table.range
    block = [list(row) for row in area.value]
    order = list(range(len(block[0])))[::-1]
    for offset in range(len(order)):
        column = area.columns[offset]
        column.number_format = "General"
        column.value = [[row[order[offset]]] for row in block]
    assert sheet.name == c.SCORES_SHEET
    assert outcome(book) == expected


def test_a_users_own_column_keeps_what_it_holds(book):
    table = find_table(SheetNames(book), c.CRITERIA).table
    area = table.range
    last = area.column + area.shape[1]
    sheet = book.sheets[c.SCORES_SHEET]
    sheet.range((area.row, last)).value = "Ghi chú riêng"
    sheet.range((area.row + 1, last)).value = "hỏi lại"
    sheet.range((area.row + 2, last)).value = "=1+1"
    table.resize(area.resize(area.shape[0], area.shape[1] + 1))
    flag(book)
    recalculate(book)
    assert sheet.range((area.row + 1, last)).value == "hỏi lại"
    assert sheet.range((area.row + 2, last)).formula == "=1+1"


def test_a_renamed_sheet_and_hidden_rows_do_not_matter(workbook):
    path = workbook("lang-son-2026")
    raw = openpyxl.load_workbook(path)
    sheet = raw[c.SCORES_SHEET]
    for row in (9, 10, 11):
        sheet.row_dimensions[row].hidden = True
    sheet.column_dimensions["D"].hidden = True
    raw.save(path)
    book = open_book(path)
    book.sheets[c.SCORES_SHEET].name = "Điểm 2025 (bản của Hoa)"
    data = recalculate(book).data
    assert (data["total"]["result"], data["index"]["result"]) == (91, 91)
    assert read_table(book, c.CRITERIA).sheet.name == "Điểm 2025 (bản của Hoa)"
    assert any(f["sheet"] == "Điểm 2025 (bản của Hoa)" for f in audit(book).data["findings"])


def test_what_a_user_added_elsewhere_is_still_there_after_every_step(book):
    own = book.sheets.add(name="Sổ tay của Hoa")
    own.range("A1").value = [["Việc riêng", 5], ["Tổng", "=SUM(B1:B1)"]]
    book.sheets[c.SCORES_SHEET].range("X3").value = "nhớ hỏi Sở Nội vụ"
    outcome(book)
    assert own.range("A1:B2").formula == (("Việc riêng", "5"), ("Tổng", "=SUM(B1:B1)"))
    assert book.sheets[c.SCORES_SHEET].range("X3").value == "nhớ hỏi Sở Nội vụ"


def test_a_row_of_totals_is_no_criterion(workbook):
    expected = outcome(open_book(workbook("lang-son-2026", "same.xlsx")))
    book = open_book(with_totals(workbook("lang-son-2026"), c.CRITERIA))
    assert outcome(book) == expected


def test_a_table_with_a_row_of_totals_that_must_grow_is_told_how(workbook, refused):
    path = with_totals(workbook("lang-son-2026"), c.FINDINGS)
    before = path.read_bytes()
    assert "bỏ chọn Total Row" in refused("audit", path)
    assert path.read_bytes() == before


def test_a_row_typed_under_a_table_that_did_not_grow_is_found(book):
    table = read_table(book, c.CRITERIA)
    row = table.top + len(table.body)
    table.sheet.range((row, table.left)).value = [["9", "Thêm sau", None, 5, 5]]
    found = [f for f in audit(book).data["findings"] if f["code"] == "ROW_OUTSIDE_TABLE"]
    assert [(f["sheet"], f["cell"]) for f in found] == [(c.SCORES_SHEET, f"A{row}")]
