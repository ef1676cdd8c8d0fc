"""The live formula of a rule gives what the rule gives, by our evaluator, whatever the numbers."""

from decimal import Decimal

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc_macros.rules.scoring.point_rule_texts import key, read_rule
from cchc_macros.rules.scoring.rule_points import Declared, points
from cchc_macros.scores.points_by_rule import Cells, point_formula
from tests.libreoffice import recalculated
from xl.engine import open_book

RULES = (
    "b/a × tối đa", "b/a × tối đa; từ 80%; a = 0: tối đa", "a/b × 1,5; a = 0: không chấm",
    "trên 90 %: 2; từ 70 % – 90 %: 1; dưới 70 %: 0", "từ 90%: tối đa; từ 70% đến dưới 90%: b/a × 2; dưới 70%: 0",
    "trừ 0,25 mỗi a", "cộng 0,5 mỗi a", "a ≥ 10: 2; a ≥ 5: 1; còn lại: 0", "trên 90%: 2; dưới 90%: 1; a = 0: 0,5",
    "100 %: 2; từ 75 % đến 100 %: 1; còn lại: 0",
    "từ 90%: 100% điểm tối đa; từ 70%: 0,5 × tối đa; còn lại: 0",
    'kịp thời: 1; "không" kịp thời: 0,5; không ban hành: 0',
)  # fmt: skip
NUMBERS = st.one_of(
    st.integers(-1, 1000).map(Decimal), st.decimals(0, 100, places=2), st.none(), st.just(Decimal(0)),
    st.sampled_from([Decimal(number) for number in ("9", "10", "90", "100", "0.9", "8.1", "0.7", "7", "899999")]),
)  # fmt: skip
WORDS = st.sampled_from(["Kịp thời", 'KHÔNG"', '"không" kịp thời ', "", "không ban hành", "khác"])


def rows_of(cases):
    """A sheet with a row per case: maximum, a, b, the formula."""
    book = openpyxl.Workbook()
    for number, (rule, top, a, b) in enumerate(cases, start=1):
        cells = [top, a, b]
        for column, value in enumerate(cells, start=1):
            book.active.cell(number, column, float(value) if isinstance(value, Decimal) else value or None)
        place = Cells(f"A{number}", f"B{number}", f"C{number}", "FALSE")
        book.active.cell(number, 4, point_formula(read_rule(rule), place, 2))
    return book


def expected(rule, top, a, b):
    said = Declared(None, None, a or "") if isinstance(a, str) else Declared(a, b, str(a or ""))
    outcome = points(read_rule(rule), top, said, same=key(said.text), places=2)
    return None if outcome.points is None else float(outcome.points)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(st.sampled_from(RULES), st.sampled_from(["2", "0.5", "10", None]), NUMBERS, NUMBERS, WORDS)
def test_formula_and_rule_agree(tmp_path, rule, top, a, b, words):
    case = (rule, Decimal(top) if top else None, words if "không ban hành" in rule else a, b)
    path = tmp_path / "a.xlsx"
    rows_of([case]).save(path)
    shown = open_book(path).sheets[0].range("D1").value
    assert (None if shown in ("", None) else shown) == pytest.approx(expected(*case)) or expected(*case) is shown


def test_libreoffice_gives_the_same(tmp_path):
    numbers = [Decimal(number) for number in ("0", "0.7", "7", "9", "10", "25001", "22500", "-1")]
    cases = [
        (rule, Decimal(2), a, b)
        for rule in RULES
        for a in (["Kịp thời", "khác"] if "không ban hành" in rule else [*numbers, None])
        for b in numbers
    ]
    path = tmp_path / "a.xlsx"
    rows_of(cases).save(path)
    values = recalculated(path)
    for number, case in enumerate(cases, start=1):
        shown = values.get(("Sheet", f"D{number}"))
        assert (None if shown in ("", None) else shown) == pytest.approx(expected(*case), abs=1e-9), case
