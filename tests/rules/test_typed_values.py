"""What units type, read the Vietnamese way."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_macros import contract as c
from cchc_macros.rules.text import clean_lines
from cchc_macros.rules.typed_values import (
    ErrorValue,
    Percent,
    Unreadable,
    read_points,
    read_progress,
    read_status,
    read_text,
    share,
    spell_share,
)

DAY = datetime(2026, 6, 1)  # noqa: DTZ001  cells know no zone


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("0,5", "50%"), ("50%", "50%"), ("50", "50%"), ("100", "100%"), (0.5, "50%"), (Percent(0.5), "50%"),
        (50.0, "50%"), (1.0, "100%"), (100.0, "100%"), ("100 %", "100%"), ("62,5%", "62,5%"), (0.333, "33,3%"),
        (" 30 % ", "30%"), ("0", "0%"), (0.0, "0%"), ("", ""), (None, ""), ("  ", ""), ("1%", "1%"),
        (Percent(50.0), "50%"),
    ],
)  # fmt: skip
def test_progress_is_read_the_vietnamese_way(typed, read):
    assert read_progress(typed) == read


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("nhiều", "'nhiều' không phải tiến độ"), ("1", "'1' có hai cách hiểu. Nhập 1% hoặc 100%."),
        ("1,5", "hai cách hiểu"), (1.5, "hai cách hiểu"), ("120%", "nằm ngoài"), (-0.1, "nằm ngoài"),
        (250.0, "nằm ngoài"),
        ("%", "không phải tiến độ"), (True, "không phải tiến độ"), (DAY, "không phải tiến độ"),
        (ErrorValue("#N/A"), "không phải tiến độ"), ("=1/2", "không phải tiến độ"), ("1/2", "không phải tiến độ"),
    ],
)  # fmt: skip
def test_a_progress_that_says_nothing_sure_is_refused(typed, told):
    with pytest.raises(Unreadable) as refused:
        read_progress(typed)
    assert told in str(refused.value)
    assert "Nhập" in str(refused.value)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Hoàn thành", c.DONE),
        ("HOÀN THÀNH", c.DONE),
        ("hoan thanh", c.DONE),
        (" Đang  thực hiện ", c.DOING),
        ("Đã hoàn thành", c.DONE),
        ("xong", c.DONE),
        ("đang triển khai", c.DOING),
        ("Chưa làm", c.TODO),
        (None, ""),
    ],
)
def test_a_status_is_read_whatever_its_case_and_marks(typed, read):
    assert read_status(typed) == read


@pytest.mark.parametrize("typed", ["HT", "Cơ bản hoàn thành", "Không thực hiện", 1.0, ErrorValue("#REF!"), True])
def test_a_status_of_ones_own_is_refused_with_the_choices(typed):
    with pytest.raises(Unreadable):
        read_status(typed)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("dòng 1\r\n dòng  2\n\n", "dòng 1\ndòng 2"), (2026.0, "2026"), (12.5, "12,5"), (Percent(0.5), "50%"),
        (DAY, "01/6/2026"), (DAY.replace(hour=8, minute=5), "01/6/2026 08:05"), (True, "Có"),
        ("=cmd|'/c calc'!A1", "=cmd|'/c calc'!A1"), ("hoà", "hoà"), (1e300, "1e+300"), (None, ""),
    ],
)  # fmt: skip
def test_text_is_what_people_see_in_the_cell(typed, read):
    assert read_text(typed) == read


def test_an_excel_error_is_refused():
    with pytest.raises(Unreadable, match="#DIV/0!"):
        read_text(ErrorValue("#DIV/0!"))


@pytest.mark.parametrize(("typed", "read"), [("8,5", "8,5"), (8.5, "8,5"), (0.0, "0"), (None, ""), ("", "")])
def test_points_are_read(typed, read):
    assert read_points(typed) == read


@pytest.mark.parametrize("typed", ["chín", -1.0, "-0,5", ErrorValue("#N/A"), True])
def test_points_that_are_none_are_refused(typed):
    with pytest.raises(Unreadable):
        read_points(typed)


@given(st.one_of(st.text(), st.floats(), st.booleans(), st.datetimes(), st.none()))
def test_any_value_is_read_or_refused_and_a_read_one_reads_the_same_again(value):
    for read in (read_status, read_progress, read_points, read_text):
        try:
            text = read(value)
        except Unreadable:
            continue
        assert clean_lines(text) == text
        assert read(text) == text


@given(st.decimals(0, 1, places=4))
def test_a_share_is_spelled_and_read_back(number):
    assert share(spell_share(number)) == number
