"""What stands above a row of a plan."""

import pytest

from cchc_macros.rules.headings import Headings, with_last
from cchc_macros.rules.scoring.scores import Criterion

ROWS = [("II", "Thể chế"), ("2.1", "Văn bản"), ("2.1.1", "Ban hành"), ("3", "Thủ tục"), ("", "Không số")]


@pytest.mark.parametrize(
    ("code", "above", "domain"),
    [
        ("2.1.1", ("II. Thể chế", "2.1. Văn bản"), "Thể chế"), ("II.1.1", ("II. Thể chế", "2.1. Văn bản"), "Thể chế"),
        ("3.4.5", ("3. Thủ tục",), "Thủ tục"), ("3", (), "Thủ tục"), ("9.1", (), ""),
    ],
)  # fmt: skip
def test_rows_above_are_those_of_shorter_numbers_roman_or_arabic(code, above, domain):
    over = Headings(Criterion(row=n, code=number, name=name) for n, (number, name) in enumerate(ROWS))
    assert (over.above(code), over.domain(code)) == (above, domain)


def test_a_name_stands_with_the_last_heading_above_it():
    assert with_last("Ban hành", ("II. Thể chế", "2.1. Văn bản")) == "Ban hành (mục 2.1. Văn bản)"
    assert with_last("Thể chế", ()) == "Thể chế"
