"""Bands as the setting words them."""

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_macros.rules.bands import Band, band_of, read_bands
from cchc_macros.rules.numbers import format_number

GOOD = (Band("Xuất sắc", Decimal(90)), Band("Tốt", Decimal(80)), Band("Khá", Decimal(65)))


@pytest.mark.parametrize(
    "text",
    [
        "Xuất sắc ≥ 90; Tốt ≥ 80; Khá ≥ 65",
        "Khá>=65;Tốt>=80;Xuất sắc>=90;",
        "Xuất sắc từ 90 trở lên\nTốt từ 80% trở lên\n\nKhá từ 65,0 trở lên",
        "Xuất sắc ≥ 90; Tốt => 80 ; Khá ≥ 65.",
    ],
)
def test_bands_are_read_as_people_word_them(text):
    assert read_bands(text) == GOOD


def test_a_blank_setting_has_no_bands():
    assert read_bands(" \n; ") == ()
    assert band_of(Decimal(99), ()) == ""


@pytest.mark.parametrize(
    "text", ["Tốt", "≥ 90", "Tốt ≥ chín mươi", "Tốt ≥ 101", "Tốt ≥ -1", "Tốt < 90", "Tốt ≥ 80, Khá ≥ 65", "90; 80; 65"]
)
def test_what_is_no_band_is_told_with_an_example(text):
    with pytest.raises(ValueError, match=r"Nhập ví dụ: Xuất sắc ≥ 90; Tốt ≥ 80; Khá ≥ 65\."):
        read_bands(text)


@pytest.mark.parametrize("text", ["Tốt ≥ 80; tốt ≥ 90", "Tốt ≥ 80; Khá ≥ 80"])
def test_bands_that_contradict_each_other_are_told(text):
    with pytest.raises(ValueError, match="trùng nhau"):
        read_bands(text)


@pytest.mark.parametrize(
    ("index", "band"),
    [("90", "Xuất sắc"), ("89.9999", "Tốt"), ("80", "Tốt"), ("65", "Khá"), ("64.99", ""), ("0", ""), (None, "")],
)
def test_an_index_is_in_the_highest_band_it_reaches(index, band):
    assert band_of(None if index is None else Decimal(index), GOOD) == band


@given(st.lists(st.decimals(0, 100, places=2), min_size=1, max_size=6, unique=True), st.randoms())
def test_bands_written_in_any_order_are_read_back(limits, chance):
    bands = [Band(f"Mức {number}", limit) for number, limit in enumerate(limits)]
    chance.shuffle(bands)
    text = "; ".join(f"{band.name} ≥ {format_number(band.least)}" for band in bands)
    assert read_bands(text) == tuple(sorted(bands, key=lambda band: -band.least))


def test_a_pasted_page_is_told_at_once():
    start = time.process_time()
    with pytest.raises(ValueError, match="không phải là một mức"):
        read_bands("A" * 30_000)
    assert time.process_time() - start < 1


@given(st.text(max_size=60))
def test_any_text_is_read_or_told(text):
    try:
        bands = read_bands(text)
    except ValueError as error:
        assert "Nhập ví dụ" in str(error)  # noqa: PT017
    else:
        assert all(band.name and 0 <= band.least <= 100 for band in bands)
