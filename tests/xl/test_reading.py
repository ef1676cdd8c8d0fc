"""Areas of a sheet, without an Excel."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from xl.reading import runs


@given(st.sets(st.integers(1, 40)))
def test_neighbours_are_together_and_nobody_is_left_out(numbers):
    found = runs(numbers)
    assert [number for first, last in found for number in range(first, last + 1)] == sorted(numbers)
    assert all(before[1] + 1 < after[0] for before, after in pairwise(found))
