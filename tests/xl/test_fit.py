from hypothesis import given
from hypothesis import strategies as st

from xl.fit import balance, inner_width, row_height, text_height, text_width, wrap

LINE = 12 * 1.3125

TEXTS = st.text(alphabet="aăâbcơưđế  \n,.;()0123456789XYẨ", max_size=400)


@given(TEXTS, st.floats(20, 400))
def test_the_lines_joined_are_the_text(text, width):
    assert "".join(wrap(text, width, 12)) == text


@given(TEXTS, st.floats(20, 400))
def test_no_line_is_wider_than_the_column(text, width):
    assert all(text_width(line.rstrip(), 12) <= width or len(line.rstrip()) <= 1 for line in wrap(text, width, 12))


def test_widths_are_those_of_times_new_roman():
    assert text_width("Phòng", 1000) == 556 + 500 + 500 + 500 + 500
    assert text_width("i", 1000, bold=True) == 278
    assert text_width("Cộng hoà", 12) == text_width("Cong hoa", 12)
    assert text_width("ơ", 12) > text_width("o", 12)  # the horn is beside the letter


def test_composed_and_decomposed_text_are_equally_wide():
    assert text_width("ế", 12) == text_width("e\u0302\u0301", 12)


def test_a_word_wider_than_its_column_is_broken():
    assert len(wrap("A" * 60, inner_width(20), 12)) > 5


def test_a_line_break_at_the_end_makes_a_line():
    assert len(wrap("R\n\n", 100, 12)) == 3


def test_a_title_of_two_lines_breaks_after_the_comma_in_the_middle():
    title = "KHẮC PHỤC CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2025, NÂNG CAO CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2026 CỦA SỞ TƯ PHÁP"
    assert balance(title, inner_width(250), 14).split("\n") == [
        "KHẮC PHỤC CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2025,",
        "NÂNG CAO CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2026 CỦA SỞ TƯ PHÁP",
    ]


def test_a_title_without_commas_has_lines_of_like_length():
    lines = balance("NÂNG CAO CHỈ SỐ CẢI CÁCH HÀNH CHÍNH " * 5, inner_width(250), 14).split("\n")
    widths = [text_width(line, 14, bold=True) for line in lines]
    assert max(widths) <= inner_width(250)
    assert max(widths) - min(widths) < 150


def test_a_title_keeps_the_line_breaks_it_was_typed_with():
    assert balance("MỘT\nHAI", 10, 14) == "MỘT\nHAI"


def test_a_short_text_takes_one_line():
    assert text_height("Văn phòng Sở", 20, 12) == LINE


def test_line_breaks_count():
    assert text_height("một\nhai\nba", 20, 12) == 3 * LINE


def test_a_long_text_takes_as_many_lines_as_it_needs():
    assert text_height("Các phòng, đơn vị thuộc Sở " * 4, 20, 12) >= 4 * LINE


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
