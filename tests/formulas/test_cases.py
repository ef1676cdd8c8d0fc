"""Every case, and some hundred random formulas, computed here, by Excel's rules and by LibreOffice."""

import random

import openpyxl
import pytest

from tests.formulas.cases import CASES, LIBREOFFICE_DIFFERS, D, fill
from tests.libreoffice import recalculated
from xl.engine import open_book

NUMBERS = [f"{D}J{row}" for row in range(2, 10)]
AREAS = [f"{D}J2:J9", f"{D}J2:J5", f"{D}K2:K9", f"{D}J3:K4"]
TEXTS = [f"{D}L{row}" for row in range(2, 10)]


def random_number(rng, depth):
    """A formula that gives a number, or an error of a kind both know."""
    if depth == 0:
        return rng.choice([rng.choice(NUMBERS), f"{rng.choice([0, 1, 2, 3, 7.5, 0.25, 100])}"])
    a, b = (random_number(rng, depth - 1) for _ in range(2))
    text, area, column = random_text(rng, depth - 1), rng.choice(AREAS), rng.choice(AREAS[:3])
    return rng.choice([
        f"({a}+{b})", f"({a}-{b})", f"({a}*{b})", f"IFERROR({a}/{b},-1)", f"IF({a}>{b},{a},{b})", f"ROUND({a},{rng.randint(0, 3)})",
        f"SUM({area},{a})", f"MAX({area},{a})", f"AVERAGE({area})", f"COUNTIF({column},\">{rng.randint(0, 9)}\")", f"LEN({text})",
        f"IFERROR(MATCH({a},{column},0),0)", f"INDEX({column},{rng.randint(1, 4)})", f"INT({a})", f"MOD({a},7)", f"ABS({a})",
        f"SUMPRODUCT(--({column}>{rng.randint(0, 9)}),{column})", f"IF(AND({a}>1,{b}<5),{a},{b})", f"IFERROR(SMALL({area},{rng.randint(1, 9)}),0)",
        f'SUMIFS({D}J2:J9,{D}L2:L9,"a*",{D}K2:K9,"<={rng.randint(0, 9)}")', f"IFERROR(SEARCH(\"a\",{text}),0)", f"COUNTIF({D}L2:L9,{text})",
    ])  # fmt: skip


def random_text(rng, depth):
    """A formula that gives a text."""
    if depth <= 0:
        return rng.choice([rng.choice(TEXTS), '"ab"', '"Phòng"'])
    a, number = random_text(rng, depth - 1), rng.randint(0, 4)
    return rng.choice([
        f"LEFT({a},{number})", f"RIGHT({a},{number})", f"MID({a},{number + 1},2)", f"UPPER({a})", f"TRIM({a}&\" x\")", f"({a}&{random_text(rng, depth - 1)})",
        f'SUBSTITUTE({a},"a","b")', f'IF({random_number(rng, depth - 1)}>2,{a},"c")', f"({a}&{rng.choice(NUMBERS)})", f"REPT({a},{number})",
    ])  # fmt: skip


def random_formulas(count):
    rng = random.Random(2026)  # noqa: S311  # the same formulas in every run
    kinds = (random_number, random_text)
    return [f"={rng.choice(kinds)(rng, rng.randint(1, 3))}" for _ in range(count)]


@pytest.fixture(scope="module")
def computed(tmp_path_factory):
    """The saved workbook, and per sheet the formulas with their values."""
    wb = openpyxl.Workbook()
    fill(wb)
    data = wb["Dữ liệu"]
    for row, line in enumerate([(3, 1, "an"), (7.5, 2, "ba"), (0, 3, "aa"), (2, 2, ""), (9, 0.5, "Phòng"), (4, 8, "a"), (1, 1, "ab"), (2, 6, "A")], 2):
        data.cell(row, 10, line[0])
        data.cell(row, 11, line[1])
        data.cell(row, 12, line[2])
    wb.create_sheet("Ngẫu nhiên")
    path = tmp_path_factory.mktemp("cong-thuc") / "so.xlsx"
    wb.save(path)
    book = open_book(path)
    formulas = {"Công thức": [formula for formula, _ in CASES], "Ngẫu nhiên": random_formulas(300)}
    values = {}
    for name, texts in formulas.items():
        book.sheets[name].range("A1").formula = [[text] for text in texts]
        values[name] = book.sheets[name].range((1, 1), (len(texts), 1)).options(err_to_str=True).value
    book.save(path)
    return path, formulas, values


@pytest.mark.parametrize("row", range(len(CASES)), ids=[formula for formula, _ in CASES])
def test_a_formula_gives_what_excel_gives(computed, row):
    value = computed[2]["Công thức"][row]
    formula, wanted = CASES[row]
    wanted = float(row + 1) if wanted is None else wanted
    if isinstance(wanted, float):
        assert value == pytest.approx(wanted, rel=1e-14, abs=1e-14), formula
    elif wanted == "":
        assert value is None  # as xlwings reads an empty text
    else:
        assert (type(value), value) == (type(wanted), wanted), formula


def test_libreoffice_gives_the_same(computed):
    path, formulas, values = computed
    theirs = recalculated(path)
    different = {}
    for name, texts in formulas.items():
        for row, (formula, mine) in enumerate(zip(texts, values[name], strict=True), 1):
            other = theirs.get((name, f"A{row}"), "")
            if not same(mine, other) and formula not in LIBREOFFICE_DIFFERS:
                different[formula] = (mine, other)
    assert not different, "\n".join(f"{formula}: {both}" for formula, both in different.items())


def same(mine, other):
    if hasattr(other, "isoformat"):
        return isinstance(mine, float)  # LibreOffice formats a day by itself
    if isinstance(mine, float) and isinstance(other, int | float):
        return abs(mine - other) <= 1e-9 * max(1, abs(mine))
    return mine == other or (mine is None and other == "")
