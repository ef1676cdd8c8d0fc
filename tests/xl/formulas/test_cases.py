"""Every case, and some hundred random formulas, computed here, by Excel's rules and by LibreOffice."""

import random

import openpyxl
import pytest

from tests.libreoffice import recalculated
from tests.xl.formulas.cases import cases, fill
from xl.engine import open_book

CASES = cases()
DATA = [
    (3, 1, "an"),
    (7.5, 2, "ba"),
    (0, 3, "aa"),
    (2, 2, ""),
    (9, 0.5, "Phòng"),
    (4, 8, "a"),
    (1, 1, "ab"),
    (2, 6, "A"),
]
NUMBERS = [f"D!J{row}" for row in range(2, 10)]
TEXTS = [f"D!L{row}" for row in range(2, 10)]
COLUMNS = ["D!J2:J9", "D!J2:J5", "D!K2:K9"]
AREAS = [*COLUMNS, "D!J3:K4"]

# {a} {b}: numbers; {t} {u}: texts; {area} {column}: cells; {n}: a small whole number
_NUMBERS = """
({a}+{b})
({a}-{b})
({a}*{b})
IFERROR({a}/{b},-1)
IF({a}>{b},{a},{b})
ROUND({a},{n})
SUM({area},{a})
MAX({area},{a})
AVERAGE({area})
COUNTIF({column},">{n}")
LEN({t})
IFERROR(MATCH({a},{column},0),0)
INDEX({column},1+MOD({n},4))
INT({a})
MOD({a},7)
ABS({a})
SUMPRODUCT(--({column}>{n}),{column})
IF(AND({a}>1,{b}<5),{a},{b})
IFERROR(SMALL({area},{n}),0)
SUMIFS(D!J2:J9,D!L2:L9,"a*",D!K2:K9,"<={n}")
IFERROR(SEARCH("a",{t}),0)
COUNTIF(D!L2:L9,{t})
"""
_TEXTS = """
LEFT({t},{n})
RIGHT({t},{n})
MID({t},{n}+1,2)
UPPER({t})
TRIM({t}&"_")
({t}&{u})
SUBSTITUTE({t},"a","b")
IF({a}>2,{t},"c")
({t}&{number})
REPT({t},{n})
"""
NUMBER_FORMULAS, TEXT_FORMULAS = _NUMBERS.split(), _TEXTS.split()


def random_formula(rng, templates, depth):
    if depth == 0:
        number = templates is NUMBER_FORMULAS
        leaves = [*NUMBERS, "0", "1", "2.0", "7.5", "0.25", "100"] if number else [*TEXTS, '"ab"', '"Phòng"']
        return rng.choice(leaves)
    parts = {name: random_formula(rng, NUMBER_FORMULAS, depth - 1) for name in "ab"}
    parts |= {name: random_formula(rng, TEXT_FORMULAS, depth - 1) for name in "tu"}
    return rng.choice(templates).format(
        **parts, area=rng.choice(AREAS), column=rng.choice(COLUMNS), number=rng.choice(NUMBERS), n=rng.randint(0, 4)
    )


def random_formulas(count):
    rng = random.Random(2026)  # noqa: S311  # the same formulas in every run
    kinds = (NUMBER_FORMULAS, TEXT_FORMULAS)
    return [f"={random_formula(rng, rng.choice(kinds), rng.randint(1, 3))}" for _ in range(count)]


@pytest.fixture(scope="module")
def computed(tmp_path_factory):
    """The saved workbook, and per sheet the formulas with their values."""
    wb = openpyxl.Workbook()
    fill(wb)
    for row, line in enumerate(DATA, 2):
        for column, value in enumerate(line, 10):
            wb["D"].cell(row, column, value)
    wb.create_sheet("R")
    path = tmp_path_factory.mktemp("cong-thuc") / "so.xlsx"
    wb.save(path)
    book = open_book(path)
    formulas = {"F": [formula for formula, _, _ in CASES], "R": random_formulas(300)}
    values = {}
    for name, texts in formulas.items():
        book.sheets[name].range("A1").formula = [[text] for text in texts]
        values[name] = book.sheets[name].range((1, 1), (len(texts), 1)).options(err_to_str=True).value
    book.save(path)
    return path, formulas, values


@pytest.mark.parametrize("row", range(len(CASES)), ids=[formula for formula, _, _ in CASES])
def test_a_formula_gives_what_excel_gives(computed, row):
    value = computed[2]["F"][row]
    formula, wanted, _ = CASES[row]
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
    excepted = {formula for formula, _, agrees in CASES if not agrees}
    different = {}
    for name, texts in formulas.items():
        for row, (formula, mine) in enumerate(zip(texts, values[name], strict=True), 1):
            other = theirs.get((name, f"A{row}"), "")
            if not same(mine, other) and formula not in excepted:
                different[formula] = (mine, other)
    assert not different, "\n".join(f"{formula}: {both}" for formula, both in different.items())


def same(mine, other):
    if hasattr(other, "isoformat"):
        return isinstance(mine, float)  # LibreOffice formats a day by itself
    if isinstance(mine, float) and isinstance(other, int | float):
        return abs(mine - other) <= 1e-9 * max(1, abs(mine))
    return mine == other or (mine is None and other == "")
