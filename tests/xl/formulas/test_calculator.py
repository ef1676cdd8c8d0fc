import datetime as dt
import time

import pytest

from xl.formulas import areas
from xl.formulas.functions import dates


def moment(*parts):
    """A date and time as Excel knows it, without a zone."""
    return dt.datetime(*parts)  # noqa: DTZ001


def test_a_chain_of_ten_thousand_cells_is_computed_without_recursion(opened):
    def fill(wb):
        wb.active["A10000"] = 1
        for row in range(1, 10_000):
            wb.active.cell(row, 1, f"=A{row + 1}+1")

    sheet = opened(fill).sheets[0]
    assert sheet.range("A1").value == 10_000


def test_cells_that_lean_on_themselves_have_no_value_and_others_do(opened, saved):
    def fill(wb):
        ws = wb.active
        ws["A1"], ws["A2"], ws["A3"], ws["A4"] = "=A2", "=A3", "=A1+1", "=1+1"
        ws["A5"] = "=A5"
        ws["A6"] = "=IFERROR(A1,0)"

    book = opened(fill)
    assert book.sheets[0].range("A1:A6").value == [None, None, None, 2.0, None, None]
    assert saved(book, values=True)["Một"]["A4"].value == 2


def test_a_reference_in_a_branch_that_is_not_taken_makes_no_circle(opened):
    def fill(wb):
        wb.active["A1"], wb.active["A2"] = "=IF(TRUE,1,A2)", "=A1+1"

    assert opened(fill).sheets[0].range("A1:A2").value == [1.0, 2.0]


def test_values_follow_every_write(opened):
    def fill(wb):
        wb.active["A1"], wb.active["B1"] = 1, "=A1*2"

    sheet = opened(fill).sheets[0]
    for number in (5, 7):
        sheet.range("A1").value = number
        assert sheet.range("B1").value == 2 * number


def test_a_formula_cell_in_a_date_format_reads_as_a_date(opened):
    def fill(wb):
        wb.active["A1"] = "=DATE(2026,3,1)"
        wb.active["A1"].number_format = "dd/mm/yyyy"

    assert opened(fill).sheets[0].range("A1").value == moment(2026, 3, 1)


@pytest.mark.parametrize(
    "formula",
    [
        '=INDIRECT("A1")', "=FOO(1)", "=A1:A3 A2:B2", "=SUM(Một:Hai!A1)", "='[1]Khác'!A1", '="9,5"+1',
        '=COUNTIF(B1:B3,"9,5")', '=TEXT(1,"[Red]0")',
        "=OFFSET(A1,1,1)", "=MATCH(1,B1:B3,-1)", "=LET(x,1,x)", "=" + "(" * 300 + "1" + ")" * 300, "=1+",
        "={1,2}{3}", "=A1#", "=1E309", '=XLOOKUP(3,B1:B3,"x")',
    ],
)  # fmt: skip
def test_what_is_not_known_has_no_value_rather_than_a_wrong_one(opened, formula):
    book = opened()
    book.sheets[0].range("B1").value = [[3], [2], [1]]
    book.sheets[0].range("D1").formula = formula
    assert book.sheets[0].range("D1").options(err_to_str=True).value is None


def test_the_day_of_the_run_can_be_set(opened, monkeypatch):
    monkeypatch.setattr(dates, "today", lambda: dt.date(2026, 3, 1))
    book = opened()
    book.sheets[0].range("A1").formula = "=TODAY()"
    assert book.sheets[0].range("A1").value == 46082.0


def test_ten_thousand_criteria_are_computed_in_a_few_seconds(opened):
    book = opened()
    sheet = book.sheets[0]
    sheet.range("A1").value = [[20, 18.5, None] for _ in range(10_000)]
    sheet.range(
        (1, 4), (10_000, 4)
    ).formula = '=IF(OR(TRIM(C1)<>"",NOT(ISNUMBER(A1)),NOT(ISNUMBER(B1))),"",ROUND(A1-B1,6))'
    sheet.range((1, 5), (10_000, 5)).formula = '=IF(OR(TRIM(C1)<>"",NOT(ISNUMBER(B1)),N(A1)=0),"",B1/A1)'
    sheet.range("G1").formula = "=SUM(D1:D10000)"
    start = time.process_time()
    assert sheet.range("G1").value == 15_000
    values = sheet.range((1, 4), (10_000, 5)).value
    assert values[-1] == [1.5, 0.925]
    assert time.process_time() - start < 8
    assert len(book.impl.doc._closures) < 10


def test_a_formula_over_a_whole_column_looks_only_at_what_is_used(opened):
    book = opened()
    book.sheets[0].range("A1").value = [[1], [2], ["x"]]
    book.sheets[0].range("C1").formula = [["=SUM(A:A)"], ['=COUNTIF(A:A,"")'], ["=COUNTA(A:A)"], ["=MATCH(2,A:A,0)"]]
    assert book.sheets[0].range("C1:C4").value == [3.0, 1_048_573.0, 3.0, 2.0]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=SUMPRODUCT(IF(ISNUMBER(A1:A4),A1:A4,0))", 4.0),
        ("=SUMPRODUCT(IFERROR(A1:A3,B1:B3))", 11.0),
        ("=SUMPRODUCT(IF(ISERROR(A1:A4),1,0))", 1.0),
        ("=SUMPRODUCT(CHOOSE(A1:A3,1,2,3))", None),  # not for each place: unknown rather than wrong
        ("=SUMPRODUCT(SWITCH(A1:A3,1,2,3))", None),
        ("=SUMPRODUCT(IFS(A1:A3=1,2,TRUE,3))", None),
    ],
)
def test_a_choice_for_each_place_looks_at_errors_only_where_it_takes_them(opened, formula, value):
    def fill(wb):
        ws = wb.active
        for row, cells in enumerate([(1, 5), ("=1/0", 7), (3, 9), ("x", 11)], 1):
            ws.cell(row, 1, cells[0])
            ws.cell(row, 2, cells[1])
        ws["D1"] = formula

    assert opened(fill).sheets[0].range("D1").value == value


def test_a_conditional_format_of_many_rows_is_worked_out_to_the_last(opened):
    def fill(wb):
        for row in range(1, 501):
            wb.active.append([row] * 10)

    doc = opened(fill).impl.doc
    ws, calculator = doc.wb.worksheets[0], doc.calculator
    closure = calculator.closure("=COUNTA($A1:$J400)>0", 1, 1)
    assert [calculator.evaluated(closure, ws, row, 1) for row in range(1, 502)] == [True] * 500 + [False]


def test_what_many_formulas_ask_of_the_same_cells_is_worked_out_once(opened, monkeypatch):
    worked = []
    plain = areas.worked_out

    def counted(place, function, arguments, *, errors=False):
        worked.append(function)
        return plain(place, function, arguments, errors=errors)

    monkeypatch.setattr(areas, "worked_out", counted)
    book = opened()
    sheet = book.sheets[0]
    sheet.range("A1:A3").number_format = "@"
    sheet.range("A1").value = [["1."], ["2"], ["3.1"]]
    sheet.range("B1").options(transpose=True).value = [5, 7, 9]
    sheet.range("D1").formula = [[f'=SUMPRODUCT(--(SUBSTITUTE(A1:A3,".","")=A1:A3),B1:B3)+{n}'] for n in range(20)]
    assert sheet.range("D1:D20").value == [7.0 + n for n in range(20)]
    assert len(worked) == 4
    sheet.range("A2").value = "2."
    assert sheet.range("D1:D20").value == [float(n) for n in range(20)]


def test_arrays_that_are_alike_in_memory_are_told_apart(opened):
    """Arrays are known by their place in memory: one that is gone must not be taken for the next."""
    book = opened()
    sheet = book.sheets[0]
    sheet.range("A1").value = [[n, n * n] for n in range(200)]
    sheet.range("D1").formula = [[f"=SUMPRODUCT(({{1;2;3}}*{n})+(A{n}:A{n + 2}*B{n}:B{n + 2}))"] for n in range(1, 190)]
    found = sheet.range("D1:D189").value
    assert found == [6.0 * n + sum((k - 1) ** 3 for k in range(n, n + 3)) for n in range(1, 190)]
