"""Vietnamese numbers: exact, both ways, refused where they have no one reading."""

import time
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_macros.rules.numbers import (
    NotANumber,
    format_index,
    format_number,
    name_numbers,
    parse_number,
    parse_percent,
    roman_value,
    shorten,
)

figures = st.decimals(min_value=-(10**12), max_value=10**12, places=4)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("9,5", "9.5"),
        ("3.5", "3.5"),
        ("10", "10"),
        ("1.250,5", "1250.5"),
        ("1,250.5", "1250.5"),
        ("1.250", "1250"),  # Vietnamese thousands: exactly three digits after the only dot
        ("12.345", "12345"),
        ("0.125", "0.125"),  # no thousands begin with 0
        ("1250.500", "1250.5"),  # no group of thousands has four digits
        ("89.70", "89.7"),
        ("1,250", "1.25"),  # the comma is the decimal mark
        ("1.250.000", "1250000"),
        ("1,250,000", "1250000"),
        ("1.250.000,75", "1250000.75"),
        ("1 250,5", "1250.5"),
        ("1\u00a0250\u202f000", "1250000"),
        (",5", "0.5"),
        ("-3,5", "-3.5"),
        ("−3,5", "-3.5"),
        ("– 3,5", "-3.5"),
        ("+ 2", "2"),
        (" \u00a09,5\u200b ", "9.5"),
        ("\uff11\uff12\uff0c\uff15", "12.5"),
        ("007", "7"),
    ],
)
def test_text_is_read_as_an_exact_decimal(written, number):
    assert parse_number(written) == Decimal(number)


@pytest.mark.parametrize(
    "written",
    [
        *(
            "chín",
            "9 điểm",
            "9,5,5",
            "1.2.3",
            "1.25,5",
            "1.250,5,5",
            "12,345,67",
            "9,",
            "9.",
            "9 5",
            "9, 5",
            "--5",
            ".",
        ),
        *("1e5", "0x10", "²", "½", "٣", "=1+1", "'9", "∞", "NaN", "-", "%", "89,70%", "1_000", "3/5", "1 2.345"),
    ],
)
def test_what_is_no_number_is_refused(written):
    with pytest.raises(NotANumber):
        parse_number(written)


def test_the_refusal_says_what_to_type():
    with pytest.raises(NotANumber) as refused:
        parse_number("chín")
    assert str(refused.value) == "'chín' không phải là số. Nhập số, ví dụ 9 hoặc 9,5."
    assert refused.value.value == "chín"
    with pytest.raises(NotANumber, match=r"^'chín%' không phải là số\. Nhập 89,7 hoặc 89,70%\.$"):
        parse_percent("chín%")


def test_the_refusal_is_one_short_line():
    with pytest.raises(NotANumber) as refused:
        parse_number("dòng một\ndòng hai " * 50)
    assert len(str(refused.value)) < 100
    assert "\n" not in str(refused.value)
    assert "…" in str(refused.value)


@pytest.mark.parametrize("blank", [None, "", "  ", "\u00a0\n", "\u200b"])
def test_a_blank_is_no_zero(blank):
    assert parse_number(blank) is None
    assert parse_percent(blank) is None


@pytest.mark.parametrize(
    "value",
    [True, False, float("nan"), float("inf"), float("-inf"), Decimal("NaN"), Decimal("Infinity"), b"9", [9], 3j],
)
def test_values_that_are_no_finite_number_are_refused(value):
    with pytest.raises(NotANumber):
        parse_number(value)


def test_a_float_is_read_as_excel_shows_it():
    assert parse_number(0.1 + 0.2) == Decimal("0.3")
    assert parse_number(89.7 - 80) == Decimal("9.7")
    assert parse_number(91 - 90.99999999999999) == 0
    assert parse_number(1234567.1 + 0.1) == Decimal("1234567.2")
    assert parse_number(9.5) == Decimal("9.5")
    assert parse_number(1e-300) == 0


def test_absurd_numbers_are_refused_at_once():
    start = time.process_time()
    for absurd in ("9" * 1_000_000, "9," * 500_000, "1" + ".000" * 300_000, 10**100_000, 1e300, Decimal("1e999999")):
        with pytest.raises(NotANumber) as refused:
            parse_number(absurd)
        assert len(str(refused.value)) < 100
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    ("written", "number"),
    [("89,70%", "89.70"), ("100 %", "100"), ("89.7", "89.7"), (89.7, "89.7"), ("\uff11\uff10\uff05", "10"), (0, "0")],
)
def test_percentages_are_read_in_points_of_a_hundred(written, number):
    assert parse_percent(written) == Decimal(number)


@pytest.mark.parametrize("written", ["%", "89%%", "chín %", "%89"])
def test_what_is_no_percentage_is_refused(written):
    with pytest.raises(NotANumber):
        parse_percent(written)


@pytest.mark.parametrize(
    ("number", "places", "written"),
    [
        ("9.5", None, "9,5"),
        ("9.50", None, "9,5"),
        ("91", 2, "91,00"),
        ("1250.5", None, "1.250,5"),
        ("1234567.891", 2, "1.234.567,89"),
        ("1E+3", None, "1.000"),
        ("0.125", 2, "0,13"),  # half up, as offices round
        ("2.5", 0, "3"),
        ("-0.001", 2, "0,00"),
        ("-0", None, "0"),
        ("-3.50", 1, "-3,5"),
        ("100", None, "100"),
    ],
)
def test_numbers_are_written_the_vietnamese_way(number, places, written):
    assert format_number(Decimal(number), places) == written


def test_an_endless_fraction_is_rounded_when_written():
    assert format_number(Decimal(100) * 91 / Decimal(97), 2) == "93,81"


@given(figures)
def test_what_is_written_is_read_back(number):
    assert parse_number(format_number(number)) == number
    assert parse_percent(format_number(number) + "%") == number


@given(figures, st.integers(0, 6))
def test_what_is_written_with_fixed_places_is_read_back_rounded(number, places):
    assert parse_number(format_number(number, places)) == number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_a_float_cell_gives_the_decimal_that_was_typed(number):
    assert parse_number(float(number)) == number


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_whole_numbers_stay_exact(number):
    assert parse_number(number) == number
    assert parse_number(format_number(Decimal(number))) == number


@given(st.one_of(st.text(), st.text("0123456789.,-+% \u00a0", max_size=12), st.floats(), st.decimals(), st.binary()))
def test_any_value_is_a_finite_number_or_blank_or_refused(value):
    for parse in (parse_number, parse_percent):
        try:
            number = parse(value)
        except NotANumber as refused:
            assert str(refused).startswith(f"'{shorten(value)}' không phải là số. Nhập ")  # noqa: PT017
        else:
            assert number is None or (number.is_finite() and abs(number) < 10**15)


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("Phòng Nghiệp vụ II", [2]), ("Phòng số 1, số 12", [1, 12]), ("Tổ ix", [9]), ("Đơn vị vi phạm", []),
        ("XIV", [14]), ("Văn phòng", []),
    ],
)  # fmt: skip
def test_a_name_has_its_numbers_roman_ones_too(name, numbers):
    assert name_numbers(name) == numbers


def test_a_word_that_is_no_roman_numeral_has_no_value():
    assert [roman_value(word) for word in ("XL", "IV", "IIII", "VP")] == [40, 4, None, None]


def test_a_text_of_forty_characters_is_a_number_and_a_longer_one_is_none():
    assert parse_number("0" * 39 + "5") == 5
    with pytest.raises(NotANumber):
        parse_number("0" * 40 + "5")


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [(None, 2, ""), ("89.7", 2, "89,70%"), ("100", 2, "100%"), ("89.995", 2, "90,00%"), ("91", 3, "91,000%")],
)
def test_an_index_has_the_decimals_of_the_settings(value, places, text):
    assert format_index(None if value is None else Decimal(value), places) == text
