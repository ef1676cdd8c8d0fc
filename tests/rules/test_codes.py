"""STT as read from cells."""

from datetime import datetime

import pytest

from cchc_macros.rules.codes import arabic, clean_code, is_code, is_numbered


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (3.0, "3"),
        (3.1, "3.1"),
        (" III. ", "III"),
        ("3.1.", "3.1"),
        (None, ""),
        (True, ""),
        (7, "7"),
        ("3,1", "3.1"),
        ("3.1)", "3.1"),
        ("(a)", "A"),
        ("3.\u200b1", "3.1"),
        ("3. 1", "3.1"),
        (datetime(2026, 2, 1), "01/02/2026"),  # noqa: DTZ001  what Excel makes of 1/2
    ],
)
def test_codes_are_read_from_numbers_and_text(value, code):
    assert clean_code(value) == code


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("I", "1"),
        ("IV", "4"),
        ("VIII", "8"),
        ("XIV", "14"),
        ("XL", "40"),
        ("IX.2", "9.2"),
        ("A", "A"),
        ("3.1", "3.1"),
        ("", ""),
    ],
)
def test_roman_numerals_are_read(code, expected):
    assert arabic(code) == expected


@pytest.mark.parametrize("code", ["3", "3.1", "III", "3.a", "a"])
def test_numbers_and_letters_with_dots_are_codes(code):
    assert is_code(code) is True


@pytest.mark.parametrize("code", ["", "-", "3..1", "x y", "3."])
def test_what_else_stands_there_is_none(code):
    assert is_code(code) is False


@pytest.mark.parametrize(("code", "numbered"), [("3", True), ("3.a", True), ("III.1", True), ("a", False), ("", False)])
def test_a_lone_letter_says_nothing_of_the_rows_above(code, numbered):
    assert is_numbered(code) is numbered
