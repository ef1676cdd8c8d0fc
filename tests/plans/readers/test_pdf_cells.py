"""Characters of a page to the text of a cell."""

from cchc_macros.plans.readers.pdf_cells import Char, PageArea, cell_text, text_lines, unmerged

CELL = PageArea(0, 0, 110.8, 100)  # 100 points of text and Word's padding


def typed(*lines: str, x: float = 5.4, font: str = "") -> list[Char]:
    """Lines of a typewriter: a character is 5 points wide and 10 high."""
    return [
        Char(text=sign, x0=x + 5 * i, top=12 * n, x1=x + 5 * i + 5, bottom=12 * n + 10, font=font)
        for n, line in enumerate(lines)
        for i, sign in enumerate(line)
    ]


def test_a_line_broken_by_the_width_goes_on():
    assert cell_text(typed("Các phòng, đơn vị", "thuộc Sở"), CELL) == "Các phòng, đơn vị thuộc Sở"


def test_a_line_broken_though_the_next_word_would_fit_ends_a_paragraph():
    assert cell_text(typed("Văn phòng", "Phòng A"), CELL) == "Văn phòng\nPhòng A"


def test_a_bullet_begins_a_line_even_after_a_full_one():
    assert cell_text(typed("- Một hai ba bốn nă;", "- sáu"), CELL) == "- Một hai ba bốn nă;\n- sáu"


def test_a_number_broken_at_its_hyphen_is_one_word():
    assert cell_text(typed("Kế hoạch số 41 và/KH-", "STP"), CELL) == "Kế hoạch số 41 và/KH-STP"


def test_a_space_printed_at_the_end_of_a_line_is_kept():
    assert cell_text(typed("một hai ba bốn năm - ", "sáubảytám"), CELL) == "một hai ba bốn năm - sáubảytám"


def test_a_gap_without_a_space_is_a_space():
    chars = [*typed("Văn"), *typed("phòng", x=5.4 + 18)]
    assert cell_text(chars, CELL) == "Văn phòng"


def test_characters_out_of_order_are_put_in_order():
    chars = typed("Văn phòng Sở Tư pháp", "tỉnh")
    assert cell_text(chars[::-1], CELL) == "Văn phòng Sở Tư pháp tỉnh"


def test_old_characters_are_converted_run_by_run():
    chars = [*typed("C«ng ", font=".VnTime"), *typed("tác", x=5.4 + 25)]
    assert cell_text(chars, CELL) == "Công tác"


def test_nothing_is_nothing():
    assert cell_text([], CELL) == ""
    assert text_lines(typed("   ")) == []


def test_words_tied_by_a_no_break_space_are_one_word():
    assert cell_text(typed("Trong năm nay quý", "II\u00a0năm\u00a02026"), CELL) == "Trong năm nay quý II năm 2026"


COLUMNS = [0, 40, 80]
ROW = PageArea(0, 0, 120, 100)


def test_texts_that_keep_to_the_columns_are_cells_of_their_own():
    chars = [*typed("một"), *typed("hai", x=45.4), *typed("ba", x=85.4)]
    assert [(part.x0, part.x1) for part in unmerged(ROW, COLUMNS, chars)] == [(0, 40), (40, 80), (80, 120)]


def test_a_text_across_an_edge_is_of_a_merged_cell():
    assert unmerged(ROW, COLUMNS, typed("I. Công tác chỉ đạo")) == [ROW]
    assert unmerged(ROW, COLUMNS, [*typed("một hai"), *typed("ba", x=85.4)]) == [ROW]


def test_a_text_in_one_column_alone_is_of_a_merged_cell():
    assert unmerged(ROW, COLUMNS, typed("một", x=45.4)) == [ROW]


def test_words_side_by_side_at_an_edge_are_of_a_merged_cell():
    assert unmerged(ROW, COLUMNS, [*typed("sáubảyt"), *typed("tám", x=41)]) == [ROW]
