"""Text from cells: cleaned for show, folded for comparison, in bounded time."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_macros.rules.text import clean, clean_lines, fold, initials, tokens, unaccented


def test_clean_gives_composed_text_on_one_line_without_stray_spaces():
    decomposed = unicodedata.normalize("NFD", "Phòng Nghiệp vụ")
    assert clean(f"\ufeff  {decomposed}\u00a0\r\n\tI\u200b ") == "Phòng Nghiệp vụ I"
    assert clean(None) == ""
    assert clean(12) == "12"


def test_a_mark_parted_from_its_letter_by_an_invisible_space_is_composed():
    assert clean("a\u200b\u0301") == "á"


def test_clean_lines_keeps_line_breaks_and_drops_empty_lines():
    assert clean_lines(" Văn phòng  Sở\r\n\n\x0b Phòng\u00a0I ") == "Văn phòng Sở\nPhòng I"
    assert clean_lines(None) == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Số hoá", "số hóa"),
        ("uỷ ban", "Ủy  ban"),
        ("khoẻ", "KHỎE"),
        ("Văn phòng Sở", unicodedata.normalize("NFD", "VĂN PHÒNG SỞ")),
        ("quý", "qúy"),
    ],
)
def test_spellings_of_one_name_fold_alike(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("trừ", "trụ"), ("Sở", "Số"), ("Phòng Nghiệp vụ I", "Phòng Nghiệp vụ II"), ("Đội", "Dội"), ("hoa", "hóa")],
)
def test_different_words_do_not_fold_alike(one, other):
    assert fold(one) != fold(other)


def test_unaccented_text_is_plain():
    assert unaccented(" Đến hết  QUÝ IV ") == "den het quy iv"


def test_initials_keep_numbers_whole():
    assert initials("Phòng Công chứng số 12") == "PCCS12"
    assert initials("Đội, văn phòng") == "DVP"
    assert initials("") == ""


def test_tokens_know_their_places():
    text = "Phòng Phổ biến, giáo dục\n– (II)"
    found = tokens(text)
    assert [text[token.start : token.end] for token in found] == [
        *("Phòng", "Phổ", "biến", ",", "giáo", "dục", "\n", "–", "(", "II", ")")
    ]
    assert [token.key for token in found if not token.is_word] == [",", "\n", "-", "(", ")"]


@given(st.text())
def test_any_text_is_cleaned_once_and_for_all(text):
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert clean_lines(clean_lines(text)) == clean_lines(text)
    assert "\n" not in cleaned
    assert "".join(cleaned[token.start : token.end] for token in tokens(cleaned)) == "".join(cleaned.split())


@given(st.text(st.characters(categories=("L", "N", "Z", "P"))))
def test_spacing_and_unicode_form_do_not_change_the_fold(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)
    assert fold(f"  {text} \u00a0") == fold(text)


def test_thousands_of_marks_on_one_letter_are_cleaned_at_once():
    start = time.process_time()
    assert len(clean("a" + "\u0301\u0323" * 100_000)) < 20
    assert time.process_time() - start < 1


def test_two_marks_on_a_letter_are_kept_in_the_order_of_unicode():
    assert fold("ma\u0301\u0323") == fold("ma\u0323\u0301") == "ma\u0323\u0301"
