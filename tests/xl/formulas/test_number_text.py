import pytest

from xl.formulas.number_text import color_name, formatted, shown
from xl.formulas.values import Unknown

MARCH_1 = 46082.0


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (1234567.891, "#,##0.00", "1.234.567,89"),
        (0.897, "0.0%", "89,7%"),
        (0.5, "0.##", "0,5"),
        (9.0, "#.##", "9,"),
        (-0.001, "0.0", "0,0"),
        (-5.0, "0", "-5"),
        (-5.0, "0;(0)", "(5)"),
        (0.0, '0;-0;"không"', "không"),
        (3.0, 'General" điểm"', "3 điểm"),
        (1e6, '#,##0 "đ"', "1.000.000 đ"),
        (1e6, "#,##0,", "1.000"),
        (1e6, "[$₫-42A] #,##0", "₫ 1.000.000"),
        (5.0, '[>=3]"cao";"thấp"', "cao"),
        (2.0, '[>=3]"cao";"thấp"', "thấp"),
        (MARCH_1, "dd/mm/yyyy", "01/03/2026"),
        (MARCH_1, "mm-dd-yy", "01/03/2026"),
        (MARCH_1, "d/m/yy", "1/3/26"),
        (MARCH_1, '"Trễ "dd/m/yyyy', "Trễ 01/3/2026"),
        (MARCH_1 + 0.5, "dd/mm/yyyy hh:mm", "01/03/2026 12:00"),
        (MARCH_1 + 0.75, "h:mm AM/PM", "6:00 CH"),
        (0.5, "hh:mm:ss", "12:00:00"),
        (0.999999, "hh:mm:ss", "00:00:00"),
        (1.5, "[h]:mm", "36:00"),
        (1.5, "[mm]:ss", "2160:00"),
        (0.25, "[hh]:mm:ss", "06:00:00"),
        ("chữ", "0.00", "chữ"),
        ("chữ", '"<"@">"', "<chữ>"),
        (True, "0", "TRUE"),
        (9.5, "General", "9,5"),
    ],
)
def test_a_cell_shows_its_value_the_vietnamese_way(value, number_format, text):
    assert shown(value, number_format) == text


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [(12.0, "0.00E+00", "12"), (0.5, "# ?/?", "0,5"), (-3.0, "dd/mm/yyyy", "-3"), (1e300, "dd/mm/yyyy", "1E+300")],
)
def test_a_format_that_is_not_known_shows_the_plain_number(value, number_format, text):
    assert shown(value, number_format) == text


def test_a_month_by_its_name_shows_the_plain_day():
    assert shown(MARCH_1, "[$-42A]dd mmmm yyyy") == "01/03/2026"


@pytest.mark.parametrize("pattern", ["[Red]0", "0.00E+00", "0.00", "#.##0.00", "dd mmmm yyyy"])
def test_a_formula_is_not_given_a_text_it_might_not_have_in_excel(pattern):
    with pytest.raises(Unknown):
        formatted(MARCH_1, pattern)


def test_a_format_may_colour_numbers():
    assert [color_name(value, "0;[Red]-0") for value in (5.0, -5.0)] == ["", "red"]
