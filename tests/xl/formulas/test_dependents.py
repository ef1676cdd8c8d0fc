import os
import re
import time
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from tests.packages import packed, parts
from xl.engine import open_book
from xl.formulas.budget import Budget

FORMULAS = st.sampled_from([
    "={0}+1", "=SUM({0}:{1})", "=SUM($A$1:{0})", "=SUM({0}:$B$4)", "=SUM(A:A)", "=SUM(2:2)", "=SUM(Hai!{0}:{1})",
    "=Tong*2", "=SUM(Bang[Số])", '=SUMIF($A$1:$A$4,">1",{0}:{1})', "=INDEX($A$1:$C$6,2,{0})",
    "=IFERROR(MATCH({0},A1:A6,0),0)",
    "=IF({0}>2,{1},Tong)", '=INDIRECT("A1")+{0}', "=SUBTOTAL(9,{0}:{1})", "=COUNTIF(Một!A:C,{0})",
    "=SUM(OFFSET(A1,1,0))",
])  # fmt: skip
CELLS = st.sampled_from([f"{column}{row}" for column in "ABC" for row in range(1, 7)])
SHEETS = st.sampled_from(["Một", "Hai"])
FILLED = st.dictionaries(st.tuples(SHEETS, CELLS), st.tuples(FORMULAS, CELLS, CELLS), max_size=14)
CHANGES = st.lists(st.tuples(SHEETS, CELLS, st.integers(0, 4)), min_size=1, max_size=4)


def written(path, filled):
    """A workbook of numbers and formulas, with what our engine makes of them."""
    wb = openpyxl.Workbook()
    wb.active.title = "Một"
    for ws in (wb.active, wb.create_sheet("Hai")):
        for row in range(1, 7):
            for column in range(1, 4):
                ws.cell(row, column, row + column)
    wb["Hai"]["E1"], wb["Hai"]["E2"] = "Số", 3
    wb["Hai"].add_table(Table(displayName="Bang", ref="E1:E2"))
    wb.defined_names["Tong"] = DefinedName("Tong", attr_text="SUM(Một!$A$1:$B$2)+Hai!$C$3")
    for (sheet, cell), (formula, one, other) in filled.items():
        wb[sheet][cell] = formula.format(one, other)
    wb.save(path)
    computed(path)


def all_values(book):
    """Every value of the two sheets."""
    return [book.sheets[name].range("A1:E6").value for name in ("Một", "Hai")]


@settings(max_examples=40, deadline=None)
@given(FILLED, CHANGES, st.booleans())
def test_what_a_change_can_concern_is_computed_and_nothing_else_wrong(tmp_path_factory, filled, changes, old):
    path = tmp_path_factory.mktemp("s") / "s.xlsx"
    written(path, filled)
    if old:
        os.utime(path, (time.time() - 200_000,) * 2)
    few, all_anew = open_book(path), open_book(path)
    for sheet, cell, number in changes:
        if (sheet, cell) not in filled:
            few.sheets[sheet].range(cell).value = all_anew.sheets[sheet].range(cell).value = number
        all_anew.app.calculate()
        assert all_values(few) == all_values(all_anew)
    few.save(str(path.with_name("few.xlsx")))
    all_anew.save(str(path.with_name("all.xlsx")))
    assert shown(path.with_name("few.xlsx")) == shown(path.with_name("all.xlsx"))


def shown(path):
    """What a program that does not compute shows."""
    book = openpyxl.load_workbook(path, data_only=True)
    return [[cell.value for row in ws.iter_rows() for cell in row] for ws in book.worksheets]


@pytest.fixture
def chain(tmp_path) -> Path:
    """A long column of numbers, each with a formula beside it, and their sum."""
    wb = openpyxl.Workbook()
    for row in range(1, 501):
        wb.active.append([row, f"=A{row}*2"])
    wb.active["D1"] = "=SUM(B1:B500)"
    path = tmp_path / "s.xlsx"
    wb.save(path)
    computed(path)
    return path


def computed(path):
    """Save a workbook with the values of its formulas."""
    book = open_book(path)
    for sheet in book.sheets:
        assert sheet.range("A1:E6").value
    book.save()


def test_one_change_computes_what_leans_on_it_only(chain, monkeypatch):
    book = open_book(chain)
    book.sheets[0].range("A7").value = 100
    begun, begin = [], Budget.begin
    monkeypatch.setattr(Budget, "begin", lambda self: begun.append(self) or begin(self))
    assert book.sheets[0].range("D1").value == 500 * 501 + 2 * (100 - 7)
    assert len(begun) < 6  # the sum, asked twice, and what stands beside the number


@pytest.mark.parametrize("settings", ['calcMode="manual"', 'calcId="124519" fullCalcOnLoad="1"'])
def test_values_that_their_writer_did_not_compute_do_not_stand(chain, settings):
    contents, calculation = parts(chain), f"<calcPr {settings}/>".encode()
    contents["xl/workbook.xml"] = re.sub(rb"<calcPr[^>]*>", calculation, contents["xl/workbook.xml"])
    contents["xl/worksheets/sheet1.xml"] = contents["xl/worksheets/sheet1.xml"].replace(b"<v>14</v>", b"<v>15</v>")
    packed(chain, contents)
    assert open_book(chain).sheets[0].range("B7").value == 14
