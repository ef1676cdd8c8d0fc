"""Text of a cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_macros.plans.words.pieces import join, strip_markup, tidy


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<b>Điểm tối đa</b> <i>(Các tiêu chí)</i>", "Điểm tối đa (Các tiêu chí)"), ("**Phụ lục**", "Phụ lục"),
        ("***Nơi nhận:***", "Nơi nhận:"), ("**KHẮC PHỤC NĂM 2025,  ", "KHẮC PHỤC NĂM 2025,  "), ("a<br/>b", "a\nb"),
        ("dưới 5 < 6 > 4", "dưới 5 < 6 > 4"), ("2*3*4", "2*3*4"), ("A &amp; B", "A & B"), ("* ghi chú", "* ghi chú"),
        ("CHỈ SỐ NĂM 2026**", "CHỈ SỐ NĂM 2026"),
    ],
)  # fmt: skip
def test_markup_goes_and_what_only_looks_like_it_stays(text: str, plain: str):
    assert strip_markup(text) == plain


def test_bullets_run_together_after_a_sentence_are_set_apart():
    assert tidy("- Một.  - Hai; + Ba: – Bốn") == "- Một.\n- Hai;\n+ Ba:\n– Bốn"


@pytest.mark.parametrize("text", ["giai đoạn 2021 - 2030", "Sở - ngành", "a. -5 độ"])
def test_a_dash_inside_a_sentence_is_no_bullet(text: str):
    assert tidy(text) == text


@pytest.mark.parametrize(
    ("first", "rest", "whole"),
    [
        ("Các phòng, đơn", "vị thuộc Sở", "Các phòng, đơn vị thuộc Sở"), ("số 02/KH-", "STP", "số 02/KH-STP"),
        ("xử lý/", "kiến nghị", "xử lý/kiến nghị"), ("năm 2021 -", "2030", "năm 2021 - 2030"), ("", "a", "a"),
        ("a", "", "a"), ("- Một;", "- Hai", "- Một;\n- Hai"), ("Một", "- hai", "Một\n- hai"),
    ],
)  # fmt: skip
def test_pieces_of_a_broken_cell_are_joined(first: str, rest: str, whole: str):
    assert join(first, rest) == whole


@given(st.text())
def test_tidy_text_stays_as_it_is(text: str):
    assert tidy(tidy(text)) == tidy(text)
