import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl.cells.addresses import column_letters, column_number


@pytest.mark.parametrize(("letters", "number"), [("A", 1), ("Z", 26), ("AA", 27), ("ab", 28), ("XFD", 16_384)])
def test_columns_are_numbered_as_in_excel(letters, number):
    assert column_number(letters) == number
    assert column_letters(number) == letters.upper()


@given(st.integers(1, 16_384))
def test_letters_and_numbers_are_two_ways_of_saying_the_same(number):
    assert column_number(column_letters(number)) == number
