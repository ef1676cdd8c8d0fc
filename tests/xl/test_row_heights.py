"""Row heights: what fits one line, what needs more."""

from hypothesis import given
from hypothesis import strategies as st

from xl.row_heights import row_height, text_height

LINE = 12 * 1.3125


def test_a_short_text_takes_one_line():
    assert text_height("Văn phòng Sở", 20, 12) == LINE


def test_line_breaks_count():
    assert text_height("một\nhai\nba", 20, 12) == 3 * LINE


def test_a_long_text_takes_as_many_lines_as_it_needs():
    assert text_height("Các phòng, đơn vị thuộc Sở " * 4, 20, 12) >= 4 * LINE


def test_a_word_wider_than_its_column_is_broken_over_lines():
    assert text_height("x" * 100, 10, 12) > 5 * LINE


def test_bold_needs_at_least_as_much():
    text = "Trung tâm Trợ giúp pháp lý nhà nước " * 3
    assert text_height(text, 25, 12, bold=True) >= text_height(text, 25, 12)


def test_a_row_is_as_tall_as_its_tallest_cell_and_never_above_what_excel_allows():
    assert row_height([("a", 20), ("a b c\nd", 20)], 12) == row_height([("a\nb", 20)], 12)
    assert row_height([], 12) == row_height([("", 20)], 12) == 15.75
    assert row_height([("a\n" * 100, 20)], 12) == 409.5


@given(st.text(max_size=200), st.integers(3, 60))
def test_a_wider_column_never_needs_more_lines(text, width):
    assert text_height(text, width + 5, 12) <= text_height(text, width, 12)
