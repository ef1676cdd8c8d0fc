"""A formula of a user's own neither stops nor hangs a click: it keeps its value, and that is told."""

import time

import pytest

from xl.engine import open_book, uncomputed
from xl.formulas import budget, calculator
from xl.formulas.functions.registry import FUNCTIONS
from xl.formulas.values import Unknown


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ('=SUMPRODUCT((A:A="x")*B:B)', 9),
        ('=SUMPRODUCT((A:A="")*(ROW(B1)=1))', 1_048_576 - 5_000),
        ("=SUMPRODUCT(--ISBLANK(A:A),--ISNUMBER(B:B))", 5_000),
        ('=SUMIFS(B:B,A:A,"x")', 9),
        ('=SUMIFS(B:B,A:A,"")', sum(range(5_001, 10_001))),
        ('=COUNTIFS(A:A,"",B:B,"")', 1_048_576 - 10_000),
        ('=COUNTIFS(A:A,"<>x")', 1_048_576 - 2),
        ('=AVERAGEIF(A:A,"x",B:B)', 4.5),
        ("=SUMPRODUCT((A:A=A1)*(B1:B10=2))", "#N/A"),
        ('=SUBSTITUTE(REPT("a",32767),"a",REPT("b",32767))', "#VALUE!"),
        ('=REPT("a",32767)&REPT("a",32767)', "#VALUE!"),
        ('=TEXTJOIN("",TRUE,A1:B10000,REPT("a",32767))', "#VALUE!"),
        ('=9+0*IFERROR(SEARCH("*a*a*a*a*a*a*a*a*a*b",REPT("a",32767)),0)', 9),
        ("=IF(SUM(B1:B9)>1,VLOOKUP(M9,A1:B9,2),0)", "#N/A"),
    ],
)  # fmt: skip
def test_whole_columns_and_long_texts_cost_no_more_than_what_is_in_use(opened, formula, value):
    def fill(wb):
        for row in range(1, 5_001):
            wb.active.cell(row, 1, "x" if row in (2, 7) else "y")
        for row in range(1, 10_001):
            wb.active.cell(row, 2, row)
        wb.active["D1"] = formula

    book = opened(fill)
    begin = time.process_time()
    assert book.sheets[0].range("D1").options(err_to_str=True).value == value
    assert time.process_time() - begin < 2
    assert uncomputed(book) == []


def test_what_would_take_too_long_keeps_its_value_and_is_told(opened, tmp_path, monkeypatch):
    monkeypatch.setattr(budget, "_WHOLE", 500_000)

    def fill(wb):
        for row in range(1, 5_001):
            wb.active.cell(row, 1, row)
        for row in range(1, 101):
            wb.active.cell(row, 3, f"=SUMPRODUCT((A$1:A$5000>{row})*(A$1:A$5000<9)*A$1:A$5000)")
        wb.active["E1"] = "=SUM(A1:A5000)"

    book = opened(fill)
    values = book.sheets[0].range("C1:C100").value
    assert values[0] == sum(range(2, 9))
    assert values[-1] is None
    assert book.sheets[0].range("E1").value == 12_502_500
    kept = uncomputed(book)
    assert kept[-1] == "Một!C100"
    assert 50 < len(kept) < 100
    book.save(tmp_path / "ra.xlsx")
    assert open_book(tmp_path / "ra.xlsx").sheets[0].range("E1").value == 12_502_500


def test_what_is_not_known_is_told_too(opened):
    def fill(wb):
        wb.active["A1"], wb.active["A2"] = "=ROMAN(5)", "=1+1"

    book = opened(fill)
    assert book.sheets[0].range("A1:A2").value == [None, 2]
    assert uncomputed(book) == ["Một!A1"]
    book.sheets[0].range("A1").value = 1
    assert uncomputed(book) == []


def test_what_nobody_foresaw_costs_one_formula_and_not_the_click(opened, monkeypatch):
    def broken(_value):
        raise ZeroDivisionError

    monkeypatch.setitem(FUNCTIONS, "ABS", FUNCTIONS["ABS"]._replace(run=broken))
    logged = []
    monkeypatch.setattr(calculator, "log_error", logged.append)
    book = opened(lambda wb: wb.active.append(["=ABS(1)", "=A1+1", "=1+1"]))
    assert book.sheets[0].range("A1:C1").value == [None, None, 2]
    assert uncomputed(book) == ["Một!A1", "Một!B1"]
    assert logged == ["formula in A1"]
    doc = book.impl.doc
    with pytest.raises(Unknown):
        doc.calculator.evaluated(doc.calculator.closure("=ABS(2)", 1, 1), doc.wb.active, 1, 1)


def test_running_totals_keep_no_block_for_each_row(opened, monkeypatch):
    monkeypatch.setattr(calculator, "_ROOM_FOR_BLOCKS", 50_000)

    def fill(wb):
        for row in range(1, 501):
            wb.active.cell(row, 1, 1)
            wb.active.cell(row, 2, f"=SUM($A$1:A{row})")

    book = opened(fill)
    assert book.sheets[0].range("B1:B500").value[-2:] == [499, 500]
    blocks = book.impl.doc._calculator._blocks
    assert sum(len(rows) for rows, _ in blocks._found.values()) < 50_000 / 8


def test_each_formula_keeps_a_little_work_whatever_the_others_took():
    work = budget.Budget()
    for _ in range(10):
        work.begin()
        with pytest.raises(Unknown):
            work.spend(50_000_000)
    work.begin()
    work.spend(10_000)
    with pytest.raises(Unknown):
        work.spend(1)
